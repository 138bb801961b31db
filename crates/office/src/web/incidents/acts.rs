//! What is done with an incident on its page: each form of it, read whole or shown again.

use std::collections::{BTreeMap, HashMap};

use axum::extract::Path;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form};
use ground::{PersonId, Scope, Tx};
use jiff::civil::{Date, Time};
use promise::law::Grade;
use promise::{Category, Jurisdiction};

use super::one::{again, back};
use super::{Parts, id, instant, past, reason};
use crate::error::Error;
use crate::model::incidents::{Assessment, Factors, Facts, IncidentId, IncidentKind, KINDS, Reach, SAID};
use crate::store::incidents as store;
use crate::web::requests::letter_of;

/// Confirms it, or puts right what is known.
pub(super) async fn confirm(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: IncidentId = id(&parts, "incident")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let kind: Option<IncidentKind> = form.parse("kind");
    let said = reason(&mut form, "said", SAID);
    let categories: Vec<Category> = form.many("categories", KINDS.len());
    if categories.iter().any(|kind| !KINDS.iter().any(|(one, _)| one == kind)) {
        form.fault("categories", "fault-choice");
    }
    let discovered = past(&scope, &mut form, ("discovered_day", "discovered_time"));
    let mut at = |day: &str, time: &str| -> Option<jiff::Timestamp> {
        let (date, clock): (Option<Date>, Option<Time>) = (form.date_or_none(day), form.time_or_none(time));
        match (date, clock) {
            (Some(date), Some(clock)) => instant(&scope, date, clock),
            (None, None) => None,
            _ => {
                form.fault(day, "incidents-fault-half");
                None
            }
        }
    };
    let (began, ended) = (at("began_day", "began_time"), at("ended_day", "ended_time"));
    if began.is_some() != ended.is_some() {
        form.fault(if began.is_some() { "ended_day" } else { "began_day" }, "incidents-fault-half");
    }
    let window = began.zip(ended);
    if window.is_some_and(|(began, ended)| ended < began) {
        form.fault("ended_day", "incidents-fault-order");
    }
    let read = form.finish(|| {
        let facts = Facts { kind: kind?, said: said?, categories, window, discovered_at: discovered? };
        Some((version?, facts))
    });
    let (version, facts) = match read {
        Ok(read) => read,
        Err(faults) => return again(&scope, &face, of, ("facts", &fields, &faults)).await,
    };
    let (field, words) = match scope.write(move |tx| store::confirm(tx, of, version, &facts)).await {
        Ok(()) => return Ok(back(&face, of, "confirmed")),
        Err(Error::KnownBefore) => ("discovered_day", "incidents-fault-reported"),
        Err(Error::Windowless) => ("began_day", "incidents-windowless-text"),
        Err(error) => return Err(error.into()),
    };
    again(&scope, &face, of, ("facts", &fields, &Faults::one(field, words))).await
}

