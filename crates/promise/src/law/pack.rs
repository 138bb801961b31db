//! The packs and how they are read.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Category;
use crate::age::Jurisdiction;

vocabulary! {
    /// What a person asks for.
    pub enum RequestKind as "a kind of request" {
        /// To see what is held about them.
        Access = "access",
        /// To take it along in a file.
        Portability = "portability",
        /// To put right what is wrong.
        Correction = "correction",
        /// To be forgotten.
        Erasure = "erasure",
        /// To have it left alone for a while.
        Restriction = "restriction",
        /// To say no to a use.
        Objection = "objection",
        /// To be told to whom it was given.
        Disclosures = "disclosures",
    }
}

vocabulary! {
    /// Whether somebody read the text that a fact is taken from.
    pub enum Checked as "a state of a fact" {
        /// The words of the law were read, in its own place or a copy of it.
        Verified = "verified",
        /// They were not: it is shown as unverified.
        Unverified = "unverified",
    }
}

vocabulary! {
    /// What years are counted from.
    pub enum Counted as "an instant that years are counted from" {
        /// When it was written down.
        Made = "made",
        /// The person's last visit, or when their record began.
        LastSeen = "last-seen",
    }
}

vocabulary! {
    /// Which breaches a duty to tell arises from, as they were assessed.
    pub enum Arises as "what a duty arises from" {
        /// Every one.
        Always = "always",
        /// All but those that are unlikely to be a risk.
        Risk = "risk",
        /// Those that are likely to be a high risk, and whose data whoever took it can read.
        High = "high",
        /// Those of data that can be read, unless it is shown that it was probably not compromised.
        Compromise = "compromise",
    }
}

vocabulary! {
    /// Who is told of a breach.
    pub enum Whom as "somebody who is told" {
        /// Those whom it touches.
        Persons = "persons",
        /// The authority.
        Authority = "authority",
        /// The press.
        Media = "media",
    }
}

vocabulary! {
    /// What of the program keeps to a fact, or is to once there is a room for it.
    pub enum Mechanism as "a mechanism" {
        /// Until when a request is answered ([`super::clock`]).
        Deadline = "deadline",
        /// How long something is kept at least, and the lock on what was to be erased meanwhile ([`super::retain`]).
        Kept = "kept",
        /// Who is told of a breach, and until when ([`super::tellings`]).
        Incident = "incident",
        /// What is done for those of a breach whom no letter reaches ([`super::otherwise`]).
        Public = "public",
        /// Who agrees before anything about them is kept elsewhere, and what stays ([`super::asks`], [`super::forbids`]).
        Transfer = "transfer",
        /// From which age somebody agrees alone ([`crate::age`]).
        Age = "age",
        /// Which key opens which column for which purpose.
        Opening = "opening",
        /// The notice, and what somebody agreed to by it.
        Notice = "notice",
        /// The sweep, which removes what is past its time.
        Sweep = "sweep",
        /// When a release is about nobody ([`crate::release`]).
        Release = "release",
        /// The promises about security, each with its control.
        Safeguards = "safeguards",
        /// The record of processing.
        Record = "record",
        /// Nothing yet: no room of this program does what it is about.
        Waits = "waits",
    }
}

/// The law of one place, as far as we read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The code of the country, or "EU".
    pub code: String,
    /// Its English name, as it stands in a sentence.
    pub name: String,
    /// Countries for which it holds besides.
    #[serde(default)]
    pub members: Vec<String>,
    /// What it says.
    #[serde(rename = "fact")]
    pub facts: Vec<Fact>,
}

/// One thing that a law says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What it is called here: "us.access".
    pub id: String,
    /// The one place within the pack's where it holds; none for all of it.
    pub place: Option<String>,
    /// What it is about, in one English sentence.
    pub what: String,
    /// The figure, in words.
    pub value: String,
    /// The law and its article.
    pub citation: String,
    /// Where its text stands; empty where there is no one place.
    pub url: String,
    /// Whether that text was read.
    pub checked: Checked,
    /// The day on which it was read; none where it was not.
    pub read: Option<Date>,
    /// What keeps to it, beside what its figures say.
    #[serde(default)]
    pub used: Vec<Mechanism>,
    /// From which day on it is in force; none where it is.
    pub since: Option<Date>,
    /// From which day on it is in force no more; none where no end is known.
    pub until: Option<Date>,
    /// How long a request may wait.
    pub clock: Option<Term>,
    /// How long something is kept at least.
    pub keep: Option<Keep>,
    /// How long something is kept at most.
    pub most: Option<Keep>,
    /// Who is told of a breach, and how soon.
    pub notify: Option<Notify>,
    /// What is done for those whom no letter reaches.
    pub unreached: Option<Unreached>,
    /// How soon letters end after a no.
    pub stop: Option<Stop>,
    /// What is asked before what is about whoever lives there is kept elsewhere.
    pub transfer: Option<Transfer>,
}

