//! Somebody who is signed in at the listener of the team, as a browser without scripts.
#![allow(dead_code, reason = "each whole-program test uses its own part of the driver")]

use std::net::SocketAddr;
use std::path::Path;

use crate::driver::{Answer, get, send_body};

/// A browser and the session it holds.
#[derive(Clone)]
pub struct Person {
    pub at: SocketAddr,
    pub cookie: String,
}

/// Text as a form writes it.
pub fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    text.bytes().map(|b| if plain(b) { (b as char).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Fields as a form writes them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(k, v)| format!("{}={}", encoded(k), encoded(v))).collect();
    pairs.join("&")
}

/// Sends a form as a page of the server does, without any session.
pub fn send_form(at: SocketAddr, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
    let origin = format!("http://{at}");
    let own = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", origin.as_str())];
    send_body(at, "POST", path, &[&own, headers].concat(), form(fields).as_bytes())
}

/// The cookie an answer sets.
pub fn cookie_of(answer: &Answer) -> Option<String> {
    Some(answer.header("set-cookie")?.split(';').next()?.to_owned())
}

impl Person {
    /// Makes the first account through the link that the server wrote into its data folder.
    pub fn first(at: SocketAddr, data: &Path) -> Person {
        let link = std::fs::read_to_string(data.join("set-up-link.txt")).unwrap();
        Person::accept(at, link.trim(), &[("ten", "quan-tri"), ("ho_ten", "Người quản trị")])
    }

    /// Follows a link and chooses a password.
    pub fn accept(at: SocketAddr, link: &str, more: &[(&str, &str)]) -> Person {
        let (path, code) = link.split_once("?ma=").unwrap();
        let path = &path[path.find("//").map_or(0, |at| at + 2)..];
        let path = &path[path.find('/').unwrap()..];
        let fields = [("ma", code), ("mat_khau", "sông núi nước Nam"), ("lap_lai", "sông núi nước Nam")];
        let answer = send_form(at, path, &[], &[&fields, more].concat());
        assert_eq!(answer.status, 303, "{}", answer.text());
        Person { at, cookie: cookie_of(&answer).unwrap() }
    }

    pub fn get(&self, path: &str) -> Answer {
        get(self.at, path, &[("Cookie", &self.cookie)])
    }

    /// What every form of this session carries.
    pub fn secret(&self) -> String {
        let page = self.get("/tai-khoan").text();
        page.split("name=\"bi_mat\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let secret = self.secret();
        send_form(self.at, path, &[("Cookie", &self.cookie)], &[&[("bi_mat", secret.as_str())], fields].concat())
    }

    /// Gives somebody an account with a role at a unit, and lets them choose a password.
    pub fn invite(&self, name: &str, unit: &str, role: &str) -> Person {
        let answer = self.post("/nguoi-dung", &[("viec", "them"), ("ten", name), ("don_vi", unit), ("quyen", role)]);
        assert_eq!(answer.status, 200, "{}", answer.text());
        Person::accept(self.at, &link_in(&answer), &[])
    }
}

/// The link a page shows.
pub fn link_in(answer: &Answer) -> String {
    let text = answer.text().replace("&#x2F;", "/");
    text.split("readonly value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}
