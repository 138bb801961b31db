//! `keepwell policy explain` and `keepwell policy table`.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use ground::{AccountId, Actor, House, Refusal, Relations, Role, RoleSet, Scope, Who, restrict};
use identity::OwnRole;
use jiff::Timestamp;
use policy::{Ask, CHANGE, Explanation, OPEN};
use promise::Purpose;
use serde_json::json;

use super::{CliError, Format, Shape, clinic as named};

#[derive(Subcommand)]
pub(super) enum Action {
    /// Say which rule lets somebody do something, or that none does. Ends with 0 where it is permitted, else with 1.
    Explain(Question),
    /// Print the whole policy as a table: each action, for each purpose and relation, with the roles that may.
    Table(Shape),
}

#[derive(Args)]
pub(super) struct Question {
    /// The clinic; the first by name if left out.
    #[arg(long)]
    clinic: Option<String>,
    /// Who: an account's id, or roles, as in front_desk,manager.
    #[arg(long)]
    actor: String,
    /// What: an action as `keepwell routes` prints them, or person.open, or person.change.
    #[arg(long)]
    action: String,
    /// Whom or what about: a person's id, or the id of what is about one, as an appointment; nobody if left out.
    #[arg(long)]
    resource: Option<String>,
    /// What for; every purpose for which a page asks this if left out.
    #[arg(long)]
    purpose: Option<Purpose>,
    #[command(flatten)]
    shape: Shape,
}

/// Answers what the policy would at any door, and says by which rule. Keys and directories come to few of the doors: see
/// `keepwell routes`.
pub(super) async fn explain(house: &House, asked: Question) -> Result<ExitCode, CliError> {
    let Question { clinic, actor, action, resource, purpose, shape } = asked;
    if !house.policy.actions().any(|known| known == action) {
        return Err(CliError::Said(format!("no rule and no page knows the action {action}; see keepwell routes")));
    }
    let clinic = named(house, clinic.as_deref()).await?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Security, "policy.explain");
    let (actor, own) = actor_of(&scope, &actor).await?;
    let scope = scope.as_actor(actor);
    let relations = match resource {
        None => Relations::NONE,
        Some(ref id) => relations_to(&scope, id.clone()).await?,
    };
    let purposes = purpose.map_or_else(|| purposes_of(house, &action), |purpose| vec![purpose]);
    let answer = |purpose: &Purpose| {
        let (roles, action, purpose) = (scope.actor.roles, action.as_str(), purpose.as_str());
        house.policy.explain(&Ask { roles, action, purpose, relations })
    };
    let answers: Vec<Explanation> = purposes.iter().map(answer).collect();
    let stopped = match resource {
        Some(id) if action == OPEN => stopped(&scope, id, purposes).await?,
        _ => vec![None; answers.len()],
    };
    if shape.format == Format::Json {
        let lines: Vec<_> = answers.iter().zip(&stopped).map(|(answer, stop)| as_json(answer, &own, *stop)).collect();
        say!("{}", serde_json::to_string_pretty(&lines).unwrap_or_default());
    } else {
        let lines: Vec<_> = answers.iter().zip(&stopped).map(|(answer, stop)| in_words(answer, &own, *stop)).collect();
        say!("{}", lines.join("\n").trim_end());
    }
    let permitted = answers.iter().zip(&stopped).any(|(answer, stop)| answer.decision.allowed && stop.is_none());
    Ok(if permitted { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The roles that the clinic made, of those the actor holds, which take the answer's ability away.
fn takers<'a>(answer: &Explanation, own: &'a [OwnRole]) -> Vec<&'a str> {
    let taking = |role: &&OwnRole| answer.taken.as_ref().is_some_and(|ability| role.taken.contains(ability));
    own.iter().filter(taking).map(|role| role.name.as_str()).collect()
}

/// Since when the person stopped it or said no to it, for each purpose; none where they did not, or where it is left.
async fn stopped(scope: &Scope, id: String, purposes: Vec<Purpose>) -> Result<Vec<Option<Timestamp>>, CliError> {
    let asked = scope.read(move |tx| -> ground::Result<_> {
        let Some(person) = tx.about(&id)? else { return Ok(vec![None; purposes.len()]) };
        let judged = |purpose: &Purpose| -> ground::Result<Option<Timestamp>> {
            Ok(restrict::judge(tx, person, *purpose)?.map(|refusal| match refusal {
                Refusal::Restricted(since) | Refusal::Objected(since) => since,
                _ => Timestamp::UNIX_EPOCH,
            }))
        };
        purposes.iter().map(judged).collect()
    });
    Ok(asked.await?)
}

