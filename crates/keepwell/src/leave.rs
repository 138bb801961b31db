//! What a clinic that leaves is told, and by whom: letters to everybody who answers for it, when it is decided, when it is
//! taken back, and before it is erased. The last is handed over before anything goes, because the addresses go too.

use ground::due::Due;
use ground::job::Handler;
use ground::mail::{self, Letter, Transport, Voice, post};
use ground::web::{Tongue, Value};
use ground::{Event, Refusal, Tx, leave};
use jiff::tz::TimeZone;
use promise::Purpose;

/// Writes that the clinic leaves, or stays.
const TOLD: &str = "clinic.leaving";
/// The letter before the end.
const FAREWELL: &str = "clinic.left";

/// Leaves the letters to a job: whoever decided it may open nobody's address for that.
pub(crate) fn decided(tx: &mut Tx<'_>, event: &Event) -> ground::Result<()> {
    let run_at = tx.now();
    // By its instant, since it may be decided and taken back more than once.
    let subject = format!("{}/{}", event.name, run_at.as_microsecond());
    tx.enqueue(&ground::job::NewJob { kind: TOLD, subject, run_at })
}

pub(crate) fn told() -> Handler {
    Handler::new(TOLD, Purpose::Account, |scope, job| async move {
        scope.write(move |tx| tell(tx, &job.subject)).await.map_err(|error| error.to_string())
    })
    .always()
}

fn tell(tx: &mut Tx<'_>, subject: &str) -> ground::Result<()> {
    let leaving = leave::standing(tx)?;
    // What was decided otherwise since is no news: the letter about that says how it stands.
    match (subject.split('/').next(), &leaving) {
        (Some("clinic.leaving"), Some(_)) => write_all(tx, "asked").map(drop),
        (Some("clinic.stays"), None) => write_all(tx, "stays").map(drop),
        _ => Ok(()),
    }
}

/// Says to everybody who answers for the clinic that it is erased now, and where the receipt will be. Whether that was handed
/// over; where no relay is named, nothing ever will be.
pub(crate) fn farewell(tx: &mut Tx<'_>) -> ground::Result<bool> {
    let (mut written, mut waiting) = mail::of_kind(tx, FAREWELL)?;
    if written == 0 {
        written = write_all(tx, "left")?;
        waiting = written;
    }
    Ok(waiting == 0 || matches!(tx.scope().house().post.transport, Transport::Nowhere))
}

/// How many were written.
fn write_all(tx: &mut Tx<'_>, kind: &str) -> ground::Result<u64> {
    let mut written = 0;
    for account in identity::governing(tx).map_err(grounded)? {
        written += u64::from(write(tx, &account, kind)?);
    }
    Ok(written)
}

fn grounded(error: identity::Error) -> ground::Error {
    match error {
        identity::Error::Ground(error) => error,
        other => ground::Error::internal(other),
    }
}

fn write(tx: &mut Tx<'_>, account: &identity::Account, kind: &str) -> ground::Result<bool> {
    let to = match identity::open_email(tx, account.id).map_err(grounded) {
        Err(ground::Error::Refused(Refusal::Erased)) => return Ok(false),
        other => other?,
    };
    let key = tx.seal_for(account.person)?;
    let fingerprint = leave::signs(tx)?;
    let leaving = leave::standing(tx)?;
    let house = tx.scope().house().clone();
    let tongue = house.words.tongue(&account.language).unwrap_or_else(|| house.words.english());
    let (zone, address) = (tx.settings().zone.clone(), house.address_of(tx.settings()));
    let day = |at: jiff::Timestamp, zone: &TimeZone| tongue.date_plain(at.to_zoned(zone.clone()).date());
    let copies = tx.now() + jiff::SignedDuration::from_hours(24 * i64::from(house.installed.backup_key_days));
    let values: [(&str, Value<'_>); 8] = [
        ("clinic", tx.settings().name.clone().into()),
        ("until", leaving.as_ref().map_or_else(String::new, |leaving| day(leaving.until, &zone)).into()),
        ("because", leaving.map_or_else(String::new, |leaving| leaving.because).into()),
        ("link", format!("{address}/setup/leave").into()),
        ("export", format!("{address}/setup/export").into()),
        ("receipt", format!("{}/receipts/{}", house.address, tx.clinic()).into()),
        ("key", fingerprint.into()),
        ("copies", day(copies, &zone).into()),
    ];
    let letter = Letter {
        kind: if kind == "left" { FAREWELL } else { TOLD },
        purpose: Purpose::Account,
        voice: Voice::Automatic,
        language: tongue.lang().to_owned(),
        to,
        subject: plain(&tongue, &format!("leave-mail-{kind}-subject"), &values),
        body: format!(
            "{}\n\n{}\n\n{}\n",
            plain(&tongue, "leave-mail-automatic", &values[..1]),
            plain(&tongue, &format!("leave-mail-{kind}"), &values),
            tx.settings().signature()
        ),
        calendar: None,
        until: None,
    };
    post(tx, &key, &letter)?;
    Ok(true)
}

/// Words without the marks that isolate a name's direction on a page: inside a link they would break it.
fn plain(tongue: &Tongue, key: &str, values: &[(&str, Value<'_>)]) -> String {
    tongue.with(key, values).chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}

/// That the clinic leaves: until its day it can be taken back.
pub(crate) fn due(tx: &mut Tx<'_>) -> ground::Result<Vec<Due>> {
    let leaves = tx.settings().leaving.as_ref().map(|leaving| Due {
        part: "leaving",
        words: "leave-due".to_owned(),
        args: Vec::new(),
        href: "/setup/leave".to_owned(),
        action: Some("front.leave.read"),
        by: Some(leaving.until),
    });
    Ok(leaves.into_iter().collect())
}
