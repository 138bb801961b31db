//! Following a Google Workspace directory: read everything, plan, check, apply.
//!
//! Planning happens in a reading transaction, beside the desk. Only where there is something to do is it planned once more
//! and done, in one writing transaction: all of it or nothing, whatever stops the program in between. A look that finds
//! nothing new writes nothing but that it looked.

mod consent;
mod difference;
pub(crate) mod letter;
pub(crate) mod web;
mod words;

use std::sync::Arc;
use std::time::Duration;

use ground::egress::{Gate, Register};
use ground::{Scope, Tx};
use jiff::{SignedDuration, Timestamp};

use crate::error::{Error, Result};
use crate::google::{Bounds, Consent, Credential, Endpoints, Fault, Google, Pace, ServiceKey, read};
use crate::plan::{Asks, Counts, Limits, Plan, Reason, Refusal, Snapshot, Token, plan};
use crate::store::google::here::{Loaded, load, token};
use crate::store::google::run::{NewRun, Outcome, Run};
use crate::store::google::settings::{Secret, Settings};
use crate::store::google::{apply, run as runs, settings};
use crate::store::take_turns;

/// How often it is looked whether a look is due.
pub const LOOKS: Duration = Duration::from_secs(20);

/// A clinic's turn: looks at its directory if it is time to, or somebody asked.
///
/// # Errors
/// Where the store fails; what is wrong with the directory is written down as the look's end.
pub async fn turn(scope: Scope) -> ground::Result<()> {
    let due = scope.read(due).await.map_err(ground)?;
    let Some((settings, asked)) = due else { return Ok(()) };
    let mut trial = false;
    if let Some(at) = asked {
        if !scope.write(move |tx| settings::take(tx, at)).await.map_err(ground)? {
            return Ok(());
        }
        trial = settings.asked_trial;
    }
    look(&scope, &settings, trial, &Pace::real()).await.map(drop).map_err(ground)
}

fn ground(error: Error) -> ground::Error {
    match error {
        Error::Ground(error) => error,
        other => ground::Error::internal(other),
    }
}

/// How it is asked, if it is time to; and when somebody asked for it, if that is why.
fn due(tx: &mut Tx<'_>) -> Result<Option<(Settings, Option<Timestamp>)>> {
    let Some(settings) = settings::find(tx)? else { return Ok(None) };
    if let Some(at) = settings.asked_at {
        return Ok(Some((settings, Some(at))));
    }
    let every = SignedDuration::from_mins(i64::from(settings.minutes.max(1)));
    let newest = runs::newest(tx)?;
    let over = newest.is_none_or(|run| tx.now().duration_since(run.begun_at) >= every);
    Ok((settings.working && over).then_some((settings, None)))
}

/// The way to the directory as the clinic keeps it.
///
/// # Errors
/// [`Fault::Key`] where the key is none for these endpoints.
pub fn way(scope: &Scope, settings: &Settings, secret: &Secret, pace: &Pace) -> Result<Result<Google, Fault>> {
    let endpoints = match &settings.endpoints {
        Some(endpoints) => endpoints.clone(),
        None => {
            let (token, directory) = Endpoints::GOOGLE;
            Endpoints::at(token, directory).ok_or_else(|| Error::internal("Google's addresses are none"))?
        }
    };
    let recipient = endpoints.recipient().ok_or_else(|| Error::internal("a directory that is not asked by TLS"))?;
    let gate = Gate::new(Register::of(scope), vec![recipient])?;
    let credential = match (Consent::read(&secret.service_key), ServiceKey::read(&secret.service_key, &endpoints.token))
    {
        (Some(consent), _) => Credential::Consent(consent),
        (None, Ok(key)) => Credential::Service(key, secret.administrator.clone()),
        (None, Err(_)) => return Ok(Err(Fault::Key)),
    };
    let clock = scope.house().clock.clone();
    Ok(Ok(Google::by(gate, endpoints, credential, clock, pace.clone())))
}

/// Looks at the directory and does what it says, or only looks; returns what came of it.
///
/// # Errors
/// Where the store fails.
pub async fn look(scope: &Scope, settings: &Settings, trial: bool, pace: &Pace) -> Result<Run> {
    let begun_at = scope.house().clock.now();
    let asked = settings.clone();
    let secret = scope.read(move |tx| settings::open(tx, &asked)).await?;
    let read = match way(scope, settings, &secret, pace)? {
        Ok(google) => pace.keep(read(&google, &Bounds::default(), &|_, _| {})).await,
        Err(fault) => Err(fault),
    };
    let run = match read {
        Ok(read) => {
            let there = Arc::new(read.snapshot);
            follow(scope, &there, settings.limits, begun_at, trial).await?
        }
        Err(fault) => {
            let reasons = fault.as_str().to_owned();
            end(
                scope,
                NewRun { begun_at, trial, outcome: Outcome::Failed, reasons, counts: String::new(), digest: None },
            )
            .await?
        }
    };
    metrics::counter!("keepwell_directory_looks_total", "outcome" => run.outcome.as_str()).increment(1);
    metrics::histogram!("keepwell_directory_look_seconds").record(run.ended_at.duration_since(begun_at).as_secs_f64());
    if matches!(run.outcome, Outcome::Held | Outcome::Refused | Outcome::Failed) {
        tracing::warn!(clinic = scope.clinic.slug, cause = run.reasons, "the directory was looked at and not followed");
    }
    Ok(run)
}

