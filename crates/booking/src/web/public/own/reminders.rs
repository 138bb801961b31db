//! When somebody wants to be reminded: of whose visits, how long before, and in which hours not.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::Tx;
use ground::web::{Fault, Faults, Fields, Form, Page, Query, Tongue, render_as};
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::{self, TimeZone};

use super::visits_of;
use crate::model::choice::Choice;
use crate::rules::reminder::{LEADS, Plan, Quiet};
use crate::store::appointment::Side;
use crate::store::reminders;
use crate::web::public::Visitor;

#[derive(Template)]
#[template(path = "own/reminders.html")]
struct Reminders {
    page: Page,
    action: String,
    back: String,
    faults: u32,
    own: bool,
    /// Whether of wards' visits too; none for whoever acts for nobody.
    wards: Option<bool>,
    leads: Vec<Lead>,
    leads_fault: String,
    from: Typed,
    to: Typed,
    zones: Vec<Zone>,
    zone_fault: String,
    /// Nothing was chosen yet: the zone may be the device's.
    fresh: bool,
    /// When what the form was made from was chosen.
    since: String,
    /// It was chosen otherwise meanwhile.
    stale: bool,
    /// What follows for the next visit.
    next: Option<Follows>,
}

struct Lead {
    value: u32,
    label: String,
    chosen: bool,
}

struct Typed {
    value: String,
    fault: String,
}

struct Zone {
    value: String,
    label: String,
    chosen: bool,
}

struct Follows {
    visit: String,
    /// When we write; empty: not at all.
    times: String,
}

/// What the page is drawn from.
struct Stands {
    choice: Choice,
    has_wards: bool,
    next: Option<(Timestamp, Vec<Timestamp>)>,
}

fn stands(tx: &mut Tx<'_>, me: ground::PersonId) -> ground::Result<Stands> {
    let choice = reminders::choice_of(tx, me)?;
    let (now, zone) = (tx.now(), tx.settings().zone.clone());
    let (ahead, _) = visits_of(tx, me, true, Side::Ahead(None), 1)?;
    let next = ahead.first().filter(|(visit, _)| visit.starts_at > now).map(|(visit, _)| {
        let wanted = choice.wants(me, visit) && visit.remind;
        let times = if wanted { choice.plan.times(visit.starts_at, &zone) } else { Vec::new() };
        (visit.starts_at, times.into_iter().filter(|at| *at > now).collect())
    });
    Ok(Stands { has_wards: !people::dependants_of(tx, me)?.is_empty(), choice, next })
}

/// The form as it is stored.
fn filled(choice: &Choice) -> Fields {
    let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let mut pairs = vec![("zone", choice.zone.clone()), ("since", since(choice))];
    pairs.extend(choice.plan.leads.iter().map(|lead| ("leads", lead.to_string())));
    if let Some((from, to)) = choice.plan.quiet.map(Quiet::hours) {
        pairs.extend([("quiet_from", clock(from)), ("quiet_to", clock(to))]);
    }
    pairs.extend(choice.own.then(|| ("own", "1".to_owned())));
    pairs.extend(choice.wards.then(|| ("wards", "1".to_owned())));
    Fields::filled(pairs)
}

fn since(choice: &Choice) -> String {
    choice.since.map_or_else(String::new, |since| since.as_microsecond().to_string())
}

fn read(fields: &Fields) -> Result<Choice, Faults> {
    let mut form = fields.reader();
    let (own, wards) = (form.ticked("own"), form.ticked("wards"));
    let leads: Vec<u32> = form.many("leads", LEADS.len());
    if leads.iter().any(|lead| !LEADS.contains(lead)) {
        form.fault("leads", "fault-choice");
    }
    if (own || wards) && leads.is_empty() && form.sound() {
        form.fault("leads", "booking-reminders-fault-leads");
    }
    let (from, to) = (form.time_or_none("quiet_from"), form.time_or_none("quiet_to"));
    let quiet = match (from, to) {
        (Some(from), Some(to)) => {
            let quiet = Quiet::new(from, to);
            if quiet.is_none() {
                form.fault("quiet_to", "booking-reminders-fault-same");
            }
            quiet
        }
        (Some(_), None) if form.sound() => {
            form.fault("quiet_to", "booking-reminders-fault-half");
            None
        }
        (None, Some(_)) if form.sound() => {
            form.fault("quiet_from", "booking-reminders-fault-half");
            None
        }
        _ => None,
    };
    let name = form.text("zone", 60);
    let zone = name.as_deref().filter(|name| zones().iter().any(|known| known == name));
    let zone = zone.and_then(|name| TimeZone::get(name).ok());
    if name.is_some() && zone.is_none() {
        form.fault("zone", "fault-choice");
    }
    let since = form.number_or_none("since", 0..=i64::MAX).and_then(|at| Timestamp::from_microsecond(at).ok());
    form.finish(|| Some(Choice { own, wards, plan: Plan { leads, quiet, zone: zone? }, zone: name?, since }))
}

