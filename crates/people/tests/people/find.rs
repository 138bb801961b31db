//! A client is found by whatever is remembered of them.

use ground::PersonId;
use promise::Purpose;
use proptest::prelude::*;

use crate::house::{Tested, tested};

async fn found(tested: &Tested, text: &str) -> Vec<PersonId> {
    let text = text.to_owned();
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    let found = scope.read(move |tx| people::found(tx, &text, None, 10)).await.unwrap();
    found.clients.into_iter().map(|client| client.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_found_by_part_of_name_phone_or_email() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "n.ferreira@example.org").await;
    let neill = tested.client("Aoife", "O’Neill", "aoife@example.org").await;
    let ahmad = tested.client("أحمد", "آل ثاني", "").await;
    let pablo = tested.client("Pablo Diego José", "Ruiz Picasso", "").await;
    let nguyen = tested.client("Thị Hồng", "Nguyễn", "").await;
    let ravi = tested.client("रवि", "शर्मा", "").await;
    let wang = tested.client("小明", "王", "").await;
    for (text, expected) in [
        ("na", nadia),
        ("nadi", nadia),
        ("NADIA", nadia),
        ("ferre", nadia),
        ("ferreira", nadia),
        ("ferreira nad", nadia),
        ("n ferreira", nadia),
        ("fe na", nadia),
        ("nad nadia fer", nadia),
        ("ferrei nadia", nadia),
        ("n.ferreira@example.org", nadia),
        ("N.Ferreira", nadia),
        ("n.ferreira@", nadia),
        ("oneill", neill),
        ("o'ne", neill),
        ("احم", ahmad),
        ("ال ثاني", ahmad),
        ("jose picasso", pablo),
        ("pica", pablo),
        ("picas", pablo),
        ("nguyen", nguyen),
        ("hong", nguyen),
        ("रव", ravi),
        ("शर्", ravi),
        ("王", wang),
    ] {
        assert_eq!(found(&tested, text).await, [expected], "{text}");
    }
    for nobody in
        ["nadim", "ferreirav", "x ferreira", "zz", "nadia oneill", "ferreira@example.org", "--", "087 555 0143"]
    {
        assert_eq!(found(&tested, nobody).await, [], "{nobody}");
    }
    for everyone in ["087 555 0142", "+353 87 555 0142", "00353875550142", "875550142", ""] {
        assert_eq!(found(&tested, everyone).await.len(), 7, "{everyone}");
    }
    assert_eq!(found(&tested, "").await.first(), Some(&wang), "the newest stand first");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_read_page_by_page_without_a_gap() {
    let tested = tested().await;
    let mut all = Vec::new();
    for n in 0..23 {
        // Half of them only share the first letters, and are left out after a second look.
        let family = if n % 2 == 0 { "Ferreirinha" } else { "Ferreirosa" };
        let id = tested.client("Ana", family, "").await;
        if n % 2 == 0 {
            all.push(id);
        }
    }
    all.sort_unstable_by(|one, other| other.cmp(one));
    let (mut read, mut after) = (Vec::new(), None);
    loop {
        let scope = tested.scope("front_desk", Purpose::Scheduling);
        let page = scope.read(move |tx| people::found(tx, "ana ferreirinha", after, 5)).await.unwrap();
        assert!(page.clients.len() <= 5);
        read.extend(page.clients.iter().map(|client| client.id));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(read, all);
}

fn name_word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-z]{1,11}",
        "[A-Z]'[A-Z][a-z]{2,8}",
        "[أإآابتثجحخدذرزسشصضطظعغفقكلمنهوي]{2,9}",
        "[कखगघचजतदनपबमयरलवसह][ािीुूेो]?[कखगघचजतदनपबमयरलवसह]{1,5}",
        "[A-ZÀÉÎÕÜĐŁ][a-zàâçéèêëîïôöùûüāăạảấầẩẫậ]{1,9}",
    ]
}

fn name() -> impl Strategy<Value = (String, String)> {
    (proptest::collection::vec(name_word(), 1..=2), proptest::collection::vec(name_word(), 1..=3))
        .prop_map(|(given, family)| (given.join(" "), family.join("-")))
}

/// The promise of the search page: any beginning of any word of a name, from two letters on, finds its client.
#[test]
fn a_client_is_found_by_any_beginning_of_any_word_of_their_name() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let tested = runtime.block_on(tested());
    let config = ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |((given, family) in name())| {
        runtime.block_on(async {
            let id = tested.client(&given, &family, "").await;
            for word in given.split(' ').chain(family.split('-')) {
                let letters: Vec<char> = word.chars().collect();
                // An apostrophe is no letter: "O'" is one letter still.
                let least = 2 + letters.iter().take(2).filter(|c| **c == '\'').count();
                for length in least..=letters.len() {
                    let typed: String = letters[..length].iter().collect();
                    let text = typed.clone();
                    let scope = tested.scope("front_desk", Purpose::Scheduling);
                    let found = scope.read(move |tx| people::found(tx, &text, None, 1_000)).await.unwrap();
                    assert!(found.clients.iter().any(|client| client.id == id), "{typed} does not find {given} {family}");
                }
            }
        });
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinician_finds_nobody_outside_their_care_and_no_refusal_is_recorded() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "").await;
    let scope = tested.scope("clinician", Purpose::Scheduling);
    let found = scope.read(|tx| people::found(tx, "nadia", None, 10)).await.unwrap();
    assert!(found.clients.is_empty());
    let record = tested
        .scope("front_desk", Purpose::Scheduling)
        .read(move |tx| ground::access::about(tx, nadia, 10))
        .await
        .unwrap();
    assert!(record.is_empty());
}
