//! What the clinic only drafted is in nobody's copy, and is there once it was sent or decided.

use std::collections::BTreeMap;

use super::copy::{json, take};
use super::{act, ask, client, officer, send_answer};
use crate::kit::{Browser, TestApp};

const WHY: &str = "In our judgement it stands there rightly.";

/// Everything that is in a fresh copy of one's own, as one text, and its parts.
async fn copied(app: &TestApp, browser: &Browser) -> (String, BTreeMap<String, Vec<u8>>) {
    app.place.tamper(
        "UPDATE request SET state = 'expired', closed_at = 1 WHERE kind = 'access' AND state IN ('granted', 'done')",
    );
    ask(app, browser, &[("kind", "access")]).await;
    let id = app.place.column("SELECT id FROM request WHERE kind = 'access' AND state = 'granted'").remove(0);
    let parts = take(app, browser, &format!("/me/privacy/copy/{id}")).await;
    let all = parts.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    (all, parts)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_and_a_doubt_are_in_no_copy_before_the_answer_went() {
    let (app, browser, _) = client().await;
    let fields = [("kind", "correction"), ("field", "other"), ("wanted", "Something"), ("said", "")];
    let id = ask(&app, &browser, &fields).await;
    let officer = officer(&app).await;
    let doubt = "We are not sure that it was they who wrote.";
    assert_eq!(act(&app, &officer, id, "identity", &[("reason", doubt)]).await.status, 303);
    assert_eq!(act(&app, &officer, id, "identity", &[("shown", "passport"), ("reason", "")]).await.status, 303);
    assert!(!copied(&app, &browser).await.0.contains(doubt));
    let refuse = [("decision", "refuse"), ("ground", "accurate"), ("reason", WHY)];
    assert_eq!(act(&app, &officer, id, "decision", &refuse).await.status, 303);
    let row = |parts: &BTreeMap<String, Vec<u8>>| {
        let rows = json(parts, "request");
        rows.into_iter().find(|row| row["id"] == id.to_string()).expect("the request itself is theirs")
    };
    let of = |parts: &BTreeMap<String, Vec<u8>>, table: &str| {
        json(parts, table).into_iter().filter(|row| row["request"] == id.to_string()).count()
    };
    let (all, parts) = copied(&app, &browser).await;
    assert!(!all.contains(WHY) && !all.contains(doubt), "{all}");
    let drafted = row(&parts);
    for column in ["state", "ground", "reason", "decided_by", "decided_at", "closed_at"] {
        assert!(drafted[column].is_null(), "{column}: {drafted}");
    }
    assert_eq!(drafted["wanted"], "Something");
    let happened = |parts: &BTreeMap<String, Vec<u8>>, what: &str| {
        json(parts, "request_event")
            .iter()
            .filter(|row| row["request"] == id.to_string() && row["what"] == what)
            .count()
    };
    assert_eq!((happened(&parts, "received"), happened(&parts, "refused"), happened(&parts, "questioned")), (1, 0, 0));
    let before = of(&parts, "request_letter");
    assert_eq!(send_answer(&app, &officer, id, "We refuse it.").await.status, 303);
    let (all, parts) = copied(&app, &browser).await;
    assert!(all.contains(WHY) && all.contains(doubt) && all.contains("We refuse it."), "{all}");
    assert_eq!(row(&parts)["state"], "refused");
    assert_eq!((happened(&parts, "refused"), happened(&parts, "questioned")), (1, 1));
    assert_eq!(of(&parts, "request_letter"), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_of_which_something_is_drafted_says_so_in_the_data_map() {
    let (app, _, _) = client().await;
    let map = &app.house.data_map;
    let said: Vec<String> = map
        .person_tables()
        .filter_map(|(name, _, table)| {
            let draft = table.draft.as_ref()?;
            let of = draft.of.as_ref().map(|(of, _)| format!("{of}.")).unwrap_or_default();
            Some(format!("{name} {of}{} {}", draft.until, draft.columns.join(" ")).trim_end().to_owned())
        })
        .collect();
    let expected = [
        "complaint resolved_at outcome reason decided_by decided_at",
        "complaint_letter sent_at",
        "duplicate apart_at",
        "incident_person incident.decided_at",
        "request known_at state ground reason decided_by decided_at closed_at",
        "request_event known_at",
        "request_letter sent_at",
        "request_opinion known_at",
    ];
    assert_eq!(said, expected);
    // What waits to be sent is a draft, wherever a table keeps it.
    for (name, _, table) in map.person_tables() {
        let drafts =
            table.columns.contains_key("drafted_at") || name.ends_with("_letter") && table.columns.contains_key("body");
        let shut = matches!(&table.about, promise::About::Person { column } if column == "holder");
        assert!(!drafts || shut || table.draft.is_some(), "{name} keeps drafts, and does not say until when they are");
    }
}
