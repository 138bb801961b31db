//! What the words of a file mean: its services, its people, how its appointments ended. Said once for the whole file.

use std::collections::{BTreeMap, BTreeSet};

use ground::Scope;
use jiff::Timestamp;
use people::folded;
use people::import::Setting as PeopleSetting;
use serde::{Deserialize, Serialize};

use super::{Meaning, Plan};
use crate::model::{Practitioner, Service};
use crate::rules::Status;

/// Characters of a word at most.
pub(crate) const LONGEST_WORD: usize = 200;

/// A column whose words each mean something of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WordColumn {
    Service,
    Practitioner,
    Status,
    Reminded,
}

impl WordColumn {
    pub(crate) const ALL: [WordColumn; 4] =
        [WordColumn::Service, WordColumn::Practitioner, WordColumn::Status, WordColumn::Reminded];

    pub(crate) const fn meaning(self) -> Meaning {
        match self {
            WordColumn::Service => Meaning::Service,
            WordColumn::Practitioner => Meaning::Practitioner,
            WordColumn::Status => Meaning::Status,
            WordColumn::Reminded => Meaning::Reminded,
        }
    }

    /// Different words of such a column at most that are asked about: more are no kinds of anything. Together they fit one
    /// form.
    pub(crate) const fn most(self) -> usize {
        match self {
            WordColumn::Service | WordColumn::Practitioner => 150,
            WordColumn::Status => 40,
            WordColumn::Reminded => 10,
        }
    }

    /// Which columns of a file are such, and where.
    pub(crate) fn of(plan: &Plan) -> Vec<(WordColumn, usize)> {
        let at = |word: WordColumn| Some((word, plan.column(word.meaning())?));
        WordColumn::ALL.into_iter().filter_map(at).collect()
    }
}

/// By which clock the times of a file are written, where they do not say so themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Clock {
    #[default]
    Clinic,
    Utc,
}

impl Clock {
    pub(crate) const ALL: [Clock; 2] = [Clock::Clinic, Clock::Utc];

    /// As it is sent by forms.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Clock::Clinic => "clinic",
            Clock::Utc => "utc",
        }
    }
}

/// What one word of a file means: the id of a service or of a practitioner, a status, `yes` or `no`; `-` is none of ours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Word(String);

impl Word {
    /// None of ours.
    pub(crate) const NONE: &str = "-";

    pub(crate) fn new(said: impl Into<String>) -> Word {
        Word(said.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The statuses that a file's appointment may have had.
pub(crate) const STATUSES: [Status; 6] =
    [Status::Booked, Status::Confirmed, Status::Done, Status::NoShow, Status::Cancelled, Status::LateCancelled];

/// What of the clinic the rows are read by, and what their words mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Setting {
    /// What begins after it is still to come.
    pub now: Timestamp,
    pub people: PeopleSetting,
    pub clock: Clock,
    /// What the words mean was said.
    pub said: bool,
    pub words: BTreeMap<WordColumn, BTreeMap<String, Word>>,
}

impl Setting {
    /// As it is now; what was said before of the words is offered again.
    pub(super) fn of(scope: &Scope, before: Option<Setting>) -> Setting {
        let now = scope.house().clock.now();
        let (clock, words) = before.map(|before| (before.clock, before.words)).unwrap_or_default();
        Setting { now, people: PeopleSetting::of(&scope.clinic, now), clock, said: false, words }
    }

    pub(super) fn word(&self, of: WordColumn, text: &str) -> Option<&str> {
        self.words.get(&of)?.get(text).map(Word::as_str)
    }
}

/// What a word seems to mean; none where nothing is clear.
pub(crate) fn guess(of: WordColumn, text: &str, services: &[Service], people: &[Practitioner]) -> Option<Word> {
    let name = folded(text).join(" ");
    let same = |ours: &str| folded(ours).join(" ") == name;
    let one = |found: Vec<String>| match found.as_slice() {
        [one] => Some(Word::new(one.clone())),
        _ => None,
    };
    match of {
        WordColumn::Service => {
            let called = |service: &&Service| same(&service.name) || service.slug == text;
            one(services.iter().filter(called).map(|service| service.id.to_string()).collect())
        }
        WordColumn::Practitioner => {
            // "Maeve Corrigan" is "Corrigan, Maeve" too.
            let words = |text: &str| folded(text).into_iter().collect::<BTreeSet<_>>();
            let called = |one: &&Practitioner| words(&one.name) == words(text);
            one(people.iter().filter(called).map(|one| one.id.to_string()).collect())
        }
        WordColumn::Status => {
            let found = CALLED.iter().find(|(_, called)| called.contains(&name.as_str()));
            found.map(|(status, _)| Word::new(status.as_str()))
        }
        WordColumn::Reminded => match name.as_str() {
            "yes" | "y" | "1" | "true" | "sent" | "ja" | "oui" | "si" => Some(Word::new("yes")),
            "no" | "n" | "0" | "false" | "nein" | "non" => Some(Word::new("no")),
            _ => None,
        },
    }
}

/// What statuses are called in files, folded.
const CALLED: [(Status, &[&str]); 6] = [
    (Status::Booked, &["booked", "scheduled", "pending", "active", "open", "new", "upcoming", "unconfirmed"]),
    (Status::Confirmed, &["confirmed"]),
    (
        Status::Done,
        &[
            "done",
            "completed",
            "complete",
            "attended",
            "arrived",
            "seen",
            "kept",
            "finished",
            "fulfilled",
            "checked out",
        ],
    ),
    (
        Status::NoShow,
        &["no show", "noshow", "did not attend", "dna", "did not arrive", "missed", "absent", "failed to attend"],
    ),
    (Status::Cancelled, &["cancelled", "canceled", "deleted", "called off"]),
    (Status::LateCancelled, &["late cancelled", "late canceled", "late cancel", "cancelled late", "short notice"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_guessed_by_what_it_is_called_and_asked_where_it_is_not_clear() {
        for (text, status) in [
            ("No-Show", Some(Status::NoShow)),
            ("DNA", Some(Status::NoShow)),
            ("Completed", Some(Status::Done)),
            ("CANCELED", Some(Status::Cancelled)),
            ("Late cancel", Some(Status::LateCancelled)),
            ("Rescheduled", None),
            ("", None),
        ] {
            let guessed = guess(WordColumn::Status, text, &[], &[]);
            assert_eq!(guessed, status.map(|status| Word::new(status.as_str())), "{text}");
        }
        for (_, called) in CALLED {
            called.iter().for_each(|name| assert_eq!(folded(name).join(" "), *name));
        }
        assert!(CALLED.iter().all(|(status, _)| STATUSES.contains(status)));
    }
}
