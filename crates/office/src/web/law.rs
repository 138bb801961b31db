//! What the program knows of laws: every fact of a pack, where it stands, whether its text was read and when, and what keeps to it.

use axum::response::Response;
use ground::says::named;
use ground::web::{Face, Fault, Page, Query, Tongue, render};
use ground::{Routes, Scope, retain};
use jiff::civil::Date;
use promise::Purpose::Rights;
use promise::law::{Checked, Fact, Mechanism, Pack, facts, packs};

use super::requests::Choice;

pub(super) fn routes() -> Routes {
    Routes::new().get("/c/{clinic}/office/law", "office.law.read", Rights, read)
}

/// What keeps to a fact, and where that is seen.
struct Use {
    label: String,
    href: Option<String>,
}

/// A fact as the page shows it.
struct FactLine {
    id: &'static str,
    what: &'static str,
    value: &'static str,
    law: String,
    url: &'static str,
    /// The one place where it holds, where it is not the whole of it.
    place: String,
    /// From when to when, where it is not both now and for good.
    when: String,
    uses: Vec<Use>,
    tone: &'static str,
    word: String,
}

struct PackPart {
    code: &'static str,
    name: String,
    told: String,
    facts: Vec<FactLine>,
}

#[derive(askama::Template)]
#[template(path = "law/page.html")]
struct Laws {
    page: Page,
    which: Vec<Choice>,
    packs: Vec<PackPart>,
}

/// Where what keeps to a fact is seen, below the clinic's address.
const fn seen_at(mechanism: Mechanism) -> Option<&'static str> {
    Some(match mechanism {
        Mechanism::Deadline => "/office/requests",
        Mechanism::Kept | Mechanism::Sweep => "/retention",
        Mechanism::Incident | Mechanism::Public => "/incidents",
        Mechanism::Transfer | Mechanism::Age => "/notice/change",
        Mechanism::Opening | Mechanism::Record => "/processing",
        Mechanism::Notice | Mechanism::Safeguards => "/notice",
        Mechanism::Release => "/releases",
        Mechanism::Waits => return None,
    })
}

/// A pack's name: the word for the country where there is one.
fn called(t: &Tongue, pack: &'static Pack) -> String {
    t.known(&format!("law-of-{}", pack.code.to_lowercase())).unwrap_or_else(|| pack.name.clone())
}

fn line(face: &Face, fact: &'static Fact, today: Date) -> FactLine {
    let t = &face.t;
    let day = |day: Date| t.date_plain(day);
    let (tone, word) = match (fact.checked, fact.read) {
        (Checked::Verified, Some(read)) if fact.is_outdated(today) => {
            ("strained", t.with("law-outdated", &[("day", day(read).into())]))
        }
        (Checked::Verified, Some(read)) => ("kept", t.with("law-checked", &[("day", day(read).into())])),
        _ => ("unsure", t.get("law-not-checked")),
    };
    let since =
        fact.since.filter(|since| *since > today).map(|since| t.with("law-from", &[("day", day(since).into())]));
    let until = fact.until.map(|until| t.with("law-until", &[("day", day(until).into())]));
    let one = |mechanism: &Mechanism| Use {
        label: t.get(&format!("law-by-{mechanism}")),
        href: seen_at(*mechanism).map(|path| face.to(path)),
    };
    FactLine {
        id: &fact.id,
        what: &fact.what,
        value: &fact.value,
        law: named(t, &fact.citation),
        url: &fact.url,
        place: fact.place.clone().unwrap_or_default(),
        when: since.into_iter().chain(until).collect::<Vec<_>>().join(" "),
        uses: fact.mechanisms().iter().map(one).collect(),
        tone,
        word,
    }
}

fn part(face: &Face, pack: &'static Pack, facts: &[&'static Fact], today: Date) -> PackPart {
    let read = facts.iter().filter(|fact| fact.checked == Checked::Verified).count();
    PackPart {
        code: &pack.code,
        name: called(&face.t, pack),
        told: face.t.with("law-of-them", &[("read", (read as f64).into()), ("all", (facts.len() as f64).into())]),
        facts: facts.iter().map(|fact| line(face, fact, today)).collect(),
    }
}

async fn read(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let t = &face.t;
    let today = scope.house().clock.now().to_zoned(scope.clinic.zone.clone()).date();
    let asked = query.value("of").to_owned();
    let places = retain::places(&scope.clinic);
    let shown: Vec<PackPart> = match asked.as_str() {
        // Those that hold where the clinic is.
        "" => places
            .iter()
            .filter_map(|place| {
                let own: Vec<&Fact> = facts(*place).collect();
                Some(part(&face, promise::law::pack(*place)?, &own, today))
            })
            .collect(),
        asked => packs()
            .iter()
            .filter(|pack| asked == "all" || asked == pack.code)
            .map(|pack| part(&face, pack, &pack.facts.iter().collect::<Vec<_>>(), today))
            .collect(),
    };
    let choice = |value: &str, label: String| Choice { value: value.to_owned(), chosen: value == asked, label };
    let one = |pack: &'static Pack| choice(&pack.code, called(t, pack));
    let which = [choice("", t.get("law-ours")), choice("all", t.get("law-all"))];
    let which = which.into_iter().chain(packs().iter().map(one)).collect();
    Ok(render(&Laws { page: face.page(&scope, "law-title"), which, packs: shown }))
}
