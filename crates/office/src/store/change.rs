//! All SQL of changes: drafted, published, announced, in effect, withdrawn. The clinic's parameters are written here and
//! nowhere before a change takes effect, so that every control obeys the old value until then.

use ground::db::Row;
use ground::due::Due;
use ground::job::NewJob;
use ground::{Error, Event, Result, Tx, clinic, mail, params};
use jiff::{SignedDuration, Timestamp};
use promise::Parameters;

use crate::model::change::{Change, LetterId, State, Values};
use crate::rules::change::{difference, effective, over, split, waits};

const COLUMNS: &str = "number, state, wanted, revision, published_at, effective_at, told_to, told_at";

/// The job that writes to everyone who has an account.
pub const TELL: &str = "office.announce";

/// The kind of the letters about what is announced.
pub const AHEAD: &str = "office.ahead";

fn from_row(row: &Row) -> Result<Change> {
    let fault = |what: &str| Error::internal(format_args!("a change of the notice: its {what} cannot be read"));
    let told_to: Option<String> = row.get("told_to")?;
    Ok(Change {
        number: row.get("number")?,
        state: row.get::<String>("state")?.parse().map_err(|()| fault("state"))?,
        wanted: serde_json::from_str(&row.get::<String>("wanted")?).map_err(|_| fault("values"))?,
        revision: row.get("revision")?,
        published_at: row.get("published_at")?,
        effective_at: row.get("effective_at")?,
        told_to: told_to.map(|id| id.parse()).transpose().map_err(|_| fault("last letter"))?,
        told_at: row.get("told_at")?,
    })
}

/// The change in that state, of those of which there is one at a time.
fn only(tx: &mut Tx<'_>, state: State) -> Result<Option<Change>> {
    let sql = format!("SELECT {COLUMNS} FROM notice_change WHERE clinic = $1 AND state = $2");
    tx.optional(&sql, &params![tx.clinic(), state.as_str()])?.as_ref().map(from_row).transpose()
}

/// What whoever answers for the clinic has to look after: a draft that nobody published, and what was announced.
pub fn due(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    let due = |words: &str, by| Due {
        part: "notice",
        words: words.to_owned(),
        args: Vec::new(),
        href: "/notice/change".to_owned(),
        action: None,
        by,
    };
    let draft = drafted(tx)?.map(|_| due("office-change-due-draft", None));
    let mut all: Vec<Due> = draft.into_iter().collect();
    // Of what is announced: that letters about it could not be handed on. Of what holds: that some still wait, as long as they
    // would have been told ahead.
    let days = SignedDuration::from_hours(24 * i64::from(tx.settings().parameters.notice_days));
    let (now, announced) = (tx.now(), announced(tx)?);
    if let Some(change) = &announced {
        all.push(due("office-change-due-announced", change.effective_at));
        let stuck = mail::standing(tx, AHEAD, change.published_at.unwrap_or(now), now, now)?.stuck;
        if stuck > 0 {
            let args = vec![("n", stuck.into())];
            all.push(Due { args, ..due("office-change-due-stuck", change.effective_at) });
        }
    }
    for (published, at) in effective_since(tx, now - days)? {
        let waiting = mail::standing(tx, AHEAD, published, at, now)?.waiting;
        if waiting > 0 {
            all.push(Due { args: vec![("n", waiting.into())], ..due("office-change-due-untold", None) });
        }
    }
    Ok(all)
}

/// The changes that were announced and took effect since `since`: when they were published, and when they took effect.
pub fn effective_since(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<(Timestamp, Timestamp)>> {
    let rows = tx.query(
        "SELECT published_at, closed_at FROM notice_change WHERE clinic = $1 AND state = 'effective'
         AND effective_at > published_at AND closed_at >= $2 ORDER BY number",
        &params![tx.clinic(), since],
    )?;
    rows.iter().map(|row| Ok((row.get("published_at")?, row.get("closed_at")?))).collect()
}

/// How long before its day what could not be handed on is tried again: ten tries end within that.
pub const BEFORE: SignedDuration = SignedDuration::from_hours(24);

/// What is drafted.
pub fn drafted(tx: &mut Tx<'_>) -> Result<Option<Change>> {
    only(tx, State::Draft)
}

/// What is announced and does not hold yet.
pub fn announced(tx: &mut Tx<'_>) -> Result<Option<Change>> {
    only(tx, State::Announced)
}

/// The newest that was announced and then withdrawn or took effect, to be told to whoever follows a letter's link.
pub fn last(tx: &mut Tx<'_>) -> Result<Option<Change>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM notice_change WHERE clinic = $1 AND state IN ('withdrawn', 'effective')
         AND effective_at > published_at ORDER BY number DESC LIMIT 1"
    );
    tx.optional(&sql, &params![tx.clinic()])?.as_ref().map(from_row).transpose()
}

