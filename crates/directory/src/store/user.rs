//! People as a directory knows them.

use std::collections::HashMap;

use ground::db::{LISTED, Row, listed};
use ground::{AccountId, Event, Key, PersonId, Relations, RoleSet, Sealed, Tx, cell, params};
use identity::{Account, NewStaff};
use unicode_normalization::UnicodeNormalization;

use super::shut::{set_shut, settle_account, was_shut};
use super::{claim, member, roles};
use crate::error::{Error, Result};
use crate::model::{Fields, Given, Source, User, UserId};

pub(super) const COLUMNS: &str = "id, account, person, source, email_marks, active, roles_given, own_given, digest, version, made_at, changed_at, left_at";

/// The roles that groups gave, of a row.
pub(super) fn given(row: &Row) -> Result<Given> {
    let unknown = || Error::internal("a directory gave an unknown role");
    let (roles, own): (String, String) = (row.get("roles_given")?, row.get("own_given")?);
    Ok(Given { roles: roles.parse().map_err(|_| unknown())?, own: Given::own_of(&own).ok_or_else(unknown)? })
}

pub(super) fn from_row(row: &Row) -> Result<User> {
    let source: String = row.get("source")?;
    Ok(User {
        id: row.get("id")?,
        account: row.get("account")?,
        person: row.get("person")?,
        source: Source::of(&source).ok_or_else(|| Error::internal("a person from an unknown directory"))?,
        email_marks: row.get("email_marks")?,
        active: row.get("active")?,
        given: given(row)?,
        digest: row.get("digest")?,
        version: row.get("version")?,
        made_at: row.get("made_at")?,
        changed_at: row.get("changed_at")?,
        left_at: row.get("left_at")?,
    })
}

/// Whom of `persons` a directory brought: it opens nobody else.
pub fn relate(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
    relations: &mut HashMap<PersonId, Relations>,
) -> ground::Result<()> {
    let mut values = params![tx.clinic()].to_vec();
    let list = listed(&mut values, persons);
    let sql = format!("SELECT person FROM directory_user WHERE clinic = $1 AND person IN ({list}) AND left_at IS NULL");
    for row in tx.query(&sql, &values)? {
        if let Some(relations) = relations.get_mut(&row.get::<PersonId>("person")?) {
            relations.from_directory = true;
        }
    }
    Ok(())
}

/// A name as it is looked for: its case says nothing (RFC 7643, section 4.1.1). Letters of other scripts stay what they
/// are, so that none is taken for one that looks like it.
pub fn folded(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase().nfc().collect()
}

fn external_token(tx: &Tx<'_>, external: &str) -> Result<Vec<u8>> {
    Ok(tx.token("directory.external", external)?)
}

fn name_token(tx: &Tx<'_>, user_name: &str) -> Result<Vec<u8>> {
    Ok(tx.token("directory.user_name", &folded(user_name))?)
}

/// A keyed digest of what a directory says of a person: alike where nothing changed, and it says nothing by itself.
pub fn digest(tx: &Tx<'_>, fields: &Fields) -> Result<Vec<u8>> {
    let Fields { external, user_name, given_name, family_name, email, email_marks, active } = fields;
    let or_none = |text: &Option<String>| text.as_ref().map_or_else(|| "-".to_owned(), |text| format!("+{text}"));
    let said = [
        or_none(external),
        user_name.clone(),
        or_none(given_name),
        or_none(family_name),
        email.clone(),
        email_marks.clone(),
        active.to_string(),
    ];
    Ok(tx.token("directory.fields", &said.join("\0"))?)
}

/// The name colleagues and patients know the person by, made of what the directory says.
pub fn shown_as(fields: &Fields) -> String {
    let names = [&fields.given_name, &fields.family_name];
    let name = names.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    if name.is_empty() { fields.user_name.split('@').next().unwrap_or_default().to_owned() } else { name }
}

