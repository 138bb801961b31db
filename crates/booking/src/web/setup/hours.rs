//! A practitioner's weekly hours: a table of spans per weekday.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Assets, Face, Fault, Faults, Fields, Form};
use ground::{Scope, Tx};
use jiff::civil::{Date, Time, Weekday};

use super::drawn::{self, again, unchanged};
use super::page::{self, Choice, FormPage, answer, form};
use super::practitioners::beside;
use crate::model::{Appointment, HoursRow, Place, PlaceId, PractitionerId};
use crate::rules::Span;
use crate::rules::clock::askable;
use crate::store::book::times_alone;
use crate::store::setup::{self, Reach, hours_of, outside, replace_hours};
use crate::store::{Catalogue, catalogue};

/// Spans of one weekday that the table has room for.
const SPANS: usize = 3;

/// One row of the table.
pub(super) struct WeekRow {
    pub day: String,
    pub spans: Vec<SpanRow>,
}

pub(super) struct SpanRow {
    /// `1-0`: the weekday, Monday being 1, and which span.
    pub name: String,
    pub from: String,
    pub to: String,
    pub places: Vec<Choice>,
    pub fault: String,
}

/// What a change is refused for.
pub(super) enum Left {
    Ground(ground::Error),
    /// These appointments would lie outside.
    Outside(Vec<Appointment>),
}

impl From<ground::Error> for Left {
    fn from(error: ground::Error) -> Left {
        Left::Ground(error)
    }
}

/// What a form is refused for.
pub(super) enum Refused {
    Left(Left),
    /// It was drawn from something else than this, which is stored now.
    Stale(Fields),
}

impl From<Left> for Refused {
    fn from(left: Left) -> Refused {
        Refused::Left(left)
    }
}

impl From<drawn::Refused> for Refused {
    fn from(refused: drawn::Refused) -> Refused {
        match refused {
            drawn::Refused::Ground(error) => error.into(),
            drawn::Refused::Stale(stored) => Refused::Stale(stored),
        }
    }
}

impl From<ground::Error> for Refused {
    fn from(error: ground::Error) -> Refused {
        Refused::Left(Left::Ground(error))
    }
}

/// Runs `change`, and takes it back when it leaves appointments outside that were not before, unless that is known.
/// Only what lies within `reach` is looked at, because bookings wait meanwhile.
pub(super) fn with_care(
    tx: &mut Tx<'_>,
    reach: &Reach,
    sure: bool,
    change: impl FnOnce(&mut Tx<'_>) -> ground::Result<()>,
) -> Result<(), Left> {
    setup::take_turns(tx)?;
    times_alone(tx)?;
    if sure {
        return Ok(change(tx)?);
    }
    let before = outside(tx, reach)?;
    change(tx)?;
    let left: Vec<Appointment> =
        outside(tx, reach)?.into_iter().filter(|(id, _)| !before.contains_key(id)).map(|(_, one)| one).collect();
    if left.is_empty() { Ok(()) } else { Err(Left::Outside(left)) }
}

/// "09:00", of minutes after midnight; the end of the day reads 24:00 as 00:00.
pub(super) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

/// The minutes of a time typed as the end of a span: midnight is the end of the day.
pub(super) fn end(time: Time) -> u16 {
    match start(time) {
        0 => 1440,
        minutes => minutes,
    }
}

pub(super) fn start(time: Time) -> u16 {
    time.hour().unsigned_abs() as u16 * 60 + time.minute().unsigned_abs() as u16
}

/// "14:15" and nothing else, on the lattice of five minutes.
pub(super) fn time(text: &str) -> Result<Time, &'static str> {
    let (hour, minute) =
        text.split_once(':').filter(|_| text.len() == 5 && !text.contains(['+', '-'])).ok_or("fault-time")?;
    let read = |part: &str| part.parse::<i8>().map_err(|_| "fault-time");
    let time = Time::new(read(hour)?, read(minute)?, 0, 0).map_err(|_| "fault-time")?;
    if time.minute() % 5 == 0 { Ok(time) } else { Err("setup-fault-fives") }
}

pub(super) fn weekdays() -> impl Iterator<Item = Weekday> {
    Weekday::Monday.cycle_forward().take(7)
}

fn name(weekday: Weekday, at: usize) -> String {
    format!("{}-{at}", weekday.to_monday_one_offset())
}

/// The spans of the table, from when on they hold, and whether what they leave outside is known.
type Week = (Vec<(Weekday, Span)>, Option<Date>, bool);

