//! Booking by a program.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use ground::residency::{self, Ask, Told, Via};
use ground::web::json::{Body, Shape, exactly};
use ground::web::{ClientAddress, Fault, Faults, Reader};
use ground::{Clinic, Scope, Who};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use people::rules::{AgeKnown, Alone, may_book_alone};

use super::shape::{Booked, Time};
use crate::error::{Error, code_of};
use crate::model::{Online, PractitionerId, ServiceId, Source};
use crate::rules::{Booker, Refusal};
use crate::store::book::{Booked as Stored, NewBooking, OnceKey, Settled, answered};
use crate::store::catalogue;
use crate::{Visitor, Whom, act, admit, link, offers};

/// Longest idempotency key, in characters.
const LONGEST_KEY: usize = 255;

const SHAPE: Shape = Shape {
    nullable: &["practitioner", "client.phone", "client.birth_date", "child", "home", "kept_in"],
    objects: &["client", "child"],
};

struct Asked {
    service: ServiceId,
    practitioner: Option<PractitionerId>,
    start: Timestamp,
    client: people::NewClient,
    born: Option<Date>,
    child: Option<(people::NewChild, Date)>,
    told: Option<Told>,
}

pub(super) async fn create(
    scope: Scope,
    from: Option<Extension<ClientAddress>>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    // A program with a key answers for what it sends; whoever has none is a visitor like those at the forms.
    let visitor = scope.actor.who == Who::Nobody;
    let from = from.map(|Extension(from)| from);
    if visitor {
        admit::form(&scope, from)?;
    }
    let catalogue = offers::catalogue(&scope).await?;
    // A service that is not there is said first: nothing else in the request matters then.
    let named = body.fields.value("service");
    let known = catalogue.service(named).filter(|service| service.online != Online::Nobody);
    if known.is_none() && catalogue::is_name(named) {
        return Err(Fault::not_found().naming("service", "booking-fault-service"));
    }
    let language = scope.clinic.languages.first().cloned().unwrap_or_else(|| "en".to_owned());
    let key = key_of(&headers)?;
    // What was stored once is told again, though it is kept in another country by now, or another law asks.
    if let Some(booked) = before(&scope, &body, key.as_deref(), &language, from.as_ref()).await? {
        return answer(&scope, &slug, booked);
    }
    let moved = moved(&scope, body.fields.value("kept_in"));
    let asked = body.read(SHAPE, |form| {
        exactly(
            form,
            &body.fields,
            &["service", "practitioner", "start", "client.birth_date", "child.birth_date", "home", "kept_in"],
        );
        if form.text("service", 80).is_some() && known.is_none() {
            form.fault("service", "booking-fault-service");
        }
        let practitioner = form.parse_or_none("practitioner");
        let start = start(form);
        let client = client(form, &language, &scope.clinic);
        let born = form.date_or_none("client.birth_date");
        let child = if body.has("child") { child(form, &language) } else { Some(None) };
        let told = told(form, &scope, &language, moved);
        Some(Asked { service: known?.id, practitioner, start: start?, client: client?, born, child: child?, told })
    })?;
    if moved {
        return Err(Fault::conflict("residency.moved").words("residency-moved-title", "residency-fault-moved"));
    }
    let once =
        key.map(|key| OnceKey { keys: names(&scope, &key, &asked.client, from.as_ref()), request: body.canonical() });
    let reader = admit::Reader::typed(&asked.client);
    let party = aged(&scope, asked.client, asked.born, asked.child, asked.told)?;
    let new = NewBooking {
        settled: Settled::default(),
        service: asked.service,
        practitioner: asked.practitioner,
        place: None,
        start: asked.start,
        booker: Booker::Visitor,
        whom: Whom::Visitor(Box::new(party)),
        language,
        note: None,
        remind: true,
        tell: true,
        source: Source::Api,
        once: once.clone(),
    };
    let booking = act::book(&scope, new);
    let booked = match visitor {
        true => admit::booking(&scope, reader, once, booking).await?,
        false => booking.await,
    };
    answer(&scope, &slug, booked.map_err(|error| refused(error, asked.practitioner, &scope))?)
}

/// What this very request was answered before, if it was: asked before what it says of where it is kept is held against today.
async fn before(
    scope: &Scope,
    body: &Body,
    key: Option<&str>,
    language: &str,
    from: Option<&ClientAddress>,
) -> Result<Option<Stored>, Fault> {
    let Some(key) = key else { return Ok(None) };
    // Whoever books is a part of the key; what else is wrong is said afterwards.
    let mut form = body.fields.reader();
    let Some(client) = client(&mut form, language, &scope.clinic) else { return Ok(None) };
    let once = OnceKey { keys: names(scope, key, &client, from), request: body.canonical() };
    Ok(scope.read(move |tx| answered(tx, &once)).await?)
}

