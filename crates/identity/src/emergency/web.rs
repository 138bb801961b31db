//! The form that opens a record in an emergency, and the pages of whoever looks at them afterwards.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Tongue, render, render_as};
use ground::{Error, Panel, PersonId, Result, Role, Routes, Scope, Tx, access};
use jiff::Timestamp;
use promise::Purpose;

use super::store::{self, Judged};
use super::{Emergency, EmergencyId, LEAST, MOST, Verdict};
use crate::web::{Field, at_fault, see_other, toast};

/// Emergencies in one list.
const SHOWN: u32 = 100;

pub(crate) fn routes() -> Routes {
    use Purpose::{Care, Rights};
    Routes::new()
        .get("/c/{clinic}/clients/{client}/emergency", "identity.emergency.begin", Care, ask)
        .post("/c/{clinic}/clients/{client}/emergency", "identity.emergency.begin", Care, begin)
        .get("/c/{clinic}/emergencies", "identity.emergency.list", Rights, list)
        .get("/c/{clinic}/emergencies/{emergency}", "identity.emergency.read", Rights, read)
        .post("/c/{clinic}/emergencies/{emergency}", "identity.emergency.judge", Rights, judge)
}

#[derive(askama::Template)]
#[template(path = "emergency/ask.html")]
struct Ask {
    page: Page,
    faults: u32,
    action: String,
    back: String,
    minutes: u32,
    reason: Field,
}

fn form(scope: &Scope, face: &Face, person: PersonId, fields: &Fields, faults: &Faults) -> Ask {
    let page = face.page(scope, "identity-emergency-title");
    Ask {
        faults: at_fault(faults),
        action: face.to(&format!("/clients/{person}/emergency")),
        back: face.to("/clients"),
        minutes: scope.clinic.parameters.emergency_minutes,
        reason: Field::typed("reason", fields, faults, &page),
        page,
    }
}

/// Whose record is asked for, if the clinic has them. That it has is no secret from whoever treats here: the day's
/// calendar shows it. Where nobody is treated there is no emergency.
async fn known(scope: &Scope, client: &str) -> Result<PersonId> {
    if !scope.clinic.parameters.edition.treats() {
        return Err(Error::NotFound);
    }
    let asked: PersonId = client.parse().map_err(|_| Error::NotFound)?;
    scope
        .read(move |tx| {
            let person = tx.kept(asked)?;
            if tx.knows(person)? { Ok(person) } else { Err(Error::NotFound) }
        })
        .await
}

async fn ask(scope: Scope, face: Face, Path((_, client)): Path<(String, String)>) -> Result<Response, Fault> {
    let person = known(&scope, &client).await?;
    // Whoever may open it anyway needs no emergency, nor does one that runs already.
    if scope.read(move |tx| tx.may_open(person)).await? {
        return Ok(see_other(&face.to(&format!("/clients/{person}")), None));
    }
    Ok(render(&form(&scope, &face, person, &Fields::default(), &Faults::new())))
}

async fn begin(
    scope: Scope,
    face: Face,
    Path((_, client)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let person = known(&scope, &client).await?;
    let mut reader = fields.reader();
    let reason = reader.lines_or_none("reason", MOST);
    let says_something = reason.as_deref().is_some_and(|reason| reason.chars().count() >= LEAST);
    if !says_something && reader.sound() {
        reader.fault_with("reason", "identity-emergency-short", &[("least", LEAST.into())]);
    }
    let reason = match reader.finish(|| reason) {
        Ok(reason) => reason,
        Err(faults) => {
            let again = form(&scope, &face, person, &fields, &faults);
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &again));
        }
    };
    scope.write(move |tx| store::begin(tx, person, &reason)).await?;
    Ok(see_other(&face.to(&format!("/clients/{person}?done=emergency")), None))
}

#[derive(askama::Template)]
#[template(path = "emergency/list.html")]
struct List {
    page: Page,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    who: String,
    when: String,
    state: &'static str,
}

/// How one stands: `open` while it runs and nobody has looked, `new` when it is over and nobody has, else what was found.
fn state(emergency: &Emergency, now: Timestamp) -> &'static str {
    match emergency.looked {
        Some(looked) => looked.verdict.as_str(),
        None if emergency.ends_at > now => "open",
        None => "new",
    }
}

fn when(tx: &Tx<'_>, t: &Tongue, at: Timestamp) -> String {
    let zone = &tx.settings().zone;
    t.date_time(&at.to_zoned(zone.clone()), tx.now().to_zoned(zone.clone()).date())
}

fn called(tx: &mut Tx<'_>, t: &Tongue, person: PersonId) -> Result<String> {
    Ok(tx.names(&[person])?.remove(&person).unwrap_or_else(|| t.get("identity-emergency-someone")))
}

