//! Several changes in one request (RFC 7644, section 3.7). Each is one of its own, so that one that fails takes no other
//! back; what refers to something that another makes waits for it, wherever in the list that stands.

use std::collections::{BTreeSet, HashMap, HashSet};

use ground::web::{Fault, Tongue};
use jiff::SignedDuration;
use serde_json::{Map, Value as Json, json};

use super::act::{self, Asking, Change, Done};
use super::answer::{self, invalid_syntax, invalid_value};
use super::body::member;
use super::query::Wanted;
use super::{draw, patch};

/// Changes in one request.
pub(crate) const MOST: usize = 1_000;
/// How long changes are begun: whoever asked is cut off after half a minute, and would not learn what was done.
const PATIENCE: SignedDuration = SignedDuration::from_secs(20);

const REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
const RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
const REFERS: &str = "bulkId:";

struct One {
    method: String,
    path: String,
    bulk_id: Option<String>,
    version: Option<String>,
    data: Map<String, Json>,
}

fn one(op: &Json) -> Result<One, Fault> {
    let Json::Object(parts) = op else { return Err(invalid_syntax()) };
    let text = |name: &str| member(parts, name).and_then(Json::as_str).map(str::to_owned);
    let data = match member(parts, "data") {
        Some(Json::Object(data)) => data.clone(),
        None => Map::new(),
        Some(_) => return Err(invalid_syntax()),
    };
    Ok(One {
        method: text("method").ok_or_else(invalid_syntax)?.to_ascii_uppercase(),
        path: text("path").ok_or_else(invalid_syntax)?,
        bulk_id: text("bulkId"),
        version: text("version"),
        data,
    })
}

/// What a text refers to, in a path or as a value.
fn referred(text: &str) -> Option<&str> {
    text.strip_prefix(REFERS)
}

/// Every reference in what is sent.
fn references(value: &Json, found: &mut Vec<String>) {
    match value {
        Json::String(text) => found.extend(referred(text).map(str::to_owned)),
        Json::Array(all) => all.iter().for_each(|one| references(one, found)),
        Json::Object(parts) => parts.values().for_each(|one| references(one, found)),
        _ => {}
    }
}

fn resolve(value: &mut Json, ids: &HashMap<String, String>) {
    match value {
        Json::String(text) => {
            if let Some(id) = referred(text).and_then(|bulk_id| ids.get(bulk_id)) {
                *text = id.clone();
            }
        }
        Json::Array(all) => all.iter_mut().for_each(|one| resolve(one, ids)),
        Json::Object(parts) => parts.values_mut().for_each(|one| resolve(one, ids)),
        _ => {}
    }
}

/// Does what is asked, and says of each what became of it.
pub(crate) async fn run(asking: &Asking, tongue: &Tongue, body: &Map<String, Json>) -> Result<Json, Fault> {
    let schemas = member(body, "schemas").and_then(Json::as_array);
    if !schemas.is_some_and(|all| all.iter().any(|one| one.as_str() == Some(REQUEST))) {
        return Err(invalid_syntax());
    }
    let Some(Json::Array(all)) = member(body, "Operations") else { return Err(invalid_syntax()) };
    if all.len() > MOST {
        return Err(Fault::too_large("scim.large"));
    }
    let most_failures = match member(body, "failOnErrors") {
        None => usize::MAX,
        Some(number) => number
            .as_u64()
            .and_then(|number| usize::try_from(number).ok())
            .ok_or_else(|| invalid_value("failOnErrors"))?
            .max(1),
    };
    let ops: Vec<One> = all.iter().map(one).collect::<Result<_, Fault>>()?;
    let mut queue = Queue::of(&ops);
    let mut answers: Vec<Option<Json>> = vec![None; ops.len()];
    let (mut ids, mut failures) = (HashMap::new(), 0);
    let clock = asking.scope.house().clock.clone();
    let until = clock.now() + PATIENCE;
    while failures < most_failures
        && let Some(at) = queue.next()
    {
        let Some(one) = ops.get(at) else { break };
        let done = if clock.now() < until { perform(asking, one, &ids).await } else { Err(late()) };
        if let (Ok(done), Some(bulk_id)) = (&done, &one.bulk_id)
            && let Some(id) = done.location.as_deref().and_then(|location| location.rsplit('/').next())
        {
            ids.insert(bulk_id.clone(), id.to_owned());
            queue.made(bulk_id);
        }
        failures += usize::from(done.is_err());
        if let Some(said) = answers.get_mut(at) {
            *said = Some(answer(one, done, tongue));
        }
    }
    let answers: Vec<Json> = answers.into_iter().flatten().collect();
    Ok(json!({ "schemas": [RESPONSE], "Operations": answers }))
}

