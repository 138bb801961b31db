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
pub fn words(text: &str) -> Vec<String> {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            c if is_accent(c) => {}
            c if is_apostrophe(c) => {}
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
        // Sigma at the end of a word.
        'ς' => "σ",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        // Alef with a join, the two ways of writing a final yeh, teh marbuta, and the Persian forms of kaf and yeh.
        'ٱ' => "ا",
        'ى' | 'ی' => "ي",
        'ة' => "ه",
        'ک' => "ك",
        // The nasal sign of Devanagari with and without its moon: गाँधी is written गांधी as often.
        'ँ' => "ं",
        c => return out.push(c),
    });
}

/// The words of a whole name: those of the given name and of the family name in turn, so that neither is lost where
/// there are more than [`MOST_WORDS`]; then, as far as there is room, what else they are looked for by.
fn name_words(given: &str, family: &str) -> Vec<String> {
    let (also_given, also_family) = (others(given), others(family));
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
    all.extend(also_family.into_iter().chain(also_given));
    let mut distinct: Vec<String> = Vec::new();
    for word in all {
        if !distinct.contains(&word) {
            distinct.push(word);
        }
    }
    distinct.truncate(MOST_WORDS);
    distinct
}

/// Words by which a compound name is looked for as well as by its own: what follows an apostrophe ("neill"), parts joined
/// ("annemarie"), the name without the Arabic article ("رشيد"), and umlauts spelt out ("mueller"). At most two of a text.
fn others(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for chunk in text.split_whitespace() {
        if let Some((before, after)) = chunk.rsplit_once(is_apostrophe)
            && !before.is_empty()
        {
            all.extend(words(after));
        }
        if chunk.contains(is_hyphen) {
            all.extend(words(&chunk.replace(is_hyphen, "")));
        }
        let spelt: String = chunk.nfc().flat_map(|c| [c].into_iter().chain(umlaut(c))).collect();
        if spelt.chars().count() > chunk.nfc().count() {
            all.extend(words(&spelt));
        }
        all.extend(words(chunk).iter().filter_map(|word| word.strip_prefix("ال")).map(str::to_owned));
    }
    all.retain(|word| word.chars().count() >= 3);
    all.truncate(2);
    all
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}'..='\u{201b}' | '\u{2bb}'..='\u{2bd}' | '`' | '\u{b4}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}')
}

/// What follows an umlaut that is spelt out.
fn umlaut(c: char) -> Option<char> {
    matches!(c, 'ä' | 'ö' | 'ü' | 'Ä' | 'Ö' | 'Ü').then_some('e')
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

/// How a name sounds, the same for what is often taken for it: other spellings, swapped given and family names, further
/// given names left out, one family name in two words. Coarse on purpose; it only says where to look.
pub(crate) fn near(given: &str, family: &str) -> String {
    let first = words(given).into_iter().next().unwrap_or_default();
    let mut parts = [sound(&first), sound(&words(family).concat())];
    parts.sort_unstable();
    parts.join("\n")
}

/// The consonants of a word in Latin letters, those that are heard alike made one; a word in other letters as it is.
fn sound(word: &str) -> String {
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let mut heard = word.to_owned();
    for (written, as_heard) in [
        ("sch", "s"),
        ("ph", "f"),
        ("ck", "k"),
        ("dt", "t"),
        ("tz", "s"),
        ("x", "ks"),
        ("q", "k"),
        ("c", "k"),
        ("z", "s"),
        ("w", "v"),
        ("j", "y"),
    ] {
        heard = heard.replace(written, as_heard);
    }
    let mut out = String::new();
    let mut before = '\0';
    for c in heard.chars() {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        if out.is_empty() {
            // How a word begins is rarely misheard, but which vowel it was is.
            out.push(if vowel { 'a' } else { c });
        } else if c != before && !vowel && c != 'h' {
            out.push(c);
        }
        before = c;
    }
    out
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
    let name: Vec<String> = [given, family].into_iter().flat_map(|part| [words(part), others(part)].concat()).collect();
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
            ("Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ", "παπαδοπουλοσ"),
            ("गाँधी", "गांधी", "गांधी"),
            ("क्\u{200d}षितिज", "क्षितिज", "क्षितिज"),
            ("Trần Quốc Tuấn", "tran quoc tuan", "tran quoc tuan"),
            ("Nguyê\u{303}n Thị Ơn", "NGUYEN THI ON", "nguyen thi on"),
            ("Ỳ Lan", "y lan", "y lan"),
            ("van der Berg", "VAN DER BERG", "van der berg"),
            ("Ó Súilleabháin", "o suilleabhain", "o suilleabhain"),
            ("Peñalva-Ruiz", "penalva ruiz", "penalva ruiz"),
            ("Håkon Åse", "hakon ase", "hakon ase"),
            ("Şükrü Çağlar", "sukru caglar", "sukru caglar"),
            ("ابن‌سینا", "ابنسينا", "ابنسينا"),
            ("مُؤْمِن", "مومن", "مومن"),
        ] {
            assert_eq!(words(written).join(" "), folded, "{written}");
            assert_eq!(words(typed).join(" "), folded, "{typed}");
        }
    }

    #[test]
    fn a_compound_name_is_met_by_each_way_people_shorten_it() {
        for (given, family, typed) in [
            ("Aoife", "O’Neill", "neill"),
            ("Aoife", "O'Neill", "o neill"),
            ("Aoife", "O'Neill", "oneill"),
            ("Bruno", "D'Angelo", "angelo"),
            ("Anne-Marie", "Lund", "annemarie"),
            ("Anne-Marie", "Lund", "anne marie"),
            ("Jean-Luc", "Lund", "jeanl"),
            ("Noor", "الرشيد", "رشيد"),
            ("Noor", "الرشيد", "الرشيد"),
            ("Greta", "Müller", "mueller"),
            ("Greta", "Mu\u{308}ller", "mueller"),
            ("Greta", "Müller", "muller"),
            ("Cormac", "McGrath-Lowe", "mcgrathlowe"),
        ] {
            let typed: Vec<String> = words(typed);
            assert!(begins(&typed, given, family), "{typed:?} {given} {family}");
            let kept = tokens(given, family);
            let looked: Vec<&str> =
                typed.iter().map(String::as_str).filter(|word| word.chars().nth(1).is_some()).collect();
            let met = ways(&looked).0.iter().any(|way| way.iter().all(|token| kept.contains(token)));
            assert!(met, "{typed:?} meets no token of {given} {family}");
        }
        for (given, family, typed) in
            [("Aoife", "O'Neill", "eill"), ("Anne-Marie", "Lund", "marieanne"), ("Ali", "Alba", "ba")]
        {
            assert!(!begins(&words(typed), given, family), "{typed} {given} {family}");
        }
    }

    #[test]
    fn names_that_are_taken_for_each_other_sound_alike() {
        for (one, other) in [
            (("Nadia", "Ferreira"), ("Nadja", "Fereira")),
            (("Nadia", "Ferreira"), ("Ferreira", "Nadia")),
            (("Nadia Rosa", "Ferreira"), ("Nadia", "Ferreira")),
            (("Katherine", "Meyer"), ("Catherine", "Maier")),
            (("Mohammed", "Al Rashid"), ("Muhammad", "Al-Rasheed")),
            (("Lukas", "Brandt"), ("Lucas", "Brant")),
            (("Thomas", "O’Neill"), ("Tomas", "O Neil")),
            (("Philip", "Schmitz"), ("Filip", "Smitz")),
            (("Zoë", "Wójcik"), ("Zoe", "Vojcik")),
            (("Thị", "Nguyễn"), ("Thi", "Nguyen")),
            (("رحمن", "آل ثاني"), ("رحمن", "ال ثاني")),
        ] {
            assert_eq!(near(one.0, one.1), near(other.0, other.1), "{one:?} {other:?}");
        }
        for (one, other) in [
            (("Nadia", "Ferreira"), ("Tomás", "Ferreira")),
            (("Anna", "Lund"), ("Hanna", "Lund")),
            (("Lukas", "Brandt"), ("Markus", "Brandt")),
            (("小明", "王"), ("小红", "王")),
            (("रवि", "शर्मा"), ("रीमा", "शर्मा")),
        ] {
            assert_ne!(near(one.0, one.1), near(other.0, other.1), "{one:?} {other:?}");
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
            ("Anne-Marie", "O'Sullivan-Müller", 11),
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
