//! Rows of clients.

use std::collections::HashMap;

use ground::db::{LISTED, listed};
use ground::{Error, Event, Full, Key, PersonId, Result, Sealed, Tx, cell, params};
use jiff::civil::Date;

use super::imported;
use super::token::{self, Marks};
use crate::fold;
use crate::model::{Change, Client, Email, FamilyName, GivenName, NewClient, Phone, Source, Stored};

const COLUMNS: &str = "id, given_name, family_name, email, phone, birth_date, note, language, source, source_detail, claimed, tokens, created_at, updated_at, version";

/// Makes a new person a client. There is no way to make one without its source (promise `collection.source`).
pub fn create(tx: &mut Tx<'_>, new: &NewClient, source: &Source) -> Result<PersonId> {
    let key = tx.create_person()?;
    insert(tx, &key, new, source)?;
    Ok(key.person())
}

/// Makes a person who is known already, as by an account, a client too.
pub fn create_for(tx: &mut Tx<'_>, person: PersonId, new: &NewClient, source: &Source) -> Result<()> {
    let key = tx.open(person)?;
    insert(tx, &key, new, source)
}

/// The client whose address and whole name these are, or a new one; and whether it is new.
///
/// Nothing is opened: both are compared as tokens, so a visitor learns nothing of who is known, and a known client's
/// details stay as they are whatever else the visitor wrote.
pub fn find_or_create(tx: &mut Tx<'_>, new: &NewClient, source: &Source) -> Result<(PersonId, bool)> {
    match in_turn(tx, new)? {
        Some(known) => Ok((known, false)),
        None => Ok((create(tx, new, source)?, true)),
    }
}

/// The client whose address and whole name these are. Where there is none, nobody else makes one before this transaction
/// ends: two who come at once with one new client take turns, and the second finds what the first made.
pub(super) fn in_turn(tx: &mut Tx<'_>, new: &NewClient) -> Result<Option<PersonId>> {
    let Some(email) = &new.email else { return Ok(None) };
    let (given, family) = (&new.given_name, &new.family_name);
    if let Some(known) = known(tx, given, family, email)? {
        return Ok(Some(known));
    }
    let address: String =
        token::token(tx, token::EMAIL, &email.folded())?.iter().map(|byte| format!("{byte:02x}")).collect();
    tx.take_turns(&format!("client.email/{address}"))?;
    known(tx, given, family, email)
}

/// The person an address names, if the clinic has them.
pub fn named(tx: &mut Tx<'_>, text: &str) -> Result<Option<PersonId>> {
    match text.parse() {
        Ok(person) if tx.knows(person)? => Ok(Some(person)),
        _ => Ok(None),
    }
}

/// The client with this name and this address; the first of them, should there be several. One who merely claims the
/// address on their own page is not meant: else anybody with an account could take over what others book.
pub fn known(tx: &mut Tx<'_>, given: &GivenName, family: &FamilyName, email: &Email) -> Result<Option<PersonId>> {
    let address = token::token(tx, token::EMAIL, &email.folded())?;
    let name = token::token(tx, fold::WHOLE, &fold::whole(given.as_str(), family.as_str()))?;
    // In the order of the tokens, which are few: in the order of clients an engine may walk all clients instead.
    let row = tx.optional(
        "SELECT c.id FROM client_token t JOIN client c ON c.clinic = t.clinic AND c.id = t.client
         WHERE t.clinic = $1 AND t.token = $2 AND c.name_token = $3 AND c.claimed = 0 ORDER BY t.client LIMIT 1",
        &params![tx.clinic(), address.as_slice(), name.as_slice()],
    )?;
    match row {
        Some(row) => row.get("id").map(Some),
        None => known_before(tx, &address, &name),
    }
}

