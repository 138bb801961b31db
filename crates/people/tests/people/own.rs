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
            && form.text.contains("3 May 1988")
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
    let age = tested.post(&as_nadia, "/c/linden-quay/me/details", &fields(("birth_date", "1970-01-01"))).await;
    assert_eq!(age.status, 422);
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
