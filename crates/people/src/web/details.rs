//! The form of a client's details, on the desk's pages and on the client's own.

use ground::residency::{Ask, Told, Via, skip};
use ground::web::{Faults, Fields, Tongue};
use ground::{Clinic, PersonId};
use jiff::civil::Date;

use super::{Choice, Field, languages};
use crate::form;
use crate::model::{BirthDate, Change, Client, NewClient};
use crate::rules::too_young;

/// Who fills the form in, and so what it asks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// The desk, of anyone.
    Desk,
    /// The client, of themselves, or whoever acts for them: no note. A date of birth is theirs to correct as long as they stay on the same side of
    /// the age from which one acts alone; what crosses it is the clinic's. Where none is known they are old enough, as they
    /// said when they opened their account.
    Themselves,
}

/// The form as a template shows it. Templates include `people/fields.html` with it as `form`.
pub(super) struct Details {
    pub given: Field,
    pub family: Field,
    pub email: Field,
    pub phone: Field,
    pub birth: Field,
    pub language: Vec<Choice>,
    pub language_fault: String,
    pub note: Field,
    pub by_desk: bool,
    pub faults: u32,
    /// Empty for a client who is not made yet.
    pub version: String,
    /// What is stored now, where the form was made from something older.
    pub stale: Option<Vec<Differs>>,
}

/// One field in which what is stored differs from what was typed.
pub(super) struct Differs {
    pub label: String,
    pub stored: String,
}

impl Details {
    pub(super) fn new(fields: &Fields, faults: &Faults, clinic: &Clinic, t: &Tongue, asked: Asked) -> Details {
        let field = |name| Field::of(name, fields, faults, t);
        Details {
            given: field("given_name"),
            family: field("family_name"),
            email: field("email"),
            phone: field("phone"),
            birth: field("birth_date"),
            language: languages(clinic, t, fields.value("language")),
            language_fault: faults.of("language", t).unwrap_or_default(),
            note: field("note"),
            by_desk: asked == Asked::Desk,
            faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
            version: fields.value("version").to_owned(),
            stale: None,
        }
    }

    /// The form as it was typed, made from something older than `client`, which is stored now. Sending it again writes
    /// it over what is stored, knowingly.
    pub(super) fn stale(mut self, client: &Client, note: Option<&str>, t: &Tongue) -> Details {
        let born = client.birth_date.map(|born| born.day().to_string()).unwrap_or_default();
        let mut pairs = vec![
            ("people-given-name", self.given.value.clone(), client.given_name.clone()),
            ("people-family-name", self.family.value.clone(), client.family_name.clone()),
            ("people-email", self.email.value.clone(), client.email.clone().unwrap_or_default()),
            ("people-phone", self.phone.value.clone(), client.phone.clone().unwrap_or_default()),
        ];
        pairs.push(("people-birth-date", self.birth.value.clone(), born));
        if self.by_desk {
            pairs.push(("people-note", self.note.value.replace("\r\n", "\n"), note.unwrap_or_default().to_owned()));
        }
        let differs =
            pairs.into_iter().filter(|(_, typed, stored)| typed.trim() != stored).map(|(label, _, stored)| {
                let stored = if stored.is_empty() { t.get("people-nothing") } else { stored };
                Differs { label: t.get(label), stored }
            });
        self.stale = Some(differs.collect());
        self.version = client.version.to_string();
        self
    }
}

/// The fields of a stored client, to change them.
pub(super) fn filled(client: &Client, note: Option<String>) -> Fields {
    Fields::filled([
        ("given_name", client.given_name.clone()),
        ("family_name", client.family_name.clone()),
        ("email", client.email.clone().unwrap_or_default()),
        ("phone", client.phone.clone().unwrap_or_default()),
        ("birth_date", client.birth_date.map(|born| born.day().to_string()).unwrap_or_default()),
        ("language", client.language.clone()),
        ("note", note.unwrap_or_default()),
        ("version", client.version.to_string()),
    ])
}

