//! Dates that are not ordinary: the clinic's, and one practitioner's own.

use std::ops::RangeInclusive;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Query, Reader};
use ground::{Result as Grounded, Scope};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::drawn::{self, DRAWN};
use super::hours::{Left, Refused, clock, end, start, with_care};
use super::page::{self, FormPage, Maker, Removable, answer, form, said};
use super::practitioners::beside;
use crate::model::{Appointment, ClinicDayRow, ExceptionRow, PlaceId, PractitionerId};
use crate::rules::clock::askable;
use crate::rules::{ClinicDay, Span};
use crate::store::setup::{self, DayPlan, Reach};
use crate::store::{Catalogue, catalogue};

const NAME: usize = 80;
/// The longest leave entered at once, in days.
const LONGEST: i32 = 366;

fn today(scope: &Scope) -> Date {
    scope.clinic.zone.to_datetime(scope.house().clock.now()).date()
}

/// A date to plan must be neither over nor beyond what can be planned.
fn ahead(form: &mut Reader<'_>, name: &'static str, date: Option<Date>, today: Date) {
    match date {
        Some(date) if date < today => form.fault(name, "setup-fault-past"),
        Some(date) if !askable(today).contains(&date) => form.fault(name, "booking-fault-far"),
        _ => {}
    }
}

fn span_words(face: &Face, from: u16, to: u16) -> String {
    face.t.with("time-range", &[("from", clock(from).into()), ("to", clock(to).into())])
}

// A date's plan takes the place of the one before it. Whoever adds one has seen what stood beside the form: a plan that
// came later for the same date is not overwritten unseen, one for another date is in nobody's way.

fn planned(rows: &[ClinicDayRow]) -> Fields {
    Fields::filled(rows.iter().map(|row| (row.date.to_string(), format!("{} {:?}", row.name, row.day))))
}

fn exceptional(rows: &[ExceptionRow]) -> Fields {
    own_plans(rows.iter().map(|row| (row.date, row.span)))
}

fn own_plans(rows: impl Iterator<Item = (Date, Option<Span>)>) -> Fields {
    Fields::filled(rows.map(|(date, span)| (date.to_string(), format!("{span:?}"))))
}

/// The form with the mark of the plans it is drawn beside, unless it carries one already.
fn drawn_from(fields: &Fields, plans: &Fields) -> Fields {
    if fields.value(DRAWN).is_empty() { drawn::again(fields, plans) } else { fields.clone() }
}

