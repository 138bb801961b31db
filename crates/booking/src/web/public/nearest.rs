//! Where the clinic is, and which of its places is nearest. That is found by the reader's own browser, once they press for
//! it: it makes their position coarser before it reckons, and sends none of it (promise `location.asked`).

use axum::response::Response;
use ground::web::headers::may_ask_position;
use ground::{Result, Tx};
use promise::{Category, DataMap, Evidence};

use super::Visitor;
use crate::model::spot::degrees;

/// A place as whoever looks for it sees it.
pub(crate) struct Place {
    /// Empty for the clinic's only one, which is the clinic.
    pub name: String,
    pub address: String,
    /// Latitude and longitude in degrees, if the clinic says them.
    pub spot: Option<(String, String)>,
}

/// The clinic's places.
pub(crate) struct Places {
    pub list: Vec<Place>,
    /// How coarse a reader's position is made before the nearest is found, in metres; none where there is nothing to ask.
    pub metres: Option<u32>,
}

impl Visitor {
    /// The clinic's places, of which one may be asked to be the nearest where several are on the map.
    pub fn places(&self) -> Places {
        let open: Vec<_> = self.catalogue.places.iter().filter(|place| place.retired_at.is_none()).collect();
        let place = |place: &&crate::model::Place| Place {
            name: if open.len() == 1 { String::new() } else { place.name.clone() },
            address: place.address.clone(),
            spot: place.spot.map(|spot| (degrees(spot.latitude), degrees(spot.longitude))),
        };
        let list: Vec<_> = open.iter().filter(|place| !place.address.is_empty()).map(place).collect();
        let several = list.iter().filter(|place| place.spot.is_some()).nth(1).is_some();
        Places { metres: several.then_some(self.scope.clinic.parameters.location_metres), list }
    }
}

impl Places {
    /// Lets the page with them ask for its reader's position, if there is something to find; no other page may.
    pub fn answered(asks: bool, mut response: Response) -> Response {
        if asks {
            may_ask_position(response.headers_mut());
        }
        response
    }
}

/// The columns in which a position of a person could be kept, as table and column.
pub fn kept_positions(map: &DataMap) -> Vec<String> {
    let columns = map.person_tables().flat_map(|(table, _, about)| {
        let places = about.columns.iter().filter(|(_, column)| column.category == Category::Location);
        places.map(move |(column, _)| format!("{table}.{column}"))
    });
    columns.collect()
}

/// For `location.asked`: pages that may ask, answers that let anybody else ask, and columns that could keep what was read.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let house = tx.scope().house();
    let (seen, kept) = (house.seen.now(), kept_positions(&house.data_map).len() as u64);
    let metres = tx.settings().parameters.location_metres.into();
    Ok(Evidence::new(
        &[
            ("metres", metres),
            ("pages that ask", seen.positions as i64),
            ("by others", seen.others as i64),
            ("columns", kept as i64),
        ],
        seen.others == 0 && kept == 0,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_could_keep_a_position_is_evidence_against_it() {
        let map = |category: &str| {
            let column = |category: &str, seal: &str| {
                format!(
                    "{{ category = \"{category}\", {seal}, purposes = [\"scheduling\"], retention = \"client\", erase = \"delete\" }}"
                )
            };
            let (id, spot) =
                (column("reference", "clear = \"an id tells nothing\""), column(category, "sealed = true"));
            let head = "[trip]\nabout = \"person\"\nperson = \"id\"\nmerge = \"move\"\nexport = { file = \"trips\" }\n[trip.columns]";
            DataMap::parse("booking", &format!("{head}\nid = {id}\nspot = {spot}\n")).unwrap()
        };
        assert!(kept_positions(&map("contact")).is_empty());
        assert_eq!(kept_positions(&map("location")), ["trip.spot"]);
    }
}
