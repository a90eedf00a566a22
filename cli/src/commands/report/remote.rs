//! The figures of a server that runs: its report as JSON, from the address of the statistics.
//!
//! That address is on the server's own machine and reached through a tunnel, so it is plain HTTP; one question, one answer.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use anyhow::Context;
use disan_server::catalog::Lang;
use disan_server::report::Paper;
use disan_server::stats::{Ask, Choice, Period, Reckoning};

use crate::args::{ReportArguments, ReportLayout};
use crate::config::Config;

/// How long the server may take for each part of its answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes an answer has at most; a report of a province is far below.
const MOST: u64 = 64 << 20;

/// The report of a period, as the server at `url` makes it.
pub fn paper(config: &Config, arguments: &ReportArguments, url: &str, period: Period) -> anyhow::Result<Paper> {
    let refused = || config.locale.fill("cli.report.no_server", &[("url", url)]);
    let path = match config.locale.lang() == &Lang::en() {
        true => "/en/statistics/hand-in.json",
        false => "/thong-ke/bao-cao-nop.json",
    };
    let reckoning = Reckoning::named(&arguments.calendar).unwrap_or(Reckoning::Nd09);
    let ask = Ask {
        choice: Choice::Period(period),
        reckoning,
        unit: arguments.unit.clone(),
        renew: true,
        table: false,
        union: arguments.layout == Some(ReportLayout::YouthUnion),
    };
    let body = get(url, &format!("{path}?{}", ask.to_query())).with_context(refused)?;
    serde_json::from_slice(&body).with_context(refused)
}

/// What the server answers to one question.
fn get(url: &str, path: &str) -> anyhow::Result<Vec<u8>> {
    let rest = url.strip_prefix("http://").context("http://…")?;
    let host = rest.split('/').next().unwrap_or_default();
    let named = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let address = named.to_socket_addrs()?.next().context(named)?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    // HTTP/1.0: the answer is whole when the connection ends.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {host}\r\nAccept: application/json\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(MOST).read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").context("HTTP")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).unwrap_or_default();
    anyhow::ensure!(status == "200", "{}", head.lines().next().unwrap_or_default());
    Ok(answer.split_off(end + 4))
}
