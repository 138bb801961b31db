//! What runs out: the days of grace, and an administrator who was asked and did not come back. Of the days of grace: those whose time is over are erased, one transaction each, some at a time.

use std::time::Duration;

use ground::web::Value;
use ground::{Scope, Tx};

use crate::store::google::consent;
use crate::store::leaver::{self, Ended};
use crate::store::take_turns;
use crate::sync::letter::{plain, to_managers};

/// How often it is looked whose time is over.
pub(crate) const LOOKS: Duration = Duration::from_secs(600);
/// People of one turn; the others have the next.
const AT_ONCE: u32 = 100;

/// A clinic's turn. Whoever cannot be erased stands in nobody's way: the others are, and the promise's evidence tells of it.
///
/// # Errors
/// Where it cannot be read whose time is over.
pub async fn turn(scope: Scope) -> ground::Result<()> {
    if scope.read(consent::is_over).await.map_err(ground)? {
        scope.write(consent::sweep).await.map_err(ground)?;
    }
    if scope.read(leaver::untold).await.map_err(ground)?.is_some() {
        scope.write(tell).await.map_err(ground)?;
    }
    let due = scope.read(|tx| leaver::due(tx, AT_ONCE)).await.map_err(ground)?;
    for id in due {
        match scope.write(move |tx| leaver::erase(tx, id)).await {
            Ok(Ended::Nothing) => {}
            Ok(ended) => {
                let ended = match ended {
                    Ended::Erased => "erased",
                    Ended::Parted => "parted",
                    _ => "kept",
                };
                metrics::counter!("keepwell_directory_leavers_total", "ended" => ended).increment(1);
            }
            Err(fault) => {
                let cause = fault.to_string();
                tracing::error!(clinic = scope.clinic.slug, cause, "somebody who left was not erased");
            }
        }
    }
    Ok(())
}

/// Writes to every manager, before anybody of them is erased, that somebody left: how many, and when. Who they are is said on
/// the page alone, so that no letter names them once they are erased.
fn tell(tx: &mut Tx<'_>) -> crate::Result<()> {
    take_turns(tx)?;
    let Some((many, earliest)) = leaver::untold(tx)? else { return Ok(()) };
    let (clinic, date) = (tx.settings().name.clone(), earliest.to_zoned(tx.settings().zone.clone()).date());
    let told = to_managers(tx, "directory.leavers", "/directory", &|tongue, link| {
        let values = [
            ("clinic", Value::from(clinic.clone())),
            ("link", Value::from(link)),
            ("n", Value::from(many.unsigned_abs())),
            ("date", Value::from(tongue.date_plain(date))),
        ];
        (plain(tongue, "directory-mail-left-subject", &values), plain(tongue, "directory-mail-left", &values))
    })?;
    // Where there is nobody to write to, nobody was told, and nobody is erased.
    if told { leaver::set_told(tx) } else { Ok(()) }
}

fn ground(error: crate::Error) -> ground::Error {
    match error {
        crate::Error::Ground(error) => error,
        other => ground::Error::internal(other),
    }
}
