//! How one practitioner's day is laid out: pure, in minutes after local midnight.

use std::ops::Range;

/// The finest grain of the page, in minutes.
const GRAIN: u16 = 5;
const DAY: u16 = 1440;

/// What a lane is laid out from.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Working stretches.
    pub open: Vec<Range<u16>>,
    /// Time taken by something that is no appointment, within the day.
    pub blocks: Vec<Range<u16>>,
    /// Each appointment as it is drawn, and what it claims with its buffers.
    pub visits: Vec<(Range<u16>, Range<u16>)>,
    /// The hours shown, whole.
    pub shown: Range<u16>,
    /// Nothing before this can be booked any more.
    pub from_now: u16,
    /// The shortest gap worth offering.
    pub least: u16,
}

/// Why nobody works in a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Off {
    /// No working time at all that day.
    Whole,
    /// Before the first stretch.
    Before,
    /// Between two.
    Between,
    /// After the last.
    After,
    /// The block at this place of [`Plan::blocks`].
    Block(usize),
}

/// A piece of a lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Off(Off, Range<u16>),
    Gap(Range<u16>),
    /// The appointment at this place of [`Plan::visits`].
    Visit(usize, Range<u16>),
}

impl Piece {
    fn start(&self) -> u16 {
        match self {
            Piece::Off(_, range) | Piece::Gap(range) | Piece::Visit(_, range) => range.start,
        }
    }
}

/// The pieces of a lane, by start. Appointments are always there, wherever they lie within the hours shown.
pub fn lay(plan: &Plan) -> Vec<Piece> {
    let open = merged(&plan.open);
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, (drawn, _)) in plan.visits.iter().enumerate() {
        pieces.extend(cut(drawn, &plan.shown).map(|range| Piece::Visit(at, range)));
    }
    for (at, block) in plan.blocks.iter().enumerate() {
        pieces.extend(cut(block, &plan.shown).map(|range| Piece::Off(Off::Block(at), range)));
    }
    for range in without(std::slice::from_ref(&plan.shown), &open) {
        let off = match (open.first(), open.last()) {
            (Some(first), _) if range.end <= first.start => Off::Before,
            (_, Some(last)) if range.start >= last.end => Off::After,
            (Some(_), _) => Off::Between,
            (None, _) => Off::Whole,
        };
        pieces.push(Piece::Off(off, range));
    }
    let mut taken: Vec<Range<u16>> =
        plan.visits.iter().map(|(_, claimed)| claimed.clone()).chain(plan.blocks.iter().cloned()).collect();
    taken.push(0..plan.from_now);
    for gap in without(&open, &merged(&taken)) {
        let gap = gap.start.next_multiple_of(GRAIN)..gap.end - gap.end % GRAIN;
        if let Some(gap) = cut(&gap, &plan.shown).filter(|gap| gap.len() >= usize::from(plan.least.max(GRAIN))) {
            pieces.push(Piece::Gap(gap));
        }
    }
    pieces.sort_by_key(Piece::start);
    pieces
}

/// The whole hours that show everything, or the usual ones when there is nothing to show.
pub fn hours(ranges: impl Iterator<Item = Range<u16>>) -> Range<u16> {
    let whole = ranges.filter(|range| !range.is_empty()).fold(None, |whole: Option<Range<u16>>, range| {
        Some(whole.map_or(range.clone(), |whole| whole.start.min(range.start)..whole.end.max(range.end)))
    });
    whole.map_or(480..1080, |whole| (whole.start / 60 * 60)..(whole.end.next_multiple_of(60).min(DAY)))
}

fn cut(range: &Range<u16>, to: &Range<u16>) -> Option<Range<u16>> {
    let range = range.start.max(to.start)..range.end.min(to.end);
    (!range.is_empty()).then_some(range)
}

fn merged(ranges: &[Range<u16>]) -> Vec<Range<u16>> {
    let mut sorted: Vec<Range<u16>> = ranges.iter().filter(|range| !range.is_empty()).cloned().collect();
    sorted.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<u16>> = Vec::new();
    for range in sorted {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// What of `whole` is in none of `gone`; both sorted and apart.
fn without(whole: &[Range<u16>], gone: &[Range<u16>]) -> Vec<Range<u16>> {
    let mut left = Vec::new();
    for range in whole {
        let mut from = range.start;
        for gone in gone.iter().filter(|gone| gone.start < range.end && gone.end > range.start) {
            if gone.start > from {
                left.push(from..gone.start);
            }
            from = from.max(gone.end);
        }
        if from < range.end {
            left.push(from..range.end);
        }
    }
    left
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init, reason = "a plan with one stretch is what is meant")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_shows_what_is_off_what_is_taken_and_what_is_free() {
        let plan = Plan {
            open: vec![540..720, 780..1020],
            blocks: vec![900..930],
            visits: vec![(540..585, 540..600), (780..825, 780..825)],
            shown: 480..1080,
            from_now: 0,
            least: 30,
        };
        assert_eq!(
            lay(&plan),
            [
                Piece::Off(Off::Before, 480..540),
                Piece::Visit(0, 540..585),
                Piece::Gap(600..720),
                Piece::Off(Off::Between, 720..780),
                Piece::Visit(1, 780..825),
                Piece::Gap(825..900),
                Piece::Off(Off::Block(0), 900..930),
                Piece::Gap(930..1020),
                Piece::Off(Off::After, 1020..1080),
            ]
        );
    }

    #[test]
    fn what_is_over_and_what_is_too_short_is_not_offered() {
        let plan = Plan { open: vec![540..720], shown: 540..720, from_now: 643, least: 30, ..Plan::default() };
        assert_eq!(lay(&plan), [Piece::Gap(645..720)]);
        assert_eq!(lay(&Plan { from_now: 700, ..plan.clone() }), []);
        assert_eq!(lay(&Plan { open: vec![], ..plan }), [Piece::Off(Off::Whole, 540..720)]);
    }

    #[test]
    fn the_hours_shown_are_whole_and_hold_everything() {
        assert_eq!(hours([545..700, 600..1021].into_iter()), 540..1080);
        assert_eq!(hours(std::iter::empty()), 480..1080);
        assert_eq!(hours([0..1440].into_iter()), 0..1440);
    }

    proptest! {
        #[test]
        fn gaps_lie_in_working_time_and_meet_nothing_taken(
            open in prop::collection::vec((0u16..280, 1u16..40), 0..4),
            taken in prop::collection::vec((0u16..280, 1u16..20), 0..8),
            now in 0u16..1440,
        ) {
            let range = |(from, length): &(u16, u16)| from * 5..(from * 5 + length * 5).min(DAY);
            let plan = Plan {
                open: open.iter().map(range).collect(),
                visits: taken.iter().map(|one| (range(one), range(one))).collect(),
                shown: 0..DAY,
                from_now: now,
                least: 5,
                ..Plan::default()
            };
            let pieces = lay(&plan);
            for minute in (0..DAY).step_by(5) {
                let gap = pieces.iter().any(|piece| matches!(piece, Piece::Gap(range) if range.contains(&minute)));
                let off = pieces.iter().any(|piece| matches!(piece, Piece::Off(_, range) if range.contains(&minute)));
                let works = plan.open.iter().any(|range| range.contains(&minute));
                let busy = plan.visits.iter().any(|(range, _)| range.contains(&minute));
                prop_assert_eq!(gap, works && !busy && minute >= now, "minute {}", minute);
                prop_assert_eq!(off, !works, "minute {}", minute);
            }
        }
    }
}