/// The zones there are, by name.
fn zones() -> Vec<String> {
    let places = |name: &str| name.contains('/') && !name.starts_with("Etc/") || name == "UTC";
    let mut zones: Vec<String> =
        tz::db().available().map(|name| name.as_str().to_owned()).filter(|name| places(name)).collect();
    zones.sort_unstable();
    zones.dedup();
    zones
}

fn lead_word(t: &Tongue, lead: u32) -> String {
    t.get(match lead {
        180 => "booking-reminders-hours",
        1_440 => "booking-reminders-day",
        2_880 => "booking-reminders-two-days",
        _ => "booking-reminders-week",
    })
}

fn draw(visitor: &Visitor, stands: &Stands, fields: &Fields, faults: &Faults, stale: bool) -> Reminders {
    let t = &visitor.face.t;
    let fault = |name: &str| faults.of(name, t).unwrap_or_default();
    let typed = |name: &str| Typed { value: fields.value(name).to_owned(), fault: fault(name) };
    let zone = |name: String| Zone { chosen: fields.value("zone") == name, label: name.replace('_', " "), value: name };
    let mut names = zones();
    let chosen = fields.value("zone").to_owned();
    if !names.contains(&chosen) {
        // A clinic's own zone may be none of those that are offered to everybody.
        names.insert(0, chosen);
    }
    let follows = |(start, times): &(Timestamp, Vec<Timestamp>)| {
        let times: Vec<String> = times.iter().map(|at| visitor.brief(*at)).collect();
        Follows { visit: visitor.when(*start), times: t.list(&times) }
    };
    Reminders {
        action: visitor.face.to("/me/reminders"),
        back: visitor.face.to("/me/visits"),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        own: !fields.value("own").is_empty(),
        wards: stands.has_wards.then(|| !fields.value("wards").is_empty()),
        leads: LEADS
            .iter()
            .map(|lead| Lead {
                value: *lead,
                label: lead_word(t, *lead),
                chosen: fields.chosen("leads", &lead.to_string()),
            })
            .collect(),
        leads_fault: fault("leads"),
        from: typed("quiet_from"),
        to: typed("quiet_to"),
        zones: names.into_iter().map(zone).collect(),
        zone_fault: fault("zone"),
        fresh: stands.choice.since.is_none() && faults.is_empty() && !stale,
        since: if stale { since(&stands.choice) } else { fields.value("since").to_owned() },
        stale,
        next: stands.next.as_ref().map(follows),
        page: visitor.page("booking-reminders"),
    }
}

pub(crate) async fn show(visitor: Visitor, Query(query): Query) -> Result<Response, Fault> {
    let me = visitor.me()?;
    let stands = visitor.scope.read(move |tx| stands(tx, me)).await?;
    let mut shown = draw(&visitor, &stands, &filled(&stands.choice), &Faults::new(), false);
    if query.value("done") == "saved" {
        shown.page.toast = Some(visitor.face.t.get("booking-reminders-saved"));
    }
    Ok(render_as(StatusCode::OK, &shown))
}

pub(crate) async fn save(visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    let me = visitor.me()?;
    let chosen = read(&fields);
    let again = chosen.clone();
    let (saved, stands) = visitor
        .scope
        .write(move |tx| -> ground::Result<_> {
            let mut saved = false;
            if let Ok(choice) = &again {
                // Whoever acts for nobody was not asked about wards, and keeps what holds for when they do.
                let wards = choice.wards || people::dependants_of(tx, me)?.is_empty();
                saved = reminders::choose(tx, me, &Choice { wards, ..choice.clone() })?;
            }
            Ok((saved, stands(tx, me)?))
        })
        .await?;
    match chosen {
        Ok(_) if saved => Ok(Redirect::to(&visitor.face.to("/me/reminders?done=saved")).into_response()),
        Ok(_) => Ok(render_as(StatusCode::CONFLICT, &draw(&visitor, &stands, &fields, &Faults::new(), true))),
        Err(faults) => {
            Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &draw(&visitor, &stands, &fields, &faults, false)))
        }
    }
}
