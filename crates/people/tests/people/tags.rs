//! Labels: made by the manager, put on by the desk, sealed, and a way to find who bears them.

use ground::PersonId;
use people::model::TagId;
use people::store::tag;
use promise::Purpose;

use crate::house::{Tested, tested};

const TAGS: &str = "/c/linden-quay/clients/tags";

async fn make(tested: &Tested, name: &str) -> TagId {
    let made = tested.post("manager", TAGS, &[("name", name)]).await;
    assert_eq!(made.status, 303, "{}", made.text);
    let all = tested.scope("manager", Purpose::Scheduling).read(tag::list).await.unwrap();
    all.iter().find(|tag| tag.name == name).unwrap().id
}

async fn put(tested: &Tested, client: PersonId, had: &[TagId], ticked: &[TagId]) {
    let texts: Vec<(&str, String)> = had
        .iter()
        .map(|tag| ("had", tag.to_string()))
        .chain(ticked.iter().map(|tag| ("tag", tag.to_string())))
        .collect();
    let fields: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = tested.post("front_desk", &format!("/c/linden-quay/clients/{client}/tags"), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
}

async fn borne(tested: &Tested, client: PersonId) -> Vec<String> {
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    scope.read(move |tx| tag::of_client(tx, client)).await.unwrap().into_iter().map(|tag| tag.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_finds_who_bears_it_alone_and_beside_a_name() {
    let tested = tested().await;
    let (mornings, ramp) = (make(&tested, "Prefers mornings").await, make(&tested, "Needs the ramp").await);
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let nora = tested.client("Nora", "Ferreira", "").await;
    let lukas = tested.client("Lukas", "Brandt", "").await;
    put(&tested, nadia, &[], &[mornings, ramp]).await;
    put(&tested, lukas, &[], &[mornings]).await;
    for (query, expected) in [
        (format!("tag={mornings}"), vec!["Nadia Ferreira", "Lukas Brandt"]),
        (format!("tag={ramp}"), vec!["Nadia Ferreira"]),
        (format!("tag={mornings}&q=ferreira"), vec!["Nadia Ferreira"]),
        (format!("tag={ramp}&q=lukas"), vec![]),
        ("q=ferreira".to_owned(), vec!["Nadia Ferreira", "Nora Ferreira"]),
        // What is no label of ours narrows nothing.
        ("tag=nonsense".to_owned(), vec!["Nadia Ferreira", "Nora Ferreira", "Lukas Brandt"]),
    ] {
        let page = match query.split_once("&q=").or_else(|| query.strip_prefix("q=").map(|typed| ("", typed))) {
            Some((tag, typed)) => {
                let fields = [("q", typed), ("tag", tag.trim_start_matches("tag="))];
                let sent = tested.post("front_desk", "/c/linden-quay/clients/search", &fields).await;
                assert!(sent.status == 303 && !sent.location.contains(typed), "{}", sent.location);
                tested.get("front_desk", &sent.location).await
            }
            None => tested.get("front_desk", &format!("/c/linden-quay/clients?{query}")).await,
        };
        for name in ["Nadia Ferreira", "Nora Ferreira", "Lukas Brandt"] {
            assert_eq!(page.text.contains(&format!(">{name}</a>")), expected.contains(&name), "{query}: {name}");
        }
    }
    let page = tested.get("front_desk", &format!("/c/linden-quay/clients/{nadia}")).await;
    assert!(page.text.contains("Prefers mornings") && page.text.contains("Needs the ramp"));
    assert!(!tested.get("front_desk", &format!("/c/linden-quay/clients/{nora}")).await.text.contains("Prefers"));
    // The details may change; the label stays and goes on finding.
    let version = tested.get("front_desk", &format!("/c/linden-quay/clients/{nadia}/details")).await;
    assert!(version.text.contains("name=\"version\" value=\"1\""));
    let details = [("given_name", "Nadia"), ("family_name", "Silva"), ("language", "en"), ("version", "1")];
    let saved = tested.post("front_desk", &format!("/c/linden-quay/clients/{nadia}/details"), &details).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    assert!(tested.get("front_desk", &format!("/c/linden-quay/clients?tag={ramp}")).await.text.contains("Nadia Silva"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_desks_labelling_one_client_undo_nothing_of_each_others() {
    let tested = tested().await;
    let (a, b, c) = (make(&tested, "A-label").await, make(&tested, "B-label").await, make(&tested, "C-label").await);
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    put(&tested, nadia, &[], &[a]).await;
    // Both desks saw A alone: one adds B, the other swaps A for C.
    put(&tested, nadia, &[a], &[a, b]).await;
    put(&tested, nadia, &[a], &[c]).await;
    assert_eq!(borne(&tested, nadia).await, ["B-label", "C-label"]);
    // The same form twice changes nothing.
    put(&tested, nadia, &[a], &[c]).await;
    assert_eq!(borne(&tested, nadia).await, ["B-label", "C-label"]);
    let page = tested.get("front_desk", &format!("/c/linden-quay/clients/{nadia}/tags")).await;
    assert_eq!(page.text.matches("checked").count(), 2, "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_is_worded_otherwise_or_removed_without_opening_anyone() {
    let tested = tested().await;
    let id = make(&tested, "Mornings").await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    put(&tested, nadia, &[], &[id]).await;
    for (who, status) in [("front_desk", 403), ("clinician", 403), ("", 303), ("manager", 200)] {
        assert_eq!(tested.get(who, TAGS).await.status, status, "{who}");
    }
    let list = tested.get("manager", TAGS).await;
    assert!(list.text.contains("one client"), "{}", list.text);
    for (name, words) in [
        ("", "Please fill this in."),
        ("  MORNINGS ", "There is a label of this name already."),
        ("Mo\u{7}rnings", "This has a character we cannot keep (U+0007)."),
        (&"n".repeat(41), "At most 40 characters"),
    ] {
        let answer = tested.post("manager", TAGS, &[("name", name)]).await;
        assert!(answer.status == 422 && answer.text.contains(words), "{name}: {}", answer.text);
    }
    let other = make(&tested, "Evenings").await;
    let one = format!("{TAGS}/{id}");
    let taken = tested.post("manager", &one, &[("name", "evenings")]).await;
    assert!(taken.status == 422 && taken.text.contains("already"));
    assert_eq!(tested.post("manager", &one, &[("name", "mornings")]).await.status, 303, "its own name otherwise typed");
    assert_eq!(borne(&tested, nadia).await, ["mornings"]);
    assert!(tested.get("manager", &one).await.text.contains("It is taken off the one client who bears it."));
    for _twice in 0..2 {
        assert_eq!(tested.post("manager", &format!("{one}/removal"), &[]).await.status, 303);
    }
    assert_eq!(borne(&tested, nadia).await, Vec::<String>::new());
    assert_eq!(tested.get("manager", &one).await.status, 404);
    assert_eq!(tested.get("manager", &format!("{TAGS}/{other}")).await.status, 200);
    let record = tested
        .scope("manager", Purpose::Scheduling)
        .read(move |tx| ground::access::about(tx, nadia, 50))
        .await
        .unwrap();
    assert!(record.iter().all(|opening| !opening.action.starts_with("people.tag")), "{record:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_bears_what_is_not_readable_in_the_database() {
    let tested = tested().await;
    let id = make(&tested, "Dialysis").await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    put(&tested, nadia, &[], &[id]).await;
    let dump = match tested.place.is_postgres() {
        true => "SELECT concat(client, ' ', encode(tag, 'hex'), ' ', encode(token, 'hex')) FROM client_tag",
        false => "SELECT client || ' ' || hex(tag) || ' ' || hex(token) FROM client_tag",
    };
    let seen = tested.place.column(dump).concat().to_lowercase();
    let hex = |text: String| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert!(seen.contains(&nadia.to_string()), "{seen}");
    for clear in [id.to_string(), hex(id.to_string()), hex("Dialysis".to_owned()), hex("dialysis".to_owned())] {
        assert!(!seen.contains(&clear), "{clear} in {seen}");
    }
    // With the person it goes, and finds nobody any more.
    tested.scope("front_desk", Purpose::Scheduling).write(move |tx| people::forget(tx, nadia)).await.unwrap();
    let left = tested.scope("manager", Purpose::Scheduling).read(move |tx| tag::bearers(tx, &[id])).await.unwrap();
    assert_eq!(left.get(&id), None);
}
