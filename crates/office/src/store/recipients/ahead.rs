//! Telling everyone of a recipient that is announced, as of a change of the notice: on every page and by letter, and nothing
//! leaves before its day.

use ground::job::NewJob;
use ground::mail::{self, AWAITED};
use ground::recipient::{self, Announced, Entry};
use ground::web::Value;
use ground::{Event, MailId, Result, Tx, params};
use jiff::{SignedDuration, Timestamp};

use crate::model::change::RecipientLetterId;
use crate::rules::recipients::{differences, said};
use crate::store::ahead::{BATCH, Words, proclaim, unwritten, write_to};
use crate::store::change::{BEFORE, earliest, patience};

/// The job that writes to everyone who has an account.
pub const TELL: &str = "office.recipient.announce";

/// The kind of the letters about it.
pub const AHEAD: &str = "office.recipient.ahead";

/// Within which letters are to be written.
const WRITTEN_WITHIN: SignedDuration = SignedDuration::from_hours(1);

fn subject(one: &Announced) -> String {
    format!("{}:{}", one.recipient, one.version)
}

fn tell_later(tx: &mut Tx<'_>, one: &Announced) -> Result<()> {
    let run_at = tx.now();
    tx.enqueue_once(&NewJob { kind: TELL, subject: subject(one), run_at })
}

/// Announces what was written down and gives somebody more: it counts once its letters left the stated days before.
pub fn announce(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    let unannounced = recipient::unannounced(tx)?;
    if unannounced.is_empty() {
        return Ok(());
    }
    let day = earliest(tx, now)?;
    for entry in &unannounced {
        recipient::announce(tx, entry, entry.effective_at.max(day))?;
        tx.emit(Event::new("recipient.announced", entry.id, None))?;
    }
    for (one, _) in recipient::announced(tx)? {
        if one.told_at.is_none() {
            tell_later(tx, &one)?;
        }
    }
    proclaim(tx)
}

/// Writes the next letters about one; true while there are more to write. A batch is one transaction with the note of how far
/// it came, so that whoever was written to is not written to again, whatever ends the program.
pub fn tell(tx: &mut Tx<'_>, of: &str) -> Result<bool> {
    tx.take_turns("office.letters")?;
    let found = recipient::announced(tx)?.into_iter().find(|(one, _)| subject(one) == of && one.told_at.is_none());
    let Some((mut one, Some(entry))) = found else { return Ok(false) };
    // Whoever is told later has as many days.
    let now = tx.now();
    let day = earliest(tx, now)?;
    if !one.afterwards && recipient::postpone(tx, &mut one, day)? {
        proclaim(tx)?;
    }
    let holders = identity::holders(tx, one.told_to, one.published_at, BATCH)?;
    let before = before(tx, &entry)?;
    let about = (one.clone(), entry);
    let letters =
        write_to(tx, &holders, AHEAD, |tx, language| Ok(words(tx, (&about.0, &about.1, before.as_ref()), language)))?;
    for (holder, mail) in letters {
        letter(tx, &one, holder, mail)?;
    }
    let more = holders.len() == BATCH as usize;
    recipient::written(tx, &one, holders.last().filter(|_| more).map(|holder| holder.account))?;
    Ok(more)
}

/// Leaves the rest of the letters to another attempt.
pub fn go_on(tx: &mut Tx<'_>, of: &str) -> Result<()> {
    let run_at = tx.now();
    tx.enqueue(&NewJob { kind: TELL, subject: of.to_owned(), run_at })
}

/// The version that counts while a later one of the same entry is announced; of what counts already, the one before it.
pub fn before(tx: &mut Tx<'_>, entry: &Entry) -> Result<Option<Entry>> {
    if entry.afterwards {
        return Ok(recipient::history(tx, entry.id)?.into_iter().find(|one| Some(one.version) < entry.ahead));
    }
    Ok(recipient::visible(tx)?.into_iter().find(|one| one.id == entry.id))
}

