//! A clinic leaves the installation: the page on which its manager decides it, reads what becomes of what, and takes it back.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::stream;
use ground::leave::{self, Unstayed};
use ground::web::download::{Download, Shown};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render_as};
use ground::{ClinicId, Scope, Tx};
use jiff::Timestamp;
use office::confirmations::{self, Kind, NewConfirmation};

use crate::export::last_whole;

/// Most characters of a reason, and fewest.
pub(crate) const REASON: usize = 300;
const LEAST: usize = 10;

#[derive(Template)]
#[template(path = "leave.html")]
struct LeavePage {
    page: Page,
    action: String,
    back: String,
    export: String,
    /// Where it leaves: until when, and why.
    leaving: Option<Going>,
    /// When everything was last taken along; nothing where it never was.
    taken: Option<String>,
    /// The day on which it would leave, were it decided now.
    would: String,
    /// What becomes of copies of the keys.
    copies: String,
    /// By which the receipt will be known to be the installation's.
    key: String,
    clinic: String,
    named: Field,
    why: Field,
    without: bool,
    without_fault: String,
    faults: u32,
    /// What waits for a second person, in place of the form.
    waits: Option<String>,
    /// It takes another to agree.
    two: bool,
}

struct Going {
    until: String,
    because: String,
    /// Where it is taken back, as long as it can be.
    stay: Option<String>,
}

struct Field {
    value: String,
    fault: String,
}

pub(super) async fn page(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let toast = match fields.value("done") {
        "asked" => Some("leave-done-asked"),
        "stays" => Some("leave-done-stays"),
        "second" => Some("confirmations-done-asked"),
        "withdrawn" => Some("confirmations-done-withdrawn"),
        _ => None,
    };
    show(&scope, &face, &Fields::default(), &Faults::new(), toast).await
}

async fn show(
    scope: &Scope,
    face: &Face,
    typed: &Fields,
    faults: &Faults,
    toast: Option<&str>,
) -> Result<Response, Fault> {
    let look = |tx: &mut Tx<'_>| -> ground::Result<_> {
        let waits = confirmations::waits(tx, Kind::Leaving, None)?;
        let stands = (leave::standing(tx)?, last_whole(tx)?, leave::signs(tx)?, tx.now());
        Ok((stands, waits, confirmations::needed(tx)?))
    };
    let ((leaving, taken, key, now), waits, two) = scope.read(look).await?;
    let (t, zone) = (&face.t, &scope.clinic.zone);
    let moment = |at: Timestamp| t.date_time(&at.to_zoned(zone.clone()), zone.to_datetime(now).date());
    let in_days = |days: u32| {
        let at = now + jiff::SignedDuration::from_hours(24 * i64::from(days));
        t.date_plain(at.to_zoned(zone.clone()).date())
    };
    let field =
        |name: &str| Field { value: typed.value(name).to_owned(), fault: faults.of(name, t).unwrap_or_default() };
    let mut page = face.page(scope, "leave-title");
    page.toast = toast.map(|key| t.get(key));
    let waits = waits.map(|waits| waits.card(scope, face, &page, &face.to("/setup/leave"))).transpose()?;
    let drawn = LeavePage {
        action: face.to("/setup/leave"),
        back: face.to("/setup"),
        export: face.to("/setup/export"),
        leaving: leaving.map(|leaving| Going {
            until: moment(leaving.until),
            because: leaving.because,
            stay: (now < leaving.until).then(|| face.to("/setup/leave/return")),
        }),
        taken: taken.map(moment),
        would: in_days(scope.clinic.parameters.leave_days),
        copies: t.with("leave-copies", &[("days", scope.house().installed.backup_key_days.into())]),
        key,
        clinic: scope.clinic.name.clone(),
        named: field("name"),
        why: field("reason"),
        without: typed.chosen("without", "1"),
        without_fault: faults.of("without", t).unwrap_or_default(),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        waits,
        two,
        page,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &drawn))
}

