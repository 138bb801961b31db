//! The reports: a week counted by hand, and the same visits in each of them.

use booking::report::{
    Bookings, Lead, Period, Share, Standing, Use, Utilisation, Way, attendance, bookings, clients, utilisation,
};
use booking::rules::Status;
use booking::store::seed::{Seeded, insert_appointments};
use booking::store::{self, Catalogue};
use ground::{PersonId, Role, Scope, params};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;

use crate::kit::{Place, Program, TestApp, program};

const NAMES: [&str; 4] = ["bookings", "attendance", "utilisation", "clients"];

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn days(from: Date, to: Date) -> Period {
    Period { from, to }
}

struct Week {
    app: TestApp,
    scope: Scope,
    catalogue: Catalogue,
    people: Vec<PersonId>,
}

/// One visit: who gives what to whom, when, for how long, what became of it, when it was made, whether a reminder went.
type Visit = (usize, &'static str, usize, &'static str, i64, Status, &'static str, bool);

impl Week {
    async fn start() -> Week {
        let app = TestApp::start().await;
        let scope = app.scope(&app.clinic, Purpose::Reporting);
        let catalogue = scope.read(store::catalogue).await.unwrap();
        let people = scope
            .read(|tx| -> ground::Result<Vec<PersonId>> {
                let rows = tx.query("SELECT id FROM client WHERE clinic = $1 ORDER BY id", &params![tx.clinic()])?;
                rows.iter().map(|row| row.get("id")).collect()
            })
            .await
            .unwrap();
        Week { app, scope, catalogue, people }
    }

    fn seeded(&self, (who, what, client, start, minutes, status, made, reminded): Visit) -> Seeded {
        let service = self.catalogue.service(what).unwrap();
        let (start, minute) = (at(start), SignedDuration::from_mins);
        let end = start + minute(minutes);
        Seeded {
            service: service.id,
            practitioner: self.catalogue.practitioners[who].id,
            place: self.catalogue.places[0].id,
            room: service.needs_room.then(|| self.catalogue.rooms[0].id),
            client: self.people[client],
            status,
            starts_at: start,
            ends_at: end,
            busy_from: start - minute(service.before_min.into()),
            busy_to: end + minute(service.after_min.into()),
            reminded: reminded.then(|| start - SignedDuration::from_hours(24)),
            created_at: at(made),
            updated_at: start,
        }
    }

    async fn plant(&self, visits: &[Visit]) {
        let rows: Vec<Seeded> = visits.iter().map(|visit| self.seeded(*visit)).collect();
        self.scope.write(move |tx| insert_appointments(tx, &rows)).await.unwrap();
    }

    /// What is planted in the week from Monday 4 March 2024, and two visits in February, so that both who work then are
    /// known to have begun. All others left in January.
    async fn planted() -> Week {
        use Status::{Booked, Cancelled, Done, LateCancelled, NoShow};
        let week = Week::start().await;
        week.plant(&[
            (0, "review", 0, "2024-02-05T09:00:00Z", 30, Done, "2024-02-01T09:00:00Z", false),
            (1, "video", 0, "2024-02-06T09:00:00Z", 30, Done, "2024-02-01T09:00:00Z", false),
            (0, "review", 0, "2024-03-04T09:00:00Z", 30, Done, "2024-03-04T08:00:00Z", false),
            (0, "review", 1, "2024-03-04T10:00:00Z", 30, NoShow, "2024-03-01T08:00:00Z", true),
            (1, "video", 1, "2024-03-07T09:00:00Z", 30, Done, "2024-02-20T08:00:00Z", true),
            // Half an hour of the way before it and after it.
            (1, "home", 2, "2024-03-08T10:00:00Z", 60, Done, "2024-03-07T08:00:00Z", false),
            (1, "review", 2, "2024-03-05T11:00:00Z", 30, LateCancelled, "2024-03-01T08:00:00Z", false),
            (0, "review", 3, "2024-03-08T09:00:00Z", 30, Cancelled, "2024-03-01T08:00:00Z", false),
            (0, "review", 3, "2024-03-08T12:00:00Z", 30, Booked, "2024-03-01T08:00:00Z", false),
        ])
        .await;
        let file = "Id,Person,Day,Made,Came,Sms,Age\n1,77E2,2024-03-09,2024-03-01 08:00,y,0,20\n";
        crate::import::import(&week.app, crate::import::MAPPING, file, crate::import::ALL).await.unwrap();
        // Maeve is away on Tuesday, Wednesday is a holiday, and Maeve's first hour of Thursday is blocked.
        let maeve = week.catalogue.practitioners[0].id;
        let gone: Vec<_> = week.catalogue.practitioners[2..].iter().map(|one| one.id).collect();
        week.scope
            .write(move |tx| -> ground::Result<()> {
                for one in &gone {
                    tx.execute(
                        "UPDATE practitioner SET retired_at = $3 WHERE clinic = $1 AND id = $2",
                        &params![tx.clinic(), *one, at("2024-01-31T12:00:00Z")],
                    )?;
                }
                tx.execute(
                    "INSERT INTO exception (clinic, id, practitioner, date, place, from_min, to_min) VALUES ($1, $2, $3, '2024-03-05', NULL, 0, 0)",
                    &params![tx.clinic(), booking::model::ExceptionId::new(tx.now()), maeve],
                )?;
                tx.execute(
                    "INSERT INTO clinic_day (clinic, date, name, from_min, to_min) VALUES ($1, '2024-03-06', 'Holiday', 0, 0)",
                    &params![tx.clinic()],
                )?;
                tx.execute(
                    "INSERT INTO block (clinic, id, practitioner, starts_at, ends_at, reason) VALUES ($1, $2, $3, $4, $5, 'Course')",
                    &params![tx.clinic(), booking::model::BlockId::new(tx.now()), maeve, at("2024-03-07T08:00:00Z"), at("2024-03-07T09:00:00Z")],
                )
                .map(drop)
            })
            .await
            .unwrap();
        week
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_counted_by_hand_stands_so_in_every_report() {
    let week = Week::planted().await;
    let of = days(date(2024, 3, 4), date(2024, 3, 10));
    let (booked, attended, used, came) = week
        .scope
        .read(move |tx| {
            Ok::<_, ground::Error>((bookings(tx, of)?, attendance(tx, of)?, utilisation(tx, of)?, clients(tx, of)?))
        })
        .await
        .unwrap();

    assert_eq!(Standing::ALL.map(|one| booked.all.of(one)), [4, 1, 1, 1, 1, 0], "the file's visit is kept too");
    let by_day: Vec<u64> = booked.by_time.iter().map(|(_, states)| states.total()).collect();
    assert_eq!(by_day, [2, 1, 0, 1, 3, 1, 0]);
    let by_service: Vec<_> =
        booked.by_service.iter().map(|(of, states)| (of.slug.as_deref(), states.total())).collect();
    assert_eq!(by_service, [(Some("review"), 5), (Some("video"), 1), (Some("home"), 1), (None, 1)]);
    assert_eq!(
        booked.by_way.iter().map(|(way, states)| (*way, states.total())).collect::<Vec<_>>(),
        [(Way::Import, 1), (Way::Demo, 7)]
    );

    let share = |kept, missed| Share { kept, missed };
    assert_eq!((attended.all, attended.unmarked, attended.late_cancelled), (share(4, 1), 1, 1));
    let leads: Vec<_> = attended.by_lead.iter().filter(|(_, of)| of.total() > 0).copied().collect();
    assert_eq!(
        leads,
        [
            (Lead::SameDay, share(1, 0)),
            (Lead::NextDay, share(1, 0)),
            (Lead::Week, share(0, 1)),
            (Lead::Fortnight, share(1, 0)),
            (Lead::Month, share(1, 0))
        ]
    );
    assert_eq!(attended.by_weekday.iter().map(|(_, of)| of.total()).collect::<Vec<_>>(), [2, 0, 0, 1, 1, 1, 0]);
    assert_eq!(attended.by_reminder.map(|(_, of)| of), [share(3, 0), share(1, 1)]);
    assert_eq!(
        attended.by_service.iter().map(|(of, share)| (of.slug.as_deref(), *share)).collect::<Vec<_>>(),
        [(Some("review"), share(1, 1)), (Some("video"), share(1, 0)), (Some("home"), share(1, 0)), (None, share(1, 0))]
    );

    // Maeve: 525 minutes on Monday and Friday, an hour less on Thursday. Tomasz: 495 on four days.
    let name = |at: usize| week.catalogue.practitioners[at].name.clone();
    assert_eq!(
        used.practitioners,
        [
            (name(0), Use { visits: 3, booked_min: 90, open_min: 1_515 }),
            (name(1), Use { visits: 2, booked_min: 150, open_min: 1_980 })
        ]
    );
    // The room is open while either works: 570 minutes, and 495 while Maeve is away.
    assert_eq!(
        used.rooms,
        [(week.catalogue.rooms[0].name.clone(), Use { visits: 3, booked_min: 90, open_min: 3 * 570 + 495 })]
    );

    assert_eq!((came.new, came.returning, came.kept), (3, 1, 4), "the first came in February before");
    assert_eq!((came.by_time[0].new, came.by_time[0].kept), (3, 4));
    assert_eq!(came.by_frequency.len(), 1, "four clients are too few to be divided");

    assert_eq!(booked.all.of(Standing::Kept), attended.all.kept);
    assert_eq!(booked.all.of(Standing::Missed), attended.all.missed);
    assert_eq!((booked.all.of(Standing::Unmarked), booked.all.of(Standing::LateCancelled)), (1, 1));
    assert_eq!(came.kept, attended.all.kept);
    let without_practitioner = 1;
    assert_eq!(Use::sum(&used.practitioners).visits, booked.all.standing() - without_practitioner);
}

/// Over the demo's own days, past and to come, with somebody who has arrived early.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_visits_add_up_alike_in_all_reports_and_in_all_their_parts() {
    let week = Week::start().await;
    let soon = "2026-11-24T10:55:00Z";
    week.plant(&[(5, "video", 0, soon, 30, Status::Arrived, "2026-11-20T09:00:00Z", false)]).await;
    week.plant(&[(4, "video", 1, "2026-11-29T09:00:00Z", 30, Status::LateCancelled, "2026-11-20T09:00:00Z", false)])
        .await;
    for of in [
        days(date(2026, 11, 24), date(2026, 11, 24)),
        days(date(2026, 11, 1), date(2026, 12, 31)),
        days(date(2026, 1, 1), date(2026, 12, 31)),
        days(date(2017, 1, 1), date(2027, 1, 1)),
    ] {
        let (booked, attended, used, came) = week
            .scope
            .read(move |tx| {
                Ok::<_, ground::Error>((bookings(tx, of)?, attendance(tx, of)?, utilisation(tx, of)?, clients(tx, of)?))
            })
            .await
            .unwrap();
        alike(&booked, &used);
        assert!(booked.all.of(Standing::Ahead) > 0, "{of}");
        assert_eq!(booked.all.of(Standing::Kept), attended.all.kept, "{of}");
        assert_eq!(booked.all.of(Standing::Missed), attended.all.missed, "{of}");
        assert_eq!(booked.all.of(Standing::Unmarked), attended.unmarked, "{of}");
        assert_eq!(booked.all.of(Standing::LateCancelled), attended.late_cancelled, "{of}");
        assert_eq!(came.kept, attended.all.kept, "{of}");
        assert_eq!(came.by_time.iter().map(|part| part.kept).sum::<u64>(), came.kept, "{of}");
        assert_eq!(came.by_time.iter().map(|part| part.new).sum::<u64>(), came.new, "{of}");
    }
}

fn alike(booked: &Bookings, used: &Utilisation) {
    let of = booked.period;
    let total = booked.all.total();
    assert_eq!(booked.by_time.iter().map(|(_, states)| states.total()).sum::<u64>(), total, "{of}");
    assert_eq!(booked.by_service.iter().map(|(_, states)| states.total()).sum::<u64>(), total, "{of}");
    assert_eq!(booked.by_way.iter().map(|(_, states)| states.total()).sum::<u64>(), total, "{of}");
    assert_eq!(Use::sum(&used.practitioners).visits, booked.all.standing(), "{of}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_belongs_to_the_clinics_day_also_on_the_night_the_clock_changes() {
    let week = Week::start().await;
    week.plant(&[
        // 31 March 2024 has 23 hours in Dublin, 27 October 25.
        (0, "review", 0, "2024-03-30T23:45:00Z", 30, Status::Done, "2024-03-30T09:00:00Z", false),
        (0, "review", 1, "2024-03-31T22:30:00Z", 30, Status::Done, "2024-03-30T09:00:00Z", false),
        (0, "review", 2, "2024-03-31T23:15:00Z", 30, Status::NoShow, "2024-03-31T09:00:00Z", false),
        (0, "review", 0, "2024-10-26T22:45:00Z", 10, Status::Done, "2024-10-26T09:00:00Z", false),
        (0, "review", 1, "2024-10-26T23:00:00Z", 10, Status::Done, "2024-10-26T09:00:00Z", false),
        (0, "review", 2, "2024-10-27T23:55:00Z", 10, Status::NoShow, "2024-10-20T09:00:00Z", false),
    ])
    .await;
    for (day, kept, missed, leads) in [
        (date(2024, 3, 30), 1, 0, &[Lead::SameDay][..]),
        (date(2024, 3, 31), 1, 0, &[Lead::NextDay]),
        (date(2024, 4, 1), 0, 1, &[Lead::NextDay]),
        (date(2024, 10, 26), 1, 0, &[Lead::SameDay]),
        (date(2024, 10, 27), 1, 1, &[Lead::NextDay, Lead::Week]),
    ] {
        let of = days(day, day);
        let (booked, attended, used) = week
            .scope
            .read(move |tx| Ok::<_, ground::Error>((bookings(tx, of)?, attendance(tx, of)?, utilisation(tx, of)?)))
            .await
            .unwrap();
        assert_eq!((booked.all.of(Standing::Kept), booked.all.of(Standing::Missed)), (kept, missed), "{day}");
        assert_eq!((attended.all.kept, attended.all.missed), (kept, missed), "{day}");
        let told: Vec<Lead> = attended.by_lead.iter().filter(|(_, of)| of.total() > 0).map(|(lead, _)| *lead).collect();
        assert_eq!(told, leads, "{day}");
        alike(&booked, &used);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_report_has_a_page_a_file_words_for_its_figures_and_nobody_in_it() {
    let week = Week::planted().await;
    let manager = week.app.signed_in(&week.app.clinic, Role::Manager).await;
    let begin = manager.get(&week.app.path("/reports")).await;
    assert_eq!(
        (begin.status, begin.headers["location"].to_str().unwrap()),
        (303, week.app.path("/reports/bookings").as_str())
    );
    let span = "from=2024-03-04&to=2024-03-10";
    for (name, sums, line, measures) in [
        (
            "bookings",
            "8 bookings from 4 March 2024 to 10 March 2024; 6 of them held their time.",
            "all,2024-03-04/2024-03-10,8,4,1,1,1,1,0",
            "bookings,kept,missed,late_cancelled,cancelled,unmarked,ahead",
        ),
        (
            "attendance",
            "1 of 5 visits were missed, 20.0%",
            "service,review,2,1,1,0.5000",
            "appointments,kept,missed,missed_share",
        ),
        (
            "utilisation",
            "Visits took 4 of 58.2 open hours of practitioners, 6.9%",
            "practitioner,Tomasz Wilk,2,150,1980,0.0758",
            "visits,booked_minutes,open_minutes,utilisation",
        ),
        (
            "clients",
            "4 clients came from 4 March 2024 to 10 March 2024: 3 for the first time, 1 again. 4 visits were kept.",
            "visits,1+,4,3,1,4,1",
            "clients,new_clients,returning_clients,kept_visits,further_visits",
        ),
    ] {
        let page = manager.get(&week.app.path(&format!("/reports/{name}?{span}"))).await;
        let text = page.text.replace(['\u{2068}', '\u{2069}'], "");
        assert!(page.status == 200 && text.contains(sums), "{name}: {text}");
        assert!(text.contains("<svg") && text.contains("<table") && text.contains("What is counted"), "{name}");
        assert!(!text.contains("per_"), "{name} names nobody");
        for other in NAMES {
            assert!(
                text.contains(&format!("/reports/{other}?from=2024-03-04&#38;to=2024-03-10")),
                "{name} leads to {other} over the same days: {text}"
            );
        }
        let file = manager.get(&week.app.path(&format!("/reports/{name}.csv?{span}"))).await;
        assert!(file.text.starts_with(&format!("by,group,{measures}\r\n")), "{}", file.text);
        assert!(file.text.contains(&format!("\r\n{line}\r\n")), "{}", file.text);
        assert!(
            file.headers["content-disposition"]
                .to_str()
                .unwrap()
                .contains(&format!("{name}-2024-03-04-2024-03-10.csv"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_period_ten_years_and_a_period_that_is_none_are_answered_in_words() {
    let week = Week::planted().await;
    let manager = week.app.signed_in(&week.app.clinic, Role::Manager).await;
    for (name, empty) in NAMES.into_iter().zip(["No bookings", "No marked visits", "Nothing was open", "Nobody came"]) {
        let get = |query: &str| {
            let path = week.app.path(&format!("/reports/{query}"));
            let manager = &manager;
            async move { manager.get(&path).await }
        };
        let page = get(&format!("{name}?from=2010-01-01&to=2010-01-31")).await;
        assert!(page.status == 200 && page.text.contains(empty), "{name}: {}", page.text);
        let file = get(&format!("{name}.csv?from=2010-01-01&to=2010-01-31")).await;
        assert!(file.status == 200 && file.text.contains("2010-01-01/2010-01-31,0"), "{}", file.text);
        for long in ["from=2017-01-01&to=2026-12-31", "all=1", "from=1927-01-01&to=2036-01-01"] {
            let page = get(&format!("{name}?{long}")).await;
            assert!(page.status == 200 && page.text.contains("<svg"), "{name}?{long}: {}", page.status);
        }
        for (query, said, kept) in [
            ("from=2024-03-10&to=2024-03-04", "The end is before the beginning", "2024-03-10"),
            ("from=2024-02-30&to=2024-03-04", "Please give a date", "2024-02-30"),
            ("from=soon&to=", "Please give a date", "soon"),
            ("from=2024-03-04&to=9999-12-31", "the next ten", "9999-12-31"),
        ] {
            let page = get(&format!("{name}?{query}")).await;
            assert!(page.text.contains(said), "{query}: {}", page.text);
            assert!(
                page.text.contains(&format!("value=\"{kept}\"")),
                "{query} comes back as it was typed: {}",
                page.text
            );
            let file = get(&format!("{name}.csv?{query}")).await;
            assert!(file.status == 422 && file.text.contains(said), "{query}: {}", file.status);
        }
    }
}

#[test]
fn the_command_line_prints_each_report_over_the_days_asked_for() {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let _demo = Program::demo(&place, &[]);
    let report = |words: &[&str]| {
        let all = [&["--data", data.as_str(), "report"], words, &["--clinic", "linden-quay"]].concat();
        let output = program::run(&place, &all, &[]);
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned(), program::said(&output))
    };
    for name in NAMES {
        let (well, file, said) = report(&[name, "--from", "2026-11-01", "--to", "2026-11-30"]);
        assert!(well && file.starts_with("by,group,") && file.contains("2026-11-01/2026-11-30,"), "{name}: {said}");
        let (well, file, said) = report(&[name, "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&file).unwrap();
        assert!(well && json["from"].is_string(), "{name}: {said}");
    }
    for (words, said) in [
        (&["invoices"][..], "bookings, attendance, utilisation, clients"),
        (&["bookings", "--from", "2026-12-01", "--to", "2026-11-01"], "2026-11-01 is before 2026-12-01"),
        (&["bookings", "--from", "0001-01-01", "--to", "9999-12-31"], "at most 150 years"),
        (&["bookings", "--from", "yesterday"], "invalid value"),
    ] {
        let (well, _, told) = report(words);
        assert!(!well && told.contains(said), "{words:?}: {told}");
    }
}
