//! What stands about somebody's consents and objections, read together; and what they say, written down. The rows are the ground's
//! (`ground::consent`, `ground::restrict`), because the one place that hands out keys asks them.

use ground::agreement::{self, Added, Question};
use ground::consent::{self, CONSENTS, Consent, Heard, Receipt, Way, Word};
use ground::residency::{self, CONSENT, Last, Word as Kept};
use ground::restrict::{self, Basis, Kind, Restriction, Use};
use ground::web::{Tongue, Value};
use ground::{PersonId, ReceiptId, Result, Tx};
use jiff::Timestamp;
use promise::{Purpose, Region};

use super::notice;
use crate::rules::consent::ends;

/// Something that somebody may say on one of these pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Everything stopped; or no longer.
    Stop(Kind),
    /// A yes; or its end.
    Agree(&'static Consent),
    /// A yes or a no to a use that a version of the notice added: the purpose, and the version.
    Use(Purpose, i64),
}

impl Said {
    /// What a form names so: `restricted`, a use, `consent-NAME`, or an added use by its name.
    pub fn named(name: &str) -> Option<Said> {
        if let Some((purpose, notice)) = Added::named(name) {
            return Some(Said::Use(purpose, notice));
        }
        match name.strip_prefix("consent-") {
            Some(consent) => Consent::named(consent).map(Said::Agree),
            None if name == "restricted" => Some(Said::Stop(Kind::Restricted)),
            None => Use::named(name).map(|of| Said::Stop(Kind::Objected(of))),
        }
    }
}

/// By whom and how something is said.
#[derive(Clone, Copy, Debug)]
pub struct By {
    pub giver: PersonId,
    pub way: Way,
    pub basis: Basis,
}

/// What stands about one person.
pub struct Stands {
    pub restrictions: Vec<Restriction>,
    pub consents: Vec<(&'static Consent, Option<Receipt>)>,
    pub receipts: Vec<Receipt>,
    /// Their last word to where it is kept, where they were ever asked.
    pub kept: Option<Last>,
    /// The uses that the notice added since they came, with what they said.
    pub questions: Vec<Question>,
}

impl Stands {
    /// What stands of this kind, if it does.
    pub fn standing(&self, kind: Kind) -> Option<&Restriction> {
        self.restrictions.iter().find(|one| one.kind == kind && one.lifted.is_none())
    }