/// A letter about one.
fn words(tx: &Tx<'_>, (one, entry, before): (&Announced, &Entry, Option<&Entry>), language: &str) -> Words {
    let (clinic, house) = (tx.settings(), tx.scope().house());
    let t = house.words.tongue(language).unwrap_or_else(|| house.words.english());
    let address = house.address_of(clinic);
    let changes = match before {
        None => said(&t, &entry.terms),
        Some(before) => differences(&t, &before.terms, &entry.terms).join("\n"),
    };
    let values: [(&str, Value<'_>); 7] = [
        ("clinic", clinic.name.clone().into()),
        ("name", entry.terms.name.clone().into()),
        ("day", t.date_plain(one.effective_at.to_zoned(clinic.zone.clone()).date()).into()),
        ("new", if before.is_none() { "yes" } else { "no" }.into()),
        ("changes", changes.into()),
        ("link", format!("{address}/notice/ahead?lang={}", t.lang()).into()),
        ("own", format!("{address}/me?lang={}", t.lang()).into()),
    ];
    let plain = |key: &str| -> String {
        t.with(key, &values).chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
    };
    let (subject, body) = match one.afterwards {
        true => ("recipients-mail-afterwards-subject", "recipients-mail-afterwards"),
        false => ("recipients-mail-ahead-subject", "recipients-mail-ahead"),
    };
    let body = format!("{}\n\n{}\n", plain(body), clinic.signature());
    (t.lang().to_owned(), plain(subject), body)
}

fn letter(tx: &mut Tx<'_>, one: &Announced, holder: &identity::Holder, mail: MailId) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO recipient_letter (clinic, id, recipient, version, account, person, mail, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            clinic,
            RecipientLetterId::new(now),
            one.recipient,
            one.version,
            holder.account,
            holder.person,
            mail,
            now
        ],
    )
    .map(drop)
}

/// How the letters about one stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Letters {
    pub written: i64,
    pub waiting: i64,
    /// Those of them that move the day: they can still be sent, and do not wait for longer than twice the days of the notice.
    pub moving: i64,
    /// Those that had not left when it began to count.
    pub given_up: i64,
    /// Those of them that left since, no longer ago than they should have been told ahead.
    pub late: i64,
    /// Not one of them left, and they are still waited for: it is the relay that takes none.
    pub nobody_yet: bool,
    /// Not one of them left at all.
    pub nobody: bool,
    /// When the last was written, or left, of those that were waited for.
    pub last: Option<Timestamp>,
}

/// Reads it of one.
pub fn letters(tx: &mut Tx<'_>, one: &Announced) -> Result<Letters> {
    let count = |which: &str| format!("CAST(COALESCE(SUM(CASE WHEN {which} THEN 1 ELSE 0 END), 0) AS BIGINT)");
    let sql = format!(
        "SELECT COUNT(*) AS written, MAX(l.written_at) AS noted,
             MAX(CASE WHEN l.given_up_at IS NULL THEN m.sent_at END) AS left_at,
             {} AS waiting, {} AS moving, {} AS given_up, {} AS patient, {} AS late, COUNT(m.id) AS there
         FROM recipient_letter l LEFT JOIN mail m ON m.clinic = l.clinic AND m.id = l.mail
         WHERE l.clinic = $1 AND l.recipient = $2 AND l.version = $3",
        count("m.state = 'waiting'"),
        count(&format!("l.given_up_at IS NULL AND l.written_at > $4 AND {AWAITED}")),
        count("l.given_up_at IS NOT NULL"),
        count("m.state = 'waiting' AND l.given_up_at IS NULL AND l.written_at > $4"),
        count("l.given_up_at IS NOT NULL AND m.state <> 'waiting' AND m.sent_at > $5"),
    );
    let days = SignedDuration::from_hours(24 * i64::from(tx.settings().parameters.notice_days));
    let row = tx.one(&sql, &params![tx.clinic(), one.recipient, one.version, patience(tx), tx.now() - days])?;
    let (there, waiting): (i64, i64) = (row.get("there")?, row.get("waiting")?);
    let nobody = there > 0 && waiting == there;
    let (noted, left): (Option<Timestamp>, Option<Timestamp>) = (row.get("noted")?, row.get("left_at")?);
    Ok(Letters {
        written: row.get("written")?,
        waiting,
        moving: row.get("moving")?,
        given_up: row.get("given_up")?,
        late: row.get("late")?,
        nobody_yet: nobody && row.get::<i64>("patient")? > 0,
        nobody,
        last: noted.max(left),
    })
}

