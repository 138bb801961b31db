//! A person as SCIM says it (RFC 7643, section 4.1), of which four things are taken. Everything else that the schema or an
//! extension knows is accepted and not kept (promise `directory.fields`): no phone, no photo, no title, no password.

use ground::web::{Fault, Fields as Texts};
use serde_json::{Map, Value as Json, json};

use super::answer::{invalid_path, invalid_value, mutability, no_target};
use super::body::{member, present, single, truth};
use super::filter::{Filter, Path, matches, texts};
use crate::error::Result;
use crate::model::Fields;

/// The schema's name.
pub(crate) const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// What the schema knows and is not kept, beside what [`Draft`] has. A password is among it, and is thrown away unread.
const NOT_KEPT: [&str; 15] = [
    "displayname",
    "nickname",
    "profileurl",
    "title",
    "usertype",
    "preferredlanguage",
    "locale",
    "timezone",
    "password",
    "phonenumbers",
    "ims",
    "photos",
    "addresses",
    "entitlements",
    "roles",
];
/// The same, of what a name has.
const NAME_NOT_KEPT: [&str; 4] = ["formatted", "middlename", "honorificprefix", "honorificsuffix"];
/// What is ours to say.
const OURS: [(&str, &str); 4] = [("id", "id"), ("meta", "meta"), ("groups", "groups"), ("schemas", "schemas")];

/// Characters of a name; of what one signs in with; of the directory's own id.
const NAME: usize = 100;
const USER_NAME: usize = 254;
const EXTERNAL: usize = 254;

/// A person in the making, or in the changing.
#[derive(Clone, Default)]
pub(crate) struct Draft {
    pub external: Option<String>,
    pub user_name: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<Address>,
    pub active: Option<bool>,
}

/// The one address that is kept, with how the directory calls it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address {
    value: String,
    /// `work`, `home` or `other`; nothing where it was not said.
    kind: Option<String>,
    primary: Option<bool>,
}

impl Address {
    fn marks(&self) -> String {
        let primary = self.primary.map(|primary| if primary { "primary" } else { "secondary" });
        [self.kind.as_deref(), primary].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn of(value: &str, marks: &str) -> Address {
        let kind = marks.split(' ').find(|word| ["work", "home", "other"].contains(word));
        let primary = marks.split(' ').find_map(|word| match word {
            "primary" => Some(true),
            "secondary" => Some(false),
            _ => None,
        });
        Address { value: value.to_owned(), kind: kind.map(str::to_owned), primary }
    }

    fn to_json(&self) -> Json {
        let mut parts = Map::from_iter([("value".to_owned(), json!(self.value))]);
        if let Some(kind) = &self.kind {
            parts.insert("type".to_owned(), json!(kind));
        }
        if let Some(primary) = self.primary {
            parts.insert("primary".to_owned(), json!(primary));
        }
        Json::Object(parts)
    }
}

/// A line of text, cleaned as our own forms do it: nothing that turns the direction of what stands around it.
fn line(name: &'static str, value: &Json, most: usize) -> Result<Option<String>, Fault> {
    let text = match single(value) {
        Json::String(text) => text,
        Json::Null => return Ok(None),
        _ => return Err(invalid_value(name)),
    };
    if text.contains('\0') {
        return Err(invalid_value(name));
    }
    let texts = Texts::filled([("text", text.clone())]);
    let mut reader = texts.reader();
    let line = reader.text_or_none("text", most);
    if reader.sound() { Ok(line) } else { Err(invalid_value(name)) }
}

fn email(value: &Json) -> Result<String, Fault> {
    let Json::String(text) = single(value) else { return Err(invalid_value("emails")) };
    is_email(text).ok_or_else(|| invalid_value("emails"))
}

/// The text as an address, if it is one.
fn is_email(text: &str) -> Option<String> {
    let texts = Texts::filled([("email", text.to_owned())]);
    texts.reader().email_or_none("email")
}

/// The address of several that is kept: the primary one, else that for work, else the first.
fn chosen(value: &Json) -> Result<Option<Address>, Fault> {
    let all: Vec<&Json> = match value {
        Json::Array(all) => all.iter().collect(),
        Json::Null => Vec::new(),
        one => vec![one],
    };
    let read = |one: &&Json| -> Result<Option<Address>, Fault> {
        let Json::Object(parts) = one else { return Ok(Some(Address::of(&email(one)?, ""))) };
        let Some(value) = member(parts, "value").filter(|value| *value != &json!("")) else { return Ok(None) };
        let kind = member(parts, "type").and_then(Json::as_str).map(str::to_ascii_lowercase);
        Ok(Some(Address {
            value: email(value)?,
            kind: kind.map(|kind| if ["work", "home"].contains(&kind.as_str()) { kind } else { "other".to_owned() }),
            primary: member(parts, "primary").and_then(truth),
        }))
    };
    let all: Vec<Address> = all.iter().filter_map(|one| read(one).transpose()).collect::<Result<_, Fault>>()?;
    let primary = all.iter().find(|one| one.primary == Some(true));
    let work = || all.iter().find(|one| one.kind.as_deref() == Some("work"));
    Ok(primary.or_else(work).or(all.first()).cloned())
}

impl Draft {
    /// What is sent of a whole person. What is left out is left as it is.
    pub(crate) fn read(&mut self, body: &Map<String, Json>) -> Result<(), Fault> {
        if let Some(value) = present(body, "externalId") {
            self.external = line("externalId", value, EXTERNAL)?;
        }
        if let Some(value) = member(body, "userName") {
            self.user_name = Some(line("userName", value, USER_NAME)?.ok_or_else(|| invalid_value("userName"))?);
        }
        if let Some(Json::Object(name)) = present(body, "name") {
            self.read_name(name)?;
        }
        if let Some(value) = member(body, "emails")
            && let Some(address) = chosen(value)?
        {
            self.email = Some(address);
        }
        if let Some(value) = member(body, "active") {
            self.active = Some(truth(value).ok_or_else(|| invalid_value("active"))?);
        }
        Ok(())
    }

