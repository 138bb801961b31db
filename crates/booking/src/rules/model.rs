//! What a clinic states about itself, in plain values: services, people, rooms, devices, and what is already taken.

use jiff::Timestamp;

use super::hours::Hours;
use super::tick::{DAY_TICKS, TICK_MINUTES, Tick};

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u128);
    )*};
}

keys! {
    /// Which practitioner; the number is the stored id's and means nothing here.
    PractitionerKey,
    /// Which place (a branch of the clinic).
    PlaceKey,
    /// Which room.
    RoomKey,
    /// Which device.
    DeviceKey,
    /// Which service.
    ServiceKey,
}

/// How the client and the practitioner meet.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Modality {
    /// At one of the clinic's places.
    Clinic,
    /// By video; the practitioner may be anywhere.
    Video,
    /// At the client's home.
    Home,
    /// At one of the clinic's places, several clients at once.
    Class,
}

/// From where the grid of offered starts is counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Grid {
    /// From local midnight, by the reading of the clock: a step of 30 offers 09:00, 09:30, ...
    Clock,
    /// From the beginning of each stated stretch of working hours, in elapsed minutes: hours from 08:20 with a
    /// step of 45 offer 08:20, 09:05, ...
    Opening,
}

/// Duration, buffers and step of a service, known to be whole ticks and short enough.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Timing {
    duration: u16,
    before: u16,
    after: u16,
    step: u16,
}

/// What is wrong with a service's minutes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimingFault {
    /// A duration, buffer or step is not a multiple of five minutes.
    NotInFives,
    /// The duration or the step is nothing.
    Nothing,
    /// Duration and buffers together, or the step, exceed 24 hours.
    TooLong,
}

impl Timing {
    /// The longest claim an appointment may make, buffers included, in minutes.
    pub const LONGEST_MIN: u16 = 1440;

    /// Takes minutes: the appointment's duration, what is kept free before and after it, and the distance
    /// between offered starts.
    pub fn new(duration: u16, before: u16, after: u16, step: u16) -> Result<Timing, TimingFault> {
        if [duration, before, after, step].iter().any(|minutes| minutes % TICK_MINUTES != 0) {
            return Err(TimingFault::NotInFives);
        }
        if duration == 0 || step == 0 {
            return Err(TimingFault::Nothing);
        }
        let claimed = u32::from(duration) + u32::from(before) + u32::from(after);
        if claimed > Timing::LONGEST_MIN.into() || step > Timing::LONGEST_MIN {
            return Err(TimingFault::TooLong);
        }
        let ticks = |minutes: u16| minutes / TICK_MINUTES;
        Ok(Timing { duration: ticks(duration), before: ticks(before), after: ticks(after), step: ticks(step) })
    }

    /// The appointment's own length in ticks.
    pub fn duration_ticks(self) -> u16 {
        self.duration
    }

    /// The buffer before it in ticks.
    pub fn before_ticks(self) -> u16 {
        self.before
    }

    /// Buffer, appointment and buffer in ticks.
    pub fn claimed_ticks(self) -> u16 {
        self.before + self.duration + self.after
    }

    /// The distance between offered starts in ticks.
    pub fn step_ticks(self) -> u16 {
        self.step
    }

    /// The appointment itself, when it starts at `start`.
    pub fn span(self, start: Tick) -> std::ops::Range<Tick> {
        start..start.plus(self.duration.into())
    }

    /// What it takes from practitioner, room and device: the appointment with its buffers.
    pub fn claim(self, start: Tick) -> std::ops::Range<Tick> {
        let from = start.plus(-i32::from(self.before));
        from..from.plus(self.claimed_ticks().into())
    }
}

// A claim must fit the margin that a calendar keeps around its dates.
const _: () = assert!((Timing::LONGEST_MIN / TICK_MINUTES) as i32 == DAY_TICKS);

