//! Letters about visits, written after the commit that causes them.
//!
//! A job names the visit and nothing else. Its handler looks how the visit stands and writes the letter that is still
//! due, in the client's language, once for each version of the visit, with a calendar file that updates the same event.
//! A child's letters go to the parent who booked.

mod stopped;

use ground::job::Handler;
use ground::mail::{Letter, Voice, post};
use ground::once::{self, Once};
use ground::web::{Tongue, Value};
use ground::{Clinic, Event, House, Result, Scope, Tx, restrict};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use promise::Purpose;

use crate::ics::{self, Firmness, Party};
use crate::model::feed::Shows;
use crate::model::letter::filled;
use crate::model::{Appointment, AppointmentId, LetterWords, Place, Service};
use crate::rules::{Modality, Status};
use crate::store::reminders::{self, Due};
use crate::store::{self, Catalogue, change};
use crate::web::public::say;
use crate::{link, offers};

pub(crate) use stopped::{STOPPED, is_stopped};

/// A visit is booked.
pub const CONFIRMATION: &str = "booking.confirmation";
/// A request has come in.
pub const REQUEST: &str = "booking.request";
/// A request was agreed to.
pub const APPROVAL: &str = "booking.approval";
/// A request was not agreed to.
pub const DECLINE: &str = "booking.decline";
/// A visit was moved.
pub const CHANGE: &str = "booking.change";
/// A visit was made longer or shorter.
pub const LENGTH: &str = "booking.length";
/// A visit that was called off stands again.
pub const REINSTATEMENT: &str = "booking.reinstatement";
/// A visit was called off.
pub const CANCELLATION: &str = "booking.cancellation";
/// A visit is near, as near as its reader chose.
pub const REMINDER: &str = "booking.reminder";

/// Every kind of letter, in the order of a visit's life.
pub const KINDS: [&str; 9] =
    [CONFIRMATION, REQUEST, APPROVAL, DECLINE, CHANGE, LENGTH, REINSTATEMENT, CANCELLATION, REMINDER];

/// The kinds of jobs of this room.
pub(crate) fn handlers() -> Vec<Handler> {
    let handler = |kind: &'static str| {
        Handler::new(kind, Purpose::Scheduling, move |scope, job| async move {
            let id: AppointmentId = job.subject.parse().map_err(|_| "the subject is no appointment".to_owned())?;
            let catalogue = offers::catalogue(&scope).await.map_err(|error| error.to_string())?;
            scope
                .write(move |tx| write(tx, &catalogue, kind, id))
                .await
                .map_err(|error: ground::Error| error.to_string())
        })
    };
    KINDS.into_iter().map(handler).chain([stopped::handler()]).collect()
}

/// Whether a letter of `kind` is what a visit that stands so calls for. What changed again meanwhile has a letter of
/// its own coming.
fn due(kind: &str, status: Status) -> bool {
    match kind {
        CONFIRMATION | APPROVAL => matches!(status, Status::Booked | Status::Confirmed),
        REQUEST => status == Status::Requested,
        DECLINE => status == Status::Declined,
        CHANGE | REINSTATEMENT => status.is_ahead(),
        LENGTH => status.claims_time(),
        CANCELLATION => matches!(status, Status::Cancelled | Status::LateCancelled),
        _ => false,
    }
}

