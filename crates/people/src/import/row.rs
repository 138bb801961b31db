//! One row of a file, read into a client or told what is wrong with it.

use ground::words::Words;
use promise::Jurisdiction;
use sheet::Row;

use super::{Meaning, Plan};
use crate::fold;
use crate::incoming::Flaw;
use crate::model::{BirthDate, Email, FamilyName, GivenName, NewClient, Note, Phone, TagName, Wrong};

/// Most characters of another system's number, and most labels in one row.
const LONGEST_NUMBER: usize = 100;
const MOST_LABELS: usize = 20;

/// What languages are called in files besides their codes and their own names.
const ENGLISH: [(&str, &str); 3] = [("en", "english"), ("ar", "arabic"), ("hi", "hindi")];

/// A row that is a client.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The line of the file.
    pub line: u64,
    pub number: Option<String>,
    pub new: NewClient,
    pub labels: Vec<TagName>,
}

/// Whom a row of something else, as an appointment, is about.
#[derive(Clone, Debug)]
pub enum Whom {
    /// Whoever has this number in the other system.
    Number(String),
    /// Somebody of whom enough is said to know them again, and to make them a client.
    Client(Box<Ready>),
    /// The one client who is called so, and has this number if it is said.
    Called { given_name: GivenName, family_name: FamilyName, phone: Option<Phone> },
}

/// What a row is read by.
#[derive(Clone, Debug)]
pub struct Context {
    pub plan: Plan,
    home: Option<Jurisdiction>,
    /// What each of the clinic's languages may be called, folded, and its code.
    languages: Vec<(String, String)>,
}

impl Context {
    /// The languages of the plan's setting by what they are called in `words`.
    pub fn of(words: &Words, plan: Plan) -> Context {
        let own = words.languages();
        let mut languages = Vec::new();
        for code in &plan.setting.languages {
            let own = own.iter().filter(|(known, _)| known == code).map(|(_, name)| fold::words(name).join(" "));
            let english = ENGLISH.iter().filter(|(known, _)| known == code).map(|(_, name)| (*name).to_owned());
            languages.extend(own.chain(english).chain([code.to_lowercase()]).map(|name| (name, code.clone())));
        }
        Context { home: plan.setting.jurisdiction.parse().ok(), languages, plan }
    }

    /// The row as a client, or everything that is wrong with it.
    pub(super) fn read(&self, row: &Row) -> Result<Ready, Vec<Flaw>> {
        if let Some(torn) = Flaw::torn(row) {
            return Err(vec![torn]);
        }
        let mut cells = Cells { context: self, row, flaws: Vec::new() };
        let names = cells.names();
        let email = cells.maybe(Meaning::Email, |text| Email::parse(text).map_err(Why::from));
        let phone = cells.maybe(Meaning::Phone, |text| Phone::parse(text, self.home).map_err(Why::from));
        let birth_date = cells.maybe(Meaning::BirthDate, |text| self.born(text));
        let note = cells.maybe(Meaning::Note, |text| Note::parse(text).map_err(Why::from));
        let language = cells.maybe(Meaning::Language, |text| self.language(text));
        let number = cells.maybe(Meaning::Number, number);
        let labels = cells.maybe(Meaning::Labels, labels).unwrap_or_default();
        match names {
            Some((given_name, family_name)) if cells.flaws.is_empty() => {
                let first = || self.plan.setting.languages.first().cloned().unwrap_or_else(|| "en".to_owned());
                let language = language.unwrap_or_else(first);
                let new = NewClient { given_name, family_name, email, phone, birth_date, note, language };
                Ok(Ready { line: row.line, number, new, labels })
            }
            _ => Err(cells.flaws),
        }
    }

    /// Whom a row of something else is about, or everything that is wrong with what it says of them.
    ///
    /// # Errors
    /// What is wrong, by column.
    pub fn whom(&self, row: &Row) -> Result<Whom, Vec<Flaw>> {
        let mut cells = Cells { context: self, row, flaws: Vec::new() };
        let named = [Meaning::WholeName, Meaning::GivenName, Meaning::FamilyName];
        let names = match named.into_iter().any(|meaning| cells.says(meaning)) {
            true => cells.names(),
            false => None,
        };
        let email = cells.maybe(Meaning::Email, |text| Email::parse(text).map_err(Why::from));
        let phone = cells.maybe(Meaning::Phone, |text| Phone::parse(text, self.home).map_err(Why::from));
        let number = cells.maybe(Meaning::Number, number);
        if !cells.flaws.is_empty() {
            return Err(cells.flaws);
        }
        match (names, number) {
            (None, Some(number)) => Ok(Whom::Number(number)),
            (Some((given_name, family_name)), number) if email.is_some() || number.is_some() => {
                let language = self.plan.setting.languages.first().cloned().unwrap_or_else(|| "en".to_owned());
                let (birth_date, note) = (None, None);
                let new = NewClient { given_name, family_name, email, phone, birth_date, note, language };
                Ok(Whom::Client(Box::new(Ready { line: row.line, number, new, labels: Vec::new() })))
            }
            (Some((given_name, family_name)), _) => Ok(Whom::Called { given_name, family_name, phone }),
            (None, None) => {
                let column = named.into_iter().chain([Meaning::Number]).find_map(|meaning| self.plan.column(meaning));
                let why = Why::Wrong(Wrong::Missing);
                column.into_iter().for_each(|column| cells.flaw(column, &why));
                Err(cells.flaws)
            }
        }
    }

