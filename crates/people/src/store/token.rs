//! Look-up tokens: what a client is found by while everything about them stays sealed.

use ground::{PersonId, Result, Tx, params};
use jiff::civil::Date;

use crate::fold;
use crate::model::{Email, Phone};

/// Bytes of a token. Among a million clients two texts share one with a chance of one in a million; a search then
/// shows one client too many, and nothing is lost.
pub(super) const SIZE: usize = 8;

pub(super) const EMAIL: &str = "client.email";
pub(super) const EMAIL_LOCAL: &str = "client.email.local";
/// A number by its last digits, which every way of writing it shares.
pub(super) const PHONE: &str = "client.phone";

/// A label, by its id. Its row is written when it is put on, and is none of those a client's details make.
pub(super) const TAG: &str = "client.tag";

/// The token of one text.
pub(super) fn token(tx: &Tx<'_>, kind: &str, text: &str) -> Result<Vec<u8>> {
    let mut token = tx.token(kind, text)?;
    token.truncate(SIZE);
    Ok(token)
}

/// What a client is found by, as kinds and texts: at most fourteen, eleven of them for the name.
pub(crate) fn texts(
    given: &str,
    family: &str,
    email: Option<&Email>,
    phone: Option<&Phone>,
) -> Vec<(&'static str, String)> {
    let mut texts = fold::tokens(given, family);
    if let Some(email) = email {
        texts.extend([(EMAIL, email.folded()), (EMAIL_LOCAL, email.local())]);
    }
    if let Some(phone) = phone {
        texts.push((PHONE, phone.tail().to_owned()));
    }
    texts
}

/// How a name sounds, and the same with a date of birth: by these two records of one person are noticed.
const NEAR: &str = "client.near";
const TWIN: &str = "client.twin";

/// What two records of one person have in common, as tokens.
pub(super) struct Marks {
    pub(super) name: Vec<u8>,
    pub(super) near: Vec<u8>,
    pub(super) twin: Option<Vec<u8>>,
    pub(super) email: Option<Vec<u8>>,
    pub(super) phone: Option<Vec<u8>>,
}

impl Marks {
    pub(super) fn of(
        tx: &Tx<'_>,
        given: &str,
        family: &str,
        born: Option<Date>,
        email: Option<&Email>,
        phone: Option<&Phone>,
    ) -> Result<Marks> {
        let near = fold::near(given, family);
        Ok(Marks {
            name: token(tx, fold::WHOLE, &fold::whole(given, family))?,
            // Bound to the name, so that it does not show who else was born that day.
            twin: born.map(|born| token(tx, TWIN, &format!("{near}\n{born}"))).transpose()?,
            near: token(tx, NEAR, &near)?,
            email: email.map(|email| token(tx, EMAIL, &email.folded())).transpose()?,
            phone: phone.map(|phone| token(tx, PHONE, phone.tail())).transpose()?,
        })
    }
}

/// The tokens of these texts in a row, each once.
pub(super) fn row(tx: &Tx<'_>, texts: &[(&'static str, String)]) -> Result<Vec<u8>> {
    let mut tokens = texts.iter().map(|(kind, text)| token(tx, kind, text)).collect::<Result<Vec<_>>>()?;
    tokens.sort_unstable();
    tokens.dedup();
    Ok(tokens.concat())
}

/// Makes `client` found by the tokens in `row`.
pub(super) fn insert(tx: &mut Tx<'_>, client: PersonId, row: &[u8]) -> Result<()> {
    let tokens: Vec<&[u8]> = row.chunks_exact(SIZE).collect();
    if tokens.is_empty() {
        return Ok(());
    }
    // One statement: a dozen round trips would cost PostgreSQL more than all else of a new client.
    let places: Vec<String> = (3..3 + tokens.len()).map(|n| format!("($1, ${n}, $2)")).collect();
    let mut values = params![tx.clinic(), client].to_vec();
    values.extend(tokens.into_iter().map(Into::into));
    // A record that another was merged into is found by some of them already.
    let sql =
        format!("INSERT INTO client_token (clinic, token, client) VALUES {} ON CONFLICT DO NOTHING", places.join(", "));
    tx.execute(&sql, &values)?;
    Ok(())
}

/// Makes `client` no longer found by the tokens in `row`; how many led to them.
pub(super) fn delete(tx: &mut Tx<'_>, client: PersonId, row: &[u8]) -> Result<u64> {
    let mut gone = 0;
    for token in row.chunks_exact(SIZE) {
        gone += tx.execute(
            "DELETE FROM client_token WHERE clinic = $1 AND token = $2 AND client = $3",
            &params![tx.clinic(), token, client],
        )?;
    }
    Ok(gone)
}

/// Changes what `client` is found by from one row of tokens to another; what stays is not touched.
pub(super) fn replace(tx: &mut Tx<'_>, client: PersonId, old: &[u8], new: &[u8]) -> Result<()> {
    let without = |row: &[u8], other: &[u8]| -> Vec<u8> {
        row.chunks_exact(SIZE)
            .filter(|token| !other.chunks_exact(SIZE).any(|kept| kept == *token))
            .flatten()
            .copied()
            .collect()
    };
    delete(tx, client, &without(old, new))?;
    insert(tx, client, &without(new, old))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_client_costs_more_than_fourteen_tokens() {
        let email = Email::parse("maximilian.wolfeschlegel@example.org").unwrap();
        let phone = Phone::parse("+353 87 555 0142", None).unwrap();
        for (given, family) in [
            ("Maximilian", "Wolfeschlegelstein"),
            ("María José", "García"),
            ("Pablo Diego José Francisco de Paula", "Juan Nepomuceno Cipriano de la Santísima Trinidad Ruiz Picasso"),
            ("عبد الرحمن", "بن عبد العزيز آل سعود"),
        ] {
            let count = texts(given, family, Some(&email), Some(&phone)).len();
            assert!(count <= 14, "{given} {family}: {count}");
        }
        assert_eq!(texts("Nadia", "Ferreira", Some(&email), Some(&phone)).len(), 13);
    }
}
