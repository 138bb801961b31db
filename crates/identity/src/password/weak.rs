//! Which passwords are refused, and why, in words.

use ground::web::{Faults, Value};
use promise::Parameters;
use zxcvbn::feedback::{Suggestion, Warning};
use zxcvbn::zxcvbn;

/// Why a password is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer characters than the least.
    Short { least: u32 },
    /// More bytes than we hash.
    Long { most: u32 },
    /// Too easy to guess: the keys of why, and of what would help.
    Guessable { why: &'static str, help: &'static str },
}

impl Weakness {
    /// Says it beside the field.
    pub fn tell(&self, field: &'static str, faults: &mut Faults, tongue: &ground::web::Tongue) {
        match self {
            Weakness::Short { least } => faults.add(field, "fault-short", &[("least", i64::from(*least).into())]),
            Weakness::Long { most } => {
                faults.add(field, "identity-password-long", &[("most", i64::from(*most).into())])
            }
            Weakness::Guessable { why, help } => {
                let (why, help) = (tongue.get(why), tongue.get(help));
                faults.add(
                    field,
                    "identity-password-guessable",
                    &[("why", Value::from(why)), ("help", Value::from(help))],
                );
            }
        }
    }
}

/// How much of a password is measured: guessing what lies beyond is not what makes it weak, and measuring it is not
/// bounded work.
const MEASURED: usize = 100;

/// What is wrong with `password`, if anything. `own` is what the person told us about themselves.
pub fn weakness(password: &str, own: &[&str], parameters: &Parameters) -> Option<Weakness> {
    let length = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    if length < parameters.password_min_length {
        return Some(Weakness::Short { least: parameters.password_min_length });
    }
    if u32::try_from(password.len()).unwrap_or(u32::MAX) > parameters.password_max_length {
        return Some(Weakness::Long { most: parameters.password_max_length });
    }
    if is_known(password) {
        return Some(Weakness::Guessable { why: "identity-weak-common", help: "identity-help-words" });
    }
    if is_of(password, own) {
        return Some(Weakness::Guessable { why: "identity-weak-own", help: "identity-help-words" });
    }
    let measured: String = password.chars().take(MEASURED).collect();
    let own = parts(own);
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let found = zxcvbn(&measured, &own);
    if u32::from(u8::from(found.score())) >= parameters.password_min_score {
        return None;
    }
    let feedback = found.feedback();
    let why = feedback.and_then(zxcvbn::feedback::Feedback::warning).map_or("identity-weak-guessable", why);
    let help =
        feedback.and_then(|feedback| feedback.suggestions().iter().find_map(help)).unwrap_or("identity-help-words");
    Some(Weakness::Guessable { why, help })
}

/// Whether a password is what anybody would try first at this door, and the measure below does not know.
fn is_known(password: &str) -> bool {
    let plain: String = password.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    plain == "correcthorsebatterystaple" || is_of(&plain, &["keepwell"])
}

/// Characters a password must have beyond what others know of the person, if it has any of that.
const BEYOND: usize = 6;

/// Whether a password is hardly more than what the person told us, put together anew. The measure below knows single
/// words of it, and takes several with signs between them for a secret.
fn is_of(password: &str, own: &[&str]) -> bool {
    let mut own = parts(own);
    own.sort_by_key(|part| std::cmp::Reverse(part.len()));
    let whole = password.to_lowercase();
    // A blank in its place, so that what stood on either side makes no new word.
    let rest = own.iter().fold(whole.clone(), |rest, part| rest.replace(part.as_str(), " "));
    rest != whole && rest.chars().filter(|c| c.is_alphanumeric()).count() < BEYOND
}

/// Each text whole, run together, and in its words: who is called Maeve Corrigan is guessed by maevecorrigan and by
/// either name.
fn parts(own: &[&str]) -> Vec<String> {
    let mut parts = Vec::new();
    for text in own.iter().map(|text| text.to_lowercase()) {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let long = words.filter(|word| word.chars().count() > 2).map(str::to_owned);
        for part in [text.clone(), text.replace(|c: char| !c.is_alphanumeric(), "")].into_iter().chain(long) {
            if !part.is_empty() && !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    parts
}

fn why(warning: Warning) -> &'static str {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            "identity-weak-keys"
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            "identity-weak-repeats"
        }
        Warning::ThisIsATop10Password | Warning::ThisIsATop100Password | Warning::ThisIsACommonPassword => {
            "identity-weak-common"
        }
        Warning::ThisIsSimilarToACommonlyUsedPassword => "identity-weak-similar",
        Warning::SequencesLikeAbcAreEasyToGuess => "identity-weak-sequence",
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => "identity-weak-dates",
        Warning::AWordByItselfIsEasyToGuess => "identity-weak-word",
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => {
            "identity-weak-names"
        }
    }
}

/// What would help, of what is advised; what everyone is told anyway is passed over.
fn help(suggestion: &Suggestion) -> Option<&'static str> {
    Some(match suggestion {
        Suggestion::CapitalizationDoesntHelpVeryMuch | Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => {
            "identity-help-capitals"
        }
        Suggestion::ReversedWordsArentMuchHarderToGuess => "identity-help-reversed",
        Suggestion::PredictableSubstitutionsDontHelpVeryMuch => "identity-help-signs",
        Suggestion::AvoidYearsThatAreAssociatedWithYou
        | Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou
        | Suggestion::AvoidRecentYears => "identity-help-dates",
        Suggestion::UseAFewWordsAvoidCommonPhrases
        | Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters
        | Suggestion::AddAnotherWordOrTwo
        | Suggestion::UseALongerKeyboardPatternWithMoreTurns
        | Suggestion::AvoidRepeatedWordsAndCharacters
        | Suggestion::AvoidSequences => return None,
    })
}
