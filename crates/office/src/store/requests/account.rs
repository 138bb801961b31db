//! The account of what was given to whom, as the answer to a request tells it (45 CFR 164.528(b)).

use ground::Tx;
use ground::web::Value;

use super::letter::{dashed, plain};
use crate::error::Result;
use crate::model::requests::Request;
use crate::store::disclosures;

/// Of so many the letter tells, and so long it grows; the rest stands on their page.
const MOST: u32 = 50;
const LONG: usize = 7_000;

/// Everything that may be told now, line by line in the language of the request.
pub(super) fn list(tx: &mut Tx<'_>, request: &Request) -> Result<String> {
    let told = disclosures::told(tx, request.person, None, MOST)?;
    let all = disclosures::count_told(tx, request.person)?;
    let house = tx.scope().house();
    let tongue = house.words.tongue(&request.language).unwrap_or_else(|| house.words.english());
    let zone = tx.settings().zone.clone();
    let (mut list, mut named) = (String::new(), 0);
    for (one, opened) in told {
        let kinds: Vec<String> =
            one.categories.iter().map(|kind| tongue.get(&format!("consent-category-{kind}"))).collect();
        let values: [(&str, Value<'_>); 7] = [
            ("day", tongue.date_full(one.given_at.to_zoned(zone.clone()).date()).into()),
            ("recipient", opened.recipient.into()),
            ("address", opened.address.replace('\n', ", ").into()),
            ("occasion", tongue.get(&format!("disclosures-kind-{}", dashed(one.kind.as_str()))).into()),
            ("purpose", opened.purpose.into()),
            ("basis", opened.basis.into()),
            ("what", tongue.list(&kinds).into()),
        ];
        let line = plain(&tongue, "disclosures-mail-line", &values);
        let told: Vec<&str> = line.lines().filter(|line| !line.trim().is_empty()).collect();
        let line = told.join("\n");
        if list.len() + line.len() > LONG {
            break;
        }
        list.push_str(&line);
        list.push_str("\n\n");
        named += 1;
    }
    if named < all {
        list.push_str(&plain(&tongue, "disclosures-mail-more", &[("count", (all - named).into())]));
    }
    Ok(list.trim_end().to_owned())
}
