//! What is announced, for whoever comes: what it says now, what it will say, from when, and what one can do.

use axum::response::Response;
use ground::web::{Face, Fault, Page, render};
use ground::{Routes, Scope, Tx, clinic};
use jiff::Timestamp;
use promise::Purpose::Rights;

use super::change::{Line, lines};
use super::recipients;
use crate::model::change::{Change, State};
use crate::rules::change::over;
use crate::rules::notice::{Difference, Piece};
use crate::store::change as store;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/c/{clinic}/notice/ahead", "office.ahead.read", Rights, show)
}

#[derive(askama::Template)]
#[template(path = "change/ahead.html")]
struct Ahead {
    page: Page,
    /// From when; none where nothing is announced.
    day: Option<String>,
    lines: Vec<Line>,
    /// Who is announced to handle something about people, or more of it.
    recipients: Vec<recipients::Ahead>,
    /// What became of the one before: withdrawn or in effect, and when it was to be.
    last: Option<(&'static str, String)>,
}

struct Read {
    now: promise::Parameters,
    announced: Option<Change>,
    last: Option<Change>,
    recipients: Vec<recipients::Coming>,
}

fn read(tx: &mut Tx<'_>) -> ground::Result<Read> {
    Ok(Read {
        now: clinic::find(tx)?.parameters,
        announced: store::announced(tx)?,
        last: store::last(tx)?,
        recipients: recipients::coming(tx)?,
    })
}

async fn show(scope: Scope, face: Face) -> Result<Response, Fault> {
    let Read { mut now, announced, last, recipients } = scope.read(read).await?;
    scope.house().installed.apply(&mut now);
    let day = |at: Option<Timestamp>| {
        at.map(|at| face.t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date())).unwrap_or_default()
    };
    let lines = match &announced {
        Some(change) => {
            let then = over(&now, &change.wanted).unwrap_or_else(|| now.clone());
            lines(scope.house(), &face.t, &now, &then)
        }
        None => Vec::new(),
    };
    Ok(render(&Ahead {
        page: face.page(&scope, "office-ahead-title"),
        day: announced.as_ref().map(|change| day(change.effective_at)),
        lines,
        recipients: recipients.iter().map(|one| one.shown(&scope, &face.t)).collect(),
        last: last.filter(|_| announced.is_none()).map(|change| {
            let key = match change.state {
                State::Withdrawn => "office-ahead-withdrawn",
                _ => "office-ahead-effective",
            };
            (key, day(change.effective_at))
        }),
    }))
}
