//! What a receipt says beside what was shown and said: on which terms, as they were at that moment, and all of it in the fields
//! that ISO/IEC TS 27560:2023 names.
//!
//! The terms are written down with the receipt, because the clinic's address, its place and how long it keeps what change later.

use promise::retention::{Decides, Span, person_of};
use promise::{Category, Purpose, Purposes};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{About, Receipt};
use crate::error::Result;
use crate::tx::Tx;
use crate::{recipient, retain};

/// The terms of a consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The ground in law: `consent`, or `explicit_consent` where a kind of data is especially sensitive (GDPR Art. 9(2)(a)).
    pub basis: String,
    /// The country where it is kept, as "IE"; "unstated" where the clinic did not say.
    pub stored_in: String,
    /// Each kind of data with how long it is kept at most.
    pub kept: Vec<Kept>,
    /// Who handles such data for the clinic for one of the purposes, by its register then.
    pub recipients: Vec<Recipient>,
    /// How else the clinic is reached; empty where it did not say.
    pub email: String,
    pub phone: String,
    /// Where the clinic's pages stand.
    pub address: String,
}

/// Somebody who handles such data for the clinic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The entry of the register.
    pub id: String,
    pub name: String,
    /// The country in which they are.
    pub region: String,
    /// What guards the data there, where that is another country; else empty.
    pub safeguard: String,
}

/// How long a kind of data is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub category: String,
    /// Whether the law sets it apart (GDPR, Article 9(1)).
    pub sensitive: bool,
    /// As ISO 8601 has a duration, `P10Y` or `P730D`; none where each row has an end of its own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub period: Option<String>,
    /// What decides it: `notice`, `law` or `contract`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decides: Option<String>,
}

/// How long what is of this category is kept at most, of whatever the data map keeps about people.
fn kept(tx: &Tx<'_>, category: Category) -> Kept {
    let map = &tx.house().data_map;
    let columns =
        map.tables.values().filter(|table| person_of(table).is_some()).flat_map(|table| table.columns.values());
    let mut classes: Vec<&str> =
        columns.filter(|column| column.category == category).map(|column| column.retention.as_str()).collect();
    classes.sort_unstable();
    classes.dedup();
    let lines = retain::schedule(tx);
    let longest = lines
        .iter()
        .filter(|line| classes.contains(&line.class))
        .filter_map(|line| line.span.map(|span| (span, line.decides)))
        .max_by_key(|(span, _)| span.days());
    Kept {
        category: category.to_string(),
        sensitive: category.is_special(),
        period: longest.map(|(span, _)| match span {
            Span::Years(years) => format!("P{years}Y"),
            Span::Days(days) => format!("P{days}D"),
        }),
        decides: longest.and_then(|(_, decides)| decides).map(|decides: Decides| decides.as_str().to_owned()),
    }
}

impl Kept {
    /// How long; none where each row has an end of its own.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        let period = self.period.as_deref()?.strip_prefix('P')?;
        let years = period.strip_suffix('Y').and_then(|years| years.parse().ok()).map(Span::Years);
        years.or_else(|| period.strip_suffix('D').and_then(|days| days.parse().ok()).map(Span::Days))
    }
}

impl Terms {
    /// The terms on which the clinic keeps and uses what it is about, now.
    pub(super) fn now(tx: &mut Tx<'_>, about: &About) -> Result<Terms> {
        let purposes = about.purposes.iter().fold(Purposes::NONE, |all, purpose: &Purpose| all.with(*purpose));
        let recipients = recipient::visible(tx)?
            .into_iter()
            .map(|entry| (entry.id, entry.terms))
            .filter(|(_, terms)| terms.purposes.iter().any(|purpose| purposes.contains(purpose)))
            .filter(|(_, terms)| terms.categories.iter().any(|category| about.categories.contains(*category)))
            .map(|(id, terms)| Recipient {
                id: id.to_string(),
                name: terms.name,
                region: terms.region,
                safeguard: terms.safeguard,
            })
            .collect();
        let special = about.categories.iter().any(Category::is_special);
        let clinic = tx.settings();
        Ok(Terms {
            basis: if special { "explicit_consent" } else { "consent" }.to_owned(),
            stored_in: about.region.unwrap_or(clinic.parameters.region).as_str().to_owned(),
            kept: about.categories.iter().map(|category| kept(tx, category)).collect(),
            recipients,
            email: clinic.email.clone().unwrap_or_default(),
            phone: clinic.phone.clone().unwrap_or_default(),
            address: tx.house().address_of(clinic),
        })
    }

