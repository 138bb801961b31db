//! The way to PostgreSQL: encrypted to the server that was meant, or not at all.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use ground::db::Location;
use ground::keys::KeyLocation;

use crate::ground_test::{garden, house};
use crate::place::Place;

/// An authority that signed nothing.
fn stranger(folder: &Path) -> PathBuf {
    let (key, certificate) = (folder.join("other.key"), folder.join("other.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=Another", "-keyout"])
        .arg(key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    certificate
}

/// The same address by this host and with these parameters.
fn by(address: &str, host: &str, parameters: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{}{mark}{parameters}", address.replace("@127.0.0.1:", &format!("@{host}:")))
}

async fn reach(address: String) -> Result<bool, String> {
    let location = KeyLocation::Postgres(address);
    tokio::task::spawn_blocking(move || location.is_fresh().map_err(|fault| fault.to_string())).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_connection_to_postgresql_is_encrypted_when_the_address_says_so() {
    let mut place = Place::fresh();
    let (Location::Postgres { app, owner }, KeyLocation::Postgres(keys)) = (place.data.clone(), place.keys.clone())
    else {
        return;
    };
    let root = std::env::var("KEEPWELL_TEST_POSTGRES_CA").expect("run the tests under scripts/with-postgres");
    let named = format!("sslmode=verify-full&sslrootcert={root}");
    let encrypted = |place: &Place| {
        let count = "SELECT CAST(s.ssl AS TEXT) || ' ' || count(*) FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid)
                     WHERE a.datname = current_database() AND a.application_name LIKE 'keepwell%' GROUP BY s.ssl ORDER BY 1";
        tokio::task::block_in_place(|| place.column(count))
    };
    place.data = Location::Postgres { app: by(&app, "localhost", &named), owner: by(&owner, "localhost", &named) };
    place.keys = KeyLocation::Postgres(by(&keys, "localhost", &named));
    let open = house(&place, vec![garden()]).await.unwrap();
    open.create_clinic(crate::ground_test::new_clinic("one")).await.unwrap();
    // Six that work, two for the keys, one that listens, and one that tells as soon as there is something to tell.
    let begun = Instant::now();
    while encrypted(&place) != ["true 10"] && begun.elapsed() < Duration::from_secs(3) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(encrypted(&place), ["true 10"]);
    drop(open);

    // A server that is reached by another name than its certificate has, and one by another authority.
    let other = stranger(place.folder.path()).display().to_string();
    for (host, parameters, outcome) in [
        ("127.0.0.1", format!("sslmode=require&sslrootcert={root}"), Ok(())),
        ("127.0.0.1", format!("sslmode=verify-ca&sslrootcert={root}"), Ok(())),
        ("127.0.0.1", named.clone(), Err("not valid for name")),
        ("localhost", format!("sslmode=verify-full&sslrootcert={other}"), Err("UnknownIssuer")),
        ("localhost", format!("sslmode=require&sslrootcert={other}"), Err("UnknownIssuer")),
        ("localhost", format!("sslmode=verify-full&sslrootcert={root}.none"), Err("cannot be used")),
        ("localhost", "sslmode=require".to_owned(), Err("also needs sslrootcert")),
    ] {
        match (reach(by(&keys, host, &parameters)).await, outcome) {
            (Ok(_), Ok(())) => {}
            (Err(said), Err(part)) => assert!(said.contains(part), "{host} {parameters}: {said}"),
            (got, _) => panic!("{host} {parameters}: {got:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_in_clear_to_a_server_that_does_not_speak_tls() {
    let folder = tempfile::tempdir().unwrap();
    let root = stranger(folder.path()).display().to_string();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut asked = [0; 8];
        stream.read_exact(&mut asked).unwrap();
        // SSLRequest, and the answer of a server without TLS (PostgreSQL's protocol, 54.2.11).
        stream.write_all(b"N").unwrap();
        let mut more = Vec::new();
        drop(stream.read_to_end(&mut more));
        (asked, more)
    });
    let address = format!("postgres://keepwell_keys:secret@localhost:{port}/x?sslmode=require&sslrootcert={root}");
    let said = reach(address).await.unwrap_err();
    assert!(said.contains("does not support TLS"), "{said}");
    let (asked, more) = server.join().unwrap();
    assert_eq!(asked, [0, 0, 0, 8, 4, 210, 22, 47]);
    assert_eq!(more, b"", "neither a name nor a password followed");
    // Another machine is not spoken to in clear at all.
    let said = reach("postgres://keepwell_keys:secret@192.0.2.7/x".to_owned()).await.unwrap_err();
    assert!(said.contains("without TLS its host must be this machine"), "{said}");
}
