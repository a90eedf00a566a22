//! Who may do what.
//!
//! ```text
//! invitation → password → session → authority        bearer token → authority
//! ```
//!
//! Until the first account exists the statistics are open to whoever reaches the listener of the team, and nothing can
//! be written. That first account is made through a link which is shown on the terminal of the server or written to a
//! file for its user's eyes only ([`Access::set_up`]); everybody after that gets such a link from an admin. An account
//! has roles over units; a role holds for the unit and everything below it ([`Authority`]). What a browser or a program
//! holds is a random token, and the office keeps its hash. No address and no agent of anybody is written down.

mod authority;
mod command;
mod keeper;
mod limits;
pub(crate) mod pages;
mod password;
mod role;
mod token;

pub use authority::Authority;
pub(crate) use authority::lies_below;
pub use command::{UserFault, UserOrder, Work, user};
pub(crate) use command::{account_name, write_secret};
pub use keeper::{Access, Caller, Entry};
pub(crate) use keeper::{COOKIE_NAME, SESSION};
pub use limits::Limits;
pub use password::{MOST as LONGEST_PASSWORD, Passwords, SHORTEST as SHORTEST_PASSWORD};
pub use role::Role;
pub use token::{Token, token_hash};
pub(crate) use token::{hex, is_same, new_id, random};
