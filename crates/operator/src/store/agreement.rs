//! The agreement's versions, and who accepted which for the clinic.

use std::collections::BTreeSet;

use ground::db::Row;
use ground::due::Due;
use ground::{Event, House, Scope, Tx, digest, params};

use crate::error::{Error, Result};
use crate::model::{Acceptance, AcceptanceId, Agreement, AgreementId};
use crate::rules::{self, Standing};

/// Versions that are listed.
const LISTED: u32 = 50;

fn read(row: &Row) -> ground::Result<Agreement> {
    Ok(Agreement {
        id: row.get("id")?,
        version: row.get("version")?,
        digest: row.get("digest")?,
        published_at: row.get("published_at")?,
    })
}

/// Publishes `body` as `version` to every clinic; the same text again is that version.
///
/// # Errors
/// [`Error::Published`] when the version has another text: what somebody accepted is never changed.
pub fn publish(tx: &mut Tx<'_>, version: &str, body: &str) -> Result<Agreement> {
    tx.take_turns("operator.agreement")?;
    let of = "SELECT id, version, digest, published_at FROM agreement WHERE version = $1";
    if let Some(row) = tx.optional(of, &params![version])? {
        let known = read(&row)?;
        return if known.digest == digest(body.as_bytes()) { Ok(known) } else { Err(Error::Published(known.version)) };
    }
    let now = tx.now();
    let new = Agreement {
        id: AgreementId::new(now),
        version: version.to_owned(),
        digest: digest(body.as_bytes()),
        published_at: now,
    };
    tx.execute(
        "INSERT INTO agreement (id, version, digest, body, published_at) VALUES ($1, $2, $3, $4, $5)",
        &params![new.id, version, &new.digest, body, now],
    )?;
    Ok(new)
}

/// The published versions, the newest first.
pub fn list(tx: &mut Tx<'_>) -> ground::Result<Vec<Agreement>> {
    let sql = "SELECT id, version, digest, published_at FROM agreement ORDER BY published_at DESC, id DESC LIMIT $1";
    tx.query(sql, &params![LISTED])?.iter().map(read).collect()
}

/// A version and its text.
pub fn find(tx: &mut Tx<'_>, id: AgreementId) -> ground::Result<(Agreement, String)> {
    let row = tx.one("SELECT id, version, digest, published_at, body FROM agreement WHERE id = $1", &params![id])?;
    Ok((read(&row)?, row.get("body")?))
}

/// What the clinic accepted, the newest first.
pub fn accepted(tx: &mut Tx<'_>) -> ground::Result<Vec<Acceptance>> {
    let rows = tx.query(
        "SELECT agreement, version, digest, operator, signed_as, accepted_at FROM agreement_acceptance WHERE clinic = $1
         ORDER BY accepted_at DESC, id DESC LIMIT $2",
        &params![tx.clinic(), LISTED],
    )?;
    let read = |row: &Row| {
        Ok(Acceptance {
            agreement: row.get("agreement")?,
            version: row.get("version")?,
            digest: row.get("digest")?,
            operator: row.get("operator")?,
            signed_as: row.get("signed_as")?,
            at: row.get("accepted_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Accepts the newest version for the clinic, as whoever acts. Twice is once.
///
/// # Errors
/// [`Error::Old`] when a newer one was published since the page was drawn.
pub fn accept(tx: &mut Tx<'_>, id: AgreementId) -> Result<()> {
    let (agreement, _) = find(tx, id)?;
    let host = tx.scope().house().installed.host.clone().ok_or(ground::Error::NotFound)?;
    if list(tx)?.first().is_none_or(|newest| newest.id != id) {
        return Err(Error::Old);
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let signed_as = tx.actor().shown_as.clone().unwrap_or_default();
    let acceptance = AcceptanceId::new(now);
    let added = tx.execute(
        "INSERT INTO agreement_acceptance (clinic, id, agreement, version, digest, operator, actor, signed_as, accepted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (clinic, agreement, operator) DO NOTHING",
        &params![clinic, acceptance, id, &agreement.version, &agreement.digest, &host.name, actor, signed_as, now],
    )?;
    if added > 0 {
        tx.emit(Event::new("agreement.accepted", acceptance, None))?;
    }
    Ok(())
}

/// The agreement that waits for somebody to accept it, and until when the one before stands.
pub fn due(tx: &mut Tx<'_>) -> ground::Result<Vec<Due>> {
    let by = match standing(tx)? {
        Standing::Open | Standing::Lapsed(_) => None,
        Standing::Outgrown(_, until) => Some(until),
        Standing::Own | Standing::Unpublished | Standing::Accepted(_) => return Ok(Vec::new()),
    };
    let newest = list(tx)?.into_iter().next();
    let one = |agreement: Agreement| Due {
        part: "operator",
        words: "operator-due-agreement".to_owned(),
        args: vec![("version", agreement.version.into())],
        href: format!("/operator/agreements/{}", agreement.id),
        action: Some("operator.agreement.read"),
        by,
    };
    Ok(newest.map(one).into_iter().collect())
}

/// How the clinic stands to the agreement of whoever runs the program for it.
pub fn standing(tx: &mut Tx<'_>) -> ground::Result<Standing> {
    let host = tx.scope().house().installed.host.clone();
    let Some(host) = host else { return Ok(Standing::Own) };
    let (published, accepted) = (list(tx)?, accepted(tx)?);
    Ok(rules::standing(&host.name, &published, &accepted, host.agreement_days, tx.now()))
}

/// How many acceptances are of another text than the one that is published under their version, and how many texts, of those
/// that the clinic accepted and the newest, are not what their fingerprint says. Neither can happen by the program.
pub fn differing(tx: &mut Tx<'_>) -> ground::Result<i64> {
    let row = tx.one(
        "SELECT COUNT(*) AS n FROM agreement_acceptance a JOIN agreement g ON g.id = a.agreement
         WHERE a.clinic = $1 AND a.digest <> g.digest",
        &params![tx.clinic()],
    )?;
    let mut differing: i64 = row.get("n")?;
    let mut texts: BTreeSet<AgreementId> = accepted(tx)?.into_iter().map(|one| one.agreement).collect();
    texts.extend(list(tx)?.first().map(|newest| newest.id));
    for id in texts {
        let (agreement, body) = find(tx, id)?;
        differing += i64::from(agreement.digest != digest(body.as_bytes()));
    }
    Ok(differing)
}

/// The same for whoever has a scope.
pub async fn standing_of(scope: &Scope) -> ground::Result<Standing> {
    scope.read(standing).await
}

/// Whether somebody runs `house` for clinics that are not theirs.
pub fn is_hosted(house: &House) -> bool {
    house.installed.host.is_some()
}
