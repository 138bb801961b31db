//! What this server says of itself (RFC 7643, sections 5 to 7): what it can do, which resources it has, and which attributes
//! of them it keeps. What it keeps not is not in its schemas.

use serde_json::{Value as Json, json};

use super::{body, bulk, group, query, user};

const CONFIG: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
const TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";

/// All of a few, as a list.
pub(crate) fn listed(all: Vec<Json>) -> Json {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": all.len(),
        "startIndex": 1,
        "itemsPerPage": all.len(),
        "Resources": all,
    })
}

/// The one of them with this id.
pub(crate) fn named(all: Vec<Json>, id: &str) -> Option<Json> {
    all.into_iter().find(|one| one["id"].as_str() == Some(id))
}

/// What this server can do.
pub(crate) fn config(base: &str) -> Json {
    json!({
        "schemas": [CONFIG],
        "patch": { "supported": true },
        "bulk": { "supported": true, "maxOperations": bulk::MOST, "maxPayloadSize": body::LARGEST },
        "filter": { "supported": true, "maxResults": query::MOST },
        "changePassword": { "supported": false },
        "sort": { "supported": true },
        "etag": { "supported": true },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "OAuth Bearer Token",
            "description": "A key of the scope scim, which the clinic's manager makes",
            "specUri": "https://www.rfc-editor.org/rfc/rfc6750",
            "primary": true,
        }],
        "meta": { "resourceType": "ServiceProviderConfig", "location": format!("{base}/ServiceProviderConfig") },
    })
}

/// Which resources there are.
pub(crate) fn resource_types(base: &str) -> Vec<Json> {
    let one = |name: &str, description: &str, schema: &str| {
        json!({
            "schemas": [TYPE],
            "id": name,
            "name": name,
            "endpoint": format!("/{name}s"),
            "description": description,
            "schema": schema,
            "meta": { "resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/{name}") },
        })
    };
    vec![
        one("User", "Somebody who works for the clinic", user::SCHEMA),
        one("Group", "A group of those who work for the clinic", group::SCHEMA),
    ]
}

/// How an attribute behaves, beside its name and type.
#[derive(Clone, Copy)]
struct Trait {
    required: bool,
    exact: bool,
    mutability: &'static str,
    returned: &'static str,
    uniqueness: &'static str,
    multi: bool,
}

const USUAL: Trait = Trait {
    required: false,
    exact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    multi: false,
};
const READ: Trait = Trait { mutability: "readOnly", ..USUAL };
const GIVEN: Trait = Trait { mutability: "readOnly", required: true, ..USUAL };

fn attr(name: &str, kind: &str, description: &str, is: Trait) -> Json {
    let mut attr = json!({
        "name": name,
        "type": kind,
        "multiValued": is.multi,
        "description": description,
        "required": is.required,
        "mutability": is.mutability,
        "returned": is.returned,
    });
    if kind == "string" || kind == "reference" {
        attr["caseExact"] = json!(is.exact || kind == "reference");
        attr["uniqueness"] = json!(is.uniqueness);
    }
    attr
}

fn with(mut attr: Json, name: &str, value: Json) -> Json {
    attr[name] = value;
    attr
}

fn complex(name: &str, description: &str, is: Trait, parts: Vec<Json>) -> Json {
    with(attr(name, "complex", description, is), "subAttributes", Json::Array(parts))
}

fn schema(base: &str, id: &str, name: &str, description: &str, attributes: Vec<Json>) -> Json {
    json!({
        "schemas": [SCHEMA],
        "id": id,
        "name": name,
        "description": description,
        "attributes": attributes,
        "meta": { "resourceType": "Schema", "location": format!("{base}/Schemas/{id}") },
    })
}

/// Which attributes each resource has.
pub(crate) fn schemas(base: &str) -> Vec<Json> {
    vec![
        schema(base, user::SCHEMA, "User", "Somebody who works for the clinic", user_attributes()),
        schema(base, group::SCHEMA, "Group", "A group of those who work for the clinic", group_attributes()),
        schema(base, CONFIG, "ServiceProviderConfig", "What this server can do", config_attributes()),
        schema(base, TYPE, "ResourceType", "A kind of resource", type_attributes()),
        schema(base, SCHEMA, "Schema", "The attributes of a kind of resource", schema_attributes()),
    ]
}

