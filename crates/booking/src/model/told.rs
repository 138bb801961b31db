//! What somebody may tell with a visit.

use super::Appointment;

/// What may be told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    Note,
    Phone,
}

impl Told {
    words! {
        /// The word of the form, which is the column.
        pub fn as_word, from_word: Told { Told::Note = "note", Told::Phone = "phone" }
    }

    /// The key of its name; `home`: the clinic comes to whoever told it, so that the note says where.
    pub fn label(self, home: bool) -> &'static str {
        match self {
            Told::Note if home => "booking-home",
            Told::Note => "booking-note-short",
            Told::Phone => "booking-phone",
        }
    }

    /// Whether it was told with `visit`.
    pub fn is_with(self, visit: &Appointment) -> bool {
        match self {
            Told::Note => visit.note.is_some(),
            Told::Phone => visit.phone.is_some(),
        }
    }
}
