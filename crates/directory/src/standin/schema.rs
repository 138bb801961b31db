//! The shapes of Google's discovery document for the Admin SDK (`directory_v1`), as data: every field a
//! user, group or member can have, by name and type.

use serde_json::{Map, Value, json};

/// What kind of value a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Truth,
    Texts,
    /// The document says `any`; the API sends a list of objects.
    Objects,
    /// One object.
    Object,
}

use Kind::{Object, Objects, Text, Texts, Truth};

/// Every field of the schema `User`.
pub const USER: &[(&str, Kind)] = &[
    ("addresses", Objects),
    ("agreedToTerms", Truth),
    ("aliases", Texts),
    ("archived", Truth),
    ("changePasswordAtNextLogin", Truth),
    ("creationTime", Text),
    ("customSchemas", Object),
    ("customerId", Text),
    ("deletionTime", Text),
    ("emails", Objects),
    ("etag", Text),
    ("externalIds", Objects),
    ("gender", Object),
    ("hashFunction", Text),
    ("id", Text),
    ("ims", Objects),
    ("includeInGlobalAddressList", Truth),
    ("ipWhitelisted", Truth),
    ("isAdmin", Truth),
    ("isDelegatedAdmin", Truth),
    ("isEnforcedIn2Sv", Truth),
    ("isEnrolledIn2Sv", Truth),
    ("isMailboxSetup", Truth),
    ("keywords", Objects),
    ("kind", Text),
    ("languages", Objects),
    ("lastLoginTime", Text),
    ("locations", Objects),
    ("name", Object),
    ("nonEditableAliases", Texts),
    ("notes", Object),
    ("orgUnitPath", Text),
    ("organizations", Objects),
    ("password", Text),
    ("phones", Objects),
    ("posixAccounts", Objects),
    ("primaryEmail", Text),
    ("recoveryEmail", Text),
    ("recoveryPhone", Text),
    ("relations", Objects),
    ("sshPublicKeys", Objects),
    ("suspended", Truth),
    ("suspensionReason", Text),
    ("thumbnailPhotoEtag", Text),
    ("thumbnailPhotoUrl", Text),
    ("websites", Objects),
];

/// Every field of the schema `UserName`.
pub const USER_NAME: &[(&str, Kind)] =
    &[("displayName", Text), ("familyName", Text), ("fullName", Text), ("givenName", Text)];

/// Every field of the schema `Group`.
pub const GROUP: &[(&str, Kind)] = &[
    ("adminCreated", Truth),
    ("aliases", Texts),
    ("description", Text),
    ("directMembersCount", Text),
    ("email", Text),
    ("etag", Text),
    ("id", Text),
    ("kind", Text),
    ("name", Text),
    ("nonEditableAliases", Texts),
];

/// Every field of the schema `Member`.
pub const MEMBER: &[(&str, Kind)] = &[
    ("delivery_settings", Text),
    ("email", Text),
    ("etag", Text),
    ("id", Text),
    ("kind", Text),
    ("role", Text),
    ("status", Text),
    ("type", Text),
];

/// What every text in a filled record begins with that nobody gave it.
pub const MARK: &str = "not to be taken: ";

/// A record with every field of `shape`, marked, and `given` in place of those it names. A field that is not in the shape
/// is no part of the record.
pub fn filled(shape: &[(&str, Kind)], given: &Value) -> Value {
    let mut record = Map::new();
    for &(name, kind) in shape {
        let mark = || Value::from(format!("{MARK}{name}"));
        let value = match given.get(name) {
            Some(value) => value.clone(),
            None => match kind {
                Text => mark(),
                Truth => Value::from(true),
                Texts => Value::from(vec![mark()]),
                Objects => json!([{ "type": "home", "value": mark(), "primary": true, "customType": mark() }]),
                Object => json!({ "type": "other", "value": mark() }),
            },
        };
        record.insert(name.to_owned(), value);
    }
    Value::Object(record)
}
