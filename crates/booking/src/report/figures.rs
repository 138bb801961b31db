//! A report as a file, for whoever calculates further. Names of columns and groups are part of the format and the same
//! in every language.

use super::Period;

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    Count(u64),
    /// A part of a whole, 0 to 1; none of nothing.
    Part(Option<f64>),
    /// Not a figure of this group.
    Blank,
}

/// A report's lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    pub period: Period,
    measures: &'static [&'static str],
    lines: Vec<(&'static str, String, Vec<Figure>)>,
}

impl Figures {
    pub(super) fn new(period: Period, measures: &'static [&'static str]) -> Figures {
        Figures { period, measures, lines: Vec::new() }
    }

    pub(super) fn line<const N: usize>(&mut self, by: &'static str, group: String, values: [Figure; N]) {
        self.lines.push((by, group, values.to_vec()));
    }

    /// `by,group,` and the measures, one line a group; shares with four digits, nothing where there is no figure.
    pub fn csv(&self) -> String {
        // Writing into memory does not fail.
        self.written().unwrap_or_default()
    }

    fn written(&self) -> csv::Result<String> {
        let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        file.write_record(["by", "group"].iter().chain(self.measures))?;
        for (by, group, values) in &self.lines {
            let values = values.iter().map(|value| match value {
                Figure::Count(count) => count.to_string(),
                Figure::Part(Some(part)) => format!("{part:.4}"),
                Figure::Part(None) | Figure::Blank => String::new(),
            });
            file.write_record([(*by).to_owned(), inert(group)].into_iter().chain(values))?;
        }
        let bytes = file.into_inner().map_err(|fault| fault.into_error())?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The same for programs: `{"from", "to", "lines": [{"by", "group", ...}]}`, null where there is no figure.
    pub fn json(&self) -> serde_json::Value {
        let line = |(by, group, values): &(&str, String, Vec<Figure>)| {
            let mut line = serde_json::Map::new();
            line.insert("by".to_owned(), (*by).into());
            line.insert("group".to_owned(), group.as_str().into());
            for (measure, value) in self.measures.iter().zip(values) {
                let value = match value {
                    Figure::Count(count) => (*count).into(),
                    Figure::Part(part) => (*part).into(),
                    Figure::Blank => serde_json::Value::Null,
                };
                line.insert((*measure).to_owned(), value);
            }
            serde_json::Value::Object(line)
        };
        let lines: Vec<_> = self.lines.iter().map(line).collect();
        serde_json::json!({ "from": self.period.from.to_string(), "to": self.period.to.to_string(), "lines": lines })
    }
}

/// A name that a spreadsheet would take for a formula is written as the text it is.
fn inert(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_file_quotes_names_runs_no_formula_and_leaves_out_what_is_no_figure() {
        let period = Period { from: date(2026, 1, 1), to: date(2026, 1, 31) };
        let mut figures = Figures::new(period, &["visits", "share"]);
        figures.line("all", period.to_string(), [Figure::Count(3), Figure::Part(Some(1.0 / 3.0))]);
        figures.line("room", "Gym, \"large\"".to_owned(), [Figure::Count(0), Figure::Part(None)]);
        figures.line("room", "=HYPERLINK(1)".to_owned(), [Figure::Blank, Figure::Blank]);
        assert_eq!(
            figures.csv(),
            "by,group,visits,share\r\nall,2026-01-01/2026-01-31,3,0.3333\r\nroom,\"Gym, \"\"large\"\"\",0,\r\nroom,'=HYPERLINK(1),,\r\n"
        );
        let json = figures.json();
        assert_eq!(
            (&json["from"], &json["lines"][0]["visits"], &json["lines"][1]["share"]),
            (&serde_json::json!("2026-01-01"), &serde_json::json!(3), &serde_json::Value::Null)
        );
    }
}
