//! Older data beside the newest keys: who was erased since is erased again, and nobody with them.

use ground::KeyId;
use promise::Purpose;

use super::{is_erased, visitors};
use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_parted_from_somebody_who_was_erased_stays_when_older_data_is_restored() {
    let app = TestApp::start().await;
    let (scope, rights) = (app.scope(&app.clinic, Purpose::Scheduling), app.scope(&app.clinic, Purpose::Rights));
    let all = visitors(&app).await;
    let (gone, stays, first, second) = (all[0].0, all[1].0, all[2].0, all[3].0);
    // As an older backup has them: merged, though one was parted and erased since; and two that were erased as one.
    for (from, into) in [(gone, stays), (first, second)] {
        assert!(scope.write(move |tx| tx.merge(from, into)).await.unwrap().is_ok());
    }
    for person in [gone, first, second] {
        let key = app.place.column(&format!("SELECT key FROM person WHERE id = '{person}'")).remove(0);
        let key: KeyId = key.parse().unwrap();
        let (house, clinic) = (app.house.clone(), app.clinic.id);
        tokio::task::spawn_blocking(move || house.keys.destroy(clinic, key)).await.unwrap().unwrap();
    }
    ground::erase::erase_keyless(&rights).await.unwrap();
    for person in [gone, first, second] {
        assert!(is_erased(&scope, person).await, "{person}");
    }
    assert!(scope.read(move |tx| tx.open(stays).map(drop)).await.is_ok(), "a living person is not erased with them");
    assert_eq!(app.place.column(&format!("SELECT id FROM client WHERE id = '{stays}'")), [stays.to_string()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sealed_under_a_key_that_is_gone_goes_with_it_and_keeps_no_restore_from_its_end() {
    let app = TestApp::start().await;
    let (scope, rights) = (app.scope(&app.clinic, Purpose::Scheduling), app.scope(&app.clinic, Purpose::Rights));
    let all = visitors(&app).await;
    // As an older backup has them: each two are one, of whom one was parted and erased since.
    let (gone, stays, alive, ended) = (all[0].0, all[1].0, all[2].0, all[3].0);
    for person in [gone, stays, alive, ended] {
        let new = office::requests::NewRequest {
            person,
            kind: office::requests::Kind::Disclosures,
            via: office::requests::Via::Page,
            shown: Some(office::requests::Shown::Session),
            field: None,
            said: Some("Please stop".to_owned()),
            wanted: None,
            language: "en".to_owned(),
        };
        rights.write(move |tx| office::requests::create(tx, &new)).await.unwrap();
    }
    // What they wrote goes along with a merge, sealed anew.
    let written = |person| {
        let sql = format!("SELECT id FROM request WHERE person = '{person}' AND said IS NOT NULL");
        app.place.column(&sql).len()
    };
    for (from, into) in [(gone, stays), (alive, ended)] {
        assert!(scope.write(move |tx| tx.merge(from, into)).await.unwrap().is_ok());
        assert_eq!((written(from), written(into)), (0, 2));
    }
    for person in [gone, ended] {
        let key = app.place.column(&format!("SELECT key FROM person WHERE id = '{person}'")).remove(0);
        let key: KeyId = key.parse().unwrap();
        let (house, clinic) = (app.house.clone(), app.clinic.id);
        tokio::task::spawn_blocking(move || house.keys.destroy(clinic, key)).await.unwrap().unwrap();
    }
    assert_eq!(ground::erase::erase_keyless(&rights).await.unwrap(), 2);
    for person in [gone, ended] {
        assert!(is_erased(&scope, person).await && written(person) == 0, "{person}");
    }
    for person in [stays, alive] {
        assert!(scope.read(move |tx| tx.open(person).map(drop)).await.is_ok(), "{person} lives");
    }
    assert_eq!(
        (written(stays), written(alive)),
        (1, 0),
        "what was sealed under the other's key is unreadable, and gone"
    );
}
