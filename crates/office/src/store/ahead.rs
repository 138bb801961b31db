//! Telling everyone of a change ahead, and the evidence that nobody was passed over and nothing came too soon.

use std::collections::BTreeMap;

use ground::job::NewJob;
use ground::mail::{self, Letter, Voice, post};
use ground::web::{Tongue, Value};
use ground::{MailId, Result, Tx, agreement, clinic, params, recipient};
use jiff::{SignedDuration, Timestamp};
use promise::{Edition, Evidence, Parameters, Purpose};

use super::change;
use super::notice::said;
use crate::model::change::Change;
use crate::model::notice::Sentences;
use crate::rules::change::{over, weaker};
use crate::rules::notice::{Difference, Piece, compare};

/// Letters that are written in one transaction.
pub const BATCH: u32 = 50;
/// Transactions of one attempt of the job, which must end well within its lease.
pub const BATCHES: u32 = 20;

/// For how long what came too soon counts against the promise.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 365);
/// Within which everyone is to be written to.
const WRITTEN_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// Writes the next letters about what is announced; true while there are more to write. A batch is one transaction with the
/// note of how far it came, so that whoever was written to is not written to again, whatever ends the program.
pub fn tell(tx: &mut Tx<'_>) -> Result<bool> {
    tx.take_turns("office.letters")?;
    let Some(mut change) = change::announced(tx)?.filter(|change| change.told_at.is_none()) else { return Ok(false) };
    let Some(published_at) = change.published_at else { return Ok(false) };
    // Whoever is told later has as many days: a letter never names a day that is nearer.
    let now = tx.now();
    let day = change::earliest(tx, now)?;
    change::postpone(tx, &mut change, day)?;
    let holders = identity::holders(tx, change.told_to, published_at, BATCH)?;
    let about = change.clone();
    for (holder, _) in write_to(tx, &holders, change::AHEAD, |tx, language| words(tx, &about, language))? {
        change::letter(tx, change.number, holder)?;
    }
    let more = holders.len() == BATCH as usize;
    change::told(tx, change.number, holders.last().filter(|_| more).map(|holder| holder.account))?;
    Ok(more)
}

/// A letter: its language, subject and text.
pub(super) type Words = (String, String, String);

/// Writes one letter of a kind to each of these, in their languages; says to whom. Whoever was erased meanwhile is nobody to
/// write to.
pub(super) fn write_to<'h>(
    tx: &mut Tx<'_>,
    holders: &'h [identity::Holder],
    kind: &'static str,
    words: impl Fn(&mut Tx<'_>, &str) -> Result<Words>,
) -> Result<Vec<(&'h identity::Holder, MailId)>> {
    let accounts: Vec<_> = holders.iter().map(|holder| holder.account).collect();
    let emails = identity::open_emails(tx, &accounts).map_err(ground::Error::internal)?;
    let mut letters: BTreeMap<String, Words> = BTreeMap::new();
    let mut written = Vec::with_capacity(holders.len());
    for holder in holders {
        let Some(email) = emails.get(&holder.account) else { continue };
        let (language, subject, body) = match letters.get(&holder.language) {
            Some(letter) => letter.clone(),
            None => {
                let letter = words(tx, &holder.language)?;
                letters.insert(holder.language.clone(), letter.clone());
                letter
            }
        };
        let key = tx.seal_for(holder.person)?;
        let letter = Letter {
            kind,
            purpose: Purpose::Operation,
            voice: Voice::Automatic,
            language,
            to: email.clone(),
            subject,
            body,
            calendar: None,
            // However long it is kept from going out, it goes.
            until: None,
        };
        written.push((holder, post(tx, &key, &letter)?));
    }
    Ok(written)
}

/// Every page says from now on when the notice changes, and when the first of those counts who are announced to handle
/// something about people.
pub(crate) fn proclaim(tx: &mut Tx<'_>) -> Result<()> {
    let of_notice = change::announced(tx)?.and_then(|change| change.effective_at);
    let of_recipients = recipient::announced(tx)?.into_iter().filter(|(one, entry)| entry.is_some() && !one.afterwards);
    let of_recipients = of_recipients.map(|(one, _)| one.effective_at).min();
    let said = clinic::find(tx)?;
    if (said.changes_at, said.recipients_at) == (of_notice, of_recipients) {
        return Ok(());
    }
    clinic::announce(tx, of_notice, of_recipients)
}

/// Leaves the rest of the letters to another attempt.
pub fn go_on(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    let run_at = tx.now();
    tx.enqueue(&NewJob { kind: change::TELL, subject: subject.to_owned(), run_at })
}

