//! Reading the evidence of one promise: what its room and others know of it, together.

use std::sync::Arc;

use promise::{Evidence, Purpose};

use crate::error::Result;
use crate::room::Prove;
use crate::tx::Tx;
use crate::{Actor, Clinic, House, Scope};

/// The evidence of the promise `id` in `clinic`, read now; none where no room has any or it cannot be read.
pub async fn proof(house: &House, clinic: &Arc<Clinic>, id: &str) -> Option<Evidence> {
    let keeper = *house.evidence.get(id)?;
    let others: Vec<Prove> = house.more_evidence.iter().filter(|(of, _)| *of == id).map(|(_, prove)| *prove).collect();
    let prove = move |tx: &mut Tx<'_>| -> Result<Evidence> {
        others.iter().try_fold(keeper(tx)?, |whole, prove| Ok(whole.and(prove(tx)?)))
    };
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "promises.evidence");
    match scope.read(prove).await {
        Ok(evidence) => Some(evidence),
        Err(error) => {
            tracing::warn!(cause = %error, promise = id, "the evidence could not be read");
            None
        }
    }
}
