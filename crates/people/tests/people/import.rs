//! Clients from a file: looked at before anything is written, written once, and gone with their key.

mod between;
mod erased;

use std::time::Duration;

use ground::{PersonId, Scope, Tx};
use jiff::SignedDuration;
use people::incoming::System;
use people::{Source, imported};
use promise::Purpose;

use crate::house::{Answer, Tested, tested};

const HERE: &str = "/c/linden-quay/clients/import";

/// As an office in Dublin writes it: semicolons, Windows letters, one row to mend.
const LIST: &[u8] = b"\"No\";First name;Surname;E-mail;Mobile;Born;Shoes;Tags\r\n\
    A-1;Zo\xeb;M\xfcller;zoe@example.net;087 555 0142;3/5/1988;38;Mornings, Ramp\r\n\
    A-2;Nadia;Ferreira;nadia@example.net;;;;\r\n\
    A-3;=Tove;;not an address;12;31.2.1990;;\r\n\
    ;Ravi;Rao;;;;40;\r\n";

const COLUMNS: &[(&str, &str)] = &[
    ("column-0", "number"),
    ("column-1", "given_name"),
    ("column-2", "family_name"),
    ("column-3", "email"),
    ("column-4", "phone"),
    ("column-5", "birth_date"),
    ("column-6", "left"),
    ("column-7", "labels"),
    ("dates", "day"),
    ("system", "Old system"),
];

/// Brings a file; the address of its page.
async fn bring(tested: &Tested, name: &str, content: &[u8]) -> String {
    // Ids sort by the millisecond they were made in.
    tested.house.clock.set(tested.house.clock.now() + SignedDuration::from_millis(1));
    let brought = tested.upload("manager", HERE, name, content, &[]).await;
    assert_eq!(brought.status, 303, "{}", brought.text);
    brought.location.strip_suffix("/columns").unwrap().to_owned()
}

async fn named(tested: &Tested, page: &str, columns: &[(&str, &str)]) -> Answer {
    let said = tested.post("manager", &format!("{page}/columns"), columns).await;
    assert_eq!((said.status, said.location.as_str()), (303, page), "{}", said.text);
    settled(tested).await;
    tested.get("manager", page).await
}

/// The number in a form that begins the writing.
fn round(page: &Answer) -> String {
    let from = page.text.find("name=\"round\" value=\"").expect("a form to begin with") + 20;
    page.text[from..].chars().take_while(char::is_ascii_digit).collect()
}

async fn run(tested: &Tested, page: &str, faulty: &str) -> Answer {
    let round = round(&tested.get("manager", page).await);
    tested.post("manager", &format!("{page}/run"), &[("round", &round), ("faulty", faulty)]).await
}

async fn settled(tested: &Tested) {
    ground::job::run_due(&tested.house).await.unwrap();
}

/// "New clients 2, here already 1": the figures of a page, in their order.
fn figures(page: &Answer) -> Vec<u64> {
    let parts = page.text.split("<dd class=\"num\">").skip(1);
    parts.map(|part| part[..part.find('<').unwrap()].replace(',', "").parse().unwrap()).collect()
}

fn clients(tested: &Tested) -> usize {
    tested.place.column("SELECT id FROM client").len()
}

