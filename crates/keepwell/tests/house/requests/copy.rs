//! One's own copy of everything: whole, nobody else's, and done only when all of it was.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::time::Duration;

use ground::portable::{tables, told};
use ground::{PersonId, Role, Tx, params};
use office::requests::{RequestId, State};
use promise::Purpose;
use zip::ZipArchive;

use super::{ask, client, evidence, history, state};
use crate::attack::{another, one_who_has_everything, signed_in_to};
use crate::kit::{Browser, TestApp};

/// Of each table, how many rows and how many sealed values by column.
type Counted = BTreeMap<String, (i64, BTreeMap<String, i64>)>;

/// What is in a copy, by where it lies.
pub(super) async fn take(app: &TestApp, browser: &Browser, path: &str) -> BTreeMap<String, Vec<u8>> {
    let mut answer = browser.open(&app.path(path)).await;
    // One of the same person that has just been read is written down a moment later.
    for _ in 0..100 {
        if answer.status() != 409 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        answer = browser.open(&app.path(path)).await;
    }
    assert_eq!(answer.status(), 200, "{path}");
    let bytes = answer.bytes().await.unwrap();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        let name = part.name().unwrap().into_owned();
        part.read_to_end(&mut bytes).unwrap();
        parts.insert(name, bytes);
    }
    parts
}

pub(super) fn json(parts: &BTreeMap<String, Vec<u8>>, table: &str) -> Vec<serde_json::Value> {
    parts.get(&format!("data/{table}.json")).map(|bytes| serde_json::from_slice(bytes).unwrap()).unwrap_or_default()
}

