//! What becomes of a file's rows: who is known already, and who is made.

use std::collections::{BTreeMap, HashSet};

use ground::db::{LISTED, Value, listed};
use ground::{Error, PersonId, Result, Tx, params};

use super::{client, duplicate, erase, imported, merge, tag, token};
use crate::fold;
use crate::import::Ready;
use crate::incoming::System;
use crate::model::{Email, Source, Tag, TagId, TagName};

/// By what a row is known again: first the other system's number, then address and name, and where there is neither, all
/// that stands in the row.
struct Marks {
    number: Option<Vec<u8>>,
    /// The look-up tokens of address and whole name.
    named: Option<(Vec<u8>, Vec<u8>)>,
    whole: Option<Vec<u8>>,
}

impl Marks {
    fn of(tx: &Tx<'_>, system: Option<&System>, ready: &Ready) -> Result<Marks> {
        let new = &ready.new;
        let (given, family) = (new.given_name.as_str(), new.family_name.as_str());
        let system = system.map_or("", System::as_str);
        let number = ready.number.as_ref().map(|number| imported::token(tx, system, number)).transpose()?;
        let address = |email: &Email| {
            let name = token::token(tx, fold::WHOLE, &fold::whole(given, family))?;
            Ok::<_, Error>((token::token(tx, token::EMAIL, &email.folded())?, name))
        };
        let named = new.email.as_ref().map(address).transpose()?;
        let whole = match (&number, &named) {
            (None, None) => {
                let phone = new.phone.as_ref().map(|phone| phone.as_str()).unwrap_or_default();
                let born = new.birth_date.map(|born| born.day().to_string()).unwrap_or_default();
                let note = new.note.as_ref().map(|note| note.as_str()).unwrap_or_default();
                let mut labels: Vec<String> = ready.labels.iter().map(TagName::folded).collect();
                labels.sort_unstable();
                let all = [&fold::whole(given, family), phone, &born, &new.language, note, &labels.join("\x1f")];
                Some(tx.token("import-row", &all.join("\0"))?)
            }
            _ => None,
        };
        Ok(Marks { number, named, whole })
    }

    /// By what somebody is known who was erased: as [`erase::remember`] keeps it.
    fn erased_by(&self) -> impl Iterator<Item = Vec<u8>> {
        let named = self.named.iter().map(|(address, name)| [address.clone(), name.clone()].concat());
        self.leading().cloned().chain(named).collect::<Vec<_>>().into_iter()
    }

    /// What is longer than a look-up token leads to a person by itself.
    fn leading(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.number.iter().chain(&self.whole)
    }
}

/// What is known of a row without opening anybody.
pub(crate) struct Standing {
    /// Its client is here.
    pub known: bool,
    /// What a later row of the same person has too.
    pub same: Option<Vec<u8>>,
    /// They were erased here.
    pub erased: bool,
}

/// Looks for the clients of rows.
pub(crate) fn standing(tx: &mut Tx<'_>, system: Option<&System>, rows: &[Ready]) -> Result<Vec<Standing>> {
    let marks: Vec<Marks> = rows.iter().map(|row| Marks::of(tx, system, row)).collect::<Result<_>>()?;
    let leading: Vec<Vec<u8>> = marks.iter().flat_map(|marks| marks.leading().cloned()).collect();
    let led = imported::find(tx, &leading)?;
    // Of whom nothing is known but a number, this file brings the rest.
    let clients = client_ids(tx, led.values().copied())?;
    let named = named(tx, marks.iter().filter_map(|marks| marks.named.clone()))?;
    let tokens: Vec<Vec<u8>> = marks.iter().flat_map(Marks::erased_by).collect();
    let erased = erase::erased_among(tx, &tokens)?;
    let standing = |marks: Marks| {
        let gone = marks.erased_by().any(|token| erased.contains(&token));
        let led = marks.leading().filter_map(|token| led.get(token)).any(|person| clients.contains(person));
        let known = led || marks.named.as_ref().is_some_and(|pair| named.contains(pair));
        let same = marks.named.map(|(address, name)| [address, name].concat()).or(marks.whole);
        Standing { known, same, erased: gone && !known }
    };
    Ok(marks.into_iter().map(standing).collect())
}

/// Writes down that rows of a file were about somebody who was erased.
pub(crate) fn asked(tx: &mut Tx<'_>, system: Option<&System>, rows: &[Ready]) -> Result<()> {
    let marks: Vec<Marks> = rows.iter().map(|row| Marks::of(tx, system, row)).collect::<Result<_>>()?;
    let tokens: Vec<Vec<u8>> = marks.iter().flat_map(Marks::erased_by).collect();
    erase::asked(tx, &tokens)
}

fn client_ids(tx: &mut Tx<'_>, ids: impl Iterator<Item = PersonId>) -> Result<HashSet<PersonId>> {
    let ids: Vec<PersonId> = ids.collect();
    let mut found = HashSet::new();
    for ids in ids.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, ids);
        for row in tx.query(&format!("SELECT id FROM client WHERE clinic = $1 AND id IN ({list})"), &values)? {
            found.insert(row.get("id")?);
        }
    }
    Ok(found)
}

