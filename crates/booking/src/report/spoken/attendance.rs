//! Attendance in words.

use ground::web::Tongue;

use super::super::chart::{self, Kind, Mark};
use super::super::{Attendance, Lead, Share};
use super::{Group, Row, View, count, mark, part, service, span, terms, words};

const HEADS: [&str; 4] = ["report-visits", "report-kept", "report-missed", "report-share"];

pub(super) fn view(t: &Tongue, report: &Attendance) -> View {
    let mut beside = Vec::new();
    for (key, of) in [("report-unmarked", report.unmarked), ("report-late", report.late_cancelled)] {
        if of > 0 {
            beside.push(t.with(key, &[("count", (of as f64).into())]));
        }
    }
    View {
        sums: report.all.rate().map(|rate| sums(t, report, rate)),
        beside,
        groups: groups(t, report),
        terms: terms(t, &["visit", "kept", "missed", "late", "share", "lead", "reminder"]),
    }
}

fn sums(t: &Tongue, report: &Attendance, rate: f64) -> String {
    let Share { missed, .. } = report.all;
    t.with(
        "report-sums",
        &[
            ("missed", (missed as f64).into()),
            ("total", (report.all.total() as f64).into()),
            ("share", t.percent(rate, 1).into()),
            ("span", span(t, report.period).into()),
        ],
    )
}

fn groups(t: &Tongue, report: &Attendance) -> Vec<Group> {
    let lead = report.by_lead.iter().map(|(lead, share)| (t.get(lead_key(*lead)), *share)).collect::<Vec<_>>();
    let weekday = report
        .by_weekday
        .iter()
        .filter(|(_, share)| share.total() > 0)
        .map(|(day, share)| (t.get(&format!("weekday-{}", day.to_monday_one_offset())), *share))
        .collect::<Vec<_>>();
    let reminder = report
        .by_reminder
        .iter()
        .map(|(sent, share)| (t.get(if *sent { "report-reminded" } else { "report-not-reminded" }), *share))
        .collect::<Vec<_>>();
    let by_service =
        report.by_service.iter().map(|(of, share)| (service(t, of), *share)).collect::<Vec<(String, Share)>>();
    // How long before is a scale, on which what is not known has no place: it stands in the table only.
    let unknown = t.get(lead_key(Lead::Unknown));
    let known: Vec<_> = lead.iter().filter(|(name, _)| *name != unknown).cloned().collect();
    vec![
        group(t, ("lead", "w7"), ["report-by-lead", "report-lead-head", ""], &lead, &known),
        group(
            t,
            ("reminder", "w5"),
            ["report-by-reminder", "report-reminder-head", "report-reminder-note"],
            &reminder,
            &reminder,
        ),
        group(t, ("weekday", "w7"), ["report-by-weekday", "report-weekday-head", ""], &weekday, &weekday),
        group(t, ("service", "w5"), ["report-by-service", "report-service-head", ""], &by_service, &by_service),
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

/// `drawn` are those of `rows` that have a place in the drawing. Services have names, the others an order.
fn group(
    t: &Tongue,
    (id, width): (&'static str, &'static str),
    [title, head, note]: [&str; 3],
    rows: &[(String, Share)],
    drawn: &[(String, Share)],
) -> Group {
    let title = t.get(title);
    let marks: Vec<Mark> = drawn.iter().filter_map(|(name, share)| share.rate().map(|rate| mark(name, rate))).collect();
    let caption = t.get("report-chart-caption");
    let row = |(name, of): &(String, Share)| Row {
        name: name.clone(),
        cells: vec![count(t, of.total()), count(t, of.kept), count(t, of.missed), part(t, of.rate())],
    };
    let chart = match id {
        "service" => chart::bars(t, &title, caption, Kind::Share, &marks),
        _ => chart::columns(t, &title, caption, Kind::Share, &marks),
    };
    Group {
        id,
        width,
        chart,
        heads: [vec![t.get(head)], words(t, &HEADS)].concat(),
        rows: rows.iter().map(row).collect(),
        total: None,
        note: if note.is_empty() { String::new() } else { t.get(note) },
        title,
    }
}
