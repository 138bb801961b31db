//! Finding clients among a million without opening any but those shown.
//!
//! Every word typed becomes a token; one word drives (the one with the fewest clients) and walks the clients of its
//! token from the newest, which is one range of the primary key because ids are ordered by time; the other words are
//! probed for each client met. The walk ends at the limit.

use ground::db::Value;
use ground::{PersonId, Result, Tx, params};
use promise::Jurisdiction;

use super::client::find_many;
use super::token::{EMAIL, EMAIL_LOCAL, PHONE, PHONE_TAIL, token};
use crate::fold;
use crate::model::{Client, Phone, phone_digits, phone_tail};

/// How far the clients of a word are counted to choose the one that drives.
const WEIGHED: i64 = 300;
/// Characters of a search that count.
const LONGEST: usize = 100;
/// Clients opened at most to fill one page where the tokens say less than what was typed.
const OPENED: usize = 400;

/// What was typed, as tokens to meet.
struct Search {
    /// Each must be met, by any of its alternatives.
    wanted: Vec<Vec<(&'static str, String)>>,
    /// Words that the opened names are compared with again; empty where the tokens say it all.
    again: Vec<String>,
    /// What stands before the sign of an address, if what was typed may be that.
    local: Option<String>,
}

impl Search {
    /// Reads what was typed; nothing when there is nothing in it to look for.
    fn parse(text: &str, home: Option<Jurisdiction>) -> Option<Search> {
        let text: String = text.trim().chars().take(LONGEST).collect();
        let exactly = |alternatives| Some(Search { wanted: vec![alternatives], again: Vec::new(), local: None });
        if let Some((local, host)) = text.split_once('@') {
            let folded = text.to_lowercase();
            return exactly(if host.contains('.') { vec![(EMAIL, folded)] } else { vec![(EMAIL_LOCAL, local.to_lowercase())] });
        }
        if let Some((plus, digits)) = phone_digits(&text).filter(|(_, digits)| digits.len() >= 5) {
            return exactly(match Phone::parse(&text, home) {
                Ok(phone) if plus => vec![(PHONE, phone.as_str().to_owned())],
                Ok(phone) => vec![(PHONE_TAIL, phone.tail().to_owned()), (PHONE_TAIL, phone_tail(&digits).to_owned())],
                Err(_) => vec![(PHONE_TAIL, phone_tail(&digits).to_owned())],
            });
        }
        let mut words = fold::words(&text);
        words.sort_unstable();
        words.dedup();
        let local = (!text.contains(char::is_whitespace)).then(|| text.to_lowercase());
        // A lone letter beside a word, "j smith", narrows what that word finds; by itself it would find half of all.
        let mut looked: Vec<&String> = words.iter().filter(|word| word.chars().nth(1).is_some()).collect();
        if looked.is_empty() {
            looked = words.iter().take(1).collect();
        }
        looked.truncate(fold::MOST_WORDS);
        let mut exact = looked.len() == words.len();
        let mut wanted: Vec<Vec<(&'static str, String)>> = Vec::new();
        for word in looked {
            let (alternatives, says_all) = fold::lookups(word);
            exact &= says_all;
            wanted.push(alternatives);
        }
        (!wanted.is_empty()).then(|| Search { wanted, again: if exact { Vec::new() } else { words }, local })
    }

    fn fits(&self, client: &Client) -> bool {
        self.again.is_empty() || fold::begins(&self.again, &client.given_name, &client.family_name)
    }
}

/// Clients of a search, and from where to go on.
#[derive(Debug, Default)]
pub struct Found {
    pub clients: Vec<Client>,
    /// The last one looked at, when there may be more.
    pub next: Option<PersonId>,
}

/// The newest clients that meet `text`, by their tokens alone: nothing is opened. Where a word is longer than any kept
/// beginning, there may be some too many. Without anything to look for in `text`, nobody.
pub fn search(tx: &mut Tx<'_>, text: &str, limit: u32) -> Result<Vec<PersonId>> {
    let Some(search) = Search::parse(text, tx.settings().jurisdiction.parse().ok()) else { return Ok(Vec::new()) };
    let mut found = walk(tx, &search.wanted, None, limit)?;
    if let Some(local) = search.local {
        found.extend(walk(tx, &[vec![(EMAIL_LOCAL, local)]], None, limit)?);
        found.sort_unstable_by(|one, other| other.cmp(one));
        found.dedup();
        found.truncate(limit as usize);
    }
    Ok(found)
}

/// The newest clients that meet `text`, or of all when it is empty, older than `after`, opened for the purpose of this
/// transaction. Whom the actor may not open is left out.
pub fn found(tx: &mut Tx<'_>, text: &str, after: Option<PersonId>, limit: u32) -> Result<Found> {
    let search = Search::parse(text, tx.settings().jurisdiction.parse().ok());
    if search.is_none() && !text.trim().is_empty() {
        return Ok(Found::default());
    }
    let mut found = Found::default();
    if let (Some(Search { local: Some(local), .. }), None) = (&search, after) {
        // Whoever is known by just that address stands first, once: it is what was meant.
        let ids = walk(tx, &[vec![(EMAIL_LOCAL, local.clone())]], None, limit)?;
        open(tx, &ids, &mut found, limit, |_| true)?;
    }
    let first: Vec<PersonId> = found.clients.iter().map(|client| client.id).collect();
    let (mut cursor, mut opened) = (after, 0);
    loop {
        let batch = limit + 1;
        let ids = match &search {
            Some(search) => walk(tx, &search.wanted, cursor, batch)?,
            None => all(tx, cursor, batch)?,
        };
        opened += ids.len();
        cursor = ids.last().copied().or(cursor);
        let more = ids.len() == batch as usize;
        let fresh: Vec<PersonId> = ids.into_iter().filter(|id| !first.contains(id)).collect();
        if let Some(last) = open(tx, &fresh, &mut found, limit, |client| search.as_ref().is_none_or(|search| search.fits(client)))? {
            found.next = Some(last);
            return Ok(found);
        }
        if !more {
            return Ok(found);
        }
        if opened >= OPENED {
            found.next = cursor;
            return Ok(found);
        }
    }
}

/// Opens those of `ids` that `fits` wants until `found` is full; then answers after whom the next page begins.
fn open(tx: &mut Tx<'_>, ids: &[PersonId], found: &mut Found, limit: u32, fits: impl Fn(&Client) -> bool) -> Result<Option<PersonId>> {
    let stored = find_many(tx, ids)?;
    let mut last = None;
    for id in ids {
        if found.clients.len() == limit as usize {
            return Ok(last.or_else(|| found.clients.last().map(|client| client.id)));
        }
        last = Some(*id);
        // Left out rather than refused: nobody asked for this one person, so there is no refusal to record.
        let Some(stored) = stored.get(id) else { continue };
        if !tx.may_open(*id)? {
            continue;
        }
        let key = match tx.open(*id) {
            Ok(key) => key,
            Err(ground::Error::Refused(_)) => continue,
            Err(error) => return Err(error),
        };
        let client = stored.open(&key)?;
        if fits(&client) {
            found.clients.push(client);
        }
    }
    Ok(None)
}

fn newest(before: Option<PersonId>) -> PersonId {
    before.unwrap_or_else(|| PersonId::from_bits(u128::MAX))
}

fn all(tx: &mut Tx<'_>, before: Option<PersonId>, limit: u32) -> Result<Vec<PersonId>> {
    let rows = tx.query("SELECT id FROM client WHERE clinic = $1 AND id < $2 ORDER BY id DESC LIMIT $3", &params![tx.clinic(), newest(before), limit])?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Clients older than `before` that meet every one of `wanted`, newest first.
fn walk(tx: &mut Tx<'_>, wanted: &[Vec<(&'static str, String)>], before: Option<PersonId>, limit: u32) -> Result<Vec<PersonId>> {
    let mut tokens: Vec<Vec<Vec<u8>>> = Vec::with_capacity(wanted.len());
    for alternatives in wanted {
        tokens.push(alternatives.iter().map(|(kind, text)| token(tx, kind, text)).collect::<Result<_>>()?);
    }
    if tokens.len() > 1 {
        let mut weighed = Vec::with_capacity(tokens.len());
        for alternatives in tokens {
            weighed.push((weigh(tx, &alternatives)?, alternatives));
        }
        weighed.sort_by_key(|(weight, _)| *weight);
        if weighed.first().is_none_or(|(rarest, _)| *rarest == 0) {
            return Ok(Vec::new());
        }
        tokens = weighed.into_iter().map(|(_, alternatives)| alternatives).collect();
    }
    let Some((driving, others)) = tokens.split_first() else { return Ok(Vec::new()) };
    let mut values = params![tx.clinic(), newest(before), limit].to_vec();
    let mut place = |token: &Vec<u8>| {
        values.push(Value::from(token.clone()));
        format!("${}", values.len())
    };
    let probes: String = others
        .iter()
        .map(|alternatives| {
            let places: Vec<String> = alternatives.iter().map(&mut place).collect();
            format!(" AND EXISTS (SELECT 1 FROM client_token p WHERE p.clinic = $1 AND p.token IN ({}) AND p.client = t.client)", places.join(", "))
        })
        .collect();
    let walks: Vec<String> = driving
        .iter()
        .enumerate()
        .map(|(n, token)| {
            let token = place(token);
            format!(
                "SELECT client FROM (SELECT t.client FROM client_token t WHERE t.clinic = $1 AND t.token = {token} AND t.client < $2{probes} ORDER BY t.client DESC LIMIT $3) w{n}"
            )
        })
        .collect();
    let rows = tx.query(&format!("{} ORDER BY client DESC LIMIT $3", walks.join(" UNION ")), &values)?;
    rows.iter().map(|row| row.get("client")).collect()
}

/// How many clients have one of these tokens, counted only as far as it matters.
fn weigh(tx: &mut Tx<'_>, alternatives: &[Vec<u8>]) -> Result<i64> {
    let mut weight = 0;
    for token in alternatives {
        let row = tx.one(
            "SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM client_token WHERE clinic = $1 AND token = $2 LIMIT $3) counted",
            &params![tx.clinic(), token.as_slice(), WEIGHED],
        )?;
        weight += row.get::<i64>("n")?;
    }
    Ok(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str) -> Option<Vec<Vec<(&'static str, String)>>> {
        Search::parse(text, "IE".parse().ok()).map(|search| search.wanted)
    }

    #[test]
    fn what_is_typed_is_read_as_a_name_a_number_or_an_address() {
        assert_eq!(wanted(" Maeve@Example.org "), Some(vec![vec![(EMAIL, "maeve@example.org".into())]]));
        assert_eq!(wanted("maeve.c@"), Some(vec![vec![(EMAIL_LOCAL, "maeve.c".into())]]));
        assert_eq!(wanted("087 555 0142").unwrap()[0][0], (PHONE_TAIL, "875550142".into()));
        assert_eq!(wanted("+353 87 555 0142"), Some(vec![vec![(PHONE, "+353875550142".into())]]));
        assert_eq!(wanted("Ferreira nadia").unwrap().len(), 2);
        assert_eq!(wanted("j smith").unwrap().len(), 1);
        assert_eq!(wanted("j").unwrap().len(), 1);
        for nothing in ["", "  ", "--", "'"] {
            assert_eq!(wanted(nothing), None, "{nothing:?}");
        }
    }
}