/// Those of the pairs of an address and a name that some client has, as [`client::known`] looks for one.
fn named(tx: &mut Tx<'_>, pairs: impl Iterator<Item = (Vec<u8>, Vec<u8>)>) -> Result<HashSet<(Vec<u8>, Vec<u8>)>> {
    let pairs: Vec<(Vec<u8>, Vec<u8>)> = pairs.collect();
    let addresses: Vec<Value> = pairs.iter().map(|(address, _)| Value::from(address.clone())).collect();
    let mut found = HashSet::new();
    for addresses in addresses.chunks(LISTED) {
        let values: Vec<Value> = std::iter::once(tx.clinic().into()).chain(addresses.iter().cloned()).collect();
        let places: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT t.token, c.name_token FROM client_token t JOIN client c ON c.clinic = t.clinic AND c.id = t.client
             WHERE t.clinic = $1 AND t.token IN ({}) AND c.claimed = 0",
            places.join(", ")
        );
        for row in tx.query(&sql, &values)? {
            found.insert((row.get("token")?, row.get("name_token")?));
        }
    }
    // Whose address is known by another name may have borne this one before their records were merged.
    let seen: HashSet<Vec<u8>> = found.iter().map(|(address, _): &(Vec<u8>, Vec<u8>)| address.clone()).collect();
    for pair in pairs {
        if seen.contains(&pair.0) && !found.contains(&pair) && client::known_before(tx, &pair.0, &pair.1)?.is_some() {
            found.insert(pair);
        }
    }
    Ok(found)
}

/// Makes the clients of rows who are not here yet; how many. Those who are stay as they are, and are known by the other
/// system's number from now on.
pub(crate) fn bring(tx: &mut Tx<'_>, system: Option<&System>, rows: &[Ready], source: &Source) -> Result<u64> {
    let labels = labels(tx, rows.iter().flat_map(|row| &row.labels))?;
    let mut fresh = 0;
    for ready in rows {
        let (person, new) = bring_one(tx, system, ready, source)?;
        if !new {
            continue;
        }
        fresh += 1;
        let on: Vec<TagId> = ready.labels.iter().filter_map(|label| labels.get(&label.folded()).copied()).collect();
        if !on.is_empty() {
            tag::change(tx, person, &on, &[])?;
        }
    }
    Ok(fresh)
}

/// The client of one row, and whether they became one just now.
pub(super) fn bring_one(
    tx: &mut Tx<'_>,
    system: Option<&System>,
    ready: &Ready,
    source: &Source,
) -> Result<(PersonId, bool)> {
    let marks = Marks::of(tx, system, ready)?;
    let leading: Vec<Vec<u8>> = marks.leading().cloned().collect();
    let led = imported::find(tx, &leading)?.into_values().next();
    if let Some(person) = led
        && client::find(tx, person)?.is_some()
    {
        return Ok((person, false));
    }
    let new = &ready.new;
    let known = client::in_turn(tx, new)?;
    match (led, known) {
        (None, Some(known)) => {
            number(tx, &leading, known)?;
            Ok((known, false))
        }
        (None, None) => {
            let person = client::create(tx, new, source)?;
            number(tx, &leading, person)?;
            Ok((person, true))
        }
        (Some(led), known) => {
            client::create_for(tx, led, new, source)?;
            if let Some(known) = known
                && join(tx, led, known)?
            {
                return Ok((known, false));
            }
            // They are older than those who are still to be looked through.
            duplicate::look_again(tx, led)?;
            Ok((led, true))
        }
    }
}

fn number(tx: &mut Tx<'_>, tokens: &[Vec<u8>], person: PersonId) -> Result<()> {
    tokens.iter().try_for_each(|token| imported::add(tx, token, person))
}

/// Somebody of whom only a number and visits were known turns out to be a client: their record joins that one, as it does
/// at the desk, and can be taken apart there. False where it cannot; then the two are noticed as a pair.
fn join(tx: &mut Tx<'_>, led: PersonId, known: PersonId) -> Result<bool> {
    let version = client::find(tx, led)?.ok_or(Error::NotFound)?.version;
    let change = client::as_it_is(&client::open(tx, known)?)?;
    match merge::merge(tx, led, version, known, &change)? {
        merge::Outcome::Done(_) => Ok(true),
        merge::Outcome::Cannot(_) => Ok(false),
        // Half of it is done in this transaction, which must not be kept.
        merge::Outcome::Stale => Err(Error::Again),
    }
}

/// The clinic's labels by their folded names, with those of `named` that it does not have yet.
pub(crate) fn labels<'a>(
    tx: &mut Tx<'_>,
    named: impl IntoIterator<Item = &'a TagName>,
) -> Result<BTreeMap<String, TagId>> {
    let mut named = named.into_iter().peekable();
    if named.peek().is_none() {
        return Ok(BTreeMap::new());
    }
    let parsed = |tag: Tag| TagName::parse(&tag.name).ok().map(|name| (name.folded(), tag.id));
    let mut known: BTreeMap<String, TagId> = tag::list(tx)?.into_iter().filter_map(parsed).collect();
    for label in named {
        if known.contains_key(&label.folded()) {
            continue;
        }
        match tag::create(tx, label)? {
            tag::Named::Done(id) => {
                known.insert(label.folded(), id);
            }
            // Somebody at the desk made it, or the last one there may be, a moment ago: the job looks again.
            tag::Named::Taken | tag::Named::Full => return Err(Error::Unavailable("the labels are being changed")),
        }
    }
    Ok(known)
}
