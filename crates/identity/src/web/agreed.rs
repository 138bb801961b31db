//! What a client agreed to and stated, beside everything else on their page: today, that and how they hold an account.

use ground::web::{Page, Tongue};
use ground::{Panel, PersonId, Result, Tx};

use crate::store::account::{Stated, stated};
use crate::store::factor::{any, any_or_linked};

pub(crate) const PANEL: Panel = Panel { place: "client", order: 70, draw: panel };

#[derive(askama::Template)]
#[template(path = "account/agreed.html")]
struct AgreedPanel<'a> {
    page: &'a Page,
    lines: Vec<String>,
    /// Where everything beside the password is taken off their account, for whoever may.
    factors: Option<String>,
}

/// The accounts of a person, in sentences. Nothing else is asked of them yet, and the panel says so.
fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let (accounts, zone) = (stated(tx, person)?, tx.settings().zone.clone());
    let mut lines: Vec<String> = accounts.iter().flat_map(|account| sentences(&page.t, account, &zone)).collect();
    let mut factors = None;
    for account in &accounts {
        if any(tx, account.id).map_err(ground::Error::from)? {
            lines.push(page.t.get("identity-agreed-factors"));
        }
        if any_or_linked(tx, account.id).map_err(ground::Error::from)? {
            let may = tx.scope().house().permits_anyhow(tx.scope(), "identity.factor.remove_others");
            factors = may.then(|| format!("{}/accounts/{}/factors/removal", page.base, account.id));
        }
    }
    let drawn = askama::Template::render(&AgreedPanel { page, lines, factors });
    drawn.map(Some).map_err(|_| ground::Error::internal("a panel of identity does not render"))
}

fn sentences(t: &Tongue, account: &Stated, zone: &jiff::tz::TimeZone) -> Vec<String> {
    let date = |at: jiff::Timestamp| t.date_plain(at.to_zoned(zone.clone()).date());
    let mut lines = vec![t.with("identity-agreed-opened", &[("date", date(account.created_at).into())])];
    lines.push(match account.verified_at {
        Some(at) => t.with("identity-agreed-confirmed", &[("date", date(at).into())]),
        None => t.get("identity-agreed-unconfirmed"),
    });
    lines.extend(account.age.map(|age| t.with("identity-agreed-age", &[("age", age.into())])));
    lines.extend(account.deactivated_at.map(|at| t.with("identity-agreed-closed", &[("date", date(at).into())])));
    lines
}
