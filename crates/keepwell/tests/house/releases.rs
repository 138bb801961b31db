//! Releases for research and counts with noise, from the draft to the signed file, through the program's own doors.

mod again;
mod no;

use ground::{Actor, PersonId, Role, Scope, Tx, erase, manifest, params};
use jiff::civil::Date;
use office::releases::{self as releases, NewQuestion, ReleaseId, State, question};
use promise::{Purpose, State as Standing};

use crate::kit::program::{run, said};
use crate::kit::{Answer, Browser, TestApp};
use crate::reminders::somebody;

/// What is asked of a draft, unless a test says otherwise.
const ASKED: [(&str, &str); 12] = [
    ("data_set", "visits"),
    ("recipient", "Institute for Moving Well"),
    ("purpose", "How often visits are missed"),
    ("column", "service"),
    ("column", "modality"),
    ("column", "year"),
    ("column", "age"),
    ("column", "status"),
    ("k", "11"),
    ("l", "2"),
    ("diversity", "distinct"),
    ("suppressed", "30"),
];

fn asked(instead: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let others = ASKED.into_iter().filter(|(name, _)| instead.iter().all(|(other, _)| other != name));
    others.chain(instead.iter().copied()).collect()
}

fn born(years: i16) -> Date {
    Date::new(2026 - years, 3, 1).unwrap()
}

/// Somebody of that age with that many visits that are over.
async fn visitor(app: &TestApp, years: i16, visits: usize, note: &'static str) -> PersonId {
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let today = Date::new(2026, 11, 24).unwrap();
    let write = move |tx: &mut Tx<'_>| -> ground::Result<PersonId> {
        let birth_date = Some(people::BirthDate::new(born(years), today).unwrap());
        let new = people::NewClient { birth_date, ..somebody() };
        let person = people::create(tx, &new, &people::Source::Desk)?;
        let service: String = tx
            .one("SELECT id FROM service WHERE clinic = $1 ORDER BY position LIMIT 1", &params![tx.clinic()])?
            .get("id")?;
        let key = tx.seal_for(person)?;
        for n in 0..visits {
            let at = tx.now() - jiff::SignedDuration::from_hours(24 * (30 + n as i64));
            let id = booking::model::AppointmentId::new(at);
            let status = if n % 2 == 0 { "done" } else { "no_show" };
            let sealed = key.seal(ground::cell("appointment", "note", id), &note.to_owned())?;
            let made = at - jiff::SignedDuration::from_hours(72);
            tx.execute(
                "INSERT INTO appointment (clinic, id, service, client, status, active, starts_at, ends_at, busy_from, busy_to, time_known, sequence, language, note, source, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, 0, $6, $6, $6, $6, 1, 0, 'en', $7, 'desk', $8, $8)",
                &params![tx.clinic(), id, &service, person, status, at, sealed, made],
            )?;
        }
        Ok(person)
    };
    scope.write(write).await.unwrap()
}

/// So many people between thirty and thirty-four, with two visits each.
async fn crowd(app: &TestApp, many: usize) -> Vec<PersonId> {
    let mut all = Vec::new();
    for n in 0..many {
        all.push(visitor(app, 30 + (n % 5) as i16, 2, "Yours alone").await);
    }
    all
}

