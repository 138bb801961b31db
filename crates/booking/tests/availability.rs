//! The rules of availability against a naive model, minute by minute, over random clinics.

mod naive;

use std::collections::BTreeMap;

use booking::rules::*;
use jiff::{Span as Time, Timestamp, ToSpan, civil::Date, civil::Weekday, tz::TimeZone};
use naive::Naive;
use proptest::prelude::*;
use proptest::sample::subsequence;

/// Dates around which the clocks change, and one around which they do not.
const AROUND: [(&str, &str); 12] = [
    ("Europe/Dublin", "2026-03-29"),
    ("Europe/Dublin", "2026-10-25"),
    ("Europe/Dublin", "2026-07-08"),
    ("America/Sao_Paulo", "2018-11-04"),
    ("America/Sao_Paulo", "2018-02-17"),
    ("Africa/Cairo", "2026-04-24"),
    ("Africa/Cairo", "2026-10-29"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Asia/Kathmandu", "2026-01-05"),
    ("America/New_York", "2026-11-01"),
    ("Pacific/Apia", "2011-12-30"),
];

/// Weekly hours, exceptions by days from the first, and the daily limit.
type DrawnPractitioner = (Vec<(i8, Span)>, Vec<(i64, DayPlan)>, Option<u16>);

/// A clinic with a question, as drawn; instants are minutes from the first day's midnight.
#[derive(Clone, Debug)]
struct Case {
    around: usize,
    first: i64,
    length: i64,
    clinic: Vec<(i64, ClinicDay)>,
    practitioners: Vec<DrawnPractitioner>,
    rooms: Vec<u128>,
    devices: Vec<Option<u128>>,
    minutes: (u16, u16, u16, u16),
    grid: Grid,
    notice: u32,
    horizon: u16,
    modality: Modality,
    givers: Vec<u128>,
    needs: (Option<Vec<u128>>, Option<Vec<u128>>),
    daily_limit: Option<u16>,
    claims: Vec<DrawnClaim>,
    now: i64,
    booker: Booker,
    only: (Option<u128>, Option<u128>),
}

#[derive(Clone, Debug)]
struct DrawnClaim {
    who: (Option<u128>, Option<u128>, Option<u128>),
    from_seconds: i64,
    seconds: i64,
    counts: Option<u128>,
}

fn span() -> impl Strategy<Value = Span> {
    (0_u16..280, 1_u16..240, 1_u128..3).prop_map(|(from, length, place)| Span {
        from_min: from * 5,
        to_min: (from * 5 + length * 5).min(1440),
        place: PlaceKey(place),
    })
}

fn in_fives(most: u16) -> impl Strategy<Value = u16> {
    (0..=most / 5).prop_map(|fives| fives * 5)
}

fn practitioner() -> impl Strategy<Value = DrawnPractitioner> {
    let plan = prop_oneof![Just(DayPlan::Away), prop::collection::vec(span(), 0..3).prop_map(DayPlan::Instead)];
    (
        prop::collection::vec((1_i8..=7, span()), 5..20),
        prop::collection::vec((-1_i64..4, plan), 0..2),
        prop::option::weighted(0.3, 0_u16..4),
    )
}

fn claim() -> impl Strategy<Value = DrawnClaim> {
    let seconds = prop_oneof![4 => Just(0_i64), 1 => 1_i64..299];
    (
        (
            prop::option::weighted(0.9, 0_u128..4),
            prop::option::weighted(0.6, 0_u128..4),
            prop::option::weighted(0.4, 0_u128..3),
        ),
        (-300_i64..1000, seconds.clone(), 1_i64..40, seconds),
        prop::option::weighted(0.7, 1_u128..3),
    )
        .prop_map(|(who, (from, early, length, late), counts)| DrawnClaim {
            who,
            from_seconds: from * 300 + early,
            seconds: length * 300 + late,
            counts,
        })
}

fn case() -> impl Strategy<Value = Case> {
    let clinic_day = prop_oneof![
        Just(ClinicDay::Closed),
        (0_u16..200, 20_u16..200)
            .prop_map(|(from, length)| ClinicDay::Only { from_min: from * 5, to_min: (from + length) * 5 }),
    ];
    let modality = prop_oneof![3 => Just(Modality::Clinic), 1 => Just(Modality::Video), 1 => Just(Modality::Home), 1 => Just(Modality::Class)];
    let booker = prop_oneof![3 => Just(Booker::Visitor), 1 => Just(Booker::Desk)];
    let step = prop::sample::select(vec![5_u16, 10, 15, 20, 25, 30, 45, 50, 60, 90]);
    let place_and_time = (
        0..AROUND.len(),
        -1_i64..=1,
        1_i64..=3,
        prop::collection::vec((-1_i64..4, clinic_day), 0..2),
        prop::collection::vec(practitioner(), 1..4),
        prop::collection::vec(1_u128..3, 1..5),
        prop::collection::vec(prop::option::of(1_u128..3), 1..4),
    );
    let service = (
        (in_fives(120).prop_map(|n| n.max(5)), in_fives(40), in_fives(40), step),
        prop_oneof![Just(Grid::Clock), Just(Grid::Opening)],
        prop_oneof![2 => Just(0_u32), 1 => 0_u32..5000],
        prop_oneof![1 => 0_u16..6, 3 => Just(30)],
        modality,
        subsequence(vec![0_u128, 1, 2, 3], 2..=4),
        (
            prop::option::weighted(0.6, subsequence(vec![0_u128, 1, 2, 3], 1..=4).prop_shuffle()),
            prop::option::weighted(0.4, subsequence(vec![0_u128, 1, 2], 1..=3).prop_shuffle()),
        ),
        prop::option::weighted(0.3, 0_u16..6),
    );
    let asked = (
        prop::collection::vec(claim(), 0..14),
        prop_oneof![3 => Just(-4000_i64), 1 => -3000_i64..2000],
        booker,
        (prop::option::weighted(0.15, 0_u128..4), prop::option::weighted(0.15, 1_u128..3)),
    );
    (place_and_time, service, asked).prop_map(|(a, b, c)| Case {
        around: a.0,
        first: a.1,
        length: a.2,
        clinic: a.3,
        practitioners: a.4,
        rooms: a.5,
        devices: a.6,
        minutes: b.0,
        grid: b.1,
        notice: b.2,
        horizon: b.3,
        modality: b.4,
        givers: b.5,
        needs: b.6,
        daily_limit: b.7,
        claims: c.0,
        now: c.1,
        booker: c.2,
        only: c.3,
    })
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let (zone, date) = AROUND[case.around];
    let zone = TimeZone::get(zone).unwrap();
    let first = date.parse::<Date>().unwrap() + case.first.days();
    let days = (first, first + (case.length - 1).days());
    let on = |offset: &i64| first + offset.days();
    let midnight = zone.to_timestamp(first.into()).unwrap();
    let clinic: ClinicDays = case.clinic.iter().map(|(offset, day)| (on(offset), *day)).collect();
    let practitioners: Vec<Practitioner> = (0..)
        .zip(&case.practitioners)
        .map(|(key, (weekly, exceptions, daily_limit))| Practitioner {
            key: PractitionerKey(key),
            hours: Hours {
                weekly: weekly
                    .iter()
                    .map(|(day, span)| WeeklyHours {
                        weekday: Weekday::from_monday_one_offset(*day).unwrap(),
                        span: *span,
                        since: None,
                        until: None,
                    })
                    .collect(),
                exceptions: exceptions
                    .iter()
                    .map(|(offset, plan)| (on(offset), plan.clone()))
                    .collect::<BTreeMap<_, _>>(),
            },
            daily_limit: *daily_limit,
        })
        .collect();
    let rooms: Vec<Room> =
        (0..).zip(&case.rooms).map(|(key, place)| Room { key: RoomKey(key), place: PlaceKey(*place) }).collect();
    let devices: Vec<Device> = (0..)
        .zip(&case.devices)
        .map(|(key, place)| Device { key: DeviceKey(key), place: place.map(PlaceKey) })
        .collect();
    let (duration, before, after, step) = case.minutes;
    let service = Service {
        key: ServiceKey(1),
        timing: Timing::new(duration, before, after, step).unwrap(),
        grid: case.grid,
        minimum_notice_min: case.notice,
        horizon_days: case.horizon,
        modality: case.modality,
        practitioners: case.givers.iter().copied().map(PractitionerKey).collect(),
        rooms: case.needs.0.as_ref().map(|keys| keys.iter().copied().map(RoomKey).collect()),
        devices: case.needs.1.as_ref().map(|keys| keys.iter().copied().map(DeviceKey).collect()),
        daily_limit: case.daily_limit,
        approve_first: false,
    };
    let claims: Vec<Claim> = case
        .claims
        .iter()
        .map(|drawn| {
            let from = midnight + Time::new().seconds(drawn.from_seconds);
            Claim {
                practitioner: drawn.who.0.map(PractitionerKey),
                room: drawn.who.1.map(RoomKey),
                device: drawn.who.2.map(DeviceKey),
                from,
                to: from + Time::new().seconds(drawn.seconds),
                counts: drawn.counts.map(|service| (ServiceKey(service), from)),
            }
        })
        .collect();
    let query = Query {
        service: &service,
        now: midnight + Time::new().minutes(case.now),
        booker: case.booker,
        practitioner: case.only.0.map(PractitionerKey),
        place: case.only.1.map(PlaceKey),
    };
    let setting =
        Setting { zone: &zone, clinic: &clinic, practitioners: &practitioners, rooms: &rooms, devices: &devices };

    let mut calendar = Calendar::new(&setting, days.0..=days.1);
    claims.iter().for_each(|claim| calendar.claim(claim));
    let naive = Naive::new(&setting, days, &claims);
    let offer = calendar.offer(&query);

    let mut earliest: Option<Timestamp> = None;
    let mut last: Vec<bool> = Vec::new();
    let ticks = (case.length * 24 + 60) * 12;
    for n in 0..ticks {
        let start = midnight + Time::new().minutes((n - 360) * 5);
        let expected: Vec<bool> =
            practitioners.iter().map(|who| naive.offered(&query, case.minutes, start, who)).collect();
        for (who, expected) in practitioners.iter().zip(&expected) {
            prop_assert_eq!(offer.has(who.key, start), *expected, "offer of {:?} at {}", who.key, start);
        }
        // Asking about each start alone is slow; every edge and some in between are enough.
        if expected != last || n % 23 == 0 {
            for (who, expected) in practitioners.iter().zip(&expected) {
                let reasons = calendar.explain(&query, start, who.key);
                prop_assert_eq!(reasons.is_empty(), *expected, "reasons for {:?} at {}: {:?}", who.key, start, reasons);
            }
            let best =
                practitioners.iter().zip(&expected).filter(|(_, expected)| **expected).map(|(who, _)| who).min_by_key(
                    |who| {
                        let date = zone.to_datetime(start).date();
                        naive.appointments(date, |claim, _| claim.practitioner == Some(who.key))
                    },
                );
            match calendar.choose(&query, start) {
                Ok(chosen) => {
                    prop_assert_eq!(Some(chosen.practitioner), best.map(|who| who.key), "choice at {}", start);
                    taken_is_gone(&calendar, &query, &chosen)?;
                }
                Err(refusal) => prop_assert!(best.is_none(), "{} refused at {start}: {refusal:?}", best.unwrap().key.0),
            }
        }
        if earliest.is_none() && expected.contains(&true) {
            earliest = Some(start);
        }
        last = expected;
    }
    prop_assert_eq!(calendar.first_available(&query).map(|first| first.start), earliest);
    let listed: Vec<_> = offer.times().collect();
    prop_assert!(listed.is_sorted() && listed.len() == offer.len());
    for date in calendar.days_of(&offer) {
        let that_day = calendar.offer_on(&query, date..=date);
        let expected: Vec<_> = listed.iter().copied().filter(|(at, _)| zone.to_datetime(*at).date() == date).collect();
        prop_assert_eq!(that_day.times().collect::<Vec<_>>(), expected);
    }
    Ok(())
}

/// Once claimed, what was chosen is taken; given back, all is as before.
fn taken_is_gone(calendar: &Calendar, query: &Query<'_>, chosen: &Assignment) -> Result<(), TestCaseError> {
    let claim = Claim {
        practitioner: Some(chosen.practitioner),
        room: chosen.room,
        device: chosen.device,
        from: chosen.busy_from,
        to: chosen.busy_to,
        counts: Some((query.service.key, chosen.start)),
    };
    let mut after = calendar.clone();
    after.claim(&claim);
    let same = Query { practitioner: Some(chosen.practitioner), ..*query };
    let refused = after.choose(&same, chosen.start);
    prop_assert!(
        matches!(refused, Err(Refusal::PractitionerBusy { .. } | Refusal::DailyLimit { .. })),
        "{:?}",
        refused
    );
    after.release(&claim);
    prop_assert_eq!(after.choose(&same, chosen.start), Ok(*chosen));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        // Half of what is usual, or of PROPTEST_CASES: each case asks about hundreds of starts.
        cases: ProptestConfig::default().cases / 2,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_start_is_offered_exactly_when_it_is_accepted_has_no_objection_and_a_minute_by_minute_search_finds_it(case in case()) {
        check(&case)?;
    }
}
