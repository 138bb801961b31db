//! The promises as they stand now: each sentence opens to how it is kept, with the figure read from the store.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use askama::Template;
use axum::response::Response;
use ground::web::{Face, Fault, Page, cookies, render};
use ground::{Clinic, ClinicId, House, Scope, Tx};
use jiff::Timestamp;
use promise::{Evidence, Parameters, State};

use crate::promises::{Standing, standing};

/// Evidence reads whole tables, and the page is open to everyone: it is read at most once in this time.
const FRESH: Duration = Duration::from_secs(300);

type Checked = Arc<(Timestamp, Vec<Standing>)>;

async fn checked(house: &House, clinic: &Arc<Clinic>) -> Checked {
    static CHECKED: OnceLock<moka::future::Cache<ClinicId, Checked>> = OnceLock::new();
    let cache = CHECKED.get_or_init(|| moka::future::Cache::builder().max_capacity(1_000).time_to_live(FRESH).build());
    cache.get_with(clinic.id, async { Arc::new((house.clock.now(), standing(house, clinic).await)) }).await
}

struct Group {
    title: String,
    sentences: Vec<Sentence>,
}

struct Sentence {
    id: &'static str,
    text: String,
    how: String,
    evidence: String,
    tests: Vec<String>,
}

struct CookieLine {
    name: &'static str,
    purpose: String,
    life: String,
}

#[derive(Template)]
#[template(path = "notice.html")]
struct Notice {
    page: Page,
    day: String,
    time: String,
    kept: usize,
    groups: Vec<Group>,
    gaps: Vec<String>,
    cookies: Vec<CookieLine>,
}

pub(super) async fn page(scope: Scope, face: Face) -> Result<Response, Fault> {
    let checked = checked(scope.house(), &scope.clinic).await;
    let (at, all) = (&checked.0, &checked.1);
    let t = &face.t;
    let local = at.to_zoned(scope.clinic.zone.clone());
    let mut groups: Vec<Group> = Vec::new();
    for promise in all.iter().filter(|promise| promise.state == State::Kept) {
        let title = t.get(&format!("notice-group-{}", promise.group));
        let evidence = promise.evidence.as_ref();
        let sentence = Sentence {
            id: promise.id,
            text: promise.statement.clone(),
            how: promise.how.clone().unwrap_or_default(),
            evidence: evidence.map(|e| e.sentence.clone()).unwrap_or_default(),
            tests: promise.tests.iter().map(|test| test.replace('_', " ")).collect(),
        };
        match groups.last_mut().filter(|group| group.title == title) {
            Some(group) => group.sentences.push(sentence),
            None => groups.push(Group { title, sentences: vec![sentence] }),
        }
    }
    let listed = listed(&scope.clinic.parameters);
    let notice = Notice {
        page: face.page(&scope, "notice-title"),
        day: t.date_short(local.date()),
        time: t.time(local.time()),
        kept: groups.iter().map(|group| group.sentences.len()).sum(),
        gaps: all
            .iter()
            .filter(|promise| promise.state == State::Gap)
            .map(|promise| promise.statement.clone())
            .collect(),
        cookies: listed
            .into_iter()
            .map(|cookie| CookieLine {
                name: cookie.name,
                purpose: t.get(cookie.purpose),
                life: t.with("notice-days", &[("days", u32::from(cookie.days).into())]),
            })
            .collect(),
        groups,
    };
    Ok(render(&notice))
}

/// Every cookie this program can set.
fn listed(parameters: &Parameters) -> Vec<cookies::Listed> {
    cookies::COOKIES.iter().copied().chain(identity::cookies(parameters)).collect()
}

fn figures<const N: usize>(pairs: [(&str, i64); N]) -> Vec<(String, i64)> {
    pairs.into_iter().map(|(name, n)| (name.to_owned(), n)).collect()
}

/// Outside this machine nothing but TLS is spoken: the address in letters says which it is.
pub(super) fn traffic(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let house = tx.scope().house();
    let (address, tls) = (house.address.clone(), house.address.starts_with("https://"));
    let local = address.contains("//127.0.0.1") || address.contains("//localhost") || address.contains("//[::1]");
    let how = if tls { "over TLS" } else { "on this machine only, where nothing leaves it" };
    Ok(Evidence {
        figures: figures([("tls", tls.into()), ("loopback", local.into())]),
        sentence: format!("this program is reached {how}"),
        ok: tls || local,
    })
}

/// The log line has a fixed set of fields, none of which can hold a person.
pub(super) fn logs(_: &mut Tx<'_>) -> ground::Result<Evidence> {
    let fields = ground::log::FIELDS;
    Ok(Evidence {
        figures: figures([("fields", fields.len() as i64)]),
        sentence: format!("a line has {} fields: {}", fields.len(), fields.join(", ")),
        ok: !fields.is_empty(),
    })
}

/// The data map against the database, as compared at the start.
pub(super) fn declared(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let gaps = tx.gaps()?.len() as i64;
    let map = &tx.scope().house().data_map;
    let columns: i64 = map.tables.values().map(|table| table.columns.len() as i64).sum();
    Ok(Evidence {
        figures: figures([("columns", columns), ("undeclared", gaps)]),
        sentence: format!("{columns} columns are declared, {gaps} differ from the database"),
        ok: gaps == 0,
    })
}

/// Every sealed column lists what it may be read for.
pub(super) fn purposes(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let map = &tx.scope().house().data_map;
    let sealed: Vec<_> =
        map.tables.values().flat_map(|table| table.columns.values()).filter(|column| column.sealed).collect();
    let open = sealed.iter().filter(|column| column.purposes.is_empty()).count() as i64;
    Ok(Evidence {
        figures: figures([("columns", sealed.len() as i64), ("without_purpose", open)]),
        sentence: format!("{} sealed columns list their purposes, {open} list none", sealed.len()),
        ok: open == 0,
    })
}

/// The policy every page carries names no other host.
pub(super) fn egress(_: &mut Tx<'_>) -> ground::Result<Evidence> {
    let policy = ground::web::headers::CONTENT_SECURITY_POLICY;
    let hosts =
        policy.split([' ', ';']).filter(|word| word.contains("://") || *word == "*" || *word == "https:").count()
            as i64;
    Ok(Evidence {
        figures: figures([("other_hosts", hosts)]),
        sentence: format!("every page permits {hosts} other hosts"),
        ok: hosts == 0,
    })
}

/// What this program can set.
pub(super) fn cookies(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let names: Vec<&str> = listed(&tx.settings().parameters).iter().map(|cookie| cookie.name).collect();
    Ok(Evidence {
        figures: figures([("cookies", names.len() as i64)]),
        sentence: format!("{} are listed: {}", names.len(), names.join(", ")),
        ok: true,
    })
}
