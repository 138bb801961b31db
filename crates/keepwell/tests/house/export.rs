//! Everything a clinic keeps, taken along: whole, readable, for a reason, and nothing that opens anything.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ground::db::Value;
use ground::{Actor, Error, PersonId, Refusal, Role, RoleSet, Scope, Who, params};
use keepwell::export::{ExportError, Outlet, Taken, begin, take};
use promise::{Export, Purpose};
use zip::ZipArchive;

use crate::kit::program::{CREATE, Program, command, run, said};
use crate::kit::{Place, TestApp};

const REASON: &str = "we move to another program";

/// What is in an export.
struct Opened {
    taken: Taken,
    /// Each table's lines by its file's name, the first one being its header.
    tables: BTreeMap<String, Vec<Vec<String>>>,
    /// The others by where they lie.
    files: BTreeMap<String, Vec<u8>>,
    guide: String,
    /// The record of processing.
    record: String,
}

impl Opened {
    fn column(&self, table: &str, column: &str) -> Vec<&str> {
        let lines = &self.tables[table];
        let at = lines[0].iter().position(|name| name == column).unwrap_or_else(|| panic!("{table}.{column}"));
        lines[1..].iter().map(|line| line[at].as_str()).collect()
    }
}

fn scope(app: &TestApp) -> Scope {
    app.scope(&app.clinic, Purpose::Export)
}

/// Memory that an export goes into, as far as there is room.
struct Memory {
    bytes: Vec<u8>,
    room: usize,
    /// It can be kept.
    sound: bool,
}

impl Memory {
    fn of(room: usize) -> Memory {
        Memory { bytes: Vec::new(), room, sound: true }
    }
}

impl Outlet for Memory {
    async fn put(&mut self, bytes: Vec<u8>) -> std::io::Result<()> {
        self.room = self.room.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::StorageFull)?;
        self.bytes.extend(bytes);
        Ok(())
    }

    async fn keep(&mut self) -> std::io::Result<()> {
        if self.sound { Ok(()) } else { Err(std::io::Error::other("the disk is gone")) }
    }
}

async fn took(scope: &Scope, to: &mut Memory) -> Result<Taken, ExportError> {
    take(scope, &begin(scope, REASON).await?, to, |_| {}).await
}

async fn taken(app: &TestApp) -> Opened {
    let mut memory = Memory::of(usize::MAX);
    let taken = took(&scope(app), &mut memory).await.unwrap();
    opened(taken, Cursor::new(memory.bytes))
}

fn opened(taken: Taken, bytes: impl Read + Seek) -> Opened {
    let mut zip = ZipArchive::new(bytes).unwrap();
    let (mut tables, mut files) = (BTreeMap::new(), BTreeMap::new());
    let (mut guide, mut record) = (String::new(), String::new());
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let (name, mut bytes) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        if name == "README.txt" {
            guide = String::from_utf8(bytes).unwrap();
        } else if name == "record_of_processing.json" {
            record = String::from_utf8(bytes).unwrap();
        } else if let Some(table) = name.strip_suffix(".csv").filter(|table| !table.contains('/')) {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
            let lines = reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect());
            tables.insert(table.to_owned(), lines.collect::<Vec<Vec<String>>>());
        } else {
            files.insert(name, bytes);
        }
    }
    // What is no instant to the data map would leave as a number that nobody can read.
    for (table, lines) in &tables {
        for (at, name) in lines[0].iter().enumerate() {
            for cell in lines[1..].iter().map(|line| &line[at]) {
                assert!(
                    cell.len() < 13 || !cell.bytes().all(|b| b.is_ascii_digit()),
                    "{table}.{name} is an instant: {cell}"
                );
            }
        }
    }
    Opened { taken, tables, files, guide, record }
}

