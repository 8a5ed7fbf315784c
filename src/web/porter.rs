// SPDX-License-Identifier: EUPL-1.2
//! The porter: who may come in over the network, how many at once, and for how long.
//!
//! Pages and front door look at requests. What is no request yet – a connection that says nothing, or says its headers a
//! letter at a time – is the porter's.
//!
//! **Invariant:** a connection costs a bounded amount of memory for a bounded time. Where all places are taken, the
//! connection that has kept a place waiting longest goes, so that those who say nothing never keep out a delivery.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// How many connections there may be at once; a process may hold 1,024 files open where nobody has set it otherwise.
pub const PLACES: usize = 512;
/// How long a request may take until its headers are here; also, how long a connection may say nothing.
pub const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// How many headers a request may have.
pub const HEADERS_MAX: usize = 100;
/// How many bytes of a request are held before they are looked at: the longest headers there may be.
pub const HEAD_MAX: usize = 64 << 10;
/// How long a connection may last at all, however well it behaves and however slowly it reads.
pub const LASTS: Duration = Duration::from_mins(5);
/// How long a request that is being answered keeps its place where all are taken.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// How long what has begun may take to end, when votum stops or a connection has lasted long enough.
pub const FAREWELL: Duration = Duration::from_secs(5);
/// How long to wait where the machine has no more connections to give.
const REST: Duration = Duration::from_millis(100);

/// A porter.
#[derive(Clone, Debug)]
pub struct Porter {
    places: usize,
    headers_within: Duration,
    lasts: Duration,
}

impl Default for Porter {
    fn default() -> Self {
        Self { places: PLACES, headers_within: HEADERS_WITHIN, lasts: LASTS }
    }
}

impl Porter {
    /// Returns a porter with another number of places.
    #[must_use]
    pub fn with_places(mut self, places: usize) -> Self {
        self.places = places.max(1);
        self
    }

    /// Returns a porter who waits otherwise for headers, and lets a connection last otherwise.
    #[must_use]
    pub fn waiting(mut self, headers_within: Duration, lasts: Duration) -> Self {
        (self.headers_within, self.lasts) = (headers_within, lasts);
        self
    }

    /// Lets in who comes until `stop` is cancelled, then closes the door and lets what has begun end.
    pub async fn admit(self, listener: TcpListener, router: Router, stop: CancellationToken) {
        let book = Arc::new(Book::default());
        let tasks = TaskTracker::new();
        loop {
            let stream = tokio::select! {
                () = stop.cancelled() => break,
                came = listener.accept() => match came {
                    Ok((stream, _)) => stream,
                    // The machine is out of connections, or this one is gone already.
                    Err(fault) => {
                        tracing::debug!("A connection could not be taken: {fault}");
                        tokio::time::sleep(REST).await;
                        continue;
                    }
                },
            };
            let Some(place) = book.enter(self.places) else {
                metrics::counter!("votum_connections_turned_away_total").increment(1);
                continue;
            };
            tasks.spawn(self.clone().attend(stream, place, router.clone(), stop.clone()));
        }
        drop(listener);
        tasks.close();
        tasks.wait().await;
    }

    /// Attends to one connection until it ends, has lasted long enough, or has to make room.
    async fn attend(self, stream: TcpStream, place: Place, router: Router, stop: CancellationToken) {
        // Answers are small and written at once; waiting for more of them only makes them late.
        let _ = stream.set_nodelay(true);
        let (book, number, leave) = (place.book.clone(), place.number, place.leave.clone());
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let (router, book) = (router.clone(), book.clone());
            async move {
                book.note(number, true);
                let request: Request = request.map(axum::body::Body::new);
                let answer: Result<Response, Infallible> = router.oneshot(request).await;
                book.note(number, false);
                answer
            }
        });
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(self.headers_within);
        builder.max_headers(HEADERS_MAX).max_buf_size(HEAD_MAX);
        let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service));
        tokio::select! {
            _ = connection.as_mut() => return,
            () = leave.cancelled() => return,
            () = tokio::time::sleep(self.lasts) => {}
            () = stop.cancelled() => {}
        }
        connection.as_mut().graceful_shutdown();
        tokio::select! {
            _ = connection => {}
            () = leave.cancelled() => {}
            () = tokio::time::sleep(FAREWELL) => {}
        }
    }
}

/// Who is here, and since when each keeps a place waiting, or is being answered.
#[derive(Default)]
struct Book(Mutex<Guests>);

#[derive(Default)]
struct Guests {
    next: u64,
    here: BTreeMap<u64, Guest>,
}

struct Guest {
    since: Instant,
    answered: bool,
    leave: CancellationToken,
}

/// A place that is taken until it is dropped.
struct Place {
    book: Arc<Book>,
    number: u64,
    leave: CancellationToken,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.book.guests().here.remove(&self.number);
    }
}

impl Book {
    fn guests(&self) -> MutexGuard<'_, Guests> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives somebody a place, another's if need be; nobody where everybody is being answered in good time.
    fn enter(self: &Arc<Self>, places: usize) -> Option<Place> {
        let mut guests = self.guests();
        if guests.here.len() >= places {
            let number = guests.longest()?;
            if let Some(guest) = guests.here.remove(&number) {
                guest.leave.cancel();
                metrics::counter!("votum_connections_cut_total").increment(1);
            }
        }
        let (number, leave) = (guests.next, CancellationToken::new());
        guests.next += 1;
        guests.here.insert(number, Guest { since: Instant::now(), answered: false, leave: leave.clone() });
        Some(Place { book: self.clone(), number, leave })
    }

    /// Notes that a request has come, or that it was answered.
    fn note(&self, number: u64, answered: bool) {
        if let Some(guest) = self.guests().here.get_mut(&number) {
            (guest.since, guest.answered) = (Instant::now(), answered);
        }
    }
}

impl Guests {
    /// Who has kept a place waiting longest, or failing that has been answered for too long.
    fn longest(&self) -> Option<u64> {
        let oldest = |answered: bool| {
            let these = self.here.iter().filter(move |(_, guest)| guest.answered == answered);
            these.min_by_key(|(_, guest)| guest.since)
        };
        let slow = || oldest(true).filter(|(_, guest)| guest.since.elapsed() > PATIENCE);
        oldest(false).or_else(slow).map(|(number, _)| *number)
    }
}
