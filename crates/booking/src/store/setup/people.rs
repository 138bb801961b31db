//! Practitioners and what they give.

use ground::{AccountId, PersonId, Result, Tx, params};

use super::{last, one, setup_changed};
use crate::model::{PractitionerId, ServiceId};

/// A practitioner, as the manager writes them.
#[derive(Clone, Debug)]
pub struct PractitionerDraft {
    pub name: String,
    pub skills: String,
    pub daily_limit: Option<u16>,
    /// Who signs in as them: their column comes first, and whom they treat is theirs to open.
    pub account: Option<(AccountId, PersonId)>,
    pub services: Vec<ServiceId>,
}

/// A new practitioner. Nobody can book them before they have hours.
pub fn create_practitioner(tx: &mut Tx<'_>, draft: &PractitionerDraft) -> Result<PractitionerId> {
    super::take_turns(tx)?;
    let (id, position) = (PractitionerId::new(tx.now()), last(tx, "practitioner")?);
    let (account, person) = draft.account.unzip();
    tx.execute(
        "INSERT INTO practitioner (clinic, id, account, person, name, skills, daily_limit, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![tx.clinic(), id, account, person, &draft.name, &draft.skills, draft.daily_limit.map(i64::from), position],
    )?;
    give(tx, id, &draft.services)?;
    setup_changed(tx, id)?;
    Ok(id)
}

/// A practitioner's new words, limits and services. Links to retired services stay: whoever wrote the draft was not
/// shown them.
pub fn update_practitioner(tx: &mut Tx<'_>, id: PractitionerId, draft: &PractitionerDraft) -> Result<()> {
    let (account, person) = draft.account.unzip();
    one(tx.execute(
        "UPDATE practitioner SET account = $3, person = $4, name = $5, skills = $6, daily_limit = $7 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), id, account, person, &draft.name, &draft.skills, draft.daily_limit.map(i64::from)],
    )?)?;
    tx.execute(
        "DELETE FROM service_practitioner WHERE clinic = $1 AND practitioner = $2 AND service IN (SELECT id FROM service WHERE clinic = $1 AND retired_at IS NULL)",
        &params![tx.clinic(), id],
    )?;
    give(tx, id, &draft.services)?;
    setup_changed(tx, id)
}

fn give(tx: &mut Tx<'_>, id: PractitionerId, services: &[ServiceId]) -> Result<()> {
    for service in services {
        tx.execute(
            "INSERT INTO service_practitioner (clinic, service, practitioner) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &params![tx.clinic(), *service, id],
        )?;
    }
    Ok(())
}