fn write(tx: &mut Tx<'_>, catalogue: &Catalogue, kind: &'static str, id: AppointmentId) -> Result<()> {
    let visit = match store::find(tx, id) {
        Err(ground::Error::NotFound) => return Ok(()),
        other => other?,
    };
    let key = format!("letter:{kind}:{id}:{}", visit.sequence);
    let mut reminds = None;
    if kind == REMINDER {
        match reminders::due(tx, &visit)? {
            Due::Now(at) => reminds = Some(at),
            Due::Later(at) => return reminders::at_time(tx, id, at),
            Due::Never => return Ok(()),
        }
        // Before anything can end this attempt: the next of those that were chosen comes all the same.
        reminders::leave(tx, &visit)?;
    } else if !due(kind, visit.status) || once::look(tx, &key, b"")? != Once::First {
        return Ok(());
    }
    // Whoever writes about a child writes for the child: what is stopped for it is not told to anybody.
    if visit.client != visit.correspondent() && restrict::held_back(tx, visit.client, kind, Purpose::Scheduling)? {
        return Ok(());
    }
    let writes_to = match open(tx, visit.correspondent())? {
        Some(client) => client,
        None => return Ok(()),
    };
    let Some(email) = writes_to.email.clone() else { return Ok(()) };
    // Noted with the letter, and not where there is nobody to write to: what says "reminded" is true.
    if let Some(at) = reminds {
        if !change::take_reminder(tx, id, at)? {
            return Ok(());
        }
        tx.emit(Event::new("appointment.reminded", id, visit.client))?;
    } else {
        once::keep(tx, &key, b"", &id.to_string())?;
    }
    let child = match visit.booked_by {
        Some(_) => open(tx, visit.client)?.map(|child| child.given_name),
        None => None,
    };
    let scope = tx.scope().clone();
    let (house, clinic) = (scope.house(), &scope.clinic);
    let t = house.words.tongue(&visit.language).unwrap_or_else(|| house.words.english());
    let told = Told::of(house, clinic, catalogue, &visit, &t)?;
    let calendar = told.calendar(kind, &visit, house, clinic, (&writes_to.name(), &email));
    let words = catalogue.letter(kind, t.lang());
    let letter = Letter {
        kind,
        purpose: Purpose::Scheduling,
        voice: Voice::Automatic,
        language: t.lang().to_owned(),
        to: email,
        subject: told.subject(kind, words, clinic, &t),
        body: told.body(kind, words, catalogue, clinic, (&writes_to.given_name, child.as_deref()), &t, tx.now()),
        calendar,
        // Of a visit that is over there may still be something to say, as that it took longer.
        until: Some(visit.ends_at.max(tx.now() + SignedDuration::from_hours(1))),
    };
    let key = tx.open(visit.correspondent())?;
    post(tx, &key, &letter)?;
    Ok(())
}

/// The client in clear; none when they were erased meanwhile, and there is no one to write to.
fn open(tx: &mut Tx<'_>, person: ground::PersonId) -> Result<Option<people::Client>> {
    match people::open(tx, person) {
        Err(ground::Error::NotFound | ground::Error::Refused(_)) => Ok(None),
        other => other.map(Some),
    }
}

/// How a letter of `kind` reads, for a visit that is invented, with these words: its subject and its text.
pub(crate) fn preview(
    scope: &Scope,
    catalogue: &Catalogue,
    kind: &str,
    words: Option<&LetterWords>,
    t: &Tongue,
) -> (String, String) {
    let (clinic, now) = (&scope.clinic, scope.house().clock.now());
    let told = Told::invented(scope, catalogue, kind, t, now);
    let name = t.get("setup-letter-somebody");
    let subject = told.subject(kind, words, clinic, t);
    (subject, told.body(kind, words, catalogue, clinic, (&name, None), t, now))
}

/// The words that a letter of `kind` has of us: its subject, and what it says.
pub(crate) fn ours(kind: &str, t: &Tongue) -> (String, String) {
    let brace = |word: &str| Value::from(format!("{{{word}}}"));
    let values = [("when", brace("when")), ("clinic", brace("clinic")), ("end", brace("end"))];
    let say = |end: &str| plain(&t.with(&format!("booking-mail-{}{end}", short(kind)), &values));
    (say("-subject"), say(""))
}

/// The last part of a kind's name, as addresses and words have it.
pub(crate) fn short(kind: &str) -> &str {
    kind.strip_prefix("booking.").unwrap_or(kind)
}

/// Isolation marks serve a page; in a letter's subject they are noise.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}

/// A visit in words.
struct Told {
    service: String,
    with: String,
    place: String,
    directions: String,
    bring: String,
    /// "Thursday 26 November 2026, 14:15".
    when: String,
    /// "15:00".
    ends: String,
    /// "Thu 26 Nov, 14:15".
    brief: String,
    start: Timestamp,
    status: Status,
    zone: String,
    link: String,
    /// Where the clinic's pages begin.
    base: String,
    /// What a calendar shows below the time: the link, then who it is with and how they are reached.
    about: String,
    uid: String,
}

