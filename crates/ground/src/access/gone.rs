//! A clinic that is gone from the data, with its log: what is witnessed of it beside the keys tells of it.
//!
//! Nothing in the program removes a clinic but its leaving, with which the witness goes and of which a receipt stays. Whoever
//! removes its row otherwise takes its whole log out of sight, because a log is verified for each clinic there is.

use std::fmt;

use super::merkle::Frontier;
use super::note;
use super::seal::origin;
use super::witness::Accepted;
use crate::ClinicId;
use crate::clinic;
use crate::error::{Error, Result};
use crate::house::House;
use crate::scope::Scope;

/// A clinic of which a witness is kept and which is not in the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    pub clinic: ClinicId,
    /// How many entries of its log had been sealed; 0 once the operator accepted that it is gone.
    pub known: u64,
    /// What the operator accepted of it, the oldest first.
    pub accepted: Vec<Accepted>,
}

impl Gone {
    /// Whether nobody accepted it.
    pub fn is_fault(&self) -> bool {
        self.known > 0
    }
}

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the clinic {} was removed from the database, and its access log with it, of which {} entries had been sealed. Bring back the newest backup (docs/operate.md, Restore); or, if it was given up on purpose, keepwell access accept --clinic {} --because WHY",
            self.clinic, self.known, self.clinic
        )
    }
}

/// Every clinic that is witnessed and not there, readable or not.
pub async fn gone(house: &House) -> Result<Vec<Gone>> {
    // The witnesses first: a clinic is in the data before anything of it is witnessed.
    let keys = house.clone();
    let witnesses = tokio::task::spawn_blocking(move || keys.keys.witnesses()).await.map_err(Error::internal)??;
    let there = Scope::installation(house).read(clinic::slugs).await?;
    let missing: Vec<(ClinicId, u64)> =
        witnesses.into_iter().filter(|(id, _)| !there.iter().any(|(known, _)| known == id)).collect();
    let keys = house.clone();
    let told = move || {
        missing
            .into_iter()
            .map(|(clinic, known)| Ok(Gone { clinic, known, accepted: keys.keys.accepted(clinic)? }))
            .collect()
    };
    tokio::task::spawn_blocking(told).await.map_err(Error::internal)?
}

/// Accepts that a clinic is gone, for `reason`: what was witnessed of it is written down beside the keys, and every
/// verification tells of it. None when no such clinic is missed.
pub async fn accept_gone(house: &House, clinic: ClinicId, reason: &str) -> Result<Option<Accepted>> {
    let Some(found) = gone(house).await?.into_iter().find(|gone| gone.clinic == clinic && gone.is_fault()) else {
        return Ok(None);
    };
    let (house, reason, at) = (house.clone(), reason.to_owned(), house.clock.now());
    let accepting = move || -> Result<Accepted> {
        let (empty, keys) = (Frontier::default(), house.keys.clinic(clinic)?);
        let note = note::sign(&origin(clinic), 0, &empty.root(), &keys.log).map_err(Error::internal)?;
        house.keys.accept(clinic, (0, &note), &reason, at)?;
        Ok(Accepted { at, known: found.known, size: 0, reason })
    };
    tokio::task::spawn_blocking(accepting).await.map_err(Error::internal)?.map(Some)
}