async fn end(scope: &Scope, new: NewRun) -> Result<Run> {
    scope.write(move |tx| record(tx, &new)).await
}

/// Writes down how a look ended, and tells the managers if nothing came of it.
fn record(tx: &mut Tx<'_>, new: &NewRun) -> Result<Run> {
    let before: Vec<Run> = runs::list(tx, 20)?.into_iter().filter(|run| !run.trial).collect();
    let id = runs::create(tx, new)?;
    let run = found(tx, id)?;
    letter::tell(tx, &run, &before)?;
    Ok(run)
}

fn found(tx: &mut Tx<'_>, id: crate::model::RunId) -> Result<Run> {
    let run = runs::list(tx, 20)?.into_iter().find(|run| run.id == id);
    run.ok_or_else(|| Error::internal("a look that was written down is not there"))
}

/// What is to become of a plan.
enum Verdict {
    /// There is something to do and nothing stands against it, or a person approved it.
    Do(Box<Plan>),
    Nothing(Box<Plan>),
    Not {
        outcome: Outcome,
        reasons: Vec<Reason>,
        plan: Option<Box<Plan>>,
    },
}

fn decide(tx: &mut Tx<'_>, there: &Snapshot, limits: &Limits) -> Result<(Loaded, Verdict)> {
    let loaded = load(tx, there)?;
    let fault = std::cell::Cell::new(false);
    let tokens = |kind: &'static str, text: &str| {
        token(tx, kind, text).unwrap_or_else(|_| {
            fault.set(true);
            Token([0; 16])
        })
    };
    let asks = Asks { tokens: &tokens, governs: &|roles| identity::governs(tx, roles) };
    let planned = plan(there, &loaded.here, limits, tx.now(), asks);
    if fault.get() {
        return Err(Error::internal("the clinic's key makes no tokens"));
    }
    let verdict = match planned {
        Ok(plan) if plan.is_empty() => Verdict::Nothing(Box::new(plan)),
        Ok(plan) => Verdict::Do(Box::new(plan)),
        Err(Refusal { reasons, held: None }) => Verdict::Not { outcome: Outcome::Refused, reasons, plan: None },
        Err(Refusal { reasons, held: Some(plan) }) => {
            if runs::approved(tx)?.as_deref() == Some(&hex(&plan.digest)) {
                Verdict::Do(plan)
            } else {
                Verdict::Not { outcome: Outcome::Held, reasons, plan: Some(plan) }
            }
        }
    };
    Ok((loaded, verdict))
}

