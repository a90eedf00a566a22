//! The routes, each in its own file.

pub(crate) mod admin;
pub(crate) mod code;
pub(crate) mod events;
pub(crate) mod files;
pub(crate) mod missing;
pub(crate) mod number;
mod page;
pub(crate) mod privacy;
pub(crate) mod staff;
pub(crate) mod verify;

pub(crate) use staff::Peer;
