//! What somebody who comes should know: how to find the place, and what to bring.

use super::Visitor;
use crate::model::spot::degrees;
use crate::model::{Appointment, Place};
use crate::rules::Modality;

/// What to know before a visit; empty text means nothing.
#[derive(Default)]
pub(crate) struct Way {
    /// How to get in, as the clinic says it.
    pub directions: String,
    pub bring: String,
    /// A map with the place on it, elsewhere.
    pub map: String,
}

/// Whose map it is, as the link to it says.
pub(crate) const MAP: &str = "openstreetmap.org";

impl Way {
    pub fn is_empty(&self) -> bool {
        self.directions.is_empty() && self.bring.is_empty() && self.map.is_empty()
    }
}

impl Visitor {
    /// What to know before `visit`; nothing once it is over or called off.
    pub fn way(&self, visit: &Appointment) -> Way {
        let service = visit.service.and_then(|id| self.catalogue.service_of(id)).filter(|_| visit.status.is_ahead());
        let Some(service) = service else { return Way::default() };
        let comes = matches!(service.modality, Modality::Clinic | Modality::Class);
        let place = if comes { self.catalogue.where_of(visit.place) } else { None };
        Way {
            directions: place.map_or_else(String::new, |place| place.directions.clone()),
            bring: service.bring.clone(),
            map: place.and_then(map_of).unwrap_or_default(),
        }
    }
}

/// Where a place is found on a map: the point that the clinic named, or else its address looked for.
fn map_of(place: &Place) -> Option<String> {
    let mut url = url::Url::parse(&format!("https://www.{MAP}/")).ok()?;
    if let Some(spot) = place.spot {
        let (latitude, longitude) = (degrees(spot.latitude), degrees(spot.longitude));
        url.query_pairs_mut().append_pair("mlat", &latitude).append_pair("mlon", &longitude);
        url.set_fragment(Some(&format!("map=17/{latitude}/{longitude}")));
    } else {
        url.set_path("search");
        url.query_pairs_mut().append_pair("query", Some(place.address.as_str()).filter(|address| !address.is_empty())?);
    }
    Some(url.into())
}

impl crate::store::Catalogue {
    /// The place of a visit: the one it names, else the clinic's only one.
    pub(crate) fn where_of(&self, named: Option<crate::model::PlaceId>) -> Option<&Place> {
        let mut open = self.places.iter().filter(|place| place.retired_at.is_none());
        let only = match (open.next(), open.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        };
        named.and_then(|id| self.place(id)).or(only)
    }
}
