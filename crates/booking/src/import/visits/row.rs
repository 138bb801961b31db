//! One row of a file of appointments, read into a visit or told what is wrong with it.

use std::collections::HashMap;
use std::sync::Arc;

use ground::Scope;
use ground::web::Tongue;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use people::import::{Context, Meaning as PeopleMeaning, Plan as PeoplePlan, Whom, is_number};
use people::incoming::{Examiner, Flaw};
use sheet::Row;

use super::moment::{Written, moment, time};
use super::words::{Clock, WordColumn};
use super::{Meaning, Plan, now, who, who_and_how};
use crate::import::visit::{Told, Visit};
use crate::model::{Practitioner, Service};
use crate::rules::Status;

/// Minutes of an appointment at most.
const LONGEST: u16 = 1440;

/// A row that is an appointment by itself.
#[derive(Clone, Debug)]
pub(crate) struct Ready {
    pub line: u64,
    /// The other system's number of it.
    pub number: Option<String>,
    /// All that makes it this appointment.
    pub whole: String,
    pub whom: Whom,
    /// The same in words: see [`who`] and [`who_and_how`].
    pub who: String,
    pub who_and_how: String,
    pub visit: Visit,
    /// When, whose, which service, with whom, how it stands.
    pub sample: [String; 5],
}

/// Reads the rows of one file, from its first.
pub(crate) struct Rows {
    plan: Plan,
    people: Context,
    zone: TimeZone,
    services: HashMap<String, Arc<Service>>,
    practitioners: HashMap<String, Practitioner>,
    /// The numbers that were seen, and on which line.
    numbers: HashMap<String, u64>,
}

impl Rows {
    pub(super) fn new(scope: &Scope, plan: Plan, services: Vec<Service>, people: Vec<Practitioner>) -> Rows {
        let columns = plan.columns.iter().map(|meaning| match meaning {
            Meaning::ClientNumber => PeopleMeaning::Number,
            Meaning::GivenName => PeopleMeaning::GivenName,
            Meaning::FamilyName => PeopleMeaning::FamilyName,
            Meaning::WholeName => PeopleMeaning::WholeName,
            Meaning::Email => PeopleMeaning::Email,
            Meaning::Phone => PeopleMeaning::Phone,
            _ => PeopleMeaning::Left,
        });
        let whose = PeoplePlan {
            system: plan.system.clone(),
            dates: plan.dates,
            columns: columns.collect(),
            setting: plan.setting.people.clone(),
        };
        Rows {
            people: Context::of(&scope.house().words, whose),
            zone: scope.clinic.zone.clone(),
            services: services.into_iter().map(|one| (one.id.to_string(), Arc::new(one))).collect(),
            practitioners: people.into_iter().map(|one| (one.id.to_string(), one)).collect(),
            numbers: HashMap::new(),
            plan,
        }
    }

    fn read(&self, row: &Row) -> Result<Ready, Vec<Flaw>> {
        if let Some(torn) = Flaw::torn(row) {
            return Err(vec![torn]);
        }
        let mut cells = Cells { rows: self, row, flaws: Vec::new() };
        let whom = match self.people.whom(row) {
            Ok(whom) => Some(whom),
            Err(flaws) => {
                cells.flaws.extend(flaws);
                None
            }
        };
        let number = cells.number();
        let begins = cells.begins();
        let minutes = begins.and_then(|(starts, written)| cells.minutes(starts, written));
        let begins = begins.map(|(starts, written)| (starts, written.time.is_some()));
        let made = cells.moment_of(Meaning::Made);
        let service = cells.service();
        let practitioner = cells.practitioner();
        let reminded = cells.word(WordColumn::Reminded).map(|said| said == "yes");
        let said = cells.status();
        let (Some((starts, time_known)), Some(whom)) = (begins, whom) else { return Err(cells.flaws) };
        let status = cells.stands(said, starts, time_known);
        let made = made.filter(|made| *made <= now(&self.plan));
        let told = Told {
            service: service.as_ref(),
            practitioner: practitioner.map(|one| one.id),
            status,
            starts,
            minutes,
            time_known,
            reminded,
            made,
        };
        cells.ahead(&told, practitioner);
        let visit = Visit::of(&told, now(&self.plan));
        if visit.is_none() {
            cells.flaw_of(&[Meaning::Minutes, Meaning::Ends, Meaning::Service], "booking-import-fault-minutes");
        }
        let (Some(visit), true) = (visit, cells.flaws.is_empty()) else { return Err(cells.flaws) };
        let who = who(&whom);
        let name = |id: &dyn ToString| id.to_string();
        let whole = [
            who.clone(),
            starts.to_string(),
            visit.service.map(|id| name(&id)).unwrap_or_default(),
            visit.practitioner.map(|id| name(&id)).unwrap_or_default(),
        ];
        let when = starts.to_zoned(self.zone.clone()).datetime();
        let sample = [
            if time_known { when.to_string() } else { when.date().to_string() },
            called(&whom),
            service.map(|service| service.name.clone()).unwrap_or_default(),
            practitioner.map(|one| one.name.clone()).unwrap_or_default(),
            status.as_str().to_owned(),
        ];
        Ok(Ready {
            line: row.line,
            number,
            whole: whole.join("\0"),
            who_and_how: who_and_how(&whom),
            who,
            whom,
            visit,
            sample,
        })
    }
}

