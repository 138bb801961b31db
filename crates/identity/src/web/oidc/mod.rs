//! Providers of identities on the pages: signing in by one, linking one to one's own account, and setting them up.

mod enter;
mod fields;
mod manage;
mod own;

use ground::{Actor, House, Routes, Scope};
use promise::Purpose::{self, Account, Administration};

use crate::error::Result;
use crate::oidc::discovery::Discovery;
use crate::oidc::{Fault, client};
use crate::store::oidc::provider::{self, Provider};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .post("/c/{clinic}/sign-in/with/{provider}", "identity.provider.begin", Account, enter::begin)
        .get("/c/{clinic}/sign-in/return", "identity.provider.return", Account, enter::come)
        .get("/c/{clinic}/account/providers", "identity.link.list", Account, own::list)
        .post("/c/{clinic}/account/providers/{provider}", "identity.link.begin", Account, own::begin)
        .fresh()
        .post("/c/{clinic}/account/providers/{provider}/removal", "identity.link.remove", Account, own::remove)
        .fresh()
        .get("/c/{clinic}/staff/providers", "identity.provider.list", Administration, manage::list)
        .post("/c/{clinic}/staff/providers", "identity.provider.create", Administration, manage::create)
        .fresh()
        .get("/c/{clinic}/staff/providers/new", "identity.provider.ask", Administration, manage::ask)
        .fresh()
        .get("/c/{clinic}/staff/providers/{provider}", "identity.provider.read", Administration, manage::read)
        .fresh()
        .post("/c/{clinic}/staff/providers/{provider}", "identity.provider.update", Administration, manage::update)
        .fresh()
        .post("/c/{clinic}/staff/providers/{provider}/test", "identity.provider.test", Administration, manage::test)
        .post(
            "/c/{clinic}/staff/providers/{provider}/removal",
            "identity.provider.remove",
            Administration,
            manage::remove,
        )
        .fresh()
        .post(
            "/c/{clinic}/staff/providers/requests/{request}",
            "identity.provider.answer",
            Administration,
            manage::answer,
        )
        .fresh()
}

/// Keepwell itself asks: whoever comes back is nobody yet.
fn automatic(scope: &Scope) -> Scope {
    scope.as_actor(Actor::automatic()).for_purpose(Purpose::Security)
}

/// Where a provider sends browsers back to: one address for the clinic.
fn redirect(house: &House, scope: &Scope) -> String {
    format!("{}/sign-in/return", house.address_of(&scope.clinic))
}

/// What a provider says of itself: as it was kept, while that is new enough, or asked for now.
async fn known(scope: &Scope, provider: &Provider) -> Result<Result<Discovery, Fault>> {
    if let Some(known) = &provider.discovered {
        return Ok(Ok(known.clone()));
    }
    let found = match client::discover(scope, &provider.issuer).await {
        Ok(found) => found,
        Err(fault) => return Ok(Err(fault)),
    };
    let (id, keeps) = (provider.id, found.clone());
    automatic(scope).write(move |tx| provider::discovered(tx, id, &keeps)).await?;
    Ok(Ok(found))
}
