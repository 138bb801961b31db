//! `keepwell token`: keys for other programs, and clients of OAuth 2.

use clap::{Subcommand, ValueEnum};
use ground::{Actor, House, Role, RoleSet, Scope};
use identity::{ApiToken, Kind, NewToken, Reach, TokenId};
use jiff::SignedDuration;
use promise::Purpose;
use serde_json::json;

use super::{CliError, Format, Shape, clinic as named, hosted, line};

#[derive(Subcommand)]
pub(super) enum TokenAction {
    /// Make a key for a program and print it; it is shown this once.
    Create {
        #[arg(long)]
        clinic: String,
        /// What you call the program that holds it.
        #[arg(long, default_value = "made on the command line")]
        label: String,
        /// What it may do.
        #[arg(long, value_enum, default_value_t = TokenScope::Write)]
        scope: TokenScope,
        /// The same as --scope read.
        #[arg(long, conflicts_with = "scope")]
        read_only: bool,
        /// Days for which it works.
        #[arg(long, default_value_t = 365)]
        days: u32,
        /// Make a client of OAuth 2 instead; prints its id and its secret, a line each.
        #[arg(long)]
        client: bool,
    },
    /// List the keys and clients of a clinic; never their secrets.
    List {
        #[arg(long)]
        clinic: String,
        #[command(flatten)]
        shape: Shape,
    },
    /// Make the secret of a key or client anew and print it; it is shown this once.
    Rotate {
        #[arg(long)]
        clinic: String,
        /// The key's id, as list prints it.
        id: String,
        /// Hours for which the secret before goes on; 0 ends it at once.
        #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u16).range(0..=24 * 30))]
        keep_hours: u16,
    },
    /// Make a key or client worthless at once.
    Revoke {
        #[arg(long)]
        clinic: String,
        /// The key's id, as list prints it.
        id: String,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TokenScope {
    /// Look things up by the API.
    Read,
    /// Look things up and change them.
    Write,
    /// Say who works here, as a directory of staff by SCIM, and nothing else.
    Scim,
}

pub(super) async fn run(house: &House, action: TokenAction) -> Result<(), CliError> {
    match action {
        TokenAction::Create { clinic, label, scope, read_only, days, client } => {
            let label = line(house, "--label", &label, 60)?;
            let reach = match scope {
                _ if read_only => Reach::Read,
                TokenScope::Read => Reach::Read,
                TokenScope::Write => Reach::Write,
                TokenScope::Scim => Reach::Scim,
            };
            let new = NewToken { label, roles: RoleSet::from(Role::Integration), reach, days: Some(days) };
            create(&opening(house, &clinic, "token.create").await?, new, client).await
        }
        TokenAction::List { clinic, shape } => list(&within(house, &clinic, "token.list").await?, shape).await,
        TokenAction::Rotate { clinic, id, keep_hours } => {
            let (scope, id) = (opening(house, &clinic, "token.rotate").await?, id_of(&id)?);
            let grace = SignedDuration::from_hours(i64::from(keep_hours));
            let made = scope.write(move |tx| {
                let seen = identity::find_token(tx, id)?.generation;
                identity::rotate_token(tx, id, seen, grace)
            });
            let (token, secret) = made.await.map_err(|error| said(error, id))?;
            say!("{}", secret.0);
            if let Some(before) = token.before {
                eprintln!("the secret before goes on until {}", before.ends_at);
            }
            Ok(())
        }
        TokenAction::Revoke { clinic, id } => {
            let (scope, id) = (within(house, &clinic, "token.revoke").await?, id_of(&id)?);
            scope.write(move |tx| identity::revoke_token(tx, id)).await.map_err(|error| said(error, id))
        }
    }
}

async fn within(house: &House, slug: &str, action: &'static str) -> Result<Scope, CliError> {
    let clinic = named(house, Some(slug)).await?;
    Ok(Scope::new(house, clinic, Actor::automatic(), Purpose::Administration, action))
}

/// The same for what hands out a secret: a key opens records, as whoever holds it.
async fn opening(house: &House, slug: &str, action: &'static str) -> Result<Scope, CliError> {
    let scope = within(house, slug, action).await?;
    hosted::own(house, &scope.clinic, "/tokens")?;
    Ok(scope)
}

fn id_of(text: &str) -> Result<TokenId, CliError> {
    text.parse().map_err(|_| CliError::Said(format!("{text} is not a key's id; see keepwell token list")))
}

fn said(error: identity::Error, id: TokenId) -> CliError {
    CliError::Said(match error {
        identity::Error::Ground(ground::Error::NotFound) => format!("there is no key {id}; see keepwell token list"),
        identity::Error::RotatedLately => {
            format!("the secret before of {id} still goes on; --keep-hours 0 ends both and makes a new one")
        }
        other => other.to_string(),
    })
}

async fn create(scope: &Scope, new: NewToken, client: bool) -> Result<(), CliError> {
    let made = scope.write(move |tx| match client {
        true => identity::create_client(tx, &new),
        false => identity::create_token(tx, &new),
    });
    let (id, secret) = made.await.map_err(|error| CliError::Said(error.to_string()))?;
    if client {
        say!("{id}");
    }
    say!("{}", secret.0);
    Ok(())
}

async fn list(scope: &Scope, shape: Shape) -> Result<(), CliError> {
    let tokens = scope.read(identity::list_tokens).await.map_err(|error| CliError::Said(error.to_string()))?;
    if shape.format == Format::Json {
        let lines: Vec<_> = tokens.iter().map(as_json).collect();
        say!("{}", serde_json::to_string_pretty(&lines).unwrap_or_default());
        return Ok(());
    }
    let day = |at: Option<jiff::Timestamp>| at.map_or_else(|| "never".to_owned(), |at| at.strftime("%F").to_string());
    for token in &tokens {
        let (used, ends) = (day(token.last_used_at), day(token.expires_at));
        let (kind, scopes) = (token.kind.as_str(), token.reach.as_str());
        say!("{} {kind:6} {scopes:10} used {used:10} ends {ends:10} {}", token.id, token.label);
        if let Some(before) = token.before {
            say!("    the secret before goes on until {}, used {}", before.ends_at, day(before.used_at));
        }
    }
    Ok(())
}

fn as_json(token: &ApiToken) -> serde_json::Value {
    let ApiToken { id, kind, label, roles, reach, created_by, created_at, last_used_at, expires_at, .. } = token;
    let kind = match kind {
        Kind::Key => "key",
        Kind::Client => "client",
    };
    json!({ "id": id.to_string(), "kind": kind, "label": label, "roles": roles, "scopes": reach.as_str(), "created_by": created_by,
        "created_at": created_at.to_string(), "last_used_at": last_used_at.map(|at| at.to_string()),
        "expires_at": expires_at.map(|at| at.to_string()), "rotated_at": token.rotated_at.map(|at| at.to_string()),
        "before": token.before.map(|before| json!({ "ends_at": before.ends_at.to_string(), "used_at": before.used_at.map(|at| at.to_string()) })) })
}
