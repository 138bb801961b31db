//! What commands print. Whoever reads may have read enough: `keepwell routes | head` ends both, as with other programs.

use std::fmt::Arguments;
use std::io::{ErrorKind, IsTerminal, Write};

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

/// Says something to whoever watches.
pub(crate) fn note(words: Arguments<'_>) {
    let _unseen = std::io::stderr().lock().write_fmt(words);
}

/// Tells whoever watches how far a long task is; the task goes on also when nobody does. On a terminal it is one line that
/// changes; elsewhere, as in the log of a timer, lines of their own, each after twice as much as the one before.
pub(crate) struct Meter {
    on_terminal: bool,
    next: u64,
    open: bool,
}

impl Meter {
    pub(crate) fn new() -> Meter {
        Meter { on_terminal: std::io::stderr().is_terminal(), next: 1, open: false }
    }

    /// So much is done, which `words` say.
    pub(crate) fn tell(&mut self, done: u64, words: Arguments<'_>) {
        if let Some(line) = self.line(done, words) {
            note(format_args!("{line}"));
        }
    }

    fn line(&mut self, done: u64, words: Arguments<'_>) -> Option<String> {
        if self.on_terminal {
            self.open = true;
            return Some(format!("\r{words} "));
        }
        if done < self.next {
            return None;
        }
        self.next = done.saturating_mul(2);
        Some(format!("{words}\n"))
    }

    /// What is said next begins a line.
    pub(crate) fn end(&mut self) {
        if std::mem::take(&mut self.open) {
            note(format_args!("\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(on_terminal: bool) -> Vec<String> {
        let mut meter = Meter { on_terminal, next: 1, open: false };
        [1, 2, 3, 4, 7, 8].into_iter().filter_map(|done| meter.line(done, format_args!("{done} rows"))).collect()
    }

    #[test]
    fn a_terminal_has_one_line_that_changes_and_a_log_a_few_lines() {
        assert_eq!(told(true), ["\r1 rows ", "\r2 rows ", "\r3 rows ", "\r4 rows ", "\r7 rows ", "\r8 rows "]);
        assert_eq!(told(false), ["1 rows\n", "2 rows\n", "4 rows\n", "8 rows\n"]);
    }
}
