//! Letters about visits, written after the commit that causes them.

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
/// A visit was called off.
pub const CANCELLATION: &str = "booking.cancellation";
/// A visit is tomorrow.
pub const REMINDER: &str = "booking.reminder";

/// The kinds of jobs of this room.
pub(crate) fn handlers() -> Vec<ground::job::Handler> {
    Vec::new()
}
