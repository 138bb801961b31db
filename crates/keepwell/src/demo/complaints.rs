//! Complaints about an invented clinic: one that waits for its answer, one that was answered and settled, and one that was taken
//! back. Nobody gave an address, so that no letter leaves.

use std::sync::Arc;

use ground::{Actor, Clinic, House, Result, Scope, Tx, residency};
use office::complaints::{LetterKind, NewComplaint, Outcome, Subject, Via};
use promise::Purpose;

const SAID: [(Subject, &str); 3] = [
    (Subject::Messages, "I get a reminder for each visit twice, though I asked for one."),
    (Subject::Conduct, "My name was called across a full waiting room, and with it what I come for."),
    (Subject::Other, "I could not find where your notice says how long you keep my record. I have found it since."),
];

/// Plants them where the clinic has a privacy office.
pub(super) async fn plant(house: &House, clinic: &Arc<Clinic>) -> Result<()> {
    if !clinic.parameters.edition.has_room("office") {
        return Ok(());
    }
    let scope = Scope::new(house, clinic.clone(), Actor::nobody(), Purpose::Rights, "demo");
    scope.write(|tx| make(tx).map_err(ground::Error::internal)).await
}

fn make(tx: &mut Tx<'_>) -> std::result::Result<(), office::Error> {
    let mut made = Vec::new();
    for (n, (subject, said)) in SAID.into_iter().enumerate() {
        let new = NewComplaint {
            person: None,
            via: Via::Public,
            subject,
            said: said.to_owned(),
            name: None,
            email: None,
            language: "en".to_owned(),
            key: format!("demo {n}"),
        };
        let id = office::complaints::create(tx, &new, None)?.0.id;
        let person = office::complaints::find(tx, id)?.person;
        residency::note(tx, person, person, super::told(tx).as_ref())?;
        made.push(id);
    }
    let [_, settled, taken_back] = made[..] else { return Ok(()) };
    let why = "You are right. We call nobody by name any more: the desk comes to whoever is next.";
    office::complaints::decide(tx, settled, 1, Outcome::Upheld, why)?;
    let complaint = office::complaints::find(tx, settled)?;
    for letter in office::complaints::letters(tx, &complaint, true)? {
        if letter.kind == LetterKind::Outcome {
            office::complaints::send(tx, settled, letter.id, &letter.subject, &letter.body)?;
        }
    }
    office::complaints::withdraw(tx, taken_back, 1)
}