/// The one client of this name and address, and of this date of birth where one is named; none where there are several, as
/// two of one name in one house: then it is not said who is meant. Nothing is opened.
pub fn meant(
    tx: &mut Tx<'_>,
    given: &GivenName,
    family: &FamilyName,
    email: &Email,
    born: Option<jiff::civil::Date>,
) -> Result<Option<PersonId>> {
    let marks = token::Marks::of(tx, given.as_str(), family.as_str(), born, Some(email), None)?;
    let rows = tx.query(
        "SELECT c.id, c.twin_token FROM client_token t JOIN client c ON c.clinic = t.clinic AND c.id = t.client
         WHERE t.clinic = $1 AND t.token = $2 AND c.name_token = $3 AND c.claimed = 0 ORDER BY t.client LIMIT 10",
        &params![tx.clinic(), marks.email, marks.name],
    )?;
    let mut found = Vec::new();
    for row in &rows {
        let twin: Option<Vec<u8>> = row.get("twin_token")?;
        // A record without a date of birth says nothing against the one that is named.
        let other = matches!((&marks.twin, &twin), (Some(named), Some(kept)) if named != kept);
        if !other {
            found.push(row.get("id")?);
        }
    }
    Ok(match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    })
}

/// Whether more than one record has this address, whatever their names: then whoever reads its letters may be either.
/// Nothing is opened.
pub fn is_shared(tx: &mut Tx<'_>, email: &Email) -> Result<bool> {
    let address = token::token(tx, token::EMAIL, &email.folded())?;
    let sql = "SELECT DISTINCT client FROM client_token WHERE clinic = $1 AND token = $2 LIMIT 2";
    Ok(tx.query(sql, &params![tx.clinic(), address])?.len() > 1)
}

/// The client with the address behind a token into whose record another of this name was merged.
pub(super) fn known_before(tx: &mut Tx<'_>, address: &[u8], name: &[u8]) -> Result<Option<PersonId>> {
    let rows = tx.query(
        "SELECT t.client FROM client_token t JOIN client c ON c.clinic = t.clinic AND c.id = t.client
         WHERE t.clinic = $1 AND t.token = $2 AND c.claimed = 0 ORDER BY t.client LIMIT 50",
        &params![tx.clinic(), address],
    )?;
    for row in &rows {
        let client: PersonId = row.get("client")?;
        for merged in tx.merged_into(client)?.chunks(LISTED) {
            let mut values = params![tx.clinic(), name].to_vec();
            let list = listed(&mut values, merged);
            let sql = format!("SELECT id FROM client WHERE clinic = $1 AND name_token = $2 AND id IN ({list}) LIMIT 1");
            if tx.optional(&sql, &values)?.is_some() {
                return Ok(Some(client));
            }
        }
    }
    Ok(None)
}

/// The one client with this address; none when there are several, because then it says nothing about who is meant.
/// For an address that its holder has proved, and nothing less; who merely claims it does not count.
pub fn known_by_email(tx: &mut Tx<'_>, email: &Email) -> Result<Option<PersonId>> {
    let address = token::token(tx, token::EMAIL, &email.folded())?;
    let rows = tx.query(
        "SELECT t.client FROM client_token t JOIN client c ON c.clinic = t.clinic AND c.id = t.client
         WHERE t.clinic = $1 AND t.token = $2 AND c.claimed = 0 ORDER BY t.client LIMIT 2",
        &params![tx.clinic(), address],
    )?;
    match rows.as_slice() {
        [only] => Ok(Some(only.get("client")?)),
        _ => Ok(None),
    }
}

/// The client `id`, sealed; none when that person is no client of this clinic.
pub fn find(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Stored>> {
    let row =
        tx.optional(&format!("SELECT {COLUMNS} FROM client WHERE clinic = $1 AND id = $2"), &params![tx.clinic(), id])?;
    row.as_ref().map(Stored::from_row).transpose()
}

/// The clients among `ids`, sealed, in any order.
pub fn find_many(tx: &mut Tx<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, Stored>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, ids);
        for row in tx.query(&format!("SELECT {COLUMNS} FROM client WHERE clinic = $1 AND id IN ({list})"), &values)? {
            let client = Stored::from_row(&row)?;
            found.insert(client.id, client);
        }
    }
    Ok(found)
}