/// Why; once the clinic's name was typed, and everything taken along or done without in so many words.
fn read(scope: &Scope, fields: &Fields, taken: bool) -> Result<String, Faults> {
    let mut form = fields.reader();
    let (name, reason) = (form.text("name", 200), form.text("reason", REASON));
    let without = form.ticked("without");
    let same = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if name.as_deref().is_some_and(|name| same(name) != same(&scope.clinic.name)) {
        form.fault("name", "leave-name-other");
    }
    if reason.as_ref().is_some_and(|reason| reason.chars().count() < LEAST) {
        form.fault_with("reason", "fault-short", &[("least", LEAST.into())]);
    }
    if !taken && !without {
        form.fault("without", "leave-without-untold");
    }
    form.finish(|| reason.filter(|_| name.is_some()))
}

/// Decides it, once whoever does has shown again who they are.
pub(super) async fn ask(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let taken = scope.read(last_whole).await?.is_some();
    let reason = match read(&scope, &fields, taken) {
        Ok(reason) => reason,
        Err(faults) => return show(&scope, &face, &fields, &faults, None).await,
    };
    let write = move |tx: &mut Tx<'_>| -> office::Result<&'static str> {
        if confirmations::needed(tx)? && leave::standing(tx)?.is_none() {
            let reason = Some(reason.clone());
            confirmations::ask(tx, &NewConfirmation { kind: Kind::Leaving, subject: None, way: None, reason })?;
            return Ok("second");
        }
        leave::ask(tx, &reason)?;
        Ok("asked")
    };
    let done = scope.write(write).await?;
    Ok(Redirect::to(&face.to(&format!("/setup/leave?done={done}"))).into_response())
}

/// Agrees to what another decided: from then on it leaves.
pub(super) async fn agree(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let id = confirmations::named(&fields)?;
    let write = move |tx: &mut Tx<'_>| -> office::Result<()> {
        let one = confirmations::confirmable(tx, id, Kind::Leaving)?;
        confirmations::confirm(tx, &one, None)?;
        leave::ask(tx, one.reason.as_deref().unwrap_or_default())?;
        Ok(())
    };
    scope.write(write).await?;
    Ok(Redirect::to(&face.to("/setup/leave?done=asked")).into_response())
}

/// Takes it back before another agreed, or does not agree.
pub(super) async fn withdraw(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let id = confirmations::named(&fields)?;
    scope.write(move |tx| confirmations::withdraw(tx, id, Kind::Leaving)).await?;
    Ok(Redirect::to(&face.to("/setup/leave?done=withdrawn")).into_response())
}

/// Takes it back.
pub(super) async fn stay(scope: Scope, face: Face) -> Result<Response, Fault> {
    match scope.write(leave::stay).await? {
        Ok(()) | Err(Unstayed::Not) => Ok(Redirect::to(&face.to("/setup/leave?done=stays")).into_response()),
        Err(Unstayed::Over) => Err(Fault::conflict("leave.over").words("leave-over-title", "leave-over-text")),
    }
}

/// The receipt of a clinic that left, for whoever has its address from the letter. It names nobody.
pub(super) async fn receipt(scope: Scope, Path(id): Path<String>) -> Result<Response, Fault> {
    let id: ClinicId = id.parse().map_err(|_| Fault::not_found())?;
    let left = scope.house().left_as(id).await?.ok_or_else(Fault::not_found)?;
    let not_yet = || Fault::conflict("receipt.not_yet").words("receipt-not-yet-title", "receipt-not-yet-text");
    let text = left.receipt.filter(|_| left.ended.is_some()).ok_or_else(not_yet)?;
    let file = Download {
        name: format!("receipt-{id}.txt"),
        kind: "text/plain; charset=utf-8",
        shown: Shown::Saved,
        size: Some(text.len() as u64),
    };
    Ok(file.respond(stream::iter([Ok(text.into())])))
}
