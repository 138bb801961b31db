//! What programs read and write, with the constraints that the program keeps.

use ground::web::problem::Problem;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::error::Free;
pub(super) use crate::model::written;
use crate::model::{Appointment, PractitionerId, Service, modality_word};

/// A clinic that can be booked.
#[derive(Serialize, ToSchema)]
pub(super) struct Clinic {
    /// Stands in addresses.
    #[schema(example = "linden-quay")]
    pub slug: String,
    pub name: String,
    /// IANA name of its time zone.
    #[schema(example = "Europe/Dublin")]
    pub zone: String,
}

/// The clinics that can be booked.
#[derive(Serialize, ToSchema)]
pub(super) struct Clinics {
    pub clinics: Vec<Clinic>,
}

/// Someone who gives a service.
#[derive(Serialize, ToSchema)]
pub(super) struct Giver {
    #[schema(pattern = "^pra_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    pub id: String,
    pub name: String,
}

/// A service that can be booked online.
#[derive(Serialize, ToSchema)]
pub(super) struct Offered {
    #[schema(pattern = "^svc_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    pub id: String,
    /// May stand wherever the id may.
    pub slug: String,
    pub name: String,
    pub about: String,
    /// What to bring to a visit; empty when nothing.
    pub bring: String,
    /// How client and practitioner meet: `clinic`, `video`, `home` or `class`.
    pub modality: String,
    #[schema(minimum = 5, maximum = 1440)]
    pub minutes: u16,
    /// Minor units of `currency`; absent when no price is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<i64>,
    /// ISO 4217.
    pub currency: String,
    /// A booking is a request until the clinic approves it.
    pub approve_first: bool,
    pub practitioners: Vec<Giver>,
}

/// The services that can be booked online.
#[derive(Serialize, ToSchema)]
pub(super) struct Services {
    pub services: Vec<Offered>,
}

/// A free time with who is free then.
#[derive(Serialize, ToSchema)]
pub(super) struct Time {
    #[schema(format = DateTime, example = "2026-11-26T14:15:00+00:00")]
    pub start: String,
    #[schema(format = DateTime)]
    pub end: String,
    #[schema(pattern = "^pra_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    pub practitioner: String,
}

/// Free times, by start.
#[derive(Serialize, ToSchema)]
pub(super) struct Times {
    pub times: Vec<Time>,
}

/// Which free times.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "read by the form's reader; here for the description")]
pub(super) struct TimesQuery {
    /// First day, by the clinic's calendar.
    #[param(format = Date, pattern = r"^\d{4}-\d{2}-\d{2}$")]
    from: String,
    /// Last day. Days beyond the service's horizon have no times.
    #[param(format = Date, pattern = r"^\d{4}-\d{2}-\d{2}$")]
    to: String,
    /// Only with this practitioner.
    #[param(pattern = "^pra_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    practitioner: Option<String>,
}

/// Who books; they come themselves, unless it is for a child.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read by the form's reader; here for the description")]
pub(super) struct NewClient {
    #[schema(inline)]
    given_name: NameText,
    #[schema(inline)]
    family_name: NameText,
    /// Gets the confirmation, with a link to move or cancel.
    #[schema(format = Email, min_length = 5, max_length = 254)]
    email: String,
    /// International (E.164). How numbers are written in the clinic's country is understood too, but not promised.
    #[schema(min_length = 8, max_length = 16, pattern = "^[+][1-9][0-9]{6,14}$", example = "+353875550142")]
    phone: Option<String>,
    /// Of whoever is too young to book by themselves nothing is booked (409). Left out: they are old enough.
    #[schema(format = Date, pattern = r"^\d{4}-\d{2}-\d{2}$")]
    birth_date: Option<String>,
}

/// The child, or whoever else the client acts for, who comes instead. Letters about the visit go to the client.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read by the form's reader; here for the description")]
pub(super) struct NewChild {
    #[schema(inline)]
    given_name: NameText,
    #[schema(inline)]
    family_name: NameText,
    /// A day that has been (409 otherwise).
    #[schema(format = Date, pattern = r"^\d{4}-\d{2}-\d{2}$")]
    birth_date: String,
}