/// Notes which letters about one are not waited for any longer.
fn give_up(tx: &mut Tx<'_>, one: &Announced) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "UPDATE recipient_letter SET given_up_at = $4 WHERE clinic = $1 AND recipient = $2 AND version = $3
         AND EXISTS (SELECT 1 FROM mail m WHERE m.clinic = $1 AND m.id = recipient_letter.mail AND m.state = 'waiting')",
        &params![clinic, one.recipient, one.version, now],
    )
    .map(drop)
}

/// Looks after what is announced, every minute: what was written down since, as by a command, is announced; what something was
/// written in place of is taken back; and what is told counts once its day has come and its letters left as long before as is
/// stated. Where they left later, or one waits on the day, the day moves; a letter that cannot be sent, or waits for twice as
/// long, moves it no more, as long as one left. A relay that counts already is only told of.
pub fn take_effect(tx: &mut Tx<'_>) -> Result<()> {
    tx.take_turns("recipients")?;
    announce(tx)?;
    let now = tx.now();
    for (mut one, entry) in recipient::announced(tx)? {
        if entry.is_none() {
            recipient::withdraw(tx, &one)?;
            take_back(tx, &one)?;
            continue;
        }
        let is_due = one.effective_at <= now;
        let Some(told_at) = one.told_at else {
            if is_due || one.published_at + WRITTEN_WITHIN <= now {
                tracing::warn!(recipient = %one.recipient, "not everyone was written to about a recipient; it waits for that");
                tell_later(tx, &one)?;
            }
            continue;
        };
        if !one.afterwards {
            if one.effective_at >= now + BEFORE {
                mail::try_again(tx, AHEAD, patience(tx))?;
            }
            let letters = letters(tx, &one)?;
            let left = letters.last.map_or(told_at, |last| last.max(told_at));
            let waits = is_due && (letters.moving > 0 || letters.nobody_yet);
            let day = earliest(tx, if waits { now } else { left })?;
            if recipient::postpone(tx, &mut one, day)? || !is_due {
                continue;
            }
            give_up(tx, &one)?;
        }
        recipient::takes_effect(tx, &one)?;
        tx.emit(Event::new("recipient.changed", one.recipient, None))?;
    }
    proclaim(tx)
}

/// The letters about one that still wait do not go.
fn take_back(tx: &mut Tx<'_>, one: &Announced) -> Result<()> {
    tx.execute(
        "DELETE FROM mail WHERE clinic = $1 AND kind = $4 AND state = 'waiting' AND id IN
         (SELECT l.mail FROM recipient_letter l WHERE l.clinic = $1 AND l.recipient = $2 AND l.version = $3)",
        &params![tx.clinic(), one.recipient, one.version, AHEAD],
    )
    .map(drop)
}

/// What can be shown of recipients for `notice.change_ahead`.
pub(crate) struct Shown {
    pub announced: i64,
    pub letters: i64,
    /// Letters that had not left when it began to count.
    pub given_up: i64,
    /// Relays that counted at once where none was open, and were announced afterwards.
    pub afterwards: i64,
    /// Letters that left only after it counted, no longer ago than they should have been told ahead.
    pub late: i64,
    /// Those about whom nobody could be written to.
    pub nobody: i64,
    /// Account holders who were passed over.
    pub missing: i64,
    /// Counted sooner than stated, or without an announcement.
    pub too_soon: i64,
    /// Questions and letters that left for whoever was announced, before that day.
    pub received: i64,
}

