//! Services: what can be booked, how long it takes, by whom it is given and with what.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::Scope;
use ground::web::{Face, Fault, Faults, Fields, Form, Query, Reader, Tongue, render};
use ground::words::minor_digits;

use super::drawn::{self, Refused, again, unchanged};
use super::page::{self, FormPage, Maker, Row, answer, form, retiring};
use crate::model::{
    DeviceId, Online, PractitionerId, RoomId, Service, ServiceId, grid_from, grid_word, modality_from, modality_word,
};
use crate::rules::{Grid, Modality, Timing, TimingFault};
use crate::store::setup::{self, Kind};
use crate::store::{Catalogue, catalogue};

const NAME: usize = 80;
const ABOUT: usize = 600;
const SLUG: usize = 60;
/// Most rooms, people or devices of one service.
const MANY: usize = 200;

pub(super) async fn list(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = page::list(
        &scope,
        &face,
        &fields,
        "services",
        &["setup-name", "setup-length", "setup-price", "setup-online", "setup-givers"],
    );
    let catalogue = scope.read(catalogue).await?;
    let t = &face.t;
    for service in &catalogue.services {
        let price = service.price_minor.map(|minor| t.money(minor, &scope.clinic.currency)).unwrap_or_default();
        let givers: Vec<&str> = catalogue.givers(service).map(|one| one.name.as_str()).collect();
        page.rows.push(Row {
            href: page.add.is_some().then(|| face.to(&format!("/setup/services/{}", service.id))),
            name: service.name.clone(),
            cells: vec![
                t.duration_short(service.duration_min.into()),
                price,
                t.get(online_key(service.online)),
                t.list(&givers),
            ],
            retired: service.retired_at.is_some(),
        });
    }
    Ok(render(&page))
}

fn online_key(online: Online) -> &'static str {
    match online {
        Online::Everyone => "setup-online-everyone",
        Online::Known => "setup-online-known",
        Online::Nobody => "setup-online-nobody",
    }
}

async fn page_of(
    scope: &Scope,
    face: &Face,
    service: Option<ServiceId>,
    fields: &Fields,
    faults: &Faults,
) -> Result<FormPage, Fault> {
    let catalogue = scope.read(catalogue).await?;
    let (title, action) = match service {
        Some(id) => (fields.value("name").to_owned(), face.to(&format!("/setup/services/{id}"))),
        None => (face.t.get("setup-new-service"), face.to("/setup/services")),
    };
    let mut page = form(scope, face, "services", title, action, faults, inputs(&face.t, &catalogue, fields, faults));
    if let Some(id) = service {
        let retired = catalogue.service_of(id).is_some_and(|service| service.retired_at.is_some());
        page.retire = Some(retiring(scope, face, Kind::Service, "services", id.to_string(), retired).await?);
    }
    Ok(page)
}

fn inputs(t: &Tongue, catalogue: &Catalogue, fields: &Fields, faults: &Faults) -> Vec<page::Input> {
    let words =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(value, key)| ((*value).to_owned(), t.get(key))).collect::<Vec<_>>();
    let modalities = [
        (Modality::Clinic, "booking-way-clinic"),
        (Modality::Video, "booking-way-video"),
        (Modality::Home, "booking-way-home"),
        (Modality::Class, "booking-way-class"),
    ];
    let onlines = [Online::Everyone, Online::Known, Online::Nobody];
    let givers = catalogue
        .practitioners
        .iter()
        .filter(|one| one.retired_at.is_none())
        .map(|one| (one.id.to_string(), one.name.clone()));
    let rooms = catalogue
        .rooms
        .iter()
        .filter(|room| room.retired_at.is_none())
        .map(|room| (room.id.to_string(), room.name.clone()));
    let devices = catalogue
        .devices
        .iter()
        .filter(|device| device.retired_at.is_none())
        .map(|device| (device.id.to_string(), device.name.clone()));
    Maker::new(t, fields, faults)
        .line("text", "name")
        .maybe("text", "slug")
        .maybe("textarea", "about")
        .maybe("textarea", "bring")
        .select("modality", modalities.map(|(modality, key)| (modality_word(modality).to_owned(), t.get(key))))
        .line("number", "duration")
        .hinted("number", "before")
        .hinted("number", "after")
        .hinted("number", "step")
        .select(
            "grid",
            words(&[(grid_word(Grid::Clock), "setup-grid-clock"), (grid_word(Grid::Opening), "setup-grid-opening")]),
        )
        .select("online", onlines.map(|online| (Online::as_word(online).to_owned(), t.get(online_key(online)))))
        .tick("approve_first")
        .hinted("number", "notice")
        .hinted("number", "horizon")
        .maybe("number", "daily_limit")
        .maybe("text", "price")
        .ticks("practitioners", givers)
        .tick("needs_room")
        .ticks("rooms", rooms)
        .tick("needs_device")
        .ticks("devices", devices)
        .done()
}

