//! A letter as it goes over the wire: who it is from, what it is, and the visit's calendar file.

use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::{Kept, Voice, returned};
use crate::error::{Error, Result};
use crate::scope::Scope;

/// The letter as it goes over the wire.
pub fn compose(scope: &Scope, letter: &Kept) -> Result<Message> {
    let address =
        |text: &str| text.parse::<lettre::Address>().map_err(|_| Error::internal("a mail address that is none"));
    let clinic = &scope.clinic.name;
    let words = &scope.house().words;
    let tongue = words.tongue(&letter.language).unwrap_or_else(|| words.english());
    let sender = match &letter.voice {
        Voice::Automatic => tongue.with("mail-from-automatic", &[("clinic", clinic.as_str().into())]),
        Voice::Person(name) => {
            tongue.with("mail-from-person", &[("name", name.as_str().into()), ("clinic", clinic.as_str().into())])
        }
    };
    let sender = header_text(&sender);
    let mut builder = Message::builder()
        .from(Mailbox::new(Some(sender), address(&scope.house().post.from)?))
        .to(Mailbox::new(None, address(&by_wire(&letter.to))?))
        .subject(header_text(&letter.subject))
        // The same letter sent twice after a crash is one letter to a mail program.
        .message_id(Some(format!("<{}{}>", letter.id, returned::HOST)));
    // Letters leave from the installation's address; what people answer is for the clinic.
    if let Some(email) = &scope.clinic.email {
        builder = builder.reply_to(Mailbox::new(Some(header_text(clinic)), address(email)?));
    }
    if letter.voice == Voice::Automatic {
        let header =
            |name: &'static str, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
        builder = builder.raw_header(header("Auto-Submitted", "auto-generated"));
    }
    let text = SinglePart::plain(letter.body.clone());
    let message = match &letter.calendar {
        None => builder.singlepart(text),
        Some(calendar) => {
            let method = calendar.lines().find_map(|line| line.strip_prefix("METHOD:")).unwrap_or("PUBLISH").trim();
            let kind =
                |text: &str| ContentType::parse(text).map_err(|_| Error::internal("a content type that is none"));
            let inline = SinglePart::builder()
                .header(kind(&format!("text/calendar; charset=utf-8; method={method}"))?)
                .body(calendar.clone());
            let file = Attachment::new("visit.ics".to_owned()).body(calendar.clone(), kind("application/ics")?);
            builder.multipart(
                MultiPart::mixed()
                    .multipart(MultiPart::alternative().singlepart(text).singlepart(inline))
                    .singlepart(file),
            )
        }
    };
    message.map_err(|_| Error::internal("the letter could not be put together"))
}

/// An address as every relay takes it: the host's name as the network spells it (IDNA), which is the same mailbox.
pub(super) fn by_wire(address: &str) -> String {
    let spelt = address.rsplit_once('@').filter(|(_, host)| !host.is_ascii()).and_then(|(mailbox, host)| {
        let host = url::Host::parse(host).ok()?;
        Some(format!("{mailbox}@{host}"))
    });
    spelt.unwrap_or_else(|| address.to_owned())
}

/// Text for a header: isolation marks serve a page and are noise here, and a line break would begin another header.
fn header_text(text: &str) -> String {
    text.chars()
        .filter(|c| !('\u{2066}'..='\u{2069}').contains(c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
