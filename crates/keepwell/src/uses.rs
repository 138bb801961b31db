//! What a program that begins uses people's data for is noted before it opens anybody.

use ground::{Actor, House, Result, Scope};
use promise::Purpose;

/// Notes for every clinic what this program uses that an earlier one did not, so that it waits for people's yes from the first
/// request on (`notice.change_ahead`).
///
/// # Errors
/// Those of the store.
pub async fn note(house: &House) -> Result<()> {
    for clinic in house.clinics().await? {
        let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "notice.uses");
        scope.write(office::keep).await?;
    }
    Ok(())
}