/// The table as it was typed, or what is wrong with it.
fn read(fields: &Fields, places: &[PlaceId], today: Date) -> Result<Week, Faults> {
    let mut faults = Faults::new();
    let mut spans: Vec<(Weekday, Span)> = Vec::new();
    for weekday in weekdays() {
        for at in 0..SPANS {
            let name = name(weekday, at);
            let value = |part: &str| fields.value(&format!("{part}-{name}")).trim().to_owned();
            let (from, to) = (value("from"), value("to"));
            if from.is_empty() && to.is_empty() {
                continue;
            }
            let mut fault = |key: &'static str| faults.add(name.clone(), key, &[]);
            let (from, to) = match (time(&from), time(&to)) {
                (Ok(from), Ok(to)) => (start(from), end(to)),
                (Err(key), _) | (_, Err(key)) => {
                    fault(if from.is_empty() || to.is_empty() { "setup-fault-both" } else { key });
                    continue;
                }
            };
            let Some(place) = value("place").parse::<PlaceId>().ok().filter(|place| places.contains(place)) else {
                fault("fault-choice");
                continue;
            };
            if from >= to {
                fault("desk-fault-before");
            } else if spans.iter().any(|(day, span)| *day == weekday && span.from_min < to && from < span.to_min) {
                fault("setup-fault-overlap");
            } else {
                spans.push((weekday, Span { from_min: from, to_min: to, place: place.into() }));
            }
        }
    }
    let since = match fields.value("since") {
        "" => None,
        text => match text.parse::<Date>().ok().filter(|_| text.len() == 10) {
            Some(date) if askable(today).contains(&date) => Some(date),
            read => {
                faults.add("since", if read.is_some() { "booking-fault-far" } else { "fault-date" }, &[]);
                None
            }
        },
    };
    if faults.is_empty() { Ok((spans, since, fields.chosen("sure", "1"))) } else { Err(faults) }
}

/// The hours that hold on `day`, or begin after it when none hold yet.
fn filled(rows: &[HoursRow], today: Date) -> Fields {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for weekday in weekdays() {
        let holds = |row: &&HoursRow| {
            row.weekly.weekday == weekday
                && row.weekly.until.is_none_or(|until| until >= today)
                && row.weekly.since.is_none_or(|since| since <= today)
        };
        for (at, row) in rows.iter().filter(holds).take(SPANS).enumerate() {
            let name = name(weekday, at);
            let span = row.weekly.span;
            pairs.push((format!("from-{name}"), clock(span.from_min)));
            pairs.push((format!("to-{name}"), clock(span.to_min)));
            pairs.push((format!("place-{name}"), PlaceId::from(span.place).to_string()));
        }
    }
    Fields::filled(pairs)
}

/// The hours as the table shows them, with all that it does not: those that ended, and those that only begin later.
fn stored(rows: &[HoursRow], today: Date) -> Fields {
    filled(rows, today).with("all", format!("{:?}", rows.iter().map(|row| row.weekly).collect::<Vec<_>>()))
}

/// The places in use, and those that are `used` already.
fn places(catalogue: &Catalogue, used: &[&str], chosen: &str) -> Vec<Choice> {
    let shown = |place: &&Place| place.retired_at.is_none() || used.contains(&place.id.to_string().as_str());
    let shown = catalogue.places.iter().filter(shown);
    let choice = |place: &Place| Choice {
        value: place.id.to_string(),
        label: place.name.clone(),
        chosen: place.id.to_string() == chosen,
    };
    shown.map(choice).collect()
}

fn table(face: &Face, catalogue: &Catalogue, fields: &Fields, faults: &Faults) -> Vec<WeekRow> {
    // A span may come to stand in any slot of its day, with its place.
    let used: Vec<&str> = weekdays()
        .flat_map(|weekday| (0..SPANS).map(move |at| name(weekday, at)))
        .map(|name| fields.value(&format!("place-{name}")))
        .filter(|place| !place.is_empty())
        .collect();
    let span = |weekday: Weekday, at: usize| {
        let name = name(weekday, at);
        SpanRow {
            from: fields.value(&format!("from-{name}")).to_owned(),
            to: fields.value(&format!("to-{name}")).to_owned(),
            places: places(catalogue, &used, fields.value(&format!("place-{name}"))),
            fault: faults.of(&name, &face.t).unwrap_or_default(),
            name,
        }
    };
    weekdays()
        .map(|weekday| WeekRow {
            day: face.t.get(&format!("weekday-{}", weekday.to_monday_one_offset())),
            spans: (0..SPANS).map(|at| span(weekday, at)).collect(),
        })
        .collect()
}

