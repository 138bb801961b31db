//! When somebody wants to be reminded.

use ground::db::Row;
use ground::{PersonId, Result};
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::Appointment;
use crate::rules::reminder::{LEADS, Plan, Quiet};

ground::id!(/// What somebody chose about reminders.
    pub ChoiceId, "rch");

/// What somebody chose about reminders, or what holds as long as they have not.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Of their own visits.
    pub own: bool,
    /// Of the visits of those they act for.
    pub wards: bool,
    pub plan: Plan,
    /// The zone's name, as it was chosen.
    pub zone: String,
    /// When it was chosen; none: never.
    pub since: Option<Timestamp>,
}

impl Choice {
    /// What holds as long as nothing was chosen.
    pub fn usual(zone: &TimeZone, name: &str) -> Choice {
        Choice { own: true, wards: true, plan: Plan::usual(zone), zone: name.to_owned(), since: None }
    }

    /// Whether `reader` is to be reminded of `visit` at all.
    pub fn wants(&self, reader: PersonId, visit: &Appointment) -> bool {
        if visit.client == reader { self.own } else { self.wards }
    }

    pub(crate) fn from_row(row: &Row) -> Result<Choice> {
        let zone: String = row.get("zone")?;
        let minute = |column| -> Result<Option<Time>> {
            let minutes: Option<i64> = row.get(column)?;
            Ok(minutes.and_then(|minutes| {
                Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()
            }))
        };
        let quiet = minute("quiet_from")?.zip(minute("quiet_to")?).and_then(|(from, to)| Quiet::new(from, to));
        let leads: String = row.get("leads")?;
        let leads = leads.split(' ').filter_map(|lead| lead.parse().ok()).filter(|lead| LEADS.contains(lead)).collect();
        Ok(Choice {
            own: row.get("own")?,
            wards: row.get("wards")?,
            // A zone that this program's list of zones no longer has reads as UTC.
            plan: Plan { leads, quiet, zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC) },
            zone,
            since: Some(row.get("updated_at")?),
        })
    }
}

/// The minute of the day, as it is stored.
pub(crate) fn minute_of(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}
