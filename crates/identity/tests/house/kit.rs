//! A house with this room alone, two clinics, and browsers that keep their cookies.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request};
use ground::db::Threads;
use ground::keys::Master;
use ground::mail::{Kept, Post, Transport};
use ground::web::{LimitSettings, Limits};
use ground::{Actor, Clinic, Clock, House, NewClinic, Plan, Reach, Role, RoleSet, Scope, app};
use identity::{Hashed, Made, NewClient, NewStaff, Source};
use jiff::SignedDuration;
use promise::{Parameters, Purpose};
use tower::ServiceExt;

use crate::place::Place;

/// Good enough for the clinic's settings.
pub const PASSWORD: &str = "tide over four lanterns";
pub const OTHER_PASSWORD: &str = "eleven quiet harbour bells";
/// Few rounds, so that tests are quick; no configuration can ask for so few.
pub const ROUNDS: u32 = 100;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

pub struct TestHouse {
    pub house: House,
    pub clinic: Arc<Clinic>,
    pub other: Arc<Clinic>,
    pub routes: Router,
    _place: Place,
}

impl TestHouse {
    pub async fn open() -> TestHouse {
        TestHouse::with(LimitSettings { off: true, ..LimitSettings::default() }).await
    }

    /// A house that is reached at `address`.
    pub async fn at(address: &str) -> TestHouse {
        let limits = LimitSettings { off: true, ..LimitSettings::default() };
        TestHouse::so(limits, address, ground::Installed::default()).await
    }

    /// A house that somebody runs for clinics that are not their own.
    pub async fn hosted() -> TestHouse {
        let host =
            ground::Host { name: "Hosting".to_owned(), contact: "hosting@example.net".to_owned(), agreement_days: 30 };
        let installed = ground::Installed { host: Some(host), ..ground::Installed::default() };
        let limits = LimitSettings { off: true, ..LimitSettings::default() };
        TestHouse::so(limits, "http://clinic.example", installed).await
    }

    pub async fn with(limits: LimitSettings) -> TestHouse {
        TestHouse::so(limits, "http://clinic.example", ground::Installed::default()).await
    }

    async fn so(limits: LimitSettings, address: &str, installed: ground::Installed) -> TestHouse {
        let place = Place::fresh();
        let plan = Plan {
            data: place.data.clone(),
            keys: place.keys.clone(),
            files: place.files(),
            master: Master::from_bytes([7; 32]),
            threads: Threads { readers: 2, writers: 4 },
            clock: Clock::held("2026-11-24T10:00:00Z".parse().unwrap()),
            post: Post { from: "clinic@example.org".to_owned(), transport: Transport::Mailbox },
            limits: Limits::new(limits).unwrap(),
            demo: false,
            address: address.to_owned(),
            installed,
        };
        let house =
            tokio::task::spawn_blocking(move || House::open(plan, vec![identity::room()])).await.unwrap().unwrap();
        assert_eq!(house.gaps().await.unwrap(), [], "the data map and the schema agree");
        let clinic = clinic(&house, "linden-quay", "IE").await;
        let other = clinic_like(&house, "harbour-row").await;
        let routes = app(&house, &Reach::default()).unwrap();
        TestHouse { house, clinic, other, routes, _place: place }
    }

    /// Keepwell's own scope in the clinic.
    pub fn scope(&self, purpose: Purpose) -> Scope {
        Scope::new(&self.house, self.clinic.clone(), Actor::automatic(), purpose, "test")
    }

    /// A member of staff of the clinic, who signs in with [`PASSWORD`].
    pub async fn staff(&self, email: &'static str, name: &'static str, role: Role) -> Made {
        let scope = self.scope(Purpose::Operation);
        scope.write(move |tx| identity::create_staff(tx, &new_staff(email, name, role))).await.unwrap()
    }

