//! A time that cannot be had: why, and what is free near it.

use ground::web::Face;
use ground::{Result, Scope, Tx};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::say::{Say, first};
use crate::error::Free;
use crate::model::{PractitionerId, ServiceId};
use crate::rules::{self, Booker};
use crate::{offers, store};

pub(super) struct Clash {
    pub words: String,
    pub reasons: Vec<String>,
    pub others: Vec<Other>,
    /// What stands in the way and what can be done about it.
    pub why: String,
}

/// A button that takes this time instead, with everything else as it was typed.
pub(super) struct Other {
    pub value: String,
    pub words: String,
    pub with: String,
}

/// The question why a time is not offered, as an address asks it.
pub(super) struct Puzzle<'a> {
    pub service: &'a str,
    pub practitioner: &'a str,
    pub date: &'a str,
    pub time: &'a str,
}

impl Puzzle<'_> {
    pub fn at(&self, face: &Face) -> String {
        let Puzzle { service, practitioner, date, time } = self;
        face.to(&format!("/why?service={service}&practitioner={practitioner}&date={date}&time={time}"))
    }
}

/// What was wished for and cannot be had.
#[derive(Clone, Copy)]
pub(super) struct Wish {
    pub service: ServiceId,
    pub practitioner: Option<PractitionerId>,
    pub start: Timestamp,
}

/// Every reason why the time is not to be had, and what is free near it.
pub(super) async fn clash(
    scope: &Scope,
    face: &Face,
    wish: Wish,
    refusal: rules::Refusal,
    next: &[Free],
) -> Result<Clash> {
    let catalogue = offers::catalogue(scope).await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    let mut reasons = match wish.practitioner {
        Some(practitioner) => scope.read(move |tx| explain(tx, wish, practitioner)).await?,
        None => Vec::new(),
    };
    if reasons.is_empty() {
        reasons.push(refusal);
    }
    let mut words: Vec<String> =
        reasons.iter().map(|reason| say.refusal(&catalogue, reason, wish.practitioner)).collect();
    words.dedup();
    let near = |date: Date| date == say.date(wish.start);
    let other = |free: &Free| Other {
        value: format!("{}.{}", free.start.as_second(), free.practitioner),
        words: if near(say.date(free.start)) { say.time(free.start) } else { say.moment(free.start) },
        with: catalogue.practitioner(free.practitioner).map(|one| first(&one.name).to_owned()).unwrap_or_default(),
    };
    let local = say.zone.to_datetime(wish.start);
    let who = wish.practitioner.map(|id| id.to_string()).unwrap_or_default();
    Ok(Clash {
        words: face.t.get("booking-clash"),
        reasons: words,
        others: next.iter().map(other).collect(),
        why: Puzzle {
            service: &wish.service.to_string(),
            practitioner: &who,
            date: &local.date().to_string(),
            time: &local.strftime("%H:%M").to_string(),
        }
        .at(face),
    })
}

fn explain(tx: &mut Tx<'_>, wish: Wish, practitioner: PractitionerId) -> Result<Vec<rules::Refusal>> {
    let service = store::catalogue::service(tx, wish.service)?;
    // A time within the next century is what a calendar is built for.
    let far = tx.now().saturating_add((24 * 366 * 100).hours()).unwrap_or(Timestamp::MAX);
    if wish.start > far {
        return Ok(Vec::new());
    }
    let around = store::calendar::around(tx, &service, Some(practitioner), wish.start, None)?;
    let query = rules::Query {
        service: &around.service,
        now: tx.now(),
        booker: Booker::Desk,
        practitioner: Some(practitioner.into()),
        place: None,
    };
    Ok(around.calendar.explain(&query, wish.start, practitioner.into()))
}
