//! The promises as they stand now: see [`ground::standing`](mod@ground::standing), which the self-audit asks too.

pub use ground::standing::{Figures, Printed, Standing, standing};
