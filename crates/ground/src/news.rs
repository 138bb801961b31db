//! News between nodes: what one node committed, the others on the same PostgreSQL hear at once.
//!
//! A `NOTIFY` inside a transaction makes all that do so commit one after another, so none stands in a booking's. After
//! the commit a thread gathers what is to be told for a moment and tells it on a connection of its own. Another thread
//! listens, and takes in what other nodes tell. News hold ids and topics, nothing about people. Losing some is no fault:
//! what is kept in memory grows stale by itself, and whoever could not listen for a while takes everything as stale.

use std::collections::HashSet;
use std::str::FromStr;
use std::sync::Weak;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use postgres::Client;
use postgres::fallible_iterator::FallibleIterator;

use crate::db::{Address, from_postgres};
use crate::error::{Error, Result};
use crate::house::Inner;
use crate::{ClinicId, KeyId};

/// The channel of PostgreSQL; it is known only within its database.
const CHANNEL: &str = "keepwell";
/// How long news gather, so that a busy moment is told once.
const GATHER: Duration = Duration::from_millis(20);
/// How soon a connection that was lost is tried again, and how long one waits for news before looking whether the house
/// still stands.
const AGAIN: Duration = Duration::from_secs(1);
/// How long a word that must be heard may take to the server.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of one notification; PostgreSQL takes fewer than 8,000.
const ROOM: usize = 7_000;

/// One thing that other nodes should know.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Word {
    /// Something under this topic changed in a clinic; its settings are a topic too.
    Changed(ClinicId, String),
    /// A person's key was destroyed.
    Destroyed(KeyId),
    /// A clinic left, and its keys are destroyed.
    Left(ClinicId),
    /// Something a node of another version tells.
    Unknown,
}

impl Word {
    fn write(&self) -> String {
        match self {
            Word::Changed(clinic, topic) => format!("changed {clinic} {topic}"),
            Word::Destroyed(key) => format!("destroyed {key}"),
            Word::Left(clinic) => format!("left {clinic}"),
            Word::Unknown => "unknown".to_owned(),
        }
    }

    fn read(line: &str) -> Word {
        fn id<T: FromStr>(text: Option<&str>) -> Option<T> {
            text?.parse().ok()
        }
        let mut parts = line.split(' ');
        let word = match (parts.next(), parts.next(), parts.next()) {
            (Some("changed"), clinic, Some(topic)) => id(clinic).map(|clinic| Word::Changed(clinic, topic.to_owned())),
            (Some("destroyed"), key, None) => id(key).map(Word::Destroyed),
            (Some("left"), clinic, None) => id(clinic).map(Word::Left),
            _ => None,
        };
        word.unwrap_or(Word::Unknown)
    }
}

/// Words as notifications: who tells them on the first line, then a line each.
fn pages<'a>(node: &str, words: impl Iterator<Item = &'a Word>) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    for line in words.map(Word::write) {
        match pages.last_mut().filter(|page| page.len() + line.len() < ROOM) {
            Some(page) => page.extend(["\n", &line]),
            None => pages.push(format!("{node}\n{line}")),
        }
    }
    pages
}

/// Whether the server has taken a word, for whoever must know.
type Taken = Sender<bool>;

/// Tells the other nodes. What is not told yet is told when this is dropped.
pub(crate) struct Teller {
    queue: Option<Sender<(Word, Option<Taken>)>>,
    thread: Option<JoinHandle<()>>,
}

impl Teller {
    /// Starts the thread that tells. It connects when there is something to tell.
    pub(crate) fn start(address: Address, node: String) -> Result<Teller> {
        let (queue, words) = unbounded();
        let thread = std::thread::Builder::new().name("news-tell".to_owned());
        let address = address.called("keepwell tells");
        let thread = thread.spawn(move || tell(&address, &node, &words)).map_err(Error::internal)?;
        Ok(Teller { queue: Some(queue), thread: Some(thread) })
    }

    /// Tells a word soon.
    pub(crate) fn tell(&self, word: Word) {
        self.send(word, None);
    }

    /// Tells a word now, and returns when the server has it for every node that listens.
    pub(crate) fn tell_surely(&self, word: Word) -> Result<()> {
        let (taken, wait) = bounded(1);
        self.send(word, Some(taken));
        match wait.recv_timeout(PATIENCE) {
            Ok(true) => Ok(()),
            _ => Err(Error::Unavailable("the other nodes could not be told")),
        }
    }

