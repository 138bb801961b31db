//! A clinician with a client in their care and one out of it, and what they may try to do to visits.

use booking::model::AppointmentId;
use booking::store;
use ground::{PersonId, Role, params};
use promise::Purpose;
use reqwest::Method;

use crate::desk::field_after;
use crate::kit::{Answer, Browser, TestApp};

pub(crate) struct Ward {
    pub(crate) app: TestApp,
    pub(super) clinician: Browser,
    /// The clinician's person, and them as a practitioner.
    pub(super) person: PersonId,
    pub(super) own: String,
    pub(super) colleague: String,
    pub(super) service: String,
    /// In the clinician's care, and not.
    pub(crate) inside: PersonId,
    pub(crate) outside: PersonId,
}

pub(super) const INSIDE: (&str, &str, &str) = ("Ingrid", "Solberg", "ingrid@example.net");

pub(super) const OUTSIDE: (&str, &str, &str) = ("Oona", "Halloran", "oona@example.net");

/// A day on which nothing invented stands.
pub(super) const DAY: &str = "2027-06-01";

/// Days and times of one week at which somebody may work.
pub(super) fn times() -> impl Iterator<Item = (String, String)> {
    let day = |day: i32| (9..17).map(move |hour| (format!("2027-06-{day:02}"), format!("{hour:02}:00")));
    (1..=5).flat_map(day)
}

impl Ward {
    pub(crate) async fn open() -> Ward {
        let app = TestApp::start().await;
        let clinician = app.signed_in(&app.clinic, Role::Clinician).await;
        let operation = app.scope(&app.clinic, Purpose::Operation);
        let (person, catalogue) = operation
            .read(|tx| -> ground::Result<_> {
                let accounts = identity::one_of_each(tx)?;
                let account = accounts.iter().find(|account| account.roles.contains(Role::Clinician)).unwrap().id;
                let row =
                    tx.one("SELECT person FROM account WHERE clinic = $1 AND id = $2", &params![tx.clinic(), account])?;
                Ok((row.get::<PersonId>("person")?, store::catalogue(tx)?))
            })
            .await
            .unwrap();
        let own = operation.read(move |tx| store::catalogue::practitioner_of(tx, person)).await.unwrap().unwrap().id;
        let both = |service: &&booking::model::Service| {
            !service.needs_device && service.practitioners.contains(&own) && service.practitioners.len() > 1
        };
        let service = catalogue.services.iter().find(both).unwrap();
        let colleague = service.practitioners.iter().find(|one| **one != own).unwrap().to_string();
        let scheduling = app.scope(&app.clinic, Purpose::Scheduling);
        let made = scheduling
            .write(|tx| -> ground::Result<_> {
                let mut make = |who| people::create(tx, &client(who), &people::Source::Desk);
                Ok((make(INSIDE)?, make(OUTSIDE)?))
            })
            .await
            .unwrap();
        let (own, service) = (own.to_string(), service.id.to_string());
        let ward = Ward { clinician, person, own, colleague, service, inside: made.0, outside: made.1, app };
        let desk = ward.app.signed_in(&ward.app.clinic, Role::FrontDesk).await;
        ward.booked(&desk, &ward.own, ward.inside).await;
        ward
    }

    /// Books by the desk's form at the first time that is free; the last answer when none is.
    pub(super) async fn try_book(&self, browser: &Browser, with: &str, whom: &[(&str, &str)]) -> Answer {
        let mut last = None;
        for (day, time) in times() {
            let key = format!("{:?}", std::time::Instant::now());
            let mut fields = vec![
                ("key", key.as_str()),
                ("service", self.service.as_str()),
                ("practitioner", with),
                ("date", day.as_str()),
                ("time", time.as_str()),
                ("find", ""),
                ("tell", "1"),
            ];
            fields.extend(whom);
            let answer = browser.post(&self.app.path("/appointments"), &fields).await;
            if answer.status != 409 {
                return answer;
            }
            last = Some(answer);
        }
        last.unwrap()
    }

