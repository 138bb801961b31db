//! What there is to attack: the first client with everything a client can have, and others who have none of it.

use std::collections::BTreeMap;

use ground::mail::{Letter, Voice};
use ground::{AccountId, Actor, PersonId, Role, RoleSet, Tx, params};
use keepwell::export::begin;
use people::model::{IdentifierKind, Number, TagName};
use people::store::tag::Named;
use people::store::{identifier, tag};
use promise::Purpose;

use crate::kit::{Browser, TestApp};

/// The first client, with everything a client can have, and others who have none of it.
pub(super) struct Owner {
    pub(super) account: AccountId,
    pub(super) person: PersonId,
    /// A browser of theirs that stays signed in.
    pub(super) session: String,
    pub(super) other_client: AccountId,
    pub(super) guardian: AccountId,
    pub(super) operator: AccountId,
    /// Who holds a role that the clinic made: see `EVENINGS`.
    pub(super) evenings: AccountId,
    /// A member of staff whose pages are asked for.
    pub(super) colleague: AccountId,
}

const PERSONAL: &str = "pat_00000000000000000000000000";
const PASSKEY: &str = "pky_00000000000000000000000000";
const PROVIDER: &str = "idp_00000000000000000000000000";
const REQUEST: &str = "ask_00000000000000000000000000";

