//! Each yes and each end of one is a receipt, and holds as long as it says.

use ground::consent::{self, Consent, Heard, Way, Word};
use ground::{Error, PersonId, Refusal, Role, Tx};
use jiff::SignedDuration;
use promise::{Purpose, State};

use super::{job_opens, press, press_for, stands};
use crate::booking_own::{CHILD, client, free, wards};
use crate::booking_public::{book, visit};

fn word(consent: &'static Consent, given: bool, giver: PersonId) -> Word {
    Word {
        consent,
        given,
        heard: Heard {
            language: "en".to_owned(),
            shown: "What was shown".to_owned(),
            notice: 1,
            way: Way::Page,
            giver,
            until: None,
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_and_its_end_are_one_press_each_and_hold_in_the_same_transaction() {
    let (app, browser, person) = client().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let record = app.path(&format!("/clients/{person}"));
    assert!(!browser.get(&app.path("/me/consents")).await.text.contains("consent-scheduling"), "nothing asks for it");
    press(&app, &browser, "restricted", 1).await;
    assert_eq!(desk.get(&record).await.status, 403);
    assert_eq!(press(&app, &browser, "consent-scheduling", 1).await.status, 303);
    // Once, however often it is pressed; and for this use alone.
    press(&app, &browser, "consent-scheduling", 1).await;
    assert_eq!(desk.get(&record).await.status, 200);
    assert!(matches!(job_opens(&app, person, Purpose::Care).await, Err(Refusal::Restricted(_) | Refusal::Policy)));

    let page = browser.get(&app.path("/me/consents")).await.text;
    let at = page.find("/me/consents/rcp_").unwrap();
    let receipt = page[at..].split('"').next().unwrap().to_owned();
    let shown = browser.get(&app.path(&receipt)).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    for said in [
        "arranging visits",
        "SHA-256",
        "although you had everything stopped",
        "on a page of ours",
        "keepwell-consent-2",
    ] {
        assert!(shown.text.contains(said), "{said}: {}", shown.text);
    }
    let json = browser.get(&app.path(&format!("{receipt}/receipt.json"))).await;
    assert!(json.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let json = json.json();
    assert_eq!(json["event"]["event_state"], "consent_given");
    assert_eq!(json["pii_processing"]["purposes"][0]["purpose"], "scheduling");
    assert_eq!(json["event"]["entity_id"], person.to_string());
    // Nobody else's.
    let other = app.visitor();
    assert_eq!(other.get(&app.path(&receipt)).await.status, 303, "to the sign-in");
    assert_eq!(desk.get(&app.path(&receipt)).await.status, 404);

    // As easily taken back.
    assert_eq!(press(&app, &browser, "consent-scheduling", 0).await.status, 303);
    assert_eq!(desk.get(&record).await.status, 403);
    assert_eq!(app.place.column("SELECT event FROM consent_receipt ORDER BY at"), ["given", "withdrawn"]);

    // In one transaction, as fast as it is said.
    let scheduling = Consent::named("scheduling").unwrap();
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let tried = scope.write(move |tx| {
        consent::record(tx, person, &word(scheduling, true, person))?;
        let opened = tx.open(person).is_ok();
        consent::record(tx, person, &word(scheduling, false, person))?;
        Ok::<_, Error>((opened, tx.open(person).is_ok()))
    });
    assert_eq!(tried.await.unwrap(), (true, false));
    let (state, said) = stands(&app, "consent.recorded").await;
    assert_eq!(state, State::Kept, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_was_changed_counts_for_nothing_and_is_told_of() {
    let (app, browser, person) = client().await;
    press(&app, &browser, "restricted", 1).await;
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_mins(1));
    press(&app, &browser, "consent-scheduling", 1).await;
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
    assert_eq!(stands(&app, "consent.recorded").await.0, State::Kept);
    let giver = format!("giver = '{person}'");
    for (change, back) in [
        ("shown = shown || 'x'", "shown = substr(shown, 1, length(shown) - 1)"),
        ("at = at + 1", "at = at - 1"),
        ("expires_at = 1", "expires_at = NULL"),
        ("purposes = 'scheduling care'", "purposes = 'scheduling'"),
        ("giver = 'per_00000000000000000000000000'", giver.as_str()),
    ] {
        app.place.tamper(&format!("UPDATE consent_receipt SET {change}"));
        assert!(job_opens(&app, person, Purpose::Scheduling).await.is_err(), "{change}");
        assert_eq!(stands(&app, "consent.recorded").await.0, State::Gap, "{change}");
        app.place.tamper(&format!("UPDATE consent_receipt SET {back}"));
        assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()), "{change}, taken back");
    }
    // A yes that nobody gave, written by whoever has the database alone.
    app.place.tamper("UPDATE consent_receipt SET consent = 'care'");
    assert!(job_opens(&app, person, Purpose::Scheduling).await.is_err());
    app.place.tamper("UPDATE consent_receipt SET consent = 'scheduling'");
    assert_eq!(stands(&app, "consent.recorded").await.0, State::Kept);
    // Used, and the receipt gone.
    app.place.tamper("DELETE FROM consent_receipt");
    let (state, said) = stands(&app, "consent.recorded").await;
    assert_eq!(state, State::Gap, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_parent_agreed_to_ends_when_the_child_comes_of_age() {
    let (app, browser, person) = client().await;
    let offered = free(&browser, &app).await;
    visit(&book(&browser, &app, "review", &[&[("slot", offered[0].as_str())], CHILD.as_slice()].concat()).await);
    let all = wards(&app, person).await;
    let mut child = None;
    for (ward, _) in all {
        let born = app.scope(&app.clinic, Purpose::Scheduling).read(move |tx| people::open(tx, ward)).await.unwrap();
        if born.given_name == "Ines" {
            child = Some(ward);
        }
    }
    let child = child.unwrap();
    let whom = child.to_string();
    assert_eq!(press_for(&app, &browser, &whom, "restricted", 1).await.status, 303);
    assert!(job_opens(&app, child, Purpose::Scheduling).await.is_err());
    assert_eq!(press_for(&app, &browser, &whom, "consent-scheduling", 1).await.status, 303);
    assert_eq!(job_opens(&app, child, Purpose::Scheduling).await, Ok(()));
    let page = browser.get(&app.path(&format!("/me/consents?for={whom}"))).await;
    assert!(page.status == 200 && page.text.contains("Ines"), "{}", page.text);
    assert_eq!(app.place.column("SELECT giver FROM consent_receipt"), [person.to_string()]);
    // Whoever does not act for the child says nothing for it.
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(press_for(&app, &desk, &whom, "restricted", 0).await.status, 403);
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    assert_eq!(press_for(&app, &officer, &whom, "restricted", 0).await.status, 404);
    // At the desk nobody reads how old the child is, so a parent's yes without an end is not written down there.
    let at_desk = app.path(&format!("/clients/{whom}/consents"));
    let by = person.to_string();
    let say = [("what", "consent-care"), ("set", "1"), ("by", by.as_str())];
    let told = desk.post(&at_desk, &say).await;
    assert_eq!(told.location, Some(format!("{at_desk}?done=age")), "{}", told.text);
    assert!(app.place.column("SELECT id FROM consent_receipt WHERE consent = 'care'").is_empty());
    assert!(desk.get(&format!("{at_desk}?done=age")).await.text.contains("that day is not known here"));

    // The day on which the child is asked itself.
    let years = i32::try_from(app.clinic.parameters.minimum_age(app.clinic.jurisdiction.parse().unwrap())).unwrap();
    let grown = jiff::civil::date(2018, 3, 4).saturating_add(jiff::Span::new().years(years));
    let grown = grown.to_zoned(app.clinic.zone.clone()).unwrap().timestamp();
    app.house.clock.set(grown - SignedDuration::from_secs(1));
    assert_eq!(job_opens(&app, child, Purpose::Scheduling).await, Ok(()));
    app.house.clock.set(grown);
    assert!(matches!(job_opens(&app, child, Purpose::Scheduling).await, Err(Refusal::Restricted(_))), "asked anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_was_widened_is_asked_for_anew() {
    static WAS: Consent = Consent { name: "scheduling", purposes: &[], opens: true };
    let (app, browser, person) = client().await;
    press(&app, &browser, "restricted", 1).await;
    // Whole and unchanged, but of a time at which it was for less.
    let add = move |tx: &mut Tx<'_>| consent::record(tx, person, &word(&WAS, true, person)).map(drop);
    app.scope(&app.clinic, Purpose::Rights).write(add).await.unwrap();
    assert!(job_opens(&app, person, Purpose::Scheduling).await.is_err());
    let page = browser.get(&app.path("/me/consents")).await;
    assert!(page.text.contains("I agree"), "it is asked: {}", page.text);
    press(&app, &browser, "consent-scheduling", 1).await;
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_writes_down_what_it_saw_on_paper() {
    let (app, browser, person) = client().await;
    press(&app, &browser, "restricted", 1).await;
    let path = app.path(&format!("/clients/{person}/consents"));
    let say = [("what", "consent-scheduling"), ("set", "1")];
    let clinician = app.signed_in(&app.clinic, Role::Clinician).await;
    assert_eq!(clinician.post(&path, &say).await.status, 403);
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.post(&path, &[("what", "restricted"), ("set", "0")]).await.status, 400, "that is theirs to say");
    assert_eq!(desk.post(&path, &say).await.status, 303);
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
    let row = app.place.column(
        "SELECT way || ' ' || giver || ' ' || CASE WHEN actor = giver THEN 'self' ELSE 'seen' END FROM consent_receipt",
    );
    assert_eq!(row, [format!("desk {person} seen")]);
    let page = browser.get(&app.path("/me/consents")).await;
    assert!(page.text.contains("at the desk, where somebody saw it"), "{}", page.text);
    let panel = desk.get(&app.path(&format!("/clients/{person}"))).await;
    assert!(panel.status == 200 && panel.text.contains("Consents and restrictions"), "{}", panel.text);
}
