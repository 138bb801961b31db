//! What is asked for: which resources, in which order, how many, and what of each (RFC 7644, section 3.4.2).

use ground::web::Fault;
use serde_json::{Map, Value as Json};

use super::answer::{invalid_filter, invalid_path, invalid_syntax, invalid_value};
use super::body::member;
use super::filter::{self, Attr, Filter};

/// How many are answered at once, at most and where nobody says.
pub(crate) const MOST: usize = 200;
const USUAL: usize = 100;

/// What is answered of a resource whatever is asked.
const ALWAYS: [&str; 2] = ["id", "schemas"];

/// Which parts of a resource are answered.
#[derive(Clone, Default)]
pub(crate) struct Wanted {
    only: Vec<Attr>,
    but: Vec<Attr>,
}

/// A question.
#[derive(Clone)]
pub(crate) struct Asked {
    pub filter: Option<Filter>,
    /// An attribute, and whether the last comes first.
    pub sort: Option<(Attr, bool)>,
    /// From 1.
    pub start: usize,
    pub count: usize,
    pub wanted: Wanted,
}

fn attrs(text: &str) -> Result<Vec<Attr>, Fault> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| filter::attr(name).map_err(|_| invalid_path())).collect()
}

impl Wanted {
    /// What an address's query says.
    pub(crate) fn of_query(query: Option<&str>) -> Result<Wanted, Fault> {
        Ok(Asked::of_query(query)?.wanted)
    }

    /// Whether anything of an attribute, in small letters, is answered.
    pub(crate) fn takes(&self, name: &str) -> bool {
        if ALWAYS.contains(&name) {
            return true;
        }
        if !self.only.is_empty() {
            return self.only.iter().any(|attr| attr.name == name);
        }
        !self.but.iter().any(|attr| attr.name == name && attr.sub.is_none())
    }

    /// Whether somebody said what they want.
    pub(crate) fn is_said(&self) -> bool {
        !self.only.is_empty() || !self.but.is_empty()
    }

    /// The resource as far as it was asked for.
    pub(crate) fn of(&self, resource: Map<String, Json>) -> Json {
        let mut kept = Map::new();
        for (name, value) in resource {
            let small = name.to_ascii_lowercase();
            if !self.takes(&small) {
                continue;
            }
            let subs = |attrs: &[Attr]| -> Vec<Option<String>> {
                attrs.iter().filter(|attr| attr.name == small).map(|attr| attr.sub.clone()).collect()
            };
            let (only, but) = (subs(&self.only), subs(&self.but));
            let part = |part: &str| {
                let named = |of: &[Option<String>]| of.iter().flatten().any(|sub| sub.eq_ignore_ascii_case(part));
                (only.is_empty() || only.iter().any(Option::is_none) || named(&only)) && !named(&but)
            };
            kept.insert(name, parts(value, &part));
        }
        Json::Object(kept)
    }
}

fn parts(value: Json, takes: &dyn Fn(&str) -> bool) -> Json {
    match value {
        Json::Object(parts) => Json::Object(parts.into_iter().filter(|(name, _)| takes(name)).collect()),
        Json::Array(all) => Json::Array(all.into_iter().map(|one| parts(one, takes)).collect()),
        other => other,
    }
}

impl Asked {
    /// What an address's query asks.
    pub(crate) fn of_query(query: Option<&str>) -> Result<Asked, Fault> {
        let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let said = pairs.map(|(name, value)| (name.to_ascii_lowercase(), Json::String(value.into_owned())));
        Asked::read(&said.collect())
    }

    /// What is asked by POST, where it stands in no address (section 3.4.3).
    pub(crate) fn of_body(body: &Map<String, Json>) -> Result<Asked, Fault> {
        let name = |name: &str| name.to_ascii_lowercase();
        Asked::read(&body.iter().map(|(key, value)| (name(key), value.clone())).collect())
    }

