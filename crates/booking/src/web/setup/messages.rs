//! What letters say: the manager's words in place of ours, in each of the clinic's languages, with the letter as it
//! would be read.
//!
//! What a letter must say stands around them and is not theirs to change: that no person wrote it, the visit, the link,
//! the terms, and who sends it.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Query, Tongue, render};
use ground::{Result, Scope, Tx};

use super::drawn::{self, Refused, again, unchanged};
use super::page::{self, FormPage, Maker, Row, Sample, answer, form, said};
use crate::jobs::{self, KINDS, short};
use crate::model::LetterWords;
use crate::model::letter::{IN_SUBJECT, IN_TEXT, filled};
use crate::store::catalogue;
use crate::store::letter::{letters, set_letter};

const SUBJECT: usize = 120;
const SAID: usize = 2_000;

fn kind_of(name: &str) -> Result<&'static str, Fault> {
    KINDS.into_iter().find(|kind| short(kind) == name).ok_or_else(Fault::not_found)
}

/// The clinic's languages that the program has words for.
fn tongues(scope: &Scope) -> Vec<Tongue> {
    scope.clinic.languages.iter().filter_map(|code| scope.house().words.tongue(code)).collect()
}

pub(super) async fn list(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let mut page =
        page::list(&scope, &face, &fields, "messages", &["setup-letter", "setup-letter-subject", "setup-letter-whose"]);
    let may = page.add.take().is_some();
    let own = scope.read(letters).await?;
    let t = &face.t;
    for kind in KINDS {
        let words = own.iter().find(|words| words.kind == kind && words.language == t.lang());
        let changed = own.iter().any(|words| words.kind == kind && (words.subject.is_some() || words.said.is_some()));
        page.rows.push(Row {
            href: may.then(|| face.to(&format!("/setup/messages/{}", short(kind)))),
            name: t.get(&format!("setup-letter-{}", short(kind))),
            cells: vec![
                words.and_then(|words| words.subject.clone()).unwrap_or_else(|| jobs::ours(kind, t).0),
                t.get(if changed { "setup-letter-own" } else { "setup-letter-ours" }),
            ],
            retired: false,
        });
    }
    Ok(render(&page))
}

/// The words of one kind as the form shows them.
fn stored(tx: &mut Tx<'_>, kind: &str) -> Result<Fields> {
    let words = letters(tx)?.into_iter().filter(|words| words.kind == kind);
    Ok(Fields::filled(words.flat_map(|words| {
        let LetterWords { language, subject, said, .. } = words;
        [("subject", subject), ("said", said)]
            .map(|(part, text)| (format!("{part}-{language}"), text.unwrap_or_default()))
    })))
}

/// The words as they were typed, one for each language; faults where a brace stands for nothing.
fn read(
    fields: &Fields,
    kind: &'static str,
    tongues: &[Tongue],
    now: jiff::Timestamp,
) -> Result<Vec<LetterWords>, Faults> {
    let mut form = fields.reader();
    let mut all = Vec::new();
    for tongue in tongues {
        let [subject_field, said_field] = ["subject", "said"].map(|part| format!("{part}-{}", tongue.lang()));
        let (subject, said) = (form.text_or_none(&subject_field, SUBJECT), form.lines_or_none(&said_field, SAID));
        for (field, text, known) in [(subject_field, &subject, &IN_SUBJECT[..]), (said_field, &said, &IN_TEXT[..])] {
            let value = |word: &str| known.contains(&word).then(String::new);
            if let Some(unknown) = text.as_deref().and_then(|text| filled(text, value).1) {
                form.fault_with(&field, "setup-fault-brace", &[("word", unknown.0.into())]);
            }
        }
        let (kind, language) = (kind.to_owned(), tongue.lang().to_owned());
        all.push(LetterWords { kind, language, subject, said, updated_at: now });
    }
    drawn::read(&mut form);
    form.finish(|| Some(all))
}

