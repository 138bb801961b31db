//! Connections before they ask for anything: how long one may dawdle, how many there may be, and how many from one
//! network. What a request itself may take is the shell's to say.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum_server::accept::Accept;
use futures_util::future::BoxFuture;
use ground::web::{Block, ClientAddress};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use crate::config::Web;

/// Bytes after which it is known which version of HTTP is spoken (RFC 9113, section 3.4). Until then nothing else
/// counts the time.
const PREFACE: usize = 24;
/// Of all connections at most one in so many comes from one network.
const SHARE: usize = 4;
/// How long a browser may take no byte of an answer, in patiences.
const STALLED: u32 = 3;

/// Lets connections in while there are places, and makes each one state its request in time.
#[derive(Clone)]
pub(super) struct Doorstep<A> {
    inner: A,
    places: Places,
    patience: Duration,
}

impl<A> Doorstep<A> {
    pub(super) fn new(inner: A, web: &Web, places: &Places) -> Doorstep<A> {
        Doorstep { inner, places: places.clone(), patience: web.patience() }
    }
}

impl<A, S> Accept<TcpStream, S> for Doorstep<A>
where
    A: Accept<TcpStream, S> + Clone + Send + 'static,
    A::Future: Send,
    A::Stream: Send,
    A::Service: Send,
    S: Send + 'static,
{
    type Stream = Patient<A::Stream>;
    type Service = A::Service;
    type Future = BoxFuture<'static, io::Result<(Self::Stream, Self::Service)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let place = stream.peer_addr().map(|peer| self.places.take(peer.ip()));
        let (inner, patience) = (self.inner.clone(), self.patience);
        Box::pin(async move {
            // Hung up on at once: an answer would cost what there is too little of.
            let place = place?.ok_or_else(|| io::Error::other("no place is free"))?;
            let (stream, service) = inner.accept(stream, service).await?;
            Ok((Patient::new(stream, place, patience), service))
        })
    }
}

/// Bytes of a request's head at most. Browsers send a few thousand.
const HEAD: usize = 64 * 1024;

/// Has both versions of HTTP give up on who does not finish a request's head or does not answer any more.
pub(super) fn hurry(builder: &mut Builder<TokioExecutor>, web: &Web) {
    let patience = web.patience();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(patience)
        .keep_alive_timeout(patience)
        .max_header_list_size(HEAD as u32)
        .max_concurrent_streams(100);
}

/// The places there are, and who has them.
#[derive(Clone)]
pub(super) struct Places(Arc<Inner>);

struct Inner {
    most: usize,
    trusted: Vec<IpAddr>,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by_block: HashMap<Block, usize>,
}

impl Places {
    pub(super) fn new(web: &Web) -> Places {
        let trusted = web.trusted_proxies.clone();
        Places(Arc::new(Inner { most: web.connections, trusted, taken: Mutex::default() }))
    }

    /// A place for somebody at this address, if one is free for their network.
    fn take(&self, from: IpAddr) -> Option<Place> {
        let from = from.to_canonical();
        // This machine is no stranger, and behind a proxy stand many: only all places together bound them.
        let alone = from.is_loopback() || self.0.trusted.contains(&from);
        let block = (!alone).then(|| ClientAddress(from).block());
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let of_block = block.map_or(0, |block| taken.by_block.get(&block).copied().unwrap_or(0));
        if taken.all >= self.0.most || of_block >= (self.0.most / SHARE).max(1) {
            return None;
        }
        taken.all += 1;
        if let Some(block) = block {
            *taken.by_block.entry(block).or_default() += 1;
        }
        Some(Place { places: self.clone(), block })
    }
}

/// One place, free again when dropped.
struct Place {
    places: Places,
    block: Option<Block>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        if let Some(block) = self.block
            && let Some(count) = taken.by_block.get_mut(&block)
        {
            *count -= 1;
            if *count == 0 {
                taken.by_block.remove(&block);
            }
        }
    }
}

/// A connection that ends when it does not begin to speak, or stops listening.
pub(super) struct Patient<S> {
    stream: S,
    _place: Place,
    patience: Duration,
    /// When the first bytes must have come.
    begun_by: Pin<Box<Sleep>>,
    heard: usize,
    /// Runs while the other side takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<S> Patient<S> {
    fn new(stream: S, place: Place, patience: Duration) -> Patient<S> {
        let begun_by = Box::pin(sleep(patience));
        Patient { stream, _place: place, patience, begun_by, heard: 0, stalled: None }
    }

    /// What came of writing, unless nothing has been taken for too long.
    fn taken(&mut self, cx: &mut Context<'_>, wrote: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if wrote.is_ready() {
            self.stalled = None;
            return wrote;
        }
        let limit = self.patience * STALLED;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(limit)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        self.heard += buf.filled().len() - before;
        if read.is_pending() && self.heard < PREFACE {
            ready!(self.begun_by.as_mut().poll(cx));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.taken(cx, wrote)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write_vectored(cx, pieces);
        self.taken(cx, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(most: usize) -> Places {
        let trusted = vec!["10.0.0.1".parse().unwrap()];
        Places(Arc::new(Inner { most, trusted, taken: Mutex::default() }))
    }

    #[test]
    fn one_network_takes_no_more_than_its_share_and_all_no_more_than_there_is() {
        let places = places(8);
        let take = |address: &str| places.take(address.parse().unwrap());
        let (one, two) = (take("203.0.113.7"), take("203.0.113.200"));
        assert!(one.is_some() && two.is_some());
        assert!(take("203.0.113.9").is_none() && take("::ffff:203.0.113.9").is_none(), "a network has two of eight");
        let proxied: Vec<_> = (0..5).map(|_| take("10.0.0.1")).collect();
        assert!(proxied.iter().all(Option::is_some), "a proxy speaks for many");
        let last = take("2001:db8:1:200::1");
        assert!(last.is_some());
        assert!(take("2001:db8:1:300::1").is_none() && take("127.0.0.1").is_none(), "there are eight");
        drop(one);
        assert!(take("203.0.113.9").is_some(), "whoever leaves makes room");
        drop((two, proxied, last));
        assert!(places.0.taken.lock().unwrap().by_block.is_empty() && places.0.taken.lock().unwrap().all == 0);
    }
}