impl Told {
    fn of(house: &House, clinic: &Clinic, catalogue: &Catalogue, visit: &Appointment, t: &Tongue) -> Result<Told> {
        let service = visit.service.and_then(|id| catalogue.service_of(id));
        let with = visit.practitioner.and_then(|id| catalogue.practitioner(id));
        let place = visit.place.and_then(|id| catalogue.place(id));
        let comes = service.is_none_or(|service| matches!(service.modality, Modality::Clinic | Modality::Class));
        let local = visit.starts_at.to_zoned(clinic.zone.clone());
        let dated = |date: String| t.with("date-time", &[("date", date.into()), ("time", t.clock(&local).into())]);
        let link = link::address(house, clinic, visit.id)?;
        Ok(Told {
            service: service.map_or_else(|| t.get("booking-visit"), |service| service.name.clone()),
            with: with.map_or_else(String::new, |one| one.name.clone()),
            place: whereabouts(service, place, t),
            // Whoever comes by video or is come to needs to find no door.
            directions: place.filter(|_| comes).map_or_else(String::new, |place| place.directions.clone()),
            bring: service.map_or_else(String::new, |service| service.bring.clone()),
            when: dated(t.date_full(local.date())),
            ends: t.clock(&visit.ends_at.to_zoned(clinic.zone.clone())),
            brief: dated(t.date_short(local.date())),
            start: visit.starts_at,
            status: visit.status,
            zone: say::zone_words(clinic, visit.starts_at),
            about: format!("{link}\n\n{}", clinic.signature()),
            link,
            base: house.address_of(clinic),
            // Not the installation's address: that may change, and a calendar program would take the same visit for
            // another (RFC 7986, section 5.3).
            uid: format!("{}@{}", visit.id, clinic.id),
        })
    }

    /// A visit that nobody has, at ten in three days, to show a letter by; tomorrow, where it is a reminder.
    fn invented(scope: &Scope, catalogue: &Catalogue, kind: &str, t: &Tongue, now: Timestamp) -> Told {
        let clinic = &scope.clinic;
        let service = catalogue.services.iter().find(|service| service.retired_at.is_none());
        let with = service.and_then(|service| catalogue.givers(service).next());
        let there = service.is_some_and(|service| matches!(service.modality, Modality::Clinic | Modality::Class));
        let place = catalogue.places.iter().find(|place| there && place.retired_at.is_none());
        let ahead = if kind == REMINDER { 1 } else { 3 };
        let day = now.to_zoned(clinic.zone.clone()).date().saturating_add(ahead.days());
        let at = |hour| day.at(hour, 0, 0, 0).to_zoned(clinic.zone.clone()).map_or(now, |at| at.timestamp());
        let (start, end) = (at(10), at(11));
        let local = start.to_zoned(clinic.zone.clone());
        let dated = |date: String| t.with("date-time", &[("date", date.into()), ("time", t.clock(&local).into())]);
        Told {
            service: service.map_or_else(|| t.get("booking-visit"), |service| service.name.clone()),
            with: with.map_or_else(String::new, |one| one.name.clone()),
            place: whereabouts(service, place, t),
            directions: place.map_or_else(String::new, |place| place.directions.clone()),
            when: dated(t.date_full(local.date())),
            ends: t.clock(&end.to_zoned(clinic.zone.clone())),
            bring: service.map_or_else(String::new, |service| service.bring.clone()),
            brief: dated(t.date_short(local.date())),
            start,
            status: match kind {
                REQUEST => Status::Requested,
                DECLINE => Status::Declined,
                CANCELLATION => Status::Cancelled,
                _ => Status::Booked,
            },
            zone: say::zone_words(clinic, start),
            link: format!("{}/visit/…", scope.house().address_of(clinic)),
            base: scope.house().address_of(clinic),
            about: String::new(),
            uid: String::new(),
        }
    }

