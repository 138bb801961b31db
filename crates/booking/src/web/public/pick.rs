//! The choice of a person, a day and a time, shared by booking and moving.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use ground::Result;
use ground::web::Fields;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::Visitor;
use super::say::rfc3339;
use super::slot::Slot;
use crate::model::{Appointment, Practitioner, PractitionerId, Service};
use crate::offers::{self, Wish};
use crate::rules::{Booker, Calendar, Query};

/// Days shown at once.
const DAYS: i32 = 7;

/// Everything `pick.html` shows.
pub(super) struct Pick {
    pub first: Option<First>,
    pub who: Vec<Who>,
    pub week: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub days: Vec<Day>,
    pub day: String,
    pub periods: Vec<Period>,
    pub zone: String,
    pub zone_words: String,
    pub later: Option<String>,
    pub list: Option<String>,
    pub fault: String,
    pub chosen: Option<Shown>,
}

pub(super) struct First {
    pub words: String,
    pub at: String,
    pub with: String,
    pub value: String,
}

pub(super) struct Who {
    pub value: String,
    pub name: String,
    pub initials: String,
    pub note: String,
    pub chosen: bool,
}

pub(super) struct Day {
    pub value: String,
    pub weekday: String,
    pub number: String,
    pub state: &'static str,
    pub free: usize,
    pub today: bool,
    pub chosen: bool,
}

pub(super) struct Period {
    pub part: &'static str,
    pub slots: Vec<Shown>,
}

#[derive(Clone)]
pub(super) struct Shown {
    pub value: String,
    pub time: String,
    pub at: String,
    pub with: String,
    pub long: String,
    pub chosen: bool,
}

/// What the address asks to see.
pub(super) struct Asked {
    who: Option<PractitionerId>,
    day: Option<Date>,
    week: Option<Date>,
    slot: Option<Slot>,
    /// The button that shows another day, where no script does: the time still chosen then belongs to the day before.
    show: bool,
    /// The form was sent without a time.
    missing: bool,
}

impl Asked {
    /// Reads an address leniently: what makes no sense is as if it were not there.
    pub fn read(fields: &Fields) -> Asked {
        let date = |name: &str| fields.value(name).parse::<Date>().ok().filter(|_| fields.value(name).len() == 10);
        Asked {
            who: fields.value("who").parse().ok(),
            day: date("day"),
            week: date("week"),
            slot: fields.value("slot").parse().ok(),
            show: !fields.value("show").is_empty(),
            missing: !fields.value("missing").is_empty(),
        }
    }
}

/// The slot a form was sent with; the button of the first free time outranks the list.
pub(super) fn sent(fields: &Fields) -> Option<Slot> {
    [fields.value("first"), fields.value("slot")].into_iter().find_map(|text| text.parse().ok())
}

impl Visitor {
    /// What to choose from for `service`, on the page at `here`; as if the visit `moving` had given its time back.
    pub(super) async fn pick(
        &self,
        service: &Service,
        asked: &Asked,
        here: &str,
        moving: Option<&Appointment>,
    ) -> Result<Pick> {
        let (scope, t) = (&self.scope, &self.face.t);
        let zone = &scope.clinic.zone;
        let today = self.today();
        let givers: Vec<&Practitioner> = self.catalogue.givers(service).collect();
        let only = asked.who.filter(|who| givers.iter().any(|one| one.id == *who));
        let wish = Wish { service, practitioner: only, booker: Booker::Visitor };
        let first = offers::first(scope, &wish).await?;

        let last = today.saturating_add(i32::from(service.horizon_days).days());
        let day_of = |slot: Slot| zone.to_datetime(slot.start).date();
        let slot = asked.slot.filter(|slot| !asked.show || asked.day.is_none_or(|day| day == day_of(*slot)));
        let wanted = slot.map(day_of).or(asked.day);
        // Somebody who has chosen nothing sees the week of the first free time.
        let soonest = first.map(|first| zone.to_datetime(first.start).date());
        let near = asked.week.or(wanted).or(soonest).unwrap_or(today).clamp(today, last);
        let week = since(today, near).div_euclid(DAYS);
        let begins = today.saturating_add((week * DAYS).days());
        let ends = begins.saturating_add((DAYS - 1).days());

        let calendars = self.calendars(begins..=ends, moving).await?;
        let rules = self.catalogue.rules(service)?;
        // Asked for everybody, so that the page can say how much each has.
        let query = Query { service: &rules, now: self.now, booker: Booker::Visitor, practitioner: None, place: None };
        let offered = calendars.iter().map(|calendar| calendar.offer_on(&query, begins..=ends));
        let all: Vec<(Timestamp, PractitionerId)> = offered
            .flat_map(|offer| offer.times().map(|(start, who)| (start, who.into())).collect::<Vec<_>>())
            .collect();
        let mine = |(_, who): &&(Timestamp, PractitionerId)| only.is_none_or(|only| only == *who);
        let mut by_day: BTreeMap<Date, BTreeMap<Timestamp, Vec<PractitionerId>>> = BTreeMap::new();
        for (start, who) in all.iter().filter(mine) {
            by_day.entry(zone.to_datetime(*start).date()).or_default().entry(*start).or_default().push(*who);
        }
        let day = wanted
            .filter(|day| by_day.contains_key(day) && asked.week.is_none())
            .or_else(|| by_day.keys().next().copied());
        let address = |name: &str, date: Date| {
            format!("{here}?who={}&{name}={date}", only.map_or_else(|| "any".to_owned(), |who| who.to_string()))
        };
        let open = self.open_days(service, only, &calendars, begins, ends);
        let days = (0..DAYS).map(|n| begins.saturating_add(n.days())).map(|date| Day {
            value: date.to_string(),
            weekday: t.weekday_short(date),
            number: date.day().to_string(),
            state: match (by_day.contains_key(&date), open.contains(&date) && date <= last) {
                (true, _) => "open",
                (false, true) => "full",
                (false, false) => "closed",
            },
            free: by_day.get(&date).map_or(0, BTreeMap::len),
            today: date == today,
            chosen: Some(date) == day,
        });
        let shown = match day.and_then(|day| by_day.get(&day)) {
            Some(starts) => self.shown(
                &Query { practitioner: only.map(Into::into), ..query },
                &calendars,
                starts,
                slot,
                givers.len() > 1,
            ),
            None => Vec::new(),
        };
        let who = if givers.len() < 2 { Vec::new() } else { self.who(&givers, only, &all) };
        Ok(Pick {
            first: first.map(|first| First {
                words: self.soon(first.start),
                at: rfc3339(&self.local(first.start)),
                with: self
                    .catalogue
                    .practitioner(first.practitioner.into())
                    .map_or_else(String::new, |one| one.name.clone()),
                value: Slot { start: first.start, practitioner: first.practitioner.into() }.to_string(),
            }),
            who,
            week: t.date_range(begins, ends),
            before: (week > 0).then(|| address("week", begins.saturating_sub(DAYS.days()))),
            after: (ends < last).then(|| address("week", begins.saturating_add(DAYS.days()))),
            days: days.collect(),
            day: day.map_or_else(String::new, |day| t.date_long(day)),
            chosen: shown.iter().flat_map(|period| &period.slots).find(|slot| slot.chosen).cloned(),
            periods: shown,
            zone: scope.clinic.zone_name.clone(),
            zone_words: self.zone_words(first.map_or(self.now, |first| first.start)),
            later: soonest
                .filter(|soonest| *soonest > ends || *soonest < begins)
                .map(|soonest| address("day", soonest)),
            list: None,
            fault: if asked.missing { t.get("booking-choose-time") } else { String::new() },
        })
    }

