//! The page that one reads of one's copy: whole by itself, in the reader's language, asking nothing of any other place.

use std::fmt::Write;

use ground::web::Tongue;
use jiff::Zoned;
use office::requests::Keeps;
use promise::{Purposes, Table};

/// How it looks, on a screen and on paper.
const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-inline-size:50rem;margin:2rem auto;padding:0 1rem;color:#1c2421;background:#fff}\
h1,h2{font-family:Georgia,serif;line-height:1.2}h2{margin-block:2rem .3rem;border-block-start:1px solid #c9d2ce;padding-block-start:1rem}\
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.15rem 1rem;margin:.6rem 0;padding:.6rem .8rem;background:#f4f6f5;break-inside:avoid}\
dt{color:#52605a}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}.q{color:#52605a;font-size:.875rem}\
@media(prefers-color-scheme:dark){body{color:#e6ece9;background:#131816}dl{background:#1d2421}dt,.q{color:#a5b2ac}h2{border-color:#3a4540}a{color:#8fd0bd}}\
@media print{body{color:#000;background:#fff}dl{background:none;border:1px solid #999}}";

/// A page in the making.
pub(super) struct Paper<'a> {
    t: &'a Tongue,
    clinic: &'a str,
    made: String,
    keeps: Keeps,
}

impl<'a> Paper<'a> {
    pub(super) fn new(t: &'a Tongue, clinic: &'a str, at: &Zoned, keeps: Keeps) -> Paper<'a> {
        Paper { t, clinic, made: format!("{}, {}", t.date_full(at.date()), t.time(at.time())), keeps }
    }

    pub(super) fn head(&self) -> String {
        let t = self.t;
        let (lang, dir) = (t.lang(), t.dir());
        let title = t.with("copy-title", &[("clinic", self.clinic.to_owned().into())]);
        let made = t.with("copy-made", &[("at", self.made.clone().into())]);
        let mut page = format!(
            "<!doctype html>\n<html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{0}</title><style>{STYLE}</style></head>\n\
             <body><h1>{0}</h1>\n<p>{1}</p>\n<p>{2}</p>\n<p class=\"q\">{3}</p>\n",
            escaped(&title),
            escaped(&t.get("copy-lede")),
            escaped(&t.get("copy-others")),
            escaped(&made)
        );
        page.push_str(&format!("<p class=\"q\">{}</p>\n", escaped(&t.get("copy-files"))));
        page
    }

    /// The beginning of one table: what it is, why it is kept and until when.
    pub(super) fn table(&self, name: &str, table: &Table) -> String {
        let t = self.t;
        let title = table_words(t, name);
        let why =
            purposes(table).iter().map(|purpose| t.get(&format!("requests-purpose-{purpose}"))).collect::<Vec<_>>();
        let why = t.with("copy-why", &[("purposes", t.list(&why).into())]);
        format!(
            "<section><h2>{}</h2>\n<p class=\"q\">{} {}</p>\n",
            escaped(&title),
            escaped(&why),
            escaped(&self.keeps.until(t, table))
        )
    }

    pub(super) fn row(&self, columns: &[&str], cells: &[String]) -> String {
        let mut row = String::from("<dl>");
        for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            // Writing into memory does not fail.
            let _never = write!(
                row,
                "<dt>{}</dt><dd dir=\"auto\">{}</dd>",
                escaped(&column_words(self.t, column)),
                escaped(cell)
            );
        }
        row.push_str("</dl>\n");
        row
    }

    pub(super) fn end_of_table(&self) -> &'static str {
        "</section>\n"
    }

    /// What is not in it, and why.
    pub(super) fn foot(&self, without: &[&str]) -> String {
        let t = self.t;
        let nothing: Vec<String> = without.iter().map(|name| table_words(t, name)).collect();
        let mut page = format!("<section><h2>{}</h2>\n", escaped(&t.get("copy-left")));
        for key in ["copy-left-keys", "copy-left-others", "copy-left-tokens"] {
            page.push_str(&format!("<p>{}</p>\n", escaped(&t.get(key))));
        }
        if !nothing.is_empty() {
            page.push_str(&format!("<h2>{}</h2>\n<ul>", escaped(&t.get("copy-nothing"))));
            for one in nothing {
                page.push_str(&format!("<li>{}</li>", escaped(&one)));
            }
            page.push_str("</ul>\n");
        }
        page.push_str("</section></body></html>\n");
        page
    }
}

/// What a table holds, in words; where nobody wrote any, by its name rather than left out.
fn table_words(t: &Tongue, name: &str) -> String {
    t.known_with(&format!("copy-table-{}", name.replace('_', "-")), &[]).unwrap_or_else(|| name.replace('_', " "))
}

fn column_words(t: &Tongue, name: &str) -> String {
    t.known_with(&format!("copy-field-{}", name.replace('_', "-")), &[]).unwrap_or_else(|| name.replace('_', " "))
}

fn purposes(table: &Table) -> Purposes {
    table.columns.values().flat_map(|column| column.purposes.iter()).fold(Purposes::NONE, Purposes::with)
}

/// Text that is nothing but text in HTML, whoever wrote it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_is_never_markup() {
        let hostile = "</dd><script src=//x>\"'&";
        assert_eq!(escaped(hostile), "&lt;/dd&gt;&lt;script src=//x&gt;&quot;&#39;&amp;");
    }
}
