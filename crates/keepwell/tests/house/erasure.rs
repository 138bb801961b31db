//! Somebody erased, or anonymised: what is left says nothing of them, and the figures stay what they are.

use std::collections::{BTreeMap, BTreeSet};

use booking::report::{Period, attendance, bookings, clients, utilisation};
use ground::erase::{Became, Because, Cause, Done, Unerased, destroy_keys, key_of, verify};
use ground::{Error, PersonId, Refusal, Scope, params};
use jiff::civil::date;
use promise::Purpose;

use crate::kit::{TestApp, program};

mod killed;
mod law;
mod left;
mod linked;
mod restored;
mod rows;
mod staff;
mod steps;
use rows::{everywhere, holding};

pub fn request() -> Because {
    Because::request("they asked for it")
}

/// The clients of the clinic, with how many visits each has, and how many of them are to come. Read past the program, whose
/// statements are looked at.
async fn visitors(app: &TestApp) -> Vec<(PersonId, i64, i64)> {
    let sql = format!(
        "SELECT c.id || ' ' || COUNT(*) || ' ' ||
                SUM(CASE WHEN a.ends_at > {} AND a.status IN ('requested', 'booked', 'confirmed') THEN 1 ELSE 0 END)
         FROM client c JOIN appointment a ON a.clinic = c.clinic AND a.client = c.id
         WHERE c.clinic = '{}' GROUP BY c.id ORDER BY c.id",
        app.house.clock.now().as_microsecond(),
        app.clinic.id
    );
    let read = |row: String| {
        let parts: Vec<&str> = row.split(' ').collect();
        (parts[0].parse().unwrap(), parts[1].parse().unwrap(), parts[2].parse().unwrap())
    };
    app.place.column(&sql).into_iter().map(read).collect()
}

pub async fn erase(scope: &Scope, person: PersonId, because: Because) -> Result<Done, Unerased> {
    scope.write(move |tx| tx.erase_person(person, &because)).await.unwrap()
}

/// All four reports, as they are printed: over everything, over two years of the calendar, and over other periods. Of those it is not
/// known who of people who were anonymised came again, but all else.
async fn figures(scope: &Scope) -> String {
    let days = |from, to| Period { from, to };
    let whole = [
        days(date(2000, 1, 1), date(2030, 12, 31)),
        days(date(2025, 1, 1), date(2025, 12, 31)),
        days(date(2026, 1, 1), date(2026, 12, 31)),
    ];
    let other = [days(date(2026, 9, 1), date(2026, 9, 30)), days(date(2026, 8, 27), date(2026, 11, 24))];
    let read = move |tx: &mut ground::Tx<'_>| -> ground::Result<String> {
        let mut said = String::new();
        for of in whole.into_iter().chain(other) {
            said += &format!("{:?}\n{:?}\n{:?}\n", bookings(tx, of)?, attendance(tx, of)?, utilisation(tx, of)?);
            let clients = clients(tx, of)?;
            said += &match whole.contains(&of) {
                true => format!("{clients:?}\n"),
                false => format!("{} {} {:?}\n", clients.new, clients.kept, clients.by_time),
            };
        }
        Ok(said)
    };
    scope.read(read).await.unwrap()
}

async fn is_erased(scope: &Scope, person: PersonId) -> bool {
    let opened = scope.read(move |tx| tx.open(person).map(drop)).await;
    matches!(opened, Err(Error::Refused(Refusal::Erased)))
}

async fn ids_of(scope: &Scope, sql: &'static str, person: PersonId) -> Vec<String> {
    scope
        .read(move |tx| -> ground::Result<Vec<String>> {
            tx.query(sql, &params![tx.clinic(), person])?.iter().map(|row| row.get("id")).collect()
        })
        .await
        .unwrap()
}

