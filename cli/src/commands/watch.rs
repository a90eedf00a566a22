//! Tells when something under the content folder has changed.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use anyhow::Context;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// How long the folder must be quiet before a change counts as done: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(250);

/// What the preview waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signal {
    /// Something under the content folder changed.
    Changed,
    /// Somebody asked the program to stop.
    Stop,
}

/// Watches `content`, leaving out `out`, which a build writes to. Sends until the returned watcher is dropped.
pub fn watch(content: &Path, out: &Path, signals: Sender<Signal>) -> anyhow::Result<RecommendedWatcher> {
    let out: PathBuf = out.to_owned();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // An error of the watcher may mean that something was missed: building once more is harmless.
        let changed = event.map_or(true, |event| matters(&event, &out));
        if changed {
            // Nobody listens any more: the program is about to end.
            let _ = signals.send(Signal::Changed);
        }
    })
    .context("watch the content folder")?;
    watcher.watch(content, RecursiveMode::Recursive).with_context(|| content.display().to_string())?;
    Ok(watcher)
}

/// Waits for a change that has settled, or for the wish to stop.
pub fn next(signals: &Receiver<Signal>) -> Signal {
    let Ok(Signal::Changed) = signals.recv() else { return Signal::Stop };
    loop {
        match signals.recv_timeout(QUIET) {
            Ok(Signal::Changed) => {}
            Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Signal::Stop,
            Err(RecvTimeoutError::Timeout) => return Signal::Changed,
        }
    }
}

/// Reading a file is no change, and neither is what a build writes or an editor keeps beside a file.
fn matters(event: &Event, out: &Path) -> bool {
    let kind =
        matches!(event.kind, EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    kind && event.paths.iter().any(|path| !path.starts_with(out) && !is_scratch(path))
}

fn is_scratch(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy()).unwrap_or_default();
    name.starts_with(['.', '~', '#']) || name.ends_with('~') || name.ends_with(".swp") || name.ends_with(".tmp")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc;
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_burst_of_writes_is_one_change_and_the_output_is_none() {
        let folder = std::env::temp_dir().join(format!("disan-watch-{}", std::process::id()));
        let out = folder.join("dist");
        fs::create_dir_all(&out).unwrap();
        let (sender, receiver) = mpsc::channel();
        let _watcher = watch(&folder, &out, sender.clone()).unwrap();
        fs::write(out.join("index.html"), "x").unwrap();
        fs::write(folder.join(".vi.md.swp"), "x").unwrap();
        assert!(receiver.recv_timeout(Duration::from_millis(400)).is_err(), "the output or a scratch file counted");
        for i in 0..5 {
            fs::write(folder.join("vi.md"), i.to_string()).unwrap();
        }
        let begun = Instant::now();
        assert_eq!(next(&receiver), Signal::Changed);
        assert!(begun.elapsed() >= QUIET);
        sender.send(Signal::Stop).unwrap();
        assert_eq!(next(&receiver), Signal::Stop);
        fs::remove_dir_all(folder).unwrap();
    }
}
