//! The clinic's terms: until when a client may move or cancel, and whether a phone number is asked for.

use axum::response::{IntoResponse, Redirect, Response};
use ground::Scope;
use ground::web::{Face, Fault, Faults, Fields, Form, Query};

use super::drawn::{self, Refused, again, unchanged};
use super::page::{FormPage, Maker, answer, form, said};
use crate::model::{AskPhone, Terms};
use crate::store::catalogue::terms;
use crate::store::setup::set_terms;

/// Four weeks, in minutes.
const LONGEST: i64 = 40_320;

pub(super) async fn show(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let fields = drawn::marked(&filled(&scope.read(terms).await?));
    Ok(answer(page_of(&scope, &face, &fields, &Faults::new(), &query)))
}

fn filled(terms: &Terms) -> Fields {
    Fields::filled([
        ("change_until", terms.change_until_min.to_string()),
        ("cancel_until", terms.cancel_until_min.to_string()),
        ("ask_phone", AskPhone::as_word(terms.ask_phone).to_owned()),
    ])
}

fn page_of(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults, query: &Fields) -> FormPage {
    let t = &face.t;
    let phones = [
        (AskPhone::No, "setup-phone-no"),
        (AskPhone::Optional, "setup-phone-optional"),
        (AskPhone::Required, "setup-phone-required"),
    ];
    let inputs = Maker::new(t, fields, faults)
        .hinted("number", "change_until")
        .hinted("number", "cancel_until")
        .select("ask_phone", phones.map(|(ask, key)| (AskPhone::as_word(ask).to_owned(), t.get(key))))
        .done();
    let mut page = form(scope, face, "terms", t.get("setup-terms"), face.to("/setup/terms"), faults, inputs);
    page.back = None;
    page.page.toast = said(t, query);
    page
}

pub(super) async fn set(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let mut form = fields.reader();
    drawn::read(&mut form);
    let (change, cancel) = (form.number("change_until", 0..=LONGEST), form.number("cancel_until", 0..=LONGEST));
    let ask = form.text("ask_phone", 10).and_then(|word| AskPhone::from_word(&word));
    if ask.is_none() {
        form.fault("ask_phone", "fault-choice");
    }
    let minutes = |n: i64| u32::try_from(n).ok();
    let draft = form.finish(|| {
        Some(Terms { change_until_min: minutes(change?)?, cancel_until_min: minutes(cancel?)?, ask_phone: ask? })
    });
    let draft = match draft {
        Ok(draft) => draft,
        Err(faults) => return Ok(answer(page_of(&scope, &face, &fields, &faults, &Fields::default()))),
    };
    let typed = fields.clone();
    let done = scope
        .write(move |tx| -> Result<(), Refused> {
            unchanged(tx, &typed, |tx| Ok(filled(&terms(tx)?)))?;
            Ok(set_terms(tx, &draft)?)
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&face.to("/setup/terms?done=saved")).into_response()),
        Err(Refused::Stale(now)) => {
            let page = page_of(&scope, &face, &again(&fields, &now), &Faults::new(), &Fields::default());
            Ok(answer(drawn::beside(page, &face.t, &now)))
        }
        Err(Refused::Ground(error)) => Err(error.into()),
    }
}
