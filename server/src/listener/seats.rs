//! Seats for connections, and who gives one up when there is none left.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::Service;
use tokio::sync::Notify;

/// What stands in [`State::idle_since`] while a request is being answered.
const AT_WORK: u64 = u64::MAX;

/// The seats of a listener.
pub(crate) struct Seats {
    most: usize,
    begun: Instant,
    taken: Mutex<Vec<Arc<State>>>,
    given_up: AtomicU64,
}

struct State {
    /// Microseconds since the listener began: when the connection was made, or its last answer was ready.
    idle_since: AtomicU64,
    give_up: Notify,
}

/// A seat; free again when dropped.
pub(super) struct Seat {
    seats: Arc<Seats>,
    state: Arc<State>,
}

impl Seats {
    /// `most` seats, all of them free.
    pub fn new(most: usize) -> Arc<Seats> {
        Arc::new(Seats { most, begun: Instant::now(), taken: Mutex::default(), given_up: AtomicU64::new(0) })
    }

    /// Takes a seat, if need be from the connection that has idled longest. `None` when all are at work.
    pub(super) fn take(self: &Arc<Seats>) -> Option<Seat> {
        let state = Arc::new(State { idle_since: AtomicU64::new(self.now()), give_up: Notify::new() });
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.len() >= self.most {
            let idle = taken.iter().enumerate().map(|(i, one)| (one.idle_since.load(Ordering::Relaxed), i));
            let (since, longest) = idle.min()?;
            if since == AT_WORK {
                return None;
            }
            taken.swap_remove(longest).give_up.notify_one();
            self.given_up.fetch_add(1, Ordering::Relaxed);
        }
        taken.push(state.clone());
        drop(taken);
        Some(Seat { seats: self.clone(), state })
    }

    /// Connections now.
    pub fn taken(&self) -> usize {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Connections that were cut to make room.
    pub fn given_up(&self) -> u64 {
        self.given_up.load(Ordering::Relaxed)
    }

    fn now(&self) -> u64 {
        self.begun.elapsed().as_micros() as u64
    }
}

impl Seat {
    /// Ready when somebody else has been given this seat.
    pub async fn given_up(&self) {
        self.state.give_up.notified().await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = taken.iter().position(|one| Arc::ptr_eq(one, &self.state)) {
            taken.swap_remove(place);
        }
    }
}

/// A service that tells its seat when it is at work.
pub(super) struct Seated<S> {
    service: S,
    seats: Arc<Seats>,
    state: Arc<State>,
}

impl<S> Seated<S> {
    pub fn new(service: S, seat: &Seat) -> Seated<S> {
        Seated { service, seats: seat.seats.clone(), state: seat.state.clone() }
    }
}

impl<S> Service<Request<Incoming>> for Seated<S>
where
    S: Service<Request<Incoming>, Response = Response<Body>>,
    S::Future: Unpin,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = AtWork<S::Future>;

    fn call(&self, request: Request<Incoming>) -> AtWork<S::Future> {
        self.state.idle_since.store(AT_WORK, Ordering::Relaxed);
        AtWork { answer: self.service.call(request), seats: self.seats.clone(), state: self.state.clone() }
    }
}

/// An answer under way.
pub(super) struct AtWork<F> {
    answer: F,
    seats: Arc<Seats>,
    state: Arc<State>,
}

impl<F: Future + Unpin> Future for AtWork<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let answer = std::task::ready!(Pin::new(&mut self.answer).poll(cx));
        self.state.idle_since.store(self.seats.now(), Ordering::Relaxed);
        Poll::Ready(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_idles_longest_makes_room_and_nobody_at_work_does() {
        let seats = Seats::new(3);
        let at = |seat: &Seat, since: u64| seat.state.idle_since.store(since, Ordering::Relaxed);
        let taken = [seats.take().unwrap(), seats.take().unwrap(), seats.take().unwrap()];
        at(&taken[0], AT_WORK);
        at(&taken[1], 7);
        at(&taken[2], 3);
        let late = seats.take().unwrap();
        let ready = |seat: &Seat| {
            let mut waits = std::pin::pin!(seat.given_up());
            waits.as_mut().poll(&mut Context::from_waker(std::task::Waker::noop())).is_ready()
        };
        assert_eq!([ready(&taken[0]), ready(&taken[1]), ready(&taken[2]), ready(&late)], [false, false, true, false]);
        assert_eq!((seats.taken(), seats.given_up()), (3, 1));

        at(&taken[1], AT_WORK);
        at(&late, AT_WORK);
        assert!(seats.take().is_none());
        drop(taken);
        assert_eq!(seats.taken(), 1, "a seat given up is free once only");
        assert!(seats.take().is_some());
    }
}