pub(super) async fn owner(app: &TestApp) -> Owner {
    let accounts = app.scope(&app.clinic, Purpose::Operation).read(identity::one_of_each).await.unwrap();
    let of = |role: Role| accounts.iter().find(|account| account.roles.contains(role)).unwrap();
    let (account, person) = (of(Role::Client).id, of(Role::Client).person);
    let (other_client, other) = client(app, "tove@example.net").await;
    let (guardian, guards) = client(app, "wren@example.net").await;
    let operator = staff(app, "hosting@example.net", Role::Operator, Some(identity::Hashed::of("x", 1))).await;
    let evenings = evenings(app).await;
    // Whom the manager deactivates is none of those who ask: nobody enters as one who has set no password.
    let colleague = staff(app, "colleague@example.net", Role::Clinician, None).await;
    let change = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        let (clinic, now) = (tx.clinic(), tx.now());
        tx.execute("UPDATE account SET roles = 'guardian' WHERE clinic = $1 AND id = $2", &params![clinic, guardian])?;
        // The guardian acts for the other client's child, not for the first client.
        let add = "INSERT INTO guardian (clinic, dependant, guardian, kind, since) VALUES ($1, $2, $3, 'carer', $4)";
        tx.execute(add, &params![clinic, other, guards, now])?;
        // A letter to the first client; a blocked hour.
        let letter = Letter {
            kind: "test.letter",
            purpose: Purpose::Scheduling,
            voice: Voice::Automatic,
            language: "en".to_owned(),
            to: "first@example.net".to_owned(),
            subject: "Yours alone".to_owned(),
            body: "Yours alone".to_owned(),
            calendar: None,
            until: None,
        };
        let key = tx.seal_for(person)?;
        ground::mail::post(tx, &key, &letter)?;
        let block = "INSERT INTO block (clinic, id, starts_at, ends_at, reason) VALUES ($1, 'blk_00000000000000000000000000', 0, 1, 'x')";
        tx.execute(block, &params![clinic])?;
        let day = "INSERT INTO clinic_day (clinic, date, name, from_min, to_min) VALUES ($1, '2026-12-25', 'x', 0, 0)";
        tx.execute(day, &params![clinic])?;
        // A colleague opened their record in an emergency.
        let reason =
            key.seal(ground::cell("emergency", "reason", "emg_00000000000000000000000000"), &"Yours alone".to_owned())?;
        let emergency = "INSERT INTO emergency (clinic, id, person, actor, reason, began_at, ends_at) VALUES ($1, 'emg_00000000000000000000000000', $2, $3, $4, 0, 1)";
        tx.execute(emergency, &params![clinic, person, other, reason])?;
        // Somebody of the operator's is let in, for the setup; and somebody else was.
        let until = now + jiff::SignedDuration::from_hours(4);
        let end = "UPDATE account SET ends_at = $3 WHERE clinic = $1 AND id = $2";
        tx.execute(end, &params![clinic, operator, until])?;
        let text = "INSERT INTO agreement (id, version, digest, body, published_at) VALUES ('agr_00000000000000000000000000', '1', 'x', 'x', 0)";
        tx.execute(text, &[])?;
        let grant = "INSERT INTO operator_grant (clinic, id, account, guest, guest_name, records, everything, reason, granted_by, granted_at, ends_at)
                     VALUES ($1, 'grt_00000000000000000000000000', $2, $3, 'x', 0, 0, 'x', 'automatic', 0, 1)";
        tx.execute(grant, &params![clinic, operator, person])?;
        // Somebody who handled something for the clinic.
        let listed = "INSERT INTO recipient (clinic, id, version, state, name, way, place, purposes, categories, region, safeguard, agreement, reference, signed_on, effective_at, written_by, written_at)
             VALUES ($1, 'rcp_00000000000000000000000000', 1, 'listed', 'Once Ltd', 'by_hand', '', 'billing', 'finance', 'IE', '', 'processing', 'O-1', '2026-01-01', 0, 'automatic', 0)";
        tx.execute(listed, &params![clinic])?;
        // A dispute that holds their data back, and is over.
        let why = key
            .seal(ground::cell("legal_hold", "reason", "hld_00000000000000000000000000"), &"Yours alone".to_owned())?;
        let hold = "INSERT INTO legal_hold (clinic, id, person, whole, reason, placed_by, since, until) VALUES ($1, 'hld_00000000000000000000000000', $2, 0, $3, 'automatic', 0, 1)";
        tx.execute(hold, &params![clinic, person, why])?;
        // Something they asked about their data, and a letter about it that waits.
        let asked = office::requests::NewRequest {
            person,
            kind: office::requests::Kind::Correction,
            via: office::requests::Via::Letter,
            shown: Some(office::requests::Shown::Letter),
            field: Some(office::requests::Detail::Other),
            said: Some("Yours alone".to_owned()),
            wanted: Some("Yours alone".to_owned()),
            language: "en".to_owned(),
        };
        office::requests::create(tx, &asked).map_err(ground::Error::internal)?;
        // Something of theirs that was given to somebody else.
        let given = office::disclosures::NewDisclosure {
            kind: office::disclosures::Occasion::Named,
            recipient: "Yours alone".to_owned(),
            address: None,
            purpose: "Yours alone".to_owned(),
            basis: "Yours alone".to_owned(),
            categories: vec![promise::Category::Contact],
            form: office::disclosures::Form::Paper,
            given_at: now,
            secrecy: None,
            attached: false,
        };
        office::disclosures::record(tx, person, &given).map_err(ground::Error::internal)?;
        // Something they complained of, with the letter that says it came.
        let complaint = office::complaints::NewComplaint {
            person: Some(person),
            via: office::complaints::Via::Page,
            subject: office::complaints::Subject::Other,
            said: "Yours alone".to_owned(),
            name: None,
            email: None,
            language: "en".to_owned(),
            key: "attacked".to_owned(),
        };
        office::complaints::create(tx, &complaint, None).map_err(ground::Error::internal)?;
        // Something that went wrong, and somebody to be told of it.
        let incident = office::incidents::NewIncident {
            kind: office::incidents::IncidentKind::Other,
            said: "Yours alone".to_owned(),
            discovered_at: now,
        };
        let incident = office::incidents::report(tx, &incident).map_err(ground::Error::internal)?;
        let duty = "INSERT INTO incident_duty (clinic, id, incident, fact, place, whom, law, verified, due_at)
                    VALUES ($1, 'idt_00000000000000000000000000', $2, 'x', 'IE', 'authority', 'x', 0, $3)";
        tx.execute(duty, &params![clinic, incident, now])?;
        // A private address for their calendar.
        booking::store::feed::create(tx, person, booking::model::feed::Shows::All, false)?;
        // A passkey of theirs, which is never shown here.
        let name = key.seal(ground::cell("passkey", "name", PASSKEY), &"a phone".to_owned())?;
        let passkey =
            "INSERT INTO passkey (clinic, id, account, person, credential_id, credential, host, name, created_at)
             VALUES ($1, $2, $3, $4, $5, '{}', 'example.org', $6, $7)";
        tx.execute(passkey, &params![clinic, PASSKEY, account, person, vec![1u8; 16], name, now])?;
        // A token of theirs, as if they worked here.
        let name = key.seal(ground::cell("personal_token", "name", PERSONAL), &"a program".to_owned())?;
        let personal =
            "INSERT INTO personal_token (clinic, id, account, person, name, hash, scopes, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'read', $7, $8)";
        let ends = now + jiff::SignedDuration::from_hours(24);
        tx.execute(personal, &params![clinic, PERSONAL, account, person, name, vec![2u8; 32], now, ends])?;
        provider(tx)?;
        // A label, and a number, of the first client's.
        let Named::Done(label) = tag::create(tx, &TagName::parse("Ramp").unwrap())? else { panic!("a first label") };
        tag::change(tx, person, &[label], &[])?;
        let number = Number::parse("QM 4417 2209 31").unwrap();
        identifier::create(tx, person, IdentifierKind::Insurance, &number, None)?;
        Ok(())
    };
    app.scope(&app.clinic, Purpose::Operation).write(change).await.unwrap();
    record(app, person).await;
    from_directory(app).await;
    // A file of clients that the manager brought.
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let brought = manager.upload(&app.path("/clients/import"), "list.csv", "Given name,Family name\nTove,Lind\n").await;
    assert_eq!(brought.status, 303, "{}", brought.text);
    // And one of appointments.
    let brought =
        manager.upload(&app.path("/appointments/import"), "plan.csv", "Start,Client\n3/6/2025 10:00,Tove Lind\n").await;
    assert_eq!(brought.status, 303, "{}", brought.text);
    let columns = [("column-0", "starts"), ("column-1", "whole_name"), ("dates", "day")];
    let said = manager.post(&brought.location.unwrap(), &columns).await;
    assert!(said.location.is_some_and(|page| page.ends_with("/words")), "{}", said.text);
    // All that the clinic keeps, which somebody asked for.
    begin(&app.scope(&app.clinic, Purpose::Export), "an attack").await.unwrap();
    // A visit of the first client's, as far ahead as there is one.
    app.place.tamper(&format!(
        "UPDATE appointment SET client = '{person}' WHERE id = (SELECT id FROM appointment WHERE status = 'booked' AND clinic = '{}' ORDER BY starts_at DESC LIMIT 1)",
        app.clinic.id
    ));
    // What somebody at the desk did with it, and could still take back.
    app.place.tamper(&format!(
        "INSERT INTO desk_change (clinic, id, actor, kind, subject, version, starts_at, ends_at, told, at)
         SELECT clinic, 'chg_00000000000000000000000000', 'system', 'moved', id, '', starts_at, ends_at, 0, 0 FROM appointment WHERE client = '{person}' AND status = 'booked' LIMIT 1"
    ));
    enter(app, account).await;
    let session = app.place.column(&format!("SELECT id FROM session WHERE account = '{account}'")).remove(0);
    Owner { account, person, session, other_client, guardian, operator, evenings, colleague }
}

