//! The ground as a room: its own tables, words and promises stand in the same list as everyone's.

use std::time::Duration;

use jiff::SignedDuration;
use promise::Evidence;

use crate::error::Result;
use crate::merge::Merges;
use crate::room::SENT;
use crate::room::{Recurring, Room};
use crate::scope::Scope;
use crate::tx::Tx;
use crate::web::signal;
use crate::{
    access, agreement, check, ended, erase, files, leave, mail, merge, params, recipient, residency, retain, trial,
};

/// A room decides of its tables by one hook: the words to added uses, then that to where it is kept.
const MERGES: Merges = Merges {
    undo: |tx, merging| {
        (agreement::MERGES.undo)(tx, merging)?;
        residency::parted(tx, merging)
    },
    ..agreement::MERGES
};

pub(crate) fn ground_room() -> Room {
    Room::new("ground")
        .schema("001_ground", include_str!("../schema/001_ground.sql"))
        .schema("002_answers", include_str!("../schema/002_answers.sql"))
        .schema("003_clinic", include_str!("../schema/003_clinic.sql"))
        .schema("006_generation", include_str!("../schema/006_generation.sql"))
        .schema("090_leased", include_str!("../schema/090_leased.sql"))
        .schema("091_merge", include_str!("../schema/091_merge.sql"))
        .schema("092_until", include_str!("../schema/092_until.sql"))
        .schema("093_returned", include_str!("../schema/093_returned.sql"))
        .schema("094_logo", include_str!("../schema/094_logo.sql"))
        .schema("095_waiting", include_str!("../schema/095_waiting.sql"))
        .schema("097_tenant", include_str!("../schema/097_tenant.sql"))
        .schema("098_leave", include_str!("../schema/098_leave.sql"))
        .schema("100_erasure", include_str!("../schema/100_erasure.sql"))
        .schema("101_restriction", include_str!("../schema/101_restriction.sql"))
        .schema("102_hold", include_str!("../schema/102_hold.sql"))
        .schema("103_ahead", include_str!("../schema/103_ahead.sql"))
        .schema("104_mail_kind", include_str!("../schema/104_mail_kind.sql"))
        .schema("105_leave_held", include_str!("../schema/105_leave_held.sql"))
        .schema("106_recipient", include_str!("../schema/106_recipient.sql"))
        .schema("107_checks", include_str!("../schema/107_checks.sql"))
        .schema("109_unsent", include_str!("../schema/109_unsent.sql"))
        .schema("110_residency", include_str!("../schema/110_residency.sql"))
        .schema("111_agreement", include_str!("../schema/111_agreement.sql"))
        .merges(MERGES)
        .schema("112_recipient_ahead", include_str!("../schema/112_recipient_ahead.sql"))
        .schema("113_agreement_again", include_str!("../schema/113_agreement_again.sql"))
        .schema("114_residency_anew", include_str!("../schema/114_residency_anew.sql"))
        .schema("115_recipient_needed", include_str!("../schema/115_recipient_needed.sql"))
        .schema("130_consent_terms", include_str!("../schema/130_consent_terms.sql"))
        .data_map(include_str!("../datamap.toml"))
        .shows(&[
            ("mail", "recipient", SENT),
            ("mail", "subject", SENT),
            ("mail", "body", SENT),
            ("mail", "calendar", SENT),
            // That it stands is told where everything about somebody is counted; why is the dispute's, and whoever answers
            // for people's data tells it with an answer to their request.
            ("legal_hold", "reason", SENT),
        ])
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .words("en", include_str!("../locales/en.ftl"))
        .words("ar", include_str!("../locales/ar.ftl"))
        .words("en", include_str!("../locales/en/erasure.ftl"))
        .words("ar", include_str!("../locales/ar/erasure.ftl"))
        .words("en", include_str!("../locales/en/dates.ftl"))
        .words("ar", include_str!("../locales/ar/dates.ftl"))
        .words("en", include_str!("../locales/en/errors.ftl"))
        .words("ar", include_str!("../locales/ar/errors.ftl"))
        .words("en", include_str!("../locales/en/problems.ftl"))
        .words("ar", include_str!("../locales/ar/problems.ftl"))
        .words("en", include_str!("../locales/en/cookies.ftl"))
        .words("ar", include_str!("../locales/ar/cookies.ftl"))
        .words("en", include_str!("../locales/en/promises.ftl"))
        .words("ar", include_str!("../locales/ar/promises.ftl"))
        .words("en", include_str!("../locales/en/leave.ftl"))
        .words("ar", include_str!("../locales/ar/leave.ftl"))
        .words("en", include_str!("../locales/en/places.ftl"))
        .words("ar", include_str!("../locales/ar/places.ftl"))
        .words("en", include_str!("../locales/en/residency.ftl"))
        .words("ar", include_str!("../locales/ar/residency.ftl"))
        .words("en", include_str!("../locales/en/checks.ftl"))
        .words("ar", include_str!("../locales/ar/checks.ftl"))
        .checks(&check::OWN)
        .job(mail::handler())
        .job(files::handler())
        .job(ended::handler())
        .job(crate::carried::handler())
        .job(crate::erase::handler())
        .evidence("encryption.at_rest", sealed)
        .evidence("access.need_to_know", need_to_know)
        .evidence("purpose.limited", purposes)
        .evidence("access.visible", visible)
        .evidence("messages.from_shown", mail::evidence)
        .evidence("termination.removes_service_data", leave::evidence)
        .evidence("retention.limited", retain::evidence)
        .evidence("tracking.signals", signal::evidence)
        .evidence("rights.delete", erase::evidence::deleted)
        .evidence("rights.anonymise", erase::evidence::anonymised)
        .evidence("deletion.reaches_backups", erase::evidence::reaches_backups)
        .evidence("sharing.recipients_listed", recipient::listed)
        .evidence("sharing.never_sold", recipient::never_sold)
        .recurring(Recurring {
            name: "ground.tidy",
            every: Duration::from_secs(3_600),
            run: |scope| Box::pin(tidy(scope)),
        })
        .recurring(Recurring {
            name: "ground.retention",
            every: Duration::from_secs(3_600),
            run: |scope| Box::pin(async move { retain::sweep(&scope).await.map(drop) }),
        })
        .recurring(Recurring {
            name: "ground.unlock",
            every: Duration::from_secs(3_600),
            run: |scope| Box::pin(async move { erase::unlock(&scope).await.map(drop) }),
        })
        .recurring(Recurring {
            name: "ground.carried",
            every: Duration::from_secs(3_600),
            run: |scope| Box::pin(async move { crate::carried::reconcile(&scope).await }),
        })
        .recurring(Recurring {
            name: "ground.files",
            every: Duration::from_secs(3_600),
            run: |scope| Box::pin(async move { files::reconcile(&scope).await.map(drop) }),
        })
}

