//! Controls tried on the spot. Evidence that a door is locked is having pressed its handle.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use jiff::Timestamp;
use promise::Purpose;
use tower::ServiceExt;

use crate::actor::{Actor, Relations, Role, RoleSet, Who};
use crate::app::{Reach, app};
use crate::clinic::Clinic;
use crate::error::{Error, Refusal, Result};
use crate::house::House;
use crate::scope::Scope;
use crate::seal::{Key, Sealed, aead, cell, random};
use crate::tx::{OPEN, Tx};
use crate::{AccountId, PersonId, access, agreement, consent, leave, params, restrict};

/// Marks a request that the program makes of itself: it is no visit, so no line and no count of one.
#[derive(Clone, Copy)]
pub(crate) struct Own;

/// What came of trying.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tried {
    pub times: i64,
    /// Let in where it should have been turned away, or the other way round.
    pub wrong: i64,
    /// Turned away without a note of it.
    pub unrecorded: i64,
}

/// Asks for somebody's record as those whom no clinic lets in: a visitor, another client, an operator. Nobody's
/// record shows it, because nobody tried.
pub(crate) fn strangers(tx: &mut Tx<'_>) -> Result<Tried> {
    // Some of the first, because those who came first may be erased by now.
    let rows =
        tx.query("SELECT id, erased_at FROM person WHERE clinic = $1 ORDER BY id LIMIT 64", &params![tx.clinic()])?;
    let mut living = None;
    for row in &rows {
        if living.is_none() && row.get::<Option<Timestamp>>("erased_at")?.is_none() {
            living = Some(row.get::<PersonId>("id")?);
        }
    }
    let Some(person) = living else { return Ok(Tried::default()) };
    let other = |role: Role| Actor {
        who: Who::Account { account: AccountId::new(tx.now()), person: PersonId::new(tx.now()) },
        roles: RoleSet::from(role),
        shown_as: None,
    };
    let mut tried = Tried::default();
    for actor in [Actor::nobody(), other(Role::Client), other(Role::Operator)] {
        for purpose in [Purpose::Scheduling, Purpose::Care, Purpose::Account, Purpose::Rights] {
            let scope = tx.scope().as_actor(actor.clone()).for_purpose(purpose);
            let mut stranger = tx.as_if(&scope);
            tried.times += 1;
            match stranger.open(person) {
                Err(Error::Refused(Refusal::Policy)) => tried.unrecorded += i64::from(!stranger.noted(person)),
                Ok(_) => tried.wrong += 1,
                Err(error) => return Err(error),
            }
        }
    }
    Ok(tried)
}

/// Asks, as the program's own jobs do, for the records of some of those who had everything restricted.
pub(crate) fn restricted(tx: &mut Tx<'_>) -> Result<Tried> {
    let rows = tx.query(
        "SELECT p.id FROM restriction r JOIN person p ON p.clinic = r.clinic AND p.id = r.person
         WHERE r.clinic = $1 AND r.kind = 'restricted' AND r.lifted_at IS NULL AND p.erased_at IS NULL AND p.locked_until IS NULL ORDER BY r.since DESC LIMIT 16",
        &params![tx.clinic()],
    )?;
    let mut tried = Tried::default();
    for row in &rows {
        let person: PersonId = row.get("id")?;
        for purpose in [Purpose::Scheduling, Purpose::Care, Purpose::Administration, Purpose::Import] {
            // Of who works here it is left, as is what was agreed to.
            let left = purpose == Purpose::Administration && restrict::works(tx, person)?;
            if left || consent::lets(tx, person, purpose)? {
                continue;
            }
            let scope = tx.scope().as_actor(Actor::automatic()).for_purpose(purpose);
            let mut job = tx.as_if(&scope);
            tried.times += 1;
            match job.open(person) {
                Err(Error::Refused(_)) => tried.unrecorded += i64::from(!job.noted(person)),
                Ok(_) => tried.wrong += 1,
                Err(error) => return Err(error),
            }
        }
    }
    Ok(tried)
}