/// How long requests of some kinds may wait: days or months, and how many more with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The kinds.
    pub kinds: Vec<RequestKind>,
    /// Days, where it is days.
    #[serde(default)]
    pub days: u32,
    /// Days more.
    #[serde(default)]
    pub more_days: u32,
    /// Months, where it is months.
    #[serde(default)]
    pub months: u32,
    /// Months more.
    #[serde(default)]
    pub more_months: u32,
}

/// How many years, counted from when, for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// Kinds of data.
    pub categories: Vec<Category>,
    /// Retention classes of the data map.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Completed years.
    pub years: u32,
    /// Counted from.
    pub from: Counted,
}

/// Who is told of a breach, how soon; neither hours nor days where the law says no figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notify {
    /// Who.
    pub whom: Whom,
    /// Hours after becoming aware.
    pub hours: Option<u32>,
    /// Days after becoming aware.
    pub days: Option<u32>,
    /// Only where more persons of one part of the country than that are touched.
    pub above: Option<u32>,
    /// Only where so many persons or more are touched.
    pub from: Option<u32>,
    /// Only where fewer are.
    pub below: Option<u32>,
    /// Whether the days are counted from the end of the year in which it was known.
    #[serde(default)]
    pub after_year: bool,
    /// Which breaches it is about.
    pub arises: Arises,
}

/// What is done for those of a breach whom no letter reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unreached {
    /// From how many of them on the public is told; fewer are told by other means.
    pub from: u32,
    /// How many days the public notice stands; none where the law says no figure.
    pub days: Option<u32>,
    /// Whether it names a number that may be called free of charge.
    #[serde(default)]
    pub toll_free: bool,
}

/// Agreement is asked before something is kept in another country, or it may not go there at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// Countries for which it is not asked, because the law has them as safe as its own.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Whether nobody's agreement lets it go there.
    #[serde(default)]
    pub never: bool,
}

/// How soon letters end after a no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// Business days.
    pub business_days: u32,
}

const FILES: [&str; 5] = [
    include_str!("packs/ae.toml"),
    include_str!("packs/ca.toml"),
    include_str!("packs/eu.toml"),
    include_str!("packs/in.toml"),
    include_str!("packs/us.toml"),
];

/// Every pack, by its code.
#[must_use]
pub fn packs() -> &'static [Pack] {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    // A file that cannot be read is left out here, and a test says so: nothing of a law is better than half of it.
    PACKS.get_or_init(|| FILES.iter().filter_map(|text| parse(text).ok()).collect())
}

/// Reads one pack and looks it over.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn parse(text: &str) -> Result<Pack, String> {
    let pack: Pack = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut seen = BTreeSet::new();
    for fact in &pack.facts {
        let wrong = |what: &str| Err(format!("{}: {what}", fact.id));
        if !seen.insert(fact.id.as_str()) {
            return wrong("it stands twice");
        }
        if [&fact.what, &fact.value, &fact.citation].iter().any(|text| text.trim().is_empty()) {
            return wrong("say what, how much and where it stands");
        }
        if fact.checked == Checked::Verified && !fact.url.starts_with("https://") {
            return wrong("what was read was read somewhere: write its url");
        }
        if (fact.checked == Checked::Verified) != fact.read.is_some() {
            return wrong("what was read was read on a day, and only that: write it as `read`");
        }
        if fact.mechanisms().is_empty() {
            return wrong("say what keeps to it: write it in `used`, \"waits\" where nothing does yet");
        }
        if let Some(place) = &fact.place {
            let place: Jurisdiction = place.parse().map_err(|error| format!("{}: {error}", fact.id))?;
            if place.country() != pack.code && !pack.members.iter().any(|member| member == place.country()) {
                return wrong("its place is not in this pack");
            }
        }
        if fact.until.is_some_and(|until| fact.since.is_some_and(|since| until <= since)) {
            return wrong("it ends before it begins");
        }
        if let Some(term) = &fact.clock
            && (term.kinds.is_empty() || (term.days == 0) == (term.months == 0))
        {
            return wrong("a term is of days or of months, for some kinds of request");
        }
        if fact.keep.iter().chain(&fact.most).any(|keep| keep.years == 0 || keep.categories.is_empty()) {
            return wrong("what is kept is kept for years, and is of some category");
        }
        if fact.unreached.as_ref().is_some_and(|unreached| unreached.from == 0 || unreached.days == Some(0)) {
            return wrong("a public notice is for somebody, and stands for days");
        }
        if let Some(transfer) = &fact.transfer
            && (fact.place.is_some() || transfer.unless.iter().any(|code| !is_country(code)))
        {
            return wrong("a transfer is a matter of the whole place, and what is excepted is a country");
        }
    }
    Ok(pack)
}

fn is_country(code: &str) -> bool {
    code.parse().is_ok_and(|place: Jurisdiction| place.is_a_country() && place.part().is_none())
}

