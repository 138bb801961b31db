//! The reports: what is booked, who comes, how full the clinic is, and whether people come back.
//!
//! One frame for all of them (`page`): a period, a sentence, charts, tables, a file. Days are the clinic's own calendar
//! days, and an appointment belongs to the day on which it begins. So the same visit stands in the same period in every
//! report, and their sums agree: what bookings call kept is what attendance calls kept.
//!
//! A report is figures. It opens nobody, and says nothing of whom a visit was with.

mod attendance;
mod bookings;
mod chart;
mod clients;
mod figures;
mod page;
mod period;
mod spoken;
mod utilisation;

use std::collections::BTreeMap;
use std::str::FromStr;

use ground::{Result, Tx};

use crate::model::{Service, ServiceId};

pub use attendance::{Attendance, Lead, Share, attendance};
pub use bookings::{Bookings, Standing, States, Way, bookings};
pub use clients::{Clients, Frequency, Part, clients};
pub use figures::{Figure, Figures};
pub use page::routes;
pub use period::{Period, Unit};
pub use utilisation::{Use, Utilisation, utilisation};

pub(crate) use attendance::{Outcome, Tally};
pub(crate) use bookings::Booked;
pub(crate) use clients::{Came, Nobodys, class_of};
pub(crate) use utilisation::Taking;

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    Bookings,
    Attendance,
    Utilisation,
    Clients,
}

impl Report {
    /// All of them, in their order.
    pub const ALL: [Report; 4] = [Report::Bookings, Report::Attendance, Report::Utilisation, Report::Clients];

    /// Its name in addresses and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Report::Bookings => "bookings",
            Report::Attendance => "attendance",
            Report::Utilisation => "utilisation",
            Report::Clients => "clients",
        }
    }

    /// Its figures over `period`.
    pub fn figures(self, tx: &mut Tx<'_>, period: Period) -> Result<Figures> {
        Ok(match self {
            Report::Bookings => bookings(tx, period)?.figures(),
            Report::Attendance => attendance(tx, period)?.figures(),
            Report::Utilisation => utilisation(tx, period)?.figures(),
            Report::Clients => clients(tx, period)?.figures(),
        })
    }
}

impl FromStr for Report {
    type Err = ();

    fn from_str(name: &str) -> Result<Report, ()> {
        Report::ALL.into_iter().find(|report| report.as_str() == name).ok_or(())
    }
}

/// The first and last day with an appointment that has begun: the period of a report over everything.
pub fn whole_period(tx: &mut Tx<'_>) -> Result<Option<Period>> {
    crate::store::report::whole_period(tx)
}

/// A service in a report; nothing: an import that did not say which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub slug: Option<String>,
    pub name: Option<String>,
}

impl Named {
    /// Its word in files.
    fn word(&self) -> String {
        self.slug.clone().unwrap_or_else(|| "unknown".to_owned())
    }
}

/// Figures by service, in the clinic's order; last those of no known service.
fn named<T>(services: &[Service], mut by: BTreeMap<Option<ServiceId>, T>) -> Vec<(Named, T)> {
    let mut found = Vec::new();
    for service in services {
        if let Some(figure) = by.remove(&Some(service.id)) {
            found.push((Named { slug: Some(service.slug.clone()), name: Some(service.name.clone()) }, figure));
        }
    }
    found.extend(by.into_values().map(|figure| (Named::default(), figure)));
    found
}
