//! A clinic leaves the installation: closed, for a time to be taken back, then gone for good, and nobody else with it.

mod closed;
mod gone;
mod told;

use std::collections::BTreeMap;

use ground::leave::{self, Left};
use ground::{Clinic, ClinicId, Role};
use jiff::SignedDuration;
use promise::{Evidence, Purpose};

use crate::kit::{Answer, Browser, Place, TestApp};

const WHY: &str = "We move to another program";
/// So that the program's own commands open what the test planted.
const KEYS: [(&str, &str); 2] =
    [("KEEPWELL_KEYS__SOURCE", "environment"), ("KEEPWELL_MASTER_KEY", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=")];
/// The same for one that serves, at a port that nobody else has.
const SERVES: [(&str, &str); 3] = [KEYS[0], KEYS[1], ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")];
/// Tables of the key store that keep something of a clinic.
const KEY_TABLES: [&str; 6] = ["key_root", "key_person", "key_witness", "key_accepted", "key_watch", "key_carried"];

fn later(app: &TestApp, hours: i64) {
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(hours));
}

/// Decides it at the form of the page.
async fn decide(app: &TestApp, manager: &Browser) -> Answer {
    let fields = [("name", app.clinic.name.as_str()), ("reason", WHY), ("without", "1")];
    manager.post(&app.path("/setup/leave"), &fields).await
}

/// Decides it past the page.
async fn ask(app: &TestApp, clinic: &Clinic) {
    app.scope(clinic, Purpose::Operation).write(|tx| leave::ask(tx, WHY)).await.unwrap();
}

async fn turn(app: &TestApp) {
    leave::turn(&app.house).await.unwrap();
}

/// Lets the days of grace pass and the last letters go; the next turn erases.
async fn time_passes(app: &TestApp) {
    later(app, 24 * 30 + 1);
    turn(app).await;
    app.run_jobs().await;
}

async fn left(app: &TestApp, id: ClinicId) -> Option<Left> {
    app.house.left_as(id).await.unwrap()
}

async fn evidence(app: &TestApp) -> Evidence {
    leave::look(&app.house, true).await.unwrap();
    let prove = app.house.evidence["termination.removes_service_data"];
    app.scope(&app.other, Purpose::Operation).read(prove).await.unwrap()
}

fn figure(evidence: &Evidence, name: &str) -> i64 {
    evidence.figures.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("{name}: {evidence:?}")).1
}

/// Tables with rows of clinics, as the database has them, whatever the data map says.
fn tables(place: &Place) -> Vec<String> {
    place.column(if place.is_postgres() {
        "SELECT CAST(table_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'clinic' ORDER BY 1"
    } else {
        "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' AND p.name = 'clinic' ORDER BY 1"
    })
}

/// Every row of the clinic in every table, and of its keys, read past the program.
fn rows(place: &Place, clinic: ClinicId) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for table in tables(place) {
        let sql = if place.is_postgres() {
            format!("SELECT CAST(row_to_json(t) AS TEXT) FROM {table} t WHERE clinic = '{clinic}'")
        } else {
            let columns = place.column(&format!("SELECT name FROM pragma_table_info('{table}')"));
            let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
            format!("SELECT {} FROM {table} WHERE clinic = '{clinic}'", quoted.join(" || '|' || "))
        };
        let mut rows = place.column(&sql);
        rows.sort();
        all.insert(table, rows);
    }
    all
}

/// How many rows the key store has of a clinic, in each table.
fn keys(place: &Place, clinic: ClinicId) -> BTreeMap<&'static str, usize> {
    let count = |table: &'static str| (table, keys_of(place, table, clinic).len());
    KEY_TABLES.into_iter().map(count).collect()
}

fn keys_of(place: &Place, table: &str, clinic: ClinicId) -> Vec<String> {
    match &place.keys {
        ground::keys::KeyLocation::Sqlite(path) => {
            let store = rusqlite::Connection::open(path).unwrap();
            let mut rows = store.prepare(&format!("SELECT clinic FROM {table} WHERE clinic = ?1")).unwrap();
            let rows = rows.query_map([clinic.to_string()], |row| row.get::<_, String>(0)).unwrap();
            rows.map(Result::unwrap).collect()
        }
        ground::keys::KeyLocation::Postgres(_) => {
            place.column(&format!("SELECT clinic FROM keepwell_keys.{table} WHERE clinic = '{clinic}'"))
        }
    }
}

/// Everything of a clinic is gone: its own row, every table's, the keys, the files.
fn is_gone(app: &TestApp, clinic: ClinicId) {
    for (table, rows) in rows(&app.place, clinic) {
        assert_eq!(rows, Vec::<String>::new(), "{table}");
    }
    assert!(app.place.column(&format!("SELECT id FROM clinic WHERE id = '{clinic}'")).is_empty());
    assert!(keys(&app.place, clinic).values().all(|count| *count == 0), "{:?}", keys(&app.place, clinic));
    assert!(!app.place.folder.path().join("files").join(clinic.to_string()).exists());
}

async fn manager(app: &TestApp) -> Browser {
    app.signed_in(&app.clinic, Role::Manager).await
}
