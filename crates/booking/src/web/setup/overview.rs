//! What the clinic is set up with, and what is missing before somebody can book.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;
use ground::mail::{Late, late};
use ground::web::{Face, Fault, Page, Query, Tongue, render};
use ground::{Scope, Tx};
use jiff::civil::Date;

use super::page::{Tab, said, tabs};
use crate::model::{Online, Practitioner, PractitionerId, Service};
use crate::store::setup::{blocks_ahead, clinic_days, have_hours};
use crate::store::{Catalogue, catalogue};

#[derive(Template)]
#[template(path = "setup/overview.html")]
struct Overview {
    page: Page,
    title: String,
    tabs: Vec<Tab>,
    /// What other rooms say to whoever runs the clinic.
    notices: Vec<String>,
    /// Letters that should have gone out by now.
    late: Option<String>,
    /// Nobody can book, and why; nothing when somebody can.
    missing: Vec<Part>,
    /// Everything can be made in one form.
    first: Option<String>,
    front: String,
    parts: Vec<Part>,
}

/// One part of the setup in a line.
struct Part {
    href: String,
    label: String,
    words: String,
    /// Something is missing here.
    lacks: String,
}

/// What the overview is drawn from.
struct Stand {
    catalogue: Catalogue,
    /// Who has hours from today on.
    working: BTreeSet<PractitionerId>,
    dates: usize,
    blocks: usize,
    late: Option<Late>,
}

fn stand(tx: &mut Tx<'_>, today: Date) -> ground::Result<Stand> {
    Ok(Stand {
        catalogue: catalogue(tx)?,
        working: have_hours(tx, today)?,
        dates: clinic_days(tx, today)?.len(),
        blocks: blocks_ahead(tx)?.len(),
        late: late(tx)?,
    })
}

impl Stand {
    fn people(&self) -> impl Iterator<Item = &Practitioner> {
        self.catalogue.practitioners.iter().filter(|one| one.retired_at.is_none())
    }

    fn services(&self) -> impl Iterator<Item = &Service> {
        self.catalogue.services.iter().filter(|service| service.retired_at.is_none())
    }

    fn online(&self) -> impl Iterator<Item = &Service> {
        self.services().filter(|service| service.online != Online::Nobody)
    }

    fn given<'a>(&'a self, service: &'a Service) -> impl Iterator<Item = &'a Practitioner> {
        self.catalogue.givers(service)
    }

    /// Somebody who gives it works.
    fn is_worked(&self, service: &Service) -> bool {
        self.given(service).any(|one| self.working.contains(&one.id))
    }

    /// The rooms and devices it needs are there, as far as their number goes.
    fn is_housed(&self, service: &Service) -> bool {
        let (rooms, devices) = self.catalogue.in_use();
        (!service.needs_room || !rooms.is_empty()) && (!service.needs_device || !devices.is_empty())
    }

    /// Whether a visitor finds anything to book.
    fn is_bookable(&self) -> bool {
        self.online().any(|service| self.is_worked(service) && self.is_housed(service))
    }

    fn names<'a>(t: &Tongue, key: &str, names: impl Iterator<Item = &'a str>) -> String {
        let names: Vec<&str> = names.collect();
        if names.is_empty() { String::new() } else { t.with(key, &[("names", t.list(&names).into())]) }
    }
}

pub(super) async fn show(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    let stand = scope.read(move |tx| stand(tx, today)).await?;
    let t = &face.t;
    let mut parts = parts(&face, &stand);
    // Pages of other rooms, which a clinic that sets itself up looks for here.
    for (action, path, key) in [
        ("people.import.run", "/clients/import", "setup-import"),
        ("booking.import.run", "/appointments/import", "setup-import-visits"),
        ("front.export.take", "/setup/export", "setup-export"),
        ("front.access.read", "/access-log", "setup-access-log"),
        ("operator.page.read", "/operator", "setup-operator"),
        ("front.leave.read", "/setup/leave", "setup-leave"),
    ] {
        if scope.house().permits_anyhow(&scope, action) {
            let words = t.get(&format!("{key}-says"));
            parts.push(Part { href: face.to(path), label: t.get(key), words, lacks: String::new() });
        }
    }
    let may = scope.house().permits_anyhow(&scope, super::WRITE);
    let mut page = face.page(&scope, "setup-overview");
    page.toast = match fields.value("done") {
        "first" => Some(t.get("setup-first-done")),
        _ => said(t, &fields),
    };
    let notices = notices(&scope, &page).await?;
    let bookable = stand.is_bookable();
    let empty = super::first::is_empty(&stand.catalogue);
    Ok(render(&Overview {
        title: page.title.clone(),
        page,
        tabs: tabs(&face, ""),
        notices,
        late: stand.late.as_ref().map(|late| unsent(&scope, t, late)),
        missing: if bookable { Vec::new() } else { steps(&face, &stand) },
        first: (may && empty).then(|| face.to("/setup/first")),
        front: face.to("/"),
        parts,
    }))
}

