//! The clinic itself: what it is called, how it is reached, what it says of itself, its currency and its colour.
//!
//! The page carries the version it was drawn from. When somebody else was quicker, nothing is written: the form comes
//! back as it was typed, beside what stands there now, and sending it again writes it over that, knowingly.

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Redirect, Response};
use ground::web::colour::{Colour, Contrasts, READABLE};
use ground::web::{Face, Fault, Faults, Fields, Form, Query, Tongue};
use ground::words::is_currency;
use ground::{Clinic, Result, Scope, Tx, clinic};

use super::page::{Aside, FormPage, Maker, answer, form, said};
use crate::store::catalogue::{places, services};

const NAME: usize = 80;
const GREETING: usize = 400;

/// The page as it is typed.
struct Draft {
    name: String,
    phone: Option<String>,
    email: Option<String>,
    greetings: BTreeMap<String, String>,
    currency: String,
    brand: Option<Colour>,
    version: i64,
}

/// What became of saving it.
enum Saved {
    Done,
    Wrong(Faults),
    /// Somebody else was quicker: this is stored now.
    Stale(Box<Clinic>),
}

pub(super) async fn show(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let stored = scope.read(clinic::find).await?;
    let mut page = page_of(&scope, &face, &filled(&stored), &Faults::new()).await?;
    page.page.toast = said(&face.t, &query);
    Ok(answer(page))
}

pub(super) async fn set(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let draft = match draft(&fields, &scope.clinic) {
        Ok(draft) => draft,
        Err(faults) => return Ok(answer(page_of(&scope, &face, &fields, &faults).await?)),
    };
    match scope.write(move |tx| save(tx, &draft)).await? {
        Saved::Done => Ok(Redirect::to(&face.to("/setup/clinic?done=saved")).into_response()),
        Saved::Wrong(faults) => Ok(answer(page_of(&scope, &face, &fields, &faults).await?)),
        Saved::Stale(stored) => {
            let again = fields.with("version", stored.version.to_string());
            let mut page = page_of(&scope, &face, &again, &Faults::new()).await?;
            page.stale = Some(differs(&face.t, &fields, &stored));
            Ok(answer(page))
        }
    }
}

fn save(tx: &mut Tx<'_>, draft: &Draft) -> Result<Saved> {
    let stored = clinic::find(tx)?;
    if stored.version != draft.version {
        return Ok(Saved::Stale(Box::new(stored)));
    }
    // A price is stored as so many cents of what the currency is now.
    if stored.currency != draft.currency && services(tx)?.iter().any(|service| service.price_minor.is_some()) {
        return Ok(Saved::Wrong(Faults::one("currency", "setup-fault-currency-priced")));
    }
    let changed = Clinic {
        name: draft.name.clone(),
        phone: draft.phone.clone(),
        email: draft.email.clone(),
        greetings: draft.greetings.clone(),
        currency: draft.currency.clone(),
        brand: draft.brand.map(|colour| colour.to_string()),
        ..stored
    };
    if clinic::update(tx, &changed)? { Ok(Saved::Done) } else { Ok(Saved::Stale(Box::new(clinic::find(tx)?))) }
}

fn draft(fields: &Fields, clinic: &Clinic) -> Result<Draft, Faults> {
    let mut form = fields.reader();
    let name = form.text("name", NAME);
    let phone = people::form::phone_or_none(&mut form, "phone", clinic);
    let email = form.email_or_none("email");
    let mut greetings = BTreeMap::new();
    for code in &clinic.languages {
        if let Some(words) = form.lines_or_none(&greeting(code), GREETING) {
            greetings.insert(code.clone(), words);
        }
    }
    let currency = form.text("currency", 3).map(|code| code.to_uppercase());
    if currency.as_deref().is_some_and(|code| !is_currency(code)) {
        form.fault("currency", "setup-fault-currency");
    }
    let brand = form.text_or_none("brand", 9).map(|text| text.parse::<Colour>());
    if brand.is_some_and(|colour| colour.is_err()) {
        form.fault("brand", "setup-fault-colour");
    }
    let version = form.number("version", 1..=i64::MAX);
    form.finish(|| {
        Some(Draft {
            name: name?,
            phone: phone.map(|phone| people::model::spaced(fields.value("phone"), &phone)),
            email,
            greetings,
            currency: currency?,
            brand: brand.and_then(Result::ok),
            version: version?,
        })
    })
}

/// The name of the field with the greeting in a language.
fn greeting(code: &str) -> String {
    format!("greeting-{code}")
}

fn filled(clinic: &Clinic) -> Fields {
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
    let pairs = [
        ("name", clinic.name.clone()),
        ("phone", or_nothing(&clinic.phone)),
        ("email", or_nothing(&clinic.email)),
        ("currency", clinic.currency.clone()),
        ("brand", or_nothing(&clinic.brand)),
        ("version", clinic.version.to_string()),
    ];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value));
    let greetings = clinic.greetings.iter().map(|(code, words)| (greeting(code), words.clone()));
    Fields::filled(pairs.into_iter().chain(greetings))
}

