//! What the stand-in answers: pages as Google makes them, and as they go wrong.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value, json};

use super::mask::Mask;
use super::schema::{GROUP, MEMBER, USER, USER_NAME, filled};
use super::world::{Belongs, Circle, Person, Trouble, World};

/// Which list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List<'a> {
    Users {
        deleted: bool,
    },
    Groups,
    /// Of the group with this id.
    Members(&'a str),
}

impl List<'_> {
    pub(super) fn field(self) -> &'static str {
        match self {
            List::Users { .. } => "users",
            List::Groups => "groups",
            List::Members(_) => "members",
        }
    }

    fn most(self) -> usize {
        if matches!(self, List::Users { .. }) { 500 } else { 200 }
    }
}

/// What was asked of a list.
pub(super) struct Wanted<'a> {
    pub list: List<'a>,
    pub size: Option<usize>,
    pub token: Option<&'a str>,
    pub mask: Option<&'a str>,
}

/// An error as Google's APIs word it.
pub(super) fn error(status: u16, reason: &str, retry_after: Option<u32>) -> Response {
    let body = json!({ "error": {
        "code": status,
        "message": "The stand-in says no.",
        "errors": [{ "message": "The stand-in says no.", "domain": "global", "reason": reason }],
    }});
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, axum::Json(body)).into_response();
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn user(person: &Person) -> Value {
    let full = format!("{} {}", person.given, person.family);
    let name = json!({ "givenName": person.given, "familyName": person.family, "fullName": full });
    json!({
        "kind": "admin#directory#user",
        "id": person.id,
        "primaryEmail": person.email,
        "name": filled(USER_NAME, &name),
        "suspended": person.suspended,
        "archived": person.archived,
        "isAdmin": false,
    })
}

fn group(circle: &Circle) -> Value {
    json!({
        "kind": "admin#directory#group",
        "id": circle.id,
        "email": circle.email,
        "name": circle.name,
        "directMembersCount": circle.members.len().to_string(),
    })
}

fn member(world: &World, belongs: &Belongs) -> Value {
    let entry = |id: Option<&str>, email: Option<&str>, kind: &str| {
        let mut entry = json!({ "kind": "admin#directory#member", "role": "MEMBER", "type": kind, "status": "ACTIVE" });
        for (name, value) in [("id", id), ("email", email)] {
            if let Some(value) = value {
                entry[name] = value.into();
            }
        }
        entry
    };
    match belongs {
        Belongs::Person(at) => match world.people.get(*at) {
            Some(person) => entry(Some(&person.id), Some(&person.email), "USER"),
            None => Value::Null,
        },
        Belongs::Circle(at) => match world.circles.get(*at) {
            Some(circle) => entry(Some(&circle.id), Some(&circle.email), "GROUP"),
            None => Value::Null,
        },
        Belongs::Everybody => entry(Some("C0standin"), None, "CUSTOMER"),
        Belongs::Stranger { id, email } => entry(id.as_deref(), Some(email), "USER"),
    }
}

/// A page's entries, and whether there are more.
fn entries(world: &World, list: List<'_>, from: usize, size: usize) -> Option<(Vec<Value>, bool)> {
    let mut items: Vec<Value> = match list {
        List::Users { deleted } => {
            let people = world.people.iter().filter(|person| person.deleted == deleted);
            people.skip(from).take(size + 1).map(user).collect()
        }
        List::Groups => world.circles.iter().skip(from).take(size + 1).map(group).collect(),
        List::Members(id) => {
            let circle = world.circles.iter().find(|circle| circle.id == id)?;
            circle.members.iter().skip(from).take(size + 1).map(|belongs| member(world, belongs)).collect()
        }
    };
    let more = items.len() > size;
    items.truncate(size);
    if world.talkative {
        let shape = match list {
            List::Users { .. } => USER,
            List::Groups => GROUP,
            // A member without an id has none, however much is said of them.
            List::Members(_) => MEMBER,
        };
        for item in &mut items {
            let nameless = matches!(list, List::Members(_)) && item.get("id").is_none();
            *item = filled(shape, item);
            if let Value::Object(item) = item
                && nameless
            {
                item.remove("id");
            }
        }
    }
    Some((items, more))
}

/// The answer to a question that came with a token that works.
pub(super) fn page(world: &World, wanted: &Wanted<'_>, trouble: Option<Trouble>) -> Response {
    let list = wanted.list;
    let mask = match wanted.mask.map(Mask::read) {
        None => None,
        Some(Some(mask)) if mask.is_known(list.field()) => Some(mask),
        Some(_) => return error(400, "invalidParameter", None),
    };
    // A token says where the page begins; one that was not given out says nothing.
    let from = match wanted.token.map(|token| token.strip_prefix("from-").map(str::parse::<usize>)) {
        None => 0,
        Some(Some(Ok(from))) => from,
        Some(_) => return error(400, "invalid", None),
    };
    let size = wanted.size.unwrap_or(100).clamp(1, list.most()).min(world.page.unwrap_or(usize::MAX));
    let Some((mut items, more)) = entries(world, list, from, size) else { return error(404, "notFound", None) };
    let mut next = more.then(|| format!("from-{}", from + size));
    match &trouble {
        Some(Trouble::SameAgain) => next = Some(format!("from-{from}")),
        Some(Trouble::Hole) => {
            items.clear();
            next = Some(format!("from-{}", from + size));
        }
        Some(Trouble::Emptied) => items.clear(),
        Some(Trouble::WrongType(field)) => {
            items.iter_mut().for_each(|item| item[*field] = json!([7]));
        }
        Some(Trouble::Without(field)) => {
            for item in &mut items {
                if let Value::Object(item) = item {
                    item.remove(*field);
                }
            }
        }
        _ => {}
    }
    let kind = format!("admin#directory#{}", list.field());
    let mut whole = json!({ "kind": kind, "etag": "\"standin\"" });
    // As Google does it, a list with nothing in it is not there.
    if !items.is_empty() {
        whole[list.field()] = items.into();
    }
    if let Some(next) = next {
        whole["nextPageToken"] = next.into();
    }
    if let Some(mask) = mask.filter(|_| !world.talkative) {
        whole = mask.of(whole);
    }
    sent(&whole, trouble)
}

fn sent(whole: &Value, trouble: Option<Trouble>) -> Response {
    let json = HeaderValue::from_static("application/json; charset=UTF-8");
    let text = whole.to_string();
    let half: String = text.chars().take(text.chars().count() / 2).collect();
    let body = match trouble {
        Some(Trouble::Status { status, reason, retry_after }) => return error(status, reason, retry_after),
        Some(Trouble::Html) => return axum::response::Html("<p>Sign in to the hotel's network</p>").into_response(),
        Some(Trouble::NoBody) => Body::empty(),
        Some(Trouble::NoObject) => Body::from("{}"),
        Some(Trouble::CutShort) => Body::from(half),
        Some(Trouble::BrokenOff) => {
            let parts = [Ok(Bytes::from(half)), Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))];
            Body::from_stream(stream::iter(parts))
        }
        _ => Body::from(text),
    };
    ([(CONTENT_TYPE, json)], body).into_response()
}
