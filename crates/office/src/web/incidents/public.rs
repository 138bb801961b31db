//! Those whom no letter reaches, on the page of an incident: what law asks for them, the draft of the public notice, publishing it
//! and taking it down; and the notice itself, for whoever reads it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use ground::says::named;
use ground::web::{Face, Fault, Faults, Form, Page, Tongue, render};
use ground::{Scope, Tx};
use promise::law::{Asked, Otherwise};

use super::acts::{Typed, drafted};
use super::one::{LetterForm, again, back, letter_form};
use super::{Field, Parts, Sent, day, id, reason};
use crate::error::Error;
use crate::model::incidents::{Incident, IncidentId, IncidentState, NoticeId, SAID};
use crate::store::incidents::{self as store, Draft, Notice, Unreached};

/// Characters of a number at most.
const PHONE: usize = 40;

/// What is read for that part of the page.
pub(super) struct Look {
    unreached: Unreached,
    asked: Vec<Asked>,
    otherwise: Otherwise,
    drafts: Vec<Draft>,
    notices: Vec<Notice>,
    may: bool,
}

/// Reads it; nothing where everybody is reached and nothing was published.
pub(super) fn look(tx: &mut Tx<'_>, incident: &Incident) -> Result<Option<Look>, Error> {
    let (unreached, notices) = (store::unreached(tx, incident.id)?, store::notices(tx, incident.id)?);
    if unreached.all() == 0 && unreached.otherwise == 0 && notices.is_empty() {
        return Ok(None);
    }
    let (asked, otherwise) = store::law(tx, incident.id)?;
    let (drafts, may) = (store::public_drafts(tx, incident)?, store::may_publish(tx, incident)?);
    Ok(Some(Look { unreached, asked, otherwise, drafts, notices, may }))
}

pub(super) struct LawLine {
    pub place: String,
    pub what: String,
    pub law: String,
}

/// A notice that stands, or stood.
pub(super) struct Standing {
    pub said: String,
    pub href: Option<String>,
}

/// That part of the page, as it is drawn.
pub(super) struct Public {
    pub counts: String,
    /// The class of a note, its mark, and how it stands.
    pub stands: (&'static str, &'static str, String),
    pub laws: Vec<LawLine>,
    pub drafts: Vec<LetterForm>,
    /// Drafts can be written.
    pub writes: bool,
    /// What is drafted can be published; anew, where one stands.
    pub publishes: bool,
    pub again: bool,
    pub gaps: bool,
    pub same_eyes: bool,
    pub phone: Field,
    pub toll_free: bool,
    pub read_fault: String,
    pub fault: String,
    pub faults: u32,
    pub notices: Vec<Standing>,
    /// One stands that can be taken down.
    pub down: Option<Field>,
}

pub(super) fn drawn(scope: &Scope, face: &Face, look: &Look, incident: &Incident, sent: &Sent<'_>) -> Public {
    let (t, now) = (&face.t, scope.house().clock.now());
    let stands = look.notices.iter().find(|notice| notice.stands(now));
    let told = matches!(incident.state, IncidentState::Confirmed | IncidentState::Notifying | IncidentState::Closed);
    let (days, toll_free) = match look.otherwise {
        Otherwise::Publicly { days, toll_free } => (i64::from(days), toll_free),
        Otherwise::ByOtherMeans | Otherwise::Nothing => (0, false),
    };
    let uncovered = look.unreached.uncovered();
    let key = match (uncovered, look.otherwise) {
        (0, _) => "incidents-unreached-well",
        (_, Otherwise::Publicly { .. }) => "incidents-unreached-publicly",
        _ => "incidents-unreached-otherwise",
    };
    let asks = t.with(
        key,
        &[("count", uncovered.into()), ("days", days.into()), ("free", if toll_free { "yes" } else { "no" }.into())],
    );
    let (class, mark) = if uncovered == 0 { ("good", "kept") } else { ("warn", "alert") };
    let law = |one: &Asked| match one.fact {
        Some(fact) => LawLine {
            place: one.place.to_string(),
            what: t
                .known(&format!("incidents-law-{}", fact.id.replace('.', "-")))
                .unwrap_or_else(|| fact.value.clone()),
            law: named(t, &fact.citation),
        },
        None => LawLine { place: one.place.to_string(), what: t.get("incidents-unreached-no-law"), law: String::new() },
    };
    let notice = |one: &Notice| Standing {
        said: t.with(
            if one.withdrawn_at.is_some_and(|at| look.notices.iter().any(|other| other.published_at == at)) {
                "incidents-notice-anew"
            } else if one.withdrawn_at.is_some() {
                "incidents-notice-down"
            } else if one.stands(now) {
                "incidents-notice-stands"
            } else {
                "incidents-notice-over"
            },
            &[
                ("from", day(scope, t, one.published_at).into()),
                ("until", day(scope, t, one.withdrawn_at.unwrap_or(one.until_at)).into()),
            ],
        ),
        href: one.stands(now).then(|| face.to(&one.path())),
    };
    let phone = stands.map(|notice| notice.phone.clone()).or_else(|| scope.clinic.phone.clone().filter(|_| !toll_free));
    // What is to be published is drafted within minutes after somebody is found whom no letter reaches.
    let drafted = look.unreached.all() > 0 && !look.drafts.is_empty();
    Public {
        counts: t.with(
            "incidents-unreached-counts",
            &[
                ("none", look.unreached.no_address.into()),
                ("returned", look.unreached.returned.into()),
                ("otherwise", look.unreached.otherwise.into()),
            ],
        ),
        stands: (class, mark, asks),
        laws: look.asked.iter().map(law).collect(),
        writes: told && stands.is_none() && drafted,
        publishes: told && drafted && (stands.is_none() || uncovered > 0),
        again: stands.is_some(),
        gaps: look.drafts.iter().any(|draft| draft.has_gap() && scope.clinic.languages.contains(&draft.language)),
        same_eyes: !look.may,
        drafts: look.drafts.iter().map(|draft| letter_form(t, sent, "notice", draft)).collect(),
        phone: sent.field("publication", "phone", &phone.unwrap_or_default()),
        toll_free,
        read_fault: sent.fault("publication", "read"),
        fault: sent.fault("publication", "letters"),
        faults: sent.count("publication"),
        notices: look.notices.iter().map(notice).collect(),
        down: stands.map(|_| sent.field("withdrawal", "why", "")),
    }
}