/// Reads a new client as the desk enters one.
pub(super) fn read_new(fields: &Fields, clinic: &Clinic, today: Date) -> Result<NewClient, Faults> {
    read_told(fields, clinic, today, None).map(|(new, _)| new)
}

/// The same, and what they were told by whoever enters them of where it is kept.
pub(super) fn read_told(
    fields: &Fields,
    clinic: &Clinic,
    today: Date,
    ask: Option<&Ask>,
) -> Result<(NewClient, Option<Told>), Faults> {
    let mut form = fields.reader();
    let (given, family) = (form::given_name(&mut form, "given_name"), form::family_name(&mut form, "family_name"));
    let (email, phone) = (form::email_or_none(&mut form, "email"), form::phone_or_none(&mut form, "phone", clinic));
    let birth_date = form::birth_date_or_none(&mut form, "birth_date", today);
    let (language, note) = (form::language(&mut form, "language", clinic), form::note_or_none(&mut form, "note"));
    let told = ask.map(|ask| ask.read(&mut form, Via::Desk, language.as_deref().unwrap_or_default(), true));
    if told.is_none() {
        skip(&mut form);
    }
    form.finish(|| {
        let new =
            NewClient { given_name: given?, family_name: family?, email, phone, birth_date, note, language: language? };
        Some((new, told))
    })
}

/// Reads a change of a stored client.
pub(super) fn read_change(
    fields: &Fields,
    clinic: &Clinic,
    today: Date,
    asked: Asked,
    stored: &Client,
) -> Result<Change, Faults> {
    let mut form = fields.reader();
    let version = form.number("version", 0..=i64::MAX);
    let (given, family) = (form::given_name(&mut form, "given_name"), form::family_name(&mut form, "family_name"));
    let (email, phone) = (form::email_or_none(&mut form, "email"), form::phone_or_none(&mut form, "phone", clinic));
    let language = form::language(&mut form, "language", clinic);
    let (birth_date, note) = match asked {
        Asked::Desk => {
            (form::birth_date_or_none(&mut form, "birth_date", today), Some(form::note_or_none(&mut form, "note")))
        }
        // A form that does not ask for it does not empty it.
        _ if fields.all("birth_date").next().is_none() => (stored.birth_date, None),
        _ => {
            let typed = form::birth_date_or_none(&mut form, "birth_date", today);
            let child = |born: Option<BirthDate>| born.is_some_and(|born| too_young(clinic, born, today));
            if form.sound() && child(typed) != child(stored.birth_date) {
                form.fault("birth_date", "people-fault-birth-desk");
            }
            (typed, None)
        }
    };
    form.finish(|| {
        Some(Change {
            given_name: given?,
            family_name: family?,
            email,
            phone,
            birth_date,
            note,
            language: language?,
            by_holder: asked == Asked::Themselves,
            version: version?,
        })
    })
}

/// What became of saving a form.
pub(super) enum Saved {
    Done,
    /// Something is wrong with these fields.
    Wrong(Faults),
    /// Somebody else was quicker: this is stored now.
    Stale(Box<Client>, Option<String>),
    /// Somebody else made this record part of another one.
    Merged(PersonId),
    /// Somebody else removed it.
    Gone,
}

/// Reads and writes a change in one transaction, so that what it was compared with is what it is written over.
pub(super) fn save(tx: &mut ground::Tx<'_>, id: PersonId, fields: &Fields, asked: Asked) -> ground::Result<Saved> {
    let kept = tx.kept(id)?;
    if kept != id {
        return Ok(Saved::Merged(kept));
    }
    let Some(stored) = crate::store::find(tx, id)? else { return Ok(Saved::Gone) };
    let key = tx.open(id)?;
    let client = stored.open(&key)?;
    let change = match read_change(fields, &tx.settings().clone(), super::today(tx), asked, &client) {
        Ok(change) => change,
        Err(faults) => return Ok(Saved::Wrong(faults)),
    };
    if crate::store::update(tx, id, &change)? {
        return Ok(Saved::Done);
    }
    let note = if asked == Asked::Desk { stored.note(&key)? } else { None };
    Ok(Saved::Stale(Box::new(client), note))
}
