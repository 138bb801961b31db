//! Mail: written sealed in the transaction that causes it, sent afterwards by a job through one gate.
//!
//! Every letter shows who it is from (promise `messages.from_shown`): the clinic's automatic letters say so in the
//! sender's name, in a header for machines (RFC 3834) and in their first line; a person's letter bears that
//! person's name.

mod kind;
mod late;
mod relay;
mod returned;
mod wire;

use std::ops::RangeInclusive;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use promise::{Category, Evidence, Purpose};

use crate::allowance;
use crate::db::Row;
use crate::error::{Error, Refusal, Result};
use crate::event::Event;
use crate::house::House;
use crate::job::{Handler, Job, NewJob};
use crate::recipient::{self, Carries, Passed};
use crate::scope::Scope;
use crate::seal::{Key, Sealed, cell};
use crate::tx::Tx;
use crate::{MailId, PersonId, params, restrict};

use relay::NotTaken;
use wire::by_wire;

pub use kind::{AWAITED, Standing, awaited, last_of_kind, of_kind, standing, take_back, try_again};
pub use late::{Late, late, late_anywhere};
pub use relay::Relay;
pub use returned::{came_back, count as returned, note as note_returned, reported};
pub use wire::compose;

/// The name under which the relay stands in the register of recipients.
pub const RECIPIENT: &str = "mail-relay";

/// What a letter tells the relay: whom it is for, and what stands in it, which may be who somebody is and when they come.
pub(crate) const CARRIES: &[Category] = &[Category::Identity, Category::Contact, Category::Schedule, Category::Message];

/// Where letters go.
pub struct Post {
    /// The address letters come from.
    pub from: String,
    pub transport: Transport,
}

/// The gate letters leave by.
pub enum Transport {
    /// A relay, by SMTP.
    Smtp(Box<Relay>),
    /// The demo's: letters are kept for the mailbox page and sent to no one.
    Mailbox,
    /// No relay is named: letters wait until one is.
    Nowhere,
}

/// Whose voice a letter speaks in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The clinic's program, without a person at that moment.
    Automatic,
    /// A member of staff, by the name patients know.
    Person(String),
}

impl Voice {
    fn stored(&self) -> String {
        match self {
            Voice::Automatic => "automatic".to_owned(),
            Voice::Person(name) => format!("person:{name}"),
        }
    }

    fn read(text: &str) -> Voice {
        text.strip_prefix("person:").map_or(Voice::Automatic, |name| Voice::Person(name.to_owned()))
    }
}

/// A letter to write.
#[derive(Clone)]
pub struct Letter {
    /// What it is about: `booking.confirmation`.
    pub kind: &'static str,
    /// What it is for. Its reader is told, and the data map must list it for letters (promise `purpose.limited`).
    pub purpose: Purpose,
    pub voice: Voice,
    pub language: String,
    pub to: String,
    pub subject: String,
    pub body: String,
    /// An iCalendar body with its METHOD, attached as `visit.ics`.
    pub calendar: Option<String>,
    /// When it says nothing to anybody any more, as once the visit is over or the link in it has ended: what was kept from
    /// going out until then does not go.
    pub until: Option<Timestamp>,
}

/// A letter as the mailbox page and its recipient see it.
pub struct Kept {
    pub id: MailId,
    pub kind: String,
    pub voice: Voice,
    pub language: String,
    pub to: String,
    pub subject: String,
    pub body: String,
    pub calendar: Option<String>,
    pub state: String,
    pub created_at: Timestamp,
}

/// What a letter is made of.
const COLUMNS: [&str; 4] = ["recipient", "subject", "body", "calendar"];

/// Whether a letter for `purpose` may be made of what `key` opens: the data map lists the purpose for letters, and what
/// was opened for one purpose is not sent for another.
fn permitted(tx: &Tx<'_>, key: &Key, purpose: Purpose) -> bool {
    let listed = COLUMNS.into_iter().all(|column| tx.house().permits.permits("mail", column, purpose));
    listed && key.purpose().is_none_or(|opened| opened == purpose)
}

/// The letter's text with what it is for under it.
fn with_purpose(tx: &Tx<'_>, letter: &Letter) -> String {
    let words = &tx.house().words;
    let tongue = words.tongue(&letter.language).unwrap_or_else(|| words.english());
    format!("{}\n\n{}\n", letter.body.trim_end(), tongue.get(&format!("mail-why-{}", letter.purpose)))
}

/// Whether a letter is among those of which a clinic may send only so many in a day: nobody is kept from their account, nor
/// from hearing of what happens to it, and no manager from what they must decide, because others were written to.
fn is_counted(purpose: Purpose) -> bool {
    !matches!(purpose, Purpose::Account | Purpose::Security | Purpose::Administration)
}

