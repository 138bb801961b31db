//! How an entry stands on a day, and what is wrong with one: pure.

use jiff::civil::Date;

use super::{Agreement, BY_HAND, Entry, NEVER, State, Terms};
use crate::egress;

/// How many days before the end whoever keeps the register is told, and on the last day.
pub const LAST_DAYS: [i64; 3] = [30, 7, 0];

/// How an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Bound, until the end of this day if there is one.
    Bound(Option<Date>),
    /// Asked before there was a register; the agreement is to be named until the end of this day.
    ToName(Date),
    /// Signed for a day that has not come.
    NotYet,
    /// The agreement, or the time to name it, is over since the end of this day.
    Lapsed(Date),
    Ended,
}

impl Standing {
    /// Whether anything may leave for them.
    pub fn is_open(self) -> bool {
        matches!(self, Standing::Bound(_) | Standing::ToName(_))
    }
}

/// How `entry` stands on `day`, which is a day of whoever asks.
pub fn standing(entry: &Entry, day: Date) -> Standing {
    match (&entry.state, &entry.terms.agreement) {
        (State::Ended, _) => Standing::Ended,
        (State::TakenOver(due), _) if *due < day => Standing::Lapsed(*due),
        (State::TakenOver(due), _) => Standing::ToName(*due),
        // A listed entry without an agreement is none of ours.
        (State::Listed, None) => Standing::Ended,
        (State::Listed, Some(agreement)) => match agreement.ends_on {
            _ if agreement.signed_on > day => Standing::NotYet,
            Some(end) if end < day => Standing::Lapsed(end),
            end => Standing::Bound(end),
        },
    }
}

/// What is wrong with an entry, by the field it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Name,
    Way,
    /// Asked by the program, and nobody says where; or a host's name that is none.
    Place,
    Purposes,
    /// Advertising, sale or counting.
    NeverSold,
    Categories,
    Region,
    /// Elsewhere, and nothing that protects it there.
    Safeguard,
    Reference,
    /// Signed on a day to come.
    Signed,
    /// Over before it is signed, or by now.
    Ends,
}

impl Fault {
    /// The field of the form, and of the command, that it stands beside.
    pub const fn field(self) -> &'static str {
        match self {
            Fault::Name => "name",
            Fault::Way => "way",
            Fault::Place => "place",
            Fault::Purposes | Fault::NeverSold => "purposes",
            Fault::Categories => "categories",
            Fault::Region => "region",
            Fault::Safeguard => "safeguard",
            Fault::Reference => "reference",
            Fault::Signed => "signed_on",
            Fault::Ends => "ends_on",
        }
    }
}

fn is_host(place: &str) -> bool {
    !place.is_empty() && place.len() <= super::PLACE && url::Host::parse(place).is_ok()
}

/// What stands against these terms on `day`, for a clinic in `country`; nothing where they can be written down.
pub fn faults(terms: &Terms, country: &str, day: Date) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut none = |sound: bool, fault| {
        if !sound {
            faults.push(fault);
        }
    };
    let by_hand = terms.way == BY_HAND;
    let written = |text: &str| !text.trim().is_empty() && text.chars().count() <= super::TEXT;
    none(written(&terms.name), Fault::Name);
    none(by_hand || egress::way(&terms.way).is_some(), Fault::Way);
    none(if by_hand { terms.place.is_empty() } else { is_host(&terms.place) }, Fault::Place);
    none(!terms.purposes.is_empty(), Fault::Purposes);
    none(NEVER.iter().all(|never| !terms.purposes.contains(*never)), Fault::NeverSold);
    none(!terms.categories.is_empty(), Fault::Categories);
    let region = terms.region.len() == 2 && terms.region.bytes().all(|byte| byte.is_ascii_uppercase());
    none(region, Fault::Region);
    // Elsewhere than the clinic; the installation names it for every clinic, wherever that is.
    let home = country.get(..2).unwrap_or_default();
    none(!region || terms.region == home || written(&terms.safeguard), Fault::Safeguard);
    match &terms.agreement {
        None => none(false, Fault::Reference),
        Some(agreement) => {
            none(written(&agreement.reference), Fault::Reference);
            none(agreement.signed_on <= day, Fault::Signed);
            none(agreement.ends_on.is_none_or(|end| end >= day && end >= agreement.signed_on), Fault::Ends);
        }
    }
    faults
}

/// Whether `new` gives them more, or gives it to somebody or somewhere else, than `old`: a material change of what is stated.
pub fn widens(old: &Entry, new: &Terms) -> bool {
    !is_covered(&[old], new)
}

