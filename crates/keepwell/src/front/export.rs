//! Taking along everything that the clinic keeps: the manager says why, proves with their password that it is them, and has
//! a quarter of an hour to take the file. It is put together while it leaves, and lies nowhere.

use std::io;
use std::sync::Mutex;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use futures_util::stream;
use ground::web::download::{Download, Shown};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, live as channel, render_as};
use ground::{ClinicId, Error, Scope};
use identity::Reauthentication;
use office::confirmations::{self, Kind};
use tokio::sync::mpsc;

use crate::demo::store::is_invented;
use crate::export::{Begun, ExportError, ExportId, Outlet, Past, REASON, Word, begin_on_page, confirmed, past, take};

/// Exports that are listed.
const LISTED: u32 = 20;
/// Pieces of the file that wait for a slow reader.
pub(super) const WAITING: usize = 4;

#[derive(Template)]
#[template(path = "export.html")]
struct ExportPage {
    page: Page,
    action: String,
    back: String,
    reason: String,
    reason_fault: String,
    /// Their password is asked; the demo's people have none.
    asked: bool,
    password_fault: String,
    /// What another asked for, or this reader did: it waits for a second person.
    waits: Option<String>,
    /// It takes another to agree.
    two: bool,
    /// Another agreed to this reason, and the file may be taken now.
    agreed: Option<String>,
    /// Where they show who they are first, so that nothing typed here is lost on the way.
    proof: Option<String>,
    faults: u32,
    lines: Vec<Line>,
}

/// One export as it stands in the list.
struct Line {
    reason: String,
    /// Who asked, when, and what left.
    about: String,
    /// Where it is to be had, by whoever asked for it.
    file: Option<String>,
}

pub(super) async fn page(
    scope: Scope,
    face: Face,
    again: Reauthentication,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let toast = match fields.value("done") {
        "asked" => Some(face.t.get("export-asked")),
        "second" => Some(face.t.get("confirmations-done-asked")),
        "agreed" => Some(face.t.get("confirmations-done-agreed")),
        "withdrawn" => Some(face.t.get("confirmations-done-withdrawn")),
        _ => None,
    };
    let proof = Proof::of(&scope, &again).await?;
    shown(&scope, &face, StatusCode::OK, "", proof, &Faults::new(), toast).await
}

/// How somebody who asks for everything shows who they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// The demo's people have nothing to show.
    None,
    /// By their password, on the form itself.
    Password,
    /// Whoever has more than a password to show, or none, on the page that asks for it; whether they just did.
    Page { shown: bool },
}

impl Proof {
    async fn of(scope: &Scope, again: &Reauthentication) -> Result<Proof, Fault> {
        Ok(if invented(scope).await? {
            Proof::None
        } else if Reauthentication::by_password(scope).await? {
            Proof::Password
        } else {
            Proof::Page { shown: again.is_fresh(scope).await? }
        })
    }
}

