//! Each edition of the demo: its promises, its values, its rooms, and nothing of the others.

use std::collections::BTreeMap;

use promise::catalogue::Edition;
use serde_json::Value;

use crate::kit::program::{run, said};
use crate::kit::{Place, Program};

/// What a manager comes to, by room.
const PAGES: [(&str, &str); 4] =
    [("booking", "/day"), ("booking", "/setup"), ("people", "/clients"), ("directory", "/directory")];

fn begun(edition: &str) -> (Place, Program) {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let words = ["demo", "--port", "0", "--clients", "5", "--appointments", "5", "--edition", edition, "--data", &data];
    let program = Program::start(&place, &words, &[]);
    (place, program)
}

/// What an edition's notice says: the promise, and words of its sentence with the value that such a service states.
type Phrase = (&'static str, &'static str);

/// The text of a page as it is read.
fn read(text: &str) -> String {
    let plain = text.replace(['\u{2068}', '\u{2069}'], "");
    [("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .into_iter()
        .fold(plain, |text, (entity, sign)| text.replace(entity, sign))
}

fn stands(name: &str, age: &str, phrases: &[Phrase], gaps: &[&str]) {
    let edition: Edition = name.parse().unwrap();
    let (place, program) = begun(name);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let notice = runtime.block_on(async {
        let notice = program.visitor().get("/c/linden-quay/notice?lang=en").await;
        assert!(notice.status == 200, "{}", notice.text);
        let front = program.visitor().get("/c/linden-quay").await;
        match edition.has_room("booking") {
            true => assert_eq!(front.status, 200),
            false => assert_eq!(front.location.as_deref(), Some("/c/linden-quay/notice")),
        }
        let manager = program.signed_in("Manager").await;
        let page = manager.get("/c/linden-quay/notice/change?lang=en").await;
        assert_eq!(page.status, 200, "{}", page.text);
        for (room, path) in PAGES {
            let (there, linked) = (
                manager.get(&format!("/c/linden-quay{path}")).await.status,
                page.text.contains(&format!("href=\"/c/linden-quay{path}\"")),
            );
            let expected = if edition.has_room(room) { 200 } else { 404 };
            assert_eq!(there, expected, "{name}: {path} of {room}");
            assert_eq!(linked, expected == 200, "{name}: {path} of {room}");
        }
        let form = page.attribute("name=\"age_minimum\"", "value");
        assert_eq!(form.as_deref(), Some(age), "{name}");
        read(&notice.text)
    });
    drop(program);
    let output = run(&place, &["promises", "--clinic", "linden-quay", "--format", "json"], &[]);
    let all: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", said(&output)));
    let all: BTreeMap<&str, &Value> = all.iter().map(|one| (one["id"].as_str().unwrap(), one)).collect();
    let rooms: Vec<&str> = keepwell::rooms::rooms().iter().map(ground::Room::name).collect();
    let mut missing = Vec::new();
    for promise in promise::PROMISES {
        let one = all[promise.id];
        let (state, sentence) = (one["state"].as_str().unwrap(), one["statement"].as_str().unwrap());
        let made = promise.is_made_in(edition);
        assert_eq!(state == "off", !made, "{name}: {}", promise.id);
        assert_eq!(notice.contains(&read(sentence)), made, "{name}: {}: {sentence}", promise.id);
        let waits: Vec<&str> = one["waits_for"].as_array().unwrap().iter().map(|room| room.as_str().unwrap()).collect();
        for room in &waits {
            let there = rooms.contains(room) && edition.has_room(room);
            assert!(!there, "{name}: {} waits for {room}, which is there", promise.id);
        }
        // Whatever is not kept says the room that is missing, and nothing else is missing.
        assert_eq!(state == "gap", made && !waits.is_empty(), "{name}: {}: {one}", promise.id);
        missing.extend((state == "gap").then_some(promise.id));
    }
    assert_eq!(missing, gaps, "{name}");
    for (id, words) in phrases {
        let sentence = read(all[id]["statement"].as_str().unwrap());
        assert!(sentence.contains(words), "{name}: {id} says {sentence:?} and not {words:?}");
        assert_ne!(all[id]["state"], "off", "{name}: {id}");
    }
}

#[test]
fn scheduling_says_what_such_a_service_says() {
    stands(
        "scheduling",
        "18",
        &[
            ("age.minimum", "they are 18 or older"),
            ("password.hashed", "after 600,000 rounds of a one-way calculation (PBKDF2)"),
            ("traffic.encrypted", "is encrypted, with TLS"),
            ("complaints.answered", "within 10 of our working days"),
            ("complaints.answered", "settle it within 25 of them"),
            ("rights.delete", "have your account and your data erased"),
            ("rights.anonymise", "keep our figures and forget you"),
            ("rights.self_service", "see, change and remove your own details in your profile"),
            ("rights.close_account", "You can close your account"),
            ("residency.stated", "We keep what you tell us in the United States."),
            ("residency.stated", "says so before anything is stored"),
            ("notice.change_ahead", "write to you at least 30 days ahead"),
            ("cookies.listed", "for your session and its safety, for your settings and for what you prefer"),
        ],
        &[],
    );
}

#[test]
fn rehabilitation_says_what_such_a_service_says() {
    stands(
        "rehab",
        "13",
        &[
            ("age.minimum", "they are 13 or older"),
            ("service_messages.frequency", "You choose how often we remind you"),
            ("push.choice", "by kind and by device"),
            ("session.lifetime", "You stay signed in for 30 days"),
            ("phi.as_clinic_permits", "only under an agreement we signed"),
            ("sharing.deidentified_only", "at least 11 people are alike in it"),
            ("testimonials.by_consent", "only if you agreed to both"),
            ("notice.change_ahead", "we say so on our home page"),
            ("encryption.at_rest", "your health"),
            ("access.need_to_know", "opens only for someone whose task asks for it"),
            ("security.evaluated", "checks all of this every 7 days"),
            ("security.alerts", "We write to you when someone signs in to your account"),
        ],
        &[
            "push.choice",
            "age.minor_removes_own_posts",
            "marketing.by_agreement",
            "marketing.opt_out",
            "messages.within_care",
            "analytics.aggregate_only",
            "testimonials.by_consent",
        ],
    );
}

#[test]
fn patient_relations_say_what_such_a_service_says() {
    stands(
        "crm",
        "13",
        &[
            ("age.minimum", "they are 13 or older"),
            ("collection.source", "from: you, someone who acts for you, a form on another site"),
            ("retention.limited", "and letters for 730 days"),
            (
                "marketing.opt_out",
                "in every such mail, on every form that asks for your address, and on a page of its own",
            ),
            ("tracking.signals", "as your no to promotion and to counting"),
            ("analytics.aggregate_only", "no one person can be seen in the counts"),
            ("residency.stated", "We keep what you tell us in the United Arab Emirates."),
            ("residency.stated", "we wait for your agreement"),
            ("notice.published", "the day we last changed it"),
            ("notice.change_ahead", "we say so on our home page"),
            ("packages.expiry_told", "Before something you paid for ends, or renews by itself, we write to you"),
            ("termination.removes_service_data", "Only totals remain"),
        ],
        &[
            "marketing.by_agreement",
            "marketing.opt_out",
            "messages.within_care",
            "analytics.aggregate_only",
            "testimonials.by_consent",
            "packages.expiry_told",
            "posts.audience",
        ],
    );
}

#[test]
fn whoever_comes_to_the_invented_clinic_in_the_emirates_from_elsewhere_is_asked_to_agree() {
    let (_place, program) = begun("crm");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for path in ["/c/linden-quay/sign-up", "/c/linden-quay/privacy/complaint"] {
            let form = program.visitor().get(&format!("{path}?lang=en")).await;
            let text = read(&form.text);
            assert!(text.contains("the United Arab Emirates") && text.contains("value=\"AE\""), "{path}: {text}");
            assert!(form.text.contains("name=\"kept_in\""), "{path}: there is a box to agree: {}", form.text);
        }
    });
}

