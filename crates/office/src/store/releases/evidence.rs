//! For `sharing.deidentified_only`: every release read again against what was signed, what questions spent, and the control
//! itself, tried on the spot.

use std::collections::HashMap;

use ground::{Error, Result, Tx, digest, manifest, params};
use promise::release::Report;
use promise::{Evidence, Parameter, Parameters};

use super::{COLUMNS, KIND, from_row};
use crate::model::releases::Release;
use crate::rules::releases::tried;

/// Releases and questions that are looked at, the newest.
const LOOKED: u32 = 1_000;

/// By what a report is known again.
pub(super) fn of_report(report: &Report) -> Result<String> {
    Ok(digest(serde_json::to_string(report).map_err(Error::internal)?.as_bytes()))
}

/// What is wrong with a release that left.
#[derive(Default)]
struct Wrong {
    broken: i64,
    small: i64,
    unapproved: i64,
    unsound: i64,
}

fn look(release: &Release, key: &str, wrong: &mut Wrong) -> Result<()> {
    wrong.unsound += i64::from(release.gone_at.is_none() && release.sound != Some(true));
    let second = release.decided.as_ref().is_some_and(|(by, _)| !release.four_eyes || *by != release.drafted_by);
    let (Some(report), Some(text)) = (&release.report, &release.manifest) else {
        wrong.broken += 1;
        wrong.unapproved += i64::from(!second);
        return Ok(());
    };
    let Ok(said) = manifest::read(text, key) else {
        wrong.broken += 1;
        return Ok(());
    };
    let is = |field: &str, value: &str| said[field].as_str() == Some(value);
    let as_signed = is("release", &release.id.to_string())
        && is("sha256", release.digest.as_deref().unwrap_or_default())
        && is("report_sha256", &of_report(report)?)
        && said["rows"].as_u64() == Some(report.released)
        && said["approved_by_a_second_person"].as_bool() == Some(release.four_eyes)
        && is("drafted_by", &release.drafted_by)
        && is("decided_by", release.decided.as_ref().map_or("", |(by, _)| by.as_str()));
    wrong.broken += i64::from(!as_signed);
    let stated = said["release_k"].as_u64().unwrap_or(u64::MAX);
    wrong.small += i64::from(u64::from(report.smallest) < stated || u64::from(report.k) < stated);
    wrong.unapproved += i64::from(!second);
    Ok(())
}

/// What evidence there is.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let key = manifest::key_of(tx.scope().house(), KIND, tx.clinic())?;
    let sql = format!(
        "SELECT {COLUMNS} FROM data_release WHERE clinic = $1 AND state = 'released' ORDER BY id DESC LIMIT $2"
    );
    let rows = tx.query(&sql, &params![tx.clinic(), LOOKED])?;
    let (mut wrong, mut unread) = (Wrong::default(), 0);
    for row in &rows {
        match from_row(row) {
            Ok(release) => look(&release, &key, &mut wrong)?,
            Err(_) => unread += 1,
        }
    }
    // Each question may spend what its budget left then, and no budget is larger than one may be.
    let most = Parameters::bounds(Parameter::ReleaseEpsilon).map_or(0, |(_, most)| i64::from(most));
    let asked = tx.query(
        "SELECT data_set, epsilon, budget FROM data_question WHERE clinic = $1 ORDER BY id LIMIT $2",
        &params![tx.clinic(), LOOKED],
    )?;
    let (mut spent, mut over): (HashMap<String, i64>, i64) = (HashMap::new(), 0);
    let mut budgets: HashMap<String, i64> = HashMap::new();
    for row in &asked {
        let set: String = row.get("data_set")?;
        *spent.entry(set.clone()).or_default() += row.get::<i64>("epsilon")?;
        let budget = budgets.entry(set).or_default();
        *budget = row.get::<i64>("budget")?.max(*budget);
    }
    for (set, spent) in &spent {
        let budget = budgets.get(set).copied().unwrap_or_default();
        over += i64::from(budget > most || *spent > budget);
    }
    let (trials, failed) = tried(tx.settings().parameters.release_k);
    let broken = wrong.broken + unread;
    let figures = [
        ("releases", rows.len() as i64),
        ("not as signed", broken),
        ("too small", wrong.small),
        ("unapproved", wrong.unapproved),
        ("files not as signed", wrong.unsound),
        ("questions", asked.len() as i64),
        ("budgets overspent", over),
        ("trials", trials),
        ("trials failed", failed),
    ];
    let good =
        broken == 0 && wrong.small == 0 && wrong.unapproved == 0 && wrong.unsound == 0 && over == 0 && failed == 0;
    Ok(Evidence::new(&figures, good))
}
