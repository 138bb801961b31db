//! The promises as they stand now: each sentence opens to how it is kept, with the figure read from the store.

mod dpv;
pub(super) mod machine;
pub(super) mod one;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use askama::Template;
use axum::http::header::VARY;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use ground::access::is_faulty;
use ground::web::{Face, Fault, Page, Tongue, led_away, render};
use ground::{Clinic, ClinicId, House, Scope, Tx};
use jiff::Timestamp;
use office::responsible::{Part, Responsible};
use promise::{CertificateSource, Evidence, State};

use super::cookies::listed;
use crate::config::is_loopback;
use crate::promises::{Standing, standing};

/// Evidence reads whole tables, and the page is open to everyone: it is read at most once in this time.
const FRESH: Duration = Duration::from_secs(300);

type Checked = Arc<(Timestamp, Vec<Standing>)>;

/// A fault of the access log that the watch finds meanwhile is not waited for.
async fn checked(house: &House, clinic: &Arc<Clinic>) -> Checked {
    static CHECKED: OnceLock<moka::future::Cache<(ClinicId, bool), Checked>> = OnceLock::new();
    let cache = CHECKED.get_or_init(|| moka::future::Cache::builder().max_capacity(1_000).time_to_live(FRESH).build());
    cache
        .get_with((clinic.id, is_faulty(house, clinic.id)), async {
            Arc::new((house.clock.now(), standing(house, clinic).await))
        })
        .await
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
    /// The language of the page lacks the words of it, which are English then.
    how_in_english: bool,
    evidence_in_english: bool,
    tests: Vec<String>,
}

