//! The answers a desk and a visitor get, case by case, in one small clinic.

use booking::rules::*;
use jiff::{Timestamp, civil::Date, civil::Weekday, civil::date, tz::TimeZone};

const HIGH_STREET: PlaceKey = PlaceKey(1);
const HARBOUR: PlaceKey = PlaceKey(2);
const ANN: PractitionerKey = PractitionerKey(1);
const BEN: PractitionerKey = PractitionerKey(2);
const GYM: RoomKey = RoomKey(1);
const QUIET: RoomKey = RoomKey(2);
const LASER: DeviceKey = DeviceKey(1);

/// Monday the first.
const FIRST: Date = date(2026, 6, 1);

struct Clinic {
    zone: TimeZone,
    days: ClinicDays,
    practitioners: Vec<Practitioner>,
    service: Service,
    claims: Vec<Claim>,
    now: Timestamp,
}

/// Ann works 09:00 to 12:00 in the High Street and 13:00 to 17:00 at the harbour, Ben 09:00 to 17:00 in the High
/// Street; a treatment takes 60 minutes, 10 to clear up, and is offered every half hour.
fn clinic() -> Clinic {
    let span = |from: u16, to: u16, place| Span { from_min: from * 60, to_min: to * 60, place };
    let hours = |spans: &[Span]| Hours {
        weekly: [Weekday::Monday, Weekday::Tuesday]
            .iter()
            .flat_map(|weekday| spans.iter().map(|span| (*weekday, *span)))
            .map(|(weekday, span)| WeeklyHours { weekday, span, since: None, until: None })
            .collect(),
        ..Hours::default()
    };
    Clinic {
        zone: TimeZone::get("Europe/Dublin").unwrap(),
        days: ClinicDays::new(),
        practitioners: vec![
            Practitioner {
                key: ANN,
                hours: hours(&[span(9, 12, HIGH_STREET), span(13, 17, HARBOUR)]),
                daily_limit: None,
            },
            Practitioner { key: BEN, hours: hours(&[span(9, 17, HIGH_STREET)]), daily_limit: None },
        ],
        service: Service {
            key: ServiceKey(1),
            timing: Timing::new(60, 0, 10, 30).unwrap(),
            grid: Grid::Clock,
            minimum_notice_min: 0,
            horizon_days: 30,
            modality: Modality::Clinic,
            practitioners: vec![ANN, BEN],
            rooms: None,
            devices: None,
            daily_limit: None,
            approve_first: false,
        },
        claims: vec![],
        now: "2026-05-31T12:00:00Z".parse().unwrap(),
    }
}

impl Clinic {
    fn calendar(&self) -> Calendar {
        let setting = Setting {
            zone: &self.zone,
            clinic: &self.days,
            practitioners: &self.practitioners,
            rooms: &[Room { key: GYM, place: HIGH_STREET }, Room { key: QUIET, place: HARBOUR }],
            devices: &[Device { key: LASER, place: None }],
        };
        let mut calendar = Calendar::new(&setting, FIRST..=date(2026, 6, 14));
        self.claims.iter().for_each(|claim| calendar.claim(claim));
        calendar
    }

    fn query(&self) -> Query<'_> {
        Query { service: &self.service, now: self.now, booker: Booker::Visitor, practitioner: None, place: None }
    }

    fn at(&self, day: i8, time: &str) -> Timestamp {
        let time: jiff::civil::Time = time.parse().unwrap();
        self.zone.to_timestamp(date(2026, 6, day).to_datetime(time)).unwrap()
    }

    fn booked(&mut self, who: PractitionerKey, room: Option<RoomKey>, day: i8, from: &str, to: &str) {
        let (from, to) = (self.at(day, from), self.at(day, to));
        let counts = Some((self.service.key, from));
        self.claims.push(Claim { practitioner: Some(who), room, device: None, from, to, counts });
    }

    fn explain(&self, who: PractitionerKey, day: i8, time: &str) -> Vec<Refusal> {
        self.calendar().explain(&self.query(), self.at(day, time), who)
    }

    fn choose(&self, day: i8, time: &str) -> Result<Assignment, Refusal> {
        self.calendar().choose(&self.query(), self.at(day, time))
    }
}