/// Writes `letter` to the person of `key` and leaves it to be sent.
///
/// # Errors
/// [`Refusal::Purpose`] when a letter may not be written for its purpose.
pub fn post(tx: &mut Tx<'_>, key: &Key, letter: &Letter) -> Result<MailId> {
    if !permitted(tx, key, letter.purpose) {
        return Err(Error::Refused(Refusal::Purpose));
    }
    let (clinic, now) = (tx.clinic(), tx.now());
    let id = MailId::new(now);
    let body = with_purpose(tx, letter);
    let sealed = |column, text: &String| key.seal(cell("mail", column, id), text);
    let calendar = letter.calendar.as_ref().map(|body| sealed("calendar", body)).transpose()?;
    tx.execute(
        "INSERT INTO mail (clinic, id, person, kind, voice, language, recipient, subject, body, calendar, state, created_at, until, counted, purpose)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', $11, $12, $13, $14)",
        &params![
            clinic, id, key.person(), letter.kind, letter.voice.stored(), &letter.language,
            sealed("recipient", &letter.to)?, sealed("subject", &letter.subject)?, sealed("body", &body)?, calendar, now, letter.until,
            is_counted(letter.purpose), letter.purpose.as_str()
        ],
    )?;
    tx.enqueue(&NewJob { kind: SEND, subject: id.to_string(), run_at: now })?;
    Ok(id)
}

/// Takes back what waits to go to `person` and is for something else than `but`.
pub fn end_other(tx: &mut Tx<'_>, person: PersonId, but: &[Purpose]) -> Result<()> {
    let kept: Vec<String> = but.iter().map(|purpose| format!("'{}'", purpose.as_str())).collect();
    let sql = format!(
        "DELETE FROM mail WHERE clinic = $1 AND person = $2 AND state = 'waiting' AND COALESCE(purpose, '') NOT IN ({})
         AND kind NOT LIKE 'booking.%'",
        kept.join(", ")
    );
    tx.execute(&sql, &params![tx.clinic(), person]).map(drop)
}

/// Whether a letter still waits to go; one that is not there any more does not.
pub fn waits(tx: &mut Tx<'_>, id: MailId) -> Result<bool> {
    let sql = "SELECT id FROM mail WHERE clinic = $1 AND id = $2 AND state = 'waiting'";
    tx.optional(sql, &params![tx.clinic(), id]).map(|row| row.is_some())
}