/// A name: a letter at least. What turns or hides the text around it is left out.
#[derive(Deserialize, ToSchema)]
#[schema(
    min_length = 1,
    max_length = 100,
    pattern = "^[^\\x00-\\x1f\\x7f-\\x9f]*[^\\x00-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\xa9\\xab-\\xb4\\xb6-\\xb9\\xbb-\\xbf\\xd7\\xf7\\u02c2-\\u036f\\u2000-\\u2bff\\u3000-\\u3004\\u3008-\\u3020\\ue000-\\uf8ff\\ufe00-\\ufe6f\\ufff0-\\uffff\u{10000}-\u{10ffff}][^\\x00-\\x1f\\x7f-\\x9f]*$"
)]
#[allow(dead_code, reason = "for the description")]
pub(super) struct NameText(String);

/// What to book.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read by the form's reader; here for the description")]
pub(super) struct NewBooking {
    /// Id or slug.
    #[schema(min_length = 1, max_length = 80, pattern = "^[0-9A-Za-z_-]+$")]
    service: String,
    /// With whom; left out: with whoever is free and has least to do that day.
    #[schema(pattern = "^pra_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    practitioner: Option<String>,
    /// One of the free times.
    #[schema(format = DateTime)]
    start: String,
    client: NewClient,
    /// Left out: the client comes.
    child: Option<NewChild>,
    /// Where the client lives, as a country (ISO 3166-1) or a union of them. Needed only of whoever lives where the law asks
    /// for agreement before something is kept in another country; left out: where the clinic stands.
    #[schema(
        min_length = 2,
        max_length = 10,
        pattern = "^(A[DEFGILMOQRSTUWXZ]|B[ABDEFGHIJLMNOQRSTVWYZ]|C[ACDFGHIKLMNORUVWXYZ]|D[EJKMOZ]|E[CEGHRSTU]|F[IJKMOR]\
            |G[ABDEFGHILMNPQRSTUWY]|H[KMNRTU]|I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|L[ABCIKRSTUVY]\
            |M[ACDEFGHKLMNOPQRSTUVWXYZ]|N[ACEFGILOPRUZ]|O[M]|P[AEFGHKLMNRSTWY]|Q[A]|R[EOSUW]\
            |S[ABCDEGHIJKLMNORSTVXYZ]|T[CDFGHJKLMNORTVWZ]|U[AGMSYZ]|V[ACEGINU]|W[FS]|Y[ET]|Z[AMW]|other)$",
        example = "other"
    )]
    home: Option<String>,
    /// The country in which the client agreed that it is kept, which the clinic's notice names; without it nothing is booked
    /// for whoever lives where the law asks for it, nor where it is kept in another by now (409).
    #[schema(min_length = 2, max_length = 2, pattern = "^[A-Z]{2}$")]
    kept_in: Option<String>,
}

/// A booking that was made.
#[derive(Serialize, ToSchema)]
pub(super) struct Booked {
    #[schema(pattern = "^apt_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    pub id: String,
    /// `booked`, or `requested` where the clinic approves first.
    pub status: String,
    #[schema(format = DateTime)]
    pub start: String,
    #[schema(format = DateTime)]
    pub end: String,
    #[schema(pattern = "^pra_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    pub practitioner: Option<String>,
    /// Opens the visit without a password: to see, move or cancel it.
    #[schema(format = "uri")]
    pub manage_link: String,
}