fn desk(tested: &Tested) -> Scope {
    tested.scope("front_desk", Purpose::Scheduling)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_looked_at_before_anything_is_written_and_what_has_faults_comes_back_to_be_mended() {
    let tested = tested().await;
    let page = bring(&tested, "clients.csv", LIST).await;
    let form = tested.get("manager", &format!("{page}/columns")).await;
    // Guessed where a name is clear, and asked where it is not.
    for (field, value) in [
        ("column-0", "number"),
        ("column-1", "given_name"),
        ("column-3", "email"),
        ("column-5", "birth_date"),
        ("column-6", ""),
    ] {
        let select = &form.text[form.text.find(&format!("name=\"{field}\"")).unwrap()..];
        let select = &select[..select.find("</select>").unwrap()];
        assert!(select.contains(&format!("value=\"{value}\" selected")), "{field}: {select}");
    }
    assert!(form.text.contains("Müller") && form.text.contains("zoe@example.net"));
    let unsaid =
        tested.post("manager", &format!("{page}/columns"), &[("column-0", "number"), ("column-1", "whole_name")]).await;
    assert_eq!(unsaid.status, 422);
    assert!(unsaid.text.contains("id=\"e-column-6\"") && unsaid.text.contains("id=\"e-system\""), "{}", unsaid.text);

    let looked = named(&tested, &page, COLUMNS).await;
    assert_eq!((figures(&looked), clients(&tested)), (vec![3, 0, 1], 0));
    for said in ["Zoë Müller", "3 May 1988", "Mornings and Ramp", "Save the rows to mend"] {
        assert!(looked.text.contains(said), "{said}: {}", looked.text);
    }
    // Four things are wrong with line 4, and what stands in it is said by none of them.
    assert_eq!(looked.text.matches("<th scope=\"row\" class=\"num\">Line 4</th>").count(), 4);
    assert!(!looked.text.contains("not an address"), "a value stands among the faults");

    let nothing = run(&tested, &page, "all").await;
    assert_eq!((nothing.status, clients(&tested)), (422, 0));
    assert!(nothing.text.contains("So nothing was brought in."));
    // A page that answers a form is not read again by itself: that would send the form.
    assert!(looked.text.contains("data-live=") && !nothing.text.contains("data-live="));
    let begun = run(&tested, &page, "skip").await;
    assert_eq!(begun.location, page);
    let going = tested.get("manager", &page).await;
    assert!(going.text.contains("<progress max=\"4\" value=\"0\""), "{}", going.text);
    settled(&tested).await;
    let done = tested.get("manager", &page).await;
    assert_eq!((figures(&done), clients(&tested)), (vec![3, 0, 1], 3));

    // Everybody is a client like any other, and says where they came from.
    let found = tested.search("front_desk", "Müller").await;
    assert!(found.text.contains("zoe@example.net") && found.text.contains("+353 875 550 142"), "{}", found.text);
    assert_eq!(tested.place.column("SELECT DISTINCT source FROM client"), ["import"]);
    assert_eq!(tested.place.column("SELECT DISTINCT CAST(length(source_detail) AS TEXT) FROM client"), ["64"]);
    assert_eq!(tested.place.column("SELECT name FROM tag ORDER BY name"), ["Mornings", "Ramp"]);

    // The row to mend comes back as it was, and calculates nothing in a spreadsheet.
    let mend = tested.get("manager", &format!("{page}/faults")).await;
    assert_eq!(mend.headers["content-type"], "text/csv; charset=utf-8");
    assert!(mend.headers["content-disposition"].to_str().unwrap().contains("clients to mend.csv"));
    let lines: Vec<&str> = mend.text.lines().collect();
    assert_eq!(lines[0], "\u{feff}No,First name,Surname,E-mail,Mobile,Born,Shoes,Tags,What is wrong");
    assert!(lines[1].starts_with("A-3,'=Tove,,not an address,12,31.2.1990,,,\"Surname: "), "{}", lines[1]);
    assert_eq!(lines.len(), 2);

    // Mended and brought again, only that row is new.
    let mended =
        mend.text.replace("'=Tove,,not an address,12,31.2.1990", "'=Tove,Lind,tove@example.net,087 555 0199,31.3.1990");
    let again = bring(&tested, "mended.csv", mended.as_bytes()).await;
    let form = tested.get("manager", &format!("{again}/columns")).await;
    let ours = &form.text[form.text.find("name=\"column-8\"").unwrap()..];
    assert!(ours[..ours.find("</select>").unwrap()].contains("value=\"left\" selected"));
    let looked = named(&tested, &again, &[COLUMNS, &[("column-8", "left")]].concat()).await;
    assert_eq!(figures(&looked), [1, 0, 0]);
    run(&tested, &again, "").await;
    settled(&tested).await;
    assert_eq!(clients(&tested), 4);
    assert!(tested.search("front_desk", "Lind").await.text.contains("=Tove Lind"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_comes_twice_changes_nothing_and_says_so_beforehand() {
    let tested = tested().await;
    // Known by name and address, without a number so far.
    let nadia = tested.client("Nadia", "Ferreira", "NADIA@example.net").await;
    let page = bring(&tested, "clients.csv", LIST).await;
    assert_eq!(figures(&named(&tested, &page, COLUMNS).await), [2, 1, 1]);
    run(&tested, &page, "skip").await;
    settled(&tested).await;
    assert_eq!((figures(&tested.get("manager", &page).await), clients(&tested)), (vec![2, 1, 1], 3));
    // She is as she was, and known by her number from now on.
    let scope = desk(&tested);
    let kept = scope.read(move |tx| people::open(tx, nadia)).await.unwrap();
    assert_eq!((kept.email.as_deref(), kept.version), (Some("NADIA@example.net"), 1));
    let led = |tx: &mut Tx<'_>| -> ground::Result<Vec<PersonId>> {
        let token = imported::token(tx, "Old-system", "A-2")?;
        Ok(imported::find(tx, &[token])?.into_values().collect())
    };
    assert_eq!(scope.read(led).await.unwrap(), [nadia]);

    // The same again, and the same with other names: a number is a number, a row without one is its names.
    let other =
        String::from_utf8(LIST.iter().map(|byte| if byte.is_ascii() { *byte } else { b'e' }).collect()).unwrap();
    let other = other.replace("nadia@example.net", "other@example.net");
    for content in [LIST, other.as_bytes()] {
        let page = bring(&tested, "again.csv", content).await;
        assert_eq!(figures(&named(&tested, &page, COLUMNS).await), [0, 3, 1]);
        run(&tested, &page, "skip").await;
        settled(&tested).await;
        assert_eq!((figures(&tested.get("manager", &page).await), clients(&tested)), (vec![0, 3, 1], 3));
    }
    // Another system's number is another number, and another name or address another person.
    let page = bring(&tested, "third.csv", other.as_bytes()).await;
    let mut columns = COLUMNS.to_vec();
    columns.pop();
    columns.push(("system", "Third"));
    assert_eq!(figures(&named(&tested, &page, &columns).await), [2, 1, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_twice_in_a_file_is_one_and_a_number_stands_once() {
    let tested = tested().await;
    let content = "Number,Name,Email\n1,Nadia Ferreira,nadia@example.net\n2,\"Ferreira, Nadia\",nadia@example.net\n\
                   1,Zoe Ward,zoe@example.net\n,Ravi Rao,\n,ravi RAO,\n3,Cher,\n";
    let page = bring(&tested, "list.csv", content.as_bytes()).await;
    let columns = [("column-0", "number"), ("column-1", "whole_name"), ("column-2", "email"), ("system", "x")];
    let looked = named(&tested, &page, &columns).await;
    assert_eq!(figures(&looked), [2, 2, 2]);
    assert!(looked.text.contains("This number stands in line 2 already."));
    run(&tested, &page, "skip").await;
    settled(&tested).await;
    assert_eq!((figures(&tested.get("manager", &page).await), clients(&tested)), (vec![2, 2, 2], 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_a_number_with_visits_becomes_a_client_and_joins_the_one_who_was_known() {
    let tested = tested().await;
    let known = tested.client("Nadia", "Ferreira", "nadia@example.net").await;
    let system = System::parse("Old system").unwrap();
    let number = |number: &'static str| {
        let system = system.clone();
        move |tx: &mut Tx<'_>| -> ground::Result<PersonId> {
            let token = imported::token(tx, system.as_str(), number)?;
            imported::find_or_create(tx, std::slice::from_ref(&token)).map(|(found, _)| found[&token])
        }
    };
    let scope = tested.scope("automatic", Purpose::Import);
    let zoe = scope.write(number("A-1")).await.unwrap();
    let visits = scope.write(number("A-2")).await.unwrap();
    let page = bring(&tested, "clients.csv", LIST).await;
    assert_eq!(figures(&named(&tested, &page, COLUMNS).await), [2, 1, 1]);
    run(&tested, &page, "skip").await;
    settled(&tested).await;
    assert_eq!(figures(&tested.get("manager", &page).await), [2, 1, 1]);
    let desk = desk(&tested);
    let named = desk.read(move |tx| people::open(tx, zoe)).await.unwrap();
    assert_eq!((named.name(), named.source.detail().is_some()), ("Zoë Müller".to_owned(), true));
    assert_eq!(desk.read(move |tx| tx.kept(visits)).await.unwrap(), known);
    assert_eq!(desk.read(move |tx| people::open(tx, known)).await.unwrap().source, Source::Desk);
}

fn long(rows: usize) -> String {
    let rows: String = (0..rows).map(|n| format!("{n},Given{n},Family{n},client{n}@example.net\n")).collect();
    format!("Number,Given name,Family name,Email\n{rows}")
}

const LONG: &[(&str, &str)] = &[
    ("column-0", "number"),
    ("column-1", "given_name"),
    ("column-2", "family_name"),
    ("column-3", "email"),
    ("system", "x"),
];

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_cut_off_again_and_again_loses_nobody_and_doubles_nobody() {
    let tested = tested().await;
    const ROWS: usize = 1_030;
    let page = bring(&tested, "long.csv", long(ROWS).as_bytes()).await;
    assert_eq!(figures(&named(&tested, &page, LONG).await), [ROWS as u64, 0, 0]);
    run(&tested, &page, "").await;
    let mut seen = Vec::new();
    for _ in 0..5 {
        let (before, house) = (clients(&tested), tested.house.clone());
        let running = tokio::spawn(async move { ground::job::run_due(&house).await });
        // What is under way is dropped wherever it stands once something was written, and its lease runs out.
        for _ in 0..400 {
            if running.is_finished() || clients(&tested) > before {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        running.abort();
        let _cut = running.await;
        seen.push(clients(&tested));
        tested.later(3);
    }
    settled(&tested).await;
    tested.later(3);
    settled(&tested).await;
    let done = tested.get("manager", &page).await;
    assert_eq!((figures(&done), clients(&tested)), (vec![ROWS as u64, 0, 0], ROWS), "{seen:?}");
    assert!(seen.iter().any(|count| (1..ROWS).contains(count)), "it was never cut off in its midst: {seen:?}");
    assert_eq!(tested.place.column("SELECT client FROM client_token WHERE length(token) > 8").len(), ROWS);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_or_nothing_holds_for_the_job_too_and_not_only_for_the_page() {
    let tested = tested().await;
    let page = bring(&tested, "long.csv", format!("{}x,,,\n", long(300)).as_bytes()).await;
    assert_eq!(figures(&named(&tested, &page, LONG).await), [300, 0, 1]);
    // As if a fault had come up only after the look: a label too many, a day that has come.
    tested.place.tamper("UPDATE client_import SET state = 'checked', faulty = 0");
    run(&tested, &page, "").await;
    settled(&tested).await;
    let again = tested.get("manager", &page).await;
    assert_eq!((figures(&again), clients(&tested)), (vec![300, 0, 1], 0), "{}", again.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_already_is_said_and_not_decided_again() {
    let tested = tested().await;
    let page = bring(&tested, "long.csv", long(5).as_bytes()).await;
    let first = named(&tested, &page, LONG).await;
    // In another window the columns are named anew: what the first page showed holds no more.
    named(&tested, &page, &[&LONG[..3], &[("column-3", "left"), ("system", "x")]].concat()).await;
    let stale = tested.post("manager", &format!("{page}/run"), &[("round", &round(&first))]).await;
    assert_eq!(stale.location, format!("{page}?done=too-late"));
    run(&tested, &page, "").await;
    for (below, fields) in [("columns", LONG), ("removal", &[])] {
        let late = tested.post("manager", &format!("{page}/{below}"), fields).await;
        assert_eq!(late.location, format!("{page}?done=too-late"), "{below}");
    }
    settled(&tested).await;
    assert_eq!(clients(&tested), 5);
    assert_eq!(tested.place.column("SELECT id FROM client WHERE email IS NULL").len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_after_its_days_with_its_key_and_everything_learnt_of_it() {
    let tested = tested().await;
    let page = bring(&tested, "Letter of Nadia.csv", LIST).await;
    named(&tested, &page, COLUMNS).await;
    let files = || tested.place.folder.path().join("files").join(tested.clinic.id.to_string()).join("client_import");
    assert_eq!(std::fs::read_dir(files()).unwrap().count(), 1);
    let sealed = std::fs::read(std::fs::read_dir(files()).unwrap().next().unwrap().unwrap().path()).unwrap();
    assert!(!sealed.windows(5).any(|part| part == b"Nadia"));
    let stored = tested.place.column("SELECT person FROM client_import").remove(0);
    let person: PersonId = stored.parse().unwrap();
    assert!(tested.entries(person).await > 0, "whoever looks into the file stands in the record");
    let keys = async || {
        let (house, clinic) = (tested.house.clone(), tested.clinic.id);
        tokio::task::spawn_blocking(move || house.keys.count(clinic)).await.unwrap().unwrap()
    };
    let before = keys().await;
    let sweep = async || {
        tested.scope("automatic", Purpose::Operation).write(people::incoming::sweep::<people::import::Clients>).await
    };
    tested.later(60 * 24 * 7 - 5);
    assert_eq!(sweep().await.unwrap(), 0);
    tested.later(10);
    assert_eq!(sweep().await.unwrap(), 1);
    settled(&tested).await;
    assert_eq!(std::fs::read_dir(files()).unwrap().count(), 0);
    assert_eq!(tested.get("manager", &page).await.status, 404);
    assert_eq!(
        tested.place.column(&format!("SELECT id FROM person WHERE id = '{stored}' AND erased_at IS NOT NULL")).len(),
        1
    );
    assert_eq!(keys().await, before - 1, "the key of a file that is gone is still there");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_table_is_refused_beside_the_field_and_nothing_of_it_is_kept() {
    let tested = tested().await;
    let wide = (0..100).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",") + "\n1\n";
    for (content, said) in [
        (b"".as_slice(), "There is nothing in this file."),
        (b"\n\n", "There is nothing in this file."),
        (b"Name\n", "nothing below them"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file"),
        (b"PK\x03\x04nothing", "We cannot read this workbook."),
        (b"<html></html>", "We see no table in this file."),
        (wide.as_bytes(), "more columns than we read"),
    ] {
        let refused = tested.upload("manager", HERE, "list.csv", content, &[]).await;
        assert_eq!(refused.status, 422, "{said}");
        assert!(refused.text.contains(said) && refused.text.contains("id=\"e-file\""), "{said}: {}", refused.text);
    }
    assert!(tested.place.column("SELECT id FROM client_import").is_empty());
    let folder = tested.place.folder.path().join("files").join(tested.clinic.id.to_string()).join("client_import");
    assert_eq!(std::fs::read_dir(folder).map_or(0, |files| files.count()), 0);
    assert_eq!(tested.upload("front_desk", HERE, "list.csv", LIST, &[]).await.status, 403);
    // What is said of sizes is what this house takes of any file.
    let large = tested.upload("manager", HERE, "list.csv", &vec![b'a'; 1_000_001], &[]).await;
    assert!(large.status == 413 && large.text.contains("at most 1 MB."), "{}: {}", large.status, large.text);
    assert!(tested.get("manager", HERE).await.text.contains("1 MB"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_in_which_one_column_alone_is_seen_says_what_to_do() {
    let tested = tested().await;
    let utf16 = |text: &str| -> Vec<u8> {
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    let page = bring(&tested, "list.csv", &utf16("Given name~Family name\r\nZoë~Müller\r\n")).await;
    let form = tested.get("manager", &format!("{page}/columns")).await;
    assert!(form.text.contains("We see one column only.") && form.text.contains("Zoë~Müller"), "{}", form.text);
    // A separator that is told and is none is no hindrance.
    let page = bring(&tested, "list.csv", &utf16("sep=,\r\nGiven name;Family name\r\nZoë;Müller\r\n")).await;
    let form = tested.get("manager", &format!("{page}/columns")).await;
    assert!(!form.text.contains("We see one column only."));
    let columns = [("column-0", "given_name"), ("column-1", "family_name")];
    assert_eq!(figures(&named(&tested, &page, &columns).await), [1, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_damaged_meanwhile_is_said_to_be_and_nothing_of_it_is_written() {
    let tested = tested().await;
    let page = bring(&tested, "clients.csv", LIST).await;
    assert_eq!(figures(&named(&tested, &page, COLUMNS).await), [3, 0, 1]);
    let folder = tested.place.folder.path().join("files").join(tested.clinic.id.to_string()).join("client_import");
    let file = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&file).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    assert_eq!(tested.get("manager", &format!("{page}/faults")).await.status, 404);
    std::fs::write(&file, &bytes[..last]).unwrap();
    assert_eq!(tested.get("manager", &format!("{page}/faults")).await.status, 404);
    std::fs::remove_file(&file).unwrap();
    run(&tested, &page, "skip").await;
    settled(&tested).await;
    let unread = tested.get("manager", &page).await;
    assert!(unread.text.contains("We could not read this file to its end."), "{}", unread.text);
    assert_eq!((unread.status, clients(&tested)), (200, 0));
    assert!(tested.post("manager", &format!("{page}/removal"), &[]).await.location.ends_with("?done=removed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_for_which_there_is_no_room_is_not_begun_and_one_that_meets_the_end_of_it_ends() {
    let tested = tested().await;
    let allow = async |clients: u64| {
        let clinic = tested.house.clinic_by_slug("linden-quay").await.unwrap().unwrap();
        let allowance = ground::Allowance { clients: Some(clients), ..ground::Allowance::default() };
        tested.house.allow(clinic, allowance).await.unwrap();
    };
    let kept = clients(&tested) as u64;
    let page = bring(&tested, "long.csv", long(250).as_bytes()).await;
    named(&tested, &page, LONG).await;
    allow(kept + 249).await;
    let refused = run(&tested, &page, "").await;
    assert!(refused.status == 409 && refused.text.contains("can take nobody new in"), "{}", refused.text);
    settled(&tested).await;
    assert_eq!(clients(&tested) as u64, kept, "nothing was begun");
    allow(kept + 250).await;
    assert_eq!(run(&tested, &page, "").await.status, 303);
    // Others came meanwhile.
    allow(kept + 150).await;
    settled(&tested).await;
    let done = tested.get("manager", &page).await;
    assert_eq!(figures(&done), [100, 0, 150], "{}", done.text);
    assert!(done.text.contains("From here on there was no room"), "{}", done.text);
    assert_eq!(clients(&tested) as u64, kept + 100);
    let jobs = tested.place.column("SELECT kind FROM job WHERE attempts > 0");
    assert_eq!(jobs, Vec::<String>::new(), "nothing is tried again");
    // The same file brings the rest once there is room.
    allow(kept + 250).await;
    let page = bring(&tested, "again.csv", long(250).as_bytes()).await;
    assert_eq!(figures(&named(&tested, &page, LONG).await), [150, 100, 0]);
    run(&tested, &page, "").await;
    settled(&tested).await;
    assert_eq!(clients(&tested) as u64, kept + 250);
}
