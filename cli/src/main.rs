//! `disan`: see the library.

use std::process::ExitCode;

/// A build makes and drops millions of small values: a sixth of its time was spent in the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    disan::commands::run(std::env::args_os().collect())
}