/// An appointment, as the clinic's own programs read it.
#[derive(Serialize, ToSchema)]
pub(super) struct AppointmentBody {
    #[schema(pattern = "^apt_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    pub id: String,
    pub status: String,
    #[schema(format = DateTime)]
    pub start: String,
    #[schema(format = DateTime)]
    pub end: String,
    pub service: Option<String>,
    pub practitioner: Option<String>,
    pub place: Option<String>,
    pub room: Option<String>,
    pub device: Option<String>,
    /// Who comes; see the clients.
    pub client: String,
    /// The parent or carer who booked and is written to.
    pub booked_by: Option<String>,
    /// How it came to be: `online`, `desk`, `api`, `import` or `demo`.
    pub source: String,
    /// Rises with every change of its time or standing.
    pub sequence: i64,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
}

/// Appointments by start.
#[derive(Serialize, ToSchema)]
pub(super) struct Appointments {
    pub appointments: Vec<AppointmentBody>,
    /// Give it as `after` for the next ones; absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Which appointments.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "read by the form's reader; here for the description")]
pub(super) struct AppointmentsQuery {
    /// First day, by the clinic's calendar; left out: today.
    #[param(format = Date, pattern = r"^\d{4}-\d{2}-\d{2}$")]
    from: Option<String>,
    /// Last day; left out: the first.
    #[param(format = Date, pattern = r"^\d{4}-\d{2}-\d{2}$")]
    to: Option<String>,
    #[param(pattern = "^pra_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    practitioner: Option<String>,
    #[param(inline)]
    status: Option<StatusWord>,
    /// At most so many; left out: 50.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The `next` of the answer before.
    #[param(pattern = "^apt_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    after: Option<String>,
}

/// Where an appointment stands.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code, reason = "for the description")]
pub(super) enum StatusWord {
    Requested,
    Booked,
    Confirmed,
    Arrived,
    InProgress,
    Done,
    Cancelled,
    LateCancelled,
    NoShow,
    Declined,
}

/// Another time for an appointment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read by the form's reader; here for the description")]
pub(super) struct NewTime {
    #[schema(format = DateTime)]
    start: String,
    /// With whom; left out: with whom it is.
    #[schema(pattern = "^pra_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    practitioner: Option<String>,
}

/// What went wrong, with the next free times where the one asked for is not free.
#[derive(Serialize, ToSchema)]
pub(super) struct Taken {
    #[serde(flatten)]
    pub problem: Problem,
    pub times: Option<Vec<Time>>,
}

impl Time {
    pub fn of(start: Timestamp, end: Timestamp, practitioner: PractitionerId, zone: &TimeZone) -> Time {
        Time { start: written(start, zone), end: written(end, zone), practitioner: practitioner.to_string() }
    }

    pub fn free(free: &Free, zone: &TimeZone) -> Time {
        Time::of(free.start, free.end, free.practitioner, zone)
    }
}

impl Offered {
    pub fn of(service: &Service, givers: Vec<Giver>, currency: &str) -> Offered {
        Offered {
            id: service.id.to_string(),
            slug: service.slug.clone(),
            name: service.name.clone(),
            about: service.about.clone(),
            bring: service.bring.clone(),
            modality: modality_word(service.modality).to_owned(),
            minutes: service.duration_min,
            price: service.price_minor,
            currency: currency.to_owned(),
            approve_first: service.approve_first,
            practitioners: givers,
        }
    }
}

impl AppointmentBody {
    pub fn of(appointment: &Appointment, zone: &TimeZone) -> AppointmentBody {
        AppointmentBody {
            id: appointment.id.to_string(),
            status: appointment.status.to_string(),
            start: written(appointment.starts_at, zone),
            end: written(appointment.ends_at, zone),
            service: appointment.service.map(|id| id.to_string()),
            practitioner: appointment.practitioner.map(|id| id.to_string()),
            place: appointment.place.map(|id| id.to_string()),
            room: appointment.room.map(|id| id.to_string()),
            device: appointment.device.map(|id| id.to_string()),
            client: appointment.client.to_string(),
            booked_by: appointment.booked_by.map(|id| id.to_string()),
            source: crate::model::Source::as_word(appointment.source).to_owned(),
            sequence: appointment.sequence,
            created_at: written(appointment.created_at, zone),
            updated_at: written(appointment.updated_at, zone),
        }
    }
}
