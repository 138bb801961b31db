//! Pages about incidents: the short form for everybody who works here, the register, one incident, whom it touches, and
//! papers to print. What each person was told stands on their own privacy page.

mod acts;
mod list;
mod one;
mod own;
mod paper;
mod persons;
mod public;
mod report;

use std::collections::HashMap;

use ground::web::{Faults, Fields, Reader, Tongue};
use ground::{Routes, Scope};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use promise::Purpose::Rights;

use crate::model::incidents::{IncidentState as State, LEAST};

pub(crate) use own::panel as own_panel;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/incidents", "office.incident.list", Rights, list::list)
        .get("/c/{clinic}/incidents/register.csv", "office.incident.list", Rights, list::csv)
        .get("/c/{clinic}/incidents/report", "office.incident.report", Rights, report::blank)
        .post("/c/{clinic}/incidents/report", "office.incident.report", Rights, report::create)
        .get("/c/{clinic}/incidents/{incident}", "office.incident.read", Rights, one::show)
        .post("/c/{clinic}/incidents/{incident}/confirmation", "office.incident.decide", Rights, acts::confirm)
        .post("/c/{clinic}/incidents/{incident}/dismissal", "office.incident.decide", Rights, acts::dismiss)
        .post("/c/{clinic}/incidents/{incident}/reach", "office.incident.decide", Rights, acts::reach)
        .post("/c/{clinic}/incidents/{incident}/places", "office.incident.decide", Rights, acts::places)
        .post("/c/{clinic}/incidents/{incident}/assessment", "office.incident.decide", Rights, acts::assess)
        .post("/c/{clinic}/incidents/{incident}/delay", "office.incident.decide", Rights, acts::delay)
        .post("/c/{clinic}/incidents/{incident}/closure", "office.incident.decide", Rights, acts::close)
        .post("/c/{clinic}/incidents/{incident}/letters/{language}", "office.incident.write", Rights, acts::write)
        .post("/c/{clinic}/incidents/{incident}/sending", "office.incident.send", Rights, acts::send)
        .fresh()
        .get("/c/{clinic}/incidents/{incident}/persons", "office.incident.read", Rights, persons::list)
        .post("/c/{clinic}/incidents/{incident}/persons", "office.incident.decide", Rights, persons::by_hand)
        .post("/c/{clinic}/incidents/{incident}/post", "office.incident.write", Rights, persons::posted)
        .post("/c/{clinic}/incidents/{incident}/otherwise", "office.incident.write", Rights, persons::otherwise)
        .post("/c/{clinic}/incidents/{incident}/notice/{language}", "office.incident.write", Rights, public::write)
        .post("/c/{clinic}/incidents/{incident}/publication", "office.incident.send", Rights, public::publish)
        .fresh()
        .post("/c/{clinic}/incidents/{incident}/withdrawal", "office.incident.send", Rights, public::take_down)
        .fresh()
        .get("/c/{clinic}/incident-notices/{notice}", "office.incident.public", Rights, public::show)
        .get("/c/{clinic}/incidents/{incident}/duties/{duty}", "office.incident.read", Rights, paper::show)
        .post("/c/{clinic}/incidents/{incident}/duties/{duty}", "office.incident.write", Rights, paper::meet)
}

/// Path parameters as text: an id that cannot be one is no row at all.
type Parts = axum::extract::Path<HashMap<String, String>>;

/// The part of an address that is an id.
fn id<T: std::str::FromStr>(parts: &HashMap<String, String>, name: &str) -> ground::Result<T> {
    parts.get(name).and_then(|text| text.parse().ok()).ok_or(ground::Error::NotFound)
}

/// A field of a form: what stands in it, and what is wrong with it.
#[derive(Clone, Default)]
struct Field {
    value: String,
    fault: String,
}

/// One of several to choose from.
#[derive(Clone)]
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