async fn page_of(
    scope: &Scope,
    face: &Face,
    id: PractitionerId,
    fields: &Fields,
    faults: &Faults,
    left: &[Appointment],
) -> Result<FormPage, Fault> {
    let catalogue = scope.read(catalogue).await?;
    let one = catalogue.practitioner(id).ok_or_else(Fault::not_found)?;
    let title = face.t.with("setup-hours-of", &[("name", one.name.as_str().into())]);
    let inputs = page::Maker::new(&face.t, fields, faults).maybe("date", "since").done();
    let mut page =
        form(scope, face, "practitioners", title, face.to(&format!("/setup/practitioners/{id}/hours")), faults, inputs);
    page.beside = beside(face, id, "/hours");
    page.weeks = table(face, &catalogue, fields, faults);
    page.brush = places(&catalogue, &[], "");
    page.script = Some(Assets::url("week.js"));
    if !left.is_empty() {
        page.outside = Some(page::outside(scope, face, &catalogue, "setup-outside", left));
        page.submit = face.t.get("setup-sure");
    }
    Ok(page)
}

pub(super) async fn show(scope: Scope, face: Face, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let id: PractitionerId = id.parse().map_err(|_| Fault::not_found())?;
    let rows = scope.read(move |tx| hours_of(tx, id)).await?;
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    page_of(&scope, &face, id, &drawn::marked(&stored(&rows, today)), &Faults::new(), &[]).await.map(answer)
}

pub(super) async fn replace(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: PractitionerId = id.parse().map_err(|_| Fault::not_found())?;
    let catalogue = scope.read(catalogue).await?;
    catalogue.practitioner(id).ok_or_else(Fault::not_found)?;
    let places: Vec<PlaceId> = catalogue.places.iter().map(|place| place.id).collect();
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    let (spans, since, sure) = match read(&fields, &places, today) {
        Ok(read) => read,
        Err(faults) => return page_of(&scope, &face, id, &fields, &faults, &[]).await.map(answer),
    };
    let reach = Reach { practitioner: Some(id), first: since.map_or(today, |since| since.max(today)), last: None };
    let typed = fields.clone();
    let done = scope
        .write(move |tx| -> Result<(), Refused> {
            unchanged(tx, &typed, |tx| Ok(stored(&hours_of(tx, id)?, today)))?;
            Ok(with_care(tx, &reach, sure, |tx| replace_hours(tx, id, &spans, since))?)
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&face.to("/setup/practitioners?done=saved")).into_response()),
        Err(Refused::Left(Left::Outside(left))) => {
            page_of(&scope, &face, id, &fields, &Faults::new(), &left).await.map(answer)
        }
        Err(Refused::Stale(now)) => {
            let page = page_of(&scope, &face, id, &again(&fields, &now), &Faults::new(), &[]).await?;
            Ok(answer(drawn::beside(page, &face.t, &now)))
        }
        Err(Refused::Left(Left::Ground(error))) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_of_spans_is_read_or_its_faults_are_named() {
        let here = PlaceId::from_bits(1);
        let place = here.to_string();
        let read_pairs = |pairs: &[(&str, &str)]| {
            read(
                &Fields::filled(
                    pairs.iter().map(|(name, value)| (*name, if *value == "HERE" { place.as_str() } else { value })),
                ),
                &[here],
                jiff::civil::date(2026, 11, 24),
            )
        };
        let (spans, since, sure) = read_pairs(&[
            ("from-1-0", "09:00"),
            ("to-1-0", "12:30"),
            ("place-1-0", "HERE"),
            ("from-7-2", "20:00"),
            ("to-7-2", "00:00"),
            ("place-7-2", "HERE"),
            ("since", "2026-12-01"),
        ])
        .unwrap();
        assert_eq!(
            spans.iter().map(|(day, span)| (*day, span.from_min, span.to_min)).collect::<Vec<_>>(),
            [(Weekday::Monday, 540, 750), (Weekday::Sunday, 1200, 1440)]
        );
        assert_eq!((since, sure), (Some(jiff::civil::date(2026, 12, 1)), false));
        for (pairs, field) in [
            (&[("from-1-0", "09:00"), ("place-1-0", "HERE")][..], "1-0"),
            (&[("from-1-0", "12:00"), ("to-1-0", "09:00"), ("place-1-0", "HERE")], "1-0"),
            (&[("from-1-0", "09:01"), ("to-1-0", "12:00"), ("place-1-0", "HERE")], "1-0"),
            (&[("from-1-0", "09:00"), ("to-1-0", "12:00"), ("place-1-0", "elsewhere")], "1-0"),
            (
                &[
                    ("from-1-0", "09:00"),
                    ("to-1-0", "12:00"),
                    ("place-1-0", "HERE"),
                    ("from-1-1", "11:00"),
                    ("to-1-1", "13:00"),
                    ("place-1-1", "HERE"),
                ],
                "1-1",
            ),
            (&[("since", "soon")], "since"),
            (&[("since", "9999-12-31")], "since"),
        ] {
            assert!(read_pairs(pairs).unwrap_err().has(field), "{pairs:?}");
        }
    }
}