/// Reads it since `since`; whose letters must be there were announced before `due`, and since `kept`.
pub(crate) fn shown(tx: &mut Tx<'_>, since: Timestamp, kept: Timestamp, due: Timestamp) -> Result<Shown> {
    let (now, days) = (tx.now(), i64::from(tx.settings().parameters.notice_days));
    let mut shown = Shown {
        announced: 0,
        letters: 0,
        given_up: 0,
        afterwards: 0,
        late: 0,
        nobody: 0,
        missing: 0,
        too_soon: recipient::unjustified(tx, since)?,
        received: recipient::early(tx, since)?,
    };
    // What nobody announced is nobody's letter either.
    for entry in recipient::unannounced(tx)? {
        // Another paper meanwhile is no reason for it.
        let first = recipient::history(tx, entry.id)?.into_iter().find(|one| Some(one.version) == entry.ahead);
        shown.too_soon += i64::from(first.map_or(entry.written_at, |first| first.written_at) < due);
    }
    for one in recipient::announced_since(tx, since)? {
        shown.announced += 1;
        let letters = letters(tx, &one)?;
        shown.letters += letters.written;
        shown.given_up += letters.given_up;
        if one.published_at >= kept && (one.told_at.is_some() || one.published_at < due) {
            shown.missing += unwritten(tx, one.published_at, |tx, holders| written_to(tx, &one, holders))?;
        }
        // Whether one was needed is asked of the version itself.
        if one.afterwards {
            shown.afterwards += 1;
            continue;
        }
        shown.late += letters.late;
        shown.nobody += i64::from(one.is_effective && letters.nobody);
        let told = letters.last.map_or(one.published_at, |last| last.max(one.published_at));
        // The days that were stated then may have been others; fewer than now were only ever announced as a change themselves.
        let early = one.effective_at < told + SignedDuration::from_hours(24 * days.min(days_then(tx, told)?));
        // What waited then was waited for, or it is noted that it was not.
        let unwaited = letters.waiting > letters.given_up;
        shown.too_soon += i64::from(one.is_effective && (early || unwaited || one.effective_at > now));
    }
    Ok(shown)
}

/// How many days the notice stated at `at`.
fn days_then(tx: &mut Tx<'_>, at: Timestamp) -> Result<i64> {
    let sql =
        "SELECT parameters FROM notice_version WHERE clinic = $1 AND effective_at <= $2 ORDER BY number DESC LIMIT 1";
    let Some(row) = tx.optional(sql, &params![tx.clinic(), at])? else { return Ok(i64::MAX / 24) };
    let parameters: Option<promise::Parameters> = serde_json::from_str(&row.get::<String>("parameters")?).ok();
    Ok(parameters.map_or(i64::MAX / 24, |parameters| i64::from(parameters.notice_days)))
}

/// How many of these accounts were written to about one.
fn written_to(tx: &mut Tx<'_>, one: &Announced, holders: &[identity::Holder]) -> Result<usize> {
    let (Some(first), Some(last)) = (holders.first(), holders.last()) else { return Ok(0) };
    let rows = tx.query(
        "SELECT account FROM recipient_letter WHERE clinic = $1 AND recipient = $2 AND version = $3 AND account >= $4
         AND account <= $5",
        &params![tx.clinic(), one.recipient, one.version, first.account, last.account],
    )?;
    let there: std::collections::BTreeSet<ground::AccountId> =
        rows.iter().map(|row| row.get("account")).collect::<Result<_>>()?;
    Ok(holders.iter().filter(|holder| there.contains(&holder.account)).count())
}
