//! A program that somebody runs for clinics that are not theirs: the agreement, whom a clinic lets in, and what a command
//! may touch.

use std::fs;

use ground::{Actor, Error, PersonId, Refusal, Role, RoleSet, Scope, Who};
use jiff::SignedDuration;
use operator::model::{Agreement, Grant, GrantId};
use promise::{Evidence, Purpose};

use crate::kit::program::{CREATE, run, said};
use crate::kit::{Answer, Browser, Place, TestApp};

const TEXT: &str = "What you keep stays yours. We open nobody’s record but with your leave.";
const REASON: &str = "The printer of labels says nothing any more";

struct Hosted {
    app: TestApp,
    manager: Browser,
}

impl Hosted {
    async fn open() -> Hosted {
        let app = TestApp::hosted().await;
        let manager = app.signed_in(&app.clinic, Role::Manager).await;
        Hosted { app, manager }
    }

    async fn publish(&self, version: &'static str, text: &'static str) -> Agreement {
        let house = &self.app.house;
        let scope =
            Scope::new(house, house.installation(), Actor::automatic(), Purpose::Operation, "operator.agreement");
        scope.write(move |tx| operator::agreement::publish(tx, version, text)).await.unwrap()
    }

    async fn accept(&self, agreement: &Agreement) -> Answer {
        let path = format!("/operator/agreements/{}/acceptance", agreement.id);
        self.manager.post(&self.app.path(&path), &[]).await
    }

    async fn agreed() -> Hosted {
        let hosted = Hosted::open().await;
        let agreement = hosted.publish("2026-1", TEXT).await;
        assert_eq!(hosted.accept(&agreement).await.status, 303);
        hosted
    }

    /// Lets somebody in at the form of the page.
    async fn let_in(&self, fields: &[(&str, &str)]) -> Answer {
        let usual = [("name", "Ola Berg"), ("email", "ola@harbour.example"), ("reason", REASON), ("hours", "2")];
        let mut all: Vec<(&str, &str)> =
            usual.into_iter().filter(|(name, _)| !fields.iter().any(|(other, _)| other == name)).collect();
        all.extend(fields);
        self.manager.post(&self.app.path("/operator/grants"), &all).await
    }

    async fn grants(&self) -> Vec<Grant> {
        self.app.scope(&self.app.clinic, Purpose::Operation).read(|tx| operator::grant::list(tx, 100)).await.unwrap()
    }

    /// A browser of whom was let in, past the demo's door, which stands for their password and their second factor.
    async fn guest(&self, grant: &Grant) -> Browser {
        let set = format!("UPDATE account SET verified_at = 1 WHERE id = '{}'", grant.account);
        self.app.place.tamper(&set);
        let browser = self.app.visitor();
        let entered = browser.post(&self.app.path("/demo/entrance"), &[("account", &grant.account.to_string())]).await;
        assert_eq!(entered.status, 303, "{}", entered.text);
        browser
    }

    fn later(&self, minutes: i64) {
        self.app.house.clock.set(self.app.house.clock.now() + SignedDuration::from_mins(minutes));
    }

    async fn client(&self) -> PersonId {
        let accounts = self.app.scope(&self.app.clinic, Purpose::Operation).read(identity::one_of_each).await.unwrap();
        accounts.iter().find(|account| account.roles.contains(Role::Client)).unwrap().person
    }

    async fn evidence(&self) -> Evidence {
        let prove = self.app.house.evidence["phi.as_clinic_permits"];
        self.app.scope(&self.app.clinic, Purpose::Operation).read(prove).await.unwrap()
    }
}