    fn born(&self, text: &str) -> Result<BirthDate, Why> {
        let day = self.plan.dates.day(text).ok_or(Why::Key("incoming-fault-date"))?;
        BirthDate::new(day, self.plan.setting.today).map_err(Why::from)
    }

    /// A language by its code, `en` or `en-GB`, or by its name.
    fn language(&self, text: &str) -> Result<String, Why> {
        let said = text.trim().to_lowercase();
        let code = said.split(['-', '_']).next().unwrap_or_default();
        let name = fold::words(text).join(" ");
        let known = self.languages.iter().find(|(known, _)| *known == name || known == code);
        known.map(|(_, code)| code.clone()).ok_or(Why::Key("people-import-fault-language"))
    }
}

/// Why a cell is not what its column is.
enum Why {
    Key(&'static str),
    Wrong(Wrong),
}

impl From<Wrong> for Why {
    fn from(wrong: Wrong) -> Why {
        Why::Wrong(wrong)
    }
}

struct Cells<'a> {
    context: &'a Context,
    row: &'a Row,
    flaws: Vec<Flaw>,
}

impl Cells<'_> {
    fn text(&self, column: usize) -> &str {
        self.row.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// Whether something stands there.
    fn says(&self, meaning: Meaning) -> bool {
        self.context.plan.column(meaning).is_some_and(|column| !self.text(column).is_empty())
    }

    fn flaw(&mut self, column: usize, why: &Why) {
        let (key, n) = match why {
            Why::Key(key) => (*key, None),
            Why::Wrong(wrong @ Wrong::Long(most)) => (wrong.key(), Some(*most as u64)),
            Why::Wrong(wrong @ Wrong::Characters(c)) => (wrong.key(), Some(u64::from(u32::from(*c)))),
            Why::Wrong(wrong) => (wrong.key(), None),
        };
        self.flaws.push(Flaw { n, ..Flaw::new(self.row.line, Some(column), key) });
    }

    fn take<T>(&mut self, column: usize, read: impl FnOnce(&str) -> Result<T, Why>) -> Option<T> {
        match read(self.text(column)) {
            Ok(value) => Some(value),
            Err(why) => {
                self.flaw(column, &why);
                None
            }
        }
    }

    /// What may be left out.
    fn maybe<T>(&mut self, meaning: Meaning, read: impl FnOnce(&str) -> Result<T, Why>) -> Option<T> {
        let column = self.context.plan.column(meaning)?;
        if self.text(column).is_empty() { None } else { self.take(column, read) }
    }

    fn names(&mut self) -> Option<(GivenName, FamilyName)> {
        let plan = &self.context.plan;
        if let Some(column) = plan.column(Meaning::WholeName) {
            return self.take(column, whole_name);
        }
        let (given, family) = (plan.column(Meaning::GivenName)?, plan.column(Meaning::FamilyName)?);
        let given = self.take(given, |text| GivenName::parse(text).map_err(Why::from));
        let family = self.take(family, |text| FamilyName::parse(text).map_err(Why::from));
        Some((given?, family?))
    }
}

/// "Ferreira, Nadia", or "Nadia Ferreira".
fn whole_name(text: &str) -> Result<(GivenName, FamilyName), Why> {
    if text.is_empty() {
        return Err(Wrong::Missing.into());
    }
    let (given, family) = match text.split_once(',') {
        Some((family, given)) => (given, family),
        None => text.rsplit_once(char::is_whitespace).ok_or(Why::Key("people-import-fault-one-name"))?,
    };
    Ok((GivenName::parse(given)?, FamilyName::parse(family)?))
}

fn number(text: &str) -> Result<String, Why> {
    is_number(text)?;
    Ok(text.to_owned())
}

/// Whether a text can be another system's number.
///
/// # Errors
/// What is wrong with it.
pub fn is_number(text: &str) -> Result<(), Wrong> {
    if text.chars().count() > LONGEST_NUMBER {
        return Err(Wrong::Long(LONGEST_NUMBER));
    }
    text.chars().find(|c| c.is_control()).map_or(Ok(()), |c| Err(Wrong::Characters(c)))
}

fn labels(text: &str) -> Result<Vec<TagName>, Why> {
    let names = text.split([',', ';', '|', '\n']).map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<TagName> = names.map(TagName::parse).collect::<Result<_, _>>()?;
    if names.len() > MOST_LABELS { Err(Why::Key("people-import-fault-labels")) } else { Ok(names) }
}