impl Examiner for Rows {
    type Ready = Ready;

    fn examine(&mut self, row: &Row) -> Result<Ready, Vec<Flaw>> {
        let ready = self.read(row)?;
        // Of a row that is nothing by itself its number does not count: it is free for the one that mends it.
        if let Some(number) = &ready.number {
            if let Some(before) = self.numbers.get(number) {
                let flaw = Flaw::new(row.line, self.plan.column(Meaning::Number), "incoming-fault-repeated");
                return Err(vec![Flaw { n: Some(*before), ..flaw }]);
            }
            self.numbers.insert(number.clone(), row.line);
        }
        Ok(ready)
    }
}

/// Whose appointment it is, as the page shows it.
fn called(whom: &Whom) -> String {
    let name = |given: &str, family: &str| format!("{given} {family}");
    match whom {
        Whom::Number(number) => number.clone(),
        Whom::Client(ready) => name(ready.new.given_name.as_str(), ready.new.family_name.as_str()),
        Whom::Called { given_name, family_name, .. } => name(given_name.as_str(), family_name.as_str()),
    }
}

/// A sample as the reader writes days and calls how an appointment stands.
pub(super) fn shown(t: &Tongue, mut sample: Vec<String>) -> Vec<String> {
    if let Some(when) = sample.get_mut(0) {
        if let Ok(at) = when.parse::<DateTime>()
            && when.contains('T')
        {
            *when = t.with(
                "booking-import-sample-at",
                &[("date", t.date_plain(at.date()).into()), ("time", t.time(at.time()).into())],
            );
        } else if let Ok(day) = when.parse::<Date>() {
            *when = t.date_plain(day);
        }
    }
    if let Some(status) = sample.get_mut(4)
        && let Ok(known) = status.parse::<Status>()
    {
        *status = t.get(&format!("booking-import-status-{}", known.as_str().replace('_', "-")));
    }
    sample
}

struct Cells<'a> {
    rows: &'a Rows,
    row: &'a Row,
    flaws: Vec<Flaw>,
}

