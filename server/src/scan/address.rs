//! Whose request it is: the address that tells devices apart. It stays in memory.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;

use crate::log;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Headers that say a proxy stands between.
const FORWARDED: [HeaderName; 3] =
    [FORWARDED_FOR, HeaderName::from_static("forwarded"), HeaderName::from_static("x-real-ip")];

/// Finds the address of clients behind proxies.
#[derive(Debug, Default)]
pub struct Addresses {
    trusted: Vec<IpNet>,
    warned: AtomicBool,
}

/// What tells networks apart: the whole of an IPv4 address, the first 64 bits of an IPv6 one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network([u8; 8]);

impl Addresses {
    /// Trusts the word of these proxies, and of nobody else.
    pub fn new(trusted: Vec<IpNet>) -> Addresses {
        Addresses { trusted, warned: AtomicBool::new(false) }
    }

    /// The network the request came from. `peer` is the socket's other end; none where that is a proxy of this machine
    /// on a socket in the file system, which is believed. `None` when a proxy hides it: one that is not trusted but
    /// plainly stands there, so that all its clients would look like one.
    pub fn network(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<Network> {
        let Some(peer) = peer.map(|peer| peer.to_canonical()) else {
            return self.forwarded(headers).map(Network::of);
        };
        if self.is_trusted(peer) {
            return Some(Network::of(self.forwarded(headers).unwrap_or(peer)));
        }
        if is_inside(peer) && FORWARDED.iter().any(|name| headers.contains_key(name)) {
            if !self.warned.swap(true, Ordering::Relaxed) {
                // Not its address: it may be the phone of a reader on the same Wi-Fi.
                let from = if peer.is_loopback() { "this machine" } else { "the local network" };
                log::warn(
                    "proxy.untrusted",
                    &[
                        ("from", &from),
                        ("then", &"repeats and first visits are unknown"),
                        ("mend", &"name the proxy with --trusted-proxy"),
                    ],
                );
            }
            return None;
        }
        Some(Network::of(peer))
    }

    /// Whether the reader's connection is encrypted, as a proxy tells that is believed.
    pub fn is_https(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> bool {
        peer.is_none_or(|peer| self.is_trusted(peer.to_canonical()))
            && headers.get(FORWARDED_PROTO).is_some_and(|scheme| scheme.as_bytes().eq_ignore_ascii_case(b"https"))
    }

    /// The right-most address that is not of a trusted proxy. One that cannot be read ends the search: what stands
    /// left of it was written by nobody we know.
    fn forwarded(&self, headers: &HeaderMap) -> Option<IpAddr> {
        let mut last = None;
        let lines: Vec<&str> = headers.get_all(FORWARDED_FOR).iter().filter_map(|v| v.to_str().ok()).collect();
        for text in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
            let Some(address) = parse(text.trim()) else { break };
            last = Some(address);
            if !self.is_trusted(address) {
                break;
            }
        }
        last
    }

    fn is_trusted(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|net| net.contains(&address))
    }
}

/// `1.2.3.4`, `1.2.3.4:80`, `2001:db8::1`, `[2001:db8::1]:80`, `fe80::1%eth0`.
fn parse(text: &str) -> Option<IpAddr> {
    let bare = match text.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None if text.matches(':').count() == 1 => text.split(':').next()?,
        None => text,
    };
    bare.split('%').next()?.parse().ok().map(|address: IpAddr| address.to_canonical())
}

/// Whether the address is of this machine or of a private network.
fn is_inside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

impl Network {
    fn of(address: IpAddr) -> Network {
        let mut bytes = [0; 8];
        match address.to_canonical() {
            IpAddr::V4(v4) => bytes[..4].copy_from_slice(&v4.octets()),
            IpAddr::V6(v6) => bytes.copy_from_slice(&v6.octets()[..8]),
        }
        Network(bytes)
    }

    /// The bytes that tell it apart.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        headers
    }

    fn net(address: &str) -> Option<Network> {
        Some(Network::of(address.parse().unwrap()))
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let addresses = Addresses::new(vec!["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()]);
        let from = |peer: &str, lines: &[&str]| addresses.network(peer.parse().ok(), &headers(lines));
        assert_eq!(from("203.0.113.9", &["1.1.1.1"]), net("203.0.113.9"), "a client may write what it likes");
        assert_eq!(from("10.0.0.1", &["1.1.1.1, 203.0.113.9"]), net("203.0.113.9"), "the right-most untrusted one");
        assert_eq!(from("10.0.0.1", &["1.1.1.1, 203.0.113.9, 10.2.3.4"]), net("203.0.113.9"));
        assert_eq!(from("10.0.0.1", &["203.0.113.9", "10.2.3.4"]), net("203.0.113.9"), "over several lines");
        assert_eq!(from("10.0.0.1", &["203.0.113.9:4711"]), net("203.0.113.9"));
        assert_eq!(from("::1", &["[2001:db8:1:2::5]:80"]), net("2001:db8:1:2::"), "the first 64 bits");
        assert_eq!(from("10.0.0.1", &["203.0.113.9, nonsense"]), net("10.0.0.1"), "left of nonsense is nobody");
        assert_eq!(from("10.0.0.1", &[]), net("10.0.0.1"));
        assert_eq!(from("::ffff:203.0.113.9", &["1.1.1.1"]), net("203.0.113.9"), "an IPv4 client of an IPv6 socket");
    }

    #[test]
    fn whoever_opens_our_socket_is_believed() {
        let addresses = Addresses::new(Vec::new());
        assert_eq!(addresses.network(None, &headers(&["1.1.1.1, 203.0.113.9"])), net("203.0.113.9"));
        assert_eq!(addresses.network(None, &headers(&[])), None, "a proxy that does not tell hides its clients");
        let mut secure = headers(&[]);
        secure.insert(FORWARDED_PROTO, "https".parse().unwrap());
        assert!(addresses.is_https(None, &secure) && !addresses.is_https(None, &headers(&[])));
        assert!(!addresses.is_https("203.0.113.9".parse().ok(), &secure));
    }

    #[test]
    fn a_thousand_forged_addresses_are_one_client() {
        let addresses = Addresses::new(vec!["10.0.0.0/8".parse().unwrap()]);
        for i in 0..1_000 {
            let forged = format!("198.51.{}.{}", i / 250, i % 250);
            let through = format!("{forged}, 203.0.113.9");
            assert_eq!(addresses.network("203.0.113.9".parse().ok(), &headers(&[&forged])), net("203.0.113.9"));
            assert_eq!(addresses.network("10.0.0.1".parse().ok(), &headers(&[&through])), net("203.0.113.9"));
        }
    }

    #[test]
    fn a_proxy_nobody_named_hides_its_clients() {
        let addresses = Addresses::new(Vec::new());
        for peer in ["127.0.0.1", "192.168.1.1", "::1", "fd00::1"] {
            assert_eq!(addresses.network(peer.parse().ok(), &headers(&["203.0.113.9"])), None, "{peer}");
            assert_eq!(addresses.network(peer.parse().ok(), &headers(&[])), net(peer));
        }
    }
}
