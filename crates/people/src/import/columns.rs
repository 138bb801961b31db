//! What each column of a file is. A column is given a meaning or left behind; what nobody declared is not collected.

use std::str::FromStr;

use ground::Clinic;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::fold;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    GivenName,
    FamilyName,
    /// Both names in one: "Ferreira, Nadia", or "Nadia Ferreira", whose last word is taken for the family's.
    WholeName,
    Email,
    Phone,
    BirthDate,
    Language,
    Note,
    /// Labels, with a comma or the like between them.
    Labels,
    /// The other system's number of this client.
    Number,
    /// Left behind: nothing of it is kept.
    Left,
}

impl Meaning {
    /// Every meaning, in the order in which they are offered.
    pub const ALL: [Meaning; 11] = [
        Meaning::GivenName,
        Meaning::FamilyName,
        Meaning::WholeName,
        Meaning::Email,
        Meaning::Phone,
        Meaning::BirthDate,
        Meaning::Language,
        Meaning::Note,
        Meaning::Labels,
        Meaning::Number,
        Meaning::Left,
    ];

    /// As it is sent by forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Meaning::GivenName => "given_name",
            Meaning::FamilyName => "family_name",
            Meaning::WholeName => "whole_name",
            Meaning::Email => "email",
            Meaning::Phone => "phone",
            Meaning::BirthDate => "birth_date",
            Meaning::Language => "language",
            Meaning::Note => "note",
            Meaning::Labels => "labels",
            Meaning::Number => "number",
            Meaning::Left => "left",
        }
    }

    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Meaning::GivenName => "people-given-name",
            Meaning::FamilyName => "people-family-name",
            Meaning::WholeName => "people-import-whole-name",
            Meaning::Email => "people-email",
            Meaning::Phone => "people-phone",
            Meaning::BirthDate => "people-birth-date",
            Meaning::Language => "people-language",
            Meaning::Note => "people-note",
            Meaning::Labels => "people-tags",
            Meaning::Number => "people-import-number",
            Meaning::Left => "people-import-left",
        }
    }

    /// What columns of this meaning are called in files, folded.
    const fn called(self) -> &'static [&'static str] {
        match self {
            Meaning::GivenName => &[
                "first name",
                "firstname",
                "given name",
                "given names",
                "forename",
                "first",
                "vorname",
                "prenom",
                "nombre",
            ],
            Meaning::FamilyName => &[
                "last name",
                "lastname",
                "family name",
                "surname",
                "last",
                "nachname",
                "familienname",
                "nom",
                "apellido",
                "apellidos",
            ],
            Meaning::WholeName => {
                &["name", "full name", "client", "client name", "patient", "patient name", "customer", "customer name"]
            }
            Meaning::Email => &["email", "e mail", "email address", "e mail address", "mail", "correo"],
            Meaning::Phone => &[
                "phone",
                "phone number",
                "mobile",
                "mobile phone",
                "mobile number",
                "mobile phone number",
                "telephone",
                "telephone number",
                "tel",
                "cell",
                "cell phone",
                "contact number",
                "telefon",
                "handy",
                "telefono",
            ],
            Meaning::BirthDate => &[
                "date of birth",
                "dob",
                "d o b",
                "birth date",
                "birthdate",
                "birthday",
                "born",
                "geburtsdatum",
                "date de naissance",
                "fecha de nacimiento",
            ],
            Meaning::Language => &["language", "preferred language", "lang", "locale", "sprache", "langue", "idioma"],
            Meaning::Note => &["note", "notes", "comment", "comments", "remark", "remarks"],
            Meaning::Labels => &["tags", "tag", "labels", "label"],
            Meaning::Number => &[
                "id",
                "number",
                "no",
                "nr",
                "client id",
                "client number",
                "client no",
                "patient id",
                "patient number",
                "customer id",
                "customer number",
                "ref",
                "reference",
                "file number",
            ],
            Meaning::Left => &[],
        }
    }
}

impl FromStr for Meaning {
    type Err = ();

    fn from_str(text: &str) -> Result<Meaning, ()> {
        Meaning::ALL.into_iter().find(|meaning| meaning.as_str() == text).ok_or(())
    }
}