    /// The same for whoever comes, or acts for who comes, in their own calendar.
    fn for_its_owner(self, visit: &Appointment, name: Option<&str>, t: &Tongue) -> Told {
        let say = |key: &str, name: &'static str, value: &str| t.with(key, &[(name, Value::from(value))]);
        let link = format!("{}/me/visits/{}", self.base, visit.id);
        let with = Some(&self.with).filter(|with| !with.is_empty()).map(|with| say("booking-mail-with", "name", with));
        let about: Vec<String> = with
            .into_iter()
            .chain([self.directions.clone(), self.bring.clone(), link.clone()])
            .filter(|line| !line.is_empty())
            .collect();
        let service = match name {
            Some(name) => {
                plain(&t.with("booking-feed-of", &[("name", name.into()), ("service", self.service.as_str().into())]))
            }
            None => self.service.clone(),
        };
        Told { service, about: plain(&about.join("\n")), link, ..self }
    }

    /// A visit of which nothing is told but that there is one.
    fn nothing(summary: String) -> Told {
        let empty = String::new;
        Told {
            service: summary,
            with: empty(),
            place: empty(),
            directions: empty(),
            bring: empty(),
            when: empty(),
            ends: empty(),
            brief: empty(),
            start: Timestamp::UNIX_EPOCH,
            status: Status::Cancelled,
            zone: empty(),
            link: empty(),
            base: empty(),
            about: empty(),
            uid: empty(),
        }
    }

    /// What a word in braces stands for in a letter to somebody called `to`.
    fn value(&self, word: &str, clinic: &Clinic, to: &str) -> Option<String> {
        Some(match word {
            "name" => to.to_owned(),
            "clinic" => clinic.name.clone(),
            "service" => self.service.clone(),
            "with" => self.with.clone(),
            "when" => self.when.clone(),
            "place" => self.place.clone(),
            "end" => self.ends.clone(),
            _ => return None,
        })
    }

    fn subject(&self, kind: &str, words: Option<&LetterWords>, clinic: &Clinic, t: &Tongue) -> String {
        let own = words.and_then(|words| words.subject.as_deref());
        let text = own.map_or_else(|| ours(kind, t).0, str::to_owned);
        let value = |word: &str| match word {
            "when" => Some(self.brief.clone()),
            "clinic" => Some(clinic.name.clone()),
            _ => None,
        };
        plain(&filled(&text, value).0)
    }

    /// The letter's text, plain and without pictures. Its first line says that no person wrote it, and its last who
    /// sends it: whatever the clinic writes stands between.
    #[allow(clippy::too_many_arguments, reason = "a letter is made of many things, and only here")]
    fn body(
        &self,
        kind: &str,
        words: Option<&LetterWords>,
        catalogue: &Catalogue,
        clinic: &Clinic,
        (to, child): (&str, Option<&str>),
        t: &Tongue,
        now: Timestamp,
    ) -> String {
        let own = words.and_then(|words| words.said.as_deref());
        let said = own.map_or_else(|| ours(kind, t).1, str::to_owned);
        let say = |key: &str, name: &'static str, value: &str| t.with(key, &[(name, Value::from(value))]);
        let mut lines = vec![
            say("booking-mail-automatic", "clinic", &clinic.name),
            String::new(),
            say("booking-mail-dear", "name", to),
            String::new(),
            filled(&said, |word| self.value(word, clinic, to)).0,
            String::new(),
            self.service.clone(),
            self.when.clone(),
            say("booking-zone", "zone", &self.zone),
        ];
        lines.extend(child.map(|child| say("booking-mail-for", "name", child)));
        if !self.with.is_empty() {
            lines.push(say("booking-mail-with", "name", &self.with));
        }
        lines.extend([&self.place, &self.directions].into_iter().filter(|text| !text.is_empty()).cloned());
        if self.status.is_ahead() && !self.bring.is_empty() {
            lines.extend([String::new(), t.get("booking-mail-bring"), self.bring.clone()]);
        }
        lines.push(String::new());
        if self.status.is_ahead() {
            lines.extend([t.get("booking-mail-manage"), self.link.clone()]);
            let rule = say::rule(t, &clinic.zone, &catalogue.terms, (self.start, self.status), now);
            lines.extend(Some(rule).filter(|rule| !rule.is_empty()));
        } else {
            lines.extend([t.get("booking-mail-see"), self.link.clone()]);
        }
        if kind == REMINDER {
            lines.extend([String::new(), t.get("booking-mail-choose"), format!("{}/me/reminders", self.base)]);
        }
        lines.extend([String::new(), clinic.signature(), String::new()]);
        lines.join("\n")
    }