fn filled(service: &Service, currency: &str) -> Fields {
    let mut pairs: Vec<(&str, String)> = vec![
        ("name", service.name.clone()),
        ("slug", service.slug.clone()),
        ("about", service.about.clone()),
        ("bring", service.bring.clone()),
        ("modality", modality_word(service.modality).to_owned()),
        ("duration", service.duration_min.to_string()),
        ("before", service.before_min.to_string()),
        ("after", service.after_min.to_string()),
        ("step", service.step_min.to_string()),
        ("grid", grid_word(service.grid).to_owned()),
        ("online", Online::as_word(service.online).to_owned()),
        ("notice", service.notice_min.to_string()),
        ("horizon", service.horizon_days.to_string()),
        ("daily_limit", service.daily_limit.map(|limit| limit.to_string()).unwrap_or_default()),
        ("price", service.price_minor.map(|minor| price_text(minor, currency)).unwrap_or_default()),
    ];
    for (name, ticked) in [
        ("approve_first", service.approve_first),
        ("needs_room", service.needs_room),
        ("needs_device", service.needs_device),
    ] {
        if ticked {
            pairs.push((name, "1".to_owned()));
        }
    }
    pairs.extend(service.practitioners.iter().map(|id| ("practitioners", id.to_string())));
    pairs.extend(service.rooms.iter().map(|id| ("rooms", id.to_string())));
    pairs.extend(service.devices.iter().map(|id| ("devices", id.to_string())));
    Fields::filled(pairs)
}

/// The service as the manager writes it. Its place among the others, and whether it is in use, are not theirs to write
/// here.
fn draft(fields: &Fields, currency: &str, id: ServiceId) -> Result<Service, Faults> {
    let mut form = fields.reader();
    drawn::read(&mut form);
    let name = form.text("name", NAME);
    let slug = slug(&mut form, name.as_deref().unwrap_or_default());
    let about = form.lines_or_none("about", ABOUT).unwrap_or_default();
    let bring = form.lines_or_none("bring", ABOUT).unwrap_or_default();
    let modality = chosen(&mut form, "modality", modality_from);
    let grid = chosen(&mut form, "grid", grid_from);
    let online = chosen(&mut form, "online", Online::from_word);
    let timing = timing(&mut form);
    let notice = form.number("notice", 0..=525_600);
    let horizon = form.number("horizon", 0..=730);
    let limit = form.number_or_none("daily_limit", 1..=1_000);
    let price = price(&mut form, currency);
    let (approve_first, needs_room, needs_device) =
        (form.ticked("approve_first"), form.ticked("needs_room"), form.ticked("needs_device"));
    let practitioners = form.many::<PractitionerId>("practitioners", MANY);
    let rooms = form.many::<RoomId>("rooms", MANY);
    let devices = form.many::<DeviceId>("devices", MANY);
    let small = |n: i64| u16::try_from(n).ok();
    form.finish(|| {
        let [duration_min, before_min, after_min, step_min] = timing?;
        Some(Service {
            id,
            position: 0,
            retired_at: None,
            slug: slug?,
            name: name?,
            about,
            bring,
            modality: modality?,
            duration_min,
            before_min,
            after_min,
            step_min,
            grid: grid?,
            notice_min: u32::try_from(notice?).ok()?,
            horizon_days: small(horizon?)?,
            daily_limit: limit.and_then(small),
            price_minor: price,
            needs_room,
            needs_device,
            approve_first,
            online: online?,
            practitioners,
            rooms,
            devices,
        })
    })
}

fn chosen<T>(form: &mut Reader<'_>, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let word = form.text(name, 20)?;
    let value = read(&word);
    if value.is_none() {
        form.fault(name, "fault-choice");
    }
    value
}

