//! Two records beside each other, and merging them.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::merge::Cannot;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Reader, Tongue, render_as};
use ground::{Error, PersonId, Result, Scope, Tx};
use jiff::civil::Date;

use super::{Choice, Parts, person};
use crate::model::{BirthDate, Change, Client, Email, FamilyName, GivenName, Note, Phone, grouped};
use crate::store;
use crate::store::merge::Outcome;

/// The other record of a pair.
pub(super) fn other(parts: &Parts) -> Result<PersonId> {
    parts.get("other").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

/// The details one chooses between, in the order of the page: the field and the key of its name.
const FIELDS: [(&str, &str); 7] = [
    ("given_name", "people-given-name"),
    ("family_name", "people-family-name"),
    ("phone", "people-phone"),
    ("email", "people-email"),
    ("birth_date", "people-birth-date"),
    ("language", "people-language"),
    ("note", "people-note"),
];

#[derive(askama::Template)]
#[template(path = "people/merge.html")]
struct MergePage {
    page: Page,
    action: String,
    back: String,
    sides: [Compared; 2],
    rows: Vec<CompareRow>,
    /// What is wrong: the pair was changed meanwhile, or cannot be merged.
    stop: String,
    faults: u32,
    keep_fault: String,
    /// Days in which it can be undone.
    days: i64,
}

/// One of the two, as the head of its column.
struct Compared {
    /// `one` or `other`.
    word: &'static str,
    name: String,
    since: String,
    /// "3 visits, 1 document".
    brings: String,
    version: String,
    kept: bool,
}

/// One detail of both.
struct CompareRow {
    name: &'static str,
    label: String,
    /// What each has, to be shown.
    values: [String; 2],
    /// Both have the same, and there is nothing to choose.
    same: bool,
    choices: Vec<Choice>,
    fault: String,
}

/// Both records in clear, with what they bring.
struct Both {
    clients: [Client; 2],
    notes: [Option<String>; 2],
    brings: [Vec<(String, i64)>; 2],
}

impl Both {
    fn read(tx: &mut Tx<'_>, one: PersonId, other: PersonId) -> Result<Both> {
        let mut read = |id| -> Result<_> {
            let stored = store::find(tx, id)?.ok_or(Error::NotFound)?;
            let key = tx.open(id)?;
            let mut brings = tx.following(id)?;
            let ties = store::guardians_of(tx, id)?.len() + store::dependants_of(tx, id)?.len();
            // Who acts for the one acts for both from then on.
            if ties > 0 {
                brings.push(("guardian".to_owned(), i64::try_from(ties).unwrap_or(i64::MAX)));
            }
            Ok((stored.open(&key)?, stored.note(&key)?, brings))
        };
        let (a, b) = (read(one)?, read(other)?);
        Ok(Both { clients: [a.0, b.0], notes: [a.1, b.1], brings: [a.2, b.2] })
    }

    /// What each has of a detail, as it is stored.
    fn values(&self, field: &str) -> [String; 2] {
        let of = |at: usize| {
            let client = &self.clients[at];
            match field {
                "given_name" => client.given_name.clone(),
                "family_name" => client.family_name.clone(),
                "phone" => client.phone.clone().unwrap_or_default(),
                "email" => client.email.clone().unwrap_or_default(),
                "birth_date" => client.birth_date.map(|born| born.day().to_string()).unwrap_or_default(),
                "language" => client.language.clone(),
                _ => self.notes[at].clone().unwrap_or_default(),
            }
        };
        [of(0), of(1)]
    }

    /// The one that is kept unless somebody chooses: who has been here longer.
    fn older(&self) -> &'static str {
        if self.clients[0].created_at <= self.clients[1].created_at { "one" } else { "other" }
    }
}

/// Compares two records.
pub(super) async fn compare(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let (one, other) = (person(&parts)?, other(&parts)?);
    let found = scope
        .read(move |tx| -> Result<Result<Both, PersonId>> {
            // A page left open, of a pair that somebody has merged.
            for (id, with) in [(one, other), (other, one)] {
                if tx.kept(id)? != id {
                    return Ok(Err(tx.kept(with)?));
                }
            }
            Both::read(tx, one, other).map(Ok)
        })
        .await?;
    Ok(match found {
        Ok(both) if one != other => {
            merge_page(&scope, &face, &both, &Fields::default(), &Faults::new(), String::new(), StatusCode::OK)
        }
        Ok(_) => return Err(Error::NotFound.into()),
        Err(kept) => Redirect::to(&face.to(&format!("/clients/{kept}?done=merged"))).into_response(),
    })
}

