//! The decisions of booking, as pure functions: no input or output, and the time is a parameter.
//!
//! Read in this order:
//! 1. [`tick`], [`ticks`]: time as bits, one for every five minutes; "free for 45 minutes" becomes a few shifts and ANDs.
//! 2. [`clock`]: the clinic's wall clock against elapsed time, right through every change of the clocks.
//! 3. [`model`]: what a clinic states: services, people, rooms, devices, claims.
//! 4. [`hours`]: weekly hours and their exceptions, written onto the ticks.
//! 5. [`calendar`]: all of it over one window, ready to be asked.
//! 6. [`offer`]: which times are offered, and the choice of one of them. The page that shows times and the
//!    transaction that books one ask the same function, so they cannot disagree.
//! 7. [`refusal`]: every reason a time is not offered, for the desk's "why not?" and for the answer to a refused booking.
//! 8. [`open`]: how long somebody's time was open, counted after the fact.
//! 9. [`status`] and [`policy`]: what may become of an appointment afterwards, and until when.
//! 10. [`reminder`]: when somebody is reminded of it.
//!
//! What is decided here is advice until the database agrees: two people may be shown the same free time, and
//! only the claims table's own constraint decides who gets it.

pub mod calendar;
pub mod clock;
pub mod hours;
pub mod model;
pub mod offer;
pub mod open;
pub mod policy;
pub mod refusal;
pub mod reminder;
pub mod status;
pub mod tick;
pub mod ticks;

pub use calendar::{Calendar, Setting};
pub use hours::{ClinicDay, ClinicDays, DayPlan, Hours, Span, WeeklyHours};
pub use model::{
    Booker, Claim, Device, DeviceKey, Grid, Modality, PlaceKey, Practitioner, PractitionerKey, Room, RoomKey, Service,
    ServiceKey, Timing, TimingFault,
};
pub use offer::{Assignment, Offer, Query};
pub use open::{OpenTime, Taken};
pub use policy::{ChangePolicy, TooLate};
pub use refusal::{Limit, Refusal};
pub use status::{Status, StatusFault};
pub use tick::Tick;
pub use ticks::Ticks;
