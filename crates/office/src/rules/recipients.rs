//! What an entry of the register says, and what changes of it, in words: pure.

use std::collections::BTreeSet;

use ground::egress;
use ground::recipient::{BY_HAND, Entry, RecipientId, Terms};
use ground::web::Tongue;
use promise::{Category, Purpose};

/// A purpose in words.
pub fn purpose(t: &Tongue, purpose: Purpose) -> String {
    t.get(&format!("requests-purpose-{purpose}"))
}

/// A kind of data in words.
pub fn category(t: &Tongue, category: Category) -> String {
    t.get(&format!("office-retention-category-{category}"))
}

/// The same among others of a sentence.
pub fn category_named(t: &Tongue, category: Category) -> String {
    t.get(&format!("consent-category-{category}"))
}

/// What the program asks them for in words.
pub fn way(t: &Tongue, way: &str) -> String {
    let known = way == BY_HAND || egress::way(way).is_some();
    if known { t.get(&format!("recipients-way-{}", way.replace('_', "-"))) } else { way.to_owned() }
}

/// A country in words.
pub fn region(t: &Tongue, region: &str) -> String {
    match region.is_empty() {
        true => t.get("recipients-region-none"),
        false => t.known(&format!("place-{}", region.to_lowercase())).unwrap_or_else(|| region.to_owned()),
    }
}

fn purposes(t: &Tongue, of: impl Iterator<Item = Purpose>) -> String {
    t.list(&of.map(|one| purpose(t, one)).collect::<Vec<_>>())
}

fn categories<'c>(t: &Tongue, of: impl Iterator<Item = &'c Category>) -> String {
    t.list(&of.map(|one| category_named(t, *one)).collect::<Vec<_>>())
}

/// An entry in one sentence.
pub fn said(t: &Tongue, terms: &Terms) -> String {
    t.with(
        "recipients-said",
        &[
            ("name", terms.name.clone().into()),
            ("way", way(t, &terms.way).into()),
            ("purposes", purposes(t, terms.purposes.iter()).into()),
            ("kinds", categories(t, terms.categories.iter()).into()),
            ("region", region(t, &terms.region).into()),
        ],
    )
}

/// What `new` says other than `old`, a sentence each; nothing where it says the same.
pub fn differences(t: &Tongue, old: &Terms, new: &Terms) -> Vec<String> {
    let mut said = Vec::new();
    let mut list = |key: &str, listed: String, any: bool| {
        if any {
            said.push(t.with(key, &[("list", listed.into())]));
        }
    };
    let more: Vec<Purpose> = new.purposes.iter().filter(|one| !old.purposes.contains(*one)).collect();
    let less: Vec<Purpose> = old.purposes.iter().filter(|one| !new.purposes.contains(*one)).collect();
    list("recipients-more-purposes", purposes(t, more.iter().copied()), !more.is_empty());
    list("recipients-less-purposes", purposes(t, less.iter().copied()), !less.is_empty());
    let more: BTreeSet<_> = new.categories.difference(&old.categories).collect();
    let less: BTreeSet<_> = old.categories.difference(&new.categories).collect();
    list("recipients-more-kinds", categories(t, more.iter().copied()), !more.is_empty());
    list("recipients-less-kinds", categories(t, less.iter().copied()), !less.is_empty());
    let mut other = |key: &str, old: String, new: String| {
        if old != new {
            said.push(t.with(key, &[("old", old.into()), ("new", new.into())]));
        }
    };
    other("recipients-other-name", old.name.clone(), new.name.clone());
    other("recipients-other-region", region(t, &old.region), region(t, &new.region));
    other("recipients-other-way", way(t, &old.way), way(t, &new.way));
    other("recipients-other-place", old.place.clone(), new.place.clone());
    said
}

/// What became of one between two moments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became<'e> {
    Came(&'e Entry),
    Went(&'e Entry),
    Changed(&'e Entry, &'e Entry),
}

/// What changed on the list from `before` to `after`: who came, who went, of whom something else is said.
pub fn changes<'e>(before: &'e [Entry], after: &'e [Entry]) -> Vec<Became<'e>> {
    let find = |all: &'e [Entry], id: RecipientId| all.iter().find(|one| one.id == id);
    let came = after.iter().filter_map(|one| match find(before, one.id) {
        None => Some(Became::Came(one)),
        Some(old) if differ(&old.terms, &one.terms) => Some(Became::Changed(old, one)),
        Some(_) => None,
    });
    came.chain(before.iter().filter(|one| find(after, one.id).is_none()).map(Became::Went)).collect()
}

/// Whether another paper is not all that differs.
fn differ(old: &Terms, new: &Terms) -> bool {
    let said = |terms: &Terms| {
        (
            terms.name.clone(),
            terms.way.clone(),
            terms.place.clone(),
            terms.purposes,
            terms.categories.clone(),
            terms.region.clone(),
        )
    };
    said(old) != said(new)
}
