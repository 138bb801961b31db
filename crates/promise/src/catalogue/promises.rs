//! Every promise.

use super::Promise;

/// Every promise, in the order of the notice.
pub const PROMISES: &[Promise] = &[];
