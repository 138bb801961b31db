//! What a form was drawn from. Two people, or one in two tabs, may have the same form open; whoever saves second must
//! not put back what the first one changed without having seen it.
//!
//! A form carries a mark of what was stored when it was drawn. Where something else is stored when it is sent, nothing
//! is written: the form comes back as it was typed, beside what stands there now, with a mark of that, and sending it
//! again writes it knowingly. A form without a mark is one that nobody has seen what it changes.

use ground::web::{Fields, Reader, Tongue};
use ground::{Error, Result, Tx, digest};

use super::page::{FormPage, Input};
use crate::store::setup;

/// Why a form is not written.
pub(super) enum Refused {
    Ground(Error),
    /// It was drawn from something else than this, which is stored now.
    Stale(Fields),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::Ground(error)
    }
}

/// The field that carries the mark.
pub(super) const DRAWN: &str = "drawn";

/// A mark of what is stored: the same for the same values, in whatever order they are read.
pub(super) fn mark(stored: &Fields) -> String {
    let mut pairs: Vec<(&str, &str)> = stored.pairs().collect();
    pairs.sort_unstable();
    digest(format!("{pairs:?}").as_bytes())
}

/// The form filled with what is stored, and marked with it.
pub(super) fn marked(stored: &Fields) -> Fields {
    again(stored, stored)
}

/// What was typed, marked with what is stored now.
pub(super) fn again(typed: &Fields, stored: &Fields) -> Fields {
    typed.with(DRAWN, mark(stored))
}

/// The mark among what a form is read from.
pub(super) fn read(form: &mut Reader<'_>) {
    form.text_or_none(DRAWN, 64);
}

/// Begins a change of the setup: those who change it take turns, and what was `typed` must have been drawn from what is
/// stored.
pub(super) fn unchanged(
    tx: &mut Tx<'_>,
    typed: &Fields,
    stored: impl FnOnce(&mut Tx<'_>) -> Result<Fields>,
) -> std::result::Result<(), Refused> {
    setup::take_turns(tx)?;
    let stored = stored(tx)?;
    // Sent twice, it is what stands there by now.
    if typed.value(DRAWN) == mark(&stored) || said(typed) == said(&stored) {
        Ok(())
    } else {
        Err(Refused::Stale(stored))
    }
}

/// What a form says, without what it says of itself.
fn said(fields: &Fields) -> Vec<(&str, String)> {
    let pairs = fields.pairs().map(|(name, value)| (name, value.replace("\r\n", "\n").trim().to_owned()));
    let mut said: Vec<_> = pairs.filter(|(name, value)| ![DRAWN, "sure"].contains(name) && !value.is_empty()).collect();
    said.sort_unstable();
    said
}

/// The page with what is stored now, where it is something else than was typed, by the label of its field.
pub(super) fn beside(mut page: FormPage, t: &Tongue, stored: &Fields) -> FormPage {
    let words = |said: String| if said.is_empty() { t.get("setup-nothing") } else { said };
    let inputs = page.inputs.iter().filter(|input| input.kind != "hidden" && input.name != "since");
    let mut differs: Vec<(String, String)> =
        inputs.filter_map(|input| Some((input.label.clone(), words(differing(input, t, stored)?)))).collect();
    for week in &page.weeks {
        let typed = week.spans.iter().map(|span| {
            let place = span.places.iter().find(|place| place.chosen).or(span.places.first());
            (span.from.clone(), span.to.clone(), place.map(|place| place.value.clone()).unwrap_or_default())
        });
        let now = week.spans.iter().map(|span| {
            let value = |part: &str| stored.value(&format!("{part}-{}", span.name)).to_owned();
            (value("from"), value("to"), value("place"))
        });
        let worked = |(from, ..): &(String, String, String)| !from.is_empty();
        let now: Vec<_> = now.filter(worked).collect();
        if now == typed.filter(worked).collect::<Vec<_>>() {
            continue;
        }
        let said = now.iter().map(|(from, to, place)| {
            let range = t.with("time-range", &[("from", from.as_str().into()), ("to", to.as_str().into())]);
            // Where there is one place it goes without saying.
            let places = week.spans.iter().map(|span| span.places.as_slice()).filter(|places| places.len() > 1);
            let known = places.flatten().find(|known| known.value == *place);
            known.map_or_else(|| range.clone(), |known| [range.as_str(), &known.label].join(&t.get("booking-comma")))
        });
        differs.push((week.day.clone(), words(said.collect::<Vec<_>>().join("\n"))));
    }
    page.stale = Some(differs);
    page
}

/// What stands in a field now, in words, if it is something else than was typed.
fn differing(input: &Input, t: &Tongue, stored: &Fields) -> Option<String> {
    let now = stored.value(&input.name);
    match input.kind {
        "select" | "ticks" => {
            let is = |value: &str| match now {
                // A choice of nothing is stored as nothing.
                "" if input.kind == "select" => value.is_empty(),
                _ => stored.chosen(&input.name, value),
            };
            let same = input.options.iter().all(|option| option.chosen == is(&option.value));
            let chosen = input.options.iter().filter(|option| is(&option.value));
            (!same).then(|| t.list(&chosen.map(|option| option.label.as_str()).collect::<Vec<_>>()))
        }
        "tick" => {
            let key = if now.is_empty() { "setup-unticked" } else { "setup-ticked" };
            (input.checked == now.is_empty()).then(|| t.get(key))
        }
        _ => (input.value.replace("\r\n", "\n").trim() != now).then(|| now.to_owned()),
    }
}
