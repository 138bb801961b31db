//! The access log as somebody outside checks it: proofs of lines of one's own record, and that the log says all it said.

use ground::Role;
use promise::Purpose;

use crate::kit::program::{run, said};
use crate::kit::{Browser, TestApp};

/// The addresses of the proofs on the page of somebody's record, the newest first.
async fn proofs(app: &TestApp, browser: &Browser) -> Vec<String> {
    app.house.seal_access().await.unwrap();
    let page = browser.get(&app.path("/me/record")).await.text;
    page.split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .filter(|to| to.contains("/record/proof?"))
        .map(str::to_owned)
        .collect()
}

/// Gives many people an opening more, so that the log grows past a stretch whose root is kept.
async fn grow(app: &TestApp, entries: usize) {
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let at = app.house.clock.now().as_microsecond();
    let clinic = app.clinic.id;
    let values: Vec<String> = (0..entries)
        .map(|n| format!("('{clinic}', 'acc_grown{n:020}', 'per_{n}', 'automatic', '', 'scheduling', 'test.grow', 'opened', {at}, {at})"))
        .collect();
    for values in values.chunks(500) {
        app.place.tamper(&format!(
            "INSERT INTO access_entry (clinic, id, person, actor, roles, purpose, action, outcome, begins, at) VALUES {}",
            values.join(", ")
        ));
    }
    while ground::access::seal_clinic(&scope).await.unwrap() {}
}

