//! The page between a change of roles and its being saved: who will be able to do what, in words and figures.

use axum::http::StatusCode;
use axum::response::Response;
use ground::Scope;
use ground::reach::Extent;
use ground::web::{Face, Page, Value, render_as};
use promise::Purpose;

use super::ability_word;
use crate::effect::{Effect, Records};

/// What the page is asked to show.
pub(super) struct Shown {
    /// What is saved by it, as `Front desk, Evenings`.
    pub title: &'static str,
    pub effects: Vec<Effect>,
    /// How many are affected in all.
    pub people: usize,
    /// What was shown, for saving just that.
    pub seen: String,
    /// Another effect was shown before.
    pub changed: bool,
    /// Where the form goes, and where one goes back to.
    pub action: String,
    pub back: String,
    /// What was typed.
    pub fields: Vec<(&'static str, String)>,
}

#[derive(askama::Template)]
#[template(path = "role/effect.html")]
struct EffectPage {
    page: Page,
    people: Vec<Line>,
    others: String,
    changed: bool,
    seen: String,
    action: String,
    back: String,
    fields: Vec<(&'static str, String)>,
}

struct Line {
    name: String,
    away: bool,
    same: bool,
    /// Sentences on records: whether it opens more, and the words.
    records: Vec<(bool, String)>,
    gains: Vec<String>,
    loses: Vec<String>,
}

pub(super) fn page(scope: &Scope, face: &Face, shown: Shown) -> Response {
    let page = face.page(scope, shown.title);
    let line = |effect: &Effect| Line {
        name: effect.who.name.clone(),
        away: effect.who.away,
        same: effect.is_none(),
        records: effect.records.iter().map(|records| on_records(&page, &effect.who.name, records)).collect(),
        gains: effect.gains.iter().map(|name| ability_word(&page, name)).collect(),
        loses: effect.loses.iter().map(|name| ability_word(&page, name)).collect(),
    };
    let others = shown.people.saturating_sub(shown.effects.len());
    let others = match others {
        0 => String::new(),
        n => page.t.with("identity-effect-others", &[("n", Value::from(i64::try_from(n).unwrap_or(i64::MAX)))]),
    };
    let people = shown.effects.iter().map(line).collect();
    let Shown { seen, changed, action, back, fields, .. } = shown;
    let status = if changed { StatusCode::CONFLICT } else { StatusCode::OK };
    render_as(status, &EffectPage { people, others, changed, seen, action, back, fields, page })
}

/// "Ben Okafor will be able to open 412 records that are closed to them today: to schedule."
fn on_records(page: &Page, name: &str, records: &Records) -> (bool, String) {
    let purposes: Vec<String> = records.purposes.iter().map(|purpose| page.t.get(what_for(*purpose))).collect();
    let opens = records.after > records.before;
    let key = match (records.more, opens) {
        // In care of them is nobody for now, or there is no client yet.
        (0, true) => "identity-effect-opens-none",
        (0, false) => "identity-effect-shuts-none",
        (_, true) => "identity-effect-opens",
        (_, false) => "identity-effect-shuts",
    };
    let whose = page.t.get(match records.after.max(records.before) {
        Extent::Everybody => "identity-effect-everybody",
        Extent::Related(_) | Extent::Nobody => "identity-effect-in-care",
    });
    let values = [
        ("who", Value::from(name.to_owned())),
        ("n", records.more.abs().into()),
        ("purposes", page.t.list(&purposes).into()),
        ("whose", whose.into()),
    ];
    (opens, page.t.with(key, &values))
}

fn what_for(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Scheduling => "identity-effect-for-scheduling",
        Purpose::Care => "identity-effect-for-care",
        Purpose::Administration => "identity-effect-for-administration",
        _ => "identity-effect-for-rights",
    }
}
