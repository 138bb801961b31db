//! One row of a foreign file, read into an appointment or refused with what is wrong.
//!
//! A fault is a row that cannot be an appointment at all. What is merely odd, such as an age of -1 in a column that
//! is left behind, or an appointment entered after its day, is a remark: the appointment happened, and counting it
//! is the point.

use csv::StringRecord;
use jiff::Timestamp;
use jiff::fmt::strtime;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::mapping::{Dropped, Instant, Mapping, Precision, Text, TextFormat};
use crate::rules::Status;

/// What is wrong, or odd, with one column of a row. Never holds the value: it may be about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Wrong {
    #[error("the row has another number of columns than the first line")]
    Columns,
    #[error("the row is not text in UTF-8")]
    Encoding,
    #[error("nothing is there")]
    Missing,
    #[error("not a number")]
    NotANumber,
    #[error("not a moment as the mapping describes it")]
    NotAMoment,
    #[error("before 1900 or more than a hundred years ahead, as dates are that stand for none")]
    NoSuchDay,
    #[error("a word the mapping gives no meaning")]
    UnknownWord,
    #[error("this id stands in an earlier row")]
    Repeated,
    #[error("no service of the clinic is called so")]
    NoSuchService,
    #[error("no practitioner of the clinic is called so")]
    NoSuchPractitioner,
    #[error("still to come, but the file says it is over")]
    NotYet,
    #[error("lasts nothing, or more than a day with what is kept free around it")]
    Minutes,
    #[error("the time is already taken")]
    Taken,
    #[error("no room that its service may use is free then")]
    NoRoom,
    #[error("no device that its service may use is free then")]
    NoDevice,
    #[error("below what one expects; the value is left behind, the appointment is kept")]
    Below,
    #[error("above what one expects; the value is left behind, the appointment is kept")]
    Above,
    #[error("the clock was put forward over this time; it counts as so much later, the appointment is kept")]
    Skipped,
    #[error("made after its own day; the appointment is kept, its lead time counts as unknown")]
    MadeAfter,
}

/// One remark or fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line of the file, the header being the first.
    pub row: u64,
    pub column: String,
    pub what: Wrong,
}

/// A row that is an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub line: u64,
    pub id: String,
    pub client: String,
    pub starts: Timestamp,
    pub time_known: bool,
    pub made: Option<Timestamp>,
    pub status: Status,
    pub reminded: Option<bool>,
    pub minutes: Option<u16>,
    pub service: Option<String>,
    pub practitioner: Option<String>,
}

/// Reads rows of one file.
pub(super) struct Reader<'a> {
    mapping: &'a Mapping,
    headers: Vec<String>,
    zone: TimeZone,
    now: Timestamp,
}