/// What other rooms put at the head of this page.
async fn notices(scope: &Scope, page: &Page) -> Result<Vec<String>, Fault> {
    let Some(person) = scope.actor.person() else { return Ok(Vec::new()) };
    let page = page.clone();
    let draw = move |tx: &mut Tx<'_>| -> ground::Result<Vec<String>> {
        let panels = tx.scope().house().panels(tx.settings(), "setup");
        let drawn = panels.iter().map(|panel| (panel.draw)(tx, &page, person));
        Ok(drawn.collect::<ground::Result<Vec<_>>>()?.into_iter().flatten().collect())
    };
    Ok(scope.read(draw).await?)
}

/// Letters that wait, for somebody who cannot mend a relay and can tell whoever does.
fn unsent(scope: &Scope, t: &Tongue, late: &Late) -> String {
    let zone = &scope.clinic.zone;
    let today = zone.to_datetime(scope.house().clock.now()).date();
    let since = t.date_time_near(&late.since.to_zoned(zone.clone()), today);
    t.with("setup-letters-late", &[("count", late.letters.into()), ("since", since.into())])
}

/// The steps that are left before somebody can book, in the order in which they are best taken.
fn steps(face: &Face, stand: &Stand) -> Vec<Part> {
    let t = &face.t;
    let places = stand.catalogue.places.iter().any(|place| place.retired_at.is_none());
    // What is asked of people and rooms is asked for what can be booked online, once there is such a service.
    let any = |holds: &dyn Fn(&Service) -> bool| stand.online().any(holds);
    let given = any(&|service| stand.given(service).next().is_some());
    let worked = any(&|service| stand.is_worked(service));
    [
        (!places, "places", "setup-step-place"),
        (stand.people().next().is_none(), "practitioners", "setup-step-person"),
        (stand.services().next().is_none(), "services", "setup-step-service"),
        (stand.online().next().is_none(), "services", "setup-step-online"),
        (!given, "services", "setup-step-givers"),
        (!worked, "practitioners", "setup-step-hours"),
        (worked && !stand.is_bookable(), "rooms", "setup-step-rooms"),
    ]
    .into_iter()
    .filter(|(lacks, ..)| *lacks)
    .map(|(_, path, key)| Part {
        href: face.to(&format!("/setup/{path}")),
        label: t.get(key),
        words: String::new(),
        lacks: String::new(),
    })
    .collect()
}

fn parts(face: &Face, stand: &Stand) -> Vec<Part> {
    let (t, catalogue) = (&face.t, &stand.catalogue);
    let counted = |key: &str, n: usize| t.with(key, &[("count", n.into())]);
    let part = |path: &str, words: String, lacks: String| Part {
        href: face.to(&format!("/setup/{path}")),
        label: t.get(&format!("setup-{path}")),
        words,
        lacks,
    };
    let in_use = stand.services().count();
    let online = stand.services().filter(|service| service.online != Online::Nobody).count();
    let rooms: Vec<_> = catalogue.rooms.iter().filter(|room| room.retired_at.is_none()).collect();
    let devices = catalogue.devices.iter().filter(|device| device.retired_at.is_none()).count();
    let ungiven = stand.services().filter(|service| catalogue.givers(service).next().is_none());
    let idle = stand.people().filter(|one| !stand.working.contains(&one.id));
    let needs = |wanted: bool, key: &str| if wanted { t.get(key) } else { String::new() };
    vec![
        part("clinic", t.get("setup-clinic-says"), String::new()),
        part(
            "services",
            t.with("setup-has-services", &[("count", in_use.into()), ("online", online.into())]),
            Stand::names(t, "setup-lacks-givers", ungiven.map(|service| service.name.as_str())),
        ),
        part(
            "practitioners",
            counted("setup-has-people", stand.people().count()),
            Stand::names(t, "setup-lacks-hours", idle.map(|one| one.name.as_str())),
        ),
        part(
            "places",
            counted("setup-has-places", catalogue.places.iter().filter(|place| place.retired_at.is_none()).count()),
            String::new(),
        ),
        part(
            "rooms",
            counted("setup-has-rooms", rooms.len()),
            needs(rooms.is_empty() && stand.services().any(|service| service.needs_room), "setup-lacks-rooms"),
        ),
        part(
            "equipment",
            counted("setup-has-devices", devices),
            needs(devices == 0 && stand.services().any(|service| service.needs_device), "setup-lacks-devices"),
        ),
        part("dates", counted("setup-has-dates", stand.dates), String::new()),
        part("blocks", counted("setup-has-blocks", stand.blocks), String::new()),
        part("terms", t.get("setup-terms-say"), String::new()),
        part("messages", t.get("setup-messages-say"), String::new()),
    ]
}