/// A form of one reason.
async fn reasoned(
    (scope, face, of): (&Scope, &Face, IncidentId),
    fields: &Fields,
    (form_name, name, done): (&str, &str, &str),
    act: fn(&mut Tx<'_>, IncidentId, i64, &str) -> Result<(), Error>,
) -> Result<Response, Fault> {
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let why = reason(&mut form, name, SAID);
    let (version, why) = match form.finish(|| version.zip(why)) {
        Ok(read) => read,
        Err(faults) => return again(scope, face, of, (form_name, fields, &faults)).await,
    };
    scope.write(move |tx| act(tx, of, version, &why)).await?;
    Ok(back(face, of, done))
}

pub(super) async fn dismiss(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of = id(&parts, "incident")?;
    reasoned((&scope, &face, of), &fields, ("dismissal", "why", "dismissed"), store::dismiss).await
}

pub(super) async fn close(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let of = id(&parts, "incident")?;
    reasoned((&scope, &face, of), &fields, ("closure", "lessons", "closed"), store::close).await
}

/// Says how it is found whom it touches.
pub(super) async fn reach(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let of: IncidentId = id(&parts, "incident")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let reach: Option<Reach> = form.parse("reach");
    let (who, person) = (form.parse_or_none::<PersonId>("who"), form.parse_or_none::<PersonId>("person"));
    let token = form.text_or_none("token", 60);
    let data: Vec<Category> = form.many("data", KINDS.len());
    let named = match reach {
        Some(Reach::Actor) => who.or(person).map(|person| person.to_string()),
        Some(Reach::Token) => token,
        Some(Reach::Categories) => {
            let words: Vec<&str> = data.iter().map(|kind| kind.as_str()).collect();
            Some(words.join(",")).filter(|words| !words.is_empty())
        }
        _ => Some(String::new()),
    };
    if named.is_none() {
        form.fault("reach", "incidents-fault-whose");
    }
    let (version, reach, named) = match form.finish(|| Some((version?, reach?, named?))) {
        Ok(read) => read,
        Err(faults) => return again(&scope, &face, of, ("reach", &fields, &faults)).await,
    };
    match scope.write(move |tx| store::reach(tx, of, version, reach, &named)).await {
        Ok(()) => Ok(back(&face, of, "reach")),
        Err(Error::Windowless) => {
            let faults = Faults::one("reach", "incidents-windowless-text");
            again(&scope, &face, of, ("reach", &fields, &faults)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Most places of which a count is stated.
const MOST_PLACES: usize = 200;

/// "US-CA 620" on each line.
fn read_places(text: &str) -> Option<BTreeMap<Jurisdiction, u64>> {
    let mut places = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (place, count) = line.split_once(char::is_whitespace)?;
        let place: Jurisdiction = place.parse().ok()?;
        let count: u64 = count.trim().parse().ok().filter(|count| (1..=100_000_000).contains(count))?;
        if !place.is_a_country() || places.insert(place, count).is_some() {
            return None;
        }
    }
    (places.len() <= MOST_PLACES).then_some(places)
}

/// Says how many live where.
pub(super) async fn places(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: IncidentId = id(&parts, "incident")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let places = read_places(&form.lines_or_none("places", SAID).unwrap_or_default());
    if places.is_none() {
        form.fault("places", "incidents-fault-places");
    }
    let (version, places) = match form.finish(|| version.zip(places)) {
        Ok(read) => read,
        Err(faults) => return again(&scope, &face, of, ("places", &fields, &faults)).await,
    };
    scope.write(move |tx| store::state_places(tx, of, version, &places)).await?;
    Ok(back(&face, of, "places"))
}

/// Writes down how it was assessed.
pub(super) async fn assess(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: IncidentId = id(&parts, "incident")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let mut of_factor = |name: &str| reason(&mut form, name, SAID);
    let (nature, recipient) = (of_factor("nature"), of_factor("recipient"));
    let (acquired, mitigated, why) = (of_factor("acquired"), of_factor("mitigated"), of_factor("why"));
    let grade: Option<Grade> = form.parse("grade");
    let (improbable, unreadable) = (form.ticked("improbable"), form.ticked("unreadable"));
    let read = form.finish(|| {
        let factors =
            Factors { nature: nature?, recipient: recipient?, acquired: acquired?, mitigated: mitigated?, why: why? };
        Some((version?, Assessment { grade: grade?, improbable, unreadable, factors }))
    });
    let (version, assessment) = match read {
        Ok(read) => read,
        Err(faults) => return again(&scope, &face, of, ("assessment", &fields, &faults)).await,
    };
    scope.write(move |tx| store::assess(tx, of, version, &assessment)).await?;
    Ok(back(&face, of, "assessed"))
}

/// Says until when whoever prosecutes asked that nobody be told; an empty day ends it.
pub(super) async fn delay(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let of: IncidentId = id(&parts, "incident")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let until = form.date_or_none("until");
    let today = scope.house().clock.now().to_zoned(scope.clinic.zone.clone()).date();
    if until.is_some_and(|until| until <= today) {
        form.fault("until", "office-hold-until-past");
    }
    let why = reason(&mut form, "why", SAID);
    let (version, until, why) = match form.finish(|| Some((version?, until, why?))) {
        Ok(read) => read,
        Err(faults) => return again(&scope, &face, of, ("delay", &fields, &faults)).await,
    };
    let until = until.and_then(|day| instant(&scope, day, Time::midnight()));
    scope.write(move |tx| store::delay(tx, of, version, until, &why)).await?;
    Ok(back(&face, of, "delayed"))
}

/// What is written in one language, as the version that was seen.
pub(super) struct Typed {
    pub of: IncidentId,
    pub language: String,
    pub version: i64,
    pub subject: String,
    pub body: String,
}

/// Reads a draft from the form `KIND-LANGUAGE`; or the page once more, as it was filled in, with what is wrong beside it.
pub(super) async fn drafted(
    scope: &Scope,
    face: &Face,
    parts: &HashMap<String, String>,
    kind: &str,
    fields: &Fields,
) -> Result<Result<Typed, Response>, Fault> {
    let of: IncidentId = id(parts, "incident")?;
    let language: String = id(parts, "language")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let read = letter_of(&mut form);
    match form.finish(|| Some((version?, read?))) {
        Ok((version, (subject, body))) => Ok(Ok(Typed { of, language, version, subject, body })),
        Err(faults) => again(scope, face, of, (&format!("{kind}-{language}"), fields, &faults)).await.map(Err),
    }
}

/// Writes the letter in one language.
pub(super) async fn write(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let Typed { of, language, version, subject, body } = match drafted(&scope, &face, &parts, "letter", &fields).await?
    {
        Ok(draft) => draft,
        Err(page) => return Ok(page),
    };
    scope.write(move |tx| store::save(tx, of, version, &language, &subject, &body)).await?;
    Ok(back(&face, of, "written"))
}

/// Lets the letters go, once whoever does has shown again who they are.
pub(super) async fn send(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let of: IncidentId = id(&parts, "incident")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let version = form.finish(|| version).map_err(Fault::invalid)?;
    match scope.write(move |tx| store::send(tx, of, version)).await {
        Ok(()) => Ok(back(&face, of, "sending")),
        Err(Error::Unwritten) => {
            let faults = Faults::one("letters", "requests-answer-first-text");
            again(&scope, &face, of, ("sending", &fields, &faults)).await
        }
        Err(error) => Err(error.into()),
    }
}
