//! Which times are offered, and the choice of one of them.
//!
//! For each practitioner the offered starts are an AND of bit strings: starts at which the working hours at a
//! place last long enough; starts at which nothing of theirs is taken, buffers included; starts at which at least
//! one suitable room at that place is free, and one suitable device; the grid; what now, the horizon and the
//! daily limits leave. Buffers keep away from whatever is taken, but may reach beyond working hours: a
//! practitioner who starts at nine can be booked at nine.

use std::ops::{Range, RangeInclusive};

use jiff::{Timestamp, civil::Date};

use super::calendar::{Calendar, DeviceBook, Diary, RoomBook};
use super::clock::{Day, date_of, day_of};
use super::model::{Booker, DeviceKey, Grid, PlaceKey, PractitionerKey, RoomKey, Service};
use super::refusal::{Bounds, Refusal};
use super::status::Status;
use super::tick::Tick;
use super::ticks::Ticks;

/// Who asks for which service, when.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// The service.
    pub service: &'a Service,
    /// The instant of asking.
    pub now: Timestamp,
    /// On whose behalf.
    pub booker: Booker,
    /// Only with this practitioner; none: with anyone who gives it.
    pub practitioner: Option<PractitionerKey>,
    /// Only at this place; none: at any. Without meaning for a service that needs no place.
    pub place: Option<PlaceKey>,
}

/// A decided appointment: what is to be stored, if the database agrees.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Assignment {
    /// Who gives it.
    pub practitioner: PractitionerKey,
    /// Where; none when it needs no place.
    pub place: Option<PlaceKey>,
    /// In which room, if it needs one.
    pub room: Option<RoomKey>,
    /// With which device, if it needs one.
    pub device: Option<DeviceKey>,
    /// Start of the appointment.
    pub start: Timestamp,
    /// Its end.
    pub end: Timestamp,
    /// Start of what it claims, buffer included.
    pub busy_from: Timestamp,
    /// End of what it claims, buffer included.
    pub busy_to: Timestamp,
    /// Requested when a visitor asks for a service that is approved first, otherwise booked.
    pub status: Status,
}

/// The offered starts, by practitioner.
#[derive(Clone, Debug)]
pub struct Offer {
    by_practitioner: Vec<(PractitionerKey, Ticks)>,
}

impl Calendar {
    /// The offered starts on all days of the calendar.
    pub fn offer(&self, query: &Query<'_>) -> Offer {
        self.offer_between(query, self.days.clone())
    }

    /// The offered starts on some local days; days that the calendar was not built for have none.
    pub fn offer_on(&self, query: &Query<'_>, days: RangeInclusive<Date>) -> Offer {
        self.offer_between(query, day_of(*days.start())..=day_of(*days.end()))
    }

    /// The earliest offered appointment. Among practitioners free at that time, the one with the fewest
    /// appointments that day; among equals, the first in the calendar's order.
    pub fn first_available(&self, query: &Query<'_>) -> Option<Assignment> {
        let offer = self.offer(query);
        let earliest = offer.by_practitioner.iter().filter_map(|(_, starts)| starts.first()).min()?;
        self.choose(query, earliest.timestamp()).ok()
    }

    /// Decides whether `start` can be booked, and with whom, where and with what. A start is accepted exactly
    /// when [`Calendar::offer`] offers it for the same query, for this asks the same function about one tick.
    pub fn choose(&self, query: &Query<'_>, start: Timestamp) -> Result<Assignment, Refusal> {
        let tick = Tick::exact(start).ok_or(Refusal::OffGrid)?;
        let day = self.clock.day(tick);
        let mut common = Common::new(self, query, tick..tick.plus(1), day..=day);
        let chosen = self
            .givers(query)
            .filter(|diary| self.starts(query, &mut common, diary).has(tick))
            .min_by_key(|diary| self.load(diary, tick));
        let diary = chosen.ok_or_else(|| self.refusal(query, start))?;
        let seat = self.seat(query, diary, tick).map_err(|_| self.refusal(query, start))?;
        let (span, claim) = (query.service.timing.span(tick), query.service.timing.claim(tick));
        let asks = query.service.approve_first && query.booker == Booker::Visitor;
        Ok(Assignment {
            practitioner: diary.key,
            place: seat.place,
            room: seat.room,
            device: seat.device,
            start,
            end: span.end.timestamp(),
            busy_from: claim.start.timestamp(),
            busy_to: claim.end.timestamp(),
            status: if asks { Status::Requested } else { Status::Booked },
        })
    }

    /// The local days on which the offer has any start, in order.
    pub fn days_of(&self, offer: &Offer) -> Vec<Date> {
        let mut days: Vec<Day> = offer.anyone().iter().map(|tick| self.clock.day(tick)).collect();
        days.sort_unstable();
        days.dedup();
        days.into_iter().map(date_of).collect()
    }