/// Somebody whose one role the clinic made, of the front desk and the manager, less nearly everything.
async fn evenings(app: &TestApp) -> AccountId {
    let account = staff(app, "evenings@example.net", Role::FrontDesk, Some(identity::Hashed::of("x", 1))).await;
    let kept = ["booking.day", "people.find", "people.open_to_schedule"];
    let taken = app.house.policy.abilities().map(|one| one.name.clone()).filter(|name| !kept.contains(&name.as_str()));
    let new = identity::NewRole {
        name: "Evenings".to_owned(),
        parts: RoleSet::of(&[Role::FrontDesk, Role::Manager]),
        taken: taken.collect(),
    };
    let give = move |tx: &mut Tx<'_>| -> identity::Result<()> {
        let role = identity::create_role(tx, &new)?;
        let account = identity::find_staff(tx, account)?;
        identity::change_staff(tx, &account, "Evening desk", RoleSet::EMPTY, Some(&[role].into()))
    };
    app.scope(&app.clinic, Purpose::Operation).write(give).await.unwrap();
    account
}

/// A provider of identities, which has said what it is, and somebody who asks to be let in by it.
fn provider(tx: &mut Tx<'_>) -> ground::Result<()> {
    let (clinic, now, nobody) = (tx.clinic(), tx.now(), tx.create_person()?);
    let secret = nobody.seal(ground::cell("oidc_provider", "secret", PROVIDER), &"Yours alone".to_owned())?;
    let said = r#"{"issuer": "https://nowhere.invalid", "authorization_endpoint": "https://nowhere.invalid/authorize",
        "token_endpoint": "https://nowhere.invalid/token", "jwks_uri": "https://nowhere.invalid/keys"}"#;
    tx.execute(
        "INSERT INTO oidc_provider (clinic, id, keeper, name, issuer, client_id, secret, domains, for_staff, for_clients, unknown, proves_two, working, discovered, discovered_at, keys_at, keys_asked_at, created_at, changed_at, changed_by)
         VALUES ($1, $2, $3, 'Nowhere', 'https://nowhere.invalid', 'x', $4, '', 1, 1, 'request', 0, 1, $5, $6, 0, 0, $6, $6, 'x')",
        &params![clinic, PROVIDER, nobody.person(), secret, said, now],
    )?;
    let asks = tx.create_person()?;
    let email = asks.seal(ground::cell("oidc_request", "email", REQUEST), &"asks@example.net".to_owned())?;
    tx.execute(
        "INSERT INTO oidc_request (clinic, id, person, provider, subject_token, email, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![clinic, REQUEST, asks.person(), PROVIDER, vec![1u8; 16], email, now],
    )?;
    Ok(())
}

