//! Free times of a large clinic: 50 practitioners, 20 rooms, 8 devices, four weeks, 2,000 bookings.
//!
//! Prints one line per question, as the fastest and the median of many rounds in microseconds. The fastest is what
//! the code costs; the median what it costs on a machine that has other things to do.

use std::hint::black_box;
use std::time::{Duration, Instant};

use booking::rules::*;
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, civil::Weekday, civil::date, tz::TimeZone};

const PRACTITIONERS: u128 = 50;
const ROOMS: u128 = 20;
const DEVICES: u128 = 8;
const DAYS: i64 = 28;

/// The clinic of the benchmark. The clocks change within its four weeks.
pub struct Clinic {
    zone: TimeZone,
    days: ClinicDays,
    practitioners: Vec<Practitioner>,
    rooms: Vec<Room>,
    devices: Vec<Device>,
    first: Date,
    service: Service,
}

impl Clinic {
    /// Two places; hours with a break on five days a week; a treatment of 45 minutes with 10 minutes to clear up.
    pub fn new() -> Result<Clinic, Box<dyn std::error::Error>> {
        let weekdays = [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
        let hours = |place: u128| Hours {
            weekly: weekdays
                .iter()
                .flat_map(|weekday| [(480, 750), (795, 1080)].map(|(from_min, to_min)| (*weekday, from_min, to_min)))
                .map(|(weekday, from_min, to_min)| WeeklyHours {
                    weekday,
                    span: Span { from_min, to_min, place: PlaceKey(place) },
                    since: None,
                    until: None,
                })
                .collect(),
            ..Hours::default()
        };
        let practitioner =
            |key: u128| Practitioner { key: PractitionerKey(key), hours: hours(key % 2), daily_limit: Some(9) };
        let timing = Timing::new(45, 0, 10, 15).map_err(|fault| format!("{fault:?}"))?;
        Ok(Clinic {
            zone: TimeZone::get("Europe/Dublin")?,
            days: ClinicDays::from([(date(2026, 4, 3), ClinicDay::Closed), (date(2026, 4, 6), ClinicDay::Closed)]),
            practitioners: (0..PRACTITIONERS).map(practitioner).collect(),
            rooms: (0..ROOMS).map(|key| Room { key: RoomKey(key), place: PlaceKey(key % 2) }).collect(),
            devices: (0..DEVICES).map(|key| Device { key: DeviceKey(key), place: Some(PlaceKey(key % 2)) }).collect(),
            first: date(2026, 3, 16),
            service: Service {
                key: ServiceKey(1),
                timing,
                grid: Grid::Clock,
                minimum_notice_min: 120,
                horizon_days: 90,
                modality: Modality::Clinic,
                practitioners: (0..PRACTITIONERS).map(PractitionerKey).collect(),
                rooms: Some((0..ROOMS).map(RoomKey).collect()),
                devices: Some((0..DEVICES).map(DeviceKey).collect()),
                daily_limit: None,
                approve_first: false,
            },
        })
    }

    fn last(&self) -> Date {
        self.first + (DAYS - 1).days()
    }

    fn now(&self) -> Result<Timestamp, jiff::Error> {
        self.zone.to_timestamp(self.first.into())
    }

    /// Free hours only.
    pub fn empty(&self) -> Calendar {
        let setting = Setting {
            zone: &self.zone,
            clinic: &self.days,
            practitioners: &self.practitioners,
            rooms: &self.rooms,
            devices: &self.devices,
        };
        Calendar::new(&setting, self.first..=self.last())
    }

    /// The question a visitor asks.
    pub fn query(&self) -> Result<Query<'_>, jiff::Error> {
        Ok(Query { service: &self.service, now: self.now()?, booker: Booker::Visitor, practitioner: None, place: None })
    }

    /// `count` bookings strewn over the four weeks, one in three with a device.
    pub fn claims(&self, count: u64) -> Result<Vec<Claim>, jiff::Error> {
        let midnight = self.now()?;
        let mut seed = 7_u64;
        let mut draw = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let claim = |n: u64| {
            let minutes = draw(DAYS as u64) * 1440 + 480 + draw(110) * 5;
            let from = midnight + SignedDuration::from_mins(minutes as i64);
            let practitioner = u128::from(draw(PRACTITIONERS as u64));
            Claim {
                practitioner: Some(PractitionerKey(practitioner)),
                room: Some(RoomKey(u128::from(draw(ROOMS as u64)) / 2 * 2 + practitioner % 2)),
                device: n
                    .is_multiple_of(3)
                    .then(|| DeviceKey(u128::from(draw(DEVICES as u64)) / 2 * 2 + practitioner % 2)),
                from,
                to: from + SignedDuration::from_mins(55),
                counts: Some((ServiceKey(u128::from(draw(12))), from)),
            }
        };
        Ok((0..count).map(claim).collect())
    }
}

fn time<T>(name: &str, rounds: u32, mut ask: impl FnMut() -> T) {
    let mut taken: Vec<Duration> = (0..rounds)
        .map(|_| {
            let begun = Instant::now();
            black_box(ask());
            begun.elapsed()
        })
        .collect();
    taken.sort_unstable();
    let micros = |duration: Duration| duration.as_secs_f64() * 1e6;
    println!("{name:<62} {:>9.2} µs  (median {:.2})", micros(taken[0]), micros(taken[taken.len() / 2]));
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clinic = Clinic::new()?;
    let claims = clinic.claims(2000)?;
    let query = clinic.query()?;
    let empty = clinic.empty();
    let mut full = empty.clone();
    claims.iter().for_each(|claim| full.claim(claim));
    let offer = full.offer(&query);
    let one = Query { practitioner: Some(PractitionerKey(17)), ..query };
    let day = clinic.first + 8.days();
    let start = offer.next_starts(query.now + SignedDuration::from_hours(200), 1);
    let start = *start.first().ok_or("nothing is free")?;
    println!("{} pairs of start and practitioner are offered", offer.len());

    time("offer, 50 practitioners x 4 weeks x 2,000 bookings", 2000, || full.offer(&query));
    time("the same, every pair of instant and practitioner listed", 500, || {
        full.offer(&query).times().for_each(|time| {
            black_box(time);
        });
    });
    time("offer, one practitioner x 4 weeks", 2000, || full.offer(&one));
    time("offer, one practitioner x one day", 2000, || full.offer_on(&one, day..=day));
    time("first available of 50", 2000, || full.first_available(&query));
    time("choose with one practitioner", 2000, || full.choose(&one, start));
    time("choose with anyone of 50", 2000, || full.choose(&query, start));
    time("explain one practitioner", 2000, || full.explain(&one, start, PractitionerKey(17)));
    time("build: hours of 50 practitioners, 4 weeks", 200, || clinic.empty());
    time("build: 2,000 bookings (and copying the empty calendar)", 200, || {
        let mut calendar = empty.clone();
        claims.iter().for_each(|claim| calendar.claim(claim));
        calendar
    });
    time("one booking told", 2000, || full.claim(&claims[5]));
    Ok(())
}
