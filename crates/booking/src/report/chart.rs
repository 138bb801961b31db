//! Charts, drawn as SVG: columns for what has an order, bars for what has names. Each is described in words, and its
//! figures stand in the table beside it.

use ground::web::Tongue;

/// The drawing's measures, in its own units.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 120.0;
const LEFT: f64 = 40.0;
const TOP: f64 = 16.0;
/// Where bars begin and end, and how far they are apart: their names stand before them, their values behind.
const NAMES: f64 = 128.0;
const REACH: f64 = 290.0;
/// Narrow enough for a phone.
const SLIM: f64 = 344.0;
const STEP: f64 = 24.0;
/// More columns have neither values above them nor a name each.
const FEW: usize = 12;
/// More bars are not drawn.
const MOST_BARS: usize = 24;
/// Letters of a name beside a bar.
const LETTERS: usize = 18;

/// A drawing. Contract: templates/report/report.html.
pub(super) struct Chart {
    pub caption: String,
    /// What it shows, for whoever does not see it.
    pub says: String,
    pub slim: bool,
    pub width: f64,
    pub height: f64,
    pub grid: Vec<String>,
    pub axis: String,
    pub fills: Vec<Fill>,
    pub texts: Vec<Text>,
}

pub(super) struct Fill {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

pub(super) struct Text {
    pub x: f64,
    pub y: f64,
    pub anchor: &'static str,
    pub class: &'static str,
    pub words: String,
}

/// One column or bar.
pub(super) struct Mark {
    /// Under the column, or before the bar.
    pub label: String,
    /// In words, for the description.
    pub name: String,
    pub value: f64,
}

/// What the values are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Count,
    Share,
}

impl Kind {
    fn words(self, t: &Tongue, value: f64) -> String {
        match self {
            Kind::Count => t.number(value),
            Kind::Share => t.percent(value, 1),
        }
    }

    /// The end of the scale: the next tenth above the largest share (beyond the half the next fifth), or a round number that halves well. The scale
    /// begins at nothing, so that what is drawn twice as long is twice as much.
    fn top(self, largest: f64) -> f64 {
        match self {
            Kind::Share if largest > 0.5 => (largest * 5.0).ceil() / 5.0,
            Kind::Share => (largest.max(0.1) * 10.0).ceil() / 10.0,
            Kind::Count => {
                let mut unit = 1.0;
                loop {
                    if let Some(top) = [2.0, 4.0, 10.0].into_iter().map(|part| part * unit).find(|top| *top >= largest)
                    {
                        return top;
                    }
                    unit *= 10.0;
                }
            }
        }
    }

    fn on_axis(self, t: &Tongue, value: f64) -> String {
        match self {
            Kind::Count => t.number(value),
            Kind::Share => t.percent(value, 0),
        }
    }
}

/// Columns beside each other; none of nothing.
pub(super) fn columns(t: &Tongue, title: &str, caption: String, kind: Kind, marks: &[Mark]) -> Option<Chart> {
    let top = kind.top(largest(marks)?);
    let base = TOP + HEIGHT;
    let y = |value: f64| base - value / top * HEIGHT;
    let step = (WIDTH - LEFT) / marks.len() as f64;
    let width = (step * 0.56).min(56.0);
    let every = marks.len().div_ceil(FEW);
    let mut chart = Chart {
        says: says(t, title, &caption, kind, marks),
        caption,
        slim: false,
        width: WIDTH,
        height: base + 24.0,
        grid: Vec::new(),
        axis: format!("M{LEFT} {base}H{WIDTH}"),
        fills: Vec::new(),
        texts: Vec::new(),
    };
    for part in [0.0, 0.5, 1.0] {
        chart.grid.push(format!("M{LEFT} {}H{WIDTH}", round(y(top * part))));
        chart.text(LEFT - 6.0, y(top * part) + 4.0, "end", "", kind.on_axis(t, top * part));
    }
    for (at, mark) in marks.iter().enumerate() {
        let middle = LEFT + step * (at as f64 + 0.5);
        chart.fill(middle - width / 2.0, y(mark.value), width, base - y(mark.value));
        if marks.len() <= FEW {
            chart.text(middle, y(mark.value) - 5.0, "middle", "say", kind.words(t, mark.value));
        }
        if at % every == 0 {
            chart.text(middle, base + 16.0, "middle", "", mark.label.clone());
        }
    }
    Some(chart)
}

