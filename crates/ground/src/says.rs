//! What the promises say, in every language. The English sentences stand with the promises, where the parameters in them
//! are checked against what the controls read; here they become words like all others, so that other languages translate
//! them and a page asks for one as for anything else.

use std::fmt::Write;

use promise::catalogue::key_of;
use promise::{
    CertificateSource, Control, Evidence, KeySource, OperatedBy, PROMISES, Parameter, Parameters, Promise, Region,
    RoomPromises,
};

use crate::words::{ENGLISH, Tongue, Value};

/// The English words of all promises, and of how these rooms keep theirs, as a translation file.
pub(crate) fn english(rooms: &[RoomPromises]) -> String {
    let mut file = String::new();
    let mut say = |key: String, template: &str| {
        let text = template.replace('{', "{ $").replace('}', " }");
        // Writing into a string does not fail.
        let _written = writeln!(file, "{key} = {text}");
    };
    for promise in PROMISES {
        say(promise.message_key(), promise.statement.template());
        for otherwise in promise.otherwise {
            say(promise.otherwise_key(otherwise), otherwise.statement.template());
        }
    }
    for control in rooms.iter().flat_map(|room| &room.controls) {
        say(key_of("how", &control.id), &control.how);
    }
    for source in KeySource::ALL {
        say(format!("key-source-{source}"), source.phrase());
    }
    for source in CertificateSource::ALL {
        say(format!("certificate-source-{source}"), source.phrase());
    }
    for operator in OperatedBy::ALL {
        say(format!("operated-by-{operator}"), operator.phrase());
    }
    for region in Region::ALL {
        say(region.message_key(), region.phrase());
    }
    for asked in [true, false] {
        say(format!("staff-second-factor-{asked}"), promise::second_factor_phrase(asked));
    }
    say("tls-own".to_owned(), "TLS {version} or newer");
    say("tls-of-proxy".to_owned(), "TLS");
    file
}

/// Where a law says something, with a mark where nobody read its text: the one way in which a page or a letter names one. The
/// Union's law is named as the reader's language has it; others keep the name that their own country gives them.
pub fn named(t: &Tongue, law: &str) -> String {
    let article =
        ["GDPR (Regulation 2016/679), Article ", "GDPR Art. "].into_iter().find_map(|of| law.strip_prefix(of));
    let said = article.map_or_else(|| law.to_owned(), |article| t.with("law-gdpr", &[("article", article.into())]));
    if promise::law::is_read(law) { said } else { t.with("law-unverified", &[("law", said.into())]) }
}

/// The sentence of a promise with a clinic's own values.
pub fn statement(t: &Tongue, promise: &Promise, parameters: &Parameters) -> String {
    t.with(&promise.message_key_in(parameters.edition), &values(t, parameters))
}

/// How a room keeps a promise, with a clinic's own values.
pub fn how(t: &Tongue, control: &Control, parameters: &Parameters) -> String {
    t.with(&key_of("how", &control.id), &values(t, parameters))
}

/// What the evidence of the promise `id` shows: its figures by their names, with `_` for a space.
pub fn evidence(t: &Tongue, id: &str, evidence: &Evidence) -> String {
    let names: Vec<String> = evidence.figures.iter().map(|(name, _)| name.replace(' ', "_")).collect();
    let figures = names.iter().zip(&evidence.figures);
    let values: Vec<(&str, Value<'_>)> = figures.map(|(name, (_, n))| (name.as_str(), (*n).into())).collect();
    capital(&t.with(&key_of("evidence", id), &values))
}

/// A sentence begins with a capital, whichever of its parts comes first.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn values(t: &Tongue, parameters: &Parameters) -> Vec<(&'static str, Value<'static>)> {
    let value = |parameter: Parameter| match (parameters.number(parameter), parameter) {
        // English says these two as the promises themselves do.
        (_, Parameter::ReleaseEpsilon | Parameter::ContractYears) if t.lang() == ENGLISH => {
            parameters.text(parameter).into()
        }
        (Some(tenths), Parameter::ReleaseEpsilon) => t.fraction(f64::from(tenths) / 10.0, 1).into(),
        (Some(0), Parameter::ContractYears) => String::new().into(),
        (Some(years), Parameter::ContractYears) if t.has("contract-years") => {
            t.with("contract-years", &[("years", years.into())]).into()
        }
        (Some(number), _) => number.into(),
        (None, Parameter::KeySource) => t.get(&format!("key-source-{}", parameters.key_source)).into(),
        (None, Parameter::OperatedBy) => t.get(&format!("operated-by-{}", parameters.operated_by)).into(),
        (None, Parameter::Region) => t.get(&parameters.region.message_key()).into(),
        (None, Parameter::StaffSecondFactor) => {
            t.get(&format!("staff-second-factor-{}", parameters.staff_second_factor)).into()
        }
        (None, Parameter::TlsCertificate) => {
            t.get(&format!("certificate-source-{}", parameters.tls_certificate)).into()
        }
        (None, Parameter::TlsMinimum) if parameters.tls_certificate == CertificateSource::Proxy => {
            t.get("tls-of-proxy").into()
        }
        (None, Parameter::TlsMinimum) => {
            t.with("tls-own", &[("version", parameters.tls_minimum.as_str().into())]).into()
        }
        (None, Parameter::AgeByJurisdiction) if t.lang() != ENGLISH => ages(t, parameters).into(),
        (None, _) => parameters.text(parameter).into(),
    };
    Parameter::ALL.iter().map(|parameter| (parameter.as_str(), value(*parameter))).collect()
}