    fn read_name(&mut self, name: &Map<String, Json>) -> Result<(), Fault> {
        if let Some(value) = present(name, "givenName") {
            self.given_name = line("name.givenName", value, NAME)?;
        }
        if let Some(value) = present(name, "familyName") {
            self.family_name = line("name.familyName", value, NAME)?;
        }
        Ok(())
    }

    /// Sets what `path` names; nothing removes it.
    pub(crate) fn set(&mut self, path: &Path, value: Option<&Json>, adds: bool) -> Result<(), Fault> {
        let schema = path.attr.schema.as_str();
        if schema.contains(":extension:") || (schema.is_empty() && path.attr.name == "urn") {
            return Ok(());
        }
        if !schema.is_empty() && !schema.eq_ignore_ascii_case(SCHEMA) {
            // An extension as a whole is named by its URN, of which the end reads as an attribute.
            return if schema.starts_with("urn:") { Ok(()) } else { Err(invalid_path()) };
        }
        let value = value.filter(|value| !value.is_null());
        let part = path.attr.sub.as_deref();
        match (path.attr.name.as_str(), part) {
            ("username", None) => {
                let value = value.ok_or_else(|| mutability("userName"))?;
                self.user_name = Some(line("userName", value, USER_NAME)?.ok_or_else(|| invalid_value("userName"))?);
            }
            ("externalid", None) => self.external = optional("externalId", value, EXTERNAL)?,
            ("active", None) => {
                let value = value.ok_or_else(|| mutability("active"))?;
                self.active = Some(truth(value).ok_or_else(|| invalid_value("active"))?);
            }
            ("name", None) => match value {
                Some(Json::Object(name)) => self.read_name(name)?,
                None => (self.given_name, self.family_name) = (None, None),
                Some(_) => return Err(invalid_value("name")),
            },
            ("name", Some("givenname")) => self.given_name = optional("name.givenName", value, NAME)?,
            ("name", Some("familyname")) => self.family_name = optional("name.familyName", value, NAME)?,
            ("name", Some(part)) if NAME_NOT_KEPT.contains(&part) => {}
            ("emails", part) => return self.set_email(path.filter.as_ref(), part, value, adds),
            (name, _) if NOT_KEPT.contains(&name) || name == "x509certificates" => {}
            (name, _) => {
                let ours = OURS.iter().find(|(known, _)| *known == name);
                return Err(ours.map_or_else(invalid_path, |(_, spelt)| mutability(spelt)));
            }
        }
        Ok(())
    }

    fn set_email(
        &mut self,
        filter: Option<&Filter>,
        part: Option<&str>,
        value: Option<&Json>,
        adds: bool,
    ) -> Result<(), Fault> {
        if let Some(filter) = filter
            && !self.email.as_ref().is_some_and(|email| matches(filter, &email.to_json()))
        {
            // One address is kept. Another kind of one is not ours to know; that for work is what we keep, however it was
            // called before.
            return match texts(filter, "type") {
                Some(kind) if kind.eq_ignore_ascii_case("work") && self.is_unnamed() => {
                    self.named("work");
                    self.set_email(None, part, value, adds)
                }
                Some(_) => Ok(()),
                None => Err(no_target()),
            };
        }
        match (part, value) {
            (None, Some(value)) => {
                let one = chosen(value)?.ok_or_else(|| invalid_value("emails"))?;
                // One more beside the one there is would be the second.
                let second = adds && filter.is_none() && self.email.is_some() && one.primary != Some(true);
                if !second {
                    self.email = Some(one);
                }
            }
            (Some("value"), Some(value)) => {
                let value = email(value)?;
                match &mut self.email {
                    Some(address) => address.value = value,
                    None => self.email = Some(Address::of(&value, "work")),
                }
            }
            (Some("type" | "primary" | "display"), _) => {}
            (Some(_), Some(_)) => return Err(invalid_path()),
            // Without an address nobody is written to: what they sign in with is one, or it stays.
            (_, None) => {
                let instead = self.user_name.as_deref().and_then(is_email).ok_or_else(|| mutability("emails"))?;
                self.email = Some(Address::of(&instead, "work"));
            }
        }
        Ok(())
    }

