//! Work that waits for a connection.
//!
//! What somebody waits for goes before what nobody waits for, such as letters: a burst of bookings is answered first.
//! Every eighth turn is the others' all the same, so that they go on however long a burst lasts.

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, select_biased};

use super::Work;
use crate::error::Error;

/// How much work may wait before the program says it is busy, rather than letting everyone wait for ever.
const WAITING: usize = 4096;
/// One turn of so many is that of work nobody waits for.
const TURNS: u32 = 8;

/// Where work is left.
pub(super) struct Queue {
    first: Sender<Box<dyn Work>>,
    later: Sender<Box<dyn Work>>,
}

/// Where one thread takes it from.
#[derive(Clone)]
pub(super) struct Waiting {
    first: Receiver<Box<dyn Work>>,
    later: Receiver<Box<dyn Work>>,
    turn: u32,
}

pub(super) fn queue() -> (Queue, Waiting) {
    let ((first, firsts), (later, laters)) = (bounded(WAITING), bounded(WAITING));
    (Queue { first, later }, Waiting { first: firsts, later: laters, turn: 0 })
}

impl Queue {
    pub(super) fn leave(&self, work: Box<dyn Work>) {
        let queue = if work.is_waited_for() { &self.first } else { &self.later };
        match queue.try_send(work) {
            Ok(()) => {}
            Err(TrySendError::Full(work)) => work.finish(Err(Error::Unavailable("too much work is waiting"))),
            Err(TrySendError::Disconnected(work)) => work.finish(Err(Error::Unavailable("the store is closing"))),
        }
    }
}

impl Waiting {
    /// What waits now, if anything does.
    pub(super) fn take(&mut self) -> Option<Box<dyn Work>> {
        self.turn = (self.turn + 1) % TURNS;
        let (before, after) = if self.turn == 0 { (&self.later, &self.first) } else { (&self.first, &self.later) };
        before.try_recv().or_else(|_| after.try_recv()).ok()
    }

    /// What comes next; none when the store is closing and nothing waits any more.
    pub(super) fn wait(&mut self) -> Option<Box<dyn Work>> {
        self.take().or_else(|| {
            select_biased! {
                recv(self.first) -> work => work.or_else(|_| self.later.recv()).ok(),
                recv(self.later) -> work => work.or_else(|_| self.first.recv()).ok(),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Session, Step};
    use super::*;
    use crate::error::Result;

    struct Piece(bool);

    impl Work for Piece {
        fn clinic(&self) -> &str {
            "*"
        }
        fn is_waited_for(&self) -> bool {
            self.0
        }
        fn run(&mut self, _: &mut dyn Session) -> Step {
            Step::Keep
        }
        fn finish(self: Box<Self>, _: Result<()>) {}
    }

    #[test]
    fn who_waits_goes_first_and_what_nobody_waits_for_has_every_eighth_turn() {
        let (queue, mut waiting) = queue();
        for waited_for in std::iter::repeat_n(false, 4).chain(std::iter::repeat_n(true, 16)) {
            queue.leave(Box::new(Piece(waited_for)));
        }
        let order: Vec<bool> = std::iter::from_fn(|| waiting.take().map(|work| work.is_waited_for())).collect();
        let turn = [true, true, true, true, true, true, true, false];
        assert_eq!(order, [&turn[..], &turn, &[true, true, false, false]].concat());
        queue.leave(Box::new(Piece(false)));
        drop(queue);
        assert!(waiting.wait().is_some_and(|work| !work.is_waited_for()), "what was left is done before closing");
        assert!(waiting.wait().is_none());
    }
}
