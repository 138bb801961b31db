//! Utilisation in words.

use ground::web::Tongue;

use super::super::chart::{self, Kind, Mark};
use super::super::{Use, Utilisation};
use super::{Group, Row, View, count, mark, part, span, terms, words};

const HEADS: [&str; 4] = ["report-visits", "report-booked-head", "report-open-head", "report-use-head"];

pub(super) fn view(t: &Tongue, report: &Utilisation) -> View {
    let all = Use::sum(&report.practitioners);
    let rooms = Use::sum(&report.rooms);
    let sentence = |key: &str, of: Use, share: f64| {
        t.with(
            key,
            &[
                ("booked", hours(t, of.booked_min).into()),
                ("open", hours(t, of.open_min).into()),
                ("share", t.percent(share, 1).into()),
                ("span", span(t, report.period).into()),
            ],
        )
    };
    View {
        sums: match all.share() {
            Some(share) => Some(sentence("report-use-sums", all, share)),
            None if all.visits + rooms.visits + rooms.open_min > 0 => Some(t.with(
                "report-use-unopen",
                &[("booked", hours(t, all.booked_min).into()), ("span", span(t, report.period).into())],
            )),
            None => None,
        },
        beside: rooms.share().map(|share| sentence("report-use-rooms", rooms, share)).into_iter().collect(),
        groups: vec![
            group(t, "practitioners", "report-by-practitioner", "report-practitioner-head", &report.practitioners),
            group(t, "rooms", "report-by-room", "report-room-head", &report.rooms),
        ],
        terms: terms(t, &["booked", "open", "room-open", "use", "day"]),
    }
}

fn group(t: &Tongue, id: &'static str, title: &str, head: &str, of: &[(String, Use)]) -> Group {
    let title = t.get(title);
    let marks: Vec<Mark> = of.iter().filter_map(|(name, of)| of.share().map(|share| mark(name, share))).collect();
    let row = |name: &str, of: Use| Row {
        name: name.to_owned(),
        cells: vec![count(t, of.visits), hours(t, of.booked_min), hours(t, of.open_min), part(t, of.share())],
    };
    Group {
        id,
        width: "w6",
        chart: chart::bars(t, &title, t.get("report-use-caption"), Kind::Share, &marks),
        heads: [vec![t.get(head)], words(t, &HEADS)].concat(),
        rows: of.iter().map(|(name, of)| row(name, *of)).collect(),
        total: Some(row(&t.get("report-all"), Use::sum(of))),
        note: String::new(),
        title,
    }
}

/// Minutes in hours, to a tenth.
fn hours(t: &Tongue, minutes: u64) -> String {
    let hours = minutes as f64 / 60.0;
    t.fraction(hours, usize::from(!minutes.is_multiple_of(60)))
}