async fn page_of(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults) -> Result<FormPage> {
    let t = &face.t;
    let mut maker = Maker::new(t, fields, faults).line("text", "name").maybe("tel", "phone").maybe("email", "email");
    for code in &scope.clinic.languages {
        let label = t.with("setup-greeting", &[("language", language(t, code).into())]);
        maker = maker.labelled("textarea", &greeting(code), label, t.get("setup-greeting-hint"));
    }
    let inputs = maker.hinted("text", "currency").maybe("text", "brand").hidden("version").done();
    let mut page = form(scope, face, "clinic", t.get("setup-clinic"), face.to("/setup/clinic"), faults, inputs);
    page.back = None;
    page.beside = super::logo::beside(face, false);
    let zone = &scope.clinic.zone_name;
    let mut facts = vec![
        (t.get("setup-clinic-zone"), t.with("setup-clinic-zone-is", &[("zone", zone.as_str().into())])),
        (t.get("setup-clinic-colour"), colour_words(t, fields.value("brand").parse().ok())),
    ];
    let open = scope.read(places).await?.into_iter().filter(|place| place.retired_at.is_none());
    let lines: Vec<String> = open.map(|place| place.address).filter(|address| !address.is_empty()).collect();
    let lines = if lines.is_empty() { t.get("setup-clinic-nowhere") } else { lines.join("\n") };
    facts.push((t.get("setup-address"), lines));
    page.aside = Some(Aside {
        title: t.get("setup-clinic-seen"),
        facts,
        links: vec![
            (face.to("/setup/places"), t.get("setup-clinic-places")),
            (face.to("/"), t.get("setup-clinic-front")),
        ],
    });
    Ok(page)
}

/// What comes of a colour, for those who do not read figures and those who do.
fn colour_words(t: &Tongue, colour: Option<Colour>) -> String {
    let Some(colour) = colour else { return t.get("setup-colour-usual") };
    let Contrasts { given, light, dark } = colour.contrasts();
    let ratio = |value: f64| t.fraction(value, 1);
    let made = t.with(
        "setup-colour-made",
        &[("light", ratio(light).into()), ("dark", ratio(dark).into()), ("least", ratio(READABLE).into())],
    );
    let key = if given < READABLE { "setup-colour-faint" } else { "setup-colour-strong" };
    format!("{} {made}", t.with(key, &[("given", ratio(given).into())]))
}

pub(super) fn language(t: &Tongue, code: &str) -> String {
    let names = t.words().languages();
    names.into_iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, name)| name)
}

/// What is stored where it differs from what was typed.
fn differs(t: &Tongue, typed: &Fields, stored: &Clinic) -> Vec<(String, String)> {
    let now = filled(stored);
    let plain =
        ["name", "phone", "email", "currency", "brand"].map(|name| (name.to_owned(), t.get(&format!("setup-{name}"))));
    let greetings = stored
        .languages
        .iter()
        .map(|code| (greeting(code), t.with("setup-greeting", &[("language", language(t, code).into())])));
    plain
        .into_iter()
        .chain(greetings)
        .filter(|(name, _)| typed.value(name).replace("\r\n", "\n").trim() != now.value(name))
        .map(|(name, label)| {
            let stored = now.value(&name);
            (label, if stored.is_empty() { t.get("setup-nothing") } else { stored.to_owned() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_clinic() -> Clinic {
        Clinic {
            languages: vec!["en".to_owned(), "ar".to_owned()],
            jurisdiction: "IE".to_owned(),
            ..Clinic::installation()
        }
    }

    fn typed(changes: &[(&str, &str)]) -> Result<Draft, Faults> {
        let sound = [
            ("name", "Linden Quay"),
            ("phone", "020 910 0142"),
            ("email", "hello@example.org"),
            ("greeting-en", "We take our time."),
            ("greeting-ar", ""),
            ("currency", "eur"),
            ("brand", "8A3FFC"),
            ("version", "1"),
        ];
        let fields = sound.map(|(name, value)| {
            (name, changes.iter().find(|(changed, _)| *changed == name).map_or(value, |(_, value)| *value))
        });
        draft(&Fields::filled(fields), &a_clinic())
    }

    #[test]
    fn what_is_typed_is_read_once_and_faults_stand_beside_their_fields() {
        let draft = typed(&[]).unwrap();
        assert_eq!(
            (draft.phone.as_deref(), draft.currency.as_str(), draft.brand.map(|colour| colour.to_string())),
            (Some("+353 20 910 0142"), "EUR", Some("#8a3ffc".to_owned()))
        );
        assert_eq!(
            draft.greetings.into_iter().collect::<Vec<_>>(),
            [("en".to_owned(), "We take our time.".to_owned())]
        );
        let long = "x".repeat(GREETING + 1);
        for (name, value) in [
            ("name", ""),
            ("phone", "call us"),
            ("email", "hello"),
            ("greeting-ar", long.as_str()),
            ("currency", "EURO"),
            ("currency", "XYZ"),
            ("brand", "teal"),
            ("version", "0"),
        ] {
            assert!(typed(&[(name, value)]).is_err_and(|faults| faults.has(name)), "{name} {value}");
        }
    }
}
