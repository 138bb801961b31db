//! What the law says, as data: packs of facts by jurisdiction, each with where it stands and whether its text was read.
//!
//! A pack is a file of `packs/`; a slip in one is found by the tests, because the whole of it is read at once. None of it is
//! legal advice, and every page that shows a fact says so. Where we know no law, the strictest term that we know holds for a
//! request, and for how long something is kept the clinic's own setting.

mod authority;
mod breach;
mod cited;
mod clock;
mod pack;
mod retain;
mod transfer;
mod unreached;

pub use authority::{Authority, authority};
pub use breach::{Assessed, Grade, Telling, UNKNOWN, tellings};
pub use cited::{NO_LAW, is_read, named};
pub use clock::{Clock, anniversary, clock, clock_in, months_after};
pub use pack::{
    Arises, Checked, Counted, Fact, Keep, Mechanism, Notify, Pack, RequestKind, Stop, Term, Transfer, Unreached, Whom,
    facts, pack, packs,
};
pub use retain::{Conflict, Duty, coming, conflicts, most, retain, retain_class};
pub use transfer::{Asks, asks, asks_at, forbids};
pub use unreached::{Asked, Otherwise, POSTED_DAYS, asked, otherwise};
