//! Tables in text: what stands between two columns, and how letters are written, is seen in the file.

use csv::StringRecord;
use encoding_rs::{Encoding, WINDOWS_1252};

use super::{Each, Unreadable};

/// What may stand between two columns.
const BETWEEN: [u8; 4] = *b",;\t|";
/// Rows by which it is seen what does, and how much text at most.
const SEEN: usize = 30;
const SEEN_BYTES: usize = 64 * 1024;
/// One sign in so many may be one that no text has.
const STRAY: usize = 50;

/// Whether it is text that may hold a table: hardly a sign that no text has, and not beginning as a page does. A stray one,
/// as old programs write at the end, is a fault of its row at most.
pub(super) fn is_some(head: &[u8]) -> bool {
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return true;
    }
    let shown = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    !shown.starts_with(b"<")
        && !shown.starts_with(b"%PDF")
        && !head.contains(&0)
        && head.iter().filter(|byte| **byte < 0x20 && !b"\t\n\r\x0c".contains(byte)).count() <= 2 + head.len() / STRAY
}

/// A file as text.
pub(super) struct Text {
    text: String,
    between: u8,
    /// Lines before the table, in which another program is told what stands between the columns.
    before: u64,
}

impl Text {
    /// Reads text as its first bytes say (UTF-8, UTF-16), else as UTF-8 if it is such, else as what Western offices write
    /// (Windows-1252), in which every byte is a letter.
    pub(super) fn open(bytes: &[u8]) -> Text {
        let encoding = match Encoding::for_bom(bytes) {
            Some((encoding, _)) => encoding,
            None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
            None => WINDOWS_1252,
        };
        let mut text = encoding.decode_with_bom_removal(bytes).0.into_owned();
        // By which programs of long ago know the end of a text.
        text.truncate(text.trim_end_matches('\u{1a}').len());
        // What Excel writes and reads above a table whose columns are parted by something else than a comma.
        let told = text.lines().next().and_then(|line| line.strip_prefix("sep=")).map(str::to_owned);
        if let Some([between]) = told.as_deref().map(str::as_bytes) {
            let (told, ends) = (*between, text.find('\n').map_or(text.len(), |at| at + 1));
            text.drain(..ends);
            // What is told and parts nothing was told of another table.
            let between = if parts(&text, told) { told } else { seen(&text) };
            return Text { text, between, before: 1 };
        }
        let between = seen(&text);
        Text { text, between, before: 0 }
    }

    pub(super) fn each(&self, then: &mut Each<'_>) -> Result<(), Unreadable> {
        let mut records = reader(&self.text, self.between);
        let (mut record, mut counted, mut upto) = (StringRecord::new(), 0, 0);
        while records.read_record(&mut record).map_err(|_| Unreadable::Damaged)? {
            // The byte that ended the record may be the end of its last line, which counts for the next.
            let end =
                usize::try_from(records.position().byte()).unwrap_or(usize::MAX).saturating_sub(1).min(self.text.len());
            counted += ends_of_lines(&self.text.as_bytes()[upto..end]);
            upto = end;
            let within = ends_of_lines(record.as_slice().as_bytes());
            let line = self.before + counted + 1 - within;
            if then(line, record.iter().map(str::to_owned).collect()).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn ends_of_lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

fn reader(text: &str, between: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(between).flexible(true).has_headers(false).from_reader(text.as_bytes())
}

/// Whether there are columns with this between them.
fn parts(text: &str, between: u8) -> bool {
    reader(text, between).records().next().is_some_and(|first| first.is_ok_and(|first| first.len() > 1))
}

/// What parts the first rows most evenly, and of several that do, into the most columns.
fn seen(text: &str) -> u8 {
    let mut end = text.len().min(SEEN_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let evenly = |between: u8| {
        let widths: Vec<usize> =
            reader(&text[..end], between).records().take(SEEN).filter_map(|record| Some(record.ok()?.len())).collect();
        let width = widths.first().copied().unwrap_or(0);
        let even = widths.iter().filter(|one| **one == width).count();
        (width > 1, even, width)
    };
    BETWEEN.into_iter().rev().max_by_key(|between| evenly(*between)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    #[test]
    fn what_parts_the_columns_is_seen_in_the_rows() {
        for (text, between) in [
            ("a,b\n1,2\n", b','),
            ("a;b;c\n1,5;2;3\n1,7;2;3\n", b';'),
            ("a\tb\n\"1\t2\"\t3\n", b'\t'),
            ("a|b\n1|2\n", b'|'),
            ("name;note\nNadia;\"comes late, often\"\n", b';'),
            ("name\nNadia\n", b','),
        ] {
            assert_eq!(seen(text), between, "{text}");
        }
    }

    #[test]
    fn each_row_has_the_line_on_which_an_editor_shows_it() {
        let text = "\u{feff}id,note\na,1\n\n\nb,2\nc,\"two\n\nlines\"\nd,3\n\n\n\nf,5";
        for (text, before) in
            [(text.to_owned(), 0), (text.replace('\n', "\r\n"), 0), (format!("sep=,\n{}", &text[3..]), 1)]
        {
            let mut found = Vec::new();
            Text::open(text.as_bytes())
                .each(&mut |line, cells| {
                    found.push((line, cells[0].clone()));
                    ControlFlow::Continue(())
                })
                .unwrap();
            let expected = [(1, "id"), (2, "a"), (5, "b"), (6, "c"), (9, "d"), (13, "f")];
            assert_eq!(found, expected.map(|(line, id)| (line + before, id.to_owned())), "{text}");
        }
    }
}
