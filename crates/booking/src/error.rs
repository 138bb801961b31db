//! What can go wrong in booking, and how each reads to a person or a program.

use ground::web::Fault;
use jiff::Timestamp;

use crate::model::PractitionerId;
use crate::rules::{self, StatusFault, TooLate};
use crate::store::undo::UndoFault;

/// A free time to offer instead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Free {
    pub start: Timestamp,
    pub end: Timestamp,
    pub practitioner: PractitionerId,
}

/// A failure of booking.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Ground(#[from] ground::Error),
    /// The time cannot be booked. `next` are the next free times for the same wish, filled in outside the transaction.
    #[error("the time is not free")]
    NotFree { refusal: rules::Refusal, next: Vec<Free> },
    /// The status cannot be taken.
    #[error("the appointment does not take this status")]
    Status(StatusFault),
    /// The clinic's deadline for the client has passed.
    #[error("too late by the clinic's terms")]
    TooLate(TooLate),
    /// The client would lose something they have not been asked about, or the visit is no longer the one they saw.
    #[error("the client has not been asked about this")]
    Unasked,
    /// Somebody changed the appointment meanwhile.
    #[error("the appointment has changed meanwhile")]
    Stale,
    /// The change cannot be undone.
    #[error("the change cannot be undone")]
    Undo(UndoFault),
    /// The idempotency key was used for another request.
    #[error("the key was used for another request")]
    KeyReused,
    /// Somebody new is the front desk's to enter.
    #[error("the front desk books for somebody new")]
    DeskOnly,
    /// The client is asked anew, before more is stored, whether it may be kept where it is.
    #[error("the client is asked anew where it may be kept")]
    AskAnew,
    /// Whoever is booked for, or books, had the use of their data stopped, and did not agree that visits are arranged.
    #[error("arranging visits is stopped at their wish")]
    Stopped,
    /// The service is for those the clinic already knows.
    #[error("the clinic does not know this client yet")]
    Unknown,
}

impl From<rules::Refusal> for Error {
    fn from(refusal: rules::Refusal) -> Error {
        Error::NotFree { refusal, next: Vec::new() }
    }
}

impl Error {
    /// Whether the database refused because somebody was quicker: the transaction may be tried again, since another
    /// room or another practitioner may be free.
    pub(crate) fn lost_race(&self) -> bool {
        matches!(self, Error::Ground(ground::Error::Constraint(name)) if OVERLAPS.contains(&name.as_str()) || name.starts_with("once_"))
    }

    /// The answer when it was tried often enough.
    pub(crate) fn settled(self, start: Timestamp) -> Error {
        let Error::Ground(ground::Error::Constraint(name)) = &self else { return self };
        match name.as_str() {
            "appointment_practitioner_overlap" => rules::Refusal::PractitionerBusy { from: start, to: start }.into(),
            "appointment_room_overlap" => rules::Refusal::NoRoom.into(),
            "appointment_device_overlap" => rules::Refusal::NoDevice.into(),
            _ => self,
        }
    }
}

const OVERLAPS: [&str; 3] =
    ["appointment_practitioner_overlap", "appointment_room_overlap", "appointment_device_overlap"];

/// The code that programs read for a refusal.
pub fn code_of(refusal: &rules::Refusal) -> &'static str {
    use rules::Refusal::*;
    match refusal {
        PractitionerBusy { .. } | NoRoom | NoDevice => "booking.taken",
        NotLoaded | NotOffered | NotOfferedBy(_) => "booking.not_offered",
        TooSoon { .. } => "booking.too_soon",
        TooFar { .. } => "booking.too_far",
        Closed(_) => "booking.closed",
        Away(_) | OutsideHours => "booking.outside_hours",
        OffGrid => "booking.off_grid",
        DailyLimit { .. } => "booking.day_full",
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        match error {
            Error::Ground(error) => error.into(),
            Error::NotFree { refusal, .. } => {
                Fault::conflict(code_of(&refusal)).words("booking-error-taken-title", "booking-error-taken-text")
            }
            Error::Status(StatusFault::NotBefore(_)) => {
                Fault::conflict("booking.too_early").words("booking-error-early-title", "booking-error-early-text")
            }
            Error::Status(_) => {
                Fault::conflict("booking.status").words("booking-error-status-title", "booking-error-status-text")
            }
            Error::TooLate(_) => {
                Fault::conflict("booking.too_late").words("booking-error-late-title", "booking-error-late-text")
            }
            Error::Stale | Error::Unasked => Fault::conflict("booking.stale"),
            Error::Undo(_) => Fault::conflict("booking.undo"),
            Error::KeyReused => Fault::invalid(ground::web::Faults::one("Idempotency-Key", "booking-fault-key-reused")),
            Error::DeskOnly => {
                Fault::refused("booking.desk_only").words("booking-error-desk-title", "booking-error-desk-text")
            }
            Error::AskAnew => {
                Fault::conflict("residency.asked_anew").words("residency-asked-anew-title", "residency-fault-known")
            }
            Error::Stopped => Fault::refused("booking.stopped")
                .words("booking-error-stopped-title", "booking-fault-stopped")
                .leading("/me/consents", "booking-stopped-consents"),
            Error::Unknown => Fault::refused("booking.unknown_client")
                .words("booking-error-unknown-title", "booking-error-unknown-text"),
        }
    }
}
