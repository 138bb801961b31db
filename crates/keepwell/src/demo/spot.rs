//! Where the invented clinic is, by its edition: where such a service says that it keeps what it has. What says no country is in
//! Ireland.

use promise::Region;
use promise::catalogue::Edition;

/// A place, and what follows from it.
pub(super) struct Spot {
    pub zone: &'static str,
    pub jurisdiction: &'static str,
    pub currency: &'static str,
    /// Where the clinic, and whoever runs the program, say that the data lies.
    pub kept_in: Region,
    pub address: &'static str,
    /// A number that nobody has; none where a country keeps none for plays and films.
    pub phone: Option<&'static str>,
    /// Where visits at home are.
    pub homes: [&'static str; 3],
}

impl Spot {
    /// Where the clinic of that edition is.
    pub fn of(edition: Edition) -> Spot {
        match edition.preset().region {
            Region::Us => Spot {
                zone: "America/New_York",
                jurisdiction: "US",
                currency: "USD",
                kept_in: Region::Us,
                address: "14 Linden Quay, New York",
                phone: Some("+1 212 555 0142"),
                homes: [
                    "7 Alder Walk, Brooklyn.\nSecond bell from the top.",
                    "Apartment 4, 22 Harbour Row, Hoboken.\nThe lift is slow, the stairs are not.",
                    "The gate lodge, Mill Lane, Yonkers.\nThe gate opens by itself; mind the geese.",
                ],
            },
            Region::Ae => Spot {
                zone: "Asia/Dubai",
                jurisdiction: "AE",
                currency: "AED",
                kept_in: Region::Ae,
                address: "14 Linden Quay, Dubai",
                phone: None,
                homes: [
                    "7 Alder Walk, Dubai.\nSecond bell from the top.",
                    "Flat 4, 22 Harbour Row, Dubai.\nThe lift is slow, the stairs are not.",
                    "The gate lodge, Mill Lane, Dubai.\nThe gate opens by itself; mind the geese.",
                ],
            },
            _ => Spot {
                zone: "Europe/Dublin",
                jurisdiction: "IE",
                currency: "EUR",
                kept_in: Region::Ie,
                address: "14 Linden Quay, Dublin",
                phone: Some("+353 20 910 0142"),
                homes: [
                    "7 Alder Walk, Dublin.\nSecond bell from the top.",
                    "Flat 4, 22 Harbour Row, Dun Laoghaire.\nThe lift is slow, the stairs are not.",
                    "The gate lodge, Mill Lane, Lucan.\nThe gate opens by itself; mind the geese.",
                ],
            },
        }
    }
}
