//! What can be shown of incidents: that nobody is told late, that no duty was lost, and that the record in which it is found
//! whom an incident touches can be relied on.

use ground::{EntryId, Result, Tx, access, params};
use jiff::SignedDuration;
use promise::Evidence;

use super::duty::{arising, duties, own_hours, stored};
use super::public::{missing_from_home, uncovered};
use crate::model::incidents::{COLUMNS, Incident};

/// What was late within so long counts against the promise.
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);
/// Within which the record is sealed.
const SEALED_WITHIN: SignedDuration = SignedDuration::from_hours(1);
/// Open incidents whose duties are reckoned anew.
pub(super) const LOOKED_AT: u32 = 50;

/// For `incident.notified`.
pub(crate) fn notified(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.one(
        "SELECT COUNT(*) AS open,
             CAST(COALESCE(SUM(CASE WHEN due_at < $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS late
         FROM incident_duty WHERE clinic = $1 AND met_at IS NULL AND waived_at IS NULL",
        &params![clinic, now],
    )?;
    let (open, late): (i64, i64) = (row.get("open")?, row.get("late")?);
    let told_late: i64 = tx
        .one(
            "SELECT COUNT(*) AS n FROM incident_duty WHERE clinic = $1 AND met_at > $2 AND met_at > due_at",
            &params![clinic, now - YEAR],
        )?
        .get("n")?;
    // A suspicion that nobody looked at, or an incident that nobody assessed, hides the duties that would arise.
    let own = own_hours(tx);
    let undecided: i64 = tx
        .one(
            "SELECT COUNT(*) AS n FROM incident WHERE clinic = $1 AND state IN ('suspected', 'confirmed', 'notifying')
             AND discovered_at < $2 AND (state = 'suspected' OR grade IS NULL)",
            &params![clinic, now - own],
        )?
        .get("n")?;
    // Of what is closed: whoever it touches and was not told, where persons had to be.
    let untold: i64 = tx
        .one(
            "SELECT COUNT(*) AS n FROM incident_duty d WHERE d.clinic = $1 AND d.met_at > $2 AND d.whom = 'persons'
             AND EXISTS (SELECT 1 FROM incident i WHERE i.clinic = d.clinic AND i.id = d.incident AND i.state = 'closed')
             AND EXISTS (SELECT 1 FROM incident_person p WHERE p.clinic = d.clinic AND p.incident = d.incident
                 AND (p.hand IS NULL OR p.hand = 'added') AND p.way IS NULL)",
            &params![clinic, now - YEAR],
        )?
        .get("n")?;
    // Whom no letter reaches, by a day that is over, and for whom no public notice stands: of what is open, and of what is closed.
    // Whose letter came back has the clinic's own hours from when that was known, where the day of the law is sooner.
    let unreached: i64 = tx
        .one(
            &format!(
                "SELECT COUNT(*) AS n FROM incident i JOIN incident_person p ON p.clinic = i.clinic AND p.incident = i.id
                 WHERE i.clinic = $1 AND i.state IN ('confirmed', 'notifying', 'closed') AND {} AND EXISTS (
                     SELECT 1 FROM incident_duty d WHERE d.clinic = i.clinic AND d.incident = i.id AND d.whom = 'persons'
                     AND d.due_at < $2 AND d.due_at > $3)
                 AND (p.returned_at IS NULL OR p.returned_at < $4)",
                uncovered()
            ),
            &params![clinic, now, now - YEAR, now - own],
        )?
        .get("n")?;
    // Who is not told for a reason that was written down.
    let waived: i64 = tx
        .one(
            "SELECT (SELECT COUNT(*) FROM incident_duty WHERE clinic = $1 AND waived_at > $2)
                 + (SELECT COUNT(*) FROM incident_person WHERE clinic = $1 AND spared_at > $2) AS n",
            &params![clinic, now - YEAR],
        )?
        .get("n")?;
    let not_posted = missing_from_home(tx)?;
    let missing = missing(tx)?;
    let unsealed: i64 = tx
        .one(
            "SELECT COUNT(*) AS n FROM access_entry WHERE clinic = $1 AND leaf IS NULL AND id < $2",
            &params![clinic, EntryId::since(now - SEALED_WITHIN)],
        )?
        .get("n")?;
    let altered = i64::from(access::watched(tx)?.fault.is_some());
    let sound = late == 0 && told_late == 0 && undecided == 0 && untold == 0 && missing == 0;
    let sound = sound && unreached == 0 && not_posted == 0;
    Ok(Evidence::new(
        &[
            ("open", open),
            ("late", late),
            ("told late", told_late),
            ("undecided", undecided),
            ("not told", untold),
            ("missing", missing),
            ("unreached", unreached),
            ("not posted", not_posted),
            ("said why not", waived),
            ("unsealed", unsealed),
            ("altered", altered),
        ],
        sound && unsealed == 0 && altered == 0,
    ))
}

/// Duties that arise of what is open and are not written down as they arise, or for a later day, by the very rule that writes
/// them.
fn missing(tx: &mut Tx<'_>) -> Result<i64> {
    let sql = format!(
        "SELECT {COLUMNS} FROM incident WHERE clinic = $1 AND state IN ('confirmed', 'notifying') AND grade IS NOT NULL
         AND counting = 0 ORDER BY discovered_at, id LIMIT $2"
    );
    let open: Vec<Incident> =
        tx.query(&sql, &params![tx.clinic(), LOOKED_AT])?.iter().map(Incident::from_row).collect::<Result<_>>()?;
    let mut missing = 0;
    for incident in open {
        let written = duties(tx, incident.id)?;
        for duty in arising(tx, &incident)? {
            let (fact, place) = (stored(&duty), duty.place.to_string());
            let there = written
                .iter()
                .any(|one| one.fact == fact && one.place == place && (one.met_at.is_some() || one.due_at <= duty.due));
            missing += i64::from(!there);
        }
    }
    Ok(missing)
}