fn some(tx: &mut Tx<'_>, found_by: &str, source: Source, value: impl Into<ground::db::Value>) -> Result<Option<User>> {
    let row = tx.optional(
        &format!(
            "SELECT {COLUMNS} FROM directory_user WHERE clinic = $1 AND source = $2 AND {found_by} = $3 AND left_at IS NULL"
        ),
        &[tx.clinic().into(), source.as_str().into(), value.into()],
    )?;
    row.as_ref().map(from_row).transpose()
}

/// Whom the directory has; who left is not found.
pub fn find(tx: &mut Tx<'_>, source: Source, id: UserId) -> Result<Option<User>> {
    some(tx, "id", source, id)
}

/// The person whom the directory knows by `external`.
pub fn by_external(tx: &mut Tx<'_>, source: Source, external: &str) -> Result<Option<User>> {
    let token = external_token(tx, external)?;
    some(tx, "external_token", source, token)
}

/// The person who signs in there as `user_name`, in whatever case.
pub fn by_user_name(tx: &mut Tx<'_>, source: Source, user_name: &str) -> Result<Option<User>> {
    let token = name_token(tx, user_name)?;
    some(tx, "user_name_token", source, token)
}

/// The person whose account has the address.
pub fn by_email(tx: &mut Tx<'_>, source: Source, email: &str) -> Result<Option<User>> {
    match identity::find_by_email(tx, email)? {
        Some(account) => some(tx, "account", source, account.id),
        None => Ok(None),
    }
}

/// Those of `ids` whom the directory has.
pub fn find_many(tx: &mut Tx<'_>, source: Source, ids: &[UserId]) -> Result<Vec<User>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(LISTED) {
        let mut values = params![tx.clinic(), source.as_str()].to_vec();
        let list = listed(&mut values, ids);
        let sql = format!(
            "SELECT {COLUMNS} FROM directory_user WHERE clinic = $1 AND source = $2 AND id IN ({list}) AND left_at IS NULL"
        );
        for row in tx.query(&sql, &values)? {
            found.push(from_row(&row)?);
        }
    }
    Ok(found)
}

/// Those of `ids`, of whichever directory.
pub(super) fn any_of(tx: &mut Tx<'_>, ids: &[UserId]) -> Result<Vec<User>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, ids);
        let sql = format!("SELECT {COLUMNS} FROM directory_user WHERE clinic = $1 AND id IN ({list})");
        for row in tx.query(&sql, &values)? {
            found.push(from_row(&row)?);
        }
    }
    Ok(found)
}

/// Those whom the directory has, in the order in which they came; from `start`, at most `most`.
pub fn list(tx: &mut Tx<'_>, source: Source, start: usize, most: usize) -> Result<Vec<User>> {
    let (start, most) = (i64::try_from(start).unwrap_or(i64::MAX), i64::try_from(most).unwrap_or(i64::MAX));
    let rows = tx.query(
        &format!(
            "SELECT {COLUMNS} FROM directory_user WHERE clinic = $1 AND source = $2 AND left_at IS NULL ORDER BY id LIMIT $3 OFFSET $4"
        ),
        &params![tx.clinic(), source.as_str(), most, start],
    )?;
    rows.iter().map(from_row).collect()
}

/// People that a directory may have here.
const MOST: usize = 500_000;

/// How many the directory has.
pub fn count(tx: &mut Tx<'_>, source: Source) -> Result<usize> {
    let row = tx.one(
        "SELECT COUNT(*) AS many FROM directory_user WHERE clinic = $1 AND source = $2 AND left_at IS NULL",
        &params![tx.clinic(), source.as_str()],
    )?;
    Ok(usize::try_from(row.get::<i64>("many")?).unwrap_or(0))
}

/// The person as a directory has them, if one does.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<User>> {
    let row = tx.optional(
        &format!("SELECT {COLUMNS} FROM directory_user WHERE clinic = $1 AND person = $2 AND left_at IS NULL"),
        &params![tx.clinic(), person],
    )?;
    row.as_ref().map(from_row).transpose()
}

