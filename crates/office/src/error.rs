//! What can go wrong in this room.

use ground::web::{Fault, Faults};

use crate::rules::requests::Undone;

/// A failure of this room: the ground's, or a rule of ours.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Ground(#[from] ground::Error),
    #[error(transparent)]
    Identity(#[from] identity::Error),
    /// Somebody else changed the request since the page was drawn.
    #[error("the request was changed meanwhile")]
    Stale,
    /// It is not in a state in which this can be done.
    #[error("that cannot be done with it any more")]
    NotNow,
    /// It was carried out, and is not done.
    #[error("it is not done: {0:?}")]
    Undone(Undone),
    /// What is asked for can never be done as it was asked, so that nobody is told that it will be.
    #[error("it can never be carried out: {0}")]
    Impossible(&'static str),
    /// The letter that says what will happen goes out before there is nobody to write to.
    #[error("the letter goes first")]
    LetterFirst,
    /// The draft has a gap that only whoever answers can fill, and they did not.
    #[error("the answer is not written")]
    Unwritten,
    /// The law does not know this ground for what was asked.
    #[error("no such ground for this request")]
    Groundless,
    /// The person is a child, and whoever asks does not act for them.
    #[error("whoever asks does not act for this child")]
    NotTheirs,
    /// They cannot be erased now, so that nobody is told that they will be.
    #[error("they cannot be erased: {0}")]
    Unerased(ground::erase::Unerased),
    /// A complaint takes no more documents, or no more words.
    #[error("it takes no more")]
    TooMany,
    /// How it was settled is said before the letter about it goes.
    #[error("it is to be decided first")]
    Undecided,
    /// Somebody is still to be told of an incident, or found.
    #[error("something is still due")]
    StillDue,
    /// Nobody said from when to when.
    #[error("no stretch of time is known")]
    Windowless,
    /// An incident is known no later than it was reported.
    #[error("it was reported before that")]
    KnownBefore,
    /// Whoever wrote letters to many does not send them too.
    #[error("another has to do it")]
    SameEyes,
    /// A public notice names a number, as law asks, and none was given.
    #[error("a number is missing")]
    NoPhone,
    /// It was put right by hand, and nobody says what was changed and where.
    #[error("what was changed is to be said")]
    Unsaid,
    /// Whoever treats has not said yet whether it is right.
    #[error("whoever treats is to be asked first")]
    OpinionFirst,
    /// Whoever treats said something else.
    #[error("whoever treats says something else")]
    Disagreed,
    /// Whoever asked for something agrees to it themselves.
    #[error("it takes the word of another")]
    OwnWord,
    /// It was asked for before, and waits.
    #[error("it was asked for before")]
    AskedBefore,
    /// The record became one with another since it was asked for.
    #[error("it is another record now")]
    OtherRecord,
    /// The time was extended before, or the law has no extension.
    #[error("it cannot be extended")]
    Unextendable,
    /// Something the person said stands beside what was not corrected, and nobody says that it went along.
    #[error("what the person said beside it has to go along")]
    StatementsLeft,
    /// They had their processing restricted, and no law asks for what was to be given.
    #[error("the person had their processing restricted")]
    Restricted,
    /// The page was sent before, and said something else.
    #[error("the page was sent before with something else")]
    PageSent,
    /// Lines of a list of people that cannot be written down, so that none of them is.
    #[error("{} lines of the list cannot be written down", .0.len())]
    Unlisted(Vec<(usize, crate::store::disclosures::Unlisted)>),
}

/// What this room returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        let said = |cause, title, advice| Fault::conflict(cause).words(title, advice);
        match error {
            Error::Ground(error) => error.into(),
            Error::Identity(error) => error.into(),
            Error::Stale => said("request.stale", "requests-stale-title", "requests-stale-text"),
            Error::NotNow => said("request.not_now", "requests-not-now-title", "requests-not-now-text"),
            Error::Undone(Undone::SameEyes) => said("request.same_eyes", "requests-eyes-title", "requests-eyes-text"),
            Error::Undone(Undone::Unconfirmed) => {
                said("request.unconfirmed", "requests-unconfirmed-title", "requests-unconfirmed-text")
            }
            Error::Undone(Undone::Failed) => said("request.failed", "requests-failed-title", "requests-failed-text"),
            Error::Undone(Undone::Nothing) => {
                said("request.nothing", "requests-nothing-title", "requests-nothing-text")
            }
            Error::Impossible(_) | Error::Undone(Undone::ForGood) => {
                said("request.impossible", "requests-impossible-title", "requests-impossible-text")
            }
            Error::LetterFirst => {
                said("request.letter_first", "requests-letter-first-title", "requests-letter-first-text")
            }
            Error::Unwritten => {
                said("request.answer_first", "requests-answer-first-title", "requests-answer-first-text")
            }
            Error::TooMany => said("complaint.too_many", "complaints-many-title", "complaints-many-text"),
            Error::Undecided => said("complaint.undecided", "complaints-undecided-title", "complaints-undecided-text"),
            Error::Groundless => said("request.groundless", "requests-groundless-title", "requests-groundless-text"),
            Error::NotTheirs => said("request.not_theirs", "requests-not-theirs-title", "requests-not-theirs-text"),
            Error::Unerased(why) => {
                use ground::erase::Unerased;
                let advice = match why {
                    Unerased::Before => "office-unerased-before",
                    Unerased::Held => "office-unerased-held",
                    Unerased::Locked(_) => "requests-unerased-locked",
                    Unerased::Room("visits-ahead") => "office-unerased-ahead",
                    Unerased::Room("manager") => "office-unerased-manager",
                    Unerased::Room("staff") => "office-unerased-staff",
                    Unerased::Merged | Unerased::Room(_) => "office-unerased-other",
                };
                said("request.unerased", "requests-unerased-title", advice)
            }
            Error::StatementsLeft | Error::Unlisted(_) => {
                said("disclosure.statements", "disclosures-statements-title", "disclosures-fault-statements")
            }
            Error::Restricted => {
                said("disclosure.restricted", "disclosures-restricted-title", "disclosures-fault-restricted")
            }
            Error::PageSent => {
                said("disclosure.page_sent", "disclosures-page-sent-title", "disclosures-fault-page-sent")
            }
            Error::StillDue => said("incident.due", "incidents-still-due-title", "incidents-still-due-text"),
            Error::Windowless => said("incident.window", "incidents-windowless-title", "incidents-windowless-text"),
            Error::KnownBefore => Fault::invalid(Faults::one("discovered_day", "incidents-fault-reported")),
            Error::NoPhone => Fault::invalid(Faults::one("phone", "incidents-fault-phone")),
            Error::SameEyes => said("incident.same_eyes", "requests-eyes-title", "incidents-eyes-text"),
            Error::Unsaid => Fault::invalid(Faults::one("what", "fault-missing")),
            Error::OpinionFirst => {
                said("request.opinion_first", "requests-opinion-first-title", "requests-opinion-first-text")
            }
            Error::Disagreed => said("request.disagreed", "requests-disagreed-title", "requests-disagreed-text"),
            Error::OwnWord => said("confirmation.own", "confirmations-own-title", "confirmations-own-text"),
            Error::AskedBefore => {
                said("confirmation.before", "confirmations-before-title", "confirmations-before-text")
            }
            Error::OtherRecord => said("confirmation.other", "confirmations-other-title", "confirmations-other-text"),
            Error::Unextendable => said("request.extended", "requests-extended-title", "requests-extended-text"),
        }
    }
}