fn plans_on<'a>(plans: &'a Fields, dates: &RangeInclusive<Date>) -> impl Iterator<Item = (Date, &'a str)> + use<'a> {
    let dates = dates.clone();
    let dated = plans.pairs().filter_map(|(date, plan)| Some((date.parse().ok()?, plan)));
    dated.filter(move |(date, _)| dates.contains(date))
}

/// Refuses what would take the place of a plan that came after the form was drawn, and is not `wanted` itself: a form that
/// is sent twice is saved twice.
fn seen(typed: &Fields, plans: Fields, wanted: &Fields, dates: &RangeInclusive<Date>) -> Result<(), Refused> {
    let met = || plans_on(&plans, dates);
    let free = met().next().is_none() || met().eq(plans_on(wanted, dates));
    if free || typed.value(DRAWN) == drawn::mark(&plans) { Ok(()) } else { Err(Refused::Stale(plans)) }
}

/// The page with the plans that stand on `dates` now.
fn beside_plans(mut page: FormPage, face: &Face, plans: &Fields, dates: &RangeInclusive<Date>) -> FormPage {
    let days: Vec<String> = plans_on(plans, dates).map(|(date, _)| face.t.date_full(date)).collect();
    let rows = page.rows.iter().filter(|row| days.contains(&row.words));
    page.stale = Some(rows.map(|row| (row.words.clone(), row.detail.clone())).collect());
    page
}

// The clinic's own dates.

pub(super) async fn clinic(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    clinic_page(&scope, &face, &Fields::filled([("plan", "closed")]), &Faults::new(), &[], &fields).await.map(answer)
}

async fn clinic_page(
    scope: &Scope,
    face: &Face,
    fields: &Fields,
    faults: &Faults,
    left: &[Appointment],
    query: &Fields,
) -> Result<FormPage, Fault> {
    let from = today(scope);
    let (rows, catalogue) =
        scope.read(move |tx| -> Grounded<_> { Ok((setup::clinic_days(tx, from)?, catalogue(tx)?)) }).await?;
    let t = &face.t;
    let fields = &drawn_from(fields, &planned(&rows));
    let plans = [("closed", "setup-plan-closed"), ("hours", "setup-plan-hours")]
        .map(|(value, key)| (value.to_owned(), t.get(key)));
    let inputs = Maker::new(t, fields, faults)
        .line("date", "date")
        .hinted("text", "day_name")
        .select("plan", plans)
        .maybe("time", "from")
        .maybe("time", "to")
        .done();
    let mut page = form(scope, face, "dates", t.get("setup-dates"), face.to("/setup/dates"), faults, inputs);
    page.back = None;
    page.page.toast = said(t, query);
    page.rows_title = t.get("setup-dates-ahead");
    page.rows_empty = t.get("setup-dates-none");
    page.rows = rows
        .iter()
        .map(|row| Removable {
            words: t.date_full(row.date),
            detail: match row.day {
                ClinicDay::Closed => t.with("setup-day-closed", &[("name", row.name.as_str().into())]),
                ClinicDay::Only { from_min, to_min } => t.with(
                    "setup-day-only",
                    &[("name", row.name.as_str().into()), ("span", span_words(face, from_min, to_min).into())],
                ),
            },
            action: face.to(&format!("/setup/dates/{}/removal", row.date)),
        })
        .collect();
    ask(scope, face, &mut page, &catalogue, left);
    Ok(page)
}

fn ask(scope: &Scope, face: &Face, page: &mut page::FormPage, catalogue: &Catalogue, left: &[Appointment]) {
    if !left.is_empty() {
        page.outside = Some(page::outside(scope, face, catalogue, "setup-outside", left));
        page.submit = face.t.get("setup-sure");
    }
}

pub(super) async fn set_clinic(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let (row, sure) = match read_clinic(&fields, today(&scope)) {
        Ok(read) => read,
        Err(faults) => return clinic_page(&scope, &face, &fields, &faults, &[], &Fields::default()).await.map(answer),
    };
    let reach = Reach { practitioner: None, first: row.date, last: Some(row.date) };
    let (typed, from, date) = (fields.clone(), today(&scope), row.date);
    let done = scope
        .write(move |tx| -> Result<(), Refused> {
            setup::take_turns(tx)?;
            let stands = planned(&setup::clinic_days(tx, from)?);
            seen(&typed, stands, &planned(std::slice::from_ref(&row)), &(date..=date))?;
            Ok(with_care(tx, &reach, sure, |tx| setup::set_clinic_day(tx, &row))?)
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&face.to("/setup/dates?done=saved")).into_response()),
        Err(Refused::Left(Left::Outside(left))) => {
            clinic_page(&scope, &face, &fields, &Faults::new(), &left, &Fields::default()).await.map(answer)
        }
        Err(Refused::Stale(now)) => {
            let again = drawn::again(&fields, &now);
            let page = clinic_page(&scope, &face, &again, &Faults::new(), &[], &Fields::default()).await?;
            Ok(answer(beside_plans(page, &face, &now, &(date..=date))))
        }
        Err(Refused::Left(Left::Ground(error))) => Err(error.into()),
    }
}

fn read_clinic(fields: &Fields, today: Date) -> Result<(ClinicDayRow, bool), Faults> {
    let mut form = fields.reader();
    drawn::read(&mut form);
    let (date, name, plan) = (form.date("date"), form.text("day_name", NAME), form.text("plan", 10));
    let (from, to, sure) = (form.time_or_none("from"), form.time_or_none("to"), form.ticked("sure"));
    ahead(&mut form, "date", date, today);
    let day = match (plan.as_deref(), from, to) {
        (Some("closed"), ..) => Some(ClinicDay::Closed),
        (Some("hours"), Some(from), Some(to)) if start(from) < end(to) => {
            Some(ClinicDay::Only { from_min: start(from), to_min: end(to) })
        }
        (Some("hours"), Some(_), Some(_)) => {
            form.fault("to", "desk-fault-before");
            None
        }
        (Some("hours"), ..) => {
            form.fault("from", "setup-fault-both");
            None
        }
        _ => {
            form.fault("plan", "fault-choice");
            None
        }
    };
    form.finish(|| Some((ClinicDayRow { date: date?, name: name?, day: day? }, sure)))
}

