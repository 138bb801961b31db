//! What clients and visitors read is whole in each language that is offered: no page of theirs is half in English.
//!
//! The pages' own sources are read for the keys they name: what only a rare answer says is found too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What makes the pages and letters that a visitor or a client reads. A folder stands for all that is in it.
const SOURCES: &[&str] = &[
    "booking/src/web/public",
    "booking/src/jobs.rs",
    "booking/src/error.rs",
    "booking/templates/public",
    "booking/templates/own",
    "people/src/own.rs",
    "people/src/form.rs",
    "people/src/model/name.rs",
    "people/src/model/address.rs",
    "people/src/model/birth.rs",
    "people/src/model/phone.rs",
    "people/src/model/client.rs",
    "people/src/web/own.rs",
    "people/src/web/profile.rs",
    "people/src/web/held.rs",
    "people/src/web/details.rs",
    "people/src/web/openings.rs",
    "people/templates/people/home.html",
    "people/templates/people/record.html",
    "people/templates/people/own_details.html",
    "people/templates/people/held.html",
    "people/templates/people/held_lines.html",
    "people/templates/people/removal.html",
    "people/templates/people/thread.html",
    "people/templates/people/document_line.html",
    "people/templates/people/fields.html",
    "identity/src/web/account.rs",
    "identity/src/web/sign_in.rs",
    "identity/src/web/sign_up.rs",
    "identity/src/web/forgotten.rs",
    "identity/src/web/by_link.rs",
    "identity/src/letters.rs",
    "identity/src/error.rs",
    "identity/src/password/weak.rs",
    "identity/templates/account/body.html",
    "identity/templates/account/profile.html",
    "identity/templates/enter",
    "ground/src/web",
    "ground/src/words",
    "ground/src/mail.rs",
    "ground/templates/public.html",
    "ground/templates/languages.html",
    "ground/templates/shell.html",
    "ground/templates/own.html",
    "ground/templates/footer.html",
    "ground/templates/macros.html",
    "ground/templates/error.html",
    "ground/templates/toast.html",
    "keepwell/src/front/notice.rs",
    "keepwell/templates/notice.html",
];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn below(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| below(entry, found));
    } else {
        found.push(path.to_owned());
    }
}

/// The files of one language, of all rooms.
fn files(language: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for room in fs::read_dir(crates()).unwrap() {
        let locales = room.unwrap().path().join("locales");
        for named in [locales.join(format!("{language}.ftl")), locales.join(language)] {
            if named.exists() {
                below(&named, &mut files);
            }
        }
    }
    files
}

fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_".contains(&c))
}

/// The keys of one language, of all rooms.
fn keys(language: &str) -> BTreeSet<String> {
    let key = |line: &str| {
        let key = line.split_once('=').map(|(key, _)| key.trim_end())?;
        is_key(key).then(|| key.to_owned())
    };
    files(language)
        .iter()
        .flat_map(|file| fs::read_to_string(file).unwrap().lines().filter_map(key).collect::<Vec<_>>())
        .collect()
}

/// What is written between quotation marks in `source`, without its tests: a key, or the beginning of keys where a value
/// follows in braces.
fn named(source: &str) -> Vec<(&str, bool)> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    source
        .split('"')
        .filter_map(|text| {
            let end = text.find(|c| !plain(c)).unwrap_or(text.len());
            let (key, rest) = text.split_at(end);
            (key.contains('-') && (rest.is_empty() || rest.starts_with('{'))).then_some((key, !rest.is_empty()))
        })
        .collect()
}

/// What stands at each key of one language, of all rooms, with the lines that belong to it.
fn said(language: &str) -> BTreeMap<String, String> {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for file in files(language) {
        let mut at = None;
        for line in fs::read_to_string(file).unwrap().lines() {
            match line.split_once('=').filter(|(key, _)| is_key(key.trim_end())) {
                Some((key, rest)) => {
                    at = Some(key.trim_end().to_owned());
                    said.entry(key.trim_end().to_owned()).or_default().push_str(rest);
                }
                None if line.starts_with([' ', '}']) => {
                    if let Some(text) = at.as_ref().and_then(|key| said.get_mut(key)) {
                        text.push_str(line);
                    }
                }
                None => at = None,
            }
        }
    }
    said
}

/// The names of the values that stand in a text, each after `mark`.
fn values<'a>(text: &'a str, mark: &str) -> BTreeSet<&'a str> {
    let name = |part: &'a str| {
        let end =
            part.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')).unwrap_or(part.len());
        &part[..end]
    };
    text.split(mark).skip(1).map(name).filter(|name| !name.is_empty()).collect()
}

/// A translation that leaves a figure out says something else than what is kept.
#[tokio::test(flavor = "multi_thread")]
async fn every_translation_has_the_values_of_the_english_words() {
    let app = crate::kit::TestApp::start().await;
    let key = |begin: &str, id: &str| format!("{begin}-{}", id.replace(['.', '_'], "-"));
    let mut english = said("en");
    // The English of promises, and of how they are kept, stands beside their parameters.
    for promise in promise::PROMISES.iter() {
        english.insert(key("promise", promise.id), promise.statement.template().replace('{', "$"));
    }
    for control in app.house.promises.iter().flat_map(|room| &room.controls) {
        english.insert(key("how", &control.id), control.how.replace('{', "$"));
    }
    let mut compared = 0;
    let mut wrong = Vec::new();
    for language in ["ar", "hi"] {
        for (key, text) in said(language) {
            let Some(ours) = english.get(&key) else { continue };
            compared += 1;
            let (ours, theirs) = (values(ours, "$"), values(&text, "$"));
            if ours != theirs {
                wrong.push(format!("{language} {key}: {theirs:?}, where English has {ours:?}"));
            }
        }
    }
    assert!(compared > 1_000, "the words were found: {compared}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_clients_and_visitors_read_is_whole_in_arabic() {
    let (english, arabic) = (keys("en"), keys("ar"));
    assert!(english.len() > 1_000 && arabic.len() > 500, "the words were found");
    let mut files = Vec::new();
    for source in SOURCES {
        let path = crates().join(source);
        assert!(path.exists(), "{source} is gone: say where its pages are made now");
        below(&path, &mut files);
    }
    let (mut used, mut missing) = (0, BTreeSet::new());
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        for (key, begins) in named(&source) {
            let meant = english.iter().filter(|known| if begins { known.starts_with(key) } else { *known == key });
            for known in meant {
                used += 1;
                if !arabic.contains(known) {
                    missing.insert(known.clone());
                }
            }
        }
    }
    assert!(used > 500, "{used}");
    assert_eq!(missing, BTreeSet::new(), "clients read these in English");
}
