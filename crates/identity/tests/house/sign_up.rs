//! Signing up, and what others learn or gain by it.

use axum::http::Method;
use ground::Role;
use ground::web::{LimitSettings, Rate};
use promise::Purpose;

use crate::kit::{Answer, Browser, OTHER_PASSWORD, PASSWORD, TestHouse};

const EMAIL: &str = "ottoline@example.org";

async fn sign_up(browser: &Browser, email: &str, password: &str) -> Answer {
    browser
        .post("/c/linden-quay/sign-up", &[("name", ""), ("email", email), ("password", password), ("age", "1")])
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_signs_up_confirms_the_address_and_is_signed_in() {
    let house = TestHouse::open().await;
    let browser = house.browser();
    let answer = sign_up(&browser, EMAIL, PASSWORD).await;
    assert_eq!((answer.status, browser.session()), (200, None));
    // Nothing opens before the address is confirmed.
    assert_eq!(browser.sign_in(EMAIL, PASSWORD).await.status, 422);
    let link = house.newest_link("identity.verification", EMAIL).await;
    // A scanner of mail that opens the link changes nothing.
    for _ in 0..2 {
        assert_eq!(house.browser().get(&link).await.status, 200);
    }
    assert_eq!(browser.sign_in(EMAIL, PASSWORD).await.status, 422);
    let answer = browser.post(&link, &[("password", PASSWORD)]).await;
    assert_eq!((answer.status, answer.location()), (303, "/c/linden-quay/account"));
    assert!(browser.get("/c/linden-quay/account").await.text.contains(EMAIL));
    // The link works once.
    assert_eq!(house.browser().post(&link, &[("password", PASSWORD)]).await.status, 410);
    assert_eq!(house.browser().sign_in(" Ottoline@EXAMPLE.org", PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_up_without_stating_their_age() {
    let house = TestHouse::open().await;
    let fields = [("name", ""), ("email", EMAIL), ("password", PASSWORD)];
    let answer = house.browser().post("/c/linden-quay/sign-up", &fields).await;
    assert_eq!(answer.status, 422);
    // The age asked is the parameter's, not a figure of the page.
    assert!(answer.text.contains("you are 18 or older"), "{}", answer.text);
    assert!(
        answer.text.contains(EMAIL) && !answer.text.contains(PASSWORD),
        "the form comes back filled, without the password"
    );
    assert!(house.letters().await.is_empty());
    assert_eq!(sign_up(&house.browser(), EMAIL, PASSWORD).await.status, 200);
    let (figures, kept) = house.evidence("age.minimum").await;
    assert_eq!((figures["accounts"], figures["without the age"], kept), (1, 0, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_law_of_where_one_lives_counts_where_it_asks_for_more() {
    let house = TestHouse::open().await;
    let mut clinic = ground::Clinic::clone(&house.clinic);
    clinic.parameters.age_minimum = 13;
    clinic.parameters.age_by_jurisdiction = [("GB".parse().unwrap(), 17)].into();
    house.house.update_clinic(clinic).await.unwrap();
    let page = house.browser().get("/c/linden-quay/sign-up").await;
    // In Ireland it is sixteen, whatever the clinic would be content with.
    assert!(page.text.contains("I am 16 or older") && page.text.contains("<option value=\"IN\">India</option>"));
    let sign_up = |email: &'static str, home: &'static str, stated: &'static str| {
        let browser = house.browser();
        async move {
            let fields = [
                ("name", ""),
                ("email", email),
                ("password", PASSWORD),
                ("age", "1"),
                ("home", home),
                ("stated", stated),
            ];
            browser.post("/c/linden-quay/sign-up", &fields).await
        }
    };
    for (email, home, shown, least) in [
        ("india@example.org", "IN", "16", Some(18)),
        ("elsewhere@example.org", "elsewhere", "16", Some(18)),
        // The clinic's own age for that place, above what the law there sets.
        ("britain@example.org", "GB", "16", Some(17)),
        // Thirteen there, and sixteen where the clinic is.
        ("america@example.org", "US", "16", None),
        ("here@example.org", "", "16", None),
    ] {
        let first = sign_up(email, home, shown).await;
        let Some(least) = least else {
            assert_eq!(first.status, 200, "{home}: {}", first.text);
            continue;
        };
        assert_eq!(first.status, 422, "{home}");
        assert!(first.text.contains(&format!("you are {least} or older")), "{home}: {}", first.text);
        assert!(first.text.contains(&format!("name=\"stated\" value=\"{least}\"")), "{home}");
        let stated: &'static str = if least == 18 { "18" } else { "17" };
        assert_eq!(sign_up(email, home, stated).await.status, 200, "{home}");
        let stored = house.stated_age(email).await;
        assert_eq!(stored, Some(least), "{home}");
    }
    assert_eq!(sign_up("nowhere@example.org", "QQ", "99").await.status, 422);
    let (figures, kept) = house.evidence("age.minimum").await;
    assert_eq!((figures["accounts"], figures["without the age"], kept), (5, 0, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_does_not_say_whether_an_address_has_an_account() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let plain = |answer: Answer, email: &str| (answer.status, answer.text.replace(email, "ADDRESS"));
    let (known, unknown) = (house.browser(), house.browser());
    let fresh = "nobody@example.org";
    assert_eq!(
        plain(known.sign_in(EMAIL, "wrong password").await, EMAIL),
        plain(unknown.sign_in(fresh, "wrong password").await, fresh)
    );
    assert_eq!(
        plain(sign_up(&known, EMAIL, OTHER_PASSWORD).await, EMAIL),
        plain(sign_up(&unknown, fresh, OTHER_PASSWORD).await, fresh)
    );
    // The letters differ; only their readers know.
    let mut kinds: Vec<String> = house.letters().await.into_iter().map(|letter| letter.kind).collect();
    kinds.sort();
    assert_eq!(kinds, ["identity.known", "identity.verification"]);
    let ask = |browser: Browser, email: &'static str| async move {
        browser.post("/c/linden-quay/forgotten", &[("email", email)]).await
    };
    assert_eq!(
        plain(ask(known, EMAIL).await, EMAIL),
        plain(ask(unknown, "stranger@example.org").await, "stranger@example.org")
    );
    // And the password of the account is still its own.
    assert_eq!(house.browser().sign_in(EMAIL, PASSWORD).await.status, 303);
    assert_eq!(house.browser().sign_in(EMAIL, OTHER_PASSWORD).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_a_new_password_does_the_same_for_every_address() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    house.client("flooded@example.org").await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let closed = house.staff("rhona@example.org", "Rhona Delacourt", Role::FrontDesk).await;
    let close = move |tx: &mut ground::Tx<'_>| {
        let closing = "UPDATE account SET deactivated_at = $3 WHERE clinic = $1 AND id = $2";
        tx.execute(closing, &ground::params![tx.clinic(), closed.account, tx.now()])
    };
    house.scope(Purpose::Operation).write(close).await.unwrap();
    let ask = |email: &'static str| {
        let browser = house.browser();
        async move { browser.post("/c/linden-quay/forgotten", &[("email", email)]).await }
    };
    for _ in 0..3 {
        ask("flooded@example.org").await;
    }
    assert_eq!(house.letters().await.len(), 3);
    let mut done = Vec::new();
    for email in [EMAIL, "flooded@example.org", "edda@example.org", "rhona@example.org", "nobody@example.org"] {
        let before = house.rows().await;
        let answer = ask(email).await;
        let after = house.rows().await;
        let grown: Vec<(String, i64)> = after
            .into_iter()
            .map(|(table, rows)| (table.clone(), rows - before[&table]))
            .filter(|(_, more)| *more != 0)
            .collect();
        done.push((answer.status, answer.text.replace(email, "ADDRESS"), grown));
    }
    let written = vec![("job".to_owned(), 1), ("reset_request".to_owned(), 1)];
    assert_eq!(done[0].2, written);
    assert!(done.iter().all(|same| *same == done[0]), "{done:?}");
    // Afterwards those whose account is open have a letter, and of what was asked nothing is left.
    let mut readers: Vec<String> = house.letters().await.into_iter().map(|letter| letter.to).collect();
    readers.sort();
    readers.dedup();
    assert_eq!(readers, ["edda@example.org", "flooded@example.org", EMAIL]);
    assert_eq!(house.rows().await["reset_request"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_up_with_anothers_address_gains_nothing() {
    let house = TestHouse::open().await;
    // Somebody else comes first, and again after the owner.
    sign_up(&house.browser(), EMAIL, OTHER_PASSWORD).await;
    let theirs = house.newest_link("identity.verification", EMAIL).await;
    sign_up(&house.browser(), EMAIL, PASSWORD).await;
    let own = house.newest_link("identity.verification", EMAIL).await;
    sign_up(&house.browser(), EMAIL, OTHER_PASSWORD).await;
    // The owner opens the wrong letter: their own password does not go with it, so nothing happens.
    assert_eq!(house.browser().post(&theirs, &[("password", PASSWORD)]).await.status, 422);
    assert_eq!(house.browser().post(&own, &[("password", PASSWORD)]).await.status, 303);
    // From then on the other's links are worthless, and their password opens nothing.
    assert_eq!(house.browser().post(&theirs, &[("password", OTHER_PASSWORD)]).await.status, 410);
    assert_eq!(house.browser().sign_in(EMAIL, OTHER_PASSWORD).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_mailbox_is_flooded_in_their_name() {
    let house = TestHouse::open().await;
    for _ in 0..6 {
        assert_eq!(sign_up(&house.browser(), EMAIL, PASSWORD).await.status, 200);
    }
    assert_eq!(house.letters().await.len(), 3);
    house.later(61);
    sign_up(&house.browser(), EMAIL, PASSWORD).await;
    assert_eq!(house.letters().await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_by_address_and_by_account() {
    let rate = Rate { per_minute: 1, burst: 3 };
    let house = TestHouse::with(LimitSettings { sign_in: rate, ..LimitSettings::default() }).await;
    house.client(EMAIL).await;
    let browser = house.browser();
    for _ in 0..3 {
        assert_eq!(browser.sign_in(EMAIL, "wrong").await.status, 422);
    }
    let answer = browser.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(answer.status, 429);
    assert!(answer.headers.contains_key("retry-after"));
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_from_one_network_keeps_nobody_out_and_from_many_is_slowed() {
    let slow = |burst| Rate { per_minute: 1, burst };
    let limits = LimitSettings { sign_in: slow(3), account: slow(6), ..LimitSettings::default() };
    let house = TestHouse::with(limits).await;
    house.client(EMAIL).await;
    let owner = house.browser_from("198.51.100.4");
    for _ in 0..10 {
        house.browser_from("203.0.113.7").sign_in(EMAIL, "wrong").await;
    }
    assert_eq!(owner.sign_in(EMAIL, PASSWORD).await.status, 303, "one network's guesses do not keep the owner out");
    // Only wrong passwords count: signing in as often as one likes takes no try from the account.
    for network in 0..9 {
        let own = house.browser_from(&format!("192.0.{network}.1"));
        assert_eq!(own.sign_in(EMAIL, PASSWORD).await.status, 303);
    }
    // From everywhere together there are six wrong tries, whether or not there is such an account.
    for email in [EMAIL, "nobody@example.org"] {
        let mut answers = Vec::new();
        for network in 0..9 {
            let guesser = house.browser_from(&format!("10.{}.{network}.1", email.len()));
            answers.push(guesser.sign_in(email, "wrong").await.status);
        }
        // Three of them were spent above.
        let left = if email == EMAIL { 3 } else { 6 };
        assert_eq!(answers, [vec![422; left], vec![429; 9 - left]].concat(), "{email}");
    }
    assert_eq!(house.browser_from("192.0.9.1").sign_in(EMAIL, PASSWORD).await.status, 429, "a browser nobody knows");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_signed_in_before_is_not_kept_out_by_others() {
    let slow = |burst| Rate { per_minute: 1, burst };
    let limits = LimitSettings { sign_in: slow(4), account: slow(2), ..LimitSettings::default() };
    let house = TestHouse::with(limits).await;
    house.client(EMAIL).await;
    house.client("gideon@example.org").await;
    let (own, others) = (house.browser_from("198.51.100.4"), house.browser_from("198.51.101.4"));
    assert_eq!(own.sign_in(EMAIL, PASSWORD).await.status, 303);
    // The same browser serves two people of a family, and stays familiar to both.
    assert_eq!(own.sign_in("gideon@example.org", PASSWORD).await.status, 303);
    assert_eq!(others.sign_in("gideon@example.org", PASSWORD).await.status, 303);
    own.post("/c/linden-quay/sign-out", &[]).await;
    assert!(own.cookie("keepwell_familiar").is_some() && own.session().is_none());
    for network in 0..6 {
        house.browser_from(&format!("203.0.{network}.7")).sign_in(EMAIL, "wrong").await;
    }
    assert_eq!(house.browser_from("192.0.2.1").sign_in(EMAIL, PASSWORD).await.status, 429);
    // Being familiar to one account says nothing about another, and a changed mark is none.
    assert_eq!(others.sign_in(EMAIL, PASSWORD).await.status, 429);
    let mark = own.cookie("keepwell_familiar").unwrap();
    let change = |mark: &str| format!("{}{}", if mark.starts_with('A') { 'B' } else { 'A' }, &mark[1..]);
    let forged = format!("keepwell_familiar={}", mark.split('.').map(change).collect::<Vec<_>>().join("."));
    let fields = "email=ottoline%40example.org&password=tide+over+four+lanterns";
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let send = |cookie: String| {
        let browser = house.browser_from("192.0.3.1");
        async move {
            let headers = [kind, ("cookie", cookie.as_str())];
            browser.send(Method::POST, "/c/linden-quay/sign-in", &headers, fields).await.status
        }
    };
    assert_eq!(send(forged).await, 429);
    assert_eq!(own.sign_in(EMAIL, PASSWORD).await.status, 303, "the owner's own browser");
    assert_eq!(send(format!("keepwell_familiar={mark}")).await, 303, "and whoever holds its mark");
    // A familiar browser has tries of its own, and no more than others of its kind.
    let cookie = format!("keepwell_familiar={mark}");
    let mut answers = Vec::new();
    for network in 0..6 {
        let browser = house.browser_from(&format!("198.18.{network}.5"));
        let headers = [kind, ("cookie", cookie.as_str())];
        let wrong = "email=ottoline%40example.org&password=wrong";
        answers.push(browser.send(Method::POST, "/c/linden-quay/sign-in", &headers, wrong).await.status);
    }
    assert_eq!(answers, [422, 422, 422, 422, 429, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_familiar_browser_is_heard_in_a_network_where_others_guess_and_a_new_password_ends_that() {
    let slow = |burst| Rate { per_minute: 1, burst };
    let limits = LimitSettings { sign_in: slow(3), account: slow(1), ..LimitSettings::default() };
    let house = TestHouse::with(limits).await;
    house.client(EMAIL).await;
    let here = "203.0.113.7";
    let own = house.browser_from(here);
    // A right password takes nothing from the others of its network, however often.
    for _ in 0..6 {
        assert_eq!(own.sign_in(EMAIL, PASSWORD).await.status, 303);
    }
    let guesses = async || {
        let mut answers = Vec::new();
        for n in 0..5 {
            answers.push(house.browser_from(here).sign_in(&format!("nobody{n}@example.org"), "wrong").await.status);
        }
        answers
    };
    assert_eq!(guesses().await, [422, 422, 422, 429, 429]);
    assert_eq!(house.browser_from(here).sign_in(EMAIL, PASSWORD).await.status, 429, "a browser nobody knows");
    assert_eq!(own.sign_in(EMAIL, PASSWORD).await.status, 303, "one that is known is heard");
    // The mark was given to whoever knew the old password.
    let mark = own.cookie("keepwell_familiar").unwrap();
    house.browser_from("198.51.100.4").post("/c/linden-quay/forgotten", &[("email", EMAIL)]).await;
    let link = house.newest_link("identity.reset", EMAIL).await;
    let anew = house.browser_from("198.51.100.4").post(&link, &[("password", OTHER_PASSWORD)]).await;
    assert_eq!(anew.status, 303, "{}", anew.text);
    assert_eq!(own.cookie("keepwell_familiar"), Some(mark));
    assert_eq!(own.sign_in(EMAIL, OTHER_PASSWORD).await.status, 429, "it counts as any other of the network");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_in_the_readers_language_and_says_first_that_it_is_automatic() {
    let house = TestHouse::open().await;
    let fields = [("name", ""), ("email", EMAIL), ("password", PASSWORD), ("age", "1")];
    let answer = house.browser().post("/c/linden-quay/sign-up?lang=ar", &fields).await;
    assert_eq!(answer.status, 200);
    assert!(answer.text.contains("dir=\"rtl\""));
    let letter = house.letters().await.remove(0);
    assert_eq!(letter.language, "ar");
    assert!(letter.body.starts_with("هذه رسالة آلية"), "{}", letter.body);
    assert!(!letter.body.contains('\u{2068}'), "marks of direction would break the link");
    house.later(1);
    sign_up(&house.browser(), "kit@example.org", PASSWORD).await;
    let letter = house.letters().await.remove(0);
    assert!(letter.body.starts_with("This is an automatic letter from Clinic linden-quay."), "{}", letter.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_up_that_nobody_confirmed_is_forgotten() {
    let house = TestHouse::open().await;
    sign_up(&house.browser(), EMAIL, PASSWORD).await;
    let count = || async {
        let scope = house.scope(Purpose::Operation);
        scope.read(|tx| identity::find_by_email(tx, EMAIL)).await.unwrap().is_some()
    };
    let sweep = || async { house.scope(Purpose::Operation).write(identity::sweep).await.unwrap() };
    house.later(71 * 60);
    sweep().await;
    assert!(count().await, "its link still works");
    house.later(26 * 60);
    sweep().await;
    assert!(!count().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_moved_to_the_person_the_clinic_knew_before() {
    let house = TestHouse::open().await;
    let made = house.client(EMAIL).await;
    let browser = house.signed_in(EMAIL).await;
    let scope = house.scope(Purpose::Security);
    let person = scope
        .write(move |tx| -> identity::Result<_> {
            let known = tx.create_person()?.person();
            identity::attach(tx, made.account, known)?;
            Ok(known)
        })
        .await
        .unwrap();
    assert_ne!(person, made.person);
    let account = scope.read(move |tx| identity::find_account(tx, made.account)).await.unwrap();
    assert_eq!(account.person, person);
    // A person who has an account already is nobody else's.
    let second = house.client("second@example.org").await;
    scope.write(move |tx| identity::attach(tx, second.account, person)).await.unwrap();
    let other = scope.read(move |tx| identity::find_account(tx, second.account)).await.unwrap();
    assert_eq!(other.person, second.person);
    // The address opens with the new key, and the browser stays signed in, as that person.
    assert!(browser.get("/c/linden-quay/account").await.text.contains(EMAIL));
}
