//! The catalogue of promises.

mod judge;
mod promises;
mod room;

use serde::Serialize;

use crate::{Fault, Parameter, Parameters, Region, Statement};

pub use judge::{Evidence, State, judge, judge_in};
pub use promises::PROMISES;
pub use room::{Control, RoomPromises, RoomPromisesError};

vocabulary! {
    /// The heading under which a promise stands in the notice.
    pub enum Group as "a group of promises" {
        /// How data is kept safe.
        Safeguards = "safeguards",
        /// What is told and asked before data is taken.
        Notice = "notice",
        /// What data is used for, and who gets it.
        Use = "use",
        /// What a person can ask for.
        Rights = "rights",
    }
}

vocabulary! {
    /// The kinds of service whose notices make a promise.
    pub enum Service as "a kind of service" {
        /// Rehabilitation and telehealth, R.
        Rehabilitation = "rehabilitation",
        /// Patient CRM, C.
        Crm = "crm",
        /// Attendance and HR, A.
        Attendance = "attendance",
        /// Scheduling, S.
        Scheduling = "scheduling",
        /// Directory synchronisation, D.
        Directory = "directory",
    }
}

vocabulary! {
    /// Which promises a clinic makes: those that the notices of such services make today.
    pub enum Edition as "an edition" {
        /// Every promise.
        All = "all",
        /// Online scheduling.
        Scheduling = "scheduling",
        /// Rehabilitation and telehealth.
        Rehab = "rehab",
        /// Patient CRM.
        Crm = "crm",
        /// Attendance and HR.
        Attendance = "attendance",
        /// Directory synchronisation.
        Directory = "directory",
    }
}

impl Edition {
    /// The kinds of service whose promises it makes.
    #[must_use]
    pub const fn services(self) -> &'static [Service] {
        match self {
            Self::All => Service::ALL,
            Self::Scheduling => &[Service::Scheduling],
            Self::Rehab => &[Service::Rehabilitation],
            Self::Crm => &[Service::Crm],
            Self::Attendance => &[Service::Attendance],
            Self::Directory => &[Service::Directory],
        }
    }

    /// Whether a clinic of this edition has the room. Accounts, the office and what every room stands on are in each.
    #[must_use]
    pub fn has_room(self, room: &str) -> bool {
        let rooms: &[&str] = match self {
            Self::All => return true,
            Self::Scheduling => &["people", "booking"],
            Self::Rehab => &["people", "booking", "care", "engage", "billing"],
            Self::Crm => &["people", "engage", "care", "billing"],
            Self::Attendance => &["people", "workforce"],
            Self::Directory => &["directory"],
        };
        const EVERYWHERE: [&str; 5] = ["ground", "identity", "office", "operator", "front"];
        rooms.contains(&room) || EVERYWHERE.contains(&room)
    }

    /// Whether somebody is treated in a clinic of this edition, so that there are emergencies.
    #[must_use]
    pub fn treats(self) -> bool {
        self.has_room("booking") || self.has_room("care")
    }

    /// The parameters with which such a service makes its promises. Every promise in all of them has the strictest. The country
    /// is what the notice of such a service names; a clinic that says its own has that.
    #[must_use]
    pub fn preset(self) -> Parameters {
        let usual = Parameters { edition: self, ..Parameters::default() };
        match self {
            Self::All | Self::Directory => usual,
            Self::Scheduling => Parameters { region: Region::Us, ..usual },
            Self::Rehab => Parameters { age_minimum: 13, ..usual },
            Self::Crm => Parameters { age_minimum: 13, region: Region::Ae, ..usual },
            // Young people work where the law lets them: at 13 here and at 16 there.
            Self::Attendance => Parameters {
                age_minimum: 13,
                age_by_jurisdiction: "IE".parse().map(|place| (place, 16)).into_iter().collect(),
                ..usual
            },
        }
    }
}

/// One promise that a clinic's notice can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// Stable name: "traffic.encrypted".
    pub id: &'static str,
    /// The heading it stands under.
    pub group: Group,
    /// The kinds of service that make it; empty when none does and we make it all the same.
    pub services: &'static [Service],
    /// The sentence of the notice, in English.
    pub statement: Statement,
    /// What it says instead in an edition that has none of some rooms: the first that fits. Each names some of the parameters.
    pub otherwise: &'static [Otherwise],
    /// Rooms of which the edition has at least one, or it does not make the promise; empty where it is about every room.
    pub about: &'static [&'static str],
    /// What the sentence names and the control reads: exactly the placeholders of the statement.
    pub parameters: &'static [Parameter],
    /// The rooms without which it cannot be kept, whether they are there or not; empty when those that every program has keep
    /// it.
    pub needs: &'static [&'static str],
}

/// What a promise says where some rooms are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Otherwise {
    /// The edition has none of these.
    pub without: &'static [&'static str],
    /// The sentence of the notice, in English.
    pub statement: Statement,
}

impl Promise {
    /// Whether a clinic of this edition makes the promise.
    #[must_use]
    pub fn is_made_in(&self, edition: Edition) -> bool {
        let services = edition.services();
        let by_service = self.services.is_empty() || self.services.iter().any(|service| services.contains(service));
        by_service && (self.about.is_empty() || self.about.iter().any(|room| edition.has_room(room)))
    }

    /// The rooms that it waits for in a clinic of this edition, of a program that `has` some.
    #[must_use]
    pub fn waits_for(&self, edition: Edition, has: impl Fn(&str) -> bool) -> Vec<&'static str> {
        self.needs.iter().copied().filter(|room| !(has(room) && edition.has_room(room))).collect()
    }

    fn otherwise_in(&self, edition: Edition) -> Option<&'static Otherwise> {
        self.otherwise.iter().find(|one| !one.without.iter().any(|room| edition.has_room(room)))
    }

    /// The sentence as a clinic of this edition says it.
    #[must_use]
    pub fn statement_in(&self, edition: Edition) -> Statement {
        self.otherwise_in(edition).map_or(self.statement, |one| one.statement)
    }

    /// The key under which a translation file has that sentence.
    #[must_use]
    pub fn message_key_in(&self, edition: Edition) -> String {
        self.otherwise_in(edition).map_or_else(|| self.message_key(), |one| self.otherwise_key(one))
    }

    /// The key of one of the sentences that it says instead: "promise-age-minimum-without-booking".
    #[must_use]
    pub fn otherwise_key(&self, otherwise: &Otherwise) -> String {
        format!("{}-without-{}", self.message_key(), otherwise.without.join("-"))
    }

    /// What is out of its bounds of what it reads.
    #[must_use]
    pub fn out_of_bounds(&self, parameters: &Parameters) -> Vec<Fault> {
        parameters.validate().into_iter().filter(|fault| self.parameters.contains(&fault.field)).collect()
    }

    /// The key of its sentence in a translation file: "promise-traffic-encrypted". The parameters
    /// go in by their own names.
    #[must_use]
    pub fn message_key(&self) -> String {
        key_of("promise", self.id)
    }
}

/// The key under which a translation file says something of a promise: "evidence-traffic-encrypted".
#[must_use]
pub fn key_of(what: &str, id: &str) -> String {
    format!("{what}-{}", id.replace(['.', '_'], "-"))
}

/// The promise of that id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Promise> {
    PROMISES.iter().find(|promise| promise.id == id)
}
