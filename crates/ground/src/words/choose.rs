//! Which language a visitor reads.

use super::{Tongue, Words};

/// What a request says about the language it wants, strongest first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// `?lang=`: the person chose it on this page.
    pub asked: Option<&'a str>,
    /// The `lang` cookie: the person chose it before.
    pub remembered: Option<&'a str>,
    /// `?in=`: the language of the page that led here, while none is remembered.
    pub led: Option<&'a str>,
    /// `Accept-Language`: how the browser is set.
    pub accepted: Option<&'a str>,
    /// What is wished for is the notice, which is offered in more languages.
    pub of_notice: bool,
}

/// A browser sends a handful; more is noise that should cost nothing.
const MOST_TAGS: usize = 16;

impl Words {
    /// The first language of the wish that is offered, else English. Needs no cookie.
    pub fn choose(&self, wish: Wish<'_>) -> Tongue {
        let chosen = |code: Option<&str>| code.and_then(|code| self.nearest(code, wish.of_notice));
        chosen(wish.asked)
            .or_else(|| chosen(wish.remembered))
            .or_else(|| chosen(wish.led))
            .or_else(|| wish.accepted.and_then(|header| self.accepted(header, wish.of_notice)))
            .unwrap_or_else(|| self.english())
    }

    /// Whether there are words for the language of `tag`.
    pub(crate) fn offers(&self, tag: &str) -> bool {
        self.nearest(tag, false).is_some()
    }

    /// The language whose code begins `tag`: `ar-EG` finds `ar` (RFC 4647, section 3.4, lookup).
    fn nearest(&self, tag: &str, of_notice: bool) -> Option<Tongue> {
        let mut tag = tag.trim().to_ascii_lowercase();
        loop {
            let found = self
                .0
                .languages
                .iter()
                .find(|language| language.code.eq_ignore_ascii_case(&tag) && (of_notice || !language.notice_only));
            if let Some(language) = found {
                return self.tongue(&language.code);
            }
            tag.truncate(tag.rfind('-')?);
        }
    }

    fn accepted(&self, header: &str, of_notice: bool) -> Option<Tongue> {
        let mut ranges: Vec<(&str, u16)> = header.split(',').take(MOST_TAGS).filter_map(range).collect();
        // Stable: equal weights stay in the order the browser gave them.
        ranges.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        ranges
            .into_iter()
            .find_map(|(tag, _)| if tag == "*" { Some(self.english()) } else { self.nearest(tag, of_notice) })
    }
}

/// One range with its weight in thousandths; a weight of zero means "not this one" (RFC 9110, section 12.4.2).
fn range(text: &str) -> Option<(&str, u16)> {
    let (tag, rest) = text.split_once(';').unwrap_or((text, ""));
    let tag = tag.trim();
    let weight = match rest.trim().strip_prefix("q=") {
        Some(weight) => (weight.trim().parse::<f32>().ok()?.clamp(0.0, 1.0) * 1_000.0) as u16,
        None => 1_000,
    };
    (weight > 0 && !tag.is_empty() && tag.len() <= 35).then_some((tag, weight))
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn the_strongest_wish_that_is_offered_wins() {
        let words = sample();
        for (asked, remembered, accepted, expected) in [
            (None, None, None, "en"),
            (Some("ar"), None, Some("en"), "ar"),
            (Some("xx"), Some("ar"), Some("en"), "ar"),
            (Some("../../etc"), None, None, "en"),
            (None, Some("en"), Some("ar"), "en"),
            (None, None, Some("ar-EG,ar;q=0.9,en;q=0.8"), "ar"),
            (None, None, Some("de-DE, de;q=0.9, AR;q=0.5, en;q=0.4"), "ar"),
            (None, None, Some("ar;q=0, en;q=0.1"), "en"),
            (None, None, Some("en;q=0.2, ar;q=0.7"), "ar"),
            (None, None, Some("fr, *;q=0.1"), "en"),
            (None, None, Some(";;;,,q=x,ar;q=abc"), "en"),
            (None, None, Some("a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z"), "en"),
        ] {
            assert_eq!(
                words.choose(Wish { asked, remembered, accepted, ..Wish::default() }).lang(),
                expected,
                "{asked:?} {remembered:?} {accepted:?}"
            );
        }
    }
}
