//! `keepwell jobs`.

use ground::{House, JobId, job};

use super::CliError;

pub(super) async fn list(house: &House) -> Result<(), CliError> {
    let jobs = job::list(house).await?;
    if jobs.is_empty() {
        say!("no job waits");
        return Ok(());
    }
    for job in jobs {
        let cause = job.cause.map(|cause| format!("  {cause}")).unwrap_or_default();
        say!(
            "{:5}  {}  {:24}  {}  attempts {}  next {}{cause}",
            job.state,
            job.id,
            job.kind,
            job.subject,
            job.attempts,
            job.run_at
        );
    }
    Ok(())
}

pub(super) async fn retry(house: &House, id: Option<JobId>) -> Result<(), CliError> {
    say!("{} due again", job::retry(house, id).await?);
    Ok(())
}