    fn read(said: &Map<String, Json>) -> Result<Asked, Fault> {
        let text =
            |name: &str| member(said, name).and_then(Json::as_str).map(str::trim).filter(|text| !text.is_empty());
        let number = |name: &'static str| -> Result<Option<i64>, Fault> {
            match member(said, name) {
                None => Ok(None),
                Some(Json::Number(number)) => number.as_i64().map(Some).ok_or_else(|| invalid_value(name)),
                Some(Json::String(text)) => text.trim().parse().map(Some).map_err(|_| invalid_value(name)),
                Some(_) => Err(invalid_value(name)),
            }
        };
        let listed = |name: &str| -> Result<Vec<Attr>, Fault> {
            match member(said, name) {
                None => Ok(Vec::new()),
                Some(Json::String(text)) => attrs(text),
                Some(Json::Array(all)) => {
                    let names: Option<Vec<&str>> = all.iter().map(Json::as_str).collect();
                    attrs(&names.ok_or_else(invalid_syntax)?.join(","))
                }
                Some(_) => Err(invalid_syntax()),
            }
        };
        let at_least = |number: Option<i64>, least: usize, usual: usize| {
            number.map_or(usual, |number| usize::try_from(number).unwrap_or(least).max(least))
        };
        let descends = text("sortorder").is_some_and(|order| order.eq_ignore_ascii_case("descending"));
        let sort = text("sortby").map(|by| filter::attr(by).map_err(|_| invalid_path())).transpose()?;
        Ok(Asked {
            filter: text("filter").map(|text| filter::parse(text).map_err(|_| invalid_filter())).transpose()?,
            sort: sort.map(|by| (by, descends)),
            start: at_least(number("startindex")?, 1, 1),
            count: at_least(number("count")?, 0, USUAL).min(MOST),
            wanted: Wanted { only: listed("attributes")?, but: listed("excludedattributes")? },
        })
    }

    /// The attributes that the filter and the order look at.
    pub(crate) fn looks_at(&self) -> Vec<String> {
        let mut names = Vec::new();
        if let Some(filter) = &self.filter {
            walk(filter, &mut names);
        }
        names.extend(self.sort.iter().map(|(by, _)| by.name.clone()));
        names
    }
}

fn walk(filter: &Filter, names: &mut Vec<String>) {
    match filter {
        Filter::Is(attr, ..) | Filter::Present(attr) | Filter::Within(attr, _) => names.push(attr.name.clone()),
        Filter::And(all) | Filter::Or(all) => all.iter().for_each(|one| walk(one, names)),
        Filter::Not(one) => walk(one, names),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked(query: &str) -> Asked {
        Asked::of_query(Some(query)).unwrap_or_else(|_| panic!("{query}"))
    }

    #[test]
    fn a_page_has_an_end_and_begins_at_one() {
        for (query, start, count) in [
            ("", 1, USUAL),
            ("startIndex=0&count=-3", 1, 0),
            ("STARTINDEX=7&COUNT=20", 7, 20),
            ("count=100000", 1, MOST),
        ] {
            let asked = asked(query);
            assert_eq!((asked.start, asked.count), (start, count), "{query}");
        }
        assert!(Asked::of_query(Some("count=many")).is_err());
        assert!(Asked::of_query(Some("filter=userName%20is%20x")).is_err());
    }

    #[test]
    fn what_was_not_asked_for_is_not_answered() {
        let whole = || {
            let json = json!({ "schemas": ["x"], "id": "1", "userName": "edda", "name": { "givenName": "Edda", "familyName": "Marsh" },
                "emails": [{ "value": "a", "type": "work" }] });
            let Json::Object(members) = json else { panic!("an object") };
            members
        };
        for (query, expected) in [
            ("attributes=USERNAME", json!({ "schemas": ["x"], "id": "1", "userName": "edda" })),
            (
                "attributes=name.familyName,emails.value",
                json!({ "schemas": ["x"], "id": "1", "name": { "familyName": "Marsh" }, "emails": [{ "value": "a" }] }),
            ),
            (
                "excludedAttributes=name,emails.type,id",
                json!({ "schemas": ["x"], "id": "1", "userName": "edda", "emails": [{ "value": "a" }] }),
            ),
        ] {
            let wanted = asked(query).wanted;
            assert_eq!(wanted.of(whole()), expected, "{query}");
        }
        assert!(!asked("attributes=id,active").wanted.takes("username"));
    }
}
