//! How long what is kept, and which of notice, law and contract says so.
//!
//! Every column of the data map names a retention class; every class has a rule here, or the program does not start
//! ([`gaps`]). Of what the clinic states in its notice, what a law asks for and what a contract binds it to, the longest
//! counts, and the schedule says which that was.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::age::Jurisdiction;
use crate::datamap::{About, DataMap, Goes, Table};
use crate::law::{self, Duty};
use crate::parameters::{Parameter, Parameters};

/// From which instant the time of a class counts, and who decides how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// For as long as the clinic is here: what it set up, and what it published.
    Clinic,
    /// With the record of whoever it is about: so many years after they were seen last.
    Person,
    /// As many years as a record, each row from its own instant.
    Years,
    /// So many days, each row from its own instant.
    Days(Parameter),
    /// Each row says when it is over, by an end of its own or days of its table.
    Own,
    /// It stays as proof for as long as the clinic is here, and names nobody: taking a part of it away would break what it
    /// proves.
    Proof,
}

impl Rule {
    /// The word that the keys of its sentences end with.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clinic => "clinic",
            Self::Person => "person",
            Self::Years => "years",
            Self::Days(_) => "days",
            Self::Own => "own",
            Self::Proof => "proof",
        }
    }

    /// Whether each row goes by itself, so that its table has to say from when.
    #[must_use]
    pub const fn by_row(self) -> bool {
        matches!(self, Self::Years | Self::Days(_) | Self::Own)
    }
}

/// Every retention class, with its rule.
pub const CLASSES: &[(&str, Rule)] = &[
    ("access", Rule::Proof),
    ("account", Rule::Person),
    ("appointment", Rule::Person),
    ("client", Rule::Person),
    ("complaint", Rule::Person),
    ("configuration", Rule::Clinic),
    ("consent", Rule::Person),
    ("disclosure", Rule::Person),
    ("erasure", Rule::Proof),
    ("event", Rule::Years),
    ("hold", Rule::Person),
    ("import", Rule::Person),
    ("incident", Rule::Proof),
    ("job", Rule::Own),
    ("message", Rule::Days(Parameter::LetterDays)),
    ("request", Rule::Person),
    ("session", Rule::Own),
];

/// The class of what was given to somebody outside care.
pub const DISCLOSURE: &str = "disclosure";

/// The rule of the class; none where there is none.
#[must_use]
pub fn rule(class: &str) -> Option<Rule> {
    CLASSES.iter().find(|(name, _)| *name == class).map(|(_, rule)| *rule)
}

/// What has no day on which it goes: classes without a rule, and tables that do not say from when their time counts. Any of
/// them stops the start.
#[must_use]
pub fn gaps(map: &DataMap) -> Vec<String> {
    let mut gaps = Vec::new();
    for (name, table) in &map.tables {
        let mut classes: Vec<&str> = table.columns.values().map(|column| column.retention.as_str()).collect();
        classes.sort_unstable();
        classes.dedup();
        for class in classes {
            match rule(class) {
                None => gaps.push(format!("the table {name} is of the retention class \"{class}\", which has no rule: give it one in promise::retention")),
                Some(rule) if rule.by_row() && table.goes.is_none() => gaps.push(format!(
                    "the rows of the table {name} go by their age (class \"{class}\"): say from when, as goes = {{ after = \"at\" }}"
                )),
                Some(_) => {}
            }
        }
    }
    gaps
}

/// Which of the three decides how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decides {
    /// What the clinic states in its notice.
    Notice,
    /// A law.
    Law,
    /// A contract.
    Contract,
}

impl Decides {
    /// Its written form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Law => "law",
            Self::Contract => "contract",
        }
    }
}

/// How long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Completed years.
    Years(u32),
    /// Days of 24 hours.
    Days(u32),
}

impl Span {
    /// How many days it is, for comparing alone: a year is never shorter than what is said of it here.
    #[must_use]
    pub fn days(self) -> u32 {
        match self {
            Self::Years(years) => years.saturating_mul(365),
            Self::Days(days) => days,
        }
    }

    /// The first day whose rows are not over yet on the day `today`: what is of a day before it is.
    ///
    /// Whatever is of a day `d` is over from the day on which so many years are complete ([`law::anniversary`]).
    #[must_use]
    pub fn over_before(self, today: Date) -> Date {
        match self {
            Self::Years(years) => {
                let there = today.saturating_sub(jiff::Span::new().years(i64::from(years)));
                there.saturating_add(1.day())
            }
            Self::Days(days) => today.saturating_sub(i64::from(days).days()),
        }
    }
}