/// What became of something that was asked of a draft.
#[derive(Debug, PartialEq, Eq)]
pub enum Done {
    Done,
    /// Somebody else was quicker: there is another draft, or none any more.
    Stale,
    /// Something is announced already with which it does not go: one at a time.
    Waits,
    /// The values cannot stand.
    Unfit,
}

/// Keeps what is to be stated as the one draft, made from the draft of that `revision`; 0 where there was none. What does
/// not differ from what is stated now leaves no draft. A revision is the moment it was drafted: that of a draft which was
/// thrown away is never another's.
pub fn draft(tx: &mut Tx<'_>, wanted: &Parameters, revision: i64) -> Result<Done> {
    tx.take_turns("office.notice")?;
    let drafted = drafted(tx)?;
    if drafted.as_ref().map_or(0, |draft| draft.revision) != revision {
        return Ok(Done::Stale);
    }
    let now = clinic::find(tx)?.parameters;
    let values = difference(&now, wanted);
    if values.is_empty() {
        delete(tx)?;
        return Ok(Done::Done);
    }
    if split(&now, &values).is_none() {
        return Ok(Done::Unfit);
    }
    let text = serde_json::to_string(&values).map_err(Error::internal)?;
    let (clinic, at, by) = (tx.clinic(), tx.now(), tx.actor().to_string());
    match drafted {
        Some(_) => tx.execute(
            "UPDATE notice_change SET wanted = $2, revision = CASE WHEN revision < CAST($4 AS BIGINT) THEN CAST($4 AS BIGINT) ELSE revision + 1 END, drafted_by = $3, drafted_at = $4 WHERE clinic = $1 AND state = 'draft'",
            &params![clinic, text, by, at],
        )?,
        None => tx.execute(
            "INSERT INTO notice_change (clinic, number, state, wanted, revision, drafted_by, drafted_at)
             SELECT $1, COALESCE(MAX(number), 0) + 1, 'draft', $2, CAST($4 AS BIGINT), $3, CAST($4 AS BIGINT) FROM notice_change WHERE clinic = $1",
            &params![clinic, text, by, at],
        )?,
    };
    Ok(Done::Done)
}

fn delete(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute("DELETE FROM notice_change WHERE clinic = $1 AND state = 'draft'", &params![tx.clinic()]).map(drop)
}

/// Throws the draft of that revision away.
pub fn discard(tx: &mut Tx<'_>, revision: i64) -> Result<Done> {
    tx.take_turns("office.notice")?;
    if drafted(tx)?.is_none_or(|draft| draft.revision != revision) {
        return Ok(Done::Stale);
    }
    delete(tx)?;
    Ok(Done::Done)
}

/// Publishes the draft of that revision, which says what was `checked`: what strengthens holds from now on, what weakens is
/// announced, and everyone who has an account is written to.
pub fn publish(tx: &mut Tx<'_>, revision: i64, checked: &Values) -> Result<Done> {
    tx.take_turns("office.notice")?;
    let is_read = |draft: &Change| draft.revision == revision && draft.wanted == *checked;
    let Some(draft) = drafted(tx)?.filter(is_read) else { return Ok(Done::Stale) };
    let mut stored = clinic::find(tx)?;
    let Some(parts) = split(&stored.parameters, &draft.wanted) else { return Ok(Done::Unfit) };
    if announced(tx)?.is_some_and(|other| waits(&stored.parameters, &parts, &draft.wanted, &other.wanted)) {
        return Ok(Done::Waits);
    }
    let (clinic, now, by) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let zone = stored.zone.clone();
    if !parts.at_once.is_empty() {
        let Some(parameters) = over(&stored.parameters, &parts.at_once) else { return Ok(Done::Unfit) };
        stored.parameters = parameters;
        if !clinic::update(tx, &stored)? {
            return Ok(Done::Stale);
        }
    }
    // In force while the change is ahead: more of them hold at once, fewer only with it.
    let days = stored.parameters.notice_days;
    let later = !parts.later.is_empty();
    let (state, at, closed_at) = match later {
        true => (State::Announced, effective(now, days, &zone), None),
        false => (State::Effective, now, Some(now)),
    };
    let wanted = if later { &parts.later } else { &draft.wanted };
    let wanted = serde_json::to_string(wanted).map_err(Error::internal)?;
    tx.execute(
        "UPDATE notice_change SET state = $3, wanted = $4, published_by = $5, published_at = $6, effective_at = $7, closed_by = $8, closed_at = $9
         WHERE clinic = $1 AND number = $2",
        &params![clinic, draft.number, state.as_str(), wanted, &by, now, at, closed_at.map(|_| by.clone()), closed_at],
    )?;
    tx.emit(Event::new("notice.published", draft.number, None))?;
    if later {
        super::ahead::proclaim(tx)?;
        tx.enqueue(&NewJob { kind: TELL, subject: draft.number.to_string(), run_at: now })?;
    }
    Ok(Done::Done)
}

