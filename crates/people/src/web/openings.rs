//! Who opened a record, when and why, in words.

use std::collections::BTreeSet;

use ground::access::Opening;
use ground::web::Tongue;
use ground::{EntryId, PersonId, Result, Tx};
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;

/// A record says when it was opened, not when it was closed again. What a person opened within this time is taken to be
/// open now; all before that is past, however near.
const OPEN_NOW: SignedDuration = SignedDuration::from_secs(60);

/// One knot of the thread.
pub(super) struct Knot {
    /// `now` for what is happening at this moment, `warn` for a refusal, or nothing.
    pub kind: &'static str,
    pub who: String,
    /// "to arrange visits".
    pub why: String,
    /// "Today, 10:16".
    pub when: String,
    /// What they looked at, where the page that asked says so.
    pub what: Option<String>,
    /// The entry's place in the sealed log; nothing in the second before it is sealed.
    pub place: Option<i64>,
    pub entry: EntryId,
    /// Where the proof of it is to be had, by whomever it is about.
    pub proof: Option<String>,
    pub refused: bool,
}

/// The key of what a purpose is, said as a reason: "to arrange visits".
pub(super) fn purpose_key(purpose: Purpose) -> String {
    format!("people-why-{}", purpose.as_str())
}

/// Who acted, as far as the access record says.
enum By {
    Person(PersonId),
    /// Somebody of the clinic, by a token for a program of theirs.
    Personal(PersonId),
    Link(PersonId),
    Feed(PersonId),
    Program,
    Visitor,
    Keepwell,
}

fn by(actor: &str) -> By {
    let after = |prefix| actor.strip_prefix(prefix).and_then(|id| id.parse().ok());
    if let Some(person) = ground::by_personal_token(actor) {
        return By::Personal(person);
    }
    match (actor, actor.parse(), after("link:")) {
        (_, Ok(person), _) => By::Person(person),
        (_, _, Some(person)) => By::Link(person),
        _ if after("feed:").is_some() => after("feed:").map_or(By::Visitor, By::Feed),
        ("automatic", ..) => By::Keepwell,
        (actor, ..) if actor.starts_with("token:") => By::Program,
        _ => By::Visitor,
    }
}

/// As whom the openings of a record are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Whose record it is.
    Holder,
    /// Who acts for them.
    Guardian(PersonId),
    /// Somebody of the clinic.
    Clinic,
}

/// Openings of `person`'s record in words, as `reader` reads them.
pub(super) fn knots(
    tx: &mut Tx<'_>,
    t: &Tongue,
    person: PersonId,
    reader: Reader,
    openings: Vec<Opening>,
) -> Result<Vec<Knot>> {
    let acted = |actor: &str| ground::by_personal_token(actor).or_else(|| actor.parse().ok());
    let persons: BTreeSet<PersonId> = openings.iter().filter_map(|opening| acted(&opening.actor)).collect();
    let persons: Vec<PersonId> = persons.into_iter().collect();
    let (names, erased) = (tx.names(&persons)?, tx.erased(&persons)?);
    // Whoever holds the record was, before a merge, somebody by another id.
    let own = tx.parts_of(person)?;
    let guardians: Vec<PersonId> = crate::store::guardians_of(tx, person)?.iter().map(|bond| bond.guardian).collect();
    let (now, zone) = (tx.now(), tx.settings().zone.clone());
    let knot = |opening: Opening| {
        let by = by(&opening.actor);
        // A program or Keepwell itself reads and is done; a person has a page before them.
        let reading = matches!(by, By::Person(_) | By::Link(_)) && now.duration_since(opening.at) < OPEN_NOW;
        let who = match by {
            By::Person(actor) if reader == Reader::Guardian(actor) => t.get("people-by-you"),
            By::Person(actor) if own.contains(&actor) => {
                t.get(if reader == Reader::Holder { "people-by-you" } else { "people-by-themselves" })
            }
            By::Person(actor) => names.get(&actor).cloned().unwrap_or_else(|| match guardians.contains(&actor) {
                true => t.get("people-by-guardian"),
                false if erased.contains(&actor) => t.get("people-by-former"),
                false => role(t, &opening.roles),
            }),
            By::Personal(actor) => {
                let who = names.get(&actor).cloned().unwrap_or_else(|| role(t, &opening.roles));
                t.with("people-by-personal-token", &[("who", who.into())])
            }
            By::Link(actor) if own.contains(&actor) => t.get(match reader {
                Reader::Holder => "people-by-your-link",
                // A letter about a ward's visit goes to the one who acts for them.
                Reader::Guardian(_) => "people-by-ward-link",
                Reader::Clinic => "people-by-their-link",
            }),
            By::Link(_) => t.get("people-by-link"),
            By::Feed(actor) if own.contains(&actor) => t.get(match reader {
                Reader::Holder => "people-by-your-feed",
                Reader::Guardian(_) | Reader::Clinic => "people-by-their-feed",
            }),
            By::Feed(actor) if reader == Reader::Guardian(actor) => t.get("people-by-your-feed"),
            By::Feed(_) => t.get("people-by-feed"),
            By::Program => t.get("people-by-program"),
            By::Visitor => t.get("people-by-visitor"),
            By::Keepwell => t.get("people-by-keepwell"),
        };
        let kind = match (opening.refused, reading) {
            (true, _) => "warn",
            (false, true) => "now",
            (false, false) => "",
        };
        Knot {
            kind,
            who,
            why: t.get(&purpose_key(opening.purpose)),
            when: capital(&when(t, opening.at, now, &zone)),
            what: t.known(&format!("opened-{}", opening.action.replace(['.', '_'], "-"))),
            place: opening.leaf.map(ground::access::place),
            entry: opening.id,
            proof: None,
            refused: opening.refused,
        }
    };
    Ok(openings.into_iter().map(knot).collect())
}

/// How many people of the clinic opened the record since `since`, and their names where they are known.
pub(super) fn people_since(tx: &mut Tx<'_>, person: PersonId, since: Timestamp) -> Result<(usize, Vec<String>)> {
    let (openers, own) = (ground::access::openers(tx, person, since)?, tx.parts_of(person)?);
    let others: Vec<PersonId> =
        openers.iter().filter_map(|actor| ground::by_personal_token(actor).or_else(|| actor.parse().ok())).collect();
    let others: BTreeSet<PersonId> = others.into_iter().filter(|actor| !own.contains(actor)).collect();
    let others: Vec<PersonId> = others.into_iter().collect();
    let mut names: Vec<String> = tx.names(&others)?.into_values().collect();
    names.sort();
    Ok((others.len(), names))
}

/// Somebody without a public name is called by what they do here.
fn role(t: &Tongue, roles: &str) -> String {
    let first = roles.split(", ").next().unwrap_or_default();
    t.known(&format!("people-role-{}", first.replace('_', "-"))).unwrap_or_else(|| t.get("people-by-someone"))
}

/// The same text as it begins a sentence; in scripts without capitals, as it was.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The year is said only when it is another one.
fn when(t: &Tongue, at: Timestamp, now: Timestamp, zone: &jiff::tz::TimeZone) -> String {
    let (at, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date());
    if at.year() == today.year() {
        return t.date_time_near(&at, today);
    }
    t.with("date-time", &[("date", t.date_full(at.date()).into()), ("time", t.time(at.time()).into())])
}
