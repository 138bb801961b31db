//! Time as bits: one bit for every five minutes since 1970-01-01T00:00Z.
//!
//! A day is 288 bits, four weeks are 126 machine words. Whether a practitioner is free for an hour at *every*
//! possible start of four weeks is then four passes over 126 words instead of a walk through their appointments.

use std::ops::Range;

use super::tick::Tick;

const WORD: i32 = 64;

/// A set of ticks over one stretch of time; ticks outside the stretch are never in the set.
///
/// Word `n` of every set covers ticks `64n .. 64n+64` since the epoch, so two sets meet word by word
/// wherever their stretches begin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ticks {
    first: i32,
    words: Vec<u64>,
}

impl Ticks {
    /// An empty set that can hold at least the ticks of `stretch`.
    pub fn over(stretch: Range<Tick>) -> Ticks {
        let first = stretch.start.0.div_euclid(WORD);
        let end = (stretch.end.0 - 1).div_euclid(WORD) + 1;
        Ticks { first, words: vec![0; (end - first).max(0) as usize] }
    }

    /// The ticks this set can hold.
    pub fn stretch(&self) -> Range<Tick> {
        Tick(self.first * WORD)..Tick((self.first + self.words.len() as i32) * WORD)
    }

    /// Whether the tick is in the set.
    pub fn has(&self, tick: Tick) -> bool {
        let word = tick.0.div_euclid(WORD) - self.first;
        usize::try_from(word)
            .ok()
            .and_then(|at| self.words.get(at))
            .is_some_and(|word| word >> tick.0.rem_euclid(WORD) & 1 == 1)
    }

    /// Whether no tick is in the set.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// How many ticks are in the set.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Puts the ticks of `range` into the set, as far as the set can hold them.
    pub fn set_range(&mut self, range: Range<Tick>) {
        self.masked(range, |word, mask| *word |= mask);
    }

    /// Takes the ticks of `range` out of the set.
    pub fn clear_range(&mut self, range: Range<Tick>) {
        self.masked(range, |word, mask| *word &= !mask);
    }

    /// Puts every `step`-th tick of `range` into the set, from its start on. `step` is in ticks, at least 1.
    pub fn set_every(&mut self, range: Range<Tick>, step: u16) {
        if step <= 1 {
            return self.set_range(range);
        }
        let held = self.stretch();
        let step = i32::from(step);
        let skipped = (held.start.0 - range.start.0 + step - 1).div_euclid(step).max(0);
        let mut at = range.start.0 + skipped * step - held.start.0;
        let end = range.end.min(held.end).0 - held.start.0;
        while at < end {
            self.words[(at / WORD) as usize] |= 1 << (at % WORD);
            at += step;
        }
    }

    /// Whether every tick of `range` is in the set. True for an empty range.
    pub fn covers(&self, range: Range<Tick>) -> bool {
        let held = self.stretch();
        if range.is_empty() {
            return true;
        }
        range.start >= held.start && range.end <= held.end && self.all_words(range, |word, mask| word & mask == mask)
    }

    /// Whether any tick of `range` is in the set.
    pub fn meets(&self, range: Range<Tick>) -> bool {
        !self.all_words(range, |word, mask| word & mask == 0)
    }

    /// The whole unbroken run of ticks around the first tick of `range` that is in the set.
    pub fn run_meeting(&self, range: Range<Tick>) -> Option<Range<Tick>> {
        let inside = (range.start.0..range.end.0).map(Tick).find(|tick| self.has(*tick))?;
        let mut run = inside..inside.plus(1);
        while self.has(run.start.plus(-1)) {
            run.start = run.start.plus(-1);
        }
        while self.has(run.end) {
            run.end = run.end.plus(1);
        }
        Some(run)
    }

    /// Keeps the ticks that are in both sets.
    pub fn and(&mut self, other: &Ticks) {
        self.meet(other, |word, with| *word &= with, true);
    }

    /// Adds the ticks of the other set, as far as this one can hold them.
    pub fn or(&mut self, other: &Ticks) {
        self.meet(other, |word, with| *word |= with, false);
    }

    /// Keeps a tick only if it and the `length - 1` ticks after it are in the set: the starts at which an
    /// uninterrupted stretch of `length` ticks fits. Takes log2(`length`) passes, as each pass doubles the
    /// stretch already known to be whole.
    pub fn erode(&mut self, length: u16) {
        let length = i32::from(length);
        let mut whole = 1;
        while whole < length {
            let shift = whole.min(length - whole);
            self.and_with_later(shift);
            whole += shift;
        }
    }

