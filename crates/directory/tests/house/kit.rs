//! A house with identity and this room, two clinics, a directory with a key, and staff who sign in.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use ground::db::Threads;
use ground::keys::Master;
use ground::mail::{Post, Transport};
use ground::web::{LimitSettings, Limits};
use ground::{AccountId, Actor, Clinic, Clock, House, NewClinic, Plan, Reach, Role, RoleSet, Scope, Tx, app};
use identity::{Hashed, Made, NewStaff, NewToken, Source};
use jiff::SignedDuration;
use promise::{Parameters, Purpose};
use serde_json::{Value as Json, json};
use tower::ServiceExt;

use crate::place::Place;

pub const PASSWORD: &str = "tide over four lanterns";
/// Few rounds, so that tests are quick; no configuration can ask for so few.
const ROUNDS: u32 = 100;

pub struct TestHouse {
    pub house: House,
    pub clinic: Arc<Clinic>,
    pub routes: Router,
    pub place: Place,
    /// The directory's key.
    pub key: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn id(&self) -> String {
        self.json()["id"].as_str().unwrap_or_else(|| panic!("no id: {}", self.text)).to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The status, and SCIM's word for what was wrong.
    pub fn fault(&self) -> (u16, String) {
        let json = self.json();
        assert_eq!(json["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]), "{}", self.text);
        assert_eq!(json["status"], json!(self.status.to_string()));
        assert!(json["detail"].as_str().is_some_and(|detail| detail.len() > 20), "{}", self.text);
        assert_eq!(self.header("content-type"), "application/scim+json");
        (self.status, json["scimType"].as_str().unwrap_or_default().to_owned())
    }
}

impl TestHouse {
    /// With a directory's key, and nobody who works here yet.
    pub async fn open() -> TestHouse {
        let place = Place::fresh();
        let plan = Plan {
            data: place.data.clone(),
            keys: place.keys.clone(),
            files: place.files(),
            master: Master::from_bytes([7; 32]),
            threads: Threads { readers: 2, writers: 4 },
            clock: Clock::held("2026-11-24T10:00:00Z".parse().unwrap()),
            post: Post { from: "clinic@example.org".to_owned(), transport: Transport::Mailbox },
            limits: Limits::new(LimitSettings { off: true, ..LimitSettings::default() }).unwrap(),
            demo: false,
            address: "http://clinic.example".to_owned(),
            installed: ground::Installed::default(),
        };
        let rooms = vec![identity::room(), directory::room()];
        let house = tokio::task::spawn_blocking(move || House::open(plan, rooms)).await.unwrap().unwrap();
        assert_eq!(house.gaps().await.unwrap(), [], "the data map and the schema agree");
        let clinic = clinic(&house, "linden-quay").await;
        let routes = app(&house, &Reach::default()).unwrap();
        let mut test = TestHouse { house, clinic, routes, place, key: String::new() };
        test.key = test.token(identity::Reach::Scim).await;
        test
    }

    pub fn scope(&self, purpose: Purpose) -> Scope {
        Scope::new(&self.house, self.clinic.clone(), Actor::automatic(), purpose, "test")
    }

    /// The directory's own scope.
    pub fn as_directory(&self) -> Scope {
        let actor = Actor {
            who: ground::Who::Token { label: "tok_test".to_owned() },
            roles: Role::Directory.into(),
            shown_as: None,
        };
        self.scope(Purpose::Administration).as_actor(actor)
    }

    /// A key of this scope.
    pub async fn token(&self, reach: identity::Reach) -> String {
        let new = NewToken { label: "Entra ID".to_owned(), roles: RoleSet::EMPTY, reach, days: None };
        let made = self.scope(Purpose::Administration).write(move |tx| identity::create_token(tx, &new)).await;
        made.unwrap().1.0
    }

    /// A member of staff whom the clinic invited itself, who signs in with [`PASSWORD`].
    pub async fn staff(&self, email: &'static str, role: Role) -> Made {
        let new = NewStaff {
            email: email.to_owned(),
            shown_as: email.split('@').next().unwrap().to_owned(),
            roles: role.into(),
            language: "en".to_owned(),
            password: Some(Hashed::of(PASSWORD, ROUNDS)),
            source: Source::Automatic,
        };
        self.scope(Purpose::Operation).write(move |tx| identity::create_staff(tx, &new)).await.unwrap()
    }

    /// The live figures of a promise, by name, and whether it is kept.
    pub async fn evidence(&self, id: &str) -> (HashMap<String, i64>, bool) {
        let prove = self.house.evidence[id];
        let evidence = self.scope(Purpose::Operation).read(prove).await.unwrap();
        (evidence.figures.into_iter().collect(), evidence.ok)
    }

    /// To whom letters of this kind went.
    pub async fn letters(&self, kind: &str) -> Vec<String> {
        ground::job::run_due(&self.house).await.unwrap();
        let all = self.scope(Purpose::Operation).read(|tx| ground::mail::list(tx, 100)).await.unwrap();
        all.into_iter().filter(|letter| letter.kind == kind).map(|letter| letter.to).collect()
    }

    /// Lets time pass.
    pub fn later(&self, minutes: i64) {
        self.house.clock.set(self.house.clock.now() + SignedDuration::from_mins(minutes));
    }

    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "clinic.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or_else(Body::empty, Body::from);
        let response = self.routes.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(to_bytes(body, 1 << 24).await.unwrap().to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, text }
    }

    /// What the directory asks.
    pub async fn scim(&self, method: &str, below: &str, body: Option<Json>) -> Answer {
        self.scim_with(method, below, &[], body).await
    }

    pub async fn scim_with(&self, method: &str, below: &str, more: &[(&str, &str)], body: Option<Json>) -> Answer {
        let bearer = format!("Bearer {}", self.key);
        let mut headers = vec![("authorization", bearer.as_str()), ("content-type", "application/scim+json")];
        headers.extend(more);
        let path = format!("/c/linden-quay/scim/v2{}", below.replace(' ', "%20").replace('"', "%22"));
        self.send(method.parse().unwrap(), &path, &headers, body.map(|body| body.to_string())).await
    }

    pub async fn get(&self, below: &str) -> Answer {
        self.scim("GET", below, None).await
    }

    /// Changes, each a triple of operation, path and value; an empty path is none, and a null value none.
    pub async fn patch(&self, below: &str, ops: &[(&str, &str, Json)]) -> Answer {
        let op = |(op, path, value): &(&str, &str, Json)| {
            let mut one = json!({ "op": op });
            if !path.is_empty() {
                one["path"] = json!(path);
            }
            if !value.is_null() {
                one["value"] = value.clone();
            }
            one
        };
        self.patch_raw(below, ops.iter().map(op).collect()).await
    }

    pub async fn patch_raw(&self, below: &str, ops: Vec<Json>) -> Answer {
        let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": ops });
        self.scim("PATCH", below, Some(body)).await
    }

    /// A person whom the directory brings, by the name before the address's sign.
    pub async fn bring(&self, name: &str) -> String {
        let made = self.scim("POST", "/Users", Some(person(name))).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.id()
    }

    /// A group with these members.
    pub async fn group(&self, name: &str, members: &[&str]) -> String {
        let members: Vec<Json> = members.iter().map(|id| json!({ "value": id })).collect();
        let body = json!({ "schemas": [GROUP], "displayName": name, "members": members });
        let made = self.scim("POST", "/Groups", Some(body)).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.id()
    }

    /// The ids in a group.
    pub async fn members(&self, group: &str) -> Vec<String> {
        let json = self.get(&format!("/Groups/{group}")).await.json();
        let all = json["members"].as_array().cloned().unwrap_or_default();
        let mut ids: Vec<String> = all.iter().map(|one| one["value"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    }

    /// Whoever is in the group is given the role.
    pub async fn rule(&self, group: &str, role: impl Into<directory::model::Gives>) {
        let rule = directory::store::rule::Rule { group: group.parse().unwrap(), gives: role.into() };
        self.scope(Purpose::Administration).write(move |tx| directory::store::rule::create(tx, rule)).await.unwrap();
    }

    /// The account behind a person of the directory.
    pub fn account(&self, user: &str) -> String {
        self.place.column(&format!("SELECT account FROM directory_user WHERE id = '{user}'")).remove(0)
    }

    /// The roles of that account.
    pub fn roles(&self, user: &str) -> String {
        self.place.column(&format!("SELECT roles FROM account WHERE id = '{}'", self.account(user))).remove(0)
    }

    /// Whether that account is open to its holder.
    pub fn is_open(&self, user: &str) -> bool {
        let account = self.account(user);
        let closed = "SELECT COUNT(*) || '' FROM account WHERE deactivated_at IS NOT NULL AND id";
        self.place.column(&format!("{closed} = '{account}'"))[0] == "0"
    }

    /// How many browsers are signed in to that account.
    pub fn sessions(&self, user: &str) -> String {
        let account = self.account(user);
        self.place.column(&format!("SELECT COUNT(*) || '' FROM session WHERE account = '{account}'")).remove(0)
    }

    /// A browser of somebody who signs in with [`PASSWORD`]: its cookie.
    pub async fn enter(&self, email: &str) -> String {
        let body = format!("email={}&password={}", email.replace('@', "%40"), PASSWORD.replace(' ', "+"));
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        let answer = self.send(Method::POST, "/c/linden-quay/sign-in", &headers, Some(body)).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        answer.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    /// A page, or a form where there are fields, as that browser asks for it.
    pub async fn page(&self, cookie: &str, below: &str, fields: Option<&[(&str, &str)]>) -> Answer {
        let method = if fields.is_some() { Method::POST } else { Method::GET };
        let body =
            fields.map(|fields| url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish());
        let mut headers = vec![("cookie", cookie), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        if body.is_some() {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
        }
        self.send(method, &format!("/c/linden-quay{below}"), &headers, body).await
    }

    /// Signs somebody in to the account, as if its holder had set a password.
    pub async fn sign_in(&self, user: &str) {
        let account: AccountId = self.account(user).parse().unwrap();
        let hash = Hashed::of(PASSWORD, ROUNDS);
        self.scope(Purpose::Operation)
            .write(move |tx: &mut Tx<'_>| -> ground::Result<()> {
                tx.execute(
                    "UPDATE account SET password = $3, verified_at = $4 WHERE clinic = $1 AND id = $2",
                    &ground::params![tx.clinic(), account, hash.clone(), tx.now()],
                )?;
                Ok(())
            })
            .await
            .unwrap();
        let found = self.get(&format!("/Users/{user}")).await.json();
        let email = found["emails"][0]["value"].as_str().unwrap().to_owned();
        self.enter(&email).await;
        assert_ne!(self.sessions(user), "0");
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

pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// A person as a directory sends them.
pub fn person(name: &str) -> Json {
    let mut letters = name.chars();
    let given = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    json!({
        "schemas": [USER],
        "externalId": format!("ext-{name}"),
        "userName": format!("{name}@example.org"),
        "name": { "givenName": given, "familyName": "Marsh" },
        "emails": [{ "value": format!("{name}@example.org"), "type": "work", "primary": true }],
        "active": true,
    })
}

pub async fn clinic(house: &House, slug: &str) -> Arc<Clinic> {
    let new = NewClinic {
        slug: slug.to_owned(),
        host: None,
        name: format!("Clinic {slug}"),
        zone: "Europe/Dublin".to_owned(),
        jurisdiction: "IE".to_owned(),
        languages: vec!["en".to_owned()],
        currency: "EUR".to_owned(),
        brand: None,
        parameters: Parameters::default(),
    };
    let made = house.create_clinic(new).await.unwrap();
    let mut clinic = Clinic::clone(&made);
    clinic.parameters.password_iterations = ROUNDS;
    house.update_clinic(clinic).await.unwrap();
    house.clinic_by_slug(slug).await.unwrap().unwrap()
}
