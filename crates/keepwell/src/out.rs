//! What commands print. Whoever reads may have read enough: `keepwell routes | head` ends both, as with other programs.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// How a shell reports a program that wrote to somebody who had gone: 128 and the signal's number.
const READER_GONE: i32 = 128 + 13;

/// Prints a line, as `println!` does.
macro_rules! say {
    ($($words:tt)*) => { crate::out::print(format_args!("{}\n", format_args!($($words)*))) };
}

/// Prints `words` as they are.
pub(crate) fn print(words: Arguments<'_>) {
    match std::io::stdout().lock().write_fmt(words) {
        Ok(()) => {}
        // Nothing is left half done: commands print what is done already, or only what they read.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(READER_GONE),
        Err(error) => {
            note(format_args!("keepwell: what was done could not be printed: {error}\n"));
            std::process::exit(1);
        }
    }
}

/// Tells whoever watches how far a long task is; the task goes on also when nobody does.
pub(crate) fn note(words: Arguments<'_>) {
    let _unseen = std::io::stderr().lock().write_fmt(words);
}
