//! What a release is made of, for any rows: nobody stands in too small a class, and nothing that names somebody passes.

use std::collections::{HashMap, HashSet};

use promise::release::{Asked, Diversity, Gathered, Identifier, Kind, Ladder, Unfit, weigh};
use proptest::prelude::*;

/// Who is in a class, and who has which value in it.
type Class = (HashSet<String>, HashSet<(String, String)>);

const LADDERS: [Ladder; 5] = [Ladder::Age, Ladder::Year, Ladder::Days, Ladder::Place, Ladder::Word];

fn asked(k: u32, l: u32, most_suppressed: u32) -> Asked {
    Asked { k, l, diversity: Diversity::Distinct, most_suppressed }
}

fn lines(rows: &Gathered, asked: Asked) -> Option<Vec<Vec<String>>> {
    let weighed = weigh(rows, asked)?;
    let mut lines = Vec::new();
    rows.released(&weighed, |cells| lines.push(cells.iter().map(|cell| (*cell).to_owned()).collect()));
    Some(lines)
}

/// Ages of a few people, each with so many rows.
fn ages(people: &[(&str, u32, &str)]) -> Gathered {
    let columns = vec![("age".to_owned(), Kind::Quasi(Ladder::Age)), ("status".to_owned(), Kind::Sensitive)];
    let mut rows = Gathered::new(columns).unwrap();
    for (person, age, status) in people {
        rows.push(person, &[age.to_string().as_str(), status]).unwrap();
    }
    rows
}

#[test]
fn what_names_somebody_or_was_written_becomes_no_column() {
    for kind in [Kind::FreeText, Kind::Direct(Identifier::Names), Kind::Direct(Identifier::Others)] {
        let told = Gathered::new(vec![("a".to_owned(), Kind::Plain), ("b".to_owned(), kind)]).unwrap_err();
        assert_eq!(told, Unfit::Column("b".to_owned()));
    }
    let mut rows = ages(&[]);
    assert_eq!(rows.push("x", &["1"]), Err(Unfit::Row));
    assert!(weigh(&rows, asked(2, 1, 0)).is_none(), "nothing is no release");
}

#[test]
fn rows_of_one_person_are_a_class_of_one() {
    let rows: Vec<(&str, u32, &str)> = (0..20).map(|_| ("a", 34, "done")).collect();
    assert!(weigh(&ages(&rows), asked(2, 1, 10_000)).is_none());
    let two: Vec<_> = rows.iter().copied().chain([("b", 34, "done")]).collect();
    let weighed = weigh(&ages(&two), asked(2, 1, 0)).unwrap();
    assert_eq!((weighed.report.smallest, weighed.report.released, weighed.report.people), (2, 21, 2));
    assert_eq!((weighed.report.risk_most, weighed.report.risk_average), (5_000, 5_000));
}

#[test]
fn the_rungs_that_lose_least_are_taken() {
    let near = ages(&[("a", 30, "x"), ("b", 31, "x"), ("c", 33, "x"), ("d", 34, "x")]);
    assert_eq!(weigh(&near, asked(4, 1, 0)).unwrap().report.became[0].rung, 1);
    let far = ages(&[("a", 20, "x"), ("b", 27, "x"), ("c", 33, "x"), ("d", 39, "x")]);
    assert_eq!(weigh(&far, asked(4, 1, 0)).unwrap().report.became[0].rung, 2);
    let further = ages(&[("a", 1, "x"), ("b", 27, "x"), ("c", 53, "x"), ("d", 99, "x")]);
    let weighed = weigh(&further, asked(4, 1, 0)).unwrap();
    assert_eq!((weighed.report.became[0].rung, weighed.report.became[0].top), (3, 3));
    // One who stands alone is left out rather than everybody made coarser, as far as that is allowed.
    let alone: Vec<(String, u32)> = (0..20).map(|n| (format!("p{n}"), 40)).chain([("q".to_owned(), 77)]).collect();
    let alone: Vec<(&str, u32, &str)> = alone.iter().map(|(who, age)| (who.as_str(), *age, "x")).collect();
    let weighed = weigh(&ages(&alone), asked(5, 1, 500)).unwrap();
    assert_eq!(
        (weighed.report.suppressed, weighed.report.became[0].rung, weighed.report.suppressed_share),
        (1, 0, 477)
    );
    assert_eq!(weigh(&ages(&alone), asked(5, 1, 0)).unwrap().report.suppressed, 0);
}

#[test]
fn a_class_in_which_all_share_a_secret_stays() {
    let same: Vec<(String, &str)> = (0..6).map(|n| (format!("p{n}"), "missed")).collect();
    let rows: Vec<(&str, u32, &str)> = same.iter().map(|(who, status)| (who.as_str(), 40, *status)).collect();
    assert!(weigh(&ages(&rows), asked(3, 1, 0)).is_some());
    assert!(weigh(&ages(&rows), asked(3, 2, 10_000)).is_none());
    // Whoever alone came finds that all the others missed theirs.
    let alone: Vec<_> = rows.iter().copied().chain([("z", 40, "done")]).collect();
    assert!(weigh(&ages(&alone), asked(3, 2, 10_000)).is_none());
    // However often they came: it is people who are counted.
    let often: Vec<_> = rows.iter().copied().chain((0..90).map(|_| ("z", 40, "done"))).collect();
    assert!(weigh(&ages(&often), asked(3, 2, 10_000)).is_none());
    let mixed: Vec<_> = often.iter().copied().chain([("y", 40, "done")]).collect();
    let weighed = weigh(&ages(&mixed), asked(3, 2, 0)).unwrap();
    assert_eq!((weighed.report.spread[0].distinct, weighed.report.spread[0].entropy), (2, 175));
    // Six of one and two of another are two different values, and not as mixed as two.
    let entropy = Asked { diversity: Diversity::Entropy, ..asked(3, 2, 10_000) };
    assert!(weigh(&ages(&mixed), entropy).is_none());
}

