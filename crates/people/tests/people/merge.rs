//! Two records become one and apart again: nothing is lost, nobody is quicker than the truth.

mod beside;
mod races;

use std::collections::BTreeMap;

use ground::merge::Cannot;
use ground::{Error, MergeId, PersonId, params};
use jiff::SignedDuration;
use jiff::civil::date;
use people::model::TagId;
use people::store::merge::Undoing;
use people::store::{document, tag};
use people::{BirthDate, FamilyName, GivenName, Kinship, NewChild, Source};
use promise::Purpose;

use crate::house::{Answer, Tested, new, new_clinic, tested};

const CLIENTS: &str = "/c/linden-quay/clients";
const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

/// The form of a merge, as the page has it: `keep` stays, and of each detail that differs the value of the side named.
fn form(
    keep: &'static str,
    versions: (i64, i64),
    picks: &[(&'static str, &'static str)],
) -> Vec<(&'static str, String)> {
    let fixed =
        [("keep", keep.to_owned()), ("version_one", versions.0.to_string()), ("version_other", versions.1.to_string())];
    fixed.into_iter().chain(picks.iter().map(|(name, value)| (*name, (*value).to_owned()))).collect()
}

async fn send(tested: &Tested, one: PersonId, other: PersonId, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    tested.post("front_desk", &format!("{CLIENTS}/{one}/merge/{other}"), &fields).await
}

