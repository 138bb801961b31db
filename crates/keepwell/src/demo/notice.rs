//! A second version of the invented clinic's notice, by the same step as on its page: so that there is something before to read,
//! and what changed. It promises more, which holds at once.

use ground::{Clinic, ClinicId, House, Result};

/// Minutes after which a colleague's browser is signed out, from then on.
const STAFF_IDLE_MINUTES: u32 = 20;

/// Changes what is promised.
pub(super) async fn change(house: &House, clinic: ClinicId) -> Result<()> {
    let Some(stored) = house.clinic_by_id(clinic).await? else { return Ok(()) };
    let mut changed = Clinic::clone(&stored);
    changed.parameters.staff_idle_minutes = changed.parameters.staff_idle_minutes.min(STAFF_IDLE_MINUTES);
    house.update_clinic(changed).await.map(drop)
}
