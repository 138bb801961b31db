//! The notice for programs: JSON-LD in the words of the W3C Data Privacy Vocabulary. Its context stands in it, so that nothing
//! is fetched to understand it.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use ground::Scope;
use ground::web::{Face, Fault, Tongue};
use jiff::Timestamp;
use promise::catalogue::key_of;
use promise::{About, Category, Purpose, State};
use serde_json::{Value, json};

use super::{checked, dpv};

pub(super) const KIND: &str = "application/ld+json";

/// Whether a program asks for this rather than for a page.
pub(super) fn is_asked(headers: &HeaderMap) -> bool {
    let accepts = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let names = |kind: &str| accepts.split(',').any(|one| one.split(';').next().is_some_and(|one| one.trim() == kind));
    names(KIND) && !names("text/html")
}

pub(in super::super) async fn document(scope: Scope, face: Face) -> Result<Response, Fault> {
    let body = write(&scope, &face).await?;
    let mut response = serde_json::to_vec(&body).map_err(|_| Fault::internal("notice.jsonld"))?.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(KIND));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("Accept, Accept-Language, Cookie"));
    Ok(response)
}

/// The language that the words of `key` really are in: where the language asked for lacks them, they are English.
fn tagged<'a>(t: &'a Tongue, key: &str) -> &'a str {
    if t.lacks(key) { "en" } else { t.lang() }
}

async fn write(scope: &Scope, face: &Face) -> Result<Value, Fault> {
    let (house, clinic, t) = (scope.house(), &scope.clinic, &face.t);
    let checked = checked(house, clinic).await;
    let at = format!("{}/notice", house.address_of(clinic));
    let dates = scope.read(office::dates).await?;
    let day =
        |at: Timestamp| json!({ "@type": "xsd:date", "@value": at.to_zoned(clinic.zone.clone()).date().to_string() });
    let parts: Vec<Value> = checked
        .1
        .iter()
        .filter(|one| one.state == State::Kept)
        .map(|one| {
            let printed = one.printed(t, &clinic.parameters);
            let said = |text: String, key: String| json!({ "@value": text, "@language": tagged(t, &key) });
            let mut part = json!({
                "@id": format!("{at}/{}", printed.id),
                "@type": dpv::measure(&printed.group, printed.id),
                "dct:identifier": printed.id,
                "dct:description": said(printed.statement, one.promise.message_key_in(clinic.parameters.edition)),
            });
            if let (Some(how), Some(part)) = (printed.how, part.as_object_mut()) {
                part.insert("dct:provenance".to_owned(), said(how, key_of("how", printed.id)));
            }
            part
        })
        .collect();
    let (rights, measures): (Vec<Value>, Vec<Value>) =
        parts.into_iter().partition(|part| part["@type"] == "dpv:DataSubjectRight");
    let contact: Vec<&String> = [&clinic.email, &clinic.phone].into_iter().flatten().collect();
    let mut recipients: Vec<Value> = house
        .installed
        .host
        .iter()
        .map(|host| json!({ "@type": "dpv:DataProcessor", "dpv:hasName": host.name, "dpv:hasContact": host.contact }))
        .collect();
    let hosted = house.installed.host.as_ref().map(|host| host.name.as_str());
    let listed = scope.read(ground::recipient::visible).await?;
    recipients.extend(listed.iter().filter(|entry| Some(entry.terms.name.as_str()) != hosted).map(|entry| {
        let purposes = entry.terms.purposes.iter().map(|one| json!({ "@id": dpv::purpose(one) }));
        json!({
            "@type": "dpv:DataProcessor",
            "dpv:hasName": entry.terms.name,
            "dpv:hasPurpose": purposes.collect::<Vec<_>>(),
        })
    }));
    let mut notice = json!({
        "@context": {
            "dpv": "https://w3id.org/dpv#",
            "pd": "https://w3id.org/dpv/pd#",
            "loc": "https://w3id.org/dpv/loc#",
            "dct": "http://purl.org/dc/terms/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": at,
        "@type": "dpv:PrivacyNotice",
        "dct:title": { "@value": t.get("notice-title"), "@language": tagged(t, "notice-title") },
        "dct:language": t.lang(),
        "dpv:hasDataController": {
            "@type": "dpv:DataController",
            "dpv:hasName": clinic.name,
            "dpv:hasContact": contact,
        },
        "dpv:hasJurisdiction": { "@id": format!("loc:{}", clinic.jurisdiction) },
        "dpv:hasProcess": processes(scope),
        "dpv:hasRecipient": recipients,
        "dpv:hasRight": rights,
        "dpv:hasTechnicalOrganisationalMeasure": measures,
    });
    if let Some(notice) = notice.as_object_mut() {
        if let Some((first, last, number)) = dates {
            notice.insert("dct:issued".to_owned(), day(first));
            notice.insert("dct:modified".to_owned(), day(last));
            let version = json!({ "@id": format!("{at}/versions/{number}") });
            notice.insert("dct:hasVersion".to_owned(), version);
        }
        if let Some(changes) = clinic.changes_at {
            let ahead = json!({ "@id": format!("{at}/ahead"), "dct:valid": day(changes) });
            notice.insert("dct:isReplacedBy".to_owned(), ahead);
        }
    }
    Ok(notice)
}

/// What is read for which purpose, and under which rule of retention, as the data map has it.
fn processes(scope: &Scope) -> Vec<Value> {
    let mut by: BTreeMap<&'static str, (Purpose, BTreeSet<Category>, BTreeSet<String>)> = BTreeMap::new();
    let tables = scope.house().data_map.tables.values().filter(|table| matches!(table.about, About::Person { .. }));
    for column in tables.flat_map(|table| table.columns.values()) {
        for purpose in column.purposes.iter() {
            let (_, categories, retention) =
                by.entry(purpose.as_str()).or_insert_with(|| (purpose, BTreeSet::new(), BTreeSet::new()));
            categories.insert(column.category);
            retention.insert(column.retention.clone());
        }
    }
    by.into_iter()
        .map(|(name, (purpose, categories, retention))| {
            let data: BTreeSet<&str> = categories.iter().map(|category| dpv::category(*category)).collect();
            json!({
                "@type": "dpv:Process",
                "dct:identifier": name,
                "dpv:hasPurpose": { "@id": dpv::purpose(purpose) },
                "dpv:hasPersonalData": data.iter().map(|term| json!({ "@id": term })).collect::<Vec<_>>(),
                "dpv:hasStorageCondition": { "@type": "dpv:StorageCondition", "dct:identifier": retention },
            })
        })
        .collect()
}
