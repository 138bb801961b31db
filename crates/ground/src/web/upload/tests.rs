//! Forms with a file, as browsers write them and as nobody should.

use axum::http::StatusCode;

use super::*;
use crate::ClinicId;
use crate::files::{FileLocation, FilePlan};

const BOUNDARY: &str = "----keepwell";

fn files(folder: &std::path::Path, most: u64) -> Files {
    Files::open(&FilePlan { location: FileLocation::Folder(folder.to_owned()), most }).unwrap()
}

fn place() -> FilePlace {
    FilePlace { clinic: ClinicId::from_bits(1), table: "document".into(), row: "doc_1".to_owned() }
}

/// One part: a field, or a file where there is a file name.
fn part(name: &str, file: Option<&str>, value: &[u8]) -> Vec<u8> {
    let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
    [head.as_bytes(), value, b"\r\n"].concat()
}

fn form(parts: &[Vec<u8>]) -> Vec<u8> {
    [parts.concat(), format!("--{BOUNDARY}--\r\n").into_bytes()].concat()
}

fn request(kind: &str, body: impl Into<Body>) -> Request {
    Request::post("/").header(header::CONTENT_TYPE, kind).body(body.into()).unwrap()
}

async fn receive(files: &Files, body: impl Into<Body>) -> Result<Received<Kept<String>>, Fault> {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let upload = Upload::from_request(request(&kind, body), &()).await?;
    upload
        .receive(files, &place(), "file", |name, head| match head {
            [b'!', ..] => Err("fault-kind"),
            _ => Ok(name.to_owned()),
        })
        .await
}

fn stored(folder: &std::path::Path) -> usize {
    let table = folder.join(place().clinic.to_string()).join("document");
    std::fs::read_dir(table).map(|entries| entries.count()).unwrap_or(0)
}

#[tokio::test]
async fn a_file_is_kept_sealed_and_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1 << 20);
    let content: Vec<u8> = (0..200_000u32).map(|n| (n % 251) as u8).collect();
    let body =
        form(&[part("version", None, b"3"), part("file", Some("scan.png"), &content), part("shared", None, b"1")]);
    let received = receive(&files, body).await.unwrap();
    assert_eq!((received.fields.value("version"), received.fields.value("shared")), ("3", "1"));
    let Came::Kept(kept) = received.file else { panic!("it was not kept") };
    assert_eq!((kept.known.as_str(), kept.size), ("scan.png", 200_000));
    let on_disk = std::fs::read(folder.path().join(place().clinic.to_string()).join("document/doc_1")).unwrap();
    assert!(!on_disk.windows(64).any(|part| content.windows(64).next() == Some(part)), "it lies there sealed");
    let chunks: Vec<_> = files.read(&place(), &kept.key, kept.size).await.unwrap().collect().await;
    let read: Vec<u8> = chunks.into_iter().flat_map(|chunk| chunk.unwrap().to_vec()).collect();
    assert!(read == content);
    files.delete(&place()).await.unwrap();
    files.delete(&place()).await.unwrap();
    assert!(files.read(&place(), &kept.key, kept.size).await.is_err());
}

#[tokio::test]
async fn what_is_refused_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 100_000);
    let large = vec![b'x'; 100_001];
    for (parts, expected) in [
        (vec![part("file", Some(""), b"")], "nothing"),
        (vec![part("other", Some("a"), b"a")], "nothing"),
        (vec![part("file", None, b"a")], "nothing"),
        (vec![part("file", Some("a"), b"!")], "refused"),
        (vec![part("file", Some("a"), &large)], "large"),
        // What is announced as too much is not read at all.
        (vec![part("file", Some("a"), &vec![b'x'; 300_000])], "large"),
    ] {
        let body = form(&parts);
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let mut asked = request(&kind, body.clone());
        if body.len() > 200_000 {
            asked.headers_mut().insert(header::CONTENT_LENGTH, body.len().into());
        }
        let upload = Upload::from_request(asked, &()).await.unwrap();
        let judge = |_: &str, head: &[u8]| if head == b"!" { Err("fault-kind") } else { Ok(()) };
        let received = upload.receive(&files, &place(), "file", judge).await.unwrap();
        let came = match received.file {
            Came::Nothing => "nothing",
            Came::Refused(_) => "refused",
            Came::TooLarge => "large",
            Came::Kept(_) => "kept",
        };
        assert_eq!(came, expected);
        // Whoever goes away in the middle leaves nothing either.
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(stored(folder.path()), 0, "{expected}");
    }
}

#[tokio::test]
async fn an_upload_that_breaks_off_was_never_there() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1 << 20);
    let whole = form(&[part("file", Some("a"), &vec![b'x'; 300_000])]);
    let broken = futures_util::stream::iter([
        Ok(whole[..200_000].to_vec()),
        Err(std::io::Error::other("the other side went away")),
    ]);
    let fault = receive(&files, Body::from_stream(broken)).await.err().unwrap();
    assert_eq!(fault.status(), StatusCode::BAD_REQUEST);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(stored(folder.path()), 0);
}

#[tokio::test]
async fn what_no_browser_sends_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1 << 20);
    let many: Vec<Vec<u8>> = (0..=MOST_FIELDS).map(|n| part(&format!("f{n}"), None, b"1")).collect();
    for (body, status) in [
        (b"nonsense".to_vec(), 400),
        (form(&[part("a", None, b"a\0b")]), 400),
        (form(&[part("a", None, b"\xff\xfe")]), 400),
        (form(&many), 400),
        (form(&[part("a", None, &vec![b'x'; FIELDS + 1])]), 413),
    ] {
        assert_eq!(receive(&files, body).await.err().unwrap().status(), status);
    }
    for kind in ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"] {
        let fault = Upload::from_request(request(kind, "a=1"), &()).await.err().unwrap();
        assert_eq!(fault.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
}

#[tokio::test]
async fn a_small_file_is_held_in_memory_and_a_larger_one_is_refused() {
    let hold = async |body: Body, announced: Option<&str>| {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let mut request = request(&kind, body);
        if let Some(announced) = announced {
            request.headers_mut().insert(header::CONTENT_LENGTH, announced.parse().unwrap());
        }
        let received = Upload::from_request(request, &()).await.unwrap().hold("file", 1000).await.unwrap();
        (received.fields.value("says").to_owned(), received.file)
    };
    let with = |file: Option<&str>, size: usize| {
        Body::from(form(&[part("says", None, b"1"), part("file", file, &vec![7; size])]))
    };
    let (says, file) = hold(with(Some("a.png"), 1000), None).await;
    assert!(says == "1" && matches!(file, Came::Kept(held) if held == vec![7; 1000]));
    let (says, file) = hold(with(Some("a.png"), 1001), None).await;
    assert!(says == "1" && matches!(file, Came::TooLarge));
    assert!(matches!(hold(with(Some("a.png"), 10), Some("900000")).await.1, Came::TooLarge));
    // Empty, but chosen: what it is not is for whoever opens it to say.
    assert!(matches!(hold(with(Some("a.png"), 0), None).await.1, Came::Kept(held) if held.is_empty()));
    assert!(matches!(hold(with(Some(""), 0), None).await.1, Came::Nothing));
}