/// Duration, what is kept free before and after, and the step, by the rules' own measure.
fn timing(form: &mut Reader<'_>) -> Option<[u16; 4]> {
    let mut minutes =
        |name: &'static str, least: i64| form.number(name, least..=1_440).and_then(|n| u16::try_from(n).ok());
    let (duration, before, after, step) =
        (minutes("duration", 5), minutes("before", 0), minutes("after", 0), minutes("step", 5));
    let all = [duration?, before?, after?, step?];
    match Timing::new(all[0], all[1], all[2], all[3]) {
        Ok(_) => Some(all),
        Err(TimingFault::NotInFives) => {
            for (name, minutes) in ["duration", "before", "after", "step"].into_iter().zip(all) {
                if minutes % 5 != 0 {
                    form.fault(name, "setup-fault-fives");
                }
            }
            None
        }
        Err(TimingFault::Nothing | TimingFault::TooLong) => {
            form.fault("duration", "setup-fault-day");
            None
        }
    }
}

/// The part of the page's address: as typed, or made from the name.
fn slug(form: &mut Reader<'_>, name: &str) -> Option<String> {
    let typed = form.text_or_none("slug", SLUG);
    let slug = made_slug(typed.as_deref().unwrap_or(name));
    if slug.is_empty() && typed.is_none() && name.is_empty() {
        // The name is missing, which is said beside the name.
        return None;
    }
    if slug.is_empty() || typed.is_some_and(|typed| typed != slug) {
        form.fault("slug", "setup-fault-slug");
        return None;
    }
    Some(slug)
}

pub(super) fn made_slug(text: &str) -> String {
    let kept: String = text.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = kept.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-").chars().take(SLUG).collect::<String>().trim_end_matches('-').to_owned()
}

/// "54" or "54.50" in minor units; a comma will do for the point.
pub(super) fn price(form: &mut Reader<'_>, currency: &str) -> Option<i64> {
    let text = form.text_or_none("price", 12)?;
    let minor = minor(&text, minor_digits(currency));
    if minor.is_none() {
        form.fault("price", "setup-fault-price");
    }
    minor
}

fn minor(text: &str, digits: u32) -> Option<i64> {
    let (text, digits) = (text.replace(',', "."), digits as usize);
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if part.len() > digits || whole.is_empty() || !whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{whole}{part:0<digits$}").parse().ok()
}

fn price_text(minor: i64, currency: &str) -> String {
    let digits = minor_digits(currency);
    let (whole, part) = (minor / 10_i64.pow(digits), minor % 10_i64.pow(digits));
    if part == 0 { whole.to_string() } else { format!("{whole}.{part:0width$}", width = digits as usize) }
}

/// What only the database could know.
fn fault_of(error: ground::Error) -> Result<Faults, Fault> {
    match error {
        ground::Error::Constraint(name) if name.contains("slug") => Ok(Faults::one("slug", "setup-fault-taken")),
        ground::Error::Constraint(_) => Ok(Faults::one("practitioners", "fault-choice")),
        error => Err(error.into()),
    }
}

pub(super) async fn blank(scope: Scope, face: Face) -> Result<Response, Fault> {
    let usual = [
        ("modality", "clinic"),
        ("duration", "45"),
        ("before", "0"),
        ("after", "0"),
        ("step", "15"),
        ("grid", "clock"),
        ("online", "everyone"),
        ("notice", "120"),
        ("horizon", "90"),
        ("needs_room", "1"),
    ];
    page_of(&scope, &face, None, &Fields::filled(usual), &Faults::new()).await.map(answer)
}

pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let id = ServiceId::new(scope.house().clock.now());
    let draft = match draft(&fields, &scope.clinic.currency, id) {
        Ok(draft) => draft,
        Err(faults) => return page_of(&scope, &face, None, &fields, &faults).await.map(answer),
    };
    match scope.write(move |tx| setup::create_service(tx, &draft)).await {
        Ok(()) => Ok(Redirect::to(&face.to("/setup/services?done=saved")).into_response()),
        Err(error) => page_of(&scope, &face, None, &fields, &fault_of(error)?).await.map(answer),
    }
}

pub(super) async fn show(scope: Scope, face: Face, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let id: ServiceId = id.parse().map_err(|_| Fault::not_found())?;
    let catalogue = scope.read(catalogue).await?;
    let service = catalogue.service_of(id).ok_or_else(Fault::not_found)?;
    page_of(&scope, &face, Some(id), &drawn::marked(&filled(service, &scope.clinic.currency)), &Faults::new())
        .await
        .map(answer)
}