/// A letter about a change.
fn words(tx: &mut Tx<'_>, change: &Change, language: &str) -> Result<Words> {
    let clinic = clinic::find(tx)?;
    let house = tx.scope().house();
    let t = house.words.tongue(language).unwrap_or_else(|| house.words.english());
    let day = change.effective_at.map(|at| t.date_plain(at.to_zoned(clinic.zone.clone()).date())).unwrap_or_default();
    let address = house.address_of(&clinic);
    let mut now = clinic.parameters.clone();
    house.installed.apply(&mut now);
    let then = over(&now, &change.wanted).unwrap_or_else(|| now.clone());
    let differences = compare(&said(house, &t, &now), &said(house, &t, &then));
    let changes: Vec<String> = differences.iter().map(|one| in_words(&t, one)).collect();
    let values: [(&str, Value<'_>); 5] = [
        ("clinic", clinic.name.clone().into()),
        ("day", day.into()),
        ("changes", changes.join("\n\n").into()),
        ("link", format!("{address}/notice/ahead?lang={}", t.lang()).into()),
        ("own", format!("{address}/me?lang={}", t.lang()).into()),
    ];
    let plain = |key: &str| t.with(key, &values).replace(['\u{2068}', '\u{2069}'], "");
    let body = format!("{}\n\n{}\n", plain("office-mail-ahead"), clinic.signature());
    Ok((t.lang().to_owned(), plain("office-mail-ahead-subject"), body))
}

/// One change as lines of a letter.
fn in_words(t: &Tongue, difference: &Difference) -> String {
    let side = |pieces: &[Piece], new: bool| -> String {
        pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Same(text) => Some(text.as_str()),
                Piece::Gone(text) => (!new).then_some(text.as_str()),
                Piece::New(text) => new.then_some(text.as_str()),
            })
            .collect()
    };
    let line = |key: &str, text: String| format!("{} {text}", t.get(key));
    match difference {
        Difference::Added(said) => line("office-mail-then", said.text.clone()),
        Difference::Removed(said) => line("office-mail-no-more", said.text.clone()),
        Difference::Changed { pieces, .. } => {
            format!(
                "{}\n{}",
                line("office-mail-now", side(pieces, false)),
                line("office-mail-then", side(pieces, true))
            )
        }
    }
}

/// One version, as far as this must know it.
struct Seen {
    parameters: Option<Parameters>,
    ids: Vec<String>,
}

/// What promised less took effect no sooner than was stated, everyone who had an account was written to, and nothing is used for
/// what the notice added without a yes.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let now = tx.now();
    let since = now - REMEMBERED;
    let Looked { many: looked, too_soon, edition_since } = versions(tx, since)?;
    let (mut announced, mut written, mut missing) = (0, 0, 0);
    let kept = kept(tx, since)?;
    for (number, at, all) in change::announced_since(tx, since, now - WRITTEN_WITHIN)? {
        announced += 1;
        written += change::letters(tx, number)?;
        if all && at >= kept {
            missing += passed_over(tx, number, at)?;
        }
    }
    // Who was told late is told so until as many days are over as they should have had.
    let days = SignedDuration::from_hours(24 * i64::from(tx.settings().parameters.notice_days));
    let (mut given_up, mut late, mut nobody) = (0, 0, 0);
    for (published, at) in change::effective_since(tx, since)? {
        if published >= kept {
            let stands = mail::standing(tx, change::AHEAD, published, at, now - days)?;
            given_up += stands.waiting;
            late += stands.late;
            nobody += i64::from(stands.reached_nobody());
        }
    }
    let told = super::recipients::ahead::shown(tx, since, kept, now - WRITTEN_WITHIN)?;
    let unasked = super::uses::unasked(tx)?;
    let uses = agreement::figures(tx, edition_since)?;
    let unwritten = super::asked::unwritten(tx, kept, now - WRITTEN_WITHIN)?;
    Ok(Evidence::new(
        &[
            ("versions", looked),
            ("too soon", too_soon),
            ("announced", announced),
            ("letters", written),
            ("not written to", missing + told.missing + unwritten),
            ("letters that wait still", given_up),
            ("told late", late + told.late),
            ("reached nobody", nobody + told.nobody),
            ("recipients announced", told.announced),
            ("letters about them", told.letters),
            ("letters given up", told.given_up),
            ("told afterwards", told.afterwards),
            ("recipients too soon", told.too_soon),
            ("received too soon", told.received),
            ("uses added", uses.added),
            ("agreed", uses.agreed),
            ("refused", uses.refused),
            ("not answered", uses.waiting),
            ("asked nobody", unasked),
            ("tried", uses.tried),
            ("read all the same", uses.read),
            ("sent all the same", uses.sent),
            ("without a receipt", uses.unproven),
        ],
        too_soon == 0
            && missing + told.missing + unwritten == 0
            && late + told.late == 0
            && nobody + told.nobody == 0
            && told.too_soon == 0
            && told.received == 0
            && unasked == 0
            && uses.holds(),
    ))
}