/// The client `id` in clear, for the purpose of this transaction; [`ground::Error::NotFound`] when there is none.
pub fn open(tx: &mut Tx<'_>, id: PersonId) -> Result<Client> {
    let stored = find(tx, id)?.ok_or(ground::Error::NotFound)?;
    let key = tx.open(id)?;
    stored.open(&key)
}

/// What of a client is opened for a list: whoever shows less opens it all the same.
pub(super) const LISTED_AS: [(&str, &str); 3] =
    [("client", "given_name"), ("client", "email"), ("client", "birth_date")];

/// Those of `ids` whom the actor may open, in clear, as lists show them. The others, those without a record, and those of whom
/// anything of it waits for their yes are left out, and nobody tried their door.
pub fn open_many(tx: &mut Tx<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, Client>> {
    let mut distinct = ids.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let stored = find_many(tx, &distinct)?;
    distinct.retain(|id| stored.contains_key(id));
    let may = tx.may_open_many(&distinct, &LISTED_AS)?;
    let keys = tx.open_many(&may)?;
    let mut opened = HashMap::with_capacity(keys.len());
    for (id, key) in &keys {
        if let Some(stored) = stored.get(id) {
            opened.insert(*id, stored.open(key)?);
        }
    }
    Ok(opened)
}

/// Writes a change, unless the client was changed since the version it was made from: then nothing is written, and the
/// answer is false.
pub fn update(tx: &mut Tx<'_>, id: PersonId, change: &Change) -> Result<bool> {
    let stored = find(tx, id)?.ok_or(ground::Error::NotFound)?;
    let key = tx.open(id)?;
    let seals = Seals::of(&key, &change.given_name, &change.family_name)?;
    let email = sealed(&key, "email", change.email.as_ref().map(Email::as_str))?;
    let phone = sealed(&key, "phone", change.phone.as_ref().map(|phone| phone.as_str()))?;
    let born = born(&key, change.birth_date.map(|born| born.day()))?;
    let (given, family) = (change.given_name.as_str(), change.family_name.as_str());
    let day = change.birth_date.map(|born| born.day());
    let marks = Marks::of(tx, given, family, day, change.email.as_ref(), change.phone.as_ref())?;
    let tokens = token::row(tx, &token::texts(given, family, change.email.as_ref(), change.phone.as_ref()))?;
    let before = stored.open(&key)?;
    let another = match (&before.email, &change.email) {
        (Some(old), Some(new)) => old.to_lowercase() != new.as_str().to_lowercase(),
        (None, new) => new.is_some(),
        (Some(_), None) => false,
    };
    let claimed = change.by_holder && change.email.is_some() && (another || stored.claimed);
    let (clinic, now) = (tx.clinic(), tx.now());
    let written = tx.execute(
        "UPDATE client SET given_name = $4, family_name = $5, email = $6, phone = $7, birth_date = $8, language = $9, claimed = $10,
                name_token = $11, near_token = $12, twin_token = $13, email_token = $14, phone_token = $15, tokens = $16, updated_at = $17,
                version = version + 1
         WHERE clinic = $1 AND id = $2 AND version = $3",
        &params![
            clinic, id, change.version, seals.given_name, seals.family_name, email, phone, born, &change.language, claimed, marks.name,
            marks.near, marks.twin, marks.email, marks.phone, tokens.as_slice(), now
        ],
    )?;
    if written == 0 {
        return Ok(false);
    }
    if let Some(note) = &change.note {
        let note = sealed(&key, "note", note.as_ref().map(|note| note.as_str()))?;
        tx.execute("UPDATE client SET note = $3 WHERE clinic = $1 AND id = $2", &params![clinic, id, note])?;
    }
    token::replace(tx, id, &stored.tokens, &tokens)?;
    super::duplicate::look_again(tx, id)?;
    tx.emit(Event::new("client.changed", id, id))?;
    if before.birth_date.map(|born| born.day()) != day {
        tx.emit(Event::new("client.born", id, id))?;
    }
    Ok(true)
}

/// Adds to a client's record an address or a number that it lacks. What it has stays.
pub fn complete(tx: &mut Tx<'_>, id: PersonId, email: Option<Email>, phone: Option<Phone>) -> Result<()> {
    // A record that was merged a moment ago is found by nothing, and must not be found by this.
    if tx.kept(id)? != id {
        return Ok(());
    }
    let client = open(tx, id)?;
    // Whoever changes the record at this very moment has the last word.
    amend(tx, &client, |change| {
        change.email = change.email.take().or(email);
        change.phone = change.phone.take().or(phone);
    })
    .map(drop)
}

/// Changes a record as its holder does: as it is, but for what `amends`. False when somebody else was quicker.
pub fn amend(tx: &mut Tx<'_>, client: &Client, amends: impl FnOnce(&mut Change)) -> Result<bool> {
    let mut change = Change { by_holder: true, ..as_it_is(client)? };
    amends(&mut change);
    update(tx, client.id, &change)
}

/// The change that changes nothing.
pub(super) fn as_it_is(client: &Client) -> Result<Change> {
    let read = |wrong| Error::internal(format_args!("a stored client does not read back: {wrong:?}"));
    Ok(Change {
        given_name: GivenName::parse(&client.given_name).map_err(read)?,
        family_name: FamilyName::parse(&client.family_name).map_err(read)?,
        email: client.email.as_deref().map(Email::parse).transpose().map_err(read)?,
        phone: client.phone.as_deref().map(|phone| Phone::parse(phone, None)).transpose().map_err(read)?,
        birth_date: client.birth_date,
        note: None,
        language: client.language.clone(),
        by_holder: false,
        version: client.version,
    })
}

/// Begins the record of somebody who is signed in and has none. The address they write is a claim, as it is when they
/// change it: nobody has proved it.
pub fn begin(tx: &mut Tx<'_>, person: PersonId, new: &NewClient) -> Result<()> {
    create_for(tx, person, new, &Source::Yourself)?;
    let claimed = new.email.is_some();
    tx.execute("UPDATE client SET claimed = $3 WHERE clinic = $1 AND id = $2", &params![tx.clinic(), person, claimed])?;
    Ok(())
}

/// The look-up tokens of a client's address.
pub(super) fn address_tokens(tx: &mut Tx<'_>, stored: &Stored) -> Result<Vec<Vec<u8>>> {
    let key = tx.open(stored.id)?;
    let Some(email) = stored.open(&key)?.email.and_then(|email| Email::parse(&email).ok()) else {
        return Ok(Vec::new());
    };
    [(token::EMAIL, email.folded()), (token::EMAIL_LOCAL, email.local())]
        .into_iter()
        .map(|(kind, text)| token::token(tx, kind, &text))
        .collect()
}

/// Removes everything by which an erased person could be found again, client or known only by an imported number, with
/// every record that was merged into theirs, whichever of them is named; the sealed rest went with their keys.
pub fn forget(tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    // No merge brings another record into this one meanwhile.
    tx.take_turns(ground::merge::TURN)?;
    let id = tx.kept(id)?;
    for part in tx.parts_of(id)? {
        forget_one(tx, part, id)?;
    }
    Ok(())
}

/// Removes one record, which is found by what leads to `kept`.
fn forget_one(tx: &mut Tx<'_>, id: PersonId, kept: PersonId) -> Result<()> {
    if let Some(stored) = find(tx, id)? {
        token::delete(tx, id, &stored.tokens)?;
        token::delete(tx, kept, &stored.tokens)?;
    }
    imported::forget(tx, id)?;
    super::document::delete_all(tx, id)?;
    super::tag::delete_all(tx, id)?;
    super::duplicate::delete_all(tx, id)?;
    for sql in [
        "DELETE FROM identifier WHERE clinic = $1 AND person = $2",
        "DELETE FROM identifier_opening WHERE clinic = $1 AND person = $2",
        "DELETE FROM client_before WHERE clinic = $1 AND client = $2",
        "DELETE FROM guardian WHERE clinic = $1 AND dependant = $2",
        "DELETE FROM guardian WHERE clinic = $1 AND guardian = $2",
        "DELETE FROM client WHERE clinic = $1 AND id = $2",
    ] {
        tx.execute(sql, &params![tx.clinic(), id])?;
    }
    Ok(())
}

struct Seals {
    given_name: Sealed<String>,
    family_name: Sealed<String>,
}

impl Seals {
    fn of(key: &Key, given: &GivenName, family: &FamilyName) -> Result<Seals> {
        Ok(Seals {
            given_name: key.seal(cell("client", "given_name", key.person()), &given.as_str().to_owned())?,
            family_name: key.seal(cell("client", "family_name", key.person()), &family.as_str().to_owned())?,
        })
    }
}

fn sealed(key: &Key, column: &'static str, text: Option<&str>) -> Result<Option<Sealed<String>>> {
    text.map(|text| key.seal(cell("client", column, key.person()), &text.to_owned())).transpose()
}

fn born(key: &Key, day: Option<Date>) -> Result<Option<Sealed<Date>>> {
    day.map(|day| key.seal(cell("client", "birth_date", key.person()), &day)).transpose()
}

/// How many clients the clinic keeps.
pub fn kept(tx: &mut Tx<'_>) -> Result<u64> {
    let row = tx.one("SELECT COUNT(*) AS n FROM client WHERE clinic = $1", &params![tx.clinic()])?;
    Ok(row.get::<i64>("n")?.unsigned_abs())
}

fn insert(tx: &mut Tx<'_>, key: &Key, new: &NewClient, source: &Source) -> Result<()> {
    tx.room_for(Full::Clients, 1, kept)?;
    let id = key.person();
    let seals = Seals::of(key, &new.given_name, &new.family_name)?;
    let email = sealed(key, "email", new.email.as_ref().map(Email::as_str))?;
    let phone = sealed(key, "phone", new.phone.as_ref().map(|phone| phone.as_str()))?;
    let born = born(key, new.birth_date.map(|born| born.day()))?;
    let note = sealed(key, "note", new.note.as_ref().map(|note| note.as_str()))?;
    let (given, family) = (new.given_name.as_str(), new.family_name.as_str());
    let day = new.birth_date.map(|born| born.day());
    let marks = Marks::of(tx, given, family, day, new.email.as_ref(), new.phone.as_ref())?;
    let tokens = token::row(tx, &token::texts(given, family, new.email.as_ref(), new.phone.as_ref()))?;
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO client (clinic, id, given_name, family_name, email, phone, birth_date, note, language, source, source_detail, name_token,
                near_token, twin_token, email_token, phone_token, tokens, created_at, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, 1)",
        &params![
            clinic, id, seals.given_name, seals.family_name, email, phone, born, note, &new.language, source.word().as_str(), source.detail(),
            marks.name, marks.near, marks.twin, marks.email, marks.phone, tokens.as_slice(), now
        ],
    )?;
    token::insert(tx, id, &tokens)?;
    tx.emit(Event::new("client.created", id, id))
}

/// How many clients the clinic has; a record that was merged into another is none.
pub fn count(tx: &mut Tx<'_>) -> ground::Result<i64> {
    let row = tx.one(
        "SELECT (SELECT COUNT(*) FROM client WHERE clinic = $1) - (SELECT COUNT(DISTINCT m.person) FROM person_merge m
             JOIN person p ON p.clinic = m.clinic AND p.id = m.person
             JOIN client c ON c.clinic = m.clinic AND c.id = m.person
             WHERE m.clinic = $1 AND p.merged_into IS NOT NULL) AS n",
        &params![tx.clinic()],
    )?;
    row.get("n")
}
