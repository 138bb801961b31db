//! What the columns of a file are. A column is given a meaning or left behind; what nobody declared is not collected.

use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Meaning;
use crate::fold;

/// What a file's columns are: enough to read each row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan<M, S> {
    /// Where the numbers come from; none where there are no numbers.
    pub system: Option<System>,
    pub dates: DateOrder,
    /// One for each column, in their order.
    pub columns: Vec<M>,
    pub setting: S,
}

impl<M: Meaning, S> Plan<M, S> {
    /// The column with this meaning.
    pub fn column(&self, meaning: M) -> Option<usize> {
        self.columns.iter().position(|column| *column == meaning)
    }
}

/// Why columns with these meanings make nothing: beside which column, and the key of what to say.
pub type Misfit = (Option<usize>, &'static str);

/// Columns that are said to be the same.
pub fn twice<M: Meaning>(columns: &[M]) -> Vec<Misfit> {
    let same = |(at, meaning): (usize, &M)| {
        let twice = *meaning != M::LEFT && columns[..at].contains(meaning);
        twice.then_some((Some(at), "incoming-twice"))
    };
    columns.iter().enumerate().filter_map(same).collect()
}

/// What each column seems to be by its name; none where nothing is clear. `ours` is the column that our own file of faults
/// adds, which says nothing about anybody.
pub fn guess<M: Meaning>(headers: &[String], ours: &str) -> Vec<Option<M>> {
    let mut taken = Vec::new();
    let folded: Vec<String> = headers.iter().map(|header| fold::words(header).join(" ")).collect();
    let meaning = |name: &String| {
        if !ours.is_empty() && *name == fold::words(ours).join(" ") {
            return Some(M::LEFT);
        }
        let mut found = M::ALL.iter().copied().filter(|meaning| meaning.called().contains(&name.as_str()));
        let found = found.find(|meaning| !taken.contains(meaning) && meaning.fits_beside(&folded))?;
        taken.push(found);
        Some(found)
    };
    folded.iter().map(meaning).collect()
}

/// How days are written in a file; with the year first they are always understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 3/5/1988 is the third of May.
    DayFirst,
    /// 5/3/1988 is the third of May.
    MonthFirst,
}

impl DateOrder {
    pub const ALL: [DateOrder; 2] = [DateOrder::DayFirst, DateOrder::MonthFirst];

    /// As it is sent by forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            DateOrder::DayFirst => "day",
            DateOrder::MonthFirst => "month",
        }
    }

    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            DateOrder::DayFirst => "incoming-day-first",
            DateOrder::MonthFirst => "incoming-month-first",
        }
    }

    /// The day that is written so, its year with four digits; what stands behind it, as a time, is passed over.
    pub fn day(self, text: &str) -> Option<Date> {
        let text = text.trim().split([' ', 'T']).next()?;
        let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
        let &[one, two, three] = parts.as_slice() else { return None };
        let number = |part: &str| -> Option<i16> {
            let digits = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse().ok())?
        };
        let (year, month, day) = match (one.len(), three.len(), self) {
            (4, ..) => (one, two, three),
            (_, 4, DateOrder::DayFirst) => (three, two, one),
            (_, 4, DateOrder::MonthFirst) => (three, one, two),
            _ => return None,
        };
        let short = |part: &str| i8::try_from(number(part)?).ok();
        Date::new(number(year)?, short(month)?, short(day)?).ok()
    }
}

impl FromStr for DateOrder {
    type Err = ();

    fn from_str(text: &str) -> Result<DateOrder, ()> {
        DateOrder::ALL.into_iter().find(|order| order.as_str() == text).ok_or(())
    }
}

/// How days seem to be written, where a clinic is in `jurisdiction`: only in America the month stands first.
pub fn order_of(jurisdiction: &str) -> DateOrder {
    match jurisdiction.split('-').next() {
        Some("US") => DateOrder::MonthFirst,
        _ => DateOrder::DayFirst,
    }
}

/// The name of another system, which keeps its numbers apart from those of a third.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct System(String);

impl System {
    /// Most characters.
    pub const MOST: usize = 40;

    /// Reads a name as the mapping of appointments has it: letters, digits and `-_.`; a space becomes `-`, so that the same
    /// name is the same in both.
    pub fn parse(text: &str) -> Option<System> {
        let name = text.split_whitespace().collect::<Vec<_>>().join("-");
        let fits = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        (!name.is_empty() && name.len() <= System::MOST && fits).then_some(System(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_read_as_the_office_writes_it_and_never_guessed() {
        use DateOrder::{DayFirst, MonthFirst};
        let third_of_may = Some(date(1988, 5, 3));
        for (text, day_first, month_first) in [
            ("1988-05-03", third_of_may, third_of_may),
            ("1988/5/3", third_of_may, third_of_may),
            ("1988-05-03T00:00:00", third_of_may, third_of_may),
            ("3/5/1988", third_of_may, Some(date(1988, 3, 5))),
            ("03.05.1988", third_of_may, Some(date(1988, 3, 5))),
            ("5-3-1988 00:00", Some(date(1988, 3, 5)), third_of_may),
            ("31/12/1988", Some(date(1988, 12, 31)), None),
            ("3/5/88", None, None),
            ("3 May 1988", None, None),
            ("32266", None, None),
            ("", None, None),
            ("30/02/1988", None, None),
        ] {
            assert_eq!((DayFirst.day(text), MonthFirst.day(text)), (day_first, month_first), "{text}");
        }
    }

    #[test]
    fn a_system_is_called_the_same_in_both_imports() {
        for (typed, kept) in [
            ("Old system", Some("Old-system")),
            (" medical-appointments-2016 ", Some("medical-appointments-2016")),
            ("", None),
            ("a/b", None),
            ("ü", None),
        ] {
            assert_eq!(System::parse(typed).as_ref().map(System::as_str), kept, "{typed}");
        }
    }
}