/// Somebody whom a directory brought, in a group that gives something.
async fn from_directory(app: &TestApp) {
    let bring = |tx: &mut Tx<'_>| -> directory::Result<()> {
        let fields = directory::model::Fields {
            external: Some("1".to_owned()),
            user_name: "brought@example.net".to_owned(),
            given_name: Some("Tove".to_owned()),
            family_name: None,
            email: "brought@example.net".to_owned(),
            email_marks: String::new(),
            active: true,
        };
        let source = directory::model::Source::Scim;
        let directory::store::user::Came::Made(user) = directory::store::user::create(tx, source, &fields)? else {
            panic!("nobody has the address")
        };
        let group = directory::store::group::create(tx, source, None, "Reception")?;
        directory::store::member::add(tx, &group, &[directory::model::Member::User(user.id)])?;
        directory::store::rule::create(
            tx,
            directory::store::rule::Rule { group: group.id, gives: Role::FrontDesk.into() },
        )
    };
    app.scope(&app.clinic, Purpose::Administration).write(bring).await.unwrap();
}

/// Gives `person` a document that is shared with them, and makes another record part of theirs.
pub(super) async fn record(app: &TestApp, person: PersonId) {
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let kept = desk.upload(&app.path(&format!("/clients/{person}/documents")), "letter.txt", "Yours alone").await;
    assert_eq!(kept.status, 303, "{}", kept.text);
    app.place.tamper(&format!("UPDATE document SET shared = 1 WHERE person = '{person}'"));
    let (_, twin) = client(app, "twin@example.net").await;
    let who = Actor { roles: RoleSet::from(Role::FrontDesk), ..Actor::automatic() };
    let scope = app.scope(&app.clinic, Purpose::Scheduling).as_actor(who);
    scope.write(move |tx| tx.merge(twin, person)).await.unwrap().unwrap();
}

