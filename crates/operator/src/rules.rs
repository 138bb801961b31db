//! What the room decides without looking anything up; time is a parameter.

use jiff::{SignedDuration, Timestamp};

use crate::model::{Acceptance, Agreement};

/// How a clinic stands to the agreement of whoever runs the program for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The program is the clinic's own: there is nobody to agree with.
    Own,
    /// The operator has published nothing to agree to.
    Unpublished,
    /// There is an agreement, and nobody accepted it for the clinic.
    Open,
    /// The newest version is accepted.
    Accepted(Acceptance),
    /// An earlier version is accepted, which stands until then.
    Outgrown(Acceptance, Timestamp),
    /// An earlier version was accepted, and its time is over.
    Lapsed(Acceptance),
}

impl Standing {
    /// Whether the operator may handle what the clinic keeps.
    pub fn holds(&self) -> bool {
        matches!(self, Standing::Own | Standing::Accepted(_) | Standing::Outgrown(..))
    }

    /// In one word, for lists.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Standing::Own => "own",
            Standing::Unpublished | Standing::Open => "none",
            Standing::Accepted(_) => "accepted",
            Standing::Outgrown(..) => "outgrown",
            Standing::Lapsed(_) => "lapsed",
        }
    }

    /// The acceptance it stands by, or stood by.
    pub fn acceptance(&self) -> Option<&Acceptance> {
        match self {
            Standing::Accepted(one) | Standing::Outgrown(one, _) | Standing::Lapsed(one) => Some(one),
            Standing::Own | Standing::Unpublished | Standing::Open => None,
        }
    }
}

/// How a hosted clinic stands: `published` newest first, `accepted` newest first, and the days for which what was accepted
/// stands on once something newer is published.
///
/// What was accepted is that text with that operator: another text under the same version, or somebody else who runs the
/// program since, was agreed with by nobody.
///
/// The days are counted from the first version after the accepted one: publishing a third does not begin them anew.
pub fn standing(
    operator: &str,
    published: &[Agreement],
    accepted: &[Acceptance],
    days: u32,
    now: Timestamp,
) -> Standing {
    let Some(newest) = published.first() else { return Standing::Unpublished };
    let place = |one: &Acceptance| {
        let same = |version: &Agreement| version.id == one.agreement && version.digest == one.digest;
        published.iter().position(same).filter(|_| one.operator == operator)
    };
    let best = accepted.iter().filter_map(|one| Some((place(one)?, one))).min_by_key(|(place, _)| *place);
    let Some((at, one)) = best else { return Standing::Open };
    if one.agreement == newest.id {
        return Standing::Accepted(one.clone());
    }
    // The one published right after it.
    let Some(next) = at.checked_sub(1).and_then(|at| published.get(at)) else { return Standing::Accepted(one.clone()) };
    let until = next.published_at + SignedDuration::from_hours(24 * i64::from(days));
    if now < until { Standing::Outgrown(one.clone(), until) } else { Standing::Lapsed(one.clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AgreementId;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + day * 86_400).unwrap()
    }

    fn version(n: u128, day: i64) -> Agreement {
        Agreement {
            id: AgreementId::from_bits(n),
            version: n.to_string(),
            digest: String::new(),
            published_at: at(day),
        }
    }

    fn accepted(n: u128) -> Acceptance {
        Acceptance {
            agreement: AgreementId::from_bits(n),
            version: n.to_string(),
            digest: String::new(),
            operator: "Harbour".to_owned(),
            signed_as: "Edda".to_owned(),
            at: at(0),
        }
    }

    #[test]
    fn what_was_accepted_stands_for_the_days_after_the_next_version_and_no_longer() {
        let (one, two, three) = (version(1, 0), version(2, 10), version(3, 30));
        let all = [three.clone(), two.clone(), one.clone()];
        for (published, acceptances, day, expected) in [
            (&all[..0], vec![], 1, Standing::Unpublished),
            (&all[2..], vec![], 1, Standing::Open),
            (&all[2..], vec![accepted(1)], 1, Standing::Accepted(accepted(1))),
            (&all[1..], vec![accepted(1)], 39, Standing::Outgrown(accepted(1), at(40))),
            (&all[1..], vec![accepted(1)], 40, Standing::Lapsed(accepted(1))),
            // A third version does not begin the days anew.
            (&all[..], vec![accepted(1)], 39, Standing::Outgrown(accepted(1), at(40))),
            (&all[..], vec![accepted(1)], 41, Standing::Lapsed(accepted(1))),
            (&all[..], vec![accepted(1), accepted(2)], 41, Standing::Outgrown(accepted(2), at(60))),
            (&all[..], vec![accepted(3), accepted(1)], 99, Standing::Accepted(accepted(3))),
            // What was accepted of another operator's is nothing here.
            (&all[..], vec![accepted(9)], 1, Standing::Open),
        ] {
            let stands = standing("Harbour", published, &acceptances, 30, at(day));
            assert_eq!(stands, expected, "day {day}");
            assert_eq!(stands.holds(), matches!(expected, Standing::Accepted(_) | Standing::Outgrown(..)));
        }
        assert!(Standing::Own.holds());
        let (published, other) = (&all[2..], Acceptance { digest: "another text".to_owned(), ..accepted(1) });
        assert_eq!(standing("Harbour", published, &[other], 30, at(1)), Standing::Open);
        assert_eq!(standing("Somebody else", published, &[accepted(1)], 30, at(1)), Standing::Open);
    }
}
