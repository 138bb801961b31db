//! Reads the rooms' policy files, and refuses whatever would silently mean "no" (or, in a forbid, "yes").

use crate::error::{Fault, PolicyError};
use crate::role::Role;
use cedar_policy::{
    ActionConstraint, Effect, EntityUid, PolicyId, PolicySet, Schema, ValidationMode, Validator,
};
use miette::Diagnostic;
use promise::Purpose;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// One rule of a room, as read.
#[derive(Debug)]
pub(crate) struct Rule {
    pub room: String,
    pub line: usize,
    pub permits: bool,
    /// The actions its head names; empty means all (only a forbid may).
    pub actions: Vec<String>,
    pub cedar: cedar_policy::Policy,
}

/// Everything the files say.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    /// By `@id`.
    pub rules: BTreeMap<String, Rule>,
    pub actions: BTreeSet<String>,
    /// The purposes any rule names; all others are alike to every rule.
    pub purposes: BTreeSet<String>,
}

/// Reads all rooms' files.
///
/// # Errors
/// The first fault, with its room and line.
pub(crate) fn rules(files: &[(&str, &str)]) -> Result<Rules, PolicyError> {
    let mut all = Rules::default();
    for (room, text) in files {
        for statement in statements(text) {
            read(&mut all, room, &statement)?;
        }
    }
    check_types(&all, files)?;
    Ok(all)
}

/// One rule's text within its file.
struct Statement<'a> {
    text: &'a str,
    line: usize,
}

impl Statement<'_> {
    fn line_at(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        self.line + before.filter(|byte| **byte == b'\n').count()
    }

    fn fault(&self, room: &str, offset: usize, fault: Fault) -> PolicyError {
        PolicyError {
            room: room.to_owned(),
            line: self.line_at(offset),
            fault,
        }
    }

    /// Where a name in quotes stands; the rule's own line when it is written with escapes.
    fn offset_of(&self, name: &str) -> usize {
        self.text.find(&format!("\"{name}\"")).unwrap_or(0)
    }
}

/// Cuts a file after each `;` outside strings and comments, so that every rule knows its line and one rule's
/// fault is told at its own place.
fn statements(text: &str) -> Vec<Statement<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut start = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += bytes.iter().skip(at).take_while(|b| **b != b'\n').count();
                continue;
            }
            b'"' => {
                start = start.or(Some(at));
                at += 1;
                while bytes.get(at).is_some_and(|b| *b != b'"') {
                    at += if bytes.get(at) == Some(&b'\\') { 2 } else { 1 };
                }
            }
            b';' => {
                let from = start.take().unwrap_or(at);
                push(text, from, at + 1, &mut found);
            }
            byte if !byte.is_ascii_whitespace() => start = start.or(Some(at)),
            _ => {}
        }
        at += 1;
    }
    if let Some(from) = start {
        push(text, from, text.len(), &mut found);
    }
    found
}

fn push<'a>(text: &'a str, from: usize, to: usize, found: &mut Vec<Statement<'a>>) {
    let line = 1 + text
        .as_bytes()
        .iter()
        .take(from)
        .filter(|byte| **byte == b'\n')
        .count();
    found.push(Statement {
        text: text.get(from..to).unwrap_or_default(),
        line,
    });
}