/// Bars under each other, the longest first; none of nothing.
pub(super) fn bars(t: &Tongue, title: &str, caption: String, kind: Kind, marks: &[Mark]) -> Option<Chart> {
    let top = kind.top(largest(marks)?);
    let mut order: Vec<&Mark> = marks.iter().collect();
    order.sort_by(|a, b| b.value.total_cmp(&a.value));
    order.truncate(MOST_BARS);
    let end = TOP + STEP * order.len() as f64;
    let x = |value: f64| NAMES + value / top * (REACH - NAMES);
    let mut chart = Chart {
        says: says(t, title, &caption, kind, marks),
        caption,
        slim: true,
        width: SLIM,
        height: end + 20.0,
        grid: Vec::new(),
        axis: format!("M{NAMES} {TOP}V{end}"),
        fills: Vec::new(),
        texts: Vec::new(),
    };
    for part in [0.0, 0.5, 1.0] {
        chart.grid.push(format!("M{} {TOP}V{end}", round(x(top * part))));
        chart.text(x(top * part), end + 16.0, "middle", "", kind.on_axis(t, top * part));
    }
    for (at, mark) in order.into_iter().enumerate() {
        let upper = TOP + STEP * at as f64;
        chart.fill(NAMES, upper + 5.0, x(mark.value) - NAMES, STEP - 10.0);
        chart.text(NAMES - 8.0, upper + 16.0, "end", "", shortened(&mark.label));
        chart.text(x(mark.value) + 6.0, upper + 16.0, "start", "say", kind.words(t, mark.value));
    }
    Some(chart)
}

impl Chart {
    fn fill(&mut self, x: f64, y: f64, width: f64, height: f64) {
        self.fills.push(Fill { x: round(x), y: round(y), width: round(width), height: round(height) });
    }

    fn text(&mut self, x: f64, y: f64, anchor: &'static str, class: &'static str, words: String) {
        self.texts.push(Text { x: round(x), y: round(y), anchor, class, words });
    }
}

/// A few marks are all told; of many the largest and the smallest, because the table has each.
fn says(t: &Tongue, title: &str, caption: &str, kind: Kind, marks: &[Mark]) -> String {
    let told = |mark: &Mark| {
        t.with("report-chart-part", &[("name", (&mark.name).into()), ("share", kind.words(t, mark.value).into())])
    };
    let by_value = |a: &&Mark, b: &&Mark| a.value.total_cmp(&b.value);
    let extremes = marks.iter().max_by(by_value).zip(marks.iter().min_by(by_value));
    match extremes {
        Some((most, least)) if marks.len() > FEW => t.with(
            "report-chart-many",
            &[
                ("title", title.into()),
                ("caption", caption.into()),
                ("count", marks.len().into()),
                ("most", told(most).into()),
                ("least", told(least).into()),
            ],
        ),
        _ => {
            let parts: Vec<String> = marks.iter().map(told).collect();
            t.with(
                "report-chart-says",
                &[("title", title.into()), ("caption", caption.into()), ("parts", t.list(&parts).into())],
            )
        }
    }
}

fn largest(marks: &[Mark]) -> Option<f64> {
    marks.iter().map(|mark| mark.value).reduce(f64::max)
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name.to_owned(),
    }
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_begins_at_nothing_and_ends_at_a_round_figure_that_holds_the_largest() {
        for (largest, top) in
            [(0.0, 2.0), (1.0, 2.0), (2.0, 2.0), (3.0, 4.0), (7.0, 10.0), (11.0, 20.0), (999_999.0, 1e6)]
        {
            assert_eq!(Kind::Count.top(largest), top);
        }
        for (largest, top) in [(0.0, 0.1), (0.202, 0.3), (0.83, 1.0), (1.0, 1.0), (1.23, 1.4)] {
            assert!((Kind::Share.top(largest) - top).abs() < 1e-9);
        }
    }

    #[test]
    fn a_long_name_is_shortened_between_letters() {
        assert_eq!(shortened("Ifeoma Adeyemi"), "Ifeoma Adeyemi");
        assert_eq!(
            shortened("Sækýr Þórhallsdóttir Ægisson"),
            "Sækýr Þórhallsdóttir…".chars().take(18).collect::<String>() + "…"
        );
    }
}