/// The account of another member of staff.
pub(super) async fn staff(app: &TestApp, email: &str, role: Role, password: Option<identity::Hashed>) -> AccountId {
    let new = identity::NewStaff {
        email: email.to_owned(),
        shown_as: "Somebody".to_owned(),
        roles: RoleSet::from(role),
        language: "en".to_owned(),
        password,
        source: identity::Source::Automatic,
    };
    let scope = app.scope(&app.clinic, Purpose::Operation);
    scope.write(move |tx| identity::create_staff(tx, &new)).await.unwrap().account
}

/// Another client's account, and whose it is.
pub(super) async fn client(app: &TestApp, email: &'static str) -> (AccountId, PersonId) {
    let make = move |tx: &mut Tx<'_>| -> identity::Result<identity::Made> {
        let named = |text: &str| (people::GivenName::parse(text).unwrap(), people::FamilyName::parse(text).unwrap());
        let (given_name, family_name) = named("Tove");
        let new = people::NewClient {
            given_name,
            family_name,
            email: people::Email::parse(email).ok(),
            phone: None,
            birth_date: None,
            note: None,
            language: "en".to_owned(),
        };
        let person = people::create(tx, &new, &people::Source::Demo)?;
        let account = identity::NewClient {
            person: Some(person),
            email: email.to_owned(),
            name: None,
            language: "en".to_owned(),
            age_stated: Some(18),
            password: Some(identity::Hashed::of("x", 1)),
            source: identity::Source::Automatic,
        };
        identity::create_client_account(tx, &account)
    };
    let made = app.scope(&app.clinic, Purpose::Operation).write(make).await.unwrap();
    (made.account, made.person)
}

pub(super) async fn person_of(app: &TestApp, account: AccountId) -> PersonId {
    app.scope(&app.clinic, Purpose::Operation).read(move |tx| identity::find_account(tx, account)).await.unwrap().person
}

/// A browser signed in to `account`, by the demo's door.
pub(super) async fn enter(app: &TestApp, account: AccountId) -> Browser {
    let browser = app.visitor();
    let answer = browser.post(&app.path("/demo/entrance"), &[("account", &account.to_string())]).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    browser
}

