//! The form of an entry: drawn, filled with what stands, and read.

use std::collections::BTreeSet;

use ground::recipient::{self, Agreement, BY_HAND, Kind, RecipientId, Terms};
use ground::web::{Face, Faults, Fields};
use ground::{Scope, egress};
use promise::{Category, Purpose, Purposes};

use crate::rules::recipients::{category, purpose, way};

pub(super) struct Opt {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

pub(super) struct Input {
    pub(super) value: String,
    pub(super) fault: String,
}

pub(super) struct EntryForm {
    pub(super) action: String,
    pub(super) new: bool,
    pub(super) faults: u32,
    pub(super) seen: i64,
    pub(super) name: Input,
    pub(super) ways: Vec<Opt>,
    pub(super) way_fault: String,
    pub(super) place: Input,
    pub(super) purposes: Vec<Opt>,
    pub(super) purposes_fault: String,
    pub(super) categories: Vec<Opt>,
    pub(super) categories_fault: String,
    pub(super) region: Input,
    pub(super) safeguard: Input,
    pub(super) kinds: Vec<Opt>,
    pub(super) kind_fault: String,
    pub(super) reference: Input,
    pub(super) signed_on: Input,
    pub(super) ends_on: Input,
    pub(super) at_once: bool,
    pub(super) at_once_fault: String,
    /// Whom a new one may replace.
    pub(super) replaces: Vec<Opt>,
    pub(super) replaces_fault: String,
    pub(super) days: u32,
}

pub(super) fn form(
    scope: &Scope,
    face: &Face,
    (action, seen, own): (String, i64, &[(String, String)]),
    typed: &Fields,
    faults: &Faults,
) -> EntryForm {
    let t = &face.t;
    let fault = |name: &str| faults.of(name, t).unwrap_or_default();
    let input = |name: &str| Input { value: typed.value(name).to_owned(), fault: fault(name) };
    let chosen = |name: &str, value: &str| typed.all(name).any(|one| one == value);
    let opt =
        |name: &str, value: &str, label: String| Opt { value: value.to_owned(), label, chosen: chosen(name, value) };
    let mut named: Vec<&str> = faults.fields().collect();
    named.sort_unstable();
    named.dedup();
    let ways = [BY_HAND].into_iter().chain(egress::REGISTER.iter().map(|way| way.name));
    EntryForm {
        action,
        new: seen == 0,
        faults: u32::try_from(named.len()).unwrap_or(u32::MAX),
        seen,
        name: input("name"),
        ways: ways.map(|one| opt("way", one, way(t, one))).collect(),
        way_fault: fault("way"),
        place: input("place"),
        purposes: recipient::purposes().map(|one| opt("purposes", one.as_str(), purpose(t, one))).collect(),
        purposes_fault: fault("purposes"),
        categories: Category::ALL.iter().map(|one| opt("categories", one.as_str(), category(t, *one))).collect(),
        categories_fault: fault("categories"),
        region: input("region"),
        safeguard: input("safeguard"),
        kinds: Kind::ALL
            .into_iter()
            .map(|kind| opt("kind", kind.as_str(), t.get(&format!("recipients-kind-{kind}"))))
            .collect(),
        kind_fault: fault("kind"),
        reference: input("reference"),
        signed_on: input("signed_on"),
        ends_on: input("ends_on"),
        at_once: typed.chosen("at_once", "1"),
        at_once_fault: fault("at_once"),
        replaces: [(String::new(), t.get("recipients-replaces-nobody"))]
            .iter()
            .chain(own)
            .map(|(id, name)| opt("replaces", id, name.clone()))
            .collect(),
        replaces_fault: fault("replaces"),
        days: scope.clinic.parameters.notice_days,
    }
}

/// What was typed, whether it replaces an equal one, and which version was seen; none of a new one.
pub(super) struct Typed {
    pub(super) terms: Terms,
    pub(super) at_once: bool,
    pub(super) replaces: Option<RecipientId>,
    pub(super) seen: Option<i64>,
}

/// The key of a fault's words.
fn words(fault: recipient::Fault) -> &'static str {
    use recipient::Fault as F;
    match fault {
        F::Name => "recipients-fault-name",
        F::Way => "recipients-fault-way",
        F::Place => "recipients-fault-place",
        F::Purposes => "recipients-fault-purposes",
        F::NeverSold => "recipients-fault-never-sold",
        F::Categories => "recipients-fault-categories",
        F::Region => "recipients-fault-region",
        F::Safeguard => "recipients-fault-safeguard",
        F::Reference => "recipients-fault-reference",
        F::Signed => "recipients-fault-signed",
        F::Ends => "recipients-fault-ends",
    }
}

pub(super) fn typed(scope: &Scope, fields: &Fields) -> Result<Typed, Faults> {
    let mut form = fields.reader();
    let name = form.text("name", recipient::TEXT);
    let way = form.text("way", recipient::TEXT);
    let place = form.text_or_none("place", recipient::PLACE);
    let purposes: Vec<Purpose> = form.many("purposes", Purpose::ALL.len());
    let categories: Vec<Category> = form.many("categories", Category::ALL.len());
    let region = form.text("region", 2);
    let safeguard = form.text_or_none("safeguard", recipient::TEXT);
    let kind: Option<Kind> = form.parse("kind");
    let reference = form.text("reference", recipient::TEXT);
    let signed_on = form.date("signed_on");
    let ends_on = form.date_or_none("ends_on");
    let at_once = form.ticked("at_once");
    let replaces: Option<RecipientId> = form.parse_or_none("replaces");
    let seen: Option<i64> = form.parse_or_none("seen");
    let terms = form.finish(|| {
        Some(Terms {
            name: name?,
            way: way?,
            place: place.unwrap_or_default().to_ascii_lowercase(),
            purposes: purposes.into_iter().collect::<Purposes>(),
            categories: categories.into_iter().collect::<BTreeSet<_>>(),
            region: region?.to_ascii_uppercase(),
            safeguard: safeguard.unwrap_or_default(),
            agreement: Some(Agreement { kind: kind?, reference: reference?, signed_on: signed_on?, ends_on }),
        })
    })?;
    let day = scope.house().clock.now().to_zoned(scope.clinic.zone.clone()).date();
    let mut faults = Faults::new();
    for fault in recipient::faults(&terms, &scope.clinic.jurisdiction, day) {
        faults.add(fault.field(), words(fault), &[]);
    }
    if faults.is_empty() { Ok(Typed { terms, at_once, replaces, seen }) } else { Err(faults) }
}

/// A form filled with what stands.
pub(super) fn filled(terms: &Terms) -> Fields {
    let agreement = terms.agreement.as_ref();
    let mut pairs = vec![
        ("name", terms.name.clone()),
        ("way", terms.way.clone()),
        ("place", terms.place.clone()),
        ("region", terms.region.clone()),
        ("safeguard", terms.safeguard.clone()),
        ("kind", agreement.map(|one| one.kind.to_string()).unwrap_or_default()),
        ("reference", agreement.map(|one| one.reference.clone()).unwrap_or_default()),
        ("signed_on", agreement.map(|one| one.signed_on.to_string()).unwrap_or_default()),
        ("ends_on", agreement.and_then(|one| one.ends_on).map(|end| end.to_string()).unwrap_or_default()),
    ];
    pairs.extend(terms.purposes.iter().map(|one| ("purposes", one.to_string())));
    pairs.extend(terms.categories.iter().map(|one| ("categories", one.to_string())));
    Fields::filled(pairs)
}
