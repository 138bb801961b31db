//! Whether a filter matches a resource, as it would be answered.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value as Json;

use super::{Attr, Compare, Filter, Literal};
use crate::store::user::folded;

/// The member of an object by its name, whose case says nothing.
fn member<'a>(of: &'a Json, name: &str) -> Option<&'a Json> {
    of.as_object()?.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// The values an attribute has: each of several; of what has parts and none was named, its `value`.
fn values<'a>(of: &'a Json, attr: &Attr) -> Vec<&'a Json> {
    let Some(found) = member(of, &attr.name) else { return Vec::new() };
    let each: Vec<&Json> = match found {
        Json::Array(all) => all.iter().collect(),
        one => vec![one],
    };
    let part = |value: &'a Json| match &attr.sub {
        Some(sub) => member(value, sub),
        None if value.is_object() => member(value, "value"),
        None => Some(value),
    };
    each.into_iter().filter_map(part).filter(|value| !value.is_null()).collect()
}

/// Attributes whose case says something (RFC 7643, section 4.1 and 3.1).
fn is_exact(attr: &Attr) -> bool {
    matches!(attr.name.as_str(), "id" | "externalid" | "meta" | "schemas")
        || (matches!(attr.name.as_str(), "members" | "groups")
            && attr.sub.as_deref().is_none_or(|sub| sub == "value" || sub == "$ref"))
}

fn is_instant(attr: &Attr) -> bool {
    attr.name == "meta" && matches!(attr.sub.as_deref(), Some("created" | "lastmodified"))
}

/// Whether `filter` matches.
pub(crate) fn matches(filter: &Filter, of: &Json) -> bool {
    match filter {
        Filter::And(all) => all.iter().all(|one| matches(one, of)),
        Filter::Or(any) => any.iter().any(|one| matches(one, of)),
        Filter::Not(one) => !matches(one, of),
        Filter::Present(attr) => is_present(of, attr),
        Filter::Within(attr, within) => match member(of, &attr.name) {
            Some(Json::Array(all)) => all.iter().any(|one| matches(within, one)),
            Some(one) => matches(within, one),
            None => false,
        },
        Filter::Is(attr, Compare::Ne, literal) => !is(of, attr, Compare::Eq, literal),
        Filter::Is(attr, compare, literal) => is(of, attr, *compare, literal),
    }
}

fn is_present(of: &Json, attr: &Attr) -> bool {
    let there = |value: &&Json| match value {
        Json::String(text) => !text.is_empty(),
        Json::Array(all) => !all.is_empty(),
        Json::Object(parts) => !parts.is_empty(),
        _ => true,
    };
    // What has parts and no `value` is there too, as a name is.
    let whole = member(of, &attr.name).filter(|_| attr.sub.is_none());
    whole.is_some_and(|value| !value.is_null() && there(&value)) || values(of, attr).iter().any(there)
}

fn is(of: &Json, attr: &Attr, compare: Compare, literal: &Literal) -> bool {
    if *literal == Literal::Null {
        return !is_present(of, attr);
    }
    values(of, attr).into_iter().any(|value| compares(value, attr, compare, literal))
}

fn compares(value: &Json, attr: &Attr, compare: Compare, literal: &Literal) -> bool {
    let ordering = match (value, literal) {
        (Json::Bool(value), Literal::Truth(asked)) => return compare == Compare::Eq && value == asked,
        // Some send truth as text.
        (Json::Bool(value), Literal::Text(asked)) => {
            return compare == Compare::Eq && asked.eq_ignore_ascii_case(if *value { "true" } else { "false" });
        }
        (Json::Number(value), Literal::Number(asked)) => value.as_f64().and_then(|value| value.partial_cmp(asked)),
        (Json::String(value), Literal::Text(asked)) if is_instant(attr) => {
            let both = (value.parse::<Timestamp>(), asked.parse::<Timestamp>());
            if let (Ok(value), Ok(asked)) = both { Some(value.cmp(&asked)) } else { None }
        }
        (Json::String(value), Literal::Text(asked)) => {
            let fold = |text: &str| if is_exact(attr) { text.to_owned() } else { folded(text) };
            let (value, asked) = (fold(value), fold(asked));
            match compare {
                Compare::Co => return value.contains(&asked),
                Compare::Sw => return value.starts_with(&asked),
                Compare::Ew => return value.ends_with(&asked),
                _ => Some(value.cmp(&asked)),
            }
        }
        _ => None,
    };
    let Some(ordering) = ordering else { return false };
    match compare {
        Compare::Eq => ordering == Ordering::Equal,
        Compare::Gt => ordering == Ordering::Greater,
        Compare::Ge => ordering != Ordering::Less,
        Compare::Lt => ordering == Ordering::Less,
        Compare::Le => ordering != Ordering::Greater,
        Compare::Ne | Compare::Co | Compare::Sw | Compare::Ew => false,
    }
}

/// The first value of an attribute as text: what resources are sorted by; of several, the primary one (RFC 7644, section
/// 3.4.2.3).
pub(crate) fn order(of: &Json, by: &Attr) -> Option<String> {
    let found = member(of, &by.name)?;
    let primary = found.as_array().and_then(|all| {
        all.iter().find(|one| member(one, "primary") == Some(&Json::Bool(true))).or_else(|| all.first())
    });
    let value = primary.unwrap_or(found);
    let part = match &by.sub {
        Some(sub) => member(value, sub)?,
        None if value.is_object() => member(value, "value")?,
        None => value,
    };
    match part {
        Json::String(text) => Some(if is_exact(by) { text.clone() } else { folded(text) }),
        other => Some(other.to_string()),
    }
}

/// The texts for which a filter asks an attribute or a part of it to be equal, where nothing else can match: what a look-up
/// by an index may begin with.
pub(crate) fn texts<'a>(filter: &'a Filter, name: &str) -> Option<&'a str> {
    let value = |attr: &Attr| attr.name == name && attr.sub.as_deref().is_none_or(|sub| sub == "value");
    match filter {
        Filter::Is(attr, Compare::Eq, Literal::Text(text)) if value(attr) => Some(text),
        Filter::And(all) => all.iter().find_map(|one| texts(one, name)),
        Filter::Within(attr, within) if attr.name == name && attr.sub.is_none() => texts(within, "value"),
        _ => None,
    }
}
