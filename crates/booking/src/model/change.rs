//! What kinds of change the desk can take back.

/// What kind of change it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChangeKind {
    /// Made.
    Booked,
    /// To another time, person or room.
    Moved,
    /// Longer or shorter.
    Resized,
    /// Another status that keeps the time.
    Marked,
    /// Called off.
    Cancelled,
    /// Time was blocked.
    Blocked,
    /// Blocked time was given back.
    Unblocked,
}

impl ChangeKind {
    words! {
        /// The stored word.
        pub fn as_word, from_word: ChangeKind {
            ChangeKind::Booked = "booked", ChangeKind::Moved = "moved", ChangeKind::Resized = "resized", ChangeKind::Marked = "marked",
            ChangeKind::Cancelled = "cancelled", ChangeKind::Blocked = "blocked", ChangeKind::Unblocked = "unblocked",
        }
    }
}
