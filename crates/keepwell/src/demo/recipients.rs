//! Whom the invented clinic has do something for it: nobody of them exists.

use ground::recipient::{self, Agreement, BY_HAND, Kind, Terms};
use ground::{Result, Scope, Tx, egress};
use jiff::ToSpan;
use promise::{Category, Purpose};

/// Name, way, kind of the agreement, its paper, days since it was signed, and days that are left of it.
type One = (&'static str, &'static str, Kind, &'static str, i64, Option<i64>);

const LISTED: &[One] = &[
    ("Harbour Directory Services Ltd", "google-workspace", Kind::Processing, "HDS-2026-04", 210, None),
    ("Quayside Sign-in Ltd", "openid-provider", Kind::Processing, "QS-118", 320, Some(45)),
    ("Marram Accountants", BY_HAND, Kind::Confidentiality, "Letter of engagement", 700, None),
];

/// Writes them down.
pub(super) async fn list(scope: &Scope) -> Result<()> {
    scope.write(|tx| LISTED.iter().try_for_each(|one| add(tx, one))).await
}

fn add(tx: &mut Tx<'_>, (name, way, kind, reference, ago, left): &One) -> Result<()> {
    let today = tx.now().to_zoned(tx.settings().zone.clone()).date();
    let asked = egress::way(way);
    let terms = Terms {
        name: (*name).to_owned(),
        way: (*way).to_owned(),
        // The demo plays them on this machine.
        place: if asked.is_some() { "127.0.0.1".to_owned() } else { String::new() },
        purposes: match asked {
            Some(way) => way.purposes.iter().copied().collect(),
            None => [Purpose::Billing].into_iter().collect(),
        },
        categories: match asked {
            Some(way) => way.categories.iter().copied().collect(),
            None => [Category::Finance, Category::Reference].into_iter().collect(),
        },
        region: tx.settings().jurisdiction.get(..2).unwrap_or("IE").to_owned(),
        safeguard: String::new(),
        agreement: Some(Agreement {
            kind: *kind,
            reference: (*reference).to_owned(),
            signed_on: today.saturating_sub(ago.days()),
            ends_on: left.map(|left| today.saturating_add(left.days())),
        }),
    };
    let effective_at = tx.now() - jiff::SignedDuration::from_hours(24 * ago);
    recipient::stood(tx, &terms, effective_at).map(drop)
}
