//! One thing that stands in the way of a time, in words, with what can be done about it by whoever looks.

use std::collections::HashMap;
use std::ops::Range;

use ground::web::Face;
use ground::{PersonId, Scope};
use jiff::Timestamp;
use people::Client;

use super::say::Say;
use super::view::View;
use crate::model::{Block, PractitionerId};
use crate::rules::{Limit, Refusal};
use crate::store::Catalogue;
use crate::store::why::{Of, Taker, Why};

/// The contract of the obstacles in `desk/why.html`.
#[derive(Default)]
pub(super) struct Obstacle {
    pub words: String,
    pub detail: String,
    pub links: Vec<Link>,
    pub posts: Vec<Post>,
    /// What the obstacle is made of: each room with who is in it.
    pub parts: Vec<Obstacle>,
}

pub(super) struct Link {
    pub href: String,
    pub words: String,
}

/// A mend by one click.
pub(super) struct Post {
    pub action: String,
    pub words: String,
    pub fields: Vec<(&'static str, String)>,
}

/// What obstacles are told from.
pub(super) struct Teller<'a> {
    pub scope: &'a Scope,
    pub face: &'a Face,
    pub say: &'a Say<'a>,
    pub catalogue: &'a Catalogue,
    pub clients: &'a HashMap<PersonId, Client>,
    /// Whoever asks may open everyone, by what they are.
    pub all: bool,
    pub why: &'a Why,
}

