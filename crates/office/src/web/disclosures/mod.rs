//! Pages about what was given to somebody outside care: on a client's record, the register, and the person's own.

mod form;
mod own;
mod record;
mod register;
mod several;
mod sheet;

use std::collections::HashMap;

use ground::web::{Tongue, Value};
use ground::{PersonId, Routes, Scope, Tx};
use jiff::Timestamp;
use promise::Purpose::{Disclosure as Disclosing, Rights};

use super::requests::{dashed, day};
use crate::model::disclosures::{Disclosure, Opened, Said};

pub(crate) use own::panel as own_panel;
pub(crate) use record::panel;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/clients/{client}/disclosures", "office.disclosure.record", Disclosing, record::page)
        .post("/c/{clinic}/clients/{client}/disclosures", "office.disclosure.record", Disclosing, record::create)
        .get(
            "/c/{clinic}/clients/{client}/disclosures/{disclosure}/sheet",
            "office.disclosure.hand",
            Disclosing,
            sheet::page,
        )
        .fresh()
        .get(
            "/c/{clinic}/clients/{client}/disclosures/{disclosure}/data.csv",
            "office.disclosure.hand",
            Disclosing,
            sheet::csv,
        )
        .fresh()
        .get(
            "/c/{clinic}/clients/{client}/disclosures/{disclosure}/data.json",
            "office.disclosure.hand",
            Disclosing,
            sheet::json,
        )
        .fresh()
        .get("/c/{clinic}/me/privacy/disclosures", "office.own.read", Rights, own::page)
        .get("/c/{clinic}/office/disclosures", "office.disclosure.list", Disclosing, register::page)
        .get("/c/{clinic}/office/disclosures/several", "office.disclosure.several", Disclosing, several::page)
        .post("/c/{clinic}/office/disclosures/several", "office.disclosure.several", Disclosing, several::create)
}

/// Whether this reader may know of what an order keeps from the person.
fn sees_secrets(scope: &Scope) -> bool {
    scope.house().permits_anyhow(scope, "office.disclosure.list")
}

/// One of them, as lists show it.
pub(super) struct Line {
    pub kind: String,
    pub who: String,
    pub href: String,
    pub recipient: String,
    pub address: String,
    pub purpose: String,
    pub basis: String,
    pub what: String,
    pub form: String,
    pub day: String,
    /// When it was written down, and by whom.
    pub recorded: String,
    /// Until when the person is, or was, not told, and who ordered so.
    pub secret: String,
    pub attached: String,
    /// Where what is handed out is made.
    pub sheet: String,
}

fn kinds(t: &Tongue, of: &[promise::Category]) -> String {
    let words: Vec<String> = of.iter().map(|kind| t.get(&format!("consent-category-{kind}"))).collect();
    t.list(&words)
}

fn line(
    scope: &Scope,
    t: &Tongue,
    (one, opened): (Disclosure, Opened),
    names: &HashMap<PersonId, String>,
    now: Timestamp,
) -> Line {
    let by = super::requests::actor(t, names, &one.recorded_by, one.person);
    let secret = match one.withheld_until {
        Some(until) => {
            // It is told from the first instant on that is not before.
            let last = until - jiff::SignedDuration::from_secs(1);
            let values: [(&str, Value<'_>); 3] = [
                ("day", day(scope, t, last).into()),
                ("by", opened.ordered_by.clone().into()),
                ("over", if until > now { "no" } else { "yes" }.into()),
            ];
            t.with("disclosures-secret-line", &values)
        }
        None => String::new(),
    };
    Line {
        kind: t.get(&format!("disclosures-kind-{}", dashed(one.kind.as_str()))),
        who: names.get(&one.person).cloned().unwrap_or_else(|| t.get("requests-whom-gone")),
        href: String::new(),
        recipient: if opened.recipient.is_empty() { t.get("disclosures-gone") } else { opened.recipient },
        address: opened.address,
        purpose: opened.purpose,
        basis: opened.basis,
        what: kinds(t, &one.categories),
        form: t.get(&format!("disclosures-form-{}", one.form)),
        day: day(scope, t, one.given_at),
        recorded: t.with("disclosures-recorded", &[("day", day(scope, t, one.recorded_at).into()), ("who", by.into())]),
        secret,
        attached: match one.statements {
            0 => String::new(),
            count => t.with("disclosures-attached", &[("count", count.into())]),
        },
        sheet: String::new(),
    }
}

/// Whoever wrote them down, as everybody may know.
fn writers(tx: &mut Tx<'_>, of: &[(Disclosure, Opened)]) -> ground::Result<HashMap<PersonId, String>> {
    let persons: Vec<PersonId> =
        of.iter().filter_map(|(one, _)| one.recorded_by.split(':').find_map(|part| part.parse().ok())).collect();
    tx.names(&persons)
}

/// A statement as a page shows it: beside what, in whose words, and since when.
fn said(scope: &Scope, t: &Tongue, of: Vec<Said>) -> Vec<(String, String, String)> {
    let one = |one: Said| (t.get(&format!("requests-detail-{}", dashed(&one.field))), one.body, day(scope, t, one.at));
    of.into_iter().map(one).collect()
}

/// Where a page of a list begins, as it stands in an address.
fn after(text: &str) -> crate::store::disclosures::After {
    let (given, id) = text.split_once('.')?;
    Some((Timestamp::from_microsecond(given.parse().ok()?).ok()?, id.parse().ok()?))
}

fn written(of: &Disclosure) -> String {
    format!("{}.{}", of.given_at.as_microsecond(), of.id)
}