async fn shown(
    scope: &Scope,
    face: &Face,
    status: StatusCode,
    reason: &str,
    proof: Proof,
    faults: &Faults,
    toast: Option<String>,
) -> Result<Response, Fault> {
    let (past, names, waits, agreed, two) = scope
        .read(|tx| -> ground::Result<_> {
            let past = past(tx, LISTED)?;
            let persons: Vec<_> = past.iter().flat_map(|one| [one.by, one.with]).flatten().collect();
            let names = tx.names(&persons)?;
            let waits = confirmations::waits(tx, Kind::Export, None)?;
            Ok((past, names, waits, confirmations::agreed(tx, Kind::Export)?, confirmations::needed(tx)?))
        })
        .await?;
    let line = |one: Past| {
        let at = one.begun.at.to_zoned(scope.clinic.zone.clone());
        let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
        let by = match one.by {
            Some(person) => names.get(&person).cloned().unwrap_or_else(|| face.t.get("export-by-somebody")),
            None => face.t.get("export-by-command"),
        };
        let by = match one.with {
            Some(other) => {
                let other = names.get(&other).cloned().unwrap_or_else(|| face.t.get("export-by-somebody"));
                face.t.with("export-by-two", &[("who", by.into()), ("other", other.into())])
            }
            None => by,
        };
        let when = face.t.date_time(&at, today);
        let state = match one.left {
            Some((lines, files)) => {
                face.t.with("export-left", &[("lines", (lines as f64).into()), ("files", (files as f64).into())])
            }
            None => face.t.get(if one.open { "export-waits" } else { "export-unfinished" }),
        };
        Line {
            about: face.t.with("export-line", &[("who", by.into()), ("when", when.into()), ("state", state.into())]),
            file: one.open.then(|| face.to(&format!("/setup/export/{}", one.begun.id))),
            reason: one.begun.reason,
        }
    };
    let lines: Vec<Line> = past.into_iter().map(line).collect();
    let mut page = face.page(scope, "export-title");
    page.live = Some(face.to("/setup/export/live"));
    page.toast = toast;
    let waits = waits.map(|waits| waits.card(scope, face, &page, &face.to("/setup/export"))).transpose()?;
    let told = |name: &str| faults.of(name, &face.t).unwrap_or_default();
    let page = ExportPage {
        action: face.to("/setup/export"),
        back: face.to("/setup"),
        reason: reason.to_owned(),
        reason_fault: told("reason"),
        asked: proof == Proof::Password,
        password_fault: told("password"),
        waits,
        two,
        agreed: agreed.map(|one| one.reason.unwrap_or_default()),
        proof: (proof == Proof::Page { shown: false }).then(|| Reauthentication::page(face, "/setup/export")),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        lines,
        page,
    };
    Ok(render_as(status, &page))
}

async fn invented(scope: &Scope) -> Result<bool, Fault> {
    Ok(scope.house().demo && scope.read(is_invented).await?)
}

/// Says when the page should look again.
pub(super) async fn live(scope: Scope, parts: Parts) -> Result<Response, Fault> {
    Ok(channel::news(scope, parts, &["export"]))
}

/// Writes down that it is asked for, once whoever asks has shown who they are.
pub(super) async fn ask(
    scope: Scope,
    face: Face,
    again: Reauthentication,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let proof = Proof::of(&scope, &again).await?;
    if proof == (Proof::Page { shown: false }) {
        return Ok(Redirect::to(&Reauthentication::page(&face, "/setup/export")).into_response());
    }
    let agreed = scope.read(|tx| confirmations::agreed(tx, Kind::Export)).await?.is_some();
    let read = read(&fields, proof == Proof::Password, agreed);
    let refused = async |faults: Faults| {
        shown(&scope, &face, StatusCode::UNPROCESSABLE_ENTITY, fields.value("reason"), proof, &faults, None).await
    };
    let (reason, password) = match read {
        Ok(read) => read,
        Err(faults) => return refused(faults).await,
    };
    if let Some(password) = password
        && !again.succeeds(&scope, password).await?
    {
        return refused(Faults::one("password", "export-password-wrong")).await;
    }
    let done = match begin_on_page(&scope, &reason).await? {
        Word::Begun(_) => "asked",
        Word::Asked => "second",
    };
    Ok(Redirect::to(&face.to(&format!("/setup/export?done={done}"))).into_response())
}

/// Agrees to what another asked for: whoever asked takes it, in the days that follow.
pub(super) async fn agree(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let id = confirmations::named(&fields)?;
    let write = move |tx: &mut ground::Tx<'_>| -> office::Result<()> {
        let one = confirmations::confirmable(tx, id, Kind::Export)?;
        confirmations::confirm(tx, &one, None)
    };
    scope.write(write).await?;
    Ok(Redirect::to(&face.to("/setup/export?done=agreed")).into_response())
}

