//! One appointment, said shortly: in the day's side panel and at the head of its own page.

use ground::web::Face;
use ground::{Result, Role, Scope, Sealed, Tx};
use jiff::{SignedDuration, Timestamp};
use people::Client;

use super::change::reasons;
use super::form::Choice;
use super::say::{Say, first};
use super::view::View;
use crate::model::told::Told;
use crate::model::{Appointment, Source};
use crate::rules::{Status, policy};
use crate::store::Catalogue;

/// How long before its start an appointment counts as near.
const NEAR: SignedDuration = SignedDuration::from_mins(90);

/// The contract of `desk/card.html`.
pub(super) struct Chosen {
    pub name: String,
    pub initials: String,
    pub line: String,
    pub state: String,
    pub mark: String,
    pub when: String,
    pub soon: String,
    pub phone: String,
    /// Another number, given with this visit; "" when there is none.
    pub phone_given: String,
    pub email: String,
    pub came_back: String,
    pub note: String,
    pub note_label: String,
    pub pay: String,
    pub booked: String,
    pub for_by: String,
    pub record: Option<String>,
    pub does: Vec<Do>,
    /// Every other mark that can be set, for who seldom needs it.
    pub rest: Vec<Do>,
    pub cancel: Option<Cancel>,
    pub move_to: Option<String>,
    pub write: Option<String>,
    pub open: String,
    pub sealed: String,
    /// The version that every button carries, and the view it comes back to.
    pub version: String,
    pub see: String,
    /// Whether its end can be moved.
    pub stretches: bool,
}

pub(super) struct Do {
    pub action: String,
    pub state: &'static str,
    pub label: String,
    pub icon: &'static str,
    pub kind: &'static str,
}

/// Calling it off, with the reason.
pub(super) struct Cancel {
    pub action: String,
    pub reasons: Vec<Choice>,
    pub rule: String,
    pub tell: bool,
}

/// An appointment with whom it is about, opened as far as the actor may.
pub(super) struct Seen {
    pub appointment: Appointment,
    pub client: Option<Client>,
    pub booked_by: Option<Client>,
    pub note: Option<String>,
    pub phone: Option<String>,
    /// When a letter to whoever is written to came back.
    pub came_back: Option<Timestamp>,
    /// Whether the actor may open the client, and so change the appointment.
    pub may: bool,
}

/// Opens an appointment.
pub(super) fn see(tx: &mut Tx<'_>, appointment: Appointment) -> Result<Seen> {
    let persons: Vec<_> = std::iter::once(appointment.client).chain(appointment.booked_by).collect();
    let mut opened = people::open_many(tx, &persons)?;
    let client = opened.remove(&appointment.client);
    let (note, phone) = match (&appointment.note, &appointment.phone) {
        (None, None) => (None, None),
        (note, phone) if client.is_some() => {
            let key = tx.open(appointment.client)?;
            // Of what waits for their yes the card goes without.
            let read = |column: &str, sealed: Option<&Sealed<String>>| match key.withholds("appointment", column) {
                true => Ok(None),
                false => key.open_optional(sealed),
            };
            (read("note", note.as_ref())?, read("phone", phone.as_ref())?)
        }
        _ => (None, None),
    };
    // Asked for itself: an imported person has no record to open.
    let may = tx.may_open(appointment.client)?;
    let booked_by = appointment.booked_by.and_then(|id| opened.remove(&id));
    let came_back = match booked_by.as_ref().or(client.as_ref()) {
        Some(reach) => {
            let key = tx.open(reach.id)?;
            people::came_back(tx, &key, reach.email.as_deref())?
        }
        None => None,
    };
    Ok(Seen { booked_by, client, note, phone, came_back, may, appointment })
}

