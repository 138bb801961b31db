//! The invented clinic itself: who works there, where, when, and what they give.

use booking::model::{
    Device, DeviceId, HoursId, HoursRow, Online, Place, PlaceId, Practitioner, PractitionerId, Room, RoomId, Service,
    ServiceId, Terms,
};
use booking::rules::{Grid, Modality, Span, WeeklyHours};
use booking::store::Catalogue;
use ground::Role;
use jiff::Timestamp;
use jiff::civil::Weekday;

/// Practitioners of the ordinary demo: name, skills, and their week as (weekdays from Monday, from, to) in minutes.
type Week = &'static [(&'static [i8], u16, u16)];
const PEOPLE: &[(&str, &str, Week)] = &[
    ("Maeve Corrigan", "Knees, running", &[(&[1, 2, 3, 4, 5], 480, 750), (&[1, 2, 3, 4, 5], 795, 1050)]),
    ("Tomasz Wilk", "Backs, work injury", &[(&[1, 2, 3, 4, 5], 540, 765), (&[1, 2, 3, 4, 5], 810, 1080)]),
    ("Ifeoma Adeyemi", "After surgery", &[(&[1, 2, 3, 4], 480, 735), (&[1, 2, 3, 4], 780, 1020)]),
    ("Sunniva Hale", "Balance, falls", &[(&[1, 2, 4, 5], 510, 735), (&[1, 2, 4, 5], 795, 1005), (&[6, 7], 840, 1080)]),
    ("Lukas Brandt", "Hands, wrists", &[(&[2, 3, 5], 480, 720), (&[2, 3, 5], 780, 990), (&[6, 7], 540, 780)]),
    ("Ana Kovač", "Neck, headaches", &[(&[1, 3], 780, 1170), (&[5, 6, 7], 540, 780)]),
];

/// Emails and roles of those who do not treat.
pub(super) const OFFICE: &[(&str, &str, Role)] = &[
    ("Rhona Delacourt", "rhona@example.org", Role::FrontDesk),
    ("Edda Marsh", "edda@example.org", Role::Manager),
    ("Severin Poole", "severin@example.org", Role::PrivacyOfficer),
    ("Ulla Brandt", "ulla@example.org", Role::Operator),
];

/// The clinic at `address` with `practitioners` practitioners; beyond the six that are named, more of the same kind.
pub(super) fn catalogue(now: Timestamp, practitioners: usize, address: &str) -> (Catalogue, Vec<HoursRow>) {
    let place = Place {
        id: PlaceId::new(now),
        name: "Linden Quay".to_owned(),
        address: address.to_owned(),
        directions: "Ground floor, step-free from the street.".to_owned(),
        spot: None,
        position: 0,
        retired_at: None,
    };
    let rooms: Vec<Room> = (0..practitioners.max(6) * 2 / 3)
        .map(|n| Room {
            id: RoomId::new(now),
            place: place.id,
            name: if n == 3 { "Gym".to_owned() } else { format!("Room {}", n + 1 - usize::from(n > 3)) },
            position: n as i64,
            retired_at: None,
        })
        .collect();
    let device = Device {
        id: DeviceId::new(now),
        place: Some(place.id),
        name: "Ultrasound".to_owned(),
        position: 0,
        retired_at: None,
    };
    let staff: Vec<Practitioner> = (0..practitioners)
        .map(|n| {
            let (name, skills, _) = PEOPLE[n % PEOPLE.len()];
            let name = if n < PEOPLE.len() { name.to_owned() } else { format!("{name} {}", n / PEOPLE.len() + 1) };
            Practitioner {
                id: PractitionerId::new(now),
                account: None,
                person: None,
                name,
                skills: skills.to_owned(),
                daily_limit: None,
                position: n as i64,
                retired_at: None,
            }
        })
        .collect();
    let mut hours = Vec::new();
    for (n, one) in staff.iter().enumerate() {
        for (days, from_min, to_min) in PEOPLE[n % PEOPLE.len()].2 {
            for day in *days {
                let Ok(weekday) = Weekday::from_monday_one_offset(*day) else { continue };
                let span = Span { from_min: *from_min, to_min: *to_min, place: place.id.into() };
                hours.push(HoursRow {
                    id: HoursId::new(now),
                    practitioner: one.id,
                    weekly: WeeklyHours { weekday, span, since: None, until: None },
                });
            }
        }
    }
    let services = services(now, &staff, &rooms, &device);
    (
        Catalogue {
            services,
            practitioners: staff,
            places: vec![place],
            rooms,
            devices: vec![device],
            terms: Terms::default(),
            letters: Vec::new(),
        },
        hours,
    )
}

fn services(now: Timestamp, staff: &[Practitioner], rooms: &[Room], device: &Device) -> Vec<Service> {
    let everyone: Vec<PractitionerId> = staff.iter().map(|one| one.id).collect();
    let first =
        |n: usize| staff.iter().enumerate().filter(|(at, _)| at % 6 == n).map(|(_, one)| one.id).collect::<Vec<_>>();
    let plain = Service {
        id: ServiceId::new(now),
        slug: String::new(),
        name: String::new(),
        about: String::new(),
        bring: String::new(),
        modality: Modality::Clinic,
        duration_min: 45,
        before_min: 0,
        after_min: 0,
        step_min: 15,
        grid: Grid::Clock,
        notice_min: 120,
        horizon_days: 60,
        daily_limit: None,
        price_minor: Some(7_200),
        needs_room: true,
        needs_device: false,
        approve_first: false,
        online: Online::Everyone,
        position: 0,
        retired_at: None,
        practitioners: everyone.clone(),
        rooms: Vec::new(),
        devices: Vec::new(),
    };
    let named = |position: i64, slug: &str, name: &str, about: &str| Service {
        id: ServiceId::new(now),
        slug: slug.to_owned(),
        name: name.to_owned(),
        about: about.to_owned(),
        position,
        ..plain.clone()
    };
    vec![
        Service {
            bring: "Clothes you can move in, and letters or pictures you have from elsewhere.".to_owned(),
            ..named(
                0,
                "first-visit",
                "First physiotherapy visit",
                "We listen, look and move with you, and agree on a plan.",
            )
        },
        Service {
            duration_min: 30,
            price_minor: Some(5_400),
            bring: "Clothes you can move in.".to_owned(),
            ..named(1, "review", "Review", "How it goes, and what comes next.")
        },
        Service {
            duration_min: 30,
            modality: Modality::Video,
            needs_room: false,
            price_minor: Some(4_800),
            ..named(2, "video", "Video visit", "From where you are. You need a phone or a computer with a camera.")
        },
        Service {
            duration_min: 45,
            after_min: 5,
            needs_device: true,
            devices: vec![device.id],
            practitioners: [first(0), first(1), first(2)].concat(),
            ..named(3, "ultrasound", "Ultrasound session", "For a tendon or a muscle, with the ultrasound machine.")
        },
        Service {
            duration_min: 30,
            practitioners: first(3),
            rooms: rooms.iter().filter(|room| room.name == "Gym").map(|room| room.id).collect(),
            price_minor: Some(5_400),
            ..named(4, "fall-check", "Balance and fall check", "For anyone who has fallen, or fears to.")
        },
        Service {
            duration_min: 60,
            before_min: 30,
            after_min: 30,
            modality: Modality::Home,
            needs_room: false,
            approve_first: true,
            practitioners: [first(3), first(4)].concat(),
            price_minor: Some(11_000),
            ..named(5, "home", "Home visit", "We come to you. We look at the way first, then say yes.")
        },
    ]
}