    fn who(
        &self,
        givers: &[&Practitioner],
        only: Option<PractitionerId>,
        all: &[(Timestamp, PractitionerId)],
    ) -> Vec<Who> {
        let mut starts: Vec<Timestamp> = all.iter().map(|(start, _)| *start).collect();
        starts.dedup();
        let anyone = Who {
            value: "any".to_owned(),
            name: self.face.t.get("booking-anyone"),
            initials: String::new(),
            note: self.face.t.with("booking-anyone-note", &[("count", starts.len().into())]),
            chosen: only.is_none(),
        };
        let each = givers.iter().map(|one| Who {
            value: one.id.to_string(),
            name: one.name.clone(),
            initials: one.initials(),
            note: one.skills.clone(),
            chosen: only == Some(one.id),
        });
        std::iter::once(anyone).chain(each).collect()
    }

    /// The calendars of some days, without what `moving` takes.
    async fn calendars(&self, days: RangeInclusive<Date>, moving: Option<&Appointment>) -> Result<Vec<Arc<Calendar>>> {
        let calendars = offers::weeks(&self.scope, &self.catalogue, &days).await?;
        let Some(claim) = moving.and_then(|visit| visit.claim()) else { return Ok(calendars) };
        let released = |calendar: Arc<Calendar>| {
            let mut own = Calendar::clone(&calendar);
            own.release(&claim);
            Arc::new(own)
        };
        Ok(calendars.into_iter().map(released).collect())
    }

    /// The days on which any of those asked for works at all.
    fn open_days(
        &self,
        service: &Service,
        only: Option<PractitionerId>,
        calendars: &[Arc<Calendar>],
        begins: Date,
        ends: Date,
    ) -> Vec<Date> {
        let givers: Vec<PractitionerId> =
            self.catalogue.givers(service).map(|one| one.id).filter(|id| only.is_none_or(|only| only == *id)).collect();
        let works = |date: &Date| {
            calendars.iter().any(|calendar| givers.iter().any(|id| !calendar.openings((*id).into(), *date).is_empty()))
        };
        begins.series(1.day()).take_while(|date| *date <= ends).filter(works).collect()
    }

    /// The starts of one day by part of the day. Where several are free, it is who has least to do that day: the same
    /// choice that booking makes.
    fn shown(
        &self,
        query: &Query<'_>,
        calendars: &[Arc<Calendar>],
        starts: &BTreeMap<Timestamp, Vec<PractitionerId>>,
        chosen: Option<Slot>,
        named: bool,
    ) -> Vec<Period> {
        let t = &self.face.t;
        let mut periods: Vec<Period> = Vec::new();
        for (start, free) in starts {
            let least = calendars
                .iter()
                .find_map(|calendar| calendar.choose(query, *start).ok())
                .map(|chosen| chosen.practitioner.into());
            let asked = chosen.filter(|chosen| chosen.start == *start && free.contains(&chosen.practitioner));
            let Some(practitioner) = asked.map(|asked| asked.practitioner).or(least) else { continue };
            let local = self.local(*start);
            let part = match local.hour() {
                ..12 => "morning",
                12..17 => "afternoon",
                _ => "evening",
            };
            let with = self
                .catalogue
                .practitioner(practitioner)
                .filter(|_| named)
                .map_or_else(String::new, |one| one.name.clone());
            let slot = Shown {
                value: Slot { start: *start, practitioner }.to_string(),
                time: t.clock(&local),
                at: rfc3339(&local),
                with,
                long: self.brief(*start),
                chosen: asked.is_some(),
            };
            match periods.last_mut().filter(|period| period.part == part) {
                Some(period) => period.slots.push(slot),
                None => periods.push(Period { part, slots: vec![slot] }),
            }
        }
        periods
    }
}

fn since(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