/// Everything that belongs to the first client, and what only a manager changes, as it is stored.
pub(super) async fn belongings(app: &TestApp, owner: &Owner) -> Vec<String> {
    let (person, account, session) = (owner.person, owner.account, owner.session.clone());
    let read = move |tx: &mut Tx<'_>| -> ground::Result<Vec<String>> {
        let own = [
            ("SELECT id AS it FROM session WHERE clinic = $1 AND id = $2", session.clone()),
            ("SELECT id || state AS it FROM mail WHERE clinic = $1 AND person = $2 ORDER BY id", person.to_string()),
            (
                "SELECT roles || language || COALESCE(password, '') AS it FROM account WHERE clinic = $1 AND id = $2",
                account.to_string(),
            ),
            ("SELECT CAST(version AS TEXT) AS it FROM client WHERE clinic = $1 AND id = $2", person.to_string()),
            (
                "SELECT id || CAST(shared AS TEXT) AS it FROM document WHERE clinic = $1 AND person = $2 ORDER BY id",
                person.to_string(),
            ),
            ("SELECT id AS it FROM passkey WHERE clinic = $1 AND person = $2 ORDER BY id", person.to_string()),
            (
                "SELECT id || state || CAST(version AS TEXT) AS it FROM request WHERE clinic = $1 AND person = $2 ORDER BY id",
                person.to_string(),
            ),
            (
                "SELECT id || state || CAST(version AS TEXT) AS it FROM complaint WHERE clinic = $1 AND person = $2 ORDER BY id",
                person.to_string(),
            ),
            ("SELECT id AS it FROM calendar_feed WHERE clinic = $1 AND person = $2 ORDER BY id", person.to_string()),
            ("SELECT id AS it FROM client_tag WHERE clinic = $1 AND client = $2 ORDER BY token", person.to_string()),
            ("SELECT id AS it FROM identifier WHERE clinic = $1 AND person = $2 ORDER BY id", person.to_string()),
            (
                "SELECT id AS it FROM identifier_opening WHERE clinic = $1 AND person = $2 ORDER BY id",
                person.to_string(),
            ),
            (
                "SELECT id || CAST(COALESCE(undone_at, 0) AS TEXT) AS it FROM person_merge WHERE clinic = $1 AND kept = $2 ORDER BY id",
                person.to_string(),
            ),
            ("SELECT id AS it FROM personal_token WHERE clinic = $1 AND person = $2 ORDER BY id", person.to_string()),
            (
                "SELECT guardian AS it FROM guardian WHERE clinic = $1 AND dependant = $2 AND ended_at IS NULL ORDER BY guardian",
                person.to_string(),
            ),
            (
                "SELECT id || status || CAST(sequence AS TEXT) || CAST(starts_at AS TEXT) AS it FROM appointment WHERE clinic = $1 AND client = $2 ORDER BY starts_at",
                person.to_string(),
            ),
        ];
        let managers = [
            "SELECT id || COALESCE(verdict, '') AS it FROM emergency WHERE clinic = $1 ORDER BY id",
            "SELECT id || CAST(COALESCE(expires_at, 0) AS TEXT) || CAST(generation AS TEXT) AS it FROM api_token WHERE clinic = $1 ORDER BY id",
            "SELECT id || CAST(COALESCE(expires_at, 0) AS TEXT) AS it FROM api_token WHERE clinic = $1 ORDER BY id",
            "SELECT id || name || CAST(changed_at AS TEXT) AS it FROM oidc_provider WHERE clinic = $1 ORDER BY id",
            "SELECT id AS it FROM oidc_request WHERE clinic = $1 ORDER BY id",
            "SELECT id AS it FROM block WHERE clinic = $1 ORDER BY id",
            "SELECT id || folded AS it FROM tag WHERE clinic = $1 ORDER BY id",
            "SELECT id || state || CAST(round AS TEXT) AS it FROM client_import WHERE clinic = $1 ORDER BY id",
            "SELECT id || state || CAST(round AS TEXT) AS it FROM appointment_import WHERE clinic = $1 ORDER BY id",
            "SELECT date AS it FROM clinic_day WHERE clinic = $1 ORDER BY date",
            "SELECT id || CAST(version AS TEXT) AS it FROM directory_user WHERE clinic = $1 ORDER BY id",
            "SELECT id || name AS it FROM directory_group WHERE clinic = $1 ORDER BY id",
            "SELECT directory_group || directory_user AS it FROM directory_member WHERE clinic = $1 ORDER BY directory_user",
            "SELECT directory_group || role AS it FROM directory_rule WHERE clinic = $1 ORDER BY role",
            "SELECT directory_group || role AS it FROM directory_own_rule WHERE clinic = $1 ORDER BY role",
            "SELECT id || roles || CAST(COALESCE(deactivated_at, 0) AS TEXT) AS it FROM account WHERE clinic = $1 AND shown_as IS NOT NULL ORDER BY id",
        ];
        let mut all = Vec::new();
        for (sql, of) in &own {
            all.extend(tx.query(sql, &params![tx.clinic(), of])?);
        }
        for sql in managers {
            all.extend(tx.query(sql, &params![tx.clinic()])?);
        }
        all.iter().map(|row| row.get("it")).collect()
    };
    app.scope(&app.clinic, Purpose::Operation).read(read).await.unwrap()
}