    /// The calendar file that goes with the letter. A reminder has none: nothing has changed.
    fn calendar(
        &self,
        kind: &str,
        visit: &Appointment,
        house: &House,
        clinic: &Clinic,
        attendee: (&str, &str),
    ) -> Option<String> {
        let event = self.event(visit, clinic);
        let organizer = organizer(house, clinic);
        let attendee = Party { name: attendee.0, email: attendee.1 };
        match kind {
            REMINDER => None,
            CANCELLATION | DECLINE => Some(ics::cancellation(&event, organizer, attendee)),
            _ => Some(ics::invitation(&event, organizer, attendee)),
        }
    }

    fn event<'a>(&'a self, visit: &Appointment, clinic: &'a Clinic) -> ics::Event<'a> {
        ics::Event {
            uid: &self.uid,
            sequence: u32::try_from(visit.sequence).unwrap_or(0),
            stamp: visit.updated_at,
            start: visit.starts_at,
            end: visit.ends_at,
            zone: &clinic.zone,
            summary: &self.service,
            location: &self.place,
            description: &self.about,
            url: &self.link,
            firmness: match visit.status {
                Status::Requested => Firmness::Tentative,
                status if status.claims_time() => Firmness::Confirmed,
                _ => Firmness::Cancelled,
            },
        }
    }
}

/// Where a visit is, as a letter says it.
fn whereabouts(service: Option<&Service>, place: Option<&Place>, t: &Tongue) -> String {
    match service.map(|service| service.modality) {
        Some(Modality::Video) => t.get("booking-way-video"),
        Some(Modality::Home) => t.get("booking-way-home"),
        _ => place.map_or_else(String::new, |place| place.address.clone()),
    }
}

/// Who calls the visit, in every calendar file of it.
fn organizer<'a>(house: &'a House, clinic: &'a Clinic) -> Party<'a> {
    Party { name: &clinic.name, email: &house.post.from }
}

/// The visit as a file to put into one's own calendar.
pub(crate) fn calendar_file(scope: &Scope, catalogue: &Catalogue, visit: &Appointment, t: &Tongue) -> Result<String> {
    let told = Told::of(scope.house(), &scope.clinic, catalogue, visit, t)?;
    Ok(ics::publication(&told.event(visit, &scope.clinic), organizer(scope.house(), &scope.clinic)))
}

/// The calendar that somebody's own program reads: of each visit as much as they want told, in `t`. It has no link that
/// works without signing in, because whoever keeps the calendar would have it too.
pub(crate) fn feed(
    scope: &Scope,
    catalogue: &Catalogue,
    visits: &[(Appointment, Option<String>)],
    shows: Shows,
    t: &Tongue,
) -> Result<String> {
    let (house, clinic) = (scope.house(), &scope.clinic);
    let mut told = Vec::with_capacity(visits.len());
    for (visit, name) in visits {
        let all = Told::of(house, clinic, catalogue, visit, t)?;
        told.push(match shows {
            Shows::All => all.for_its_owner(visit, name.as_deref(), t),
            Shows::Busy => Told { uid: all.uid, ..Told::nothing(t.get("booking-feed-busy")) },
        });
    }
    let events: Vec<ics::Event<'_>> =
        visits.iter().zip(&told).map(|((visit, _), told)| told.event(visit, clinic)).collect();
    // By no zone's clock, which would say where.
    let utc = TimeZone::UTC;
    let busy: Vec<ics::Event<'_>> = events.iter().map(|event| ics::Event { zone: &utc, ..*event }).collect();
    Ok(match shows {
        Shows::All => ics::feed(&clinic.name, &events, Some(organizer(house, clinic))),
        Shows::Busy => ics::feed(&t.get("booking-feed-busy"), &busy, None),
    })
}