fn read(all: &mut Rules, room: &str, statement: &Statement<'_>) -> Result<(), PolicyError> {
    let at = |offset, fault| statement.fault(room, offset, fault);
    let cedar = match cedar_policy::Policy::parse(None, statement.text) {
        Ok(cedar) => cedar,
        Err(_) if cedar_policy::Template::parse(None, statement.text).is_ok() => {
            return Err(at(0, Fault::Template));
        }
        Err(errors) => {
            let offset = offset(&errors).unwrap_or(0);
            return Err(at(offset, Fault::Syntax(errors.to_string())));
        }
    };
    let Some(id) = cedar
        .annotation("id")
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
    else {
        return Err(at(0, Fault::NoId));
    };
    if !belongs(&id, room) {
        return Err(at(0, Fault::IdOfAnotherRoom(id)));
    }
    if let Some(first) = all.rules.get(&id) {
        return Err(at(
            0,
            Fault::DuplicateId {
                room: first.room.clone(),
                line: first.line,
                id,
            },
        ));
    }
    let permits = cedar.effect() == Effect::Permit;
    let actions = actions(&cedar, room, permits, statement)?;
    let json = cedar
        .to_json()
        .map_err(|error| at(0, Fault::Invalid(error.to_string())))?;
    let mut names = Names::default();
    names.head(&json);
    names.walk(json.get("conditions").unwrap_or(&Value::Null));
    if let Some(advice) = names.uncheckable {
        return Err(at(0, Fault::Uncheckable(advice)));
    }
    for role in names.roles {
        if role.parse::<Role>().is_err() {
            return Err(at(statement.offset_of(&role), Fault::UnknownRole(role)));
        }
    }
    for purpose in &names.purposes {
        if purpose.parse::<Purpose>().is_err() {
            return Err(at(
                statement.offset_of(purpose),
                Fault::UnknownPurpose(purpose.clone()),
            ));
        }
    }
    all.actions.extend(actions.iter().cloned());
    all.purposes.extend(names.purposes);
    let cedar = cedar.new_id(PolicyId::new(&id));
    all.rules.insert(
        id,
        Rule {
            room: room.to_owned(),
            line: statement.line,
            permits,
            actions,
            cedar,
        },
    );
    Ok(())
}

fn belongs(name: &str, room: &str) -> bool {
    name.strip_prefix(room)
        .is_some_and(|rest| rest.len() > 1 && rest.starts_with('.'))
}

fn actions(
    cedar: &cedar_policy::Policy,
    room: &str,
    permits: bool,
    statement: &Statement<'_>,
) -> Result<Vec<String>, PolicyError> {
    let named: Vec<EntityUid> = match cedar.action_constraint() {
        ActionConstraint::Any if permits => {
            return Err(statement.fault(room, 0, Fault::EveryAction));
        }
        ActionConstraint::Any => Vec::new(),
        ActionConstraint::Eq(action) => vec![action],
        ActionConstraint::In(actions) => actions,
    };
    named
        .into_iter()
        .map(|action| {
            let name = action.id().unescaped().to_owned();
            let fault = if action.type_name().to_string() != "Action" || !is_action(&name) {
                Fault::ActionName(name)
            } else if permits && !belongs(&name, room) {
                Fault::ActionOfAnotherRoom(name)
            } else {
                return Ok(name);
            };
            let named = action.id().unescaped();
            Err(statement.fault(room, statement.offset_of(named), fault))
        })
        .collect()
}

/// `room.noun.verb`: lower-case words with underscores and digits, three or more, between dots.
fn is_action(name: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    name.split('.').count() >= 3 && name.split('.').all(word)
}

/// The names of roles and purposes a rule writes out.
#[derive(Default)]
struct Names {
    roles: Vec<String>,
    purposes: BTreeSet<String>,
    uncheckable: Option<&'static str>,
}

impl Names {
    /// Roles and relations say who; a head that picks out one actor or one resource can never match ours.
    fn head(&mut self, rule: &Value) {
        for part in ["principal", "resource"] {
            let op = rule
                .get(part)
                .and_then(|head| head.get("op"))
                .and_then(Value::as_str);
            let inside = rule.get(part).and_then(|head| head.get("in")).is_some();
            if !matches!(op, Some("All" | "is")) || inside {
                self.uncheckable = Some(
                    "leave principal and resource open in the head; say who by role and relation",
                );
            }
        }
    }

    /// Walks an expression in Cedar's JSON form
    /// (<https://docs.cedarpolicy.com/policies/json-format.html>), where every node is an object of one key.
    fn walk(&mut self, node: &Value) {
        match node {
            Value::Array(nodes) => nodes.iter().for_each(|node| self.walk(node)),
            Value::Object(fields) => {
                for (operator, operands) in fields {
                    self.operator(operator, operands);
                }
            }
            _ => {}
        }
    }