/// Takes back what is announced: it will not take effect, and the letters about it that still wait do not go.
pub fn withdraw(tx: &mut Tx<'_>, number: i64) -> Result<Done> {
    tx.take_turns("office.notice")?;
    if announced(tx)?.is_none_or(|change| change.number != number) {
        return Ok(Done::Stale);
    }
    close(tx, number, State::Withdrawn)?;
    mail::take_back(tx, AHEAD)?;
    tx.emit(Event::new("notice.withdrawn", number, None))?;
    Ok(Done::Done)
}

fn close(tx: &mut Tx<'_>, number: i64, state: State) -> Result<()> {
    let (clinic, now, by) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "UPDATE notice_change SET state = $3, closed_by = $4, closed_at = $5 WHERE clinic = $1 AND number = $2",
        &params![clinic, number, state.as_str(), by, now],
    )?;
    super::ahead::proclaim(tx)
}

/// Moves the day of what is announced to `at`, and with it what every page says; no day is moved nearer.
pub fn postpone(tx: &mut Tx<'_>, change: &mut Change, at: Timestamp) -> Result<bool> {
    if change.effective_at.is_some_and(|stated| stated >= at) {
        return Ok(false);
    }
    let sql = "UPDATE notice_change SET effective_at = $3 WHERE clinic = $1 AND number = $2";
    tx.execute(sql, &params![tx.clinic(), change.number, at])?;
    super::ahead::proclaim(tx)?;
    change.effective_at = Some(at);
    Ok(true)
}

/// The earliest day for what is told to somebody at `at`.
pub fn earliest(tx: &mut Tx<'_>, at: Timestamp) -> Result<Timestamp> {
    let stored = clinic::find(tx)?;
    Ok(effective(at, stored.parameters.notice_days, &stored.zone))
}

/// Since when a letter is to be written that is still waited for: one that has not left within twice the days of the notice leaves
/// no more, and would keep everybody from what was announced.
pub fn patience(tx: &Tx<'_>) -> Timestamp {
    tx.now() - SignedDuration::from_hours(48 * i64::from(tx.settings().parameters.notice_days))
}

/// Lets what was announced take effect once its day has come and the letters about it left as long before as is stated; true if
/// it did. Where they left later, the day moves; a letter that waits on the day moves it too, as long as it is waited for, and so does
/// every letter where not one left: then it is the relay, and no mailbox, that takes none. A version of the notice is written down in
/// the same transaction, as with every change of settings.
pub fn take_effect(tx: &mut Tx<'_>) -> Result<bool> {
    tx.take_turns("office.notice")?;
    let now = tx.now();
    let Some(mut change) = announced(tx)? else { return Ok(false) };
    let is_due = change.effective_at.is_some_and(|at| at <= now);
    // The letters take minutes; what ended them, even again and again, is not the end of them.
    let is_late = change.published_at.is_some_and(|at| at + SignedDuration::from_hours(1) <= now);
    if change.told_at.is_none() && (is_due || is_late) {
        tracing::warn!(
            change = change.number,
            "not everyone was written to about a change of the notice; it waits for that"
        );
        tx.enqueue(&NewJob { kind: TELL, subject: change.number.to_string(), run_at: now })?;
        return Ok(false);
    }
    let Some(told_at) = change.told_at else { return Ok(false) };
    let written = change.published_at.unwrap_or(told_at);
    let left = mail::last_of_kind(tx, AHEAD, written, now)?.map_or(told_at, |left| left.max(told_at));
    let patience = patience(tx);
    if change.effective_at.is_some_and(|at| at >= now + BEFORE) {
        mail::try_again(tx, AHEAD, patience)?;
    }
    let nobody = written > patience && mail::standing(tx, AHEAD, written, now, now)?.reached_nobody();
    let waits = is_due && (nobody || mail::awaited(tx, AHEAD, patience)? > 0);
    let day = earliest(tx, if waits { now } else { left })?;
    if postpone(tx, &mut change, day)? {
        tracing::warn!(change = change.number, %day, "letters about a change of the notice left late, or wait: its day is moved");
        return Ok(false);
    }
    if !is_due {
        return Ok(false);
    }
    let mut stored = clinic::find(tx)?;
    let whole = over(&stored.parameters, &change.wanted).filter(|whole| whole.validate().is_empty());
    let Some(parameters) = whole else {
        tracing::error!(change = change.number, "an announced change of the notice cannot stand any more: withdraw it");
        return Ok(false);
    };
    stored.parameters = parameters;
    if !clinic::update(tx, &stored)? {
        return Err(Error::internal("the clinic was changed in the midst of a transaction"));
    }
    close(tx, change.number, State::Effective)?;
    tx.emit(Event::new("notice.changed", change.number, None))?;
    Ok(true)
}

