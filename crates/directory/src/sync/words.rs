//! What is stored of a look, in words.

use ground::web::{Tongue, Value};

use crate::store::google::run::Run;

/// What was counted.
pub(super) fn counts(tongue: &Tongue, run: &Run) -> Vec<String> {
    let words = |pair: &str| {
        let (name, count) = pair.split_once('=')?;
        let count: i64 = count.parse().ok()?;
        tongue.known_with(&format!("google-count-{}", name.replace('_', "-")), &[("n", count.into())])
    };
    run.counts.split(' ').filter_map(words).collect()
}

/// Why nothing was done.
pub(super) fn reasons(tongue: &Tongue, run: &Run) -> Vec<String> {
    let words = |reason: &str| {
        let mut parts = reason.split(':');
        let name = parts.next()?.replace('_', "-");
        let numbers: Vec<i64> = parts.filter_map(|part| part.parse().ok()).collect();
        let number = |at: usize| Value::from(numbers.get(at).copied().unwrap_or_default());
        // Of everybody there is one number only.
        let of = if numbers.len() > 1 { 1 } else { 0 };
        let values = [("losing", number(0)), ("of", number(of)), ("allowed", number(2))];
        tongue.known_with(&format!("google-reason-{name}"), &values)
    };
    run.reasons.split(' ').filter_map(words).collect()
}
