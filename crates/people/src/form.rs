//! Reading a client's fields from a form: the same rules wherever a client is entered.

use ground::Clinic;
use ground::web::Reader;
use jiff::civil::Date;

use crate::model::{BirthDate, Email, FamilyName, GivenName, NewChild, Note, Phone, Wrong};

/// Longer than any field of ours in characters; the types themselves say the exact measure.
const FIELD: usize = 400;

/// A given name that must be there.
pub fn given_name(form: &mut Reader<'_>, field: &'static str) -> Option<GivenName> {
    let text = form.text(field, FIELD);
    checked(form, field, text, GivenName::parse)
}

/// A family name that must be there.
pub fn family_name(form: &mut Reader<'_>, field: &'static str) -> Option<FamilyName> {
    let text = form.text(field, FIELD);
    checked(form, field, text, FamilyName::parse)
}

/// An address that may be left out.
pub fn email_or_none(form: &mut Reader<'_>, field: &'static str) -> Option<Email> {
    let text = form.text_or_none(field, FIELD);
    checked(form, field, text, Email::parse)
}

/// An address that must be there.
pub fn email(form: &mut Reader<'_>, field: &'static str) -> Option<Email> {
    let text = form.text(field, FIELD);
    checked(form, field, text, Email::parse)
}

/// A telephone number that may be left out; without a country it is one of the clinic's.
pub fn phone_or_none(form: &mut Reader<'_>, field: &'static str, clinic: &Clinic) -> Option<Phone> {
    let text = form.text_or_none(field, FIELD);
    checked(form, field, text, |text: &str| Phone::parse(text, clinic.jurisdiction.parse().ok()))
}

/// A telephone number that must be there.
pub fn phone(form: &mut Reader<'_>, field: &'static str, clinic: &Clinic) -> Option<Phone> {
    let text = form.text(field, FIELD);
    checked(form, field, text, |text: &str| Phone::parse(text, clinic.jurisdiction.parse().ok()))
}

/// A date of birth that may be left out; `today` in the clinic's zone.
pub fn birth_date_or_none(form: &mut Reader<'_>, field: &'static str, today: Date) -> Option<BirthDate> {
    let day = form.date_or_none(field);
    checked(form, field, day, |day: &Date| BirthDate::new(*day, today))
}

/// The same of a day that was read already, as where somebody says what theirs should be.
pub fn birth_date_of(form: &mut Reader<'_>, field: &'static str, day: Date, today: Date) -> Option<BirthDate> {
    checked(form, field, Some(day), |day: &Date| BirthDate::new(*day, today))
}

/// A date of birth that must be there.
pub fn birth_date(form: &mut Reader<'_>, field: &'static str, today: Date) -> Option<BirthDate> {
    let day = form.date(field);
    checked(form, field, day, |day: &Date| BirthDate::new(*day, today))
}

/// A child, or whoever else somebody acts for, from the fields of both names and of the date of birth.
pub fn child(form: &mut Reader<'_>, fields: [&'static str; 3], today: Date, language: &str) -> Option<NewChild> {
    let [given, family, born] = fields;
    let (given, family) = (given_name(form, given), family_name(form, family));
    let birth_date = birth_date(form, born, today);
    Some(NewChild {
        given_name: given?,
        family_name: family?,
        birth_date: Some(birth_date?),
        language: language.to_owned(),
    })
}

/// One of the clinic's languages, or its first when nothing was chosen.
pub fn language(form: &mut Reader<'_>, field: &'static str, clinic: &Clinic) -> Option<String> {
    let first = || clinic.languages.first().cloned().unwrap_or_else(|| "en".to_owned());
    let Some(code) = form.text_or_none(field, FIELD) else { return Some(first()) };
    if clinic.languages.contains(&code) {
        return Some(code);
    }
    form.fault(field, "fault-choice");
    None
}

/// The desk's note, which may be left out.
pub fn note_or_none(form: &mut Reader<'_>, field: &'static str) -> Option<Note> {
    let text = form.lines_or_none(field, Note::MOST);
    checked(form, field, text, Note::parse)
}

fn checked<T: std::borrow::Borrow<S>, S: ?Sized, V>(
    form: &mut Reader<'_>,
    field: &'static str,
    typed: Option<T>,
    read: impl FnOnce(&S) -> Result<V, Wrong>,
) -> Option<V> {
    match read(typed?.borrow()) {
        Ok(value) => Some(value),
        Err(wrong) => {
            form.fault_with(field, wrong.key(), &wrong.values());
            None
        }
    }
}
