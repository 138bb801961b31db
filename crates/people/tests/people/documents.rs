//! Documents: kept sealed, sent as what they are, gone with their client.

use ground::files::reconcile;
use ground::{Actor, PersonId, Scope};
use jiff::SignedDuration;
use promise::Purpose;

use crate::house::{Answer, Tested, tested};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn page(client: PersonId) -> String {
    format!("/c/linden-quay/clients/{client}/documents")
}

/// The addresses of the documents on a page, the newest first.
fn listed(answer: &Answer) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in answer.text.split("href=\"").skip(1) {
        let href = &part[..part.find('"').unwrap()];
        if href.contains("/documents/doc_") && !href.contains('?') && !href.ends_with("/details") {
            all.push(href.to_owned());
        }
    }
    all
}

async fn add(tested: &Tested, client: PersonId, name: &str, content: &[u8], shared: bool) -> String {
    // Ids sort by the millisecond they were made in.
    tested.house.clock.set(tested.house.clock.now() + SignedDuration::from_millis(1));
    let fields: &[(&str, &str)] = if shared { &[("shared", "1")] } else { &[] };
    let added = tested.upload("front_desk", &page(client), name, content, fields).await;
    assert_eq!(added.status, 303, "{}", added.text);
    assert!(added.location.ends_with("/documents?done=document"));
    listed(&tested.get("front_desk", &page(client)).await)[0].clone()
}