    fn operator(&mut self, operator: &str, operands: &Value) {
        let left = operands.get("left").unwrap_or(&Value::Null);
        let right = operands.get("right").unwrap_or(&Value::Null);
        match operator {
            "Value" => {}
            "contains" if is_attribute(left, "principal", "roles") => match text(right) {
                Some(role) => self.roles.push(role),
                None => self.uncheckable = Some(ROLES),
            },
            "containsAny" | "containsAll" if is_attribute(left, "principal", "roles") => {
                match texts(right) {
                    Some(roles) => self.roles.extend(roles),
                    None => self.uncheckable = Some(ROLES),
                }
            }
            "contains" if is_attribute(right, "context", "purpose") => match texts(left) {
                Some(purposes) => self.purposes.extend(purposes),
                None => self.uncheckable = Some(PURPOSE),
            },
            "==" | "!=" if is_attribute(left, "context", "purpose") => self.purpose(right),
            "==" | "!=" if is_attribute(right, "context", "purpose") => self.purpose(left),
            "." if left.get("Var").and_then(Value::as_str) == Some("resource") => {}
            "Var" => {
                self.uncheckable = Some(match operands.as_str() {
                    Some("principal") => ROLES,
                    Some("context") => PURPOSE,
                    Some("action") => {
                        "name actions in the head, action == or action in, so that they can be listed"
                    }
                    _ => "use the resource's relations: resource.yourself, ward, in_care, by_link",
                });
            }
            _ => self.walk(operands),
        }
    }

    fn purpose(&mut self, literal: &Value) {
        match text(literal) {
            Some(purpose) => {
                self.purposes.insert(purpose);
            }
            None => self.uncheckable = Some(PURPOSE),
        }
    }
}

const ROLES: &str =
    "name roles by principal.roles.contains(\"role\"), containsAny or containsAll, written out";
const PURPOSE: &str = "compare context.purpose with purposes written out: == \"care\" or [\"care\"].contains(context.purpose)";

fn is_attribute(node: &Value, of: &str, name: &str) -> bool {
    node.get(".").is_some_and(|access| {
        access.get("attr").and_then(Value::as_str) == Some(name)
            && access
                .get("left")
                .and_then(|left| left.get("Var"))
                .and_then(Value::as_str)
                == Some(of)
    })
}

fn text(node: &Value) -> Option<String> {
    node.get("Value")?.as_str().map(str::to_owned)
}

fn texts(node: &Value) -> Option<Vec<String>> {
    node.get("Set")?.as_array()?.iter().map(text).collect()
}

fn offset(error: &(impl Diagnostic + ?Sized)) -> Option<usize> {
    error.labels()?.next().map(|label| label.offset())
}

/// Holds every rule against the shape of what will be asked, by Cedar's own validator: a misspelt attribute would
/// otherwise be an error at evaluation, which skips the rule, and a skipped forbid permits.
fn check_types(all: &Rules, files: &[(&str, &str)]) -> Result<(), PolicyError> {
    let whole = |message: String| PolicyError {
        room: files.first().map_or("", |file| file.0).to_owned(),
        line: 1,
        fault: Fault::Invalid(message),
    };
    let set = PolicySet::from_policies(all.rules.values().map(|rule| rule.cedar.clone()))
        .map_err(|error| whole(error.to_string()))?;
    let (schema, _) = Schema::from_cedarschema_str(&schema(&all.actions))
        .map_err(|error| whole(error.to_string()))?;
    let result = Validator::new(schema).validate(&set, ValidationMode::Strict);
    let errors = result
        .validation_errors()
        .map(|e| (e.policy_id(), e.to_string(), offset(e)));
    // Warnings too: they tell of rules that never apply and of look-alike letters.
    let warnings = result
        .validation_warnings()
        .map(|w| (w.policy_id(), w.to_string(), offset(w)));
    let Some((id, message, offset)) = errors.chain(warnings).next() else {
        return Ok(());
    };
    let id: &str = id.as_ref();
    let Some(rule) = all.rules.get(id) else {
        return Err(whole(message));
    };
    let text = files
        .iter()
        .find(|file| file.0 == rule.room)
        .map_or("", |file| file.1);
    let line = statements(text)
        .into_iter()
        .find(|statement| statement.line == rule.line)
        .map_or(rule.line, |statement| {
            statement.line_at(offset.unwrap_or(0))
        });
    Err(PolicyError {
        room: rule.room.clone(),
        line,
        fault: Fault::Invalid(message),
    })
}

fn schema(actions: &BTreeSet<String>) -> String {
    let mut schema = String::from(
        "entity Actor { roles: Set<String> };\n\
         entity Resource { yourself: Bool, ward: Bool, in_care: Bool, by_link: Bool };\n",
    );
    for action in actions {
        // Writing to a String cannot fail.
        let _ = writeln!(
            schema,
            "action \"{action}\" appliesTo {{ principal: Actor, resource: Resource, context: {{ purpose: String }} }};"
        );
    }
    schema
}
