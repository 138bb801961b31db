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