fn user_attributes() -> Vec<Json> {
    let needed = Trait { required: true, ..USUAL };
    let kinds = json!(["work", "home", "other"]);
    vec![
        attr(
            "userName",
            "string",
            "What the person signs in with in the directory",
            Trait { uniqueness: "server", ..needed },
        ),
        complex(
            "name",
            "The person's name",
            USUAL,
            vec![
                attr("givenName", "string", "The first name", USUAL),
                attr("familyName", "string", "The last name", USUAL),
            ],
        ),
        // The account is the one or the other, so there is nothing to remove.
        attr("active", "boolean", "Whether the person may sign in", needed),
        complex(
            "emails",
            "The person's address; of several the primary one is kept, else that for work",
            Trait { multi: true, ..needed },
            vec![
                attr("value", "string", "The address", Trait { uniqueness: "server", ..needed }),
                with(attr("type", "string", "What it is for", USUAL), "canonicalValues", kinds),
                attr("primary", "boolean", "Whether it is the first of several", USUAL),
            ],
        ),
        complex(
            "groups",
            "The groups the person is in",
            Trait { multi: true, ..READ },
            vec![
                attr("value", "string", "The group's id", Trait { exact: true, ..READ }),
                with(attr("$ref", "reference", "The group's address", READ), "referenceTypes", json!(["Group"])),
                attr("display", "string", "The group's name", READ),
                with(
                    attr("type", "string", "Whether by a group within it", READ),
                    "canonicalValues",
                    json!(["direct", "indirect"]),
                ),
            ],
        ),
    ]
}

fn group_attributes() -> Vec<Json> {
    let once = Trait { mutability: "immutable", ..USUAL };
    let kinds = json!(["User", "Group"]);
    vec![
        attr("displayName", "string", "The group's name", Trait { required: true, ..USUAL }),
        complex(
            "members",
            "Who is in the group, and which groups are",
            Trait { multi: true, ..USUAL },
            vec![
                attr("value", "string", "The member's id", Trait { exact: true, ..once }),
                with(attr("$ref", "reference", "The member's address", once), "referenceTypes", kinds.clone()),
                with(attr("type", "string", "A person or a group", once), "canonicalValues", kinds),
            ],
        ),
    ]
}

fn supported(name: &str, more: Vec<Json>) -> Json {
    let mut parts = vec![attr("supported", "boolean", "Whether it is done", GIVEN)];
    parts.extend(more);
    complex(name, name, GIVEN, parts)
}

fn config_attributes() -> Vec<Json> {
    let number = |name: &str, description: &str| attr(name, "integer", description, GIVEN);
    vec![
        with(
            attr("documentationUri", "reference", "Where it is described", READ),
            "referenceTypes",
            json!(["external"]),
        ),
        supported("patch", vec![]),
        supported(
            "bulk",
            vec![number("maxOperations", "Changes in one request"), number("maxPayloadSize", "Bytes of one request")],
        ),
        supported("filter", vec![number("maxResults", "Resources in one answer")]),
        supported("changePassword", vec![]),
        supported("sort", vec![]),
        supported("etag", vec![]),
        complex(
            "authenticationSchemes",
            "How a client shows who it is",
            Trait { multi: true, ..GIVEN },
            vec![
                attr("type", "string", "The kind", GIVEN),
                attr("name", "string", "Its name", GIVEN),
                attr("description", "string", "What it is", GIVEN),
                with(
                    attr("specUri", "reference", "Where it is specified", READ),
                    "referenceTypes",
                    json!(["external"]),
                ),
                with(
                    attr("documentationUri", "reference", "Where it is described", READ),
                    "referenceTypes",
                    json!(["external"]),
                ),
                attr("primary", "boolean", "Whether it is the usual one", READ),
            ],
        ),
    ]
}

fn type_attributes() -> Vec<Json> {
    vec![
        attr("name", "string", "Its name", GIVEN),
        attr("description", "string", "What it is", READ),
        with(attr("endpoint", "reference", "Where it stands", GIVEN), "referenceTypes", json!(["uri"])),
        with(
            attr("schema", "reference", "Its schema", Trait { exact: true, ..GIVEN }),
            "referenceTypes",
            json!(["uri"]),
        ),
        complex(
            "schemaExtensions",
            "What extends its schema",
            Trait { multi: true, ..READ },
            vec![
                with(
                    attr("schema", "reference", "The schema", Trait { exact: true, ..GIVEN }),
                    "referenceTypes",
                    json!(["uri"]),
                ),
                attr("required", "boolean", "Whether it must be there", GIVEN),
            ],
        ),
    ]
}

fn schema_attributes() -> Vec<Json> {
    let text = |name: &str| attr(name, "string", name, READ);
    let truth = |name: &str| attr(name, "boolean", name, READ);
    let parts = || {
        vec![
            attr("name", "string", "Its name", GIVEN),
            attr("type", "string", "Its type", GIVEN),
            truth("multiValued"),
            text("description"),
            truth("required"),
            attr("canonicalValues", "string", "Values it usually has", Trait { multi: true, ..READ }),
            truth("caseExact"),
            text("mutability"),
            text("returned"),
            text("uniqueness"),
            attr("referenceTypes", "string", "What it refers to", Trait { multi: true, ..READ }),
        ]
    };
    let mut of_attribute = parts();
    of_attribute.push(complex("subAttributes", "Its parts", Trait { multi: true, ..READ }, parts()));
    vec![
        attr("name", "string", "Its name", GIVEN),
        attr("description", "string", "What it is", READ),
        complex("attributes", "Its attributes", Trait { multi: true, ..GIVEN }, of_attribute),
    ]
}
