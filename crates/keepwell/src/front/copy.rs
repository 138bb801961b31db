//! One's own copy of everything, on its way: to whoever is signed in, to whoever has the letter, or to whoever hands it over.
//! It is put together while it leaves, and lies nowhere.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::extract::Path;
use axum::response::Response;
use futures_util::stream;
use ground::web::download::{Download, Shown};
use ground::web::{Face, Fault};
use ground::{Actor, Error, PersonId, Scope, Tx};
use identity::Secret;
use office::requests::{Request, RequestId, copied_for, find, handed_for};
use promise::Purpose;
use tokio::sync::mpsc;

use super::export::{ToBrowser, WAITING};
use crate::export::{ExportError, person};

type Parts = Path<HashMap<String, String>>;

fn named(parts: &Parts) -> Result<RequestId, Fault> {
    parts.get("privacy_request").and_then(|id| id.parse().ok()).ok_or_else(Fault::not_found)
}

/// For whoever is signed in, of themselves or of whom they act for.
pub(super) async fn own(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let id = named(&parts)?;
    let request = scope
        .read(move |tx| -> Result<Request, Fault> {
            let me = tx.actor().person().ok_or_else(Fault::not_found)?;
            let request = find(tx, id)?;
            theirs(tx, me, request.person)?;
            Ok(copied_for(tx, id)?)
        })
        .await?;
    handed(scope, &face, request)
}

/// Whoever neither is the person nor acts for them finds nothing, and stands in that person's record.
fn theirs(tx: &mut Tx<'_>, me: PersonId, person: PersonId) -> Result<(), Fault> {
    let person = tx.kept(person)?;
    if person == me {
        return Ok(());
    }
    match people::acts_for(tx, me, person)? {
        people::Acts::Now => Ok(()),
        _ => {
            let _noted = tx.require(person);
            Err(Fault::not_found())
        }
    }
}

/// For whoever hands it over to somebody who asked without an account, or at the desk.
pub(super) async fn office(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let id = named(&parts)?;
    let request = scope.read(move |tx| handed_for(tx, id)).await?;
    handed(scope, &face, request)
}

/// For whoever has the letter by which they showed who they are.
pub(super) async fn by_letter(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let secret = parts.get("secret").and_then(|text| Secret::read(text)).ok_or_else(Fault::not_found)?;
    let found = office::requests::found(&scope, &secret).await?;
    let request = scope.read(move |tx| copied_for(tx, found.id)).await?;
    let scope = scope.as_actor(Actor::link(request.person));
    handed(scope, &face, request)
}

fn handed(scope: Scope, face: &Face, request: Request) -> Result<Response, Fault> {
    let scope = scope.for_purpose(Purpose::Rights);
    let turn = Turn::of(request.person)
        .ok_or_else(|| Fault::conflict("copy.under_way").words("copy-under-way", "copy-under-way-advice"))?;
    let day = scope.house().clock.now().to_zoned(scope.clinic.zone.clone()).date();
    let name = format!("{}-{day}.zip", scope.clinic.slug);
    let (to, from) = mpsc::channel(WAITING);
    let handle = tokio::runtime::Handle::current();
    let t = face.t.clone();
    tokio::task::spawn_blocking(move || {
        handle.block_on(async move {
            let mut outlet = ToBrowser(to);
            match person::take(&scope, request.person, request.id, &t, &mut outlet).await {
                Ok(_) => {}
                // Nobody is there any more to be told.
                Err(ExportError::Unwritten(_)) if outlet.0.is_closed() => {}
                Err(error) => {
                    tracing::error!(cause = %error, "a copy came to no end");
                    drop(outlet.0.send(Err(Error::internal(error))).await);
                }
            }
            drop(turn);
        });
    });
    let chunks = stream::unfold(from, |mut from| async move { from.recv().await.map(|chunk| (chunk, from)) });
    Ok(Download { name, kind: "application/zip", shown: Shown::Saved, size: None }.respond(chunks))
}

/// Those of whom a copy leaves this node just now: of one person once, and of few at a time.
static LEAVING: Mutex<Vec<PersonId>> = Mutex::new(Vec::new());
const AT_ONCE: usize = 8;

struct Turn(PersonId);

impl Turn {
    fn of(person: PersonId) -> Option<Turn> {
        let mut leaving = LEAVING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if leaving.contains(&person) || leaving.len() >= AT_ONCE {
            return None;
        }
        leaving.push(person);
        Some(Turn(person))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        LEAVING.lock().unwrap_or_else(std::sync::PoisonError::into_inner).retain(|person| *person != self.0);
    }
}
