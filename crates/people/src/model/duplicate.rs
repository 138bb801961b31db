//! Two records that may be one person's.

use ground::PersonId;
use jiff::Timestamp;

/// What two records have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// The same name, however it is typed.
    pub name: bool,
    /// A name that is taken for it.
    pub near: bool,
    /// The same date of birth, seen only beside a name that is the same or near.
    pub birth: bool,
    pub email: bool,
    pub phone: bool,
}

impl Shared {
    /// How much it says that the two are one, from 1: a name that differs with a number that is the same is a family more
    /// often than not.
    pub fn weight(self) -> i64 {
        let contact = i64::from(self.email) + i64::from(self.phone);
        match (self.name, self.near, self.birth) {
            (true, _, true) => 6 + contact,
            (_, true, true) | (true, _, _) if contact > 0 => 5 + contact,
            (_, true, true) => 4,
            (true, ..) => 3,
            (_, true, _) if contact > 0 => 3 + contact,
            _ => contact,
        }
    }

    /// As it is stored: the kinds in a fixed order.
    pub(crate) fn words(self) -> String {
        let all = [
            (self.name, "name"),
            (self.near, "near"),
            (self.birth, "birth"),
            (self.email, "email"),
            (self.phone, "phone"),
        ];
        all.into_iter().filter_map(|(is, word)| is.then_some(word)).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn stored(words: &str) -> Shared {
        let has = |word: &str| words.split(' ').any(|one| one == word);
        Shared { name: has("name"), near: has("near"), birth: has("birth"), email: has("email"), phone: has("phone") }
    }

    /// The keys of what to say.
    pub fn keys(self) -> Vec<&'static str> {
        let name = match (self.name, self.near, self.birth) {
            (true, _, true) => Some("people-share-name-birth"),
            (true, _, false) => Some("people-share-name"),
            (_, true, true) => Some("people-share-near-birth"),
            (_, true, false) => Some("people-share-near"),
            _ => None,
        };
        let contact = [(self.email, "people-share-email"), (self.phone, "people-share-phone")];
        name.into_iter().chain(contact.into_iter().filter_map(|(is, key)| is.then_some(key))).collect()
    }
}

/// A pair, the older record first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub one: PersonId,
    pub other: PersonId,
    pub shared: Shared,
    pub weight: i64,
    pub found_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_more_weighs_more() {
        let of = |words: &str| Shared::stored(words);
        let rising = [
            "phone",
            "email phone",
            "name",
            "near phone",
            "near birth",
            "name email",
            "name birth",
            "name birth email phone",
        ];
        let weights: Vec<i64> = rising.iter().map(|words| of(words).weight()).collect();
        assert!(weights.is_sorted() && weights[0] == 1, "{weights:?}");
        for words in rising {
            assert_eq!(of(words).words(), words);
            assert!(!of(words).keys().is_empty());
        }
    }
}
