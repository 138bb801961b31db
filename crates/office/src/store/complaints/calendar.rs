//! On which days the clinic works, as it says itself.

use ground::{Error, Event, Tx, params};
use jiff::civil::Weekday;

use crate::error::Result;
use crate::rules::complaints::{Days, WEEKDAYS};

/// The clinic's own days; before it said any, what is usual in its country.
pub fn days(tx: &mut Tx<'_>) -> ground::Result<Days> {
    let sql = "SELECT weekend, holidays FROM office_calendar WHERE clinic = $1";
    let Some(row) = tx.optional(sql, &params![tx.clinic()])? else {
        let country = tx.settings().jurisdiction.split('-').next().unwrap_or_default().to_owned();
        return Ok(Days::usual(&country));
    };
    let (weekend, holidays): (String, String) = (row.get("weekend")?, row.get("holidays")?);
    let named = |name: &str| WEEKDAYS.iter().find(|(_, word)| *word == name).map(|(day, _)| *day);
    let weekend = weekend.split_whitespace().filter_map(named).collect();
    let holidays =
        crate::rules::complaints::read_days(&holidays).map_err(|_| Error::internal("a holiday that is no day"))?;
    Ok(Days { weekend, holidays })
}

/// Says on which days the clinic does not work. What came before keeps the days it was told.
pub fn set_days(tx: &mut Tx<'_>, days: &Days) -> Result<()> {
    let word = |day: &Weekday| WEEKDAYS.iter().find(|(of, _)| of == day).map(|(_, word)| *word);
    let weekend: Vec<&str> = days.weekend.iter().filter_map(word).collect();
    let holidays: Vec<String> = days.holidays.iter().map(ToString::to_string).collect();
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "INSERT INTO office_calendar (clinic, weekend, holidays, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (clinic) DO UPDATE SET weekend = excluded.weekend, holidays = excluded.holidays,
             changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        &params![clinic, weekend.join(" "), holidays.join(" "), actor, now],
    )?;
    Ok(tx.emit(Event::new("office.calendar", clinic, None))?)
}
