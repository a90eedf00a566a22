//! `disan serve`: one process that builds, serves, watches, builds again and counts trial scans.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use anyhow::Context;
use disan_server::catalog::console::{complain, say};
use disan_server::catalog::{Catalog, Locale};
use disan_server::{Running, Settings, StartError};
use sha2::{Digest, Sha256};

use super::Outcome;
use super::build::{self, Scope};
use super::watch::{self, Signal};
use crate::args::ServeArguments;
use crate::config::{Config, Folders};
use crate::model::SignFormat;
use crate::qr::Symbol;

/// Where the site is served unless told otherwise.
const PORT: u16 = 8080;
/// How many ports to try when nobody asked for a certain one.
const PORTS: u16 = 20;

/// Builds, serves and watches until somebody asks to stop.
pub fn run(config: &Config, arguments: &ServeArguments) -> anyhow::Result<Outcome> {
    let folders = Folders::resolve(arguments.content.as_deref(), arguments.out.as_deref())?;
    let (sender, signals) = mpsc::channel();
    let runtime = tokio::runtime::Runtime::new().context("start the server")?;
    runtime.spawn({
        let sender = sender.clone();
        async move {
            // Where signals cannot be had the program still ends when its terminal does.
            if tokio::signal::ctrl_c().await.is_ok() {
                let _ = sender.send(Signal::Stop);
            }
        }
    });
    let mut outcome = build::run(config, &folders, Scope::Preview)?;
    let _watcher = watch::watch(&folders.content, &folders.out, sender)?;
    while outcome == Outcome::Faults && !folders.out.join(disan_server::catalog::CATALOG_FILE).is_file() {
        complain(config.locale.text("cli.serve.waiting"));
        if watch::next(&signals) == Signal::Stop {
            return Ok(Outcome::Faults);
        }
        outcome = build::run(config, &folders, Scope::Preview)?;
    }
    let data = arguments.data.clone().map_or_else(|| data_folder(&folders.content), Ok)?;
    let running = runtime.block_on(start(&folders, &data, arguments)).map_err(|error| told(&error, &config.locale))?;
    welcome(config, &folders, &data, &running, arguments.lan)?;
    while watch::next(&signals) == Signal::Changed {
        build::run(config, &folders, Scope::Preview)?;
    }
    runtime.block_on(running.shutdown());
    say(config.locale.text("cli.serve.stopped"));
    Ok(Outcome::Done)
}

/// Starts the server on the addresses asked for, or on the first free port from [`PORT`] on.
async fn start(folders: &Folders, data: &Path, arguments: &ServeArguments) -> Result<Running, StartError> {
    let host = if arguments.lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    let mut port = PORT;
    loop {
        let listen = arguments.listen.unwrap_or_else(|| SocketAddr::from((host, port)));
        let admin = arguments.admin_listen.unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, port + 1)));
        let settings = Settings {
            listen: listen.into(),
            admin_listen: Some(admin.into()),
            trial: true,
            ..Settings::new(folders.out.clone(), data.to_owned())
        };
        match disan_server::start(settings).await {
            Err(StartError::Listen(..)) if arguments.listen.is_none() && port < PORT + 2 * PORTS => port += 2,
            started => return started,
        }
    }
}

/// The words of a server that could not start.
fn told(error: &StartError, locale: &Locale) -> anyhow::Error {
    anyhow::anyhow!("{}", error.text(locale))
}

/// Tells where everything is, and how to stop.
fn welcome(config: &Config, folders: &Folders, data: &Path, running: &Running, lan: bool) -> anyhow::Result<()> {
    let locale = &config.locale;
    let public = running.public().tcp().context("the site is served at an address of the network")?;
    let site = format!("http://{}/", reachable(public, IpAddr::V4(Ipv4Addr::LOCALHOST)));
    say(format_args!("\n{}", locale.fill("cli.serve.site", &[("url", &site)])));
    if let Some(admin) = running.admin() {
        let page = locale.text("cli.serve.statistics-path");
        say(locale.fill("cli.serve.statistics", &[("url", &format!("{}{}", admin.url().trim_end_matches('/'), page))]));
    }
    let catalog = Catalog::read(&folders.out)?;
    if let Some((code, title)) = first_code(&catalog, locale) {
        say(locale.fill("cli.serve.try", &[("url", &format!("{site}{code}")), ("title", &title)]));
    }
    if let Some(signs) = signs(&folders.out) {
        say(locale.fill("cli.serve.signs", &[("path", &signs.display().to_string())]));
    }
    say(locale.fill("cli.serve.data", &[("path", &data.display().to_string())]));
    if lan {
        match lan_address() {
            Some(address) => {
                let url = format!("http://{}/", reachable(public, address));
                let symbol = Symbol::new(&url)?.to_terminal();
                say(format_args!("\n{}\n{symbol}", locale.fill("cli.serve.lan", &[("url", &url)])));
            }
            None => say(locale.text("cli.serve.no-lan")),
        }
    }
    say(format_args!("\n{}", locale.text("cli.serve.watching")));
    Ok(())
}

/// Where the signs are, if there are any: all of the first format in one file, or in several in their folder.
fn signs(out: &Path) -> Option<PathBuf> {
    let folder = out.join("print");
    let all = SignFormat::ALL.map(|format| folder.join(format.id()).join("all.pdf"));
    all.into_iter().find(|file| file.is_file()).or_else(|| folder.join("symbols").is_dir().then_some(folder))
}

/// The address as a browser can open it: `host` where the server listens on every interface.
fn reachable(listen: SocketAddr, host: IpAddr) -> SocketAddr {
    if listen.ip().is_unspecified() { SocketAddr::new(host, listen.port()) } else { listen }
}

/// A code to try, with the title of its entry.
fn first_code(catalog: &Catalog, locale: &Locale) -> Option<(String, String)> {
    let issued = catalog.codes.iter().find(|issued| issued.retired.is_none() && issued.entry.is_some())?;
    let entry = catalog.entries.get(issued.entry? as usize)?;
    let chain = catalog.fallback_of(locale.lang());
    let (_, title) = entry.title.pick(locale.lang(), &chain)?;
    Some((issued.code.to_string(), title.clone()))
}

/// The address other devices of the network reach this computer at. Nothing is sent: connecting a datagram socket
/// only asks the system which of its addresses would be used.
fn lan_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // TEST-NET-1 (RFC 5737): routed like any outside address, owned by nobody.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

/// The scan log of this project's previews, in the system's folder for data of programs.
fn data_folder(content: &Path) -> anyhow::Result<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "disan").context("the system names no folder for data")?;
    let name = content.parent().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned());
    // Two projects of the same name must not share a log.
    let hash = Sha256::digest(content.as_os_str().as_encoded_bytes());
    let folder =
        format!("{}-{}", name.unwrap_or_default(), hash[..4].iter().map(|b| format!("{b:02x}")).collect::<String>());
    Ok(folders.data_dir().join("preview").join(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_content_folder_has_a_log_of_its_own() {
        let log = |path: &str| data_folder(Path::new(path)).unwrap();
        assert_eq!(log("/a/di-san/content"), log("/a/di-san/content"));
        assert_ne!(log("/a/di-san/content"), log("/b/di-san/content"));
        assert!(log("/a/di-san/content").to_string_lossy().contains("di-san-"));
    }
}