    /// A client of the clinic, who signs in with [`PASSWORD`].
    pub async fn client(&self, email: &'static str) -> Made {
        let new = NewClient {
            person: None,
            email: email.to_owned(),
            name: None,
            language: "en".to_owned(),
            age_stated: Some(18),
            password: Some(Hashed::of(PASSWORD, ROUNDS)),
            source: Source::Automatic,
        };
        self.scope(Purpose::Operation).write(move |tx| identity::create_client_account(tx, &new)).await.unwrap()
    }

    /// A browser that holds nothing yet.
    pub fn browser(&self) -> Browser {
        Browser { routes: self.routes.clone(), cookies: Arc::default(), from: None }
    }

    /// A browser that holds nothing yet and comes from this address.
    pub fn browser_from(&self, address: &str) -> Browser {
        Browser { from: Some(address.parse().unwrap()), ..self.browser() }
    }

    /// A browser that signed in with [`PASSWORD`].
    pub async fn signed_in(&self, email: &str) -> Browser {
        let browser = self.browser();
        let answer = browser.sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        browser
    }

    /// Lets time pass.
    pub fn later(&self, minutes: i64) {
        self.house.clock.set(self.house.clock.now() + SignedDuration::from_mins(minutes));
    }

    /// Every letter of the clinic, newest first; those of one instant in any order.
    pub async fn letters(&self) -> Vec<Kept> {
        ground::job::run_due(&self.house).await.unwrap();
        self.scope(Purpose::Operation).read(|tx| ground::mail::list(tx, 100)).await.unwrap()
    }

    /// The path of the link in the newest letter, which must be of this kind and to this address.
    pub async fn newest_link(&self, kind: &str, to: &str) -> String {
        let letters = self.letters().await;
        // What happened with an account is told beside.
        let letter = letters.iter().find(|letter| letter.kind != "identity.alert").expect("no letter was written");
        assert_eq!((letter.kind.as_str(), letter.to.as_str()), (kind, to));
        // Letters of one instant have no order; the next is written a second later.
        self.house.clock.set(self.house.clock.now() + SignedDuration::from_secs(1));
        let link = letter
            .body
            .lines()
            .find_map(|line| line.strip_prefix("http://clinic.example"))
            .expect("the letter has no link");
        link.to_owned()
    }

    /// How many rows stand in each table.
    pub async fn rows(&self) -> BTreeMap<String, i64> {
        let tables: Vec<String> = self.house.data_map.tables.keys().cloned().collect();
        let count = move |tx: &mut ground::Tx<'_>| -> ground::Result<BTreeMap<String, i64>> {
            let mut rows = BTreeMap::new();
            for table in &tables {
                let row = tx.one(&format!("SELECT COUNT(*) AS n FROM {table}"), &[])?;
                rows.insert(table.clone(), row.get("n")?);
            }
            Ok(rows)
        };
        self.scope(Purpose::Operation).read(count).await.unwrap()
    }

    /// The age that was stated for the account of `email`.
    pub async fn stated_age(&self, email: &'static str) -> Option<i64> {
        let read = move |tx: &mut ground::Tx<'_>| -> identity::Result<Option<i64>> {
            let account = identity::find_by_email(tx, email)?.unwrap();
            let row = tx.one(
                "SELECT age_stated FROM account WHERE clinic = $1 AND id = $2",
                &ground::params![tx.clinic(), account.id],
            )?;
            Ok(row.get("age_stated")?)
        };
        self.scope(Purpose::Operation).read(read).await.unwrap()
    }

    /// The live figures of a promise, by name, and whether it is kept.
    pub async fn evidence(&self, id: &str) -> (HashMap<String, i64>, bool) {
        let prove = self.house.evidence[id];
        let clinic = self.house.clinic_by_id(self.clinic.id).await.unwrap().unwrap();
        let scope = Scope::new(&self.house, clinic, Actor::automatic(), Purpose::Operation, "test");
        let evidence = scope.read(prove).await.unwrap();
        (evidence.figures.into_iter().collect(), evidence.ok)
    }
}

impl Drop for TestHouse {
    fn drop(&mut self) {
        self.house.close();
        assert!(
            std::thread::panicking() || self.house.words.missing().is_empty(),
            "words are missing: {:?}",
            self.house.words.missing()
        );
    }
}