/// One line of the schedule: a class, how long it is kept, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The class.
    pub class: &'static str,
    /// Its rule.
    pub rule: Rule,
    /// How long; none where the clinic's own end or the rows themselves decide.
    pub span: Option<Span>,
    /// Which of the three decided; none where none did.
    pub decides: Option<Decides>,
    /// The longest duty of a law, whether or not it decided.
    pub duty: Option<Duty>,
}

/// How long each class is kept by a clinic with these parameters in these places on the day `on`, in the order of their
/// names. A class that
/// no table of the map is of is left out.
#[must_use]
pub fn schedule(map: &DataMap, parameters: &Parameters, places: &[Jurisdiction], on: Date) -> Vec<Line> {
    let used =
        |class: &str| map.tables.values().any(|table| table.columns.values().any(|column| column.retention == class));
    CLASSES
        .iter()
        .filter(|(class, _)| used(class))
        .map(|(class, _)| line(class, parameters, places, on))
        .collect::<Vec<_>>()
        .into_iter()
        .flatten()
        .collect()
}

/// The line of one class on the day `on`.
#[must_use]
pub fn line(class: &str, parameters: &Parameters, places: &[Jurisdiction], on: Date) -> Option<Line> {
    let (class, rule) = *CLASSES.iter().find(|(name, _)| *name == class)?;
    // A record is one: what any law asks of a part of it, it asks of all that goes with the person.
    let duty = match rule {
        Rule::Person | Rule::Years => {
            let of = CLASSES.iter().filter(|(_, of)| *of == Rule::Person).map(|(name, _)| *name).chain([class]);
            of.filter_map(|class| law::retain_class(places, class, on)).max_by_key(|duty| duty.years)
        }
        _ => law::retain_class(places, class, on),
    };
    let own = match rule {
        // Of what was given to whom the notice says by itself how long it is told.
        Rule::Person if class == DISCLOSURE => {
            Some(Span::Years(parameters.record_years.max(parameters.disclosure_years)))
        }
        Rule::Person | Rule::Years => Some(Span::Years(parameters.record_years)),
        Rule::Days(parameter) => parameters.number(parameter).map(Span::Days),
        Rule::Clinic | Rule::Own | Rule::Proof => None,
    };
    let mut longest = own.map(|span| (span, Decides::Notice));
    let contract =
        (parameters.contract_years > 0).then_some((Span::Years(parameters.contract_years), Decides::Contract));
    let law = duty.as_ref().map(|duty| (Span::Years(duty.years), Decides::Law));
    // A contract is about records; a law about what it names. Of two as long, the notice is named before, and then the law.
    let contract = contract.filter(|_| matches!(rule, Rule::Person | Rule::Years));
    for (span, decides) in [law, contract].into_iter().flatten() {
        if longest.is_some_and(|(longest, _)| span.days() > longest.days()) {
            longest = Some((span, decides));
        }
    }
    Some(Line { class, rule, span: longest.map(|(span, _)| span), decides: longest.map(|(_, decides)| decides), duty })
}

/// The tables whose rows go by their age, each with the column and how long after it; none of days where the column is the end.
pub fn by_row<'a>(
    map: &'a DataMap,
    parameters: &'a Parameters,
    places: &'a [Jurisdiction],
    on: Date,
) -> impl Iterator<Item = (&'a str, &'a Table, &'a str, Option<Span>)> {
    map.tables.iter().filter_map(move |(name, table)| {
        let class = table.columns.values().map(|column| column.retention.as_str()).next()?;
        match table.goes.as_ref()? {
            Goes::Room(_) => None,
            Goes::At(column) => Some((name.as_str(), table, column.as_str(), None)),
            Goes::After { column, days: Some(days) } => {
                Some((name.as_str(), table, column.as_str(), Some(Span::Days(*days))))
            }
            Goes::After { column, days: None } => {
                let span = line(class, parameters, places, on)?.span?;
                Some((name.as_str(), table, column.as_str(), Some(span)))
            }
        }
    })
}

/// The column that says whom a row of the table is about; none where it is about nobody.
#[must_use]
pub fn person_of(table: &Table) -> Option<&str> {
    match &table.about {
        About::Person { column } => Some(column),
        About::Clinic | About::Installation => None,
    }
}
