//! A mail relay as far as a clinic's letters need one (RFC 5321), and letters read as a mail program reads them.

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::tcp::OwnedReadHalf;
use tokio::net::{TcpListener, TcpStream};

/// A relay on this machine.
#[derive(Clone)]
pub struct Relay {
    pub address: String,
    answer: Arc<AtomicU16>,
    taken: Arc<Mutex<Vec<Received>>>,
    asked: Arc<AtomicU16>,
    /// Milliseconds that it thinks before it says that it took a letter.
    thinks: Arc<AtomicU16>,
    ails: Arc<Mutex<Option<Ill>>>,
    /// Letters that were handed to it and that it never said it took.
    lost: Arc<Mutex<Vec<Received>>>,
}

/// What can be wrong with a relay that answers the telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ill {
    /// It says nothing, not even who it is.
    Mute,
    /// It has the letter and says nothing any more.
    Hangs,
    /// It has the letter and is gone.
    Drops,
    /// It took the letter, said so, and says nothing any more.
    NoGoodbye,
}

/// A letter as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// To whom the envelope was addressed.
    pub recipient: String,
    pub whole: Part,
}

/// A letter, or a part of one.
#[derive(Clone, Debug)]
pub struct Part {
    /// Names in small letters, values unfolded and decoded.
    pub headers: Vec<(String, String)>,
    /// Decoded; empty when there are parts.
    pub body: String,
    pub parts: Vec<Part>,
}

impl Relay {
    /// Listens, and takes everything.
    pub async fn start() -> Relay {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("smtp://{}", listener.local_addr().unwrap());
        let answer = Arc::new(AtomicU16::new(250));
        let relay = Relay {
            address,
            answer,
            taken: Arc::default(),
            asked: Arc::default(),
            thinks: Arc::default(),
            ails: Arc::default(),
            lost: Arc::default(),
        };
        let listening = relay.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, listening.clone()));
            }
        });
        relay
    }

    /// From now on answers every recipient with this code: 250, 451, 550.
    pub fn answers(&self, code: u16) {
        self.answer.store(code, Ordering::SeqCst);
    }

    /// From now on thinks so long before it says that it took a letter.
    pub fn thinks(&self, milliseconds: u16) {
        self.thinks.store(milliseconds, Ordering::SeqCst);
    }

    /// From now on this is wrong with it, or nothing.
    pub fn ails(&self, ill: Option<Ill>) {
        *self.ails.lock().unwrap() = ill;
    }

    fn is(&self, ill: Ill) -> bool {
        *self.ails.lock().unwrap() == Some(ill)
    }

    /// Every letter that it has and never said it took.
    pub fn lost(&self) -> Vec<Received> {
        self.lost.lock().unwrap().clone()
    }

    /// Every letter taken so far.
    pub fn taken(&self) -> Vec<Received> {
        self.taken.lock().unwrap().clone()
    }

    /// How often it was asked to take one.
    pub fn asked(&self) -> u16 {
        self.asked.load(Ordering::SeqCst)
    }
}

async fn converse(stream: TcpStream, relay: Relay) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut recipient = String::new();
    if relay.is(Ill::Mute) {
        silent(lines).await;
        return;
    }
    let _gone = write.write_all(b"220 relay\r\n").await;
    while let Ok(Some(line)) = lines.next_line().await {
        let reply = match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => "250-relay\r\n250 8BITMIME\r\n".to_owned(),
            "RCPT" => {
                relay.asked.fetch_add(1, Ordering::SeqCst);
                recipient = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                // A relay's words quote whom it refuses.
                format!("{} about <{recipient}>\r\n", relay.answer.load(Ordering::SeqCst))
            }
            "DATA" => {
                let _gone = write.write_all(b"354 go on\r\n").await;
                let mut letter = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    letter.push_str(line.strip_prefix('.').unwrap_or(&line));
                    letter.push_str("\r\n");
                }
                let letter = Received { recipient: recipient.clone(), whole: Part::read(&letter) };
                if relay.is(Ill::Hangs) || relay.is(Ill::Drops) {
                    let hangs = relay.is(Ill::Hangs);
                    relay.lost.lock().unwrap().push(letter);
                    if hangs {
                        silent(lines).await;
                    }
                    return;
                }
                relay.taken.lock().unwrap().push(letter);
                tokio::time::sleep(Duration::from_millis(relay.thinks.load(Ordering::SeqCst).into())).await;
                "250 taken\r\n".to_owned()
            }
            "QUIT" if relay.is(Ill::NoGoodbye) => {
                silent(lines).await;
                return;
            }
            "QUIT" => "221 goodbye\r\n".to_owned(),
            _ => "250 well\r\n".to_owned(),
        };
        if write.write_all(reply.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Says nothing until the other side has gone.
async fn silent(mut lines: Lines<BufReader<OwnedReadHalf>>) {
    while let Ok(Some(_)) = lines.next_line().await {}
}

impl Received {
    /// By which a mail program knows a letter that comes twice.
    pub fn id(&self) -> String {
        self.whole.header("message-id").unwrap().to_owned()
    }
}

impl Part {
    fn read(text: &str) -> Part {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let headers: Vec<(String, String)> = head
            .split("\r\n")
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_lowercase(), words(value.trim())))
            .collect();
        let mut part = Part { headers, body: String::new(), parts: Vec::new() };
        let kind = part.header("content-type").unwrap_or_default().to_owned();
        match kind.split_once("boundary=") {
            Some((_, boundary)) => {
                let boundary = format!("--{}", boundary.trim_start_matches('"').split(['"', ';']).next().unwrap());
                let inner = body.split(boundary.as_str()).skip(1).filter(|inner| !inner.starts_with("--"));
                part.parts = inner.map(|inner| Part::read(inner.strip_prefix("\r\n").unwrap_or(inner))).collect();
            }
            None => part.body = decoded(body, part.header("content-transfer-encoding").unwrap_or_default()),
        }
        part
    }

    /// The value of the header `name`, given in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every part that has a body, in order.
    pub fn leaves(&self) -> Vec<&Part> {
        if self.parts.is_empty() { vec![self] } else { self.parts.iter().flat_map(Part::leaves).collect() }
    }
}

fn base64(text: &str) -> Vec<u8> {
    let text: String = text.split_whitespace().collect();
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}

fn quoted(text: &str) -> Vec<u8> {
    let (text, mut bytes, mut at) = (text.replace("=\r\n", ""), Vec::new(), 0);
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte == b'=' {
            bytes.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            bytes.push(byte);
            at += 1;
        }
    }
    bytes
}

fn decoded(body: &str, encoding: &str) -> String {
    let bytes = match encoding {
        "base64" => base64(body),
        "quoted-printable" => quoted(body),
        _ => body.as_bytes().to_vec(),
    };
    String::from_utf8(bytes).unwrap()
}

/// The encoded words of a header (RFC 2047), as lettre writes them.
fn words(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("=?utf-8?b?") {
        // White space between two encoded words is not part of the text.
        text.push_str(if text.is_empty() || !before.trim().is_empty() { before } else { "" });
        let (word, after) = after.split_once("?=").unwrap();
        text.push_str(&String::from_utf8_lossy(&base64(word)));
        rest = after;
    }
    text + rest
}
