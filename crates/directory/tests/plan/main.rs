//! The rules of planning: by cases, and by chance.

mod cases;
mod chance;
mod kit;
