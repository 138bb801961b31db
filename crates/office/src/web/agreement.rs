//! The uses that the notice added, put to whoever they are about: on their own pages and at the desk, with two answers of which
//! neither is easier than the other.

use askama::Template;
use ground::agreement::{self, Added, Question, Said};
use ground::web::{Page, Tongue};
use ground::{Error, Panel, PersonId, ReceiptId, Result, Room, Tx};

use super::consent::day;
use crate::store::consent as store;

pub(crate) fn furnish(room: Room) -> Room {
    room.panel(Panel { place: "home", order: 5, draw: panel }).panel(Panel { place: "privacy", order: 5, draw: panel })
}

/// A question as a page shows it.
pub(super) struct Ask {
    /// What the form names.
    pub what: String,
    pub title: String,
    pub text: String,
    /// `yes`, `no` or `unasked`.
    pub said: &'static str,
    /// The same in words, with the day.
    pub state: String,
    /// The receipt of a yes, for those who read it.
    pub receipt: Option<String>,
}

/// What somebody is asked and was asked. `receipts`: where one of them is read.
pub(super) fn asks(
    tx: &Tx<'_>,
    t: &Tongue,
    questions: &[Question],
    receipts: Option<&dyn Fn(ReceiptId) -> String>,
) -> Vec<Ask> {
    let one = |question: &Question| {
        let (title, text) = store::shown_use(tx, t, &question.added);
        let word = match (question.said, question.until) {
            (Said::Yes, Some(_)) => "agreement-said-until".to_owned(),
            (said, _) => format!("agreement-said-{}", said.as_str()),
        };
        let on = |at: Option<jiff::Timestamp>| at.map(|at| day(tx, t, at)).unwrap_or_default();
        Ask {
            what: question.added.name(),
            title,
            text,
            said: question.said.as_str(),
            state: t.with(&word, &[("day", on(question.at).into()), ("end", on(question.until).into())]),
            receipt: question.receipt.and_then(|id| Some(receipts?(id))),
        }
    };
    questions.iter().map(one).collect()
}

/// The uses that the version `notice` added, as lines.
pub(super) fn added_by(tx: &mut Tx<'_>, t: &Tongue, notice: i64) -> Result<Vec<String>> {
    let added = agreement::added(tx)?;
    let by = added.iter().filter(|one| one.notice == notice);
    Ok(by.map(|one: &Added| store::shown_use(tx, t, one).0).collect())
}

#[derive(Template)]
#[template(path = "agreement/panel.html")]
struct PanelPart<'a> {
    page: &'a Page,
    asks: Vec<Ask>,
    action: String,
    /// Those for whom the reader has something to answer: a name and an address.
    wards: Vec<(String, String)>,
}

/// What waits for an answer; nothing where nothing does.
fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    if agreement::added(tx)?.is_empty() {
        return Ok(None);
    }
    let waits = |question: &Question| question.said == Said::Unasked;
    let questions: Vec<Question> = agreement::questions(tx, person)?.into_iter().filter(waits).collect();
    let t = &page.t;
    let action = format!("{}/me/consents", page.base);
    let mut wards = Vec::new();
    for ward in people::wards(tx, person)?.0 {
        if agreement::questions(tx, ward.id)?.iter().any(waits) {
            let name = t.with("agreement-ward", &[("name", ward.given_name.as_str().into())]);
            wards.push((name, format!("{action}?for={}", ward.id)));
        }
    }
    if questions.is_empty() && wards.is_empty() {
        return Ok(None);
    }
    let part = PanelPart { page, asks: asks(tx, t, &questions, None), action, wards };
    part.render().map(Some).map_err(Error::internal)
}
