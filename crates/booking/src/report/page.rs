//! The attendance page, and its figures as a file.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ground::web::{Face, Fault, Faults, Fields, Page, Query, Tongue, render};
use ground::{Result, Routes, Scope, Tx};
use jiff::ToSpan;
use jiff::civil::Date;
use promise::Purpose::Reporting;

use super::{Attendance, Lead, Period, Share, attendance, csv, whole_period};
use crate::rules::clock::askable;

/// Days of the report when no period is asked for.
const USUAL_DAYS: i64 = 90;
/// The drawing's measures, in its own units.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 120.0;
const LEFT: f64 = 40.0;
const TOP: f64 = 16.0;

/// The addresses of reports.
pub fn routes() -> Routes {
    Routes::new().get("/c/{clinic}/reports/attendance", "booking.report.read", Reporting, show).get(
        "/c/{clinic}/reports/attendance.csv",
        "booking.report.read",
        Reporting,
        file,
    )
}

#[derive(askama::Template)]
#[template(path = "report/attendance.html")]
struct AttendancePage {
    page: Page,
    from: String,
    to: String,
    from_fault: String,
    to_fault: String,
    presets: Vec<Preset>,
    csv: String,
    /// "22,319 of 110,527 visits were missed: 20.2%."; none without a visit.
    sums: Option<String>,
    /// What is counted as neither.
    beside: Vec<String>,
    groups: Vec<Group>,
}

struct Preset {
    href: String,
    words: String,
    current: bool,
}

struct Group {
    id: &'static str,
    title: String,
    head: String,
    note: String,
    rows: Vec<Row>,
    chart: Chart,
}

struct Row {
    name: String,
    total: String,
    kept: String,
    missed: String,
    share: String,
}

struct Chart {
    caption: String,
    says: String,
    width: f64,
    height: f64,
    base: f64,
    left: f64,
    lines: Vec<Line>,
    bars: Vec<Bar>,
}

struct Line {
    y: f64,
    words: String,
}

struct Bar {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    middle: f64,
    above: f64,
    below: f64,
    share: String,
    name: String,
}

/// The period the address asks for, with what is wrong with it.
fn asked(fields: &Fields, today: Date) -> (Option<Period>, Faults) {
    let usual = Period { from: today.saturating_sub((USUAL_DAYS - 1).days()), to: today };
    let mut faults = Faults::new();
    let mut date = |name: &'static str, usual: Date| match fields.value(name) {
        "" => usual,
        text => match text.parse().ok().filter(|_| text.len() == 10) {
            Some(date) if askable(today).contains(&date) => date,
            read => {
                faults.add(name, if read.is_some() { "booking-fault-far" } else { "fault-date" }, &[]);
                usual
            }
        },
    };
    let period = Period { from: date("from", usual.from), to: date("to", usual.to) };
    if period.to < period.from {
        faults.add("to", "desk-fault-before", &[]);
        return (Some(usual), faults);
    }
    let all = fields.chosen("all", "1") && faults.is_empty();
    ((!all).then_some(period), faults)
}

fn read(tx: &mut Tx<'_>, period: Option<Period>, today: Date) -> Result<Attendance> {
    let whole = match period {
        Some(period) => Some(period),
        None => whole_period(tx)?,
    };
    attendance(tx, whole.unwrap_or(Period { from: today, to: today }))
}

async fn report(scope: &Scope, fields: &Fields) -> Result<(Attendance, Faults, Date)> {
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    let (period, faults) = asked(fields, today);
    Ok((scope.read(move |tx| read(tx, period, today)).await?, faults, today))
}

async fn file(scope: Scope, Query(fields): Query) -> Result<Response, Fault> {
    let (report, _, _) = report(&scope, &fields).await?;
    let name = format!("attachment; filename=\"attendance-{}-{}.csv\"", report.period.from, report.period.to);
    let mut response = csv(&report).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

async fn show(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let (report, faults, today) = report(&scope, &fields).await?;
    let t = &face.t;
    let period = report.period;
    let address = |file: &str, period: Period| {
        face.to(&format!("/reports/attendance{file}?from={}&to={}", period.from, period.to))
    };
    let all = fields.chosen("all", "1");
    let preset = |from: Date, key: &str| {
        let of = Period { from, to: today };
        Preset { href: address("", of), words: t.get(key), current: !all && period == of }
    };
    let presets = vec![
        preset(today.saturating_sub((USUAL_DAYS - 1).days()), "report-last-days"),
        preset(today.first_of_year(), "report-this-year"),
        Preset { href: face.to("/reports/attendance?all=1"), words: t.get("report-everything"), current: all },
    ];
    let mut beside = Vec::new();
    if report.unmarked > 0 {
        beside.push(t.with("report-unmarked", &[("count", (report.unmarked as f64).into())]));
    }
    if report.late_cancelled > 0 {
        beside.push(t.with("report-late", &[("count", (report.late_cancelled as f64).into())]));
    }
    Ok(render(&AttendancePage {
        page: face.page(&scope, "report-attendance"),
        from: period.from.to_string(),
        to: period.to.to_string(),
        from_fault: faults.of("from", t).unwrap_or_default(),
        to_fault: faults.of("to", t).unwrap_or_default(),
        presets,
        csv: address(".csv", period),
        sums: report.all.rate().map(|rate| sums(t, &report, rate)),
        beside,
        groups: groups(t, &report),
    }))
}

fn sums(t: &Tongue, report: &Attendance, rate: f64) -> String {
    let Share { missed, .. } = report.all;
    let span = t.with(
        "report-span",
        &[("from", t.date_plain(report.period.from).into()), ("to", t.date_plain(report.period.to).into())],
    );
    t.with(
        "report-sums",
        &[
            ("missed", (missed as f64).into()),
            ("total", (report.all.total() as f64).into()),
            ("share", t.percent(rate, 1).into()),
            ("span", span.into()),
        ],
    )
}

fn groups(t: &Tongue, report: &Attendance) -> Vec<Group> {
    let lead = report.by_lead.iter().map(|(lead, share)| (t.get(lead_key(*lead)), *share)).collect::<Vec<_>>();
    let weekday = report
        .by_weekday
        .iter()
        .filter(|(_, share)| share.total() > 0)
        .map(|(day, share)| (t.get(&format!("weekday-{}", day.to_monday_one_offset())), *share));
    let weekday = weekday.collect::<Vec<_>>();
    let reminder = report
        .by_reminder
        .iter()
        .map(|(sent, share)| (t.get(if *sent { "report-reminded" } else { "report-not-reminded" }), *share))
        .collect::<Vec<_>>();
    vec![
        // How long before is a scale, on which what is not known has no place: it stands in the table only.
        group(t, "lead", "report-by-lead", "report-lead-head", "", &lead, |name| {
            *name != t.get(lead_key(Lead::Unknown))
        }),
        group(t, "reminder", "report-by-reminder", "report-reminder-head", "report-reminder-note", &reminder, |_| true),
        group(t, "weekday", "report-by-weekday", "report-weekday-head", "", &weekday, |_| true),
    ]
}

fn lead_key(lead: Lead) -> &'static str {
    match lead {
        Lead::SameDay => "report-lead-0",
        Lead::NextDay => "report-lead-1",
        Lead::Week => "report-lead-2",
        Lead::Fortnight => "report-lead-8",
        Lead::Month => "report-lead-15",
        Lead::Longer => "report-lead-31",
        Lead::Unknown => "report-lead-unknown",
    }
}

