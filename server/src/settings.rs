//! What a server is started with: from flags, else variables of the environment, else a `server.toml`.
//!
//! [`table`] has a row for each setting; flag, variable and key follow from its name, so that what can be said in one
//! way can be said in all. `sources` finds the words, wherever they stand, and remembers where, so that a fault names
//! its place. Everything is checked before anything is opened.

mod fault;
mod sources;
pub mod table;

use std::path::PathBuf;

use ipnet::IpNet;

use crate::endpoint::Endpoint;
pub use fault::{Origin, SettingFault};
pub use sources::Sources;

/// Where the public pages are served unless something else is asked for.
pub const LISTEN: &str = "127.0.0.1:8080";

/// Where statistics are served unless something else is asked for.
pub const ADMIN_LISTEN: &str = "127.0.0.1:8081";

/// Việt Nam, in minutes ahead of UTC.
pub const UTC_OFFSET_MINUTES: i32 = 420;

/// Connections at one time unless something else is asked for. One that sends nothing holds about 10 kB, so that even
/// a full house leaves the server small.
pub const CONNECTIONS: usize = 3_000;

/// The journal keeps its records for at least this many days: less would seal what a report still to be handed in may
/// need.
pub const SHORTEST_KEPT: u32 = 62;

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder `disan build` wrote: `site/` and the catalog.
    pub dist: PathBuf,
    /// The folder of the journal and the counts; one server at a time.
    pub data: PathBuf,
    /// Where the public pages are served.
    pub listen: Endpoint,
    /// Where statistics are served, if they are to be.
    pub admin_listen: Option<Endpoint>,
    /// How far local time is ahead of UTC.
    pub utc_offset_minutes: i32,
    /// Proxies whose word on client addresses is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Connections to the public pages at one time; when one more comes, the one that has idled longest is cut.
    pub connections: usize,
    /// The PostgreSQL database the counts are kept in; `None`: a file in `data`.
    pub database: Option<tokio_postgres::Config>,
    /// Days after which the records of the journal give way to their sums; `None`: never.
    pub keep_journals: Option<u32>,
    /// Says in each answer to a code how it stood to the disk, in the header `Disan-Scan`: for tests.
    pub tell_outcome: bool,
    /// Somebody is writing: every scan is a trial, and open pages load anew after each build.
    pub trial: bool,
}

impl Settings {
    /// A server on loopback, with Việt Nam's time and no proxy.
    pub fn new(dist: impl Into<PathBuf>, data: impl Into<PathBuf>) -> Settings {
        let endpoint = |text: &str| text.parse().expect("the addresses above are written rightly: a test reads them");
        Settings {
            dist: dist.into(),
            data: data.into(),
            listen: endpoint(LISTEN),
            admin_listen: Some(endpoint(ADMIN_LISTEN)),
            utc_offset_minutes: UTC_OFFSET_MINUTES,
            trusted_proxies: Vec::new(),
            connections: CONNECTIONS,
            database: None,
            keep_journals: None,
            tell_outcome: false,
            trial: false,
        }
    }

    /// The settings of a server, from all sources.
    pub fn read(sources: &Sources) -> Result<Settings, SettingFault> {
        let mut settings = Settings::new(sources.path(&table::DIST)?, sources.path(&table::DATA)?);
        for row in table::SETTINGS {
            for (origin, value) in sources.values(row) {
                let wrong = || SettingFault::value(row, &origin, &value);
                (row.put)(&mut settings, &value, sources.base(&origin)).ok_or_else(wrong)?;
            }
        }
        settings.check(sources)?;
        Ok(settings)
    }

    /// What each value alone cannot tell.
    fn check(&self, sources: &Sources) -> Result<(), SettingFault> {
        let free_port = |endpoint: &Endpoint| endpoint.tcp().is_some_and(|address| address.port() == 0);
        if self.admin_listen.as_ref() == Some(&self.listen) && !free_port(&self.listen) {
            return Err(SettingFault::SamePlace {
                origin: sources.origin(&table::ADMIN_LISTEN),
                place: self.listen.to_string(),
            });
        }
        // The site is copied over as a whole at each update, and everything in it is public.
        if self.data.starts_with(self.dist.join("site")) || self.data == self.dist {
            return Err(SettingFault::DataInSite { origin: sources.origin(&table::DATA), data: self.data.clone() });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_on_loopback() {
        let settings = Settings::new("dist", "data");
        let is_loopback = |endpoint: &Endpoint| endpoint.tcp().unwrap().ip().is_loopback();
        assert!(is_loopback(&settings.listen) && is_loopback(&settings.admin_listen.unwrap()));
    }
}