impl<'a> Reader<'a> {
    pub(super) fn new(mapping: &'a Mapping, headers: Vec<String>, zone: TimeZone, now: Timestamp) -> Reader<'a> {
        Reader { mapping, headers, zone, now }
    }

    /// The row as an appointment, with remarks; or everything that is wrong with it.
    pub(super) fn read(&self, line: u64, record: &StringRecord, remarks: &mut Vec<Line>) -> Result<Row, Vec<Line>> {
        let mapping = self.mapping;
        let mut faults = Vec::new();
        let mut note = |column: &str, what: Wrong| faults.push(Line { row: line, column: column.to_owned(), what });
        let mut take = |column: &str, read: Result<String, Wrong>| read.map_err(|what| note(column, what)).ok();
        let id = take(&mapping.id.column, self.text(record, &mapping.id));
        let client = take(&mapping.client.column, self.text(record, &mapping.client));
        let starts = self.instant(record, &mapping.starts).map_err(|what| note(&mapping.starts.column, what)).ok();
        let made = match &mapping.made {
            None => None,
            Some(made) => self.instant(record, made).map_err(|what| note(&made.column, what)).ok(),
        };
        let moments = [(Some(&mapping.starts), &starts), (mapping.made.as_ref(), &made)];
        let skipped = moments
            .map(|(of, read)| of.filter(|_| read.is_some_and(|(_, skipped)| skipped)).map(|of| of.column.clone()));
        let (starts, made) = (starts.map(|(at, _)| at), made.map(|(at, _)| at));
        let status = self
            .value(record, &mapping.status.column, &mapping.status.values)
            .map_err(|what| note(&mapping.status.column, what))
            .ok();
        let reminded = match &mapping.reminded {
            None => None,
            Some(of) => self.value(record, &of.column, &of.values).map_err(|what| note(&of.column, what)).ok(),
        };
        let minutes = mapping.minutes.as_ref().and_then(|column| {
            let minutes = self.cell(record, column).parse::<u16>().ok().filter(|minutes| (1..=1440).contains(minutes));
            if minutes.is_none() {
                note(column, Wrong::Minutes);
            }
            minutes
        });
        if let (Some(starts), Some(Status::Done | Status::NoShow)) = (starts, status)
            && starts > self.now
        {
            note(&mapping.status.column, Wrong::NotYet);
        }
        let (Some(id), Some(client), Some(starts), Some(status), true) =
            (id, client, starts, status, faults.is_empty())
        else {
            return Err(faults);
        };
        for column in skipped.into_iter().flatten() {
            remarks.push(Line { row: line, column, what: Wrong::Skipped });
        }
        self.remark(line, record, starts, made, remarks);
        let named = |words: &Option<super::mapping::Words>| {
            words.as_ref().map(|words| words.of(self.cell(record, &words.column))).filter(|word| !word.is_empty())
        };
        Ok(Row {
            line,
            id,
            client,
            starts,
            time_known: mapping.starts.precision == Precision::Minute,
            made,
            status,
            reminded,
            minutes,
            service: named(&mapping.service),
            practitioner: named(&mapping.practitioner),
        })
    }

    fn remark(
        &self,
        row: u64,
        record: &StringRecord,
        starts: Timestamp,
        made: Option<Timestamp>,
        remarks: &mut Vec<Line>,
    ) {
        let day = |at: Timestamp| self.zone.to_datetime(at).date();
        if let (Some(made), Some(column)) = (made, &self.mapping.made)
            && day(made) > day(starts)
        {
            remarks.push(Line { row, column: column.column.clone(), what: Wrong::MadeAfter });
        }
        for (column, Dropped { least, most }) in &self.mapping.dropped {
            if least.is_none() && most.is_none() {
                continue;
            }
            let what = match self.cell(record, column).parse::<i64>() {
                Err(_) => Wrong::NotANumber,
                Ok(value) if least.is_some_and(|least| value < least) => Wrong::Below,
                Ok(value) if most.is_some_and(|most| value > most) => Wrong::Above,
                Ok(_) => continue,
            };
            remarks.push(Line { row, column: column.clone(), what });
        }
    }

    fn cell<'r>(&self, record: &'r StringRecord, column: &str) -> &'r str {
        self.headers.iter().position(|header| header == column).and_then(|at| record.get(at)).unwrap_or("").trim()
    }

    fn text(&self, record: &StringRecord, text: &Text) -> Result<String, Wrong> {
        let cell = self.cell(record, &text.column);
        match text.format {
            _ if cell.is_empty() => Err(Wrong::Missing),
            TextFormat::Text => Ok(cell.to_owned()),
            TextFormat::Number => plain_number(cell).ok_or(Wrong::NotANumber),
        }
    }

    fn value<T: Copy>(
        &self,
        record: &StringRecord,
        column: &str,
        values: &std::collections::BTreeMap<String, T>,
    ) -> Result<T, Wrong> {
        match self.cell(record, column) {
            "" => Err(Wrong::Missing),
            cell => values.get(cell).copied().ok_or(Wrong::UnknownWord),
        }
    }

    /// The moment, and whether no clock there ever showed it. Of a day alone nobody meant its first minute.
    fn instant(&self, record: &StringRecord, of: &Instant) -> Result<(Timestamp, bool), Wrong> {
        let cell = self.cell(record, &of.column);
        if cell.is_empty() {
            return Err(Wrong::Missing);
        }
        let read = strtime::parse(&of.format, cell).map_err(|_| Wrong::NotAMoment)?;
        let date = read.to_date().map_err(|_| Wrong::NotAMoment)?;
        // Other programs write 0001-01-01 and the like where they have no date.
        let this_year = self.now.to_zoned(self.zone.clone()).year();
        if !(1900..=this_year.saturating_add(100)).contains(&date.year()) {
            return Err(Wrong::NoSuchDay);
        }
        let reading = match of.precision {
            Precision::Day => date.to_datetime(jiff::civil::Time::midnight()),
            Precision::Minute => read.to_datetime().map_err(|_| Wrong::NotAMoment)?,
        };
        let named = (of.zone != "clinic").then(|| TimeZone::get(&of.zone).ok()).flatten();
        let zone = named.as_ref().unwrap_or(&self.zone);
        let found = zone.to_ambiguous_zoned(reading);
        let skipped = of.precision == Precision::Minute && matches!(found.offset(), AmbiguousOffset::Gap { .. });
        found.compatible().map(|at| (at.timestamp(), skipped)).map_err(|_| Wrong::NotAMoment)
    }
}

