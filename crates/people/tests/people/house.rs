//! A house with the people room, a doorkeeper that believes what a test says, and requests through the whole shell.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::request::Parts;
use futures_util::future::BoxFuture;
use ground::db::Threads;
use ground::keys::Master;
use ground::mail::{Post, Transport};
use ground::web::{LimitSettings, Limits};
use ground::{
    Actor, Clinic, Clock, Doorkeeper, House, NewClinic, PersonId, Plan, Reach, Role, RoleSet, Room, Scope, Tx, Who,
};
use people::{BirthDate, Email, FamilyName, GivenName, NewClient, Phone, Source};
use promise::{Parameters, Purpose};
use tower::ServiceExt;

use crate::place::Place;

/// The instant at which every test happens: 10:00 in Dublin.
pub const NOW: &str = "2026-11-24T10:00:00Z";

pub struct Tested {
    pub house: House,
    pub clinic: Arc<Clinic>,
    app: Router,
    pub place: Place,
}

/// Believes the request: "x-as: front_desk", "x-as: client per_...".
struct Believer;

impl Doorkeeper for Believer {
    fn who<'a>(
        &'a self,
        _: &'a House,
        _: &'a Arc<Clinic>,
        parts: &'a Parts,
    ) -> BoxFuture<'a, ground::Result<Option<Actor>>> {
        let said = parts.headers.get("x-as").map(|said| said.to_str().unwrap().to_owned());
        Box::pin(async move { Ok(said.map(|said| actor(&said))) })
    }
}

/// The actor that "front_desk" or "client per_..." says.
pub fn actor(said: &str) -> Actor {
    let (role, person) = said.split_once(' ').unwrap_or((said, ""));
    let role: Role = role.parse().unwrap();
    if role == Role::Integration {
        return Actor { who: Who::Token { label: "tok_1".into() }, roles: RoleSet::from(role), shown_as: None };
    }
    let account = ground::AccountId::from_bits(1);
    let person = person.parse().unwrap_or_else(|_| staff());
    Actor { who: Who::Account { account, person }, roles: RoleSet::from(role), shown_as: Some("Maeve Corrigan".into()) }
}

/// The one member of staff.
pub fn staff() -> PersonId {
    PersonId::from_bits(7)
}

/// What the identity room does for names.
fn names(_: &mut Tx<'_>, persons: &[PersonId]) -> ground::Result<HashMap<PersonId, String>> {
    Ok(persons
        .iter()
        .filter(|person| **person == staff())
        .map(|person| (*person, "Maeve Corrigan".to_owned()))
        .collect())
}

pub async fn tested() -> Tested {
    let place = Place::fresh();
    let plan = Plan {
        data: place.data.clone(),
        keys: place.keys.clone(),
        files: place.files(),
        master: Master::from_bytes([7; 32]),
        threads: Threads { readers: 2, writers: 4 },
        clock: Clock::held(NOW.parse().unwrap()),
        post: Post { from: "clinic@localhost".to_owned(), transport: Transport::Mailbox },
        limits: Limits::new(LimitSettings { off: true, ..LimitSettings::default() }).unwrap(),
        demo: false,
        address: "http://localhost".to_owned(),
        installed: ground::Installed::default(),
    };
    let rooms = vec![Room::new("gate").names(names).doorkeeper(Arc::new(Believer)), people::room()];
    let house = tokio::task::spawn_blocking(move || House::open(plan, rooms)).await.unwrap().unwrap();
    assert_eq!(house.gaps().await.unwrap(), []);
    let clinic = house.create_clinic(new_clinic("linden-quay")).await.unwrap();
    let app = ground::app(&house, &Reach::default()).unwrap();
    Tested { house, clinic, app, place }
}

