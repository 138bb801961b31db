//! What is stored for asking a Google Workspace directory: how it is asked, how things stand here, what a plan does, and what
//! came of it.

pub mod apply;
pub mod consent;
pub mod here;
pub mod run;
pub mod settings;

use ground::{Tx, params};

use crate::error::Result;
use crate::model::Source;

/// The source of every row here.
pub(crate) const SOURCE: &str = Source::Google.as_str();

/// Remembers that the person was erased at their own request, before their row goes: the directory, which has them still,
/// does not bring them back by itself.
pub fn remember_erased(tx: &mut Tx<'_>, user: crate::model::UserId) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO directory_erased (clinic, source, external_token, erased_at)
         SELECT clinic, source, external_token, CAST($3 AS BIGINT) FROM directory_user WHERE clinic = $1 AND id = $2 AND external_token IS NOT NULL
         ON CONFLICT DO NOTHING",
        &params![clinic, user, now],
    )?;
    Ok(())
}
