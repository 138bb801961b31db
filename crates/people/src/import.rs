//! Clients from another system's file.
//!
//! A row that is here already, by the other system's number or by its name and address, is found by keyed tokens and left
//! as it is: so a file that was interrupted goes on, and one that comes twice changes nothing.

mod columns;
mod examine;
mod row;

use std::collections::HashSet;

use ground::web::Tongue;
use ground::{Result, Scope, Tx};

pub use columns::{Meaning, Plan, Setting};
use examine::Examined;
pub(crate) use row::Ready;
pub use row::{Context, Whom, is_number};

use crate::incoming::{Brought, Flaw, Kind, Looked, Misfit, Paths, Standing, Undone};
use crate::model::{Source, TagName, grouped};
use crate::store::{brought, tag};

/// Files of clients.
#[derive(Clone, Debug)]
pub struct Clients;

impl Kind for Clients {
    fn clients(fresh: u64, others: u64) -> u64 {
        fresh + others
    }

    const TABLE: &'static str = "client_import";
    const JOB: &'static str = "people.import";
    const PATHS: Paths = crate::paths!("/clients/import");
    const ACTION: &'static str = "people.import.run";
    const WORDS: &'static str = "people-import";
    const BACK: (&'static str, &'static str) = ("/clients", "people-to-clients");
    const SAMPLE: &'static [&'static str] =
        &["people-name", "people-birth-date", "people-phone", "people-email", "people-language"];
    const MOST_ROWS: u64 = sheet::MOST_ROWS;
    const REFUSES: bool = true;

    type Meaning = Meaning;
    type Setting = Setting;
    type Ready = Ready;
    type Examiner = Examined;
    /// By what those of earlier rows are known.
    type Seen = HashSet<Vec<u8>>;

    fn setting(scope: &Scope, _before: Option<Setting>) -> Setting {
        Setting::of(&scope.clinic, scope.house().clock.now())
    }

    fn misfits(columns: &[Meaning]) -> Vec<Misfit> {
        columns::misfits(columns)
    }

    fn is_numbered(columns: &[Meaning]) -> bool {
        columns.contains(&Meaning::Number)
    }

    fn examiner(tx: &mut Tx<'_>, plan: &Plan) -> Result<Examined> {
        let labels = tag::list(tx)?;
        let labels = labels.iter().filter_map(|tag| TagName::parse(&tag.name).ok());
        Ok(Examined::new(Context::of(&tx.scope().house().words, plan.clone()), labels))
    }

    fn look(tx: &mut Tx<'_>, plan: &Plan, seen: &Self::Seen, rows: &[Ready]) -> Result<Looked<Self::Seen>> {
        let mut met: Self::Seen = HashSet::new();
        let found = brought::standing(tx, plan.system.as_ref(), rows)?;
        let standing = found.into_iter().zip(rows).map(|(row, ready)| {
            if row.erased {
                return Standing::Refused(held(plan, ready));
            }
            let again = row.same.is_some_and(|same| seen.contains(&same) || !met.insert(same));
            if row.known || again { Standing::Known } else { Standing::Fresh }
        });
        Ok(Looked { standing: standing.collect(), seen: met, clients: 0 })
    }

    fn add(seen: &mut Self::Seen, more: Self::Seen) {
        seen.extend(more);
    }

    fn begin(tx: &mut Tx<'_>, added: &[String]) -> Result<()> {
        let named: Vec<TagName> = added.iter().filter_map(|label| TagName::parse(label).ok()).collect();
        brought::labels(tx, &named).map(drop)
    }

    fn bring(tx: &mut Tx<'_>, plan: &Plan, rows: &[Ready], source: &Source) -> Result<Brought, Undone> {
        let system = plan.system.as_ref();
        let found = brought::standing(tx, system, rows)?;
        let (erased, others): (Vec<_>, Vec<_>) = rows.iter().zip(&found).partition(|(_, row)| row.erased);
        let others: Vec<Ready> = others.into_iter().map(|(ready, _)| ready.clone()).collect();
        let refused: Vec<_> = erased.into_iter().map(|(ready, _)| held(plan, ready)).collect();
        if !refused.is_empty() {
            brought::asked(tx, system, rows)?;
        }
        let fresh = brought::bring(tx, system, &others, source)?;
        Ok(Brought { fresh, known: others.len() as u64 - fresh, refused })
    }

    fn sample(ready: &Ready) -> Vec<String> {
        let new = &ready.new;
        vec![
            format!("{} {}", new.given_name.as_str(), new.family_name.as_str()),
            new.birth_date.map(|born| born.day().to_string()).unwrap_or_default(),
            new.phone.as_ref().map(|phone| grouped(phone.as_str())).unwrap_or_default(),
            new.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
            new.language.clone(),
        ]
    }

    fn shown(t: &Tongue, mut sample: Vec<String>) -> Vec<String> {
        if let Some(born) = sample.get_mut(1)
            && let Ok(day) = born.parse::<jiff::civil::Date>()
        {
            *born = t.date_plain(day);
        }
        if let Some(language) = sample.get_mut(4)
            && let Some((_, name)) = t.words().languages().into_iter().find(|(code, _)| code == language)
        {
            *language = name;
        }
        sample
    }
}

/// A row that is about somebody who was erased: it waits for somebody's word, who then enters them at the desk.
fn held(plan: &Plan, ready: &Ready) -> Flaw {
    let column = [Meaning::Number, Meaning::Email].into_iter().find_map(|meaning| plan.column(meaning));
    Flaw::new(ready.line, column, "people-import-fault-erased")
}
