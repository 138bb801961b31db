//! How rows that are never changed hold on to each other, so that a changed one shows.

use aws_lc_rs::digest::{Context, SHA256};
use jiff::Timestamp;

/// The digest of the row of that number with these texts: it covers the digest of the one before.
pub fn link(before: Option<&[u8]>, number: i64, texts: &[&str], at: Timestamp) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    context.update(before.unwrap_or_default());
    context.update(&number.to_be_bytes());
    for text in texts {
        // With its length, so that no two rows read alike.
        context.update(&(text.len() as u64).to_be_bytes());
        context.update(text.as_bytes());
    }
    context.update(&at.as_microsecond().to_be_bytes());
    context.finish().as_ref().to_vec()
}
