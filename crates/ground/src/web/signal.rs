//! What a browser says for whoever sits before it: Global Privacy Control (`Sec-GPC: 1`, W3C) and Do Not Track (`DNT: 1`),
//! heard as their no to promotion and to counting (promise `tracking.signals`).
//!
//! Of a visitor nothing is kept, and nothing is promoted or counted. Of whoever is signed in it is written down, once, as an
//! objection like any other (`restrict`): what they take back on their page stays taken back, whatever the browser goes on saying.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use promise::Evidence;

use super::error::Fault;
use crate::error::Result;
use crate::restrict::{self, Use};
use crate::scope::Scope;
use crate::tx::Tx;
use crate::words::Tongue;
use crate::{PersonId, params};

/// Where the specification of Global Privacy Control has a site say that it honours the signal.
pub const DESCRIBED: &str = "/.well-known/gpc.json";

/// What such a signal says no to.
pub const NO_TO: [Use; 2] = [Use::Marketing, Use::Analytics];

/// The signals of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Global Privacy Control.
    pub gpc: bool,
    /// Do Not Track.
    pub dnt: bool,
}

impl Signals {
    /// Those that stand in `headers`. Only "1" is one; nothing else is a wish.
    pub fn of(headers: &HeaderMap) -> Signals {
        let says = |name: &str| headers.get(name).is_some_and(|value| value.as_bytes().trim_ascii() == b"1");
        Signals { gpc: says("sec-gpc"), dnt: says("dnt") }
    }

    /// What reached us, in words; none where nothing did.
    pub fn told(self, t: &Tongue) -> Option<String> {
        let key = match (self.gpc, self.dnt) {
            (true, true) => "signal-both",
            (true, false) => "signal-gpc",
            (false, true) => "signal-dnt",
            (false, false) => return None,
        };
        Some(t.get(key))
    }

    /// Whether there is any.
    pub fn any(self) -> bool {
        self.gpc || self.dnt
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Signals {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Signals, Fault> {
        Ok(Signals::of(&parts.headers))
    }
}

/// Writes down what the browser of whoever is signed in says. They go on whether or not that could be written; it is told as
/// not written until it is.
pub(crate) async fn heed(scope: &Scope, headers: &HeaderMap) {
    let signed_in = scope.actor.account().and(scope.actor.person());
    let Some(person) = signed_in.filter(|_| Signals::of(headers).any()) else { return };
    let seen = &scope.house().seen;
    if seen.heeded(scope.clinic.id, person) {
        return;
    }
    let heard = async || -> Result<()> {
        // After a start everybody is new here: a look keeps nobody waiting, and most was written down before.
        if scope.read(move |tx| is_noted(tx, person)).await? {
            return Ok(());
        }
        scope.write(move |tx| NO_TO.iter().try_for_each(|of| restrict::heard(tx, person, *of))).await
    };
    match heard().await {
        Ok(()) => seen.heed(scope.clinic.id, person),
        Err(error) => {
            seen.not_heeded(scope.clinic.id, person);
            tracing::warn!(cause = %error, "what a browser says could not be written down");
        }
    }
}

/// Whether an objection of `person` stands to all of it, or one that they took back.
fn is_noted(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let stands = restrict::of(tx, person)?;
    Ok(NO_TO.iter().all(|of| stands.iter().any(|one| one.kind == restrict::Kind::Objected(*of))))
}

/// For `tracking.signals`: requests that bore one, and of the people who were signed in with them those of whom no objection
/// stands in the store, nor one that they took back.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let sight = tx.house().seen.now();
    let clinic = tx.clinic();
    let both = sight.heeded.union(&sight.unheeded);
    let people: Vec<_> = both.filter(|(of, _)| *of == clinic).map(|(_, person)| *person).collect();
    let mut missing = 0;
    for person in &people {
        missing += i64::from(!is_noted(tx, *person)? && is_there(tx, *person)?);
    }
    Ok(Evidence::new(
        &[("signals", sight.signals as i64), ("people", people.len() as i64), ("not written down", missing)],
        sight.signals > 0 && missing == 0,
    ))
}

/// Whether anything is kept about them that could be used: not of whoever is erased.
fn is_there(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let sql = "SELECT id FROM person WHERE clinic = $1 AND id = $2 AND erased_at IS NULL AND locked_until IS NULL";
    let person = tx.kept(person)?;
    Ok(tx.optional(sql, &params![tx.clinic(), person])?.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_one_is_a_wish() {
        for (name, value, expected) in [
            ("sec-gpc", "1", (true, false)),
            ("dnt", "1", (false, true)),
            ("sec-gpc", "0", (false, false)),
            ("sec-gpc", "true", (false, false)),
            ("dnt", "0", (false, false)),
            ("dnt", "unspecified", (false, false)),
            ("gpc", "1", (false, false)),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            let heard = Signals::of(&headers);
            assert_eq!((heard.gpc, heard.dnt), expected, "{name}: {value}");
        }
    }
}