    /// Moves every tick of the set `by` ticks later; what passes the end is lost.
    pub fn delay(&mut self, by: u16) {
        let (jump, bits) = (usize::from(by) / 64, u32::from(by) % 64);
        let len = self.words.len();
        for at in (0..len).rev() {
            let word = |n: usize| if n <= at { self.words[at - n] } else { 0 };
            let carried = if bits == 0 { 0 } else { word(jump + 1) >> (64 - bits) };
            self.words[at] = word(jump) << bits | carried;
        }
    }

    /// The part of the set within `stretch` (widened to whole words); ticks this set cannot hold are absent.
    pub fn cut(&self, stretch: Range<Tick>) -> Ticks {
        self.copied(stretch, |word| word)
    }

    /// The ticks of `stretch` (widened to whole words) that are *not* in the set. Ticks this set cannot hold
    /// are absent too: what is not known to be free is not free.
    pub fn gaps(&self, stretch: Range<Tick>) -> Ticks {
        self.copied(stretch, |word| !word)
    }

    /// The ticks of the set in order.
    pub fn iter(&self) -> impl Iterator<Item = Tick> + '_ {
        self.words.iter().zip(self.first..).filter(|(word, _)| **word != 0).flat_map(|(word, at)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    Tick(at * WORD + bit as i32)
                })
            })
        })
    }

    /// The earliest tick of the set.
    pub fn first(&self) -> Option<Tick> {
        self.iter().next()
    }

    fn and_with_later(&mut self, shift: i32) {
        let (jump, bits) = ((shift / WORD) as usize, (shift % WORD) as u32);
        let len = self.words.len();
        if bits == 0 {
            for at in 0..len {
                self.words[at] &= if at + jump < len { self.words[at + jump] } else { 0 };
            }
            return;
        }
        // Each word needs only words at or after itself, so the pass can run in place from the front.
        let whole = len.saturating_sub(jump + 1);
        if jump == 0 {
            for at in 0..whole {
                self.words[at] &= self.words[at] >> bits | self.words[at + 1] << (64 - bits);
            }
        } else {
            for at in 0..whole {
                self.words[at] &= self.words[at + jump] >> bits | self.words[at + jump + 1] << (64 - bits);
            }
        }
        for at in whole..len {
            self.words[at] &= if at + jump < len { self.words[at + jump] >> bits } else { 0 };
        }
    }

    fn copied(&self, stretch: Range<Tick>, word: impl Fn(u64) -> u64) -> Ticks {
        let mut part = Ticks::over(stretch);
        let offset = i64::from(self.first) - i64::from(part.first);
        let from = offset.clamp(0, part.words.len() as i64) as usize;
        let skip = ((-offset).max(0) as usize).min(self.words.len());
        for (to, source) in part.words[from..].iter_mut().zip(&self.words[skip..]) {
            *to = word(*source);
        }
        part
    }

    fn meet(&mut self, other: &Ticks, join: impl Fn(&mut u64, u64), absent_is_empty: bool) {
        let offset = i64::from(other.first) - i64::from(self.first);
        let from = offset.clamp(0, self.words.len() as i64) as usize;
        let skip = ((-offset).max(0) as usize).min(other.words.len());
        let shared = (self.words.len() - from).min(other.words.len() - skip);
        if absent_is_empty {
            self.words[..from].fill(0);
            self.words[from + shared..].fill(0);
        }
        for (word, with) in self.words[from..from + shared].iter_mut().zip(&other.words[skip..skip + shared]) {
            join(word, *with);
        }
    }

    fn all_words(&self, range: Range<Tick>, holds: impl Fn(u64, u64) -> bool) -> bool {
        masks(self.first, self.words.len(), range).all(|(at, mask)| holds(self.words[at], mask))
    }

    fn masked(&mut self, range: Range<Tick>, mut change: impl FnMut(&mut u64, u64)) {
        for (at, mask) in masks(self.first, self.words.len(), range) {
            change(&mut self.words[at], mask);
        }
    }
}