/// What each column seems to be by its name; none where nothing is clear. `ours` is the column that our own file of faults
/// adds, which says nothing about anybody.
pub fn guess(headers: &[String], ours: &str) -> Vec<Option<Meaning>> {
    let mut taken = Vec::new();
    let folded: Vec<String> = headers.iter().map(|header| fold::words(header).join(" ")).collect();
    let parted = folded.iter().any(|name| Meaning::FamilyName.called().contains(&name.as_str()));
    let meaning = |name: &String| {
        if !ours.is_empty() && *name == fold::words(ours).join(" ") {
            return Some(Meaning::Left);
        }
        let mut found = Meaning::ALL.into_iter().filter(|meaning| meaning.called().contains(&name.as_str()));
        let found = found.find(|meaning| !(taken.contains(meaning) || parted && *meaning == Meaning::WholeName))?;
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
            DateOrder::DayFirst => "people-import-day-first",
            DateOrder::MonthFirst => "people-import-month-first",
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

/// What a file's columns are: enough to read each row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Where the numbers come from; none where there are no numbers.
    pub system: Option<System>,
    pub dates: DateOrder,
    /// One for each column, in their order.
    pub columns: Vec<Meaning>,
    pub setting: Setting,
}

/// What of the clinic a row is read by, as it was when the columns were named. Kept with them, so that a row that was looked
/// at and is sound is sound when it is written, whatever the clinic changed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The clinic's day: nobody is born after it.
    pub today: Date,
    /// Whose phone numbers come without a country.
    pub jurisdiction: String,
    /// The languages it writes in; the first is that of whoever says none.
    pub languages: Vec<String>,
}

impl Setting {
    pub fn of(clinic: &Clinic, now: Timestamp) -> Setting {
        Setting {
            today: now.to_zoned(clinic.zone.clone()).date(),
            jurisdiction: clinic.jurisdiction.clone(),
            languages: clinic.languages.clone(),
        }
    }
}

/// Why columns with these meanings make no clients: the key of what to say, and beside which column.
pub type Misfit = (Option<usize>, &'static str);

impl Plan {
    /// What is wrong with what the columns are said to be.
    pub fn misfits(columns: &[Meaning]) -> Vec<Misfit> {
        let mut misfits = Vec::new();
        for (at, meaning) in columns.iter().enumerate() {
            if *meaning != Meaning::Left && columns[..at].contains(meaning) {
                misfits.push((Some(at), "people-import-twice"));
            }
        }
        let has = |meaning| columns.contains(&meaning);
        let parted = has(Meaning::GivenName) || has(Meaning::FamilyName);
        if has(Meaning::WholeName) && parted {
            let at = columns.iter().position(|meaning| *meaning == Meaning::WholeName);
            misfits.push((at, "people-import-names-twice"));
        } else if !(has(Meaning::WholeName) || has(Meaning::GivenName) && has(Meaning::FamilyName)) {
            misfits.push((None, "people-import-no-names"));
        }
        misfits
    }

    /// The column with this meaning.
    pub(super) fn column(&self, meaning: Meaning) -> Option<usize> {
        self.columns.iter().position(|column| *column == meaning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn guessed(headers: &[&str]) -> Vec<Option<Meaning>> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        guess(&headers, "What is wrong")
    }

    #[test]
    fn a_column_is_guessed_by_its_name_and_what_is_not_clear_is_asked() {
        use Meaning::{BirthDate, Email, FamilyName, GivenName, Left, Number, Phone, WholeName};
        assert_eq!(
            guessed(&[
                "ID",
                "First Name",
                "SURNAME",
                "E-mail",
                "Mobile",
                "Phone",
                "D.O.B.",
                "Shoe size",
                "What is wrong"
            ]),
            [
                Some(Number),
                Some(GivenName),
                Some(FamilyName),
                Some(Email),
                Some(Phone),
                None,
                Some(BirthDate),
                None,
                Some(Left)
            ]
        );
        assert_eq!(guessed(&["Prénom", "Nom"]), [Some(GivenName), Some(FamilyName)]);
        assert_eq!(guessed(&["Name", ""]), [Some(WholeName), None]);
        // Beside a family name, "Name" may be anything.
        assert_eq!(guessed(&["Name", "Surname"]), [None, Some(FamilyName)]);
    }

    #[test]
    fn every_guess_has_a_form_in_which_it_is_compared() {
        for meaning in Meaning::ALL {
            for called in meaning.called() {
                assert_eq!(fold::words(called).join(" "), *called);
            }
            assert_eq!(meaning.as_str().parse(), Ok(meaning));
        }
    }

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
    fn names_are_there_once_and_whole() {
        use Meaning::{Email, FamilyName, GivenName, Left, WholeName};
        for (columns, misfits) in [
            (vec![GivenName, FamilyName, Left, Left], vec![]),
            (vec![WholeName, Email], vec![]),
            (vec![Email], vec![(None, "people-import-no-names")]),
            (vec![GivenName, Email], vec![(None, "people-import-no-names")]),
            (vec![GivenName, WholeName], vec![(Some(1), "people-import-names-twice")]),
            (vec![WholeName, Email, Email], vec![(Some(2), "people-import-twice")]),
        ] {
            assert_eq!(Plan::misfits(&columns), misfits, "{columns:?}");
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