fn group(
    t: &Tongue,
    id: &'static str,
    title: &str,
    head: &str,
    note: &str,
    rows: &[(String, Share)],
    drawn: impl Fn(&String) -> bool,
) -> Group {
    let number = |n: u64| t.number(n as f64);
    let share = |share: &Share| share.rate().map_or_else(|| t.get("report-none"), |rate| t.percent(rate, 1));
    Group {
        id,
        title: t.get(title),
        head: t.get(head),
        note: if note.is_empty() { String::new() } else { t.get(note) },
        rows: rows
            .iter()
            .map(|(name, of)| Row {
                name: name.clone(),
                total: number(of.total()),
                kept: number(of.kept),
                missed: number(of.missed),
                share: share(of),
            })
            .collect(),
        chart: chart(t, &t.get(title), rows.iter().filter(|(name, _)| drawn(name))),
    }
}

/// Bars of the missed share. The scale begins at nothing, so that a bar twice as tall is twice as many.
fn chart<'a>(t: &Tongue, title: &str, rows: impl Iterator<Item = &'a (String, Share)>) -> Chart {
    let bars: Vec<(&str, f64)> =
        rows.filter_map(|(name, share)| share.rate().map(|rate| (name.as_str(), rate))).collect();
    let top = bars.iter().fold(0.1_f64, |top, (_, rate)| top.max(*rate));
    // The next tenth above the tallest.
    let top = (top * 10.0).ceil() / 10.0;
    let base = TOP + HEIGHT;
    let y = |rate: f64| base - rate / top * HEIGHT;
    let step = (WIDTH - LEFT) / (bars.len().max(1) as f64);
    let width = (step * 0.56).min(56.0);
    let round = |value: f64| (value * 10.0).round() / 10.0;
    let says: Vec<String> = bars
        .iter()
        .map(|(name, rate)| {
            t.with("report-chart-part", &[("name", (*name).into()), ("share", t.percent(*rate, 1).into())])
        })
        .collect();
    let bar = |(at, (name, rate)): (usize, &(&str, f64))| {
        let middle = LEFT + step * (at as f64 + 0.5);
        Bar {
            x: round(middle - width / 2.0),
            y: round(y(*rate)),
            width: round(width),
            height: round(base - y(*rate)),
            middle: round(middle),
            above: round(y(*rate) - 5.0),
            below: round(base + 16.0),
            share: t.percent(*rate, 1),
            name: (*name).to_owned(),
        }
    };
    Chart {
        caption: t.get("report-chart-caption"),
        says: t.with("report-chart-says", &[("title", title.into()), ("parts", t.list(&says).into())]),
        width: WIDTH,
        height: base + 24.0,
        base,
        left: LEFT,
        lines: [0.0, 0.5, 1.0]
            .into_iter()
            .map(|part| Line { y: round(y(top * part)), words: t.percent(top * part, 0) })
            .collect(),
        bars: bars.iter().enumerate().map(bar).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_period_is_asked_for_or_usual_and_never_backwards() {
        let today = date(2026, 11, 24);
        let fields = |pairs: &[(&str, &str)]| Fields::filled(pairs.iter().copied());
        let usual = Period { from: date(2026, 8, 27), to: today };
        for (pairs, period, faults) in [
            (&[][..], Some(usual), 0),
            (
                &[("from", "2016-04-29"), ("to", "2016-06-08")],
                Some(Period { from: date(2016, 4, 29), to: date(2016, 6, 8) }),
                0,
            ),
            (&[("all", "1")], None, 0),
            (&[("from", "2016-06-08"), ("to", "2016-04-29")], Some(usual), 1),
            (&[("from", "yesterday")], Some(usual), 1),
        ] {
            let (found, wrong) = asked(&fields(pairs), today);
            assert_eq!((found, wrong.fields().count()), (period, faults), "{pairs:?}");
        }
    }
}