/// Whether everything that `new` gives, and to whom and where, stands in one or another of `by`.
pub(super) fn is_covered(by: &[&Entry], new: &Terms) -> bool {
    let any = |is: &dyn Fn(&Terms) -> bool| by.iter().any(|one| is(&one.terms));
    // Of whom was taken over nobody had said yet who and where they are.
    let unsaid = by.iter().any(|one| matches!(one.state, State::TakenOver(_)));
    new.purposes.iter().all(|purpose| any(&|one| one.purposes.contains(purpose)))
        && new.categories.iter().all(|kind| any(&|one| one.categories.contains(kind)))
        && any(&|one| one.way == new.way)
        && any(&|one| one.place == new.place)
        && (unsaid || (any(&|one| one.name == new.name) && any(&|one| one.region == new.region)))
}

/// What waits for its day once `new` stands in the place of `old`: what it adds is added and what it takes away is taken away,
/// but who and where they are is as `new` says it where that is another, and what `new` takes away does not come back.
pub(super) fn rebased(waits: &Terms, old: &Terms, new: &Terms) -> Terms {
    let other = (&old.name, &old.place, &old.region) != (&new.name, &new.place, &new.region);
    let who = if other { new } else { waits };
    Terms {
        name: who.name.clone(),
        way: new.way.clone(),
        place: who.place.clone(),
        purposes: waits
            .purposes
            .iter()
            .filter(|one| !old.purposes.contains(*one) || new.purposes.contains(*one))
            .collect(),
        categories: waits
            .categories
            .iter()
            .copied()
            .filter(|one| !old.categories.contains(one) || new.categories.contains(one))
            .collect(),
        region: who.region.clone(),
        safeguard: if old.safeguard == new.safeguard { who } else { new }.safeguard.clone(),
        agreement: new.agreement.clone(),
    }
}

/// Whether an agreement is over before `day`.
pub(super) fn is_over(agreement: Option<&Agreement>, day: Date) -> bool {
    agreement.and_then(|agreement| agreement.ends_on).is_some_and(|end| end < day)
}

/// Whether `new` gives nobody more than `old`, which it stands in for at once: the same thing, for no more purposes and of no
/// more kinds, in the same country. Who they are and where they are asked may be another.
pub fn is_equal(old: &Entry, new: &Terms) -> bool {
    let before = &old.terms;
    let named = !matches!(old.state, State::TakenOver(_));
    before.way == new.way
        && new.purposes.iter().all(|purpose| before.purposes.contains(purpose))
        && new.categories.is_subset(&before.categories)
        && (!named || before.region == new.region)
}

