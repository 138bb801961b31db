//! Whoever left is erased once the days of grace are over (promise `directory.follows_leavers`).

use axum::http::Method;
use directory::leave;
use directory::model::UserId;
use directory::standin::Person;
use directory::store::leaver;
use ground::erase::Unerased;
use ground::{AccountId, PersonId, Refusal, Role, RoleSet, params};
use identity::Account;
use promise::Erased;

use super::kit::{TestHouse, world};

impl TestHouse {
    /// Ben, who worked at the desk, was signed in, and is deleted over there.
    async fn without_ben(&self) -> Account {
        self.ends().await;
        self.rule("g2", Role::FrontDesk).await;
        let ben = self.account("ben@example.org").await.unwrap();
        self.sign_in(ben.id).await;
        self.standin.world().people[1].deleted = true;
        assert_eq!(self.ends().await.0, "applied");
        // Managers are written to.
        self.leavers().await;
        ben
    }

    async fn leavers(&self) {
        // Two decisions are never of one instant.
        self.house.clock.set(self.now() + jiff::SignedDuration::from_secs(1));
        leave::turn(self.scope()).await.unwrap();
    }

    /// Something in every table whose rows belong to an account and that nothing here fills.
    async fn belongings(&self, of: &Account) {
        let (account, person) = (of.id, of.person);
        self.write(move |tx| {
            let (clinic, now) = (tx.clinic(), tx.now());
            let keeper = tx.create_person()?.person();
            let (hash, id, role) = (vec![1_u8], "one", identity::OwnRoleId::new(now));
            let rows = [
                (
                    "INSERT INTO recovery_code (clinic, id, account, person, mark, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
                    params![clinic, id, account, person, hash.clone(), now].to_vec(),
                ),
                (
                    "INSERT INTO personal_token (clinic, id, account, person, name, hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $5, '', $6, $6)",
                    params![clinic, id, account, person, hash.clone(), now].to_vec(),
                ),
                (
                    "INSERT INTO new_address (clinic, account, person, email, old_hash, new_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $4, $4, $5, $5)",
                    params![clinic, account, person, hash.clone(), now].to_vec(),
                ),
                (
                    "INSERT INTO own_role (clinic, id, name, name_key, parts, taken, version, created_at) VALUES ($1, $2, 'One', 'one', 'front_desk', '', 1, $3)",
                    params![clinic, role, now].to_vec(),
                ),
                (
                    "INSERT INTO own_role_holder (clinic, id, account, person, role, given_at) VALUES ($1, $2, $3, $4, $5, $6)",
                    params![clinic, id, account, person, role, now].to_vec(),
                ),
                (
                    "INSERT INTO oidc_provider (clinic, id, keeper, name, issuer, client_id, secret, domains, for_staff, for_clients, unknown, proves_two, working, discovered_at, keys_at, keys_asked_at, created_at, changed_at, changed_by)
                     VALUES ($1, $2, $3, 'One', 'https://one.example.org', 'one', $4, '', 1, 0, 'refuse', 0, 0, $5, $5, $5, $5, $5, 'automatic')",
                    params![clinic, id, keeper, hash.clone(), now].to_vec(),
                ),
                (
                    "INSERT INTO oidc_identity (clinic, id, account, person, provider, subject_token, linked_at) VALUES ($1, $2, $3, $4, $2, $5, $6)",
                    params![clinic, id, account, person, hash, now].to_vec(),
                ),
            ];
            for (sql, values) in rows {
                tx.execute(sql, &values)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn has_account(&self, account: AccountId) -> bool {
        self.count("SELECT COUNT(*) AS n FROM account WHERE clinic = $1 AND id = $2", Some(account)).await == 1
    }

    async fn keeps_its_promise(&self) -> bool {
        self.scope().read(self.house.evidence["directory.follows_leavers"]).await.unwrap().ok
    }

    async fn is_erased(&self, person: PersonId) -> bool {
        let opened = self.write(move |tx| Ok(tx.open(person).map(drop))).await.unwrap();
        matches!(opened, Err(ground::Error::Refused(Refusal::Erased)))
    }

    async fn decisions(&self) -> Vec<String> {
        let decisions = self.scope().read(|tx| leaver::decisions(tx, 20)).await.unwrap();
        decisions.into_iter().map(|decision| decision.what).collect()
    }

    async fn only_leaver(&self) -> UserId {
        let (leavers, total) = self.scope().read(|tx| leaver::list(tx, 10)).await.unwrap();
        assert_eq!((leavers.len(), total), (1, 1));
        leavers[0].id
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_is_erased_once_the_days_of_grace_are_over_and_nothing_of_them_is_readable() {
    let test = TestHouse::open(world()).await;
    let ben = test.without_ben().await;
    test.belongings(&ben).await;
    test.later(24 * 20 - 1);
    test.ends().await;
    test.leavers().await;
    assert!(test.has_account(ben.id).await, "there is a day left");
    test.later(2);
    // The time is over, but nobody has looked whether they are back.
    test.leavers().await;
    assert!(test.has_account(ben.id).await);
    assert_eq!(test.ends().await.2, "due=1 drift=0");
    test.later(25);
    test.ends().await;
    assert!(!test.keeps_its_promise().await, "what should have been erased a day ago is told");
    test.leavers().await;
    assert!(test.keeps_its_promise().await);
    assert!(!test.has_account(ben.id).await && test.is_erased(ben.person).await);
    assert_eq!(test.decisions().await, ["erased"]);
    // Of every table about a person, as the data map has them, nothing is left but what a law keeps.
    let map = test.house.data_map.clone();
    let person = ben.person;
    let left = test
        .write(move |tx| {
            let mut left = Vec::new();
            for (table, column, what) in map.person_tables() {
                let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND {column} = $2");
                let rows: i64 = tx.one(&sql, &params![tx.clinic(), person])?.get("n")?;
                if rows > 0 {
                    assert_eq!(what.erased(), Some(Erased::Stay), "{table}");
                    left.push(table.to_owned());
                }
            }
            Ok(left)
        })
        .await
        .unwrap();
    assert_eq!(left, ["person"]);
    if let Some(bytes) = test.file() {
        // The pages that SQLite has freed may hold it sealed; nothing holds it in clear.
        assert!(!bytes.windows(15).any(|found| found == b"ben@example.org"));
    }
    // A second turn finds nothing to do.
    test.leavers().await;
    assert_eq!(test.decisions().await, ["erased"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_directory_has_again_after_they_were_erased_comes_back_by_a_decision_only() {
    let test = TestHouse::open(world()).await;
    let ben = test.without_ben().await;
    test.later(24 * 21);
    test.ends().await;
    test.leavers().await;
    test.standin.world().people[1] = Person::new("2", "Ben", "Okri", "ben@example.org");
    assert_eq!(test.ends().await, ("unchanged", String::new(), "questions=1".to_owned()));
    assert!(test.account("ben@example.org").await.is_none());
    let manager = test.enters("manager@example.org", Role::Manager).await;
    let page = test.send(Method::GET, "/directory", &manager, &[]).await;
    assert!(page.text.contains("Erased here, and in the directory again"), "{}", page.text);
    let token = page.text.split("name=\"whom\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for (source, token, status) in
        [("google", "00", 404), ("scim", token.as_str(), 404), ("google", token.as_str(), 303), ("google", &token, 404)]
    {
        let fields = [("source", source), ("whom", token)];
        assert_eq!(test.send(Method::POST, "/directory/erased", &manager, &fields).await.status, status);
    }
    assert_eq!(test.ends().await.2, "joined=1 members_added=1 roles_given=1 drift=0");
    let new = test.account("ben@example.org").await.unwrap();
    assert!(new.id != ben.id && new.person != ben.person);
    assert_eq!(test.decisions().await, ["taken", "erased"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_within_the_days_of_grace_is_not_brought_back_by_the_directory() {
    let test = TestHouse::open(world()).await;
    let ben = test.without_ben().await;
    test.later(24 * 3);
    assert!(test.has_account(ben.id).await, "they left, and have days of grace");
    // They ask to be erased, or the clinic decides it.
    let because = ground::erase::Because::request("they asked");
    let erased = test.write(move |tx| Ok(tx.erase_person(ben.person, &because)?)).await.unwrap().unwrap();
    assert_eq!(erased.remembered, 1, "the certificate says that a token is remembered");
    assert!(test.is_erased(ben.person).await && !test.has_account(ben.id).await);
    // The directory has them back, as if they had never left; and looks again when the days of grace would have been over.
    test.standin.world().people[1] = Person::new("2", "Ben", "Okri", "ben@example.org");
    for hours in [1, 24 * 21] {
        test.later(hours);
        let (outcome, _, counts) = test.ends().await;
        assert_eq!((outcome, counts.as_str()), ("unchanged", "questions=1"));
        test.leavers().await;
        assert!(test.account("ben@example.org").await.is_none());
    }
    assert!(test.keeps_its_promise().await);
    let manager = test.enters("manager@example.org", Role::Manager).await;
    let page = test.send(Method::GET, "/directory", &manager, &[]).await;
    assert!(page.text.contains("Erased here, and in the directory again"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_directory_has_still_when_they_are_erased_is_not_brought_back_either() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    let ben = test.account("ben@example.org").await.unwrap();
    test.write(move |tx| {
        let open = identity::find_account(tx, ben.id)?;
        identity::deactivate_staff(tx, &open)?;
        tx.erase_person(ben.person, &ground::erase::Because::request("they asked"))?.unwrap();
        Ok(())
    })
    .await
    .unwrap();
    test.later(1);
    let (_, _, counts) = test.ends().await;
    assert_eq!(counts, "questions=1");
    assert!(test.account("ben@example.org").await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_sees_when_somebody_is_erased_and_keeps_them() {
    let test = TestHouse::open(world()).await;
    let ben = test.without_ben().await;
    let manager = test.enters("manager@example.org", Role::Manager).await;
    let page = test.send(Method::GET, "/directory", &manager, &[]).await;
    assert!(page.text.contains("will be erased on 14 December"), "{}", page.text);
    let path = format!("/directory/leavers/{}", test.only_leaver().await);
    let answer = async |answer: &str| test.send(Method::POST, &path, &manager, &[("answer", answer)]).await.status;
    assert_eq!(answer("keep").await, 303);
    test.later(24 * 21);
    test.ends().await;
    test.leavers().await;
    assert!(test.has_account(ben.id).await && test.keeps_its_promise().await);
    let manager = test.enters("second@example.org", Role::Manager).await;
    let page = test.send(Method::GET, "/directory", &manager, &[]).await.text;
    assert!(page.contains("left on 24 November 2026; kept") && page.contains("is kept, by Edda Marsh"), "{page}");
    assert_eq!(test.send(Method::POST, &path, &manager, &[("answer", "erase")]).await.status, 303);
    test.leavers().await;
    assert!(!test.has_account(ben.id).await && test.is_erased(ben.person).await);
    assert_eq!(test.decisions().await, ["erased", "released", "kept"]);
    assert_eq!(test.send(Method::POST, &path, &manager, &[("answer", "keep")]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_clinic_let_in_again_is_not_erased() {
    let test = TestHouse::open(world()).await;
    let ben = test.without_ben().await;
    test.write(move |tx| {
        let account = identity::find_account(tx, ben.id)?;
        Ok(identity::activate_account(tx, &account)?)
    })
    .await
    .unwrap();
    test.later(24 * 21);
    test.ends().await;
    test.leavers().await;
    assert!(test.has_account(ben.id).await && !test.is_erased(ben.person).await);
    assert_eq!(test.decisions().await, ["kept"]);
    assert!(test.keeps_its_promise().await, "whom the clinic keeps is open as the clinic says");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_kept_and_came_back_is_due_again_when_they_leave_again() {
    let test = TestHouse::open(world()).await;
    let ben = test.without_ben().await;
    let id = test.only_leaver().await;
    test.write(move |tx| leaver::keep(tx, id, true)).await.unwrap();
    test.standin.world().people[1].deleted = false;
    assert_eq!(test.ends().await.0, "applied");
    assert!(test.account("ben@example.org").await.unwrap().deactivated_at.is_none());
    test.standin.world().people[1].deleted = true;
    assert_eq!(test.ends().await.0, "applied");
    test.leavers().await;
    test.later(24 * 21);
    assert_eq!(test.ends().await.2, "due=1 drift=0");
    test.leavers().await;
    assert!(!test.has_account(ben.id).await && test.is_erased(ben.person).await);
    assert_eq!(test.decisions().await, ["erased", "kept"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_directory_that_had_them_asks_before_it_brings_them_back() {
    let test = TestHouse::open(world()).await;
    let ben = test.without_ben().await;
    test.write(move |tx| {
        let (clinic, now) = (tx.clinic(), tx.now());
        tx.execute(
            "INSERT INTO directory_user (clinic, id, account, person, source, external_token, user_name_token, email_marks, active, roles_given, digest, version, made_at, changed_at, left_at)
             SELECT clinic, $3, account, person, 'scim', $4, user_name_token, '', 0, '', digest, 1, made_at, changed_at, left_at FROM directory_user WHERE clinic = $1 AND account = $2",
            &params![clinic, ben.id, UserId::new(now), vec![7_u8; 16]],
        )?;
        Ok(())
    })
    .await
    .unwrap();
    test.later(24 * 21);
    test.ends().await;
    test.leavers().await;
    assert!(!test.has_account(ben.id).await);
    let remembered = "SELECT COUNT(*) AS n FROM directory_erased WHERE clinic = $1";
    assert_eq!(test.count(remembered, None).await, 2, "by its own id each");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_whom_is_more_to_the_clinic_than_a_colleague_only_that_side_goes() {
    let test = TestHouse::open(world()).await;
    let ben = test.without_ben().await;
    let kept = ben.person;
    let other = test
        .write(move |tx| {
            let other = tx.create_person()?.person();
            tx.merge(other, kept)?.unwrap();
            Ok(other)
        })
        .await
        .unwrap();
    test.later(24 * 21);
    test.ends().await;
    test.leavers().await;
    assert!(!test.has_account(ben.id).await);
    assert!(!test.is_erased(kept).await && !test.is_erased(other).await, "their record is not a directory's to erase");
    assert_eq!(test.decisions().await, ["parted"]);
    assert!(test.keeps_its_promise().await);
    assert_eq!(test.ends().await.0, "unchanged");
}

/// The account is a client's too from here, and its record holds another's of the same person.
async fn becomes_a_client_too(test: &TestHouse, account: AccountId) {
    test.write(move |tx| {
        let closed = identity::find_account(tx, account)?;
        identity::update_staff(tx, &closed, "Ben Okri", closed.roles.with(Role::Client))?;
        let other = tx.create_person()?.person();
        assert!(tx.merge(other, closed.person)?.is_ok());
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_a_clients_too_stays_the_clients_and_a_manager_who_governs_is_never_erased() {
    let test = TestHouse::open(world()).await;
    let ben = test.without_ben().await;
    let account = ben.id;
    becomes_a_client_too(&test, account).await;
    test.belongings(&ben).await;
    test.later(24 * 21);
    test.ends().await;
    test.leavers().await;
    let left = test.account("ben@example.org").await.unwrap();
    assert_eq!((left.id, left.roles, left.shown_as.as_deref()), (account, RoleSet::from(Role::Client), None));
    assert!(left.deactivated_at.is_none(), "what is theirs as a client is theirs still");
    assert_eq!(test.sessions(account).await, 0);
    let codes = "SELECT COUNT(*) AS n FROM recovery_code WHERE clinic = $1 AND account = $2";
    assert_eq!(test.count(codes, Some(account)).await, 1, "no account is left with its password alone");
    for gone in [
        "SELECT COUNT(*) AS n FROM personal_token WHERE clinic = $1 AND account = $2",
        "SELECT COUNT(*) AS n FROM oidc_identity WHERE clinic = $1 AND account = $2",
        "SELECT COUNT(*) AS n FROM own_role_holder WHERE clinic = $1 AND account = $2",
    ] {
        assert_eq!(test.count(gone, Some(account)).await, 0, "{gone}");
    }
    let edda = test.account("edda@example.org").await.unwrap();
    let says_no =
        test.write(move |tx| Ok(tx.erase_person(edda.person, &ground::erase::Because::leaver())?)).await.unwrap();
    assert_eq!(says_no, Err(Unerased::Room("manager")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_a_manager_closed_is_not_opened_when_its_staffs_side_goes() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    let ben = test.account("ben@example.org").await.unwrap();
    let account = ben.id;
    test.write(move |tx| {
        let ben = identity::find_account(tx, account)?;
        Ok(identity::deactivate_staff(tx, &ben)?)
    })
    .await
    .unwrap();
    test.standin.world().people[1].deleted = true;
    assert_eq!(test.ends().await.0, "applied");
    becomes_a_client_too(&test, account).await;
    test.leavers().await;
    test.later(24 * 21);
    test.ends().await;
    test.leavers().await;
    assert_eq!(test.decisions().await, ["parted"]);
    let left = test.write(move |tx| Ok(identity::find_account(tx, account)?)).await.unwrap();
    assert_eq!(left.roles, RoleSet::from(Role::Client));
    assert!(left.deactivated_at.is_some(), "the directory did not close it");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_a_manager_opened_and_closed_again_is_closed_by_them() {
    let test = TestHouse::open(world()).await;
    let ben = test.without_ben().await;
    let account = ben.id;
    becomes_a_client_too(&test, account).await;
    test.write(move |tx| {
        let closed = identity::find_account(tx, account)?;
        identity::activate_account(tx, &closed)?;
        let open = identity::find_account(tx, account)?;
        Ok(identity::deactivate_staff(tx, &open)?)
    })
    .await
    .unwrap();
    test.leavers().await;
    test.later(24 * 21);
    test.ends().await;
    test.leavers().await;
    assert_eq!(test.decisions().await, ["parted"]);
    let left = test.write(move |tx| Ok(identity::find_account(tx, account)?)).await.unwrap();
    assert!(left.deactivated_at.is_some(), "it was not the directory that closed it last");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_undoes_an_erasure_or_decides_one_asks_for_a_fresh_proof() {
    let test = TestHouse::open(world()).await;
    let ben = test.without_ben().await;
    let manager = test.enters("manager@example.org", Role::Manager).await;
    test.house.clock.set(test.now() + jiff::SignedDuration::from_mins(11));
    let leaver = format!("/directory/leavers/{}", test.only_leaver().await);
    let opened = format!("/staff/{}/activation", ben.id);
    let token = "00".repeat(16);
    for (path, fields) in [
        (leaver.as_str(), &[("answer", "keep")][..]),
        ("/directory/erased", &[("source", "google"), ("whom", token.as_str())]),
        (opened.as_str(), &[]),
    ] {
        let asked = test.send(Method::POST, path, &manager, fields).await;
        // What was sent is kept, where anything was.
        let again = match fields {
            [] => asked.location.contains("/again"),
            _ => asked.text.contains("type=\"password\"") && asked.text.contains("name=\"carried\""),
        };
        assert!(again, "{path} {} {}", asked.status, asked.location);
    }
    assert!(test.decisions().await.is_empty());
    let ben = test.write(move |tx| Ok(identity::find_account(tx, ben.id)?)).await.unwrap();
    assert!(ben.deactivated_at.is_some());
}