/// What stands for each placeholder: rows of the first clinic, the first client's where a client has such a thing.
pub(super) async fn ids(app: &TestApp, owner: &Owner) -> BTreeMap<&'static str, String> {
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let found = |sql: &'static str| {
        let scope = scope.clone();
        async move {
            scope
                .read(move |tx| -> ground::Result<String> { tx.one(sql, &params![tx.clinic()])?.get("id") })
                .await
                .unwrap()
        }
    };
    let own = |sql: &str| app.place.column(&format!("{sql} = '{}' LIMIT 1", owner.person)).remove(0);
    let token = token(app).await;
    assert!(!token.is_empty(), "a key to revoke");
    BTreeMap::from([
        ("{clinic}", app.clinic.slug.clone()),
        ("{client}", owner.person.to_string()),
        ("{dependant}", owner.person.to_string()),
        ("{appointment}", own("SELECT id FROM appointment WHERE status = 'booked' AND client")),
        ("{service}", found("SELECT slug AS id FROM service WHERE clinic = $1 ORDER BY position LIMIT 1").await),
        ("{account}", owner.colleague.to_string()),
        ("{letter}", own("SELECT id FROM mail WHERE person")),
        ("{personal}", own("SELECT id FROM personal_token WHERE person")),
        ("{token}", found("SELECT id FROM api_token WHERE clinic = $1 ORDER BY id LIMIT 1").await),
        ("{role}", found("SELECT id FROM own_role WHERE clinic = $1 LIMIT 1").await),
        ("{session}", owner.session.clone()),
        ("{passkey}", PASSKEY.to_owned()),
        ("{provider}", PROVIDER.to_owned()),
        ("{request}", REQUEST.to_owned()),
        ("{receipt}", "rcp_00000000000000000000000000".to_owned()),
        ("{document}", own("SELECT id FROM document WHERE person")),
        ("{tag}", found("SELECT id FROM tag WHERE clinic = $1 ORDER BY id LIMIT 1").await),
        ("{identifier}", own("SELECT id FROM identifier WHERE person")),
        ("{promise}", "notice.published".to_owned()),
        ("{merge}", own("SELECT id FROM person_merge WHERE kept")),
        ("{other}", person_of(app, owner.other_client).await.to_string()),
        ("clients/import/{import}", found("SELECT id FROM client_import WHERE clinic = $1 LIMIT 1").await),
        ("appointments/import/{import}", found("SELECT id FROM appointment_import WHERE clinic = $1 LIMIT 1").await),
        ("{export}", found("SELECT id FROM clinic_export WHERE clinic = $1 LIMIT 1").await),
        ("{left}", "cln_00000000000000000000000000".to_owned()),
        ("{agreement}", "agr_00000000000000000000000000".to_owned()),
        ("{recipient}", "rcp_00000000000000000000000000".to_owned()),
        ("{hold}", "hld_00000000000000000000000000".to_owned()),
        ("{grant}", "grt_00000000000000000000000000".to_owned()),
        ("{data_release}", "rel_00000000000000000000000000".to_owned()),
        ("{data_question}", "qst_00000000000000000000000000".to_owned()),
        ("{erasure}", "ers_00000000000000000000000000".to_owned()),
        ("{emergency}", own("SELECT id FROM emergency WHERE person")),
        ("{disclosure}", own("SELECT id FROM disclosure WHERE person")),
        ("{privacy_request}", own("SELECT id FROM request WHERE person")),
        ("{request_letter}", own("SELECT id FROM request_letter WHERE person")),
        ("{opinion}", "opn_00000000000000000000000000".to_owned()),
        ("{complaint}", own("SELECT id FROM complaint WHERE person")),
        ("{complaint_letter}", own("SELECT id FROM complaint_letter WHERE person")),
        ("{complaint_file}", "cmf_00000000000000000000000000".to_owned()),
        ("{incident}", found("SELECT id FROM incident WHERE clinic = $1 LIMIT 1").await),
        ("{notice}", "ntc_00000000000000000000000000".to_owned()),
        ("{duty}", "idt_00000000000000000000000000".to_owned()),
        ("{language}", "en".to_owned()),
        ("{feed}", own("SELECT id FROM calendar_feed WHERE person")),
        ("{date}", "2026-12-25".to_owned()),
        ("{directory_user}", found("SELECT id FROM directory_user WHERE clinic = $1 LIMIT 1").await),
        ("{directory_group}", found("SELECT id FROM directory_group WHERE clinic = $1 LIMIT 1").await),
        ("{*name}", "app.css".to_owned()),
        ("{kind}", "places".to_owned()),
        ("services/{id}", found("SELECT id FROM service WHERE clinic = $1 ORDER BY position LIMIT 1").await),
        ("practitioners/{id}", found("SELECT id FROM practitioner WHERE clinic = $1 ORDER BY id LIMIT 1").await),
        ("places/{id}", found("SELECT id FROM place WHERE clinic = $1 LIMIT 1").await),
        ("rooms/{id}", found("SELECT id FROM room WHERE clinic = $1 LIMIT 1").await),
        ("equipment/{id}", found("SELECT id FROM device WHERE clinic = $1 LIMIT 1").await),
        ("blocks/{id}", found("SELECT id FROM block WHERE clinic = $1 LIMIT 1").await),
        ("{block}", found("SELECT id FROM block WHERE clinic = $1 LIMIT 1").await),
        ("{change}", found("SELECT id FROM desk_change WHERE clinic = $1 LIMIT 1").await),
        // Secrets are whose they are: whoever holds a true one may. These are guesses.
        ("{signature}", "c2lnbmF0dXJl".to_owned()),
        ("{version}", "1".to_owned()),
        ("{check}", "1".to_owned()),
        ("{section}", "risks".to_owned()),
        ("{secret}", "c2VjcmV0".to_owned()),
    ])
}