fn answer(scope: &Scope, slug: &str, booked: Stored) -> Result<Response, Fault> {
    let (id, told) = (booked.appointment.id, booked.answer);
    let answer = Booked {
        id: id.to_string(),
        status: told.status,
        start: told.start,
        end: told.end,
        practitioner: told.practitioner,
        manage_link: format!("{}{}", told.clinic_at, link::path(scope.house(), &scope.clinic, id)?),
    };
    let mut response = (StatusCode::CREATED, Json(answer)).into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("/api/v1/clinics/{slug}/appointments/{id}")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Who books.
fn client(form: &mut Reader<'_>, language: &str, clinic: &Clinic) -> Option<people::NewClient> {
    let (given_name, family_name) =
        (people::form::given_name(form, "client.given_name"), people::form::family_name(form, "client.family_name"));
    let email = people::form::email(form, "client.email");
    let phone = people::form::phone_or_none(form, "client.phone", clinic);
    let (given_name, family_name, email) = (given_name?, family_name?, Some(email?));
    let language = language.to_owned();
    Some(people::NewClient { given_name, family_name, email, phone, birth_date: None, note: None, language })
}

/// A child, all of it.
fn child(form: &mut Reader<'_>, language: &str) -> Option<Option<(people::NewChild, Date)>> {
    let (given_name, family_name) =
        (people::form::given_name(form, "child.given_name"), people::form::family_name(form, "child.family_name"));
    let born = form.date("child.birth_date")?;
    let language = language.to_owned();
    let child = people::NewChild { given_name: given_name?, family_name: family_name?, birth_date: None, language };
    Some(Some((child, born)))
}

/// What the program told whom it books for of where it is kept, and whether they agreed where the law there asks for it.
fn told(form: &mut Reader<'_>, scope: &Scope, language: &str, moved: bool) -> Option<Told> {
    let ask = Ask::of(&scope.clinic, scope.house().clock.now()).filter(|_| !moved);
    if ask.is_none() {
        residency::skip(form);
    }
    ask.map(|ask| ask.read(form, Via::Program, language, true))
}

/// Whether the country that was agreed to is another than that in which it is kept now. It depends on the day, as a free time does,
/// and is answered likewise (409).
fn moved(scope: &Scope, agreed: &str) -> bool {
    let country = agreed.len() == 2 && agreed.bytes().all(|c| c.is_ascii_uppercase());
    let here = scope.clinic.parameters.region.as_str();
    country && agreed != here && Ask::of(&scope.clinic, scope.house().clock.now()).is_some()
}

/// Who is booked for, with their dates of birth held against today: whether somebody is born yet, and old enough to
/// book by themselves (promise `age.minimum`), depends on the day as a free time does, and is answered likewise (409).
fn aged(
    scope: &Scope,
    client: people::NewClient,
    born: Option<Date>,
    child: Option<(people::NewChild, Date)>,
    told: Option<Told>,
) -> Result<Visitor, Fault> {
    let clinic = &scope.clinic;
    let today = clinic.zone.to_datetime(scope.house().clock.now()).date();
    let date = |day: Date| {
        let unborn =
            |_| Fault::conflict("booking.birth_date").words("booking-error-birth-title", "booking-error-birth-text");
        people::BirthDate::new(day, today).map_err(unborn)
    };
    let birth_date = born.map(date).transpose()?;
    let known = birth_date.map_or(AgeKnown::Stated { old_enough: true }, AgeKnown::Born);
    let place = clinic.jurisdiction.parse().map_err(ground::Error::internal)?;
    if let Alone::WithGuardian { .. } = may_book_alone(&clinic.parameters, place, known, today) {
        return Err(Fault::conflict("booking.too_young").words("booking-error-age-title", "booking-error-age-text"));
    }
    let child = match child {
        Some((child, born)) => Some(people::NewChild { birth_date: Some(date(born)?), ..child }),
        None => None,
    };
    let source = match &scope.actor.who {
        Who::Token { label } | Who::Personal { token: label, .. } => people::Source::Api(label.clone()),
        _ => people::Source::Yourself,
    };
    Ok(Visitor { me: people::NewClient { birth_date, ..client }, child, source, told })
}

/// A start as RFC 3339 has it, with its offset.
pub(super) fn start(form: &mut Reader<'_>) -> Option<Timestamp> {
    let text = form.text("start", 40)?;
    let start = is_instant(&text).then(|| instant(&text)).flatten();
    if start.is_none() {
        form.fault("start", "booking-fault-start");
    }
    start
}

/// The instant; the very last hours of the year 9999, which our calendar does not have, as its end.
fn instant(text: &str) -> Option<Timestamp> {
    let beyond = || text.get(..19)?.parse::<DateTime>().ok().filter(|at| at.year() == 9999).map(|_| Timestamp::MAX);
    text.parse().ok().or_else(beyond)
}

/// Whether the text is written as in RFC 3339, section 5.6; what it says is checked afterwards.
fn is_instant(text: &str) -> bool {
    let digits =
        |range: std::ops::Range<usize>| text.get(range).is_some_and(|part| part.bytes().all(|c| c.is_ascii_digit()));
    let sign = |at: usize, signs: &[u8]| text.as_bytes().get(at).is_some_and(|c| signs.contains(c));
    let date = digits(0..4) && sign(4, b"-") && digits(5..7) && sign(7, b"-") && digits(8..10) && sign(10, b"Tt");
    let time = digits(11..13) && sign(13, b":") && digits(14..16) && sign(16, b":") && digits(17..19);
    let rest = text.get(19..).unwrap_or_default();
    let rest =
        rest.strip_prefix('.').map_or(rest, |fraction| fraction.trim_start_matches(|c: char| c.is_ascii_digit()));
    let offset =
        matches!(rest, "Z" | "z") || (rest.len() == 6 && rest.starts_with(['+', '-']) && rest.as_bytes()[3] == b':');
    date && time && offset
}

/// The idempotency key, if there is one.
fn key_of(headers: &HeaderMap) -> Result<Option<String>, Fault> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    match key.to_str() {
        Ok(key) if (1..=LONGEST_KEY).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(Fault::invalid(Faults::one("Idempotency-Key", "booking-fault-key"))),
    }
}