/// The files that lie in the store, at any depth.
fn stored(tested: &Tested) -> Vec<std::path::PathBuf> {
    fn walk(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    walk(&tested.place.folder.path().join("files"), &mut found);
    found
}

async fn settled(tested: &Tested) {
    ground::job::run_due(&tested.house).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_kept_sealed_and_comes_back_as_it_was() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let empty = tested.get("front_desk", &page(nadia)).await;
    assert!(empty.status == 200 && empty.text.contains("No documents yet") && empty.text.contains("up to 1.0 MB"));
    let content = [PNG, &vec![b'Q'; 300_000]].concat();
    let href = add(&tested, nadia, "knee scan.png", &content, false).await;
    let list = tested.get("front_desk", &page(nadia)).await;
    for words in ["knee scan.png", "Picture, 301 KB", "Maeve Corrigan", "?open=1"] {
        assert!(list.text.contains(words), "{words}: {}", list.text);
    }
    let got = tested.get("front_desk", &href).await;
    assert_eq!(got.status, 200);
    assert!(got.bytes == content);
    // On disk and in the database nothing of it is readable.
    let [file] = stored(&tested).try_into().unwrap();
    let on_disk = std::fs::read(&file).unwrap();
    assert!(!on_disk.windows(16).any(|part| part == [b'Q'; 16]) && on_disk.len() > content.len());
    for column in ["name", "kind", "content"] {
        let hex = match tested.place.is_postgres() {
            true => format!("SELECT encode({column}, 'hex') FROM document"),
            false => format!("SELECT hex({column}) FROM document"),
        };
        let seen = tested.place.column(&hex).concat().to_lowercase();
        let knee: String = b"knee".iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(seen.starts_with("01") && !seen.contains(&knee), "{column}: {seen}");
    }
    let shown = tested.get("front_desk", &format!("/c/linden-quay/clients/{nadia}")).await;
    assert!(shown.text.contains("knee scan.png"), "it stands on the client's page: {}", shown.text);
    let record = tested.get(&format!("client {nadia}"), "/c/linden-quay/me/record").await;
    assert!(record.text.contains("Maeve Corrigan"), "who looked stands in the record");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_browser_is_sent_can_do_nothing_there() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    for (name, content, media, opens, saved_as) in [
        ("scan.png", PNG, "image/png", true, "scan.png"),
        ("letter.pdf", PDF, "application/pdf", true, "letter.pdf"),
        // Two endings, and one that is not what it is.
        ("invoice.pdf.exe", PDF, "application/pdf", true, "invoice.pdf.exe.pdf"),
        (
            "note.html",
            b"Dear Nadia, see you on Monday.".as_slice(),
            "text/plain; charset=utf-8",
            false,
            "note.html.txt",
        ),
        // An archive is bytes like any other, however much it would unpack to.
        ("bomb.zip", b"PK\x03\x04\x14\0\0\0\x08\0".as_slice(), "application/zip", false, "bomb.zip"),
        // As browsers write the three characters that would end it.
        ("../../../etc/pass%22wd", b"root:x:0:0".as_slice(), "text/plain; charset=utf-8", false, "pass_wd.txt"),
    ] {
        let href = add(&tested, nadia, name, content, false).await;
        for (asked, inline) in [(href.clone(), false), (format!("{href}?open=1"), opens)] {
            let got = tested.get("front_desk", &asked).await;
            let header = |name: &str| got.headers[name].to_str().unwrap();
            assert_eq!((got.status, header("content-type")), (200, media), "{name}");
            let how = if inline { "inline" } else { "attachment" };
            let disposition = format!("{how}; filename=\"{saved_as}\"; filename*=UTF-8''{saved_as}");
            assert_eq!(header("content-disposition"), disposition);
            assert_eq!((header("x-content-type-options"), header("cache-control")), ("nosniff", "no-store"));
            let policy = header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{policy}");
            assert_eq!(policy.contains("sandbox"), !(inline && media == "application/pdf"), "{name}: {policy}");
            assert!(got.bytes == content);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_we_do_not_keep_is_refused_with_the_reason_and_leaves_nothing() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let large = vec![b'x'; 1_000_001];
    let far_too_large = vec![b'x'; 2_000_000];
    for (name, content, status, words) in [
        ("", b"".as_slice(), 422, "Please choose a file."),
        ("empty.pdf", b"", 422, "There is nothing in this file."),
        (
            "photo.png",
            b"<!DOCTYPE html><html><script>alert(1)</script></html>",
            422,
            "This is a web page, whatever its name says",
        ),
        (
            "photo.png",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
            422,
            "This is a web page",
        ),
        ("letter.pdf", b"MZ\x90\0\x03\0\0\0\x04\0", 422, "This is a program, whatever its name says"),
        ("data.bin", b"\x01\x02\x03", 422, "We cannot tell what this file is"),
        ("long.txt", &large, 413, "This file is too large: at most 1.0 MB."),
        ("longer.txt", &far_too_large, 413, "This file is too large: at most 1.0 MB."),
    ] {
        let answer = tested.upload("front_desk", &page(nadia), name, content, &[]).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text);
        assert!(answer.text.contains(words) && answer.text.contains("id=\"e-file\""), "{name}: {}", answer.text);
    }
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(stored(&tested), Vec::<std::path::PathBuf>::new());
    // A field that no form of ours has is not kept, and neither is the file that came with it.
    let undeclared = tested.upload("front_desk", &page(nadia), "a.png", PNG, &[("diagnosis", "x")]).await;
    assert_eq!(undeclared.status, 422);
    assert!(stored(&tested).is_empty());
    let nobody = tested.upload("front_desk", &page(PersonId::from_bits(5)), "a.png", PNG, &[]).await;
    assert_eq!(nobody.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_reads_what_is_shared_with_them_and_nothing_else() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let lukas = tested.client("Lukas", "Brandt", "").await;
    let kept = add(&tested, nadia, "kept.pdf", PDF, false).await;
    let shared = add(&tested, nadia, "shared.pdf", PDF, true).await;
    let own = |href: &str| format!("/c/linden-quay/me/documents/{}", href.rsplit('/').next().unwrap());
    let (as_nadia, as_lukas) = (format!("client {nadia}"), format!("client {lukas}"));
    let home = tested.get(&as_nadia, "/c/linden-quay/me").await;
    assert!(home.text.contains("shared.pdf") && !home.text.contains("kept.pdf"), "{}", home.text);
    assert!(!tested.get(&as_lukas, "/c/linden-quay/me").await.text.contains("Documents for you"));
    for (who, path, status) in [
        (as_nadia.as_str(), own(&shared), 200),
        (&as_nadia, own(&kept), 404),
        (&as_lukas, own(&shared), 404),
        (&as_nadia, shared.clone(), 403),
        ("", own(&shared), 303),
        ("", shared.clone(), 303),
        ("manager", shared.clone(), 200),
        // Not in their care.
        ("clinician", shared.clone(), 403),
        ("privacy_officer", shared.clone(), 403),
        // Of another client, and no id at all.
        ("front_desk", shared.replace(&nadia.to_string(), &lukas.to_string()), 404),
        ("front_desk", format!("{}/nothing", page(nadia)), 404),
    ] {
        assert_eq!(tested.get(who, &path).await.status, status, "{who} {path}");
    }
    // Whoever acts for them reads it as their own, until they act for them no more.
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    let bind = move |tx: &mut ground::Tx<'_>| people::store::bind(tx, nadia, lukas, people::Kinship::Carer);
    desk.write(bind).await.unwrap();
    let home = tested.get(&as_lukas, "/c/linden-quay/me").await;
    assert!(home.text.contains("shared.pdf") && home.text.contains("For Nadia"), "{}", home.text);
    assert!(!home.text.contains("kept.pdf"));
    let wards = |href: &str| format!("/c/linden-quay/me/wards/{nadia}/documents/{}", href.rsplit('/').next().unwrap());
    let mine = |href: &str| wards(href).replace(&nadia.to_string(), &lukas.to_string());
    for (who, path, status) in [
        (as_lukas.as_str(), wards(&shared), 200),
        (&as_lukas, wards(&kept), 404),
        // Of oneself by the address of wards; of nobody's guardian.
        (&as_lukas, mine(&shared), 404),
        (&as_nadia, mine(&shared), 403),
        ("front_desk", wards(&shared), 403),
        ("clinician", wards(&shared), 403),
        ("", wards(&shared), 303),
    ] {
        assert_eq!(tested.get(who, &path).await.status, status, "{who} {path}");
    }
    desk.write(move |tx| people::end_bond(tx, nadia, lukas)).await.unwrap();
    assert_eq!(tested.get(&as_lukas, &wards(&shared)).await.status, 410);
    // Shared no more.
    let details = format!("{shared}/details");
    let form = tested.get("front_desk", &details).await;
    assert!(form.text.contains("value=\"shared.pdf\"") && form.text.contains("checked"), "{}", form.text);
    let blank = tested.post("front_desk", &details, &[("name", " ")]).await;
    assert!(blank.status == 422 && blank.text.contains("Please fill this in."));
    let saved = tested.post("front_desk", &details, &[("name", "renamed.pdf")]).await;
    assert_eq!(saved.status, 303);
    assert_eq!(tested.get(&as_nadia, &own(&shared)).await.status, 404);
    assert!(tested.get("front_desk", &page(nadia)).await.text.contains("renamed.pdf"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_open_a_record_brings_nothing_to_it_and_is_written_down() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    for who in ["clinician", "privacy_officer", "client", "guardian", "operator"] {
        let sent = tested.upload(who, &page(nadia), "scan.png", PNG, &[]).await;
        assert_eq!(sent.status, 403, "{who}: {}", sent.text);
    }
    assert_eq!(stored(&tested), Vec::<std::path::PathBuf>::new());
    assert_eq!(tested.upload("", &page(nadia), "scan.png", PNG, &[]).await.status, 403);
    let scope = tested.scope("manager", Purpose::Operation);
    let openings = scope.read(move |tx| ground::access::about(tx, nadia, 50)).await.unwrap();
    assert!(!openings.is_empty() && openings.iter().all(|opening| opening.refused), "{openings:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_is_removed_goes_from_the_store_too() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let one = add(&tested, nadia, "one.png", PNG, false).await;
    add(&tested, nadia, "two.png", PNG, false).await;
    for who in ["clinician", "privacy_officer", "client"] {
        assert_eq!(tested.post(who, &format!("{one}/removal"), &[]).await.status, 403, "{who}");
    }
    for _twice in 0..2 {
        let removed = tested.post("front_desk", &format!("{one}/removal"), &[]).await;
        assert!(removed.status == 303 && removed.location.ends_with("?done=removed"));
    }
    assert_eq!(stored(&tested).len(), 2, "not before the commit");
    settled(&tested).await;
    assert_eq!(stored(&tested).len(), 1);
    assert_eq!(tested.get("front_desk", &one).await.status, 404);
    // With the client everything goes.
    tested.scope("front_desk", Purpose::Scheduling).write(move |tx| people::forget(tx, nadia)).await.unwrap();
    settled(&tested).await;
    assert!(stored(&tested).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_key_a_document_is_unreadable() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let href = add(&tested, nadia, "scan.png", PNG, true).await;
    let key = tested.place.column(&format!("SELECT key FROM person WHERE id = '{nadia}'")).concat();
    let (house, clinic, key) = (tested.house.clone(), tested.clinic.id, key.trim().parse().unwrap());
    tokio::task::spawn_blocking(move || house.keys.destroy(clinic, key)).await.unwrap().unwrap();
    let answer = tested.get("front_desk", &href).await;
    assert!(answer.status == 403 && answer.bytes.windows(4).all(|part| part != b"IHDR"), "{}", answer.status);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_missing_or_altered_is_said_to_be() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let href = add(&tested, nadia, "scan.png", PNG, false).await;
    let file = stored(&tested).remove(0);
    let whole = std::fs::read(&file).unwrap();
    let mut changed = whole.clone();
    changed[3] ^= 1;
    for tampered in [Some(changed), Some(whole[..whole.len() - 1].to_vec()), None] {
        match tampered {
            Some(bytes) => std::fs::write(&file, bytes).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
        let answer = tested.get("front_desk", &href).await;
        assert!(answer.status == 503 && answer.text.contains("We cannot find this file"), "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_leaves_is_found_and_what_was_acknowledged_stays() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let kept = add(&tested, nadia, "kept.png", PNG, false).await;
    let lost = add(&tested, nadia, "lost.png", PNG, false).await;
    let folder = stored(&tested)[0].parent().unwrap().to_owned();
    // A crash after the file and before its row; one in the middle of a file; and noise of somebody's own.
    let now = tested.house.clock.now();
    let orphan = people::model::DocumentId::new(now);
    std::fs::write(folder.join(orphan.to_string()), b"sealed").unwrap();
    std::fs::write(folder.join(format!("{orphan}#1")), b"half").unwrap();
    std::fs::write(folder.join("noise"), b"noise").unwrap();
    std::fs::remove_file(folder.join(lost.rsplit('/').next().unwrap())).unwrap();
    let scope =
        Scope::new(&tested.house, tested.clinic.clone(), Actor::automatic(), Purpose::Operation, "ground.files");
    // What may still be under way is left alone.
    let found = reconcile(&scope).await.unwrap();
    assert_eq!((found.files, found.orphans, found.missing), (3, 1, 0), "only the noise goes");
    assert!(folder.join(orphan.to_string()).exists() && folder.join(format!("{orphan}#1")).exists());
    tested.house.clock.set(now + SignedDuration::from_hours(25));
    for (orphans, files) in [(1, 2), (0, 1)] {
        let found = reconcile(&scope).await.unwrap();
        assert_eq!((found.files, found.orphans, found.missing), (files, orphans, 1));
    }
    assert_eq!(stored(&tested).len(), 1);
    assert!(tested.get("front_desk", &kept).await.bytes == PNG);
}