async fn list(scope: Scope, face: Face) -> Result<Response, Fault> {
    let t = face.t.clone();
    let to = face.clone();
    let lines = scope
        .read(move |tx| -> Result<Vec<Line>> {
            let now = tx.now();
            let mut lines = Vec::new();
            for emergency in store::list(tx, SHOWN)? {
                lines.push(Line {
                    href: to.to(&format!("/emergencies/{}", emergency.id)),
                    who: called(tx, &t, emergency.actor)?,
                    when: when(tx, &t, emergency.began_at),
                    state: state(&emergency, now),
                });
            }
            Ok(lines)
        })
        .await?;
    let mut page = face.page(&scope, "identity-emergencies-title");
    toast(&mut page, &face);
    Ok(render(&List { page, lines }))
}

#[derive(askama::Template)]
#[template(path = "emergency/one.html")]
struct One {
    page: Page,
    fault: String,
    action: String,
    record: String,
    told: Told,
    /// How often the record was opened by them meanwhile.
    openings: u32,
    /// The actor's own, which they do not judge.
    own: bool,
}

/// One emergency in words.
struct Told {
    who: String,
    began: String,
    until: String,
    reason: String,
    state: &'static str,
    /// Who looked at it, and when.
    looked: Option<(String, String)>,
}

fn told(tx: &mut Tx<'_>, t: &Tongue, emergency: &Emergency) -> Result<Told> {
    let reason = tx.open(emergency.person)?.open(&emergency.reason)?;
    let looked = match emergency.looked {
        Some(looked) => Some((called(tx, t, looked.by)?, when(tx, t, looked.at))),
        None => None,
    };
    Ok(Told {
        who: called(tx, t, emergency.actor)?,
        began: when(tx, t, emergency.began_at),
        until: when(tx, t, emergency.ends_at),
        reason,
        state: state(emergency, tx.now()),
        looked,
    })
}

/// The purpose for which whoever reads this may open a record.
fn as_whom(scope: &Scope) -> Scope {
    let officer = scope.actor.roles.contains(Role::PrivacyOfficer);
    scope.for_purpose(if officer { Purpose::Rights } else { Purpose::Administration })
}

fn id_of(text: &str) -> Result<EmergencyId> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn show(scope: &Scope, face: &Face, id: EmergencyId, fault: &str) -> Result<Response, Fault> {
    let t = face.t.clone();
    let (emergency, told, openings) = as_whom(scope)
        .read(move |tx| -> Result<_> {
            let emergency = store::find(tx, id)?;
            let told = told(tx, &t, &emergency)?;
            let by = emergency.actor.to_string();
            let during = (emergency.began_at, emergency.ends_at);
            let openings = access::opened_by(tx, emergency.person, &by, during)?;
            Ok((emergency, told, openings))
        })
        .await?;
    let status = if fault.is_empty() { StatusCode::OK } else { StatusCode::CONFLICT };
    let one = One {
        page: face.page(scope, "identity-emergency-one"),
        fault: if fault.is_empty() { String::new() } else { face.t.get(fault) },
        action: face.to(&format!("/emergencies/{id}")),
        record: face.to(&format!("/clients/{}", emergency.person)),
        told,
        openings,
        own: scope.actor.person() == Some(emergency.actor),
    };
    Ok(render_as(status, &one))
}

async fn read(scope: Scope, face: Face, Path((_, emergency)): Path<(String, String)>) -> Result<Response, Fault> {
    show(&scope, &face, id_of(&emergency)?, "").await
}

async fn judge(
    scope: Scope,
    face: Face,
    Path((_, emergency)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = id_of(&emergency)?;
    let mut reader = fields.reader();
    let verdict: Option<Verdict> = reader.parse("verdict");
    let verdict = match reader.finish(|| verdict) {
        Ok(verdict) => verdict,
        Err(_) => return show(&scope, &face, id, "identity-emergency-no-verdict").await,
    };
    match scope.write(move |tx| store::judge(tx, id, verdict)).await? {
        Judged::Done => Ok(see_other(&face.to("/emergencies?done=judged"), None)),
        Judged::Own => show(&scope, &face, id, "identity-emergency-own").await,
        Judged::Already => show(&scope, &face, id, "identity-emergency-already").await,
    }
}

/// The emergencies of one's own record, where one reads who opened it.
pub(crate) const PANEL: Panel = Panel { place: "record", order: 10, draw: panel };

#[derive(askama::Template)]
#[template(path = "emergency/panel.html")]
struct Mine<'a> {
    page: &'a Page,
    lines: Vec<Told>,
}

fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let mut lines = Vec::new();
    for emergency in store::about(tx, person, SHOWN)? {
        lines.push(told(tx, &page.t, &emergency)?);
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let drawn = askama::Template::render(&Mine { page, lines });
    drawn.map(Some).map_err(|_| Error::internal("a panel of identity does not render"))
}
