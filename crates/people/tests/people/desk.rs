//! The desk's pages.

use promise::Purpose;

use crate::house::tested;

const CLIENTS: &str = "/c/linden-quay/clients";

const FORM: [(&str, &str); 7] = [
    ("given_name", "Nadia"),
    ("family_name", "Ferreira"),
    ("email", "nadia@example.org"),
    ("phone", "087 555 0142"),
    ("birth_date", "1988-05-03"),
    ("language", "en"),
    ("note", "Rings twice"),
];

fn with(change: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let kept = FORM.into_iter().filter(|(name, _)| !change.iter().any(|(changed, _)| changed == name));
    kept.chain(change.iter().copied()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_added_found_and_shown() {
    let tested = tested().await;
    let blank = tested.get("front_desk", &format!("{CLIENTS}/new")).await;
    assert!(blank.status == 200 && blank.text.contains("name=\"birth_date\""));
    let added = tested.post("front_desk", CLIENTS, &FORM).await;
    assert_eq!(added.status, 303, "{}", added.text);
    assert!(added.location.starts_with("/c/linden-quay/clients/per_") && added.location.ends_with("?done=added"));
    let shown = tested.get("front_desk", &added.location).await;
    for words in [
        "<h1>Nadia Ferreira</h1>",
        "38 years old",
        "+353875550142",
        "nadia@example.org",
        "Rings twice",
        "Told at the desk",
        "Nadia can see that you did",
        "Added.",
    ] {
        assert!(shown.text.contains(words), "{words}: {}", shown.text);
    }
    let again = tested.get("front_desk", &added.location).await;
    assert!(again.text.contains("Maeve Corrigan"), "the opening before stands in the record: {}", again.text);
    let list = tested.search("front_desk", "ferr").await;
    assert!(list.text.contains("Nadia Ferreira") && list.text.contains("3 May 1988"));
    let none = tested.search("front_desk", "zz").await;
    assert!(none.text.contains("No one found"));
    let twice = tested.post("front_desk", CLIENTS, &with(&[("given_name", "NADIA")])).await;
    assert!(
        twice.location.ends_with("?done=known")
            && twice.location.starts_with(added.location.trim_end_matches("?done=added"))
    );
    assert_eq!(tested.house.words.missing(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_comes_back_filled_with_each_fault_beside_its_field() {
    let tested = tested().await;
    for (change, words) in [
        (("given_name", ""), "Please fill this in."),
        (("family_name", "--"), "This has no letter in it"),
        (("email", "nadia@"), "This is not a whole email address"),
        (("phone", "12"), "This is not a phone number"),
        (("birth_date", "2027-01-01"), "This day is still to come"),
        (("birth_date", "1888-01-01"), "Please check the year"),
        (("language", "fr"), "Please choose one of what is offered"),
    ] {
        let answer = tested.post("front_desk", CLIENTS, &with(&[change])).await;
        assert_eq!(answer.status, 422, "{change:?}");
        assert!(answer.text.contains(words) && answer.text.contains("Rings twice"), "{change:?}: {}", answer.text);
    }
    let undeclared = tested.post("front_desk", CLIENTS, &with(&[("religion", "none")])).await;
    assert_eq!(undeclared.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_made_from_something_older_says_so_and_loses_nothing() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "nadia@example.org").await;
    let details = format!("{CLIENTS}/{nadia}/details");
    assert!(tested.get("front_desk", &details).await.text.contains("name=\"version\" value=\"1\""));
    let first = tested.post("front_desk", &details, &with(&[("version", "1"), ("phone", "087 555 0199")])).await;
    assert_eq!(first.status, 303, "{}", first.text);
    let late = tested.post("front_desk", &details, &with(&[("version", "1"), ("note", "Hard of hearing")])).await;
    assert_eq!(late.status, 409);
    for words in [
        "Someone changed this while you were writing",
        "Hard of hearing",
        "Rings twice",
        "+353875550199",
        "name=\"version\" value=\"2\"",
    ] {
        assert!(late.text.contains(words), "{words}: {}", late.text);
    }
    let again = tested
        .post("front_desk", &details, &with(&[("version", "2"), ("family_name", "Ferreira Lopes"), ("note", "")]))
        .await;
    assert_eq!(again.status, 303);
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    let (client, note) = desk
        .read(move |tx| -> ground::Result<_> {
            let stored = people::find(tx, nadia)?.unwrap();
            let key = tx.open(nadia)?;
            Ok((stored.open(&key)?, stored.note(&key)?))
        })
        .await
        .unwrap();
    assert_eq!((client.name().as_str(), client.version, note), ("Nadia Ferreira Lopes", 3, None));
    // The new name finds them, the old number does not.
    for (q, found) in [("lopes", true), ("ferr", true), ("0875550142", true), ("0875550199", false)] {
        assert_eq!(tested.search("front_desk", q).await.text.contains("Nadia"), found, "{q}");
    }
}

/// Whether this is written as ids are: three letters, and 26 that only time and chance have chosen.
fn is_id(part: &str) -> bool {
    part.split_once('_').is_some_and(|(kind, rest)| kind.len() == 3 && rest.len() == 26)
}

/// Every address that a page leads to or sends to.
fn addresses(page: &str) -> Vec<String> {
    let after = |mark: &'static str| page.split(mark).skip(1).filter_map(|rest| rest.split('"').next());
    after("href=\"")
        .chain(after("action=\""))
        .map(|address| address.replace("&amp;", "&").replace("&#38;", "&"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_holds_what_was_typed_into_the_find_box() {
    let tested = tested().await;
    for n in 0..60 {
        tested.client("Wilhelmina", &format!("Ferreira{n}"), &format!("w{n}@example.org")).await;
    }
    let search = format!("{CLIENTS}/search");
    for typed in ["Wilhelmina", "wilhelmina ferreira", "w7@example.org", "087 555 0142", "ويلهلمينا"] {
        let sent = tested.post("front_desk", &search, &[("q", typed)]).await;
        assert_eq!(sent.status, 303, "{typed}");
        let mut address = sent.location;
        // As far as "older" leads, and back to the newest.
        for page in 0..3 {
            let shown = tested.get("front_desk", &address).await;
            assert!(shown.status == 200 && shown.text.contains(&format!("value=\"{typed}\"")), "{typed}, page {page}");
            let all = addresses(&shown.text);
            for one in all.iter().chain([&address]) {
                let decoded: String =
                    url::form_urlencoded::parse(one.as_bytes()).map(|(a, b)| format!("{a}={b} ")).collect();
                // In an id any three digits may stand by chance.
                let decoded = decoded.to_lowercase();
                let parts = decoded.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|part| !is_id(part));
                let said = parts.collect::<Vec<_>>().join(" ");
                for word in typed.to_lowercase().split(' ') {
                    assert!(!said.contains(word), "{word} stands in {one}");
                }
            }
            match all.into_iter().find(|one| one.contains("find=") && one.contains("after=")) {
                Some(older) => address = older,
                None => break,
            }
        }
    }
    // Nothing typed is everybody; a name in an address finds nobody, because nobody reads it there.
    assert_eq!(tested.post("front_desk", &search, &[("q", "  ")]).await.location, CLIENTS);
    assert!(!tested.get("front_desk", &format!("{CLIENTS}?q=w7%40example.org")).await.text.contains("value=\"w7"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_belongs_to_who_typed_it_and_is_over_after_half_a_day() {
    let tested = tested().await;
    tested.client("Nadia", "Ferreira", "").await;
    let sent = tested.post("front_desk", &format!("{CLIENTS}/search"), &[("q", "ferreira")]).await;
    let over = format!("{CLIENTS}?done=over");
    let colleague = format!("front_desk {}", ground::PersonId::from_bits(8));
    assert!(tested.get("front_desk", &sent.location).await.text.contains("Nadia"));
    assert_eq!(tested.get(&colleague, &sent.location).await.location, over, "somebody else's history is no search");
    assert_eq!(tested.get("front_desk", &sent.location.replace("find=", "find=A")).await.location, over);
    let wait = |hours: i64| tested.house.clock.set(tested.house.clock.now() + jiff::SignedDuration::from_hours(hours));
    wait(11);
    assert_eq!(tested.get("front_desk", &sent.location).await.status, 200);
    wait(1);
    assert_eq!(tested.get("front_desk", &sent.location).await.location, over);
    let page = tested.get("front_desk", &over).await;
    assert!(page.text.contains("That search is over.") && page.text.contains("Nadia Ferreira"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_is_turned_away() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let lukas = tested.client("Lukas", "Brandt", "").await;
    let one = format!("{CLIENTS}/{nadia}");
    let other = format!("client {lukas}");
    for (who, path, status) in [
        ("", CLIENTS, 303),
        ("", one.as_str(), 303),
        (other.as_str(), CLIENTS, 403),
        (other.as_str(), one.as_str(), 403),
        // Not in their care: the door stands open, the record does not.
        ("clinician", one.as_str(), 403),
        ("manager", one.as_str(), 200),
        ("front_desk", "/c/linden-quay/clients/per_00000000000000000000000000", 404),
        ("front_desk", "/c/linden-quay/clients/nobody", 404),
        ("front_desk", "/c/other/clients", 404),
    ] {
        assert_eq!(tested.get(who, path).await.status, status, "{who} {path}");
    }
    let record = tested
        .scope("front_desk", Purpose::Scheduling)
        .read(move |tx| ground::access::about(tx, nadia, 10))
        .await
        .unwrap();
    assert!(record.iter().any(|entry| entry.refused && entry.roles == "clinician"), "a refusal is recorded");
}