pub fn new_staff(email: &str, name: &str, role: Role) -> NewStaff {
    NewStaff {
        email: email.to_owned(),
        shown_as: name.to_owned(),
        roles: RoleSet::from(role),
        language: "en".to_owned(),
        password: Some(Hashed::of(PASSWORD, ROUNDS)),
        source: Source::Automatic,
    }
}

async fn clinic_like(house: &House, slug: &str) -> Arc<Clinic> {
    clinic(house, slug, "US").await
}

async fn clinic(house: &House, slug: &str, jurisdiction: &str) -> Arc<Clinic> {
    let new = NewClinic {
        slug: slug.to_owned(),
        host: None,
        name: format!("Clinic {slug}"),
        zone: "Europe/Dublin".to_owned(),
        jurisdiction: jurisdiction.to_owned(),
        languages: vec!["en".to_owned(), "ar".to_owned()],
        currency: "EUR".to_owned(),
        brand: None,
        parameters: Parameters::default(),
    };
    let made = house.create_clinic(new).await.unwrap();
    let mut clinic = Clinic::clone(&made);
    // Changing a setting is not checked as making a clinic is; only a test does it with fewer rounds than the least.
    clinic.parameters.password_iterations = ROUNDS;
    house.update_clinic(clinic).await.unwrap();
    house.clinic_by_slug(slug).await.unwrap().unwrap()
}

/// The value of a hidden field of a page.
pub fn field(page: &str, name: &str) -> String {
    let from = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {page}"));
    from.split('"').next().unwrap().to_owned()
}

/// Cookies by name and path, and the headers a browser sends.
#[derive(Clone)]
pub struct Browser {
    routes: Router,
    cookies: Arc<Mutex<HashMap<String, (String, String)>>>,
    from: Option<IpAddr>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get("location").map_or("", |to| to.to_str().unwrap())
    }
}

impl Browser {
    /// Sends a form, and says yes to what it would change.
    pub async fn post_and_agree(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let asked = self.post(path, fields).await;
        if asked.status != 200 {
            return asked;
        }
        let seen = field(&asked.text, "seen");
        self.post(path, &[fields, &[("seen", seen.as_str())]].concat()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, &[("content-type", "application/x-www-form-urlencoded")], &body).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.post("/c/linden-quay/sign-in", &[("email", email), ("password", password)]).await
    }

    /// The same browser, with its cookies, at another address.
    pub fn elsewhere(&self, address: &str) -> Browser {
        Browser { from: Some(address.parse().unwrap()), ..self.clone() }
    }

    /// The session's cookie, if the browser holds one.
    pub fn session(&self) -> Option<String> {
        self.cookie("keepwell_session")
    }

    /// A cookie's value, if the browser holds it.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).map(|(value, _)| value.clone())
    }

    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", "clinic.example");
        }
        request = request.header("content-length", body.len());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !headers.iter().any(|(name, _)| *name == "user-agent") {
            request = request.header("user-agent", FIREFOX);
        }
        let held: Vec<String> = {
            let cookies = self.cookies.lock().unwrap();
            cookies
                .iter()
                .filter(|(_, (_, at))| path.starts_with(at.as_str()))
                .map(|(name, (value, _))| format!("{name}={value}"))
                .collect()
        };
        if !held.is_empty() {
            request = request.header("cookie", held.join("; "));
        }
        if let Some(from) = self.from {
            request = request.extension(ConnectInfo(SocketAddr::new(from, 5000)));
        }
        let response = self.routes.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all("set-cookie") {
            self.keep(line.to_str().unwrap());
        }
        let text = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, text }
    }

    fn keep(&self, line: &str) {
        let mut parts = line.split("; ");
        let (name, value) = parts.next().unwrap().split_once('=').unwrap();
        let path = parts.clone().find_map(|part| part.strip_prefix("Path=")).unwrap_or("/").to_owned();
        let mut cookies = self.cookies.lock().unwrap();
        if parts.any(|part| part == "Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), (value.to_owned(), path));
        }
    }
}
