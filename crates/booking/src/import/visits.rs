//! Appointments from another system's file, in pages: [`people::incoming`] has the life of the file; here is what its
//! rows are.
//!
//! Whom a row is about is said by the other system's number, by name and email address, or by a name that one client
//! alone has. Words of the file, as for a service, are given a meaning once for the whole file ([`Setting::words`]).

mod columns;
mod moment;
mod row;
mod words;

use std::collections::{HashMap, HashSet};

use ground::web::Tongue;
use ground::{Event, Result, Scope, Tx};
use jiff::Timestamp;
use people::import::Whom;
use people::incoming::{Brought, Flaw, Kind, Looked, Misfit, Paths, PlanOf, Standing, System, Undone};
use people::whom::{self, Whose};
use people::{FamilyName, GivenName, Source};

pub(crate) use columns::Meaning;
pub(crate) use row::{Ready, Rows};
pub(crate) use words::{Clock, LONGEST_WORD, STATUSES, Setting, Word, WordColumn, guess};

use super::Wrong;
use super::visit::{Held, Trial};
use super::write::{key, wrong};
use crate::store;
use crate::store::import::Imported;

/// What a file's columns are.
pub(crate) type Plan = PlanOf<Visits>;

/// Files of appointments.
#[derive(Clone, Debug)]
pub(crate) struct Visits;

/// What of earlier rows bears on later ones.
#[derive(Default)]
pub(crate) struct Seen {
    held: Held,
    /// The keys of the rows.
    rows: HashSet<String>,
    /// Those who would become clients.
    clients: HashSet<String>,
    /// Who of them is called so: by name, and by name and phone number.
    names: HashMap<String, HashSet<String>>,
}

impl Kind for Visits {
    const TABLE: &'static str = "appointment_import";
    const JOB: &'static str = "booking.import";
    const PATHS: Paths = people::paths!("/appointments/import");
    const ACTION: &'static str = "booking.import.run";
    const WORDS: &'static str = "booking-import";
    const BACK: (&'static str, &'static str) = ("/day", "booking-import-to-day");
    const SAMPLE: &'static [&'static str] = &[
        "booking-import-sample-when",
        "booking-import-sample-whom",
        "booking-import-service",
        "booking-import-practitioner",
        "booking-import-status",
    ];
    const MOST_ROWS: u64 = 50_000;
    const REFUSES: bool = true;

    type Meaning = Meaning;
    type Setting = Setting;
    type Ready = Ready;
    type Examiner = Rows;
    type Seen = Seen;

    fn setting(scope: &Scope, before: Option<Setting>) -> Setting {
        Setting::of(scope, before)
    }

    fn misfits(columns: &[Meaning]) -> Vec<Misfit> {
        columns::misfits(columns)
    }

    fn is_numbered(columns: &[Meaning]) -> bool {
        columns.contains(&Meaning::Number) || columns.contains(&Meaning::ClientNumber)
    }

    fn asks_more(plan: &Plan) -> Option<&'static str> {
        (!plan.setting.said).then_some("/words")
    }

    fn examiner(tx: &mut Tx<'_>, plan: &Plan) -> Result<Rows> {
        let known = store::catalogue::catalogue(tx)?;
        Ok(Rows::new(tx.scope(), plan.clone(), known.services, known.practitioners))
    }

    fn look(tx: &mut Tx<'_>, plan: &Plan, seen: &Seen, rows: &[Ready]) -> Result<Looked<Seen>> {
        let mut batch = Batch::of(tx, plan, seen, rows)?;
        let mut clients = 0;
        let mut standing = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            standing.push(batch.stands(tx, plan, at, row)?);
            if standing.last() == Some(&Standing::Fresh) && batch.becomes_client(row) {
                clients += 1;
            }
        }
        Ok(Looked { standing, seen: batch.seen(), clients })
    }

    fn add(seen: &mut Seen, more: Seen) {
        seen.held.add(more.held);
        seen.rows.extend(more.rows);
        seen.clients.extend(more.clients);
        for (name, those) in more.names {
            seen.names.entry(name).or_default().extend(those);
        }
    }

    fn bring(tx: &mut Tx<'_>, plan: &Plan, rows: &[Ready], source: &Source) -> Result<Brought, Undone> {
        let before = Seen::default();
        let mut batch = Batch::of(tx, plan, &before, rows)?;
        let (mut brought, mut fresh, mut appointments) = (Brought::default(), Vec::new(), Vec::new());
        for (at, row) in rows.iter().enumerate() {
            match batch.stands(tx, plan, at, row)? {
                Standing::Known => brought.known += 1,
                Standing::Refused(flaw) => brought.refused.push(flaw),
                Standing::Fresh => match whom::settle(tx, plan.system.as_ref(), &row.whom, source)? {
                    // From now on they are found among the stored.
                    Some(client) => {
                        let key = batch.keys.get(at).cloned().unwrap_or_default();
                        appointments.push(Imported { key, client, visit: row.visit.clone() });
                        fresh.push(at);
                    }
                    None => brought.refused.push(row.flaw(plan, Fault::Nobody)),
                },
            }
        }
        let language = tx.settings().languages.first().cloned().unwrap_or_else(|| "en".to_owned());
        if let Err((at, why)) = store::import::insert(tx, appointments, &language) {
            let (at, what) = (fresh.get(at).copied().unwrap_or_default(), wrong(why)?);
            return Err(match rows.get(at) {
                Some(row) => Undone::Row(at, row.flaw(plan, Fault::Wrong(what))),
                None => Undone::Ground(ground::Error::internal("an appointment of no row was refused")),
            });
        }
        brought.fresh = fresh.len() as u64;
        Ok(brought)
    }

    fn end(tx: &mut Tx<'_>) -> Result<()> {
        // One event for the whole file: live pages look again once.
        tx.emit(Event::new("appointment.imported", "file", None))
    }

    fn sample(ready: &Ready) -> Vec<String> {
        ready.sample.to_vec()
    }

    fn shown(t: &Tongue, sample: Vec<String>) -> Vec<String> {
        row::shown(t, sample)
    }
}