/// The newest letters of the clinic, opened for the mailbox page.
pub fn list(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Kept>> {
    let rows =
        tx.query("SELECT * FROM mail WHERE clinic = $1 ORDER BY id DESC LIMIT $2", &params![tx.clinic(), limit])?;
    let mut letters = Vec::with_capacity(rows.len());
    for row in &rows {
        match open(tx, row) {
            Ok(letter) => letters.push(letter),
            Err(Error::Refused(_) | Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(letters)
}

/// One letter.
pub fn find(tx: &mut Tx<'_>, id: MailId) -> Result<Kept> {
    let row = tx.one("SELECT * FROM mail WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    open(tx, &row)
}

fn open(tx: &mut Tx<'_>, row: &Row) -> Result<Kept> {
    let id: MailId = row.get("id")?;
    let key = tx.open(row.get::<PersonId>("person")?)?;
    let text = |column| key.open(&Sealed::<String>::read(row, "mail", column, id)?);
    Ok(Kept {
        id,
        kind: row.get("kind")?,
        voice: Voice::read(&row.get::<String>("voice")?),
        language: row.get("language")?,
        to: text("recipient")?,
        subject: text("subject")?,
        body: text("body")?,
        calendar: key.open_optional(Sealed::<String>::read_optional(row, "mail", "calendar", id)?.as_ref())?,
        state: row.get("state")?,
        created_at: row.get("created_at")?,
    })
}

/// The job that sends a letter; its subject is the letter.
pub const SEND: &str = "mail.send";

/// Letters that are handed over side by side: a relay that hangs leaves room for everything else.
const AT_ONCE: usize = 8;

/// Answers of a relay that are about the mailbox a letter is for (RFC 5321, 4.2.3): there is none, it is elsewhere, it
/// is full for good, or its name is not allowed.
const REFUSED: RangeInclusive<u16> = 550..=553;

/// The job that sends letters.
pub(crate) fn handler() -> Handler {
    let send = |scope: Scope, job: Job| async move {
        let id: MailId = job.subject.parse().map_err(|_| "the subject is no letter".to_owned())?;
        send(&scope, id).await.map_err(|error| error.to_string())
    };
    // The relay's own time ends before that.
    Handler::new(SEND, Purpose::Operation, send).within(Duration::from_secs(85)).few(AT_ONCE)
}

async fn send(scope: &Scope, id: MailId) -> Result<()> {
    // Whatever kept it: what says nothing any more is not sent, and waits no longer.
    if scope.write(move |tx| Ok::<_, Error>(overtaken(tx, id)? || unwanted(tx, id)?)).await? {
        return Ok(());
    }
    // What is more than the clinic may send within a day waits for the next one.
    if scope.clinic.allowance.letters_a_day.is_some() && scope.write(move |tx| put_off(tx, id)).await? {
        return Ok(());
    }
    let state = match &scope.house().post.transport {
        // It goes to no one, so nobody opens it: it stays sealed for the page that shows it.
        Transport::Mailbox => "shown",
        // Nobody is to blame and nothing is counted: it looks again until a relay is named.
        Transport::Nowhere => return scope.write(move |tx| wait(tx, id)).await,
        Transport::Smtp(relay) => {
            let host = relay.host().to_owned();
            let Some(passed) = scope.write(move |tx| let_go(tx, &host, id)).await? else { return Ok(()) };
            match hand_over(scope, relay, &passed, id).await? {
                Some(state) => state,
                None => return scope.write(move |tx| unwanted(tx, id)).await.map(drop),
            }
        }
    };
    scope
        .write(move |tx| -> Result<()> {
            let now = tx.now();
            tx.execute(
                "UPDATE mail SET state = $3, sent_at = $4 WHERE clinic = $1 AND id = $2 AND state = 'waiting'",
                &params![tx.clinic(), id, state, now],
            )?;
            Ok(())
        })
        .await
}

/// How many letters wait to be sent.
pub async fn waiting(house: &House) -> Result<u64> {
    let count = "SELECT COUNT(*) AS letters FROM mail WHERE state = 'waiting'";
    Scope::installation(house)
        .read(move |tx| -> Result<u64> { Ok(tx.one(count, &[])?.get::<i64>("letters")?.unsigned_abs()) })
        .await
}

/// How long a letter waits before it looks for a relay again. With one, the program looks at once when it starts.
const LOOKS: SignedDuration = SignedDuration::from_hours(1);

/// How long one waits before it asks the register of recipients again. What is renewed makes it look at once; only what is
/// being looked at in that moment looks by itself.
const ASKS: SignedDuration = SignedDuration::from_mins(10);

/// Asks the register whether a letter may go to the relay on `host`. Where it may not, the letter waits.
fn let_go(tx: &mut Tx<'_>, host: &str, id: MailId) -> Result<Option<Passed>> {
    let Some(purpose) = purpose(tx, id)? else { return Ok(None) };
    match recipient::pass(tx, RECIPIENT, host, &Carries { purpose, categories: CARRIES })? {
        Ok(passed) => Ok(Some(passed)),
        Err(why) => {
            tracing::warn!(cause = %why, "letters wait: see keepwell recipient check");
            let run_at = tx.now() + ASKS;
            tx.enqueue(&NewJob { kind: SEND, subject: id.to_string(), run_at })?;
            Ok(None)
        }
    }
}

/// What a letter that waits is for; none where none does.
fn purpose(tx: &mut Tx<'_>, id: MailId) -> Result<Option<Purpose>> {
    let sql = "SELECT purpose, counted FROM mail WHERE clinic = $1 AND id = $2 AND state = 'waiting'";
    let Some(row) = tx.optional(sql, &params![tx.clinic(), id])? else { return Ok(None) };
    purpose_of(&row).map(Some)
}

fn purpose_of(row: &Row) -> Result<Purpose> {
    // Of a letter from before that was written down, it is known whether it was one of those that are counted.
    let before = if row.get("counted")? { Purpose::Scheduling } else { Purpose::Account };
    Ok(row.get::<Option<String>>("purpose")?.and_then(|word| word.parse().ok()).unwrap_or(before))
}

fn wait(tx: &mut Tx<'_>, id: MailId) -> Result<()> {
    let run_at = tx.now() + LOOKS;
    tx.enqueue(&NewJob { kind: SEND, subject: id.to_string(), run_at })
}

/// Leaves a letter for later where the clinic sent as many as it may for now.
fn put_off(tx: &mut Tx<'_>, id: MailId) -> Result<bool> {
    let counts = "SELECT 1 AS one FROM mail WHERE clinic = $1 AND id = $2 AND state = 'waiting' AND counted = 1";
    if tx.optional(counts, &params![tx.clinic(), id])?.is_none() {
        return Ok(false);
    }
    let Some(run_at) = allowance::letters_again(tx)? else { return Ok(false) };
    tx.enqueue(&NewJob { kind: SEND, subject: id.to_string(), run_at })?;
    Ok(true)
}

/// How many of the clinic's letters have gone out since `since`, whenever they were written, of those that are counted.
pub fn gone_since(tx: &mut Tx<'_>, since: Timestamp) -> Result<u64> {
    let row = tx.one(
        "SELECT COUNT(*) AS letters FROM mail WHERE clinic = $1 AND sent_at >= $2 AND counted = 1",
        &params![tx.clinic(), since],
    )?;
    Ok(row.get::<i64>("letters")?.unsigned_abs())
}

/// Makes letters due that waited for a relay, or for the register of recipients.
pub(crate) fn released(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute(
        "UPDATE job SET run_at = $1 WHERE kind = $2 AND state = 'due' AND attempts = 0 AND run_at > $1 AND leased_until IS NULL",
        &params![tx.now(), SEND],
    )
    .map(drop)
}

/// Removes a letter that was kept from going out until it said nothing to anybody any more.
fn overtaken(tx: &mut Tx<'_>, id: MailId) -> Result<bool> {
    let gone = tx.execute(
        "DELETE FROM mail WHERE clinic = $1 AND id = $2 AND state = 'waiting' AND until <= $3",
        &params![tx.clinic(), id, tx.now()],
    )?;
    if gone > 0 {
        tx.emit(Event::new("mail.overtaken", id, None))?;
    }
    Ok(gone > 0)
}

/// Whether what the letter `id` is for is something its reader has stopped by now.
fn is_held_back(tx: &mut Tx<'_>, id: MailId) -> Result<bool> {
    let sql = "SELECT person, kind, purpose, counted FROM mail WHERE clinic = $1 AND id = $2 AND state = 'waiting'";
    let Some(row) = tx.optional(sql, &params![tx.clinic(), id])? else { return Ok(false) };
    restrict::held_back(tx, row.get("person")?, &row.get::<String>("kind")?, purpose_of(&row)?)
}

/// Removes a letter whose reader has stopped what it is for since it was written.
fn unwanted(tx: &mut Tx<'_>, id: MailId) -> Result<bool> {
    let unwanted = is_held_back(tx, id)?;
    if unwanted {
        tx.execute("DELETE FROM mail WHERE clinic = $1 AND id = $2 AND state = 'waiting'", &params![tx.clinic(), id])?;
        tx.emit(Event::new("mail.unwanted", id, None))?;
    }
    Ok(unwanted)
}

/// Gives a letter that waits to the relay, and says what becomes of it; none where there is nobody to write to.
async fn hand_over(scope: &Scope, relay: &Relay, passed: &Passed, id: MailId) -> Result<Option<&'static str>> {
    // Asked once more in the same breath: a word that came meanwhile counts.
    let found = scope.read(move |tx| if is_held_back(tx, id)? { Err(Error::NotFound) } else { find(tx, id) });
    let letter = match found.await {
        // Erased or removed meanwhile.
        Err(Error::NotFound | Error::Refused(_)) => return Ok(None),
        other => other?,
    };
    if letter.state != "waiting" {
        return Ok(None);
    }
    match relay.take(&compose(scope, &letter)?, passed).await {
        Ok(()) => Ok(Some("sent")),
        // What is wrong with the mailbox stays wrong. What is wrong with the relay, such as a password that ran out, is
        // mended one day, and the letter waits for that.
        Err(answer @ NotTaken::Answered(code)) if REFUSED.contains(&code) => {
            tracing::warn!(cause = %answer, "a letter was refused");
            Ok(Some("refused"))
        }
        // No relay can be asked to send it on: letters in an address are understood by few of them (SMTPUTF8, RFC 6531).
        Err(NotTaken::Unfit) if !by_wire(&letter.to).is_ascii() => {
            tracing::warn!(cause = "the mail relay takes no address with letters beyond ASCII", "a letter was refused");
            Ok(Some("refused"))
        }
        Err(error) => Err(Error::internal(error)),
    }
}

/// Evidence for `messages.from_shown`: letters written, each with its voice.
pub(crate) fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let row = tx.one(
        "SELECT COUNT(*) AS letters, CAST(COALESCE(SUM(CASE WHEN voice = 'automatic' THEN 1 ELSE 0 END), 0) AS BIGINT) AS automatic,
         CAST(COALESCE(SUM(CASE WHEN voice = 'automatic' OR voice LIKE 'person:_%' THEN 0 ELSE 1 END), 0) AS BIGINT) AS unmarked FROM mail WHERE clinic = $1",
        &params![tx.clinic()],
    )?;
    let (letters, automatic, unmarked): (i64, i64, i64) =
        (row.get("letters")?, row.get("automatic")?, row.get("unmarked")?);
    Ok(Evidence::new(&[("letters", letters), ("automatic", automatic), ("unmarked", unmarked)], unmarked == 0))
}
