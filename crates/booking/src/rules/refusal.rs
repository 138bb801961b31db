//! Why a time is not offered: every reason, for the desk; the most telling one, for whoever tried to book it.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use super::calendar::{Calendar, Diary};
use super::clock::{date_of, day_of};
use super::hours::closed;
use super::model::{Booker, DeviceKey, Grid, PlaceKey, PractitionerKey, RoomKey};
use super::offer::Query;
use super::tick::Tick;
use super::ticks::Ticks;

/// One reason why a time cannot be booked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Refusal {
    /// The calendar was not built for the day, so nothing is known about it.
    NotLoaded,
    /// Nobody gives this service.
    NotOffered,
    /// The practitioner does not give this service, or does not work here any more.
    NotOfferedBy(PractitionerKey),
    /// Before the minimum notice is over (for the desk: before today).
    TooSoon {
        /// The earliest instant that may be booked now.
        earliest: Timestamp,
    },
    /// Beyond the horizon.
    TooFar {
        /// The last local day that may be booked now.
        last_day: Date,
    },
    /// The clinic is closed that day.
    Closed(Date),
    /// The practitioner does not work that day by their own plan.
    Away(Date),
    /// The appointment does not lie within working hours at one place.
    OutsideHours,
    /// Not one of the offered starts.
    OffGrid,
    /// The day is full.
    DailyLimit {
        /// Whose limit.
        of: Limit,
        /// How many a day.
        limit: u16,
    },
    /// The practitioner's time is taken.
    PractitionerBusy {
        /// Beginning of the unbroken taken stretch, buffers included.
        from: Timestamp,
        /// Its end.
        to: Timestamp,
    },
    /// None of the rooms it could be in is free throughout.
    NoRoom,
    /// None of the devices it needs is free throughout.
    NoDevice,
}

/// Whose daily limit is reached.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Limit {
    /// The practitioner's.
    Practitioner,
    /// The service's, over all practitioners.
    Service,
}

/// Where an appointment takes place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Seat {
    pub place: Option<PlaceKey>,
    pub room: Option<RoomKey>,
    pub device: Option<DeviceKey>,
}

impl Refusal {
    /// How near the time was to being offered. When several practitioners refuse, the nearest miss is the answer
    /// a person can use: "taken" says more than "one of them does not work then".
    fn nearness(&self) -> u8 {
        match self {
            Refusal::NotLoaded => 0,
            Refusal::NotOffered => 1,
            Refusal::NotOfferedBy(_) => 2,
            Refusal::TooSoon { .. } => 3,
            Refusal::TooFar { .. } => 4,
            Refusal::Closed(_) => 5,
            Refusal::Away(_) => 6,
            Refusal::OutsideHours => 7,
            Refusal::OffGrid => 8,
            Refusal::DailyLimit { .. } => 9,
            Refusal::PractitionerBusy { .. } => 10,
            Refusal::NoRoom => 11,
            Refusal::NoDevice => 12,
        }
    }
}

impl Calendar {
    /// Every reason why the practitioner is not offered at `start`, the most basic first; none when they are.
    pub fn explain(&self, query: &Query<'_>, start: Timestamp, practitioner: PractitionerKey) -> Vec<Refusal> {
        let Some(tick) = Tick::exact(start) else {
            return vec![Refusal::OffGrid];
        };
        let day = self.clock.day(tick);
        if !self.days.contains(&day) {
            return vec![Refusal::NotLoaded];
        }
        let given = query.practitioner.is_none_or(|asked| asked == practitioner);
        let diary =
            self.diaries.get(practitioner.0).filter(|_| given && query.service.practitioners.contains(&practitioner));
        let Some(diary) = diary else {
            return vec![Refusal::NotOfferedBy(practitioner)];
        };

        let mut reasons = Vec::new();
        let bounds = Bounds::of(query, self.clock.zone());
        if start < bounds.earliest {
            reasons.push(Refusal::TooSoon { earliest: bounds.earliest });
        }
        if let Some(last_day) = bounds.last_day.filter(|last| day > day_of(*last)) {
            reasons.push(Refusal::TooFar { last_day });
        }
        let date = date_of(day);
        let shut = if closed(&self.clinic, day) {
            Some(Refusal::Closed(date))
        } else {
            diary.away.contains(&date).then_some(Refusal::Away(date))
        };
        reasons.extend(shut);
        if bounds.grid == Some(Grid::Clock) {
            let mut grid = Ticks::over(tick..tick.plus(1));
            let step = query.service.timing.step_ticks();
            self.clock.grid_runs(day, step, |run| grid.set_every(run, step));
            if !grid.has(tick) {
                reasons.push(Refusal::OffGrid);
            }
        }
        for (of, limit, count) in [
            (Limit::Practitioner, diary.daily_limit, self.diary_load(diary, day)),
            (Limit::Service, query.service.daily_limit, self.service_load(query.service.key, day)),
        ] {
            if let Some(limit) = limit.filter(|limit| count >= *limit) {
                reasons.push(Refusal::DailyLimit { of, limit });
            }
        }
        if let Some(run) = diary.busy.run_meeting(query.service.timing.claim(tick)) {
            reasons.push(Refusal::PractitionerBusy { from: run.start.timestamp(), to: run.end.timestamp() });
        }
        if let Err(missing) = self.seat(query, diary, tick) {
            reasons.extend(missing.into_iter().filter(|reason| shut.is_none() || *reason != Refusal::OutsideHours));
        }
        reasons.sort_by_key(Refusal::nearness);
        reasons
    }

