//! What a server is started with.

use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;

/// Where the public pages are served unless something else is asked for.
pub const LISTEN: &str = "127.0.0.1:8080";

/// Where statistics are served unless something else is asked for.
pub const ADMIN_LISTEN: &str = "127.0.0.1:8081";

/// Việt Nam, in minutes ahead of UTC.
pub const UTC_OFFSET_MINUTES: i32 = 420;

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder `disan build` wrote: `site/` and the catalog.
    pub dist: PathBuf,
    /// The folder of the journal and the counts; one server at a time.
    pub data: PathBuf,
    /// Address of the public pages; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Address of statistics, if they are to be served.
    pub admin_listen: Option<SocketAddr>,
    /// How far local time is ahead of UTC.
    pub utc_offset_minutes: i32,
    /// Proxies whose word on client addresses is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Somebody is writing: every scan is a trial, and open pages load anew after each build.
    pub trial: bool,
}

impl Settings {
    /// A server on loopback, with Việt Nam's time and no proxy.
    pub fn new(dist: impl Into<PathBuf>, data: impl Into<PathBuf>) -> Settings {
        let address = |text: &str| text.parse().expect("the addresses above are written rightly: a test reads them");
        Settings {
            dist: dist.into(),
            data: data.into(),
            listen: address(LISTEN),
            admin_listen: Some(address(ADMIN_LISTEN)),
            utc_offset_minutes: UTC_OFFSET_MINUTES,
            trusted_proxies: Vec::new(),
            trial: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_on_loopback() {
        let settings = Settings::new("dist", "data");
        assert!(settings.listen.ip().is_loopback() && settings.admin_listen.unwrap().ip().is_loopback());
    }
}
