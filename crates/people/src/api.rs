//! Clients as programs read them.

use axum::Json;
use ground::web::json::{Body, Shape};
use ground::web::{Fault, Query, Reader};
use ground::{PersonId, Result, Routes, Scope, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use promise::Purpose;
use serde::Serialize;

use crate::model::Client;
use crate::store;

pub(crate) fn routes() -> Routes {
    use Purpose::Scheduling;
    Routes::new()
        .get("/api/v1/clinics/{clinic}/clients", "people.client.search", Scheduling, list)
        .question("/api/v1/clinics/{clinic}/clients/search", "people.client.search", Scheduling, search)
        .get("/api/v1/clinics/{clinic}/clients/{client}", "people.client.read", Scheduling, read)
}

/// One client.
#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct ClientBody {
    #[schema(value_type = String)]
    pub id: PersonId,
    pub given_name: String,
    pub family_name: String,
    pub email: Option<String>,
    /// In international form (E.164).
    pub phone: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    pub birth_date: Option<Date>,
    pub language: String,
    /// `self`, `guardian`, `desk`, `import:` and the file's digest, `api:` and the key's id, or `demo`.
    pub source: String,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Counts changes, from 1.
    pub version: i64,
}

/// Clients, the newest first.
#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct ClientList {
    /// At most `limit`, and fewer, or none, where `partial`.
    pub clients: Vec<ClientBody>,
    /// Not everybody who may be meant has been looked at: go on with `next`, also when there are no clients here.
    pub partial: bool,
    /// Give it as `after` for the next ones; absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub next: Option<PersonId>,
}

impl From<Client> for ClientBody {
    fn from(client: Client) -> ClientBody {
        ClientBody {
            id: client.id,
            given_name: client.given_name,
            family_name: client.family_name,
            email: client.email,
            phone: client.phone,
            birth_date: client.birth_date.map(|born| born.day()),
            language: client.language,
            source: client.source.to_string(),
            created_at: client.created_at,
            updated_at: client.updated_at,
            version: client.version,
        }
    }
}

/// What a list is asked for in its address.
struct Asked {
    limit: u32,
    after: Option<PersonId>,
}

fn asked(form: &mut Reader<'_>) -> Option<Asked> {
    let limit = form.number_or_none("limit", 1..=100).unwrap_or(50);
    Some(Asked { after: form.parse_or_none("after"), limit: u32::try_from(limit).ok()? })
}

async fn found(scope: &Scope, q: String, asked: Asked) -> Result<Json<ClientList>, Fault> {
    let found = scope.read(move |tx| store::found(tx, &q, asked.after, asked.limit)).await?;
    let clients = found.clients.into_iter().map(ClientBody::from).collect();
    Ok(Json(ClientList { clients, partial: found.partial, next: found.next }))
}

async fn list(scope: Scope, Query(fields): Query) -> Result<Json<ClientList>, Fault> {
    let mut form = fields.reader();
    let q = form.text_or_none("q", 100).unwrap_or_default();
    let asked = asked(&mut form);
    found(&scope, q, form.finish(|| asked).map_err(Fault::invalid)?).await
}

/// The same with what is looked for in the body, so that no name stands in an address.
async fn search(scope: Scope, Query(fields): Query, body: Body) -> Result<Json<ClientList>, Fault> {
    let mut form = fields.reader();
    let asked = asked(&mut form);
    let asked = form.finish(|| asked).map_err(Fault::invalid)?;
    let q = body.read(Shape::default(), |form| form.text("q", 100))?;
    found(&scope, q, asked).await
}

async fn read(
    scope: Scope,
    parts: axum::extract::Path<std::collections::HashMap<String, String>>,
) -> Result<Json<ClientBody>, Fault> {
    let id: PersonId = parts.get("client").and_then(|id| id.parse().ok()).ok_or(ground::Error::NotFound)?;
    let read = move |tx: &mut Tx<'_>| -> Result<Result<Client, PersonId>> {
        let kept = tx.kept(id)?;
        if kept == id { store::open(tx, id).map(Ok) } else { Ok(Err(kept)) }
    };
    match scope.read(read).await? {
        Ok(client) => Ok(Json(client.into())),
        Err(kept) => {
            let gone = Fault::not_found().words("people-api-merged", "people-api-merged-text");
            Err(gone.member("merged_into", kept.to_string()))
        }
    }
}
