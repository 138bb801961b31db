//! The demo's mailbox: what would have been sent, and to whom. A clinic with a relay has no such page.

use askama::Template;
use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use ground::mail::{self, Kept, Voice};
use ground::web::{Face, Fault, Page, render};
use ground::{Actor, MailId, Scope};

use crate::demo::store::is_invented;

struct Line {
    href: String,
    to: String,
    subject: String,
    voice: String,
    at: String,
}

#[derive(Template)]
#[template(path = "mailbox.html")]
struct Mailbox {
    page: Page,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Letter {
    page: Page,
    letter: Line,
    paragraphs: Vec<Vec<Piece>>,
    calendar: Option<String>,
    back: String,
}

/// A run of a letter's text: words, or an address to follow.
struct Piece {
    text: String,
    link: bool,
}

/// Letters are opened as Keepwell itself, which wrote them; only a clinic that the demo invented has this door.
async fn reader(scope: &Scope) -> Result<Scope, Fault> {
    match scope.house().demo && scope.read(is_invented).await? {
        true => Ok(scope.as_actor(Actor::automatic())),
        false => Err(Fault::not_found()),
    }
}

fn line(scope: &Scope, face: &Face, letter: &Kept) -> Line {
    let voice = match &letter.voice {
        Voice::Automatic => face.t.get("mailbox-automatic"),
        Voice::Person(name) => name.clone(),
    };
    Line {
        href: face.to(&format!("/mailbox/{}", letter.id)),
        to: letter.to.clone(),
        subject: letter.subject.clone(),
        voice,
        at: {
            let local = |at: jiff::Timestamp| at.to_zoned(scope.clinic.zone.clone());
            face.t.date_time(&local(letter.created_at), local(scope.house().clock.now()).date())
        },
    }
}

pub(super) async fn list(scope: Scope, face: Face) -> Result<Response, Fault> {
    let letters = reader(&scope).await?.read(|tx| mail::list(tx, 100)).await?;
    let lines = letters.iter().map(|letter| line(&scope, &face, letter)).collect();
    Ok(render(&Mailbox { page: face.page(&scope, "mailbox-title"), lines }))
}

pub(super) async fn one(scope: Scope, face: Face, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let letter = find(&scope, &id).await?;
    let paragraphs = letter.body.split("\n\n").map(pieces).collect();
    let calendar = letter.calendar.as_ref().map(|_| face.to(&format!("/mailbox/{}/visit.ics", letter.id)));
    let page = face.page_titled(&scope, letter.subject.clone());
    Ok(render(&Letter { letter: line(&scope, &face, &letter), paragraphs, calendar, back: face.to("/mailbox"), page }))
}

pub(super) async fn calendar(scope: Scope, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let calendar = find(&scope, &id).await?.calendar.ok_or_else(Fault::not_found)?;
    Ok(([(CONTENT_TYPE, "text/calendar; charset=utf-8")], calendar).into_response())
}

async fn find(scope: &Scope, id: &str) -> Result<Kept, Fault> {
    let id: MailId = id.parse().map_err(|_| Fault::not_found())?;
    Ok(reader(scope).await?.read(move |tx| mail::find(tx, id)).await?)
}

fn pieces(paragraph: &str) -> Vec<Piece> {
    // Cut before and after every run of white space, which is kept: a letter's lines are its own.
    let mut pieces: Vec<Piece> = Vec::new();
    let mut blank = None;
    for character in paragraph.chars() {
        let space = character.is_whitespace();
        match pieces.last_mut().filter(|_| blank == Some(space)) {
            Some(piece) => piece.text.push(character),
            None => pieces.push(Piece { text: character.to_string(), link: false }),
        }
        blank = Some(space);
    }
    for piece in &mut pieces {
        piece.link = piece.text.starts_with("http://") || piece.text.starts_with("https://");
    }
    pieces
}
