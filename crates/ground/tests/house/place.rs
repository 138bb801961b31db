//! A database of one's own on the engine under test, and its end.
#![allow(dead_code, reason = "shared by the ground's tests and the program's; each uses a part")]

use ground::db::Location;
use ground::files::{FileLocation, FilePlan};
use ground::keys::KeyLocation;
use postgres::{Client, NoTls};
use tempfile::TempDir;

/// Where one test's data lives; removed when dropped.
pub struct Place {
    pub folder: TempDir,
    pub data: Location,
    pub keys: KeyLocation,
    /// PostgreSQL: the administrator's address and the database's name.
    database: Option<(String, String)>,
}

impl Place {
    /// A fresh place on the engine that KEEPWELL_TEST_ENGINE names; SQLite if none.
    pub fn fresh() -> Place {
        let folder = tempfile::tempdir().unwrap();
        match std::env::var("KEEPWELL_TEST_ENGINE").as_deref() {
            Ok("postgres") => postgres(folder),
            Ok("sqlite") | Err(_) => Place {
                data: Location::Sqlite(folder.path().join("keepwell.db")),
                keys: KeyLocation::Sqlite(folder.path().join("keys.db")),
                folder,
                database: None,
            },
            Ok(other) => panic!("KEEPWELL_TEST_ENGINE is sqlite or postgres, not {other}"),
        }
    }

    /// Where the place's documents lie, each of at most a megabyte.
    pub fn files(&self) -> FilePlan {
        FilePlan { location: FileLocation::Folder(self.folder.path().join("files")), most: 1_000_000 }
    }