async fn page_of(scope: &Scope, face: &Face, kind: &'static str, fields: &Fields, faults: &Faults) -> Result<FormPage> {
    let t = &face.t;
    let catalogue = scope.read(catalogue).await?;
    let now = scope.house().clock.now();
    let tongues = tongues(scope);
    let mut maker = Maker::new(t, fields, faults);
    let mut samples = Vec::new();
    for tongue in &tongues {
        let code = tongue.lang();
        let (subject, text) = jobs::ours(kind, tongue);
        let language = super::clinic::language(t, code);
        let label = |key: &str| t.with(key, &[("language", language.as_str().into())]);
        let ours = |words: String| t.with("setup-letter-hint", &[("words", words.into())]);
        maker = maker
            .labelled("text", &format!("subject-{code}"), label("setup-letter-subject-in"), ours(subject))
            .labelled("textarea", &format!("said-{code}"), label("setup-letter-said-in"), ours(text));
        let typed = |part: &str| {
            Some(fields.value(&format!("{part}-{code}")).trim().to_owned()).filter(|text| !text.is_empty())
        };
        let words = LetterWords {
            kind: kind.to_owned(),
            language: code.to_owned(),
            subject: typed("subject"),
            said: typed("said"),
            updated_at: now,
        };
        let (subject, body) = jobs::preview(scope, &catalogue, kind, Some(&words), tongue);
        samples.push(Sample { language, lang: code.to_owned(), dir: tongue.dir().to_owned(), subject, body });
    }
    let inputs = maker.done();
    let (title, action) =
        (t.get(&format!("setup-letter-{}", short(kind))), face.to(&format!("/setup/messages/{}", short(kind))));
    let mut page = form(scope, face, "messages", title, action.clone(), faults, inputs);
    page.lead = t.get("setup-letter-lead");
    page.second = Some((format!("{action}/preview"), t.get("setup-letter-preview")));
    page.samples = samples;
    Ok(page)
}

pub(super) async fn show(
    scope: Scope,
    face: Face,
    Path((_, name)): Path<(String, String)>,
    Query(query): Query,
) -> Result<Response, Fault> {
    let kind = kind_of(&name)?;
    let stored = scope.read(move |tx| stored(tx, kind)).await?;
    let mut page = page_of(&scope, &face, kind, &drawn::marked(&stored), &Faults::new()).await?;
    page.page.toast = said(&face.t, &query);
    Ok(answer(page))
}

/// The letter as it would read, with nothing stored.
pub(super) async fn preview(
    scope: Scope,
    face: Face,
    Path((_, name)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let kind = kind_of(&name)?;
    let faults = read(&fields, kind, &tongues(&scope), scope.house().clock.now()).err().unwrap_or_default();
    Ok(answer(page_of(&scope, &face, kind, &fields, &faults).await?))
}

pub(super) async fn set(
    scope: Scope,
    face: Face,
    Path((_, name)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let kind = kind_of(&name)?;
    let all = match read(&fields, kind, &tongues(&scope), scope.house().clock.now()) {
        Ok(all) => all,
        Err(faults) => return Ok(answer(page_of(&scope, &face, kind, &fields, &faults).await?)),
    };
    let typed = fields.clone();
    let saved = scope.write(move |tx| -> Result<(), Refused> {
        unchanged(tx, &typed, |tx| stored(tx, kind))?;
        for words in &all {
            set_letter(tx, kind, &words.language, words.subject.as_deref(), words.said.as_deref())?;
        }
        Ok(())
    });
    match saved.await {
        Ok(()) => Ok(Redirect::to(&face.to("/setup/messages?done=saved")).into_response()),
        Err(Refused::Stale(now)) => {
            let page = page_of(&scope, &face, kind, &again(&fields, &now), &Faults::new()).await?;
            Ok(answer(drawn::beside(page, &face.t, &now)))
        }
        Err(Refused::Ground(error)) => Err(error.into()),
    }
}
