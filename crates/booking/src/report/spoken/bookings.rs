//! Bookings in words.

use ground::web::Tongue;

use super::super::chart::{self, Kind, Mark};
use super::super::{Bookings, Standing, States, Way};
use super::{Group, Row, View, by_time, count, mark, over_time, part_name, service, span, terms, words};

const HEADS: [&str; 7] = [
    "report-bookings-all",
    "report-kept",
    "report-missed",
    "report-late-head",
    "report-cancelled-head",
    "report-unmarked-head",
    "report-ahead-head",
];

pub(super) fn view(t: &Tongue, report: &Bookings) -> View {
    let all = report.all;
    let sums = (all.total() > 0).then(|| {
        t.with(
            "report-bookings-sums",
            &[
                ("total", (all.total() as f64).into()),
                ("standing", (all.standing() as f64).into()),
                ("span", span(t, report.period).into()),
            ],
        )
    });
    View {
        sums,
        beside: Vec::new(),
        groups: groups(t, report),
        terms: terms(t, &["booking", "kept", "missed", "late", "cancelled", "unmarked", "ahead", "day"]),
    }
}

fn groups(t: &Tongue, report: &Bookings) -> Vec<Group> {
    let title = by_time(t, report.unit);
    let totals: Vec<_> = report.by_time.iter().map(|(part, states)| (*part, states.total())).collect();
    let services: Vec<_> = report.by_service.iter().map(|(of, states)| (service(t, of), *states)).collect();
    let ways: Vec<_> = report.by_way.iter().map(|(way, states)| (t.get(way_key(*way)), *states)).collect();
    let times = report.by_time.iter().map(|(part, states)| row(t, part_name(t, report.unit, *part), *states));
    let total = row(t, t.get("report-all"), report.all);
    vec![
        Group {
            id: "time",
            width: "w12 tall",
            chart: over_time(t, &title, "report-bookings-caption", report.unit, &totals),
            heads: heads(t, "report-time-head"),
            rows: times.collect(),
            total: Some(total),
            note: String::new(),
            title,
        },
        named(t, "service", "report-by-service", "report-service-head", &services),
        named(t, "way", "report-by-way", "report-way-head", &ways),
    ]
}

fn way_key(way: Way) -> &'static str {
    match way {
        Way::Online => "report-way-online",
        Way::Desk => "report-way-desk",
        Way::Api => "report-way-api",
        Way::Import => "report-way-import",
        Way::Demo => "report-way-demo",
    }
}

fn heads(t: &Tongue, first: &str) -> Vec<String> {
    [vec![t.get(first)], words(t, &HEADS)].concat()
}

fn row(t: &Tongue, name: String, states: States) -> Row {
    let each = Standing::ALL.into_iter().map(|standing| states.of(standing));
    Row { name, cells: std::iter::once(states.total()).chain(each).map(|of| count(t, of)).collect() }
}

fn named(t: &Tongue, id: &'static str, title: &str, head: &str, of: &[(String, States)]) -> Group {
    let title = t.get(title);
    let marks: Vec<Mark> = of.iter().map(|(name, states)| mark(name, states.total() as f64)).collect();
    Group {
        id,
        width: "w12",
        chart: chart::bars(t, &title, t.get("report-bookings-caption"), Kind::Count, &marks),
        heads: heads(t, head),
        rows: of.iter().map(|(name, states)| row(t, name.clone(), *states)).collect(),
        total: None,
        note: String::new(),
        title,
    }
}