    /// When the clinician is free for a review in the next weeks, as seconds.
    pub(super) async fn free(&self) -> Vec<i64> {
        let query = format!("from=2026-11-24&to=2026-12-18&practitioner={}", self.own);
        let path = format!("/api/v1/clinics/{}/services/review/times?{query}", self.app.clinic.slug);
        let answer = self.app.visitor().api(Method::GET, &path, None, &[], None).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let start =
            |time: &serde_json::Value| time["start"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second();
        answer.json()["times"].as_array().unwrap().iter().map(start).collect()
    }

    pub(super) async fn booked(&self, browser: &Browser, with: &str, client: PersonId) -> AppointmentId {
        let answer = self.try_book(browser, with, &[("client", &client.to_string())]).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        id_of(&answer)
    }

    /// A visit of `client` with the colleague, made by nobody in particular.
    pub(super) async fn fresh(&self, client: PersonId) -> AppointmentId {
        let desk = self.app.signed_in(&self.app.clinic, Role::FrontDesk).await;
        self.booked(&desk, &self.colleague, client).await
    }

    pub(super) async fn stands(&self, id: AppointmentId) -> booking::model::Appointment {
        self.app.scope(&self.app.clinic, Purpose::Operation).read(move |tx| store::find(tx, id)).await.unwrap()
    }

    pub(super) async fn version(&self, id: AppointmentId) -> String {
        let page = self
            .app
            .signed_in(&self.app.clinic, Role::FrontDesk)
            .await
            .get(&self.app.path(&format!("/appointments/{id}")))
            .await;
        field_after(&page.text, "/cancellation", "version")
    }

    /// Whether the clinician may open `client`, by their page.
    pub(super) async fn treats(&self, client: PersonId) -> bool {
        // A session of the staff ends with a pause, and the clock is moved.
        let clinician = self.app.signed_in(&self.app.clinic, Role::Clinician).await;
        let status = clinician.get(&self.app.path(&format!("/clients/{client}"))).await.status;
        assert!([200, 403].contains(&status), "{status}");
        status == 200
    }

    /// How often the clinician was refused `client`'s record.
    pub(super) async fn refusals(&self, client: PersonId) -> usize {
        let record = self
            .app
            .scope(&self.app.clinic, Purpose::Operation)
            .read(move |tx| ground::access::about(tx, client, 500))
            .await
            .unwrap();
        record.iter().filter(|entry| entry.refused && entry.actor == self.person.to_string()).count()
    }

    pub(super) async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1");
        let read =
            move |tx: &mut ground::Tx<'_>| -> ground::Result<i64> { tx.one(&sql, &params![tx.clinic()])?.get("n") };
        self.app.scope(&self.app.clinic, Purpose::Operation).read(read).await.unwrap()
    }

    /// What `client` reads of who opened their record, signed in.
    pub(super) async fn own_record_of(&self, client: PersonId) -> String {
        let account = identity::NewClient {
            person: Some(client),
            email: "own.record@example.net".to_owned(),
            name: None,
            language: "en".to_owned(),
            age_stated: Some(18),
            password: Some(identity::Hashed::of("x", 1)),
            source: identity::Source::Automatic,
        };
        let operation = self.app.scope(&self.app.clinic, Purpose::Operation);
        let made = operation.write(move |tx| identity::create_client_account(tx, &account)).await.unwrap();
        let browser = self.app.visitor();
        let door = self.app.path("/demo/entrance");
        assert_eq!(browser.post(&door, &[("account", &made.account.to_string())]).await.status, 303);
        browser.get(&self.app.path("/me/record")).await.text
    }

    /// The figures that say whether the need to know is asked for.
    pub(super) async fn evidence(&self) -> Vec<(String, i64)> {
        let operation = self.app.scope(&self.app.clinic, Purpose::Operation);
        let read = |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<(String, i64)>> {
            let house = tx.scope().house().clone();
            let mut figures = Vec::new();
            for (_, prove) in house.more_evidence.iter().filter(|(id, _)| *id == "access.need_to_know") {
                figures.extend(prove(tx)?.figures);
            }
            Ok(figures)
        };
        operation.read(read).await.unwrap()
    }

    /// Does `deed` to a fresh visit of `client`.
    pub(super) async fn does(&self, browser: &Browser, deed: &str, client: PersonId) -> (AppointmentId, Answer) {
        let id = self.fresh(client).await;
        let version = self.version(id).await;
        let at = |path: &str| self.app.path(&format!("/appointments/{id}{path}"));
        let answer = match deed {
            "looks at moving" => browser.get(&at("/move")).await,
            "moves" => {
                let mut last = None;
                for (day, time) in times() {
                    let fields = [
                        ("date", day.as_str()),
                        ("time", time.as_str()),
                        ("practitioner", self.own.as_str()),
                        ("version", &version),
                    ];
                    let answer = browser.post(&at("/move"), &fields).await;
                    let free = answer.status != 409;
                    last = Some(answer);
                    if free {
                        break;
                    }
                }
                last.unwrap()
            }
            "marks" => browser.post(&at("/status"), &[("state", "confirmed"), ("version", &version)]).await,
            "marks late" => browser.post(&at("/status"), &[("state", "confirmed"), ("version", "0-booked-0")]).await,
            "cancels" => browser.post(&at("/cancellation"), &[("reason", "clinic"), ("version", &version)]).await,
            _ => panic!("no deed {deed}"),
        };
        (id, answer)
    }
}

pub(super) fn id_of(answer: &Answer) -> AppointmentId {
    let location = answer.location.as_deref().unwrap();
    location.split("visit=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap()
}

pub(super) fn client((given, family, email): (&str, &str, &str)) -> people::NewClient {
    people::NewClient {
        given_name: people::GivenName::parse(given).unwrap(),
        family_name: people::FamilyName::parse(family).unwrap(),
        email: Some(people::Email::parse(email).unwrap()),
        phone: None,
        birth_date: None,
        note: None,
        language: "en".to_owned(),
    }
}
