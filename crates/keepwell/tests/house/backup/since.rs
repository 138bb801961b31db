//! Whoever was locked, restricted or held back, or said no, after a backup from before it.

use ground::consent::{self, Consent, Heard, Way, Word};
use ground::erase::{Because, locked};
use ground::restrict::{Basis, Kind, Use, lift, object, restrict, since};
use ground::{Actor, Clinic, Error, House, PersonId, Refusal, Scope, Tx, hold, params};
use promise::Purpose;

use super::whole::{keyed, open};
use super::{back_up, keepwell, text};
use crate::kit::{Place, TestApp};

/// Clients who kept a visit, so that a law keeps something of them.
fn clients(app: &TestApp) -> Vec<PersonId> {
    let sql = format!(
        "SELECT DISTINCT c.id FROM client c JOIN appointment a ON a.client = c.id
         WHERE c.clinic = '{}' AND a.status IN ('arrived', 'in_progress', 'done') ORDER BY c.id",
        app.clinic.id
    );
    app.place.column(&sql).into_iter().map(|id| id.parse().unwrap()).collect()
}

async fn write<T: Send + 'static>(
    scope: &Scope,
    work: impl Fn(&mut Tx<'_>) -> ground::Result<T> + Send + Sync + 'static,
) -> T {
    scope.write(work).await.unwrap()
}

fn scope(house: &House, clinic: &std::sync::Arc<Clinic>, purpose: Purpose) -> Scope {
    Scope::new(house, clinic.clone(), Actor::automatic(), purpose, "test")
}

/// How somebody stands: restricted, said no to research, held back, locked by a law until when.
type Standing = (bool, bool, bool, Option<(jiff::Timestamp, String)>);

async fn standing(scope: &Scope, person: PersonId) -> Standing {
    let read = move |tx: &mut Tx<'_>| -> ground::Result<Standing> {
        Ok((
            since(tx, person, Kind::Restricted)?.is_some(),
            since(tx, person, Kind::Objected(Use::Research))?.is_some(),
            hold::of(tx, person)?.is_some(),
            locked(tx, person)?.map(|lock| (lock.until, lock.law)),
        ))
    };
    scope.read(read).await.unwrap()
}

/// A word about what they agreed to although they had everything stopped.
async fn say(scope: &Scope, person: PersonId, given: bool) {
    let consent = Consent::named("scheduling").unwrap();
    let heard = Heard {
        language: "en".to_owned(),
        shown: "What was shown".to_owned(),
        notice: 1,
        way: Way::Page,
        giver: person,
        until: None,
    };
    let word = Word { consent, given, heard };
    write(scope, move |tx| consent::record(tx, person, &word).map(drop)).await;
}

