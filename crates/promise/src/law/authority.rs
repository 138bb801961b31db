//! Where somebody complains who is not content with our answer, by the place whose law holds.

use crate::age::Jurisdiction;

use super::Checked;

/// The authority to which somebody may complain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authority {
    /// Its name.
    pub name: &'static str,
    /// Where it takes complaints.
    pub url: &'static str,
    /// The law that gives that right.
    pub citation: &'static str,
    /// Whether the text of that law was read.
    pub checked: Checked,
}

/// Of which we know no more than where its members stand.
static EUROPE: Authority = Authority {
    name: "European Data Protection Board, list of national authorities",
    url: "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en",
    citation: "GDPR Art. 77",
    checked: Checked::Verified,
};

static KNOWN: [(&str, Authority); 5] = [
    (
        "US",
        Authority {
            name: "U.S. Department of Health and Human Services, Office for Civil Rights",
            url: "https://www.hhs.gov/hipaa/filing-a-complaint/index.html",
            citation: "45 CFR 160.306",
            checked: Checked::Verified,
        },
    ),
    (
        "CA",
        Authority {
            name: "Office of the Privacy Commissioner of Canada",
            url: "https://www.priv.gc.ca/en/report-a-concern/",
            citation: "PIPEDA, s. 11(1)",
            checked: Checked::Verified,
        },
    ),
    (
        "IN",
        Authority {
            name: "Data Protection Board of India",
            url: "https://www.meity.gov.in/",
            citation: "Digital Personal Data Protection Act 2023, s. 13(3), from 13 May 2027",
            checked: Checked::Verified,
        },
    ),
    (
        "AE",
        Authority {
            name: "UAE Data Office",
            url: "https://u.ae/",
            citation: "Federal Decree-Law 45/2021, Art. 24",
            checked: Checked::Unverified,
        },
    ),
    (
        "IE",
        Authority {
            name: "Data Protection Commission",
            url: "https://www.dataprotection.ie/",
            citation: "GDPR Art. 77",
            checked: Checked::Verified,
        },
    ),
];

/// Every one that we know.
pub(super) fn all() -> impl Iterator<Item = &'static Authority> {
    KNOWN.iter().map(|(_, authority)| authority).chain([&EUROPE])
}

/// The authority of a place; none where we know none.
#[must_use]
pub fn authority(place: Jurisdiction) -> Option<Authority> {
    let country = place.country();
    let known = KNOWN.iter().find(|(code, _)| *code == country).map(|(_, authority)| *authority);
    known.or_else(|| super::pack(place).filter(|pack| pack.code == "EU").map(|_| EUROPE))
}
