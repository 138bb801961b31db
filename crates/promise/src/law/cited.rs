//! By what name a law is shown: what nobody read says so, wherever it is named.

use super::authority;
use super::pack::{Checked, packs};

/// What stands for a law where we know none.
pub const NO_LAW: &str = "no law that we know sets a time: the strictest that we know";

/// Whether the text of `law` was read: a citation of a pack or of an authority, or several with "; " between them. What stands
/// in neither was not read here, whatever it is; where no law is named, there is nothing to read.
#[must_use]
pub fn is_read(law: &str) -> bool {
    let mut rest = law;
    while !rest.is_empty() && rest != NO_LAW {
        // A citation may hold what parts several, so the longest that fits is taken off.
        let after = |citation: &str| {
            let left = rest.strip_prefix(citation)?;
            if left.is_empty() { Some(left) } else { left.strip_prefix("; ") }
        };
        let Some(left) = read().filter_map(after).min_by_key(|left| left.len()) else { return false };
        rest = left;
    }
    true
}

/// Every citation whose text was read wherever it stands.
fn read() -> impl Iterator<Item = &'static str> {
    let facts = || packs().iter().flat_map(|pack| &pack.facts);
    let all = facts().map(|fact| (fact.citation.as_str(), fact.checked));
    let all = all.chain(authority::all().map(|one| (one.citation, one.checked)));
    let unread = move |citation: &str| {
        facts().any(|fact| fact.citation == citation && fact.checked == Checked::Unverified)
            || authority::all().any(|one| one.citation == citation && one.checked == Checked::Unverified)
    };
    all.filter(move |(citation, checked)| *checked == Checked::Verified && !unread(citation))
        .map(|(citation, _)| citation)
}

/// The English name of a law, with a mark where its text was not read. Pages say it in their own language.
#[must_use]
pub fn named(law: &str) -> String {
    if is_read(law) { law.to_owned() } else { format!("{law} (unverified)") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_read_says_so_alone_and_among_others() {
        let of = |checked: Checked| {
            let found = packs().iter().flat_map(|pack| &pack.facts).map(|fact| (fact, fact.citation.as_str()));
            let other = |citation: &str| {
                packs()
                    .iter()
                    .flat_map(|pack| &pack.facts)
                    .any(|fact| fact.citation == citation && fact.checked != checked)
            };
            let mut found = found.filter(|(fact, citation)| fact.checked == checked && !other(citation));
            found.next().map(|(_, citation)| citation)
        };
        let read = of(Checked::Verified).unwrap();
        assert!(is_read(read) && is_read("") && is_read(NO_LAW));
        assert_eq!(named(read), read);
        assert!(is_read(&format!("{read}; {read}")));
        for unread in of(Checked::Unverified).into_iter().chain(["A law of elsewhere, s. 1"]) {
            assert_eq!(named(unread), format!("{unread} (unverified)"));
            assert!(!is_read(&format!("{read}; {unread}")) && !is_read(&format!("{unread}; {read}")), "{unread}");
        }
        // Another paragraph of it is another text.
        assert!(!is_read(&format!("{read}(z)")));
    }
}