fn hex(digest: &[u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Follows what was read.
async fn follow(scope: &Scope, there: &Arc<Snapshot>, limits: Limits, begun_at: Timestamp, trial: bool) -> Result<Run> {
    let (new, lines) = {
        let there = there.clone();
        // Beside the desk: nothing waits for this.
        scope
            .read(move |tx| {
                let (loaded, verdict) = decide(tx, &there, &limits)?;
                let lines = match &verdict {
                    Verdict::Do(plan) | Verdict::Not { plan: Some(plan), .. } => {
                        difference::of(tx, &there, &loaded, plan)?
                    }
                    _ => Vec::new(),
                };
                Ok::<_, Error>((said(begun_at, trial, &verdict), lines))
            })
            .await?
    };
    if new.outcome != Outcome::Applied || trial {
        let asking = there.clone();
        return scope
            .write(move |tx| {
                if !trial && new.outcome == Outcome::Unchanged && new.counts.contains("questions=") {
                    let (_, verdict) = decide(tx, &asking, &limits)?;
                    if let Verdict::Nothing(plan) = &verdict {
                        apply::ask(tx, &asking, plan)?;
                    }
                }
                let run = record(tx, &new)?;
                if !lines.is_empty() {
                    settings::keep_difference(tx, run.id, &lines)?;
                }
                Ok(run)
            })
            .await;
    }
    let done = {
        let there = there.clone();
        scope
            .write(move |tx| {
                take_turns(tx)?;
                // What was approved is given by the roles as they were approved: nobody changes one in between.
                identity::take_role_turns(tx)?;
                // What was planned a moment ago may have changed since.
                let (loaded, verdict) = decide(tx, &there, &limits)?;
                if let Verdict::Do(plan) = &verdict {
                    apply::apply(tx, &there, &loaded, plan)?;
                    apply::ask(tx, &there, plan)?;
                }
                let run = record(tx, &said(begun_at, false, &verdict))?;
                settings::keep_difference(tx, run.id, &lines)?;
                Ok(run)
            })
            .await
    };
    match done {
        // Identity's own rule stands behind ours.
        Err(Error::LastManager) => {
            let reasons = word(Reason::LastManager);
            let (outcome, counts) = (Outcome::Refused, String::new());
            end(scope, NewRun { begun_at, trial, outcome, reasons, counts, digest: None }).await
        }
        Err(Error::Ground(ground::Error::Full(_))) => without_room(scope, there, limits, begun_at).await,
        Ok(run) if run.outcome == Outcome::Applied => {
            // What differs still, now that it was done, is told with it.
            let there = there.clone();
            let left = scope
                .read(move |tx| {
                    Ok::<_, Error>(match decide(tx, &there, &limits)?.1 {
                        Verdict::Nothing(_) => 0,
                        Verdict::Do(plan) => plan.changes.len(),
                        Verdict::Not { plan, .. } => plan.map_or(0, |plan| plan.changes.len()),
                    })
                })
                .await?;
            let id = run.id;
            scope
                .write(move |tx| {
                    runs::drift(tx, id, left)?;
                    found(tx, id)
                })
                .await
        }
        other => other,
    }
}

/// What is still done where the clinic may have nobody more: who left is shut out, and who would come waits. Told as refused,
/// because most of the plan was not done.
async fn without_room(scope: &Scope, there: &Arc<Snapshot>, limits: Limits, begun_at: Timestamp) -> Result<Run> {
    let refused = move |reasons: &str, counts: String| NewRun {
        begun_at,
        trial: false,
        outcome: Outcome::Refused,
        reasons: reasons.to_owned(),
        counts,
        digest: None,
    };
    let there = there.clone();
    let done = scope
        .write(move |tx| {
            take_turns(tx)?;
            identity::take_role_turns(tx)?;
            let (loaded, verdict) = decide(tx, &there, &limits)?;
            let counts = match &verdict {
                Verdict::Do(plan) => {
                    apply::apply_losses(tx, &there, &loaded, plan)?;
                    apply::ask(tx, &there, plan)?;
                    counted(&plan.losses().counts())
                }
                Verdict::Nothing(_) | Verdict::Not { .. } => String::new(),
            };
            record(tx, &refused(FULL, counts))
        })
        .await;
    match done {
        // Who would govern the staff then is among those who wait.
        Err(Error::LastManager) => end(scope, refused(FULL, String::new())).await,
        other => other,
    }
}

/// The reason why nobody more came, as it is stored.
const FULL: &str = "full";

/// A verdict as it is written down.
fn said(begun_at: Timestamp, trial: bool, verdict: &Verdict) -> NewRun {
    let (outcome, reasons, plan) = match verdict {
        Verdict::Do(plan) => (Outcome::Applied, &[][..], Some(plan)),
        Verdict::Nothing(plan) => (Outcome::Unchanged, &[][..], Some(plan)),
        Verdict::Not { outcome, reasons, plan } => (*outcome, &reasons[..], plan.as_ref()),
    };
    NewRun {
        begun_at,
        trial,
        outcome: if trial { Outcome::Tried } else { outcome },
        reasons: reasons.iter().map(|reason| word(*reason)).collect::<Vec<_>>().join(" "),
        counts: plan.map_or_else(String::new, |plan| counted(&plan.counts())),
        digest: plan.filter(|plan| !plan.is_empty()).map(|plan| hex(&plan.digest)),
    }
}

/// A reason as it is stored.
fn word(reason: Reason) -> String {
    match reason {
        Reason::NothingRead => "nothing_read".to_owned(),
        Reason::PageMissing => "page_missing".to_owned(),
        Reason::FieldsMissing => "fields_missing".to_owned(),
        Reason::Partial => "partial".to_owned(),
        Reason::LastManager => "last_manager".to_owned(),
        Reason::TooMany { losing, of, allowed } => format!("too_many:{losing}:{of}:{allowed}"),
        Reason::Everybody { of } => format!("everybody:{of}"),
        Reason::TooManyMemberships { losing, of, allowed } => format!("too_many_memberships:{losing}:{of}:{allowed}"),
    }
}

/// Counts as they are stored; what is none is left out.
fn counted(counts: &Counts) -> String {
    [
        ("joined", counts.joined),
        ("changed", counts.changed),
        ("suspended", counts.suspended),
        ("returned", counts.returned),
        ("left", counts.left),
        ("restored", counts.restored),
        ("due", counts.due),
        ("groups", counts.groups),
        ("members_added", counts.members_added),
        ("members_removed", counts.members_removed),
        ("roles_given", counts.roles_given),
        ("roles_taken", counts.roles_taken),
        ("questions", counts.questions),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(name, count)| format!("{name}={count}"))
    .collect::<Vec<_>>()
    .join(" ")
}
