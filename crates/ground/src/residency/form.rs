//! What a form says of where it is kept, and what it asks of whoever lives under a law that asks for more.

use askama::Template;
use jiff::Timestamp;
use promise::{Jurisdiction, Region, law};

use super::{Told, Via, forbidding, laws};
use crate::clinic::Clinic;
use crate::error::{Error, Result};
use crate::web::{Faults, Fields, Reader};
use crate::words::Tongue;

/// Where somebody lives who lives under none of the laws that ask.
const OTHER: &str = "other";

/// Who reads the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Whoever it is about, or acts for them.
    Themselves,
    /// The same, on a form that asks where they live anyhow.
    Asked,
    /// Somebody at the desk, who tells them.
    Desk,
}

/// What is to be told and asked by the forms of one clinic.
#[derive(Clone, Debug)]
pub struct Ask {
    region: Region,
    /// Whose laws ask for agreement.
    laws: Vec<&'static str>,
    /// The one of them under which whoever says nothing else lives: the clinic's own, or by which they are asked anew.
    here: Option<&'static str>,
    /// Whose laws let something go there for nobody's agreement, and whether the clinic's own is one of them.
    never: Vec<&'static str>,
    never_here: bool,
    day: jiff::civil::Date,
}

struct Choice {
    value: &'static str,
    label: String,
    chosen: bool,
}

/// What the parts of a page ask of it.
struct Words<'a> {
    t: &'a Tongue,
}

#[derive(Template)]
#[template(path = "residency.html")]
struct Line<'a> {
    page: Words<'a>,
    line: String,
    /// What can be opened by whoever lives elsewhere; empty where nothing is asked.
    summary: String,
    open: bool,
    /// What no agreement changes, and whether that is so of everybody who comes.
    never: Vec<String>,
    never_here: bool,
    homes: Vec<Choice>,
    home_label: String,
    home_fault: String,
    region: &'static str,
    agree: String,
    ticked: bool,
    fault: String,
}

impl Ask {
    /// None where the clinic has not said yet where it keeps what it has: then nothing can be told.
    pub fn of(clinic: &Clinic, now: Timestamp) -> Option<Ask> {
        let region = clinic.parameters.region;
        let day = now.to_zoned(clinic.zone.clone()).date();
        region.country()?;
        let place: Option<Jurisdiction> = clinic.jurisdiction.parse().ok();
        let here = place.and_then(|place| law::asks_at(place, region, day)).map(|asks| asks.pack.code.as_str());
        let never = forbidding(clinic, now);
        let own = place.and_then(law::pack).map(|pack| pack.code.as_str());
        let never_here = own.is_some_and(|own| never.contains(&own));
        Some(Ask { region, laws: laws(clinic, now), here, never, never_here, day })
    }

    /// The same for somebody who is known, and is asked anew by this law ([`super::asks_anew`]).
    #[must_use]
    pub fn anew(self, law: Option<&'static str>) -> Ask {
        Ask { here: law.or(self.here), ..self }
    }

    /// Whether anybody can be asked for agreement.
    pub fn asks(&self) -> bool {
        !self.laws.is_empty()
    }

    /// The one line, as it is read.
    pub fn line(&self, t: &Tongue) -> String {
        t.with("residency-line", &[("place", t.get(&self.region.message_key()).into())])
    }

    /// The line and, where a law asks, what can be opened below it, as a part of a form.
    ///
    /// # Errors
    /// [`Error::Internal`] where it cannot be drawn.
    pub fn draw(&self, t: &Tongue, fields: &Fields, faults: &Faults, by: By) -> Result<String> {
        let place = || [("place", t.get(&self.region.message_key()).into())];
        let fault = |name: &str| faults.of(name, t).unwrap_or_default();
        let chosen = fields.value("home");
        let home = |code: &'static str| Choice {
            value: code,
            label: t.get(&format!("residency-home-{}", code.to_lowercase())),
            chosen: if chosen.is_empty() { self.here == Some(code) } else { chosen == code },
        };
        let nobody = Choice {
            value: OTHER,
            label: t.get("residency-home-other"),
            chosen: chosen == OTHER || (chosen.is_empty() && self.here.is_none()),
        };
        let homes: Vec<Choice> = match by {
            By::Asked => Vec::new(),
            _ => std::iter::once(nobody).chain(self.laws.iter().map(|code| home(code))).collect(),
        };
        let ticked = fields.value("kept_in") == self.region.as_str();
        let (line, summary, agree) = match by {
            By::Desk => ("residency-line-desk", "residency-elsewhere-desk", "residency-agree-desk"),
            _ => ("residency-line", "residency-elsewhere", "residency-agree"),
        };
        let (home_fault, fault) = match by {
            By::Asked => (String::new(), fault("kept_in")),
            _ => (fault("home"), fault("kept_in")),
        };
        let never = |code: &&str| t.get(&format!("residency-never-{}", code.to_lowercase()));
        let never: Vec<String> = self.never.iter().map(never).collect();
        let said = !chosen.is_empty() && chosen != OTHER && by != By::Asked;
        let part = Line {
            line: t.with(line, &place()),
            summary: if self.asks() { t.get(summary) } else { String::new() },
            never_here: self.never_here,
            never,
            open: self.here.is_some() || ticked || said || !home_fault.is_empty() || !fault.is_empty(),
            homes,
            home_label: t.get(if by == By::Desk { "residency-home-desk" } else { "residency-home" }),
            home_fault,
            region: self.region.as_str(),
            agree: t.with(agree, &place()),
            ticked,
            fault,
            page: Words { t },
        };
        part.render().map_err(Error::internal)
    }

    /// Reads what the form said. Whoever lives under a law that asks for it must have agreed to the very country that holds now;
    /// who is asked for nothing (`first` is false: there is a record of theirs already) may have said anything.
    pub fn read(&self, form: &mut Reader<'_>, via: Via, language: &str, first: bool) -> Told {
        let home = form.text_or_none("home", 10);
        let agreed = form.text_or_none("kept_in", 10);
        let mut told = Told { region: self.region, law: None, via, language: language.to_owned() };
        if !first {
            return told;
        }
        let law = match home.as_deref() {
            None => self.here,
            Some(OTHER) => None,
            Some(code) => match (self.laws.iter().find(|law| **law == code), code.parse::<Jurisdiction>()) {
                (Some(law), _) => Some(*law),
                // A form that asks where they live anyhow, and a program, say a country, or a part of one.
                (None, Ok(place)) if place.is_a_country() => {
                    law::asks_at(place, self.region, self.day).map(|asks| asks.pack.code.as_str())
                }
                // Some say "elsewhere", of which we know nothing, or a union whose law asks for nothing now. It is for the form
                // itself to say what is no choice of its.
                (None, _) if code == "elsewhere" || law::packs().iter().any(|pack| pack.code == code) => None,
                _ => {
                    form.fault("home", "fault-choice");
                    None
                }
            },
        };
        match (law, agreed.as_deref()) {
            // They read what stood there before, and whether they agree to it or not is asked anew.
            (_, Some(region)) if region != self.region.as_str() => form.fault("kept_in", "residency-fault-moved"),
            (Some(law), Some(_)) => told.law = Some(law.to_owned()),
            (Some(_), None) => form.fault("kept_in", "residency-fault-agree"),
            (None, _) => {}
        }
        told
    }
}

/// Reads past what a form says that has nothing to tell: the clinic has not said where it keeps what it has.
pub fn skip(form: &mut Reader<'_>) {
    form.text_or_none("home", 10);
    form.text_or_none("kept_in", 10);
}
