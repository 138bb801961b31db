//! The form by which something given is written down, about one person or about several.

use ground::Scope;
use ground::web::{Faults, Fields, Reader, Tongue};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use promise::Category;

use crate::model::disclosures::{ADDRESS, Form, GIVEN, NAME, NewDisclosure, Occasion, Secrecy, WHY};
use crate::web::requests::{Choice, Field, dashed};

/// Its fields, filled.
pub(super) struct Asked {
    pub kinds: Vec<Choice>,
    pub kind_fault: String,
    pub recipient: Field,
    pub address: Field,
    pub purpose: Field,
    pub basis: Field,
    pub categories: Vec<Choice>,
    pub categories_fault: String,
    pub forms: Vec<Choice>,
    pub form_fault: String,
    pub given: Field,
    /// Whether this reader may write down that an order forbids to tell the person.
    pub secrets: bool,
    pub secret: Field,
    pub ordered_by: Field,
    pub attached: bool,
    pub attached_fault: String,
    pub once: String,
    pub once_fault: String,
    pub faults: u32,
}

pub(super) fn asked(scope: &Scope, t: &Tongue, fields: &Fields, faults: &Faults) -> Asked {
    let choice = |value: &str, words: &str, name: &str| Choice {
        value: value.to_owned(),
        label: t.get(&format!("{words}-{}", dashed(value))),
        chosen: fields.all(name).any(|sent| sent == value),
    };
    let now = scope.house().clock.now();
    let today = now.to_zoned(scope.clinic.zone.clone()).date();
    let field = |name| Field::of(name, fields, faults, t);
    let mut given = field("given");
    if given.value.is_empty() && given.fault.is_empty() {
        given.value = today.to_string();
    }
    let once = match fields.value("once") {
        "" => ground::EventId::new(now).to_string(),
        before => before.to_owned(),
    };
    Asked {
        kinds: Occasion::ALL.iter().map(|one| choice(one.as_str(), "disclosures-kind", "kind")).collect(),
        kind_fault: faults.of("kind", t).unwrap_or_default(),
        recipient: field("recipient"),
        address: field("address"),
        purpose: field("purpose"),
        basis: field("basis"),
        categories: GIVEN.iter().map(|one| choice(one.as_str(), "office-retention-category", "category")).collect(),
        categories_fault: faults.of("category", t).unwrap_or_default(),
        forms: Form::ALL.iter().map(|one| choice(one.as_str(), "disclosures-form", "form")).collect(),
        form_fault: faults.of("form", t).unwrap_or_default(),
        given,
        secrets: super::sees_secrets(scope),
        secret: field("secret"),
        ordered_by: field("ordered_by"),
        attached: !fields.value("attached").is_empty(),
        attached_fault: faults.of("attached", t).unwrap_or_default(),
        once,
        once_fault: faults.of("once", t).unwrap_or_default(),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
    }
}

fn start_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_zoned(day.at(0, 0, 0, 0)).compatible().ok().map(|start| start.timestamp())
}

/// Reads what all of these forms say.
pub(super) fn read(form: &mut Reader<'_>, scope: &Scope) -> Option<(NewDisclosure, String)> {
    let zone = scope.clinic.zone.clone();
    let today = scope.house().clock.now().to_zoned(zone.clone()).date();
    let kind: Option<Occasion> = form.parse("kind");
    let recipient = form.text("recipient", NAME);
    let address = form.lines_or_none("address", ADDRESS).map(|text| text.trim().to_owned());
    let purpose = form.lines_or_none("purpose", WHY);
    if purpose.is_none() {
        form.fault("purpose", "fault-missing");
    }
    let basis = form.text("basis", WHY);
    let mut categories: Vec<Category> = form.many("category", GIVEN.len());
    categories.sort_unstable();
    categories.dedup();
    if categories.is_empty() || categories.iter().any(|one| !GIVEN.contains(one)) {
        form.fault("category", "disclosures-fault-category");
    }
    let how: Option<Form> = form.parse("form");
    let given = form.date("given");
    if given.is_some_and(|day| day > today) {
        form.fault("given", "disclosures-fault-ahead");
    }
    let (secret, ordered_by) = (form.date_or_none("secret"), form.text_or_none("ordered_by", NAME));
    let may = super::sees_secrets(scope);
    let secrecy = match (secret, ordered_by) {
        (None, None) => None,
        _ if !may => {
            form.fault("secret", "disclosures-fault-secret-not-yours");
            None
        }
        (Some(day), Some(ordered_by)) if day >= today => {
            // To the end of the day that was named, by the clinic's own clock.
            let until = day.tomorrow().ok().and_then(|next| start_of(next, &zone));
            until.map(|until| Secrecy { until, ordered_by })
        }
        (Some(_), Some(_)) => {
            form.fault("secret", "disclosures-fault-secret-past");
            None
        }
        (Some(_), None) => {
            form.fault("ordered_by", "disclosures-fault-ordered-by");
            None
        }
        (None, Some(_)) => {
            form.fault("secret", "disclosures-fault-secret-day");
            None
        }
    };
    let attached = form.ticked("attached");
    let once = form.text_or_none("once", 60).unwrap_or_default();
    let new = NewDisclosure {
        kind: kind?,
        recipient: recipient?,
        address: address.filter(|text| !text.is_empty()),
        purpose: purpose?,
        basis: basis?,
        categories,
        form: how?,
        given_at: start_of(given?, &zone)?,
        secrecy,
        attached,
    };
    Some((new, once))
}
