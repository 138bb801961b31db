//! Connections that ask for nothing, too slowly, or too many at once.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::kit::{Place, Program};

/// The longest that any of them may stay, with a patience of one second: generous, because machines are slow.
const LONGEST: Duration = Duration::from_secs(12);

fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(250))).unwrap();
    stream
}

/// How long the other side keeps the connection while `say` is asked again and again for more to send.
fn kept(mut stream: TcpStream, mut say: impl FnMut(usize) -> Vec<u8>) -> Duration {
    let begun = Instant::now();
    for round in 0.. {
        let mut answer = [0; 1024];
        let sent = stream.write_all(&say(round));
        match stream.read(&mut answer) {
            Ok(0) => break,
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Err(_) => break,
            // Settings, pings and the like of HTTP/2; of HTTP/1 perhaps a last word.
            Ok(_) => {}
        }
        if sent.is_err() || begun.elapsed() > LONGEST {
            break;
        }
    }
    begun.elapsed()
}

#[test]
fn a_connection_that_does_not_come_to_the_point_is_let_go() {
    let place = Place::fresh();
    let program = Program::demo(&place, &[("KEEPWELL_WEB__PATIENCE_SECONDS", "1")]);
    let one = |text: &'static [u8]| move |round: usize| text.get(round..=round).unwrap_or(b"").to_vec();
    let all = |text: &'static [u8]| move |round: usize| if round == 0 { text.to_vec() } else { Vec::new() };
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    std::thread::scope(|scope| {
        let mut slow = Vec::new();
        let mut dawdle = |name: &'static str, say: Box<dyn FnMut(usize) -> Vec<u8> + Send>| {
            let stream = connect(&program.address);
            slow.push((name, scope.spawn(move || kept(stream, say))));
        };
        dawdle("says nothing", Box::new(|_| Vec::new()));
        dawdle("says a letter at a time", Box::new(one(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/html\r\n")));
        dawdle(
            "never ends its headers",
            Box::new(|round| match round {
                0 => b"GET / HTTP/1.1\r\n".to_vec(),
                _ => format!("x-{round}: 1\r\n").into_bytes(),
            }),
        );
        dawdle("begins with HTTP/2 and stops", Box::new(all(&preface[..20])));
        dawdle("spells HTTP/2", Box::new(one(preface)));
        dawdle("speaks HTTP/2 and answers no ping", Box::new(all(preface)));
        dawdle("asks once and stays", Box::new(all(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")));
        for (name, kept) in slow {
            let kept = kept.join().unwrap();
            assert!(kept < LONGEST, "whoever {name} was kept for {kept:?}");
        }
    });
    // Whoever asks in time is answered.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert_eq!(runtime.block_on(program.visitor().get("/c/linden-quay")).status, 200);
}

#[test]
fn no_more_connections_are_held_than_stated_and_those_that_end_make_room() {
    let place = Place::fresh();
    let stated = [("KEEPWELL_WEB__PATIENCE_SECONDS", "3"), ("KEEPWELL_WEB__CONNECTIONS", "16")];
    let program = Program::demo(&place, &stated);
    let held: Vec<TcpStream> = (0..16).map(|_| connect(&program.address)).collect();
    std::thread::sleep(Duration::from_millis(300));
    let ask = |mut stream: TcpStream| {
        stream.set_read_timeout(Some(Duration::from_secs(8))).unwrap();
        let sent = stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n");
        let mut answer = String::new();
        // A connection that was hung up on may end as a reset.
        let _ended = stream.read_to_string(&mut answer);
        (sent.is_ok(), answer)
    };
    for _ in 0..4 {
        let (_, answer) = ask(connect(&program.address));
        assert_eq!(answer, "", "a seventeenth is hung up on");
    }
    drop(held);
    std::thread::sleep(Duration::from_millis(300));
    let (_, answer) = ask(connect(&program.address));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
