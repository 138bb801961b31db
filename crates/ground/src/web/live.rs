//! Live pages: a connection that says that something changed, never what. The page then asks for itself again, with
//! its own rights, so nothing here can show anybody too much.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::actor::Relations;
use crate::house::Change;
use crate::scope::Scope;

/// How soon an open connection notices that the program closes.
const TICK: Duration = Duration::from_secs(1);
/// How often it is asked whether whoever listens would still be let in: signed out elsewhere, deactivated, idle.
const ASKED: Duration = Duration::from_secs(30);
/// A comment goes out this often, so that no proxy takes the silence for an end.
const KEPT_ALIVE: Duration = Duration::from_secs(15);

struct Listener {
    news: Receiver<Change>,
    scope: Scope,
    parts: Parts,
    topics: &'static [&'static str],
    tick: tokio::time::Interval,
    asked: Instant,
}

/// Tells the topics among `topics` that change in the scope's clinic, until the program closes or whoever listens
/// would no longer be let in.
pub fn news(scope: Scope, parts: Parts, topics: &'static [&'static str]) -> Response {
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let news = scope.house().changes();
    let listener = Listener { news, scope, parts, topics, tick, asked: Instant::now() };
    let events = stream::unfold(listener, |mut listener| async move {
        let topic = listener.next().await?;
        Some((Ok::<_, Infallible>(Event::default().data(topic)), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEPT_ALIVE)).into_response()
}

impl Listener {
    async fn next(&mut self) -> Option<String> {
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
            Ok(None) => false,
            // The store is busy; the next time says.
            Err(_) => true,
        }
    }
}