/// "16 in Ireland", for each place that a clinic names.
fn ages(t: &Tongue, parameters: &Parameters) -> String {
    if parameters.age_by_jurisdiction.is_empty() {
        return t.get("age-nowhere-else");
    }
    let one = |(place, years): (&promise::Jurisdiction, &u32)| {
        let code = place.to_string();
        let name = t.known(&format!("place-{}", code.to_lowercase())).unwrap_or(code);
        t.with("age-in-place", &[("years", (*years).into()), ("place", name.into())])
    };
    t.list(&parameters.age_by_jurisdiction.iter().map(one).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn every_promise_is_made_in_arabic_with_the_same_values() {
        let arabic = include_str!("../locales/ar/promises.ftl");
        for promise in PROMISES {
            let otherwise = promise.otherwise.iter().map(|one| (promise.otherwise_key(one), one.statement));
            for (key, statement) in std::iter::once((promise.message_key(), promise.statement)).chain(otherwise) {
                let said = arabic.split(&format!("\n{key} = ")).nth(1).unwrap_or_else(|| panic!("{key} is not said"));
                let said = said.split("\npromise-").next().unwrap().split("\n\n").next().unwrap();
                for parameter in Parameter::ALL {
                    let named = said.contains(&format!("${parameter} "));
                    let names = statement.placeholders().unwrap().contains(parameter);
                    assert_eq!(named, names, "{key}: {parameter} in {said}");
                }
            }
        }
    }

    #[test]
    fn the_english_words_are_the_sentences_that_the_promises_make() {
        let room = r#"
            [[promise]]
            id = "session.lifetime"
            control = "identity::session::alive"
            how = "It lives {session_days} days."
            tests = ["a_session_ends"]
        "#;
        let rooms = [RoomPromises::parse("identity", room).unwrap()];
        let words = english(&rooms);
        let frame = "age-nowhere-else = x\nage-in-place = x\nnumber-group = ,\n";
        let words = Words::build(&[("en", "promises", &words), ("en", "ground", frame)]).unwrap();
        let en = words.english();
        let odd = Parameters {
            password_iterations: 1_234_567,
            session_days: 1,
            key_source: KeySource::Command,
            tls_certificate: CertificateSource::Acme,
            age_by_jurisdiction: [("NL".parse().unwrap(), 17), ("ZZ".parse().unwrap(), 21)].into(),
            ..Parameters::default()
        };
        let plain = |text: String| text.replace(['\u{2068}', '\u{2069}'], "");
        let proxied = Parameters { tls_certificate: CertificateSource::Proxy, ..odd.clone() };
        let editions = promise::Edition::ALL.iter().map(|edition| edition.preset());
        for parameters in editions.chain([Parameters::default(), odd, proxied]) {
            for promise in PROMISES {
                let said = plain(statement(&en, promise, &parameters));
                let own = promise.statement_in(parameters.edition);
                assert_eq!(said, own.render(&parameters).unwrap(), "{}", promise.id);
            }
            let control = &rooms[0].controls[0];
            assert_eq!(plain(how(&en, control, &parameters)), control.how(&parameters).unwrap());
        }
        assert_eq!(words.missing(), Vec::<String>::new());
    }
}
