//! A certificate without anybody's doing: asked for, proven, kept and renewed by the program itself.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::kit::authority::Authority;
use crate::kit::program::CREATE;
use crate::kit::program::{run, said};
use crate::kit::{Place, Program};
use crate::tls::free_port;

const NAME: &str = "book.example.test";

/// The certificate by which a browser that trusts `root` is answered at `address` as `name`, if it is answered.
fn served(root: &Path, address: SocketAddr, name: &str) -> std::io::Result<Vec<u8>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(root).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let session = ClientConnection::new(Arc::new(config), ServerName::try_from(name.to_owned()).unwrap()).unwrap();
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut stream = StreamOwned::new(session, stream);
    write!(stream, "GET / HTTP/1.1\r\nhost: {name}\r\naccept: text/html\r\nconnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    Ok(stream.conn.peer_certificates().unwrap()[0].to_vec())
}

/// Waits until `look` sees something.
async fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..400 {
        if let Some(seen) = look() {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never seen: {what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_fetched_proven_kept_and_renewed_by_acme() {
    let (place, address) = (Place::fresh(), SocketAddr::from(([127, 0, 0, 1], free_port())));
    let authority = Authority::start(address, 9).await;
    let (listen, directory, root) = (address.to_string(), authority.directory(), authority.root());
    let web = format!("https://{NAME}");
    let roots = root.display().to_string();
    let settings = [
        ("KEEPWELL_WEB__LISTEN", listen.as_str()),
        ("KEEPWELL_WEB__ADDRESS", web.as_str()),
        ("KEEPWELL_TLS__ACME__DOMAINS", "[\"book.example.test\", \"www.example.test\"]"),
        ("KEEPWELL_TLS__ACME__CONTACT", "it@example.org"),
        ("KEEPWELL_TLS__ACME__DIRECTORY", directory.as_str()),
        ("KEEPWELL_TLS__ACME__ROOTS", roots.as_str()),
        ("KEEPWELL_MAIL__RELAY", "smtp://localhost:25"),
        ("KEEPWELL_LIMITS", "on"),
    ];
    let mut program = Program::start(&place, &["serve"], &settings);
    let first = until("a certificate", || served(&root, address, NAME).ok()).await;
    assert!(served(&root, address, "www.example.test").is_ok(), "the second name is certified too");
    assert!(served(&root, address, "other.example.test").is_err(), "a name that was not asked for");
    // The first lives for nine seconds; the next is in use before it ends.
    authority.lives(3_600);
    let second = until("a renewed certificate", || {
        let now = served(&root, address, NAME).expect("answered throughout");
        (now != first).then_some(now)
    })
    .await;
    let (contacts, faults) = authority.heard();
    assert!(contacts.iter().all(|contact| *contact == serde_json::json!(["mailto:it@example.org"])), "{contacts:?}");
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(authority.issued(), 2);

    // What it keeps is for this user alone.
    let kept = place.folder.path().join("acme");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&kept), 0o700);
    // The renewed certificate is served a moment before its file has its name.
    let files = until("files with their names", || {
        let files: Vec<_> = std::fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.iter().all(|file| file.extension().is_none_or(|end| end != "new")).then_some(files)
    })
    .await;
    assert_eq!(files.len(), 2, "{files:?}");
    assert!(files.iter().all(|file| mode(file) == 0o600), "{files:?}");

    // Started again while the authority is gone, it serves with what it kept, and check says so.
    authority.stop();
    program.terminate();
    program.wait();
    let program = Program::start(&place, &["serve"], &settings);
    let third = until("the kept certificate", || served(&root, address, NAME).ok()).await;
    assert_eq!(third, second);
    drop(program);
    let check = run(&place, &["check"], &settings);
    assert!(check.status.success() && said(&check).contains("certificate: well, until"), "{}", said(&check));
    std::fs::set_permissions(&kept, std::fs::Permissions::from_mode(0o755)).unwrap();
    let check = run(&place, &["check"], &settings);
    assert!(!check.status.success() && said(&check).contains("others can look into"), "{}", said(&check));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn why_no_certificate_comes_is_said_by_check() {
    let (place, address) = (Place::fresh(), SocketAddr::from(([127, 0, 0, 1], free_port())));
    let authority = Authority::start(address, 3_600).await;
    authority.refuses(true);
    assert!(run(&place, CREATE, &[]).status.success());
    let (listen, directory) = (address.to_string(), authority.directory());
    let (web, roots) = (format!("https://{NAME}"), authority.root().display().to_string());
    let usual = vec![
        ("KEEPWELL_WEB__LISTEN", listen.as_str()),
        ("KEEPWELL_WEB__ADDRESS", web.as_str()),
        ("KEEPWELL_TLS__ACME__DOMAINS", "[\"book.example.test\"]"),
        ("KEEPWELL_TLS__ACME__DIRECTORY", directory.as_str()),
        ("KEEPWELL_TLS__ACME__ROOTS", roots.as_str()),
        ("KEEPWELL_MAIL__RELAY", "smtp://localhost:25"),
        ("KEEPWELL_LIMITS", "on"),
    ];
    let check = run(&place, &["check"], &usual);
    assert!(check.status.success() && said(&check).contains("certificate: none yet"), "{}", said(&check));
    let program = Program::start(&place, &["serve"], &usual);
    let kept = place.folder.path().join("acme");
    until("a failure", || std::fs::read(kept.join("failure.txt")).ok()).await;
    let check = run(&place, &["check"], &usual);
    let words = said(&check);
    assert!(!check.status.success() && words.contains("the last attempt to fetch a certificate failed"), "{words}");
    assert!(words.contains("we do not certify this name"), "{words}");
    // It goes on trying; once it is let, what was wrong is forgotten.
    authority.refuses(false);
    until("a certificate", || served(&authority.root(), address, NAME).ok()).await;
    assert!(!kept.join("failure.txt").exists());
    drop(program);

    // What could never work is said before anything is asked for.
    let with = |changes: &[(&'static str, &'static str)]| {
        let mut settings = usual.clone();
        settings.extend_from_slice(changes);
        said(&run(&place, &["check"], &settings))
    };
    for (changes, part) in [
        (&[("KEEPWELL_TLS__ACME__DOMAINS", "[]")][..], "name at least the host of web.address"),
        (&[("KEEPWELL_TLS__ACME__DOMAINS", "[\"*.example.test\"]")], "is not a host name of your own"),
        (&[("KEEPWELL_TLS__ACME__DOMAINS", "[\"127.0.0.1\"]")], "is not a host name of your own"),
        (&[("KEEPWELL_WEB__ADDRESS", "https://elsewhere.example.test")], "is not among them"),
        (&[("KEEPWELL_TLS__ACME__CONTACT", "nobody")], "is not a mail address"),
        (&[("KEEPWELL_TLS__ACME__DIRECTORY", "http://127.0.0.1/directory")], "begins with https://"),
        (&[("KEEPWELL_TLS__ACME__ROOTS", "/nowhere.pem")], "tls.acme.roots"),
        (&[("KEEPWELL_TLS__CERTIFICATE", "/a.pem"), ("KEEPWELL_TLS__KEY", "/a.key")], "not both"),
    ] {
        assert!(with(changes).contains(part), "{part}: {}", with(changes));
    }
}
