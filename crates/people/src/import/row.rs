//! One row of a file, read into a client or told what is wrong with it.

use ground::words::Words;
use promise::Jurisdiction;
use serde::{Deserialize, Serialize};
use sheet::{Row, Torn};

use super::{Meaning, Plan};
use crate::fold;
use crate::model::{BirthDate, Email, FamilyName, GivenName, NewClient, Note, Phone, TagName, Wrong};

/// Most characters of another system's number, and most labels in one row.
const LONGEST_NUMBER: usize = 100;
const MOST_LABELS: usize = 20;

/// What languages are called in files besides their codes and their own names.
const ENGLISH: [(&str, &str); 3] = [("en", "english"), ("ar", "arabic"), ("hi", "hindi")];

/// One thing that is wrong with a row: where, and the key of what to say. Never the value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Flaw {
    pub line: u64,
    /// Which column; none when it is the row as a whole.
    pub column: Option<usize>,
    pub key: String,
    /// The number in the sentence, where there is one.
    pub n: Option<u64>,
}

/// A row that is a client.
#[derive(Clone)]
pub(crate) struct Ready {
    pub number: Option<String>,
    pub new: NewClient,
    pub labels: Vec<TagName>,
}

/// What a row is read by.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub plan: Plan,
    home: Option<Jurisdiction>,
    /// What each of the clinic's languages may be called, folded, and its code.
    languages: Vec<(String, String)>,
}

impl Context {
    pub(crate) fn of(words: &Words, plan: Plan) -> Context {
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
        if let Some(torn) = row.torn {
            let key = match torn {
                Torn::Columns => "people-import-fault-columns",
                Torn::Formula => "people-import-fault-formula",
            };
            return Err(vec![Flaw { line: row.line, column: None, key: key.to_owned(), n: None }]);
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
                Ok(Ready { number, new, labels })
            }
            _ => Err(cells.flaws),
        }
    }

    fn born(&self, text: &str) -> Result<BirthDate, Why> {
        let day = self.plan.dates.day(text).ok_or(Why::Key("people-import-fault-date"))?;
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

    fn flaw(&mut self, column: usize, why: &Why) {
        let (key, n) = match why {
            Why::Key(key) => (*key, None),
            Why::Wrong(wrong @ Wrong::Long(most)) => (wrong.key(), Some(*most as u64)),
            Why::Wrong(wrong) => (wrong.key(), None),
        };
        self.flaws.push(Flaw { line: self.row.line, column: Some(column), key: key.to_owned(), n });
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
    if text.chars().count() > LONGEST_NUMBER {
        return Err(Wrong::Long(LONGEST_NUMBER).into());
    }
    if text.chars().any(char::is_control) {
        return Err(Wrong::Characters.into());
    }
    Ok(text.to_owned())
}

fn labels(text: &str) -> Result<Vec<TagName>, Why> {
    let names = text.split([',', ';', '|', '\n']).map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<TagName> = names.map(TagName::parse).collect::<Result<_, _>>()?;
    if names.len() > MOST_LABELS { Err(Why::Key("people-import-fault-labels")) } else { Ok(names) }
}
