//! What the clinic holds about somebody, for themselves: every detail seen, and removed without asking anyone (promise
//! `rights.self_service`). What a removal means for visits that are to come is said before it is made, by the rooms that
//! know.

use std::fmt;
use std::str::FromStr;

use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Fields, Form, Page, Query, Tongue, render};
use ground::{Event, PersonId, Result, Scope, Shown, Tx};

use super::own::{myself, own_record};
use super::{draw, toast};
use crate::model::{Change, Client, IdentifierId, Kinship, TagId, grouped};
use crate::store;

/// The sealed columns of this room, each with the page on which the person sees it. A column of any room that stands in no
/// such line is one that nobody is shown: evidence against `rights.self_service`.
pub(crate) const SHOWN: &[Shown] = &[
    ("client", "given_name", "/me/held"),
    ("client", "family_name", "/me/held"),
    ("client", "email", "/me/held"),
    ("client", "phone", "/me/held"),
    ("client", "birth_date", "/me/held"),
    ("client", "note", "/me/held"),
    ("client_tag", "tag", "/me/held"),
    ("identifier", "issuer", "/me/held"),
    ("identifier", "number", "/me/held"),
    ("identifier", "ending", "/me/held"),
    ("identifier_opening", "reason", "/me/record"),
    ("document", "name", "/me/held"),
    ("document", "kind", "/me/held"),
    // Those that were shared with them; of the others the name and the kind stand on the page.
    ("document", "content", "/me"),
    // What a record was before another was merged into it, for as long as that can be undone.
    ("client_before", "given_name", "/me/held"),
    ("client_before", "family_name", "/me/held"),
    ("client_before", "email", "/me/held"),
    ("client_before", "phone", "/me/held"),
    ("client_before", "birth_date", "/me/held"),
    ("client_before", "note", "/me/held"),
];

/// A detail that its owner may remove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    Email,
    Phone,
    BirthDate,
    /// What the desk noted to receive them.
    Note,
    Label(TagId),
    Number(IdentifierId),
    /// That somebody acts for them.
    Guardian(PersonId),
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Detail::Email => f.write_str("email"),
            Detail::Phone => f.write_str("phone"),
            Detail::BirthDate => f.write_str("birth_date"),
            Detail::Note => f.write_str("note"),
            Detail::Label(id) => write!(f, "{id}"),
            Detail::Number(id) => write!(f, "{id}"),
            Detail::Guardian(id) => write!(f, "{id}"),
        }
    }
}

impl FromStr for Detail {
    type Err = ();

    fn from_str(text: &str) -> Result<Detail, ()> {
        Ok(match text {
            "email" => Detail::Email,
            "phone" => Detail::Phone,
            "birth_date" => Detail::BirthDate,
            "note" => Detail::Note,
            _ => {
                let label = text.parse().ok().map(Detail::Label);
                let number = || text.parse().ok().map(Detail::Number);
                let guardian = || text.parse().ok().map(Detail::Guardian);
                return label.or_else(number).or_else(guardian).ok_or(());
            }
        })
    }
}

impl Detail {
    /// The word that the keys of its sentences end with, and its panels' place.
    fn word(self) -> &'static str {
        match self {
            Detail::Email => "email",
            Detail::Phone => "phone",
            Detail::BirthDate => "birth-date",
            Detail::Note => "note",
            Detail::Label(_) => "label",
            Detail::Number(_) => "number",
            Detail::Guardian(_) => "guardian",
        }
    }

    /// Where other rooms say what its removal means to them.
    fn place(self) -> &'static str {
        match self {
            Detail::Email => "removal-email",
            Detail::Phone => "removal-phone",
            _ => "removal",
        }
    }
}

#[derive(askama::Template)]
#[template(path = "people/held.html")]
struct HeldPage {
    page: Page,
    details: Vec<Line>,
    labels: Vec<Line>,
    numbers: Vec<Line>,
    guardians: Vec<Line>,
    documents: Vec<String>,
    /// What the record said before another was joined to it.
    before: Vec<Line>,
    /// What other rooms hold of them.
    panels: Vec<String>,
    /// What else stands in the store about them, counted.
    rest: Vec<String>,
}

struct Line {
    label: String,
    value: String,
    /// Where it is removed.
    removal: Option<String>,
    /// Why it is not, where it cannot be.
    stays: String,
}