#[test]
fn an_ordinary_time_is_accepted_with_its_end_and_what_it_claims() {
    let clinic = clinic();
    let chosen = clinic.choose(1, "09:00").unwrap();
    assert_eq!(
        chosen,
        Assignment {
            practitioner: ANN,
            place: Some(HIGH_STREET),
            room: None,
            device: None,
            start: clinic.at(1, "09:00"),
            end: clinic.at(1, "10:00"),
            busy_from: clinic.at(1, "09:00"),
            busy_to: clinic.at(1, "10:10"),
            status: Status::Booked,
        }
    );
}

#[test]
fn the_last_start_is_the_one_that_ends_with_the_hours_and_its_buffer_may_pass_them() {
    let clinic = clinic();
    assert_eq!(clinic.explain(ANN, 1, "11:00"), []);
    assert_eq!(clinic.explain(ANN, 1, "11:30"), [Refusal::OutsideHours]);
    assert_eq!(clinic.explain(ANN, 1, "12:30"), [Refusal::OutsideHours]);
    assert_eq!(clinic.explain(ANN, 1, "16:00"), []);
}

#[test]
fn every_reason_is_named_the_most_basic_first() {
    let mut clinic = clinic();
    clinic.now = clinic.at(1, "08:00");
    clinic.service.minimum_notice_min = 240;
    clinic.service.rooms = Some(vec![GYM]);
    clinic.service.devices = Some(vec![]);
    clinic.practitioners[1].daily_limit = Some(1);
    clinic.booked(BEN, Some(GYM), 1, "09:00", "10:10");
    assert_eq!(
        clinic.explain(BEN, 1, "10:05"),
        [
            Refusal::TooSoon { earliest: clinic.at(1, "12:00") },
            Refusal::OffGrid,
            Refusal::DailyLimit { of: Limit::Practitioner, limit: 1 },
            Refusal::PractitionerBusy { from: clinic.at(1, "09:00"), to: clinic.at(1, "10:10") },
            Refusal::NoRoom,
            Refusal::NoDevice,
        ]
    );
}

#[test]
fn closed_days_and_days_off_say_so_instead_of_blaming_the_hours() {
    let mut clinic = clinic();
    clinic.practitioners[0].hours.exceptions.insert(date(2026, 6, 2), DayPlan::Away);
    clinic.days.insert(FIRST, ClinicDay::Closed);
    assert_eq!(clinic.explain(ANN, 1, "09:00"), [Refusal::Closed(FIRST)]);
    assert_eq!(clinic.explain(ANN, 2, "09:00"), [Refusal::Away(date(2026, 6, 2))]);
    assert_eq!(clinic.explain(ANN, 3, "09:00"), [Refusal::OutsideHours]);
    assert_eq!(clinic.choose(2, "09:00").map(|chosen| chosen.practitioner), Ok(BEN));
}

#[test]
fn notice_and_horizon_bind_to_the_minute_and_to_the_local_day() {
    let mut clinic = clinic();
    clinic.service.minimum_notice_min = 60;
    clinic.now = clinic.at(1, "08:00");
    assert_eq!(clinic.explain(ANN, 1, "09:00"), []);
    clinic.now = "2026-06-01T07:00:01Z".parse().unwrap();
    assert_eq!(
        clinic.explain(ANN, 1, "09:00"),
        [Refusal::TooSoon { earliest: "2026-06-01T08:00:01Z".parse().unwrap() }]
    );
    clinic.service.horizon_days = 6;
    assert_eq!(clinic.explain(ANN, 8, "09:00"), [Refusal::TooFar { last_day: date(2026, 6, 7) }]);
    clinic.service.horizon_days = 7;
    assert_eq!(clinic.explain(ANN, 8, "09:00"), []);
    // 23:30 UTC is already tomorrow in Dublin's summer: the horizon has moved with the local day.
    clinic.service.horizon_days = 6;
    clinic.now = "2026-06-01T23:30:00Z".parse().unwrap();
    assert_eq!(clinic.explain(ANN, 8, "09:00"), []);
}

