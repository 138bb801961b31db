//! Finding clients among a million without opening any but those shown.
//!
//! What was typed becomes tokens that a client must have. One of them drives, the one with the fewest clients: its
//! clients are walked from the newest, which is one range of the primary key because ids are ordered by time, and the
//! other tokens are probed for each client met. The walk ends at the limit.

use std::collections::HashSet;

use ground::db::Value;
use ground::{PersonId, Result, Tx, params};
use promise::Jurisdiction;

use super::client::{LISTED_AS, find_many};
use super::token::{EMAIL, EMAIL_LOCAL, PHONE, TAG, token};
use crate::fold::{self, Way};
use crate::model::{Client, Phone, TagId, phone_digits, phone_tail};

/// How far the clients of a token are counted to choose the one that drives; counting so far takes a tenth of a
/// millisecond.
const WEIGHED: i64 = 2_000;
/// Characters of a search that count.
const LONGEST: usize = 100;
/// Clients looked at to fill one page where the tokens say less than what was typed.
const LOOKED_AT: usize = 400;

/// What was typed, as tokens to meet.
struct Search {
    /// A client must have all tokens of any one of these.
    ways: Vec<Way>,
    /// Words that the opened names are compared with again; empty where the tokens say it all.
    again: Vec<String>,
    /// What stands before the sign of an address, if what was typed may be that.
    local: Option<String>,
}

impl Search {
    /// Reads what was typed; nothing when there is nothing in it to look for.
    fn parse(text: &str, home: Option<Jurisdiction>) -> Option<Search> {
        let text: String = text.trim().chars().take(LONGEST).collect();
        let exactly = |way: Way| Some(Search { ways: vec![way], again: Vec::new(), local: None });
        if let Some((local, host)) = text.split_once('@') {
            return exactly(vec![if host.contains('.') {
                (EMAIL, text.to_lowercase())
            } else {
                (EMAIL_LOCAL, local.to_lowercase())
            }]);
        }
        if let Some((_, digits)) = phone_digits(&text).filter(|(_, digits)| digits.len() >= 5) {
            let tail = Phone::parse(&text, home)
                .map_or_else(|_| phone_tail(&digits).to_owned(), |phone| phone.tail().to_owned());
            return exactly(vec![(PHONE, tail)]);
        }
        let mut words = fold::words(&text);
        words.sort_unstable();
        words.dedup();
        // What begins another typed word is met by whatever meets that. A lone letter beside a word, "j smith", narrows
        // what the word finds; by itself it would find half of all.
        let mut looked: Vec<&str> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let begins_next = words.get(at + 1).is_some_and(|next| next.starts_with(word.as_str()));
            if word.chars().nth(1).is_some() && !begins_next {
                looked.push(word);
            }
        }
        if looked.is_empty() {
            looked.extend(words.last().map(String::as_str));
        }
        looked.truncate(fold::MOST_WORDS);
        if looked.is_empty() {
            return None;
        }
        let (mut ways, says_all) = fold::ways(&looked);
        let exact = says_all && looked.len() == words.len();
        let local = (!text.contains(char::is_whitespace)).then(|| text.to_lowercase());
        ways.extend(local.iter().map(|local| vec![(EMAIL_LOCAL, local.clone())]));
        Some(Search { ways, again: if exact { Vec::new() } else { words }, local })
    }

    /// A search that everybody meets.
    fn anyone() -> Search {
        Search { ways: vec![Way::new()], again: Vec::new(), local: None }
    }

    /// Leaves those who bear a label.
    fn bearing(&mut self, tag: TagId) {
        self.ways.iter_mut().for_each(|way| way.push((TAG, tag.to_string())));
    }

    fn fits(&self, client: &Client) -> bool {
        let by_address = || {
            let local = client.email.as_ref().and_then(|email| email.split('@').next()).map(str::to_lowercase);
            local.is_some() && local == self.local
        };
        self.again.is_empty() || fold::begins(&self.again, &client.given_name, &client.family_name) || by_address()
    }
}

