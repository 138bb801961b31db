//! Until when what we hold of somebody is kept, in words, by the schedule that the sweeper obeys.

use ground::web::Tongue;
use ground::{PersonId, Result, Tx, hold, retain};
use jiff::civil::Date;
use promise::Table;
use promise::law::anniversary;
use promise::retention::{self, Decides, Line, Rule, Span};

use super::super::retention::{duty, how_long, span};

/// How long what is kept, of one person.
pub struct Keeps {
    lines: Vec<Line>,
    /// The day from which their record is kept no longer, as things are now; none of whom no room saw, and while it is held.
    over: Option<Date>,
    /// Whose it is, where another reads it; empty where they read it themselves.
    name: String,
}

impl Keeps {
    /// How long the clinic keeps what it holds of `person`; `name` where another reads it.
    ///
    /// # Errors
    /// Those of the store.
    pub fn of(tx: &mut Tx<'_>, person: PersonId, name: &str) -> Result<Keeps> {
        Ok(Keeps { lines: retain::schedule(tx), over: over(tx, person)?, name: name.to_owned() })
    }

    /// Until when the rows of `table` are kept, with the law that decides it where one does.
    #[must_use]
    pub fn until(&self, t: &Tongue, table: &Table) -> String {
        let of = |line: &&Line| table.columns.values().any(|column| column.retention == line.class);
        let mut words: Vec<String> = self.lines.iter().filter(of).map(|line| self.line(t, line)).collect();
        words.dedup();
        words.join(" ")
    }

    fn line(&self, t: &Tongue, line: &Line) -> String {
        let long = match (line.rule, line.span) {
            (Rule::Person, Some(is)) => self.with_the_record(t, is),
            _ => how_long(t, line),
        };
        match line.duty.as_ref().filter(|_| line.decides == Some(Decides::Law)) {
            Some(law) => format!("{long} {}", duty(t, law)),
            None => long,
        }
    }

    fn with_the_record(&self, t: &Tongue, is: Span) -> String {
        let day = self.over.map(|day| t.date_plain(day));
        let key = if day.is_some() { "requests-keeps-until" } else { "requests-keeps-person" };
        let said = [
            ("span", span(t, is).into()),
            ("day", day.unwrap_or_default().into()),
            ("name", self.name.as_str().into()),
        ];
        if self.name.is_empty() { t.with(key, &said) } else { t.with(&format!("{key}-of"), &said) }
    }
}

/// The day from which the record of `person` is kept no longer, if nobody sees them again.
fn over(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Date>> {
    let zone = tx.settings().zone.clone();
    let today = tx.now().to_zoned(zone.clone()).date();
    let (parameters, places) = (tx.settings().parameters.clone(), retain::places(tx.settings()));
    let line = retention::line("client", &parameters, &places, today);
    let Some(Span::Years(years)) = line.and_then(|line| line.span) else { return Ok(None) };
    if hold::of(tx, person)?.is_some() {
        return Ok(None);
    }
    let seen = retain::latest(tx, &[person])?.remove(&person);
    Ok(seen.map(|seen| anniversary(seen.to_zoned(zone).date(), years)))
}