impl Teller<'_> {
    fn may(&self, action: &str) -> bool {
        self.scope.house().permits_anyhow(self.scope, action)
    }

    fn link(&self, path: String, key: &str) -> Link {
        Link { href: self.face.to(&path), words: self.say.t.get(key) }
    }

    fn name(&self, of: PractitionerId) -> String {
        self.catalogue.practitioner(of).map(|one| one.name.clone()).unwrap_or_default()
    }

    /// What keeps even the desk from booking.
    pub fn desk(&self, of: &Of, reason: &Refusal) -> Vec<Obstacle> {
        let t = self.say.t;
        let plain = |words: String| Obstacle { words, ..Obstacle::default() };
        match reason {
            Refusal::PractitionerBusy { .. } if !of.takers.is_empty() => {
                of.takers.iter().map(|taker| self.taker(taker, &self.name(of.practitioner))).collect()
            }
            Refusal::NoRoom => {
                let rooms = of.rooms.iter().flat_map(|(room, takers)| {
                    let name = self.catalogue.room(*room).map(|room| room.name.clone()).unwrap_or_default();
                    takers.iter().map(move |taker| self.taker(taker, &name)).collect::<Vec<_>>()
                });
                let key = if of.rooms.is_empty() { "desk-why-no-room" } else { "booking-why-room" };
                vec![Obstacle { words: t.get(key), parts: rooms.collect(), ..Obstacle::default() }]
            }
            Refusal::NoDevice => {
                let devices = of.devices.iter().flat_map(|(device, takers)| {
                    let known = self.catalogue.devices.iter().find(|known| known.id == *device);
                    let name = known.map(|device| device.name.clone()).unwrap_or_default();
                    takers.iter().map(move |taker| self.taker(taker, &name)).collect::<Vec<_>>()
                });
                vec![Obstacle { words: t.get("desk-why-device"), parts: devices.collect(), ..Obstacle::default() }]
            }
            Refusal::OutsideHours | Refusal::Away(_) => vec![self.hours(of, reason)],
            Refusal::Closed(date) => vec![Obstacle {
                words: t.get("desk-why-shut"),
                detail: t.date_long(*date),
                links: self.setup("/setup/dates".to_owned(), "desk-mend-dates"),
                ..Obstacle::default()
            }],
            Refusal::DailyLimit { of: whose, limit } => vec![self.limit(of, *whose, *limit)],
            Refusal::NotLoaded | Refusal::NotOffered | Refusal::NotOfferedBy(_) => vec![Obstacle {
                words: self.say.refusal(self.catalogue, reason, Some(of.practitioner)),
                links: self.setup(format!("/setup/services/{}", self.why.service.id), "desk-mend-service"),
                ..Obstacle::default()
            }],
            Refusal::TooSoon { .. } | Refusal::TooFar { .. } | Refusal::OffGrid | Refusal::PractitionerBusy { .. } => {
                vec![plain(self.say.refusal(self.catalogue, reason, Some(of.practitioner)))]
            }
        }
    }

    /// What keeps only visitors from booking.
    pub fn online(&self, of: &Of, reason: &Refusal) -> Vec<Obstacle> {
        let (t, service) = (self.say.t, &self.why.service);
        let words = match reason {
            Refusal::TooSoon { .. } => {
                t.with("desk-why-notice", &[("length", t.duration_short(i64::from(service.notice_min)).into())])
            }
            Refusal::TooFar { .. } => t.with("desk-why-horizon", &[("count", u32::from(service.horizon_days).into())]),
            Refusal::OffGrid => t.with("desk-why-step", &[("count", u32::from(service.step_min).into())]),
            _ => return self.desk(of, reason),
        };
        let links = self.setup(format!("/setup/services/{}", service.id), "desk-mend-service");
        vec![Obstacle { words, links, ..Obstacle::default() }]
    }

    fn setup(&self, path: String, key: &str) -> Vec<Link> {
        if self.may("booking.setup.write") { vec![self.link(path, key)] } else { Vec::new() }
    }

    /// A visit or a block that takes the time of `owner`.
    fn taker(&self, taker: &Taker, owner: &str) -> Obstacle {
        match taker {
            Taker::Visit(id) => {
                let Some(visit) = self.why.visit(*id) else { return Obstacle::default() };
                let (t, span) = (self.say.t, &self.why.span);
                let name = self.say.name(self.clients.get(&visit.client));
                // The visits themselves do not meet: what is in the way is what is kept free around one of them.
                let apart = visit.ends_at <= span.start || visit.starts_at >= span.end;
                let values = [
                    ("owner", owner.into()),
                    ("name", name.into()),
                    ("span", self.say.span(visit.starts_at, visit.ends_at).into()),
                ];
                let key = if apart { "desk-why-near-visit" } else { "desk-why-visit" };
                let day = View::of(self.say.date(visit.starts_at)).query();
                let mut links = vec![self.link(format!("/day?{day}&visit={id}"), "desk-mend-open")];
                let theirs = self.all || self.clients.contains_key(&visit.client);
                if visit.status.is_ahead() && theirs && self.may("booking.appointment.update") {
                    links.push(self.link(format!("/appointments/{id}/move"), "desk-mend-move"));
                }
                let kept =
                    if apart { self.kept(visit.starts_at..visit.ends_at, visit.busy_from..visit.busy_to) } else { 0 };
                let detail = match kept {
                    0 => String::new(),
                    count => t.with("booking-why-buffer", &[("count", count.into())]),
                };
                Obstacle { words: t.with(key, &values), detail, links, ..Obstacle::default() }
            }
            Taker::Block(block) => self.block(block, owner),
        }
    }

    /// Minutes that are to be kept free between the wished visit and one beside it, by the buffers of both.
    fn kept(&self, visit: Range<Timestamp>, busy: Range<Timestamp>) -> i64 {
        let (span, claim) = (&self.why.span, &self.why.claim);
        let kept = match visit.start >= span.end {
            true => claim.end.duration_since(span.end) + visit.start.duration_since(busy.start),
            false => span.start.duration_since(claim.start) + busy.end.duration_since(visit.end),
        };
        kept.as_mins()
    }

    fn block(&self, block: &Block, owner: &str) -> Obstacle {
        let values = [
            ("owner", owner.into()),
            ("reason", block.reason.as_str().into()),
            ("span", self.say.span(block.starts_at, block.ends_at).into()),
        ];
        let see = View::of(self.say.date(block.starts_at)).query();
        let posts = match self.may("booking.block.remove") {
            true => vec![Post {
                action: self.face.to(&format!("/blocks/{}/removal", block.id)),
                words: self.say.t.get("desk-unblock"),
                fields: vec![("see", see)],
            }],
            false => Vec::new(),
        };
        Obstacle { words: self.say.t.with("desk-why-block", &values), posts, ..Obstacle::default() }
    }

    /// When somebody works that day, and opening the time for that one day.
    fn hours(&self, of: &Of, reason: &Refusal) -> Obstacle {
        let t = self.say.t;
        let name = self.name(of.practitioner);
        let spans: Vec<String> = of.openings.iter().map(|(run, _)| self.say.span(run.start, run.end)).collect();
        let detail = match spans.is_empty() {
            true => t.with("desk-why-off", &[("name", name.as_str().into())]),
            false => t.with("desk-why-works", &[("name", name.as_str().into()), ("hours", t.list(&spans).into())]),
        };
        let (start, end) = (self.why.span.start, self.why.span.end);
        let local = self.say.zone.to_datetime(start);
        // Hours past midnight belong to two days, which one click does not open.
        let one_day = self.say.date(end) == local.date();
        let mut posts = Vec::new();
        if one_day && self.may("booking.setup.write") {
            posts.push(Post {
                action: self.face.to("/why/hours"),
                words: t.with(
                    "desk-mend-hours",
                    &[("name", super::say::first(&name).into()), ("span", self.say.span(start, end).into())],
                ),
                fields: vec![
                    ("service", self.why.service.id.to_string()),
                    ("practitioner", of.practitioner.to_string()),
                    ("date", local.date().to_string()),
                    ("time", local.strftime("%H:%M").to_string()),
                ],
            });
        }
        let words = self.say.refusal(self.catalogue, reason, Some(of.practitioner));
        let links = self.setup(format!("/setup/practitioners/{}/hours", of.practitioner), "desk-mend-weekly");
        Obstacle { words, detail, posts, links, ..Obstacle::default() }
    }

    fn limit(&self, of: &Of, whose: Limit, limit: u16) -> Obstacle {
        let t = self.say.t;
        let day = View::of(self.say.date(self.why.span.start)).seen(super::view::Sight::List);
        let (name, view, setup) = match whose {
            Limit::Practitioner => (
                self.name(of.practitioner),
                day.alone(Some(of.practitioner)),
                (format!("/setup/practitioners/{}", of.practitioner), "desk-mend-practitioner"),
            ),
            Limit::Service => (
                self.why.service.name.clone(),
                day,
                (format!("/setup/services/{}", self.why.service.id), "desk-mend-service"),
            ),
        };
        let mut links = vec![self.link(format!("/day?{}", view.query()), "desk-mend-list")];
        links.extend(self.setup(setup.0, setup.1));
        Obstacle {
            words: t.with("booking-why-limit", &[("count", u32::from(limit).into())]),
            detail: name,
            links,
            ..Obstacle::default()
        }
    }
}
