//! What a part holds in clear: tables and their rows, engine by engine the same.
//!
//! A stream of records, each begun by a letter: `T` a table, `R` a row of it, `E` its end with count and digest, `Z` the
//! end of all. Numbers are big-endian.

use std::io::{self, Read, Write};

use aws_lc_rs::hmac;
use ground::db::Value;
use ground::db::copy::Table;

/// The longest value that is believed: nothing the program stores is longer.
const LONGEST: usize = 1 << 30;

/// Count and digest of a table's rows, in whatever order they come.
///
/// The digest is the sum, modulo 2^256, of a keyed hash of each row (a multiset hash; Clarke et al. 2003): two engines
/// give rows in different orders. Keyed, so that whoever has only the manifest cannot try guesses at a table.
pub(super) struct Tally<'a> {
    key: &'a hmac::Key,
    table: Vec<u8>,
    row: Vec<u8>,
    count: u64,
    sum: [u64; 4],
}

impl Tally<'_> {
    pub(super) fn of<'a>(table: &Table, key: &'a hmac::Key) -> Tally<'a> {
        Tally { key, table: head(table), row: Vec::new(), count: 0, sum: [0; 4] }
    }

    pub(super) fn add(&mut self, values: &[Value]) {
        self.row.clear();
        encode(values, &mut self.row);
        let mut context = hmac::Context::with_key(self.key);
        context.update(&self.table);
        context.update(&self.row);
        let tag = context.sign();
        let mut carry = false;
        for (sum, bytes) in self.sum.iter_mut().zip(tag.as_ref().chunks_exact(8)) {
            let word = bytes.iter().fold(0u64, |word, byte| (word << 8) | u64::from(*byte));
            let (added, over) = sum.overflowing_add(word);
            let (added, again) = added.overflowing_add(u64::from(carry));
            (*sum, carry) = (added, over || again);
        }
        self.count += 1;
    }

    pub(super) fn end(&self) -> (u64, [u8; 32]) {
        let mut digest = [0u8; 32];
        for (place, word) in digest.chunks_exact_mut(8).zip(self.sum) {
            place.copy_from_slice(&word.to_be_bytes());
        }
        (self.count, digest)
    }
}

fn head(table: &Table) -> Vec<u8> {
    let mut out = Vec::new();
    let mut text = |text: &str| {
        out.extend_from_slice(&(text.len() as u32).to_be_bytes());
        out.extend_from_slice(text.as_bytes());
    };
    text(&table.name);
    table.columns.iter().for_each(|column| text(column));
    out.splice(0..0, (table.columns.len() as u32).to_be_bytes());
    out
}

fn encode(values: &[Value], out: &mut Vec<u8>) {
    for value in values {
        match value {
            Value::Null => out.push(0),
            Value::Int(v) => {
                out.push(1);
                out.extend_from_slice(&v.to_be_bytes());
            }
            Value::Real(v) => {
                out.push(2);
                out.extend_from_slice(&v.to_bits().to_be_bytes());
            }
            Value::Text(v) => bytes(3, v.as_bytes(), out),
            Value::Blob(v) => bytes(4, v, out),
        }
    }
}

fn bytes(kind: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(kind);
    out.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// Writes the stream.
pub(super) struct RowWriter<'a, W> {
    out: W,
    key: &'a hmac::Key,
    record: Vec<u8>,
    tally: Option<Tally<'a>>,
}

impl<'a, W: Write> RowWriter<'a, W> {
    pub(super) fn new(out: W, key: &'a hmac::Key) -> RowWriter<'a, W> {
        RowWriter { out, key, record: Vec::new(), tally: None }
    }

    pub(super) fn table(&mut self, table: &Table) -> io::Result<()> {
        self.tally = Some(Tally::of(table, self.key));
        self.out.write_all(b"T")?;
        self.out.write_all(&head(table))
    }

    pub(super) fn row(&mut self, values: &[Value]) -> io::Result<()> {
        if let Some(tally) = &mut self.tally {
            tally.add(values);
        }
        self.record.clear();
        self.record.push(b'R');
        encode(values, &mut self.record);
        self.out.write_all(&self.record)
    }

    /// Ends the table: its count and digest.
    pub(super) fn end(&mut self) -> io::Result<(u64, [u8; 32])> {
        let (count, digest) = self.tally.take().map_or((0, [0; 32]), |tally| tally.end());
        self.out.write_all(b"E")?;
        self.out.write_all(&count.to_be_bytes())?;
        self.out.write_all(&digest)?;
        Ok((count, digest))
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"Z")?;
        Ok(self.out)
    }
}

/// One record of the stream.
pub(super) enum Record {
    Table(Table),
    Row(Vec<Value>),
    End(u64, [u8; 32]),
    Done,
}

