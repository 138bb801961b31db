//! Everything the rules look at, for one clinic and a run of local days, as bit strings ready to be asked.
//!
//! Build it from rows (a few hundred microseconds for four weeks of a large clinic), or keep it and tell it each
//! claim as it commits. A booking builds one for its own day inside its transaction, so that the decision is
//! made on what that transaction sees.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::clock::{Clock, Day, date_of, day_of};
use super::hours::{ClinicDays, OpenHours, window};
use super::model::{Claim, Device, DeviceKey, PlaceKey, Practitioner, PractitionerKey, Room, RoomKey, ServiceKey};
use super::tick::Tick;
use super::ticks::Ticks;

/// What a calendar is built from.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The clinic's zone.
    pub zone: &'a TimeZone,
    /// The clinic's dates that are not ordinary.
    pub clinic: &'a ClinicDays,
    /// In the order in which they are preferred when all else is equal.
    pub practitioners: &'a [Practitioner],
    /// All rooms in use.
    pub rooms: &'a [Room],
    /// All devices in use.
    pub devices: &'a [Device],
}

/// The working and taken time of one clinic over a run of local days.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub(super) clock: Clock,
    pub(super) clinic: ClinicDays,
    pub(super) days: RangeInclusive<Day>,
    pub(super) diaries: Shelf<Diary>,
    pub(super) rooms: Shelf<RoomBook>,
    pub(super) devices: Shelf<DeviceBook>,
    services: BTreeMap<ServiceKey, Counts>,
    window: Range<Tick>,
}

/// One practitioner's time.
#[derive(Clone, Debug)]
pub(super) struct Diary {
    pub key: PractitionerKey,
    pub hours: OpenHours,
    pub away: Vec<Date>,
    pub busy: Ticks,
    pub daily_limit: Option<u16>,
    pub counts: Counts,
}

/// One room's time.
#[derive(Clone, Debug)]
pub(super) struct RoomBook {
    pub key: RoomKey,
    pub place: PlaceKey,
    pub busy: Ticks,
}

/// One device's time.
#[derive(Clone, Debug)]
pub(super) struct DeviceBook {
    pub key: DeviceKey,
    pub place: Option<PlaceKey>,
    pub busy: Ticks,
}

/// Appointments by local day, from the calendar's first day on.
#[derive(Clone, Debug)]
pub(super) struct Counts(Vec<u16>);

impl Calendar {
    /// Lays out the hours of `days`; nothing is taken yet. Times are offered on these days only.
    pub fn new(setting: &Setting<'_>, days: RangeInclusive<Date>) -> Calendar {
        let window = Ticks::over(window(setting.zone, &days)).stretch();
        let clock = Clock::new(setting.zone, window.clone());
        let days = day_of(*days.start())..=day_of(*days.end());
        let free = || Ticks::over(window.clone());
        let diary = |practitioner: &Practitioner| Diary {
            key: practitioner.key,
            hours: practitioner.hours.expand(&clock, setting.clinic, window.clone()),
            away: days.clone().map(date_of).filter(|date| practitioner.hours.away(*date)).collect(),
            busy: free(),
            daily_limit: practitioner.daily_limit,
            counts: Counts::none(&days),
        };
        let diaries = setting.practitioners.iter().map(|one| (one.key.0, diary(one)));
        let room = |room: &Room| (room.key.0, RoomBook { key: room.key, place: room.place, busy: free() });
        let device = |one: &Device| (one.key.0, DeviceBook { key: one.key, place: one.place, busy: free() });
        Calendar {
            diaries: Shelf::new(diaries),
            rooms: Shelf::new(setting.rooms.iter().map(room)),
            devices: Shelf::new(setting.devices.iter().map(device)),
            clinic: setting.clinic.clone(),
            services: BTreeMap::new(),
            clock,
            days,
            window,
        }
    }

    /// The time whose claims it must be told: every one with `from < window.end` and `to > window.start`.
    pub fn window(&self) -> Range<Timestamp> {
        self.window.start.timestamp()..self.window.end.timestamp()
    }

    /// Takes the time of a claim. People, rooms and devices that the calendar does not know are passed over:
    /// nothing of theirs is offered.
    pub fn claim(&mut self, claim: &Claim) {
        let range = Tick::floor(claim.from)..Tick::ceil(claim.to);
        self.each_busy(claim, |busy| busy.set_range(range.clone()));
        self.count(claim, u16::saturating_add);
    }

