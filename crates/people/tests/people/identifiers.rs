//! Numbers of a state or an insurer: masked, opened for a reason that is kept, and one person's alone where they are.

use ground::PersonId;
use promise::Purpose;

use crate::house::{Answer, Tested, tested};

const NUMBER: &str = "784-1984-1234567-1";

fn page(client: PersonId) -> String {
    format!("/c/linden-quay/clients/{client}/numbers")
}

async fn keep(tested: &Tested, client: PersonId, kind: &str, number: &str, issuer: &str) -> Answer {
    let fields = [("kind", kind), ("number", number), ("issuer", issuer)];
    tested.post("front_desk", &page(client), &fields).await
}

/// Where the only number of a page is opened.
async fn opening(tested: &Tested, client: PersonId) -> String {
    let page = tested.get("front_desk", &page(client)).await;
    let href = page.text.split("formaction=\"").nth(1).unwrap();
    href[..href.find('"').unwrap()].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_masked_until_somebody_says_why_and_its_person_reads_who_and_why() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    assert_eq!(keep(&tested, nadia, "national", NUMBER, "Emirates").await.status, 303);
    let open = opening(&tested, nadia).await;
    let form = tested.get("front_desk", &page(nadia)).await;
    assert!(form.text.contains("<option value=\"\" selected>Choose a reason</option>"), "{}", form.text);
    for path in [page(nadia), format!("/c/linden-quay/clients/{nadia}")] {
        let shown = tested.get("front_desk", &path).await;
        assert!(shown.text.contains("•••• 671") && !shown.text.contains(NUMBER), "{path}: {}", shown.text);
    }
    for (fields, words) in [
        (&[][..], "Please fill this in."),
        (&[("reason", "")], "Please fill this in."),
        (&[("reason", "curiosity")], "Please choose one of what is offered."),
        (&[("reason", "words")], "Please fill this in."),
        (&[("reason", "words"), ("words", "  ")], "Please fill this in."),
    ] {
        let refused = tested.post("front_desk", &open, fields).await;
        assert_eq!(refused.status, 422, "{fields:?}");
        assert!(refused.text.contains(words) && !refused.text.contains(NUMBER), "{fields:?}: {}", refused.text);
    }
    assert_eq!(tested.place.column("SELECT id FROM identifier_opening").concat(), "");
    let fields = [("reason", "words"), ("words", "The embassy asked")];
    let opened = tested.post("front_desk", &open, &fields).await;
    assert!(opened.status == 200 && opened.text.contains(NUMBER), "{}", opened.text);
    assert!(!tested.get("front_desk", &page(nadia)).await.text.contains(NUMBER), "shown once");
    let record = tested.get(&format!("client {nadia}"), "/c/linden-quay/me/record").await;
    for words in ["Numbers that were opened", "Maeve Corrigan", "The embassy asked"] {
        assert!(record.text.contains(words), "{words}: {}", record.text);
    }
    // Neither the number nor the reason is readable in the database.
    for column in ["number", "ending", "issuer"] {
        let sql = match tested.place.is_postgres() {
            true => format!("SELECT encode({column}, 'hex') FROM identifier"),
            false => format!("SELECT hex({column}) FROM identifier"),
        };
        assert!(tested.place.column(&sql).concat().starts_with("01"), "{column}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_belongs_to_one_person_is_kept_once_and_leads_to_the_other_record() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let twin = tested.client("Nadja", "Fereira", "").await;
    assert_eq!(keep(&tested, nadia, "national", NUMBER, "Emirates").await.status, 303);
    // However it is typed.
    for number in [NUMBER, "784 1984 1234567 1", "٧٨٤-١٩٨٤-١٢٣٤٥٦٧-١"] {
        let again = keep(&tested, nadia, "national", number, "EMIRATES").await;
        assert!(again.status == 422 && again.text.contains("This number is kept here already."), "{}", again.text);
        let elsewhere = keep(&tested, twin, "national", number, "Émirates").await;
        assert_eq!(elsewhere.status, 422);
        let compare = format!("href=\"/c/linden-quay/clients/{twin}/merge/{nadia}\"");
        for words in ["Another record has this number.", &compare] {
            assert!(elsewhere.text.contains(words), "{words}: {}", elsewhere.text);
        }
    }
    // Of another state it is another number; and an insurer gives one to a whole family.
    assert_eq!(keep(&tested, twin, "national", NUMBER, "Ireland").await.status, 303);
    for client in [nadia, twin] {
        assert_eq!(keep(&tested, client, "insurance", "QM 4417", "Quayside Mutual").await.status, 303);
    }
    let again = keep(&tested, nadia, "insurance", "qm4417", "Quayside  mutual").await;
    assert!(again.status == 422 && again.text.contains("This number is kept here already."), "{}", again.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_desks_with_one_card_keep_its_number_once() {
    let tested = tested().await;
    let mut clients = Vec::new();
    for n in 0..6 {
        clients.push(tested.client("Nadia", &format!("Ferreira{n}"), "").await);
    }
    for passport in ["P 100", "P 200", "P 300"] {
        let all = clients.iter().map(|client| keep(&tested, *client, "passport", passport, "Ireland"));
        let answers = futures_util::future::join_all(all).await;
        let kept = answers.iter().filter(|answer| answer.status == 303).count();
        assert_eq!(kept, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        assert!(answers.iter().all(|answer| [303, 422].contains(&answer.status)));
    }
    assert_eq!(tested.place.column("SELECT id FROM identifier").len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_alone_keeps_and_opens_numbers() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let lukas = tested.client("Lukas", "Brandt", "").await;
    assert_eq!(keep(&tested, nadia, "national", NUMBER, "").await.status, 303);
    let open = opening(&tested, nadia).await;
    let removal = open.replace("/opening", "/removal");
    let own = format!("client {nadia}");
    for who in ["clinician", "privacy_officer", "guardian", "operator", own.as_str()] {
        assert_eq!(tested.get(who, &page(nadia)).await.status, 403, "{who}");
        for path in [&open, &removal, &page(nadia)] {
            let fields = [("reason", "bill"), ("kind", "other"), ("number", "1")];
            assert_eq!(tested.post(who, path, &fields).await.status, 403, "{who} {path}");
        }
    }
    // By another client's address it is no number at all.
    let elsewhere = open.replace(&nadia.to_string(), &lukas.to_string());
    assert_eq!(tested.post("front_desk", &elsewhere, &[("reason", "bill")]).await.status, 404);
    for _twice in 0..2 {
        assert_eq!(tested.post("manager", &removal, &[]).await.status, 303);
    }
    assert_eq!(tested.place.column("SELECT id FROM identifier").concat(), "");
    assert_eq!(keep(&tested, lukas, "national", NUMBER, "").await.status, 303, "free again");
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    desk.write(move |tx| people::forget(tx, lukas)).await.unwrap();
    assert_eq!(tested.place.column("SELECT id FROM identifier").concat(), "", "it goes with its person");
}
