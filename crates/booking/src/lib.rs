//! Booking: services, free times, and appointments from the first click to the last status.

pub mod ics;
pub mod rules;
