//! What is done for a request that was granted. Each kind has one place where the rest of the program is asked for it.

use ground::erase::{Became, Because, Done, Unerased};
use ground::restrict::{Basis, object, restrict};
use ground::{Error as Ground, Tx, cell, params};
use people::model::{BirthDate, Note};

use super::{four_eyes_of, letter, written};
use crate::error::{Error, Result};
use crate::model::requests::{ByHand, Detail, Kind, Outcome, Request, Step};

/// Carries it out and says what became of each part. What cannot be done is a failed part, and nothing of it was done.
pub fn carry(tx: &mut Tx<'_>, request: &Request) -> Result<Vec<Step>> {
    match request.kind {
        // A copy is taken, page by page, by whoever gets it; what was copied stands there then.
        Kind::Access | Kind::Portability => Ok(Vec::new()),
        Kind::Correction => correct(tx, request),
        Kind::Erasure => erase(tx, request),
        Kind::Restriction => {
            restrict(tx, request.person, basis(request))?;
            Ok(vec![Step::of("restriction", Outcome::Locked, 1)])
        }
        Kind::Objection => {
            let Some(of) = request.field.and_then(Detail::is_use) else {
                return Ok(vec![Step::failed("objection", "no_use")]);
            };
            object(tx, request.person, of, basis(request))?;
            Ok(vec![Step::of(of.as_str(), Outcome::Locked, 1)])
        }
        // The answer is drafted from the register, with all that may be told now; that there is nothing is an answer too.
        Kind::Disclosures => {
            let told = crate::store::disclosures::count_told(tx, request.person)?;
            let outcome = if told == 0 { Outcome::Nothing } else { Outcome::Copied };
            Ok(vec![Step::of("disclosures", outcome, told)])
        }
    }
}

/// Whose word it is: their own where it held as they said it, else that of whoever answers.
fn basis(request: &Request) -> Basis {
    if request.decided_by.is_none() { Basis::Wish } else { Basis::Request }
}

