//! Figures of a year of complaints: nobody is opened for them, and none names anybody.

use askama::Template;
use axum::response::Response;
use ground::Scope;
use ground::web::{Face, Fault, Page, Query, Tongue, render};
use jiff::{SignedDuration, ToSpan};

use crate::model::complaints::{Outcome, Subject};
use crate::rules::complaints::{Figures, figures};
use crate::store::complaints as store;
use crate::web::requests::dashed;

/// Months that are shown, this one too.
const MONTHS: i32 = 12;

#[derive(Template)]
#[template(path = "complaints/figures.html")]
struct Shown {
    page: Page,
    all: u64,
    open: u64,
    late: u64,
    to_answer: String,
    to_settle: String,
    months: Vec<(String, u64)>,
    subjects: Vec<(String, u64)>,
    outcomes: Vec<(String, u64)>,
}

fn days(t: &Tongue, days: Option<i64>) -> String {
    match days {
        Some(days) => t.with("complaints-days", &[("days", days.into())]),
        None => t.get("complaints-days-none"),
    }
}

pub(super) async fn page(scope: Scope, face: Face, Query(_): Query) -> Result<Response, Fault> {
    let zone = scope.clinic.zone.clone();
    let inner = zone.clone();
    let (of, today) = scope
        .read(move |tx| -> ground::Result<(Figures, jiff::civil::Date)> {
            let now = tx.now();
            let today = now.to_zoned(inner.clone()).date();
            let first = today.first_of_month().saturating_sub((MONTHS - 1).months());
            let from =
                first.to_zoned(inner.clone()).map_or(now - SignedDuration::from_hours(24 * 365), |at| at.timestamp());
            Ok((figures(&store::counted(tx, from)?, &inner, now), today))
        })
        .await?;
    let t = &face.t;
    let months = (0..MONTHS).rev().map(|back| {
        let month = today.first_of_month().saturating_sub(back.months());
        (t.month(month), of.months.get(&month).copied().unwrap_or_default())
    });
    let subject = |one: &Subject| {
        (t.get(&format!("complaints-subject-{one}")), of.subjects.get(one).copied().unwrap_or_default())
    };
    let outcome = |one: &Outcome| {
        let word = t.get(&format!("complaints-outcome-{}", dashed(one.as_str())));
        (word, of.outcomes.get(one).copied().unwrap_or_default())
    };
    Ok(render(&Shown {
        page: face.page(&scope, "complaints-figures-title"),
        all: of.all,
        open: of.open,
        late: of.late,
        to_answer: days(t, of.days_to_answer),
        to_settle: days(t, of.days_to_settle),
        months: months.collect(),
        subjects: Subject::ALL.iter().map(subject).collect(),
        outcomes: Outcome::ALL.iter().map(outcome).collect(),
    }))
}