/// Clients of a search, and from where to go on.
#[derive(Debug, Default)]
pub struct Found {
    pub clients: Vec<Client>,
    /// The last one looked at, when there may be more.
    pub next: Option<PersonId>,
    /// Looking ended before the page was full: those beyond `next` have not been looked at, and any may be meant.
    pub partial: bool,
}

/// The newest clients that meet `text`, by their tokens alone: nothing is opened. Where a word is longer than any kept
/// beginning, there may be some too many. Without anything to look for in `text`, nobody.
pub fn search(tx: &mut Tx<'_>, text: &str, limit: u32) -> Result<Vec<PersonId>> {
    match Search::parse(text, tx.settings().jurisdiction.parse().ok()) {
        Some(search) => walk(tx, &search.ways, None, limit),
        None => Ok(Vec::new()),
    }
}

/// Most characters by which somebody is found in [`by_address_or_number`].
pub const FOUND_BY: usize = LONGEST;

/// Whom an email address, a phone number or a client's number is of: nobody, one, or the first two of several. By their tokens
/// alone: nothing is opened, and a name finds nobody, since many have it.
pub fn by_address_or_number(tx: &mut Tx<'_>, text: &str) -> Result<Vec<PersonId>> {
    let text = text.trim();
    if let Some(person) = super::client::named(tx, text)? {
        return Ok(vec![person]);
    }
    let Some(search) = Search::parse(text, tx.settings().jurisdiction.parse().ok()) else { return Ok(Vec::new()) };
    let exact = |way: &Way| matches!(way.as_slice(), [(EMAIL | PHONE, _)]);
    if !search.ways.iter().all(exact) {
        return Ok(Vec::new());
    }
    walk(tx, &search.ways, None, 2)
}

/// The newest clients that meet `text`, or of all when it is empty, older than `after`, opened for the purpose of this
/// transaction. Whom the actor may not open is left out.
pub fn found(tx: &mut Tx<'_>, text: &str, after: Option<PersonId>, limit: u32) -> Result<Found> {
    found_among(tx, text, None, after, limit)
}

/// The same among those who bear the label `tag`, if one is named.
pub fn found_among(
    tx: &mut Tx<'_>,
    text: &str,
    tag: Option<TagId>,
    after: Option<PersonId>,
    limit: u32,
) -> Result<Found> {
    let mut search = Search::parse(text, tx.settings().jurisdiction.parse().ok());
    if search.is_none() && !text.trim().is_empty() {
        return Ok(Found::default());
    }
    if let Some(tag) = tag {
        search.get_or_insert_with(Search::anyone).bearing(tag);
    }
    let mut found = Found::default();
    let (mut cursor, mut looked_at) = (after, 0);
    loop {
        let batch = limit + 1;
        let ids = match &search {
            Some(search) => walk(tx, &search.ways, cursor, batch)?,
            None => all(tx, cursor, batch)?,
        };
        looked_at += ids.len();
        cursor = ids.last().copied().or(cursor);
        let more = ids.len() == batch as usize;
        if let Some(last) =
            open(tx, &ids, &mut found, limit, |client| search.as_ref().is_none_or(|search| search.fits(client)))?
        {
            found.next = Some(last);
            return Ok(found);
        }
        if !more {
            return Ok(found);
        }
        if looked_at >= LOOKED_AT {
            found.next = cursor;
            found.partial = true;
            return Ok(found);
        }
    }
}

