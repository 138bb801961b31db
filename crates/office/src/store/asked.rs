//! The letters that tell everyone who has an account of a use that the notice added, and where they answer.

use std::collections::HashSet;

use ground::job::NewJob;
use ground::mail::{Letter, Voice, post};
use ground::web::Value;
use ground::{AccountId, PersonId, Result, Tx, agreement, clinic, params};
use jiff::Timestamp;
use promise::Purpose;

use super::ahead;
use super::consent::shown_use;
use crate::model::change::LetterId;

/// The job that writes them; its subject is the version of the notice.
pub const ASK: &str = "office.uses";

/// Letters that are written in one transaction.
const BATCH: u32 = 50;

/// Leaves the letters about what the version `notice` added to be written.
pub fn leave(tx: &mut Tx<'_>, notice: i64) -> Result<()> {
    let run_at = tx.now();
    tx.enqueue(&NewJob { kind: ASK, subject: notice.to_string(), run_at })
}

/// Writes the next letters about what the version `notice` added, to the accounts after `after`; the last account while there may
/// be more. A batch is one transaction with the note of who was written to, so that nobody is written to twice, whatever ends the
/// program.
pub fn tell(tx: &mut Tx<'_>, notice: i64, after: Option<AccountId>) -> Result<Option<AccountId>> {
    tx.take_turns("office.uses")?;
    let added: Vec<_> = agreement::added(tx)?.into_iter().filter(|one| one.notice == notice).collect();
    let Some(first) = added.first() else { return Ok(None) };
    let sql = "SELECT MAX(account) AS last FROM use_letter WHERE clinic = $1 AND notice = $2";
    let last: Option<AccountId> = tx.one(sql, &params![tx.clinic(), notice])?.get("last")?;
    let holders = identity::holders(tx, after.max(last), first.since, BATCH)?;
    let accounts: Vec<_> = holders.iter().map(|holder| holder.account).collect();
    let emails = identity::open_emails(tx, &accounts).map_err(ground::Error::internal)?;
    let clinic = clinic::find(tx)?;
    let address = tx.scope().house().address_of(&clinic);
    for holder in &holders {
        let Some(email) = emails.get(&holder.account) else { continue };
        // Whoever answered meanwhile, or was never to be asked, is not.
        let asked = open_questions(tx, holder.person, notice)?;
        if asked.is_empty() {
            continue;
        }
        let house = tx.scope().house();
        let t = house.words.tongue(&holder.language).unwrap_or_else(|| house.words.english());
        let uses: Vec<String> = asked.iter().map(|one| shown_use(tx, &t, &one.added).0).collect();
        let values: [(&str, Value<'_>); 4] = [
            ("clinic", clinic.name.clone().into()),
            ("uses", uses.join("\n").into()),
            ("link", format!("{address}/me/consents?lang={}", t.lang()).into()),
            ("notice", format!("{address}/notice/versions/{notice}?lang={}", t.lang()).into()),
        ];
        let plain = |key: &str| t.with(key, &values).replace(['\u{2068}', '\u{2069}'], "");
        let letter = Letter {
            kind: ASK,
            purpose: Purpose::Operation,
            voice: Voice::Automatic,
            language: t.lang().to_owned(),
            to: email.clone(),
            subject: plain("agreement-mail-subject"),
            body: format!("{}\n\n{}\n", plain("agreement-mail"), clinic.signature()),
            calendar: None,
            until: None,
        };
        let key = tx.seal_for(holder.person)?;
        post(tx, &key, &letter)?;
        let (clinic, now) = (tx.clinic(), tx.now());
        tx.execute(
            "INSERT INTO use_letter (clinic, id, notice, account, person, written_at) VALUES ($1, $2, $3, $4, $5, $6)",
            &params![clinic, LetterId::new(now), notice, holder.account, holder.person, now],
        )?;
    }
    Ok(holders.last().filter(|_| holders.len() == BATCH as usize).map(|holder| holder.account))
}

/// What `person` has still to answer of what the version `notice` added.
fn open_questions(tx: &mut Tx<'_>, person: PersonId, notice: i64) -> Result<Vec<agreement::Question>> {
    let mut asked = agreement::questions(tx, person)?;
    asked.retain(|one| one.added.notice == notice && one.said == agreement::Said::Unasked);
    Ok(asked)
}

/// How many of those who had an account when a use was added, between `since` and `until`, wait to be asked and were not written to.
pub(super) fn unwritten(tx: &mut Tx<'_>, since: Timestamp, until: Timestamp) -> Result<i64> {
    let mut versions: Vec<(i64, Timestamp)> = agreement::added(tx)?.iter().map(|one| (one.notice, one.since)).collect();
    versions.dedup();
    let mut missing = 0;
    for (notice, at) in versions.into_iter().filter(|(_, at)| (since..until).contains(at)) {
        missing += ahead::unwritten(tx, at, |tx, holders| {
            let (Some(first), Some(last)) = (holders.first(), holders.last()) else { return Ok(0) };
            let rows = tx.query(
                "SELECT account FROM use_letter WHERE clinic = $1 AND notice = $2 AND account >= $3 AND account <= $4",
                &params![tx.clinic(), notice, first.account, last.account],
            )?;
            let written: HashSet<AccountId> = rows.iter().map(|row| row.get("account")).collect::<Result<_>>()?;
            let mut told = 0;
            for holder in holders {
                let there = written.contains(&holder.account) || open_questions(tx, holder.person, notice)?.is_empty();
                told += usize::from(there);
            }
            Ok(told)
        })?;
    }
    Ok(missing)
}
