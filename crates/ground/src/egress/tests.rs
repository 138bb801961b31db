use axum::Router;
use axum::response::Redirect;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

const ACCOUNT: Carries = Carries { purpose: Purpose::Account, categories: &[Category::Account] };

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

fn ask(address: &str) -> Ask {
    Ask {
        method: Method::GET,
        url: url(address),
        headers: HeaderMap::new(),
        body: Vec::new(),
        most: 1_000,
        patience: Duration::from_secs(5),
    }
}

fn gate(place: &str) -> Gate {
    Gate::new(Register::of_a_test(), vec![Recipient::new("them", &[&url(place)]).unwrap()]).unwrap()
}

/// A host that answers each connection with the same bytes and closes it.
async fn host(says: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut heard = [0; 2_048];
                let _heard = stream.read(&mut heard).await;
                stream.write_all(says).await.unwrap();
                let _closed = stream.shutdown().await;
            });
        }
    });
    format!("http://{at}/")
}

#[test]
fn a_recipient_is_reached_by_tls_or_is_on_this_machine() {
    for (place, sound) in [
        ("https://admin.googleapis.com/", true),
        ("http://127.0.0.1:9999/", true),
        ("http://[::1]:9999/", true),
        ("http://admin.googleapis.com/", false),
        ("http://10.0.0.1/", false),
        ("http://localhost/", false),
        ("https://somebody:secret@admin.googleapis.com/", false),
        ("file:///etc/passwd", false),
    ] {
        assert_eq!(Recipient::new("them", &[&url(place)]).is_some(), sound, "{place}");
    }
}

#[tokio::test]
async fn nothing_leaves_for_a_place_that_is_not_the_recipients() {
    let gate = gate("https://admin.googleapis.com/");
    for elsewhere in [
        "https://oauth2.googleapis.com/token",
        "http://admin.googleapis.com/",
        "https://admin.googleapis.com:444/",
        "https://admin.googleapis.com.evil.example/",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/",
    ] {
        assert_eq!(gate.ask("them", ACCOUNT, ask(elsewhere)).await.unwrap_err(), Unanswered::Unlisted, "{elsewhere}");
    }
    assert_eq!(
        gate.ask("others", ACCOUNT, ask("https://admin.googleapis.com/")).await.unwrap_err(),
        Unanswered::Unlisted
    );
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = format!("http://{}/", listener.local_addr().unwrap());
    let away = Router::new().route("/", get(|| async { Redirect::temporary("http://127.0.0.1:1/elsewhere") }));
    tokio::spawn(async move { axum::serve(listener, away).await });
    let answer = gate(&place).ask("them", ACCOUNT, ask(&place)).await.unwrap();
    assert_eq!((answer.status, answer.body.len()), (307, 0));
}

#[tokio::test]
async fn an_answer_is_whole_or_none() {
    for (says, expected) in [
        (&b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"[..], Ok(2)),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nok", Err(Unanswered::BrokenOff)),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n", Err(Unanswered::BrokenOff)),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n", Err(Unanswered::TooLong)),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3e9\r\n", Err(Unanswered::BrokenOff)),
        (b"what?\r\n\r\n", Err(Unanswered::Unreached)),
        (b"", Err(Unanswered::Unreached)),
    ] {
        let place = host(says).await;
        let answer = gate(&place).ask("them", ACCOUNT, ask(&place)).await;
        assert_eq!(answer.map(|answer| answer.body.len()), expected, "{}", String::from_utf8_lossy(says));
    }
}

#[tokio::test]
async fn more_than_is_taken_is_not_read_to_its_end() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut heard = [0; 2_048];
        let _heard = stream.read(&mut heard).await;
        let _head = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
        let chunk = format!("64\r\n{}\r\n", "0123456789".repeat(10));
        while stream.write_all(chunk.as_bytes()).await.is_ok() {}
    });
    assert_eq!(gate(&place).ask("them", ACCOUNT, ask(&place)).await.unwrap_err(), Unanswered::TooLong);
}

#[tokio::test]
async fn whoever_says_nothing_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = format!("http://{}/", listener.local_addr().unwrap());
    let question = Ask { patience: Duration::from_millis(50), ..ask(&place) };
    let gate = gate(&place);
    let asked = tokio::time::timeout(Duration::from_secs(20), gate.ask("them", ACCOUNT, question)).await;
    assert_eq!(asked.expect("it is not waited for").unwrap_err(), Unanswered::Silent);
}

#[tokio::test]
async fn a_certificate_that_no_authority_vouches_for_ends_the_question() {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let (certificate, key) = (made.cert.der().clone(), made.key_pair.serialize_der());
    let tls = rustls::ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], rustls::pki_types::PrivatePkcs8KeyDer::from(key).into())
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(tls));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = format!("https://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut heard = [0; 2_048];
                let _heard = stream.read(&mut heard).await;
                let _said = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
                let _closed = stream.shutdown().await;
            });
        }
    });
    assert_eq!(gate(&place).ask("them", ACCOUNT, ask(&place)).await.unwrap_err(), Unanswered::Unreached);
    // The host is sound for whoever knows its authority: it was the certificate that was refused.
    let mut roots = RootCertStore::empty();
    roots.add(certificate).unwrap();
    let knowing =
        Gate::trusting(Register::of_a_test(), vec![Recipient::new("them", &[&url(&place)]).unwrap()], roots, false)
            .unwrap();
    assert_eq!(knowing.ask("them", ACCOUNT, ask(&place)).await.unwrap().body, "ok");
}

#[tokio::test]
async fn a_gate_that_leads_outside_asks_nobody_on_this_machine() {
    let place = host(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").await;
    assert_eq!(gate(&place).ask("them", ACCOUNT, ask(&place)).await.unwrap().status, 200);
    let outside = Gate::outside(Register::of_a_test(), vec![Recipient::new("them", &[&url(&place)]).unwrap()]).unwrap();
    assert_eq!(outside.ask("them", ACCOUNT, ask(&place)).await.unwrap_err(), Unanswered::Unreached);
}

#[tokio::test]
async fn a_question_about_nobody_has_no_room_for_anybody() {
    let place = host(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").await;
    let gate = gate(&place);
    assert_eq!(gate.ask("them", Carries::NOTHING, ask(&place)).await.unwrap().status, 200);
    let refused = Unanswered::Refused(Refused::Purpose);
    let with_body = Ask { body: b"nadia".to_vec(), ..ask(&place) };
    let posted = Ask { method: Method::POST, ..ask(&place) };
    let queried = ask(&format!("{place}?who=nadia"));
    let mut headers = HeaderMap::new();
    headers.insert("authorization", "Bearer nadia".parse().unwrap());
    let named = Ask { headers, ..ask(&place) };
    for question in [with_body, posted, queried, named] {
        assert_eq!(gate.ask("them", Carries::NOTHING, question).await.unwrap_err(), refused);
    }
}
