//! Appointments from a file, in pages: what the columns and the words are, what would come of it, and what came.

mod whom;

use booking::rules::Booker;
use ground::Role;
use jiff::SignedDuration;
use promise::Purpose;

use crate::kit::{Answer, Browser, TestApp};

/// As another program writes its plan: semicolons, some visits that are over, one still to come, some to mend.
const PLAN: &str = "No;Date;Start time;End;Patient;E-mail;Type;With;Status\r\n\
    A-1;1/6/2027;10:00;10:30;Nadia Costa;nadia.costa@example.net;review;Corrigan, Maeve;Confirmed\r\n\
    A-2;3/6/2025;2:30 pm;;Nadia Costa;nadia.costa@example.net;Old massage;Somebody Gone;DNA\r\n\
    A-3;1/6/2027;10:10;;Luis Prado;luis@example.net;Review;Maeve Corrigan;Booked\r\n\
    A-4;1/6/2027;25:00;;Luis Prado;luis@example.net;Review;Maeve Corrigan;Booked\r\n\
    A-5;4/6/2025;11:00;;Luis Prado;luis@example.net;Review;Maeve Corrigan;Rescheduled\r\n";

const COLUMNS: &[(&str, &str)] = &[
    ("column-0", "number"),
    ("column-1", "day"),
    ("column-2", "time"),
    ("column-3", "ends"),
    ("column-4", "whole_name"),
    ("column-5", "email"),
    ("column-6", "service"),
    ("column-7", "practitioner"),
    ("column-8", "status"),
    ("dates", "day"),
    ("system", "Old system"),
];

/// Of a plan that has no more than it needs.
const FEW: &[(&str, &str)] = &[
    ("column-0", "starts"),
    ("column-1", "whole_name"),
    ("column-2", "email"),
    ("column-3", "service"),
    ("column-4", "practitioner"),
];

/// One manager's way through the pages.
pub(super) struct Pages {
    app: TestApp,
    manager: Browser,
}

impl Pages {
    pub(super) async fn start() -> Pages {
        let app = TestApp::start().await;
        let manager = app.signed_in(&app.clinic, Role::Manager).await;
        Pages { app, manager }
    }

    /// Brings a file and says what its columns are; the address of its page.
    pub(super) async fn bring(&self, content: &[u8], columns: &[(&str, &str)]) -> String {
        // Ids sort by the millisecond they were made in.
        self.app.house.clock.set(self.app.house.clock.now() + SignedDuration::from_millis(1));
        let here = self.app.path("/appointments/import");
        let brought = self.manager.upload_with(&here, &[], "plan.csv", content).await;
        assert_eq!(brought.status, 303, "{}", brought.text);
        let page = brought.location.unwrap().strip_suffix("/columns").unwrap().to_owned();
        let said = self.manager.post(&format!("{page}/columns"), columns).await;
        assert_eq!(said.location, Some(format!("{page}/words")), "{}", said.text);
        page
    }

    /// Says what the words mean: those that are guessed, and `more`.
    pub(super) async fn words(&self, page: &str, more: &[(&str, &str)]) -> Answer {
        let form = self.manager.get(&format!("{page}/words")).await;
        let guessed = chosen(&form);
        let mut said: Vec<(&str, &str)> =
            guessed.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect();
        said.retain(|(field, _)| !more.iter().any(|(other, _)| other == field));
        said.extend(more);
        let round = round(&form);
        said.push(("round", round.as_str()));
        let said = self.manager.post(&format!("{page}/words"), &said).await;
        assert_eq!(said.location.as_deref(), Some(page), "{}", said.text);
        self.app.run_jobs().await;
        self.manager.get(page).await
    }

    pub(super) async fn run(&self, page: &str, faulty: &str) -> Answer {
        let round = self.manager.get(page).await.attribute("name=\"round\"", "value").expect("a form to begin with");
        let begun = self.manager.post(&format!("{page}/run"), &[("round", &round), ("faulty", faulty)]).await;
        assert_eq!(begun.location.as_deref(), Some(page), "{}", begun.text);
        self.app.run_jobs().await;
        self.manager.get(page).await
    }

    /// The lines of the file of rows to mend, its columns left out.
    pub(super) async fn to_mend(&self, page: &str) -> Vec<String> {
        let file = self.manager.get(&format!("{page}/faults")).await;
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        file.text.lines().skip(1).map(str::to_owned).collect()
    }