/// Waits until it is written down that a copy was read to its end.
async fn written_down(app: &TestApp, id: RequestId, what: &str) {
    for _ in 0..200 {
        if history(app, id).iter().any(|happened| happened == what) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{what}: {:?}", history(app, id));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_has_every_row_about_its_reader_and_nobody_else() {
    let app = TestApp::start().await;
    let (account, person) = one_who_has_everything(&app).await;
    let browser = signed_in_to(&app, account).await;
    // What somebody wrote is never markup.
    let hostile = "</dd><script>alert(1)</script>=1+1";
    let write = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        let client = people::open(tx, person)?;
        let note = people::model::Note::parse(hostile).unwrap();
        assert!(people::store::amend(tx, &client, |change| change.note = Some(Some(note)))?);
        Ok(())
    };
    app.scope(&app.clinic, Purpose::Scheduling).write(write).await.unwrap();
    let id = ask(&app, &browser, &[("kind", "access")]).await;
    let page = browser.get(&app.path("/me/privacy?done=copy")).await;
    assert!(
        page.text.contains(&format!("/me/privacy/copy/{id}")) && page.text.contains("Your copy is ready"),
        "{}",
        page.text
    );
    let parts = take(&app, &browser, &format!("/me/privacy/copy/{id}")).await;

    // Every row of every table that the data map calls somebody's, and every sealed value of it once, opened.
    let map = app.house.data_map.clone();
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let counted = {
        let map = map.clone();
        move |tx: &mut Tx<'_>| -> ground::Result<Counted> {
            let mut all = BTreeMap::new();
            let told_of = tables(&map);
            for (table, whose, declared) in map.person_tables().filter(|(table, ..)| told_of.contains(table)) {
                let persons = match declared.merge {
                    Some(promise::Merge::Stay) => tx.parts_of(person)?,
                    _ => vec![person],
                };
                // What is a draft is in nobody's copy yet.
                let over = declared.draft.as_ref().map(|draft| {
                    let until = &draft.until;
                    match &draft.of {
                        None => format!(" AND \"{until}\" IS NOT NULL"),
                        Some((of, by)) => format!(
                            " AND EXISTS (SELECT 1 FROM {of} o WHERE o.clinic = {table}.clinic AND o.id = {table}.{by} AND o.{until} IS NOT NULL)"
                        ),
                    }
                });
                let drafted = |name: &str| {
                    let draft = declared.draft.as_ref();
                    draft.is_some_and(|draft| draft.columns.is_empty() || draft.columns.iter().any(|one| one == name))
                };
                let unless = |name: &str| over.clone().filter(|_| drafted(name)).unwrap_or_default();
                let (mut rows, mut sealed) = (0, BTreeMap::new());
                for person in persons {
                    let count = |tx: &mut Tx<'_>, more: &str| -> ground::Result<i64> {
                        let sql =
                            format!("SELECT COUNT(*) AS n FROM \"{table}\" WHERE clinic = $1 AND {whose} = $2{more}");
                        tx.one(&sql, &params![tx.clinic(), person])?.get("n")
                    };
                    rows += count(tx, &unless("id"))?;
                    for name in told(declared).into_iter().filter(|name| declared.columns[*name].sealed) {
                        *sealed.entry(name.to_owned()).or_insert(0) +=
                            count(tx, &format!(" AND \"{name}\" IS NOT NULL{}", unless(name)))?;
                    }
                }
                all.insert(table.to_owned(), (rows, sealed));
            }
            Ok(all)
        }
    };
    let counted = scope.read(counted).await.unwrap();
    let mut tables_with_rows = 0;
    for table in tables(&map) {
        let (rows, sealed) = &counted[table];
        let there = json(&parts, table);
        // Taking it is itself a row of what happened, and an opening; the access log is read a moment later.
        match table {
            "request" | "request_event" | "request_step" | "access_entry" => {
                assert!(there.len() as i64 <= *rows, "{table}: {} of {rows}", there.len());
            }
            _ => assert_eq!(there.len() as i64, *rows, "rows of {table}"),
        }
        for (name, count) in sealed.iter().filter(|_| !table.starts_with("request")) {
            let opened = there.iter().filter(|row| !row[name].is_null()).count() as i64;
            assert_eq!(opened, *count, "{table}.{name}");
        }
        let lines = parts.get(&format!("data/{table}.csv")).map_or(0, |csv| {
            csv::ReaderBuilder::new()
                .has_headers(true)
                .from_reader(csv.as_slice())
                .records()
                .map(Result::unwrap)
                .count()
        });
        assert_eq!(lines, there.len(), "{table} as a table");
        tables_with_rows += usize::from(*rows > 0);
    }
    assert!(tables_with_rows > 15, "{tables_with_rows}");
    // A value that only this person's key opens, in the page and in both files, once each.
    let html = String::from_utf8(parts["index.html"].clone()).unwrap();
    assert_eq!(html.matches("&lt;/dd&gt;&lt;script&gt;alert(1)&lt;/script&gt;=1+1").count(), 1, "escaped, and once");
    for asking in ["<script", "<link", "<img", "src=", "href=", "url("] {
        assert!(!html.contains(asking), "it asks nothing of any other place: {asking}");
    }
    assert_eq!(json(&parts, "client")[0]["note"], hostile);
    // The documents themselves.
    assert!(
        parts.keys().any(|name| name.starts_with("document/") && name.ends_with("letter.txt")),
        "{:?}",
        parts.keys()
    );
    // Nobody else: no id of another person's, no token, no seed.
    let own: Vec<String> = {
        let parts = scope.read(move |tx| tx.parts_of(person)).await.unwrap();
        parts.iter().map(PersonId::to_string).collect()
    };
    for (name, bytes) in parts.iter().filter(|(name, _)| name.starts_with("data/") || *name == "index.html") {
        let text = String::from_utf8_lossy(bytes);
        for (at, _) in text.match_indices("per_") {
            let id: String = text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            assert!(id.parse::<PersonId>().is_err() || own.contains(&id), "{name} names {id}");
        }
        for opens in ["\"password\"", "\"hash\"", "\"token_hash\"", "\"seed\""] {
            assert!(!text.contains(opens), "{name} has {opens}");
        }
    }
    // It is done, part by part, and the opening stands in the record for what it was.
    written_down(&app, id, "done").await;
    assert_eq!(state(&app, id), State::Done);
    assert!(history(&app, id).contains(&"taken".to_owned()), "{:?}", history(&app, id));
    let openings = scope.read(move |tx| ground::access::about(tx, person, 100)).await.unwrap();
    assert!(openings.iter().any(|one| one.purpose == Purpose::Rights && one.actor == person.to_string()));
    let page = browser.get(&app.path(&format!("/me/privacy/requests/{id}"))).await;
    assert!(page.text.contains("Your details") && page.text.contains("one row copied"), "{}", page.text);
    assert!(evidence(&app, "rights.access").await.ok);
    // In the reader's own language.
    let arabic = take(&app, &browser, &format!("/me/privacy/copy/{id}?lang=ar")).await;
    let html = String::from_utf8(arabic["index.html"].clone()).unwrap();
    assert!(html.contains("lang=\"ar\" dir=\"rtl\"") && html.contains("تفاصيلك"), "{}", &html[..400]);
    // Somebody else finds nothing there, whoever they are.
    let (stranger, _) = another(&app, "other@example.net").await;
    let stranger = signed_in_to(&app, stranger).await;
    assert_eq!(stranger.get(&app.path(&format!("/me/privacy/copy/{id}"))).await.status, 404);
    assert_eq!(stranger.get(&app.path(&format!("/me/privacy/requests/{id}"))).await.status, 404);
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.get(&app.path(&format!("/office/requests/{id}/copy"))).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_which_a_part_failed_is_not_done() {
    let app = TestApp::start().await;
    let (account, person) = one_who_has_everything(&app).await;
    let browser = signed_in_to(&app, account).await;
    // A document whose file is gone.
    let document = app.place.column(&format!("SELECT id FROM document WHERE person = '{person}'")).remove(0);
    for place in files(&app, &document) {
        std::fs::remove_file(place).unwrap();
    }
    let id = ask(&app, &browser, &[("kind", "access")]).await;
    let parts = take(&app, &browser, &format!("/me/privacy/copy/{id}")).await;
    assert!(parts.contains_key("data/client.json"), "the rest of it is there");
    written_down(&app, id, "failed").await;
    assert_eq!(state(&app, id), State::Granted, "it never says done while a part failed");
    assert_eq!(
        app.place.column(&format!("SELECT place FROM request_step WHERE request = '{id}' AND outcome = 'failed'")),
        ["document"]
    );
    assert!(history(&app, id).contains(&"failed".to_owned()));
    let page = browser.get(&app.path(&format!("/me/privacy/requests/{id}"))).await;
    assert!(page.text.contains("a document could not be read"), "{}", page.text);
    // Whoever says otherwise is found out.
    assert!(evidence(&app, "rights.access").await.ok);
    app.place
        .tamper(&format!("UPDATE request SET state = 'done', closed_at = 1, done_by = 'automatic' WHERE id = '{id}'"));
    assert!(!evidence(&app, "rights.access").await.ok);
}