#[tokio::test(flavor = "multi_thread")]
async fn each_line_of_ones_record_has_a_proof_that_nobody_can_bend() {
    let app = TestApp::start().await;
    let client = app.signed_in(&app.clinic, Role::Client).await;
    client.get(&app.path("/me")).await;
    let own = proofs(&app, &client).await;
    let key = app.visitor().get(&app.path("/access-log/key")).await;
    assert_eq!((key.status, key.headers["content-type"].to_str().unwrap()), (200, "text/plain; charset=utf-8"));
    let key: ground::access::note::VerifierKey = key.text.trim().parse().unwrap();
    let taken = client.get(&own[0]).await;
    assert!(taken.headers["content-disposition"].to_str().unwrap().contains(".tlog-proof"));
    let ground::access::Proven::Entry { place, entry, .. } =
        ground::access::check_proof(&taken.text, &key, None).unwrap()
    else {
        panic!("{}", taken.text)
    };
    let entry = String::from_utf8(entry).unwrap();
    assert!(
        place > 0 && own[0].ends_with(entry.lines().nth(2).unwrap()),
        "it is the entry that was asked for: {entry}"
    );
    // No byte of it can be another.
    let mut bent = 0;
    for (at, byte) in taken.text.bytes().enumerate() {
        let mut text = taken.text.clone().into_bytes();
        text[at] = if byte == b'A' { b'B' } else { b'A' };
        if let Ok(text) = String::from_utf8(text) {
            assert!(ground::access::check_proof(&text, &key, None).is_err(), "byte {at}: {text}");
            bent += 1;
        }
    }
    assert!(bent > 300);
    let theirs = app.visitor().get(&format!("/c/{}/access-log/key", app.other.slug)).await.text;
    assert!(
        ground::access::check_proof(&taken.text, &theirs.trim().parse().unwrap(), None).is_err(),
        "another log's key"
    );
    // Somebody else's line is no line of mine, and there is none for who is not signed in.
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    for (who, browser, status) in [("a colleague", &desk, 404), ("nobody", &app.visitor(), 303)] {
        assert_eq!(browser.get(&own[0]).await.status, status, "{who}");
    }
    assert_eq!(client.get(&app.path("/me/record/proof?entry=acc_nothing")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_log_is_proven_from_stretches_and_continues_every_checkpoint_that_was_kept() {
    let app = TestApp::start().await;
    let client = app.signed_in(&app.clinic, Role::Client).await;
    let own = proofs(&app, &client).await;
    let first = app.visitor().get(&app.path("/access-log/checkpoint")).await.text;
    let key: ground::access::note::VerifierKey =
        app.visitor().get(&app.path("/access-log/key")).await.text.trim().parse().unwrap();
    let before = key.checkpoint(&first).unwrap();
    let other = ground::access::note::Checkpoint { root: [7; 32], ..before.clone() };
    grow(&app, 9_000).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    for _ in 0..2 {
        // The second time from what is kept.
        let taken = client.get(&own[0]).await;
        assert!(ground::access::check_proof(&taken.text, &key, None).is_ok(), "{}", taken.text);
        let continued = manager.get(&app.path(&format!("/access-log/continued?from={}", before.size))).await;
        assert_eq!(continued.status, 200, "{}", continued.text);
        let proven = ground::access::check_proof(&continued.text, &key, Some(&before));
        assert!(
            matches!(proven, Ok(ground::access::Proven::Continued { from, .. }) if from == before.size),
            "{proven:?}"
        );
        assert!(ground::access::check_proof(&continued.text, &key, Some(&other)).is_err());
    }
    for from in ["0", "9999999", "-1", "x"] {
        assert_eq!(manager.get(&app.path(&format!("/access-log/continued?from={from}"))).await.status, 404, "{from}");
    }
    let page = manager.get(&app.path("/access-log")).await;
    assert!(
        page.text.contains(&key.to_string().replace('+', "&#43;")) || page.text.contains(&key.to_string()),
        "{}",
        page.text
    );
    assert_eq!(client.get(&app.path("/access-log")).await.status, 403);
    // An entry in the middle of a stretch that was read is rewritten with its hash: what is kept in memory still proves the
    // log that was signed, and nothing is proven of the other.
    app.place.tamper(
        "UPDATE access_entry SET leaf_hash = (SELECT leaf_hash FROM access_entry WHERE leaf = 1) WHERE leaf = 2",
    );
    let fresh = app.beside().await;
    let answer = fresh.signed_in(&fresh.clinic, Role::Client).await.get(&own[0]).await;
    assert_eq!(answer.status, 500, "a proof that is not true is not given out: {}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn proofs_are_made_and_checked_by_commands() {
    let app = TestApp::start().await;
    let client = app.signed_in(&app.clinic, Role::Client).await;
    let own = proofs(&app, &client).await;
    let entry = own[0].split("entry=").nth(1).unwrap();
    let secret = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, [7; 32]);
    let keys = [("KEEPWELL_KEYS__SOURCE", "environment"), ("KEEPWELL_MASTER_KEY", secret.as_str())];
    std::fs::set_permissions(app.place.folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let ask = |words: &[&str]| {
        let output = run(&app.place, &[&["access"], words].concat(), &keys);
        (output.status.success(), said(&output))
    };
    let slug = app.clinic.slug.as_str();
    let other = ground::EntryId::new(app.house.clock.now()).to_string();
    let (_, key) = ask(&["key", "--clinic", slug]);
    let (_, kept) = ask(&["key", "--clinic", slug, "--checkpoint"]);
    let (well, proof) = ask(&["prove", "--clinic", slug, "--entry", entry]);
    assert!(well && proof.starts_with("c2sp.org/tlog-proof@v1\n"), "{proof}");
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (proof_file, kept_file) = (file("one.tlog-proof", &proof), file("kept", &kept));
    let (well, words) = ask(&["check", &proof_file, "--key", key.trim()]);
    assert!(well && words.contains(entry) && words.contains("at place"), "{words}");
    let bent = file("bent", &proof.replacen("index ", "index 1", 1));
    let (well, words) = ask(&["check", &bent, "--key", key.trim()]);
    assert!(!well && words.contains("proves nothing"), "{words}");
    let size = kept.lines().nth(1).unwrap();
    let (well, continued) = ask(&["prove", "--clinic", slug, "--from", size]);
    assert!(well, "{continued}");
    let continued = file("continued", &continued);
    let (well, words) = ask(&["check", &continued, "--key", key.trim(), "--before", &kept_file]);
    assert!(well && words.contains("continues what it was"), "{words}");
    for (words, says) in [
        (&["check", &continued, "--key", key.trim()][..], "is given that one's checkpoint"),
        (&["check", &proof_file, "--key", "half+a+key"], "the key"),
        (&["check", "nowhere", "--key", key.trim()], "nowhere"),
        (&["prove", "--clinic", slug, "--entry", "x"], "is not an entry's id"),
        (&["prove", "--clinic", slug, "--entry", other.as_str()], "has no entry"),
        (&["prove", "--clinic", slug, "--from", "0"], "never ended at so many"),
    ] {
        let (well, words) = ask(words);
        assert!(!well && words.contains(says), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_an_order_keeps_from_somebody_is_not_proven_to_them() {
    let (app, client, person) = crate::booking_own::client().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let given = [
        ("kind", "public_health"),
        ("recipient", "Quillfeather Tribunal"),
        ("purpose", "They look into something"),
        ("basis", "Their order"),
        ("form", "paper"),
        ("given", "2026-11-20"),
        ("category", "contact"),
        ("secret", "2027-01-31"),
        ("ordered_by", "A judge"),
    ];
    let path = app.path(&format!("/clients/{person}/disclosures"));
    assert_eq!(officer.post(&path, &given).await.status, 303);
    assert_eq!(officer.get(&path).await.status, 200);
    app.house.seal_access().await.unwrap();
    let lines = |purpose: &str| {
        let sql = format!("SELECT id FROM access_entry WHERE person = '{person}' AND purpose {purpose} 'disclosure'");
        app.place.column(&sql)
    };
    let proof = |entry: &str| app.path(&format!("/me/record/proof?entry={entry}"));
    client.get(&app.path("/me/held")).await;
    app.house.seal_access().await.unwrap();
    let (hidden, open) = (lines("="), lines("<>"));
    assert!(!hidden.is_empty() && !open.is_empty(), "{hidden:?} {open:?}");
    assert_eq!(client.get(&proof(&open[0])).await.status, 200);
    for entry in &hidden {
        assert_eq!(client.get(&proof(entry)).await.status, 404, "whoever has its number learns nothing either");
    }
    // Once the order's day is over it is told as every other.
    app.house.clock.set("2027-02-02T10:00:00Z".parse().unwrap());
    let account = app.place.column(&format!("SELECT id FROM account WHERE person = '{person}'")).remove(0);
    let client = crate::attack::signed_in_to(&app, account.parse().unwrap()).await;
    assert_eq!(client.get(&proof(&hidden[0])).await.status, 200);
}
