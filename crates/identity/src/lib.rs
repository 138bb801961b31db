//! The identity room: accounts, signing in, sessions, staff, and keys for other programs.
//!
//! Everything lives in one clinic: a person known to two clinics has two accounts with two passwords. Deliberately
//! absent: a session that is remembered in memory (signing out would not hold at once), a password that is written
//! anywhere, and a page that says whether an address has an account.

mod doorkeeper;
mod effect;
mod emergency;
mod enter;
mod error;
mod factor;
mod familiar;
mod jobs;
mod letters;
pub mod model;
mod oidc;
pub mod password;
mod rules;
mod session;
pub mod standin;
mod store;
mod web;

use std::sync::Arc;
use std::time::Duration;

use ground::web::cookies::Listed;
use ground::{NOBODYS, Nav, Recurring, Room};

pub use doorkeeper::Keeper;
pub use enter::{enter, home};
pub use error::{Error, Result};
pub use familiar::COOKIE as FAMILIAR_COOKIE;
pub use jobs::invite;
pub use model::{
    Account, ApiToken, Given, Gives, Kind, Made, NewClient, NewRole, NewStaff, NewToken, OwnRole, OwnRoleId, Reach,
    SessionId, Source, TokenId, TokenText,
};
pub use oidc::client::RECIPIENT as PROVIDER;
pub use password::Hashed;
pub use rules::STAFF_ROLES;
pub use session::{COOKIE, Secret};
pub use store::account::{
    activate as activate_account, attach, create_client as create_client_account, find as find_account, find_by_email,
    of_person as accounts_of, open_email,
};
pub use store::closing::{close as close_account, closed_persons, may_close};
pub use store::directory::{has_email, open_emails, readdress, release_email, still_open};
pub use store::doors::{invite_manager, one_of_each};
pub use store::erase::end_staff;
pub use store::governed::{Stands, accounts_at, managers, stands};
pub use store::guest::{NewGuest, admit as admit_guest, dismiss as dismiss_guest, without_end as guests_without_end};
pub use store::holders::{Holder, holders, holders_then};
pub use store::oidc::provider::hosts as provider_hosts;
pub use store::own_role::{
    create as create_role, find as find_role, giving_nothing as roles_giving_nothing, held_among as own_roles_among,
    holds as own_role_holds, list as list_roles, of as roles_of, retire as retire_role, take_turns as take_role_turns,
    update as update_role,
};
pub use store::staff::{
    answerable, change as change_staff, create as create_staff, deactivate as deactivate_staff, find as find_staff,
    governing, governs, list as list_staff, many as many_staff, names as staff_names, only_governing,
    update as update_staff,
};
pub use store::sweep::sweep;
pub use store::token::{
    create as create_token, create_client, delete as revoke_token, find as find_token, list as list_tokens,
    rotate as rotate_token,
};
pub use web::account::Reauthentication;

/// Every cookie this room sets, with the lifetime this clinic states.
pub fn cookies(parameters: &promise::Parameters) -> [Listed; 3] {
    [session::listed(parameters), familiar::COOKIE, oidc::COOKIE]
}

/// The room.
pub fn room() -> Room {
    Room::new("identity")
        .schema("001_identity", include_str!("../schema/001_identity.sql"))
        .schema("003_reset_request", include_str!("../schema/003_reset_request.sql"))
        .schema("004_factors", include_str!("../schema/004_factors.sql"))
        .schema("023_emergency", include_str!("../schema/023_emergency.sql"))
        .schema("033_new_address", include_str!("../schema/033_new_address.sql"))
        .schema("031_oauth", include_str!("../schema/031_oauth.sql"))
        .schema("030_guest", include_str!("../schema/030_guest.sql"))
        .schema("030_oidc", include_str!("../schema/030_oidc.sql"))
        .schema("032_roles", include_str!("../schema/032_roles.sql"))
        .schema("034_closed", include_str!("../schema/034_closed.sql"))
        .schema("034_oidc_own_rule", include_str!("../schema/034_oidc_own_rule.sql"))
        .schema("035_keeper", include_str!("../schema/035_keeper.sql"))
        .data_map(include_str!("../datamap.toml"))
        .shows(&[
            ("account", "email", "/account"),
            ("account", "name", "/account"),
            ("new_address", "email", "/account/address"),
            ("authenticator", "seed", "/account/factors"),
            ("passkey", "name", "/account/factors"),
            ("personal_token", "name", "/account/tokens"),
            ("emergency", "reason", "/me/record"),
            ("oidc_provider", "secret", NOBODYS),
            ("oidc_request", "email", NOBODYS),
            ("oidc_request", "name", NOBODYS),
        ])
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .abilities(include_str!("../abilities.toml"))
        .words("en", include_str!("../locales/en.ftl"))
        .words("en", include_str!("../locales/en/standin.ftl"))
        .words("ar", include_str!("../locales/ar.ftl"))
        .routes(web::routes())
        .routes(emergency::web::routes())
        .nav(Nav { path: "/staff", label: "identity-nav-staff", icon: "key", action: "identity.staff.list", order: 90 })
        .job(jobs::reset())
        .job(jobs::alert())
        .job(emergency::told())
        .job(jobs::invitation())
        .names(store::staff::names)
        .merges(store::merge::MERGES)
        .erases(store::erase::ERASES)
        .seen(store::seen::seen)
        .panel(web::agreed::PANEL)
        .panel(web::account::PROFILE)
        .panel(emergency::web::PANEL)
        .relation(emergency::store::relate)
        .about("{account}", store::account::person_of)
        .about("{emergency}", emergency::store::person_of)
        .due(emergency::store::due)
        .due(store::token::due)
        .evidence("password.hashed", store::evidence::hashed)
        .evidence("password.robust", store::evidence::robust)
        .evidence("session.lifetime", store::evidence::sessions)
        .evidence("security.alerts", store::evidence::alerts)
        .evidence("rights.close_account", store::closing::evidence)
        .evidence("age.minimum", store::evidence::ages)
        .more_evidence("residency.stated", store::evidence::told)
        .more_evidence("access.need_to_know", emergency::store::evidence)
        .words("en", include_str!("../locales/en/checks.ftl"))
        .words("ar", include_str!("../locales/ar/checks.ftl"))
        .checks(&store::checks::CHECKS)
        .recurring(Recurring {
            name: "identity.sweep",
            every: Duration::from_secs(600),
            run: |scope| Box::pin(tidy(scope)),
        })
        .doorkeeper(Arc::new(Keeper))
}

async fn tidy(scope: ground::Scope) -> ground::Result<()> {
    Ok(scope.write(sweep).await?)
}
