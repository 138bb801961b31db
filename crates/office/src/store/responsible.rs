//! Who answers for the clinic's data.

use ground::{Event, Tx, params};

use crate::error::Result;
use crate::model::responsible::{Part, Responsible};

/// Whoever is named; of the controller, where nobody is, the clinic itself.
pub fn find(tx: &mut Tx<'_>, part: Part) -> ground::Result<Option<Responsible>> {
    let row = tx.optional(
        "SELECT name, address, email, phone FROM responsible WHERE clinic = $1 AND part = $2",
        &params![tx.clinic(), part.as_str()],
    )?;
    let Some(row) = row else {
        let clinic = tx.settings();
        let itself = Responsible {
            name: clinic.name.clone(),
            address: None,
            email: clinic.email.clone(),
            phone: clinic.phone.clone(),
        };
        return Ok((part == Part::Controller).then_some(itself));
    };
    Ok(Some(Responsible {
        name: row.get("name")?,
        address: row.get("address")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
    }))
}

/// Names somebody, or nobody any more.
///
/// # Errors
/// Those of the store.
pub fn set(tx: &mut Tx<'_>, part: Part, who: Option<&Responsible>) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    match who {
        Some(who) => tx.execute(
            "INSERT INTO responsible (clinic, part, name, address, email, phone, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (clinic, part) DO UPDATE SET name = excluded.name, address = excluded.address, email = excluded.email,
                 phone = excluded.phone, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
            &params![
                clinic,
                part.as_str(),
                &who.name,
                who.address.clone(),
                who.email.clone(),
                who.phone.clone(),
                actor,
                now
            ],
        )?,
        None => tx
            .execute("DELETE FROM responsible WHERE clinic = $1 AND part = $2", &params![clinic, part.as_str()])?,
    };
    Ok(tx.emit(Event::new("responsible.changed", clinic, None))?)
}
