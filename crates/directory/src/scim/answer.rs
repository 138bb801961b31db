//! What is answered: resources, and faults in SCIM's own form (RFC 7644, section 3.12).

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use ground::Door;
use ground::web::{Dialect, Fault, Tongue};
use serde_json::{Value as Json, json};

use crate::error::Error;

/// The media type of everything (RFC 7644, section 8.1).
pub(crate) const TYPE: &str = "application/scim+json";

const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// The room's dialect.
pub(crate) const DIALECT: Dialect = Dialect {
    at: |path| Door::of(path) == Door::Directory,
    say: |fault, tongue, reference| json(fault.status(), &error(fault, tongue, reference)),
};

/// A fault as SCIM says it.
pub(crate) fn error(fault: &Fault, tongue: &Tongue, reference: Option<&str>) -> Json {
    let said = fault.problem(tongue, None);
    let detail = match reference {
        Some(reference) => format!("{}. {} [{reference}]", said.title, said.detail),
        None => format!("{}. {}", said.title, said.detail),
    };
    let mut error = json!({ "schemas": [ERROR], "status": said.status.to_string(), "detail": detail });
    if let (Some(kind), Some(members)) = (fault.more("scimType"), error.as_object_mut()) {
        members.insert("scimType".to_owned(), kind.clone());
    }
    error
}

/// An answer of SCIM's media type.
pub(crate) fn json(status: StatusCode, body: &Json) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(TYPE));
    response
}

fn kind(fault: Fault, kind: &'static str) -> Fault {
    fault.member("scimType", kind)
}

pub(crate) fn invalid_filter() -> Fault {
    kind(Fault::bad_request("scim.filter"), "invalidFilter")
}

/// More would have to be looked through, or opened, than is.
pub(crate) fn too_many() -> Fault {
    kind(Fault::bad_request("scim.too_many"), "tooMany")
}

pub(crate) fn invalid_syntax() -> Fault {
    kind(Fault::bad_request("scim.syntax"), "invalidSyntax")
}

pub(crate) fn invalid_path() -> Fault {
    kind(Fault::bad_request("scim.path"), "invalidPath")
}

pub(crate) fn no_target() -> Fault {
    kind(Fault::bad_request("scim.target"), "noTarget")
}

/// A value that cannot be taken, of an attribute that is named by the program and not by whoever sent it.
pub(crate) fn invalid_value(name: &'static str) -> Fault {
    kind(Fault::bad_request("scim.value"), "invalidValue").value("name", name)
}

/// What is not a client's to change.
pub(crate) fn mutability(name: &'static str) -> Fault {
    kind(Fault::bad_request("scim.mutability"), "mutability").value("name", name)
}

/// A removal that would empty a group without saying so.
pub(crate) fn vague() -> Fault {
    kind(Fault::bad_request("scim.vague"), "noTarget")
}

pub(crate) fn taken(name: &'static str) -> Fault {
    kind(Fault::conflict("scim.taken"), "uniqueness").value("name", name)
}

pub(crate) fn claimed() -> Fault {
    kind(Fault::conflict("scim.claimed"), "uniqueness")
}

/// A rule of ours as SCIM says it.
pub(crate) fn fault(error: Error) -> Fault {
    match error {
        Error::Ground(ground::Error::Constraint(name)) if name.starts_with("directory_") => taken("externalId"),
        Error::Ground(error) => error.into(),
        Error::Taken(name) => taken(name),
        Error::Claimed => claimed(),
        Error::LastManager => Fault::conflict("scim.last_manager"),
        Error::Cycle => kind(Fault::bad_request("scim.cycle"), "invalidValue"),
        Error::TooMany => kind(Fault::bad_request("scim.bound"), "tooMany"),
        Error::NoMember => kind(Fault::bad_request("scim.member"), "invalidValue"),
        Error::Changed => Fault::outdated("scim.changed"),
        Error::Said(fault) => *fault,
    }
}
