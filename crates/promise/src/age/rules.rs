//! From which age the law lets a person agree alone to an account, by place.
//!
//! Each figure stands with its law and with how it was read. None of it is legal advice, and pages
//! that show it say so. The EU's ages hold for services offered to a child online on the ground of
//! consent; a counselling or preventive service needs no parent (GDPR recital 38), which is for the
//! clinic to decide.

use serde::Serialize;

use super::Jurisdiction;

/// From which age the law of one place lets a person agree alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AgeRule {
    /// The code of the place.
    pub place: &'static str,
    /// Its English name, as it stands in a sentence.
    pub name: &'static str,
    /// Completed years.
    pub years: u32,
    /// The law and its article.
    pub law: &'static str,
    /// How the figure was read.
    pub reading: Reading,
}

vocabulary! {
    /// What a figure of law rests on.
    pub enum Reading as "a reading" {
        /// The text of the law itself.
        Text = "text",
        /// The list of the European Commission (SWD(2020) 115 final, p. 17); the law's own text was
        /// not read.
        Survey = "survey",
        /// Neither: shown as not verified.
        Unread = "unread",
    }
}

/// The rule of the place; of the whole country if the part has none of its own; none where we know
/// neither.
#[must_use]
pub fn rule(place: Jurisdiction) -> Option<&'static AgeRule> {
    let find = |code: &str| AGE_RULES.iter().find(|rule| rule.place == code);
    find(&place.to_string()).or_else(|| find(place.country()))
}

/// Completed years from which the law of the place lets a person agree alone; 18 where we do not
/// know the law, because below that everybody is a child (UN Convention on the Rights of the Child,
/// Article 1).
#[must_use]
pub fn minimum_age(place: Jurisdiction) -> u32 {
    rule(place).map_or(UNKNOWN, |rule| rule.years)
}

const UNKNOWN: u32 = 18;

const fn text(place: &'static str, name: &'static str, years: u32, law: &'static str) -> AgeRule {
    AgeRule { place, name, years, law, reading: Reading::Text }
}

const fn survey(place: &'static str, name: &'static str, years: u32, law: &'static str) -> AgeRule {
    AgeRule { place, name, years, law, reading: Reading::Survey }
}

const fn unread(place: &'static str, name: &'static str, years: u32, law: &'static str) -> AgeRule {
    AgeRule { place, name, years, law, reading: Reading::Unread }
}

const GDPR: &str = "GDPR, Article 8(1), without a lower age of the state's own";

/// What we know, by place.
///
/// In the EU the age is 16 unless a state sets a lower one, not below 13 (GDPR Article 8(1)). Where
/// a law changed and sources disagree, as for Denmark, the higher age stands here: it lets nobody
/// in too early.
pub const AGE_RULES: &[AgeRule] = &[
    unread("AE", "the United Arab Emirates", 18, "Federal Law No. 3 of 2016 on the rights of the child, Article 1"),
    survey("AT", "Austria", 14, "Datenschutzgesetz, § 4(4)"),
    survey("BE", "Belgium", 13, "Loi du 30 juillet 2018 relative à la protection des personnes physiques, art. 7"),
    survey("BG", "Bulgaria", 14, "Personal Data Protection Act, Article 25c"),
    unread(
        "CA",
        "Canada",
        13,
        "Office of the Privacy Commissioner, Guidelines for obtaining meaningful consent (2018)",
    ),
    unread(
        "CA-QC",
        "Quebec",
        14,
        "Act respecting the protection of personal information in the private sector, P-39.1, s. 14",
    ),
    text("CY", "Cyprus", 14, "Law 125(I)/2018, s. 8(1)"),
    survey("CZ", "Czechia", 15, "Act No. 110/2019 Coll., s. 7"),
    survey("DE", "Germany", 16, GDPR),
    unread("DK", "Denmark", 15, "Databeskyttelsesloven, § 6(2), as amended from 1 January 2024 (13 before)"),
    survey("EE", "Estonia", 13, "Isikuandmete kaitse seadus, § 8"),
    survey("ES", "Spain", 14, "Ley Orgánica 3/2018, art. 7"),
    survey("FI", "Finland", 13, "Tietosuojalaki 1050/2018, 5 §"),
    survey("FR", "France", 15, "Loi n° 78-17 du 6 janvier 1978, art. 45"),
    unread("GB", "the United Kingdom", 13, "Data Protection Act 2018, s. 9"),
    survey("GR", "Greece", 15, "Law 4624/2019, Article 21"),
    survey("HR", "Croatia", 16, "Zakon o provedbi Opće uredbe o zaštiti podataka (NN 42/2018), čl. 19"),
    survey("HU", "Hungary", 16, GDPR),
    survey("IE", "Ireland", 16, "Data Protection Act 2018, s. 31"),
    text("IN", "India", 18, "Digital Personal Data Protection Act 2023, s. 2(f); consent by s. 9(1)"),
    survey("IT", "Italy", 14, "Codice in materia di protezione dei dati personali, art. 2-quinquies"),
    survey("LT", "Lithuania", 14, "Asmens duomenų teisinės apsaugos įstatymas, 6 str."),
    survey("LU", "Luxembourg", 16, GDPR),
    survey("LV", "Latvia", 13, "Fizisko personu datu apstrādes likums, 33. pants"),
    survey(
        "MT",
        "Malta",
        13,
        "Processing of Child's Personal Data in relation to the Offer of Information Society \
         Services Regulations, S.L. 586.11",
    ),
    survey("NL", "the Netherlands", 16, "Uitvoeringswet AVG, art. 5"),
    survey("PL", "Poland", 16, GDPR),
    survey("PT", "Portugal", 13, "Lei n.º 58/2019, art. 16.º"),
    survey("RO", "Romania", 16, GDPR),
    survey("SE", "Sweden", 13, "Lag (2018:218), 2 kap. 4 §"),
    unread("SI", "Slovenia", 15, "Zakon o varstvu osebnih podatkov (ZVOP-2), 8. člen"),
    survey("SK", "Slovakia", 16, "Zákon č. 18/2018 Z. z., § 15"),
    text("US", "the United States", 13, "Children's Online Privacy Protection Act, 15 U.S.C. 6501(1)"),
];