/// A number's one plain form, whichever way a spreadsheet wrote it: `2987E2`, `298700.0` and `298700` are the same
/// client. Done on the digits, because a floating-point number of sixteen digits may come back as another one.
pub(super) fn plain_number(text: &str) -> Option<String> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            (mantissa, exponent.parse::<i32>().ok().filter(|exponent| (-100..=100).contains(exponent))?)
        }
        None => (text, 0),
    };
    let (minus, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty()
        || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let digits = format!("{whole}{fraction}");
    // Where the point stands, counted from the first digit.
    let point = i32::try_from(whole.len()).ok()? + exponent;
    let (whole, fraction) = match usize::try_from(point) {
        Err(_) => (String::new(), format!("{}{digits}", "0".repeat(usize::try_from(-point).ok()?))),
        Ok(point) if point >= digits.len() => (format!("{digits}{}", "0".repeat(point - digits.len())), String::new()),
        Ok(point) => (digits[..point].to_owned(), digits[point..].to_owned()),
    };
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    Some(match (whole, fraction) {
        ("", "") => "0".to_owned(),
        (whole, "") => format!("{minus}{whole}"),
        ("", fraction) => format!("{minus}0.{fraction}"),
        (whole, fraction) => format!("{minus}{whole}.{fraction}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAPPING: &str = r#"
name = "old"
[id]
column = "Id"
[client]
column = "Person"
format = "number"
[starts]
column = "Day"
format = "%Y-%m-%dT%H:%M:%SZ"
precision = "day"
[made]
column = "Made"
format = "%Y-%m-%dT%H:%M:%SZ"
[status]
column = "Came"
values = { y = "done", n = "no_show" }
[reminded]
column = "Sms"
values = { "1" = "yes", "0" = "no" }
[dropped]
Age = { why = "not needed", least = 0, most = 99 }
"#;

    fn read(cells: [&str; 7]) -> (Result<Row, Vec<Line>>, Vec<Line>) {
        let mapping = Mapping::parse(MAPPING).unwrap();
        let headers = ["Id", "Person", "Day", "Made", "Came", "Sms", "Age"].map(str::to_owned).to_vec();
        mapping.fits(&headers).unwrap();
        let reader = Reader::new(
            &mapping,
            headers,
            TimeZone::get("America/Sao_Paulo").unwrap(),
            "2026-01-01T00:00:00Z".parse().unwrap(),
        );
        let mut remarks = Vec::new();
        let row = reader.read(7, &StringRecord::from(cells.to_vec()), &mut remarks);
        (row, remarks)
    }

    #[test]
    fn a_row_is_read_by_the_clinics_clock() {
        let (row, remarks) =
            read(["5", "9377952927E-5", "2016-04-29T00:00:00Z", "2016-04-27T18:38:08Z", "y", "1", "62"]);
        let row = row.unwrap();
        assert_eq!(
            (row.client.as_str(), row.status, row.reminded, row.time_known),
            ("93779.52927", Status::Done, Some(true), false)
        );
        assert_eq!(row.starts, "2016-04-29T03:00:00Z".parse().unwrap());
        assert_eq!(row.made, Some("2016-04-27T21:38:08Z".parse().unwrap()));
        assert_eq!(remarks, []);
    }

    #[test]
    fn what_is_odd_is_a_remark_and_what_is_no_appointment_is_a_fault() {
        let columns = |lines: &[Line]| lines.iter().map(|line| (line.column.clone(), line.what)).collect::<Vec<_>>();
        let (row, remarks) = read(["5", "1", "2016-04-29T00:00:00Z", "2016-04-30T01:00:00Z", "n", "0", "-1"]);
        assert!(row.is_ok());
        assert_eq!(columns(&remarks), [("Made".into(), Wrong::MadeAfter), ("Age".into(), Wrong::Below)]);
        assert_eq!(
            columns(&read(["5", "1", "2016-04-29T00:00:00Z", "2016-04-29T23:00:00Z", "n", "0", "100"]).1),
            [("Age".into(), Wrong::Above)]
        );
        let (row, remarks) = read(["", "one", "29.4.2016", "2016-04-30T01:00:00Z", "perhaps", "0", "-1"]);
        let faults = columns(&row.unwrap_err());
        assert_eq!(
            faults,
            [
                ("Id".into(), Wrong::Missing),
                ("Person".into(), Wrong::NotANumber),
                ("Day".into(), Wrong::NotAMoment),
                ("Came".into(), Wrong::UnknownWord)
            ]
        );
        assert_eq!(remarks, []);
        assert_eq!(
            columns(&read(["5", "1", "2027-04-29T00:00:00Z", "2016-04-27T18:38:08Z", "y", "1", "6"]).0.unwrap_err()),
            [("Came".into(), Wrong::NotYet)]
        );
    }

    #[test]
    fn a_time_that_no_clock_showed_is_remarked_on() {
        let text = MAPPING.replace("precision = \"day\"", "precision = \"minute\"");
        let headers = ["Id", "Person", "Day", "Made", "Came", "Sms", "Age"].map(str::to_owned).to_vec();
        let at = |text: &str, day: &str, made: &str| {
            let mapping = Mapping::parse(text).unwrap();
            let (zone, now) = (TimeZone::get("Europe/Dublin").unwrap(), "2026-01-01T00:00:00Z".parse().unwrap());
            let reader = Reader::new(&mapping, headers.clone(), zone, now);
            let mut remarks = Vec::new();
            let cells = StringRecord::from(vec!["5", "1", day, made, "y", "1", "6"]);
            let row = reader.read(7, &cells, &mut remarks).unwrap();
            let skipped = remarks.into_iter().filter(|remark| remark.what == Wrong::Skipped);
            (row.starts, skipped.map(|remark| remark.column).collect::<Vec<_>>())
        };
        let (skipped, before) = ("2025-03-30T01:30:00Z", "2025-03-01T09:00:00Z");
        let half_past_two: Timestamp = "2025-03-30T01:30:00Z".parse().unwrap();
        assert_eq!(at(&text, skipped, before), (half_past_two, vec!["Day".to_owned()]));
        assert_eq!(at(&text, "2025-04-02T09:00:00Z", skipped).1, ["Made"]);
        assert_eq!(at(&text, "2025-03-30T02:30:00Z", before), (half_past_two, vec![]), "that one there was");
        // In a zone whose clocks are changed at midnight, a day begins when it begins.
        let by_day = MAPPING.replace("precision = \"day\"", "precision = \"day\"\nzone = \"America/Sao_Paulo\"");
        assert_eq!(at(&by_day, "2018-11-04T00:00:00Z", "2018-10-01T09:00:00Z").1, [] as [&str; 0]);
    }

    #[test]
    fn one_number_has_one_form() {
        for (written, plain) in [
            ("29872499824296", Some("29872499824296")),
            ("29872499824296.0", Some("29872499824296")),
            ("2.9872499824296E+13", Some("29872499824296")),
            ("9377952927E-5", Some("93779.52927")),
            ("53e-3", Some("0.053")),
            ("-000.50", Some("-0.5")),
            ("0e5", Some("0")),
            (".5", Some("0.5")),
            ("", None),
            (".", None),
            ("e5", None),
            ("1e999", None),
            ("12a", None),
            ("1.2.3", None),
        ] {
            assert_eq!(plain_number(written).as_deref(), plain, "{written}");
        }
    }
}
