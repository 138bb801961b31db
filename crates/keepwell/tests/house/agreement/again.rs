//! A clinic that was wider than it is, or whose rows an earlier program wrote: what it makes again is asked for.

use std::collections::BTreeSet;

use ground::PersonId;
use ground::agreement::Said;
use promise::{Category, Edition, Purpose};

use super::after::{added, edition, nameless};
use super::proof::stands;
use super::{answer, later, questions, said};
use crate::booking_own::client;
use crate::kit::TestApp;

const MONTH: i64 = 30 * 24 * 3_600 * 1_000_000;

fn uses(app: &TestApp, edition: Edition) -> BTreeSet<(Category, Purpose)> {
    app.house.data_map.uses(edition)
}

/// What a directory clinic does not use and others do.
fn beyond(app: &TestApp) -> BTreeSet<String> {
    let left = ground::restrict::LEFT;
    let (all, own) = (uses(app, Edition::All), uses(app, Edition::Directory));
    all.difference(&own).filter(|(_, of)| !left.contains(of)).map(|(kind, of)| format!("{of} {kind}")).collect()
}

/// The clinic as an earlier program left it a month ago: a directory alone, with what every room uses noted, whatever the
/// edition; of these it says that a later version of it added them.
async fn left_by_before(app: &TestApp, later_ones: &[(Category, Purpose)]) {
    edition(app, Edition::Directory).await;
    let (clinic, at) = (app.clinic.id, app.house.clock.now().as_microsecond() - MONTH);
    app.place.tamper(&format!("DELETE FROM notice_use WHERE clinic = '{clinic}'"));
    let rows: Vec<String> = uses(app, Edition::All)
        .iter()
        .map(|pair| {
            let added = i64::from(later_ones.contains(pair));
            format!("('{clinic}', '{}', '{}', {added}, {at})", pair.0, pair.1)
        })
        .collect();
    app.place.tamper(&format!(
        "INSERT INTO notice_use (clinic, category, purpose, added, since_at) VALUES {}",
        rows.join(", ")
    ));
    later(app);
}

/// The evidence counts nothing about uses against the promise; that the tests narrow editions unannounced it does count.
async fn is_clean(app: &TestApp) {
    let (_, told) = stands(app).await;
    for figure in ["asked nobody", "not written to", "read all the same", "sent all the same", "without a receipt"] {
        assert!(told.contains(&format!("(\"{figure}\", 0)")), "{figure}: {told}");
    }
}

async fn look(app: &TestApp) -> bool {
    app.scope(&app.clinic, Purpose::Operation).write(office::keep).await.unwrap()
}

async fn made(app: &TestApp) -> PersonId {
    let make = |tx: &mut ground::Tx<'_>| people::create(tx, &crate::reminders::somebody(), &people::Source::Desk);
    let made = app.scope(&app.clinic, Purpose::Scheduling).write(make).await.unwrap();
    later(app);
    made
}

fn letters(app: &TestApp) -> usize {
    app.place.column("SELECT id FROM use_letter").len()
        + app.place.column("SELECT id FROM job WHERE kind = 'office.uses'").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_of_an_earlier_program_that_is_widened_asks_everybody() {
    // Widened after the new program looked, and by the very first command of it.
    for looks in [true, false] {
        let (app, _, person) = client().await;
        // Of rooms outside its edition nothing was made: that a later version of them added something is nobody's matter.
        let other = *uses(&app, Edition::All).difference(&uses(&app, Edition::Directory)).next().unwrap();
        left_by_before(&app, &[other]).await;
        if looks {
            look(&app).await;
            look(&app).await;
            assert_eq!((added(&app), letters(&app)), (Vec::new(), 0), "nothing is added by another program alone");
            assert!(questions(&app, person).await.is_empty());
        }
        edition(&app, Edition::All).await;
        let added: BTreeSet<String> = added(&app).into_iter().collect();
        assert_eq!(added, beyond(&app), "looked before: {looks}");
        assert!(!questions(&app, person).await.is_empty());
        is_clean(&app).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_program_added_within_the_edition_is_asked_about_as_the_new_one_begins() {
    let (app, _, person) = client().await;
    let own = *uses(&app, Edition::Directory).iter().find(|(_, of)| *of == Purpose::Administration).unwrap();
    left_by_before(&app, &[own]).await;
    assert!(look(&app).await);
    assert_eq!(added(&app), [format!("{} {}", own.1, own.0)]);
    assert_eq!(said(&app, person).await, [Said::Unasked]);
    assert!(!look(&app).await, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_narrowed_and_widened_again_is_asked_of_whoever_came_between() {
    let (app, browser, person) = client().await;
    let silent = made(&app).await;
    later(&app);
    edition(&app, Edition::Directory).await;
    assert_eq!(added(&app), [] as [&str; 0]);
    let between = made(&app).await;
    edition(&app, Edition::All).await;
    later(&app);
    assert_eq!(added(&app).into_iter().collect::<BTreeSet<_>>(), beyond(&app));
    for one in [person, silent, between] {
        assert!(nameless(&app, one).await, "{one}");
    }
    let first = questions(&app, person).await.into_iter().find(|one| one.added.purpose == Purpose::Scheduling).unwrap();
    answer(&app, &browser, &first.added.name(), "1").await;
    assert!(!nameless(&app, person).await);

    // Narrower: nobody is asked about what is not made, nothing opens, and a word that was said can be changed.
    later(&app);
    edition(&app, Edition::Directory).await;
    assert!(questions(&app, silent).await.is_empty());
    assert_eq!(said(&app, person).await, [Said::Yes]);
    assert!(nameless(&app, silent).await);
    let newcomer = made(&app).await;
    assert!(questions(&app, newcomer).await.is_empty());

    // Wider again: whoever came since is asked by the version that makes it again; whoever agreed has.
    edition(&app, Edition::All).await;
    later(&app);
    for one in [silent, between, newcomer] {
        assert!(nameless(&app, one).await, "{one}");
        let asked = questions(&app, one).await;
        assert!(
            asked.iter().all(|one| one.said == Said::Unasked && one.added.notice > first.added.notice),
            "{asked:?}"
        );
        assert_eq!(
            asked.iter().filter(|one| one.added.purpose == Purpose::Scheduling).count(),
            1,
            "asked once: {asked:?}"
        );
    }
    assert!(!nameless(&app, person).await);
    let again = questions(&app, person).await.into_iter().find(|one| one.added.purpose == Purpose::Scheduling).unwrap();
    assert_eq!(again.said, Said::Yes);
    is_clean(&app).await;
    // Its end is the end of what was given.
    assert_eq!(answer(&app, &browser, &again.added.name(), "0").await.status, 303);
    assert!(nameless(&app, person).await);
    let named = app.place.column("SELECT DISTINCT consent FROM consent_receipt");
    assert_eq!(named, [first.added.name()]);
    // Both versions say what they added.
    for version in [first.added.notice, again.added.notice] {
        let page = app.visitor().get(&app.path(&format!("/notice/versions/{version}?lang=en"))).await.text;
        let page = page.replace(['\u{2068}', '\u{2069}'], "");
        assert!(page.contains("For arranging visits"), "{version}: {page}");
    }
}
