//! Why a server does not start, and what to do about it.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::catalog::{CatalogError, Lang, Locale};
use crate::endpoint::Endpoint;
use crate::template::TemplateError;

/// Why a server does not start.
#[derive(Debug)]
pub enum StartError {
    /// Nothing was built there.
    NoCatalog(PathBuf),
    /// What was built cannot be read.
    BadCatalog(PathBuf, CatalogError),
    /// A template of the project's own, in this folder, cannot be used.
    BadTemplate(PathBuf, TemplateError),
    /// The address cannot be listened on.
    Listen(Endpoint, io::Error),
    /// The data folder cannot be written to.
    Data(PathBuf, io::Error),
    /// Another server uses the data folder.
    DataInUse(PathBuf),
    /// The counts cannot be opened.
    Counts(PathBuf, String),
    /// The database refuses the counts.
    Database(String),
}

impl StartError {
    /// What is wrong, where, and how to mend it, in the words of `locale`.
    pub fn text(&self, locale: &Locale) -> String {
        let fill = |key: &str, place: &dyn fmt::Display, reason: &dyn fmt::Display| {
            locale.fill(key, &[("place", &place.to_string()), ("reason", &reason.to_string())])
        };
        match self {
            StartError::NoCatalog(dist) => fill("cli.server.no_catalog", &dist.display(), &""),
            StartError::BadCatalog(dist, reason) => fill("cli.server.bad_catalog", &dist.display(), reason),
            StartError::BadTemplate(folder, reason) => fill("cli.server.bad_template", &folder.display(), reason),
            StartError::Listen(address, reason) if reason.kind() == io::ErrorKind::AddrInUse => {
                fill("cli.server.port_in_use", address, reason)
            }
            StartError::Listen(address @ Endpoint::Unix(_), reason) => fill("cli.server.socket", address, reason),
            StartError::Listen(address, reason) => fill("cli.server.listen", address, reason),
            StartError::Data(data, reason) => fill("cli.server.data", &data.display(), reason),
            StartError::DataInUse(data) => fill("cli.server.data_in_use", &data.display(), &""),
            StartError::Database(reason) => fill("cli.server.database", &"", reason),
            StartError::Counts(file, reason) => fill("cli.server.counts", &file.display(), reason),
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(&Locale::embedded(&Lang::en())))
    }
}

impl std::error::Error for StartError {}
