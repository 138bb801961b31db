//! Who may do what, why: the rooms' `policy.cedar` files, read once at start and asked at every door.
//!
//! A rule permits or forbids an *action* (`booking.day.read`) to *roles*, for *purposes*, under *relations* to the
//! person concerned. What no rule permits is refused; what any rule forbids is refused whatever permits it. The
//! language is Cedar (<https://docs.cedarpolicy.com>); this crate fixes its vocabulary, refuses files with a
//! misspelt name, and remembers answers.
//!
//! ```cedar
//! // Those who run the day see it.
//! @id("booking.staff_see_the_day")
//! permit (principal, action == Action::"booking.day.read", resource)
//! when { principal.roles.containsAny(["front_desk", "clinician", "manager"]) && context.purpose == "scheduling" };
//! ```
//!
//! | in a rule | is |
//! |---|---|
//! | `principal.roles` | the actor's roles, a set of names of [`Role`] |
//! | `action` | `Action::"room.noun.verb"`, named in the head; a room permits only actions of its own and [`OPEN`], and may forbid any |
//! | `resource.yourself`, `.ward`, `.in_care`, `.by_link`, `.emergency`, `.from_directory`, `.granted` | the [`Relations`], true or false |
//! | `context.purpose` | the purpose, in snake_case |
//!
//! A clinic makes roles of its own out of the staff's, less *abilities*: named groups of actions that each room lists in
//! its `abilities.toml`. No rule knows of them: for an action whose ability was taken away, the parts do not count.
//!
//! Deliberately absent: single people in rules (an actor is what roles and relations say), times and places (the
//! answer must hold as long as the rules do), templates, and action groups.

mod ability;
mod ask;
mod error;
mod policy;
mod read;
mod role;

pub use ability::Ability;
pub use ask::{Ask, Decision, Explanation, Relations};
pub use error::{Fault, PolicyError};
pub use policy::Policy;
pub use role::{Role, RoleSet, STAFF, UnknownRole};

/// Opening a person's record. This and [`CHANGE`] are the house's actions and no room's, so that each room may say for
/// what it lets whom.
pub const OPEN: &str = "person.open";

/// Changing what is about a person, as a visit of theirs, without opening their record. Whoever may open it may.
pub const CHANGE: &str = "person.change";