const VISITS: &str = "SELECT id FROM appointment WHERE clinic = $1 AND client = $2";

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_is_in_no_table_any_more_and_is_found_by_nothing() {
    let app = TestApp::start().await;
    let (desk, own) = (app.scope(&app.clinic, Purpose::Scheduling), app.scope(&app.clinic, Purpose::Rights));
    let (person, all, _) = visitors(&app).await.into_iter().find(|(_, all, ahead)| *ahead > 0 && all > ahead).unwrap();
    let client = desk.read(move |tx| people::open(tx, person)).await.unwrap();
    let name = client.name();
    let found = {
        let name = name.clone();
        desk.read(move |tx| people::search(tx, &name, 10)).await.unwrap()
    };
    assert!(found.contains(&person));
    let visits = ids_of(&desk, VISITS, person).await;
    assert_eq!(visits.len(), usize::try_from(all).unwrap());
    let taken = holding(&app, &visits);
    let (house, clinic) = (app.house.clone(), app.clinic.id);
    let had = tokio::task::spawn_blocking(move || house.keys.count(clinic)).await.unwrap().unwrap();
    let done = erase(&own, person, request()).await.unwrap();
    assert_eq!(done.keys.len(), 1);
    assert!(done.count(Became::Nobody) >= u64::try_from(all).unwrap() && done.count(Became::Gone) > 0, "{done:?}");

    // From the commit on, before any job: nobody opens them, and nothing leads to them.
    assert!(is_erased(&desk, person).await && is_erased(&own, person).await);
    assert!(is_erased(&app.beside().await.scope(&app.clinic, Purpose::Scheduling), person).await, "on another node");
    assert!(desk.read(move |tx| people::search(tx, &name, 10)).await.unwrap().is_empty());
    let left: BTreeSet<String> = everywhere(&app, &person.to_string()).into_iter().collect();
    let kept = ["access_entry.person", "event.subject", "job.subject", "person.id"].map(str::to_owned);
    assert_eq!(left, BTreeSet::from(kept), "an event that they were erased, and the job that destroys the key");
    for visit in &visits {
        assert_eq!(everywhere(&app, visit), Vec::<String>::new(), "{visit}");
    }
    // Their times are free again, and whoever looks at the day sees no name.
    assert!(taken > 0);
    let still = visitors(&app).await;
    assert!(still.iter().all(|(id, ..)| *id != person));

    // Then the key goes, by the job, or at once.
    app.run_jobs().await;
    destroy_keys(&own, &done).await.unwrap();
    let house = app.house.clone();
    let clinic = app.clinic.id;
    let keys = tokio::task::spawn_blocking(move || house.keys.count(clinic)).await.unwrap().unwrap();
    assert_eq!(keys, had - 1);
    assert_eq!(erase(&own, person, request()).await.unwrap_err(), Unerased::Before);
    assert_eq!(verify(&done.certificate, &key_of(&app.house, app.clinic.id).unwrap()), Ok(()));
    for word in [&client.given_name, &client.family_name, &person.to_string()] {
        assert!(!done.certificate.contains(word.as_str()), "{word}: {}", done.certificate);
    }
    let other = key_of(&app.house, app.other.id).unwrap();
    assert!(verify(&done.certificate, &other).is_err(), "another clinic's key speaks for its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_report_says_the_same_of_everything_after_somebody_was_anonymised() {
    let app = TestApp::start().await;
    let reports = app.scope(&app.clinic, Purpose::Reporting);
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let all = visitors(&app).await;
    let (waits, ..) = *all.iter().find(|(_, _, ahead)| *ahead > 0).unwrap();
    let refused = erase(&scope, waits, request().anonymise()).await.unwrap_err();
    assert_eq!(refused, Unerased::Room("visits-ahead"), "a visit called off is another figure");
    let now = app.house.clock.now().as_microsecond();
    app.place.tamper(&format!(
        "UPDATE appointment SET status = 'cancelled', active = 0 WHERE ends_at > {now} AND status IN ('requested', 'booked', 'confirmed')"
    ));
    let all = visitors(&app).await;
    let before = figures(&reports).await;
    assert!(before.len() > 1_000, "{before}");
    let mut anonymised = 0;
    for (person, ..) in all.iter().filter(|(_, _, ahead)| *ahead == 0) {
        let done = erase(&scope, *person, request().anonymise()).await.unwrap();
        assert!(done.certificate.contains("\"what\": \"anonymised\""), "{}", done.certificate);
        assert_eq!(figures(&reports).await, before);
        anonymised += 1;
    }
    assert!(anonymised >= 2, "{all:?}");
}

/// What somebody knows who took the clinic's rows along before: each visit's id, client and instants, and whose they are.
type Known = BTreeMap<String, (String, Vec<String>)>;

fn visits_of(app: &TestApp) -> Known {
    let columns = [
        "id",
        "client",
        "CAST(created_at AS TEXT)",
        "CAST(updated_at AS TEXT)",
        "CAST(starts_at AS TEXT)",
        "COALESCE(import, '')",
    ];
    let sql = format!("SELECT {} FROM appointment WHERE clinic = '{}'", columns.join(" || '|' || "), app.clinic.id);
    let rows = app.place.column(&sql);
    let known = rows.iter().map(|row| {
        let parts: Vec<String> = row.split('|').map(str::to_owned).collect();
        (parts[0].clone(), (parts[1].clone(), parts[2..].to_vec()))
    });
    known.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_anonymised_is_not_found_again_by_what_an_export_and_the_records_know() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let persons: Vec<PersonId> =
        visitors(&app).await.into_iter().filter(|(_, _, ahead)| *ahead == 0).map(|(id, ..)| id).collect();
    let before = visits_of(&app);
    for person in &persons {
        erase(&scope, *person, request().anonymise()).await.unwrap();
    }
    let after = visits_of(&app);
    assert_eq!(before.len(), after.len(), "no visit is lost");
    let theirs: Vec<&String> = before
        .iter()
        .filter(|(_, (client, _))| persons.iter().any(|id| id.to_string() == *client))
        .map(|(id, _)| id)
        .collect();
    let fresh: Vec<(&String, &(String, Vec<String>))> =
        after.iter().filter(|(id, _)| !before.contains_key(*id)).collect();
    assert_eq!(theirs.len(), fresh.len(), "each has another id");
    let midnight = |micros: &str| micros.parse::<i64>().unwrap() % 3_600_000_000 == 0;
    for (id, (client, rest)) in fresh {
        assert!(persons.iter().all(|person| person.to_string() != *client), "{id} still says whose it is");
        assert!(midnight(&rest[0]) && midnight(&rest[1]), "{id} was made to the day: {rest:?}");
        assert!(rest[3].is_empty(), "{id} still says which row of a file it was");
        // The id itself says when something was made: of nobody, when the visit was.
        let made = ground::id::made(id).unwrap();
        assert!(before.values().all(|(_, was)| was[0] != made.as_microsecond().to_string()), "{id}");
        // Nobody has a name, a birth date, a note, or a line in the record of openings.
        for table in ["client", "access_entry", "mail", "document"] {
            let column = if table == "client" { "id" } else { "person" };
            let rows = app.place.column(&format!("SELECT '1' FROM {table} WHERE {column} = '{client}'"));
            assert_eq!(rows, Vec::<String>::new(), "{table}");
        }
    }
    // Free text is gone with the rows: no visit about nobody has any.
    let told = app.place.column(
        "SELECT a.id FROM appointment a JOIN person p ON p.clinic = a.clinic AND p.id = a.client
         WHERE p.erased_at IS NOT NULL AND (a.note IS NOT NULL OR a.phone IS NOT NULL OR a.booked_by IS NOT NULL)",
    );
    assert_eq!(told, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_acted_for_a_child_goes_and_the_childs_record_stays_and_says_so() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let sql = format!(
        "SELECT MIN(dependant) || ' ' || MIN(guardian) FROM guardian WHERE clinic = '{}' AND ended_at IS NULL GROUP BY dependant HAVING COUNT(*) = 1",
        app.clinic.id
    );
    let pair = app.place.column(&sql).remove(0);
    let (child, guardian) = pair.split_once(' ').unwrap();
    let pair: (PersonId, PersonId) = (child.parse().unwrap(), guardian.parse().unwrap());
    let (child, guardian) = pair;
    erase(&scope, guardian, request()).await.unwrap();
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    assert!(desk.read(move |tx| people::open(tx, child)).await.is_ok(), "the child's record stays");
    assert!(desk.read(move |tx| people::guardians_of(tx, child)).await.unwrap().is_empty());
    assert!(desk.read(move |tx| people::unguarded(tx, child)).await.unwrap().is_some());
    let browser = app.signed_in(&app.clinic, ground::Role::FrontDesk).await;
    let page = browser.get(&app.path(&format!("/clients/{child}"))).await;
    assert!(page.text.contains("Nobody acts for them any more"), "the desk is told there: {}", page.text);
    let booked = app.place.column(&format!("SELECT id FROM appointment WHERE booked_by = '{guardian}'"));
    assert_eq!(booked, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_record_and_the_one_it_was_merged_into_are_erased_as_one() {
    let app = TestApp::start().await;
    let (scope, rights) = (app.scope(&app.clinic, Purpose::Scheduling), app.scope(&app.clinic, Purpose::Rights));
    let all = visitors(&app).await;
    let (from, into) = (all[0].0, all[1].0);
    let merged = scope.write(move |tx| tx.merge(from, into)).await.unwrap();
    assert!(merged.is_ok(), "{merged:?}");
    // Asked for by the number of the merged one, which an old letter has.
    let done = erase(&rights, from, request()).await.unwrap();
    assert_eq!((done.persons.len(), done.keys.len()), (2, 2));
    for person in [from, into] {
        assert!(is_erased(&scope, person).await);
        let left = everywhere(&app, &person.to_string());
        assert!(
            left.iter().all(|place| !place.starts_with("person_merge") && !place.starts_with("client")),
            "{left:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_booking_and_an_erasure_at_once_whichever_is_second_finds_what_the_first_did() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let catalogue = scope.read(booking::store::catalogue).await.unwrap();
    let service = catalogue.service("review").unwrap().id;
    let persons: Vec<PersonId> = visitors(&app).await.into_iter().map(|(id, ..)| id).take(4).collect();
    for (n, person) in persons.into_iter().enumerate() {
        let start = jiff::Timestamp::from_second(1_796_900_000).unwrap();
        let rights = app.scope(&app.clinic, Purpose::Rights);
        let erasing = [0, 1].map(|_| {
            let rights = rights.clone();
            tokio::spawn(
                async move { rights.write(move |tx| tx.erase_person(person, &request())).await.unwrap().is_ok() },
            )
        });
        let days = app.house.clock.now();
        let booker = {
            let scope = scope.clone();
            tokio::spawn(async move {
                for day in 1..40 {
                    let at = (days + jiff::SignedDuration::from_hours(24 * day))
                        .max(start - jiff::SignedDuration::from_hours(24 * 400));
                    let at = at - jiff::SignedDuration::from_mins(40 + 20 * i64::try_from(n).unwrap() % 60);
                    let whom = booking::Whom::Known { client: person, booked_by: None };
                    let new = crate::kit::booking(service, None, at, whom);
                    let _whatever = scope.write(move |tx| booking::store::book(tx, &new)).await;
                }
            })
        };
        let mut done = 0;
        for one in erasing {
            done += usize::from(one.await.unwrap());
        }
        booker.await.unwrap();
        assert_eq!(done, 1, "twice at once is once");
        let left = app.place.column(&format!("SELECT id FROM appointment WHERE client = '{person}'"));
        assert_eq!(left, Vec::<String>::new());
        let free = app.place.column(&format!(
            "SELECT a.id FROM appointment a JOIN person p ON p.clinic = a.clinic AND p.id = a.client
             WHERE p.erased_at IS NOT NULL AND a.status IN ('requested', 'booked', 'confirmed') AND a.starts_at > {}",
            app.house.clock.now().as_microsecond()
        ));
        assert_eq!(free, Vec::<String>::new(), "what was to come is free again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_prints_a_certificate_that_a_command_checks_line_by_line() {
    let app = TestApp::start().await;
    let person = visitors(&app).await[0].0.to_string();
    let environment = [
        ("KEEPWELL_KEYS__SOURCE", "environment"),
        ("KEEPWELL_MASTER_KEY", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="),
    ];
    let place = app.place.clone();
    let run = move |words: &[&str]| {
        let output = program::run(&place, words, &environment);
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned(), program::said(&output))
    };
    let slug = app.clinic.slug.clone();
    let folder = tempfile::tempdir().unwrap();
    tokio::task::spawn_blocking(move || {
        let nobody = run(&["erase", "--clinic", &slug, "--client", "per_0", "--reason", "asked"]);
        assert!(!nobody.0 && nobody.2.contains("not a client's number"), "{}", nobody.2);
        let (well, certificate, said) =
            run(&["erase", "--clinic", &slug, "--client", &person, "--reason", "asked by letter"]);
        assert!(well && certificate.contains("\"reason\": \"asked by letter\""), "{said}");
        let again = run(&["erase", "--clinic", &slug, "--client", &person, "--reason", "asked"]);
        assert!(!again.0 && again.2.contains("erased before"), "{}", again.2);
        let (well, key, said) = run(&["certificate", "key", "--clinic", &slug]);
        assert!(well, "{said}");
        let file = folder.path().join("certificate.json");
        std::fs::write(&file, &certificate).unwrap();
        let file = file.to_str().unwrap();
        let good = run(&["certificate", "verify", file, "--key", key.trim()]);
        assert!(good.0 && good.2.contains("every line is as the clinic signed it"), "{}", good.2);
        // By itself the file proves that it is whole, and not whose it is.
        let alone = run(&["certificate", "verify", file]);
        assert!(alone.0 && alone.2.contains("signed by the key that stands in it, SHA-256"), "{}", alone.2);
        assert!(alone.2.contains("the file does not prove"), "{}", alone.2);
        std::fs::write(file, certificate.replace("asked by letter", "asked by nobody")).unwrap();
        let forged = run(&["certificate", "verify", file]);
        assert!(!forged.0 && forged.2.contains("is not the line that was signed"), "{}", forged.2);
        let bad = run(&["certificate", "verify", file, "--key", key.trim()]);
        let line = 1 + certificate.lines().position(|line| line.contains("asked by letter")).unwrap();
        assert!(!bad.0 && bad.2.contains(&format!("line {line} is not the line that was signed")), "{}", bad.2);
        let id = certificate.split('"').find(|word| word.starts_with("ers_")).unwrap();
        assert_eq!(run(&["certificate", "show", "--clinic", &slug, id]).1, certificate);
    })
    .await
    .unwrap();
    let _why = Cause::Clinic;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_whom_was_erased_is_evidence_against_it() {
    use ground::erase::evidence::{anonymised, deleted, reaches_backups};
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let person = visitors(&app).await.into_iter().find(|(_, _, ahead)| *ahead == 0).unwrap().0;
    let other = visitors(&app).await.into_iter().find(|(id, ..)| *id != person).unwrap().0;
    let done = erase(&scope, person, request()).await.unwrap();
    app.house.clock.set(app.house.clock.now() + jiff::SignedDuration::from_mins(20));
    let kept = async || {
        [
            scope.read(deleted).await.unwrap().ok && scope.read(people::store::erase::evidence).await.unwrap().ok,
            scope.read(anonymised).await.unwrap().ok,
            scope.read(reaches_backups).await.unwrap().ok,
        ]
    };
    assert_eq!(kept().await, [false, true, false], "its key is there still, though nobody opens it");
    destroy_keys(&scope, &done).await.unwrap();
    assert_eq!(kept().await, [true, true, true]);
    let token = if app.place.is_postgres() {
        "decode('00112233445566778899aabbccddeeff', 'hex')"
    } else {
        "x'00112233445566778899aabbccddeeff'"
    };
    for (sql, undo, against) in [
        (
            format!("INSERT INTO client_token (clinic, token, client) VALUES ('{}', {token}, '{person}')", app.clinic.id),
            format!("DELETE FROM client_token WHERE client = '{person}'"),
            [false, true, true],
        ),
        (
            format!("UPDATE appointment SET booked_by = '{other}' WHERE client IN (SELECT id FROM person WHERE erased_at IS NOT NULL)"),
            "UPDATE appointment SET booked_by = NULL WHERE client IN (SELECT id FROM person WHERE erased_at IS NOT NULL)".to_owned(),
            [true, false, true],
        ),
        (
            "UPDATE erasure SET certificate = REPLACE(certificate, 'they asked', 'we wanted')".to_owned(),
            "UPDATE erasure SET certificate = REPLACE(certificate, 'we wanted', 'they asked')".to_owned(),
            [true, true, false],
        ),
        (
            format!("UPDATE person SET locked_until = 1 WHERE id = '{other}'"),
            format!("UPDATE person SET locked_until = NULL WHERE id = '{other}'"),
            [false, true, true],
        ),
    ] {
        app.place.tamper(&sql);
        assert_eq!(kept().await, against, "{sql}");
        app.place.tamper(&undo);
        assert_eq!(kept().await, [true, true, true], "{undo}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_will_happen_and_a_slip_erases_nobody() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let browser = app.signed_in(&app.clinic, ground::Role::Manager).await;
    // Of one whose name stands nowhere on such a page but in what is said of them: an invented client's can be that of whoever
    // works here, too.
    let all = visitors(&app).await;
    let mut chosen = None;
    for (one, ..) in all.iter().filter(|(_, _, ahead)| *ahead > 0) {
        let one = *one;
        let other = all.iter().map(|(other, ..)| *other).find(|other| *other != one).unwrap();
        let around = browser.get(&app.path(&format!("/clients/{other}/erasure"))).await.text;
        let client = scope.read(move |tx| people::open(tx, one)).await.unwrap();
        if !around.contains(&client.family_name) {
            chosen = Some((one, client));
            break;
        }
    }
    let (person, client) = chosen.unwrap();
    let record = browser.get(&app.path(&format!("/clients/{person}"))).await;
    let path = app.path(&format!("/clients/{person}/erasure"));
    assert!(record.text.contains(&path), "the record leads there");
    let page = browser.get(&path).await;
    assert!(page.status == 200 && page.text.contains("Name, date of birth, contact"), "{}", page.text);
    assert!(!page.text.contains(&client.family_name), "nobody is opened for it");
    let id = person.to_string();
    let form = |way: &'static str, reason: &'static str, number: &str| {
        vec![("way", way.to_owned()), ("reason", reason.to_owned()), ("number", number.to_owned())]
    };
    for (fields, fault) in [
        (form("", "asked", &id), "Please choose one."),
        (form("erase", "", &id), "What a law"),
        (form("erase", "asked", "per_0"), "This is another number."),
        (form("anonymise", "asked", &id), "calling them off would change the figures"),
    ] {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = browser.post(&path, &fields).await;
        assert!([409, 422].contains(&answer.status), "{fault}: {} {}", answer.status, answer.text);
        assert!(fault == "What a law" || answer.text.contains(fault), "{fault}: {}", answer.text);
        assert!(!is_erased(&scope, person).await);
    }
    let fields = form("erase", "asked by letter", &id);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = browser.post(&path, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert!(is_erased(&scope, person).await);
    let to = answer.location.unwrap();
    let shown = browser.get(&to).await;
    assert!(shown.text.contains("asked by letter") && shown.text.contains("keepwell/erasure/"), "{}", shown.text);
    let file = browser.get(&format!("{}/certificate", to.split('?').next().unwrap())).await;
    assert_eq!(verify(&file.text, &key_of(&app.house, app.clinic.id).unwrap()), Ok(()));
    let list = browser.get(&app.path("/erasures")).await;
    assert!(list.text.contains("ers_") && !list.text.contains(&id), "{}", list.text);
    assert_eq!(app.signed_in(&app.clinic, ground::Role::FrontDesk).await.get(&app.path("/erasures")).await.status, 403);
}