/// The names of an idempotency key. A program's keys are its own. Visitors choose theirs without knowing of each other:
/// each one's are kept apart by the address they book with, so that a repeated request finds its answer from wherever
/// it comes, and by the network they come from, so that a key used there for another request is refused.
fn names(scope: &Scope, key: &str, client: &people::NewClient, from: Option<&ClientAddress>) -> Vec<String> {
    let name = |own: &str| format!("api:{}:{own}:{key}", scope.actor);
    if scope.actor.who != Who::Nobody {
        return vec![name("")];
    }
    let email = client.email.as_ref().map_or("", people::Email::as_str).to_lowercase();
    std::iter::once(name(&email)).chain(from.map(|from| name(&from.block().to_string()))).collect()
}

/// Nobody of the id that was sent works here, or gives the service.
pub(super) fn nobody_of_that_id() -> Fault {
    Fault::not_found().naming("practitioner", "booking-fault-practitioner")
}

/// The answer for a program: a time that is not free comes with the next ones. A practitioner who does not give the
/// service is not a matter of the time, and answered as where free times are asked for.
pub(super) fn refused(error: Error, practitioner: Option<PractitionerId>, scope: &Scope) -> Fault {
    let Error::NotFree { refusal, next } = &error else { return error.into() };
    if practitioner.is_some() && matches!(refusal, Refusal::NotOffered | Refusal::NotOfferedBy(_)) {
        return nobody_of_that_id();
    }
    let times: Vec<Time> = next.iter().map(|free| Time::free(free, &scope.clinic.zone)).collect();
    let times = serde_json::to_value(times).unwrap_or_default();
    Fault::conflict(code_of(refusal))
        .words("booking-error-taken-title", "booking-error-taken-text")
        .member("times", times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_written_as_the_standard_has_it() {
        for (text, good) in [
            ("2026-11-26T14:15:00Z", true),
            ("2026-11-26t14:15:00z", true),
            ("2026-11-26T14:15:00.250+01:00", true),
            ("2026-11-26 14:15:00Z", false),
            ("2026-11-26T14:15Z", false),
            ("2026-11-26T14:15:00", false),
            ("2026-11-26T14:15:00+0100", false),
            ("2026-11-26T14:15:00+01:00[Europe/Paris]", false),
            ("+002026-11-26T14:15:00Z", false),
            ("", false),
        ] {
            assert_eq!(is_instant(text), good, "{text}");
        }
    }
}
