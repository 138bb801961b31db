//! Making a self-audit: what the promises and the rooms' checks say now is put together and kept. The figures are theirs; nothing
//! is looked at twice here.

use std::sync::Arc;

use ground::job::Handler;
use ground::mail::{Letter, Voice, post};
use ground::standing::standing;
use ground::web::{Tongue, Value};
use ground::{Actor, Clinic, House, Refusal, Result, Role, Scope, Tx, access, check, says};
use promise::{Parameters, Purpose};

use crate::error::Error;
use crate::model::change::Values;
use crate::model::checks::{Audit, Finding, Kind, State, Way, Went};
use crate::store::checks as store;

/// Entries of the access log that a scheduled audit reads on from where the watch is; a command reads all of it.
const STRETCH: usize = 20_000;

/// Looks whether the day of an audit came, on whichever node, and leaves the work for one.
pub async fn look(scope: Scope) -> Result<()> {
    scope.write(store::fall_due).await.map(drop)
}

/// Makes the audit that was asked for.
pub(crate) fn audit() -> Handler {
    Handler::new(store::RUN, Purpose::Operation, |scope, job| async move {
        let number: i64 = job.subject.parse().map_err(|_| "the subject is no audit".to_owned())?;
        made(&scope, number).await.map(drop).map_err(|error| error.to_string())
    })
    .few(1)
}

async fn made(scope: &Scope, number: i64) -> Result<Option<Audit>> {
    let Some((way, by)) = scope.read(move |tx| store::asked(tx, number)).await? else { return Ok(None) };
    access::watch(scope, STRETCH).await?;
    let found = gather(scope.house(), &scope.clinic).await;
    scope.write(move |tx| store::keep(tx, Some(number), way, &by, found.clone())).await
}

/// Makes an audit now, as `keepwell check --privacy` does: all of the access log is read for it. Gives what was found with it, and
/// what was looked at before and is not any more.
///
/// # Errors
/// Those of the store.
pub async fn now(house: &House, clinic: &Arc<Clinic>) -> Result<(Audit, Vec<Finding>, Vec<Finding>)> {
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, store::RUN);
    if let Err(error) = access::verify_clinic(&scope).await {
        tracing::warn!(cause = %error, "the access log could not be verified");
    }
    let found = gather(house, clinic).await;
    scope
        .write(move |tx| {
            let by = tx.actor().to_string();
            let kept = store::keep(tx, None, Way::Command, &by, found.clone())?;
            let audit = kept.ok_or_else(|| ground::Error::internal("an audit without a number of its own"))?;
            let (findings, gone) = (store::findings(tx, audit.number)?, store::gone(tx, audit.number)?);
            Ok::<_, ground::Error>((audit, findings, gone))
        })
        .await
}

/// Everything that is judged and checked, as it stands now.
async fn gather(house: &House, clinic: &Arc<Clinic>) -> Vec<Finding> {
    let mut found = Vec::new();
    for one in standing(house, clinic).await {
        let state = match (one.state, &one.control) {
            (promise::State::Kept, _) => State::Kept,
            (promise::State::Off, _) => State::Off,
            // Nobody keeps it, so no notice of ours says it.
            (promise::State::Gap, None) => State::Absent,
            (promise::State::Gap, Some(_)) => State::Gap,
        };
        found.push(Finding {
            kind: Kind::Promise,
            subject: one.promise.id.to_owned(),
            state,
            wrong: i64::from(state == State::Gap),
            went: Went::First,
            figures: one.evidence.map(|evidence| evidence.figures).unwrap_or_default(),
            stated: stated(&clinic.parameters, one.promise.parameters),
            href: format!("/notice/{}", one.promise.id),
        });
    }
    for (room, one) in house.checks.clone() {
        if !clinic.parameters.edition.has_room(room) {
            continue;
        }
        let looked = check::look(house, clinic, one).await;
        let (state, wrong) = match &looked {
            None => (State::Unread, 1),
            Some(looked) if looked.wrong > 0 => (State::Wrong, looked.wrong),
            Some(_) => (State::Well, 0),
        };
        found.push(Finding {
            kind: Kind::Check,
            subject: one.name.to_owned(),
            state,
            wrong,
            went: Went::First,
            figures: looked.map(|looked| looked.figures).unwrap_or_default(),
            stated: Values::new(),
            href: one.href.to_owned(),
        });
    }
    found
}

/// The values of these parameters.
fn stated(parameters: &Parameters, names: &[promise::Parameter]) -> Values {
    let all = crate::rules::change::table(parameters);
    names.iter().filter_map(|name| Some((name.to_string(), all.get(name.as_str())?.clone()))).collect()
}

/// What a finding is about, in words: the sentence of the notice, or what is checked.
pub fn subject(t: &Tongue, finding: &Finding, parameters: &Parameters) -> String {
    match (finding.kind, promise::find(&finding.subject)) {
        (Kind::Promise, Some(promise)) => says::statement(t, promise, &finding.parameters(parameters)),
        // A promise of another version of this program.
        (Kind::Promise, None) => finding.subject.clone(),
        (Kind::Check, _) => t.known(&format!("check-{}", finding.subject)).unwrap_or_else(|| finding.subject.clone()),
    }
}