    fn is_unnamed(&self) -> bool {
        self.email.as_ref().is_none_or(|email| email.kind.is_none() || email.kind.as_deref() == Some("other"))
    }

    fn named(&mut self, kind: &str) {
        if let Some(email) = &mut self.email {
            email.kind = Some(kind.to_owned());
        }
    }

    /// The person, if all is there that one needs.
    pub(crate) fn finish(self) -> Result<Fields, Fault> {
        let user_name = self.user_name.ok_or_else(|| invalid_value("userName"))?;
        let address = match self.email {
            Some(address) => address,
            None => Address::of(&is_email(&user_name).ok_or_else(|| invalid_value("emails"))?, ""),
        };
        Ok(Fields {
            external: self.external,
            user_name,
            given_name: self.given_name,
            family_name: self.family_name,
            email_marks: address.marks(),
            email: address.value,
            active: self.active.unwrap_or(true),
        })
    }
}

fn optional(name: &'static str, value: Option<&Json>, most: usize) -> Result<Option<String>, Fault> {
    value.map_or(Ok(None), |value| line(name, value, most))
}

impl From<&Fields> for Draft {
    fn from(fields: &Fields) -> Draft {
        Draft {
            external: fields.external.clone(),
            user_name: Some(fields.user_name.clone()),
            given_name: fields.given_name.clone(),
            family_name: fields.family_name.clone(),
            email: Some(Address::of(&fields.email, &fields.email_marks)),
            active: Some(fields.active),
        }
    }
}

/// What is sealed of a person, as it is answered.
pub(crate) fn told(fields: &Fields) -> Vec<(&'static str, Json)> {
    let mut told = vec![("userName", json!(fields.user_name))];
    if let Some(external) = &fields.external {
        told.push(("externalId", json!(external)));
    }
    let mut name = Map::new();
    for (part, text) in [("givenName", &fields.given_name), ("familyName", &fields.family_name)] {
        if let Some(text) = text {
            name.insert(part.to_owned(), json!(text));
        }
    }
    if !name.is_empty() {
        told.push(("name", Json::Object(name)));
    }
    told.push(("emails", json!([Address::of(&fields.email, &fields.email_marks).to_json()])));
    told
}

/// Attributes that stand sealed: a filter or a list that names none of them opens nobody.
pub(crate) const SEALED: [&str; 4] = ["username", "externalid", "name", "emails"];

/// Reads a person of whom every attribute is sent: how many were, how many of the five that are kept came back, and how
/// many others did.
pub(crate) fn trial() -> (i64, i64, i64) {
    const KEPT: [&str; 5] = ["externalId", "userName", "givenName", "familyName", "emails"];
    let text = |name: &str| format!("{}@trial.example", name.to_ascii_lowercase());
    let mut body = Map::new();
    for name in NOT_KEPT.iter().chain(&["x509certificates", "externalId", "userName"]) {
        body.insert((*name).to_owned(), json!(text(name)));
    }
    let names = NAME_NOT_KEPT.iter().chain(&["givenName", "familyName"]);
    body.insert("name".to_owned(), names.map(|name| ((*name).to_owned(), json!(text(name)))).collect());
    body.insert("emails".to_owned(), json!([{ "value": text("emails") }]));
    let sent = body.len() + NAME_NOT_KEPT.len() + 1;
    let mut draft = Draft::default();
    let told = draft.read(&body).and_then(|()| draft.finish()).map(|fields| told(&fields));
    let told = told.map_or_else(
        |_| String::new(),
        |told| Json::from_iter(told.into_iter().map(|(name, value)| (name.to_owned(), value))).to_string(),
    );
    let count = |names: &mut dyn Iterator<Item = &&str>| {
        i64::try_from(names.filter(|name| told.contains(&text(name))).count()).unwrap_or(i64::MAX)
    };
    let kept = count(&mut KEPT.iter());
    let more = count(&mut NOT_KEPT.iter().chain(&NAME_NOT_KEPT));
    (i64::try_from(sent).unwrap_or(i64::MAX), kept, more)
}
