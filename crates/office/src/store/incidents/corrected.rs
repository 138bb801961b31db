//! What is known of an incident was put right after letters were drafted: what has not left is drafted anew, and of what has left it is
//! said that it went as it was.

use ground::web::Tongue;
use ground::{Tx, params};

use super::letter::{self, LETTERS, drafts_in, write_in};
use super::public::{self, DRAFTS};
use super::{duties, duty, happen};
use crate::error::Result;
use crate::model::incidents::{GAP, Incident, Step, Whom};

/// The subject and the text of a draft, as the program words it.
type Words = fn(&Tx<'_>, &Incident, &Tongue) -> (String, String);

/// Lets drafts and letters that have not left follow what is known now; `before` is what they were worded from. Letters that were
/// going stop, until somebody lets them go again.
pub(super) fn put_right(tx: &mut Tx<'_>, before: &Incident, incident: &Incident) -> Result<()> {
    let letters = reword(tx, (before, incident), LETTERS, letter::words)?;
    reword(tx, (before, incident), DRAFTS, public::words)?;
    if !letters {
        return Ok(());
    }
    take_back(tx, incident)?;
    duty::reopen(tx, incident.id)?;
    let (clinic, id) = (tx.clinic(), incident.id);
    tx.execute(
        "UPDATE incident SET sending_at = NULL, sending_by = NULL WHERE clinic = $1 AND id = $2",
        &params![clinic, id],
    )?;
    let gone =
        "SELECT COUNT(*) AS n FROM incident_person WHERE clinic = $1 AND incident = $2 AND way IN ('mail', 'posted')";
    let gone: i64 = tx.one(gone, &params![clinic, id])?.get("n")?;
    let met = duties(tx, id)?.iter().filter(|duty| duty.whom != Whom::Persons && duty.met_at.is_some()).count();
    if gone > 0 || met > 0 {
        happen(tx, incident, Step::Corrected, Some(&format!("{gone} {met}")))?;
    }
    Ok(())
}

/// Words the drafts of one table anew; true where one of them says something else now.
fn reword(
    tx: &mut Tx<'_>,
    (before, incident): (&Incident, &Incident),
    table: &'static str,
    words: Words,
) -> Result<bool> {
    let mut other = false;
    for draft in drafts_in(tx, incident, table)? {
        let house = tx.scope().house();
        let tongue = house.words.tongue(&draft.language).unwrap_or_else(|| house.words.english());
        let (was, is) = (words(tx, before, &tongue), words(tx, incident, &tongue));
        if was == is {
            continue;
        }
        other = true;
        let look =
            |line: &str| format!("{GAP} {}", tongue.with("incidents-letter-look", &[("line", line.to_owned().into())]));
        let (subject, unfound) = follow(&draft.subject, &was.0, &is.0);
        let (mut body, more) = follow(&draft.body, &was.1, &is.1);
        for line in unfound.iter().chain(&more) {
            body = format!("{}\n\n{body}", look(line).replace(['\u{2068}', '\u{2069}'], ""));
        }
        write_in(tx, incident, table, &draft.language, (&subject, &body), &draft.written_by)?;
    }
    Ok(other)
}

/// `text` with each line of `was` that reads otherwise in `is` put in place; and those of them that somebody had worded in their own
/// way, so that they are not found.
fn follow(text: &str, was: &str, is: &str) -> (String, Vec<String>) {
    if text == was {
        return (is.to_owned(), Vec::new());
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut unfound = Vec::new();
    let changed: Vec<(&str, &str)> = was.lines().zip(is.lines()).filter(|(was, is)| was != is).collect();
    for (was, is) in changed {
        match lines.iter_mut().find(|line| line.trim_end() == was.trim_end()) {
            Some(line) => *line = is.to_owned(),
            None => unfound.push(is.to_owned()),
        }
    }
    (lines.join("\n"), unfound)
}

/// Letters that have not left, by mail or by post, are taken back: whoever they were for is written to anew.
fn take_back(tx: &mut Tx<'_>, incident: &Incident) -> Result<()> {
    let waits = "(SELECT m.id FROM mail m WHERE m.clinic = $1 AND m.kind = 'office.incident' AND m.state = 'waiting')";
    let values = params![tx.clinic(), incident.id];
    tx.execute(
        &format!(
            "DELETE FROM incident_told WHERE clinic = $1 AND incident = $2 AND (mail IN {waits} OR (mail IS NULL AND person IN
                 (SELECT p.person FROM incident_person p WHERE p.clinic = $1 AND p.incident = $2 AND p.way = 'post')))"
        ),
        &values,
    )?;
    let mails = format!(
        "SELECT mail FROM incident_person WHERE clinic = $1 AND incident = $2 AND way = 'mail' AND mail IN {waits}"
    );
    let mails: Vec<ground::MailId> =
        tx.query(&mails, &values)?.iter().map(|row| row.get("mail")).collect::<ground::Result<_>>()?;
    tx.execute(
        &format!(
            "UPDATE incident_person SET way = NULL, told_at = NULL, mail = NULL
             WHERE clinic = $1 AND incident = $2 AND (way = 'post' OR (way = 'mail' AND mail IN {waits}))"
        ),
        &values,
    )?;
    for mail in mails {
        tx.execute(
            "DELETE FROM mail WHERE clinic = $1 AND id = $2 AND state = 'waiting'",
            &params![tx.clinic(), mail],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_somebody_worded_is_left_to_them_and_every_other_follows() {
        let (was, is) = ("Dear you\nIt was on Monday.\nYours", "Dear you\nIt was on Friday.\nYours");
        assert_eq!(follow(was, was, is), (is.to_owned(), vec![]));
        let more = "Dear you\nIt was on Monday.\nWe are sorry.\nYours";
        assert_eq!(follow(more, was, is), ("Dear you\nIt was on Friday.\nWe are sorry.\nYours".to_owned(), vec![]));
        let own = "Dear you\nIt happened this Monday.\nYours";
        assert_eq!(follow(own, was, is), (own.to_owned(), vec!["It was on Friday.".to_owned()]));
    }
}
