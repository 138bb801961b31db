//! What a column of a file of clients may be.

use std::str::FromStr;

use ground::Clinic;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::incoming::{self, Misfit, twice};

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

impl incoming::Meaning for Meaning {
    const ALL: &'static [Meaning] = &[
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
    const LEFT: Meaning = Meaning::Left;

    fn as_str(self) -> &'static str {
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

    fn key(self) -> &'static str {
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
            Meaning::Left => "incoming-left",
        }
    }

    fn called(self) -> &'static [&'static str] {
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

    fn fits_beside(self, called: &[String]) -> bool {
        let family = || called.iter().any(|name| Meaning::FamilyName.called().contains(&name.as_str()));
        self != Meaning::WholeName || !family()
    }
}

impl FromStr for Meaning {
    type Err = ();

    fn from_str(text: &str) -> Result<Meaning, ()> {
        <Meaning as incoming::Meaning>::ALL
            .iter()
            .copied()
            .find(|meaning| incoming::Meaning::as_str(*meaning) == text)
            .ok_or(())
    }
}

/// What the columns of a file of clients are.
pub type Plan = incoming::Plan<Meaning, Setting>;

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

/// What is wrong with what the columns are said to be.
pub fn misfits(columns: &[Meaning]) -> Vec<Misfit> {
    let mut misfits = twice(columns);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;
    use crate::incoming::{Meaning as _, guess};

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
        for meaning in Meaning::ALL.iter().copied() {
            for called in meaning.called() {
                assert_eq!(fold::words(called).join(" "), *called);
            }
            assert_eq!(meaning.as_str().parse(), Ok(meaning));
        }
    }

    #[test]
    fn names_are_there_once_and_whole() {
        use Meaning::{Email, FamilyName, GivenName, Left, WholeName};
        for (columns, expected) in [
            (vec![GivenName, FamilyName, Left, Left], vec![]),
            (vec![WholeName, Email], vec![]),
            (vec![Email], vec![(None, "people-import-no-names")]),
            (vec![GivenName, Email], vec![(None, "people-import-no-names")]),
            (vec![GivenName, WholeName], vec![(Some(1), "people-import-names-twice")]),
            (vec![WholeName, Email, Email], vec![(Some(2), "incoming-twice")]),
        ] {
            assert_eq!(misfits(&columns), expected, "{columns:?}");
        }
    }
}