/// Opens those of `ids` that `fits` wants until `found` is full; then answers after whom the next page begins.
fn open(
    tx: &mut Tx<'_>,
    ids: &[PersonId],
    found: &mut Found,
    limit: u32,
    fits: impl Fn(&Client) -> bool,
) -> Result<Option<PersonId>> {
    let stored = find_many(tx, ids)?;
    // Left out rather than refused: nobody asked for this one person, so there is no refusal to record.
    let may: HashSet<PersonId> = tx.may_open_many(ids, &LISTED_AS)?.into_iter().collect();
    let mut last = None;
    for id in ids {
        if found.clients.len() == limit as usize {
            return Ok(last.or_else(|| found.clients.last().map(|client| client.id)));
        }
        last = Some(*id);
        let Some(stored) = stored.get(id).filter(|_| may.contains(id)) else { continue };
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
    let rows = tx.query(
        "SELECT id FROM client c WHERE clinic = $1 AND id < $2
           AND NOT EXISTS (SELECT 1 FROM person p WHERE p.clinic = c.clinic AND p.id = c.id AND p.merged_into IS NOT NULL)
         ORDER BY id DESC LIMIT $3",
        &params![tx.clinic(), newest(before), limit],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Clients older than `before` that meet any of `ways`, newest first.
fn walk(tx: &mut Tx<'_>, ways: &[Way], before: Option<PersonId>, limit: u32) -> Result<Vec<PersonId>> {
    let mut values = params![tx.clinic(), newest(before), limit].to_vec();
    let mut walks = Vec::with_capacity(ways.len());
    for way in ways {
        let tokens = way.iter().map(|(kind, text)| token(tx, kind, text)).collect::<Result<Vec<_>>>()?;
        let mut tokens = rarest_first(tx, tokens)?.into_iter();
        let Some(driving) = tokens.next() else { continue };
        let mut place = |token: Vec<u8>| {
            values.push(Value::from(token));
            values.len()
        };
        let n = place(driving);
        let probes: String = tokens
            .map(|token| format!(" AND EXISTS (SELECT 1 FROM client_token p WHERE p.clinic = $1 AND p.token = ${} AND p.client = t.client)", place(token)))
            .collect();
        walks.push(format!(
            "SELECT client FROM (SELECT t.client FROM client_token t WHERE t.clinic = $1 AND t.token = ${n} AND t.client < $2{probes} ORDER BY t.client DESC LIMIT $3) w{n}"
        ));
    }
    if walks.is_empty() {
        return Ok(Vec::new());
    }
    let rows = tx.query(&format!("{} ORDER BY client DESC LIMIT $3", walks.join(" UNION ")), &values)?;
    rows.iter().map(|row| row.get("client")).collect()
}

/// The tokens with the one that has the fewest clients first; none of them when one has no client at all.
fn rarest_first(tx: &mut Tx<'_>, tokens: Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>> {
    if tokens.len() == 1 {
        return Ok(tokens);
    }
    let mut weighed = Vec::with_capacity(tokens.len());
    for token in tokens {
        let weight = weigh(tx, &token)?;
        if weight == 0 {
            return Ok(Vec::new());
        }
        weighed.push((weight, token));
    }
    weighed.sort_by_key(|(weight, _)| *weight);
    Ok(weighed.into_iter().map(|(_, token)| token).collect())
}

/// How many clients have this token, counted only as far as it matters.
fn weigh(tx: &mut Tx<'_>, token: &[u8]) -> Result<i64> {
    let row = tx.one(
        "SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM client_token WHERE clinic = $1 AND token = $2 LIMIT $3) counted",
        &params![tx.clinic(), token, WEIGHED],
    )?;
    row.get("n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(text: &str) -> Option<Vec<Way>> {
        Search::parse(text, "IE".parse().ok()).map(|search| search.ways)
    }

    #[test]
    fn what_is_typed_is_read_as_a_name_a_number_or_an_address() {
        assert_eq!(ways(" Maeve@Example.org "), Some(vec![vec![(EMAIL, "maeve@example.org".into())]]));
        assert_eq!(ways("maeve.c@"), Some(vec![vec![(EMAIL_LOCAL, "maeve.c".into())]]));
        for phone in ["087 555 0142", "+353 87 555 0142", "875550142"] {
            assert_eq!(ways(phone), Some(vec![vec![(PHONE, "875550142".into())]]));
        }
        assert_eq!(ways("maeve").unwrap().len(), 4, "three plans of names, and the address before the sign");
        assert_eq!(ways("Ferreira nadia").unwrap()[0].len(), 3);
        for lone in ["j smith", "smi smith", "j"] {
            assert_eq!(ways(lone).unwrap()[0].len(), 1, "{lone}");
        }
        for nothing in ["", "  ", "--", "'"] {
            assert_eq!(ways(nothing), None, "{nothing:?}");
        }
    }
}
