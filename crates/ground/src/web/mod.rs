//! The web shell: what every request passes through and every page is made of. Rooms bring handlers and templates;
//! here are their forms, faults, headers, limits, languages and assets.

pub mod address;
pub mod assets;
pub mod colour;
pub mod cookies;
pub mod doc;
pub mod error;
pub mod face;
pub mod faults;
pub mod form;
pub mod headers;
pub mod health;
pub mod json;
pub mod limit;
pub mod live;
pub mod origin;
pub mod page;
pub mod problem;
pub mod seen;
pub mod shell;
pub mod speak;

pub use crate::words::{Tongue, Value, Words};
pub use address::{Block, ClientAddress};
pub use assets::Assets;
pub use error::Fault;
pub use face::Face;
pub use faults::Faults;
pub use form::{Fields, Form, Query, Reader};
pub use limit::{LimitSettings, Limits, Rate, Rule, SlowRate, Taken};
pub use page::{LangLink, NavItem, Page, User, render, render_as};
pub use problem::Problem;
pub use seen::{Seen, Sight};
pub use shell::{ShellConfig, shell};