/// How many rows the clinic has in each table of the data map.
async fn counts(app: &TestApp) -> BTreeMap<String, u64> {
    let tables: Vec<String> = app.house.data_map.tables.keys().cloned().collect();
    let map = app.house.data_map.clone();
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let body = move |tx: &mut ground::Tx<'_>| -> ground::Result<BTreeMap<String, u64>> {
        let mut counts = BTreeMap::new();
        for table in &tables {
            let whose = if map.tables[table].columns.contains_key("clinic") { "clinic" } else { "id" };
            let sql = format!("SELECT COUNT(*) AS n FROM \"{table}\" WHERE {whose} = $1");
            let n: i64 = tx.one(&sql, &params![tx.clinic()])?.get("n")?;
            counts.insert(table.clone(), n.unsigned_abs());
        }
        Ok(counts)
    };
    scope.read(body).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_is_in_a_file_or_left_out_by_name_with_the_reason() {
    let app = TestApp::start().await;
    let all = taken(&app).await;
    let counts = counts(&app).await;
    let mut tables = 0;
    for (name, table) in &app.house.data_map.tables {
        let leaving = match &table.export {
            Export::Stays(reason) => {
                assert!(all.guide.contains(&format!("{name}: {reason}.\r\n")), "the reason why {name} stays");
                continue;
            }
            Export::File(leaving) => leaving,
        };
        tables += 1;
        let lines = &all.tables[&leaving.file];
        for column in table.columns.keys().filter(|column| *column != "clinic") {
            let said = match leaving.left.get(column) {
                Some(reason) => {
                    assert!(!lines[0].contains(column), "{name}.{column} is left out");
                    format!("  {column:18} is not in it: {reason}\r\n")
                }
                None => {
                    assert!(lines[0].contains(column), "{name}.{column} leaves");
                    format!("  {column:18} ")
                }
            };
            let about = all.guide.split(&format!("\r\n{}.csv, ", leaving.file)).nth(1).unwrap();
            let about = about.split("\r\n\r\n").next().unwrap();
            assert!(format!("{about}\r\n").contains(&said), "the page says of {name}.{column}: {said}");
        }
        // The log, the list of exports and what happened grow by this one.
        let (left, kept) = (lines.len() as u64 - 1, counts[name]);
        let grows = ["access_entry", "clinic_export", "event"].contains(&name.as_str());
        assert!(left == kept || (grows && left <= kept), "{name}: {left} of {kept}");
    }
    assert_eq!(tables, all.tables.len(), "no other table leaves");
    for table in ["client", "guardian", "document", "identifier", "client_tag", "appointment", "account"] {
        assert!(counts[table] > 0, "there is a {table} to look at");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_in_clear_what_was_sealed_and_instants_as_others_write_them() {
    let app = TestApp::start().await;
    let all = taken(&app).await;
    // A child has no number.
    let at = all.column("clients", "phone").iter().position(|phone| !phone.is_empty()).unwrap();
    let person: PersonId = all.column("clients", "id")[at].parse().unwrap();
    let desk = app.scope(&app.clinic, Purpose::Scheduling).as_actor(Actor {
        who: Who::Automatic,
        roles: RoleSet::from(Role::FrontDesk),
        shown_as: None,
    });
    let client = desk
        .read(move |tx| -> ground::Result<people::Client> {
            let stored = people::find(tx, person)?.unwrap();
            stored.open(&tx.open(person)?)
        })
        .await
        .unwrap();
    let first = |column: &str| all.column("clients", column)[at];
    assert_eq!(first("given_name"), client.given_name.as_str());
    assert_eq!(first("family_name"), client.family_name.as_str());
    let phone = client.phone.as_ref().unwrap().as_str();
    assert!(phone.starts_with('+'));
    assert_eq!(first("phone"), format!("'{phone}"), "a number is no formula");
    for at in all.column("appointments", "starts_at") {
        assert!(at.ends_with('Z') && at.parse::<jiff::Timestamp>().is_ok(), "{at}");
    }
    let tag = all.column("client_tags", "tag")[0];
    assert!(all.column("tags", "id").contains(&tag), "a label is found in its table: {tag}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leaves_that_opens_anything_and_nobody_of_another_clinic() {
    let app = TestApp::start().await;
    let email = taken(&app).await.column("accounts", "email")[0].to_owned();
    assert_eq!(app.visitor().post(&app.path("/forgotten"), &[("email", &email)]).await.status, 200);
    let letter = app.letters().await.into_iter().find(|letter| letter.kind == "identity.reset").unwrap();
    let secret = letter.body.split("/password/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let all = taken(&app).await;
    assert!(all.column("letters", "recipient").contains(&email.as_str()));
    let everything = format!("{:?}{:?}{}", all.tables, all.files, all.guide);
    assert!(!everything.contains("pbkdf2"), "a password's hash");
    assert!(secret.len() > 20 && !everything.contains(&secret), "a link that sets a password");
    let other = app.scope(&app.other, Purpose::Operation);
    let (here, there) = (app.clinic.id.to_string(), app.other.id.to_string());
    let ids = other
        .read(|tx| -> ground::Result<Vec<String>> {
            let rows =
                tx.query("SELECT id FROM person WHERE clinic = $1 ORDER BY id LIMIT 100", &params![tx.clinic()])?;
            rows.iter().map(|row| row.get("id")).collect()
        })
        .await
        .unwrap();
    assert!(!ids.is_empty() && everything.contains(&here) && !everything.contains(&there));
    assert!(ids.iter().all(|id| !everything.contains(id)), "somebody of another clinic");
}

#[tokio::test(flavor = "multi_thread")]
async fn access_visible_each_record_that_left_says_so_and_the_reason_is_kept() {
    let app = TestApp::start().await;
    let all = taken(&app).await;
    let entries = app.place.column(&format!(
        "SELECT person FROM access_entry WHERE clinic = '{}' AND purpose = 'export' AND action = 'export.take' AND outcome = 'opened'",
        app.clinic.id
    ));
    let clients = all.column("clients", "id");
    assert!(clients.len() > 10);
    for id in &clients {
        assert!(
            entries.iter().any(|entry| entry == id),
            "{id} reads who opened their record: {} of {}",
            entries.len(),
            clients.len()
        );
    }
    let kept = app.place.column("SELECT reason || ' ' || actor FROM clinic_export WHERE ended_at IS NOT NULL");
    assert_eq!(kept, [format!("{REASON} automatic")]);
    assert_eq!(app.place.column("SELECT CAST(lines AS TEXT) FROM clinic_export"), [all.taken.lines().to_string()]);
    assert!(all.guide.contains(&format!("Asked for because: {REASON}\r\n")), "{}", all.guide);
    let record: serde_json::Value = serde_json::from_str(&all.record).unwrap();
    assert!(record["activities"].as_array().is_some_and(|all| !all.is_empty()) && record["measures"].is_array());
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let page = desk.get(&app.path(&format!("/clients/{}", clients[0]))).await;
    assert!(page.text.contains("to hand the clinic everything it keeps"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn access_need_to_know_no_other_role_takes_everything_and_a_refusal_opens_nobody() {
    let app = TestApp::start().await;
    for role in
        [Role::FrontDesk, Role::Clinician, Role::PrivacyOfficer, Role::Operator, Role::Integration, Role::Client]
    {
        let actor = Actor { who: Who::Automatic, roles: RoleSet::from(role), shown_as: None };
        let mut memory = Memory::of(usize::MAX);
        let refused = took(&scope(&app).as_actor(actor), &mut memory).await.unwrap_err();
        assert!(matches!(refused, ExportError::Ground(Error::Refused(Refusal::Policy))), "{role:?}: {refused}");
        assert_eq!(memory.bytes.len(), 0, "{role:?}");
    }
    let leaves = scope(&app).for_purpose(Purpose::Operation);
    let other = leaves.read(|tx| tx.leaving("client", None, 10)).await.unwrap_err();
    assert!(
        matches!(other, Error::Refused(Refusal::Purpose)),
        "a name opens for an export and nothing like it: {other}"
    );
    let stays = scope(&app).read(|tx| tx.leaving("session", None, 10)).await.unwrap_err();
    assert!(matches!(stays, Error::Refused(Refusal::Undeclared)), "{stays}");
    assert_eq!(app.place.column("SELECT id FROM clinic_export"), Vec::<String>::new());
    assert_eq!(app.place.column("SELECT id FROM access_entry WHERE purpose = 'export'"), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_any_size_hold_each_row_once() {
    let app = TestApp::start().await;
    let map = app.house.data_map.clone();
    for (table, leaving) in map.leaving() {
        let table = table.to_owned();
        let all = scope(&app)
            .read(move |tx| -> ground::Result<(usize, usize)> {
                // What this transaction opens is written after it.
                let whole = tx.leaving(&table, None, 10_000)?;
                let (mut rows, mut after): (usize, Option<Vec<Value>>) = (0, None);
                loop {
                    let page = tx.leaving(&table, after.as_deref(), 3)?;
                    rows += page.rows.len();
                    after = page.next;
                    if after.is_none() {
                        return Ok((rows, whole.rows.len()));
                    }
                }
            })
            .await
            .unwrap();
        assert_eq!(all.0, all.1, "{}", leaving.file);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_leave_as_they_are_and_one_that_is_lost_is_told_of() {
    let app = TestApp::start().await;
    let person = taken(&app).await.column("clients", "id")[0].to_owned();
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    // Longer than all that is written after it, and nothing that could be packed smaller.
    let noise: String =
        std::iter::successors(Some(1_u64), |n| Some(n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1)))
            .take(60_000)
            .map(|n| format!("{:x}", n >> 33))
            .collect();
    let documents = app.path(&format!("/clients/{person}/documents"));
    assert_eq!(desk.upload(&documents, "noise.txt", &noise).await.status, 303);
    let whole = taken(&app).await;
    let places = whole.column("documents", "content");
    let (ids, sizes) = (whole.column("documents", "id"), whole.column("documents", "size"));
    assert!(places.len() > 2 && whole.taken.files == places.len() as u64 && whole.taken.lost == 0);
    for ((place, id), size) in places.iter().zip(&ids).zip(&sizes) {
        assert!(place.starts_with(&format!("documents/{id}/")), "{place}");
        assert_eq!(whole.files[*place].len().to_string(), **size, "{place}");
    }
    assert!(!whole.guide.contains("MISSING"));
    let noise = places.iter().position(|place| place.ends_with("/noise.txt")).unwrap();
    let [other, absent] = [1, 2].map(|by| (noise + by) % places.len());
    // Two are altered at their ends where they lie, one is not there.
    let folder = app.place.folder.path().join("files").join(app.clinic.id.to_string()).join("document");
    let lies = |id: &str| folder.join(id);
    for id in [ids[noise], ids[other]] {
        let mut bytes = std::fs::read(lies(id)).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(lies(id), bytes).unwrap();
    }
    std::fs::remove_file(lies(ids[absent])).unwrap();
    let left = taken(&app).await;
    assert_eq!((left.taken.lost, left.taken.files), (3, whole.taken.files - 3));
    let mut lost = [noise, other, absent];
    lost.sort_unstable();
    assert_eq!(left.taken.unread, lost.map(|at| places[at]));
    assert_eq!(left.files.len() as u64, left.taken.files, "half a document is none");
    assert!(left.guide.contains(&format!(
        "3 DOCUMENTS ARE MISSING: their files could not be read where they are kept.\r\n\r\n  {}\r\n",
        places[lost[0]]
    )));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_whoever_was_erased_there_is_nothing_to_take() {
    let app = TestApp::start().await;
    let before = taken(&app).await;
    let (id, name) =
        (before.column("clients", "id")[3].to_owned(), before.column("clients", "family_name")[3].to_owned());
    app.place.tamper(&format!("UPDATE person SET erased_at = 1 WHERE id = '{id}'"));
    let after = taken(&app).await;
    let at = after.column("clients", "id").iter().position(|other| *other == id).unwrap();
    assert_eq!((after.column("clients", "family_name")[at], before.taken.gone), ("", 0), "{name}");
    assert!(after.taken.gone >= 2);
    let said = format!("{} cells are empty because whoever they were about was erased.", after.taken.gone);
    assert!(after.guide.contains(&said), "{said}");
    // What cannot be put where it stays did not leave.
    assert!(took(&scope(&app), &mut Memory { sound: false, ..Memory::of(usize::MAX) }).await.is_err());
    let ended = app.place.column("SELECT id FROM clinic_export WHERE ended_at IS NOT NULL").len();
    assert_eq!(app.place.column("SELECT id FROM clinic_export").len(), ended + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_ends_it_and_it_does_not_count_as_taken() {
    let app = TestApp::start().await;
    for room in [0, 100, 1_000, 4_000, 5_000, 8_000, 12_000] {
        let ended = took(&scope(&app), &mut Memory::of(room)).await.unwrap_err();
        assert!(matches!(&ended, ExportError::Unwritten(_)), "{ended}");
        assert!(ended.to_string().starts_with("it could not be written: "), "{ended}");
    }
    assert_eq!(app.place.column("SELECT id FROM clinic_export WHERE ended_at IS NULL").len(), 7);
    assert_eq!(app.place.column("SELECT id FROM clinic_export WHERE ended_at IS NOT NULL"), Vec::<String>::new());
}

#[test]
fn the_command_writes_one_file_for_its_user_alone_and_over_no_other() {
    let place = Place::fresh();
    assert!(run(&place, CREATE, &[]).status.success());
    let file = place.folder.path().join("north.zip");
    let to = file.to_str().unwrap();
    let export = |clinic: &str, reason: &str, to: &str| {
        run(&place, &["export", "--clinic", clinic, "--to", to, "--reason", reason], &[])
    };
    for (clinic, reason, told) in [
        ("south", REASON, "there is no clinic south; there are: north"),
        ("north", "  ", "reason: "),
        ("north", &"x".repeat(301), "reason: "),
    ] {
        let refused = export(clinic, reason, to);
        assert!(!refused.status.success() && said(&refused).contains(told), "{}", said(&refused));
        assert!(!file.exists(), "{clinic} {reason}");
    }
    let nowhere = export("north", REASON, place.folder.path().join("no/where.zip").to_str().unwrap());
    assert!(
        !nowhere.status.success() && said(&nowhere).contains("where.zip cannot be written: "),
        "{}",
        said(&nowhere)
    );
    let done = export("north", REASON, to);
    assert!(done.status.success(), "{}", said(&done));
    assert!(
        said(&done).contains("and 0 documents in ") && said(&done).contains("is not sealed any more"),
        "{}",
        said(&done)
    );
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let whole = opened(Taken::default(), std::fs::File::open(&file).unwrap());
    assert_eq!(whole.column("clinic", "slug"), ["north"]);
    assert_eq!(whole.column("accounts", "email"), ["m@example.org"]);
    let bytes = std::fs::read(&file).unwrap();
    let again = export("north", REASON, to);
    assert!(!again.status.success() && said(&again).contains("north.zip is there already: name another file"));
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "it is as it was");
    assert_eq!(place.column("SELECT reason FROM clinic_export"), [REASON], "what was refused was not begun");
    // Of whom the key store lacks the key nobody says that they were erased, and what leaves is not all there is.
    place.tamper_keys("DELETE FROM key_person");
    let lacking = export("north", REASON, place.folder.path().join("lacking.zip").to_str().unwrap());
    assert!(!lacking.status.success() && said(&lacking).contains("the key store lacks the keys"), "{}", said(&lacking));
    let lacking = opened(Taken::default(), std::fs::File::open(place.folder.path().join("lacking.zip")).unwrap());
    assert_eq!(lacking.column("accounts", "email"), [""]);
    assert!(
        lacking.guide.contains("CELLS ARE EMPTY because the key store lacks") && !lacking.guide.contains("was erased")
    );
}

#[test]
fn whatever_ends_the_command_leaves_no_half_of_an_export() {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap();
    let words = ["demo", "--port", "0", "--clients", "400", "--appointments", "400", "--data", data];
    Program::start(&place, &words, &[]).kill();
    for name in ["INT", "TERM", "HUP"] {
        let file = place.folder.path().join(format!("{name}.zip"));
        let words =
            ["export", "--clinic", "linden-quay", "--to", file.to_str().unwrap(), "--reason", REASON, "--data", data];
        let child = command(&place, &words, &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let deadline = Instant::now() + Duration::from_secs(60);
        while !file.exists() {
            assert!(Instant::now() < deadline, "{name}: it never began");
            std::thread::sleep(Duration::from_millis(1));
        }
        let asked = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let ended = child.wait_with_output().unwrap();
        assert!(!ended.status.success() && said(&ended).contains("it was interrupted"), "{name}: {}", said(&ended));
        assert!(!file.exists(), "{name}: half of it lies open");
    }
    assert_eq!(place.column("SELECT id FROM clinic_export WHERE ended_at IS NOT NULL"), Vec::<String>::new());
}