/// Forgets what moved in merges that are final. Keys made ahead that no person took are left
/// alone: they open nothing, and telling one from a key that another process is about to hand out, or that a newer
/// backup needs, would be a guess.
async fn tidy(scope: Scope) -> Result<()> {
    scope.write(|tx| merge::sweep(tx).map(drop)).await
}

/// Every sealed column of every row begins with the scheme's byte: nothing stands there in clear.
fn sealed(tx: &mut Tx<'_>) -> Result<Evidence> {
    let columns: Vec<(String, String)> = tx
        .house()
        .data_map
        .tables
        .iter()
        .flat_map(|(table, t)| {
            t.columns.iter().filter(|(_, c)| c.sealed).map(move |(column, _)| (table.clone(), column.clone()))
        })
        .collect();
    let (mut values, mut clear) = (0, 0);
    let first = match tx.engine() {
        crate::db::Engine::Sqlite => "substr",
        crate::db::Engine::Postgres => "substring",
    };
    for (table, column) in &columns {
        let row = tx.one(
            &format!(
                "SELECT COUNT(*) AS n, CAST(COALESCE(SUM(CASE WHEN {first}({column}, 1, 1) = $2 THEN 0 ELSE 1 END), 0) AS BIGINT) AS clear
                 FROM {table} WHERE clinic = $1 AND {column} IS NOT NULL"
            ),
            &params![tx.clinic(), vec![1u8]],
        )?;
        values += row.get::<i64>("n")?;
        clear += row.get::<i64>("clear")?;
    }
    let kinds = columns.len();
    Ok(Evidence::new(&[("columns", kinds as i64), ("values", values), ("clear", clear)], clear == 0))
}

