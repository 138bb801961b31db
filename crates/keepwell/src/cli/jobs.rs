//! `keepwell jobs`.

use ground::{House, JobId, job};

use super::CliError;

pub(super) async fn list(house: &House) -> Result<(), CliError> {
    let jobs = job::list(house).await?;
    if jobs.is_empty() {
        say!("no job waits");
        return Ok(());
    }
    if jobs.len() == job::LISTED {
        say!("the first {} of them; those that are stuck stand first", jobs.len());
    }
    let now = house.clock.now();
    say!("{:5}  {:30}  {:24}  {:30}  {:>8}  {:20}  why", "state", "id", "kind", "about", "attempts", "next, in UTC");
    for job in jobs {
        // What is left for later is no work that somebody has to look at.
        let state = if job.state == "due" && job.run_at > now { "waits" } else { job.state.as_str() };
        let cause = job.cause.map(|cause| format!("  {cause}")).unwrap_or_default();
        say!(
            "{state:5}  {:30}  {:24}  {:30}  {:8}  {:20}{cause}",
            job.id.to_string(),
            job.kind,
            job.subject,
            job.attempts,
            job.run_at.strftime("%Y-%m-%d %H:%M:%S").to_string()
        );
    }
    Ok(())
}

pub(super) async fn retry(house: &House, id: Option<JobId>) -> Result<(), CliError> {
    let one = id.is_some();
    match job::retry(house, id).await? {
        0 if one => {
            return Err(CliError::Said("there is no such job, or it is due already: keepwell jobs".to_owned()));
        }
        0 => say!("no job is stuck"),
        1 => say!("1 job is due again"),
        many => say!("{many} jobs are due again"),
    }
    Ok(())
}
