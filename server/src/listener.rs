//! Connections: accepted, limited, and ended in order.
//!
//! A client that is slow costs nobody else anything. It has [`HEAD`] for the head of a request and may lie idle as long;
//! when it stops taking an answer it is cut after [`SEND`]. When every seat is taken and one more client comes, the one
//! that has idled longest gives up its own ([`seats`]): a crowd that only holds connections open cannot keep a reader
//! out. There is no limit per address: behind a proxy, or one mobile network, many readers share one.

mod patient;
mod seats;
mod socket;

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::task::JoinSet;

use patient::Patient;
pub(crate) use seats::Seats;
use seats::{Seat, Seated};
pub(crate) use socket::Socket;
use socket::Stream;

/// How long a client may take to send the head of a request, and how long a connection may lie idle.
const HEAD: Duration = Duration::from_secs(20);

/// How long a client may take none of an answer that waits for it.
const SEND: Duration = Duration::from_secs(30);

/// Longest head of a request.
const HEAD_BYTES: usize = 32 << 10;

/// Most headers of a request.
const HEADERS: usize = 100;

/// How long a stop waits for answers under way.
const DRAIN: Duration = Duration::from_secs(10);

/// After a failure to accept (too many open files), how long until the next try.
const BREATH: Duration = Duration::from_millis(50);

/// Answers connections until `stop` becomes true, then finishes those under way. `service` makes the service of one
/// connection from the address of its peer; a socket in the file system has none.
pub(crate) async fn serve<S>(
    socket: Socket,
    seats: Arc<Seats>,
    service: impl Fn(Option<IpAddr>) -> S,
    mut stop: watch::Receiver<bool>,
) where
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible> + Send + 'static,
    S::Future: Send + Unpin,
{
    let mut connections = JoinSet::new();
    let stopping = stop.clone();
    while !*stop.borrow() {
        tokio::select! {
            _ = stop.changed() => {}
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            accepted = socket.accept() => {
                let Ok((stream, peer)) = accepted else {
                    tokio::time::sleep(BREATH).await;
                    continue;
                };
                // Nobody idles: all seats are at work, and one more would only make all of them wait.
                let Some(seat) = seats.take() else { continue };
                let (service, stop) = (service(peer), stopping.clone());
                match stream {
                    Stream::Tcp(stream) => connections.spawn(connection(stream, seat, service, stop)),
                    #[cfg(unix)]
                    Stream::Unix(stream) => connections.spawn(connection(stream, seat, service, stop)),
                };
            }
        }
    }
    drop(socket);
    let drained = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(DRAIN, drained).await;
    connections.shutdown().await;
}

async fn connection<I, S>(stream: I, seat: Seat, service: S, mut stop: watch::Receiver<bool>)
where
    I: AsyncRead + AsyncWrite + Unpin,
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible>,
    S::Future: Unpin,
{
    let service = Seated::new(service, &seat);
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(HEAD_BYTES)
            .max_headers(HEADERS)
            .serve_connection(TokioIo::new(Patient::new(stream, SEND)), service)
    );
    {
        let mut stopped = pin!(stop.wait_for(|stop| *stop));
        tokio::select! {
            // A client that goes away or sends nonsense is its own business.
            _ = connection.as_mut() => return,
            // Somebody else needs the seat more.
            () = seat.given_up() => return,
            _ = stopped.as_mut() => {}
        }
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}
