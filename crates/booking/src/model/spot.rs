//! Where a place is on the map.

use std::fmt;
use std::str::FromStr;

use ground::Result;
use ground::db::Row;

/// Millionths of a degree in a degree.
const WHOLE: f64 = 1_000_000.0;

/// A point on the map, in millionths of a degree (WGS 84): a tenth of a metre.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spot {
    pub latitude: i64,
    pub longitude: i64,
}

/// The text names no point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoSpot;

impl FromStr for Spot {
    type Err = NoSpot;

    /// "53.3467, -6.2389", as maps show and copy it: latitude, then longitude, in degrees.
    fn from_str(text: &str) -> std::result::Result<Spot, NoSpot> {
        let (latitude, longitude) = text.split_once([',', ';']).ok_or(NoSpot)?;
        let read = |text: &str, most: f64| {
            let degrees: f64 = text.trim().trim_end_matches('°').parse().map_err(|_| NoSpot)?;
            if degrees.is_finite() && degrees.abs() <= most {
                Ok((degrees * WHOLE).round() as i64)
            } else {
                Err(NoSpot)
            }
        };
        Ok(Spot { latitude: read(latitude, 90.0)?, longitude: read(longitude, 180.0)? })
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", degrees(self.latitude), degrees(self.longitude))
    }
}

/// Millionths of a degree as a decimal number.
pub fn degrees(millionths: i64) -> String {
    let (sign, rest) = (if millionths < 0 { "-" } else { "" }, millionths.abs());
    let text = format!("{sign}{}.{:06}", rest / 1_000_000, rest % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Spot {
    pub(crate) fn from_row(row: &Row) -> Result<Option<Spot>> {
        let (latitude, longitude): (Option<i64>, Option<i64>) = (row.get("latitude")?, row.get("longitude")?);
        Ok(latitude.zip(longitude).map(|(latitude, longitude)| Spot { latitude, longitude }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_read_as_maps_show_it_and_shown_as_it_is_read() {
        for (text, shown) in [
            ("53.3467, -6.2389", "53.3467, -6.2389"),
            (" -33.8688;151.2093 ", "-33.8688, 151.2093"),
            ("0,0", "0, 0"),
            ("90°, -180°", "90, -180"),
            ("53.34671234, -0.0000004", "53.346712, 0"),
        ] {
            let spot: Spot = text.parse().unwrap();
            assert_eq!(spot.to_string(), shown);
            assert_eq!(spot.to_string().parse(), Ok(spot));
        }
        for text in ["", "53.3", "53.3 -6.2", "90.1, 0", "0, 180.5", "NaN, 0", "inf, 0", "north, west", "1,2,3"] {
            assert_eq!(text.parse::<Spot>(), Err(NoSpot), "{text}");
        }
    }
}
