//! Hosts that codes are issued under.

/// Whether a host is a name reserved for examples and tests (RFC 2606, RFC 6761) or an address of the local machine:
/// no reader can ever have reached it.
pub fn is_placeholder_host(host: &str) -> bool {
    let name = host.split(':').next().unwrap_or_default();
    let top = name.rsplit('.').next().unwrap_or_default();
    ["example", "test", "invalid", "localhost", "local"].contains(&top)
        || ["example.com", "example.net", "example.org"].contains(&name)
        || name.parse::<std::net::IpAddr>().is_ok()
}