/// Why it can never be carried out as it was asked, whoever tries; none where it can.
pub fn impossible(tx: &mut Tx<'_>, request: &Request) -> Result<Option<&'static str>> {
    match (request.kind, request.field) {
        (Kind::Correction, Some(detail)) if detail.is_changed_by_program() => {
            let wanted = written(tx, request)?.wanted.unwrap_or_default();
            Ok(Wanted::read(tx, detail, &wanted).err())
        }
        (Kind::Objection, field) if field.and_then(Detail::is_use).is_none() => Ok(Some("no_use")),
        _ => Ok(None),
    }
}

/// What a detail should say, by the rule of its field.
enum Wanted {
    Born(BirthDate),
    Note(Option<Note>),
}

impl Wanted {
    fn read(tx: &Tx<'_>, detail: Detail, wanted: &str) -> Result<Wanted, &'static str> {
        let today = tx.now().to_zoned(tx.settings().zone.clone()).date();
        match detail {
            Detail::BirthDate => {
                let day = wanted.trim().parse().map_err(|_| "no_date")?;
                BirthDate::new(day, today).map(Wanted::Born).map_err(|_| "no_date")
            }
            _ if wanted.trim().is_empty() => Ok(Wanted::Note(None)),
            _ => Note::parse(wanted).map(|note| Wanted::Note(Some(note))).map_err(|_| "no_note"),
        }
    }
}

/// Whether somebody puts it right where it stands, and says what they did.
pub fn by_hand(request: &Request) -> bool {
    request.kind == Kind::Correction && !request.field.unwrap_or(Detail::Other).is_changed_by_program()
}

/// Keeps what was changed by hand, and where, for whoever asked.
pub(super) fn keep_changed(tx: &mut Tx<'_>, request: &Request, changed: &ByHand) -> Result<()> {
    let key = tx.seal_for(request.person)?;
    let sealed = |column, text: &String| key.seal(cell("request", column, request.id), text);
    let (what, place) = (sealed("changed_what", &changed.what)?, sealed("changed_where", &changed.place)?);
    tx.execute(
        "UPDATE request SET changed_what = $3, changed_where = $4 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), request.id, what, place],
    )?;
    Ok(())
}

/// Writes what it should say where the program has that detail; else whoever carries it out did so themselves.
fn correct(tx: &mut Tx<'_>, request: &Request) -> Result<Vec<Step>> {
    let detail = request.field.unwrap_or(Detail::Other);
    if !detail.is_changed_by_program() {
        return Ok(vec![Step::of(detail.as_str(), Outcome::Changed, 1)]);
    }
    let wanted = written(tx, request)?.wanted.unwrap_or_default();
    let wanted = match Wanted::read(tx, detail, &wanted) {
        Ok(wanted) => wanted,
        Err(cause) => return Ok(vec![Step::failed(detail.as_str(), cause)]),
    };
    let client = match people::open(tx, request.person) {
        Ok(client) => client,
        Err(Ground::NotFound) => return Ok(vec![Step::of(detail.as_str(), Outcome::Nothing, 0)]),
        Err(error) => return Err(error.into()),
    };
    let amended = people::store::amend(tx, &client, |change| match wanted {
        Wanted::Born(born) => change.birth_date = Some(born),
        Wanted::Note(note) => change.note = Some(note),
    })?;
    if !amended {
        return Err(Ground::Again.into());
    }
    Ok(vec![Step::of(detail.as_str(), Outcome::Changed, 1)])
}

/// Erases whom it is about. The letter that says so goes first: afterwards there is nobody to write to.
fn erase(tx: &mut Tx<'_>, request: &Request) -> Result<Vec<Step>> {
    if !letter::has_left(tx, request)? {
        return Err(Error::LetterFirst);
    }
    let mut because = Because::request(format!("request {}", request.id));
    if four_eyes_of(tx, request)?
        && let Some(decided) = &request.decided_by
    {
        because = because.of_two(decided.clone(), tx.actor().to_string());
    }
    // Whoever asked reads what became of each table; of what an order keeps from them, nothing.
    let parts = tx.parts_of(request.person)?;
    let withheld = tx.withheld(&parts)?;
    let why = match tx.erase_person(request.person, &because)? {
        Ok(done) => return Ok(told(steps(&done), &withheld)),
        Err(Unerased::Before) => return Ok(vec![Step::of("person", Outcome::Nothing, 0)]),
        Err(Unerased::Merged) => "merged".to_owned(),
        Err(Unerased::Held) => "held".to_owned(),
        Err(Unerased::Locked(_)) => "locked".to_owned(),
        Err(Unerased::Room(why)) => why.to_owned(),
    };
    Ok(vec![Step::failed("person", why)])
}

/// These steps without the rows that may not be told.
fn told(steps: Vec<Step>, withheld: &[(String, i64)]) -> Vec<Step> {
    let less = |mut step: Step| {
        let kept = withheld.iter().find(|(table, _)| *table == step.place).map_or(0, |(_, count)| *count);
        step.count -= kept;
        (kept == 0 || step.count > 0).then_some(step)
    };
    steps.into_iter().filter_map(less).collect()
}

/// What became of each table, and what a law keeps of them until when.
fn steps(done: &Done) -> Vec<Step> {
    let law = done.retained.iter().max_by_key(|kept| kept.until);
    let step = |outcome: &ground::erase::Outcome| {
        let count = i64::try_from(outcome.rows).unwrap_or(i64::MAX);
        let became = match outcome.became {
            Became::Gone => Outcome::Gone,
            Became::Nobody => Outcome::Handed,
            Became::Detached => Outcome::Emptied,
            Became::Kept => Outcome::Kept,
            Became::Locked => Outcome::Locked,
        };
        let mut step = Step::of(&outcome.table, became, count);
        if became == Outcome::Locked {
            (step.law, step.until) = (law.map(|kept| kept.law.clone()), done.locked_until);
        }
        step
    };
    let keys = i64::try_from(done.keys.len()).unwrap_or(i64::MAX);
    let key = if keys == 0 { Step::of("person", Outcome::Locked, 1) } else { Step::of("person", Outcome::Gone, keys) };
    std::iter::once(key).chain(done.tables.iter().map(step)).collect()
}
