//! Reads the rooms' policy files, and refuses whatever would silently mean "no" (or, in a forbid, "yes").

use crate::error::{Fault, PolicyError};
use crate::role::Role;
use crate::{CHANGE, OPEN};
use cedar_policy::{ActionConstraint, Effect, EntityUid, PolicyId, PolicySet, Schema, ValidationMode, Validator};
use miette::Diagnostic;
use promise::Purpose;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// One rule of a room, as read.
#[derive(Debug)]
pub(crate) struct Rule {
    pub room: String,
    /// Which of the files given it stands in.
    file: usize,
    pub line: usize,
    pub permits: bool,
    /// The actions its head names; empty means all (only a forbid may).
    pub actions: Vec<String>,
    /// The roles it names, whatever it says of them.
    pub roles: BTreeSet<Role>,
    /// The purposes it names.
    pub purposes: BTreeSet<String>,
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
    let mut shapes = serde_json::Map::new();
    for (number, (room, text)) in files.iter().enumerate() {
        let file = File { number, room, text };
        file.read(&mut all, &mut shapes)?;
    }
    check_types(&all, shapes, files)?;
    Ok(all)
}

#[derive(Clone, Copy)]
struct File<'a> {
    number: usize,
    room: &'a str,
    text: &'a str,
}

impl File<'_> {
    fn fault(&self, offset: usize, fault: Fault) -> PolicyError {
        PolicyError { room: self.room.to_owned(), line: line(self.text, offset), fault }
    }

    /// Reads the file whole, since every call of Cedar's reader costs more than a rule does.
    fn read(&self, all: &mut Rules, shapes: &mut serde_json::Map<String, Value>) -> Result<(), PolicyError> {
        let set: PolicySet = self.text.parse().map_err(|errors: cedar_policy::ParseErrors| {
            self.fault(offset(&errors).unwrap_or(0), Fault::Syntax(errors.to_string()))
        })?;
        let starts = starts(self.text);
        if starts.len() != set.policies().count() + set.templates().count() {
            // Cannot happen while our idea of strings and comments is Cedar's; a rule must not be lost if it is not.
            return Err(self.fault(0, Fault::Syntax("cannot tell where rules start".to_owned())));
        }
        for (number, at) in starts.into_iter().enumerate() {
            // Cedar numbers the rules of a file in order.
            let number = PolicyId::new(format!("policy{number}"));
            match set.policy(&number) {
                Some(cedar) => self.rule(cedar, at, all, shapes)?,
                None => return Err(self.fault(at, Fault::Template)),
            }
        }
        Ok(())
    }

    fn rule(
        &self,
        cedar: &cedar_policy::Policy,
        at: usize,
        all: &mut Rules,
        shapes: &mut serde_json::Map<String, Value>,
    ) -> Result<(), PolicyError> {
        let Some(id) = cedar.annotation("id").filter(|id| !id.is_empty()).map(str::to_owned) else {
            return Err(self.fault(at, Fault::NoId));
        };
        if !belongs(&id, self.room) {
            return Err(self.fault(at, Fault::IdOfAnotherRoom(id)));
        }
        if let Some(first) = all.rules.get(&id) {
            return Err(self.fault(at, Fault::DuplicateId { room: first.room.clone(), line: first.line, id }));
        }
        let permits = cedar.effect() == Effect::Permit;
        let actions = self.actions(cedar, permits, at)?;
        // Rebuilt from its tree alone, or its JSON would be made by reading its text a second time.
        let mut json = cedar_policy::Policy::from(cedar.as_ref().clone())
            .to_json()
            .map_err(|error| self.fault(at, Fault::Invalid(error.to_string())))?;
        let mut names = Names::default();
        names.head(&json);
        names.walk(json.get("conditions").unwrap_or(&Value::Null));
        if let Some(advice) = names.uncheckable {
            return Err(self.fault(at, Fault::Uncheckable(advice)));
        }
        let mut roles = BTreeSet::new();
        for role in names.roles {
            match role.parse::<Role>() {
                Ok(known) => roles.insert(known),
                Err(_) => return Err(self.fault(self.offset_of(&role, at), Fault::UnknownRole(role))),
            };
        }
        for purpose in &names.purposes {
            if purpose.parse::<Purpose>().is_err() {
                let at = self.offset_of(purpose, at);
                return Err(self.fault(at, Fault::UnknownPurpose(purpose.clone())));
            }
        }
        all.actions.extend(actions.iter().cloned());
        all.purposes.extend(names.purposes.iter().cloned());
        let purposes = names.purposes;
        if let Some(action) = json.get_mut("action") {
            *action = json!({ "op": "All" });
        }
        shapes.insert(id.clone(), json);
        let cedar = cedar.new_id(PolicyId::new(&id));
        let line = line(self.text, at);
        let (room, file) = (self.room.to_owned(), self.number);
        all.rules.insert(id, Rule { room, file, line, permits, actions, roles, purposes, cedar });
        Ok(())
    }

    fn actions(&self, cedar: &cedar_policy::Policy, permits: bool, at: usize) -> Result<Vec<String>, PolicyError> {
        let named: Vec<EntityUid> = match cedar.action_constraint() {
            ActionConstraint::Any if permits => return Err(self.fault(at, Fault::EveryAction)),
            ActionConstraint::Any => Vec::new(),
            ActionConstraint::Eq(action) => vec![action],
            ActionConstraint::In(actions) => actions,
        };
        let mut names = Vec::new();
        for action in named {
            let name = action.id().unescaped().to_owned();
            let place = self.offset_of(&name, at);
            if action.type_name().to_string() != "Action" || !is_action(&name) {
                return Err(self.fault(place, Fault::ActionName(name)));
            }
            if permits && !is_shared(&name) && !belongs(&name, self.room) {
                return Err(self.fault(place, Fault::ActionOfAnotherRoom(name)));
            }
            names.push(name);
        }
        Ok(names)
    }

    /// Where a name in quotes stands in the rule that starts `at`; the rule's own start when written with escapes.
    fn offset_of(&self, name: &str, at: usize) -> usize {
        let rule = self.text.get(at..).unwrap_or_default();
        rule.find(&format!("\"{name}\"")).map_or(at, |offset| at + offset)
    }
}

