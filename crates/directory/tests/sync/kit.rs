//! A house with accounts and a directory, and a stand-in that it follows.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request};
use directory::google::Pace;
use directory::model::{Gives, GroupId, Source};
use directory::plan::Limits;
use directory::standin::{Belongs, Circle, Person, Standin, World};
use directory::store::google::run::{self, Run};
use directory::store::google::settings::{self, NewSettings, Secret};
use directory::store::{group, rule};
use directory::sync;
use ground::db::Threads;
use ground::keys::Master;
use ground::mail::{Post, Transport};
use ground::web::{LimitSettings, Limits as Visits};
use ground::{AccountId, Actor, Clinic, Clock, House, NewClinic, Plan, Reach, Role, RoleSet, Scope, Tx, app, params};
use identity::{Account, NewRole, NewStaff, OwnRoleId};
use jiff::{SignedDuration, Timestamp};
use promise::{Parameters, Purpose};
use tower::ServiceExt;
use url::form_urlencoded;

use crate::place::Place;

pub const ADMINISTRATOR: &str = "admin@example.org";

/// What a browser is answered.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub cookie: String,
    pub text: String,
}

pub struct TestHouse {
    pub house: House,
    pub clinic: Arc<Clinic>,
    pub standin: Standin,
    place: Place,
}

/// Ada and Ben, the desk with Ben in it and the managers with Ada in it.
pub fn world() -> World {
    let people = vec![
        Person::new("1", "Ada", "Holm", "ada@example.org"),
        Person::new("2", "Ben", "Okri", "ben@example.org"),
        Person::new("3", "Cai", "Vale", "cai@example.org"),
    ];
    let mut circles =
        vec![Circle::new("g1", "Managers", "managers@example.org"), Circle::new("g2", "Desk", "desk@example.org")];
    circles[0].members = vec![Belongs::Person(0)];
    circles[1].members = vec![Belongs::Person(1)];
    World { people, circles, ..World::default() }
}

impl TestHouse {
    /// A house that knows how to ask, and has asked nothing yet. It has a manager of its own.
    pub async fn open(world: World) -> TestHouse {
        let place = Place::fresh();
        let plan = Plan {
            data: place.data.clone(),
            keys: place.keys.clone(),
            files: place.files(),
            master: Master::from_bytes([7; 32]),
            threads: Threads { readers: 2, writers: 4 },
            clock: Clock::held("2026-11-24T10:00:00Z".parse().unwrap()),
            post: Post { from: "clinic@example.org".to_owned(), transport: Transport::Mailbox },
            limits: Visits::new(LimitSettings { off: true, ..LimitSettings::default() }).unwrap(),
            demo: false,
            address: "http://clinic.example".to_owned(),
            installed: ground::Installed::default(),
        };
        let rooms = || vec![identity::room(), directory::room()];
        let house = tokio::task::spawn_blocking(move || House::open(plan, rooms())).await.unwrap().unwrap();
        assert_eq!(house.gaps().await.unwrap(), [], "the data map and the schema agree");
        let new = NewClinic {
            slug: "linden-quay".to_owned(),
            host: None,
            name: "Linden Quay".to_owned(),
            zone: "Europe/Dublin".to_owned(),
            jurisdiction: "IE".to_owned(),
            languages: vec!["en".to_owned()],
            currency: "EUR".to_owned(),
            brand: None,
            parameters: Parameters::default(),
        };
        let clinic = house.create_clinic(new).await.unwrap();
        let standin = Standin::start(world, ADMINISTRATOR, house.clock.clone()).await.unwrap();
        let test = TestHouse { house, clinic, standin, place };
        test.save(Limits::default()).await;
        test.own_staff("edda@example.org", Role::Manager).await;
        test
    }

    /// Keepwell's own scope in the clinic.
    pub fn scope(&self) -> Scope {
        Scope::new(&self.house, self.clinic.clone(), Actor::automatic(), Purpose::Operation, "directory.google")
    }

    pub async fn write<T: Send + 'static>(
        &self,
        body: impl Fn(&mut Tx<'_>) -> directory::Result<T> + Send + 'static,
    ) -> directory::Result<T> {
        self.scope().write(body).await
    }

    pub async fn save(&self, limits: Limits) {
        let (key, endpoints) = (self.standin.key().to_owned(), self.standin.endpoints());
        let new = move || NewSettings {
            secret: Some((
                Secret { service_key: key.clone(), administrator: ADMINISTRATOR.to_owned() },
                "104000000000000000001".to_owned(),
            )),
            endpoints: endpoints.clone(),
            working: true,
            minutes: 60,
            limits,
        };
        self.write(move |tx| settings::save(tx, &new())).await.unwrap();
    }