#[test]
fn the_desk_is_free_of_notice_horizon_and_grid_but_of_nothing_else() {
    let mut clinic = clinic();
    clinic.service.minimum_notice_min = 1440;
    clinic.service.horizon_days = 0;
    clinic.service.approve_first = true;
    clinic.now = clinic.at(1, "10:00");
    clinic.booked(ANN, None, 1, "11:00", "11:30");
    let (calendar, visitor) = (clinic.calendar(), clinic.query());
    let desk = Query { booker: Booker::Desk, practitioner: Some(ANN), ..visitor };
    let answer = |day, time| calendar.choose(&desk, clinic.at(day, time)).map(|chosen| chosen.status);
    assert_eq!(answer(1, "09:05"), Ok(Status::Booked));
    assert_eq!(answer(8, "09:05"), Ok(Status::Booked));
    assert_eq!(answer(1, "08:55"), Err(Refusal::OutsideHours));
    let busy = Refusal::PractitionerBusy { from: clinic.at(1, "11:00"), to: clinic.at(1, "11:30") };
    assert_eq!(answer(1, "10:00"), Err(busy));
    let tomorrow = Query { now: clinic.at(2, "00:10"), ..desk };
    let yesterday = calendar.choose(&tomorrow, clinic.at(1, "13:00"));
    assert_eq!(yesterday, Err(Refusal::TooSoon { earliest: clinic.at(2, "00:00") }));
}

#[test]
fn a_visitor_asks_for_what_is_approved_first() {
    let mut clinic = clinic();
    clinic.service.approve_first = true;
    assert_eq!(clinic.choose(1, "09:00").map(|chosen| chosen.status), Ok(Status::Requested));
}

#[test]
fn of_several_free_the_one_with_fewest_appointments_that_day_comes_first() {
    let mut clinic = clinic();
    clinic.booked(ANN, None, 1, "14:00", "15:10");
    clinic.booked(BEN, None, 2, "14:00", "15:10");
    assert_eq!(clinic.choose(1, "09:00").map(|chosen| chosen.practitioner), Ok(BEN));
    assert_eq!(clinic.choose(2, "09:00").map(|chosen| chosen.practitioner), Ok(ANN));
    let first = clinic.calendar().first_available(&clinic.query()).unwrap();
    assert_eq!((first.practitioner, first.start), (BEN, clinic.at(1, "09:00")));
    // Blocked time is no appointment: it does not weigh.
    clinic.claims[0].counts = None;
    assert_eq!(clinic.choose(1, "09:00").map(|chosen| chosen.practitioner), Ok(ANN));
}

#[test]
fn the_room_is_the_first_free_one_where_the_practitioner_is() {
    let mut clinic = clinic();
    clinic.service.rooms = Some(vec![QUIET, GYM]);
    assert_eq!(clinic.choose(1, "09:00").map(|chosen| chosen.room), Ok(Some(GYM)));
    let ann = Query { practitioner: Some(ANN), ..clinic.query() };
    let afternoon = clinic.calendar().choose(&ann, clinic.at(1, "13:00")).unwrap();
    assert_eq!((afternoon.place, afternoon.room), (Some(HARBOUR), Some(QUIET)));
    // The only room of the High Street is one room, whoever uses it.
    clinic.booked(BEN, Some(GYM), 1, "09:00", "10:10");
    assert_eq!(clinic.explain(ANN, 1, "09:30"), [Refusal::NoRoom]);
    assert_eq!(clinic.choose(1, "09:30"), Err(Refusal::NoRoom));
}

#[test]
fn a_device_that_is_carried_serves_every_place_but_one_client_at_a_time() {
    let mut clinic = clinic();
    clinic.service.devices = Some(vec![LASER]);
    assert_eq!(clinic.choose(1, "13:00").map(|chosen| chosen.device), Ok(Some(LASER)));
    let (from, to) = (clinic.at(1, "13:30"), clinic.at(1, "14:00"));
    let elsewhere = Claim { practitioner: None, room: None, device: Some(LASER), from, to, counts: None };
    clinic.claims.push(elsewhere);
    assert_eq!(clinic.choose(1, "13:00"), Err(Refusal::NoDevice));
    assert_eq!(clinic.explain(ANN, 1, "14:00"), []);
}

#[test]
fn a_place_can_be_asked_for() {
    let clinic = clinic();
    let harbour = Query { place: Some(HARBOUR), ..clinic.query() };
    let calendar = clinic.calendar();
    assert_eq!(calendar.first_available(&harbour).map(|first| first.start), Some(clinic.at(1, "13:00")));
    assert_eq!(calendar.choose(&harbour, clinic.at(1, "09:00")), Err(Refusal::OutsideHours));
}

#[test]
fn a_service_limit_counts_everyone_s_appointments() {
    let mut clinic = clinic();
    clinic.service.daily_limit = Some(2);
    clinic.booked(ANN, None, 1, "09:00", "10:10");
    assert_eq!(clinic.explain(BEN, 1, "09:00"), []);
    clinic.booked(BEN, None, 1, "15:00", "16:10");
    assert_eq!(clinic.explain(BEN, 1, "09:00"), [Refusal::DailyLimit { of: Limit::Service, limit: 2 }]);
    assert_eq!(clinic.explain(BEN, 2, "09:00"), []);
}

