//! Signing in by a provider of identities, against a stand-in on this machine.

mod faults;
mod let_in;
mod manage;
mod own;
mod sign_in;

use ground::Role;
use serde_json::Value;

use crate::kit::{Answer, Browser, TestHouse};
pub use identity::standin::{CLIENT, SECRET, Standin, Trouble};

pub const MANAGER: &str = "mia@linden.example";

/// A house whose manager has set up the stand-in.
pub struct Kit {
    pub test: TestHouse,
    pub standin: Standin,
    pub provider: String,
}

impl Kit {
    /// As `change` says beside the usual: for staff and clients, whoever is unknown is refused.
    pub async fn open(change: &[(&str, &str)]) -> Kit {
        let test = TestHouse::open().await;
        let standin = Standin::start(test.house.clock.clone()).await.unwrap();
        test.staff(MANAGER, "Mia Held", Role::Manager).await;
        let manager = test.signed_in(MANAGER).await;
        let issuer = standin.issuer().to_owned();
        let answer = set_up(&manager, &issuer, change).await;
        assert_eq!(answer.location(), "/c/linden-quay/staff/providers?done=provider-saved", "{}", answer.text);
        let list = manager.get("/c/linden-quay/staff/providers").await.text;
        let provider = list.split("/staff/providers/idp_").nth(1).unwrap().split('"').next().unwrap();
        let provider = format!("idp_{provider}");
        test.later(1);
        Kit { test, standin, provider }
    }

    /// Whoever signs in at the stand-in from now on.
    pub fn is(&self, person: Value) {
        self.standin.world().person = person;
    }

    pub fn trouble(&self, trouble: Trouble) {
        self.standin.world().trouble = trouble;
    }

    /// Where the button leads.
    pub async fn press(&self, browser: &Browser) -> String {
        let answer = browser.post(&format!("/c/linden-quay/sign-in/with/{}", self.provider), &[]).await;
        leads_to(&answer)
    }

    /// Presses the button, signs in there, and comes back.
    pub async fn sign_in(&self, browser: &Browser) -> Answer {
        let to = self.press(browser).await;
        browser.get(&here(&self.standin.authorize(&to).unwrap())).await
    }

    /// Links whoever signs in at the stand-in to the account of this browser.
    pub async fn link(&self, browser: &Browser) -> Answer {
        let answer = browser.post(&format!("/c/linden-quay/account/providers/{}", self.provider), &[]).await;
        browser.get(&here(&self.standin.authorize(&leads_to(&answer)).unwrap())).await
    }

    /// A colleague who has linked whoever signs in at the stand-in, and is signed out.
    pub async fn linked(&self, email: &'static str) -> Browser {
        let browser = self.test.signed_in(email).await;
        assert_eq!(self.link(&browser).await.location(), "/c/linden-quay/account/providers?done=provider-linked");
        browser.post("/c/linden-quay/sign-out", &[]).await;
        self.test.later(1);
        browser
    }
}

/// The form of a provider, filled in.
pub fn filled<'a>(issuer: &'a str, change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("name", "Linden staff"),
        ("issuer", issuer),
        ("client_id", CLIENT),
        ("secret", SECRET),
        ("for_staff", "1"),
        ("for_clients", "1"),
        ("unknown", "refuse"),
        ("working", "1"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !change.iter().any(|(other, _)| other == name));
    kept.chain(change.iter().copied().filter(|(_, value)| !value.is_empty())).collect()
}

pub async fn set_up(manager: &Browser, issuer: &str, change: &[(&str, &str)]) -> Answer {
    manager.post("/c/linden-quay/staff/providers", &filled(issuer, change)).await
}

/// Where a page of ours goes on to by itself.
pub fn leads_to(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let to = answer.text.split("content=\"0;url=").nth(1).expect("the page goes nowhere").split('"').next().unwrap();
    to.replace("&#38;", "&").replace("&amp;", "&")
}

/// The path of one of our addresses.
pub fn here(url: &str) -> String {
    url.strip_prefix("http://clinic.example").unwrap_or_else(|| panic!("not ours: {url}")).to_owned()
}

/// What the sign-in page is asked to say.
pub fn came(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text);
    let to = answer.location().to_owned();
    to.strip_prefix("/c/linden-quay/sign-in?came=").unwrap_or_else(|| panic!("nobody was turned away: {to}")).to_owned()
}