/// From when the version after `before` counts that would count from `at`: whoever is announced still is not there sooner
/// because something else about them is written down.
pub fn counts_from(before: &Entry, at: jiff::Timestamp) -> jiff::Timestamp {
    at.max(before.effective_at)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use promise::{Category, Purpose, Purposes};

    use super::super::{Agreement, Kind, RecipientId};
    use super::*;

    fn terms() -> Terms {
        Terms {
            name: "Post & Quay Ltd".to_owned(),
            way: "mail-relay".to_owned(),
            place: "relay.example".to_owned(),
            purposes: Purposes::NONE.with(Purpose::Scheduling),
            categories: BTreeSet::from([Category::Contact]),
            region: "IE".to_owned(),
            safeguard: String::new(),
            agreement: Some(Agreement {
                kind: Kind::Processing,
                reference: "PQ-1".to_owned(),
                signed_on: date(2026, 1, 5),
                ends_on: Some(date(2026, 12, 31)),
            }),
        }
    }

    fn entry(state: State) -> Entry {
        Entry {
            id: RecipientId::from_bits(1),
            version: 1,
            everywhere: false,
            state,
            terms: terms(),
            effective_at: jiff::Timestamp::UNIX_EPOCH,
            basis: super::super::Basis::Before,
            ahead: None,
            replaces: None,
            waits: false,
            afterwards: false,
            written_by: "automatic".to_owned(),
            written_at: jiff::Timestamp::UNIX_EPOCH,
            odd: false,
        }
    }

    #[test]
    fn an_agreement_stands_from_its_first_day_to_the_end_of_its_last() {
        for (day, stands) in [
            (date(2026, 1, 4), Standing::NotYet),
            (date(2026, 1, 5), Standing::Bound(Some(date(2026, 12, 31)))),
            (date(2026, 12, 31), Standing::Bound(Some(date(2026, 12, 31)))),
            (date(2027, 1, 1), Standing::Lapsed(date(2026, 12, 31))),
        ] {
            assert_eq!(standing(&entry(State::Listed), day), stands, "{day}");
        }
        let due = date(2026, 6, 1);
        assert_eq!(standing(&entry(State::TakenOver(due)), due), Standing::ToName(due));
        assert_eq!(standing(&entry(State::TakenOver(due)), date(2026, 6, 2)), Standing::Lapsed(due));
        assert_eq!(standing(&entry(State::Ended), due), Standing::Ended);
    }

    #[test]
    fn each_fault_of_an_entry_is_named_with_its_field() {
        let today = date(2026, 11, 24);
        let of = |change: fn(&mut Terms)| {
            let mut terms = terms();
            change(&mut terms);
            faults(&terms, "IE", today)
        };
        assert_eq!(of(|_| {}), []);
        assert_eq!(of(|terms| terms.name = "  ".to_owned()), [Fault::Name]);
        assert_eq!(of(|terms| terms.way = "pigeon".to_owned()), [Fault::Way]);
        assert_eq!(of(|terms| terms.place = String::new()), [Fault::Place]);
        assert_eq!(of(|terms| terms.place = "relay.example/letters".to_owned()), [Fault::Place]);
        assert_eq!(of(|terms| terms.purposes = Purposes::NONE), [Fault::Purposes]);
        assert_eq!(of(|terms| terms.purposes = terms.purposes.with(Purpose::Marketing)), [Fault::NeverSold]);
        assert_eq!(of(|terms| terms.purposes = terms.purposes.with(Purpose::Analytics)), [Fault::NeverSold]);
        assert_eq!(of(|terms| terms.categories.clear()), [Fault::Categories]);
        assert_eq!(of(|terms| terms.region = "ireland".to_owned()), [Fault::Region]);
        assert_eq!(of(|terms| terms.region = "US".to_owned()), [Fault::Safeguard]);
        assert_eq!(of(|terms| terms.agreement = None), [Fault::Reference]);
        assert_eq!(of(|terms| terms.agreement.as_mut().unwrap().signed_on = date(2026, 11, 25)), [Fault::Signed]);
        assert_eq!(of(|terms| terms.agreement.as_mut().unwrap().ends_on = Some(date(2026, 11, 23))), [Fault::Ends]);
    }

    #[test]
    fn more_of_anything_or_somebody_else_widens_and_another_paper_does_not() {
        let with = |change: fn(&mut Terms)| {
            let mut new = terms();
            change(&mut new);
            widens(&entry(State::Listed), &new)
        };
        assert!(!with(|new| new.agreement = None));
        assert!(!with(|new| new.safeguard = "clauses".to_owned()));
        assert!(with(|new| new.purposes = new.purposes.with(Purpose::Rights)));
        assert!(with(|new| new.categories.extend([Category::Health])));
        assert!(with(|new| new.place = "other.example".to_owned()));
        assert!(with(|new| new.name = "Somebody else".to_owned()));
        assert!(with(|new| new.region = "US".to_owned()));
    }

    #[test]
    fn what_waits_goes_on_waiting_with_whoever_stands_now_and_brings_nothing_back() {
        let with = |change: fn(&mut Terms)| {
            let mut changed = terms();
            change(&mut changed);
            changed
        };
        let more = |terms: &mut Terms| terms.purposes = terms.purposes.with(Purpose::Rights);
        let waits = with(more);
        // Somebody else, elsewhere, by another paper, in between.
        let swapped = with(|new| {
            (new.name, new.place) = ("Other Ltd".to_owned(), "other.example".to_owned());
            new.agreement.as_mut().unwrap().reference = "O-1".to_owned();
        });
        let mut then = swapped.clone();
        more(&mut then);
        assert_eq!(rebased(&waits, &terms(), &swapped), then);
        // What was taken away meanwhile does not come back with what was announced before.
        let both = with(|old| old.categories.extend([Category::Message]));
        let waits = with(|waits| waits.categories.extend([Category::Message, Category::Schedule]));
        let less = rebased(&waits, &both, &terms());
        assert_eq!(less.categories, BTreeSet::from([Category::Contact, Category::Schedule]));
        // Another paper alone leaves what was announced of who and where they are.
        let moves = with(|waits| waits.region = "US".to_owned());
        assert_eq!(rebased(&moves, &terms(), &with(|new| new.agreement = None)).region, "US");
        // Each version of two may cover a part.
        let (one, mut two) = (entry(State::Listed), entry(State::Listed));
        two.terms = swapped;
        more(&mut two.terms);
        assert!(is_covered(&[&one, &two], &then) && is_covered(&[&two], &then) && !is_covered(&[&one], &then));
    }

    #[test]
    fn only_what_gives_nobody_more_replaces_an_equal_one() {
        let with = |state, change: fn(&mut Terms)| {
            let mut new = terms();
            change(&mut new);
            is_equal(&entry(state), &new)
        };
        assert!(with(State::Listed, |new| new.name = "Somebody else".to_owned()));
        assert!(with(State::Listed, |new| new.place = "other.example".to_owned()));
        assert!(!with(State::Listed, |new| new.purposes = new.purposes.with(Purpose::Rights)));
        assert!(!with(State::Listed, |new| new.categories.extend([Category::Health])));
        assert!(!with(State::Listed, |new| new.region = "US".to_owned()));
        assert!(!with(State::Listed, |new| new.way = super::BY_HAND.to_owned()));
        // Nobody had said where they are.
        assert!(with(State::TakenOver(date(2026, 12, 24)), |new| new.region = "US".to_owned()));
    }
}