#[test]
fn the_opening_grid_counts_from_when_work_begins() {
    let mut clinic = clinic();
    clinic.service.grid = Grid::Opening;
    clinic.service.timing = Timing::new(45, 0, 0, 50).unwrap();
    let ann = Query { practitioner: Some(ANN), ..clinic.query() };
    let offer = clinic.calendar().offer_on(&ann, FIRST..=FIRST);
    let shown: Vec<String> =
        offer.times().map(|(at, _)| clinic.zone.to_datetime(at).strftime("%H:%M").to_string()).collect();
    assert_eq!(shown, ["09:00", "09:50", "10:40", "13:00", "13:50", "14:40", "15:30"]);
    assert_eq!(clinic.explain(ANN, 1, "10:00"), [Refusal::OffGrid]);
}

#[test]
fn when_several_refuse_the_nearest_miss_is_the_answer() {
    let mut clinic = clinic();
    clinic.booked(BEN, None, 1, "12:00", "13:10");
    // Ann has her break, Ben is with someone.
    let busy = Refusal::PractitionerBusy { from: clinic.at(1, "12:00"), to: clinic.at(1, "13:10") };
    assert_eq!(clinic.choose(1, "12:00"), Err(busy));
    assert_eq!(clinic.choose(1, "20:00"), Err(Refusal::OutsideHours));
}

#[test]
fn what_is_unknown_is_refused() {
    let mut clinic = clinic();
    assert_eq!(clinic.choose(15, "09:00"), Err(Refusal::NotLoaded));
    let between = clinic.at(1, "09:00") + jiff::SignedDuration::from_secs(1);
    assert_eq!(clinic.calendar().choose(&clinic.query(), between), Err(Refusal::OffGrid));
    clinic.service.practitioners = vec![ANN, PractitionerKey(77)];
    assert_eq!(clinic.explain(BEN, 1, "09:00"), [Refusal::NotOfferedBy(BEN)]);
    assert_eq!(clinic.explain(PractitionerKey(77), 1, "09:00"), [Refusal::NotOfferedBy(PractitionerKey(77))]);
    clinic.service.practitioners.clear();
    assert_eq!(clinic.choose(1, "09:00"), Err(Refusal::NotOffered));
}

#[test]
fn what_is_free_next_is_proposed_and_the_days_with_times_are_known() {
    let clinic = clinic();
    let offer = clinic.calendar().offer(&clinic.query());
    let proposed = offer.next_starts(clinic.at(1, "15:45"), 3);
    assert_eq!(proposed, [clinic.at(1, "16:00"), clinic.at(2, "09:00"), clinic.at(2, "09:30")]);
    let days = clinic.calendar().days_of(&offer);
    assert_eq!(days, [1, 2, 8, 9].map(|day| date(2026, 6, day)));
}

#[test]
fn the_desk_sees_the_working_stretches_of_a_day() {
    let clinic = clinic();
    let stretches = clinic.calendar().openings(ANN, FIRST);
    let at = |time| clinic.at(1, time);
    assert_eq!(stretches, [(at("09:00")..at("12:00"), HIGH_STREET), (at("13:00")..at("17:00"), HARBOUR)]);
}

#[test]
fn on_the_night_the_clocks_go_back_both_hours_are_offered_once_each() {
    let mut clinic = clinic();
    let night = Span { from_min: 60, to_min: 180, place: HIGH_STREET };
    clinic.practitioners[1].hours.exceptions.insert(date(2026, 10, 25), DayPlan::Instead(vec![night]));
    clinic.now = "2026-10-24T12:00:00Z".parse().unwrap();
    let setting = Setting {
        zone: &clinic.zone,
        clinic: &clinic.days,
        practitioners: &clinic.practitioners,
        rooms: &[],
        devices: &[],
    };
    let calendar = Calendar::new(&setting, date(2026, 10, 25)..=date(2026, 10, 25));
    let shown: Vec<String> = calendar.offer(&clinic.query()).times().map(|(at, _)| at.to_string()).collect();
    assert_eq!(
        shown,
        [
            "2026-10-25T00:00:00Z",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T01:30:00Z",
            "2026-10-25T02:00:00Z"
        ]
    );
}
