//! Our words in those of the W3C Data Privacy Vocabulary (<https://w3id.org/dpv>, version 2) and its list of personal data
//! (<https://w3id.org/dpv/pd>). Every purpose and every category has one, or this does not compile.

use promise::{Category, Purpose};

/// The vocabulary's word for what data is read for.
pub(super) const fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Scheduling => "dpv:CustomerManagement",
        Purpose::Care => "dpv:RequestedServiceProvision",
        Purpose::Account => "dpv:AccountManagement",
        Purpose::Administration | Purpose::Reporting => "dpv:OrganisationGovernance",
        Purpose::Security => "dpv:EnforceSecurity",
        Purpose::Billing => "dpv:PaymentManagement",
        Purpose::Marketing => "dpv:DirectMarketing",
        Purpose::Analytics => "dpv:ServiceUsageAnalytics",
        Purpose::Rights => "dpv:RightsFulfillment",
        Purpose::Operation => "dpv:TechnicalServiceProvision",
        Purpose::Disclosure => "dpv:LegalCompliance",
        Purpose::Research => "dpv:ResearchAndDevelopment",
        Purpose::Import | Purpose::Export => "dpv:RecordManagement",
    }
}

/// The vocabulary's word for a kind of data.
pub(super) const fn category(category: Category) -> &'static str {
    match category {
        Category::Reference => "pd:UID",
        Category::Schedule => "pd:ServiceConsumptionBehavior",
        Category::Identity => "pd:Identifying",
        Category::Contact => "pd:Contact",
        Category::Health => "pd:MedicalHealth",
        Category::Biometric => "pd:Biometric",
        Category::Location => "pd:Location",
        Category::Message => "pd:Communication",
        Category::Account => "pd:Authenticating",
        Category::Technical => "dpv:GeneratedPersonalData",
        Category::Finance => "pd:Financial",
        Category::Public => "pd:Professional",
    }
}

/// The vocabulary's word for what a promise is: a measure, of the kind that is nearest, or a right.
pub(super) fn measure(group: &str, id: &str) -> &'static str {
    match (group, id) {
        (_, "traffic.encrypted") => "dpv:EncryptionInTransfer",
        (_, "encryption.at_rest") => "dpv:EncryptionAtRest",
        (_, "password.hashed" | "password.robust") => "dpv:PasswordAuthentication",
        (_, "access.need_to_know") => "dpv:AccessControlMethod",
        (_, "access.visible") => "dpv:ActivityMonitoring",
        ("rights", _) => "dpv:DataSubjectRight",
        ("safeguards", _) => "dpv:TechnicalMeasure",
        _ => "dpv:OrganisationalMeasure",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_and_every_category_has_a_word_of_the_vocabulary() {
        let ours = Purpose::ALL.iter().map(|one| purpose(*one)).chain(Category::ALL.iter().map(|one| category(*one)));
        for word in ours {
            let (prefix, name) = word.split_once(':').unwrap();
            assert!(["dpv", "pd"].contains(&prefix), "{word}");
            assert!(name.starts_with(|c: char| c.is_ascii_uppercase()) && name.is_ascii(), "{word}");
        }
        // Who is treated and who is written to are told apart from what the machine needs.
        assert_ne!(category(Category::Health), category(Category::Technical));
        assert_ne!(purpose(Purpose::Marketing), purpose(Purpose::Care));
    }
}