/// Takes it back, or does not agree.
pub(super) async fn withdraw(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let id = confirmations::named(&fields)?;
    scope.write(move |tx| confirmations::withdraw(tx, id, Kind::Export)).await?;
    Ok(Redirect::to(&face.to("/setup/export?done=withdrawn")).into_response())
}

/// Why, and the password where it is asked for. What another agreed to has its reason.
fn read(fields: &Fields, asked: bool, agreed: bool) -> Result<(String, Option<String>), Faults> {
    let mut form = fields.reader();
    let reason = match agreed {
        true => form.text_or_none("reason", REASON).or(Some(String::new())),
        false => form.text("reason", REASON),
    };
    let password = if asked { form.secret("password", 1_024).map(Some) } else { Some(None) };
    form.finish(|| Some((reason?, password?)))
}

/// The file, which whoever asked for it takes.
pub(super) async fn file(scope: Scope, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let id: ExportId = id.parse().map_err(|_| Fault::not_found())?;
    let begun = scope.for_export().read(move |tx| confirmed(tx, id)).await?;
    let turn = Turn::of(scope.clinic.id)
        .ok_or_else(|| Fault::conflict("export.under_way").words("export-under-way", "export-under-way-advice"))?;
    let day = begun.at.to_zoned(scope.clinic.zone.clone()).date();
    let name = format!("{}-{day}.zip", scope.clinic.slug);
    let (to, from) = mpsc::channel(WAITING);
    let handle = tokio::runtime::Handle::current();
    // Packing is work for a processor, and whoever waits for a page has the threads that answer them.
    tokio::task::spawn_blocking(move || handle.block_on(leave(scope, begun, to, turn)));
    let chunks = stream::unfold(from, |mut from| async move { from.recv().await.map(|chunk| (chunk, from)) });
    Ok(Download { name, kind: "application/zip", shown: Shown::Saved, size: None }.respond(chunks))
}

async fn leave(scope: Scope, begun: Begun, to: mpsc::Sender<ground::Result<Bytes>>, turn: Turn) {
    let mut outlet = ToBrowser(to);
    match take(&scope, &begun, &mut outlet, |_| {}).await {
        Ok(_) => {}
        // Nobody is there any more to be told.
        Err(ExportError::Unwritten(_)) if outlet.0.is_closed() => {}
        Err(error) => {
            tracing::error!(cause = %error, "an export came to no end");
            // The browser sees that it is cut off, and not a file that looks whole.
            drop(outlet.0.send(Err(Error::internal(error))).await);
        }
    }
    drop(turn);
}

/// The file's way to the browser. What it does not take in time waits here, and the reading with it.
pub(super) struct ToBrowser(pub(super) mpsc::Sender<ground::Result<Bytes>>);

impl Outlet for ToBrowser {
    async fn put(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.0.send(Ok(bytes.into())).await.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    async fn keep(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Clinics of which an export leaves this node just now: one at a time, since each reads everything.
static LEAVING: Mutex<Vec<ClinicId>> = Mutex::new(Vec::new());

/// A clinic's turn, which ends when it is dropped.
struct Turn(ClinicId);

impl Turn {
    fn of(clinic: ClinicId) -> Option<Turn> {
        let mut leaving = LEAVING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if leaving.contains(&clinic) {
            return None;
        }
        leaving.push(clinic);
        Some(Turn(clinic))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        LEAVING.lock().unwrap_or_else(std::sync::PoisonError::into_inner).retain(|clinic| *clinic != self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_clinic_leaves_once_at_a_time() {
        let [one, other] = [1, 2].map(|at| ClinicId::new(jiff::Timestamp::from_second(at).unwrap()));
        let leaving = Turn::of(one);
        assert!(leaving.is_some() && Turn::of(one).is_none());
        assert!(Turn::of(other).is_some(), "others do not wait for it");
        drop(leaving);
        assert!(Turn::of(one).is_some());
    }
}