    fn send(&self, word: Word, taken: Option<Taken>) {
        if let Some(queue) = &self.queue {
            // The thread lives as long as this does.
            let _gone = queue.send((word, taken));
        }
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

fn tell(address: &Address, node: &str, words: &Receiver<(Word, Option<Taken>)>) {
    let mut client: Option<Client> = None;
    // What is not told yet, in its order: each thing once, however often it happened.
    let (mut waiting, mut known): (Vec<Word>, HashSet<Word>) = Default::default();
    let (mut open, mut failed) = (true, false);
    while open {
        let mut asking = Vec::new();
        let mut take = |(word, taken): (Word, Option<Taken>)| {
            if known.insert(word.clone()) {
                waiting.push(word);
            }
            asking.extend(taken);
            // Somebody waits for it: the rest has to gather without them.
            asking.is_empty()
        };
        // With nothing left from before, there is nothing to do until something happens.
        let mut gathers = failed
            || match words.recv() {
                Ok(first) => take(first),
                Err(_) => return,
            };
        let moment = crossbeam_channel::after(if failed { AGAIN } else { GATHER });
        while gathers {
            crossbeam_channel::select! {
                recv(words) -> next => match next {
                    Ok(next) => gathers = take(next),
                    Err(_) => (open, gathers) = (false, false),
                },
                recv(moment) -> _ => gathers = false,
            }
        }
        let told = publish(address, &mut client, &pages(node, waiting.iter()));
        if told {
            waiting.clear();
            known.clear();
        }
        failed = !told;
        for taken in asking {
            let _gone = taken.send(told);
        }
    }
}

fn publish(address: &Address, held: &mut Option<Client>, pages: &[String]) -> bool {
    let mut say = || -> Result<()> {
        if held.as_ref().is_none_or(Client::is_closed) {
            *held = Some(address.connect()?);
        }
        let Some(client) = held.as_mut() else { return Ok(()) };
        let told = client.execute("SELECT pg_notify($1, page) FROM unnest($2::TEXT[]) AS page", &[&CHANNEL, &pages]);
        told.map(drop).map_err(|e| from_postgres(&e))
    };
    let told = say();
    if let Err(error) = &told {
        *held = None;
        tracing::warn!(cause = %error, "the other nodes could not be told what changed; they will be");
    }
    told.is_ok()
}

/// Starts the thread that listens for `house`, and returns once it does. It ends when the house is gone.
pub(crate) fn listen(address: Address, node: String, house: Weak<Inner>) -> Result<()> {
    let address = address.called("keepwell listens");
    let (ready, first) = bounded(1);
    let body = move || {
        let mut ready = Some(ready);
        loop {
            let Err(error) = hear(&address, &node, &house, &mut ready) else { return };
            if let Some(ready) = ready.take() {
                let _gone = ready.send(Err(error));
                return;
            }
            if house.strong_count() == 0 {
                return;
            }
            tracing::warn!(cause = %error, "news of other nodes are not heard; what is kept in memory grows stale by itself meanwhile");
            std::thread::sleep(AGAIN);
        }
    };
    std::thread::Builder::new().name("news-hear".to_owned()).spawn(body).map_err(Error::internal)?;
    first.recv().map_err(Error::internal)?
}

/// Listens until the connection is lost, which is the error, or the house is gone.
fn hear(address: &Address, node: &str, house: &Weak<Inner>, ready: &mut Option<Sender<Result<()>>>) -> Result<()> {
    let mut client = address.connect()?;
    client.batch_execute(&format!("LISTEN {CHANNEL}")).map_err(|e| from_postgres(&e))?;
    // From here on nothing is missed; what was told before may have been.
    let Some(here) = house.upgrade() else { return Ok(()) };
    here.everything_is_stale();
    drop(here);
    if let Some(ready) = ready.take() {
        let _gone = ready.send(Ok(()));
    }
    loop {
        let next = client.notifications().timeout_iter(AGAIN).next().map_err(|e| from_postgres(&e))?;
        let Some(here) = house.upgrade() else { return Ok(()) };
        match next {
            Some(page) => page
                .payload()
                .split_once('\n')
                .into_iter()
                .filter(|(teller, _)| *teller != node)
                .for_each(|(_, words)| words.lines().for_each(|line| here.heard(Word::read(line)))),
            None if client.is_closed() => return Err(Error::Unavailable("PostgreSQL does not answer")),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_as_it_was_written_and_a_strange_one_is_known_for_strange() {
        let clinic = ClinicId::from_bits(7);
        for word in
            [Word::Changed(clinic, "appointment".to_owned()), Word::Destroyed(KeyId::from_bits(9)), Word::Left(clinic)]
        {
            assert_eq!(Word::read(&word.write()), word);
        }
        for line in
            ["", "changed", "changed cli_7 setup", "destroyed it now", "destroyed", "destroyed it", "renamed x y"]
        {
            assert_eq!(Word::read(line), Word::Unknown, "{line}");
        }
    }

    #[test]
    fn much_news_go_on_several_pages_and_none_is_cut() {
        let words: Vec<Word> = (0..1_000).map(|n| Word::Destroyed(KeyId::from_bits(n))).collect();
        let pages = pages("here", words.iter());
        assert!(pages.len() > 1 && pages.iter().all(|page| page.len() < 8_000 && page.starts_with("here\n")));
        let read: Vec<Word> = pages.iter().flat_map(|page| page.lines().skip(1)).map(Word::read).collect();
        assert_eq!(read, words);
    }
}