async fn merge(tested: &Tested, one: PersonId, other: PersonId, fields: &[(&'static str, String)]) -> PersonId {
    // Ids sort by the millisecond they were made in.
    tested.house.clock.set(tested.house.clock.now() + SignedDuration::from_millis(1));
    let answer = send(tested, one, other, fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let kept = answer.location.strip_prefix("/c/linden-quay/clients/").unwrap();
    kept.strip_suffix("?done=merged").unwrap().parse().unwrap()
}

async fn last_merge(tested: &Tested, into: PersonId) -> MergeId {
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    scope.read(move |tx| tx.merges(into)).await.unwrap()[0].id
}

async fn undo(tested: &Tested, into: PersonId, id: MergeId) -> Answer {
    tested.post("front_desk", &format!("{CLIENTS}/{into}/merged/{id}/undoing"), &[]).await
}

async fn child(tested: &Tested, guardian: PersonId, given: &'static str) -> PersonId {
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    scope
        .write(move |tx| {
            let child = NewChild {
                given_name: GivenName::parse(given).unwrap(),
                family_name: FamilyName::parse("Ferreira").unwrap(),
                birth_date: Some(BirthDate::new(date(2019, 2, 1), date(2026, 11, 24)).unwrap()),
                language: "en".into(),
            };
            people::create_dependant(tx, guardian, &child, Kinship::Parent)
        })
        .await
        .unwrap()
        .0
}

/// Everything that is known of a record, and everything that finds it: what must be the same after a merge and its undoing.
async fn whole(tested: &Tested, id: PersonId) -> BTreeMap<String, String> {
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    scope
        .read(move |tx| -> ground::Result<_> {
            let mut all = BTreeMap::new();
            let stored = people::find(tx, id)?.ok_or(Error::NotFound)?;
            let key = tx.open(id)?;
            let client = stored.open(&key)?;
            all.insert("name".into(), client.name());
            all.insert("email".into(), client.email.clone().unwrap_or_default());
            all.insert("phone".into(), client.phone.clone().unwrap_or_default());
            all.insert("born".into(), client.birth_date.map(|born| born.day().to_string()).unwrap_or_default());
            all.insert("language".into(), client.language.clone());
            all.insert("source".into(), client.source.to_string());
            all.insert("note".into(), stored.note(&key)?.unwrap_or_default());
            all.insert("tags".into(), format!("{:?}", tag::of_client(tx, id)?));
            let mut documents = Vec::new();
            for one in document::list(tx, id, false, 50)?.0 {
                documents.push(format!("{} {} {}", one.id, one.name(&key)?.as_str(), one.shared));
                one.content(&key)?;
            }
            all.insert("documents".into(), documents.join(", "));
            for (what, bonds) in
                [("guardians", people::guardians_of(tx, id)?), ("wards", people::dependants_of(tx, id)?)]
            {
                all.insert(what.into(), format!("{bonds:?}"));
            }
            let mut found = Vec::new();
            for text in [
                "nadia",
                "ferreira",
                "ferreirinha",
                "silva",
                "work@example.org",
                "home@example.org",
                "087 555 0142",
                "020 915 7731",
            ] {
                if people::search(tx, text, 50)?.contains(&id) {
                    found.push(text);
                }
            }
            for one in tag::list(tx)? {
                if people::store::found_among(tx, "", Some(one.id), None, 50)?
                    .clients
                    .iter()
                    .any(|client| client.id == id)
                {
                    found.push("tag");
                }
            }
            all.insert("found by".into(), found.join(", "));
            all.insert(
                "listed".into(),
                people::found(tx, "", None, 50)?.clients.iter().any(|one| one.id == id).to_string(),
            );
            Ok(all)
        })
        .await
        .unwrap()
}

/// Two records of one person, each with details, labels, documents and family of its own.
async fn pair(tested: &Tested) -> (PersonId, PersonId) {
    let one = tested.client("Nadia", "Ferreira", "home@example.org").await;
    let other = {
        tested.house.clock.set(tested.house.clock.now() + SignedDuration::from_millis(1));
        let mut new = new("Nadia Rosa", "Ferreirinha", "work@example.org");
        new.phone = Some(people::Phone::parse("020 915 7731", "IE".parse().ok()).unwrap());
        new.note = Some(people::model::Note::parse("Rings twice").unwrap());
        new.birth_date = None;
        let scope = tested.scope("front_desk", Purpose::Scheduling);
        scope.write(move |tx| people::create(tx, &new, &Source::Yourself)).await.unwrap()
    };
    for name in ["Mornings", "Ramp", "Interpreter"] {
        assert_eq!(tested.post("manager", &format!("{CLIENTS}/tags"), &[("name", name)]).await.status, 303);
    }
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    let tags: Vec<TagId> = desk.read(tag::list).await.unwrap().into_iter().map(|tag| tag.id).collect();
    let (shared, of_one, of_other) = (tags[0], tags[1], tags[2]);
    desk.write(move |tx| tag::change(tx, one, &[shared, of_one], &[])).await.unwrap();
    desk.write(move |tx| tag::change(tx, other, &[shared, of_other], &[])).await.unwrap();
    for (id, name) in [(one, "one.pdf"), (other, "other.pdf")] {
        let kept =
            tested.upload("front_desk", &format!("{CLIENTS}/{id}/documents"), name, PDF, &[("shared", "1")]).await;
        assert_eq!(kept.status, 303);
    }
    let luis = child(tested, one, "Luis").await;
    child(tested, other, "Rosa").await;
    // Both act for Luis: the bond is kept once.
    desk.write(move |tx| {
        let (clinic, now) = (tx.clinic(), tx.now());
        tx.execute(
            "INSERT INTO guardian (clinic, dependant, guardian, kind, since) VALUES ($1, $2, $3, 'parent', $4)",
            &params![clinic, luis, other, now],
        )
    })
    .await
    .unwrap();
    (one, other)
}

const PICKS: [(&str, &str); 6] = [
    ("pick_given_name", "other"),
    ("pick_family_name", "one"),
    ("pick_email", "one"),
    ("pick_phone", "other"),
    ("pick_birth_date", "one"),
    ("pick_note", "other"),
];

#[tokio::test(flavor = "multi_thread")]
async fn two_records_become_one_with_the_details_that_were_chosen() {
    let tested = tested().await;
    let (one, other) = pair(&tested).await;
    let page = tested.get("front_desk", &format!("{CLIENTS}/{one}/merge/{other}")).await;
    assert_eq!(page.status, 200);
    for words in ["Nadia Rosa", "Ferreirinha", "one document", "name=\"pick_note\"", "for 30 days it can be undone"] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    let kept = merge(&tested, one, other, &form("one", (1, 1), &PICKS)).await;
    assert_eq!(kept, one);
    let whole = whole(&tested, one).await;
    for (what, expected) in [
        ("name", "Nadia Rosa Ferreira"),
        ("email", "home@example.org"),
        ("phone", "+353209157731"),
        ("born", "1988-05-03"),
        ("note", "Rings twice"),
        ("source", "desk"),
        // By what either was known by.
        ("found by", "nadia, ferreira, ferreirinha, work@example.org, home@example.org, 020 915 7731, tag, tag, tag"),
        ("listed", "true"),
    ] {
        assert_eq!(whole[what], expected, "{what}");
    }
    assert!(whole["documents"].contains("one.pdf") && whole["documents"].contains("other.pdf"));
    assert_eq!(whole["wards"].matches("Bond").count(), 2, "Luis once, and Rosa: {}", whole["wards"]);
    assert_eq!(whole["tags"].matches("Tag ").count(), 3);
    // The old address leads to the one record, for people and for programs.
    let old = tested.get("front_desk", &format!("{CLIENTS}/{other}")).await;
    assert_eq!((old.status, old.location.as_str()), (303, format!("{CLIENTS}/{one}?done=merged").as_str()));
    let api = tested.get("integration", &format!("/api/v1/clinics/linden-quay/clients/{other}")).await;
    assert_eq!((api.status, api.json()["merged_into"].as_str()), (404, Some(one.to_string().as_str())));
    // Every document opens, whichever record it came with.
    let list = tested.get("front_desk", &format!("{CLIENTS}/{one}/documents")).await;
    for part in list.text.split("href=\"").skip(1).map(|part| &part[..part.find('"').unwrap()]) {
        if part.contains("/documents/doc_") && !part.contains('?') && !part.ends_with("details") {
            assert!(tested.get("front_desk", part).await.bytes == PDF, "{part}");
        }
    }
    // A visitor who books by what either was known by is the same person.
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    for (given, family) in [("Nadia Rosa", "Ferreira"), ("Nadia Rosa", "Ferreirinha")] {
        for email in ["work@example.org", "home@example.org"] {
            let known = new(given, family, email);
            let found = scope.write(move |tx| people::find_or_create(tx, &known, &Source::Yourself)).await.unwrap();
            assert_eq!(found, (one, false), "{given} {family}, {email}");
        }
    }
    // Both openings are recorded, and stand in the one record.
    for id in [one, other] {
        let openings = scope.read(move |tx| ground::access::about(tx, id, 50)).await.unwrap();
        assert!(openings.iter().any(|opening| opening.action == "people.client.merge"), "{openings:?}");
    }
    let record = tested.get("front_desk", &format!("{CLIENTS}/{one}")).await;
    assert!(
        record.text.contains("Made of two records") && record.text.contains("Can be undone until"),
        "{}",
        record.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn undoing_a_merge_gives_both_records_back_as_they_were() {
    let tested = tested().await;
    let (one, other) = pair(&tested).await;
    for (keep, gone) in [("one", other), ("other", one)] {
        let (a, b) = (whole(&tested, one).await, whole(&tested, other).await);
        let versions = versions(&tested, one, other).await;
        let kept = merge(&tested, one, other, &form(keep, versions, &PICKS)).await;
        let merge = last_merge(&tested, kept).await;
        assert_ne!(whole(&tested, kept).await, if keep == "one" { a.clone() } else { b.clone() });
        let undone = undo(&tested, kept, merge).await;
        assert_eq!(
            (undone.status, undone.location),
            (303, format!("{CLIENTS}/{gone}?done=unmerged")),
            "{}",
            undone.text
        );
        assert_eq!(whole(&tested, one).await, a);
        assert_eq!(whole(&tested, other).await, b);
        let again = undo(&tested, kept, merge).await;
        assert!(again.status == 409 && again.text.contains("This was undone already."), "{}", again.text);
    }
    let left: i64 = tested
        .scope("front_desk", Purpose::Scheduling)
        .read(|tx| tx.one("SELECT COUNT(*) AS n FROM person_moved WHERE clinic = $1", &params![tx.clinic()])?.get("n"))
        .await
        .unwrap();
    assert_eq!(left, 0);
}

async fn versions(tested: &Tested, one: PersonId, other: PersonId) -> (i64, i64) {
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    scope
        .read(move |tx| -> ground::Result<_> { Ok((people::open(tx, one)?.version, people::open(tx, other)?.version)) })
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_after_a_merge_stays_where_it_was_put() {
    let tested = tested().await;
    let (one, other) = pair(&tested).await;
    let before = whole(&tested, other).await;
    merge(&tested, one, other, &form("one", (1, 1), &PICKS)).await;
    let merge = last_merge(&tested, one).await;
    let later = tested.upload("front_desk", &format!("{CLIENTS}/{other}/documents"), "later.pdf", PDF, &[]).await;
    assert_eq!(
        later.location,
        format!("{CLIENTS}/{one}/documents?done=document"),
        "an open page leads to the one record"
    );
    let details = [
        ("given_name", "Nadia"),
        ("family_name", "Silva"),
        ("language", "en"),
        ("email", "new@example.org"),
        ("version", "2"),
    ];
    assert_eq!(tested.post("front_desk", &format!("{CLIENTS}/{one}/details"), &details).await.status, 303);
    let undone = undo(&tested, one, merge).await;
    assert!(undone.location.ends_with("?done=unmerged-kept"), "{}", undone.location);
    let after = whole(&tested, one).await;
    assert_eq!((after["name"].as_str(), after["email"].as_str()), ("Nadia Silva", "new@example.org"));
    assert!(after["documents"].contains("later.pdf") && !after["documents"].contains("other.pdf"));
    assert_eq!(whole(&tested, other).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_that_cannot_be_is_refused_with_the_reason_and_changes_nothing() {
    let tested = tested().await;
    let (one, other) = pair(&tested).await;
    let ward = child(&tested, one, "Luis").await;
    let before = (whole(&tested, one).await, whole(&tested, other).await);
    for (with, fields, status, words) in [
        (other, form("one", (1, 2), &PICKS), 409, "Someone changed one of the two while you were choosing."),
        (other, form("one", (2, 1), &PICKS), 409, "Someone changed one of the two while you were choosing."),
        (other, form("both", (1, 1), &PICKS), 422, "Please choose one of what is offered."),
        (other, form("one", (1, 1), &PICKS[1..]), 422, "Please fill this in."),
        (
            other,
            form("one", (1, 1), &[&PICKS[..], &[("pick_taste", "one")]].concat()),
            422,
            "One answer needs another look.",
        ),
        (
            ward,
            form(
                "one",
                (1, 1),
                &[("pick_given_name", "one"), ("pick_email", "one"), ("pick_phone", "one"), ("pick_birth_date", "one")],
            ),
            409,
            "One of the two acts for the other",
        ),
        (one, form("one", (1, 1), &[]), 409, "This is one record already."),
    ] {
        let answer = send(&tested, one, with, &fields).await;
        assert!(answer.status == status && answer.text.contains(words), "{words}: {} {}", answer.status, answer.text);
    }
    assert_eq!((whole(&tested, one).await, whole(&tested, other).await), before);
    for (who, path, status) in [
        ("clinician", format!("{CLIENTS}/{one}/merge/{other}"), 403),
        ("privacy_officer", format!("{CLIENTS}/{one}/merge/{other}"), 403),
        ("", format!("{CLIENTS}/{one}/merge/{other}"), 303),
        ("front_desk", format!("{CLIENTS}/{one}/merge/{one}"), 404),
        ("front_desk", format!("{CLIENTS}/{one}/merge/{}", PersonId::from_bits(5)), 404),
        ("front_desk", format!("{CLIENTS}/{one}/merge/nobody"), 404),
    ] {
        assert_eq!(tested.get(who, &path).await.status, status, "{who} {path}");
    }
    // Two notes that are too long together say so; and both are kept where there is room.
    let long = "n".repeat(600);
    for id in [one, other] {
        let scope = tested.scope("front_desk", Purpose::Scheduling);
        let note = long.clone();
        let (name, version) = (whole(&tested, id).await["name"].clone(), versions(&tested, id, id).await.0.to_string());
        drop(scope);
        let (given, family) = name.rsplit_once(' ').unwrap();
        let details = [
            ("given_name", given),
            ("family_name", family),
            ("language", "en"),
            ("note", &note),
            ("version", &version),
        ];
        assert_eq!(tested.post("front_desk", &format!("{CLIENTS}/{id}/details"), &details).await.status, 303);
    }
    let mut picks = vec![("pick_given_name", "one"), ("pick_family_name", "one")];
    let same = send(&tested, one, other, &form("one", versions(&tested, one, other).await, &picks)).await;
    assert_eq!(same.status, 303, "equal notes are no choice: {}", same.text);
    let merged = last_merge(&tested, one).await;
    undo(&tested, one, merged).await;
    let version = versions(&tested, other, other).await.0.to_string();
    let other_note = "m".repeat(600);
    let details = [
        ("given_name", "Nadia"),
        ("family_name", "Ferreirinha"),
        ("language", "en"),
        ("note", other_note.as_str()),
        ("version", &version),
    ];
    assert_eq!(tested.post("front_desk", &format!("{CLIENTS}/{other}/details"), &details).await.status, 303);
    picks.push(("pick_note", "both"));
    picks.remove(0);
    let answer = send(&tested, one, other, &form("one", versions(&tested, one, other).await, &picks)).await;
    assert!(answer.status == 422 && answer.text.contains("At most 1,000 characters"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_of_merges_taken_apart_from_its_end_leaves_everyone_as_before() {
    let tested = tested().await;
    let (one, other) = pair(&tested).await;
    let third = tested.client("Nadia", "Silva", "third@example.org").await;
    let fourth = tested.client("Nadya", "Silva", "fourth@example.org").await;
    let all = [one, other, third, fourth];
    let mut before = Vec::new();
    for id in all {
        before.push(whole(&tested, id).await);
    }
    let names =
        [("pick_given_name", "other"), ("pick_family_name", "other"), ("pick_email", "one"), ("pick_phone", "one")];
    let born = [&names[..], &[("pick_birth_date", "one"), ("pick_note", "other")][..]].concat();
    // Two into one record, and that one into a third.
    let mut made = Vec::new();
    for (kept, gone, picks) in [
        (one, other, born.clone()),
        (one, fourth, vec![names[0], names[1], names[2], names[3], ("pick_note", "one")]),
        (third, one, vec![names[0], names[1], names[2], names[3], ("pick_note", "other")]),
    ] {
        let versions = versions(&tested, kept, gone).await;
        assert_eq!(merge(&tested, kept, gone, &form("one", versions, &picks)).await, kept);
        made.push((kept, last_merge(&tested, kept).await));
    }
    for (kept, id) in made.into_iter().rev() {
        let undone = undo(&tested, kept, id).await;
        assert!(undone.location.ends_with("?done=unmerged"), "{} {}", undone.location, undone.text);
    }
    for (id, was) in all.into_iter().zip(before) {
        assert_eq!(whole(&tested, id).await, was);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_stated_time_a_merge_is_final() {
    let tested = tested().await;
    let (one, other) = pair(&tested).await;
    merge(&tested, one, other, &form("one", (1, 1), &PICKS)).await;
    let id = last_merge(&tested, one).await;
    tested.house.clock.set(tested.house.clock.now() + SignedDuration::from_hours(24 * 30 + 1));
    let late = undo(&tested, one, id).await;
    assert!(late.status == 409 && late.text.contains("The time to undo this is over."), "{}", late.text);
    let page = tested.get("front_desk", &format!("{CLIENTS}/{one}")).await;
    assert!(page.text.contains("Final") && !page.text.contains("/undoing"), "{}", page.text);
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    scope.write(people::store::merge::sweep).await.unwrap();
    let left = tested.place.column("SELECT id FROM client_before");
    assert_eq!(left.concat(), "");
    assert_eq!(undo(&tested, one, id).await.status, 409);
    // Of another record, and of another clinic.
    assert_eq!(undo(&tested, other, id).await.status, 404);
    let elsewhere = tested.house.create_clinic(new_clinic("elsewhere")).await.unwrap();
    let path = format!("/c/{}/clients/{one}/merged/{id}/undoing", elsewhere.slug);
    assert_eq!(tested.post("front_desk", &path, &[]).await.status, 404);
}
