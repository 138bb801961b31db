//! The frame of all reports: a page with a period, and the figures as a file.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Page, Query, render_as};
use ground::{Result, Routes, Scope, Tx};
use jiff::civil::Date;
use promise::Purpose::Reporting;

use super::period::asked;
use super::spoken::{Figured, View};
use super::{Period, Report, attendance, bookings, clients, utilisation, whole_period};

const READ: &str = "booking.report.read";

/// The addresses of reports.
pub fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/reports", READ, Reporting, begin)
        .get("/c/{clinic}/reports/bookings", READ, Reporting, show_bookings)
        .get("/c/{clinic}/reports/bookings.csv", READ, Reporting, file_bookings)
        .get("/c/{clinic}/reports/attendance", READ, Reporting, show_attendance)
        .get("/c/{clinic}/reports/attendance.csv", READ, Reporting, file_attendance)
        .get("/c/{clinic}/reports/utilisation", READ, Reporting, show_utilisation)
        .get("/c/{clinic}/reports/utilisation.csv", READ, Reporting, file_utilisation)
        .get("/c/{clinic}/reports/clients", READ, Reporting, show_clients)
        .get("/c/{clinic}/reports/clients.csv", READ, Reporting, file_clients)
}

async fn begin(face: Face) -> Redirect {
    Redirect::to(&face.to("/reports/bookings"))
}

async fn show_bookings(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    show(Report::Bookings, scope, face, fields).await
}

async fn file_bookings(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    file(Report::Bookings, scope, face, fields).await
}

async fn show_attendance(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    show(Report::Attendance, scope, face, fields).await
}

async fn file_attendance(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    file(Report::Attendance, scope, face, fields).await
}

async fn show_utilisation(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    show(Report::Utilisation, scope, face, fields).await
}

async fn file_utilisation(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    file(Report::Utilisation, scope, face, fields).await
}

async fn show_clients(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    show(Report::Clients, scope, face, fields).await
}

async fn file_clients(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    file(Report::Clients, scope, face, fields).await
}

#[derive(askama::Template)]
#[template(path = "report/report.html")]
struct ReportPage {
    page: Page,
    title: String,
    tabs: Vec<Tab>,
    from: String,
    to: String,
    from_fault: String,
    to_fault: String,
    presets: Vec<Tab>,
    csv: String,
    empty: (String, String),
    view: View,
}

struct Tab {
    href: String,
    label: String,
    current: bool,
}

/// The period asked for; of everything when none is.
fn period(tx: &mut Tx<'_>, asked: Option<Period>, today: Date) -> Result<Period> {
    let whole = match asked {
        Some(period) => Some(period),
        None => whole_period(tx)?,
    };
    Ok(whole.unwrap_or(Period { from: today, to: today }))
}

fn today(scope: &Scope) -> Date {
    scope.clinic.zone.to_datetime(scope.house().clock.now()).date()
}

async fn file(report: Report, scope: Scope, face: Face, fields: Fields) -> Result<Response, Fault> {
    let today = today(&scope);
    let (asked, faults) = asked(&fields, today);
    if !faults.is_empty() {
        // A file cannot say what was wrong with the period; the page can.
        return shown(report, &scope, &face, &fields, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let figures = scope.read(move |tx| period(tx, asked, today).and_then(|of| report.figures(tx, of))).await?;
    let name =
        format!("attachment; filename=\"{}-{}-{}.csv\"", report.as_str(), figures.period.from, figures.period.to);
    let mut response = figures.csv().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

async fn show(report: Report, scope: Scope, face: Face, fields: Fields) -> Result<Response, Fault> {
    shown(report, &scope, &face, &fields, StatusCode::OK).await
}

fn figured(tx: &mut Tx<'_>, report: Report, asked: Option<Period>, today: Date) -> Result<Figured> {
    let period = period(tx, asked, today)?;
    Ok(match report {
        Report::Bookings => Figured::Bookings(bookings(tx, period)?),
        Report::Attendance => Figured::Attendance(attendance(tx, period)?),
        Report::Utilisation => Figured::Utilisation(utilisation(tx, period)?),
        Report::Clients => Figured::Clients(clients(tx, period)?),
    })
}

async fn shown(
    report: Report,
    scope: &Scope,
    face: &Face,
    fields: &Fields,
    status: StatusCode,
) -> Result<Response, Fault> {
    let today = today(scope);
    let (asked, faults) = asked(fields, today);
    let figured = scope.read(move |tx| figured(tx, report, asked, today)).await?;
    let (t, name) = (&face.t, report.as_str());
    let period = figured.period();
    let all = asked.is_none();
    let address = |report: &str, of: Period| face.to(&format!("/reports/{report}?from={}&to={}", of.from, of.to));
    let whole = |report: &str| face.to(&format!("/reports/{report}?all=1"));
    let tabs = Report::ALL.into_iter().map(|one| Tab {
        href: if all { whole(one.as_str()) } else { address(one.as_str(), period) },
        label: t.get(&format!("report-{}", one.as_str())),
        current: one == report,
    });
    let presets = Period::presets(today).into_iter().map(|(of, key)| Tab {
        href: address(name, of),
        label: t.get(key),
        current: !all && faults.is_empty() && period == of,
    });
    let everything = Tab { href: whole(name), label: t.get("report-everything"), current: all };
    Ok(render_as(
        status,
        &ReportPage {
            page: face.page(scope, &format!("report-{name}")),
            title: t.get(&format!("report-{name}")),
            tabs: tabs.collect(),
            from: typed(fields, &faults, "from", period.from),
            to: typed(fields, &faults, "to", period.to),
            from_fault: faults.of("from", t).unwrap_or_default(),
            to_fault: faults.of("to", t).unwrap_or_default(),
            presets: presets.chain([everything]).collect(),
            csv: address(&format!("{name}.csv"), period),
            empty: (t.get(&format!("report-empty-{name}")), t.get(&format!("report-fill-{name}"))),
            view: figured.view(t),
        },
    ))
}

/// What was typed, as long as something about it is wrong; else the day that is shown.
fn typed(fields: &Fields, faults: &Faults, name: &str, shown: Date) -> String {
    let typed = fields.value(name);
    if faults.is_empty() || typed.is_empty() { shown.to_string() } else { typed.to_owned() }
}