    /// What was imported, by when it begins: that, how it stands, and whether it claims its time.
    pub(super) fn imported(&self) -> Vec<String> {
        self.app.place.column(
            "SELECT CAST(starts_at / 1000000 AS TEXT) || ' ' || status || ' ' || CAST(active AS TEXT) FROM appointment
             WHERE source = 'import' ORDER BY starts_at, id",
        )
    }
}

/// What a form was drawn for.
fn round(form: &Answer) -> String {
    form.attribute("name=\"round\"", "value").expect("a form with its round")
}

/// The options that are chosen in a form, by their fields.
fn chosen(form: &Answer) -> Vec<(String, String)> {
    let selects = form.text.split("<select ").skip(1).map(|select| select.split("</select>").next().unwrap());
    let named = |select: &str, mark: &str| {
        let from = select.find(mark).map(|at| at + mark.len())?;
        select[from..].split('"').next().map(str::to_owned)
    };
    selects
        .map(|select| {
            let field = named(select, "name=\"").unwrap();
            let option = select.split("<option ").find(|option| option.contains("\" selected"));
            (field, option.and_then(|option| named(option, "value=\"")).unwrap_or_default())
        })
        .collect()
}

/// The figures of a page, in their order.
pub(super) fn figures(page: &Answer) -> Vec<u64> {
    let parts = page.text.split("<dd class=\"num\">").skip(1);
    parts.map(|part| part[..part.find('<').unwrap()].replace(',', "").parse().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_named_and_told_and_looked_at_before_anything_is_written() {
    let pages = Pages::start().await;
    let here = pages.app.path("/appointments/import");
    let brought = pages.manager.upload(&here, "plan.csv", PLAN).await;
    let page = brought.location.unwrap().strip_suffix("/columns").unwrap().to_owned();
    // The columns are guessed by their names, and two are left to be asked about.
    let form = pages.manager.get(&format!("{page}/columns")).await;
    let guessed = chosen(&form);
    for (field, value) in COLUMNS.iter().take(9) {
        assert!(guessed.contains(&((*field).to_owned(), (*value).to_owned())), "{field}: {guessed:?}");
    }
    let without = pages.manager.post(&format!("{page}/columns"), &COLUMNS[..9]).await;
    assert_eq!((without.status, without.text.contains("id=\"e-system\"")), (422, true));

    // The words are guessed where they are clear: a name the other way round, an abbreviation.
    let said = pages.manager.post(&format!("{page}/columns"), COLUMNS).await;
    assert_eq!(said.location, Some(format!("{page}/words")));
    let form = pages.manager.get(&format!("{page}/words")).await;
    for said in ["Corrigan, Maeve", "Old massage", "DNA", "Rescheduled", "3 rows"] {
        assert!(form.text.contains(said), "{said}");
    }
    let guessed = chosen(&form);
    let of = |field: &str| guessed.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str()).unwrap();
    let maeve = pages.app.place.column("SELECT id FROM practitioner WHERE name = 'Maeve Corrigan'").remove(0);
    // Most rows first, then by the alphabet: Review, Old massage, review; Maeve, Corrigan, Somebody; Booked, Confirmed, DNA.
    assert_eq!(
        (of("practitioner-0"), of("practitioner-1"), of("practitioner-2")),
        (maeve.as_str(), maeve.as_str(), "")
    );
    assert_eq!((of("service-0"), of("service-1")), (of("service-2"), ""));
    assert_eq!((of("status-1"), of("status-2"), of("status-3")), ("confirmed", "no_show", ""));
    let round = round(&form);
    let mut unsaid: Vec<(&str, &str)> = guessed.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect();
    unsaid.push(("round", &round));
    let unsaid = pages.manager.post(&format!("{page}/words"), &unsaid).await;
    assert_eq!(unsaid.status, 422);
    for field in ["service-1", "practitioner-2", "status-3"] {
        assert!(unsaid.text.contains(&format!("id=\"e-{field}\"")), "{field}");
    }
    // A meaning that was not offered is none.
    let other =
        pages.app.place.column(&format!("SELECT id FROM practitioner WHERE clinic <> '{}'", pages.app.clinic.id));
    let foreign = [
        ("service-1", "-"),
        ("practitioner-2", other[0].as_str()),
        ("status-3", "cancelled"),
        ("clock", "clinic"),
        ("round", round.as_str()),
    ];
    let foreign = pages.manager.post(&format!("{page}/words"), &foreign).await;
    assert!(foreign.status == 422 && foreign.text.contains("id=\"e-practitioner-2\""));

    let more = [("service-1", "-"), ("practitioner-2", "-"), ("status-3", "cancelled")];
    let looked = pages.words(&page, &more).await;
    // Three new ones of two new clients; line 4 collides with line 2 of the same file, and line 5 has no such time.
    assert_eq!((figures(&looked), pages.imported().len()), (vec![3, 2, 0, 2], 0), "{}", looked.text);
    for said in ["1 June 2027, 10:00", "Nadia Costa", "Review", "Confirmed by the client", "Did not come"] {
        assert!(looked.text.contains(said), "{said}: {}", looked.text);
    }
    for said in ["The practitioner’s time is taken.", "We cannot read this time."] {
        assert!(looked.text.contains(said), "{said}: {}", looked.text);
    }
    assert!(!looked.text.contains("25:00"), "a value stands among the faults");

    let letters = pages.app.letters().await.len();
    let done = pages.run(&page, "skip").await;
    assert_eq!(figures(&done), [3, 0, 2]);
    assert_eq!(pages.imported(), ["1748957400 no_show 0", "1749031200 cancelled 0", "1811840400 confirmed 1"]);
    // Nobody is written to; who is new is a client like any other, and their visit to come is reminded of.
    assert_eq!(pages.app.letters().await.len(), letters);
    let waiting =
        pages.app.place.column("SELECT subject FROM job WHERE kind = 'booking.reminder' AND run_at > 1811000000000000");
    let ahead = pages.app.place.column("SELECT id FROM appointment WHERE source = 'import' AND active = 1");
    assert_eq!(waiting, ahead);
    let seat =
        "SELECT COALESCE(place, '') || COALESCE(room, '') FROM appointment WHERE source = 'import' AND active = 1";
    assert!(pages.app.place.column(seat)[0].len() > 30, "a place and a room");
    let mend = pages.to_mend(&page).await;
    assert_eq!(mend.len(), 2, "{mend:?}");
    assert!(
        mend[0].starts_with("A-3,1/6/2027,10:10,,Luis Prado,")
            && mend[0].contains("Date: The practitioner’s time is taken.")
    );

    // The same file again changes nothing, whatever the words are said to be.
    let again = pages.bring(PLAN.as_bytes(), COLUMNS).await;
    let looked = pages.words(&again, &more).await;
    assert_eq!(figures(&looked), [0, 3, 2]);
    let done = pages.run(&again, "skip").await;
    assert_eq!((figures(&done), pages.imported().len()), (vec![0, 3, 2], 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_went_to_somebody_else_meanwhile_is_left_out_and_told() {
    let pages = Pages::start().await;
    let plan = "Start,Patient,E-mail,Type,With\n2027-06-01 10:00,Nadia Costa,nadia@example.net,Review,Maeve Corrigan\n\
                2027-06-01 11:00,Nadia Costa,nadia@example.net,Review,Maeve Corrigan\n";
    let page = pages.bring(plan.as_bytes(), FEW).await;
    assert_eq!(figures(&pages.words(&page, &[]).await), [2, 1, 0, 0]);
    let app = &pages.app;
    let catalogue = app.scope(&app.clinic, Purpose::Import).read(booking::store::catalogue).await.unwrap();
    let client =
        app.place.column(&format!("SELECT id FROM client WHERE clinic = '{}' LIMIT 1", app.clinic.id)).remove(0);
    let new = booking::store::book::NewBooking {
        booker: Booker::Desk,
        source: booking::model::Source::Desk,
        ..crate::kit::booking(
            catalogue.service("review").unwrap().id,
            Some(catalogue.practitioners[0].id),
            "2027-06-01T09:15:00Z".parse().unwrap(),
            booking::Whom::Known { client: client.parse().unwrap(), booked_by: None },
        )
    };
    let booked = booking::act::book(&app.scope(&app.clinic, Purpose::Scheduling), new).await.unwrap();
    // All was to be written: so nothing is, and it is looked at again.
    let back = pages.run(&page, "").await;
    assert_eq!((figures(&back), pages.imported().len()), (vec![1, 1, 0, 1], 0), "{}", back.text);
    let done = pages.run(&page, "skip").await;
    assert_eq!((figures(&done), pages.imported().len()), (vec![1, 0, 1], 1));
    assert!(pages.to_mend(&page).await[0].contains("The practitioner’s time is taken."));
    // What is free again is still not here, and says so.
    app.place.tamper(&format!(
        "UPDATE appointment SET status = 'cancelled', active = 0 WHERE id = '{}'",
        booked.appointment.id
    ));
    let mend = pages.to_mend(&page).await;
    assert!(mend.len() == 1 && mend[0].contains("is free again now. Add this row once more."), "{mend:?}");
    let again = pages.bring(plan.as_bytes(), FEW).await;
    assert_eq!(figures(&pages.words(&again, &[]).await), [1, 1, 0]);
    pages.run(&again, "").await;
    assert_eq!(pages.imported().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_one_file_share_what_there_is_one_of() {
    let pages = Pages::start().await;
    // There is one machine; and a review needs none.
    let plan = "Start,Patient,E-mail,Type,With\n2027-06-01 10:00,A One,a@example.net,Ultrasound session,Maeve Corrigan\n\
                2027-06-01 10:15,B Two,b@example.net,Ultrasound session,Tomasz Wilk\n\
                2027-06-01 10:15,C Three,c@example.net,Review,Ifeoma Adeyemi\n";
    let page = pages.bring(plan.as_bytes(), FEW).await;
    let looked = pages.words(&page, &[]).await;
    assert_eq!(figures(&looked), [2, 2, 0, 1]);
    assert!(looked.text.contains("No equipment that the service needs is free then."), "{}", looked.text);
    let nothing = pages.manager.post(&format!("{page}/run"), &[("round", "2"), ("faulty", "all")]).await;
    assert_eq!((nothing.status, pages.imported().len()), (422, 0), "{}", nothing.text);
    assert_eq!(figures(&pages.run(&page, "skip").await), [2, 0, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn times_are_read_by_the_clock_that_wrote_them() {
    let pages = Pages::start().await;
    // In summer Dublin is an hour before UTC; on 30 March 2025 half past one was on no clock there.
    let plan = "Start,End,Minutes,Patient number\n\
        3/6/2025 14:30,,30,1\n\
        2025-06-03T14:30:00Z,,30,2\n\
        2025-06-03T14:30+02:00,,30,3\n\
        3/6/2025,,,4\n\
        30/3/2025 01:30,,30,5\n\
        3/6/2025 23:30,,120,6\n\
        3/6/2025 10:00,,1441,7\n\
        3/6/25 10:00,,30,8\n\
        1/1/0001 00:00,,30,9\n";
    let columns = [
        ("column-0", "starts"),
        ("column-1", "left"),
        ("column-2", "minutes"),
        ("column-3", "client_number"),
        ("system", "Old"),
        ("dates", "day"),
    ];
    let page = pages.bring(plan.as_bytes(), &columns).await;
    let looked = pages.words(&page, &[]).await;
    assert_eq!(figures(&looked), [5, 0, 4], "{}", looked.text);
    for said in ["Line 6</th>", "Line 8</th>", "Line 9</th>", "Line 10</th>", "no clock showed it", "before 1900"] {
        assert!(looked.text.contains(said), "{said}: {}", looked.text);
    }
    assert!(looked.text.contains("No column says how an appointment ended") || looked.text.contains("Came"));
    pages.run(&page, "skip").await;
    let starts = |at: &str| at.parse::<jiff::Timestamp>().unwrap().as_second().to_string() + " done 0";
    let mut expected = [
        starts("2025-06-03T13:30:00Z"),
        starts("2025-06-03T14:30:00Z"),
        starts("2025-06-03T12:30:00Z"),
        starts("2025-06-02T23:00:00Z"),
        starts("2025-06-03T22:30:00Z"),
    ];
    expected.sort();
    assert_eq!(pages.imported(), expected);
    let unknown = pages
        .app
        .place
        .column("SELECT CAST(time_known AS TEXT) FROM appointment WHERE source = 'import' ORDER BY starts_at");
    assert_eq!(unknown, ["0", "1", "1", "1", "1"]);
    // The same times by the other clock are others: of the first and the last an hour later; the day stays the day.
    let again = pages.bring(plan.as_bytes(), &columns).await;
    let looked = pages.words(&again, &[("clock", "utc")]).await;
    assert_eq!(figures(&looked), [3, 3, 3], "{}", looked.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_is_read_whole_or_by_what_its_beginning_says() {
    let pages = Pages::start().await;
    let plan = "Start,End,Patient number\n\
        2025-06-03 10:00,2025-06-03 10:45,1\n\
        2025-06-03 23:30,2025-06-04 00:30,2\n\
        2025-06-03 10:00,2025-06-04 11:00,3\n\
        2025-06-03T14:30:00Z,15:30,4\n\
        2025-06-03 10:00,1899-12-31 10:20,5\n\
        2025-06-03 10:00,09:00,6\n\
        2025-06-03 10:00,soon,7\n";
    let columns = [
        ("column-0", "starts"),
        ("column-1", "ends"),
        ("column-2", "client_number"),
        ("system", "Old"),
        ("dates", "day"),
    ];
    let page = pages.bring(plan.as_bytes(), &columns).await;
    let looked = pages.words(&page, &[]).await;
    assert_eq!(figures(&looked), [4, 0, 3], "{}", looked.text);
    for said in ["Line 4</th>", "Line 7</th>", "Line 8</th>", "It ends before it begins, or more than a day later."] {
        assert!(looked.text.contains(said), "{said}: {}", looked.text);
    }
    pages.run(&page, "skip").await;
    let minutes = "SELECT CAST((ends_at - starts_at) / 60000000 AS TEXT) FROM appointment WHERE source = 'import' ORDER BY starts_at, ends_at";
    assert_eq!(pages.app.place.column(minutes), ["20", "45", "60", "60"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_retired_is_for_visits_that_are_over() {
    let pages = Pages::start().await;
    pages.app.place.tamper("UPDATE practitioner SET retired_at = 1 WHERE name = 'Maeve Corrigan'");
    pages.app.place.tamper("UPDATE service SET retired_at = 1 WHERE slug = 'ultrasound'");
    let plan = "Start,Patient,E-mail,Type,With\n\
        2027-06-01 10:00,A One,a@example.net,Review,Maeve Corrigan\n\
        2027-06-01 11:00,A One,a@example.net,Ultrasound session,Tomasz Wilk\n\
        2025-06-03 11:00,A One,a@example.net,Ultrasound session,Maeve Corrigan\n";
    let page = pages.bring(plan.as_bytes(), FEW).await;
    let form = pages.manager.get(&format!("{page}/words")).await;
    assert!(
        form.text.contains("Maeve Corrigan\u{2069} (retired: only of visits that are over)")
            || form.text.contains("Maeve Corrigan (retired: only of visits that are over)")
    );
    let looked = pages.words(&page, &[]).await;
    assert_eq!(figures(&looked), [1, 1, 0, 2], "{}", looked.text);
    for said in ["needs a practitioner who is here", "needs one of your services"] {
        assert!(looked.text.contains(said), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_of_too_many_words_is_no_kind_of_anything() {
    let pages = Pages::start().await;
    let rows: String = (0..201).map(|n| format!("3/6/2025 10:00,{n},Note {n}\n")).collect();
    let columns = [("column-0", "starts"), ("column-1", "client_number"), ("column-2", "service"), ("system", "Old")];
    let page = pages.bring(format!("Start,Patient number,Type\n{rows}").as_bytes(), &columns).await;
    let form = pages.manager.get(&format!("{page}/words")).await;
    assert!(form.text.contains("More than 150 different words stand in") && !form.text.contains("Note 7"));
    let forced = pages.manager.post(&format!("{page}/words"), &[("clock", "clinic"), ("round", "1")]).await;
    assert_eq!(forced.status, 422);
    // Answers to what was asked of other columns are answers to nothing.
    let stale = pages.manager.post(&format!("{page}/words"), &[("clock", "clinic"), ("round", "0")]).await;
    assert_eq!(stale.location, Some(format!("{page}?done=too-late")));
    // Named otherwise, it goes on.
    let columns = [&columns[..2], &[("column-2", "left"), ("system", "Old")]].concat();
    pages.manager.post(&format!("{page}/columns"), &columns).await;
    assert_eq!(figures(&pages.words(&page, &[]).await), [201, 0, 0]);
    // What is open in another tab is older than that.
    let late = pages.manager.post(&format!("{page}/run"), &[("round", "1"), ("faulty", "")]).await;
    assert_eq!(late.location, Some(format!("{page}?done=too-late")));
    assert_eq!(pages.imported().len(), 0);
}