    /// The rooms the service may use at a place (none: at any), in its order of preference; none if it needs none.
    pub(super) fn rooms_for(
        &self,
        service: &Service,
        place: Option<PlaceKey>,
    ) -> Option<impl Iterator<Item = &RoomBook>> {
        let known = service.rooms.as_ref()?.iter().filter_map(|key| self.rooms.get(key.0));
        Some(known.filter(move |room| place.is_none_or(|place| room.place == place)))
    }

    /// The devices the service may use at a place, likewise. A device that is carried along is at every place.
    pub(super) fn devices_for(
        &self,
        service: &Service,
        place: Option<PlaceKey>,
    ) -> Option<impl Iterator<Item = &DeviceBook>> {
        let known = service.devices.as_ref()?.iter().filter_map(|key| self.devices.get(key.0));
        Some(known.filter(move |device| place.is_none() || device.place.is_none() || device.place == place))
    }

    fn offer_between(&self, query: &Query<'_>, days: RangeInclusive<Day>) -> Offer {
        let days = *days.start().max(self.days.start())..=*days.end().min(self.days.end());
        let mut whole: Option<Range<Tick>> = None;
        for day in [*days.start(), *days.end()].into_iter().filter(|day| days.contains(day)) {
            // A day at the margin that a zone skipped has no instants; its neighbour within the margin stands in.
            let about = Tick(day.saturating_mul(288)).plus(-400)..Tick(day.saturating_mul(288)).plus(700);
            whole = Some(whole.map_or(about.start, |whole| whole.start.min(about.start))..about.end);
        }
        let Some(whole) = whole else {
            return Offer { by_practitioner: Vec::new() };
        };
        let mut common = Common::new(self, query, whole, days);
        let starts = self.givers(query).map(|diary| (diary.key, self.starts(query, &mut common, diary)));
        Offer { by_practitioner: starts.collect() }
    }

    /// The practitioners who may give it, in the calendar's order.
    fn givers(&self, query: &Query<'_>) -> impl Iterator<Item = &Diary> {
        let (asked, service) = (query.practitioner, query.service);
        self.diaries.iter().filter(move |diary| {
            asked.is_none_or(|asked| asked == diary.key) && service.practitioners.contains(&diary.key)
        })
    }

    /// The starts of one practitioner: what every question about times comes down to.
    fn starts(&self, query: &Query<'_>, common: &mut Common, diary: &Diary) -> Ticks {
        let timing = query.service.timing;
        let mut starts = if query.service.at_a_place() {
            let mut anywhere = Ticks::over(common.around.clone());
            for hours in diary.hours.places.iter().filter(|hours| query.place.is_none_or(|place| place == hours.place))
            {
                anywhere.or(&self.starts_at(query, common, diary, &hours.open, Some(hours.place)));
            }
            anywhere
        } else {
            self.starts_at(query, common, diary, &diary.hours.anywhere, None)
        };
        starts.and(&fits(&diary.busy, timing.claimed_ticks(), timing.before_ticks(), &common.around));
        if let Some(limit) = diary.daily_limit {
            for day in common.days.clone().filter(|day| self.diary_load(diary, *day) >= limit) {
                self.clock.runs(day, 0..1440, |run| starts.clear_range(run));
            }
        }
        starts
    }

    fn starts_at(
        &self,
        query: &Query<'_>,
        common: &mut Common,
        diary: &Diary,
        open: &Ticks,
        place: Option<PlaceKey>,
    ) -> Ticks {
        let timing = query.service.timing;
        let mut starts = open.cut(common.around.clone());
        starts.erode(timing.duration_ticks());
        starts.and(&common.allowed);
        if common.grid == Some(Grid::Opening) {
            starts.and(&diary.hours.opening_grid(place, timing.step_ticks(), common.around.clone()));
        }
        for equipped in common.equipped(self, query, place) {
            starts.and(equipped);
        }
        starts
    }
}

/// The starts at which a claim of `length` ticks, beginning `before` ticks earlier, meets nothing taken.
fn fits(busy: &Ticks, length: u16, before: u16, around: &Range<Tick>) -> Ticks {
    let mut free = busy.gaps(around.clone());
    free.erode(length);
    if before > 0 {
        free.delay(before);
    }
    free
}

/// What is the same for all practitioners of one question, worked out once.
struct Common {
    /// The asked starts with a longest claim to either side.
    around: Range<Tick>,
    days: RangeInclusive<Day>,
    /// Starts that day, notice, horizon, the service's limit and the clock's grid leave.
    allowed: Ticks,
    grid: Option<Grid>,
    /// Starts with a free room and a free device, by place, as far as they are needed.
    equipped: Vec<(Option<PlaceKey>, Vec<Ticks>)>,
}

