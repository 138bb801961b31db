//! Appointments as calendar files: RFC 5545 for the form, RFC 5546 for what the receiver is asked to do.
//!
//! One appointment is one event for its whole life: the same UID throughout, and a SEQUENCE that rises with every
//! change, so that a calendar program updates or removes what it holds instead of adding to it. Written here
//! rather than by a library because the zone must be exact: each file carries the zone's definition for its years
//! ([`zone`]), and no library at hand writes one.
//!
//! A visit to a clinic is nobody else's business: every event is marked private, so that a calendar shared with a
//! family or an employer shows only that the time is taken.

mod line;
mod zone;

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use line::Lines;

const PRODUCT: &str = "-//Keepwell//Booking//EN";
const UTC_FORM: &str = "%Y%m%dT%H%M%SZ";
const LOCAL_FORM: &str = "%Y%m%dT%H%M%S";

/// How firm the event is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Firmness {
    /// Waits for approval.
    Tentative,
    /// Agreed.
    Confirmed,
    /// Called off.
    Cancelled,
}

/// Someone with an address.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    /// The name shown.
    pub name: &'a str,
    /// The email address.
    pub email: &'a str,
}

/// One appointment as a calendar sees it. Texts may hold anything; they cannot break out of their field.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// The same for the appointment's whole life and unique in the world: its id, `@`, the clinic's id.
    pub uid: &'a str,
    /// How often its time, place or standing has changed; 0 at first.
    pub sequence: u32,
    /// When this version came to be.
    pub stamp: Timestamp,
    /// Start, without buffer.
    pub start: Timestamp,
    /// End, without buffer.
    pub end: Timestamp,
    /// The clinic's zone, in which the times are written.
    pub zone: &'a TimeZone,
    /// One line that names it.
    pub summary: &'a str,
    /// Where; empty when nowhere in particular.
    pub location: &'a str,
    /// What else to know; may have several lines; empty when nothing.
    pub description: &'a str,
    /// A page about it; empty when there is none.
    pub url: &'a str,
    /// How firm it is.
    pub firmness: Firmness,
}

/// What a calendar file asks its receiver to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Add the event, or update the one with this UID.
    Request,
    /// Remove the event with this UID.
    Cancel,
    /// Show these events.
    Publish,
}

impl Method {
    /// The media type a file with this method is sent as; mail programs compare its method with the file's.
    pub fn content_type(self) -> &'static str {
        match self {
            Method::Request => "text/calendar; charset=utf-8; method=REQUEST",
            Method::Cancel => "text/calendar; charset=utf-8; method=CANCEL",
            Method::Publish => "text/calendar; charset=utf-8; method=PUBLISH",
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
            Method::Publish => "PUBLISH",
        }
    }
}

/// The file that adds or updates the event in the attendee's calendar (method REQUEST, RFC 5546 section 3.2.2).
pub fn invitation(event: &Event<'_>, organizer: Party<'_>, attendee: Party<'_>) -> String {
    message(Method::Request, event, organizer, attendee)
}

/// The file that removes the event from the attendee's calendar (method CANCEL, RFC 5546 section 3.2.5). Its
/// sequence must be higher than that of the last version sent.
pub fn cancellation(event: &Event<'_>, organizer: Party<'_>, attendee: Party<'_>) -> String {
    let event = Event { firmness: Firmness::Cancelled, ..*event };
    message(Method::Cancel, &event, organizer, attendee)
}

/// The file of one event, to be put into a calendar by hand (method PUBLISH, RFC 5546 section 3.2.1). It has an
/// organizer, which the method requires, and invites nobody: whoever downloads it decides where it goes.
pub fn publication(event: &Event<'_>, organizer: Party<'_>) -> String {
    let mut lines = begin(Some(Method::Publish));
    zones(&mut lines, std::slice::from_ref(event));
    body(&mut lines, event, Some(organizer), None);
    lines.raw("END", "VCALENDAR");
    lines.finish()
}