#[test]
fn the_same_rows_in_any_order_give_the_same_file() {
    let some = [("a", 30, "x"), ("b", 31, "y"), ("c", 62, "x"), ("d", 64, "y"), ("e", 33, "x")];
    let back: Vec<_> = some.iter().rev().copied().collect();
    assert_eq!(lines(&ages(&some), asked(2, 1, 0)), lines(&ages(&back), asked(2, 1, 0)));
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        (0u32..110).prop_map(|age| if age >= 90 { "90+".to_owned() } else { age.to_string() }),
        (2015u32..2027).prop_map(|year| year.to_string()),
        prop::sample::select(vec!["0", "1", "2-7", "31+", "unknown", "US/606", "US/000", "IE", "class", ""])
            .prop_map(str::to_owned),
    ]
}

/// How many different values there are at least, whichever person is left out.
fn mixed<T: Eq + std::hash::Hash>(held: &HashSet<(T, T)>) -> usize {
    let without =
        |who: &T| held.iter().filter(|(person, _)| person != who).map(|(_, value)| value).collect::<HashSet<_>>();
    held.iter().map(|(who, _)| without(who).len()).min().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the rows, the ladders and what is asked: of whatever leaves, each class has at least k people and, in each
    /// sensitive column, l values; and no more rows stay than may.
    #[test]
    fn every_class_that_leaves_is_large_and_mixed_enough(
        ladders in prop::collection::vec(prop::sample::select(LADDERS.to_vec()), 1..4),
        rows in prop::collection::vec((0u32..25, prop::collection::vec(word(), 5), 0u32..4), 1..80),
        // One of them came very often, and it came out many ways.
        often in prop::collection::vec((Just(7u32), prop::collection::vec(word(), 5), 0u32..4), 0..60),
        k in 1u32..8, l in 1u32..4, most in prop::sample::select(vec![0u32, 500, 3_000, 10_000]),
    ) {
        let rows: Vec<_> = rows.into_iter().chain(often).collect();
        let mut columns: Vec<(String, Kind)> =
            ladders.iter().enumerate().map(|(n, ladder)| (format!("q{n}"), Kind::Quasi(*ladder))).collect();
        columns.push(("status".to_owned(), Kind::Sensitive));
        // The person stands in a plain column too, so that the test can tell who left.
        columns.push(("who".to_owned(), Kind::Plain));
        let mut gathered = Gathered::new(columns).unwrap();
        for (person, words, status) in &rows {
            let person = format!("p{person}");
            let mut cells: Vec<String> = words.iter().take(ladders.len()).cloned().collect();
            cells.push(status.to_string());
            cells.push(person.clone());
            gathered.push(&person, &cells).unwrap();
        }
        if let Some(weighed) = weigh(&gathered, asked(k, l, most)) {
            let mut classes: HashMap<Vec<String>, Class> = HashMap::new();
            let mut left = 0u64;
            gathered.released(&weighed, |cells| {
                let class = cells[..ladders.len()].iter().map(|cell| (*cell).to_owned()).collect();
                let (people, values) = classes.entry(class).or_default();
                people.insert(cells[ladders.len() + 1].to_owned());
                values.insert((cells[ladders.len() + 1].to_owned(), cells[ladders.len()].to_owned()));
                left += 1;
            });
            for (class, (people, values)) in &classes {
                prop_assert!(people.len() >= k as usize, "{:?} has {:?}", class, people);
                prop_assert!(l == 1 || mixed(values) >= l as usize, "{:?} has {:?}", class, values);
            }
            let report = &weighed.report;
            prop_assert_eq!(report.released, left);
            prop_assert_eq!(report.released + report.suppressed, rows.len() as u64);
            prop_assert!(report.suppressed * 10_000 <= rows.len() as u64 * u64::from(most));
            prop_assert_eq!(report.smallest as usize, classes.values().map(|(people, _)| people.len()).min().unwrap());
            prop_assert_eq!(report.classes as usize, classes.len());
        } else if most == 10_000 {
            // Only where nobody could leave even with every ladder at its end.
            let people: HashSet<u32> = rows.iter().map(|(person, ..)| *person).collect();
            let values: HashSet<(u32, u32)> = rows.iter().map(|(person, _, status)| (*person, *status)).collect();
            prop_assert!(people.len() < k as usize || l > 1 && mixed(&values) < l as usize);
        }
    }

    /// Of columns that may not leave none does, whatever stands in them.
    #[test]
    fn no_direct_identifier_ever_passes(kinds in prop::collection::vec(0usize..6, 1..6)) {
        let all = [
            Kind::Direct(Identifier::Names), Kind::Direct(Identifier::Emails), Kind::FreeText,
            Kind::Quasi(Ladder::Age), Kind::Sensitive, Kind::Plain,
        ];
        let columns: Vec<(String, Kind)> = kinds.iter().enumerate().map(|(n, kind)| (format!("c{n}"), all[*kind])).collect();
        let never = kinds.iter().any(|kind| *kind < 3);
        prop_assert_eq!(Gathered::new(columns).is_err(), never);
    }
}
