//! What makes an invented clinic's records look lived in: labels, documents, numbers, families, and people who are here
//! twice.

use ground::files::FilePlace;
use ground::{Actor, PersonId, Result, Scope};
use people::model::{DocumentId, FileName, IdentifierKind, Issuer, Kind, NewDocument, Note, Number, TagId, TagName};
use people::store::tag::Named;
use people::store::{document, duplicate, identifier, tag};
use people::{BirthDate, Email, FamilyName, GivenName, Kinship, NewChild, NewClient, Phone, Source};
use promise::Purpose;

use super::names::person;

/// Labels as a clinic words them, with every how many clients bears one.
const LABELS: [(&str, usize); 4] =
    [("Prefers mornings", 7), ("Needs the ramp", 23), ("Speaks Arabic", 40), ("Insurer pays", 3)];

/// A picture of nothing in particular: grey, a little lighter towards its foot.
const PICTURE: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x08, 0x00, 0x00, 0x00, 0x08, 0x08, 0x00, 0x00, 0x00, 0x00, 0xe1, 0x64, 0xe1, 0x57, 0x00, 0x00, 0x00, 0x24, 0x49,
    0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x68, 0x80, 0x02, 0x86, 0x0e, 0x28, 0x60, 0x98, 0x00, 0x05, 0x0c, 0x33, 0xa0,
    0x80, 0x61, 0x01, 0x14, 0x30, 0xac, 0x80, 0x02, 0x86, 0x0d, 0x50, 0xc0, 0xb0, 0x03, 0x0a, 0x00, 0x1e, 0x13, 0x27,
    0x01, 0x96, 0x4c, 0x0f, 0x54, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// Furnishes the records of `clients`, the first of whom is the one the demo's client door leads to.
pub(super) async fn furnish(scope: &Scope, clients: &[PersonId]) -> Result<()> {
    let desk = scope.as_actor(Actor::automatic()).for_purpose(Purpose::Scheduling);
    labels(&desk, clients).await?;
    let Some(&first) = clients.first() else { return Ok(()) };
    let letter = pdf("Dear colleague, please see this patient for the knee. Kind regards.");
    for (name, content, shared) in [
        ("Referral.pdf", letter.as_bytes(), false),
        ("Exercises for the knee.txt", b"Sit to stand, ten times, twice a day.\n".as_slice(), true),
        ("Knee, side view.png", PICTURE, true),
    ] {
        keep(&desk, first, name, content, shared).await?;
    }
    let house = clients.to_vec();
    desk.write(move |tx| -> Result<()> {
        numbers(tx, first)?;
        family(tx, first)?;
        twice(tx, &house)
    })
    .await
}

async fn labels(desk: &Scope, clients: &[PersonId]) -> Result<()> {
    let clients = clients.to_vec();
    desk.write(move |tx| -> Result<()> {
        let mut made: Vec<(TagId, usize)> = Vec::new();
        for (label, every) in LABELS {
            let Ok(name) = TagName::parse(label) else { continue };
            if let Named::Done(id) = tag::create(tx, &name)? {
                made.push((id, every));
            }
        }
        for (n, client) in clients.iter().take(400).enumerate() {
            let on: Vec<TagId> = made.iter().filter(|(_, every)| n % every == 0).map(|(id, _)| *id).collect();
            if !on.is_empty() {
                tag::change(tx, *client, &on, &[])?;
            }
        }
        Ok(())
    })
    .await
}

async fn keep(desk: &Scope, person: PersonId, name: &str, content: &[u8], shared: bool) -> Result<()> {
    let id = DocumentId::new(desk.house().clock.now());
    let place = FilePlace { clinic: desk.clinic.id, table: "document".into(), row: id.to_string() };
    let mut file = desk.house().files.create(&place).await?;
    file.write(content).await?;
    let (key, size) = file.finish().await?;
    let name = FileName::parse(name);
    let kind = Kind::of(&name, content).map_err(ground::Error::internal)?;
    let new = NewDocument { id, name, kind, key, size, shared };
    desk.write(move |tx| document::create(tx, person, &new)).await
}

fn numbers(tx: &mut ground::Tx<'_>, person: PersonId) -> Result<()> {
    for (kind, number, issuer) in
        [(IdentifierKind::Insurance, "LQ 4471 2096", "Quayside Mutual"), (IdentifierKind::National, "0000000AA", "")]
    {
        let Ok(number) = Number::parse(number) else { continue };
        identifier::create(tx, person, kind, &number, Issuer::parse(issuer).ok().as_ref())?;
    }
    Ok(())
}

fn family(tx: &mut ground::Tx<'_>, guardian: PersonId) -> Result<()> {
    let (_, family, ..) = person(0);
    let (Ok(given_name), Ok(family_name)) = (GivenName::parse("Fintan"), FamilyName::parse(&family)) else {
        return Ok(());
    };
    let today = tx.now().to_zoned(tx.settings().zone.clone()).date();
    let born = today.with().year(today.year() - 9).build().ok().and_then(|day| BirthDate::new(day, today).ok());
    let child = NewChild { given_name, family_name, birth_date: born, language: "en".to_owned() };
    let (child, _) = people::create_dependant(tx, guardian, &child, Kinship::Parent)?;
    ground::residency::note(tx, child, guardian, super::told(tx).as_ref())
}

/// Three people who were entered again: by another address, with a slip in the name, and from the same household.
fn twice(tx: &mut ground::Tx<'_>, clients: &[PersonId]) -> Result<()> {
    let slip = |name: &str| name.replacen(['a', 'e', 'i'], "y", 1);
    for (n, given, email, phone, note) in [
        (2, None, "", true, Some("Came in without an appointment.")),
        (4, Some(slip(&person(4).0)), "same", false, None),
        (6, Some("Colm".to_owned()), "", true, None),
    ] {
        if clients.len() <= n {
            return Ok(());
        }
        let (own, family, address, number) = person(n);
        let new = NewClient {
            given_name: GivenName::parse(&given.unwrap_or(own)).map_err(ground::Error::internal)?,
            family_name: FamilyName::parse(&family).map_err(ground::Error::internal)?,
            email: (email == "same").then(|| Email::parse(&address).ok()).flatten(),
            phone: phone.then(|| Phone::parse(&number, "IE".parse().ok()).ok()).flatten(),
            birth_date: None,
            note: note.and_then(|note| Note::parse(note).ok()),
            language: "en".to_owned(),
        };
        let id = people::create(tx, &new, &Source::Demo)?;
        duplicate::look_again(tx, id)?;
    }
    Ok(())
}

/// A PDF of one page with one line: the least that readers open.
fn pdf(line: &str) -> String {
    let text = format!("BT /F1 14 Tf 60 740 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", n + 1));
    }
    let begins = out.len();
    let rows: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    out.push_str(&format!(
        "xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n",
        count = objects.len() + 1
    ));
    out
}
