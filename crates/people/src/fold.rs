//! Names as they are looked up: what the same name has in common however it is typed.
//!
//! A client is found by keyed tokens of the beginnings of their name's words. Tokens are what a new client costs, so a
//! name gets at most eleven: the more words it has, the fewer beginnings of each ([`PLANS`]). A look-up therefore
//! asks for one beginning under every plan; where that beginning is shorter than what was typed, the caller compares
//! the opened names again ([`begins`]).
//!
//! A name of two words, as most are, has one token more for how both begin: two common words, each with ten thousand
//! clients among a million, are then met by a hundred candidates.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Which beginnings of each word of a name are kept, by how many words the name has.
struct Plan {
    kind: &'static str,
    /// Names of at most so many words.
    words: usize,
    /// Lengths of the kept beginnings, in characters.
    lengths: &'static [usize],
}

const PLANS: [Plan; 3] = [
    Plan { kind: "client.name.two", words: 2, lengths: &[2, 3, 4, 5, 6] },
    Plan { kind: "client.name.three", words: 3, lengths: &[2, 3, 5] },
    Plan { kind: "client.name.more", words: MOST_WORDS, lengths: &[2, 4] },
];

/// Words of a name beyond these are not looked up.
pub(crate) const MOST_WORDS: usize = 5;

/// The token kind of how the two words of a name begin, in either order.
const PAIR: &str = "client.name.pair";

/// The token kind of a whole name.
pub(crate) const WHOLE: &str = "client.name.whole";

/// Folds one text to the words it is looked up by: no accents, no case, no vowel marks of Arabic; Indic vowel signs
/// stay, because they are letters there. Apostrophes join, everything else between letters parts.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            c if is_accent(c) => {}
            '\'' | '\u{2018}'..='\u{201b}' | '\u{2bb}'..='\u{2bd}' | '`' | '\u{b4}' => {}
            // Joiners and the drawn-out stroke of Arabic change how a word looks, not which word it is.
            '\u{200c}' | '\u{200d}' | '\u{640}' | '\u{ad}' => {}
            c if c.is_alphanumeric() || is_combining_mark(c) => plain(c, &mut folded),
            _ => folded.push(' '),
        }
    }
    folded.split_whitespace().map(str::to_owned).collect()
}

/// Marks that are left out in quick typing: of Latin, Greek and Cyrillic letters, Hebrew points, Arabic vowel signs
/// and hamza, the nukta of Devanagari.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{93c}')
}

/// Letters that no decomposition makes plain.
fn plain(c: char, out: &mut String) {
    out.push_str(match c {
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ø' => "o",
        'ħ' => "h",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        // Alef with a join, the two ways of writing a final yeh, teh marbuta, and the Persian forms of kaf and yeh.
        'ٱ' => "ا",
        'ى' | 'ی' => "ي",
        'ة' => "ه",
        'ک' => "ك",
        c => return out.push(c),
    });
}

/// The words of a whole name: those of the given name and of the family name in turn, so that neither is lost where
/// there are more than [`MOST_WORDS`].
fn name_words(given: &str, family: &str) -> Vec<String> {
    let (mut given, mut family) = (words(given).into_iter(), words(family).into_iter());
    let mut all = Vec::new();
    loop {
        let before = all.len();
        all.extend(given.next());
        all.extend(family.next());
        if all.len() == before {
            break;
        }
    }
    let mut distinct: Vec<String> = Vec::new();
    for word in all {
        if !distinct.contains(&word) {
            distinct.push(word);
        }
    }
    distinct.truncate(MOST_WORDS);
    distinct
}