    /// Whether they took it back that it is kept where it is.
    pub fn took_back(&self) -> bool {
        self.kept.as_ref().is_some_and(|last| last.word == Kept::TakenBack)
    }
}

/// Reads all of it. Nobody is opened.
pub fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Stands> {
    let kept = residency::last(tx, person)?;
    let mut consents = Vec::with_capacity(CONSENTS.len());
    for consent in &CONSENTS {
        let given = match consent.name {
            CONSENT => kept.as_ref().filter(|last| last.word == Kept::Given).map(|last| last.receipt.clone()),
            _ => consent::standing(tx, person, consent)?,
        };
        consents.push((consent, given));
    }
    Ok(Stands {
        kept,
        restrictions: restrict::of(tx, person)?,
        consents,
        receipts: consent::receipts(tx, person)?,
        questions: agreement::questions(tx, person)?,
    })
}

/// The country that a yes names.
pub fn named(receipt: &Receipt) -> Option<Region> {
    receipt.region.as_deref().and_then(|region| region.parse().ok())
}

/// A consent in words: what it is called, and the text that whoever agrees reads; of one that was given, with the country that it
/// named.
pub fn shown(tx: &Tx<'_>, t: &Tongue, consent: &Consent, given: Option<&Receipt>) -> (String, String) {
    let clinic = tx.settings();
    let region = given.and_then(named).unwrap_or(clinic.parameters.region);
    let place = t.get(&region.message_key());
    let kinds: Vec<String> =
        consent.categories(tx).iter().map(|kind| t.get(&format!("consent-category-{kind}"))).collect();
    let values = [("clinic", clinic.name.as_str().into()), ("place", place.into()), ("kinds", t.list(&kinds).into())];
    let text = t.with(&format!("consent-{}-text", consent.name), &values);
    (t.get(&format!("consent-{}", consent.name)), text)
}

/// A use that the notice added, in words: what it is called, and the text that whoever answers reads.
pub fn shown_use(tx: &Tx<'_>, t: &Tongue, added: &Added) -> (String, String) {
    let kinds: Vec<String> =
        added.categories.iter().map(|category| t.get(&format!("consent-category-{category}"))).collect();
    let kinds = t.list(&kinds);
    let purpose = t.get(&format!("consent-purpose-{}", added.purpose));
    let day = t.date_plain(added.since.to_zoned(tx.settings().zone.clone()).date());
    let values: [(&str, Value<'_>); 5] = [
        ("kinds", kinds.into()),
        ("purpose", purpose.into()),
        ("day", day.into()),
        ("version", added.notice.into()),
        ("clinic", tx.settings().name.clone().into()),
    ];
    (t.with("agreement-title", &values), t.with("agreement-text", &values))
}

/// Writes down what is said about `person`: `set` establishes it, else it ends. The same said twice is said once.
pub fn say(tx: &mut Tx<'_>, person: PersonId, said: Said, set: bool, by: By, t: &Tongue) -> Result<Option<ReceiptId>> {
    match said {
        Said::Stop(kind) => {
            match (kind, set) {
                (Kind::Restricted, true) => restrict::restrict(tx, person, by.basis)?,
                (Kind::Objected(of), true) => restrict::object(tx, person, of, by.basis)?,
                (kind, false) => restrict::lift(tx, person, kind)?,
            };
            Ok(None)
        }
        Said::Use(purpose, number) => {
            let asked = agreement::questions(tx, person)?;
            let asked = asked.into_iter().find(|one| one.added.purpose == purpose && one.added.notice == number);
            let (title, text) = shown_use(tx, t, &asked.ok_or(ground::Error::NotFound)?.added);
            let heard = heard(tx, person, by, t, format!("{title}\n{text}"))?;
            agreement::answer(tx, person, (purpose, number), set, &heard)?;
            Ok(None)
        }
        Said::Agree(consent) if consent.name == CONSENT => {
            let last = residency::last(tx, person)?;
            let stands = last.as_ref().filter(|last| last.word == Kept::Given);
            // There is nothing to take back of who never agreed, or took it back already; a yes that ran out is ended too.
            let over = last.as_ref().is_none_or(|last| last.word == Kept::TakenBack);
            if if set { stands.is_some() } else { over } {
                return Ok(None);
            }
            let read = last.as_ref().filter(|_| !set).map(|last| &last.receipt);
            let (title, text) = shown(tx, t, consent, read);
            let heard = heard(tx, person, by, t, format!("{title}\n{text}"))?;
            residency::say(tx, person, set, &heard, by.basis)
        }
        Said::Agree(consent) => {
            if consent::standing(tx, person, consent)?.is_some() == set {
                return Ok(None);
            }
            let (title, text) = shown(tx, t, consent, None);
            let word = Word { consent, given: set, heard: heard(tx, person, by, t, format!("{title}\n{text}"))? };
            consent::record(tx, person, &word).map(Some)
        }
    }
}

/// What was read by whoever says something about `person`, and how they say it.
fn heard(tx: &mut Tx<'_>, person: PersonId, by: By, t: &Tongue, shown: String) -> Result<Heard> {
    Ok(Heard {
        language: t.lang().to_owned(),
        shown,
        notice: notice::dates(tx)?.map_or(0, |(_, _, number)| number),
        way: by.way,
        giver: by.giver,
        until: if by.giver == person { None } else { child_until(tx, person, by.giver)? },
    })
}

/// Whether it can be known until when a yes holds that `giver` says for `person`: a parent's for their child ends when the child
/// is old enough to be asked, and not everybody who writes a yes down reads how old the child is.
pub fn end_is_known(tx: &mut Tx<'_>, person: PersonId, giver: PersonId) -> Result<bool> {
    let parent = people::guardians_of(tx, person)?
        .iter()
        .any(|bond| bond.guardian == giver && bond.kind == people::Kinship::Parent);
    Ok(giver == person || !parent || child_until(tx, person, giver)?.is_some())
}

/// Whether what is said of `person` is their own to say: not while a parent acts for them, before the day on which they are old
/// enough, nor where that day cannot be known here.
pub fn is_own_to_say(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    for bond in people::guardians_of(tx, person)?.iter().filter(|bond| bond.kind == people::Kinship::Parent) {
        if child_until(tx, person, bond.guardian)?.is_none_or(|day| tx.now() < day) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// When what a parent says for their child ends by itself; none of a child whose birthday nobody knows, and of who is cared for.
fn child_until(tx: &mut Tx<'_>, person: PersonId, guardian: PersonId) -> Result<Option<Timestamp>> {
    let parent = people::guardians_of(tx, person)?
        .iter()
        .any(|bond| bond.guardian == guardian && bond.kind == people::Kinship::Parent);
    if !parent {
        return Ok(None);
    }
    let born = match people::open(tx, person) {
        Ok(client) => client.birth_date,
        Err(ground::Error::Refused(_)) => None,
        Err(error) => return Err(error),
    };
    Ok(born.and_then(|born| ends(tx.settings(), born.day())))
}
