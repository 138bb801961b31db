//! The keys of the calendar, and what its script says aloud.

use ground::web::Tongue;

/// The keys with what they do, in the order a person learns them.
pub(super) fn keys(t: &Tongue) -> Vec<(Vec<String>, String)> {
    const KEYS: [(&[&str], &str); 16] = [
        (&["↑", "↓", "←", "→"], "walk"),
        (&["Home", "End"], "ends"),
        (&["Enter"], "open"),
        (&["m"], "move"),
        (&["r"], "resize"),
        (&["↑", "↓", "Shift"], "moving"),
        (&["PgUp", "PgDn"], "days"),
        (&["Esc"], "escape"),
        (&["b"], "block"),
        (&["c"], "confirm"),
        (&["a"], "arrived"),
        (&["i"], "inroom"),
        (&["k"], "kept"),
        (&["x"], "missed"),
        (&["u", "Ctrl Z"], "undo"),
        (&["t", "1", "2", "3", "4"], "views"),
    ];
    let words = |name: &str| t.get(&format!("desk-key-{name}"));
    KEYS.iter().map(|(keys, name)| (keys.iter().map(|key| (*key).to_owned()).collect(), words(name))).collect()
}

/// The sentences of the one polite live region, by the name under which the script finds them. What stands in braces
/// is filled in there.
pub(super) fn says(t: &Tongue) -> Vec<(&'static str, String)> {
    const SENTENCES: [(&str, &[&str]); 9] = [
        ("picked", &["name", "time"]),
        ("stretched", &["name", "time"]),
        ("over", &["time", "where"]),
        ("until", &["time", "minutes"]),
        ("back", &[]),
        ("fixed", &["name"]),
        ("asks", &["time", "where"]),
        ("failed", &[]),
        ("gone", &[]),
    ];
    let sentence = |name: &str, holes: &[&'static str]| {
        let braced: Vec<String> = holes.iter().map(|hole| format!("{{{hole}}}")).collect();
        let values: Vec<_> = holes.iter().copied().zip(braced.iter().map(|hole| hole.as_str().into())).collect();
        t.with(&format!("desk-say-{name}"), &values)
    };
    SENTENCES.iter().map(|(name, holes)| (*name, sentence(name, holes))).collect()
}