    /// A colleague whom the clinic made itself and who can sign in.
    pub async fn own_staff(&self, email: &'static str, role: Role) -> AccountId {
        let made = self
            .write(move |tx| {
                let new = NewStaff {
                    email: email.to_owned(),
                    shown_as: "Edda Marsh".to_owned(),
                    roles: RoleSet::from(role),
                    language: "en".to_owned(),
                    password: None,
                    source: identity::Source::Staff,
                };
                Ok(identity::create_staff(tx, &new)?)
            })
            .await
            .unwrap();
        self.sign_in(made.account).await;
        made.account
    }

    /// What a browser is answered: the status, where it is sent on to, its cookie, and the page.
    pub async fn send(&self, method: Method, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder()
            .method(&method)
            .uri(format!("/c/linden-quay{path}"))
            .header("host", "clinic.example")
            .header("sec-fetch-site", "same-origin")
            .extension(ConnectInfo(SocketAddr::from(([203, 0, 113, 7], 4_711))));
        if !cookie.is_empty() {
            request = request.header("cookie", cookie);
        }
        let mut body = Body::empty();
        if method == Method::POST {
            request = request.header("content-type", "application/x-www-form-urlencoded");
            body = Body::from(form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish());
        }
        let answer = app(&self.house, &Reach::default()).unwrap().oneshot(request.body(body).unwrap()).await.unwrap();
        let header = |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let (status, location) = (answer.status().as_u16(), header("location"));
        let cookie = header("set-cookie").split(';').next().unwrap().to_owned();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        // Without the marks that keep a name's direction to itself.
        let text = String::from_utf8(bytes.to_vec()).unwrap().replace(['\u{2068}', '\u{2069}'], "");
        Answer { status, location, cookie, text }
    }