fn choices<T: Copy + std::fmt::Display>(of: &[T], words: &str, chosen: &str, t: &Tongue) -> Vec<Choice> {
    let choice = |one: &T| Choice {
        value: one.to_string(),
        label: t.get(&format!("incidents-{words}-{}", dashed(&one.to_string()))),
        chosen: one.to_string() == chosen,
    };
    of.iter().map(choice).collect()
}

/// A stored word as keys have it.
fn dashed(word: &str) -> String {
    word.replace('_', "-")
}

/// The form that came back with faults, if one did; every other stands as it is stored.
struct Sent<'a> {
    form: &'a str,
    fields: &'a Fields,
    faults: &'a Faults,
    t: &'a Tongue,
}

impl Sent<'_> {
    fn is(&self, form: &str) -> bool {
        self.form == form
    }

    fn field(&self, form: &str, name: &str, stored: &str) -> Field {
        match self.is(form) {
            true => Field {
                value: self.fields.value(name).to_owned(),
                fault: self.faults.of(name, self.t).unwrap_or_default(),
            },
            false => Field { value: stored.to_owned(), fault: String::new() },
        }
    }

    fn fault(&self, form: &str, name: &str) -> String {
        if self.is(form) { self.faults.of(name, self.t).unwrap_or_default() } else { String::new() }
    }

    fn chosen(&self, form: &str, name: &str, stored: &str) -> String {
        if self.is(form) { self.fields.value(name).to_owned() } else { stored.to_owned() }
    }

    fn ticked(&self, form: &str, name: &str, stored: bool) -> bool {
        if self.is(form) { !self.fields.value(name).is_empty() } else { stored }
    }

    fn count(&self, form: &str) -> u32 {
        if self.is(form) { u32::try_from(self.faults.fields().count()).unwrap_or(u32::MAX) } else { 0 }
    }
}

/// A reason that explains something to whoever reads it.
fn reason(form: &mut Reader<'_>, name: &str, most: usize) -> Option<String> {
    let reason = form.lines_or_none(name, most);
    match &reason {
        None => form.fault(name, "fault-missing"),
        Some(text) if text.trim().chars().count() < LEAST => {
            form.fault_with(name, "fault-short", &[("least", LEAST.into())]);
            return None;
        }
        Some(_) => {}
    }
    reason
}

/// An instant that was typed as a day and a time of day by the clinic's clock.
fn instant(scope: &Scope, date: Date, time: Time) -> Option<Timestamp> {
    let zoned = scope.clinic.zone.to_ambiguous_zoned(date.to_datetime(time)).compatible();
    zoned.ok().map(|zoned| zoned.timestamp())
}

/// A day and a time that must be there, and not to come.
fn past(scope: &Scope, form: &mut Reader<'_>, (day, time): (&str, &str)) -> Option<Timestamp> {
    let at = form.date(day).zip(form.time(time)).and_then(|(day, time)| instant(scope, day, time))?;
    if at > scope.house().clock.now() {
        form.fault(day, "incidents-fault-future");
        return None;
    }
    Some(at)
}

fn day(scope: &Scope, t: &Tongue, at: Timestamp) -> String {
    t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date())
}

fn moment(scope: &Scope, t: &Tongue, at: Timestamp) -> String {
    let (zone, now) = (&scope.clinic.zone, scope.house().clock.now());
    t.date_time(&at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date())
}

/// As inputs of a day and of a time take them.
fn typed(scope: &Scope, at: Option<Timestamp>) -> (String, String) {
    let Some(at) = at else { return Default::default() };
    let zoned = at.to_zoned(scope.clinic.zone.clone());
    (zoned.date().to_string(), zoned.strftime("%H:%M").to_string())
}

/// The class of a state's mark, and the mark.
const fn tone(state: State) -> (&'static str, &'static str) {
    match state {
        State::Suspected => ("warn", "unsure"),
        State::Confirmed => ("bad", "alert"),
        State::Notifying => ("now", "arrived"),
        State::Closed => ("good", "kept"),
        State::Dismissed => ("", "cancelled"),
    }
}
