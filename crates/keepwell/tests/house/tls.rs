//! How the program is reached from elsewhere: TLS and nothing else; and what it says of an installation that is broken.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion};

use crate::kit::program::{CREATE, run, said};
use crate::kit::{Browser, Place, Program};

/// A certificate for this machine and its key, as a clinic's operator would have them in files.
struct Certificate {
    folder: tempfile::TempDir,
}

impl Certificate {
    fn new() -> Certificate {
        let folder = tempfile::tempdir().unwrap();
        let wish = "[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=ext\n[dn]\nCN=127.0.0.1\n[ext]\nsubjectAltName=IP:127.0.0.1\nbasicConstraints=critical,CA:FALSE\n";
        std::fs::write(folder.path().join("wish"), wish).unwrap();
        let made = Command::new("openssl")
            .current_dir(folder.path())
            .args([
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-config",
                "wish",
            ])
            .args(["-keyout", "key.pem", "-out", "certificate.pem"])
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", said(&made));
        let certificate = Certificate { folder };
        mode(&certificate.file("key.pem"), 0o600);
        certificate
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.file(name).display().to_string()
    }

    /// What a client that speaks `versions` is answered, asking for `path`.
    fn ask(
        &self,
        address: SocketAddr,
        versions: &[&'static SupportedProtocolVersion],
        path: &str,
    ) -> std::io::Result<String> {
        let head = "host: 127.0.0.1\r\naccept: text/html\r\nconnection: close";
        self.send(address, versions, &format!("GET {path} HTTP/1.1\r\n{head}\r\n\r\n"))
    }

    /// What is answered to a request as it stands.
    fn send(
        &self,
        address: SocketAddr,
        versions: &[&'static SupportedProtocolVersion],
        request: &str,
    ) -> std::io::Result<String> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(self.file("certificate.pem")).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let session = ClientConnection::new(Arc::new(config), ServerName::from(address.ip())).unwrap();
        let mut stream = StreamOwned::new(session, connect(address));
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

/// The first bytes a server answers to a hello in the version `1.minor`: an alert is 21, a hello 22 (RFC 5246).
fn hello(address: SocketAddr, minor: u8) -> Vec<u8> {
    let mut body = vec![3, minor + 1];
    body.extend([7; 32]);
    body.extend([0, 0, 4, 0xc0, 0x2b, 0xc0, 0x09, 1, 0]);
    let extensions = [0, 10, 0, 6, 0, 4, 0, 23, 0, 29, 0, 11, 0, 2, 1, 0, 0, 13, 0, 6, 0, 4, 4, 3, 8, 4];
    body.extend([0, extensions.len() as u8]);
    body.extend(extensions);
    let mut record = vec![22, 3, 1, 0, body.len() as u8 + 4, 1, 0, 0, body.len() as u8];
    record.extend(body);
    let mut stream = connect(address);
    stream.write_all(&record).unwrap();
    let mut answer = vec![0; 7];
    let read = stream.read(&mut answer).unwrap();
    answer.truncate(read);
    answer
}

/// A port nobody listens on just now.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_http_is_refused_or_redirected_outside_this_machine() {
    let (place, certificate) = (Place::fresh(), Certificate::new());
    let redirect = format!("127.0.0.1:{}", free_port());
    let (chain, key) = (certificate.text("certificate.pem"), certificate.text("key.pem"));
    let tls = [
        ("KEEPWELL_WEB__LISTEN", "0.0.0.0:0"),
        ("KEEPWELL_WEB__ADDRESS", "https://book.example.org"),
        ("KEEPWELL_TLS__CERTIFICATE", chain.as_str()),
        ("KEEPWELL_TLS__KEY", key.as_str()),
        ("KEEPWELL_TLS__REDIRECT", redirect.as_str()),
    ];
    assert!(run(&place, CREATE, &[]).status.success());
    assert!(run(&place, &["clinic", "host", "north", "north.example"], &[]).status.success());
    let program = Program::start(&place, &["serve"], &tls);
    let address = SocketAddr::from(([127, 0, 0, 1], program.address.rsplit(':').next().unwrap().parse().unwrap()));
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let answer = certificate.ask(address, &[version], "/?lang=ar").unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
        assert!(head.contains("strict-transport-security: max-age=31536000"), "{head}");
        assert!(
            head.lines().filter(|line| line.starts_with("set-cookie:")).all(|line| line.contains("secure")),
            "{head}"
        );
    }
    // TLS 1.0 and 1.1 are answered by the alert 70, protocol_version; the same hello in 1.2 by a hello.
    for old in [0, 1] {
        let answer = hello(address, old);
        assert!(answer.first() == Some(&21) && answer.get(6) == Some(&70), "1.{old}: {answer:?}");
    }
    assert_eq!(hello(address, 2).first(), Some(&22), "the hello itself is sound");

    // Plain HTTP where TLS is spoken is answered by nothing one could read; beside it, by the way to TLS.
    let mut plain = connect(address);
    plain.write_all(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    drop(plain.read_to_end(&mut answer));
    assert!(!answer.starts_with(b"HTTP/"), "{}", String::from_utf8_lossy(&answer));
    let beside = Browser::new(&format!("http://{redirect}"));
    for path in ["/c/linden-quay/book/review?day=2026-12-01", "//elsewhere.example/", "/"] {
        let answer = beside.get(path).await;
        assert_eq!((answer.status, answer.location), (308, Some(format!("https://book.example.org{path}"))));
        assert!(answer.headers.get("set-cookie").is_none() && answer.text.is_empty());
    }
    // Who asks for a clinic's own name is sent on to it.
    let named =
        Browser::at_host("north.example", &format!("http://{redirect}"), false).get("/book/review?lang=ar").await;
    assert_eq!((named.status, named.location), (308, Some("https://north.example/book/review?lang=ar".to_owned())));
    let sent = beside.post("/c/linden-quay/sign-in", &[("email", "nadia@example.net")]).await;
    assert_eq!(sent.status, 308);
    drop(program);

    // Without a certificate nobody elsewhere is listened to.
    for (changes, part) in [
        (&[("KEEPWELL_WEB__LISTEN", "0.0.0.0:0")][..], "needs [tls] certificate and key"),
        (&[("KEEPWELL_WEB__LISTEN", "[::]:0")], "needs [tls] certificate and key"),
        (
            &[("KEEPWELL_WEB__LISTEN", "0.0.0.0:0"), ("KEEPWELL_TLS__CERTIFICATE", chain.as_str())],
            "name both certificate and key",
        ),
        (&[("KEEPWELL_WEB__ADDRESS", "http://book.example.org")], "must begin with https://"),
        (
            &[("KEEPWELL_TLS__CERTIFICATE", key.as_str()), ("KEEPWELL_TLS__KEY", key.as_str())],
            "the certificate or its key cannot be used",
        ),
    ] {
        let refused = run(&place, &["serve"], changes);
        assert!(!refused.status.success() && said(&refused).contains(part), "{changes:?}: {}", said(&refused));
    }
    let demo = run(&place, &["demo", "--port", "0"], &[("KEEPWELL_WEB__LISTEN", "0.0.0.0:0")]);
    assert!(!demo.status.success() && said(&demo).contains("on this machine only"), "{}", said(&demo));
}

#[test]
fn renewed_certificate_files_are_taken_into_use_without_a_restart() {
    let (place, live) = (Place::fresh(), tempfile::tempdir().unwrap());
    let [first, second, third] = [(); 3].map(|()| Certificate::new());
    let put = |from: &Certificate, name: &str| {
        // As those who renew do: written beside, and renamed.
        std::fs::copy(from.file(name), live.path().join("new")).unwrap();
        std::fs::rename(live.path().join("new"), live.path().join(name)).unwrap();
    };
    put(&first, "certificate.pem");
    put(&first, "key.pem");
    let (chain, key) = (live.path().join("certificate.pem"), live.path().join("key.pem"));
    let tls = [
        ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0"),
        ("KEEPWELL_WEB__ADDRESS", "https://book.example.org"),
        ("KEEPWELL_TLS__CERTIFICATE", chain.to_str().unwrap()),
        ("KEEPWELL_TLS__KEY", key.to_str().unwrap()),
    ];
    let program = Program::start(&place, &["serve"], &tls);
    let address: SocketAddr = program.address.parse().unwrap();
    let is_used = |certificate: &Certificate| certificate.ask(address, &[&rustls::version::TLS13], "/").is_ok();
    let soon = |what: &str, look: &dyn Fn() -> bool| {
        let deadline = std::time::Instant::now() + Duration::from_secs(20);
        while !look() {
            assert!(std::time::Instant::now() < deadline, "{what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    assert!(is_used(&first) && !is_used(&second));
    // Half of a renewal is not used, and not given up on.
    put(&second, "key.pem");
    let said = || String::from_utf8_lossy(&program.log()).contains("the new certificate files cannot be used");
    soon("the half was not noticed", &said);
    assert!(is_used(&first) && !is_used(&second));
    put(&second, "certificate.pem");
    soon("the second certificate was never used", &|| is_used(&second));
    assert!(!is_used(&first));
    // Asked by SIGHUP, it looks at once.
    put(&third, "key.pem");
    put(&third, "certificate.pem");
    program.signal("HUP");
    soon("the third certificate was never used", &|| is_used(&third));
    assert!(!is_used(&second));
}

#[test]
fn a_hangup_ends_no_program_that_has_no_certificate() {
    let place = Place::fresh();
    let program = Program::start(&place, &["serve"], &[("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")]);
    program.signal("HUP");
    std::thread::sleep(Duration::from_millis(300));
    let mut stream = connect(program.address.parse().unwrap());
    stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains(" 200 "), "{answer}");
}

#[test]
fn a_certificate_that_ends_or_is_for_another_name_is_told_by_check() {
    let (place, certificate) = (Place::fresh(), Certificate::new());
    assert!(run(&place, CREATE, &[]).status.success());
    let (chain, key) = (certificate.text("certificate.pem"), certificate.text("key.pem"));
    let check = |address: &str| {
        let settings = [
            ("KEEPWELL_WEB__ADDRESS", address),
            ("KEEPWELL_TLS__CERTIFICATE", chain.as_str()),
            ("KEEPWELL_TLS__KEY", key.as_str()),
        ];
        let output = run(&place, &["check"], &settings);
        (output.status.success(), said(&output))
    };
    let (well, words) = check("https://127.0.0.1:8080");
    assert!(well && words.contains("certificate: well, until"), "{words}");
    let (well, words) = check("https://book.example.org");
    assert!(!well && words.contains("not for book.example.org, which web.address names"), "{words}");
    let ended = Command::new("openssl")
        .current_dir(certificate.folder.path())
        .args(["x509", "-in", "certificate.pem", "-signkey", "key.pem", "-days", "-1", "-out", "ended.pem"])
        .output()
        .unwrap();
    assert!(ended.status.success(), "{}", said(&ended));
    std::fs::rename(certificate.file("ended.pem"), certificate.file("certificate.pem")).unwrap();
    let (well, words) = check("https://127.0.0.1:8080");
    assert!(!well && words.contains("the certificate ended on"), "{words}");
}

#[test]
fn limits_cannot_be_switched_off_where_others_reach_the_program() {
    let (place, certificate) = (Place::fresh(), Certificate::new());
    let (chain, key) = (certificate.text("certificate.pem"), certificate.text("key.pem"));
    assert!(run(&place, CREATE, &[]).status.success());
    let program = Program::start(
        &place,
        &["serve"],
        &[
            ("KEEPWELL_LIMITS", "off"),
            ("KEEPWELL_WEB__LISTEN", "0.0.0.0:0"),
            ("KEEPWELL_WEB__ADDRESS", "https://book.example.org"),
            ("KEEPWELL_TLS__CERTIFICATE", &chain),
            ("KEEPWELL_TLS__KEY", &key),
        ],
    );
    let address = SocketAddr::from(([127, 0, 0, 1], program.address.rsplit(':').next().unwrap().parse().unwrap()));
    let body = "email=nadia%40example.net&password=x";
    let head = "host: 127.0.0.1\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\nconnection: close";
    let post = format!("POST /c/north/sign-in HTTP/1.1\r\n{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let answers: Vec<String> =
        (0..24).map(|_| certificate.send(address, &[&rustls::version::TLS13], &post).unwrap()).collect();
    assert!(answers[0].starts_with("HTTP/1.1 422"), "{}", answers[0]);
    assert!(answers.iter().any(|answer| answer.starts_with("HTTP/1.1 429")), "{}", answers[23]);

    // Behind a proxy everybody reaches it, though it listens on this machine.
    let place = Place::fresh();
    assert!(run(&place, CREATE, &[]).status.success());
    let program = Program::start(
        &place,
        &["serve"],
        &[
            ("KEEPWELL_LIMITS", "off"),
            ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0"),
            ("KEEPWELL_WEB__ADDRESS", "https://book.example.org"),
            ("KEEPWELL_WEB__TRUSTED_PROXIES", "[\"127.0.0.1\"]"),
        ],
    );
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answers = runtime.block_on(async {
        let visitor = program.visitor();
        let mut answers = Vec::new();
        for _ in 0..24 {
            let fields = [("email", "nadia@example.net"), ("password", "x")];
            answers.push(visitor.post("/c/north/sign-in", &fields).await.status);
        }
        answers
    });
    assert!(answers[0] == 422 && answers.contains(&429), "{answers:?}");
}

#[test]
fn a_handshake_that_does_not_end_is_let_go() {
    let (place, certificate) = (Place::fresh(), Certificate::new());
    let (chain, key) = (certificate.text("certificate.pem"), certificate.text("key.pem"));
    let program = Program::start(
        &place,
        &["serve"],
        &[
            ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0"),
            ("KEEPWELL_WEB__ADDRESS", "https://localhost"),
            ("KEEPWELL_WEB__PATIENCE_SECONDS", "1"),
            ("KEEPWELL_TLS__CERTIFICATE", &chain),
            ("KEEPWELL_TLS__KEY", &key),
        ],
    );
    let address = SocketAddr::from(([127, 0, 0, 1], program.address.rsplit(':').next().unwrap().parse().unwrap()));
    // Nothing at all, and the beginning of a greeting (RFC 8446, section 5.1).
    for said in [&b""[..], b"\x16\x03\x01\x02\x00\x01"] {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(12))).unwrap();
        stream.write_all(said).unwrap();
        let mut rest = Vec::new();
        let ended = stream.read_to_end(&mut rest);
        // An end or a reset; what has not ended after twelve seconds is a fault of the reader's.
        let waited = ended
            .is_err_and(|fault| matches!(fault.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut));
        assert!(!waited, "{said:?} was waited for");
    }
}

#[test]
fn what_is_wrong_with_an_installation_is_said_and_what_to_do() {
    let (place, certificate) = (Place::fresh(), Certificate::new());
    let data = place.folder.path();
    let made = run(&place, CREATE, &[]);
    assert!(made.status.success(), "{}", said(&made));
    let check = |environment: &[(&str, &str)]| {
        let output = run(&place, &["check"], environment);
        (output.status.success(), said(&output))
    };
    let well = check(&[]);
    assert!(well.0 && well.1.contains("nothing is wrong"), "{}", well.1);

    let key = data.join("master.key");
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(data).unwrap().permissions().mode() & 0o777, 0o700);
    let right = std::fs::read(&key).unwrap();
    let broken = |how: &dyn Fn(), part: &str| {
        how();
        let (well, words) = check(&[]);
        assert!(!well && words.contains(part), "{part}: {words}");
        // What check finds, the program does not start with either.
        let serve = run(&place, &["serve"], &[("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")]);
        assert!(!serve.status.success() && said(&serve).contains(part), "{part}: {}", said(&serve));
        std::fs::write(&key, &right).unwrap();
        mode(&key, 0o600);
    };
    broken(&|| mode(&key, 0o644), "chmod 600");
    broken(&|| std::fs::remove_file(&key).unwrap(), "Put back the file this installation was made with");
    broken(
        &|| std::fs::write(&key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap(),
        "not the one this installation was made with",
    );
    broken(&|| std::fs::write(&key, "AAAA").unwrap(), "has 3 bytes, not 32");
    broken(&|| std::fs::write(&key, "what key?").unwrap(), "is not base64");
    assert!(!data.join("master.key.new").exists() && std::fs::read(&key).unwrap() == right);

    let (chain, private, other) =
        (certificate.text("certificate.pem"), certificate.text("key.pem"), Certificate::new());
    let (missing, foreign) = (certificate.text("missing.pem"), other.text("key.pem"));
    for (environment, part) in [
        (&[("KEEPWELL_WEB__LISTEN", "0.0.0.0:443")][..], "needs [tls] certificate and key"),
        (
            &[("KEEPWELL_TLS__CERTIFICATE", missing.as_str()), ("KEEPWELL_TLS__KEY", private.as_str())],
            "missing.pem cannot be read",
        ),
        (
            &[("KEEPWELL_TLS__CERTIFICATE", private.as_str()), ("KEEPWELL_TLS__KEY", private.as_str())],
            "the certificate or its key cannot be used",
        ),
        (
            &[("KEEPWELL_TLS__CERTIFICATE", chain.as_str()), ("KEEPWELL_TLS__KEY", foreign.as_str())],
            "the certificate or its key cannot be used",
        ),
        (&[("KEEPWELL_MAIL__FROM", "the clinic")], "mail.from"),
        (&[("KEEPWELL_MAIL__RELAY", "relay.example")], "mail.relay"),
        (&[("KEEPWELL_MAIL__RELAY", "smtp://relay.example:587?tls=opportunistic")], "would travel in clear"),
        (&[("KEEPWELL_WEB__ADDRESS", "https://book.example.org")], "web.trusted_proxies"),
        (&[("KEEPWELL_KEYS__SOURCE", "environment")], "KEEPWELL_MASTER_KEY"),
        (&[("KEEPWELL_KEYS__SOURCE", "command")], "command"),
        (&[("KEEPWELL_WEB__LISTENS", "127.0.0.1:1")], "listens"),
        (&[("KEEPWELL_WEB__ADDRESS", "https://book.example.org/path")], "web.address: a host alone"),
        (&[("KEEPWELL_WEB__ADDRESS", "https://book.example.org/?x")], "web.address: a host alone"),
        (&[("KEEPWELL_WEB__ADDRESS", "http://ben@localhost")], "web.address: a host alone"),
    ] {
        let (well, words) = check(environment);
        assert!(!well && words.contains(part), "{part}: {words}");
    }
    mode(&certificate.file("key.pem"), 0o644);
    let (well, words) = check(&[("KEEPWELL_TLS__CERTIFICATE", &chain), ("KEEPWELL_TLS__KEY", &private)]);
    assert!(!well && words.contains("others can read") && words.contains("chmod 600"), "{words}");

    let clinic = place.column("SELECT id FROM clinic WHERE slug = 'north'").remove(0);
    place.tamper(&format!(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at) VALUES ('{clinic}', 'job_00000000000000000000000000', 'mail.send', 'x', 0, 10, 'stuck', 0)"
    ));
    let (well, words) = check(&[]);
    assert!(!well && words.contains("jobs are stuck: keepwell jobs"), "{words}");
}