#[test]
fn attendance_says_what_such_a_service_says_and_lacks_its_own_room() {
    stands(
        "attendance",
        "13",
        &[
            ("age.minimum", "they are 13 or older (16 in Ireland)"),
            ("biometric.by_written_release", "only after its owner signed what it is for and for how long"),
            ("location.at_clocking_only", "only once they signed what it is for"),
            ("phi.as_clinic_permits", "only for us: under an agreement we signed"),
            ("retention.limited", "or longer where a law or a contract binds us; then it goes by itself"),
            ("rights.access", "everything we hold about you"),
            ("rights.correct", "You can put right what is wrong. Where one of us has to agree"),
            ("rights.delete", "your data erased"),
            ("rights.object", "You can say no to a use of your data"),
            ("security.evaluated", "checks all of this every 7 days"),
            ("notice.published", "It says the day it took effect"),
        ],
        &[
            "biometric.by_written_release",
            "biometric.templates_only",
            "biometric.destroyed",
            "location.at_clocking_only",
        ],
    );
}

#[test]
fn a_directory_says_what_such_a_service_says_and_keeps_no_clients() {
    stands(
        "directory",
        "18",
        &[
            ("directory.fields", "first name, last name, email and groups. No passwords, no documents"),
            ("directory.follows_leavers", "Who is removed from that directory is removed here"),
            ("logs.without_people", "Our technical logs hold no names"),
            (
                "access.need_to_know",
                "your name and your address with it, opens only for someone whose task asks for it",
            ),
            ("incident.notified", "within the time the law sets, and within 72 hours where it sets none"),
            ("sharing.recipients_listed", "since when they are bound to keep it to themselves"),
            ("sharing.never_sold", "We do not sell, lend or show anything about you"),
            ("age.minimum", "Nobody younger opens one."),
        ],
        &["analytics.aggregate_only"],
    );
}

#[test]
fn everything_has_every_room_and_says_which_of_them_are_missing() {
    let gaps: Vec<&str> = promise::PROMISES
        .iter()
        .filter(|promise| ["care", "engage", "workforce", "billing"].iter().any(|room| promise.needs.contains(room)))
        .map(|promise| promise.id)
        .collect();
    stands("all", "18", &[("residency.stated", "We keep what you tell us in Ireland.")], &gaps);
}
