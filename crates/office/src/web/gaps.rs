//! What keeps a draft from being published: a sentence that it makes or changes and that is not kept now.

use std::sync::Arc;

use ground::web::Tongue;
use ground::{Clinic, House, proof, says};
use promise::change::taken_up;
use promise::{Control, PROMISES, Parameter, Parameters, Promise, State, judge_in};

use crate::model::change::Values;

/// A sentence that cannot be published, and why.
pub struct Gap {
    pub sentence: String,
    pub why: String,
}

/// Every sentence that `then` makes anew or with another value and that is a gap.
pub async fn gaps(house: &House, t: &Tongue, clinic: &Arc<Clinic>, then: &Parameters, wanted: &Values) -> Vec<Gap> {
    let new = taken_up(&clinic.parameters, then);
    let touched =
        |promise: &Promise| promise.parameters.iter().any(|parameter| wanted.contains_key(parameter.as_str()));
    let is_new = |promise: &Promise| new.iter().any(|one| one.id == promise.id);
    let made = |promise: &Promise| promise.is_made_in(then.edition);
    let mut gaps = Vec::new();
    for promise in PROMISES.iter().filter(|promise| made(promise) && (touched(promise) || is_new(promise))) {
        let control = house.control(then, promise.id);
        let mut evidence = match control {
            Some(_) => proof(house, clinic, promise.id).await,
            None => None,
        };
        // Where it is kept: whoever runs the program says the new country first, and then the notice, or the other way about.
        // What is kept by either is not kept from being said.
        let moved = promise.parameters.contains(&Parameter::Region) && then.region != clinic.parameters.region;
        if moved && judge_in(then, promise, control, evidence.as_ref()) == State::Gap {
            let after = Arc::new(Clinic { parameters: then.clone(), ..Clinic::clone(clinic) });
            evidence = proof(house, &after, promise.id).await.or(evidence);
        }
        if judge_in(then, promise, control, evidence.as_ref()) == State::Gap {
            let why = match (control, evidence) {
                (None, _) => t.with("office-gap-room", &[("rooms", rooms(house, t, promise, then).into())]),
                (Some(control), None) => t.with("office-gap-unread", &[("room", room(t, control).into())]),
                (Some(control), Some(evidence)) => t.with(
                    "office-gap-evidence",
                    &[("room", room(t, control).into()), ("shown", says::evidence(t, promise.id, &evidence).into())],
                ),
            };
            gaps.push(Gap { sentence: says::statement(t, promise, then), why });
        }
    }
    gaps
}

fn named(t: &Tongue, room: &str) -> String {
    t.known(&format!("office-room-{room}")).unwrap_or_else(|| room.to_owned())
}

fn room(t: &Tongue, control: &Control) -> String {
    named(t, &control.room)
}

/// The rooms that a promise waits for, in words.
fn rooms(house: &House, t: &Tongue, promise: &Promise, then: &Parameters) -> String {
    let rooms = house.waits_for(then, promise);
    if rooms.is_empty() {
        return t.get("office-room-none");
    }
    t.list(&rooms.iter().map(|room| named(t, room)).collect::<Vec<_>>())
}