    /// Where what is agreed to is taken back.
    #[must_use]
    pub fn withdrawal(&self) -> String {
        format!("{}/me/consents", self.address)
    }

    /// Where whoever is meant sees, takes, corrects, restricts and erases what is kept.
    #[must_use]
    pub fn rights(&self) -> String {
        format!("{}/me/privacy", self.address)
    }

    /// Where a complaint is made.
    #[must_use]
    pub fn complaints(&self) -> String {
        format!("{}/privacy/complaint", self.address)
    }

    /// The notice of the version that held.
    #[must_use]
    pub fn notice(&self, version: i64) -> String {
        format!("{}/notice/versions/{version}", self.address)
    }
}

impl Receipt {
    /// The receipt in the fields of ISO/IEC TS 27560:2023, for other programs: the header, what is processed, the parties, and the
    /// event. What the standard leaves to choose and nothing here knows (codes of conduct, impact assessments, certification) is
    /// left out. Of a receipt of an earlier program the terms are null.
    #[must_use]
    pub fn record(&self) -> Value {
        let terms = self.terms.as_ref();
        let kept = |category: &String| terms.and_then(|terms| terms.kept.iter().find(|one| one.category == *category));
        let pii: Vec<Value> = self
            .categories
            .iter()
            .map(|category| {
                let kept = kept(category);
                json!({
                    "pii_type": category,
                    "sensitive_pii_category": kept.map(|one| one.sensitive),
                    "retention_period": kept.map(|one| &one.period),
                    "retention_basis": kept.map(|one| &one.decides),
                })
            })
            .collect();
        let purposes: Vec<Value> = self
            .purposes
            .iter()
            .map(|purpose| {
                json!({
                    "purpose": purpose,
                    "lawful_basis": terms.map(|terms| &terms.basis),
                    "pii_information": pii,
                    "collection_method": "from the person, or from whoever acts for them or writes it down for them",
                    "processing_method": "sealed with a key of the person's own, and opened for this purpose alone",
                    "storage_locations": terms.map(|terms| [&terms.stored_in]),
                    "recipient_third_parties": terms.map(|terms| &terms.recipients),
                })
            })
            .collect();
        json!({
            "schema_version": self.schema_version,
            "record_id": self.receipt_id,
            "pii_principal_id": self.principal,
            "pii_processing": {
                "consent": self.consent,
                "privacy_notice": { "version": self.notice_version, "address": terms.map(|terms| terms.notice(self.notice_version)) },
                "language": self.language,
                "shown": self.shown,
                "shown_digest": format!("SHA-256:{}", self.shown_digest),
                "purposes": purposes,
                "jurisdiction": self.jurisdiction,
                "region": self.region,
                "withdrawal_method": terms.map(Terms::withdrawal),
                "privacy_rights": terms.map(Terms::rights),
                "complaints": terms.map(Terms::complaints),
            },
            "party_identification": [
                {
                    "party_role": "pii_controller",
                    "party_name": self.controller,
                    "party_contact": self.contact,
                    "party_email": terms.map(|terms| &terms.email),
                    "party_phone": terms.map(|terms| &terms.phone),
                    "party_url": terms.map(|terms| &terms.address),
                },
                { "party_role": if self.giver == self.principal { "pii_principal" } else { "representative" }, "party_id": self.giver },
            ],
            "event": {
                "event_time": self.at,
                "event_type": "explicit",
                "event_state": if self.event == "given" { "consent_given" } else { "consent_withdrawn" },
                "entity_id": self.giver,
                "way": self.way,
                "recorded_by": self.recorded_by,
                "valid_until": self.expires_at,
            },
        })
    }
}