fn month(tx: &Tx<'_>) -> jiff::Timestamp {
    tx.now() - SignedDuration::from_hours(24 * 30)
}

fn need_to_know(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (openings, refusals) = access::counts(tx, month(tx))?;
    let tried = trial::strangers(tx)?;
    Ok(Evidence::new(
        &[
            ("openings", openings),
            ("refusals", refusals),
            ("strangers tried", tried.times),
            ("strangers let in", tried.wrong),
            ("strangers not written down", tried.unrecorded),
        ],
        // Where nobody could be asked for, nothing is known.
        tried.times > 0 && tried.wrong == 0 && tried.unrecorded == 0,
    ))
}

/// Keys open what their purpose lists and nothing else, and nobody may open a record for what no column lists.
fn purposes(tx: &mut Tx<'_>) -> Result<Evidence> {
    let house = tx.house();
    let sealed = house.data_map.tables.values().flat_map(|table| table.columns.values()).filter(|column| column.sealed);
    let columns = i64::try_from(sealed.count()).unwrap_or(i64::MAX);
    let (tried, unlisted) = (trial::keys(house)?, trial::unlisted(house).len() as i64);
    Ok(Evidence::new(
        &[
            ("columns", columns),
            ("keys tried", tried.times),
            ("keys that opened otherwise", tried.wrong),
            ("purposes not listed", unlisted),
        ],
        tried.times > 0 && tried.wrong == 0 && unlisted == 0,
    ))
}

/// How old the last round over the whole log may be before nothing is known of it.
const LOOKED: SignedDuration = SignedDuration::from_hours(24);

/// The log is provable when it continues what is kept of it beside the keys, nothing has waited for its seal longer than
/// a minute, and all of it was read within a day, entry by entry, and was as it was sealed.
fn visible(tx: &mut Tx<'_>) -> Result<Evidence> {
    let broken = access::standing(tx)?;
    let watched = access::watched(tx)?;
    let late = tx.now() - SignedDuration::from_mins(1);
    let late: i64 = tx
        .one(
            "SELECT COUNT(*) AS late FROM access_entry WHERE clinic = $1 AND leaf IS NULL AND at < $2",
            &params![tx.clinic(), late],
        )?
        .get("late")?;
    let entries: i64 = tx
        .one("SELECT COUNT(*) AS entries FROM access_entry WHERE clinic = $1", &params![tx.clinic()])?
        .get("entries")?;
    // Since it began: what was read first may have been changed behind the reader's back.
    let ago = watched.whole.map(|whole| tx.now().duration_since(whole.began));
    let lately = ago.is_some_and(|ago| ago <= LOOKED);
    Ok(Evidence::new(
        &[
            ("entries", entries),
            ("unsealed", late),
            ("broken", i64::from(broken.is_some())),
            ("verified", watched.whole.map_or(0, |whole| whole.entries)),
            // -1 where it never was.
            ("minutes", ago.map_or(-1, |ago| ago.as_mins().max(0))),
            ("altered", i64::from(watched.fault.is_some())),
        ],
        late == 0 && broken.is_none() && watched.fault.is_none() && lately,
    ))
}
