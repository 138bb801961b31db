//! Somebody erased, and a backup from before it.

use ground::{Actor, Error, PersonId, Refusal, Scope};
use promise::Purpose;

use super::whole::{keyed, open};
use super::{back_up, keepwell, text};
use crate::kit::{Place, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_erased_is_unreadable_and_found_by_nothing_in_an_older_backup() {
    let app = TestApp::start().await;
    let (environment, backups) = (keyed(&app.place), tempfile::tempdir().unwrap());
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    let sql = format!(
        "SELECT MIN(c.id) FROM client c JOIN appointment a ON a.client = c.id WHERE c.clinic = '{}'",
        app.clinic.id
    );
    let person: PersonId = app.place.column(&sql).remove(0).parse().unwrap();
    let name = desk.read(move |tx| people::open(tx, person)).await.unwrap().name();
    let old = back_up(&environment, backups.path());
    let words = ["erase", "--clinic", &app.clinic.slug, "--client", &person.to_string(), "--reason", "asked"];
    let (well, said) = keepwell(&environment, &words);
    assert!(well, "{said}");
    let new = back_up(&environment, backups.path());
    assert!(new > old);

    // The data from before, with the newest keys, as the guide says.
    let target = Place::fresh();
    let (well, said) = keepwell(&keyed(&target), &["restore", "--from", &text(&old)]);
    assert!(well && said.contains("1 person, whose key was destroyed since, stays unreadable"), "{said}");
    let house = open(&target).await;
    let clinic = house.clinic_by_slug(&app.clinic.slug).await.unwrap().unwrap();
    for purpose in [Purpose::Scheduling, Purpose::Rights, Purpose::Export] {
        let scope = Scope::new(&house, clinic.clone(), Actor::automatic(), purpose, "test");
        let opened = scope.read(move |tx| tx.open(person).map(drop)).await;
        assert!(matches!(opened, Err(Error::Refused(Refusal::Erased))), "{purpose}: {opened:?}");
    }
    let scope = Scope::new(&house, clinic.clone(), Actor::automatic(), Purpose::Scheduling, "test");
    let found = scope.read(move |tx| people::search(tx, &name, 10)).await.unwrap();
    assert!(!found.contains(&person), "by their name");
    for (table, column) in [("client", "id"), ("client_token", "client"), ("appointment", "client"), ("mail", "person")]
    {
        let left = target.column(&format!("SELECT '1' FROM {table} WHERE {column} = '{person}'"));
        assert_eq!(left, Vec::<String>::new(), "{table}: they are erased again");
    }
}