pub(super) fn fill(pattern: &str, ids: &BTreeMap<&'static str, String>) -> String {
    let mut filled: Vec<String> = Vec::new();
    for part in pattern.split('/') {
        // One name may stand for several kinds: then the one or two parts before it say which.
        let after = |parts: usize| format!("{}/{part}", filled[filled.len().saturating_sub(parts)..].join("/"));
        let value = match part.starts_with('{') {
            true => [part.to_owned(), after(1), after(2)].iter().find_map(|name| ids.get(name.as_str())).cloned(),
            false => Some(part.to_owned()),
        };
        filled.push(value.unwrap_or_else(|| panic!("say in attack/rows.rs what stands for {part} in {pattern}")));
    }
    filled.join("/")
}

pub(super) async fn token(app: &TestApp) -> String {
    key(app, identity::Reach::Write).await
}

/// A key of this scope.
pub(super) async fn key(app: &TestApp, reach: identity::Reach) -> String {
    let new =
        identity::NewToken { label: "test".to_owned(), roles: RoleSet::from(Role::Integration), reach, days: Some(1) };
    let scope = app.scope(&app.clinic, Purpose::Administration);
    scope.write(move |tx| identity::create_token(tx, &new)).await.unwrap().1.0
}

/// A token of whoever works here in `role`, for reading and changing.
pub(super) async fn personal(app: &TestApp, role: Role) -> String {
    let browser = app.signed_in(&app.clinic, role).await;
    let page = app.path("/account/tokens");
    let made = browser.post(&page, &[("name", "a program"), ("reach", "write"), ("days", "7")]).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let at = made.text.find("kwp_").unwrap();
    made.text[at..].split('"').next().unwrap().to_owned()
}
