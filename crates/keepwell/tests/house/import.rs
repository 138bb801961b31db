//! Appointments from another system's file: each row once, whatever happens; and the attendance they show.

use booking::import::{ImportError, Mapping, OnBad, Options, Report, Wrong, import_appointments};
use booking::model::Appointment;
use booking::report::{Lead, attendance, whole_period};
use booking::rules::{Booker, Refusal};
use booking::store::book::NewBooking;
use booking::store::{self, setup};
use ground::{Role, Scope, params};
use jiff::ToSpan;
use promise::Purpose;

use crate::kit::TestApp;

pub(crate) const MAPPING: &str = r#"
name = "old"
[id]
column = "Id"
[client]
column = "Person"
format = "number"
[starts]
column = "Day"
format = "%Y-%m-%d"
precision = "day"
[made]
column = "Made"
format = "%Y-%m-%d %H:%M"
[status]
column = "Came"
values = { y = "done", n = "no_show" }
[reminded]
column = "Sms"
values = { "1" = "yes", "0" = "no" }
[dropped]
Age = { why = "not needed", least = 0, most = 99 }
"#;

const FILE: &str = "\
Id,Person,Day,Made,Came,Sms,Age
1,77E2,2016-04-29,2016-04-29 08:00,y,0,20
2,7700,2016-04-30,2016-04-29 23:59,n,1,20
3,7701,2016-05-09,2016-04-29 08:00,y,0,-1
4,7702,2016-05-09,2016-05-10 08:00,n,0,115
";

fn scope(app: &TestApp) -> Scope {
    app.scope(&app.clinic, Purpose::Import)
}

pub(crate) async fn import(app: &TestApp, mapping: &str, file: &str, options: Options) -> Result<Report, ImportError> {
    import_appointments(
        &scope(app),
        std::io::Cursor::new(file.as_bytes().to_vec()),
        &Mapping::parse(mapping).unwrap(),
        options,
        |_| {},
    )
    .await
}

const SKIP: Options = Options { dry_run: false, on_bad: OnBad::Skip };
pub(crate) const ALL: Options = Options { dry_run: false, on_bad: OnBad::All };