    /// Gives the time of a claim back. Only right when nothing else overlaps it: appointments never overlap each
    /// other, but blocked or outside time may overlap anything; where such a claim was told, build anew.
    pub fn release(&mut self, claim: &Claim) {
        let range = Tick::floor(claim.from)..Tick::ceil(claim.to);
        self.each_busy(claim, |busy| busy.clear_range(range.clone()));
        self.count(claim, u16::saturating_sub);
    }

    /// The practitioner's working stretches that begin on the date, with their places, for drawing the day.
    pub fn openings(&self, practitioner: PractitionerKey, date: Date) -> Vec<(Range<Timestamp>, PlaceKey)> {
        let day = day_of(date);
        let places = self.diaries.get(practitioner.0).map_or(&[][..], |diary| &diary.hours.places);
        let mut found: Vec<_> = places
            .iter()
            .flat_map(|hours| {
                hours.openings.iter().map(|run| (run.start.timestamp()..run.end.timestamp(), hours.place, run.start))
            })
            .filter(|(.., start)| self.clock.day(*start) == day)
            .map(|(run, place, _)| (run, place))
            .collect();
        found.sort_by_key(|(run, place)| (run.start, *place));
        found
    }

    /// How many appointments the practitioner has on the local day of the tick.
    pub(super) fn load(&self, diary: &Diary, tick: Tick) -> u16 {
        diary.counts.on(&self.days, self.clock.day(tick))
    }

    /// How many appointments of the service all have on a day.
    pub(super) fn service_load(&self, service: ServiceKey, day: Day) -> u16 {
        self.services.get(&service).map_or(0, |counts| counts.on(&self.days, day))
    }

    /// How many appointments a practitioner has on a day.
    pub(super) fn diary_load(&self, diary: &Diary, day: Day) -> u16 {
        diary.counts.on(&self.days, day)
    }

    fn each_busy(&mut self, claim: &Claim, mut change: impl FnMut(&mut Ticks)) {
        if let Some(diary) = claim.practitioner.and_then(|key| self.diaries.get_mut(key.0)) {
            change(&mut diary.busy);
        }
        if let Some(room) = claim.room.and_then(|key| self.rooms.get_mut(key.0)) {
            change(&mut room.busy);
        }
        if let Some(device) = claim.device.and_then(|key| self.devices.get_mut(key.0)) {
            change(&mut device.busy);
        }
    }

    fn count(&mut self, claim: &Claim, change: fn(u16, u16) -> u16) {
        let Some((service, start)) = claim.counts else {
            return;
        };
        let day = self.clock.day(Tick::floor(start));
        if !self.days.contains(&day) {
            return;
        }
        let at = (day - self.days.start()) as usize;
        let days = self.days.clone();
        let counts = self.services.entry(service).or_insert_with(|| Counts::none(&days));
        counts.0[at] = change(counts.0[at], 1);
        if let Some(diary) = claim.practitioner.and_then(|key| self.diaries.get_mut(key.0)) {
            diary.counts.0[at] = change(diary.counts.0[at], 1);
        }
    }
}

impl Counts {
    fn none(days: &RangeInclusive<Day>) -> Counts {
        Counts(vec![0; (days.end() - days.start() + 1).max(0) as usize])
    }

    fn on(&self, days: &RangeInclusive<Day>, day: Day) -> u16 {
        usize::try_from(day - days.start()).ok().and_then(|at| self.0.get(at)).copied().unwrap_or(0)
    }
}

/// Things in their given order, found by key without hashing.
#[derive(Clone, Debug)]
pub(super) struct Shelf<T> {
    items: Vec<T>,
    index: Vec<(u128, usize)>,
}

impl<T> Shelf<T> {
    fn new(items: impl Iterator<Item = (u128, T)>) -> Shelf<T> {
        let (keys, items): (Vec<u128>, Vec<T>) = items.unzip();
        let mut index: Vec<_> = keys.into_iter().zip(0..).collect();
        index.sort_unstable();
        Shelf { items, index }
    }

    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    pub fn get(&self, key: u128) -> Option<&T> {
        self.find(key).map(|at| &self.items[at])
    }

    fn get_mut(&mut self, key: u128) -> Option<&mut T> {
        self.find(key).map(|at| &mut self.items[at])
    }

    fn find(&self, key: u128) -> Option<usize> {
        self.index.binary_search_by_key(&key, |(known, _)| *known).ok().map(|at| self.index[at].1)
    }
}