/// The line of an offset in bytes, from 1.
fn line(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

/// Where each rule of a file starts: at the first word after the last rule's `;`, past comments. Only for text that
/// Cedar has read, so that every quote is closed.
fn starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let (mut found, mut within, mut at) = (Vec::new(), false, 0);
    while let Some(byte) = bytes.get(at) {
        if *byte == b'/' && bytes.get(at + 1) == Some(&b'/') {
            at += bytes.iter().skip(at).take_while(|byte| **byte != b'\n').count();
            continue;
        }
        if *byte == b';' {
            within = false;
        } else if !within && !byte.is_ascii_whitespace() {
            within = true;
            found.push(at);
        }
        if *byte == b'"' {
            at += 1;
            while bytes.get(at).is_some_and(|byte| *byte != b'"') {
                at += if bytes.get(at) == Some(&b'\\') { 2 } else { 1 };
            }
        }
        at += 1;
    }
    found
}

fn belongs(name: &str, room: &str) -> bool {
    name.strip_prefix(room).is_some_and(|rest| rest.len() > 1 && rest.starts_with('.'))
}

/// `room.noun.verb`: lower-case words with underscores and digits, three or more, between dots; or one of the house's.
fn is_action(name: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    is_shared(name) || (name.split('.').count() >= 3 && name.split('.').all(word))
}

