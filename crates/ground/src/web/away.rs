//! Links that lead away from our pages (promise `links.marked`). Each page is looked at as it is drawn, by whatever template:
//! a link to another host that does not carry the mark of the macro `away` is remembered, and evidence tells of it.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::House;

/// What the macro `away` writes into a link, beside the words that say where it leads.
const MARK: &str = "rel=\"external";
/// Hosts remembered; a program that leads to more is found out by the first of them.
const HOSTS: usize = 64;

static PAGES: AtomicU64 = AtomicU64::new(0);
static MARKED: AtomicU64 = AtomicU64::new(0);
static UNMARKED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Looks at a page that is drawn.
pub(super) fn look(html: &str) {
    PAGES.fetch_add(1, Ordering::Relaxed);
    for (host, marked) in links(html) {
        if marked {
            MARKED.fetch_add(1, Ordering::Relaxed);
            continue;
        }
        let mut hosts = UNMARKED.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() < HOSTS && !hosts.contains(host) {
            hosts.insert(host.to_owned());
        }
    }
}

/// The links of a page that name a host, and whether they carry the mark.
fn links(html: &str) -> impl Iterator<Item = (&str, bool)> {
    html.split("<a ").skip(1).filter_map(|rest| {
        let tag = &rest[..rest.find('>')?];
        let (_, href) = tag.split_once("href=\"")?;
        let (_, named) = href
            .split('"')
            .next()?
            .split_once("//")
            .filter(|(before, _)| before.is_empty() || before.strip_suffix(':').is_some_and(is_scheme))?;
        let host = named.split(['/', '?', '#', ':']).next()?;
        Some((host, tag.contains(MARK)))
    })
}

/// What stands before it otherwise is a path or a query of ours.
fn is_scheme(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What was seen since the program started.
#[derive(Clone, Debug)]
pub struct LedAway {
    /// Pages that were drawn.
    pub pages: u64,
    /// Links on them that lead away and say so.
    pub marked: u64,
    /// Hosts that one led to without saying so.
    pub unmarked: BTreeSet<String>,
}

/// What was seen; an address of `house` itself is not away.
pub fn led_away(house: &House) -> LedAway {
    let mut hosts = UNMARKED.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let own = url::Url::parse(&house.address).ok().and_then(|own| own.host_str().map(str::to_owned));
    hosts.retain(|host| own.as_deref() != Some(host));
    for clinic in house.clinics_known().unwrap_or_default() {
        hosts.retain(|host| clinic.host.as_deref() != Some(host));
    }
    let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    LedAway { pages: count(&PAGES), marked: count(&MARKED), unmarked: hosts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_another_host_is_noticed_and_whether_it_says_so() {
        let html = "<a href=\"/c/x\">in</a> <a class=\"away\" rel=\"external noreferrer\" href=\"https://map.example/a?b\">out</a>
            <a href=\"//cdn.example:8000/x\">sly</a> <a href=\"http://here.example#x\">plain</a> <a href=\"?next=https://no.example\">in</a>
            <a href=\"mailto:desk@clinic.example\">mail</a> <link href=\"https://style.example\">";
        let found: Vec<_> = links(html).collect();
        assert_eq!(found, [("map.example", true), ("cdn.example", false), ("here.example", false)]);
    }
}