/// What was found, in words with its figures.
pub fn found(t: &Tongue, finding: &Finding) -> String {
    match (finding.kind, finding.state) {
        (_, State::Absent) => {
            let waits = promise::find(&finding.subject).map(|promise| promise.needs).unwrap_or_default();
            let room = |room: &&str| t.known(&format!("office-room-{room}")).unwrap_or_else(|| (*room).to_owned());
            let rooms = match waits {
                [] => t.get("office-room-none"),
                waits => t.list(&waits.iter().map(room).collect::<Vec<_>>()),
            };
            t.with("office-gap-room", &[("rooms", rooms.into())])
        }
        (_, State::Off) => t.get("checks-off"),
        _ if finding.figures.is_empty() => t.get("checks-unread"),
        (Kind::Promise, _) => {
            let evidence = promise::Evidence { figures: finding.figures.clone(), ok: !finding.stands() };
            says::evidence(t, &finding.subject, &evidence)
        }
        (Kind::Check, _) => {
            let values: Vec<(&str, Value<'_>)> =
                finding.figures.iter().map(|(name, n)| (name.as_str(), (*n).into())).collect();
            t.with(&format!("check-{}-found", finding.subject), &values)
        }
    }
}

/// What became of it since the audit before, in plain words; none where nothing did. What is `gone` was looked at before and
/// not now.
pub fn difference(t: &Tongue, findings: &[Finding], gone: &[Finding], parameters: &Parameters) -> Vec<String> {
    let mut said = Vec::new();
    for (went, word) in [(Went::Worse, "worse"), (Went::Better, "better")] {
        for (kind, of) in [(Kind::Promise, "promises"), (Kind::Check, "checks")] {
            let these = findings.iter().filter(|one| one.went == went && one.kind == kind);
            let names: Vec<String> = these.map(|one| subject(t, one, parameters)).collect();
            if !names.is_empty() {
                let values = [("count", (names.len() as i64).into()), ("which", names.join(" ").into())];
                said.push(t.with(&format!("checks-{word}-{of}"), &values));
            }
        }
    }
    if !gone.is_empty() {
        let names: Vec<String> = gone.iter().map(|one| subject(t, one, parameters)).collect();
        let values = [("count", (names.len() as i64).into()), ("which", names.join(" ").into())];
        said.push(t.with("checks-gone", &values));
    }
    said
}

/// Writes to whoever must know that something got worse.
pub(crate) fn worse() -> Handler {
    Handler::new(store::TELL, Purpose::Account, |scope, job| async move {
        let number: i64 = job.subject.parse().map_err(|_| "the subject is no audit".to_owned())?;
        scope.write(move |tx| tell(tx, number)).await.map_err(|error| error.to_string())
    })
}

/// Every manager and privacy officer, once for each audit.
fn tell(tx: &mut Tx<'_>, number: i64) -> Result<(), Error> {
    let Some(audit) = store::rises(tx, number)? else { return Ok(()) };
    let (findings, gone) = (store::findings(tx, number)?, store::gone(tx, number)?);
    for account in identity::governing(tx)? {
        if !account.held.contains(Role::Manager) && !account.held.contains(Role::PrivacyOfficer) {
            continue;
        }
        let to = match identity::open_email(tx, account.id) {
            Err(identity::Error::Ground(ground::Error::Refused(Refusal::Erased))) => continue,
            other => other?,
        };
        let key = tx.seal_for(account.person)?;
        let house = tx.scope().house();
        let tongue = house.words.tongue(&account.language).unwrap_or_else(|| house.words.english());
        let settings = tx.settings();
        let told: Vec<Finding> = findings.iter().filter(|one| one.went == Went::Worse).cloned().collect();
        let values: [(&str, Value<'_>); 4] = [
            ("clinic", settings.name.clone().into()),
            ("count", audit.worse.into()),
            ("day", tongue.date_long(audit.at.to_zoned(settings.zone.clone()).date()).into()),
            ("link", format!("{}/office/checks/{number}", house.address_of(settings)).into()),
        ];
        let bare =
            |text: String| -> String { text.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect() };
        let lines = difference(&tongue, &told, &gone, &settings.parameters).join("\n\n");
        let letter = Letter {
            kind: store::TELL,
            purpose: Purpose::Account,
            voice: Voice::Automatic,
            language: tongue.lang().to_owned(),
            to,
            subject: bare(tongue.with("checks-mail-subject", &values)),
            body: format!(
                "{}\n\n{}\n\n{}\n\n{}\n",
                bare(tongue.with("checks-mail-opening", &values)),
                bare(lines),
                bare(tongue.with("checks-mail-link", &values)),
                settings.signature()
            ),
            calendar: None,
            until: None,
        };
        post(tx, &key, &letter)?;
    }
    Ok(())
}