/// Whether the program's own jobs open `person` for what a clinic does with people who come.
pub(crate) fn opens(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    for purpose in [Purpose::Scheduling, Purpose::Care] {
        let scope = tx.scope().as_actor(Actor::automatic()).for_purpose(purpose);
        match tx.as_if(&scope).open(person) {
            Err(Error::Refused(_)) => {}
            Ok(_) => return Ok(true),
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

/// Asks, as somebody whom policy lets in for it, for the records of some of those who have not agreed to a use that the notice
/// added, and tries to read with each key that is handed out what is withheld. Whom something else keeps out tried nothing.
pub(crate) fn unagreed(tx: &mut Tx<'_>) -> Result<Tried> {
    let map = tx.house().data_map.clone();
    let mut tried = Tried::default();
    for (person, purpose, withheld) in agreement::some(tx)? {
        if purpose == Purpose::Administration && restrict::works(tx, person)? {
            continue;
        }
        let Some((actor, relations)) = let_in(tx, purpose) else { continue };
        let scope = tx.scope().as_actor(actor).for_purpose(purpose);
        let mut whoever = tx.as_if(&scope).bound_to(person, relations);
        let key = match whoever.open(person) {
            Err(Error::Refused(Refusal::Unagreed)) => {
                tried.times += 1;
                continue;
            }
            Err(Error::Refused(_)) => continue,
            other => other?,
        };
        tried.times += 1;
        let waits = map.person_tables().flat_map(|(table, _, declared)| {
            let columns = declared.columns.iter().filter(|(_, column)| {
                column.sealed && column.purposes.contains(purpose) && withheld.contains(column.category)
            });
            columns.map(move |(name, _)| (table, name.as_str()))
        });
        let mut opens = waits.map(|(table, column)| key.disclose::<String>((table, column, "trial"), &[]));
        tried.wrong += i64::from(opens.any(|read| !matches!(read, Err(Error::Refused(Refusal::Unagreed)))));
    }
    Ok(tried)
}

/// Somebody whom policy lets open a record for `purpose`: a job, or of those who work here somebody who is bound to nobody, or who
/// treats them, or whom the clinic let in. None where it lets in only those who wait for nobody's yes, or nobody.
fn let_in(tx: &Tx<'_>, purpose: Purpose) -> Option<(Actor, Relations)> {
    let bonds = [
        Relations::NONE,
        Relations { in_care: true, ..Relations::NONE },
        Relations { granted: true, ..Relations::NONE },
        Relations { from_directory: true, ..Relations::NONE },
    ];
    let roles = |relations: &Relations| tx.house().policy.who_related(OPEN, purpose.as_str(), *relations);
    let first = |bond: &Relations| roles(bond).into_iter().find(|role| !RoleSet::MARKS.contains(*role));
    let (role, relations) = bonds.iter().find_map(|bond| Some((first(bond)?, *bond)))?;
    let who = Who::Account { account: AccountId::new(tx.now()), person: PersonId::new(tx.now()) };
    Some((Actor { who, roles: RoleSet::from(role), shown_as: None }, relations))
}

/// Seals a word under a key that belongs to nobody and opens it for every purpose there is: each must be let in or
/// turned away as the data map says.
pub(crate) fn keys(house: &House) -> Result<Tried> {
    const SEALED: [&str; 4] = ["recipient", "subject", "body", "calendar"];
    let mut bytes = [0; 32];
    random(&mut bytes);
    let aead = Arc::new(aead(&bytes)?);
    let person = PersonId::new(house.clock.now());
    let mut tried = Tried::default();
    for column in SEALED {
        for purpose in Purpose::ALL {
            let key = Key::new(person, Some(*purpose), aead.clone(), house.permits.clone());
            let sealed: Sealed<String> = key.seal(cell("mail", column, "trial"), &"a word".to_owned())?;
            let listed = house.data_map.column("mail", column).is_some_and(|column| column.purposes.contains(*purpose));
            tried.times += 1;
            tried.wrong += i64::from(key.open(&sealed).is_ok() != listed);
        }
    }
    Ok(tried)
}

/// Purposes for which policy lets somebody open a record, and which no sealed column lists.
pub(crate) fn unlisted(house: &House) -> Vec<Purpose> {
    let listed = |purpose: Purpose| {
        let mut columns = house.data_map.tables.values().flat_map(|table| table.columns.values());
        columns.any(|column| column.sealed && column.purposes.contains(purpose))
    };
    let all = Relations::ALL;
    let permitted = |purpose: Purpose| !house.policy.who_related(OPEN, purpose.as_str(), all).is_empty();
    Purpose::ALL.iter().copied().filter(|purpose| permitted(*purpose) && !listed(*purpose)).collect()
}

/// Asks the program for pages of its own as a visitor would, so that there are answers to look at whether or not
/// anybody came yet; and goes on with the watch over the clinic's access log by as much as one turn does.
pub async fn look_around(house: &House, clinic: &Arc<Clinic>) -> Result<()> {
    let routes: Router = app(house, &Reach::default())?;
    let host = url::Url::parse(&house.address).ok().and_then(|url| url.host_str().map(str::to_owned));
    let host = host.unwrap_or_else(|| "localhost".to_owned());
    let (front, enter) = (format!("/c/{}", clinic.slug), format!("/c/{}/sign-in?lang=en", clinic.slug));
    for (path, is_there) in [("/", true), (&front, true), (&enter, true), ("/nothing-here", false)] {
        // As a browser that says no to being followed: what comes of that is looked at too.
        let request = Request::builder().uri(path).header("host", &host).header("accept", "text/html");
        let request = request.header("sec-gpc", "1").extension(Own);
        let request = request.body(Body::empty()).map_err(Error::internal)?;
        // What is seen is counted where every answer leaves. One that is no page would look as well as one that is.
        let answer = routes.clone().oneshot(request).await.map_err(Error::internal)?;
        let drawn = answer.status().is_success() || answer.status().is_redirection();
        if drawn != is_there {
            return Err(Error::internal(format_args!("its own page {path} is answered {}", answer.status())));
        }
    }
    leave::look(house, true).await?;
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "access.watch");
    access::watch(&scope, access::TURN).await.map(drop)
}