impl<'a> Cells<'a> {
    /// What stands in the column of a meaning; none where there is no such column, or nothing in it.
    fn text(&self, meaning: Meaning) -> Option<&'a str> {
        let column = self.rows.plan.column(meaning)?;
        self.row.cells.get(column).map(|cell| cell.trim()).filter(|text| !text.is_empty())
    }

    fn flaw(&mut self, meaning: Meaning, key: &str) {
        self.flaw_of(&[meaning], key);
    }

    /// Notes what is wrong beside the first of these columns that there is.
    fn flaw_of(&mut self, meanings: &[Meaning], key: &str) {
        let column = meanings.iter().find_map(|meaning| self.rows.plan.column(*meaning));
        self.flaws.push(Flaw::new(self.row.line, column, key));
    }

    fn number(&mut self) -> Option<String> {
        self.rows.plan.column(Meaning::Number)?;
        match self.text(Meaning::Number) {
            None => self.flaw(Meaning::Number, "fault-missing"),
            Some(text) if is_number(text).is_err() => self.flaw(Meaning::Number, "booking-import-fault-number"),
            Some(text) => return Some(text.to_owned()),
        }
        None
    }

    /// When it begins, and as it is written.
    fn begins(&mut self) -> Option<(Timestamp, Written)> {
        let order = self.rows.plan.dates;
        let of = if self.rows.plan.column(Meaning::Starts).is_some() { Meaning::Starts } else { Meaning::Day };
        let Some(text) = self.text(of) else {
            self.flaw(of, "fault-missing");
            return None;
        };
        let written = match of {
            Meaning::Starts => moment(text, order),
            // What stands behind a day is passed over: other systems write its midnight.
            _ => order.day(text).map(|day| Written { day, time: None, offset: None }),
        };
        let Some(mut written) = written else {
            self.flaw(of, if of == Meaning::Starts { "booking-import-fault-moment" } else { "incoming-fault-date" });
            return None;
        };
        let mut from = of;
        if of == Meaning::Day
            && let Some(text) = self.text(Meaning::Time)
        {
            from = Meaning::Time;
            written.time = time(text);
            if written.time.is_none() {
                self.flaw(Meaning::Time, "booking-import-fault-time");
                return None;
            }
        }
        Some((self.instant(from, written)?, written))
    }

    /// The instant of a moment by the clock that wrote it.
    fn instant(&mut self, of: Meaning, written: Written) -> Option<Timestamp> {
        let plan = &self.rows.plan;
        // Other programs write 0001-01-01 and the like where they have no date.
        let this_year = now(plan).to_zoned(self.rows.zone.clone()).year();
        if !(1900..=this_year.saturating_add(100)).contains(&written.day.year()) {
            self.flaw(of, "booking-import-fault-day");
            return None;
        }
        let reading = written.day.to_datetime(written.time.unwrap_or(Time::midnight()));
        let utc = (plan.setting.clock == Clock::Utc && written.time.is_some()).then_some(Offset::UTC);
        if let Some(offset) = written.offset.or(utc) {
            return offset.to_timestamp(reading).ok();
        }
        let found = self.rows.zone.to_ambiguous_zoned(reading);
        if written.time.is_some() && matches!(found.offset(), AmbiguousOffset::Gap { .. }) {
            self.flaw(of, "booking-import-fault-gap");
            return None;
        }
        found.compatible().ok().map(|at| at.timestamp())
    }

    fn moment_of(&mut self, meaning: Meaning) -> Option<Timestamp> {
        let text = self.text(meaning)?;
        match moment(text, self.rows.plan.dates) {
            Some(written) => self.instant(meaning, written),
            None => {
                self.flaw(meaning, "booking-import-fault-moment");
                None
            }
        }
    }

    /// How long it lasts, where the file says so.
    fn minutes(&mut self, starts: Timestamp, begins: Written) -> Option<u16> {
        if let Some(text) = self.text(Meaning::Minutes) {
            let minutes = text.parse::<u16>().ok().filter(|minutes| (1..=LONGEST).contains(minutes));
            if minutes.is_none() {
                self.flaw(Meaning::Minutes, "booking-import-fault-minutes");
            }
            return minutes;
        }
        let text = self.text(Meaning::Ends)?;
        // A workbook keeps a time alone behind a day of its own, before which nothing was.
        let whole =
            moment(text, self.rows.plan.dates).filter(|written| written.time.is_some() && written.day.year() > 1900);
        let alone = || time(text).map(|time| Written { time: Some(time), ..begins });
        let written = whole.or_else(alone);
        let Some(written) = written else {
            self.flaw(Meaning::Ends, "booking-import-fault-time");
            return None;
        };
        let ends = self.instant(Meaning::Ends, written)?;
        let minutes = u16::try_from(ends.duration_since(starts).as_mins()).ok();
        let minutes = minutes.filter(|minutes| (1..=LONGEST).contains(minutes));
        if minutes.is_none() {
            self.flaw(Meaning::Ends, "booking-import-fault-ends");
        }
        minutes
    }

    /// What the word in a column means; none where nothing stands in it.
    fn word(&mut self, of: WordColumn) -> Option<&'a str> {
        let text = self.text(of.meaning())?;
        let word = self.rows.plan.setting.word(of, text);
        if word.is_none() {
            self.flaw(of.meaning(), "booking-import-fault-word");
        }
        word.filter(|word| *word != super::Word::NONE)
    }

    fn service(&mut self) -> Option<Arc<Service>> {
        let word = self.word(WordColumn::Service)?;
        let found = self.rows.services.get(word).cloned();
        if found.is_none() {
            self.flaw(Meaning::Service, "booking-import-fault-word");
        }
        found
    }

    fn practitioner(&mut self) -> Option<&'a Practitioner> {
        let word = self.word(WordColumn::Practitioner)?;
        let found = self.rows.practitioners.get(word);
        if found.is_none() {
            self.flaw(Meaning::Practitioner, "booking-import-fault-word");
        }
        found
    }

    fn status(&mut self) -> Option<Status> {
        self.word(WordColumn::Status)?.parse().ok()
    }

    /// How it stands: as the file says, or by whether it is over.
    fn stands(&mut self, said: Option<Status>, starts: Timestamp, time_known: bool) -> Status {
        // Of a day alone nobody knows whether its visit is over before the day is.
        let zone = &self.rows.zone;
        let (now, day) = (now(&self.rows.plan), |at: Timestamp| at.to_zoned(zone.clone()).date());
        let ahead = if time_known { starts > now } else { day(starts) >= day(now) };
        match said {
            Some(Status::Done | Status::NoShow) if ahead => {
                self.flaw(Meaning::Status, "booking-import-fault-not-yet");
                Status::Booked
            }
            Some(status) => status,
            None if ahead => Status::Booked,
            None => Status::Done,
        }
    }

    /// What one that is still to come needs, so that it claims its time like any other.
    fn ahead(&mut self, told: &Told<'_>, practitioner: Option<&Practitioner>) {
        let ahead = told.starts > now(&self.rows.plan) && told.status.claims_time();
        if !ahead {
            return;
        }
        if !told.time_known {
            self.flaw_of(&[Meaning::Time, Meaning::Starts, Meaning::Day], "booking-import-fault-needs-time");
        }
        if practitioner.is_none_or(|one| one.retired_at.is_some()) {
            self.flaw(Meaning::Practitioner, "booking-import-fault-needs-practitioner");
        }
        if told.service.is_none_or(|service| service.retired_at.is_some()) {
            self.flaw(Meaning::Service, "booking-import-fault-needs-service");
        }
    }
}
