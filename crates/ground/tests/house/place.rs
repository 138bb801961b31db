//! A database of one's own on the engine under test, and its end.
#![allow(dead_code, reason = "shared by the ground's tests and the program's; each uses a part")]

use std::path::Path;

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
            Ok("postgres") => postgres(folder, None),
            Ok("sqlite") | Err(_) => Place::sqlite(folder),
            Ok(other) => panic!("KEEPWELL_TEST_ENGINE is sqlite or postgres, not {other}"),
        }
    }

    fn sqlite(folder: TempDir) -> Place {
        Place {
            data: Location::Sqlite(folder.path().join("keepwell.db")),
            keys: KeyLocation::Sqlite(folder.path().join("keys.db")),
            folder,
            database: None,
        }
    }

    /// Whether there is a model called `name` to copy places from: on SQLite in the folder `kept`.
    pub fn has_model(&self, name: &str, kept: &Path) -> bool {
        match &self.database {
            Some((admin, _)) => {
                !first_column(admin, &format!("SELECT datname FROM pg_database WHERE datname = '{name}'")).is_empty()
            }
            None => kept.join("keepwell.db").exists(),
        }
    }

    /// Keeps what stands here as the model `name`.
    pub fn keep_as(&self, name: &str, kept: &Path) {
        // What is half done has another name, should this end in its midst.
        let half = kept.with_extension("half");
        let _before = std::fs::remove_dir_all(&half);
        std::fs::create_dir_all(&half).unwrap();
        copy_folder(&self.folder.path().join("files"), &half.join("files"));
        match &self.database {
            Some((admin, own)) => {
                let ends = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{own}'");
                batch(admin, &[&format!("ALTER DATABASE {own} ALLOW_CONNECTIONS false"), &ends]);
                let half_name = format!("{name}_half");
                batch(
                    admin,
                    &[
                        &format!("DROP DATABASE IF EXISTS {half_name}"),
                        &format!("CREATE DATABASE {half_name} TEMPLATE {own} OWNER keepwell_owner"),
                        &format!("ALTER DATABASE {half_name} RENAME TO {name}"),
                    ],
                );
                let _before = std::fs::remove_dir_all(kept);
            }
            None => {
                for file in ["keepwell.db", "keys.db"] {
                    let to = half.join(file);
                    sqlite3(&self.folder.path().join(file), &format!("VACUUM INTO '{}'", to.display()));
                }
            }
        }
        std::fs::rename(&half, kept).unwrap();
    }

    /// A place that is a copy of the model `name`.
    pub fn modelled(name: &str, kept: &Path) -> Place {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(kept, folder.path());
        match std::env::var("KEEPWELL_TEST_ENGINE").as_deref() {
            Ok("postgres") => postgres(folder, Some(name)),
            _ => Place::sqlite(folder),
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

/// A database of one's own: empty, or a copy of a model.
fn postgres(folder: TempDir, model: Option<&str>) -> Place {
    let admin = std::env::var("KEEPWELL_TEST_POSTGRES").expect("run the tests under scripts/with-postgres");
    let mut random = [0u8; 6];
    ground::random(&mut random);
    let name: String = std::iter::once("t".to_owned()).chain(random.iter().map(|b| format!("{b:02x}"))).collect();
    match model {
        Some(model) => batch(&admin, &[&format!("CREATE DATABASE {name} TEMPLATE {model} OWNER keepwell_owner")]),
        None => {
            batch(&admin, &[&format!("CREATE DATABASE {name} OWNER keepwell_owner")]);
            let schema = [
                "CREATE SCHEMA keepwell_keys AUTHORIZATION keepwell_keys",
                "ALTER SCHEMA public OWNER TO keepwell_owner",
            ];
            batch(&address(&admin, "keepwell_admin", &name), &schema);
        }
    }
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

/// Copies a folder with everything in it; nothing where there is none.
fn copy_folder(from: &Path, to: &Path) {
    let Ok(entries) = std::fs::read_dir(from) else { return };
    std::fs::create_dir_all(to).unwrap();
    for entry in entries.flatten() {
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
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
