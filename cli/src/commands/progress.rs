//! Says what is going on when work takes longer than a second.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use disan_server::catalog::Locale;

/// A line on standard error that tells the present step, from the second second on. On a terminal it is one line
/// that changes; elsewhere each step is told once.
#[derive(Debug)]
pub struct Progress {
    shared: Arc<Shared>,
    teller: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    step: Mutex<String>,
    count: AtomicUsize,
    done: AtomicBool,
}

impl Progress {
    /// Begins to watch the clock.
    pub fn start(locale: &Locale) -> Progress {
        let shared = Arc::new(Shared::default());
        let teller = thread::spawn({
            let (shared, locale) = (Arc::clone(&shared), locale.clone());
            move || tell(&shared, &locale)
        });
        Progress { shared, teller: Some(teller) }
    }

    /// The step that begins now: a key under `cli.progress`.
    pub fn step(&self, key: &str) {
        self.shared.count.store(0, Ordering::Relaxed);
        *self.shared.step.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = key.to_owned();
    }

    /// How many of its pieces are done.
    pub fn count(&self, count: usize) {
        self.shared.count.store(count, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.shared.done.store(true, Ordering::Relaxed);
        if let Some(teller) = self.teller.take() {
            teller.thread().unpark();
            // It only ends by returning; if it panicked there is nothing left to tell.
            let _ = teller.join();
        }
    }
}

fn tell(shared: &Shared, locale: &Locale) {
    let begun = Instant::now();
    let terminal = std::io::stderr().is_terminal();
    let mut told = String::new();
    while !shared.done.load(Ordering::Relaxed) {
        thread::park_timeout(Duration::from_millis(200));
        if begun.elapsed() < Duration::from_secs(1) || shared.done.load(Ordering::Relaxed) {
            continue;
        }
        let step = shared.step.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone();
        let count = shared.count.load(Ordering::Relaxed);
        let text = locale.text(&format!("cli.progress.{step}")).to_owned();
        let mut stderr = std::io::stderr().lock();
        // Nobody is there to read when standard error is closed: no reason to stop the work.
        let _ = if terminal {
            let number = if count > 0 { format!(" {}", locale.number(count as i64)) } else { String::new() };
            write!(stderr, "\r\x1b[K{text}{number}").and_then(|()| stderr.flush())
        } else if told != step {
            writeln!(stderr, "{text}")
        } else {
            Ok(())
        };
        told = step;
    }
    if terminal && !told.is_empty() {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
}
