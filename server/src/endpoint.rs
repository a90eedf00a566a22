//! Where a listener listens: an address of the network, or a socket in the file system.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// What a socket in the file system is written with: `unix:/run/disan/public.sock`.
const UNIX: &str = "unix:";

/// Where a listener listens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Endpoint {
    /// An address and a port; port 0 takes a free one.
    Tcp(SocketAddr),
    /// A socket in the file system. Whoever may open it is a proxy of this machine, so its word on client addresses is
    /// believed.
    Unix(PathBuf),
}

impl Endpoint {
    /// The address, where it is one of the network.
    pub fn tcp(&self) -> Option<SocketAddr> {
        match self {
            Endpoint::Tcp(address) => Some(*address),
            Endpoint::Unix(_) => None,
        }
    }

    /// As a person opens it: `http://127.0.0.1:8080/`, or the socket as it is written.
    pub fn url(&self) -> String {
        match self {
            Endpoint::Tcp(address) => format!("http://{address}/"),
            Endpoint::Unix(_) => self.to_string(),
        }
    }
}

impl FromStr for Endpoint {
    type Err = ();

    fn from_str(text: &str) -> Result<Endpoint, ()> {
        match text.strip_prefix(UNIX) {
            // Only an absolute path means the same to the server and to the proxy.
            Some(path) if cfg!(unix) && path.starts_with('/') && !path.ends_with('/') => {
                Ok(Endpoint::Unix(path.into()))
            }
            Some(_) => Err(()),
            None => text.parse().map(Endpoint::Tcp).map_err(|_| ()),
        }
    }
}

impl From<SocketAddr> for Endpoint {
    fn from(address: SocketAddr) -> Endpoint {
        Endpoint::Tcp(address)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Endpoint::Tcp(address) => address.fmt(f),
            Endpoint::Unix(path) => write!(f, "{UNIX}{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_sockets_are_told_apart() {
        let read = |text: &str| text.parse::<Endpoint>();
        assert_eq!(read("127.0.0.1:8080").unwrap().url(), "http://127.0.0.1:8080/");
        assert_eq!(read("[::1]:80").unwrap().to_string(), "[::1]:80");
        for wrong in ["", "8080", "localhost", "127.0.0.1", "unix:", "unix:run/a", "unix:/run/", "http://127.0.0.1:80"]
        {
            assert_eq!(read(wrong), Err(()), "{wrong}");
        }
        #[cfg(unix)]
        {
            let socket = read("unix:/run/disan/public.sock").unwrap();
            assert_eq!((socket.tcp(), socket.url()), (None, "unix:/run/disan/public.sock".to_owned()));
        }
    }
}
