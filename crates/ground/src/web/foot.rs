//! Whether pages lead to the clinic's notice (promise `notice.published`). Each page is looked at as it is drawn, by whatever
//! template: one that does not is counted, and evidence tells of it.

use std::sync::atomic::{AtomicU64, Ordering};

/// What the shell writes on pages that are no clinic's: they have no notice to lead to.
const NO_CLINIC: &str = "data-house>";
/// Where the foot of a page begins.
const FOOT: &str = "<footer class=\"feet\">";

static PAGES: AtomicU64 = AtomicU64::new(0);
static WITHOUT: AtomicU64 = AtomicU64::new(0);

/// Looks at a page that is drawn.
pub(super) fn look(html: &str) {
    if let Some(leads) = leads(html) {
        PAGES.fetch_add(1, Ordering::Relaxed);
        WITHOUT.fetch_add(u64::from(!leads), Ordering::Relaxed);
    }
}

/// Whether a clinic's page has a link to its notice; none for what is no page of a clinic, such as a part of one.
fn leads(html: &str) -> Option<bool> {
    let whole = html.trim_start().get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
    let body = html.split_once("<body").and_then(|(_, rest)| rest.split_once('\n')).map_or("", |(tag, _)| tag);
    (whole && !body.ends_with(NO_CLINIC))
        .then(|| html.split_once(FOOT).is_some_and(|(_, foot)| foot.contains("/notice\"")))
}

/// What was seen since the program started.
#[derive(Clone, Copy, Debug)]
pub struct Footed {
    /// Pages of clinics that were drawn.
    pub pages: u64,
    /// Those that do not lead to the notice.
    pub without: u64,
}

/// What was seen.
pub fn footed() -> Footed {
    Footed { pages: PAGES.load(Ordering::Relaxed), without: WITHOUT.load(Ordering::Relaxed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_does_not_lead_to_the_notice_is_noticed_whatever_drew_it() {
        for (html, expected) in [
            (
                "<!doctype html>\n<body class=\"public\">\n<footer class=\"feet\"><a href=\"/c/x/notice\">How we keep</a>",
                Some(true),
            ),
            ("<!doctype html>\n<body>\n<a href=\"/c/x/notice\">not in the foot</a>", Some(false)),
            ("<!doctype html>\n<body>\n<footer class=\"feet\"><a href=\"/c/x/notices\">other</a>", Some(false)),
            ("<!DOCTYPE html><p>no body at all", Some(false)),
            ("<!doctype html>\n<body class=\"public\" data-house>\n<p>of no clinic", None),
            ("<li>a part of a page</li>", None),
            ("", None),
        ] {
            assert_eq!(leads(html), expected, "{html}");
        }
    }
}
