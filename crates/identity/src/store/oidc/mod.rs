//! Providers of identities, who is linked to whom there, who is on the way, and who asks to be let in.

pub mod flow;
pub mod link;
pub mod provider;
pub mod request;

use ground::Tx;

use crate::error::Result;

/// The keyed token of who somebody is: by issuer and subject, the one pair that names them (OpenID Connect Core, 5.7).
pub(crate) fn subject_token(tx: &Tx<'_>, issuer: &str, subject: &str) -> Result<Vec<u8>> {
    Ok(tx.token("oidc.subject", &format!("{issuer}\0{subject}"))?)
}