pub(super) async fn remove_clinic(
    scope: Scope,
    face: Face,
    Path((_, date)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (date, sure) = removal(&scope, &date, &fields)?;
    let reach = Reach { practitioner: None, first: date, last: Some(date) };
    match scope.write(move |tx| with_care(tx, &reach, sure, |tx| setup::delete_clinic_day(tx, date))).await {
        Ok(()) => Ok(Redirect::to(&face.to("/setup/dates?done=removed")).into_response()),
        Err(Left::Outside(left)) => ask_removal(&scope, &face, "dates", face.to("/setup/dates"), date, &left).await,
        Err(Left::Ground(error)) => Err(error.into()),
    }
}

/// Which date to make ordinary again, and whether what that leaves outside is known.
fn removal(scope: &Scope, date: &str, fields: &Fields) -> Result<(Date, bool), Fault> {
    let date = date.parse().ok().filter(|date| askable(today(scope)).contains(date)).ok_or_else(Fault::not_found)?;
    let mut form = fields.reader();
    let sure = form.ticked("sure");
    form.finish(|| Some((date, sure))).map_err(Fault::invalid)
}

/// Says which appointments a removal would leave outside, and asks.
async fn ask_removal(
    scope: &Scope,
    face: &Face,
    part: &'static str,
    back: String,
    date: Date,
    left: &[Appointment],
) -> Result<Response, Fault> {
    let catalogue = scope.read(catalogue).await?;
    let title = face.t.with("setup-remove", &[("words", face.t.date_full(date).into())]);
    let action = format!("{back}/{date}/removal");
    let mut page = form(scope, face, part, title, action, &Faults::new(), Vec::new());
    page.back = Some(back);
    page.outside = Some(page::outside(scope, face, &catalogue, "setup-outside", left));
    page.submit = face.t.get("setup-remove-sure");
    Ok(answer(page))
}

// One practitioner's own dates.

pub(super) async fn own(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let id: PractitionerId = id.parse().map_err(|_| Fault::not_found())?;
    own_page(&scope, &face, id, &Fields::filled([("plan", "away")]), &Faults::new(), &[], &fields).await.map(answer)
}

async fn own_page(
    scope: &Scope,
    face: &Face,
    id: PractitionerId,
    fields: &Fields,
    faults: &Faults,
    left: &[Appointment],
    query: &Fields,
) -> Result<FormPage, Fault> {
    let from = today(scope);
    let (rows, catalogue) =
        scope.read(move |tx| -> Grounded<_> { Ok((setup::exceptions(tx, id, from)?, catalogue(tx)?)) }).await?;
    let one = catalogue.practitioner(id).ok_or_else(Fault::not_found)?;
    let t = &face.t;
    let fields = &drawn_from(fields, &exceptional(&rows));
    let plans = [("away", "setup-plan-away"), ("hours", "setup-plan-instead")]
        .map(|(value, key)| (value.to_owned(), t.get(key)));
    let places = catalogue
        .places
        .iter()
        .filter(|place| place.retired_at.is_none())
        .map(|place| (place.id.to_string(), place.name.clone()));
    let inputs = Maker::new(t, fields, faults)
        .line("date", "first")
        .maybe("date", "last")
        .select("plan", plans)
        .maybe("time", "from")
        .maybe("time", "to")
        .select("place", places)
        .done();
    let title = t.with("setup-dates-of", &[("name", one.name.as_str().into())]);
    let mut page =
        form(scope, face, "practitioners", title, face.to(&format!("/setup/practitioners/{id}/dates")), faults, inputs);
    page.beside = beside(face, id, "/dates");
    page.page.toast = said(t, query);
    page.rows_title = t.get("setup-dates-ahead");
    page.rows_empty = t.get("setup-own-dates-none");
    let mut shown: Vec<(Date, Vec<String>)> = Vec::new();
    for row in &rows {
        let words = row.span.map_or_else(|| t.get("desk-away"), |span| span_words(face, span.from_min, span.to_min));
        match shown.last_mut() {
            Some((date, all)) if *date == row.date => all.push(words),
            _ => shown.push((row.date, vec![words])),
        }
    }
    page.rows = shown
        .into_iter()
        .map(|(date, words)| Removable {
            words: t.date_full(date),
            detail: t.list(&words),
            action: face.to(&format!("/setup/practitioners/{id}/dates/{date}/removal")),
        })
        .collect();
    ask(scope, face, &mut page, &catalogue, left);
    Ok(page)
}

struct OwnDates {
    first: Date,
    last: Date,
    plan: DayPlan,
    sure: bool,
}

impl OwnDates {
    /// As they will stand.
    fn plans(&self) -> Fields {
        let spans: Vec<Option<Span>> = match &self.plan {
            DayPlan::Away => vec![None],
            DayPlan::Instead(spans) => spans.iter().copied().map(Some).collect(),
        };
        let last = self.last;
        let dates = self.first.series(1.day()).take_while(move |date| *date <= last);
        own_plans(dates.flat_map(|date| spans.iter().map(move |span| (date, *span))))
    }
}

fn read_own(fields: &Fields, today: Date, places: &[PlaceId]) -> Result<OwnDates, Faults> {
    let mut form = fields.reader();
    drawn::read(&mut form);
    let (first, last, plan) = (form.date("first"), form.date_or_none("last"), form.text("plan", 10));
    let (from, to) = (form.time_or_none("from"), form.time_or_none("to"));
    let (place, sure) = (form.parse_or_none::<PlaceId>("place"), form.ticked("sure"));
    let last = last.or(first);
    ahead(&mut form, "first", first, today);
    if let Some((first, last)) = first.zip(last) {
        if last < first {
            form.fault("last", "desk-fault-before");
        } else if first.until(last).map_or(true, |span| span.get_days() >= LONGEST) {
            form.fault("last", "setup-fault-year");
        }
    }
    let plan = match (plan.as_deref(), from, to, place.filter(|place| places.contains(place))) {
        (Some("away"), ..) => Some(DayPlan::Away),
        (Some("hours"), Some(from), Some(to), Some(place)) if start(from) < end(to) => {
            Some(DayPlan::Instead(vec![Span { from_min: start(from), to_min: end(to), place: place.into() }]))
        }
        (Some("hours"), Some(_), Some(_), Some(_)) => {
            form.fault("to", "desk-fault-before");
            None
        }
        (Some("hours"), Some(_), Some(_), None) => {
            form.fault("place", "fault-choice");
            None
        }
        (Some("hours"), ..) => {
            form.fault("from", "setup-fault-both");
            None
        }
        _ => {
            form.fault("plan", "fault-choice");
            None
        }
    };
    form.finish(|| Some(OwnDates { first: first?, last: last?, plan: plan?, sure }))
}

pub(super) async fn set_own(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: PractitionerId = id.parse().map_err(|_| Fault::not_found())?;
    let catalogue = scope.read(catalogue).await?;
    catalogue.practitioner(id).ok_or_else(Fault::not_found)?;
    let places: Vec<PlaceId> = catalogue.places.iter().map(|place| place.id).collect();
    let dates = match read_own(&fields, today(&scope), &places) {
        Ok(read) => read,
        Err(faults) => return own_page(&scope, &face, id, &fields, &faults, &[], &Fields::default()).await.map(answer),
    };
    let (typed, from, span) = (fields.clone(), today(&scope), dates.first..=dates.last);
    let done = scope
        .write(move |tx| -> Result<(), Refused> {
            setup::take_turns(tx)?;
            let reach = Reach { practitioner: Some(id), first: dates.first, last: Some(dates.last) };
            let stands = exceptional(&setup::exceptions(tx, id, from)?);
            seen(&typed, stands, &dates.plans(), &(dates.first..=dates.last))?;
            Ok(with_care(tx, &reach, dates.sure, |tx| {
                setup::set_exception(tx, id, dates.first, dates.last, &dates.plan)
            })?)
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&face.to(&format!("/setup/practitioners/{id}/dates?done=saved"))).into_response()),
        Err(Refused::Left(Left::Outside(left))) => {
            own_page(&scope, &face, id, &fields, &Faults::new(), &left, &Fields::default()).await.map(answer)
        }
        Err(Refused::Stale(now)) => {
            let again = drawn::again(&fields, &now);
            let page = own_page(&scope, &face, id, &again, &Faults::new(), &[], &Fields::default()).await?;
            Ok(answer(beside_plans(page, &face, &now, &span)))
        }
        Err(Refused::Left(Left::Ground(error))) => Err(error.into()),
    }
}

pub(super) async fn remove_own(
    scope: Scope,
    face: Face,
    Path((_, id, date)): Path<(String, String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: PractitionerId = id.parse().map_err(|_| Fault::not_found())?;
    let (date, sure) = removal(&scope, &date, &fields)?;
    let reach = Reach { practitioner: Some(id), first: date, last: Some(date) };
    let back = face.to(&format!("/setup/practitioners/{id}/dates"));
    match scope.write(move |tx| with_care(tx, &reach, sure, |tx| setup::delete_exception(tx, id, date))).await {
        Ok(()) => Ok(Redirect::to(&format!("{back}?done=removed")).into_response()),
        Err(Left::Outside(left)) => ask_removal(&scope, &face, "practitioners", back, date, &left).await,
        Err(Left::Ground(error)) => Err(error.into()),
    }
}