/// Everything that is held.
pub(super) async fn show(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let me = myself(&scope)?;
    let mut page = face.page(&scope, "people-held");
    toast(&mut page, &fields);
    let shown = scope
        .read(move |tx| -> Result<_, Fault> {
            let client = own_record(tx, me)?;
            Ok(held(tx, &face, page.clone(), &client)?)
        })
        .await?;
    Ok(render(&shown))
}

fn held(tx: &mut Tx<'_>, face: &Face, page: Page, client: &Client) -> Result<HeldPage> {
    let (t, me) = (face.t.clone(), client.id);
    let removal = |detail: Detail| Some(face.to(&format!("/me/held/removal?what={detail}")));
    let key = tx.open(me)?;
    let note = store::find(tx, me)?.map(|stored| stored.note(&key)).transpose()?.flatten();
    let line = |label: &str, value: Option<String>, detail: Option<Detail>, stays: &str| {
        let value = value.filter(|value| !value.is_empty())?;
        let stays = if detail.is_none() { t.get(stays) } else { String::new() };
        Some(Line { label: t.get(label), value, removal: detail.and_then(removal), stays })
    };
    let names = t.words().languages();
    let language = names.into_iter().find(|(code, _)| *code == client.language).map(|(_, name)| name);
    let child = store::is_child(tx, client.birth_date);
    let born = client.birth_date.map(|born| t.date_plain(born.day()));
    let details = [
        line("people-given-name", Some(client.given_name.clone()), None, "people-held-name-stays"),
        line("people-family-name", Some(client.family_name.clone()), None, "people-held-name-stays"),
        line("people-email", client.email.clone(), Some(Detail::Email), ""),
        line("people-phone", client.phone.as_deref().map(grouped), Some(Detail::Phone), ""),
        line("people-birth-date", born, (!child).then_some(Detail::BirthDate), "people-held-birth-stays"),
        line("people-language", language, None, "people-held-language-stays"),
        line("people-note", note, Some(Detail::Note), ""),
    ];
    let labels = store::tag::of_client(tx, me)?.into_iter().map(|tag| Line {
        label: String::new(),
        removal: removal(Detail::Label(tag.id)),
        value: tag.name,
        stays: String::new(),
    });
    let labels = labels.collect();
    let mut numbers = Vec::new();
    for stored in store::identifier::list(tx, me)? {
        let issuer = stored.issuer(&key)?;
        let kind = t.get(stored.kind.key());
        numbers.push(Line {
            label: if issuer.is_empty() { kind } else { format!("{kind}{}{issuer}", t.get("people-comma")) },
            value: stored.number(&key)?,
            removal: removal(Detail::Number(stored.id)),
            stays: String::new(),
        });
    }
    let zone = tx.settings().zone.clone();
    let guardians = store::guardians_of(tx, me)?.into_iter().map(|bond| Line {
        label: t.get(kinship(bond.kind)),
        value: t.with("people-held-since", &[("date", t.date_plain(zone.to_datetime(bond.since).date()).into())]),
        removal: removal(Detail::Guardian(bond.guardian)).filter(|_| !child),
        stays: if child { t.get("people-held-guardian-stays") } else { String::new() },
    });
    let guardians = guardians.collect();
    let (stored, _) = store::document::list(tx, me, false, 200)?;
    let mut documents = Vec::new();
    for document in &stored {
        let kind = t.get(document.kind(&key)?.key());
        let name = document.name(&key)?.as_str().to_owned();
        let shared = t.get(if document.shared { "people-held-document-shared" } else { "people-held-document-kept" });
        documents.push(format!("{name} ({kind}){}{shared}", t.get("people-comma")));
    }
    Ok(HeldPage {
        before: before(tx, &t, me)?,
        panels: draw(tx, &page, "held", me)?,
        details: details.into_iter().flatten().collect(),
        labels,
        numbers,
        guardians,
        documents,
        rest: rest(tx, &t, me)?,
        page,
    })
}

/// What the record of `person` said before another was joined to it, for as long as that can be taken back: it goes by
/// itself.
fn before(tx: &mut Tx<'_>, t: &Tongue, person: PersonId) -> Result<Vec<Line>> {
    let (key, mut lines) = (tx.open(person)?, Vec::new());
    for stored in store::merge::before(tx, person)? {
        let was = stored.open(&key)?;
        let told = [
            ("people-given-name", Some(was.given_name)),
            ("people-family-name", Some(was.family_name)),
            ("people-email", was.email),
            ("people-phone", was.phone.as_deref().map(grouped)),
            ("people-birth-date", was.birth_date.map(|born| t.date_plain(born.day()))),
            ("people-note", stored.note(&key)?),
        ];
        let line = |(label, value): (&str, Option<String>)| {
            let (label, stays) = (t.get(label), String::new());
            Some(Line { label, value: value.filter(|value| !value.is_empty())?, removal: None, stays })
        };
        lines.extend(told.into_iter().filter_map(line));
    }
    Ok(lines)
}

