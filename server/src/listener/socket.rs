//! The socket of a listener, of the network or of the file system.

use std::io;
use std::net::IpAddr;
#[cfg(unix)]
use std::path::{Path, PathBuf};

use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};

use crate::endpoint::Endpoint;

/// Who may open a socket in the file system: the server's user and its group, in which the web server in front must be.
#[cfg(unix)]
const MODE: u32 = 0o660;

/// A bound socket.
pub(crate) enum Socket {
    /// Of the network.
    Tcp(TcpListener),
    /// Of the file system; the file goes with it.
    #[cfg(unix)]
    Unix { listener: UnixListener, _file: Remove },
}

/// A connection.
pub(super) enum Stream {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

/// Removes a socket's file when its listener ends, so that the web server in front sees at once that nobody answers.
#[cfg(unix)]
pub(crate) struct Remove(PathBuf);

#[cfg(unix)]
impl Drop for Remove {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Socket {
    /// Listens at `endpoint`; gives back where, with the port that was free.
    pub async fn bind(endpoint: &Endpoint) -> io::Result<(Socket, Endpoint)> {
        match endpoint {
            Endpoint::Tcp(address) => {
                let listener = TcpListener::bind(address).await?;
                let bound = listener.local_addr()?;
                Ok((Socket::Tcp(listener), bound.into()))
            }
            #[cfg(unix)]
            Endpoint::Unix(path) => {
                remove_abandoned(path).await?;
                let listener = UnixListener::bind(path)?;
                let file = Remove(path.clone());
                std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(MODE))?;
                Ok((Socket::Unix { listener, _file: file }, endpoint.clone()))
            }
            #[cfg(not(unix))]
            Endpoint::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// The next connection, and the address of its peer where it has one.
    pub(super) async fn accept(&self) -> io::Result<(Stream, Option<IpAddr>)> {
        match self {
            Socket::Tcp(listener) => {
                let (stream, peer) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Ok((Stream::Tcp(stream), Some(peer.ip())))
            }
            #[cfg(unix)]
            Socket::Unix { listener, .. } => Ok((Stream::Unix(listener.accept().await?.0), None)),
        }
    }
}

/// Removes the socket of a server that was killed. One that answers is in use; a file that is no socket is not ours.
#[cfg(unix)]
async fn remove_abandoned(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::FileTypeExt;
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(metadata) if !metadata.file_type().is_socket() => Err(io::ErrorKind::AlreadyExists.into()),
        Ok(_) if UnixStream::connect(path).await.is_ok() => Err(io::ErrorKind::AddrInUse.into()),
        Ok(_) => std::fs::remove_file(path),
    }
}