    /// The one reason to give when nobody can be booked at `start`: of each practitioner's most basic reason, the
    /// nearest miss.
    pub(super) fn refusal(&self, query: &Query<'_>, start: Timestamp) -> Refusal {
        let asked = query.practitioner.as_slice().iter().chain(if query.practitioner.is_none() {
            query.service.practitioners.as_slice()
        } else {
            &[]
        });
        asked
            .filter_map(|key| self.explain(query, start, *key).into_iter().next())
            .max_by_key(Refusal::nearness)
            .unwrap_or(Refusal::NotOffered)
    }

    /// Place, room and device for the appointment, the first that fit in their stated order, or what is missing
    /// at the place that comes nearest.
    pub(super) fn seat(&self, query: &Query<'_>, diary: &Diary, tick: Tick) -> Result<Seat, Vec<Refusal>> {
        let service = query.service;
        let span = service.timing.span(tick);
        if !service.at_a_place() {
            let mut missing = Vec::new();
            if !diary.hours.anywhere.covers(span) {
                missing.push(Refusal::OutsideHours);
            }
            return self.furnish(query, diary, tick, None, missing);
        }
        let nearer = |missing: &[Refusal]| missing.first().map_or(u8::MAX, Refusal::nearness);
        let mut least: Option<Vec<Refusal>> = None;
        for hours in &diary.hours.places {
            if query.place.is_none_or(|place| place == hours.place) && hours.open.covers(span.clone()) {
                match self.furnish(query, diary, tick, Some(hours.place), Vec::new()) {
                    Ok(seat) => return Ok(seat),
                    Err(missing) if least.as_ref().is_some_and(|least| nearer(&missing) <= nearer(least)) => {}
                    Err(missing) => least = Some(missing),
                }
            }
        }
        least.map_or_else(|| self.furnish(query, diary, tick, query.place, vec![Refusal::OutsideHours]), Err)
    }

    fn furnish(
        &self,
        query: &Query<'_>,
        diary: &Diary,
        tick: Tick,
        place: Option<PlaceKey>,
        mut missing: Vec<Refusal>,
    ) -> Result<Seat, Vec<Refusal>> {
        let timing = query.service.timing;
        let claim = timing.claim(tick);
        let opening = query.booker == Booker::Visitor && query.service.grid == Grid::Opening;
        if missing.is_empty() && opening {
            let grid = diary.hours.opening_grid(place, timing.step_ticks(), tick..tick.plus(1));
            if !grid.has(tick) {
                missing.push(Refusal::OffGrid);
            }
        }
        let room =
            self.rooms_for(query.service, place).map(|mut rooms| rooms.find(|room| !room.busy.meets(claim.clone())));
        if matches!(room, Some(None)) {
            missing.push(Refusal::NoRoom);
        }
        let device = self
            .devices_for(query.service, place)
            .map(|mut devices| devices.find(|device| !device.busy.meets(claim.clone())));
        if matches!(device, Some(None)) {
            missing.push(Refusal::NoDevice);
        }
        if missing.is_empty() {
            let (room, device) = (room.flatten().map(|room| room.key), device.flatten().map(|device| device.key));
            Ok(Seat { place, room, device })
        } else {
            Err(missing)
        }
    }
}

/// What now and the booker allow, wherever and with whomever.
pub(super) struct Bounds {
    pub earliest: Timestamp,
    pub last_day: Option<Date>,
    pub grid: Option<Grid>,
}

impl Bounds {
    pub fn of(query: &Query<'_>, zone: &TimeZone) -> Bounds {
        let today = zone.to_datetime(query.now).date();
        match query.booker {
            Booker::Visitor => {
                let notice = SignedDuration::from_mins(query.service.minimum_notice_min.into());
                let ahead = jiff::Span::new().days(query.service.horizon_days);
                Bounds {
                    earliest: query.now.saturating_add(notice).unwrap_or(Timestamp::MAX),
                    last_day: Some(today.saturating_add(ahead)),
                    grid: Some(query.service.grid),
                }
            }
            Booker::Desk => {
                let midnight = zone.to_ambiguous_zoned(today.into()).compatible().map(|at| at.timestamp());
                Bounds { earliest: midnight.unwrap_or(query.now), last_day: None, grid: None }
            }
        }
    }
}
