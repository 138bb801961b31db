//! What the store says, now, about the promises this room keeps.

use ground::{Tx, params};
use jiff::SignedDuration;
use promise::{Evidence, Jurisdiction};

use crate::password::weakness;
use crate::session::{Times, alive, expiry};
use crate::store::alert::WITHIN;

/// How long after its end a session may wait for the sweep; it opens nothing meanwhile.
const SWEPT_WITHIN: SignedDuration = SignedDuration::from_hours(2);

/// `password.hashed`: every stored password, by the head of its PHC string, which says how and with how many rounds.
pub fn hashed(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let set = i64::from(tx.settings().parameters.password_iterations);
    let rows = tx.query(
        "SELECT substr(password, 1, 26) AS head, COUNT(*) AS n FROM (
             SELECT password FROM account WHERE clinic = $1 AND password IS NOT NULL
             UNION ALL SELECT password FROM challenge WHERE clinic = $1 AND password IS NOT NULL) AS stored
         GROUP BY substr(password, 1, 26)",
        &params![tx.clinic()],
    )?;
    let (mut passwords, mut fewer, mut other) = (0, 0, 0);
    for row in &rows {
        let (head, n): (String, i64) = (row.get("head")?, row.get("n")?);
        passwords += n;
        let rounds = head
            .strip_prefix("$pbkdf2-sha256$i=")
            .and_then(|rest| rest.split(',').next())
            .and_then(|rounds| rounds.parse::<i64>().ok());
        match rounds {
            None => other += n,
            Some(rounds) if rounds < set => fewer += n,
            Some(_) => {}
        }
    }
    Ok(Evidence::new(
        &[("passwords", passwords), ("not hashed", other), ("fewer rounds than set", fewer), ("rounds set", set)],
        other == 0 && fewer == 0,
    ))
}

/// Passwords that everyone tries first, and what one could make of them to please a rule about signs.
const KNOWN: [&str; 8] = [
    "password",
    "123456789012",
    "qwertyuiop[]",
    "Password123!",
    "letmein12345",
    "iloveyou1234",
    "P@ssw0rd1234",
    "welcome12345",
];

/// `password.robust`: the controls are tried, on known passwords and on a session of staff that began with a password
/// alone, with the clinic's own settings.
pub fn robust(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let row = tx.one(
        "SELECT COUNT(*) AS n FROM (
             SELECT account FROM authenticator WHERE clinic = $1 AND confirmed_at IS NOT NULL
             UNION SELECT account FROM passkey WHERE clinic = $1) AS holders",
        &params![tx.clinic()],
    )?;
    let having: i64 = row.get("n")?;
    let (parameters, now) = (&tx.settings().parameters, tx.now());
    let alone =
        Times { started_at: now, seen_at: now, expires_at: expiry(parameters, now), staff: true, two_factors: false };
    let let_in = i64::from(parameters.staff_second_factor && alive(alone, parameters, now));
    let refused = KNOWN.iter().filter(|password| weakness(password, &[], parameters).is_some()).count();
    let (tried, refused) = (i64::try_from(KNOWN.len()).unwrap_or(0), i64::try_from(refused).unwrap_or(0));
    Ok(Evidence::new(
        &[
            ("tried", tried),
            ("refused", refused),
            ("accounts with a second factor", having),
            ("staff tried", 1),
            ("let in", let_in),
        ],
        refused == tried && let_in == 0,
    ))
}

/// How long a letter may take, and how long somebody may open records before it is looked for again.
const LATE: SignedDuration = SignedDuration::from_mins(20);

/// `security.alerts`: everything that happened was told, and nobody opened many records unnoticed.
pub fn alerts(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.one(
        "SELECT COUNT(*) AS noted, CAST(COALESCE(SUM(CASE WHEN told_at IS NULL AND at < $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS untold
         FROM account_alert WHERE clinic = $1 AND at > $2",
        &params![clinic, now - SignedDuration::from_hours(24 * 30), now - LATE],
    )?;
    let (noted, untold): (i64, i64) = (row.get("noted")?, row.get("untold")?);
    let mut unnoticed = 0;
    let least = tx.settings().parameters.alert_reads;
    for (actor, _) in ground::access::busiest(tx, now - LATE - WITHIN, now - LATE, least)? {
        let row = tx.optional(
            "SELECT 1 AS one FROM account_alert WHERE clinic = $1 AND about = $2 AND at > $3 LIMIT 1",
            &params![clinic, &actor, now - SignedDuration::from_hours(26)],
        )?;
        unnoticed += i64::from(row.is_none());
    }
    Ok(Evidence::new(&[("noted", noted), ("untold", untold), ("unnoticed", unnoticed)], untold == 0 && unnoticed == 0))
}

/// `session.lifetime`: no session is older than stated, and none belongs to a closed account.
pub fn sessions(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let parameters = &tx.settings().parameters;
    let (days, minutes) = (parameters.session_days, parameters.staff_idle_minutes);
    let oldest = now - SignedDuration::from_hours(24 * i64::from(days)) - SWEPT_WITHIN;
    let paused = now - SignedDuration::from_mins(i64::from(minutes)) - SWEPT_WITHIN;
    let row = tx.one(
        "SELECT COUNT(*) AS sessions,
             CAST(COALESCE(SUM(CASE WHEN s.started_at < $2 OR (s.staff = 1 AND s.seen_at < $3) THEN 1 ELSE 0 END), 0) AS BIGINT) AS older,
             CAST(COALESCE(SUM(CASE WHEN a.deactivated_at IS NOT NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS closed
         FROM session s JOIN account a ON a.clinic = s.clinic AND a.id = s.account WHERE s.clinic = $1",
        &params![clinic, oldest, paused],
    )?;
    let (sessions, older, closed): (i64, i64, i64) = (row.get("sessions")?, row.get("older")?, row.get("closed")?);
    Ok(Evidence::new(
        &[
            ("sessions", sessions),
            ("older than allowed", older),
            ("of closed accounts", closed),
            ("days", days.into()),
            ("minutes", minutes.into()),
        ],
        older == 0 && closed == 0,
    ))
}

/// `age.minimum`: everyone who signed up here stated the age that is asked now.
pub fn ages(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let settings = tx.settings();
    let place: Jurisdiction = settings.jurisdiction.parse().map_err(ground::Error::internal)?;
    let least = settings.parameters.minimum_age(place);
    let row = tx.one(
        "SELECT COUNT(*) AS accounts, CAST(COALESCE(SUM(CASE WHEN age_stated >= $2 THEN 0 ELSE 1 END), 0) AS BIGINT) AS unstated
         FROM account WHERE clinic = $1 AND source = 'themselves'",
        &params![tx.clinic(), least],
    )?;
    let (accounts, unstated): (i64, i64) = (row.get("accounts")?, row.get("unstated")?);
    Ok(Evidence::new(&[("accounts", accounts), ("without the age", unstated), ("age", least.into())], unstated == 0))
}

/// For `residency.stated`: accounts that people opened by themselves, and of whom it is not known that the form told them where
/// it is kept.
pub fn told(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let untold = ground::residency::unnoted(tx, "account", "person", "t.source = 'themselves'")?;
    Ok(Evidence::new(&[("accounts untold", untold)], untold == 0))
}
