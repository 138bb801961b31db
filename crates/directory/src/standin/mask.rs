//! Partial answers, as Google's APIs give them: `kind,users(id,name(givenName))`.

use serde_json::{Map, Value};

use super::schema::{GROUP, Kind, MEMBER, USER, USER_NAME};

/// The fields that are asked for; of one without fields of its own, all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mask(Vec<(String, Option<Mask>)>);

impl Mask {
    /// Reads `text`; nothing where its brackets do not match or a name is empty.
    pub(super) fn read(text: &str) -> Option<Mask> {
        let mut rest = text;
        let mask = Mask::level(&mut rest)?;
        rest.is_empty().then_some(mask)
    }

    fn level(rest: &mut &str) -> Option<Mask> {
        let mut fields = Vec::new();
        loop {
            let end = rest.find([',', '(', ')']).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            if name.is_empty() {
                return None;
            }
            *rest = after;
            let mut within = None;
            if let Some(after) = rest.strip_prefix('(') {
                *rest = after;
                within = Some(Mask::level(rest)?);
                *rest = rest.strip_prefix(')')?;
            }
            fields.push((name.to_owned(), within));
            match rest.strip_prefix(',') {
                Some(after) => *rest = after,
                None => return Some(Mask(fields)),
            }
        }
    }

    /// Whether every name is one of the document's.
    pub(super) fn is_known(&self, list: &str) -> bool {
        let shape = match list {
            "users" => USER,
            "groups" => GROUP,
            _ => MEMBER,
        };
        self.0.iter().all(|(name, within)| match name.as_str() {
            "kind" | "etag" | "nextPageToken" => within.is_none(),
            name if name == list => within.as_ref().is_none_or(|within| within.is_in(shape)),
            _ => false,
        })
    }

    fn is_in(&self, shape: &[(&str, Kind)]) -> bool {
        self.0.iter().all(|(name, within)| {
            shape.iter().any(|(known, _)| known == name)
                && within.as_ref().is_none_or(|within| name == "name" && within.is_in(USER_NAME))
        })
    }

    /// What is left of `value`.
    pub(super) fn of(&self, value: Value) -> Value {
        match value {
            Value::Array(items) => items.into_iter().map(|item| self.of(item)).collect(),
            Value::Object(mut object) => {
                let kept = self.0.iter().filter_map(|(name, within)| {
                    let value = object.remove(name)?;
                    Some((
                        name.clone(),
                        within.as_ref().map_or_else(|| value.clone(), |within| within.of(value.clone())),
                    ))
                });
                Value::Object(kept.collect::<Map<_, _>>())
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_mask_leaves_what_it_names() {
        let mask = Mask::read("kind,users(id,name(givenName))").unwrap();
        let whole = json!({ "kind": "k", "etag": "e", "users": [{ "id": "1", "name": { "givenName": "Ida", "fullName": "Ida H" }, "phones": [] }] });
        assert_eq!(mask.of(whole), json!({ "kind": "k", "users": [{ "id": "1", "name": { "givenName": "Ida" } }] }));
        assert!(mask.is_known("users") && !mask.is_known("groups"));
        assert!(!Mask::read("users(salary)").unwrap().is_known("users"));
        for broken in ["", "users(", "users(id", "users(id))", "users()", ",kind"] {
            assert_eq!(Mask::read(broken), None, "{broken}");
        }
    }
}