/// The files that lie beside the database under this row's id.
fn files(app: &TestApp, row: &str) -> Vec<std::path::PathBuf> {
    fn walk(folder: &std::path::Path, row: &str, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, row, found);
            } else if path.file_name().is_some_and(|name| name.to_string_lossy().contains(row)) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(app.place.folder.path(), row, &mut found);
    assert!(!found.is_empty(), "{row} has a file");
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_broken_off_is_not_done_and_can_be_taken_again() {
    let (app, browser, _) = client().await;
    let id = ask(&app, &browser, &[("kind", "portability")]).await;
    // Twice at once is one request.
    let again = ask(&app, &browser, &[("kind", "portability")]).await;
    assert_eq!(id, again);
    struct Full;
    impl keepwell::export::Outlet for Full {
        async fn put(&mut self, _: Vec<u8>) -> std::io::Result<()> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        async fn keep(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let person: PersonId =
        app.place.column(&format!("SELECT person FROM request WHERE id = '{id}'")).remove(0).parse().unwrap();
    let scope = app.scope(&app.clinic, Purpose::Rights).as_actor(ground::Actor::link(person));
    let english = app.house.words.english();
    assert!(keepwell::export::person::take(&scope, person, id, &english, &mut Full).await.is_err());
    assert_eq!(state(&app, id), State::Granted);
    let parts = take(&app, &browser, &format!("/me/privacy/copy/{id}")).await;
    assert!(parts.contains_key("index.html"));
    written_down(&app, id, "done").await;
    assert_eq!(state(&app, id), State::Done);
    // For a day it can be taken again, and after that not.
    take(&app, &browser, &format!("/me/privacy/copy/{id}")).await;
    app.house.clock.set(app.house.clock.now() + jiff::SignedDuration::from_hours(25));
    let browser = app.signed_in(&app.clinic, Role::Client).await;
    assert_eq!(browser.get(&app.path(&format!("/me/privacy/copy/{id}"))).await.status, 404);
}