/// Why a sound row cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Wrong(Wrong),
    /// Nobody here is called so.
    Nobody,
    /// Several are.
    Several,
    /// It is still to come, and nothing is known of its client but a number.
    Nameless,
}

/// Some rows among what is stored and the rows before them.
struct Batch<'a> {
    before: &'a Seen,
    keys: Vec<String>,
    known: HashSet<String>,
    trial: Trial<'a>,
    rows: HashSet<String>,
    clients: HashSet<String>,
    names: HashMap<String, HashSet<String>>,
    whose: HashMap<String, Whose>,
}

impl<'a> Batch<'a> {
    fn of(tx: &mut Tx<'_>, plan: &Plan, before: &'a Seen, rows: &[Ready]) -> Result<Batch<'a>> {
        let system = plan.system.as_ref().map_or("", System::as_str);
        let keys: Vec<String> = rows
            .iter()
            .map(|row| match &row.number {
                Some(number) => key(tx, "import-appointment", &format!("{system}\0{number}")),
                // Without a number it is known again by all that makes it this appointment.
                None => key(tx, "import-appointment-row", &format!("{system}\0{}", row.whole)),
            })
            .collect::<Result<_>>()?;
        let known = store::import::known(tx, &keys)?;
        let trial = Trial::beside(&before.held);
        let (rows, clients, names, whose) = (HashSet::new(), HashSet::new(), HashMap::new(), HashMap::new());
        Ok(Batch { before, keys, known, trial, rows, clients, names, whose })
    }

    /// What the row at a place becomes; it takes its time then.
    fn stands(&mut self, tx: &mut Tx<'_>, plan: &Plan, at: usize, row: &Ready) -> Result<Standing> {
        let key = self.keys.get(at).cloned().unwrap_or_default();
        if self.known.contains(&key) || self.before.rows.contains(&key) || self.rows.contains(&key) {
            return Ok(Standing::Known);
        }
        let fault = match self.whose(tx, plan, row)? {
            Whose::Nobody => Some(Fault::Nobody),
            Whose::Several => Some(Fault::Several),
            Whose::Number if row.visit.ahead.is_some() && !self.is_named(row) => Some(Fault::Nameless),
            Whose::Client | Whose::Number | Whose::New => self.trial.take(tx, &row.visit)?.map(Fault::Wrong),
        };
        Ok(match fault {
            Some(fault) => Standing::Refused(row.flaw(plan, fault)),
            None => {
                self.rows.insert(key);
                Standing::Fresh
            }
        })
    }

    /// Whether an earlier row names whoever has the number of this one.
    fn is_named(&self, row: &Ready) -> bool {
        self.before.clients.contains(&row.who) || self.clients.contains(&row.who)
    }

    fn whose(&mut self, tx: &mut Tx<'_>, plan: &Plan, row: &Ready) -> Result<Whose> {
        if let Some(whose) = self.whose.get(&row.who_and_how) {
            return Ok(*whose);
        }
        let whose = whom::whose(tx, plan.system.as_ref(), &row.whom)?;
        if let Some(name) = called(&row.whom) {
            // Those whom earlier rows of the file bring are called so too once it is written.
            let brought = [&self.before.names, &self.names].into_iter().filter_map(|names| names.get(&name));
            let brought = brought.flatten().collect::<HashSet<_>>().len();
            return Ok(match (whose, brought) {
                (whose, 0) => whose,
                (Whose::Nobody, 1) => Whose::Client,
                _ => Whose::Several,
            });
        }
        // Whoever is a number may be named by a row in between.
        if whose != Whose::Number {
            self.whose.insert(row.who_and_how.clone(), whose);
        }
        Ok(whose)
    }

    /// Whether the client of a row that is to be written is somebody new, for the first time.
    fn becomes_client(&mut self, row: &Ready) -> bool {
        let new = self.whose.get(&row.who_and_how) == Some(&Whose::New) && !self.is_named(row);
        if let (true, Whom::Client(ready)) = (new, &row.whom) {
            let phone = ready.new.phone.as_ref().map(|phone| phone.as_str());
            for phone in [None, phone].into_iter().collect::<HashSet<_>>() {
                let name = name_and(&ready.new.given_name, &ready.new.family_name, phone);
                self.names.entry(name).or_default().insert(row.who.clone());
            }
        }
        new && self.clients.insert(row.who.clone())
    }

    fn seen(self) -> Seen {
        Seen { held: self.trial.held, rows: self.rows, clients: self.clients, names: self.names }
    }
}