/// Since when every note of who was written to is there still: letters, and the notes of them, are kept for as long as the
/// notice states, the shortest that it stated since `since`.
fn kept(tx: &mut Tx<'_>, since: Timestamp) -> Result<Timestamp> {
    let now = tx.now();
    let days = |parameters: &Parameters| i64::from(parameters.letter_days);
    let mut fewest = days(&clinic::find(tx)?.parameters);
    let sql = "SELECT parameters FROM notice_version WHERE clinic = $1 AND effective_at >= $2 ORDER BY number";
    for row in tx.query(sql, &params![tx.clinic(), since])? {
        let stated: Option<Parameters> = serde_json::from_str(&row.get::<String>("parameters")?).ok();
        fewest = fewest.min(stated.as_ref().map_or(fewest, days));
    }
    Ok(since.max(now - SignedDuration::from_hours(24 * fewest)))
}

/// What came of looking at the versions.
struct Looked {
    many: i64,
    /// Those that promised less sooner than the one before allowed.
    too_soon: i64,
    /// From when the clinic is of the edition that the newest one states.
    edition_since: Timestamp,
}

/// Looks at the versions since `since`.
fn versions(tx: &mut Tx<'_>, since: Timestamp) -> Result<Looked> {
    const AT_ONCE: u32 = 100;
    let sql = "SELECT number, parameters, sentences, effective_at FROM notice_version
               WHERE clinic = $1 AND number > $2 ORDER BY number LIMIT $3";
    let (mut last, mut before) = (0_i64, None::<Seen>);
    let mut found = Looked { many: 0, too_soon: 0, edition_since: Timestamp::MIN };
    loop {
        let rows = tx.query(sql, &params![tx.clinic(), last, AT_ONCE])?;
        for row in &rows {
            last = row.get("number")?;
            let at: Timestamp = row.get("effective_at")?;
            let seen = seen(&row.get::<String>("parameters")?, &row.get::<String>("sentences")?);
            if before.as_ref().is_some_and(|before| before.edition() != seen.edition()) {
                found.edition_since = at;
            }
            if let Some(before) = before.filter(|_| at >= since) {
                found.many += 1;
                found.too_soon += i64::from(is_too_soon(tx, &before, &seen, at)?);
            }
            before = Some(seen);
        }
        if rows.len() < AT_ONCE as usize {
            return Ok(found);
        }
    }
}

impl Seen {
    fn edition(&self) -> Option<Edition> {
        self.parameters.as_ref().map(|parameters| parameters.edition)
    }
}

fn seen(parameters: &str, sentences: &str) -> Seen {
    let sentences: Sentences = serde_json::from_str(sentences).unwrap_or_default();
    let said = sentences.get("en").or_else(|| sentences.values().next());
    Seen {
        parameters: serde_json::from_str(parameters).ok(),
        ids: said.map(|said| said.iter().map(|one| one.id.clone()).collect()).unwrap_or_default(),
    }
}

fn is_too_soon(tx: &mut Tx<'_>, before: &Seen, now: &Seen, at: Timestamp) -> Result<bool> {
    // What cannot be read cannot be judged, and what is unknown is a gap.
    let (Some(old), Some(new)) = (&before.parameters, &now.parameters) else { return Ok(true) };
    let weaker = weaker(old, new);
    // Sentences that a program does not say any more though the clinic's edition makes their promises.
    let made = |id: &str| promise::catalogue::find(id).is_some_and(|one| one.is_made_in(new.edition));
    let unsaid = before.ids.iter().any(|id| !now.ids.contains(id) && made(id));
    if weaker.is_empty() && !unsaid {
        return Ok(false);
    }
    let Some((told_at, wanted)) = change::behind(tx, at)? else { return Ok(true) };
    let early = at < told_at + SignedDuration::from_hours(24 * i64::from(old.notice_days));
    Ok(early || unsaid || !weaker.iter().all(|name| wanted.contains_key(name)))
}

/// How many of those who had an account when a change was announced were not written to.
fn passed_over(tx: &mut Tx<'_>, number: i64, at: Timestamp) -> Result<i64> {
    unwritten(tx, at, |tx, holders| change::written_to(tx, number, holders))
}

/// How many of those who had an account at `at` are not among those whom `written` counts.
pub(super) fn unwritten(
    tx: &mut Tx<'_>,
    at: Timestamp,
    written: impl Fn(&mut Tx<'_>, &[identity::Holder]) -> Result<usize>,
) -> Result<i64> {
    const AT_ONCE: u32 = 500;
    let (mut after, mut missing) = (None, 0);
    loop {
        let holders = identity::holders_then(tx, after, at, AT_ONCE)?;
        let written = written(tx, &holders)?;
        missing += (holders.len() - written) as i64;
        match holders.last().filter(|_| holders.len() == AT_ONCE as usize) {
            Some(last) => after = Some(last.account),
            None => return Ok(missing),
        }
    }
}
