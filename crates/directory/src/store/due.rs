//! What of the directory waits for a person.

use ground::Tx;
use ground::due::Due;

use super::google::run::{self, Outcome};
use super::{claim, leaver};

const PAGE: &str = "directory.page.read";

/// Those who left and are erased once their grace is over, a plan that was held because it would take too many, and accounts of
/// which a directory says that they are somebody of its own.
pub fn due(tx: &mut Tx<'_>) -> ground::Result<Vec<Due>> {
    let due = |words: &str, n: i64, href: &str, action, by| Due {
        part: "directory",
        words: words.to_owned(),
        args: vec![("n", n.into())],
        href: href.to_owned(),
        action: Some(action),
        by,
    };
    let mut all = Vec::new();
    if let Some((n, first)) = leaver::waiting(tx).map_err(ground)? {
        all.push(due("directory-due-leavers", n, "/directory", PAGE, Some(first)));
    }
    let newest = run::newest(tx).map_err(ground)?;
    if newest.is_some_and(|run| run.outcome == Outcome::Held && run.approved_at.is_none()) {
        all.push(due("directory-due-held", 1, "/directory/google", "directory.google.read", None));
    }
    let open = claim::list(tx).map_err(ground)?.iter().filter(|one| one.confirmed_at.is_none()).count() as i64;
    if open > 0 {
        all.push(due("directory-due-claims", open, "/directory", PAGE, None));
    }
    Ok(all)
}

fn ground(error: crate::Error) -> ground::Error {
    match error {
        crate::Error::Ground(error) => error,
        other => ground::Error::internal(other),
    }
}
