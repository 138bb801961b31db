//! A complaint as whoever made it sees it: on their own page, by the link of a letter, or by their code.

use askama::Template;
use ground::web::{Face, Faults, Fields, Page};
use ground::{Scope, Tx};

use super::{Elsewhere, Line, by_when, elsewhere, theirs};
use crate::model::complaints::{Complaint, Happened, State};
use crate::store::complaints as store;
use crate::web::requests::{Field, dashed, day};

/// A form's own page and the pages below it.
#[derive(Clone)]
pub(super) struct Ways {
    /// Where this complaint is.
    pub base: String,
    pub back: Option<String>,
}

#[derive(Template)]
#[template(path = "complaints/mine_one.html")]
pub(super) struct Mine {
    page: Page,
    line: Line,
    by: String,
    /// Whoever opened the link has yet to say that they wrote it: nothing of it is shown before.
    prove: bool,
    base: String,
    back: Option<String>,
    said: String,
    reason: String,
    /// How they want to be called and where we answer.
    called: String,
    email: String,
    files: Vec<File>,
    letters: Vec<Sent>,
    history: Vec<Told>,
    open: bool,
    asked: bool,
    version: i64,
    add: Field,
    file_fault: String,
    file_hint: String,
    most: u64,
    too_large: String,
    faults: u32,
    elsewhere: Option<Elsewhere>,
}

struct File {
    /// Where it is saved from, on one's own page; a link gives no document away again.
    href: Option<String>,
    name: String,
    what: String,
}

struct Sent {
    title: String,
    day: String,
    subject: String,
    body: String,
    language: String,
}

struct Told {
    what: String,
    when: String,
    note: String,
}

/// Draws it. Whoever draws has made sure that the reader is who may read it.
pub(super) fn draw(
    tx: &mut Tx<'_>,
    scope: &Scope,
    face: &Face,
    page: Page,
    complaint: &Complaint,
    ways: Ways,
    (typed, faults): (&Fields, &Faults),
) -> ground::Result<Mine> {
    let (t, now) = (&face.t, tx.now());
    let (file_hint, too_large) = super::take::most(scope, t);
    let prove = complaint.is_unproved() && page_is_public(&ways);
    let shown = !prove;
    let written = if shown { store::written(tx, complaint)? } else { Default::default() };
    let files = if shown { store::files(tx, complaint)? } else { Vec::new() };
    let letters = if shown { store::letters(tx, complaint, false)? } else { Vec::new() };
    let history = if shown { store::history(tx, complaint)? } else { Vec::new() };
    let zone = &scope.clinic.zone;
    let sent = |one: crate::model::complaints::Draft| Sent {
        title: t.get(&format!("complaints-letter-{}", one.kind)),
        day: one.sent_at.map(|at| day(scope, t, at)).unwrap_or_default(),
        // The link of a letter leads here.
        body: one.body.replace(store::LINK, &t.get("complaints-this-page")),
        subject: one.subject,
        language: one.language,
    };
    let told = |one: crate::model::complaints::Past| Told {
        what: t.get(&format!("complaints-happened-{}", dashed(one.what.as_str()))),
        when: t.date_time(&one.at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date()),
        note: one.note.unwrap_or_default(),
    };
    let (own, below) = (ways.back.is_some(), ways.base.clone());
    let file = |one: crate::model::complaints::Filed| File {
        href: own.then(|| format!("{below}/files/{}", one.id)),
        name: one.name.as_str().to_owned(),
        what: format!("{} · {}", t.get(one.kind.key()), size(t, one.size)),
    };
    let resolved = complaint.state == State::Resolved;
    Ok(Mine {
        line: theirs(scope, t, complaint, String::new(), now),
        by: by_when(scope, t, complaint),
        prove,
        base: ways.base,
        back: ways.back,
        said: written.said.unwrap_or_default(),
        // What was decided and not sent is not said yet.
        reason: written.reason.filter(|_| resolved).unwrap_or_default(),
        called: written.name.unwrap_or_default(),
        email: written.email.unwrap_or_default(),
        files: files.into_iter().map(file).collect(),
        letters: letters.into_iter().map(sent).collect(),
        // How they are settled is told when it is.
        history: history
            .into_iter()
            .filter(|one| !matches!(one.what, Happened::Decided | Happened::Risen))
            .map(told)
            .collect(),
        open: shown && !resolved,
        asked: complaint.asked_at.is_some(),
        version: complaint.version,
        add: Field::of("said", typed, faults, t),
        file_fault: faults.of("file", t).unwrap_or_default(),
        file_hint,
        most: super::take::most_bytes(scope),
        too_large,
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        elsewhere: elsewhere(scope, t),
        page,
    })
}

/// The page of whoever has a link, and not one's own page.
fn page_is_public(ways: &Ways) -> bool {
    ways.back.is_none()
}

/// "340 KB", "2.4 MB".
pub(super) fn size(t: &ground::web::Tongue, bytes: u64) -> String {
    let (key, n) = match bytes {
        0..1_000_000 => ("people-size-kb", t.number((bytes as f64 / 1e3).ceil())),
        _ => ("people-size-mb", t.fraction(bytes as f64 / 1e6, 1)),
    };
    t.with(key, &[("n", n.into())])
}
