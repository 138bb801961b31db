//! An attack on visits that are about nobody: from one whose client is known, to others of theirs.

use std::collections::{BTreeMap, BTreeSet};

use ground::PersonId;
use jiff::Timestamp;
use promise::Purpose;

use super::rows::everywhere;
use super::{erase, request, visitors};
use crate::kit::TestApp;

/// By what a visit is what it is, and reports count: what was given when, by whom, where, and what became of it. All of it is of one
/// visit; no two visits share it for having been one person's.
const OF_ONE_VISIT: [&str; 12] = [
    "service",
    "practitioner",
    "place",
    "room",
    "status",
    "active",
    "starts_at",
    "ends_at",
    "busy_from",
    "busy_to",
    "time_known",
    "source",
];
/// Of these nothing is left that is not the same for all.
const THE_SAME_FOR_ALL: [&str; 10] =
    ["clinic", "client", "booked_by", "sequence", "language", "note", "phone", "import", "device", "remind"];
/// These follow from when the visit was and how long before it, in steps, it was made; an id is random besides.
const FOLLOWING: [&str; 4] = ["id", "created_at", "updated_at", "reminded"];

type Row = BTreeMap<String, String>;

/// Every visit of the clinic with every column, as text.
fn visits(app: &TestApp) -> Vec<Row> {
    let columns: Vec<&String> = app.house.data_map.tables["appointment"].columns.keys().collect();
    let texts: Vec<String> = columns.iter().map(|column| format!("COALESCE(CAST({column} AS TEXT), 'none')")).collect();
    let sql = format!("SELECT {} FROM appointment WHERE clinic = '{}'", texts.join(" || '|' || "), app.clinic.id);
    let row = |text: String| -> Row {
        let parts: Vec<&str> = text.split('|').collect();
        columns.iter().zip(parts).map(|(column, part)| ((*column).clone(), part.to_owned())).collect()
    };
    app.place.column(&sql).into_iter().map(row).collect()
}

/// What a visit is known by that was seen before and after.
fn seen(row: &Row) -> Vec<String> {
    OF_ONE_VISIT.iter().map(|column| row[*column].clone()).collect()
}

/// The days between, by the clinic's clock.
fn lead(app: &TestApp, row: &Row) -> i32 {
    let day = |column: &str| {
        let at = Timestamp::from_microsecond(row[column].parse().unwrap()).unwrap();
        app.clinic.zone.to_datetime(at).date()
    };
    (day("starts_at") - day("created_at")).get_days()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_whose_client_is_known_leads_to_no_other_of_theirs() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let now = app.house.clock.now().as_microsecond();
    app.place.tamper(&format!(
        "UPDATE appointment SET status = 'cancelled', active = 0 WHERE ends_at > {now} AND status IN ('requested', 'booked', 'confirmed')"
    ));
    let persons: BTreeSet<PersonId> =
        visitors(&app).await.into_iter().filter(|(_, _, ahead)| *ahead == 0).map(|(id, ..)| id).collect();
    // A course as it is booked: all of it at once, by one who speaks another language and was written to by another telephone.
    let course = visitors(&app).await.into_iter().find(|(id, all, _)| persons.contains(id) && *all > 2).unwrap().0;
    app.place.tamper(&format!(
        "UPDATE appointment SET created_at = 1760000000000000, updated_at = 1760000000000000, sequence = 7, language = 'ar', remind = 0,
                device = CASE WHEN active = 1 THEN 'dev_' || id ELSE 'dev_theirs' END, booked_by = '{course}', reminded = 1760000000000001 WHERE client = '{course}'"
    ));
    let before = visits(&app);
    let whose: BTreeMap<Vec<String>, String> = before.iter().map(|row| (seen(row), row["client"].clone())).collect();
    assert_eq!(whose.len(), before.len(), "each visit is known by what was seen of it");
    for person in &persons {
        erase(&scope, *person, request().anonymise()).await.unwrap();
    }
    let theirs = |client: &String| persons.iter().any(|person| person.to_string() == *client);
    let after: Vec<Row> = visits(&app).into_iter().filter(|row| theirs(&whose[&seen(row)])).collect();
    assert!(after.len() > persons.len() && persons.len() > 1);

    // No column but those is there: a new one is to be looked at.
    let all: BTreeSet<&str> = after[0].keys().map(String::as_str).collect();
    let named = OF_ONE_VISIT.iter().chain(&THE_SAME_FOR_ALL).chain(&FOLLOWING).copied().chain(["nobodys"]);
    assert_eq!(all, named.collect());
    for column in THE_SAME_FOR_ALL {
        let values: BTreeSet<&String> = after.iter().map(|row| &row[column]).collect();
        assert_eq!(values.len(), 1, "{column} tells some from others: {values:?}");
    }
    for row in &after {
        // As if made at noon of one of few days that the visit itself says; so are the other instants.
        let days = lead(&app, row);
        assert!([-1, 0, 1, 2, 8, 15, 31].contains(&days), "made {days} days before");
        assert_eq!(row["created_at"], row["updated_at"]);
        assert!([&row["starts_at"], "none"].contains(&row["reminded"].as_str()), "{}", row["reminded"]);
        let made = ground::id::made(&row["id"]).unwrap();
        let starts: i64 = row["starts_at"].parse().unwrap();
        assert_eq!(made.as_millisecond(), starts.div_euclid(1_000), "the id says when the visit was, and nothing else");
    }
    // They are named nowhere else; of two it is looked for in every column there is.
    for row in &after[..2] {
        assert_eq!(everywhere(&app, &row["id"]), ["appointment.id"]);
    }
    // Of each person at most one visit is told from the others, as their first; and there are as many as people who came.
    let came: BTreeSet<&String> = after
        .iter()
        .filter(|row| ["arrived", "in_progress", "done"].contains(&row["status"].as_str()))
        .filter(|row| row["starts_at"].parse::<i64>().unwrap() < now)
        .map(|row| &whose[&seen(row)])
        .collect();
    let firsts: BTreeSet<&String> =
        after.iter().filter(|row| row["nobodys"] == "1").map(|row| &whose[&seen(row)]).collect();
    assert_eq!((firsts.len(), &firsts), (after.iter().filter(|row| row["nobodys"] == "1").count(), &came));
    // The whole clinic has one nobody, about whom nothing else is.
    let nobody = &after[0]["client"];
    assert_eq!(everywhere(&app, nobody), ["appointment.client", "nobody.client", "person.id"]);
    // Where rows lie says nothing of which were written together.
    if !app.place.is_postgres() {
        let sql = format!("SELECT rowid FROM appointment WHERE client = '{nobody}' ORDER BY rowid");
        let places: Vec<i64> = app.place.column(&sql).iter().map(|place| place.parse().unwrap()).collect();
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] > 1_000_000), "{places:?}");
    }
    // What is added up says nothing of any visit.
    let added = &app.house.data_map.tables["nobodys_visits"].columns;
    let columns: Vec<&str> = added.keys().map(String::as_str).collect();
    assert_eq!(columns, ["came_again", "came_first", "class", "clinic", "visits", "year"]);
}