/// The card of an appointment.
pub(super) fn chosen(
    scope: &Scope,
    face: &Face,
    say: &Say<'_>,
    catalogue: &Catalogue,
    seen: &Seen,
    view: &View,
) -> Chosen {
    let Seen { appointment, client, booked_by, note, phone, .. } = seen;
    let t = say.t;
    let at = |path: &str| face.to(&format!("/appointments/{}{path}", appointment.id));
    let may = |action: &str| seen.may && scope.house().permits_anyhow(scope, action);
    let (state, word) = say.state(appointment.status);
    let mark = match appointment.status {
        Status::Arrived => t.with("booking-arrived-at", &[("time", say.time(appointment.updated_at).into())]),
        _ => word,
    };
    // Whoever is reached when the client is a child is the one who booked.
    let reach = booked_by.as_ref().or(client.as_ref());
    let contact = |of: fn(&Client) -> Option<&String>| reach.and_then(of).cloned().unwrap_or_default();
    let practitioner = appointment.practitioner.and_then(|id| catalogue.practitioner(id));
    let room = appointment.room.and_then(|id| catalogue.rooms.iter().find(|room| room.id == id));
    let service = say.service(catalogue, appointment);
    let line = match (practitioner, room) {
        (Some(one), Some(room)) => t.with(
            "desk-line-room",
            &[("service", service.into()), ("name", first(&one.name).into()), ("room", room.name.as_str().into())],
        ),
        (Some(one), None) => say.line(&service, &one.name),
        (None, _) => service,
    };
    let price = appointment.service.and_then(|id| catalogue.service_of(id)).and_then(|service| service.price_minor);
    let there = matches!(appointment.status, Status::Arrived | Status::InProgress);
    let moves = appointment.status.is_ahead() && appointment.service.is_some() && may("booking.appointment.update");
    let when = say.span(appointment.starts_at, appointment.ends_at);
    let day = say.date(appointment.starts_at);
    Chosen {
        name: say.name(client.as_ref()),
        initials: client.as_ref().map_or_else(|| "·".to_owned(), Client::initials),
        line,
        state: state.to_owned(),
        mark,
        when: if day == say.today() {
            when
        } else {
            t.with("date-time", &[("date", t.date_around(day, say.today()).into()), ("time", when.into())])
        },
        soon: soon(say, appointment),
        phone: contact(|client| client.phone.as_ref()),
        phone_given: phone
            .clone()
            .filter(|given| *given != contact(|client| client.phone.as_ref()))
            .unwrap_or_default(),
        email: contact(|client| client.email.as_ref()),
        came_back: seen
            .came_back
            .map(|at| t.with("people-came-back", &[("date", t.date_plain(say.date(at)).into())]))
            .unwrap_or_default(),
        note: note.clone().unwrap_or_default(),
        note_label: t.get(Told::Note.label(catalogue.comes_home(appointment))),
        pay: price
            .map(|minor| t.with("booking-pay-later", &[("price", t.money(minor, &scope.clinic.currency).into())]))
            .unwrap_or_default(),
        booked: booked(say, appointment),
        for_by: booked_by.as_ref().map(Client::name).unwrap_or_default(),
        record: client
            .as_ref()
            .filter(|_| may("people.client.read"))
            .map(|client| face.to(&format!("/clients/{}", client.id))),
        does: if may("booking.appointment.mark") { does(say, appointment, &at) } else { Vec::new() },
        rest: if may("booking.appointment.mark") { rest(say, appointment, &at) } else { Vec::new() },
        cancel: (appointment.status.next().contains(&Status::Cancelled) && may("booking.appointment.cancel"))
            .then(|| cancel(say, catalogue, appointment, &at)),
        move_to: moves.then(|| at(&format!("/move?{}", view.in_address()))),
        stretches: moves || appointment.service.is_some() && there && may("booking.appointment.update"),
        write: None,
        open: at(""),
        sealed: if !seen.may {
            t.get("desk-not-in-care")
        } else if scope.actor.roles.contains(Role::Clinician) {
            String::new()
        } else {
            t.get("booking-desk-sealed")
        },
        version: appointment.version(),
        see: view.query(),
    }
}

fn soon(say: &Say<'_>, appointment: &Appointment) -> String {
    let ahead = appointment.starts_at.duration_since(say.now);
    if !appointment.status.is_ahead() && appointment.status != Status::Arrived
        || !(SignedDuration::ZERO..=NEAR).contains(&ahead)
    {
        return String::new();
    }
    say.t.with("booking-in-minutes", &[("count", ((ahead.as_secs() + 59) / 60).into())])
}

fn booked(say: &Say<'_>, appointment: &Appointment) -> String {
    let key = match appointment.source {
        Source::Online => "booking-booked-online",
        Source::Desk | Source::Demo => "booking-booked-desk",
        Source::Api => "desk-booked-api",
        Source::Import => "desk-booked-import",
    };
    let when = say.t.date_near(say.date(appointment.created_at), say.today());
    let booked = say.t.with(key, &[("when", when.into())]);
    match appointment.reminded {
        Some(_) => say.t.with("desk-reminded", &[("booked", booked.into())]),
        None => booked,
    }
}

/// The next steps of an appointment, the likeliest first.
pub(super) fn does(say: &Say<'_>, appointment: &Appointment, at: &impl Fn(&str) -> String) -> Vec<Do> {
    let here = say.date(appointment.starts_at) == say.today();
    let begun = appointment.starts_at <= say.now;
    steps(appointment.status, here, begun)
        .into_iter()
        .map(|(to, key, icon, kind)| {
            let path = if appointment.status == Status::Requested { "/approval" } else { "/status" };
            Do { action: at(path), state: to.as_str(), label: say.t.get(key), icon, kind }
        })
        .collect()
}