async fn agreements(scope: &Scope, person: PersonId) -> Vec<(String, String)> {
    let read = move |tx: &mut Tx<'_>| -> ground::Result<Vec<(String, String)>> {
        let sql = "SELECT consent, event FROM consent_receipt WHERE clinic = $1 AND person = $2 ORDER BY at, id";
        let rows = tx.query(sql, &params![tx.clinic(), person])?;
        rows.iter().map(|row| Ok((row.get("consent")?, row.get("event")?))).collect()
    };
    scope.read(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_locked_restricted_or_held_since_or_said_no_is_so_again_in_older_data() {
    let app = TestApp::start().await;
    app.place.tamper(&format!("UPDATE clinic SET jurisdiction = 'AE' WHERE id = '{}'", app.clinic.id));
    let node = app.beside().await;
    let clinic = node.house.clinic_by_slug(&app.clinic.slug).await.unwrap().unwrap();
    let (environment, backups) = (keyed(&app.place), tempfile::tempdir().unwrap());
    let rights = scope(&node.house, &clinic, Purpose::Rights);
    let desk = scope(&node.house, &clinic, Purpose::Scheduling);
    let [law, stopped, said_no, disputed, free_again, over, agreed, gone] = clients(&app)[..8].try_into().unwrap();
    let name = desk.read(move |tx| people::open(tx, law)).await.unwrap().name();

    // As it stood when the older backup was taken.
    write(&rights, move |tx| restrict(tx, free_again, Basis::Wish).map(drop)).await;
    let settled = write(&rights, move |tx| hold::place(tx, Some(over), "Case 11/2026", None)).await;
    say(&rights, agreed, true).await;
    node.run_jobs().await;
    let old = back_up(&environment, backups.path());

    // What came after it, and the newest backup.
    let later = app.house.clock.now() + jiff::SignedDuration::from_mins(5);
    app.house.clock.set(later);
    node.house.clock.set(later);
    write(&rights, move |tx| tx.erase_person(law, &Because::request("asked")).map(Result::unwrap)).await;
    write(&rights, move |tx| restrict(tx, stopped, Basis::Wish).map(drop)).await;
    write(&rights, move |tx| object(tx, said_no, Use::Research, Basis::Wish).map(drop)).await;
    write(&rights, move |tx| hold::place(tx, Some(disputed), "Case 12/2026", None)).await;
    write(&rights, move |tx| lift(tx, free_again, Kind::Restricted).map(drop)).await;
    write(&rights, move |tx| hold::lift(tx, settled)).await;
    say(&rights, agreed, false).await;
    // Whoever was restricted and is erased leaves nothing beside the keys.
    write(&rights, move |tx| restrict(tx, gone, Basis::Wish).map(drop)).await;
    node.run_jobs().await;
    app.place.tamper(&format!("UPDATE clinic SET jurisdiction = 'IE' WHERE id = '{}'", app.clinic.id));
    let (well, said) = keepwell(
        &environment,
        &["erase", "--clinic", &app.clinic.slug, "--client", &gone.to_string(), "--reason", "asked"],
    );
    assert!(well && said.contains("\"what\": \"erased\""), "{said}");
    app.place.tamper(&format!("UPDATE clinic SET jurisdiction = 'AE' WHERE id = '{}'", app.clinic.id));
    let people = [law, stopped, said_no, disputed, free_again, over, agreed];
    let mut stood = Vec::new();
    for person in people {
        stood.push((standing(&rights, person).await, agreements(&rights, person).await));
    }
    assert!(stood[0].0.3.is_some() && stood[1].0.0 && stood[2].0.1 && stood[3].0.2);
    assert_eq!((&stood[4].0, &stood[5].0), (&(false, false, false, None), &(false, false, false, None)));
    back_up(&environment, backups.path());

    let target = Place::fresh();
    let (well, said) = keepwell(&keyed(&target), &["restore", "--from", &text(&old)]);
    assert!(well && said.contains("7 people had been locked, restricted or held back since"), "{said}");
    let house = open(&target).await;
    let clinic = house.clinic_by_slug(&app.clinic.slug).await.unwrap().unwrap();
    let rights = scope(&house, &clinic, Purpose::Rights);
    for (person, stood) in people.into_iter().zip(stood) {
        assert_eq!((standing(&rights, person).await, agreements(&rights, person).await), stood, "{person}");
    }
    // Who is locked is opened at no desk and found by nothing, and what was erased of them is gone again.
    let desk = scope(&house, &clinic, Purpose::Scheduling);
    let opened = desk.read(move |tx| tx.open(law).map(drop)).await;
    assert!(matches!(opened, Err(Error::Refused(Refusal::Erased))), "{opened:?}");
    assert!(!desk.read(move |tx| people::search(tx, &name, 10)).await.unwrap().contains(&law));
    for (table, column) in [("client_token", "client"), ("account", "person"), ("reminder_choice", "person")] {
        let left = target.column(&format!("SELECT '1' FROM {table} WHERE {column} = '{law}'"));
        assert_eq!(left, Vec::<String>::new(), "{table}");
    }
    let opened = desk.read(move |tx| tx.open(stopped).map(drop)).await;
    assert!(matches!(opened, Err(Error::Refused(Refusal::Restricted(_)))), "{opened:?}");
    let held = rights.write(move |tx| tx.erase_person(disputed, &Because::request("asked"))).await.unwrap();
    assert_eq!(held.unwrap_err(), ground::erase::Unerased::Held);
    let opened = rights.read(move |tx| tx.open(gone).map(drop)).await;
    assert!(matches!(opened, Err(Error::Refused(Refusal::Erased))), "{opened:?}");
    assert_eq!(ground::carried::again(&rights).await.unwrap(), 0, "nothing is otherwise any more");

    // A restore of what is the newest brings nothing back, and takes nothing away.
    let target = Place::fresh();
    let (well, said) = keepwell(&keyed(&target), &["restore", "--from", &text(backups.path())]);
    assert!(well && !said.contains("held back since"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stood_before_anything_was_written_beside_the_keys_is_written_within_the_hour() {
    let app = TestApp::start().await;
    let rights = scope(&app.house, &app.clinic, Purpose::Rights);
    let person = clients(&app)[0];
    write(&rights, move |tx| restrict(tx, person, Basis::Wish).map(drop)).await;
    app.place.tamper("DELETE FROM job WHERE kind = 'stands.carry'");
    let carried = async || ground::carried::people(&rights).await.unwrap();
    assert_eq!(carried().await, Vec::<PersonId>::new());
    ground::carried::reconcile(&rights).await.unwrap();
    assert_eq!(carried().await, [person]);
    let erased = write(&rights, move |tx| tx.erase_person(person, &Because::request("asked"))).await.unwrap();
    ground::erase::destroy_keys(&rights, &erased).await.unwrap();
    assert_eq!(carried().await, Vec::<PersonId>::new(), "with the key it goes");
}
