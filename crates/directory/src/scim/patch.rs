//! A change of a part (RFC 7644, section 3.5.2), read as it is really sent: `Add` and `add`, a value that is an object, or
//! an object whose names are paths.

use ground::web::Fault;
use serde_json::{Map, Value as Json};

use super::answer::{invalid_path, invalid_syntax, invalid_value, no_target};
use super::body::{member, present};
use super::filter::{self, Path};
use super::user::Draft;

/// Changes in one request.
const MOST: usize = 1_000;

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Add,
    Replace,
    Remove,
}

/// One change.
pub(crate) struct Op {
    pub kind: Kind,
    pub path: Option<Path>,
    /// `Some(Json::Null)` where a value was sent and is null.
    pub value: Option<Json>,
}

/// The changes of a request.
pub(crate) fn read(body: &Map<String, Json>) -> Result<Vec<Op>, Fault> {
    let Some(Json::Array(all)) = member(body, "Operations") else { return Err(invalid_syntax()) };
    if all.is_empty() || all.len() > MOST {
        return Err(invalid_syntax());
    }
    all.iter().map(one).collect()
}

fn one(op: &Json) -> Result<Op, Fault> {
    let Json::Object(parts) = op else { return Err(invalid_syntax()) };
    let kind = member(parts, "op").and_then(Json::as_str).map(str::to_ascii_lowercase);
    let kind = match kind.as_deref() {
        Some("add") => Kind::Add,
        Some("replace") => Kind::Replace,
        Some("remove") => Kind::Remove,
        _ => return Err(invalid_syntax()),
    };
    let path = match member(parts, "path") {
        None => None,
        Some(Json::String(path)) if path.trim().is_empty() => None,
        Some(Json::String(path)) => Some(filter::path(path).map_err(|_| invalid_path())?),
        Some(_) => return Err(invalid_path()),
    };
    Ok(Op { kind, path, value: present(parts, "value").cloned() })
}

/// Takes one change of a person in.
pub(crate) fn person(draft: &mut Draft, op: &Op) -> Result<(), Fault> {
    match (&op.path, op.kind, &op.value) {
        (Some(path), Kind::Remove, _) => draft.set(path, None, false),
        (Some(_), _, None) => Err(invalid_value("value")),
        (Some(path), kind, Some(value)) => draft.set(path, Some(value), kind == Kind::Add),
        (None, Kind::Remove, _) => Err(no_target()),
        (None, kind, Some(Json::Object(parts))) => {
            for (name, value) in parts {
                let path = filter::path(name).map_err(|_| invalid_path())?;
                // What is ours to say comes along in what others read from us.
                if !["id", "meta", "groups", "schemas"].contains(&path.attr.name.as_str()) {
                    draft.set(&path, Some(value), kind == Kind::Add)?;
                }
            }
            Ok(())
        }
        (None, _, _) => Err(invalid_value("value")),
    }
}
