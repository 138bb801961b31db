//! What is asked of the store for many people is asked as often as for few.

use ground::{Actor, PersonId, Role, RoleSet, Scope, access, params};
use promise::Purpose;

use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_full_day_is_opened_with_as_many_questions_as_an_empty_one_and_each_opening_is_recorded() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let ids = scope.read(|tx| -> ground::Result<Vec<PersonId>> {
        let rows = tx.query("SELECT id FROM client WHERE clinic = $1 ORDER BY id", &params![tx.clinic()])?;
        rows.iter().map(|row| row.get("id")).collect()
    });
    let ids = ids.await.unwrap();
    assert!(ids.len() >= 20);
    let desk = Actor { roles: RoleSet::from(Role::FrontDesk), ..Actor::automatic() };
    let desk = Scope::new(&app.house, app.clinic.clone(), desk, Purpose::Scheduling, "test");
    let asked = async |few: &[PersonId]| {
        let few = few.to_vec();
        let opened = desk
            .read(move |tx| -> ground::Result<(usize, usize)> { Ok((people::open_many(tx, &few)?.len(), tx.asked())) });
        opened.await.unwrap()
    };
    assert_eq!(asked(&ids[..1]).await, (1, 3));
    let what = "their keys in one question, their records in another, what is restricted in a third";
    assert_eq!(asked(&ids).await, (ids.len(), 3), "{what}");
    for id in ids {
        let openings = scope.read(move |tx| access::about(tx, id, 5)).await.unwrap();
        assert!(openings.iter().any(|opening| opening.action == "test" && !opening.refused), "{id}");
    }
}