/// Writes the draft in one language.
pub(super) async fn write(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let Typed { of, language, version, subject, body } = match drafted(&scope, &face, &parts, "notice", &fields).await?
    {
        Ok(draft) => draft,
        Err(page) => return Ok(page),
    };
    scope.write(move |tx| store::save_public(tx, of, version, &language, &subject, &body)).await?;
    Ok(back(&face, of, "drafted"))
}

/// Publishes what is drafted, once whoever does has shown again who they are and read that it names nobody.
pub(super) async fn publish(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: IncidentId = id(&parts, "incident")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let phone = form.text_or_none("phone", PHONE).unwrap_or_default();
    if !form.ticked("read") {
        form.fault("read", "incidents-fault-unread");
    }
    if !phone.chars().all(|c| c.is_ascii_digit() || "+-() ./".contains(c)) {
        form.fault("phone", "incidents-fault-phone");
    }
    let version = match form.finish(|| version) {
        Ok(version) => version,
        Err(faults) => return again(&scope, &face, of, ("publication", &fields, &faults)).await,
    };
    let (field, words) = match scope.write(move |tx| store::publish(tx, of, version, &phone)).await {
        Ok(()) => return Ok(back(&face, of, "published")),
        Err(Error::Unwritten) => ("letters", "requests-answer-first-text"),
        Err(Error::NoPhone) => ("phone", "incidents-fault-phone"),
        Err(error) => return Err(error.into()),
    };
    again(&scope, &face, of, ("publication", &fields, &Faults::one(field, words))).await
}

/// Takes the one that stands down.
pub(super) async fn take_down(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: IncidentId = id(&parts, "incident")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let why = reason(&mut form, "why", SAID);
    let (version, why) = match form.finish(|| version.zip(why)) {
        Ok(read) => read,
        Err(faults) => return again(&scope, &face, of, ("withdrawal", &fields, &faults)).await,
    };
    scope.write(move |tx| store::take_down(tx, of, version, &why)).await?;
    Ok(back(&face, of, "down"))
}

#[derive(Template)]
#[template(path = "incidents/posted.html")]
struct Shown {
    page: Page,
    language: String,
    direction: &'static str,
    subject: String,
    /// Paragraphs.
    body: Vec<String>,
    phone: Option<String>,
    toll_free: bool,
    days: String,
}

/// The notice, as everybody reads it while it stands.
pub(super) async fn show(scope: Scope, face: Face, Path(parts): Parts) -> Result<Response, Fault> {
    let of: NoticeId = id(&parts, "notice")?;
    let notice = scope.read(move |tx| store::public(tx, of)).await?;
    let own = scope.clinic.languages.first().map_or("en", String::as_str);
    let found = notice.texts.get_key_value(face.t.lang()).or_else(|| notice.texts.get_key_value(own));
    let (language, text) = found.or_else(|| notice.texts.iter().next()).ok_or_else(Fault::not_found)?;
    let tongue: Tongue = scope.house().words.tongue(language).unwrap_or_else(|| face.t.clone());
    Ok(render(&Shown {
        page: face.page_titled(&scope, text.subject.clone()),
        direction: tongue.dir(),
        language: language.clone(),
        subject: text.subject.clone(),
        body: text.body.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect(),
        phone: Some(notice.phone.clone()).filter(|phone| !phone.is_empty()),
        toll_free: notice.toll_free,
        days: face.t.with(
            "incidents-notice-read",
            &[
                ("from", day(&scope, &face.t, notice.published_at).into()),
                ("until", day(&scope, &face.t, notice.until_at).into()),
            ],
        ),
    }))
}