    /// The cookie of a colleague who signs in with a password.
    pub async fn enters(&self, email: &'static str, role: Role) -> String {
        const PASSWORD: &str = "tide over four lanterns";
        self.write(move |tx| {
            let new = NewStaff {
                email: email.to_owned(),
                shown_as: "Edda Marsh".to_owned(),
                roles: RoleSet::from(role),
                language: "en".to_owned(),
                password: Some(identity::Hashed::of(PASSWORD, 100)),
                source: identity::Source::Staff,
            };
            Ok(identity::create_staff(tx, &new)?)
        })
        .await
        .unwrap();
        let answer = self.send(Method::POST, "/sign-in", "", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        answer.cookie
    }

    /// Looks at the directory.
    pub async fn look(&self, trial: bool) -> Run {
        self.look_at(trial, &Pace::new(|_| Box::pin(async {}), Arc::new(|| 0.0))).await
    }

    /// The same, asking at another pace.
    pub async fn look_at(&self, trial: bool, pace: &Pace) -> Run {
        // Two looks are never of one instant.
        self.house.clock.set(self.now() + SignedDuration::from_secs(1));
        let settings = self.scope().read(settings::find).await.unwrap().unwrap();
        sync::look(&self.scope(), &settings, trial, pace).await.unwrap()
    }

    /// The clinic's turn, a second later.
    pub async fn turn(&self) {
        self.house.clock.set(self.now() + SignedDuration::from_secs(1));
        sync::turn(self.scope()).await.unwrap();
    }

    /// Looks, and says how it ended.
    pub async fn ends(&self) -> (&'static str, String, String) {
        let run = self.look(false).await;
        (run.outcome.as_str(), run.reasons, run.counts)
    }

    pub async fn runs(&self) -> Vec<Run> {
        self.scope().read(|tx| run::list(tx, 50)).await.unwrap()
    }

    /// Whoever is in the group there has `role`.
    pub async fn rule(&self, external: &'static str, role: impl Into<Gives>) -> GroupId {
        let gives = role.into();
        self.write(move |tx| {
            let group = group::by_external(tx, Source::Google, external)?.unwrap();
            rule::create(tx, rule::Rule { group: group.id, gives })?;
            Ok(group.id)
        })
        .await
        .unwrap()
    }

    /// A role that the clinic makes of `part`, less these abilities.
    pub async fn own_role(&self, name: &'static str, part: Role, taken: &'static [&'static str]) -> OwnRoleId {
        self.write(move |tx| {
            let taken = taken.iter().map(|ability| (*ability).to_owned()).collect();
            Ok(identity::create_role(tx, &NewRole { name: name.to_owned(), parts: part.into(), taken })?)
        })
        .await
        .unwrap()
    }

    /// The names of the clinic's own roles that the account has.
    pub async fn own_roles(&self, email: &'static str) -> Vec<String> {
        let account = self.account(email).await.unwrap().id;
        let roles = self.write(move |tx| Ok(identity::roles_of(tx, account)?)).await.unwrap();
        roles.into_iter().map(|role| role.name).collect()
    }

    /// The account that is found by the address.
    pub async fn account(&self, email: &'static str) -> Option<Account> {
        self.write(move |tx| Ok(identity::find_by_email(tx, email)?)).await.unwrap()
    }

    /// Confirms the address, and signs one browser in.
    pub async fn sign_in(&self, account: AccountId) {
        self.write(move |tx| {
            let (clinic, now) = (tx.clinic(), tx.now());
            tx.execute(
                "UPDATE account SET verified_at = $3 WHERE clinic = $1 AND id = $2",
                &params![clinic, account, now],
            )?;
            tx.execute(
                "INSERT INTO session (clinic, token_hash, id, account, person, started_at, seen_at, expires_at, browser, block, staff)
                 SELECT clinic, $3, $4, id, person, $5, $5, $6, 'firefox', '203.0.113.0/24', 1 FROM account WHERE clinic = $1 AND id = $2",
                &params![
                    clinic, account, account.to_string().into_bytes(), identity::SessionId::new(now), now, now + SignedDuration::from_hours(8)
                ],
            )?;
            Ok(())
        })
        .await
        .unwrap();
    }

    pub async fn sessions(&self, account: AccountId) -> i64 {
        self.count("SELECT COUNT(*) AS n FROM session WHERE clinic = $1 AND account = $2", Some(account)).await
    }

    pub async fn count(&self, sql: &'static str, of: Option<AccountId>) -> i64 {
        self.write(move |tx| {
            let mut values = params![tx.clinic()].to_vec();
            values.extend(of.map(Into::into));
            Ok(tx.one(sql, &values)?.get("n")?)
        })
        .await
        .unwrap()
    }

    /// Every row that a look could touch, as text, but for the looks themselves.
    pub async fn rows(&self) -> BTreeMap<&'static str, Vec<String>> {
        const TABLES: [(&str, &str); 8] = [
            ("account", "id, email_token, roles, shown_as, deactivated_at"),
            (
                "directory_user",
                "id, account, external_token, digest, active, left_at, due_at, roles_given, own_given, version, changed_at",
            ),
            ("own_role_holder", "account, role, given_at"),
            ("directory_group", "id, external_id, name, version, changed_at"),
            ("directory_member", "directory_group, directory_user"),
            ("directory_subgroup", "parent, child"),
            ("event", "id"),
            ("person", "id, erased_at"),
        ];
        self.write(move |tx| {
            let mut all = BTreeMap::new();
            for (table, columns) in TABLES {
                let found =
                    tx.query(&format!("SELECT {columns} FROM {table} WHERE clinic = $1"), &params![tx.clinic()])?;
                let text = |value: &ground::db::Value| match value {
                    ground::db::Value::Null => "-".to_owned(),
                    ground::db::Value::Int(n) => n.to_string(),
                    ground::db::Value::Real(n) => n.to_string(),
                    ground::db::Value::Text(text) => text.clone(),
                    ground::db::Value::Blob(bytes) => format!("{bytes:02x?}"),
                };
                let line = |row: &ground::db::Row| row.columns().map(|(_, v)| text(v)).collect::<Vec<_>>().join(" ");
                let mut lines: Vec<String> = found.iter().map(line).collect();
                lines.sort();
                // That somebody looked is an event of its own.
                all.insert(table, if table == "event" { vec![(lines.len()).to_string()] } else { lines });
            }
            Ok(all)
        })
        .await
        .unwrap()
    }

    pub fn later(&self, hours: i64) {
        self.house.clock.set(self.house.clock.now() + SignedDuration::from_hours(hours));
    }

    pub fn now(&self) -> Timestamp {
        self.house.clock.now()
    }

    /// The bytes of the data's file; none on PostgreSQL.
    pub fn file(&self) -> Option<Vec<u8>> {
        let mut all = Vec::new();
        for name in ["keepwell.db", "keepwell.db-wal"] {
            all.extend(std::fs::read(self.place.folder.path().join(name)).unwrap_or_default());
        }
        (!all.is_empty()).then_some(all)
    }
}

impl Drop for TestHouse {
    fn drop(&mut self) {
        self.house.close();
    }
}
