//! A client's own pages.

use ground::PersonId;
use jiff::SignedDuration;
use promise::Purpose;

use crate::house::{Tested, tested};

async fn me() -> (Tested, PersonId, String) {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "nadia@example.org").await;
    let as_nadia = format!("client {nadia}");
    (tested, nadia, as_nadia)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_greeted_and_reads_who_opened_their_record_when_and_why() {
    let (tested, nadia, as_nadia) = me().await;
    let home = tested.get(&as_nadia, "/c/linden-quay/me").await;
    assert_eq!(home.status, 200, "{}", home.text);
    assert!(
        home.text.contains("Good morning, Nadia.") && home.text.contains("No one of the clinic opened your record"),
        "{}",
        home.text
    );

    tested.get("front_desk", &format!("/c/linden-quay/clients/{nadia}")).await;
    tested.get("clinician", &format!("/c/linden-quay/clients/{nadia}")).await;
    tested.house.seal_access().await.unwrap();
    let home = tested.get(&as_nadia, "/c/linden-quay/me").await;
    assert!(
        home.text.contains("One person opened your record in the last 30 days.")
            && home.text.contains("Maeve Corrigan."),
        "{}",
        home.text
    );
    let record = tested.get(&as_nadia, "/c/linden-quay/me/record").await;
    assert_eq!(record.status, 200);
    for words in [
        "Maeve Corrigan</bdi></b>, to arrange visits",
        "Looked at the record.",
        "Today, 10:00.",
        "Entry 1 of the sealed log.",
        "Refused",
        "One request was refused.",
        "You</bdi></b>, to look after the account",
        "One line covers 15 minutes",
    ] {
        assert!(record.text.contains(words), "{words}: {}", record.text);
    }
    let arabic = tested.get(&as_nadia, "/c/linden-quay/me/record?lang=ar").await;
    assert!(arabic.text.contains("من فتح سجلك") && arabic.text.contains("dir=\"rtl\""));
    assert_eq!(tested.house.words.missing(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_reads_every_line_of_their_record_page_by_page() {
    let (tested, nadia, as_nadia) = me().await;
    // A year of visits: more lines than any one page shows, several of one instant among them.
    let looks = 260;
    for look in 0..looks {
        if look % 4 != 3 {
            tested.later(15);
        }
        tested
            .get(if look % 4 == 3 { "clinician" } else { "front_desk" }, &format!("/c/linden-quay/clients/{nadia}"))
            .await;
    }
    tested.house.seal_access().await.unwrap();
    let (mut path, mut lines, mut pages) = ("/c/linden-quay/me/record".to_owned(), Vec::new(), 0);
    loop {
        let page = tested.get(&as_nadia, &path).await;
        assert_eq!(page.status, 200);
        let places = page.text.split("Entry ").skip(1).filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok());
        lines.extend(places);
        pages += 1;
        let older = page.text.split("href=\"").find(|rest| rest.contains(">Older<") && rest.contains("before="));
        match older {
            Some(older) => path = older.split('"').next().unwrap().replace("&#38;", "&"),
            None => break,
        }
    }
    assert_eq!(pages, 3);
    let stored = tested.entries(nadia).await;
    assert!(stored >= looks, "{stored}");
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), stored, "every entry was shown, and none twice");
    // Another's entry leads nowhere.
    let other = tested.client("Tove", "Lind", "tove@example.org").await;
    let before = path.split("before=").nth(1).unwrap().to_owned();
    let page = tested.get(&format!("client {other}"), &format!("/c/linden-quay/me/record?before={before}")).await;
    assert!(page.status == 200 && !page.text.contains("Entry "), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_open_at_this_moment_is_marked_as_now() {
    let (tested, nadia, as_nadia) = me().await;
    let (desk, record) = (format!("/c/linden-quay/clients/{nadia}"), "/c/linden-quay/me/record");
    let wait = |seconds: i64| tested.house.clock.set(tested.house.clock.now() + SignedDuration::from_secs(seconds));
    let marked = async || {
        let page = tested.get(&as_nadia, record).await.text;
        page.split("<li class=\"now\">")
            .skip(1)
            .map(|knot| knot[..knot.find("</bdi>").unwrap()].to_owned())
            .collect::<Vec<_>>()
    };
    tested.get("manager", &desk).await;
    tested.get(&as_nadia, "/c/linden-quay/me").await;
    wait(300);
    assert_eq!(marked().await, [""; 0], "opened five minutes ago, in the same quarter of an hour");
    // Another quarter of an hour: the same two look again, and the one who is refused is not there.
    wait(900);
    tested.get("front_desk", &desk).await;
    tested.get("clinician", &desk).await;
    let keepwell = tested.scope("front_desk", Purpose::Operation).as_actor(ground::Actor::automatic());
    keepwell.read(move |tx| tx.open(nadia).map(drop)).await.unwrap();
    wait(59);
    assert_eq!(marked().await, ["<b><bdi>Maeve Corrigan"]);
    wait(1);
    tested.get(&as_nadia, "/c/linden-quay/me").await;
    assert_eq!(marked().await, ["<b><bdi>You"]);
    wait(60);
    assert_eq!(marked().await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_changes_their_own_contact_and_not_their_age() {
    let (tested, _, as_nadia) = me().await;
    let form = tested.get(&as_nadia, "/c/linden-quay/me/details").await;
    assert!(
        form.text.contains("nadia@example.org")
            && form.text.contains("value=\"1988-05-03\"")
            && !form.text.contains("name=\"note\""),
        "{}",
        form.text
    );
    let fields = |change: (&'static str, &'static str)| {
        let all = [
            ("version", "1"),
            ("given_name", "Nadia"),
            ("family_name", "Ferreira"),
            ("email", "nadia@example.org"),
            ("phone", ""),
            ("language", "en"),
        ];
        all.into_iter().filter(move |(name, _)| *name != change.0).chain([change]).collect::<Vec<_>>()
    };
    // A child's age would decide who acts for them: that is the clinic's to write.
    let age = tested.post(&as_nadia, "/c/linden-quay/me/details", &fields(("birth_date", "2015-01-01"))).await;
    assert!(age.status == 422 && age.text.contains("value=\"2015-01-01\""), "{}", age.text);
    let wrong = tested.post(&as_nadia, "/c/linden-quay/me/details", &fields(("email", "nadia"))).await;
    assert!(wrong.status == 422 && wrong.text.contains("value=\"nadia\""));
    let saved = tested.post(&as_nadia, "/c/linden-quay/me/details", &fields(("language", "ar"))).await;
    assert_eq!((saved.status, saved.location.as_str()), (303, "/c/linden-quay/me?done=saved"));
    let stale = tested.post(&as_nadia, "/c/linden-quay/me/details", &fields(("language", "en"))).await;
    assert_eq!(stale.status, 409);
    assert_eq!(tested.house.words.missing(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_have_a_home_without_being_clients() {
    let tested = tested().await;
    let home = tested.get("front_desk", "/c/linden-quay/me").await;
    assert!(home.status == 200 && home.text.contains("Good morning."), "{}", home.text);
    assert_eq!(tested.get("front_desk", "/c/linden-quay/me/details").await.status, 404);
    assert_eq!(tested.get("", "/c/linden-quay/me").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_a_client_claims_for_themselves_takes_over_nobodys_bookings() {
    use crate::house::new;
    use people::Source;
    use promise::Purpose;
    let tested = tested().await;
    let thief = tested.client("Lukas", "Brandt", "lukas@example.org").await;
    let as_thief = format!("client {thief}");
    let claimed = [
        ("given_name", "Maeve"),
        ("family_name", "Corrigan"),
        ("email", "maeve@example.org"),
        ("phone", ""),
        ("language", "en"),
        ("version", "1"),
    ];
    assert_eq!(tested.post(&as_thief, "/c/linden-quay/me/details", &claimed).await.status, 303);
    // The desk finds the record by what stands in it, but who books or proves the address is somebody else.
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    let found = desk.read(|tx| people::search(tx, "maeve@example.org", 5)).await.unwrap();
    assert_eq!(found, [thief]);
    let address = people::Email::parse("maeve@example.org").unwrap();
    assert_eq!(desk.read(move |tx| people::known_by_email(tx, &address)).await.unwrap(), None);
    let maeve = new("Maeve", "Corrigan", "maeve@example.org");
    // Ids sort by the millisecond they were made in.
    tested.house.clock.set(tested.house.clock.now() + jiff::SignedDuration::from_millis(1));
    let (booked, made) = desk.write(move |tx| people::find_or_create(tx, &maeve, &Source::Yourself)).await.unwrap();
    assert!(made && booked != thief);
    // Once the desk has looked at it, the address is the client's like any other.
    let version = [("version", "2"), ("birth_date", "1988-05-03"), ("note", "")];
    let fields: Vec<_> = claimed.iter().filter(|(name, _)| *name != "version").chain(&version).copied().collect();
    let saved = tested.post("front_desk", &format!("/c/linden-quay/clients/{thief}/details"), &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let again = new("Maeve", "Corrigan", "maeve@example.org");
    let (known, made) = desk.write(move |tx| people::find_or_create(tx, &again, &Source::Yourself)).await.unwrap();
    assert!(!made && known == thief, "two clients have it now, and the first of them is meant");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_acts_for_another_reads_and_corrects_their_record_and_nobody_else_does() {
    let (tested, nadia, as_nadia) = me().await;
    let stranger = tested.client("Lukas", "Brandt", "lukas@example.org").await;
    let child = people::NewChild {
        given_name: people::GivenName::parse("Ines").unwrap(),
        family_name: people::FamilyName::parse("Ferreira").unwrap(),
        birth_date: Some(
            people::BirthDate::new(jiff::civil::date(2018, 3, 4), jiff::civil::date(2026, 11, 24)).unwrap(),
        ),
        language: "en".to_owned(),
    };
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    let (ines, _) = desk
        .write({
            let child = child.clone();
            move |tx| people::create_dependant(tx, nadia, &child, people::Kinship::Parent)
        })
        .await
        .unwrap();
    tested.get("front_desk", &format!("/c/linden-quay/clients/{ines}")).await;
    let (record, details) =
        (format!("/c/linden-quay/me/wards/{ines}/record"), format!("/c/linden-quay/me/wards/{ines}/details"));

    let home = tested.get(&as_nadia, "/c/linden-quay/me").await;
    assert!(home.text.contains("For whom you act") && home.text.contains("Ines Ferreira"), "{}", home.text);
    assert!(home.text.contains(&record) && home.text.contains(&details), "{}", home.text);
    let page = tested.get(&as_nadia, &record).await;
    assert_eq!(page.status, 200, "{}", page.text);
    for words in [
        "Who opened the record of Ines",
        "Before anything of Ines is shown",
        "Maeve Corrigan</bdi></b>, to arrange visits",
        "You</bdi></b>, to look after the account",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(!page.text.contains("aria-current=\"page\""), "it is none of one's own pages");
    // Of whom the reader is not.
    for outsider in [&format!("client {stranger}"), &format!("guardian {stranger}"), &format!("client {ines}")] {
        for path in [&record, &details] {
            assert!([403, 404].contains(&tested.get(outsider, path).await.status), "{outsider} {path}");
        }
    }
    assert_eq!(tested.get("privacy_officer", &record).await.status, 403, "the privacy officer has pages of their own");
    let refused = tested.get(&as_nadia, &record).await;
    assert!(refused.text.contains("Another client") && refused.text.contains("Refused"), "{}", refused.text);

    let form = tested.get(&as_nadia, &details).await;
    assert!(form.status == 200 && form.text.contains("Details of Ines") && form.text.contains("value=\"2018-03-04\""));
    let fields = |version: &'static str, given: &'static str| {
        let family = ("family_name", "Ferreira");
        [("version", version), ("given_name", given), family, ("email", ""), ("phone", ""), ("language", "ar")]
    };
    let post = |who: String, version, given| {
        let (tested, details) = (&tested, &details);
        async move { tested.post(&who, details, &fields(version, given)).await }
    };
    assert!([403, 404].contains(&post(format!("client {stranger}"), "1", "Mallory").await.status));
    let wrong = post(as_nadia.clone(), "1", "").await;
    assert!(wrong.status == 422 && wrong.text.contains("Details of Ines"), "{}", wrong.text);
    let saved = post(as_nadia.clone(), "1", "Inês").await;
    assert_eq!((saved.status, saved.location.as_str()), (303, "/c/linden-quay/me?done=saved"));
    assert_eq!(post(as_nadia.clone(), "1", "Ines").await.status, 409);
    let arabic = tested.get(&as_nadia, &format!("{record}?lang=ar")).await;
    assert!(arabic.text.contains("من فتح سجل Inês") || arabic.text.contains("من فتح سجل"), "{}", arabic.text);
    assert!(arabic.text.contains("dir=\"rtl\""));

    // Nor is it theirs to say that a child is grown up, or that somebody grown up is a child.
    let maeve = people::NewChild {
        given_name: people::GivenName::parse("Maeve").unwrap(),
        birth_date: people::BirthDate::new(jiff::civil::date(1950, 3, 4), jiff::civil::date(2026, 11, 24)).ok(),
        ..child
    };
    let (maeve, _) =
        desk.write(move |tx| people::create_dependant(tx, nadia, &maeve, people::Kinship::Carer)).await.unwrap();
    for (ward, version, born, expected) in
        [(ines, "2", "1990-03-04", 422), (maeve, "1", "2018-03-04", 422), (maeve, "1", "1951-03-04", 303)]
    {
        let mut said = fields(version, "Given").to_vec();
        said.push(("birth_date", born));
        let answer = tested.post(&as_nadia, &format!("/c/linden-quay/me/wards/{ward}/details"), &said).await;
        assert_eq!(answer.status, expected, "{born}: {}", answer.text);
    }

    // A bond that ended opens nothing more.
    desk.write(move |tx| people::end_bond(tx, ines, nadia).and_then(|_| people::end_bond(tx, maeve, nadia)))
        .await
        .unwrap();
    for path in [&record, &details] {
        assert_eq!(tested.get(&as_nadia, path).await.status, 410, "{path}");
    }
    assert_eq!(post(as_nadia.clone(), "2", "Ines").await.status, 410);
    assert!(!tested.get(&as_nadia, "/c/linden-quay/me").await.text.contains("For whom you act"));
    assert_eq!(tested.house.words.missing(), Vec::<String>::new());
}
