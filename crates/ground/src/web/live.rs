//! Live pages: a connection that says that something changed, never what. The page then asks for itself again, with
//! its own rights, so nothing here can show anybody too much.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::error::Fault;
use crate::actor::Relations;
use crate::error::Error;
use crate::house::Change;
use crate::scope::Scope;

/// How soon an open connection notices that the program closes.
const TICK: Duration = Duration::from_secs(1);
/// How often it is asked whether whoever listens would still be let in: signed out elsewhere, deactivated, idle.
const ASKED: Duration = Duration::from_secs(30);
/// A comment goes out this often, so that no proxy takes the silence for an end.
const KEPT_ALIVE: Duration = Duration::from_secs(15);

/// Live pages that one account, or one program, may have open: many tabs on all machines of a desk.
const OF_ONE: usize = 32;
/// Live pages of everyone together. Each holds a connection for as long as its page stays open.
const OF_ALL: usize = 2_000;

/// Who listens now.
#[derive(Clone, Default)]
pub(crate) struct Listeners(Arc<Mutex<HashMap<String, usize>>>);

impl Listeners {
    /// A seat for `actor`, if one is free.
    fn seat(&self, actor: String) -> Option<Seat> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.get(&actor).copied().unwrap_or(0);
        if own >= OF_ONE || taken.values().sum::<usize>() >= OF_ALL {
            return None;
        }
        taken.insert(actor.clone(), own + 1);
        Some(Seat { listeners: self.clone(), actor })
    }
}

/// One seat, free again when dropped.
struct Seat {
    listeners: Listeners,
    actor: String,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.listeners.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.actor) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.actor);
            }
        }
    }
}

struct Listener {
    _seat: Seat,
    news: Receiver<Change>,
    scope: Scope,
    parts: Parts,
    topics: &'static [&'static str],
    tick: tokio::time::Interval,
    asked: Instant,
    /// The page is older than what is told from now on.
    behind: bool,
}

/// Tells the topics among `topics` that change in the scope's clinic since the page that listens was read, until the program closes or whoever listens
/// would no longer be let in.
pub fn news(scope: Scope, parts: Parts, topics: &'static [&'static str]) -> Response {
    let Some(seat) = scope.house().listeners.seat(scope.actor.to_string()) else {
        return Fault::unavailable("live.full").into_response();
    };
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let news = scope.house().changes();
    // Between the reading of a page and its listening something may have been told, whichever node or clinic it is about.
    let since = parts.uri.query().and_then(|query| query.strip_prefix("since=")?.parse::<u64>().ok());
    let behind = since.is_some_and(|since| since != scope.house().told());
    let listener = Listener { _seat: seat, news, scope, parts, topics, tick, asked: Instant::now(), behind };
    let events = stream::unfold(listener, |mut listener| async move {
        let topic = listener.next().await?;
        Some((Ok::<_, Infallible>(Event::default().data(topic)), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEPT_ALIVE)).into_response()
}

impl Listener {
    async fn next(&mut self) -> Option<String> {
        if std::mem::take(&mut self.behind) {
            return self.topics.first().map(|topic| (*topic).to_owned());
        }
        loop {
            tokio::select! {
                change = self.news.recv() => match change {
                    Ok(change) => {
                        let told = self.topics.iter().find(|topic| change.concerns(self.scope.clinic.id, topic));
                        if let Some(topic) = told {
                            return Some((*topic).to_owned());
                        }
                    }
                    // Too much happened to tell it one by one: look again.
                    Err(RecvError::Lagged(_)) => return self.topics.first().map(|topic| (*topic).to_owned()),
                    Err(RecvError::Closed) => return None,
                },
                _ = self.tick.tick() => {
                    if self.scope.house().is_closing() {
                        return None;
                    }
                    if self.asked.elapsed() >= ASKED {
                        self.asked = Instant::now();
                        if !self.still_welcome().await {
                            return None;
                        }
                    }
                }
            }
        }
    }

    async fn still_welcome(&self) -> bool {
        let house = self.scope.house();
        let Some(door) = &house.doorkeeper else { return false };
        match door.who(house, &self.scope.clinic, &self.parts).await {
            Ok(Some(actor)) => house.decide(&self.scope.as_actor(actor), self.scope.action, Relations::NONE),
            Ok(None) | Err(Error::Refused(_)) => false,
            // The store is busy; the next time says.
            Err(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_cannot_take_every_seat_and_all_cannot_take_more_than_there_are() {
        let listeners = Listeners::default();
        let seats =
            |actor: &str, n: usize| -> Vec<Seat> { (0..n).filter_map(|_| listeners.seat(actor.to_owned())).collect() };
        let mut own = seats("one", OF_ONE + 5);
        assert_eq!(own.len(), OF_ONE);
        assert_eq!(seats("two", 1).len(), 1, "another has seats of its own");
        own.pop();
        assert_eq!(seats("one", 2).len(), 1, "a closed page makes room");
        let others: Vec<Vec<Seat>> = (0..OF_ALL / OF_ONE + 1).map(|n| seats(&format!("desk{n}"), OF_ONE)).collect();
        assert_eq!(own.len() + others.iter().map(Vec::len).sum::<usize>(), OF_ALL);
        drop((own, others));
        assert!(listeners.0.lock().unwrap().is_empty());
    }
}