fn merge_page(
    scope: &Scope,
    face: &Face,
    both: &Both,
    fields: &Fields,
    faults: &Faults,
    stop: String,
    status: StatusCode,
) -> Response {
    let page = face.page(scope, "people-merge");
    let t = &face.t;
    let [a, b] = &both.clients;
    let keep = match fields.value("keep") {
        "" => both.older().to_owned(),
        chosen => chosen.to_owned(),
    };
    let side = |word: &'static str, client: &Client, brings: &[(String, i64)]| {
        let brings: Vec<String> = brings
            .iter()
            .filter_map(|(table, count)| {
                let key = format!("moves-{}", table.replace('_', "-"));
                t.has(&key).then(|| t.with(&key, &[("count", (*count).into())]))
            })
            .collect();
        Compared {
            word,
            name: client.name(),
            since: t.date_plain(client.created_at.to_zoned(scope.clinic.zone.clone()).date()),
            brings: if brings.is_empty() { t.get("people-nothing") } else { t.list(&brings) },
            version: client.version.to_string(),
            kept: keep == word,
        }
    };
    let rows = FIELDS
        .into_iter()
        .map(|(name, label)| {
            let values = both.values(name);
            let pick = match fields.value(&format!("pick_{name}")) {
                "" if values[usize::from(keep == "other")].is_empty() => {
                    if keep == "one" { "other" } else { "one" }.to_owned()
                }
                "" => keep.clone(),
                chosen => chosen.to_owned(),
            };
            let choice = |word: &str, value: &str| Choice {
                value: word.to_owned(),
                label: said(t, name, value),
                chosen: pick == word,
            };
            let mut choices = vec![choice("one", &values[0]), choice("other", &values[1])];
            if name == "note" && !values[0].is_empty() && !values[1].is_empty() {
                let chosen = pick == "both";
                choices.push(Choice { value: "both".to_owned(), label: t.get("people-merge-both-notes"), chosen });
            }
            CompareRow {
                name,
                label: t.get(label),
                same: values[0] == values[1],
                values: [said(t, name, &values[0]), said(t, name, &values[1])],
                choices,
                fault: faults.of(&format!("pick_{name}"), t).unwrap_or_default(),
            }
        })
        .collect();
    let count = u32::try_from(faults.fields().count()).unwrap_or(u32::MAX);
    let shown = MergePage {
        action: face.to(&format!("/clients/{}/merge/{}", a.id, b.id)),
        back: face.to(&format!("/clients/{}", a.id)),
        sides: [side("one", a, &both.brings[0]), side("other", b, &both.brings[1])],
        rows,
        stop,
        faults: count,
        keep_fault: faults.of("keep", t).unwrap_or_default(),
        days: ground::merge::UNDO.as_hours() / 24,
        page,
    };
    render_as(status, &shown)
}

/// A detail as people read it.
fn said(t: &Tongue, name: &str, value: &str) -> String {
    match (name, value) {
        (_, "") => t.get("people-nothing"),
        ("phone", number) => grouped(number),
        ("birth_date", day) => day.parse::<Date>().map_or_else(|_| day.to_owned(), |day| t.date_plain(day)),
        ("language", code) => {
            let names = t.words().languages();
            names.into_iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, name)| name)
        }
        (_, text) => text.to_owned(),
    }
}

/// What was chosen: which record stays, and its details.
struct Chosen {
    from: PersonId,
    version: i64,
    into: PersonId,
    change: Change,
}

