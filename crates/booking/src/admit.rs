//! How often those to whom the clinic has given no key may book and change, by whichever way in.

use ground::Scope;
use ground::web::{ClientAddress, Fault, Rule};
use people::NewClient;

use crate::error::Error;
use crate::model::AppointmentId;
use crate::store::book::{Booked, OnceKey};
use crate::store::{self};

/// Lets one sent form pass, or says to wait: by where it comes from.
pub(crate) fn form(scope: &Scope, from: Option<ClientAddress>) -> Result<(), Fault> {
    // A request that did not come through the shell comes from this program itself.
    from.map_or(Ok(()), |from| scope.house().limits.check(Rule::PublicForm, from).map(drop))
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

    /// Whoever is written to about this visit. Each visit counts by itself: a stranger who books in somebody's name and
    /// moves that visit to and fro uses up nothing of the visits that are really theirs.
    pub(crate) fn about(visit: AppointmentId) -> Reader {
        Reader(visit.to_string())
    }
}

/// Does `work`, which writes a letter to `reader`, or says to wait. What is refused or was done before, as `wrote`
/// says, writes none and counts for none: whoever tries for a popular time is not locked out.
///
/// Whoever hangs up meanwhile has it counted: what they asked for is done all the same, and its letter is written. If
/// leaving gave it back, a mailbox could be filled by leaving each time.
pub(crate) async fn letter<T>(
    scope: &Scope,
    reader: Reader,
    work: impl Future<Output = Result<T, Error>>,
    wrote: impl Fn(&T) -> bool,
) -> Result<Result<T, Error>, Fault> {
    let (limits, about) = (&scope.house().limits, format!("{} {}", scope.clinic.id, reader.0));
    let taken = limits.check_about(Rule::Letters, &about)?;
    let done = work.await;
    if !done.as_ref().is_ok_and(wrote) {
        limits.forgive(taken);
    }
    Ok(done)
}

/// Does `booking` for a visitor as [`letter`] does. A request that was answered before is told the very same, whatever
/// was booked to this mailbox since: it writes no letter.
pub(crate) async fn booking(
    scope: &Scope,
    reader: Reader,
    once: Option<OnceKey>,
    booking: impl Future<Output = Result<Booked, Error>>,
) -> Result<Result<Booked, Error>, Fault> {
    let refused = match letter(scope, reader, booking, |booked| !booked.again).await {
        Err(refused) => refused,
        done => return done,
    };
    let before = match once {
        Some(once) => scope.read(move |tx| store::book::answered(tx, &once)).await,
        None => Ok(None),
    };
    match before {
        Ok(Some(booked)) => Ok(Ok(booked)),
        Ok(None) => Err(refused),
        Err(error) => Ok(Err(error)),
    }
}
