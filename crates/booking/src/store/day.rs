//! The rows of one day, for the desk.