/// Reads the stream.
pub(super) struct RowReader<R> {
    from: R,
    width: usize,
}

impl<R: Read> RowReader<R> {
    pub(super) fn new(from: R) -> RowReader<R> {
        RowReader { from, width: 0 }
    }

    pub(super) fn next(&mut self) -> io::Result<Record> {
        match self.byte()? {
            b'T' => {
                self.width = self.length()?;
                let name = self.text()?;
                let columns = (0..self.width).map(|_| self.text()).collect::<io::Result<_>>()?;
                Ok(Record::Table(Table { name, columns }))
            }
            b'R' => (0..self.width).map(|_| self.value()).collect::<io::Result<_>>().map(Record::Row),
            b'E' => Ok(Record::End(u64::from_be_bytes(self.array()?), self.array()?)),
            b'Z' => match self.from.read(&mut [0])? {
                0 => Ok(Record::Done),
                _ => Err(strange()),
            },
            _ => Err(strange()),
        }
    }

    fn value(&mut self) -> io::Result<Value> {
        Ok(match self.byte()? {
            0 => Value::Null,
            1 => Value::Int(i64::from_be_bytes(self.array()?)),
            2 => Value::Real(f64::from_bits(u64::from_be_bytes(self.array()?))),
            3 => Value::Text(self.text()?),
            4 => Value::Blob(self.bytes()?),
            _ => return Err(strange()),
        })
    }

    fn byte(&mut self) -> io::Result<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn array<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut array = [0; N];
        self.from.read_exact(&mut array)?;
        Ok(array)
    }

    fn length(&mut self) -> io::Result<usize> {
        let length = u32::from_be_bytes(self.array()?) as usize;
        if length > LONGEST { Err(strange()) } else { Ok(length) }
    }

    fn bytes(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; self.length()?];
        self.from.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn text(&mut self) -> io::Result<String> {
        String::from_utf8(self.bytes()?).map_err(|_| strange())
    }
}

fn strange() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "rows that are not written as they should be")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &[3; 32])
    }

    fn table() -> Table {
        Table { name: "plant".to_owned(), columns: ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec() }
    }

    fn some() -> Vec<Vec<Value>> {
        let row = |n: i64| {
            vec![
                Value::Int(n),
                Value::Real(-0.5 * n as f64),
                Value::Text("ñ\u{1F33F}".repeat(n.unsigned_abs() as usize)),
                Value::Blob(vec![0, 255, n as u8]),
                Value::Null,
            ]
        };
        vec![row(0), row(-3), row(i64::from(i32::MAX) % 7), row(0)]
    }

    #[test]
    fn every_kind_of_value_comes_back_and_nothing_may_follow_the_end() {
        let key = key();
        let mut writer = RowWriter::new(Vec::new(), &key);
        writer.table(&table()).unwrap();
        some().iter().for_each(|row| writer.row(row).unwrap());
        let ended = writer.end().unwrap();
        let written = writer.finish().unwrap();
        let mut reader = RowReader::new(&written[..]);
        assert!(matches!(reader.next().unwrap(), Record::Table(read) if read == table()));
        for row in some() {
            assert!(matches!(reader.next().unwrap(), Record::Row(read) if read == row));
        }
        assert!(matches!(reader.next().unwrap(), Record::End(count, digest) if (count, digest) == ended));
        assert!(matches!(reader.next().unwrap(), Record::Done));
        let longer = [&written[..], b"T"].concat();
        let mut reader = RowReader::new(&longer[..]);
        (0..6).for_each(|_| drop(reader.next().unwrap()));
        assert!(reader.next().is_err());
    }

    #[test]
    fn a_digest_knows_every_row_but_not_their_order() {
        let key = key();
        let digest = |rows: &[Vec<Value>], table: &Table| {
            let mut tally = Tally::of(table, &key);
            rows.iter().for_each(|row| tally.add(row));
            tally.end()
        };
        let rows = some();
        let whole = digest(&rows, &table());
        let mut turned = rows.clone();
        turned.reverse();
        assert_eq!(digest(&turned, &table()), whole);
        assert_ne!(digest(&rows[1..], &table()).1, whole.1, "a row that is there twice counts twice");
        let mut changed = rows.clone();
        changed[1][2] = Value::Blob(match &changed[1][2] {
            Value::Text(text) => text.clone().into_bytes(),
            _ => Vec::new(),
        });
        assert_ne!(digest(&changed, &table()).1, whole.1, "the same bytes of another kind are another value");
        let other = Table { name: "weed".to_owned(), ..table() };
        assert_ne!(digest(&rows, &other).1, whole.1);
    }
}
