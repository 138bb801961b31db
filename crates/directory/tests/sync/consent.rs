//! An administrator consents in their browser, instead of a key.

use axum::http::Method;
use directory::leave;
use directory::standin::{OAUTH_CLIENT, OAUTH_SECRET};
use directory::store::google::settings;
use ground::Role;
use url::Url;

use super::kit::{TestHouse, world};

const PAGE: &str = "/directory/google";
const CONSENT: &str = "/directory/google/consent";

impl TestHouse {
    /// Begins, and returns where the administrator is asked.
    async fn begins(&self, cookie: &str) -> Url {
        let fields = [("oauth_client", OAUTH_CLIENT), ("oauth_secret", OAUTH_SECRET)];
        let begun = self.send(Method::POST, CONSENT, cookie, &fields).await;
        assert!(begun.status == 303 && begun.location.ends_with("done=consent-begun"), "{}", begun.text);
        self.asked(cookie).await.unwrap()
    }

    /// Where the page says that the administrator is asked.
    async fn asked(&self, cookie: &str) -> Option<Url> {
        let page = self.send(Method::GET, PAGE, cookie, &[]).await.text;
        let links = page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&"));
        links.filter(|link| link.contains("/authorize?")).map(|link| link.parse().unwrap()).next()
    }

    /// What comes of it that a browser with this cookie is sent back to `to`.
    async fn comes_back(&self, to: &Url, cookie: &str) -> String {
        assert_eq!(to.path(), "/c/linden-quay/directory/google/consent");
        let path = format!("{CONSENT}?{}", to.query().unwrap());
        let answer = self.send(Method::GET, &path, cookie, &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        answer.location.split("done=").nth(1).unwrap_or_default().to_owned()
    }

    async fn is_consented(&self) -> bool {
        self.scope().read(settings::find).await.unwrap().unwrap().consented
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_consents_in_the_browser_in_which_it_was_begun_and_no_other_brings_it_back() {
    let test = TestHouse::open(world()).await;
    let manager = test.enters("manager@example.org", Role::Manager).await;
    let other = test.enters("other@example.org", Role::Manager).await;
    for fields in [&[("oauth_client", "")][..], &[("oauth_client", "not one"), ("oauth_secret", "s")]] {
        let faults = test.send(Method::POST, CONSENT, &manager, fields).await;
        assert!(faults.status == 422 && faults.text.contains("id=\"e-oauth_"), "{}", faults.text);
    }
    let asked = test.begins(&manager).await;
    assert_eq!(test.asked(&other).await, None, "it is somebody else's");
    let again = [("email", "manager@example.org"), ("password", "tide over four lanterns")];
    let elsewhere = test.send(Method::POST, "/sign-in", "", &again).await.cookie;
    let back = test.standin.answer(&asked, true).unwrap();
    assert_eq!(test.comes_back(&back, &other).await, "consent-stale");
    assert_eq!(test.comes_back(&back, &elsewhere).await, "consent-stale", "another browser of the same manager's");
    let mut forged = back.clone();
    forged.set_query(Some(&back.query().unwrap().replace("state=", "state=0")));
    assert_eq!(test.comes_back(&forged, &manager).await, "consent-stale");
    assert!(!test.is_consented().await);
    assert_eq!(test.comes_back(&back, &manager).await, "consented");
    assert_eq!(test.comes_back(&back, &manager).await, "consent-stale", "a code is exchanged once");
    assert!(test.is_consented().await);
    let found = test.scope().read(settings::find).await.unwrap().unwrap();
    let secret = test.scope().read(move |tx| settings::open(tx, &found)).await.unwrap();
    assert!(secret.service_key.contains("lasting.") && !secret.service_key.contains("PRIVATE KEY"));
    if let Some(bytes) = test.file() {
        for word in [&b"lasting."[..], OAUTH_SECRET.as_bytes()] {
            assert!(!bytes.windows(word.len()).any(|found| found == word), "it lies sealed");
        }
    }
    let tried = test.send(Method::POST, "/directory/google/test", &manager, &[]).await;
    assert!(tried.location.ends_with("done=works"), "{}", tried.location);
    assert_eq!(test.ends().await.2, "joined=3 groups=2 members_added=2 drift=0");
    // Taken back, it says so, and that is no empty directory.
    let before = test.rows().await;
    test.standin.take_back();
    assert_eq!(test.ends().await, ("failed", "taken_back".to_owned(), String::new()));
    let mut after = test.rows().await;
    after.insert("event", before["event"].clone());
    assert_eq!(before, after);
    let page = test.send(Method::GET, PAGE, &manager, &[]).await.text;
    assert!(page.contains("Let an administrator consent again"), "{page}");
    let asked = test.begins(&manager).await;
    let back = test.standin.answer(&asked, true).unwrap();
    assert_eq!(test.comes_back(&back, &manager).await, "consented");
    assert_eq!(test.ends().await.0, "unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_changes_nothing_and_who_comes_back_late_begins_again() {
    let test = TestHouse::open(world()).await;
    let manager = test.enters("manager@example.org", Role::Manager).await;
    let asked = test.begins(&manager).await;
    let back = test.standin.answer(&asked, false).unwrap();
    assert_eq!(test.comes_back(&back, &manager).await, "consent-refused");
    assert!(!test.is_consented().await && test.asked(&manager).await.is_none());
    // A code that was given for another asking proves nothing.
    let first = test.begins(&manager).await;
    let stolen = test.standin.answer(&first, true).unwrap();
    let second = test.begins(&manager).await;
    let mine = test.standin.answer(&second, true).unwrap();
    let of = |url: &Url, name: &str| url.query_pairs().find(|pair| pair.0 == name).unwrap().1.into_owned();
    let mut mixed = mine.clone();
    mixed.set_query(Some(&format!("code={}&state={}", of(&stolen, "code"), of(&mine, "state"))));
    assert_eq!(test.comes_back(&mixed, &manager).await, "fault-taken-back");
    assert!(!test.is_consented().await);
    let asked = test.begins(&manager).await;
    let back = test.standin.answer(&asked, true).unwrap();
    test.house.clock.set(test.now() + jiff::SignedDuration::from_mins(10));
    assert_eq!(test.comes_back(&back, &manager).await, "consent-stale");
    let kept = "SELECT COUNT(*) AS n FROM directory_consent WHERE clinic = $1";
    assert_eq!(test.count(kept, None).await, 1);
    leave::turn(test.scope()).await.unwrap();
    assert_eq!(test.count(kept, None).await, 0);
    // What is asked for must be right in each part.
    for (name, wrong) in [("client_id", "x"), ("code_challenge_method", "plain"), ("access_type", "online")] {
        let mut asked = asked.clone();
        let pairs: Vec<(String, String)> = asked.query_pairs().into_owned().collect();
        let pairs =
            pairs.into_iter().map(|(key, value)| if key == name { (key, wrong.to_owned()) } else { (key, value) });
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        asked.set_query(Some(&query));
        assert!(test.standin.answer(&asked, true).is_none(), "{name}");
    }
}