/// The pack that holds in the place; none where we know no law.
#[must_use]
pub fn pack(place: Jurisdiction) -> Option<&'static Pack> {
    let country = place.country();
    packs().iter().find(|pack| pack.code == country || pack.members.iter().any(|member| member == country))
}

/// Every fact that holds in the place.
pub fn facts(place: Jurisdiction) -> impl Iterator<Item = &'static Fact> {
    let holds = move |fact: &&'static Fact| {
        fact.place.as_ref().is_none_or(|only| *only == place.to_string() || only == place.country())
    };
    pack(place).into_iter().flat_map(|pack| &pack.facts).filter(holds)
}

/// After how many years a text that was read is read again.
const REREAD_YEARS: u32 = 1;

impl Fact {
    /// Whether it is in force on the day `on`. What is only to come, or is over, locks nothing and sets no clock.
    #[must_use]
    pub fn holds(&self, on: Date) -> bool {
        self.since.is_none_or(|since| since <= on) && self.until.is_none_or(|until| on < until)
    }

    /// Whether it is to be read again on the day `on`: the reading is a year old, or it is over.
    #[must_use]
    pub fn is_outdated(&self, on: Date) -> bool {
        self.read.is_some_and(|read| super::anniversary(read, REREAD_YEARS) <= on)
            || self.until.is_some_and(|until| until <= on)
    }

    /// What of the program keeps to it: what reads its figures, and what it names beside, each once, in their order.
    #[must_use]
    pub fn mechanisms(&self) -> Vec<Mechanism> {
        let figures = [
            (self.clock.is_some(), Mechanism::Deadline),
            (self.keep.is_some(), Mechanism::Kept),
            (self.notify.is_some(), Mechanism::Incident),
            (self.unreached.is_some(), Mechanism::Public),
            (self.transfer.is_some(), Mechanism::Transfer),
        ];
        let read = figures.into_iter().filter(|(reads, _)| *reads).map(|(_, mechanism)| mechanism);
        let all: BTreeSet<Mechanism> = read.chain(self.used.iter().copied()).collect();
        all.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pack_can_be_read() {
        for text in FILES {
            let pack = parse(text).unwrap();
            assert!(!pack.facts.is_empty(), "{}", pack.code);
        }
        assert_eq!(packs().iter().map(|pack| pack.code.as_str()).collect::<Vec<_>>(), ["AE", "CA", "EU", "IN", "US"]);
    }

    #[test]
    fn a_reading_is_a_year_old_on_its_day_and_a_law_over_on_its_own() {
        let with = |dates: &str| {
            let fact = format!(
                "[[fact]]\nid = \"x.y\"\nwhat = \"x\"\nvalue = \"x\"\ncitation = \"x\"\nurl = \"https://x.example\"\nused = [\"notice\"]\n{dates}"
            );
            parse(&format!("code = \"US\"\nname = \"x\"\n{fact}")).unwrap().facts.remove(0)
        };
        let day = |text: &str| text.parse().unwrap();
        let read = with("checked = \"verified\"\nread = \"2025-11-25\"");
        assert!(!read.is_outdated(day("2026-11-24")) && read.is_outdated(day("2026-11-25")));
        let over = with("checked = \"unverified\"\nuntil = \"2027-05-13\"");
        assert!(!over.is_outdated(day("2027-05-12")) && over.is_outdated(day("2027-05-13")));
    }

    #[test]
    fn a_pack_that_says_it_wrongly_is_told_what_to_write() {
        let text = FILES[4];
        for (name, from, to, says) in [
            ("an unknown field", "checked = ", "chekced = ", "chekced"),
            ("no source of what was read", "https://www.law.cornell.edu/uscode/text/15/7704", "", "write its url"),
            ("a term of nothing", "days = 30, more_days = 30", "more_days = 30", "of days or of months"),
            ("no day on which it was read", "read = \"2026-11-29\"\n", "", "on a day"),
            ("nothing that keeps to it", "used = [\"opening\"]", "", "what keeps to it"),
            ("a mechanism that is none", "used = [\"opening\"]", "used = [\"magic\"]", "magic"),
            ("a place elsewhere", "US-IL", "DE", "not in this pack"),
            ("twice", "us.amendment", "us.access", "stands twice"),
            ("no year", "years = 3", "years = 0", "kept for years"),
            ("no day", "days = 90", "days = 0", "stands for days"),
            (
                "an end before its beginning",
                "checked = \"verified\"",
                "checked = \"verified\"\nsince = \"2027-05-13\"\nuntil = \"2027-05-13\"",
                "ends before it begins",
            ),
            (
                "no country",
                "checked = \"verified\"",
                "checked = \"verified\"\ntransfer = { unless = [\"UK\"] }",
                "is a country",
            ),
        ] {
            assert!(text.contains(from), "{name}");
            let error = parse(&text.replacen(from, to, 1)).unwrap_err();
            assert!(error.contains(says), "{name}: {error}");
        }
    }
}