/// Everybody from any directory who has or had the account.
fn of_account(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<User>> {
    let rows = tx.query(
        &format!("SELECT {COLUMNS} FROM directory_user WHERE clinic = $1 AND account = $2"),
        &params![tx.clinic(), account],
    )?;
    rows.iter().map(from_row).collect()
}

/// What the directory said of each, opened for the transaction's purpose. Whoever may not be opened is left out.
pub fn open_many(tx: &mut Tx<'_>, users: &[User]) -> Result<HashMap<UserId, Fields>> {
    let mut opened = HashMap::with_capacity(users.len());
    for users in users.chunks(LISTED) {
        let persons: Vec<PersonId> = users.iter().map(|user| user.person).collect();
        let keys = tx.open_many(&persons)?;
        let accounts: Vec<AccountId> = users.iter().map(|user| user.account).collect();
        let emails = identity::open_emails(tx, &accounts)?;
        let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, &ids);
        let sql = format!(
            "SELECT id, person, account, external, user_name, given_name, family_name, email_marks, active FROM directory_user WHERE clinic = $1 AND id IN ({list})"
        );
        for row in tx.query(&sql, &values)? {
            let (Some(key), Some(email)) = (keys.get(&row.get("person")?), emails.get(&row.get("account")?)) else {
                continue;
            };
            let id: UserId = row.get("id")?;
            let text = |column: &'static str| -> Result<Option<String>> {
                let sealed = Sealed::<String>::read_optional(&row, "directory_user", column, id)?;
                Ok(key.open_optional(sealed.as_ref())?)
            };
            let fields = Fields {
                external: text("external")?,
                user_name: text("user_name")?.unwrap_or_default(),
                given_name: text("given_name")?,
                family_name: text("family_name")?,
                email: email.clone(),
                email_marks: row.get("email_marks")?,
                active: row.get("active")?,
            };
            opened.insert(id, fields);
        }
    }
    Ok(opened)
}

/// What the directory said of the person.
pub fn open(tx: &mut Tx<'_>, user: &User) -> Result<Fields> {
    // Refuses, and records it, where a list would leave the person out.
    tx.open(user.person)?;
    open_many(tx, std::slice::from_ref(user))?.remove(&user.id).ok_or(Error::Ground(ground::Error::NotFound))
}

/// What became of a person whom the directory names for the first time.
#[derive(Debug)]
pub enum Came {
    Made(Box<User>),
    /// An account that no directory made has the address: a manager is asked whether it is the same person. Nothing else
    /// was written.
    Claimed,
}

/// Whose account a person gets.
enum Behind {
    New,
    /// Theirs from before, and what was known of them: the directory knows them by the same id.
    Back(Account, UserId),
    /// One that the clinic made itself, and a manager agreed.
    Linked(Account),
    Claimed,
}

/// Takes in a person. Who was here before, by the directory's own id, has their account again; nobody gets an account by
/// an address alone.
///
/// # Errors
/// [`Error::Taken`] with the attribute that another person here has.
pub fn create(tx: &mut Tx<'_>, source: Source, fields: &Fields) -> Result<Came> {
    vacant(tx, source, fields, None)?;
    if count(tx, source)? >= MOST {
        return Err(Error::TooMany);
    }
    let mut shut = false;
    let (account, person) = match behind(tx, source, fields)? {
        Behind::Claimed => return Ok(Came::Claimed),
        Behind::New => {
            let language = tx.settings().languages.first().cloned();
            let new = NewStaff {
                email: fields.email.clone(),
                shown_as: shown_as(fields),
                roles: RoleSet::EMPTY,
                language: language.unwrap_or_else(|| ground::words::ENGLISH.to_owned()),
                password: None,
                source: identity::Source::Directory,
            };
            let made = identity::create_staff(tx, &new)?;
            (made.account, made.person)
        }
        Behind::Back(account, before) => {
            shut = was_shut(tx, before)?;
            delete_left(tx, account.id)?;
            identity::update_staff(tx, &account, &shown_as(fields), account.roles)?;
            readdress(tx, account.id, &fields.email)?;
            (account.id, account.person)
        }
        Behind::Linked(account) => (account.id, account.person),
    };
    let user = insert(tx, source, account, person, fields)?;
    set_shut(tx, user.id, shut)?;
    settle_account(tx, user.id, account, fields.active)?;
    tx.emit(Event::new("directory.user_came", user.id, person))?;
    Ok(Came::Made(Box::new(user)))
}

