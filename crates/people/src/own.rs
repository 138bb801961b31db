//! One's own pages, of whichever room: whose they are, and what is said to whoever they are no longer for.

use ground::web::Fault;
use ground::{Error, PersonId, Tx};

use crate::store::{Acts, acts_for};

/// Where whoever is signed in goes on.
const HOME: (&str, &str) = ("/me", "shell-own");

/// Lets in whoever acts for `ward` now. Who once did is told why they no longer do; anybody else finds nothing. Whoever may
/// not open the ward is written into the ward's record, whichever of them they are.
pub fn admit(tx: &mut Tx<'_>, guardian: PersonId, ward: PersonId) -> Result<(), Fault> {
    let over = |cause, title, text| Err(Fault::gone(cause).words(title, text).leading(HOME.0, HOME.1));
    match acts_for(tx, guardian, ward)? {
        Acts::Now => Ok(()),
        Acts::Grown => over("ward.grown", "people-ward-grown-title", "people-ward-grown-text"),
        Acts::Ended => match tx.require(ward) {
            Ok(()) | Err(Error::Refused(_)) => over("ward.ended", "people-ward-ended-title", "people-ward-ended-text"),
            Err(error) => Err(error.into()),
        },
        Acts::Never => {
            tx.require(ward)?;
            Err(Error::NotFound.into())
        }
    }
}

/// Said to whoever is signed in and has no record, as after it was taken away in another window. Staff need none.
pub fn gone(tx: &Tx<'_>) -> Fault {
    if tx.actor().is_staff() {
        return Fault::not_found();
    }
    Fault::gone("client.gone").words("people-gone-title", "people-gone-text").leading(HOME.0, HOME.1)
}