pub fn new_clinic(slug: &str) -> NewClinic {
    NewClinic {
        slug: slug.to_owned(),
        host: None,
        name: format!("Clinic {slug}"),
        zone: "Europe/Dublin".to_owned(),
        jurisdiction: "IE".to_owned(),
        languages: vec!["en".to_owned(), "ar".to_owned()],
        currency: "EUR".to_owned(),
        brand: None,
        parameters: Parameters::default(),
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

impl Tested {
    /// A scope as somebody, for the store's functions.
    pub fn scope(&self, said: &str, purpose: Purpose) -> Scope {
        Scope::new(&self.house, self.clinic.clone(), actor(said), purpose, "people.client.read")
    }

    pub async fn get(&self, said: &str, path: &str) -> Answer {
        self.send(said, "GET", path, String::new()).await
    }

    pub async fn post(&self, said: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(said, "POST", path, body).await
    }

    /// Sends a form with a file, as a browser does.
    pub async fn upload(&self, said: &str, path: &str, name: &str, content: &[u8], fields: &[(&str, &str)]) -> Answer {
        let file = format!(
            "--boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
        );
        let fields: String = fields
            .iter()
            .map(|(name, value)| {
                format!("--boundary\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            })
            .collect();
        let body = [file.as_bytes(), content, b"\r\n", fields.as_bytes(), b"--boundary--\r\n"].concat();
        self.ask(said, "POST", path, Some("multipart/form-data; boundary=boundary"), Body::from(body)).await
    }

    /// Types into the find box, and looks at where that leads.
    pub async fn search(&self, said: &str, typed: &str) -> Answer {
        let sent = self.post(said, "/c/linden-quay/clients/search", &[("q", typed)]).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        self.get(said, &sent.location).await
    }

    pub async fn send_json(&self, said: &str, path: &str, body: String) -> Answer {
        self.ask(said, "POST", path, Some("application/json"), Body::from(body)).await
    }

    async fn send(&self, said: &str, method: &str, path: &str, body: String) -> Answer {
        let kind = (method == "POST").then_some("application/x-www-form-urlencoded");
        self.ask(said, method, path, kind, Body::from(body)).await
    }

    async fn ask(&self, said: &str, method: &str, path: &str, kind: Option<&str>, body: Body) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost")
            .header("sec-fetch-site", "same-origin");
        if !said.is_empty() {
            request = request.header("x-as", said);
        }
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let response = self.app.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let location = headers.get("location").map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap().to_vec();
        Answer { status, location, headers, text: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }

    /// Lets time pass.
    pub fn later(&self, minutes: i64) {
        self.house.clock.set(self.house.clock.now() + jiff::SignedDuration::from_mins(minutes));
    }

    /// How many lines stand in `person`'s record.
    pub async fn entries(&self, person: PersonId) -> usize {
        let scope = self.scope("manager", Purpose::Operation);
        scope.read(move |tx| ground::access::about(tx, person, 100_000)).await.unwrap().len()
    }

    /// Makes a client, as the desk does.
    pub async fn client(&self, given: &str, family: &str, email: &str) -> PersonId {
        // Ids sort by the millisecond they were made in.
        self.house.clock.set(self.house.clock.now() + jiff::SignedDuration::from_millis(1));
        let new = new(given, family, email);
        self.scope("front_desk", Purpose::Scheduling)
            .write(move |tx| people::create(tx, &new, &Source::Desk))
            .await
            .unwrap()
    }
}

/// A client to be made, born in 1988, with a phone.
pub fn new(given: &str, family: &str, email: &str) -> NewClient {
    NewClient {
        given_name: GivenName::parse(given).unwrap(),
        family_name: FamilyName::parse(family).unwrap(),
        email: (!email.is_empty()).then(|| Email::parse(email).unwrap()),
        phone: Some(Phone::parse("087 555 0142", "IE".parse().ok()).unwrap()),
        birth_date: Some(BirthDate::new(jiff::civil::date(1988, 5, 3), jiff::civil::date(2026, 11, 24)).unwrap()),
        note: None,
        language: "en".to_owned(),
    }
}