fn late() -> Fault {
    Fault::unavailable("scim.late")
}

/// Which change is next: the first of those that wait for nothing. What each waits for is looked up once.
struct Queue {
    ready: BTreeSet<usize>,
    waiting: BTreeSet<usize>,
    /// How many each waits for, and who waits for what.
    missing: Vec<usize>,
    on: HashMap<String, Vec<usize>>,
}

impl Queue {
    fn of(ops: &[One]) -> Queue {
        let mut queue =
            Queue { ready: BTreeSet::new(), waiting: BTreeSet::new(), missing: Vec::new(), on: HashMap::new() };
        for (at, one) in ops.iter().enumerate() {
            let mut refers = Vec::new();
            one.data.values().for_each(|value| references(value, &mut refers));
            refers.extend(one.path.rsplit('/').next().and_then(referred).map(str::to_owned));
            let refers: HashSet<String> = refers.into_iter().collect();
            queue.missing.push(refers.len());
            if refers.is_empty() {
                queue.ready.insert(at)
            } else {
                queue.waiting.insert(at)
            };
            for bulk_id in refers {
                queue.on.entry(bulk_id).or_default().push(at);
            }
        }
        queue
    }

    /// Where all that are left wait for one another, or for what failed, the first is tried and says so.
    fn next(&mut self) -> Option<usize> {
        self.ready.pop_first().or_else(|| self.waiting.pop_first())
    }

    /// What was called `bulk_id` is there now.
    fn made(&mut self, bulk_id: &str) {
        for at in self.on.remove(bulk_id).unwrap_or_default() {
            let Some(missing) = self.missing.get_mut(at) else { continue };
            *missing = missing.saturating_sub(1);
            if *missing == 0 && self.waiting.remove(&at) {
                self.ready.insert(at);
            }
        }
    }
}

async fn perform(asking: &Asking, one: &One, ids: &HashMap<String, String>) -> Result<Done, Fault> {
    let asking = Asking { versions: one.version.clone(), wanted: Wanted::default(), ..asking.clone() };
    let mut data = Json::Object(one.data.clone());
    resolve(&mut data, ids);
    let Json::Object(data) = data else { return Err(invalid_syntax()) };
    let mut path = one.path.trim_start_matches('/').split('/');
    let (kind, id) = (path.next().unwrap_or_default(), path.next());
    if path.next().is_some() {
        return Err(Fault::not_found());
    }
    let id = id.map(|id| referred(id).and_then(|bulk_id| ids.get(bulk_id)).map_or(id, String::as_str));
    match (one.method.as_str(), kind, id) {
        ("POST", "Users", None) if one.bulk_id.is_some() => act::create_user(&asking, &data).await,
        ("POST", "Groups", None) if one.bulk_id.is_some() => act::create_group(&asking, data).await,
        // Without an id of its own nobody could tell which answer is about it (section 3.7).
        ("POST", "Users" | "Groups", None) => Err(invalid_value("bulkId")),
        ("PUT", "Users", Some(id)) => act::change_user(&asking, id, Change::Whole(data)).await,
        ("PATCH", "Users", Some(id)) => act::change_user(&asking, id, Change::Parts(patch::read(&data)?)).await,
        ("DELETE", "Users", Some(id)) => act::delete_user(&asking, id).await,
        ("PUT", "Groups", Some(id)) => act::change_group(&asking, id, Change::Whole(data)).await,
        ("PATCH", "Groups", Some(id)) => act::change_group(&asking, id, Change::Parts(patch::read(&data)?)).await,
        ("DELETE", "Groups", Some(id)) => act::delete_group(&asking, id).await,
        ("POST" | "PUT" | "PATCH" | "DELETE", ..) => Err(Fault::not_found()),
        _ => Err(invalid_syntax()),
    }
}

fn answer(one: &One, done: Result<Done, Fault>, tongue: &Tongue) -> Json {
    let mut answer = Map::from_iter([("method".to_owned(), json!(one.method))]);
    if let Some(bulk_id) = &one.bulk_id {
        answer.insert("bulkId".to_owned(), json!(bulk_id));
    }
    match done {
        Ok(done) => {
            answer.insert("status".to_owned(), json!(done.status.to_string()));
            if let Some(version) = done.version {
                answer.insert("version".to_owned(), json!(draw::etag(version)));
            }
            if let Some(location) = done.location {
                answer.insert("location".to_owned(), json!(location));
            }
        }
        Err(fault) => {
            answer.insert("status".to_owned(), json!(fault.status().as_u16().to_string()));
            answer.insert("response".to_owned(), answer::error(&fault, tongue, None));
        }
    }
    Json::Object(answer)
}