/// By what somebody is found who is said by name alone.
fn called(whom: &Whom) -> Option<String> {
    match whom {
        Whom::Called { given_name, family_name, phone } => {
            Some(name_and(given_name, family_name, phone.as_ref().map(|phone| phone.as_str())))
        }
        Whom::Number(_) | Whom::Client(_) => None,
    }
}

fn name_and(given: &GivenName, family: &FamilyName, phone: Option<&str>) -> String {
    let name = people::folded(&format!("{} {}", given.as_str(), family.as_str())).join(" ");
    format!("{name}\0{}", phone.unwrap_or_default())
}

/// Whom a row is about, in words that are the same for the same person in this file.
fn who(whom: &Whom) -> String {
    match whom {
        Whom::Number(number) => format!("number\0{number}"),
        Whom::Client(ready) => match &ready.number {
            Some(number) => format!("number\0{number}"),
            None => {
                let new = &ready.new;
                let email = new.email.as_ref().map(|email| email.as_str().to_lowercase()).unwrap_or_default();
                format!("named\0{}\0{}\0{email}", new.given_name.as_str(), new.family_name.as_str())
            }
        },
        Whom::Called { given_name, family_name, phone } => {
            let phone = phone.as_ref().map(|phone| phone.as_str()).unwrap_or_default();
            format!("called\0{}\0{}\0{phone}", given_name.as_str(), family_name.as_str())
        }
    }
}

/// The same with how much is said of them: a number alone is another question than a number and a name.
fn who_and_how(whom: &Whom) -> String {
    let how = if matches!(whom, Whom::Number(_)) { "alone" } else { "named" };
    format!("{how}\0{}", who(whom))
}

impl Ready {
    /// What to say of it, beside which column.
    fn flaw(&self, plan: &Plan, fault: Fault) -> Flaw {
        use Meaning::{ClientNumber, Day, Ends, FamilyName, GivenName, Minutes, Service, Starts, WholeName};
        let (columns, key): (&[Meaning], _) = match fault {
            Fault::Nobody => (&[WholeName, FamilyName, GivenName], "booking-import-fault-nobody"),
            Fault::Several => (&[WholeName, FamilyName, GivenName], "booking-import-fault-several"),
            Fault::Nameless => (&[ClientNumber], "booking-import-fault-nameless"),
            Fault::Wrong(Wrong::NoRoom) => (&[Service, Starts, Day], "booking-import-fault-no-room"),
            Fault::Wrong(Wrong::NoDevice) => (&[Service, Starts, Day], "booking-import-fault-no-device"),
            Fault::Wrong(Wrong::Minutes) => (&[Minutes, Ends, Service], "booking-import-fault-minutes"),
            Fault::Wrong(_) => (&[Starts, Day], "booking-import-fault-taken"),
        };
        Flaw::new(self.line, columns.iter().find_map(|meaning| plan.column(*meaning)), key)
    }
}

/// The instant by which it is said what is still to come.
fn now(plan: &Plan) -> Timestamp {
    plan.setting.now
}