/// A calendar to subscribe to (method PUBLISH, RFC 5546 section 3.2.1), under a name its reader will recognise.
/// Programs are asked to look again four times a day, because each look stands in the record of who opened it. It names the organizer and no attendees: the method requires the one
/// and forbids the others. Where nobody is to be named it has no organizer, and so no method either (RFC 5545, section
/// 3.7.2, leaves it out where nothing is exchanged between two parties).
pub fn feed(name: &str, events: &[Event<'_>], organizer: Option<Party<'_>>) -> String {
    let mut lines = begin(organizer.map(|_| Method::Publish));
    lines.text("NAME", name);
    lines.text("X-WR-CALNAME", name);
    lines.raw("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
    lines.raw("X-PUBLISHED-TTL", "PT6H");
    zones(&mut lines, events);
    events.iter().for_each(|event| body(&mut lines, event, organizer, None));
    lines.raw("END", "VCALENDAR");
    lines.finish()
}

fn message(method: Method, event: &Event<'_>, organizer: Party<'_>, attendee: Party<'_>) -> String {
    let mut lines = begin(Some(method));
    zones(&mut lines, std::slice::from_ref(event));
    body(&mut lines, event, Some(organizer), Some(attendee));
    lines.raw("END", "VCALENDAR");
    lines.finish()
}

fn begin(method: Option<Method>) -> Lines {
    let mut lines = Lines::new();
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("PRODID", PRODUCT);
    lines.raw("VERSION", "2.0");
    lines.raw("CALSCALE", "GREGORIAN");
    if let Some(method) = method {
        lines.raw("METHOD", method.as_str());
    }
    lines
}

/// One definition for each zone in which any event is written, over the years of its events.
fn zones(lines: &mut Lines, events: &[Event<'_>]) {
    let mut known: Vec<(&str, &TimeZone, i16, i16)> = Vec::new();
    for event in events {
        let Some((name, start, end)) = wall_clock(event) else {
            continue;
        };
        match known.iter_mut().find(|(other, ..)| *other == name) {
            Some((.., first, last)) => (*first, *last) = ((*first).min(start.year()), (*last).max(end.year())),
            None => known.push((name, event.zone, start.year(), end.year())),
        }
    }
    known.iter().for_each(|(name, zone, first, last)| zone::definition(lines, name, zone, *first..=*last));
}

fn body(lines: &mut Lines, event: &Event<'_>, organizer: Option<Party<'_>>, attendee: Option<Party<'_>>) {
    let stamp = event.stamp.strftime(UTC_FORM).to_string();
    lines.raw("BEGIN", "VEVENT");
    lines.text("UID", event.uid);
    lines.raw("SEQUENCE", &event.sequence.to_string());
    lines.raw("DTSTAMP", &stamp);
    lines.raw("LAST-MODIFIED", &stamp);
    match wall_clock(event) {
        Some((name, start, end)) => {
            lines.raw(&format!("DTSTART;TZID={name}"), &start.strftime(LOCAL_FORM).to_string());
            lines.raw(&format!("DTEND;TZID={name}"), &end.strftime(LOCAL_FORM).to_string());
        }
        None => {
            lines.raw("DTSTART", &event.start.strftime(UTC_FORM).to_string());
            lines.raw("DTEND", &event.end.strftime(UTC_FORM).to_string());
        }
    }
    lines.text("SUMMARY", event.summary);
    for (name, value) in [("LOCATION", event.location), ("DESCRIPTION", event.description)] {
        if !value.is_empty() {
            lines.text(name, value);
        }
    }
    if !event.url.is_empty() {
        lines.raw("URL", &line::uri(event.url));
    }
    if let Some(organizer) = organizer {
        lines.raw(&format!("ORGANIZER;CN={}", line::quoted(organizer.name)), &line::mailto(organizer.email));
    }
    if let Some(attendee) = attendee {
        // The client made the booking, so nothing is left for them to accept.
        let attendee_name = line::quoted(attendee.name);
        lines.raw(
            &format!("ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN={attendee_name}"),
            &line::mailto(attendee.email),
        );
    }
    let (status, takes_time) = match event.firmness {
        Firmness::Tentative => ("TENTATIVE", true),
        Firmness::Confirmed => ("CONFIRMED", true),
        Firmness::Cancelled => ("CANCELLED", false),
    };
    lines.raw("STATUS", status);
    lines.raw("TRANSP", if takes_time { "OPAQUE" } else { "TRANSPARENT" });
    lines.raw("CLASS", "PRIVATE");
    lines.raw("END", "VEVENT");
}

/// Start and end by the zone's wall clock, with the zone's name, where that says exactly when it is.
///
/// None where it does not, and the times are then written in UTC: for UTC itself, for a zone without a name, and
/// in the hour that occurs twice, whose reading means its first occurrence (RFC 5545 section 3.3.5).
fn wall_clock<'a>(event: &Event<'a>) -> Option<(&'a str, DateTime, DateTime)> {
    let name = event.zone.iana_name().filter(|name| !matches!(*name, "UTC" | "Etc/UTC" | "Etc/Unknown"))?;
    let read = |at: Timestamp| {
        let shown = event.zone.to_datetime(at);
        event.zone.to_timestamp(shown).is_ok_and(|meant| meant == at).then_some(shown)
    };
    Some((name, read(event.start)?, read(event.end)?))
}
