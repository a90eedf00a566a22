//! The pages about who may do what: the way in and out, one's own account, everybody's accounts, the log of changes.

mod account;
mod changes;
mod sign_in;
mod users;
mod welcome;

use crate::access::Role;
use crate::admin::{Desk, Need, Route, Spot};

/// The way in.
pub(crate) const SIGN_IN: Spot = Spot { vi: "/vao", en: "/en/sign-in" };
/// Where a password is chosen for the first time.
pub(crate) const WELCOME: Spot = Spot { vi: "/vao/moi", en: "/en/sign-in/new" };
/// The way out.
pub(crate) const SIGN_OUT: Spot = Spot { vi: "/ra", en: "/en/sign-out" };
/// One's own account.
pub(crate) const ACCOUNT: Spot = Spot { vi: "/tai-khoan", en: "/en/account" };
/// Everybody's accounts.
pub(crate) const USERS: Spot = Spot { vi: "/nguoi-dung", en: "/en/users" };
/// What was changed.
pub(crate) const CHANGES: Spot = Spot { vi: "/nguoi-dung/nhat-ky", en: "/en/users/changes" };

/// All of them.
pub(crate) fn routes() -> Vec<Route> {
    let page =
        |spot, get: Option<(Need, Desk)>, post: Option<(Need, Desk)>| Route { spot, get, post, takes_file: false };
    vec![
        page(SIGN_IN, Some((Need::Nothing, sign_in::show)), Some((Need::Nothing, sign_in::take))),
        page(WELCOME, Some((Need::Nothing, welcome::show)), Some((Need::Nothing, welcome::take))),
        page(SIGN_OUT, None, Some((Need::Known, sign_in::leave))),
        page(ACCOUNT, Some((Need::Known, account::show)), Some((Need::Known, account::take))),
        page(USERS, Some((Need::Role(Role::Admin), users::show)), Some((Need::Role(Role::Admin), users::take))),
        page(CHANGES, Some((Need::Role(Role::Admin), changes::show)), None),
    ]
}