async fn imported(app: &TestApp) -> i64 {
    let count = |tx: &mut ground::Tx<'_>| -> ground::Result<i64> {
        tx.one("SELECT COUNT(*) AS n FROM appointment WHERE clinic = $1 AND source = 'import'", &params![tx.clinic()])?
            .get("n")
    };
    scope(app).read(count).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_again_changes_nothing() {
    let app = TestApp::start().await;
    let dry = import(&app, MAPPING, FILE, Options { dry_run: true, on_bad: OnBad::All }).await.unwrap();
    assert_eq!((dry.rows, dry.written, dry.clients, imported(&app).await), (4, 4, 3, 0), "a dry run writes nothing");
    let first = import(&app, MAPPING, FILE, ALL).await.unwrap();
    assert_eq!((first.written, first.already, first.new_clients, first.faulty), (4, 0, 3, 0));
    assert_eq!(first.statuses.into_iter().collect::<Vec<_>>(), [("done", 2), ("no_show", 2)]);
    let odd: Vec<(String, Wrong, u64)> =
        first.remarked.into_iter().map(|((column, what), count)| (column, what, count)).collect();
    assert_eq!(
        odd,
        [("Age".into(), Wrong::Below, 1), ("Age".into(), Wrong::Above, 1), ("Made".into(), Wrong::MadeAfter, 1)]
    );
    for options in [ALL, SKIP] {
        let again = import(&app, MAPPING, FILE, options).await.unwrap();
        assert_eq!((again.written, again.already, again.new_clients), (0, 4, 0));
    }
    // A file that grew, as after an interruption: only the rest is new, and a known client is the same person.
    let more =
        import(&app, MAPPING, &format!("{FILE}5,7701,2016-05-12,2016-05-02 08:00,y,1,30\n"), SKIP).await.unwrap();
    assert_eq!((more.written, more.already, more.new_clients, imported(&app).await), (1, 4, 0, 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_rows_stop_all_or_are_skipped_as_asked_and_are_told_by_line_and_column() {
    let app = TestApp::start().await;
    let file = format!(
        "{FILE}5,7703,soon,2016-05-02 08:00,y,1,30\n1,7704,2016-05-12,2016-05-02 08:00,y,1,30\n6,7705,2016-05-12\n7,7706,2030-05-12,2016-05-02 08:00,y,1,30\n"
    );
    let told = |report: &Report| {
        report.faults.iter().map(|line| (line.row, line.column.clone(), line.what)).collect::<Vec<_>>()
    };
    let expected = [
        (6, "Day".into(), Wrong::NotAMoment),
        (7, "Id".into(), Wrong::Repeated),
        (8, String::new(), Wrong::Columns),
        (9, "Came".into(), Wrong::NotYet),
    ];
    let all = import(&app, MAPPING, &file, ALL).await.unwrap();
    assert!(all.refused);
    assert_eq!((told(&all), all.written, imported(&app).await), (expected.to_vec(), 0, 0), "nothing half-done");
    let skip = import(&app, MAPPING, &file, SKIP).await.unwrap();
    assert_eq!(
        (told(&skip), skip.rows, skip.written, skip.faulty, imported(&app).await),
        (expected.to_vec(), 8, 4, 4, 4)
    );

    let undeclared = import(&app, MAPPING, "Id,Person,Day,Made,Came,Sms,Age,Illness\n", SKIP).await;
    assert!(matches!(undeclared, Err(ImportError::Mapping(_))), "a column nobody spoke about is refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_appointment_that_claims_time_cannot_take_anothers() {
    let app = TestApp::start().await;
    let catalogue = scope(&app).read(store::catalogue).await.unwrap();
    let (service, practitioner) = (&catalogue.services[0], &catalogue.practitioners[0]);
    let mapping = format!(
        "name = \"plan\"\n[id]\ncolumn = \"Id\"\n[client]\ncolumn = \"Person\"\n[starts]\ncolumn = \"At\"\nformat = \"%Y-%m-%d %H:%M\"\n[status]\ncolumn = \"State\"\nvalues = {{ b = \"booked\" }}\n\
         [service]\ncolumn = \"What\"\n[practitioner]\ncolumn = \"Who\"\nvalues = {{ M = {:?} }}\n",
        practitioner.name
    );
    let slug = &service.slug;
    let file = format!(
        "Id,Person,At,State,What,Who\n1,a,2027-06-01 10:00,b,{slug},M\n2,b,2027-06-01 10:10,b,{slug},M\n3,c,2027-06-01 15:00,b,{slug},M\n4,d,2027-06-01 16:00,b,unheard-of,M\n"
    );
    let all = import(&app, &mapping, &file, ALL).await.unwrap();
    assert!(all.refused && imported(&app).await == 0);
    let skip = import(&app, &mapping, &file, SKIP).await.unwrap();
    let told: Vec<(u64, Wrong)> = skip.faults.iter().map(|line| (line.row, line.what)).collect();
    // By their lines, though the later one is found first; and whose only row is refused is no client of the import.
    assert_eq!((skip.written, told), (2, vec![(3, Wrong::Taken), (5, Wrong::NoSuchService)]));
    assert_eq!((skip.clients, skip.new_clients), (2, 2));
    assert_eq!(skip.statuses.into_iter().collect::<Vec<_>>(), [("booked", 2)]);
    // The dry run of the next file sees what is stored.
    let next = format!("Id,Person,At,State,What,Who\n9,z,2027-06-01 10:05,b,{slug},M\n");
    let dry = import(&app, &mapping, &next, Options { dry_run: true, on_bad: OnBad::Skip }).await.unwrap();
    assert_eq!((dry.written, dry.faults.len()), (0, 1));
}

/// A plan of visits to come: who, when, how it stands, what, with whom, how long.
fn plan(catalogue: &store::Catalogue, minutes: bool) -> String {
    let values: Vec<String> = catalogue
        .practitioners
        .iter()
        .map(|one| format!("{} = {:?}", one.name.split(' ').next().unwrap(), one.name))
        .collect();
    format!(
        "name = \"plan\"\n[id]\ncolumn = \"Id\"\n[client]\ncolumn = \"Person\"\n[starts]\ncolumn = \"At\"\nformat = \"%Y-%m-%d %H:%M\"\n\
         [status]\ncolumn = \"State\"\nvalues = {{ b = \"booked\", d = \"done\" }}\n[service]\ncolumn = \"What\"\n\
         [practitioner]\ncolumn = \"Who\"\nvalues = {{ {} }}\n{}",
        values.join(", "),
        if minutes { "[minutes]\ncolumn = \"Min\"\n" } else { "" }
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_visit_to_come_claims_a_room_and_a_device_that_its_service_may_use() {
    let app = TestApp::start().await;
    let catalogue = scope(&app).read(store::catalogue).await.unwrap();
    let mapping = plan(&catalogue, false);
    // Maeve, Tomasz and Ifeoma give it; there is one machine. On the first date she is at a branch that has none.
    let (maeve, date) = (catalogue.practitioners[0].id, jiff::civil::date(2027, 6, 15));
    let branch = app
        .scope(&app.clinic, Purpose::Administration)
        .write(move |tx| -> ground::Result<_> {
            let words = setup::PlaceDraft {
                name: "Branch".to_owned(),
                address: "2 Mill Street".to_owned(),
                directions: String::new(),
                spot: None,
            };
            let place = setup::create_place(tx, &words)?;
            setup::create_room(tx, place, "Studio")?;
            let span = booking::rules::Span { from_min: 540, to_min: 1020, place: place.into() };
            setup::set_exception(tx, maeve, date, date, &setup::DayPlan::Instead(vec![span]))?;
            Ok(place)
        })
        .await
        .unwrap();
    let head = "Id,Person,At,State,What,Who\n";
    let file = format!(
        "{head}1,a,2027-06-01 10:00,b,ultrasound,Maeve\n2,b,2027-06-01 10:15,b,ultrasound,Tomasz\n3,c,2027-06-01 10:00,b,review,Tomasz\n\
         4,d,2027-06-15 10:00,b,review,Maeve\n5,e,2027-06-15 14:00,b,ultrasound,Maeve\n6,f,2027-06-06 10:00,b,review,Maeve\n\
         7,g,2025-06-03 10:00,d,ultrasound,Maeve\n8,h,2025-06-03 10:00,d,ultrasound,Tomasz\n9,i,2027-06-01 11:00,b,fall-check,Sunniva\n"
    );
    let all = import(&app, &mapping, &file, ALL).await.unwrap();
    assert!(all.refused && imported(&app).await == 0, "nothing half-done");
    let skip = import(&app, &mapping, &file, SKIP).await.unwrap();
    let mut told: Vec<(u64, String, Wrong)> =
        skip.faults.iter().map(|line| (line.row, line.column.clone(), line.what)).collect();
    told.sort();
    assert_eq!(
        (skip.written, told),
        (7, vec![(3, "What".to_owned(), Wrong::NoDevice), (6, "What".to_owned(), Wrong::NoDevice)]),
        "one machine, and none at the branch"
    );
    let stored = scope(&app)
        .read(|tx| -> ground::Result<Vec<Appointment>> {
            let rows =
                tx.query("SELECT id FROM appointment WHERE clinic = $1 AND source = 'import'", &params![tx.clinic()])?;
            let ids = rows.iter().map(|row| row.get("id")).collect::<ground::Result<Vec<_>>>()?;
            ids.into_iter().map(|id| store::find(tx, id)).collect()
        })
        .await
        .unwrap();
    let at = |start: &str, with: usize| {
        let start = start.parse().unwrap();
        let with = Some(catalogue.practitioners[with].id);
        stored.iter().find(|one| one.starts_at == start && one.practitioner == with).unwrap()
    };
    let (ultrasound, review) = (at("2027-06-01T09:00:00Z", 0), at("2027-06-01T09:00:00Z", 1));
    assert!(ultrasound.room.is_some() && review.room.is_some() && ultrasound.room != review.room);
    assert_eq!((ultrasound.device, review.device), (Some(catalogue.devices[0].id), None));
    assert_eq!(at("2027-06-01T10:00:00Z", 3).room, Some(catalogue.rooms[3].id), "the one room the check may be in");
    assert_eq!(at("2027-06-15T09:00:00Z", 0).place, Some(branch), "where she works then");
    assert!(at("2027-06-06T09:00:00Z", 0).room.is_some(), "a Sunday, outside her hours: at any place");
    for past in [at("2025-06-03T09:00:00Z", 0), at("2025-06-03T09:00:00Z", 1)] {
        assert_eq!((past.place, past.room, past.device), (None, None, None), "of what is over nothing is made up");
    }

    // The dry run sees what is stored; and what is claimed is claimed for the desk too.
    let next = format!("{head}10,z,2027-06-01 10:15,b,ultrasound,Ifeoma\n");
    let dry = import(&app, &mapping, &next, Options { dry_run: true, on_bad: OnBad::Skip }).await.unwrap();
    assert_eq!((dry.written, dry.faults[0].what), (0, Wrong::NoDevice));
    let new = NewBooking {
        booker: Booker::Desk,
        source: booking::model::Source::Desk,
        ..crate::kit::booking(
            catalogue.service("ultrasound").unwrap().id,
            Some(catalogue.practitioners[2].id),
            "2027-06-01T09:15:00Z".parse().unwrap(),
            booking::Whom::Known { client: ultrasound.client, booked_by: None },
        )
    };
    let refused = booking::act::book(&app.scope(&app.clinic, Purpose::Scheduling), new).await;
    assert!(matches!(refused, Err(booking::Error::NotFree { refusal: Refusal::NoDevice, .. })), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_longer_than_a_day_with_what_is_kept_free_is_a_fault_of_its_own() {
    let app = TestApp::start().await;
    let catalogue = scope(&app).read(store::catalogue).await.unwrap();
    let mapping = plan(&catalogue, true);
    let file = "Id,Person,At,State,What,Who,Min\n1,a,2027-06-01 00:00,b,home,Sunniva,1440\n2,b,2027-06-02 00:00,b,home,Lukas,1380\n\
                3,c,2027-06-03 00:00,b,video,Lukas,1440\n";
    let skip = import(&app, &mapping, file, SKIP).await.unwrap();
    let told: Vec<(u64, String, Wrong)> =
        skip.faults.iter().map(|line| (line.row, line.column.clone(), line.what)).collect();
    assert_eq!((skip.written, told), (2, vec![(2, "Min".to_owned(), Wrong::Minutes)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn attendance_counts_days_by_the_clinics_clock() {
    let app = TestApp::start().await;
    import(&app, MAPPING, FILE, ALL).await.unwrap();
    let report = scope(&app)
        .read(|tx| {
            let whole = whole_period(tx)?.unwrap();
            let day = jiff::civil::date(2016, 5, 9);
            assert_eq!(whole.from, jiff::civil::date(2016, 4, 29));
            attendance(tx, booking::report::Period { from: whole.from, to: day.saturating_add(1.day()) })
        })
        .await
        .unwrap();
    assert_eq!((report.all.kept, report.all.missed), (2, 2));
    let lead = |wanted: Lead| {
        report.by_lead.iter().find(|(lead, _)| *lead == wanted).map(|(_, share)| (share.kept, share.missed))
    };
    assert_eq!(
        (lead(Lead::SameDay), lead(Lead::NextDay), lead(Lead::Fortnight), lead(Lead::Unknown)),
        (Some((1, 0)), Some((0, 1)), Some((1, 0)), Some((0, 1)))
    );
    assert_eq!((report.by_reminder[1].1.total(), report.by_reminder[1].1.missed), (1, 1));

    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let page = manager.get(&app.path("/reports/attendance?from=2016-04-01&to=2016-05-31")).await;
    assert!(page.text.contains("2 of 4 visits were missed, 50.0%") && page.text.contains("<svg"), "{}", page.text);
    let csv = manager.get(&app.path("/reports/attendance.csv?from=2016-04-01&to=2016-05-31")).await;
    assert!(csv.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
    assert!(
        csv.text.contains("all,2016-04-01/2016-05-31,4,2,2,0.5000\r\n")
            && csv.text.contains("lead_days,unknown,1,0,1,1.0000\r\n")
    );
    assert!(
        manager
            .get(&app.path("/reports/attendance?from=2030-01-01&to=2030-01-02"))
            .await
            .text
            .contains("No marked visits")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_to_come_that_was_imported_is_reminded_of_once_its_client_has_an_address() {
    let app = TestApp::start().await;
    let catalogue = scope(&app).read(store::catalogue).await.unwrap();
    let file = "Id,Person,At,State,What,Who\n1,a,2027-06-01 10:00,b,review,Maeve\n2,b,2027-06-02 10:00,b,review,Maeve\n\
                3,a,2025-06-03 10:00,d,review,Maeve\n";
    assert_eq!(import(&app, &plan(&catalogue, false), file, ALL).await.unwrap().written, 3);
    let waiting = || app.place.column("SELECT subject FROM job WHERE kind = 'booking.reminder' ORDER BY run_at");
    let ahead = app.place.column(
        "SELECT id FROM appointment WHERE source = 'import' AND status = 'booked' ORDER BY appointment.starts_at",
    );
    assert_eq!((waiting(), ahead.len()), (ahead.clone(), 2));
    // Who they are is brought by another file.
    let named = |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
        let token = people::imported::token(tx, "plan", "a")?;
        let person = people::imported::find(tx, std::slice::from_ref(&token))?[&token];
        let new = people::NewClient {
            given_name: people::GivenName::parse("Nadia").unwrap(),
            family_name: people::FamilyName::parse("Ferreira").unwrap(),
            email: people::Email::parse("nadia.f@example.net").ok(),
            phone: None,
            birth_date: None,
            note: None,
            language: "en".to_owned(),
        };
        people::create_for(tx, person, &new, &people::Source::Desk)
    };
    scope(&app).write(named).await.unwrap();
    let sent = async |at: &str| {
        app.house.clock.set(at.parse().unwrap());
        app.run_jobs().await;
        let letters = app.letters().await.into_iter().filter(|one| one.kind == "booking.reminder");
        letters.map(|one| one.to).collect::<Vec<_>>()
    };
    assert_eq!(sent("2027-05-31T08:00:00+01:00").await, [""; 0]);
    assert_eq!(sent("2027-05-31T10:05:00+01:00").await, ["nadia.f@example.net"]);
    // Of the other, nobody knows an address.
    assert_eq!(sent("2027-06-01T10:05:00+01:00").await, ["nadia.f@example.net"]);
    assert_eq!(waiting(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_stands_for_none_is_a_fault() {
    let app = TestApp::start().await;
    let rows: String = ["0001-01-01", "1899-12-31", "1900-01-01", "2126-12-31", "2127-01-01", "9999-12-31"]
        .iter()
        .enumerate()
        .map(|(n, day)| format!("{n},{n},{day},,n,0,20\n"))
        .collect();
    let report = import(
        &app,
        &MAPPING
            .replace("[made]\ncolumn = \"Made\"\nformat = \"%Y-%m-%d %H:%M\"\n", "")
            .replace("[dropped]", "[dropped]\nMade = { why = \"not needed\" }"),
        &format!("Id,Person,Day,Made,Came,Sms,Age\n{rows}"),
        SKIP,
    )
    .await
    .unwrap();
    let of = |what: Wrong| report.faults.iter().filter(|one| one.what == what).map(|one| one.row).collect::<Vec<_>>();
    // The one in a hundred years is of another kind: nobody can have missed it yet.
    assert_eq!((of(Wrong::NoSuchDay), of(Wrong::NotYet), report.written), (vec![2, 3, 6, 7], vec![5], 1));
}
