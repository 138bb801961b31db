//! The promises as an operator sees them: kept only with a control, a test that exists, and evidence that holds now.

use std::collections::BTreeMap;
use std::path::Path;

use ground::{Room, Routes};
use keepwell::rooms::rooms;
use promise::{Purpose, State};
use reqwest::Method;
use serde_json::Value;

use crate::kit::program::{CREATE, run, said};
use crate::kit::{Place, Program, TestApp};

/// What this release keeps. A new one is added here when its control stands.
const KEPT: &[&str] = &[
    "traffic.encrypted",
    "password.hashed",
    "password.robust",
    "session.lifetime",
    "encryption.at_rest",
    "access.need_to_know",
    "access.visible",
    "logs.without_people",
    "security.alerts",
    "collection.declared",
    "collection.source",
    "purpose.limited",
    "sharing.disclosures_recorded",
    "messages.from_shown",
    "sharing.never_sold",
    "sharing.recipients_listed",
    "tracking.none_by_third_parties",
    "consent.recorded",
    "cookies.choice",
    "cookies.listed",
    "rights.object",
    "tracking.signals",
    "age.minimum",
    "service_messages.frequency",
    "rights.access",
    "rights.correct",
    "rights.close_account",
    "complaints.answered",
    "rights.self_service",
    "rights.delete",
    "rights.anonymise",
    "deletion.reaches_backups",
    "location.asked",
    "links.marked",
    "sharing.deidentified_only",
    "directory.fields",
    "directory.follows_leavers",
    "notice.published",
    "notice.versions",
    "notice.change_ahead",
    "phi.as_clinic_permits",
    "termination.removes_service_data",
    "retention.limited",
    "security.evaluated",
    "incident.notified",
    "residency.stated",
];

/// Every promise of the place's clinic by its id.
fn standing(place: &Place) -> BTreeMap<String, Value> {
    standing_with(place, &[])
}

/// The same under a configuration.
fn standing_with(place: &Place, environment: &[(&str, &str)]) -> BTreeMap<String, Value> {
    standing_of(place, "linden-quay", environment)
}

fn standing_of(place: &Place, clinic: &str, environment: &[(&str, &str)]) -> BTreeMap<String, Value> {
    let output = run(place, &["promises", "--clinic", clinic, "--format", "json"], environment);
    assert!(output.status.success(), "{}", said(&output));
    let all: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    all.into_iter().map(|promise| (promise["id"].as_str().unwrap().to_owned(), promise)).collect()
}

/// A place with the demo clinic in it, and nothing running.
fn planted() -> Place {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let words = ["demo", "--port", "0", "--clients", "25", "--appointments", "60", "--data", &data];
    Program::start(&place, &words, &[]).kill();
    place
}

#[test]
fn what_is_promised_is_kept_with_evidence_and_everything_else_is_a_gap() {
    let place = planted();
    let all = standing(&place);
    assert_eq!(all.len(), promise::PROMISES.len());
    for (id, promise) in &all {
        let state = promise["state"].as_str().unwrap();
        assert_eq!(state == "kept", KEPT.contains(&id.as_str()), "{promise}");
        assert!(state == "kept" || state == "gap", "{promise}");
        let statement = promise["statement"].as_str().unwrap();
        assert!(!statement.is_empty() && !statement.contains('{'), "{promise}");
        if state == "kept" {
            let how = promise["how"].as_str().unwrap();
            assert!(!how.is_empty() && !how.contains('{') && promise["control"].is_string(), "{promise}");
            assert!(promise["evidence"]["ok"] == true && promise["evidence"]["figures"].is_array(), "{promise}");
            assert!(!promise["tests"].as_array().unwrap().is_empty(), "{promise}");
        }
    }
    let sealed = &all["encryption.at_rest"]["evidence"]["figures"][1];
    assert!(
        sealed[0] == "values" && sealed[1].as_i64() > Some(100),
        "the evidence was read from the clinic's own rows: {sealed}"
    );
    let lifetime = &all["session.lifetime"]["evidence"];
    let figures = lifetime["figures"].as_array().unwrap();
    assert!(
        figures.contains(&serde_json::json!(["links tried", 4])),
        "doors were tried, not only rows read: {lifetime}"
    );
    assert!(
        lifetime["sentence"].as_str().unwrap().contains("Of 4 links to visits tried just now, 0 opened"),
        "{lifetime}"
    );
}

