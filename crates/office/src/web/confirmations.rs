//! The card of what waits for a second person, as it stands on each page where something takes two.

use askama::Template;
use ground::web::{Face, Fault, Faults, Fields, Page};
use ground::{PersonId, Result, Scope, Tx};

use super::requests::dashed;
use crate::model::confirmations::{Confirmation, ConfirmationId, Kind};
use crate::store::confirmations as store;

/// What is typed so that nobody is erased by a slip.
pub(super) struct Number {
    pub number: String,
    pub typed: String,
    pub fault: String,
}

#[derive(Template)]
#[template(path = "confirmations/card.html")]
struct Card<'a> {
    page: &'a Page,
    id: ConfirmationId,
    what: String,
    told: String,
    reason: String,
    /// Whoever reads asked for it, and does not agree to it too.
    mine: bool,
    number: Option<Number>,
    faults: u32,
    confirm: String,
    withdraw: String,
}

/// What waits, and by whom it was asked for.
pub struct Waits {
    one: Confirmation,
    who: Option<String>,
    mine: bool,
}

/// What waits of this kind, about this person or the clinic.
pub fn waits(tx: &mut Tx<'_>, kind: Kind, subject: Option<PersonId>) -> Result<Option<Waits>> {
    let Some(one) = store::waiting(tx, kind, subject)? else { return Ok(None) };
    let who = tx.names(&[one.asked_by])?.remove(&one.asked_by);
    let mine = tx.actor().person() == Some(one.asked_by);
    Ok(Some(Waits { one, who, mine }))
}

impl Waits {
    /// Its card; `base` is the page that it stands on, below which it is answered.
    pub fn card(self, scope: &Scope, face: &Face, page: &Page, base: &str) -> Result<String> {
        self.drawn(scope, face, page, base, None, 0)
    }

    pub(super) fn drawn(
        self,
        scope: &Scope,
        face: &Face,
        page: &Page,
        base: &str,
        number: Option<Number>,
        faults: u32,
    ) -> Result<String> {
        let t = &face.t;
        let moment = |at: jiff::Timestamp| {
            let zone = &scope.clinic.zone;
            t.date_time(&at.to_zoned(zone.clone()), zone.to_datetime(scope.house().clock.now()).date())
        };
        let kind = match self.one.way.as_deref() {
            Some(way) => format!("{}-{way}", self.one.kind),
            None => self.one.kind.to_string(),
        };
        let card = Card {
            page,
            id: self.one.id,
            what: t.get(&format!("confirmations-kind-{}", dashed(&kind))),
            told: t.with(
                "confirmations-told",
                &[
                    ("who", self.who.unwrap_or_else(|| t.get("requests-by-somebody")).into()),
                    ("when", moment(self.one.asked_at).into()),
                    ("until", moment(self.one.expires_at).into()),
                ],
            ),
            reason: self.one.reason.unwrap_or_default(),
            mine: self.mine,
            number,
            faults,
            confirm: format!("{base}/confirmation"),
            withdraw: format!("{base}/confirmation/withdrawal"),
        };
        card.render().map_err(|_| ground::Error::internal("the card of what waits does not render"))
    }
}

/// Which one a form is about.
///
/// # Errors
/// Not found where it names none.
pub fn named(fields: &Fields) -> Result<ConfirmationId, Fault> {
    let mut form = fields.reader();
    let id = form.parse_or_none("confirmation");
    form.finish(|| id).map_err(|_: Faults| Fault::not_found())
}
