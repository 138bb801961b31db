//! Clients in words.

use ground::web::Tongue;

use super::super::chart::{self, Kind, Mark};
use super::super::{Clients, Frequency};
use super::{Group, Row, View, by_time, count, mark, over_time, part_name, span, terms, words};

pub(super) fn view(t: &Tongue, report: &Clients) -> View {
    let all = report.new + report.returning;
    let sums = (all > 0).then(|| {
        t.with(
            "report-clients-sums",
            &[
                ("total", (all as f64).into()),
                ("new", (report.new as f64).into()),
                ("returning", (report.returning as f64).into()),
                ("kept", (report.kept as f64).into()),
                ("span", span(t, report.period).into()),
            ],
        )
    });
    View {
        sums,
        beside: told(t, report).into_iter().collect(),
        groups: vec![times(t, report), frequencies(t, report)],
        terms: terms(t, &["client", "new", "returning", "first", "few", "day"]),
    }
}

/// That there are visits of which nobody knows any more how many people's they were.
fn told(t: &Tongue, report: &Clients) -> Option<String> {
    let visits = report.nobodys as f64;
    (report.nobodys > 0).then(|| t.with("report-clients-nobodys", &[("count", visits.into())]))
}

fn times(t: &Tongue, report: &Clients) -> Group {
    let title = by_time(t, report.unit);
    let new: Vec<_> = report.by_time.iter().map(|part| (part.period, part.new)).collect();
    let row = |name: String, new: u64, kept: u64| Row {
        name,
        cells: [new, kept - new.min(kept), kept].into_iter().map(|of| count(t, of)).collect(),
    };
    let rows = report.by_time.iter().map(|part| row(part_name(t, report.unit, part.period), part.new, part.kept));
    Group {
        id: "time",
        width: "w7",
        chart: over_time(t, &title, "report-clients-caption", report.unit, &new),
        heads: words(t, &["report-time-head", "report-first-head", "report-further-head", "report-kept-all"]),
        rows: rows.collect(),
        total: Some(row(t.get("report-all"), report.new, report.kept)),
        note: String::new(),
        title,
    }
}

fn frequencies(t: &Tongue, report: &Clients) -> Group {
    let title = t.get("report-by-frequency");
    let name = |of: &Frequency| {
        let values = [("least", of.least.into()), ("most", of.most.unwrap_or_default().into())];
        match of.most {
            Some(most) if most == of.least => t.with("report-times-just", &values[..1]),
            Some(_) => t.with("report-times-between", &values),
            None => t.with("report-times-least", &values[..1]),
        }
    };
    let row = |name: String, new: u64, returning: u64| Row {
        name,
        cells: [new + returning, new, returning].into_iter().map(|of| count(t, of)).collect(),
    };
    let marks: Vec<Mark> =
        report.by_frequency.iter().map(|of| mark(&name(of), (of.new + of.returning) as f64)).collect();
    Group {
        id: "frequency",
        width: "w5",
        chart: chart::columns(t, &title, t.get("report-frequency-caption"), Kind::Count, &marks),
        heads: words(t, &["report-times-head", "report-clients-head", "report-new-head", "report-returning-head"]),
        rows: report.by_frequency.iter().map(|of| row(name(of), of.new, of.returning)).collect(),
        total: Some(row(t.get("report-all"), report.new, report.returning)),
        note: String::new(),
        title,
    }
}