impl Common {
    fn new(calendar: &Calendar, query: &Query<'_>, starts: Range<Tick>, days: RangeInclusive<Day>) -> Common {
        let timing = query.service.timing;
        let claimed = i32::from(timing.claimed_ticks());
        let around = starts.start.plus(-claimed)..starts.end.plus(claimed);
        let bounds = Bounds::of(query, calendar.clock.zone());
        let last = bounds.last_day.map_or(Day::MAX, day_of);
        let mut allowed = Ticks::over(around.clone());
        let full = |day: Day| {
            query.service.daily_limit.is_some_and(|limit| calendar.service_load(query.service.key, day) >= limit)
        };
        let known = |day: &Day| calendar.days.contains(day) && *day <= last && !full(*day);
        for day in days.clone().filter(known) {
            match bounds.grid {
                Some(Grid::Clock) => {
                    let step = timing.step_ticks();
                    calendar.clock.grid_runs(day, step, |run| allowed.set_every(run, step));
                }
                Some(Grid::Opening) | None => calendar.clock.runs(day, 0..1440, |run| allowed.set_range(run)),
            }
        }
        let held = allowed.stretch();
        allowed.clear_range(held.start..Tick::ceil(bounds.earliest).max(held.start));
        Common { around, days, allowed, grid: bounds.grid, equipped: Vec::new() }
    }

    fn equipped(&mut self, calendar: &Calendar, query: &Query<'_>, place: Option<PlaceKey>) -> &[Ticks] {
        let at = match self.equipped.iter().position(|(known, _)| *known == place) {
            Some(at) => at,
            None => {
                let found = self.equip(calendar, query.service, place);
                self.equipped.push((place, found));
                self.equipped.len() - 1
            }
        };
        &self.equipped[at].1
    }

    fn equip(&self, calendar: &Calendar, service: &Service, place: Option<PlaceKey>) -> Vec<Ticks> {
        let any = |books: &mut dyn Iterator<Item = &Ticks>| {
            let mut any = Ticks::over(self.around.clone());
            let (length, before) = (service.timing.claimed_ticks(), service.timing.before_ticks());
            books.for_each(|busy| any.or(&fits(busy, length, before, &self.around)));
            any
        };
        let rooms = calendar.rooms_for(service, place).map(|rooms| any(&mut rooms.map(|room| &room.busy)));
        let devices = calendar.devices_for(service, place).map(|devices| any(&mut devices.map(|device| &device.busy)));
        rooms.into_iter().chain(devices).collect()
    }
}

impl Offer {
    /// The practitioners asked about, in the calendar's order, each with their starts in order.
    pub fn by_practitioner(
        &self,
    ) -> impl Iterator<Item = (PractitionerKey, impl Iterator<Item = Timestamp> + '_)> + '_ {
        self.by_practitioner.iter().map(|(key, starts)| (*key, starts.iter().map(Tick::timestamp)))
    }

    /// Whether the practitioner is offered at the instant.
    pub fn has(&self, practitioner: PractitionerKey, start: Timestamp) -> bool {
        let tick = Tick::exact(start);
        self.by_practitioner
            .iter()
            .any(|(key, starts)| *key == practitioner && tick.is_some_and(|tick| starts.has(tick)))
    }

    /// Whether nothing is offered.
    pub fn is_empty(&self) -> bool {
        self.by_practitioner.iter().all(|(_, starts)| starts.is_empty())
    }

    /// How many pairs of a start and a practitioner there are.
    pub fn len(&self) -> usize {
        self.by_practitioner.iter().map(|(_, starts)| starts.len()).sum()
    }

    /// Every start with every practitioner offered at it, by time, then in the calendar's order.
    pub fn times(&self) -> impl Iterator<Item = (Timestamp, PractitionerKey)> + '_ {
        let each = |tick: Tick| {
            let there = self.by_practitioner.iter().filter(move |(_, starts)| starts.has(tick));
            there.map(move |(key, _)| (tick.timestamp(), *key))
        };
        self.anyone().iter().collect::<Vec<_>>().into_iter().flat_map(each)
    }

    /// The first `most` starts at or after `from`, whoever gives them: what to propose when a time is gone.
    pub fn next_starts(&self, from: Timestamp, most: usize) -> Vec<Timestamp> {
        let from = Tick::ceil(from);
        self.anyone().iter().skip_while(|tick| *tick < from).take(most).map(Tick::timestamp).collect()
    }

    /// The starts at which at least one practitioner is offered.
    fn anyone(&self) -> Ticks {
        let mut all = self.by_practitioner.iter().map(|(_, starts)| starts);
        let mut any = all.next().cloned().unwrap_or_else(|| Ticks::over(Tick(0)..Tick(0)));
        all.for_each(|starts| any.or(starts));
        any
    }
}
