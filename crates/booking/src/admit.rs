//! How often those to whom the clinic has given no key may book and change, by whichever way in.

use ground::web::{ClientAddress, Fault, Rule};
use ground::{PersonId, Scope};
use people::NewClient;

use crate::error::Error;

/// Lets one sent form pass, or says to wait: by where it comes from.
pub(crate) fn form(scope: &Scope, from: Option<ClientAddress>) -> Result<(), Fault> {
    // A request that did not come through the shell comes from this program itself.
    from.map_or(Ok(()), |from| scope.house().limits.check(Rule::PublicForm, from))
}

/// Whoever a letter goes to, which need not be whoever causes it: letters are counted by their reader.
pub(crate) struct Reader(String);

impl Reader {
    /// The address a visitor typed.
    pub(crate) fn typed(visitor: &NewClient) -> Reader {
        Reader::of(visitor.email.as_ref().map_or("", people::Email::as_str))
    }

    /// An address as it was typed or is on record; what follows a `+` in it reaches the same mailbox.
    pub(crate) fn of(email: &str) -> Reader {
        let (local, host) = email.split_once('@').unwrap_or((email, ""));
        Reader(format!("{}@{host}", local.split('+').next().unwrap_or(local)))
    }

    /// Somebody on record.
    pub(crate) fn known(person: PersonId) -> Reader {
        Reader(person.to_string())
    }
}

/// Does `work`, which writes a letter to `reader`, or says to wait. What is refused or was done before, as `wrote`
/// says, writes none and counts for none: whoever tries for a popular time is not locked out.
pub(crate) async fn letter<T>(
    scope: &Scope,
    reader: Reader,
    work: impl Future<Output = Result<T, Error>>,
    wrote: impl Fn(&T) -> bool,
) -> Result<Result<T, Error>, Fault> {
    let (limits, about) = (&scope.house().limits, format!("{} {}", scope.clinic.id, reader.0));
    limits.check_about(Rule::Letters, &about)?;
    let done = work.await;
    if !done.as_ref().is_ok_and(wrote) {
        limits.forgive_about(Rule::Letters, &about);
    }
    Ok(done)
}
