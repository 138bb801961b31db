//! Services: what can be booked, by whom it is given, and with what.

use ground::db::Value;
use ground::{Result, Tx, params};

use super::{last, one, setup_changed};
use crate::model::{Online, Service, grid_word, modality_word};

/// A new service, behind all others. A slug that another has already is the constraint `service_clinic_slug_key`.
pub fn create_service(tx: &mut Tx<'_>, service: &Service) -> Result<()> {
    super::take_turns(tx)?;
    let position = last(tx, "service")?;
    insert_service(tx, &Service { position, ..service.clone() })?;
    setup_changed(tx, service.id)
}

/// Writes a service's row, and those of who gives it and with what.
pub(in crate::store) fn insert_service(tx: &mut Tx<'_>, service: &Service) -> Result<()> {
    let values = [columns(tx, service), params![service.position].to_vec()].concat();
    tx.execute(
        "INSERT INTO service (clinic, id, slug, name, about, modality, duration_min, before_min, after_min, step_min, grid, notice_min, horizon_days,
         daily_limit, price_minor, needs_room, needs_device, approve_first, online, bring, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        &values,
    )?;
    link(tx, service)
}

/// A service's new terms. What is booked already stays as it was booked; its place among the others, and whether it is
/// in use, are changed elsewhere. Links to what is retired stay too: whoever wrote the terms was not shown them, a room
/// that comes back is used again, and a service bound to one room does not come to stand in any.
pub fn update_service(tx: &mut Tx<'_>, service: &Service) -> Result<()> {
    let values = columns(tx, service);
    one(tx.execute(
        "UPDATE service SET slug = $3, name = $4, about = $5, modality = $6, duration_min = $7, before_min = $8, after_min = $9, step_min = $10, grid = $11,
         notice_min = $12, horizon_days = $13, daily_limit = $14, price_minor = $15, needs_room = $16, needs_device = $17, approve_first = $18, online = $19,
         bring = $20
         WHERE clinic = $1 AND id = $2",
        &values,
    )?)?;
    for other in ["practitioner", "room", "device"] {
        tx.execute(
            &format!(
                "DELETE FROM service_{other} WHERE clinic = $1 AND service = $2 AND {other} IN (SELECT id FROM {other} WHERE clinic = $1 AND retired_at IS NULL)"
            ),
            &params![tx.clinic(), service.id],
        )?;
    }
    link(tx, service)?;
    setup_changed(tx, service.id)
}

fn columns(tx: &Tx<'_>, service: &Service) -> Vec<Value> {
    let whole = |minutes: u16| i64::from(minutes);
    params![
        tx.clinic(),
        service.id,
        &service.slug,
        &service.name,
        &service.about,
        modality_word(service.modality),
        whole(service.duration_min),
        whole(service.before_min),
        whole(service.after_min),
        whole(service.step_min),
        grid_word(service.grid),
        service.notice_min,
        whole(service.horizon_days),
        service.daily_limit.map(whole),
        service.price_minor,
        service.needs_room,
        service.needs_device,
        service.approve_first,
        Online::as_word(service.online),
        &service.bring,
    ]
    .to_vec()
}

fn link(tx: &mut Tx<'_>, service: &Service) -> Result<()> {
    let (clinic, id) = (tx.clinic(), service.id);
    let practitioners = service.practitioners.iter().map(|one| ("practitioner", Value::from(*one)));
    let rooms = service.rooms.iter().map(|one| ("room", Value::from(*one)));
    let devices = service.devices.iter().map(|one| ("device", Value::from(*one)));
    for (kind, other) in practitioners.chain(rooms).chain(devices) {
        let sql =
            format!("INSERT INTO service_{kind} (clinic, service, {kind}) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        tx.execute(&sql, &params![clinic, id, other])?;
    }
    Ok(())
}