/// Whether the page's language lacks words about a promise, of how it is kept and of its evidence.
pub(super) fn in_english(t: &Tongue, id: &str) -> (bool, bool) {
    let id = id.replace(['.', '_'], "-");
    (t.lacks(&format!("how-{id}")), t.lacks(&format!("evidence-{id}")))
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
    /// Since when there is a notice, when it changed last, and which version that is.
    dates: Option<(String, String, i64)>,
    /// Whose law the clinic follows.
    law: String,
    /// Who answers for data, and how they are reached (GDPR, Article 13(1)(a) and (b)).
    answering: Vec<(String, String)>,
    kept: usize,
    groups: Vec<Group>,
    gaps: Vec<(&'static str, String)>,
    cookies: Vec<CookieLine>,
}

/// Whoever is named in each part.
fn answering(tx: &mut Tx<'_>) -> ground::Result<Vec<(Part, Responsible)>> {
    let mut named = Vec::new();
    for part in Part::ALL {
        named.extend(office::responsible::find(tx, part)?.map(|who| (part, who)));
    }
    Ok(named)
}

/// Who it is, and how they are reached, on one line.
fn reached(who: Responsible) -> String {
    let address = who.address.map(|address| address.lines().collect::<Vec<_>>().join(", "));
    [Some(who.name), address, who.email, who.phone].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

pub(super) async fn page(scope: Scope, face: Face, headers: HeaderMap) -> Result<Response, Fault> {
    if machine::is_asked(&headers) {
        return machine::document(scope, face).await;
    }
    let checked = checked(scope.house(), &scope.clinic).await;
    let (at, all) = (&checked.0, &checked.1);
    let t = &face.t;
    let local = at.to_zoned(scope.clinic.zone.clone());
    let mut groups: Vec<Group> = Vec::new();
    let printed = |state| {
        let standing = all.iter().filter(move |promise| promise.state == state);
        standing.map(|promise| promise.printed(t, &scope.clinic.parameters))
    };
    for promise in printed(State::Kept) {
        let title = t.get(&format!("notice-group-{}", promise.group));
        let (how_in_english, evidence_in_english) = in_english(t, promise.id);
        let sentence = Sentence {
            id: promise.id,
            how_in_english,
            evidence_in_english,
            text: promise.statement,
            how: promise.how.unwrap_or_default(),
            evidence: promise.evidence.map(|evidence| evidence.sentence).unwrap_or_default(),
            tests: promise.tests.iter().map(|test| test.replace('_', " ")).collect(),
        };
        match groups.last_mut().filter(|group| group.title == title) {
            Some(group) => group.sentences.push(sentence),
            None => groups.push(Group { title, sentences: vec![sentence] }),
        }
    }
    let dates = scope.read(office::dates).await?.map(|(first, last, number)| {
        let day = |at: Timestamp| t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date());
        (day(first), day(last), number)
    });
    let named = scope.read(answering).await?;
    let answering =
        named.into_iter().map(|(part, who)| (t.get(&format!("responsible-{}", part.as_str())), reached(who)));
    let listed = listed(&scope.clinic.parameters);
    let notice = Notice {
        answering: answering.collect(),
        page: face.page(&scope, "notice-title"),
        dates,
        law: {
            let code = &scope.clinic.jurisdiction;
            t.known(&format!("place-{}", code.to_lowercase())).unwrap_or_else(|| code.clone())
        },
        day: t.date_short(local.date()),
        time: t.time(local.time()),
        kept: groups.iter().map(|group| group.sentences.len()).sum(),
        gaps: printed(State::Gap).map(|promise| (promise.id, promise.statement)).collect(),
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
    let mut response = render(&notice);
    response.headers_mut().append(VARY, HeaderValue::from_static("Accept"));
    Ok(response)
}

/// Outside this machine nothing but TLS is spoken: by a certificate of our own, or by a proxy, and then each request
/// says how it came to it.
pub(super) fn traffic(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let house = tx.scope().house();
    let sight = house.seen.now();
    let own = house.installed.tls_certificate != CertificateSource::Proxy;
    let address = url::Url::parse(&house.address).ok();
    let local = address.as_ref().and_then(|address| address.host_str()).is_some_and(is_loopback);
    let named = address.is_some_and(|address| address.scheme() == "https");
    let (answers, unsecured) = (sight.answers as i64, sight.unsecured as i64);
    let (proxied, plain) = (sight.proxied as i64, sight.plain as i64);
    Ok(Evidence::new(
        &[
            ("certificate", (named && (own || local)).into()),
            ("loopback", local.into()),
            ("answers", answers),
            ("answers without it", unsecured),
            ("passed on", proxied),
            ("passed on in clear", plain),
        ],
        // Before a proxy passed anything on, nothing is known of how people come to it.
        (local || (named && (own || proxied > 0))) && unsecured == 0 && plain == 0,
    ))
}

/// The log that runs now: what its lines were seen to hold, and whether anything else writes into it.
pub(super) fn logs(_: &mut Tx<'_>) -> ground::Result<Evidence> {
    let (fields, live) = (ground::log::FIELDS.len() as i64, ground::log::live());
    let (lines, foreign, talkative) = (live.lines as i64, live.foreign as i64, live.talkative as i64);
    let naming = live.naming as i64;
    Ok(Evidence::new(
        &[
            ("running", live.running.into()),
            ("fields", fields),
            ("lines", lines),
            ("other fields", foreign),
            ("naming somebody", naming),
            ("talkative libraries", talkative),
        ],
        live.running && foreign == 0 && naming == 0 && talkative == 0,
    ))
}

/// The data map against the database, as compared at the start.
pub(super) fn declared(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let gaps = tx.gaps()?.len() as i64;
    let map = &tx.scope().house().data_map;
    let columns: i64 = map.tables.values().map(|table| table.columns.len() as i64).sum();
    Ok(Evidence::new(&[("columns", columns), ("undeclared", gaps)], gaps == 0))
}

/// The policy that answers really left with names no other host.
pub(super) fn egress(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let sight = tx.scope().house().seen.now();
    let (answers, elsewhere) = (sight.answers as i64, sight.elsewhere as i64);
    Ok(Evidence::new(&[("answers", answers), ("to other hosts", elsewhere)], answers > 0 && elsewhere == 0))
}

/// Links that lead away from the pages that were drawn, and hosts that one led to without saying so.
pub(super) fn away(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let led = led_away(tx.scope().house());
    let (pages, unmarked) = (led.pages as i64, led.unmarked.len() as i64);
    Ok(Evidence::new(
        &[("pages", pages), ("marked", led.marked as i64), ("unmarked", unmarked)],
        pages > 0 && unmarked == 0,
    ))
}

/// The cookies that were really set are on the list.
pub(super) fn cookies(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let listed: Vec<&str> = listed(&tx.settings().parameters).iter().map(|cookie| cookie.name).collect();
    let sight = tx.scope().house().seen.now();
    let unlisted = sight.cookies.iter().filter(|name| !listed.contains(&name.as_str())).count() as i64;
    let (answers, set) = (sight.answers as i64, sight.cookies.len() as i64);
    Ok(Evidence::new(
        &[("listed", listed.len() as i64), ("answers", answers), ("set", set), ("not listed", unlisted)],
        answers > 0 && unlisted == 0,
    ))
}
