//! Who may, what is taken, and what is not.

use ground::Clock;
use ground::web::LimitSettings;

use super::*;
use crate::kit::NOW;

#[tokio::test(flavor = "multi_thread")]
async fn hostile_documents_are_refused_and_nothing_of_them_is_kept() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let before = all(&app);
    let large = vec![b'a'; 11_000_000];
    let zip = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0".to_vec();
    let refused: [(&str, &[u8]); 9] = [
        ("letter.pdf", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"),
        ("letter.pdf", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"),
        ("letter.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("run.txt", b"#!/bin/sh\nrm -rf /"),
        ("letters.docx", &zip),
        ("nothing.pdf", b""),
        ("a.dat", b"\x01\x02\x03\x04"),
        ("long.txt", &large),
    ];
    for (name, content) in refused {
        let answer = send(&app, &visitor, &[("said", "Please keep these words")], (name, content)).await;
        assert_eq!(answer.status, 422, "{name}: {}", answer.text);
        // What is announced as larger than any file here is not read at all.
        let read = content.len() < 2_000_000;
        assert!(answer.text.contains("Please keep these words") || !read, "the form comes back filled: {name}");
        assert!(answer.text.contains("id=\"e-file\""), "the fault stands beside the field: {name}");
    }
    assert_eq!(all(&app), before, "no complaint");
    assert_eq!(app.place.column("SELECT CAST(COUNT(*) AS TEXT) FROM complaint_file"), ["0"]);
    let folder = app.place.folder.path().join("files");
    let left =
        std::process::Command::new("find").arg(&folder).args(["-path", "*complaint_file*", "-type", "f"]).output();
    assert_eq!(String::from_utf8(left.unwrap().stdout).unwrap(), "", "no file either");
    // A name is a name and leads nowhere; and what is kept is not read on disk.
    let named = send(&app, &visitor, &[], ("../../etc/passwd.pdf", PAPER)).await;
    assert_eq!(named.status, 200, "{}", named.text);
    let page = visitor.get(&by_code(&app, &named)).await.text;
    assert!(page.contains("passwd.pdf") && !page.contains("etc/"), "{page}");
    let kept = std::process::Command::new("grep")
        .arg("-r")
        .arg("%PDF")
        .arg(folder.join(app.clinic.id.to_string()).join("complaint_file"))
        .output();
    assert!(!kept.unwrap().status.success(), "sealed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_takes_five_documents() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let (_, page) = make(&app, &visitor, &[]).await;
    let path = format!("{}/additions", by_code(&app, &page));
    for n in 0..5 {
        let one = visitor.upload_with(&path, &[("said", "")], &format!("{n}.pdf"), PAPER).await;
        assert_eq!(one.status, 303, "{}", one.text);
    }
    assert_eq!(visitor.upload_with(&path, &[("said", "")], "6.pdf", PAPER).await.status, 409);
    assert_eq!(app.place.column("SELECT CAST(COUNT(*) AS TEXT) FROM complaint_file"), ["5"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_and_a_page_show_what_is_theirs_and_nothing_else() {
    let app = TestApp::start().await;
    let (one_of, other) = (client(&app, "mine@example.net").await.0, client(&app, "other@example.net").await.0);
    let id = complain(&app, &one_of).await;
    let path = app.path(&format!("/me/privacy/complaints/{id}"));
    assert!(one_of.get(&path).await.text.contains("My cousin works here"));
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(other.post(&format!("{path}/withdrawal"), &[("version", "1")]).await.status, 404);
    assert_eq!(other.upload_with(&format!("{path}/additions"), &[("said", "x")], "", b"").await.status, 404);
    let sent = one_of.upload_with(&format!("{path}/additions"), &[("said", "")], "mine.pdf", PAPER).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let file = app.place.column("SELECT id FROM complaint_file").remove(0);
    assert_eq!(other.get(&format!("{path}/files/{file}")).await.status, 404);
    let own = one_of.get(&format!("{path}/files/{file}")).await;
    assert!(own.status == 200 && own.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let theirs = complain(&app, &other).await;
    let crossed = app.path(&format!("/me/privacy/complaints/{theirs}/files/{file}"));
    assert_eq!(other.get(&crossed).await.status, 404, "a document is of its own complaint alone");
    assert!(!other.get(&app.path("/me/privacy/complaints")).await.text.contains(&id.to_string()));
    // A secret that was guessed, or one of another clinic, leads nowhere.
    let (_, page) = make(&app, &app.visitor(), &[]).await;
    let code = by_code(&app, &page);
    let secret = code.rsplit('/').next().unwrap();
    let guessed = app.path(&format!("/privacy/complaint/{}", "A".repeat(43)));
    assert_eq!(app.visitor().get(&guessed).await.status, 404);
    let elsewhere = format!("/c/{}/privacy/complaint/{secret}", app.other.slug);
    assert_eq!(app.visitor().get(&elsewhere).await.status, 404);
    assert_eq!(app.visitor().get(&code).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_who_is_known_and_two_of_one_address_have_two_complaints() {
    let app = TestApp::start().await;
    let (_, known) = client(&app, "known@example.net").await;
    let visitor = app.visitor();
    let (first, page) = make(&app, &visitor, &[("email", "known@example.net"), ("said", "The first of us.")]).await;
    let (_, unknown) = make(&app, &visitor, &[("email", "unknown@example.net")]).await;
    assert_eq!(page.text, unknown.text, "the answer is the same");
    let whose = |id| one(&app, "person", id).parse::<PersonId>().unwrap();
    assert_ne!(whose(first), known, "it is not about whoever has that address");
    let (second, _) = make(&app, &visitor, &[("email", "known@example.net"), ("said", "The second of us.")]).await;
    assert_ne!(whose(first), whose(second));
    let letters = app.letters().await;
    let links: Vec<String> = letters
        .iter()
        .filter(|one| one.kind == "office.complaint" && one.to == "known@example.net")
        .filter_map(|one| path_in(&app, &one.body))
        .collect();
    assert_eq!(links.len(), 2);
    let mut seen = Vec::new();
    for link in &links {
        assert_eq!(visitor.post(link, &[]).await.status, 303);
        let page = visitor.get(link).await.text;
        seen.push((page.contains("The first of us."), page.contains("The second of us.")));
    }
    seen.sort_unstable();
    assert_eq!(seen, [(false, true), (true, false)], "each link leads to one");
    // No letter says more than what the form's sender could have known.
    assert!(letters.iter().all(|one| !one.body.contains("of us")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_at_once_makes_one_complaint() {
    let app = TestApp::start().await;
    let (one, two) = (app.visitor(), app.visitor());
    let before = all(&app);
    let fields = [("key", "the same key"), ("said", "Sent twice.")];
    let (first, second) =
        tokio::join!(send(&app, &one, &fields, ("a.pdf", PAPER)), send(&app, &two, &fields, ("a.pdf", PAPER)));
    assert_eq!((first.status, second.status), (200, 200), "{} {}", first.text, second.text);
    assert_eq!(all(&app).difference(&before).count(), 1);
    assert_eq!(app.place.column("SELECT CAST(COUNT(*) AS TEXT) FROM complaint_file"), ["1"]);
    for answer in [first, second] {
        assert_eq!(one.get(&by_code(&app, &answer)).await.status, 200, "either answer leads to it");
    }
    let other = send(&app, &one, &[("key", "the same key"), ("said", "Something else.")], ("", b"")).await;
    assert_eq!(other.status, 200);
    assert_eq!(all(&app).difference(&before).count(), 2, "other words are another complaint");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_faults_comes_back_filled() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let before = all(&app);
    for (fields, kept) in [
        (vec![("said", "")], "We answer within 10 of our working days and settle it within 25 of them."),
        (vec![("email", "no address"), ("said", "These words stay")], "These words stay"),
        (vec![("subject", "nothing"), ("said", "These words stay")], "These words stay"),
        (vec![("surprise", "x"), ("said", "These words stay")], "These words stay"),
    ] {
        let answer = send(&app, &visitor, &fields, ("", b"")).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(answer.text.contains(kept), "{fields:?}: {}", answer.text);
    }
    assert_eq!(all(&app), before);
    // The ways there.
    for page in ["/privacy/request", "/notice"] {
        assert!(visitor.get(&app.path(page)).await.text.contains("/privacy/complaint"), "{page}");
    }
    let (browser, _) = client(&app, "way@example.net").await;
    assert!(browser.get(&app.path("/me/privacy")).await.text.contains("/me/privacy/complaints"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_for_everyone_is_limited_by_sender_and_by_mailbox() {
    let app = TestApp::with(LimitSettings::default(), Clock::held(NOW.parse().unwrap())).await;
    let visitor = app.visitor();
    let mut answers = Vec::new();
    for n in 0..8 {
        let address = format!("same+{n}@example.net");
        answers.push(send(&app, &visitor, &[("email", &address)], ("", b"")).await.status);
    }
    assert_eq!(answers, [200, 200, 200, 200, 200, 200, 429, 429], "one mailbox, however it is written");
    let mut answers = Vec::new();
    for _ in 0..20 {
        answers.push(send(&app, &visitor, &[], ("", b"")).await.status);
    }
    assert!(answers.contains(&200) && answers.last() == Some(&429), "{answers:?}");
}
