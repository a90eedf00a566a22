//! What the server asks of the system it runs on: room for its connections, no dumps of its memory, and how large it is.

/// Files that are open besides the connections to the public pages: journal, counts, logs, the team's connections.
const OWN_FILES: u64 = 128;

/// Lets this program open as many files as the system allows it, and keeps the system from writing its memory to a disk
/// should it crash: addresses of readers are in there. Gives back how many connections there is room for; at most
/// `wanted`. Where the system cannot be asked, all of them.
pub fn prepare(wanted: usize) -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
        let files = getrlimit(Resource::Nofile);
        // A refusal leaves the lower limit in force, which is read again below.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: files.maximum, ..files });
        if let Some(most) = getrlimit(Resource::Nofile).current {
            return wanted.min(most.saturating_sub(OWN_FILES).max(16) as usize);
        }
    }
    wanted
}

/// How much of the machine's memory this program holds, in bytes; none where the system does not say.
pub fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_some_and_never_for_more_than_wanted() {
        assert_eq!(prepare(16), 16);
        assert!(prepare(1_000_000) >= 16);
        #[cfg(target_os = "linux")]
        assert!(memory().is_some_and(|bytes| bytes > 1 << 20));
    }
}