    /// Where data and keys are already, or are not; what is there stays.
    pub fn at(data: Location, keys: KeyLocation) -> Place {
        Place { data, keys, folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// Whether the engine under test is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.database.is_some()
    }

    /// Runs statements as the tables' owner, past the program and its walls: what an attacker with the database does.
    pub fn tamper(&self, sql: &str) {
        match (&self.data, &self.database) {
            (Location::Sqlite(path), _) => drop(sqlite3(path, sql)),
            (Location::Postgres { .. }, Some((admin, name))) => {
                batch(&address(admin, "keepwell_admin", name), &[sql]);
            }
            _ => unreachable!("a PostgreSQL place has a database"),
        }
    }

    /// The same with the key store, whose tables are named as they are in it.
    pub fn tamper_keys(&self, sql: &str) {
        match (&self.keys, &self.database) {
            (KeyLocation::Sqlite(path), _) => drop(sqlite3(path, sql)),
            (KeyLocation::Postgres(_), Some((admin, name))) => {
                batch(&address(admin, "keepwell_admin", name), &["SET search_path TO keepwell_keys", sql]);
            }
            _ => unreachable!("a PostgreSQL place has a database"),
        }
    }

    /// Ends every connection to the data and to the keys, as a restart of PostgreSQL does; SQLite has none.
    pub fn disconnect(&self) {
        if self.is_postgres() {
            self.tamper("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
    }

    /// Runs `body` while nobody else may write for `clinic`'s access log.
    pub fn holding_the_log(&self, clinic: &str, body: impl FnOnce()) {
        match (&self.data, &self.database) {
            (Location::Sqlite(path), _) => {
                let other = rusqlite::Connection::open(path).unwrap();
                other.execute_batch("BEGIN IMMEDIATE").unwrap();
                body();
            }
            (Location::Postgres { .. }, Some((admin, name))) => {
                let address = address(admin, "keepwell_admin", name);
                let lock = format!("SELECT pg_advisory_lock(hashtextextended('{clinic}/access.seal', 0))");
                let held = std::thread::scope(|threads| {
                    let hold = || {
                        let mut client = Client::connect(&address, NoTls).unwrap();
                        client.batch_execute(&lock).unwrap();
                        client
                    };
                    threads.spawn(hold).join().unwrap()
                });
                body();
                std::thread::spawn(move || drop(held)).join().unwrap();
            }
            _ => unreachable!("a PostgreSQL place has a database"),
        }
    }

    /// The first column of a query, read past the program and its walls.
    pub fn column(&self, sql: &str) -> Vec<String> {
        match (&self.data, &self.database) {
            (Location::Sqlite(path), _) => sqlite3(path, sql).lines().map(str::to_owned).collect(),
            (Location::Postgres { .. }, Some((admin, name))) => {
                first_column(&address(admin, "keepwell_admin", name), sql)
            }
            _ => unreachable!("a PostgreSQL place has a database"),
        }
    }

    /// Lets new connections into this place's PostgreSQL database, or none; those that are there stay.
    pub fn admit(&self, anybody: bool) {
        let (admin, name) = self.database.as_ref().expect("a place on PostgreSQL");
        batch(admin, &[&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {anybody}")]);
    }

    /// Ends the connections of this place's PostgreSQL database that call themselves `application`, as a network that
    /// fails would, and says how many there were.
    pub fn cut(&self, application: &str) -> usize {
        let (admin, name) = self.database.as_ref().expect("a place on PostgreSQL");
        let sql = format!(
            "SELECT CAST(pg_terminate_backend(pid) AS TEXT) FROM pg_stat_activity WHERE datname = '{name}' AND application_name = '{application}'"
        );
        first_column(admin, &sql).len()
    }

    /// Configuration of a `keepwell` process on this place, as environment variables.
    pub fn environment(&self) -> Vec<(String, String)> {
        let mut all = vec![("KEEPWELL_DATA__FOLDER".to_owned(), self.folder.path().display().to_string())];
        if let (Location::Postgres { app, owner }, KeyLocation::Postgres(keys)) = (&self.data, &self.keys) {
            for (name, value) in [("POSTGRES", app), ("POSTGRES_OWNER", owner), ("POSTGRES_KEYS", keys)] {
                all.push((format!("KEEPWELL_DATA__{name}"), value.clone()));
            }
        }
        all
    }
}

fn sqlite3(path: &std::path::Path, sql: &str) -> String {
    let mut command = std::process::Command::new("sqlite3");
    let output = command.args(["-cmd", ".timeout 10000"]).arg(path).arg(sql).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn postgres(folder: TempDir) -> Place {
    let admin = std::env::var("KEEPWELL_TEST_POSTGRES").expect("run the tests under scripts/with-postgres");
    let mut random = [0u8; 6];
    ground::random(&mut random);
    let name: String = std::iter::once("t".to_owned()).chain(random.iter().map(|b| format!("{b:02x}"))).collect();
    batch(&admin, &[&format!("CREATE DATABASE {name} OWNER keepwell_owner")]);
    batch(
        &address(&admin, "keepwell_admin", &name),
        &["CREATE SCHEMA keepwell_keys AUTHORIZATION keepwell_keys", "ALTER SCHEMA public OWNER TO keepwell_owner"],
    );
    Place {
        data: Location::Postgres {
            app: address(&admin, "keepwell_app", &name),
            owner: address(&admin, "keepwell_owner", &name),
        },
        keys: KeyLocation::Postgres(address(&admin, "keepwell_keys", &name) + "?options=-csearch_path%3Dkeepwell_keys"),
        folder,
        database: Some((admin, name)),
    }
}

fn address(admin: &str, role: &str, database: &str) -> String {
    let host = admin.rsplit('@').next().unwrap().split('/').next().unwrap();
    format!("postgres://{role}@{host}/{database}")
}

/// The blocking client brings a runtime of its own, which must not be made on a thread that already runs one.
fn batch(address: &str, statements: &[&str]) {
    std::thread::scope(|threads| {
        let run = || {
            let mut client = Client::connect(address, NoTls).unwrap();
            statements.iter().for_each(|sql| client.batch_execute(sql).unwrap());
        };
        threads.spawn(run).join().unwrap();
    });
}

fn first_column(address: &str, sql: &str) -> Vec<String> {
    std::thread::scope(|threads| {
        let read =
            || Client::connect(address, NoTls).unwrap().query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect();
        threads.spawn(read).join().unwrap()
    })
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((admin, name)) = self.database.take() else { return };
        let dropping = std::thread::spawn(move || {
            let mut admin = Client::connect(&admin, NoTls)?;
            admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        });
        drop(dropping.join());
    }
}