async fn drafted(app: &TestApp, browser: &Browser, fields: &[(&str, &str)]) -> ReleaseId {
    let answer = browser.post(&app.path("/releases/new"), fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let page = answer.location.unwrap();
    page.split('/').next_back().unwrap().split('?').next().unwrap().parse().unwrap()
}

async fn found(app: &TestApp, id: ReleaseId) -> releases::Release {
    app.scope(&app.clinic, Purpose::Operation).read(move |tx| releases::find(tx, id)).await.unwrap()
}

async fn approve(app: &TestApp, browser: &Browser, id: ReleaseId) -> Answer {
    let round = found(app, id).await.round.to_string();
    browser.post(&app.path(&format!("/releases/{id}/approval")), &[("round", &round)]).await
}

/// A release that the manager drafted and the privacy officer approved, and its file.
async fn released(app: &TestApp, fields: &[(&str, &str)]) -> (ReleaseId, String) {
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let id = drafted(app, &manager, fields).await;
    app.run_jobs().await;
    let answer = approve(app, &officer, id).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let file = officer.get(&app.path(&format!("/releases/{id}/file"))).await;
    assert_eq!(file.status, 200, "{}", file.text);
    (id, file.text)
}

async fn standing(app: &TestApp) -> (Standing, String) {
    standing_of(app, "sharing.deidentified_only").await
}

async fn standing_of(app: &TestApp, id: &str) -> (Standing, String) {
    let all = keepwell::promises::standing(&app.house, &app.clinic).await;
    let promise = all.into_iter().find(|standing| standing.promise.id == id).unwrap();
    (promise.state, format!("{:?}", promise.evidence))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_goes_from_draft_to_signed_file_and_is_verified_without_us() {
    let app = TestApp::start().await;
    crowd(&app, 60).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let id = drafted(&app, &manager, &asked(&[])).await;
    let page = app.path(&format!("/releases/{id}"));
    assert!(manager.get(&page).await.text.contains("Being gathered"));
    assert_eq!(manager.get(&format!("{page}/file")).await.status, 404, "nothing leaves before it is decided");
    app.run_jobs().await;

    // What it would be is told before it is anything; whoever drafted it does not approve it.
    let told = manager.get(&page).await.text;
    for words in ["Waits for a decision", "Smallest class", "Risk of being found again", "You drafted this"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(manager.get(&format!("{page}/file")).await.status, 404);
    assert_eq!(approve(&app, &manager, id).await.status, 409);
    assert_eq!(found(&app, id).await.state, State::Weighed);
    let due = officer.get(&app.path("/office")).await.text;
    assert!(due.contains("A release to") && due.contains("Institute for Moving Well"), "{due}");
    // Nobody decides about a page that is older than what was gathered.
    let stale = officer.post(&format!("{page}/approval"), &[("round", "7")]).await;
    assert_eq!(stale.status, 409, "{}", stale.text);

    assert_eq!(approve(&app, &officer, id).await.status, 303);
    assert_eq!(approve(&app, &officer, id).await.status, 409, "once");
    let decided = found(&app, id).await;
    let file = officer.get(&format!("{page}/file")).await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(file.text.lines().next(), Some("service,modality,year,age,status"));
    assert_eq!(file.text.lines().count(), 1 + 120, "{}", file.text);
    let signed = officer.get(&format!("{page}/manifest")).await.text;
    let key = manifest::key_of(&app.house, releases::KIND, app.clinic.id).unwrap();
    let says = manifest::read(&signed, &key).unwrap();
    assert_eq!((says["rows"].as_u64(), says["release_k"].as_u64()), (Some(120), Some(11)));
    assert!(says["smallest_class"].as_u64() >= Some(11), "{signed}");
    assert_eq!(says["drafted_by"].as_str(), Some(decided.drafted_by.as_str()));
    assert_eq!(says["decided_by"].as_str(), decided.decided.as_ref().map(|(by, _)| by.as_str()));
    assert!(manifest::read(&signed, &manifest::key_of(&app.house, releases::KIND, app.other.id).unwrap()).is_err());
    assert!(manifest::read(&signed, &erase::key_of(&app.house, app.clinic.id).unwrap()).is_err(), "in another name");

    // Whoever has the two files and the key needs nothing of ours.
    let folder = tempfile::tempdir().unwrap();
    let (csv, beside) = (folder.path().join("r.csv"), folder.path().join("r.manifest.json"));
    std::fs::write(&csv, &file.text).unwrap();
    std::fs::write(&beside, &signed).unwrap();
    let nowhere = crate::kit::Place::fresh();
    let verify = |key: &str| run(&nowhere, &["release", "verify", csv.to_str().unwrap(), "--key", key], &[]);
    let whole = verify(&key);
    assert!(whole.status.success() && said(&whole).contains("120 rows"), "{}", said(&whole));
    std::fs::write(&csv, file.text.replacen("no_show", "done", 1)).unwrap();
    let changed = verify(&key);
    assert!(!changed.status.success() && said(&changed).contains("is not the file"), "{}", said(&changed));
    std::fs::write(&csv, &file.text).unwrap();
    std::fs::write(&beside, signed.replacen("\"k\": 11", "\"k\": 90", 1)).unwrap();
    let changed = verify(&key);
    assert!(!changed.status.success() && said(&changed).contains("not the line that was signed"), "{}", said(&changed));
    let (state, evidence) = standing(&app).await;
    assert_eq!(state, Standing::Kept, "{evidence}");
    assert!(evidence.contains("(\"releases\", 1)"), "{evidence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_like_nobody_is_in_no_file() {
    let app = TestApp::start().await;
    crowd(&app, 90).await;
    // They alone are so old, and came more often than is asked of a class.
    let planted = visitor(&app, 97, 12, "The only one of ninety-seven").await;
    let (id, file) = released(&app, &asked(&[])).await;
    assert!(!file.contains("97") && !file.contains("90+"), "{file}");
    for never in ["Nadia", "Ferreira", "ninety-seven", "Yours alone", "1929", planted.to_string().as_str(), "apt_"] {
        assert!(!file.contains(never), "{never}: {file}");
    }
    let report = found(&app, id).await.report.unwrap();
    assert!(report.suppressed >= 12 && report.smallest >= 11, "{report:?}");
    // An attempt to find somebody again: whatever is known of a person from elsewhere, it fits no fewer than eleven.
    let mut alike = std::collections::HashMap::new();
    for line in file.lines().skip(1) {
        *alike.entry(line.rsplit_once(',').unwrap().0.to_owned()).or_insert(0) += 1;
    }
    assert!(alike.values().all(|rows| *rows >= 11), "{alike:?}");
    // With many of them, ninety and over is one class, whatever the years.
    for n in 0..12 {
        visitor(&app, 91 + n, 2, "x").await;
    }
    let (_, file) = released(&app, &asked(&[])).await;
    assert!(!file.contains(",91") && !file.contains(",97"), "{file}");
    assert!(file.contains("90+") || file.contains("80+") || file.contains(",*,"), "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_names_somebody_or_was_written_cannot_be_asked_for() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let form = manager.get(&app.path("/releases/new")).await.text;
    assert!(form.contains("These never leave") && form.contains("Notes, whatever is in them"), "{form}");
    for never in ["note", "name", "email", "phone", "place", "record", "birth_date", "nothing"] {
        assert!(!form.contains(&format!("value=\"{never}\"")), "{never}");
        let refused = manager.post(&app.path("/releases/new"), &asked(&[("column", never)])).await;
        assert_eq!(refused.status, 422, "{never}: {}", refused.text);
    }
    // A form that cannot stand comes back as it was typed, with each fault beside its field.
    for (field, value) in
        [("k", "10"), ("k", "x"), ("l", "0"), ("suppressed", "51"), ("recipient", " "), ("data_set", "x")]
    {
        let refused = manager.post(&app.path("/releases/new"), &asked(&[(field, value)])).await;
        assert_eq!(refused.status, 422, "{field}={value}");
        assert!(refused.text.contains("How often visits are missed"), "{field}: {}", refused.text);
        assert!(refused.text.contains(&format!("id=\"e-{field}\"")), "{field}: {}", refused.text);
    }
    assert_eq!(app.place.column("SELECT id FROM data_release"), [] as [String; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_set_is_read_in_steps_and_goes_on_where_it_was() {
    let app = TestApp::start().await;
    for n in 0..40 {
        visitor(&app, 30 + n % 10, 40, "x").await;
    }
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let id = drafted(&app, &manager, &asked(&[])).await;
    // Cut off after the first page, as when the program is killed: what was read is kept, and the next attempt goes on.
    let research = app.scope(&app.clinic, Purpose::Research);
    let set = *app.house.datasets.iter().find(|set| set.name == "visits").unwrap();
    let page = research.read(move |tx| set.page(tx, None, 500)).await.unwrap();
    assert!(page.next.is_some() && page.rows.len() <= 500);
    let release = found(&app, id).await;
    let rows: Vec<Vec<String>> = page
        .rows
        .iter()
        .map(|row| {
            let cells = [0, 1, 3, 5, 7].map(|at: usize| row.cells[at].clone());
            std::iter::once(row.person.to_string()).chain(cells).collect()
        })
        .collect();
    let (text, counted, next) = (serde_json::to_string(&rows).unwrap(), rows.len() as i64, page.next.unwrap());
    let left_out = page.left_out as i64;
    let keep = move |tx: &mut Tx<'_>| releases::part::gathered(tx, &release, &text, (counted, left_out), &next);
    assert!(research.write(keep.clone()).await.unwrap());
    assert!(!research.write(keep).await.unwrap(), "the same page is not counted twice");
    app.run_jobs().await;
    let done = found(&app, id).await;
    let begun = format!(
        "SELECT CAST(COUNT(*) AS TEXT) FROM appointment WHERE clinic = '{}' AND starts_at < {}",
        app.clinic.id,
        app.house.clock.now().as_microsecond()
    );
    let begun: i64 = app.place.column(&begun)[0].parse().unwrap();
    assert!(begun >= 1_600);
    assert_eq!((done.state, done.gathered + done.left_out), (State::Weighed, begun), "each row once");
    assert_eq!(done.report.unwrap().rows, done.gathered as u64);
    // For another purpose the set is shut, whoever asks.
    let other = app.scope(&app.clinic, Purpose::Scheduling);
    assert!(other.read(move |tx| set.page(tx, None, 5)).await.is_err());
    let manager = Scope::new(&app.house, app.clinic.clone(), Actor::nobody(), Purpose::Research, "test");
    assert!(
        manager.read(move |tx| set.page(tx, None, 500)).await.unwrap().rows.is_empty(),
        "nobody but the program reads it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_leave_is_said_and_what_is_refused_is_unreadable() {
    let app = TestApp::start().await;
    crowd(&app, 5).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let id = drafted(&app, &manager, &asked(&[("k", "100")])).await;
    app.run_jobs().await;
    let told = manager.get(&app.path(&format!("/releases/{id}"))).await.text;
    assert!(told.contains("Cannot leave like this") && !told.contains("Approve and sign"), "{told}");
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    assert_eq!(approve(&app, &officer, id).await.status, 409);
    let page = app.path(&format!("/releases/{id}/refusal"));
    assert_eq!(officer.post(&page, &[("reason", " ")]).await.status, 422);
    assert_eq!(officer.post(&page, &[("reason", "Too few came")]).await.status, 303);
    assert_eq!(officer.post(&page, &[("reason", "Again")]).await.status, 409);
    let told = manager.get(&app.path(&format!("/releases/{id}"))).await.text;
    assert!(told.contains("Too few came") && told.contains("unreadable"), "{told}");
    let refused = found(&app, id).await;
    let research = app.scope(&app.clinic, Purpose::Research);
    let keeper = refused.keeper;
    let rows = research.read(move |tx| releases::part::read(tx, &refused, releases::part::Of::Rows, 0)).await;
    assert_eq!(rows.unwrap(), None);
    assert!(research.read(move |tx| tx.open(keeper).map(drop)).await.is_err(), "its key has ended");
    releases::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
    assert_eq!(app.place.column("SELECT id FROM data_release_part"), [] as [String; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_in_time_and_its_register_stays() {
    let app = TestApp::start().await;
    crowd(&app, 22).await;
    let (id, _) = released(&app, &asked(&[])).await;
    let waits = {
        let manager = app.signed_in(&app.clinic, Role::Manager).await;
        drafted(&app, &manager, &asked(&[])).await
    };
    let now = app.house.clock.now();
    app.house.clock.set(now + jiff::SignedDuration::from_hours(24 * 31));
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let gone = officer.get(&app.path(&format!("/releases/{id}/file"))).await;
    assert_eq!(gone.status, 404, "its time is over before anybody swept");
    releases::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
    app.run_jobs().await;
    releases::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
    assert_eq!(app.place.column("SELECT id FROM data_release_part"), [] as [String; 0]);
    assert_eq!(found(&app, waits).await.state, State::Refused, "what nobody decided is over");
    let told = officer.get(&app.path(&format!("/releases/{id}"))).await.text;
    assert!(told.contains("The file is gone") && told.contains("sha256"), "{told}");
    assert!(officer.get(&app.path("/releases")).await.text.contains("Institute for Moving Well"));
    assert_eq!(standing(&app).await.0, Standing::Kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_is_paid_for_once_and_refused_when_the_budget_is_spent() {
    let app = TestApp::start().await;
    crowd(&app, 30).await;
    visitor(&app, 50, 400, "x").await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let page = app.path("/releases/counts");
    let ask = async |by: &str, epsilon: &str| {
        let fields = [("data_set", "visits"), ("by", by), ("most", "2"), ("epsilon", epsilon)];
        manager.post(&page, &fields).await
    };
    let asked = ask("status", "20").await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    let one = asked.location.unwrap();
    assert!(
        manager.get(&one).await.text.contains("being counted"),
        "nothing is told before it was paid for and counted"
    );
    app.run_jobs().await;
    let answer = manager.get(&one).await.text;
    assert!(
        answer.contains("did not come") && !answer.contains("no_show") && !answer.contains("being counted"),
        "{answer}"
    );
    // Whoever came four hundred times adds two; noise of that width does not reach far.
    let kept = app.place.column("SELECT answer FROM data_question").remove(0);
    let told: releases::Answer = serde_json::from_str(&kept).unwrap();
    let done = told.counts.iter().find(|(value, _)| value == "done").unwrap().1;
    assert!((10..=55).contains(&done), "{told:?}");
    assert_eq!(told.counts.len(), 10, "also of what nobody has: {told:?}");

    let again = ask("status", "20").await;
    assert_eq!(again.location.as_deref(), Some(one.as_str()), "the same question is answered from what was told");
    app.run_jobs().await;
    assert_eq!(app.place.column("SELECT answer FROM data_question"), [kept], "noise is drawn once");
    assert_eq!(ask("year", "10").await.status, 303, "to the end of the budget");
    let spent = ask("", "1").await;
    assert_eq!(spent.status, 409, "{}", spent.text);
    assert!(
        spent.text.contains("The budget does not reach") && spent.text.contains("3.0 of 3.0 spent"),
        "{}",
        spent.text
    );
    // Where nothing is left no form asks for more; what was asked before is still read.
    let open = manager.get(&page).await.text;
    assert!(
        open.contains("The budget is spent") && !open.contains("name=\"epsilon\"") && open.contains(&one),
        "{open}"
    );
    app.run_jobs().await;
    for (field, value) in
        [("by", "note"), ("most", "21"), ("most", "0"), ("epsilon", "31"), ("epsilon", "0"), ("data_set", "x")]
    {
        let usual = [("data_set", "visits"), ("by", ""), ("most", "2"), ("epsilon", "1")];
        let fields = usual.map(|(name, usual)| (name, if name == field { value } else { usual }));
        assert_eq!(manager.post(&page, &fields).await.status, 422, "{field}={value}");
    }
    assert_eq!(standing(&app).await.0, Standing::Kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_questions_at_once_cannot_overspend() {
    let app = TestApp::start().await;
    let beside = app.beside().await;
    let mut asking = Vec::new();
    for n in 0..24 {
        let on = if n % 2 == 0 { &app } else { &beside };
        let scope = on.scope(&on.clinic, Purpose::Administration);
        let new = NewQuestion { data_set: "visits".to_owned(), by: None, most: n + 1, epsilon: 4 };
        asking.push(tokio::spawn(async move { scope.write(move |tx| question::ask(tx, &new)).await.unwrap() }));
    }
    let mut spent = 0;
    for one in asking {
        spent += u32::from(matches!(one.await.unwrap(), question::Asked::New(_)));
    }
    assert_eq!(spent, 7, "seven times four of thirty tenths, and no eighth");
    assert_eq!(app.place.column("SELECT CAST(SUM(epsilon) AS TEXT) FROM data_question"), ["28"]);
    // The same question at once is spent once.
    let ask = |app: &TestApp| {
        let scope = app.scope(&app.clinic, Purpose::Administration);
        let new = NewQuestion { data_set: "visits".to_owned(), by: Some("year".to_owned()), most: 1, epsilon: 1 };
        tokio::spawn(async move { scope.write(move |tx| question::ask(tx, &new)).await.unwrap() })
    };
    let (one, other) = (ask(&app), ask(&beside));
    let both = [one.await.unwrap(), other.await.unwrap()];
    assert_eq!(both.iter().filter(|one| matches!(one, question::Asked::New(_))).count(), 1, "{both:?}");
    assert_eq!(app.place.column("SELECT CAST(SUM(epsilon) AS TEXT) FROM data_question"), ["29"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_tampered_with_is_evidence_against_it() {
    let app = TestApp::start().await;
    crowd(&app, 22).await;
    let (id, _) = released(&app, &asked(&[])).await;
    let scope = app.scope(&app.clinic, Purpose::Administration);
    let new = NewQuestion { data_set: "visits".to_owned(), by: None, most: 1, epsilon: 4 };
    scope.write(move |tx| question::ask(tx, &new)).await.unwrap();
    app.run_jobs().await;
    assert_eq!(standing(&app).await.0, Standing::Kept);
    // What has several lines is read line by line.
    let row = |column: &str| app.place.column(&format!("SELECT CAST({column} AS TEXT) FROM data_release")).join("\n");
    for (column, tampered, figure) in [
        ("digest", "'0'".to_owned(), "not as signed"),
        ("report", format!("'{}'", row("report").replace("\"smallest\":", "\"smallest\":9")), "not as signed"),
        ("report", "'{}'".to_owned(), "not as signed"),
        ("manifest", format!("'{}'", row("manifest").replace("\"k\": 11", "\"k\": 12")), "not as signed"),
        ("manifest", "NULL".to_owned(), "not as signed"),
        ("decided_by", row("drafted_by"), "unapproved"),
        ("drafted_by", "acc_another".to_owned(), "not as signed"),
        ("four_eyes", "0".to_owned(), "not as signed"),
        ("sound", "0".to_owned(), "files not as signed"),
    ] {
        let tampered = if matches!(column, "decided_by" | "drafted_by") { format!("'{tampered}'") } else { tampered };
        let before = row(column);
        app.place.tamper(&format!("UPDATE data_release SET {column} = {tampered}"));
        let (state, evidence) = standing(&app).await;
        assert_eq!(state, Standing::Gap, "{column}: {evidence}");
        assert!(evidence.contains(&format!("(\"{figure}\", 1)")), "{column}: {evidence}");
        let number = matches!(column, "four_eyes" | "sound");
        let before = if number { before } else { format!("'{before}'") };
        app.place.tamper(&format!("UPDATE data_release SET {column} = {before}"));
        assert_eq!(standing(&app).await.0, Standing::Kept, "{column}");
    }
    app.place.tamper("UPDATE data_question SET epsilon = 31");
    let (state, evidence) = standing(&app).await;
    assert_eq!(state, Standing::Gap, "{evidence}");
    assert!(evidence.contains("(\"budgets overspent\", 1)"), "{evidence}");
    app.place.tamper("UPDATE data_question SET epsilon = 4");

    // The file itself is read again, and one that was changed does not leave.
    let other = "(SELECT content FROM data_release_part WHERE kind = 'file' LIMIT 1)";
    let longer =
        if app.place.is_postgres() { format!("{other} || '\\x00'::bytea") } else { "CAST('x' AS BLOB)".to_owned() };
    app.place.tamper(&format!("UPDATE data_release_part SET content = {longer}"));
    app.house.clock.set(app.house.clock.now() + jiff::SignedDuration::from_hours(25));
    releases::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
    let (state, evidence) = standing(&app).await;
    assert_eq!(state, Standing::Gap, "{evidence}");
    assert!(evidence.contains("(\"files not as signed\", 1)"), "{evidence}");
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    assert_eq!(officer.get(&app.path(&format!("/releases/{id}/file"))).await.status, 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_that_states_more_people_meanwhile_is_not_held_to_fewer() {
    let app = TestApp::start().await;
    crowd(&app, 22).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let id = drafted(&app, &manager, &asked(&[])).await;
    app.run_jobs().await;
    let mut clinic = (*app.clinic).clone();
    clinic.parameters.release_k = 100;
    app.house.update_clinic(clinic).await.unwrap();
    let refused = approve(&app, &officer, id).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert!(refused.text.contains("states more people"), "{}", refused.text);
}
