use promise::{Category, Erase, Purpose, Purposes};
use proptest::prelude::*;

#[test]
fn every_word_reads_back_as_itself() {
    for purpose in Purpose::ALL {
        assert_eq!(purpose.as_str().parse(), Ok(*purpose));
    }
    for category in Category::ALL {
        assert_eq!(category.as_str().parse(), Ok(*category));
    }
    for erase in Erase::ALL {
        assert_eq!(erase.as_str().parse(), Ok(*erase));
    }
}

#[test]
fn an_unknown_word_is_answered_with_the_known_ones() {
    let error = "billling".parse::<Purpose>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"billling\" is not a purpose; write one of: scheduling, care, account, administration, security, billing, \
         marketing, analytics, rights, operation, import, reporting, export, disclosure, research"
    );
}

#[test]
fn the_sensitive_categories_are_those_that_say_something_about_a_person() {
    let sensitive: Vec<_> = Category::ALL.iter().filter(|category| category.is_sensitive()).collect();
    assert_eq!(
        sensitive.iter().map(|category| category.as_str()).collect::<Vec<_>>(),
        ["identity", "contact", "health", "biometric", "location", "message"]
    );
}

fn purposes() -> impl Strategy<Value = Vec<Purpose>> {
    proptest::sample::subsequence(Purpose::ALL.to_vec(), 0..=Purpose::ALL.len())
}

proptest! {
    #[test]
    fn a_set_of_purposes_holds_exactly_what_was_put_in(put in purposes(), one in proptest::sample::select(Purpose::ALL)) {
        let set: Purposes = put.iter().copied().collect();
        prop_assert_eq!(set.iter().collect::<Vec<_>>(), put.clone());
        prop_assert_eq!(set.contains(one), put.contains(&one));
        prop_assert_eq!(set.is_empty(), put.is_empty());
        prop_assert!(set.with(one).contains(one));
        prop_assert!(!set.without(one).contains(one));
    }
}