/// The marks that are neither likely nor leave the appointment's time to another button: set by one click all the same.
fn rest(say: &Say<'_>, appointment: &Appointment, at: &impl Fn(&str) -> String) -> Vec<Do> {
    let here = say.date(appointment.starts_at) == say.today();
    let begun = appointment.starts_at <= say.now;
    let shown: Vec<Status> = steps(appointment.status, here, begun).into_iter().map(|(to, ..)| to).collect();
    others(appointment.status, &shown, |to| appointment.status.step(to, say.now, appointment.starts_at).is_ok())
        .into_iter()
        .map(|(to, key, icon, kind)| Do {
            action: at("/status"),
            state: to.as_str(),
            label: say.t.get(key),
            icon,
            kind,
        })
        .collect()
}

fn others(status: Status, shown: &[Status], possible: impl Fn(Status) -> bool) -> Vec<Step> {
    let marks = [
        (Status::Confirmed, "booking-do-confirm", "check", ""),
        (Status::Arrived, "booking-do-arrive", "arrived", ""),
        (Status::InProgress, "booking-do-enter", "inroom", ""),
        (Status::Done, "booking-do-keep", "kept", ""),
        (Status::NoShow, "booking-do-miss", "missed", "stop"),
        (Status::LateCancelled, "desk-do-late", "cancelled", "stop"),
    ];
    // A request is answered, not marked; what is over is only taken back.
    let open = matches!(status, Status::Booked | Status::Confirmed | Status::Arrived | Status::InProgress);
    marks.into_iter().filter(|(to, ..)| open && !shown.contains(to) && possible(*to)).collect()
}

fn cancel(say: &Say<'_>, catalogue: &Catalogue, appointment: &Appointment, at: &impl Fn(&str) -> String) -> Cancel {
    let terms = catalogue.terms.policy();
    let rule = match policy::may_cancel(say.now, appointment.starts_at, appointment.status, &terms) {
        Ok(Status::LateCancelled) | Err(_) => say.t.get("desk-cancel-late"),
        Ok(_) => String::new(),
    };
    let choice = |(value, key): (&str, &str)| Choice {
        value: value.to_owned(),
        label: say.t.get(key),
        chosen: value == "client",
    };
    Cancel {
        action: at("/cancellation"),
        reasons: reasons().map(choice).collect(),
        rule,
        tell: appointment.starts_at > say.now,
    }
}

type Step = (Status, &'static str, &'static str, &'static str);

fn steps(status: Status, here: bool, begun: bool) -> Vec<Step> {
    let undo = |to: Status| (to, "booking-do-undo", "repeat", "");
    match status {
        Status::Requested => vec![
            (Status::Booked, "booking-do-approve", "check", "go"),
            (Status::Declined, "booking-do-decline", "x", "stop"),
        ],
        Status::Booked | Status::Confirmed => {
            let mut steps = Vec::new();
            if here {
                steps.push((Status::Arrived, "booking-do-arrive", "arrived", "go"));
            } else if begun {
                steps.push((Status::Done, "booking-do-keep", "kept", "go"));
            } else if status == Status::Booked {
                steps.push((Status::Confirmed, "booking-do-confirm", "check", "go"));
            }
            if begun {
                steps.push((Status::NoShow, "booking-do-miss", "missed", "stop"));
            } else if here && status == Status::Booked {
                steps.push((Status::Confirmed, "booking-do-confirm", "check", ""));
            } else if status == Status::Confirmed {
                steps.push(undo(Status::Booked));
            }
            steps
        }
        Status::Arrived => vec![(Status::InProgress, "booking-do-enter", "inroom", "go"), undo(Status::Booked)],
        Status::InProgress if begun => vec![(Status::Done, "booking-do-keep", "kept", "go"), undo(Status::Arrived)],
        Status::InProgress => vec![undo(Status::Arrived)],
        Status::Done => vec![undo(Status::InProgress)],
        Status::NoShow => vec![(Status::Arrived, "desk-do-came", "arrived", "go"), undo(Status::Booked)],
        Status::Cancelled | Status::LateCancelled | Status::Declined => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_that_is_offered_can_be_taken() {
        let now: Timestamp = "2026-05-04T09:00:00Z".parse().unwrap();
        for status in Status::ALL {
            for (here, minutes) in [(true, -5), (true, 5), (false, -2_000), (false, 2_000)] {
                let start = now + SignedDuration::from_mins(minutes);
                let steps = steps(status, here, minutes <= 0);
                let shown: Vec<Status> = steps.iter().map(|(to, ..)| *to).collect();
                let rest = others(status, &shown, |to| status.step(to, now, start).is_ok());
                assert!(rest.iter().all(|(to, ..)| !shown.contains(to)), "{status}: nothing is offered twice");
                for (to, ..) in steps.into_iter().chain(rest) {
                    assert_eq!(status.step(to, now, start), Ok(to), "{status} to {to}");
                }
            }
        }
    }
}
