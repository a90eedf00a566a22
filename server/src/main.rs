//! `disan-server`: see the library.

use std::io::IsTerminal;
use std::process::ExitCode;

use disan_server::args::{self, Asked};
use disan_server::catalog::console::{complain, say, show, show_faults};
use disan_server::catalog::{Locale, usage};
use disan_server::endpoint::Endpoint;
use disan_server::{access, commands, exchange, log};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let locale = Locale::embedded(&usage::lang_of(&arguments, |name| std::env::var(name).ok()));
    let variable = |name: &str| std::env::var(name).ok();
    let done = match args::read(&locale, arguments, variable) {
        Ok(Asked::Serve(settings)) => serve(locale, settings),
        Ok(Asked::Rebuild(folders, database)) => commands::rebuild(&locale, &folders, database.as_ref()),
        Ok(Asked::Migrate(database)) => commands::migrate(&locale, database),
        Ok(Asked::Backup(data, to)) => commands::backup(&locale, &data, &to),
        Ok(Asked::Restore(from, data)) => commands::restore(&locale, &from, &data),
        Ok(Asked::ImportLog(order)) => import(&locale, &order),
        Ok(Asked::Export(order)) => export(&locale, &order),
        Ok(Asked::User(order)) => access::user(&locale, &order).map_err(|fault| fault.text(&locale)),
        Err((text, 0)) => {
            show(text);
            Ok(())
        }
        Err((text, code)) => {
            show_faults(text);
            return ExitCode::from(code);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            complain(message);
            ExitCode::FAILURE
        }
    }
}

fn serve(locale: Locale, settings: disan_server::Settings) -> Result<(), String> {
    // Half the cores answer: the journal and the counts have threads of their own, and readers woken on the core that
    // woke them cost a quarter less than readers handed from core to core.
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads((cores / 2).max(1))
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        // Listened for before anything else: a stop that comes early must find us ready.
        let stopped = asked_to_stop();
        let running = disan_server::start(settings).await.map_err(|error| error.text(&locale))?;
        if let Some(link) = running.set_up_link() {
            if std::io::stdout().is_terminal() {
                say(locale.fill("cli.server.set_up", &[("link", link)]));
            } else if let Ok(file) = running.keep_set_up_link() {
                let file = file.display().to_string();
                say(locale.fill("cli.server.set_up_file", &[("file", &file)]));
            }
        }
        let tell = |key: &str, endpoint: &Endpoint| say(locale.fill(key, &[("address", &endpoint.url())]));
        tell("cli.server.listening", running.public());
        if let Some(endpoint) = running.admin() {
            tell("cli.server.admin", endpoint);
        }
        log::info("started", &[("version", &env!("CARGO_PKG_VERSION")), ("at", running.public())]);
        let last = locale.text("cli.server.stopped").to_owned();
        // Words for a terminal are not needed while readers are answered.
        drop(locale);
        stopped.await;
        log::info("stopping", &[]);
        running.shutdown().await;
        say(last);
        Ok(())
    })
}

/// Ready when the system or a person wants the program to end. Must be called inside a runtime.
fn asked_to_stop() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let signals = {
        use tokio::signal::unix::{SignalKind, signal};
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    };
    async move {
        #[cfg(unix)]
        if let (Ok(mut terminate), Ok(mut interrupt)) = signals {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            return;
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_ok() {
            return;
        }
        std::future::pending().await
    }
}

fn export(locale: &Locale, order: &exchange::ExportOrder) -> Result<(), String> {
    let left_out = exchange::export(order).map_err(|error| error.text(locale))?;
    // Beside the scans, not among them.
    left_out.told(locale).into_iter().for_each(complain);
    Ok(())
}

fn import(locale: &Locale, order: &exchange::ImportOrder) -> Result<(), String> {
    let imported = exchange::import_log(order).map_err(|error| error.text(locale))?;
    for line in imported.told(locale) {
        say(line);
    }
    Ok(())
}
