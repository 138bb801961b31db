//! What is stored for asking a Google Workspace directory: how it is asked, how things stand here, what a plan does, and what
//! came of it.

pub mod apply;
pub mod consent;
pub mod here;
pub mod run;
pub mod settings;

use ground::{AccountId, Tx, params};

use crate::model::Source;

/// The source of every row here.
pub(crate) const SOURCE: &str = Source::Google.as_str();

/// Remembers that whoever had the account was erased, before their rows go: no directory that has them still, by whichever
/// id, or by their name where it has none, brings them back by itself. How many of its ids were not remembered before.
pub fn remember_erased(tx: &mut Tx<'_>, account: AccountId) -> ground::Result<u64> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO directory_erased (clinic, source, external_token, erased_at)
         SELECT DISTINCT clinic, source, COALESCE(external_token, user_name_token), CAST($3 AS BIGINT) FROM directory_user
         WHERE clinic = $1 AND account = $2 AND COALESCE(external_token, user_name_token) IS NOT NULL
         ON CONFLICT DO NOTHING",
        &params![clinic, account, now],
    )
}