/// The words a range touches, each with the bits of it that belong to the range.
fn masks(first: i32, len: usize, range: Range<Tick>) -> impl Iterator<Item = (usize, u64)> {
    let end = len as i64 * 64;
    let origin = i64::from(first) * 64;
    let from = (i64::from(range.start.0) - origin).clamp(0, end);
    let to = (i64::from(range.end.0) - origin).clamp(from, end);
    let last = if to > from { (to + 63) / 64 } else { from / 64 };
    (from / 64..last).map(move |word| {
        let low = (from - word * 64).max(0) as u32;
        let high = (word * 64 + 64 - to).max(0) as u32;
        (word as usize, u64::MAX << low & u64::MAX >> high)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: i32, to: i32) -> Range<Tick> {
        Tick(from)..Tick(to)
    }

    fn set(stretch: Range<Tick>, ticks: &[i32]) -> Ticks {
        let mut set = Ticks::over(stretch);
        ticks.iter().for_each(|tick| set.set_range(range(*tick, tick + 1)));
        set
    }

    /// Sets with a pattern that has no period, some of them before the epoch.
    fn samples() -> Vec<Ticks> {
        [(-200_i32, 900_i32), (0, 64), (64, 65), (-64, 700), (5, 5)]
            .into_iter()
            .map(|(from, to)| {
                let ticks: Vec<i32> = (from..to).filter(|n| (n * n + n / 7).rem_euclid(11) < 8).collect();
                set(range(from, to), &ticks)
            })
            .collect()
    }

    #[test]
    fn a_range_is_set_cleared_and_asked_across_words() {
        let mut set = Ticks::over(range(-100, 300));
        set.set_range(range(-70, 130));
        assert_eq!((set.len(), set.first()), (200, Some(Tick(-70))));
        set.clear_range(range(-10, 10));
        assert!(set.covers(range(-70, -10)) && !set.covers(range(-70, -9)));
        assert!(!set.meets(range(-10, 10)) && set.meets(range(-10, 11)));
        assert_eq!(set.run_meeting(range(0, 20)), Some(range(10, 130)));
        assert_eq!(set.run_meeting(range(130, 140)), None);
        assert!(set.covers(range(20, 20)) && !set.meets(range(20, 20)));
    }

    #[test]
    fn nothing_outside_the_stretch_is_held_free_or_covered() {
        let mut set = Ticks::over(range(0, 64));
        set.set_range(range(-500, 500));
        assert_eq!(set.len(), 64);
        assert!(!set.covers(range(0, 65)) && !set.covers(range(-1, 3)) && !set.has(Tick(64)));
        assert_eq!(Ticks::over(range(0, 64)).gaps(range(-64, 128)).iter().collect::<Vec<_>>().len(), 64);
    }

    #[test]
    fn eroding_keeps_exactly_the_starts_of_whole_stretches() {
        for sample in samples() {
            for length in [0, 1, 2, 3, 5, 9, 12, 63, 64, 65, 130, 288] {
                let mut eroded = sample.clone();
                eroded.erode(length);
                let held = sample.stretch();
                for tick in (held.start.0..held.end.0).map(Tick) {
                    let whole = (0..i32::from(length.max(1))).all(|n| sample.has(tick.plus(n)));
                    assert_eq!(eroded.has(tick), whole, "{tick:?} of {length}");
                }
            }
        }
        let mut full = Ticks::over(range(0, 640));
        full.set_range(range(3, 600));
        full.erode(200);
        assert_eq!(full.iter().map(|t| t.0).collect::<Vec<_>>(), (3..401).collect::<Vec<_>>());
    }

    #[test]
    fn delaying_moves_every_tick_by_the_same_amount() {
        for sample in samples() {
            for by in [0, 1, 7, 63, 64, 65, 200] {
                let mut delayed = sample.clone();
                delayed.delay(by);
                let held = sample.stretch();
                for tick in (held.start.0..held.end.0).map(Tick) {
                    assert_eq!(delayed.has(tick), sample.has(tick.plus(-i32::from(by))), "{tick:?} by {by}");
                }
            }
        }
    }

    #[test]
    fn sets_over_different_stretches_meet_tick_by_tick() {
        for left in samples() {
            for right in samples() {
                let (mut both, mut any) = (left.clone(), left.clone());
                both.and(&right);
                any.or(&right);
                let part = right.cut(range(-130, 260));
                let free = right.gaps(range(-130, 260));
                for tick in (-400..1000).map(Tick) {
                    assert_eq!(both.has(tick), left.has(tick) && right.has(tick));
                    let held = left.stretch().contains(&tick);
                    assert_eq!(any.has(tick), held && (left.has(tick) || right.has(tick)));
                    let known = right.stretch().contains(&tick) && part.stretch().contains(&tick);
                    assert_eq!(part.has(tick), known && right.has(tick));
                    assert_eq!(free.has(tick), known && !right.has(tick));
                }
            }
        }
    }

    #[test]
    fn every_nth_tick_counts_from_the_start_of_the_range_even_when_that_lies_before_the_stretch() {
        let mut every = Ticks::over(range(0, 128));
        every.set_every(range(-10, 30), 9);
        assert_eq!(every.iter().map(|t| t.0).collect::<Vec<_>>(), [8, 17, 26]);
        let mut all = Ticks::over(range(0, 64));
        all.set_every(range(10, 13), 1);
        assert_eq!(all.len(), 3);
    }
}