/// What else stands about `person`, table by table, in words; what has no words of its own is told by its table's name
/// rather than left out.
fn rest(tx: &mut Tx<'_>, t: &Tongue, person: PersonId) -> Result<Vec<String>> {
    /// Told above, row by row; and the tokens by which a name is found, of which there are as many as its letters.
    const TOLD: [&str; 6] = ["client", "client_tag", "identifier", "guardian", "document", "client_token"];
    let counted = tx.counted_about(person, &TOLD)?;
    let told = |(table, count): (String, i64)| {
        let key = format!("holds-{}", table.replace('_', "-"));
        t.known_with(&key, &[("count", count.into())]).unwrap_or_else(|| format!("{table}: {count}"))
    };
    Ok(counted.into_iter().map(told).collect())
}

fn kinship(kind: Kinship) -> &'static str {
    match kind {
        Kinship::Parent => "people-held-parent",
        Kinship::Guardian => "people-held-guardian",
        Kinship::Carer => "people-held-carer",
    }
}

#[derive(askama::Template)]
#[template(path = "people/removal.html")]
struct RemovalPage {
    page: Page,
    title: String,
    /// What it means for us and for them.
    means: String,
    what: String,
    action: String,
    back: String,
    panels: Vec<String>,
}

/// Asks before a detail is removed, and says what that means.
pub(super) async fn ask(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let me = myself(&scope)?;
    let detail: Detail = fields.value("what").parse().map_err(|()| Fault::not_found())?;
    let title = face.t.get(&format!("people-removal-{}", detail.word()));
    let page = face.page_titled(&scope, title.clone());
    let (drawn, there) = (page.clone(), face.clone());
    let panels = scope
        .read(move |tx| -> Result<_, Fault> {
            own_record(tx, me)?;
            Ok(draw(tx, &drawn, detail.place(), me)?)
        })
        .await?;
    Ok(render(&RemovalPage {
        title,
        means: face.t.get(&format!("people-removal-{}-means", detail.word())),
        what: detail.to_string(),
        action: there.to("/me/held/removal"),
        back: there.to("/me/held"),
        panels,
        page,
    }))
}

/// Removes it. Gone already, as by another window or the desk, is what was wanted.
pub(super) async fn remove(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let me = myself(&scope)?;
    let detail = read(&fields)?;
    let gone = scope
        .write(move |tx| -> Result<_, Fault> {
            let client = own_record(tx, me)?;
            Ok(take_away(tx, &client, detail)?)
        })
        .await?;
    let done = if gone { "detail" } else { "stays" };
    Ok(Redirect::to(&face.to(&format!("/me/held?done={done}"))).into_response())
}

fn read(fields: &Fields) -> Result<Detail, Fault> {
    let mut form = fields.reader();
    let what = form.text("what", 60);
    let what = form.finish(|| what).map_err(Fault::invalid)?;
    what.parse().map_err(|()| Fault::not_found())
}

/// False where it is not its owner's to remove.
fn take_away(tx: &mut Tx<'_>, client: &Client, detail: Detail) -> Result<bool> {
    let (me, child) = (client.id, store::is_child(tx, client.birth_date));
    let gone = match detail {
        Detail::BirthDate | Detail::Guardian(_) if child => return Ok(false),
        Detail::Email | Detail::Phone | Detail::BirthDate | Detail::Note => {
            // Somebody else changed the record at this moment: it is looked at once more.
            let empty = |change: &mut Change| match detail {
                Detail::Email => change.email = None,
                Detail::Phone => change.phone = None,
                Detail::BirthDate => change.birth_date = None,
                _ => change.note = Some(None),
            };
            match store::amend(tx, client, empty)? {
                true => Ok(()),
                false => return Err(ground::Error::Again),
            }
        }
        Detail::Label(tag) => store::tag::change(tx, me, &[], &[tag]),
        Detail::Number(id) => store::identifier::delete(tx, me, id),
        Detail::Guardian(guardian) => store::end_bond(tx, me, guardian),
    };
    match gone {
        Err(ground::Error::NotFound) => Ok(true),
        other => {
            other?;
            tx.emit(Event::new("client.kept", me, me))?;
            Ok(true)
        }
    }
}