/// Whether it is the house's action and no room's.
fn is_shared(name: &str) -> bool {
    name == OPEN || name == CHANGE
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
            let op = rule.get(part).and_then(|head| head.get("op")).and_then(Value::as_str);
            let inside = rule.get(part).and_then(|head| head.get("in")).is_some();
            if !matches!(op, Some("All" | "is")) || inside {
                self.uncheckable = Some("leave principal and resource open in the head; say who by role and relation");
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
            "containsAny" | "containsAll" if is_attribute(left, "principal", "roles") => match texts(right) {
                Some(roles) => self.roles.extend(roles),
                None => self.uncheckable = Some(ROLES),
            },
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
                    Some("action") => "name actions in the head, action == or action in, so that they can be listed",
                    _ => {
                        "use the resource's relations: resource.yourself, ward, in_care, by_link, emergency, \
                          from_directory, granted"
                    }
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

const ROLES: &str = "name roles by principal.roles.contains(\"role\"), containsAny or containsAll, written out";
const PURPOSE: &str =
    "compare context.purpose with purposes written out: == \"care\" or [\"care\"].contains(context.purpose)";

fn is_attribute(node: &Value, of: &str, name: &str) -> bool {
    node.get(".").is_some_and(|access| {
        access.get("attr").and_then(Value::as_str) == Some(name)
            && access.get("left").and_then(|left| left.get("Var")).and_then(Value::as_str) == Some(of)
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
///
/// The validator tries each rule on each action, so it is given the rules with open heads and a single action first
/// (all actions are asked alike, and the heads are checked already), and the files themselves only to find the line
/// of a fault.
fn check_types(all: &Rules, shapes: serde_json::Map<String, Value>, files: &[(&str, &str)]) -> Result<(), PolicyError> {
    let shapes = json!({ "templates": {}, "staticPolicies": shapes, "templateLinks": [] });
    let shapes = PolicySet::from_json_value(shapes).map_err(|error| error.to_string());
    let alike = BTreeSet::from([String::from("any")]);
    let Some(first) = shapes.and_then(|shapes| invalid(&shapes, &alike)).unwrap_or_else(|error| Some(error.into()))
    else {
        return Ok(());
    };
    let itself = PolicySet::from_policies(all.rules.values().map(|rule| rule.cedar.clone()));
    let itself = itself.map_err(|error| error.to_string()).and_then(|itself| invalid(&itself, &all.actions));
    let fault = itself.ok().flatten().unwrap_or(first);
    let rule = all.rules.get(&fault.rule);
    let text = rule.and_then(|rule| files.get(rule.file)).map_or("", |file| file.1);
    Err(PolicyError {
        room: rule.map(|rule| rule.room.clone()).unwrap_or_default(),
        line: fault.offset.map(|offset| line(text, offset)).or(rule.map(|rule| rule.line)).unwrap_or(1),
        fault: Fault::Invalid(fault.message),
    })
}

/// What the validator found first.
struct Invalid {
    rule: String,
    message: String,
    offset: Option<usize>,
}

impl From<String> for Invalid {
    fn from(message: String) -> Self {
        Invalid { rule: String::new(), message, offset: None }
    }
}

fn invalid(rules: &PolicySet, actions: &BTreeSet<String>) -> Result<Option<Invalid>, String> {
    let (schema, _) = Schema::from_cedarschema_str(&schema(actions)).map_err(|error| error.to_string())?;
    let result = Validator::new(schema).validate(rules, ValidationMode::Strict);
    let errors = result.validation_errors().map(|error| found(error.policy_id(), error));
    // Warnings too: they tell of rules that never apply and of look-alike letters.
    let warnings = result.validation_warnings().map(|warning| found(warning.policy_id(), warning));
    Ok(errors.chain(warnings).next())
}

fn found(rule: &PolicyId, problem: &impl Diagnostic) -> Invalid {
    let rule: &str = rule.as_ref();
    Invalid { rule: rule.to_owned(), message: problem.to_string(), offset: offset(problem) }
}

fn schema(actions: &BTreeSet<String>) -> String {
    let mut schema = String::from(
        "entity Actor { roles: Set<String> };\n\
         entity Resource { yourself: Bool, ward: Bool, in_care: Bool, by_link: Bool, emergency: Bool, from_directory: Bool, granted: Bool };\n",
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