/// What a name is found by: token kinds with their texts.
pub(crate) fn tokens(given: &str, family: &str) -> Vec<(&'static str, String)> {
    let words = name_words(given, family);
    let mut tokens = Vec::new();
    for plan in PLANS.iter().filter(|plan| words.len() <= plan.words).take(1) {
        for word in &words {
            let length = word.chars().count();
            for &kept in plan.lengths.iter().filter(|kept| **kept <= length) {
                tokens.push((plan.kind, beginning(word, kept)));
            }
            if length == 1 {
                tokens.push((plan.kind, word.clone()));
            }
        }
    }
    if let [one, other] = words.as_slice() {
        tokens.push((PAIR, pair(one, other)));
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

fn pair(one: &str, other: &str) -> String {
    let (one, other) = (beginning(one, 2), beginning(other, 2));
    if one <= other { format!("{one}\n{other}") } else { format!("{other}\n{one}") }
}

/// The whole name as one text, the same for every way of typing it.
pub(crate) fn whole(given: &str, family: &str) -> String {
    format!("{}\n{}", words(given).join(" "), words(family).join(" "))
}

/// One way to meet what was typed: tokens that a client must all have, the one with the fewest clients first where that
/// is plain.
pub(crate) type Way = Vec<(&'static str, String)>;

/// The ways in which a name with words beginning with each of `typed` may be kept, and whether they say it exactly.
/// None of `typed` may begin another, so that each is met by a word of its own. A single letter finds only words that are one letter long.
pub(crate) fn ways(typed: &[&str]) -> (Vec<Way>, bool) {
    let mut exact = true;
    let mut ways = Vec::new();
    for plan in PLANS.iter().filter(|plan| typed.len() <= plan.words) {
        let mut way = Way::new();
        if let (2, [one, other]) = (plan.words, typed) {
            way.push((PAIR, pair(one, other)));
        }
        for word in typed {
            let length = word.chars().count();
            let kept = plan.lengths.iter().rev().find(|kept| **kept <= length).copied().unwrap_or(length);
            exact &= kept == length;
            // A pair says the first two letters already.
            if way.first().is_none_or(|(kind, _)| *kind != PAIR) || kept > 2 {
                way.push((plan.kind, beginning(word, kept)));
            }
        }
        ways.push(way);
    }
    (ways, exact)
}

/// Whether each of the typed words begins some word of the name.
pub(crate) fn begins(typed: &[String], given: &str, family: &str) -> bool {
    let name: Vec<String> = words(given).into_iter().chain(words(family)).collect();
    typed.iter().all(|typed| name.iter().any(|word| word.starts_with(typed.as_str())))
}

fn beginning(word: &str, length: usize) -> String {
    word.chars().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_folds_alike_however_it_is_typed() {
        for (written, typed, folded) in [
            ("Nguyễn", "nguyen", "nguyen"),
            ("Đặng Thị Hồng", "DANG thi hong", "dang thi hong"),
            ("Łukasz Żółć", "lukasz zolc", "lukasz zolc"),
            ("Søren Ærøskøbing", "soren aeroskobing", "soren aeroskobing"),
            ("Großmann", "GROSSMANN", "grossmann"),
            ("İpek Işık", "ipek isik", "ipek isik"),
            ("O’Neill", "ONeill", "oneill"),
            ("D'Angelo", "d`angelo", "dangelo"),
            ("Kaʻiulani", "kaiulani", "kaiulani"),
            ("Jean-Luc", "jean luc", "jean luc"),
            ("J.R.R.", "j r r", "j r r"),
            ("ﬁnn", "finn", "finn"),
            ("Nadia", "Ｎａｄｉａ", "nadia"),
            ("أحمد", "احمد", "احمد"),
            ("مُحَمَّد", "محمد", "محمد"),
            ("عبـد الله", "عبد الله", "عبد الله"),
            ("إيمان آل ثاني", "ايمان ال ثاني", "ايمان ال ثاني"),
            ("فاطمة", "فاطمه", "فاطمه"),
            ("مصطفى", "مصطفي", "مصطفي"),
            ("علی کریمی", "علي كريمي", "علي كريمي"),
            ("फ़ातिमा", "फातिमा", "फातिमा"),
            ("שָׁלוֹם", "שלום", "שלום"),
            ("Ёлкина", "Елкина", "елкина"),
        ] {
            assert_eq!(words(written).join(" "), folded, "{written}");
            assert_eq!(words(typed).join(" "), folded, "{typed}");
        }
    }

    #[test]
    fn names_that_differ_stay_apart() {
        for (one, other) in
            [("रवि", "रव"), ("राम", "रीमा"), ("Anna", "Hanna"), ("علي", "عالي"), ("Jean-Luc", "Jeanluc")]
        {
            assert_ne!(words(one), words(other));
        }
        assert_ne!(whole("Ann", "Lee Smith"), whole("Ann Lee", "Smith"));
        assert_eq!(whole(" ANN", "O’Neill"), whole("Ann", "ONeill"));
    }

    #[test]
    fn no_name_costs_more_than_eleven_tokens() {
        for (given, family, most) in [
            ("Nadia", "Ferreira", 10),
            ("Christopherson", "Wolfeschlegelstein", 11),
            ("María José", "García", 9),
            ("María José", "García Márquez", 8),
            ("Pablo Diego José Francisco", "de Paula Juan Nepomuceno", 10),
            ("عبد الرحمن", "بن عبد العزيز آل سعود", 10),
            ("王", "小明", 3),
            ("J.R.R.", "Tolkien", 6),
        ] {
            let count = tokens(given, family).len();
            assert!((1..=most).contains(&count), "{given} {family}: {count}");
        }
    }

    #[test]
    fn a_lookup_says_whether_its_answer_must_be_looked_at_again() {
        let one = |kind, text: &str| vec![(kind, text.to_owned())];
        let (ways_of_na, exact) = ways(&["na"]);
        assert_eq!(
            ways_of_na,
            [one("client.name.two", "na"), one("client.name.three", "na"), one("client.name.more", "na")]
        );
        assert!(exact);
        let (ways_of_ferreira, exact) = ways(&["ferreira"]);
        assert_eq!(
            (ways_of_ferreira[0][0].1.as_str(), ways_of_ferreira[2][0].1.as_str(), exact),
            ("ferrei", "ferr", false)
        );
        assert_eq!(ways(&["王"]).0[0][0].1, "王");
    }

    #[test]
    fn two_words_are_met_by_how_both_begin() {
        let (both, _) = ways(&["nad", "fe"]);
        assert_eq!(both[0], [("client.name.pair", "fe\nna".to_owned()), ("client.name.two", "nad".to_owned())]);
        assert_eq!(both[1], [("client.name.three", "nad".to_owned()), ("client.name.three", "fe".to_owned())]);
        let kept = tokens("Nadia", "Ferreira");
        assert!(both[0].iter().all(|token| kept.contains(token)));
    }
}