fn insert(tx: &mut Tx<'_>, source: Source, account: AccountId, person: PersonId, fields: &Fields) -> Result<User> {
    let now = tx.now();
    let id = UserId::new(now);
    let digest = digest(tx, fields)?;
    tx.execute(
        "INSERT INTO directory_user (clinic, id, account, person, source, user_name_token, email_marks, active, roles_given, digest, version, made_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, 1, $10, $10)",
        &params![
            tx.clinic(), id, account, person, source.as_str(), name_token(tx, &fields.user_name)?, &fields.email_marks, fields.active, digest.clone(), now
        ],
    )?;
    let key = tx.seal_for(person)?;
    write(tx, &key, id, fields)?;
    Ok(User {
        id,
        account,
        person,
        source,
        email_marks: fields.email_marks.clone(),
        active: fields.active,
        given: Given::default(),
        digest,
        version: 1,
        made_at: now,
        changed_at: now,
        left_at: None,
    })
}

/// Writes what is sealed, and what it is found by.
fn write(tx: &mut Tx<'_>, key: &Key, id: UserId, fields: &Fields) -> Result<()> {
    let seal = |column: &'static str, text: Option<&String>| {
        text.map(|text| key.seal(cell("directory_user", column, id), text)).transpose()
    };
    let external = fields.external.as_ref();
    let token = external.map(|external| external_token(tx, external)).transpose()?;
    tx.execute(
        "UPDATE directory_user SET external_token = $3, external = $4, user_name_token = $5, user_name = $6, given_name = $7, family_name = $8
         WHERE clinic = $1 AND id = $2",
        &params![
            tx.clinic(),
            id,
            token,
            seal("external", external)?,
            name_token(tx, &fields.user_name)?,
            seal("user_name", Some(&fields.user_name))?,
            seal("given_name", fields.given_name.as_ref())?,
            seal("family_name", fields.family_name.as_ref())?
        ],
    )?;
    Ok(())
}

/// That no other person of the directory has what tells people apart.
fn vacant(tx: &mut Tx<'_>, source: Source, fields: &Fields, but: Option<UserId>) -> Result<()> {
    let other = |found: Option<User>| found.is_some_and(|user| Some(user.id) != but);
    if let Some(external) = &fields.external
        && other(by_external(tx, source, external)?)
    {
        return Err(Error::Taken("externalId"));
    }
    if other(by_user_name(tx, source, &fields.user_name)?) {
        return Err(Error::Taken("userName"));
    }
    Ok(())
}

fn behind(tx: &mut Tx<'_>, source: Source, fields: &Fields) -> Result<Behind> {
    if let Some(left) = left(tx, source, fields)? {
        return Ok(Behind::Back(identity::find_account(tx, left.account)?, left.id));
    }
    let token = fields.external.as_ref().map(|external| external_token(tx, external)).transpose()?;
    let known = token.clone().map_or_else(|| name_token(tx, &fields.user_name), Ok)?;
    if super::leaver::was_erased(tx, source, &known)? {
        return Ok(Behind::Claimed);
    }
    let Some(account) = identity::find_by_email(tx, &fields.email)? else { return Ok(Behind::New) };
    if account.is_unconfirmed() {
        // Somebody typed it on a form and has not shown that it is theirs.
        identity::release_email(tx, &account)?;
        return Ok(Behind::New);
    }
    let had = of_account(tx, account.id)?;
    if had.iter().any(|user| user.left_at.is_none()) || !claim::is_colleagues_alone(tx, &account)? {
        return Err(Error::Taken("emails"));
    }
    if !had.is_empty() && account.deactivated_at.is_some() {
        // Who had the address left, and the directory gave it to somebody else.
        identity::release_email(tx, &account)?;
        return Ok(Behind::New);
    }
    Ok(if claim::settle(tx, source, &account, token)? { Behind::Linked(account) } else { Behind::Claimed })
}