fn as_json(answer: &Explanation, own: &[OwnRole], stopped: Option<Timestamp>) -> serde_json::Value {
    let Explanation { asked, decision, deciding, nearest, taken } = answer;
    let takers = takers(answer, own);
    json!({
        "asked": asked, "allowed": decision.allowed, "rules": *decision.rules, "deciding": deciding, "nearest": nearest,
        "taken": taken, "taken_by": takers, "restricted_since": stopped,
    })
}

fn in_words(answer: &Explanation, own: &[OwnRole], stopped: Option<Timestamp>) -> String {
    let mut words = answer.to_string();
    for role in takers(answer, own) {
        words.push_str(&format!("  by the role \"{role}\"\n"));
    }
    if let Some(since) = stopped {
        words.push_str(&format!("refused all the same: restricted at the person's wish since {since}\n"));
    }
    words
}

/// Who `text` says, and the roles of the clinic's that they hold.
async fn actor_of(scope: &Scope, text: &str) -> Result<(Actor, Vec<OwnRole>), CliError> {
    if let Ok(id) = text.parse::<AccountId>() {
        let known = scope.read(move |tx| -> identity::Result<_> {
            Ok((identity::find_account(tx, id)?, identity::roles_of(tx, id)?))
        });
        let (account, own) =
            known.await.map_err(|_| CliError::Said(format!("{} has no account {text}", scope.clinic.slug)))?;
        if !account.is_open() {
            return Err(CliError::Said(format!("{text} is closed or was never confirmed, so nobody comes in with it")));
        }
        let who = Who::Account { account: account.id, person: account.person };
        return Ok((Actor { who, roles: account.held, shown_as: None }, own));
    }
    let roles = text.parse::<RoleSet>().ok().filter(|roles| !roles.is_empty()).ok_or_else(|| {
        let known = Role::ALL.map(Role::as_str).join(", ");
        CliError::Said(format!("{text} is no account's id and no role; the roles are {known}"))
    })?;
    Ok((Actor { who: Who::Nobody, roles, shown_as: None }, Vec::new()))
}

async fn relations_to(scope: &Scope, id: String) -> Result<Relations, CliError> {
    let said = format!("{} knows nobody by {id}", scope.clinic.slug);
    let found = scope.read(move |tx| -> ground::Result<_> {
        match tx.about(&id)? {
            Some(person) => tx.relations(person).map(Some),
            None => Ok(None),
        }
    });
    found.await?.ok_or(CliError::Said(said))
}

/// What pages ask an action for; a record may be opened for whatever a purpose is.
fn purposes_of(house: &House, action: &str) -> Vec<Purpose> {
    let asks = |purpose: &Purpose| {
        [OPEN, CHANGE].contains(&action)
            || house.routes.iter().any(|route| route.action == action && route.purpose == *purpose)
    };
    Purpose::ALL.iter().copied().filter(asks).collect()
}

/// One line of the table.
#[derive(serde::Serialize)]
struct Line<'a> {
    action: &'a str,
    purpose: &'static str,
    relation: &'static str,
    who: Vec<&'static str>,
}

pub(super) fn table(house: &House, shape: Shape) {
    let mut lines = Vec::new();
    for action in house.policy.actions() {
        for purpose in purposes_of(house, action) {
            let purpose = purpose.as_str();
            let who = |relations| house.policy.who_related(action, purpose, relations);
            let anyhow = who(Relations::NONE);
            for (relation, relations) in std::iter::once(("", Relations::NONE)).chain(Relations::each()) {
                let may = who(relations);
                // A relation that changes nothing needs no line.
                if may.is_empty() || (relations != Relations::NONE && may == anyhow) {
                    continue;
                }
                let who = may.into_iter().map(Role::as_str).collect();
                lines.push(Line { action, purpose, relation, who });
            }
        }
    }
    if shape.format == Format::Json {
        say!("{}", serde_json::to_string_pretty(&lines).unwrap_or_default());
        return;
    }
    for Line { action, purpose, relation, who } in lines {
        say!("{action:32} {purpose:16} {relation:14} {}", who.join(" "));
    }
    // What a person restricted is asked after the rules, and takes away from all of them alike.
    let left = restrict::LEFT.map(Purpose::as_str).join(" ");
    say!("{OPEN:32} {:16} {:14} left: {left}", "any", "restricted");
    say!("{OPEN:32} {:16} {:14} else: yourself by_link ward emergency, or a consent", "any", "restricted");
}