#[test]
fn evidence_that_does_not_hold_turns_a_promise_into_a_gap() {
    let place = planted();
    leave_traces(&place);
    let clear = if place.is_postgres() { "convert_to('Nadia', 'UTF8')" } else { "CAST('Nadia' AS BLOB)" };
    let one = "(SELECT id FROM client ORDER BY id LIMIT 1)";
    for (id, tampering) in [
        ("encryption.at_rest", format!("UPDATE client SET given_name = {clear} WHERE id = {one}")),
        (
            "password.hashed",
            "UPDATE account SET password = 'letmein' WHERE id = (SELECT MIN(id) FROM account)".to_owned(),
        ),
        ("messages.from_shown", "UPDATE mail SET voice = ''".to_owned()),
        ("session.lifetime", "UPDATE session SET started_at = 0, seen_at = 0".to_owned()),
        (
            "age.minimum",
            "UPDATE account SET source = 'themselves', age_stated = NULL WHERE id = (SELECT MIN(id) FROM account)"
                .to_owned(),
        ),
        ("access.visible", "UPDATE access_entry SET actor = 'visitor' WHERE leaf = 0".to_owned()),
    ] {
        assert_eq!(standing(&place)[id]["state"], "kept", "{id} before");
        place.tamper(&tampering);
        let after = &standing(&place)[id];
        assert_eq!((&after["state"], &after["evidence"]["ok"]), (&"gap".into(), &false.into()), "{after}");
    }
    let late = planted();
    leave_traces(&late);
    late.tamper("UPDATE access_entry SET leaf = NULL, at = 0");
    assert_eq!(standing(&late)["access.visible"]["state"], "gap");
    // A log in which libraries may quote what they handle; the log as it is meant to be.
    for (filter, state) in
        [("debug", "gap"), ("info", "gap"), ("warn,hyper=trace", "gap"), ("warn,booking=debug", "kept")]
    {
        let logs = &standing_with(&place, &[("KEEPWELL_LOG__FILTER", filter)])["logs.without_people"];
        assert_eq!(logs["state"], state, "{filter}: {logs}");
    }
    // A figure that cannot be read is no figure: unknown is a gap.
    let blind = planted();
    blind.tamper("ALTER TABLE mail RENAME COLUMN voice TO sound");
    let refused = run(&blind, &["promises", "--format", "json"], &[]);
    assert!(!refused.status.success() && said(&refused).contains("voice"), "{}", said(&refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_says_when_the_access_log_was_read_and_takes_it_back_as_soon_as_it_was_edited() {
    let app = TestApp::start().await;
    let client = app.signed_in(&app.clinic, ground::Role::Client).await;
    assert_eq!(client.get(&app.path("/me")).await.status, 200);
    app.house.seal_access().await.unwrap();
    let notice = async || app.visitor().get(&app.path("/notice")).await.text.replace(['\u{2068}', '\u{2069}'], "");
    let kept = "entries recorded, 0 waiting longer than a minute for their seal";
    let before = notice().await;
    assert!(before.contains(kept) && before.contains("were read one by one within the last minute"), "{before}");
    tokio::task::block_in_place(|| app.place.tamper("UPDATE access_entry SET actor = 'visitor' WHERE leaf = 0"));
    app.house.clock.set(app.house.clock.now() + jiff::SignedDuration::from_mins(3));
    assert!(notice().await.contains(kept), "what is shown says when it was read");
    ground::access::watch(&app.scope(&app.clinic, Purpose::Operation), 1_000).await.unwrap();
    let after = notice().await;
    assert!(
        !after.contains(kept) && after.contains("Each time your record is opened"),
        "it stands among the gaps: {after}"
    );
}

#[test]
fn what_a_clinics_edition_does_not_promise_is_off_and_stands_in_no_notice() {
    let place = Place::fresh();
    let made = run(&place, &[CREATE, &["--edition", "directory"]].concat(), &[]);
    assert!(made.status.success(), "{}", said(&made));
    let states = || -> BTreeMap<String, String> {
        let output = run(&place, &["promises", "--clinic", "north", "--format", "json"], &[]);
        let all: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        let word = |promise: &Value, name: &str| promise[name].as_str().unwrap().to_owned();
        all.iter().map(|promise| (word(promise, "id"), word(promise, "state"))).collect()
    };
    let directory = states();
    for (id, state) in [
        ("access.need_to_know", "kept"),
        ("password.hashed", "off"),
        ("messages.from_shown", "off"),
        ("directory.fields", "kept"),
        ("directory.follows_leavers", "kept"),
        ("posts.audience", "off"),
        // No service of today makes it, and we make it all the same.
        ("deletion.reaches_backups", "kept"),
    ] {
        assert_eq!(directory[id], state, "{id}");
    }
    let text = said(&run(&place, &["promises", "--clinic", "north"], &[]));
    assert!(text.contains("off   password.hashed") && !text.contains(" 0 off"), "{text}");
    let program = Program::start(&place, &["serve"], &[("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let notice = runtime.block_on(program.visitor().get("/c/north/notice")).text;
    assert!(notice.contains("access.need_to_know") && !notice.contains("password.hashed"), "{notice}");
    assert!(!notice.contains("PBKDF2"), "nor among what is not kept yet");
    drop(program);
    let refused = run(&place, &["clinic", "edition", "north", "all"], &[]);
    let text = said(&refused);
    assert!(!refused.status.success() && text.contains("would promise what is not kept now"), "{text}");
    assert!(states().values().any(|state| state == "off"), "and nothing was changed");
    assert!(run(&place, &["clinic", "edition", "north", "all", "--anyway"], &[]).status.success());
    assert!(states().values().all(|state| state != "off"));
    let unknown = run(&place, &["clinic", "edition", "north", "everything"], &[]);
    assert!(
        !unknown.status.success() && said(&unknown).contains("write one of: all, scheduling"),
        "{}",
        said(&unknown)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_versions_of_tls_that_a_proxy_speaks_nothing_is_said() {
    let place = Place::fresh();
    assert!(run(&place, CREATE, &[]).status.success());
    let program = Program::start(
        &place,
        &["serve"],
        &[("KEEPWELL_WEB__LISTEN", "127.0.0.1:0"), ("KEEPWELL_WEB__ADDRESS", "https://book.example.org")],
    );
    for (language, words) in [("en", "is encrypted, with TLS, under a"), ("ar", "مشفّر ببروتوكول TLS، بشهادة")]
    {
        let notice = program.visitor().get(&format!("/c/north/notice?lang={language}")).await.text;
        let notice = notice.replace(['\u{2068}', '\u{2069}'], "");
        assert!(notice.contains(words) && !notice.contains("TLS 1") && !notice.contains("بالإصدار"), "{notice}");
    }
}

/// A session, a letter and an opened record, whose entry is sealed.
fn leave_traces(place: &Place) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let mut program = Program::start(place, &["demo", "--port", "0", "--data", &data], &[]);
    runtime.block_on(async {
        let client = program.signed_in("Client").await;
        assert_eq!(client.get("/c/linden-quay/me").await.status, 200);
        let fields =
            [("name", "Tove"), ("email", "tove@example.net"), ("password", "garnet-Lattice7-umbrel"), ("age", "1")];
        assert_eq!(program.visitor().post("/c/linden-quay/sign-up", &fields).await.status, 200);
    });
    while !place.column("SELECT id FROM access_entry WHERE leaf IS NULL").is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    program.kill();
}

/// Every Rust and TypeScript file of ours below `folder`, as one text.
fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !["node_modules", "target", "dist"].iter().any(|skipped| path.ends_with(skipped)) {
                sources(&path, text);
            }
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "ts") {
            text.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Whether the code has what a control's path names: the crate's module in its file, and in it the item, or the type
/// with that method. Tests are not code that keeps anything.
fn stands(root: &Path, control: &str) -> bool {
    let mut names = control.split("::").peekable();
    let mut folder = root.join("crates").join(names.next().unwrap()).join("src");
    let mut file = folder.join("lib.rs");
    while let Some(name) = names.peek() {
        let Some(found) =
            [folder.join(name).join("mod.rs"), folder.join(format!("{name}.rs"))].into_iter().find(|f| f.exists())
        else {
            break;
        };
        folder.push(name);
        file = found;
        names.next();
    }
    let Ok(text) = std::fs::read_to_string(file) else { return false };
    let text = text.split("#[cfg(test)]").next().unwrap();
    let defines = |text: &str, item: &str| {
        ["fn", "const", "static", "struct"].iter().any(|kind| {
            text.match_indices(&format!("{kind} {item}"))
                .any(|(at, found)| !text[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        })
    };
    match (names.next(), names.next(), names.next()) {
        // An item stands at the margin, a method does not.
        (Some(item), None, None) => {
            let margin = text.lines().filter(|line| !line.starts_with(char::is_whitespace));
            defines(&margin.collect::<Vec<_>>().join("\n"), item)
        }
        (Some(of), Some(method), None) => text.split("\nimpl").skip(1).any(|block| {
            let (head, body) = block.split_once('{').unwrap();
            head.split([' ', '<', '>']).any(|word| word == of) && defines(body.split("\n}").next().unwrap(), method)
        }),
        _ => false,
    }
}

#[test]
fn every_test_a_promise_names_exists_and_so_does_its_control() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut text = String::new();
    for folder in ["crates", "e2e"] {
        sources(&root.join(folder), &mut text);
    }
    let mut named = 0;
    for entry in std::fs::read_dir(root.join("crates")).unwrap() {
        let file = entry.unwrap().path().join("promises.toml");
        let Ok(toml) = std::fs::read_to_string(&file) else { continue };
        let room = file.parent().unwrap().file_name().unwrap().to_str().unwrap();
        for control in promise::RoomPromises::parse(room, &toml).unwrap().controls {
            assert!(stands(&root, &control.control), "{}: there is no {}", control.id, control.control);
            for test in &control.tests {
                named += 1;
                // A test, not only a name in a comment or in this list.
                let exists = ["]\nfn ", "]\nasync fn ", "]\n    fn ", "]\n    async fn "]
                    .iter()
                    .any(|before| text.contains(&format!("{before}{test}(")))
                    || text.contains(&format!("test(\"{test}\""));
                assert!(exists, "{}: there is no test {test}", control.id);
            }
        }
    }
    assert!(named > KEPT.len(), "{named} tests are named");
    // What merely sounds like it, or stands elsewhere, is not found.
    for wrong in [
        "ground::tx::Tx::opens",
        "ground::tx::Tx::ope",
        "ground::tx::open",
        "ground::seal::Tx::open",
        "identity::tx::Tx::open",
        "ground::web::headers",
        "ground::web::headers::judge",
        "ground::nowhere::secure",
        "ground::log::a_browser_is_told_by_family_only",
    ] {
        assert!(!stands(&root, wrong), "{wrong} was found");
    }
}

#[test]
fn an_undeclared_column_stops_the_start() {
    let place = Place::fresh();
    let made = run(&place, CREATE, &[]);
    assert!(made.status.success(), "{}", said(&made));
    let serve = |part: &str| {
        let refused = run(&place, &["serve"], &[("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")]);
        assert!(!refused.status.success() && said(&refused).contains(part), "{part}: {}", said(&refused));
        let checked = run(&place, &["check"], &[]);
        assert!(!checked.status.success() && said(&checked).contains(part), "{part}: {}", said(&checked));
    };
    place.tamper("ALTER TABLE client ADD COLUMN diary TEXT");
    serve("diary");
    place.tamper("ALTER TABLE client DROP COLUMN diary");
    place.tamper("CREATE TABLE diary (clinic TEXT NOT NULL, day TEXT NOT NULL)");
    serve("diary");
    place.tamper("DROP TABLE diary");
    // What is declared and not there is a difference too.
    place.tamper("ALTER TABLE client RENAME COLUMN note TO remark");
    serve("remark");
    place.tamper("ALTER TABLE client RENAME COLUMN remark TO note");
    let program = Program::start(&place, &["serve"], &[("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")]);
    assert!(!program.address.is_empty(), "without a difference it starts");
}

/// A room that does what no room of ours does.
fn leaky() -> Room {
    const POLICY: &str = r#"@id("leak.everyone") permit (principal, action == Action::"leak.page.read", resource);"#;
    let tracker = async || ([("set-cookie", "tracker=1; Path=/")], "hello");
    let script =
        async || ([("content-security-policy", "default-src 'none'; script-src https://cdn.example")], "hello");
    let routes = Routes::new().get("/leak/cookie", "leak.page.read", Purpose::Scheduling, tracker).get(
        "/leak/script",
        "leak.page.read",
        Purpose::Scheduling,
        script,
    );
    Room::new("leak").policy(POLICY).routes(routes)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_really_leaves_is_evidence_for_or_against() {
    let app = TestApp::furnished([rooms(), vec![leaky()]].concat()).await;
    let state = |id: &'static str| {
        let (house, clinic) = (app.house.clone(), app.clinic.clone());
        async move {
            let all = keepwell::promises::standing(&house, &clinic).await;
            let promise = all.into_iter().find(|standing| standing.promise.id == id).unwrap();
            (promise.state, format!("{:?}", promise.evidence))
        }
    };
    // What is looked at are its pages, and not its refusals.
    ground::look_around(&app.house, &app.clinic).await.unwrap();
    for (id, path) in [("cookies.listed", "/leak/cookie"), ("tracking.none_by_third_parties", "/leak/script")] {
        let (before, sentence) = state(id).await;
        assert_eq!(before, State::Kept, "{id}: {sentence}");
        assert_eq!(app.visitor().get(path).await.status, 200);
        let (after, sentence) = state(id).await;
        assert_eq!(after, State::Gap, "{id}: {sentence}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_in_arabic_is_arabic_to_its_last_sentence() {
    let app = TestApp::start().await;
    let (english, arabic) = (app.house.words.english(), app.house.words.tongue("ar").unwrap());
    let page = app.visitor().get(&app.path("/notice?lang=ar")).await.text;
    let page = page.replace(['\u{2068}', '\u{2069}'], "");
    let shown = |text: &str| page.contains(&text.replace(['\u{2068}', '\u{2069}'], "").replace('"', "&#34;"));
    let mut kept = 0;
    for promise in keepwell::promises::standing(&app.house, &app.clinic).await {
        let parameters = &app.clinic.parameters;
        let (en, ar) = (promise.printed(&english, parameters), promise.printed(&arabic, parameters));
        assert!(shown(&ar.statement) && !shown(&en.statement), "{}: {}", ar.id, ar.statement);
        // With the keys of the store the figures may differ from those that the page has read; the words do not.
        for (en, ar) in [(en.how, ar.how), (en.evidence.map(|e| e.sentence), ar.evidence.map(|e| e.sentence))] {
            let (Some(en), Some(ar)) = (en, ar) else { continue };
            assert!(
                !shown(&en) && ar.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c)),
                "{}: {ar}",
                promise.promise.id
            );
        }
        kept += usize::from(promise.state == State::Kept);
    }
    assert!(kept > 10, "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_lets_requests_through_in_clear_is_seen_in_the_notice() {
    for (scheme, kept) in [(Some("https"), true), (Some("http"), false), (None, false)] {
        let place = Place::fresh();
        assert!(run(&place, CREATE, &[]).status.success());
        let behind = [
            ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0"),
            ("KEEPWELL_WEB__ADDRESS", "https://book.example.org"),
            ("KEEPWELL_WEB__TRUSTED_PROXIES", "[\"127.0.0.1\"]"),
        ];
        // Before anything was passed on, nobody knows how people come to the proxy.
        assert_eq!(standing_of(&place, "north", &behind)["traffic.encrypted"]["state"], "gap");
        let program = Program::start(&place, &["serve"], &behind);
        let headers: Vec<(&str, &str)> = scheme.iter().map(|scheme| ("x-forwarded-proto", *scheme)).collect();
        let notice = program.visitor().api(Method::GET, "/c/north/notice", None, &headers, None).await;
        assert_eq!(notice.status, 200);
        assert_eq!(notice.text.contains("id=\"traffic.encrypted\""), kept, "{scheme:?}: {}", notice.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_of_a_proxy_until_it_passed_something_on() {
    let place = Place::fresh();
    // A clinic's notice is read at most once in some minutes; each of the two is asked for once.
    for slug in ["north", "south"] {
        let words: Vec<&str> = CREATE.iter().map(|word| if *word == "north" { slug } else { *word }).collect();
        assert!(run(&place, &words, &[]).status.success());
    }
    let program = Program::start(
        &place,
        &["serve"],
        &[
            ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0"),
            ("KEEPWELL_WEB__ADDRESS", "https://book.example.org"),
            ("KEEPWELL_WEB__TRUSTED_PROXIES", "[\"127.0.0.2\"]"),
        ],
    );
    let shown = async |slug: &str, from: &str| {
        let client = reqwest::Client::builder().local_address(Some(from.parse().unwrap())).build().unwrap();
        let asked = client.get(format!("http://{}/c/{slug}/notice", program.address));
        let notice = asked.header("x-forwarded-proto", "https").send().await.unwrap();
        assert_eq!(notice.status(), 200);
        notice.text().await.unwrap().contains("id=\"traffic.encrypted\"")
    };
    // Whoever is no proxy may say what they like.
    assert!(!shown("north", "127.0.0.1").await);
    assert!(shown("south", "127.0.0.2").await);
}