pub(super) async fn update(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: ServiceId = id.parse().map_err(|_| Fault::not_found())?;
    let draft = match draft(&fields, &scope.clinic.currency, id) {
        Ok(draft) => draft,
        Err(faults) => return page_of(&scope, &face, Some(id), &fields, &faults).await.map(answer),
    };
    let (typed, currency) = (fields.clone(), scope.clinic.currency.clone());
    let done = scope
        .write(move |tx| -> Result<(), Refused> {
            unchanged(tx, &typed, |tx| {
                catalogue(tx)?.service_of(id).map(|service| filled(service, &currency)).ok_or(ground::Error::NotFound)
            })?;
            Ok(setup::update_service(tx, &draft)?)
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&face.to("/setup/services?done=saved")).into_response()),
        Err(Refused::Stale(now)) => {
            let page = page_of(&scope, &face, Some(id), &again(&fields, &now), &Faults::new()).await?;
            Ok(answer(drawn::beside(page, &face.t, &now)))
        }
        Err(Refused::Ground(error)) => page_of(&scope, &face, Some(id), &fields, &fault_of(error)?).await.map(answer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_of_a_name_and_a_price_of_what_people_write() {
        for (name, slug) in [
            ("First physiotherapy visit", "first-physiotherapy-visit"),
            ("  Hands & wrists! ", "hands-wrists"),
            ("علاج", ""),
        ] {
            assert_eq!(made_slug(name), slug);
        }
        for (text, digits, expected) in [
            ("54", 2, Some(5400)),
            ("54.5", 2, Some(5450)),
            ("54,50", 2, Some(5450)),
            ("0", 2, Some(0)),
            ("54.505", 2, None),
            ("-5", 2, None),
            ("5400", 0, Some(5400)),
            ("54.5", 0, None),
            ("", 2, None),
            (".5", 2, None),
            ("1e3", 2, None),
        ] {
            assert_eq!(minor(text, digits), expected, "{text}");
        }
    }

    #[test]
    fn a_price_is_typed_shown_and_said_with_the_digits_of_its_currency() {
        for (currency, typed, stored) in [
            ("EUR", "54", 5_400),
            ("EUR", "54.05", 5_405),
            ("JPY", "5405", 5_405),
            ("RWF", "9000", 9_000),
            ("KWD", "12", 12_000),
            ("KWD", "12.5", 12_500),
            ("BHD", "12,055", 12_055),
            ("OMR", "0.005", 5),
            ("JOD", "20", 20_000),
        ] {
            let read = minor(typed, minor_digits(currency));
            assert_eq!(read, Some(stored), "{currency} {typed}");
            assert_eq!(minor(&price_text(stored, currency), minor_digits(currency)), read, "what is shown reads back");
        }
        assert_eq!(minor("12.0555", minor_digits("KWD")), None);
        for (currency, stored, shown) in
            [("EUR", 5_405, "54.05"), ("KWD", 12_500, "12.500"), ("KWD", 12_000, "12"), ("JPY", 5_405, "5405")]
        {
            assert_eq!(price_text(stored, currency), shown);
        }
    }

    #[test]
    fn a_service_reads_back_as_it_was_shown_and_faults_stand_beside_their_fields() {
        let sound = [
            ("name", "Review"),
            ("slug", ""),
            ("about", ""),
            ("modality", "clinic"),
            ("duration", "30"),
            ("before", "0"),
            ("after", "5"),
            ("step", "15"),
            ("grid", "clock"),
            ("online", "known"),
            ("notice", "60"),
            ("horizon", "90"),
            ("daily_limit", ""),
            ("price", "54"),
        ];
        let draft_of = |changes: &[(&'static str, &'static str)]| {
            let pairs = sound.map(|(name, value)| {
                (name, changes.iter().find(|(changed, _)| *changed == name).map_or(value, |(_, value)| *value))
            });
            draft(&Fields::filled(pairs), "EUR", ServiceId::from_bits(1))
        };
        let sound = draft_of(&[]).unwrap();
        assert_eq!(
            (sound.slug.as_str(), sound.after_min, sound.price_minor, sound.online),
            ("review", 5, Some(5400), Online::Known)
        );
        for (changes, field) in [
            (&[("duration", "31")][..], "duration"),
            (&[("duration", "1440"), ("after", "5")], "duration"),
            (&[("slug", "A b")], "slug"),
            (&[("price", "much")], "price"),
            (&[("online", "friends")], "online"),
            (&[("horizon", "-1")], "horizon"),
            (&[("name", "")], "name"),
        ] {
            assert!(draft_of(changes).unwrap_err().has(field), "{field}");
        }
    }
}
