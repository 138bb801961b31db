//! Letters that came back: refused by a relay at once, or returned by another host hours later, which says so in a report
//! to the address that letters come from (RFC 3464).

use jiff::{SignedDuration, Timestamp};
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use crate::error::Result;
use crate::event::Event;
use crate::seal::{Key, Sealed};
use crate::tx::Tx;
use crate::{MailId, params};

/// What letters bear as their `Message-ID`, beside their own id.
pub(super) const HOST: &str = "@keepwell";

/// A letter that was taken may still come back, from a host further on, for so long.
const STILL: SignedDuration = SignedDuration::from_hours(24);

/// The letter of ours that `report` says did not reach its mailbox and never will; none where it says nothing of the kind,
/// as of a delay, of a letter that arrived, or of somebody's holiday.
pub fn reported(report: &[u8]) -> Option<MailId> {
    let report = MessageParser::default().parse(report)?;
    let failed =
        report.parts.iter().any(|part| part.is_content_type("message", "delivery-status") && failed(part.contents()));
    // Older hosts name the recipients in a header, and say the rest in words (Exim, Gmail).
    if !failed && report.header("X-Failed-Recipients").is_none() {
        return None;
    }
    report.parts.iter().find_map(|part| match &part.body {
        PartType::Message(original) => ours(original),
        _ if part.is_content_type("text", "rfc822-headers") => {
            ours(&MessageParser::default().parse_headers(part.contents())?)
        }
        PartType::Text(words) => words.split('<').find_map(|word| id(word.split('>').next()?)),
        _ => None,
    })
}

/// Whether one of the groups of a delivery status says that the delivery was given up. `Action` decides and not `Status`:
/// a host that tried for days gives up with the status of the last try, which is a passing one.
fn failed(status: &[u8]) -> bool {
    String::from_utf8_lossy(status).lines().any(|line| {
        line.split_once(':').is_some_and(|(name, value)| {
            name.trim().eq_ignore_ascii_case("action") && value.trim().eq_ignore_ascii_case("failed")
        })
    })
}

fn ours(original: &Message<'_>) -> Option<MailId> {
    id(original.message_id()?)
}

fn id(message_id: &str) -> Option<MailId> {
    message_id.trim().strip_suffix(HOST)?.parse().ok()
}

/// Notes that a letter came back; false when this clinic wrote no such letter or knows it already.
pub fn note(tx: &mut Tx<'_>, id: MailId) -> Result<bool> {
    let now = tx.now();
    let noted = tx.execute(
        "UPDATE mail SET returned_at = $3 WHERE clinic = $1 AND id = $2 AND state = 'sent' AND returned_at IS NULL",
        &params![tx.clinic(), id, now],
    )?;
    if noted > 0 {
        tx.emit(Event::new("mail.returned", id, None))?;
    }
    Ok(noted > 0)
}

/// When the last letter to the person of `key` came back, if it went to `address`: no mailbox takes it there. A letter
/// that was taken since, or another address, and it is none. Where the last one came back from afar, a letter counts as
/// taken once it would have come back too.
pub fn came_back(tx: &mut Tx<'_>, key: &Key, address: &str) -> Result<Option<Timestamp>> {
    let last = tx.optional(
        "SELECT id, recipient, sent_at, returned_at FROM mail
         WHERE clinic = $1 AND person = $2 AND (state = 'refused' OR returned_at IS NOT NULL) ORDER BY id DESC LIMIT 1",
        &params![tx.clinic(), key.person()],
    )?;
    let Some(row) = last else { return Ok(None) };
    let (id, returned): (MailId, Option<Timestamp>) = (row.get("id")?, row.get("returned_at")?);
    let until = if returned.is_some() { tx.now() - STILL } else { tx.now() };
    let since = tx.optional(
        "SELECT id FROM mail WHERE clinic = $1 AND person = $2 AND id > $3 AND state = 'sent' AND sent_at <= $4 LIMIT 1",
        &params![tx.clinic(), key.person(), id, until],
    )?;
    let to = key.open(&Sealed::<String>::read(&row, "mail", "recipient", id)?)?;
    if since.is_some() || !to.eq_ignore_ascii_case(address) {
        return Ok(None);
    }
    match returned {
        Some(at) => Ok(Some(at)),
        None => row.get("sent_at"),
    }
}

/// How many letters came back.
pub fn count(tx: &mut Tx<'_>) -> Result<i64> {
    let sql =
        "SELECT COUNT(*) AS letters FROM mail WHERE clinic = $1 AND (state = 'refused' OR returned_at IS NOT NULL)";
    tx.one(sql, &params![tx.clinic()])?.get("letters")
}

#[cfg(test)]
mod tests;