/// Who left and is known by the same id there.
fn left(tx: &mut Tx<'_>, source: Source, fields: &Fields) -> Result<Option<User>> {
    let Some(external) = &fields.external else { return Ok(None) };
    let token = external_token(tx, external)?;
    let row = tx.optional(
        &format!(
            "SELECT {COLUMNS} FROM directory_user WHERE clinic = $1 AND source = $2 AND external_token = $3 AND left_at IS NOT NULL ORDER BY left_at DESC LIMIT 1"
        ),
        &params![tx.clinic(), source.as_str(), token],
    )?;
    row.as_ref().map(from_row).transpose()
}

fn delete_left(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.execute(
        "DELETE FROM directory_user WHERE clinic = $1 AND account = $2 AND left_at IS NOT NULL",
        &params![tx.clinic(), account],
    )?;
    Ok(())
}

fn readdress(tx: &mut Tx<'_>, account: AccountId, email: &str) -> Result<()> {
    if !identity::has_email(tx, account, email)? {
        identity::readdress(tx, &[(account, email.to_owned())])?;
    }
    Ok(())
}

/// Takes in what the directory says of the person now. False when it says nothing new: then nothing is written, but for an
/// account that is open where the directory says that it is not.
///
/// # Errors
/// [`Error::Taken`] with the attribute that another person here has; [`Error::LastManager`].
pub fn update(tx: &mut Tx<'_>, user: &User, before: &Fields, after: &Fields) -> Result<bool> {
    if !after.active {
        settle_account(tx, user.id, user.account, false)?;
    }
    let digest = digest(tx, after)?;
    if digest == user.digest {
        return Ok(false);
    }
    vacant(tx, user.source, after, Some(user.id))?;
    readdress(tx, user.account, &after.email)?;
    if shown_as(before) != shown_as(after) {
        let account = identity::find_account(tx, user.account)?;
        identity::update_staff(tx, &account, &shown_as(after), account.roles)?;
    }
    let key = tx.seal_for(user.person)?;
    write(tx, &key, user.id, after)?;
    tx.execute(
        "UPDATE directory_user SET email_marks = $3, active = $4, digest = $5, version = version + 1, changed_at = $6 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), user.id, &after.email_marks, after.active, digest, tx.now()],
    )?;
    if after.active && !user.active {
        settle_account(tx, user.id, user.account, true)?;
    }
    tx.emit(Event::new("directory.user_changed", user.id, user.person))?;
    Ok(true)
}

/// Whom the directory removed: the account is closed at once, its sessions end, what groups gave is taken back, and their
/// names go. The account waits to be erased; until then the directory may bring the same person back.
///
/// # Errors
/// [`Error::LastManager`].
pub fn leave(tx: &mut Tx<'_>, user: &User) -> Result<()> {
    settle_account(tx, user.id, user.account, false)?;
    // Whoever has the address now is in nobody's way.
    let closed = identity::find_account(tx, user.account)?;
    identity::release_email(tx, &closed)?;
    member::remove_everywhere(tx, user.id)?;
    roles::settle(tx, &[user.id])?;
    tx.execute(
        "UPDATE directory_user SET left_at = $3, kept_at = NULL, kept_by = NULL, told_at = NULL, active = 0, external = NULL, user_name = NULL, given_name = NULL, family_name = NULL WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), user.id, tx.now()],
    )?;
    tx.emit(Event::new("directory.user_left", user.id, user.person))?;
    Ok(())
}
