//! Signed links: whoever holds one may see, move and cancel that one visit, until some time after it. Nothing is stored
//! of them; the signature is a mark under the clinic's key over the clinic and the visit.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ground::{Clinic, Error, House, Result, Tx};
use jiff::{SignedDuration, Timestamp};
use promise::Evidence;

use crate::model::{Appointment, AppointmentId};
use crate::store::{self, Filter};

/// Bytes of the mark that the link bears: 128 bits, which nobody guesses online.
const LENGTH: usize = 16;

/// The signature of the link to `appointment`.
pub fn sign(house: &House, clinic: &Clinic, appointment: AppointmentId) -> Result<String> {
    let keys = house.keys.clinic(clinic.id)?;
    Ok(URL_SAFE_NO_PAD.encode(&mark(&keys.links, clinic, appointment)[..LENGTH]))
}

/// What a link with the right signature leads to.
pub enum Opened {
    Visit(Box<Appointment>),
    /// Nothing any more.
    Ended,
}

/// Opens the link to the visit `id` at `now`: the one way from a link to its visit. A wrong signature and a visit that
/// is not there look the same.
pub fn open(tx: &mut Tx<'_>, id: AppointmentId, signature: &str, now: Timestamp) -> Result<Opened> {
    if !verify(tx.scope().house(), &tx.scope().clinic, id, signature)? {
        return Err(Error::NotFound);
    }
    let visit = store::find(tx, id)?;
    Ok(if ended(&tx.scope().clinic, &visit, now) { Opened::Ended } else { Opened::Visit(Box::new(visit)) })
}

/// For `session.lifetime`: the links of some visits are tried, in the last moment for which they were stated to open,
/// and in the next.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    const SOME: u32 = 4;
    let scope = tx.scope().clone();
    let days = SignedDuration::from_hours(24 * i64::from(scope.clinic.parameters.visit_link_days));
    let any =
        Filter { from: Timestamp::MIN, to: Timestamp::MAX, practitioner: None, status: None, after: None, limit: SOME };
    let (mut tried, mut open_too_long, mut closed_too_soon) = (0, 0, 0);
    for visit in store::list(tx, &any)? {
        let (signature, end) = (sign(scope.house(), &scope.clinic, visit.id)?, visit.ends_at + days);
        let mut opens = |at| open(tx, visit.id, &signature, at).map(|opened| matches!(opened, Opened::Visit(_)));
        tried += 1;
        open_too_long += i64::from(opens(end)?);
        closed_too_soon += i64::from(!opens(end - SignedDuration::from_micros(1))?);
    }
    Ok(Evidence::new(
        &[("links tried", tried), ("open too long", open_too_long), ("closed too soon", closed_too_soon)],
        open_too_long == 0 && closed_too_soon == 0,
    ))
}

/// Whether `signature` is the one of the link to `appointment`. Takes the same time for every wrong one.
fn verify(house: &House, clinic: &Clinic, appointment: AppointmentId, signature: &str) -> Result<bool> {
    let keys = house.keys.clinic(clinic.id)?;
    let Ok(shown) = URL_SAFE_NO_PAD.decode(signature) else { return Ok(false) };
    Ok(shown.len() == LENGTH
        && verify_slices_are_equal(&shown, &mark(&keys.links, clinic, appointment)[..LENGTH]).is_ok())
}

/// Whether the link to `visit` opens nothing any more: the clinic's stated days after the visit's end are over. The
/// link itself says nothing of it, so that a visit that is moved keeps its link, and every link ever sent ends too.
fn ended(clinic: &Clinic, visit: &Appointment, now: Timestamp) -> bool {
    let days = SignedDuration::from_hours(24 * i64::from(clinic.parameters.visit_link_days));
    now.duration_since(visit.ends_at) >= days
}

/// The address of the visit below the clinic's base.
pub fn path(house: &House, clinic: &Clinic, appointment: AppointmentId) -> Result<String> {
    Ok(format!("/visit/{appointment}/{}", sign(house, clinic, appointment)?))
}

/// The whole address of the visit, for letters and programs.
pub fn address(house: &House, clinic: &Clinic, appointment: AppointmentId) -> Result<String> {
    Ok(format!("{}{}", house.address_of(clinic), path(house, clinic, appointment)?))
}

fn mark(key: &hmac::Key, clinic: &Clinic, appointment: AppointmentId) -> [u8; 32] {
    let tag = hmac::sign(key, format!("{}\0{appointment}\0visit", clinic.id).as_bytes());
    let mut mark = [0; 32];
    mark.copy_from_slice(tag.as_ref());
    mark
}
