//! What is stored for asking a Google Workspace directory: how it is asked, how things stand here, what a plan does, and what
//! came of it.

pub mod apply;
pub mod consent;
pub mod here;
pub mod run;
pub mod settings;

use ground::{AccountId, Tx, params};

use crate::error::Result;
use crate::model::Source;

/// The source of every row here.
pub(crate) const SOURCE: &str = Source::Google.as_str();

/// Remembers that whoever had the account was erased, before their rows go: no directory that has them still, by whichever
/// id, brings them back by itself.
pub fn remember_erased(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO directory_erased (clinic, source, external_token, erased_at)
         SELECT DISTINCT clinic, source, external_token, CAST($3 AS BIGINT) FROM directory_user WHERE clinic = $1 AND account = $2 AND external_token IS NOT NULL
         ON CONFLICT DO NOTHING",
        &params![clinic, account, now],
    )?;
    Ok(())
}
