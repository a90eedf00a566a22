//! A PostgreSQL server of a test's own: a new cluster in a temporary folder, on a free port of loopback, run as a user
//! who may do nothing else.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::driver::{run, said};

/// A running cluster; ended and removed with the test.
pub struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
    /// PostgreSQL refuses to run as root: then it runs as the user its package made.
    user: Option<(u32, u32)>,
    pub port: u16,
    child: Option<Child>,
}

impl Postgres {
    pub fn start(name: &str) -> Postgres {
        let folder = std::env::temp_dir().join(format!("disan-pg-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let id = |option: &str, of: &[&str]| -> u32 { run("id", &[&[option], of].concat()).trim().parse().unwrap() };
        let user = (id("-u", &[]) == 0).then(|| (id("-u", &["postgres"]), id("-g", &["postgres"])));
        if let Some((user, group)) = user {
            chown(&folder, Some(user), Some(group)).unwrap();
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut postgres = Postgres { folder, programs: programs(), user, port, child: None };
        // Vietnamese order, to show that nothing leans on the order a database sorts texts by.
        let made = postgres
            .command("initdb")
            .args(["--no-sync", "--auth=trust", "--username=disan", "--encoding=UTF8", "--locale=C.UTF-8"])
            .args(["--locale-provider=icu", "--icu-locale=vi", "-D"])
            .arg(postgres.cluster())
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", said(&made));
        postgres.resume();
        postgres
    }

    fn cluster(&self) -> PathBuf {
        self.folder.join("cluster")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command.current_dir(&self.folder).env("LC_ALL", "C.UTF-8");
        command
    }

    /// Starts it again after [`Postgres::stop`].
    pub fn resume(&mut self) {
        let log = fs::File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        let mut command = self.command("postgres");
        command.arg("-D").arg(self.cluster()).args(["-p", &self.port.to_string()]);
        for setting in ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "deadlock_timeout=100ms"]
        {
            command.args(["-c", setting]);
        }
        self.child = Some(command.stdout(Stdio::null()).stderr(log).spawn().unwrap());
        let begun = Instant::now();
        while self.psql("postgres", "SELECT 1").is_err() {
            let log = || fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(begun.elapsed() < Duration::from_secs(60), "PostgreSQL does not start: {}", log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends it at once, cutting off whoever is connected.
    pub fn stop(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        run("kill", &["-QUIT", &child.id().to_string()]);
        child.wait().unwrap();
        assert!(TcpStream::connect(("127.0.0.1", self.port)).is_err());
    }

    /// Makes an empty database; gives its address.
    pub fn database(&self, name: &str) -> String {
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.url(name)
    }

    /// The address of a database, by way of loopback.
    pub fn url(&self, name: &str) -> String {
        format!("postgres://disan@127.0.0.1:{}/{name}", self.port)
    }

    /// What a statement gives back, columns between `|`.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        self.psql(database, sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    fn psql(&self, database: &str, sql: &str) -> Result<String, String> {
        let mut command = self.command("psql");
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", &self.url(database), "-c", sql]);
        let output = command.output().unwrap();
        match output.status.success() {
            true => Ok(String::from_utf8(output.stdout).unwrap().trim_end().to_owned()),
            false => Err(said(&output)),
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = Command::new("kill").args(["-QUIT", &child.id().to_string()]).status();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder of the newest version's programs; Debian puts them beside the path.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").expect("tests/run installs postgresql");
    let number = |path: &Path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let newest = versions.filter_map(|version| Some(version.ok()?.path())).max_by_key(|path| number(path));
    newest.expect("tests/run installs postgresql").join("bin")
}
