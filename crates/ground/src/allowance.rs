//! What whoever runs the program lets a clinic use. Nothing said is no limit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use promise::Purpose;
use serde::{Deserialize, Serialize};

use crate::clinic::Clinic;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::house::House;
use crate::mail;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::web::Fault;
use crate::{Actor, ClinicId, params};

/// The limits of one clinic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Allowance {
    /// Bytes of documents, as they were brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clients: Option<u64>,
    /// Accounts of staff that are open or invited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<u64>,
    /// Letters within a day of the clinic's; what is more waits for the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letters_a_day: Option<u64>,
    /// Requests of programs within a minute, on each node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_a_minute: Option<u64>,
}

/// What there is no room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    Documents,
    Clients,
    Staff,
}

impl Full {
    fn of(self, allowance: &Allowance) -> Option<u64> {
        match self {
            Full::Documents => allowance.document_bytes,
            Full::Clients => allowance.clients,
            Full::Staff => allowance.staff,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Full::Documents => "documents",
            Full::Clients => "clients",
            Full::Staff => "staff",
        }
    }
}

impl std::fmt::Display for Full {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl From<Full> for Fault {
    fn from(full: Full) -> Fault {
        match full {
            Full::Documents => Fault::conflict("clinic.full_documents")
                .words("clinic-full-documents-title", "clinic-full-documents-text"),
            Full::Clients => {
                Fault::conflict("clinic.full_clients").words("clinic-full-clients-title", "clinic-full-clients-text")
            }
            Full::Staff => {
                Fault::conflict("clinic.full_staff").words("clinic-full-staff-title", "clinic-full-staff-text")
            }
        }
    }
}

impl Tx<'_> {
    /// Refuses where the clinic may not have `more` of something, of which it uses what `used` counts. Nothing is counted
    /// where there is no limit. Whoever makes some takes turns with each other, so that the limit is one.
    ///
    /// # Errors
    /// [`Error::Full`].
    pub fn room_for(&mut self, what: Full, more: u64, used: impl FnOnce(&mut Tx<'_>) -> Result<u64>) -> Result<()> {
        let Some(most) = what.of(&self.settings().allowance) else { return Ok(()) };
        self.take_turns(&format!("allowance/{what}"))?;
        if used(self)?.saturating_add(more) > most { Err(Error::Full(what)) } else { Ok(()) }
    }
}

/// When the clinic may send letters again: nothing while it may.
pub(crate) fn letters_again(tx: &mut Tx<'_>) -> Result<Option<Timestamp>> {
    let Some(most) = tx.settings().allowance.letters_a_day else { return Ok(None) };
    let zone = tx.settings().zone.clone();
    let today = zone.to_datetime(tx.now()).date();
    let tomorrow = today.tomorrow().map_err(Error::internal)?;
    let begins =
        |day: jiff::civil::Date| day.to_zoned(zone.clone()).map(|day| day.timestamp()).map_err(Error::internal);
    let sent = mail::gone_since(tx, begins(today)?)?;
    Ok(if sent < most { None } else { Some(begins(tomorrow)?) })
}

/// Requests of programs in the minute that each clinic's last one came in.
#[derive(Default)]
pub(crate) struct Minutes(Mutex<HashMap<ClinicId, (i64, u64)>>);

impl Minutes {
    /// Lets one more request pass, or refuses it until the minute is over.
    pub(crate) fn pass(&self, clinic: &Clinic, now: Timestamp) -> Result<(), Fault> {
        let Some(most) = clinic.allowance.api_a_minute else { return Ok(()) };
        let minute = now.as_second().div_euclid(60);
        let mut minutes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (of, passed) = minutes.entry(clinic.id).or_insert((minute, 0));
        if *of != minute {
            (*of, *passed) = (minute, 0);
        }
        *passed += 1;
        let rest = 60 - now.as_second().rem_euclid(60);
        if *passed > most { Err(Fault::too_often(rest.unsigned_abs())) } else { Ok(()) }
    }
}

impl House {
    /// Sets what the clinic may use. What it has already stays.
    pub async fn allow(&self, clinic: Arc<Clinic>, allowance: Allowance) -> Result<()> {
        let scope = Scope::new(self, clinic, Actor::automatic(), Purpose::Operation, "clinic.allow");
        let written = serde_json::to_string(&allowance).map_err(Error::internal)?;
        scope
            .write(move |tx| {
                let clinic = tx.clinic();
                tx.execute("UPDATE clinic SET allowance = $2 WHERE id = $1", &params![clinic, written.as_str()])?;
                tx.emit(Event::new("clinic.allowed", clinic, None))
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clinics_programs_pass_as_often_in_a_minute_as_it_may_and_again_in_the_next() {
        let at = |second: i64| Timestamp::from_second(1_800_000_000 + second).unwrap();
        let minutes = Minutes::default();
        let free = Clinic::installation();
        let bound = Clinic { allowance: Allowance { api_a_minute: Some(2), ..Allowance::default() }, ..free.clone() };
        for second in 0..100 {
            assert!(minutes.pass(&free, at(second)).is_ok());
        }
        let passes: Vec<bool> =
            [0, 1, 2, 59, 60, 61, 62].iter().map(|s| minutes.pass(&bound, at(*s)).is_ok()).collect();
        assert_eq!(passes, [true, true, false, false, true, true, false]);
    }
}
