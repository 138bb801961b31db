//! Services: what can be booked, by whom it is given, and with what.

use ground::{Result, Tx, params};

use super::{last, one, setup_changed};
use crate::model::{DeviceId, Online, PractitionerId, RoomId, ServiceId, grid_word, modality_word};
use crate::rules::{Grid, Modality};

/// A service, as the manager writes it. Minutes are whole fives, as [`crate::rules::Timing`] has them.
#[derive(Clone, Debug)]
pub struct ServiceDraft {
    pub slug: String,
    pub name: String,
    pub about: String,
    pub modality: Modality,
    pub duration_min: u16,
    pub before_min: u16,
    pub after_min: u16,
    pub step_min: u16,
    pub grid: Grid,
    pub notice_min: u32,
    pub horizon_days: u16,
    pub daily_limit: Option<u16>,
    pub price_minor: Option<i64>,
    pub needs_room: bool,
    pub needs_device: bool,
    pub approve_first: bool,
    pub online: Online,
    pub practitioners: Vec<PractitionerId>,
    pub rooms: Vec<RoomId>,
    pub devices: Vec<DeviceId>,
}

/// A new service. A slug that another has already is the constraint `service_clinic_slug_key`.
pub fn create_service(tx: &mut Tx<'_>, draft: &ServiceDraft) -> Result<ServiceId> {
    let (id, position) = (ServiceId::new(tx.now()), last(tx, "service")?);
    tx.execute(
        "INSERT INTO service (clinic, id, position, slug, name, about, modality, duration_min, before_min, after_min, step_min, grid, notice_min,
         horizon_days, daily_limit, price_minor, needs_room, needs_device, approve_first, online)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        &[params![tx.clinic(), id, position].to_vec(), columns(draft)].concat(),
    )?;
    link(tx, id, draft)?;
    setup_changed(tx, id)?;
    Ok(id)
}

/// A service's new terms. What is booked already stays as it was booked. Links to what is retired stay too: whoever
/// wrote the draft was not shown them, a room that comes back is used again, and a service bound to one room does not
/// come to stand in any.
pub fn update_service(tx: &mut Tx<'_>, id: ServiceId, draft: &ServiceDraft) -> Result<()> {
    one(tx.execute(
        "UPDATE service SET slug = $3, name = $4, about = $5, modality = $6, duration_min = $7, before_min = $8, after_min = $9, step_min = $10, grid = $11,
         notice_min = $12, horizon_days = $13, daily_limit = $14, price_minor = $15, needs_room = $16, needs_device = $17, approve_first = $18, online = $19
         WHERE clinic = $1 AND id = $2",
        &[params![tx.clinic(), id].to_vec(), columns(draft)].concat(),
    )?)?;
    for other in ["practitioner", "room", "device"] {
        tx.execute(
            &format!(
                "DELETE FROM service_{other} WHERE clinic = $1 AND service = $2 AND {other} IN (SELECT id FROM {other} WHERE clinic = $1 AND retired_at IS NULL)"
            ),
            &params![tx.clinic(), id],
        )?;
    }
    link(tx, id, draft)?;
    setup_changed(tx, id)
}

fn columns(draft: &ServiceDraft) -> Vec<ground::db::Value> {
    let whole = |minutes: u16| i64::from(minutes);
    params![
        &draft.slug,
        &draft.name,
        &draft.about,
        modality_word(draft.modality),
        whole(draft.duration_min),
        whole(draft.before_min),
        whole(draft.after_min),
        whole(draft.step_min),
        grid_word(draft.grid),
        draft.notice_min,
        whole(draft.horizon_days),
        draft.daily_limit.map(whole),
        draft.price_minor,
        draft.needs_room,
        draft.needs_device,
        draft.approve_first,
        Online::as_word(draft.online),
    ]
    .to_vec()
}

fn link(tx: &mut Tx<'_>, id: ServiceId, draft: &ServiceDraft) -> Result<()> {
    let clinic = tx.clinic();
    for one in &draft.practitioners {
        tx.execute(
            "INSERT INTO service_practitioner (clinic, service, practitioner) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &params![clinic, id, *one],
        )?;
    }
    for one in &draft.rooms {
        tx.execute(
            "INSERT INTO service_room (clinic, service, room) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &params![clinic, id, *one],
        )?;
    }
    for one in &draft.devices {
        tx.execute(
            "INSERT INTO service_device (clinic, service, device) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &params![clinic, id, *one],
        )?;
    }
    Ok(())
}