fn figure(evidence: &Evidence, name: &str) -> i64 {
    evidence.figures.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("{name}: {evidence:?}")).1
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_of_the_operators_opens_anything_but_for_the_time_they_were_let_in() {
    let hosted = Hosted::agreed().await;
    let app = &hosted.app;
    let client = hosted.client().await;
    let record = app.path(&format!("/clients/{client}"));

    // For the setup alone: no record, and no page that leads to one.
    assert_eq!(hosted.let_in(&[]).await.status, 303);
    let setup = hosted.grants().await.remove(0);
    let guest = hosted.guest(&setup).await;
    assert_eq!(guest.get(&app.path("/setup")).await.status, 200);
    for path in ["/clients", "/day", "/operator", "/staff", "/setup/export"] {
        assert_eq!(guest.get(&app.path(path)).await.status, 403, "{path}");
    }
    assert_eq!(guest.get(&record).await.status, 403);

    // Also for records: what the front desk does, and no more; the earlier leave ends with it.
    hosted.later(1);
    assert_eq!(hosted.let_in(&[("records", "1")]).await.status, 303);
    let grants = hosted.grants().await;
    assert!(grants.len() == 2 && grants[0].records && grants[1].ended_at.is_some(), "{grants:?}");
    assert_eq!(guest.get(&app.path("/setup")).await.status, 303, "they show anew who they are");
    let guest = hosted.guest(&grants[0]).await;
    assert_eq!(guest.get(&record).await.status, 200);
    for path in [format!("/clients/{client}/identifiers"), "/clients/duplicates".to_owned(), "/reports".to_owned()] {
        let status = guest.get(&app.path(&path)).await.status;
        assert!(status == 403 || status == 404, "{path}: {status}");
    }
    // Whoever was let in lets nobody in, themselves least of all.
    assert_eq!(guest.post(&app.path("/operator/grants"), &[("hours", "72")]).await.status, 403);

    // It stands in the record, with the reason, where the client reads it.
    let own = app.signed_in(&app.clinic, Role::Client).await.get(&app.path("/me/record")).await;
    assert!(own.text.contains("Ola Berg") && own.text.contains(REASON), "{}", own.text);
    assert!(own.text.contains("allowed by the clinic until"), "{}", own.text);
    let page = hosted.manager.get(&app.path("/operator")).await;
    // The client's own, and that of a child of theirs which stands on the same page; none by the earlier leave.
    assert!(page.text.contains("Opened 2 records.") && page.text.contains("Opened no record."), "{}", page.text);
    let staff = hosted.manager.get(&app.path("/staff")).await;
    assert!(staff.text.contains("Ola Berg") && staff.text.contains("Let in to help until"), "{}", staff.text);
    app.run_jobs().await;
    let evidence = hosted.evidence().await;
    assert!(evidence.ok && figure(&evidence, "opened") > 0, "{evidence:?}");

    // It ends by itself, at the door and where the key is handed out.
    for _ in 0..4 {
        hosted.later(29);
        assert_eq!(guest.get(&app.path("/setup")).await.status, 200, "kept awake");
    }
    hosted.later(3);
    assert_eq!(guest.get(&record).await.status, 200, "the last minute");
    // Whatever their session says of itself.
    let theirs = format!("account = '{}'", grants[0].account);
    app.place.tamper(&format!("UPDATE session SET expires_at = 9000000000000000 WHERE {theirs}"));
    assert!(!hosted.evidence().await.ok, "a session that would outlive its account is seen");
    hosted.later(2);
    assert_eq!(guest.get(&record).await.status, 303);
    app.place.tamper(&format!("DELETE FROM session WHERE {theirs}"));
    let actor = Actor {
        who: Who::Account { account: grants[0].account, person: grants[0].guest },
        roles: RoleSet::of(&[Role::Operator, Role::FrontDesk]),
        shown_as: None,
    };
    for purpose in [Purpose::Scheduling, Purpose::Administration, Purpose::Export, Purpose::Care] {
        let scope = app.scope(&app.clinic, purpose).as_actor(actor.clone());
        let opened = scope.read(move |tx| tx.open(client).map(drop)).await;
        assert!(matches!(opened, Err(Error::Refused(Refusal::Policy))), "{purpose}: {opened:?}");
    }
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let lines = scope.read(move |tx| ground::access::about(tx, client, 100)).await.unwrap();
    let theirs = |refused: bool| {
        lines.iter().filter(|line| line.actor == grants[0].guest.to_string() && line.refused == refused).count()
    };
    assert!(theirs(true) >= 4, "what was refused is recorded");
    let evidence = hosted.evidence().await;
    assert!(evidence.ok && figure(&evidence, "opened outside") == 0, "{evidence:?}");

    // What was opened to work with records is not covered by a leave to take everything along.
    app.place.tamper("UPDATE operator_grant SET records = 0, everything = 1 WHERE records = 1");
    let evidence = hosted.evidence().await;
    assert!(!evidence.ok && figure(&evidence, "opened outside") > 0, "{evidence:?}");
    app.place.tamper("UPDATE operator_grant SET records = 1, everything = 0 WHERE everything = 1");
    assert!(hosted.evidence().await.ok);
    app.place.tamper("UPDATE access_entry SET purpose = 'export' WHERE roles LIKE '%operator%' AND outcome = 'opened'");
    assert!(!hosted.evidence().await.ok, "and the other way round");
    app.place
        .tamper("UPDATE access_entry SET purpose = 'scheduling' WHERE roles LIKE '%operator%' AND outcome = 'opened'");

    // An opening that no leave covers is seen.
    app.place.tamper("UPDATE operator_grant SET ended_at = granted_at + 1, records = 0 WHERE records = 1");
    let evidence = hosted.evidence().await;
    assert!(!evidence.ok && figure(&evidence, "opened outside") > 0, "{evidence:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_let_in_is_told_of_to_everybody_who_answers_and_shown_out_at_once() {
    let hosted = Hosted::agreed().await;
    let app = &hosted.app;
    for (fields, part) in [
        (&[("reason", "help")][..], "at least 10 characters"),
        (&[("hours", "5")], "4"),
        (&[("hours", "0")], "hours"),
        (&[("email", "nobody")], "email"),
        (&[("name", "")], "Please fill this in"),
    ] {
        let again = hosted.let_in(fields).await;
        assert!(again.status == 422 && again.text.contains(part), "{fields:?}: {}", again.text);
        assert!(again.text.contains("ola@harbour.example") || fields[0].0 == "email", "the form comes back filled");
    }
    assert_eq!(hosted.grants().await.len(), 0);

    assert_eq!(hosted.let_in(&[("records", "1")]).await.status, 303);
    let letters = app.letters().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.kind == "operator.grant").collect();
    let answering = app.place.column(&format!(
        "SELECT id FROM account WHERE clinic = '{}' AND (roles LIKE '%manager%' OR roles LIKE '%privacy_officer%') AND deactivated_at IS NULL",
        app.clinic.id
    ));
    assert_eq!(told.len(), answering.len() + 1, "they and the guest");
    for letter in &told {
        assert!(letter.body.contains(REASON) && letter.body.contains("what the front desk does"), "{}", letter.body);
    }
    let invited = letters.iter().filter(|letter| letter.kind == "identity.invitation").map(|letter| &letter.to);
    assert_eq!(invited.collect::<Vec<_>>(), ["ola@harbour.example"]);

    let grant = hosted.grants().await.remove(0);
    let guest = hosted.guest(&grant).await;
    assert_eq!(guest.get(&app.path("/day")).await.status, 200);
    // Nobody makes more of them on the page of the staff, and a privacy officer shows them out.
    let staff = app.path(&format!("/staff/{}", grant.account));
    assert_eq!(hosted.manager.post(&staff, &[("name", "Ola"), ("role", "manager")]).await.status, 403);
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let end = app.path(&format!("/operator/grants/{}/end", grant.id));
    assert_eq!(officer.post(&end, &[]).await.status, 303);
    assert_eq!(guest.get(&app.path("/day")).await.status, 303, "at once");
    assert_eq!(officer.post(&end, &[]).await.status, 303, "twice is once");
    assert_eq!(hosted.manager.post(&format!("{staff}/activation"), &[]).await.status, 403);
    let unknown = app.path(&format!("/operator/grants/{}/end", GrantId::from_bits(7)));
    assert_eq!(officer.post(&unknown, &[]).await.status, 404);

    // Closing their account at the staff's page shows them out as well.
    hosted.later(1);
    hosted.let_in(&[]).await;
    let grant = hosted.grants().await.remove(0);
    let guest = hosted.guest(&grant).await;
    assert_eq!(hosted.manager.post(&format!("{staff}/deactivation"), &[]).await.status, 303);
    assert_eq!(guest.get(&app.path("/setup")).await.status, 303);
    assert!(hosted.grants().await.iter().all(|grant| grant.ended_at.is_some()));

    // An address of the clinic's own people is no guest's; nobody is let in where nothing was agreed upon.
    app.place.tamper("DELETE FROM agreement_acceptance");
    let refused = hosted.let_in(&[]).await;
    assert!(refused.status == 409 && refused.text.contains("no agreement that stands"), "{}", refused.text);
    // A session that is not fresh is asked again who it is.
    hosted.later(20);
    let again = hosted.let_in(&[]).await;
    assert!(again.status == 403 && again.text.contains("/account/again"), "{} {}", again.status, again.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_reads_accepts_and_keeps_what_it_agreed_to() {
    let hosted = Hosted::open().await;
    let app = &hosted.app;
    let page = async || hosted.manager.get(&app.path("/operator")).await.text;
    assert!(page().await.contains("They have not given you an agreement"));
    assert!(!hosted.evidence().await.ok, "a clinic that others run it for, and nothing agreed upon");
    let first = hosted.publish("2026-1", TEXT).await;
    assert_eq!(hosted.publish("2026-1", TEXT).await, first, "the same again");
    let notice = hosted.manager.get(&app.path("/setup")).await.text;
    assert!(notice.contains("wait for you to accept their agreement"), "{notice}");
    let text = page().await;
    assert!(text.contains(&first.digest) && text.contains("You have not accepted it yet"), "{text}");
    let file = hosted.manager.get(&app.path(&format!("/operator/agreements/{}", first.id))).await;
    assert_eq!((file.status, file.text.as_str()), (200, TEXT));
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let path = app.path(&format!("/operator/agreements/{}/acceptance", first.id));
    assert_eq!(officer.post(&path, &[]).await.status, 403, "a manager binds the clinic");

    // An old session shows first who it is.
    hosted.later(11);
    let again = hosted.accept(&first).await;
    assert!(again.location.as_ref().is_some_and(|to| to.contains("/account/again?next=")), "{again:?}");
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let hosted = Hosted { app: hosted.app, manager };
    let app = &hosted.app;
    let page = async || hosted.manager.get(&app.path("/operator")).await.text;
    assert_eq!((hosted.accept(&first).await.status, hosted.accept(&first).await.status), (303, 303));
    let signed = app.place.column("SELECT signed_as FROM agreement_acceptance");
    assert!(signed.len() == 1 && !signed[0].is_empty(), "{signed:?}");
    assert!(page().await.contains("You accepted the newest version") && page().await.contains(&signed[0]));
    assert!(hosted.evidence().await.ok);
    app.place.tamper("UPDATE agreement_acceptance SET digest = 'x'");
    let evidence = hosted.evidence().await;
    assert!(!evidence.ok && figure(&evidence, "of another text") == 1, "{evidence:?}");
    app.place.tamper("UPDATE agreement_acceptance SET digest = (SELECT digest FROM agreement)");
    app.place.tamper("UPDATE agreement SET body = 'Everything is ours.'");
    assert_eq!(figure(&hosted.evidence().await, "of another text"), 1);
    app.place.tamper(&format!("UPDATE agreement SET body = '{TEXT}'"));
    assert!(hosted.evidence().await.ok);

    // A new version: what was accepted stands for thirty days.
    hosted.later(1);
    let second = hosted.publish("2026-2", "Another text.").await;
    assert!(page().await.contains("What you accepted stands until"), "{}", page().await);
    assert!(hosted.manager.get(&app.path("/setup")).await.text.contains("have a new agreement"));
    assert!(hosted.evidence().await.ok);
    let old = hosted.accept(&first).await;
    assert!(old.status == 409 && old.text.contains("newer version"), "{}", old.text);
    hosted.later(30 * 24 * 60);
    assert!(!hosted.evidence().await.ok);
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    assert!(manager.get(&app.path("/operator")).await.text.contains("stands no longer"));
    let path = app.path(&format!("/operator/agreements/{}/acceptance", second.id));
    assert_eq!(manager.post(&path, &[]).await.status, 303);
    assert!(hosted.evidence().await.ok);

    // The clinic's own installation has nobody apart.
    let own = TestApp::start().await;
    let manager = own.signed_in(&own.clinic, Role::Manager).await;
    let page = manager.get(&own.path("/operator")).await;
    assert!(page.text.contains("You run it yourselves") && !page.text.contains("Let somebody in"), "{}", page.text);
    assert_eq!(manager.post(&own.path("/operator/grants"), &[]).await.status, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_clinic_still_shows_its_guests_out_and_tells_what_is_promised() {
    let hosted = Hosted::agreed().await;
    let app = &hosted.app;
    assert_eq!(hosted.let_in(&[]).await.status, 303);
    let grant = hosted.grants().await.remove(0);
    let guest = hosted.guest(&grant).await;
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    app.house.pause(clinic, Some("They did not pay.".to_owned())).await.unwrap();
    assert_eq!(guest.get(&app.path("/setup")).await.status, 503);
    assert_eq!(hosted.let_in(&[]).await.status, 503, "nobody new");
    let visitor = app.visitor();
    for path in ["/notice", "/notice/versions"] {
        assert_eq!(visitor.get(&app.path(path)).await.status, 200, "{path}");
    }
    // There is no such provider: what is said of that is theirs and not the pause's.
    let with = visitor.post(&app.path("/sign-in/with/idp_00000000000000000000000001"), &[]).await;
    let back = visitor.get(&app.path("/sign-in/return?state=x")).await;
    assert!(with.status != 503 && back.status != 503, "{} {}", with.status, back.status);
    let end = app.path(&format!("/operator/grants/{}/end", grant.id));
    assert_eq!(hosted.manager.post(&end, &[]).await.status, 303);
    assert!(hosted.grants().await[0].ended_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_leave_is_one_persons_and_for_what_it_says() {
    let hosted = Hosted::agreed().await;
    let app = &hosted.app;
    let client = hosted.client().await;
    let record = app.path(&format!("/clients/{client}"));
    // One for the setup, another for records: neither opens by the other's leave.
    hosted.let_in(&[]).await;
    hosted.later(1);
    hosted.let_in(&[("name", "Una Falk"), ("email", "una@harbour.example"), ("records", "1")]).await;
    let grants = hosted.grants().await;
    let (una, ola) = (grants[0].clone(), grants[1].clone());
    assert!(una.records && !ola.records && ola.ended_at.is_none());
    assert_eq!(hosted.guest(&una).await.get(&record).await.status, 200);
    // Be it that they are given the role by which the other's page is reached.
    app.place.tamper(&format!("UPDATE account SET roles = 'front_desk, operator' WHERE id = '{}'", ola.account));
    let opened = |grant: &Grant, purpose| {
        let actor = Actor {
            who: Who::Account { account: grant.account, person: grant.guest },
            roles: RoleSet::of(&[Role::Operator, Role::FrontDesk]),
            shown_as: None,
        };
        let scope = app.scope(&app.clinic, purpose).as_actor(actor);
        async move { scope.read(move |tx| tx.open(client).map(drop)).await.is_ok() }
    };
    assert!(opened(&una, Purpose::Scheduling).await && !opened(&ola, Purpose::Scheduling).await);
    assert!(!opened(&una, Purpose::Export).await, "a leave for records is none for everything");
    // A command acts as the one who is named, if that one is let in.
    let acting = |email: &'static str| {
        let scope = app.scope(&app.clinic, Purpose::Operation);
        async move { scope.read(move |tx| operator::grant::acting(tx, Purpose::Scheduling, email)).await.unwrap() }
    };
    assert_eq!(acting("una@harbour.example").await.and_then(|actor| actor.person()), Some(una.guest));
    assert!(acting("ola@harbour.example").await.is_none());
    // Nobody is let in for longer than the clinic allows, whoever asks for it by whichever way.
    let long = operator::model::NewGrant {
        email: "ola@harbour.example".to_owned(),
        name: "Ola Berg".to_owned(),
        language: "en".to_owned(),
        records: false,
        everything: false,
        reason: REASON.to_owned(),
        hours: 1_000,
    };
    let scope = app.scope(&app.clinic, Purpose::Administration);
    scope.write(move |tx| operator::grant::create(tx, &long)).await.unwrap();
    let most = i64::from(app.clinic.parameters.grant_hours);
    let lasts = hosted.grants().await.iter().map(|grant| grant.ends_at.duration_since(grant.granted_at)).max();
    assert_eq!(lasts, Some(SignedDuration::from_hours(most)));
}

const HOST: &[(&str, &str)] = &[("KEEPWELL_OPERATOR__NAME", "Harbour Hosting")];

#[test]
fn the_operators_commands_ask_for_an_agreement_and_for_leave() {
    let place = Place::fresh();
    assert!(run(&place, CREATE, HOST).status.success());
    let text = place.folder.path().join("agreement.txt");
    fs::write(&text, TEXT).unwrap();
    let file = place.folder.path().join("north.zip");
    let export = ["export", "--clinic", "north", "--reason", "they asked for it", "--to", file.to_str().unwrap()];
    let bare = export;
    let export = [&export[..], &["--as", "m@example.org"]].concat();
    let csv = place.folder.path().join("visits.csv");
    let import =
        ["import", "appointments", "--clinic", "north", "--mapping", csv.to_str().unwrap(), csv.to_str().unwrap()];
    let refuses = |words: &[&str], part: &str| {
        let refused = run(&place, words, HOST);
        assert!(!refused.status.success() && said(&refused).contains(part), "{words:?}: {}", said(&refused));
        assert!(!file.exists());
    };
    let refused = |part: &str| [&export[..], &import].iter().for_each(|words| refuses(words, part));
    // What would outlast any leave is refused, whatever the clinic agreed to.
    let lasting = || {
        place.tamper("UPDATE account SET verified_at = 1");
        for words in [
            &["token", "create", "--clinic", "north", "--label", "ours"][..],
            &["token", "rotate", "--clinic", "north", "tok_00000000000000000000000001"],
            &["clinic", "manager", "north", "--email", "us@harbour.example", "--name", "Us"],
        ] {
            refuses(words, "this would outlast any leave of North");
        }
    };
    fs::write(&csv, "").unwrap();
    refused("you have published no agreement");
    let publish = ["agreement", "publish", "--version", "2026-1", text.to_str().unwrap()];
    let own = run(&place, &publish, &[]);
    assert!(!own.status.success() && said(&own).contains("operator.name is not set"), "{}", said(&own));
    let published = run(&place, &publish, HOST);
    assert!(published.status.success() && said(&published).contains("its fingerprint is"), "{}", said(&published));
    fs::write(&text, "something else").unwrap();
    let changed = run(&place, &publish, HOST);
    assert!(!changed.status.success() && said(&changed).contains("another text"), "{}", said(&changed));
    refused("its manager reads and accepts it at");
    assert!(said(&run(&place, &["agreement", "list"], HOST)).contains("north: accepted nothing"));

    let clinic = place.column("SELECT id FROM clinic").remove(0);
    let agreement = place.column("SELECT id FROM agreement").remove(0);
    place.tamper(&format!(
        "INSERT INTO agreement_acceptance (clinic, id, agreement, version, digest, operator, actor, signed_as, accepted_at)
         VALUES ('{clinic}', 'acc_00000000000000000000000001', '{agreement}', '2026-1', 'x', 'Harbour Hosting', 'automatic', 'Edda', 1)"
    ));
    // Another text was accepted, or with somebody else: that is no agreement on this one.
    refused("its manager reads and accepts it at");
    place.tamper("UPDATE agreement_acceptance SET operator = 'Quay Hosting', digest = (SELECT digest FROM agreement)");
    refused("its manager reads and accepts it at");
    place.tamper("UPDATE agreement_acceptance SET operator = 'Harbour Hosting'");
    refuses(&export, "has not let m@example.org of Harbour Hosting in for everything");
    refuses(&import, "has not let anybody of Harbour Hosting in for records");
    lasting();

    // Somebody is let in for records: that is no leave to take everything along, nor to make what outlasts it.
    let (account, person) =
        (place.column("SELECT id FROM account").remove(0), place.column("SELECT person FROM account").remove(0));
    let now = ground::Clock::system().now().as_microsecond();
    place.tamper(&format!(
        "INSERT INTO operator_grant (clinic, id, account, guest, guest_name, records, everything, reason, granted_by, granted_at, ends_at)
         VALUES ('{clinic}', 'grt_00000000000000000000000001', '{account}', '{person}', 'Ola', 1, 0, 'x', 'automatic', {}, {})",
        now - 1_000_000,
        now + 3_600_000_000_i64
    ));
    refuses(&export, "has not let m@example.org of Harbour Hosting in for everything");
    refuses(&import, "visits.csv");
    lasting();

    // With everything the command acts as them, and never while the clinic is paused.
    place.tamper("UPDATE operator_grant SET everything = 1");
    assert!(run(&place, &["clinic", "suspend", "north", "--because", "They did not pay"], HOST).status.success());
    refused("North is paused: keepwell clinic resume north");
    assert!(run(&place, &["clinic", "resume", "north"], HOST).status.success());
    // Whoever takes it says who they are, and is that one.
    refuses(&bare, "--as EMAIL says which of you it is");
    let colleague = [&bare[..], &["--as", "somebody@harbour.example"]].concat();
    refuses(&colleague, "has not let somebody@harbour.example of Harbour Hosting in for everything");
    let taken = run(&place, &export, HOST);
    assert!(taken.status.success() && file.exists(), "{}", said(&taken));
    assert_eq!(place.column("SELECT actor FROM clinic_export"), [person]);
    fs::remove_file(&file).unwrap();
    lasting();
    place.tamper("UPDATE operator_grant SET ended_at = granted_at + 1");
    refuses(&export, "has not let m@example.org of Harbour Hosting in for everything");
    refuses(&import, "has not let anybody of Harbour Hosting in for records");
    // In an installation of the clinic's own nobody is asked.
    let named = run(&place, &export, &[]);
    assert!(!named.status.success() && said(&named).contains("--as is for"), "{}", said(&named));
    assert!(run(&place, &bare, &[]).status.success());
}

#[test]
fn an_operator_without_a_name_is_told_of() {
    let place = Place::fresh();
    let check = |environment: &[(&str, &str)]| said(&run(&place, &["check"], environment));
    assert!(check(&[("KEEPWELL_OPERATOR__NAME", " ")]).contains("operator.name: it is empty"));
    let days = [("KEEPWELL_OPERATOR__NAME", "Harbour"), ("KEEPWELL_OPERATOR__AGREEMENT_DAYS", "366")];
    assert!(check(&days).contains("operator.agreement_days: 366 is outside 0 to 365"));
}