/// Notes how far the letters of a change came: to `last`, or to everyone.
pub fn told(tx: &mut Tx<'_>, number: i64, last: Option<ground::AccountId>) -> Result<()> {
    let (clinic, at) = (tx.clinic(), last.is_none().then(|| tx.now()));
    tx.execute(
        "UPDATE notice_change SET told_to = COALESCE($3, told_to), told_at = $4 WHERE clinic = $1 AND number = $2",
        &params![clinic, number, last, at],
    )?;
    Ok(())
}

/// Notes that a letter about a change was written to whoever has `account`.
pub fn letter(tx: &mut Tx<'_>, number: i64, holder: &identity::Holder) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO notice_letter (clinic, id, change, account, person, written_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &params![clinic, LetterId::new(now), number, holder.account, holder.person, now],
    )?;
    Ok(())
}

/// How many letters were written about a change.
pub fn letters(tx: &mut Tx<'_>, number: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS many FROM notice_letter WHERE clinic = $1 AND change = $2";
    tx.one(sql, &params![tx.clinic(), number])?.get("many")
}

/// When the last letter was written or left about the change whose taking effect at `at` made a version, or else when it was
/// announced; and what it was about.
pub fn behind(tx: &mut Tx<'_>, at: Timestamp) -> Result<Option<(Timestamp, Values)>> {
    let sql = "SELECT number, published_at, wanted FROM notice_change WHERE clinic = $1 AND state = 'effective' AND closed_at = $2";
    let Some(row) = tx.optional(sql, &params![tx.clinic(), at])? else { return Ok(None) };
    let wanted = serde_json::from_str(&row.get::<String>("wanted")?).unwrap_or_default();
    let Some(published) = row.get::<Option<Timestamp>>("published_at")? else { return Ok(None) };
    let written = "SELECT MAX(written_at) AS last FROM notice_letter WHERE clinic = $1 AND change = $2";
    let written: Option<Timestamp> = tx.one(written, &params![tx.clinic(), row.get::<i64>("number")?])?.get("last")?;
    let left = mail::last_of_kind(tx, AHEAD, published, at)?;
    let last = [written, left].into_iter().flatten().fold(published, Timestamp::max);
    Ok(Some((last, wanted)))
}

/// The changes that were announced since `since` and not withdrawn, each with when, and whether all of its letters must be
/// there.
pub fn announced_since(tx: &mut Tx<'_>, since: Timestamp, due: Timestamp) -> Result<Vec<(i64, Timestamp, bool)>> {
    let rows = tx.query(
        "SELECT number, published_at, told_at FROM notice_change WHERE clinic = $1 AND state IN ('announced', 'effective')
         AND effective_at > published_at AND published_at >= $2 ORDER BY number",
        &params![tx.clinic(), since],
    )?;
    rows.iter()
        .map(|row| {
            let at: Timestamp = row.get("published_at")?;
            Ok((row.get("number")?, at, row.get::<Option<Timestamp>>("told_at")?.is_some() || at < due))
        })
        .collect()
}

/// Which of these accounts were written to about a change.
pub fn written_to(tx: &mut Tx<'_>, number: i64, holders: &[identity::Holder]) -> Result<usize> {
    let (Some(first), Some(last)) = (holders.first(), holders.last()) else { return Ok(0) };
    let rows = tx.query(
        "SELECT account FROM notice_letter WHERE clinic = $1 AND change = $2 AND account >= $3 AND account <= $4",
        &params![tx.clinic(), number, first.account, last.account],
    )?;
    let there: std::collections::BTreeSet<ground::AccountId> =
        rows.iter().map(|row| row.get("account")).collect::<Result<_>>()?;
    Ok(holders.iter().filter(|holder| there.contains(&holder.account)).count())
}

/// Another edition, as whoever runs the program sets it: at once where it makes more promises, announced where it makes
/// fewer. Nothing is done over what the clinic itself drafts.
pub fn restate(tx: &mut Tx<'_>, edition: promise::catalogue::Edition) -> Result<Done> {
    if drafted(tx)?.is_some() {
        return Ok(Done::Waits);
    }
    let wanted = Parameters { edition, ..clinic::find(tx)?.parameters };
    let kept = draft(tx, &wanted, 0)?;
    if kept != Done::Done {
        return Ok(kept);
    }
    let Some(made) = drafted(tx)? else { return Ok(kept) };
    let done = publish(tx, made.revision, &made.wanted)?;
    if done != Done::Done {
        delete(tx)?;
    }
    Ok(done)
}