fn read(fields: &Fields, both: &Both, today: Date) -> Result<Chosen, Faults> {
    let mut form = fields.reader();
    let keep = one_of(&mut form, "keep", &["one", "other"]);
    let versions = (form.number("version_one", 1..=i64::MAX), form.number("version_other", 1..=i64::MAX));
    let mut picked = |field: &'static str, pick: &'static str, also: &[&str]| {
        let values = both.values(field);
        if values[0] == values[1] {
            // Nothing was asked; what is sent all the same is read and ignored.
            form.text_or_none(pick, 10);
            return Some(values[0].clone());
        }
        let chosen = one_of(&mut form, pick, &[&["one", "other"][..], also].concat())?;
        Some(match chosen {
            "one" => values[0].clone(),
            "other" => values[1].clone(),
            _ => format!("{}\n\n{}", values[0], values[1]),
        })
    };
    let (given, family) =
        (picked("given_name", "pick_given_name", &[]), picked("family_name", "pick_family_name", &[]));
    let (phone, email) = (picked("phone", "pick_phone", &[]), picked("email", "pick_email", &[]));
    let (born, language) = (picked("birth_date", "pick_birth_date", &[]), picked("language", "pick_language", &[]));
    let note = picked("note", "pick_note", &["both"]);
    if note.as_ref().is_some_and(|note| note.chars().count() > Note::MOST) {
        form.fault_with("pick_note", "fault-long", &[("most", Note::MOST.into())]);
    }
    form.finish(|| {
        let (kept, away, version, other_version) = match keep? {
            "one" => (0, 1, versions.0?, versions.1?),
            _ => (1, 0, versions.1?, versions.0?),
        };
        // What is stored was read by the same rules once.
        let text = |value: &String| (!value.is_empty()).then(|| value.clone());
        Some(Chosen {
            from: both.clients[away].id,
            into: both.clients[kept].id,
            version: other_version,
            change: Change {
                given_name: GivenName::parse(&given?).ok()?,
                family_name: FamilyName::parse(&family?).ok()?,
                email: text(&email?).and_then(|email| Email::parse(&email).ok()),
                phone: text(&phone?).and_then(|phone| Phone::parse(&phone, None).ok()),
                birth_date: text(&born?).and_then(|day| BirthDate::new(day.parse().ok()?, today).ok()),
                note: Some(text(&note?).and_then(|note| Note::parse(&note).ok())),
                language: language?,
                // The desk compared both, which is as good as having typed it.
                by_holder: false,
                version,
            },
        })
    })
}

fn one_of<'a>(form: &mut Reader<'_>, name: &'static str, known: &[&'a str]) -> Option<&'a str> {
    let sent = form.text(name, 10)?;
    let found = known.iter().find(|word| **word == sent).copied();
    if found.is_none() {
        form.fault(name, "fault-choice");
    }
    found
}

/// Why nothing was done. Everything is taken back then, and both are read anew to be shown.
enum Stop {
    Ground(Error),
    Wrong(Faults),
    Stale,
    Cannot(Cannot),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Ground(error)
    }
}

/// Merges two records.
pub(super) async fn merge(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let (one, other) = (person(&parts)?, other(&parts)?);
    let typed = fields.clone();
    let done = scope
        .write(move |tx| -> Result<PersonId, Stop> {
            for (id, with) in [(one, other), (other, one)] {
                // Sent twice, or by two desks at once: the second is shown what the first made.
                let kept = tx.kept(id)?;
                if kept != id && kept == tx.kept(with)? {
                    return Ok(kept);
                }
            }
            let both = Both::read(tx, one, other)?;
            let chosen = read(&typed, &both, super::today(tx)).map_err(Stop::Wrong)?;
            match store::merge::merge(tx, chosen.from, chosen.version, chosen.into, &chosen.change)? {
                Outcome::Done(_) => Ok(chosen.into),
                Outcome::Stale => Err(Stop::Stale),
                Outcome::Cannot(why) => Err(Stop::Cannot(why)),
            }
        })
        .await;
    let (faults, stop, status) = match done {
        Ok(kept) => return Ok(Redirect::to(&face.to(&format!("/clients/{kept}?done=merged"))).into_response()),
        Err(Stop::Ground(error)) => return Err(error.into()),
        Err(Stop::Wrong(faults)) => (faults, String::new(), StatusCode::UNPROCESSABLE_ENTITY),
        Err(Stop::Stale) => (Faults::new(), face.t.get("people-merge-stale"), StatusCode::CONFLICT),
        Err(Stop::Cannot(why)) => (Faults::new(), face.t.get(cannot(why)), StatusCode::CONFLICT),
    };
    let both = scope.read(move |tx| Both::read(tx, one, other)).await?;
    Ok(merge_page(&scope, &face, &both, &fields, &faults, stop, status))
}

/// The key of why not.
pub(super) fn cannot(why: Cannot) -> &'static str {
    match why {
        Cannot::Same => "people-merge-same",
        Cannot::Merged(_) => "people-merge-merged",
        Cannot::Erased => "people-merge-erased",
        Cannot::Room(key) => key,
        Cannot::Late => "people-merge-late",
        Cannot::Undone => "people-merge-undone",
    }
}