/// A service as far as its times are concerned.
#[derive(Clone, Debug)]
pub struct Service {
    /// Which service.
    pub key: ServiceKey,
    /// Minutes of the appointment, its buffers and its grid.
    pub timing: Timing,
    /// From where the grid is counted.
    pub grid: Grid,
    /// A visitor books at least this many elapsed minutes ahead.
    pub minimum_notice_min: u32,
    /// A visitor books at most this many local days ahead; 0 is today only.
    pub horizon_days: u16,
    /// How they meet.
    pub modality: Modality,
    /// Who gives it.
    pub practitioners: Vec<PractitionerKey>,
    /// None: needs no room. Some: needs one of these, the first free one in this order.
    pub rooms: Option<Vec<RoomKey>>,
    /// None: needs no device. Some: needs one of these, the first free one in this order.
    pub devices: Option<Vec<DeviceKey>>,
    /// At most this many a local day, all practitioners together.
    pub daily_limit: Option<u16>,
    /// A visitor's booking is a request until someone at the clinic approves it. It claims its time meanwhile.
    pub approve_first: bool,
}

impl Service {
    /// Whether practitioner, room and device must be at one place: a client comes there, or a room is needed.
    pub fn at_a_place(&self) -> bool {
        matches!(self.modality, Modality::Clinic | Modality::Class) || self.rooms.is_some()
    }
}

/// A practitioner as far as their times are concerned.
#[derive(Clone, Debug)]
pub struct Practitioner {
    /// Which practitioner.
    pub key: PractitionerKey,
    /// When and where they work.
    pub hours: Hours,
    /// At most this many appointments a local day.
    pub daily_limit: Option<u16>,
}

/// A room.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Which room.
    pub key: RoomKey,
    /// Where it is.
    pub place: PlaceKey,
}

/// A device that an appointment may need.
#[derive(Clone, Copy, Debug)]
pub struct Device {
    /// Which device.
    pub key: DeviceKey,
    /// Where it stands; none when it is carried to where it is needed.
    pub place: Option<PlaceKey>,
}

/// Time already taken: an appointment that claims its time, blocked time, or a stretch of an outside calendar.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// Whose time, if a practitioner's.
    pub practitioner: Option<PractitionerKey>,
    /// Which room, if one is taken.
    pub room: Option<RoomKey>,
    /// Which device, if one is taken.
    pub device: Option<DeviceKey>,
    /// Beginning, buffer included. Rounded outward to whole ticks.
    pub from: Timestamp,
    /// End, buffer included and itself free. Rounded outward to whole ticks.
    pub to: Timestamp,
    /// For an appointment: its service and the start without buffer, which count towards daily limits on the
    /// local day of that start. None for blocked and outside time, which count towards none.
    pub counts: Option<(ServiceKey, Timestamp)>,
}

/// Who asks for a time; the rules that protect the clinic's plan bind visitors only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Booker {
    /// A visitor or client: bound by notice, horizon and grid.
    Visitor,
    /// The clinic's own desk: may book at any five minutes, from the beginning of today (a walk-in is entered
    /// late) and however far ahead. Hours, limits and what is taken bind it like everyone.
    Desk,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_that_cannot_be_kept_are_refused() {
        for (minutes, fault) in [
            ((7, 0, 0, 15), TimingFault::NotInFives),
            ((30, 3, 0, 15), TimingFault::NotInFives),
            ((0, 0, 0, 15), TimingFault::Nothing),
            ((30, 0, 0, 0), TimingFault::Nothing),
            ((1440, 5, 0, 15), TimingFault::TooLong),
            ((30, 0, 0, 1445), TimingFault::TooLong),
        ] {
            let (duration, before, after, step) = minutes;
            assert_eq!(Timing::new(duration, before, after, step), Err(fault), "{minutes:?}");
        }
        let timing = Timing::new(45, 10, 5, 15).unwrap();
        assert_eq!(timing.claim(Tick(100)), Tick(98)..Tick(110));
        assert_eq!(timing.span(Tick(100)), Tick(100)..Tick(109));
    }
}
