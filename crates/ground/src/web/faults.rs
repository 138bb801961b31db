//! What is wrong with which field: said beside the field on a page, and listed in a problem of the API.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use crate::words::{Tongue, Value};

/// Faults by field, in the order they were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults(Vec<FieldFault>);

#[derive(Clone, Debug, PartialEq)]
struct FieldFault {
    field: Cow<'static, str>,
    key: &'static str,
    values: Vec<(&'static str, Value<'static>)>,
}

impl Faults {
    pub fn new() -> Faults {
        Faults::default()
    }

    /// One fault of one field: the shortest way to refuse what only the database could know.
    pub fn one(field: &'static str, key: &'static str) -> Faults {
        let mut faults = Faults::new();
        faults.add(field, key, &[]);
        faults
    }

    /// Notes that `field` is wrong as the words of `key` say. A field's first fault is the one shown.
    pub fn add(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        key: &'static str,
        values: &[(&'static str, Value<'_>)],
    ) {
        let values = values.iter().map(|(name, value)| (*name, value.clone().into_owned())).collect();
        self.0.push(FieldFault { field: field.into(), key, values });
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `field` has a fault, for `aria-invalid`.
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|fault| fault.field == field)
    }

    /// What to say beside `field`, if anything is wrong with it.
    pub fn of(&self, field: &str, tongue: &Tongue) -> Option<String> {
        let fault = self.0.iter().find(|fault| fault.field == field)?;
        Some(tongue.with(fault.key, &fault.values))
    }

    /// Names of the fields with faults, to lead to the first of them.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|fault| fault.field.as_ref())
    }

    /// Says another fault of `field` in place of those noted so far.
    pub(crate) fn instead(&mut self, field: &str, key: &'static str) {
        self.0.retain(|fault| fault.field != field);
        self.add(field.to_owned(), key, &[]);
    }

    /// The `errors` member of a problem: field, stable code, and the sentence, which speaks to whoever writes a program.
    pub fn to_json(&self, tongue: &Tongue) -> Json {
        let detail = |fault: &FieldFault| {
            let own = tongue.known_with(&format!("problem-{}", fault.key), &fault.values);
            own.unwrap_or_else(|| tongue.with(fault.key, &fault.values))
        };
        let entry = |fault: &FieldFault| json!({ "field": fault.field, "code": fault.key, "detail": detail(fault) });
        Json::Array(self.0.iter().map(entry).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::sample;

    #[test]
    fn a_fault_is_said_beside_its_field_in_the_readers_language() {
        let words = sample();
        let mut faults = Faults::one("email", "fault-email");
        faults.add("note", "fault-long", &[("most", 500.into())]);
        faults.add("note", "fault-missing", &[]);
        let en = words.english();
        assert_eq!(faults.of("note", &en).unwrap(), "At most 500 characters, please.");
        assert!(faults.has("email") && !faults.has("phone") && faults.of("phone", &en).is_none());
        assert_eq!(faults.to_json(&en)[0]["code"], "fault-email");
        assert!(faults.of("email", &words.tongue("ar").unwrap()).unwrap().starts_with("هذا"));
        assert!(words.missing().is_empty());
    }
}
