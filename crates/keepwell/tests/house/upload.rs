//! Files sent to the program itself: too large ones are refused early and in words, and none of them lies in memory.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::kit::{Place, Program};

/// Megabytes that the process has used at most so far.
fn peak(program: &Program) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

/// Sends a form with a file of `megabytes` over a connection of its own, as a browser without script does: all of it, then
/// the answer is read. Returns the answer, and after how long.
fn send(program: &Program, path: &str, cookie: &str, megabytes: usize, announced: bool) -> (String, Duration) {
    let head = "--boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"film.txt\"\r\n\r\n";
    let tail = "\r\n--boundary--\r\n";
    let block = vec![b'a'; 1 << 20];
    let length = head.len() + megabytes * block.len() + tail.len();
    let how = if announced { format!("content-length: {length}") } else { "transfer-encoding: chunked".to_owned() };
    let mut stream = TcpStream::connect(&program.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let began = Instant::now();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\naccept: text/html\r\n\
         content-type: multipart/form-data; boundary=boundary\r\n{how}\r\nconnection: close\r\n\r\n",
        program.address
    )
    .unwrap();
    let mut piece = |bytes: &[u8]| {
        if announced {
            stream.write_all(bytes)
        } else {
            write!(stream, "{:x}\r\n", bytes.len())
                .and_then(|()| stream.write_all(bytes))
                .and_then(|()| stream.write_all(b"\r\n"))
        }
    };
    piece(head.as_bytes()).unwrap();
    for _ in 0..megabytes {
        piece(&block).expect("the rest is read, so that whoever sends it comes to read the answer");
    }
    piece(tail.as_bytes()).unwrap();
    if !announced {
        stream.write_all(b"0\r\n\r\n").unwrap();
    }
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    (String::from_utf8_lossy(&answer).into_owned(), began.elapsed())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_200_megabytes_is_refused_with_a_sentence_and_without_memory() {
    let place = Place::fresh();
    let program = Program::demo(&place, &[]);
    let desk = program.signed_in("Front desk").await;
    let list = desk.get("/c/linden-quay/clients").await.text;
    let id = list.split("/c/linden-quay/clients/per_").nth(1).unwrap();
    let path = format!("/c/linden-quay/clients/per_{}/documents", &id[..id.find('"').unwrap()]);
    let cookie = desk.cookie(&format!("http://{}{path}", program.address));
    let files = || {
        let folder = place.folder.path().join("files");
        let found = std::process::Command::new("find").args([folder.to_str().unwrap(), "-type", "f"]).output().unwrap();
        let found = String::from_utf8(found.stdout).unwrap();
        let mut all: Vec<String> = found.lines().map(str::to_owned).collect();
        all.sort();
        all
    };
    let (before, kept) = (peak(&program), files());
    for announced in [true, false] {
        let (path, cookie) = (path.clone(), cookie.clone());
        let (answer, took) = tokio::task::block_in_place(|| send(&program, &path, &cookie, 200, announced));
        assert!(answer.starts_with("HTTP/1.1 413"), "{}", &answer[..answer.len().min(300)]);
        assert!(answer.contains("This file is too large: at most 25.0 MB."), "{answer}");
        assert!(took < Duration::from_secs(60), "{took:?}");
    }
    let grown = peak(&program) - before;
    // One of them held whole would be 200; the allocator gives back late what many small pieces took.
    assert!(grown < 60, "{grown} MB more than before");
    assert_eq!(files(), kept, "nothing of it is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_was_acknowledged_is_there_after_the_program_was_killed() {
    let place = Place::fresh();
    let mut program = Program::demo(&place, &[]);
    let desk = program.signed_in("Front desk").await;
    let list = desk.get("/c/linden-quay/clients").await.text;
    let id = list.split("/c/linden-quay/clients/per_").nth(1).unwrap();
    let path = format!("/c/linden-quay/clients/per_{}/documents", &id[..id.find('"').unwrap()]);
    let cookie = desk.cookie(&format!("http://{}{path}", program.address));
    let (answer, _) = tokio::task::block_in_place(|| send(&program, &path, &cookie, 2, true));
    assert!(answer.starts_with("HTTP/1.1 303"), "{}", &answer[..answer.len().min(300)]);
    // Another one half-way through.
    let mut half = TcpStream::connect(&program.address).unwrap();
    write!(
        half,
        "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\n\
         content-type: multipart/form-data; boundary=boundary\r\ncontent-length: 9000000\r\n\r\n\
         --boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"half.txt\"\r\n\r\n{}",
        program.address,
        "b".repeat(300_000)
    )
    .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    program.kill();
    drop(half);
    let program = Program::demo(&place, &[]);
    let desk = program.signed_in("Front desk").await;
    let list = desk.get(&path).await.text;
    assert!(list.contains("film.txt") && !list.contains("half.txt"), "{list}");
    let href = list
        .split("href=\"")
        .map(|part| &part[..part.find('"').unwrap_or(0)])
        .find(|href| href.contains("/documents/doc_") && !href.contains('?') && !href.ends_with("details"));
    let got = desk.get(href.unwrap()).await;
    assert!(got.status == 200 && got.text.len() == 2 << 20 && got.text.bytes().all(|byte| byte == b'a'));
}
