//! The shipped examples of what stands around the server: run, or read by the program they are for.

use std::fs;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::dist::{Dist, code, page};
use crate::driver::{Answer, Folder, Server, eventually, files, get, parse, program, root, run, said};
use disan_server::store::{SqliteStore, Store};

const AGENT: &str =
    "Mozilla/5.0 (Linux; Android 10; Verraeterisch7) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36";

fn example(name: &str) -> String {
    fs::read_to_string(root().join("server/hosting").join(name)).unwrap()
}

/// A port nobody listens on now.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// nginx under the shipped example; only addresses and places are those of this test.
struct Nginx {
    child: Child,
    plain: SocketAddr,
    secure: SocketAddr,
    certificate: String,
}

impl Nginx {
    fn start(folder: &Folder, upstream: &str) -> Nginx {
        let at = |name: &str| folder.join(name).display().to_string();
        fs::create_dir_all(folder.join("nginx")).unwrap();
        let (certificate, key) = (at("cert.pem"), at("key.pem"));
        run(
            "openssl",
            &[
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=disan.example",
                "-addext",
                "subjectAltName=DNS:disan.example",
                "-keyout",
                &key,
                "-out",
                &certificate,
            ],
        );
        let (plain, secure) = (free_port(), free_port());
        let site = example("nginx.conf")
            .replace("    listen [::]:80;\n", "")
            .replace("    listen [::]:443 ssl http2;\n", "")
            .replace("listen 80;", &format!("listen 127.0.0.1:{plain};"))
            .replace("listen 443 ssl", &format!("listen 127.0.0.1:{secure} ssl"))
            .replace("/etc/letsencrypt/live/disan.example/fullchain.pem", &certificate)
            .replace("/etc/letsencrypt/live/disan.example/privkey.pem", &key)
            .replace("/var/log/nginx/error.log", &at("nginx/error.log"))
            .replace("server 127.0.0.1:8080;", &format!("server {upstream};"));
        assert!(!site.contains("/etc/letsencrypt") && !site.contains("/var/log"), "{site}");
        fs::write(folder.join("site.conf"), site).unwrap();
        // Started by root, nginx would give up the right to the folders of this test.
        let user = if run("id", &["-u"]).trim() == "0" { "user root;" } else { "" };
        let temp: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|kind| format!("{kind}_temp_path {};\n", at(&format!("nginx/{kind}"))))
            .collect();
        let main = format!(
            "{user}\ndaemon off;\nworker_processes 1;\npid {};\nerror_log {} emerg;\nevents {{}}\nhttp {{\n{temp}include {};\n}}\n",
            at("nginx.pid"),
            at("nginx/start.log"),
            at("site.conf")
        );
        fs::write(folder.join("nginx.conf"), main).unwrap();
        let mut command = Command::new("nginx");
        command.args(["-c", &at("nginx.conf"), "-p", &at("nginx"), "-e", &at("nginx/start.log")]);
        let child = command.spawn().expect("tests/run installs nginx");
        let address = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
        let nginx = Nginx { child, plain: address(plain), secure: address(secure), certificate };
        eventually("nginx", || std::net::TcpStream::connect(nginx.secure).ok());
        nginx
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let head = head(path, headers);
        parse(&secured(self.secure, &self.certificate, "127.0.0.1", &head).expect("the certificate holds"))
    }
}

/// The head of a request as a reader's phone sends it.
fn head(path: &str, headers: &[(&str, &str)]) -> String {
    let mut head = format!("GET {path} HTTP/1.1\r\nHost: disan.example\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head + "\r\n"
}

/// What is answered over TLS to a client at the address `from`; `None` where the certificate does not hold.
fn secured(to: SocketAddr, certificate: &str, from: &str, head: &str) -> Option<Vec<u8>> {
    let mut client = Command::new("openssl")
        .args(["s_client", "-quiet", "-connect", &to.to_string(), "-bind", &format!("{from}:0")])
        .args(["-servername", "disan.example", "-verify_hostname", "disan.example", "-CAfile", certificate])
        .arg("-verify_return_error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // One that found no certificate has gone already.
    let mut stdin = client.stdin.take().unwrap();
    let _ = stdin.write_all(head.as_bytes());
    // The end of the input would end the connection before the answer.
    let output = client.wait_with_output().unwrap();
    drop(stdin);
    output.status.success().then_some(output.stdout)
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The master ends its workers; a kill would leave them.
        let _ = Command::new("kill").args(["-QUIT", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

/// Caddy under the shipped example, with its own authority instead of a public one.
struct Caddy {
    _child: Ended,
    plain: SocketAddr,
    secure: SocketAddr,
    certificate: String,
}

impl Caddy {
    fn start(folder: &Folder, upstream: SocketAddr) -> Caddy {
        let (plain, secure) = (free_port(), free_port());
        let ports = format!("\thttp_port {plain}\n\thttps_port {secure}\n");
        // Left to itself it would put its authority among those the machine believes.
        let options = format!("{{\n{ports}\tdefault_bind 127.0.0.1\n\tadmin off\n\tskip_install_trust\n\tlog default");
        let shipped = example("Caddyfile");
        let site = shipped
            .replacen("{\n\tlog default", &options, 1)
            .replace("disan.example {\n", "disan.example {\n\ttls internal\n")
            .replace("reverse_proxy 127.0.0.1:8080", &format!("reverse_proxy {upstream}"));
        assert_eq!(site.lines().count(), shipped.lines().count() + 6, "{site}");
        fs::create_dir_all(folder.join("caddy")).unwrap();
        fs::write(folder.join("Caddyfile"), site).unwrap();
        let said = fs::File::create(folder.join("caddy/said")).unwrap();
        let child = Command::new("caddy")
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(folder.join("Caddyfile"))
            .env("HOME", folder.join("caddy-home"))
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .stdin(Stdio::null())
            .stdout(said.try_clone().unwrap())
            .stderr(said)
            .spawn()
            .expect("tests/run installs caddy");
        let authority = folder.join("caddy-home/.local/share/caddy/pki/authorities/local/root.crt");
        let address = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
        let caddy = Caddy {
            _child: Ended(child),
            plain: address(plain),
            secure: address(secure),
            certificate: authority.display().to_string(),
        };
        eventually("caddy and its certificate", || {
            authority.exists().then(|| caddy.try_get("127.0.0.1", "/healthz", &[])).flatten()
        });
        caddy
    }

    fn try_get(&self, from: &str, path: &str, headers: &[(&str, &str)]) -> Option<Answer> {
        secured(self.secure, &self.certificate, from, &head(path, headers)).map(|answer| parse(&answer))
    }

    /// A request over TLS by a client at the address `from`; the certificate is checked.
    fn get(&self, from: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.try_get(from, path, headers).expect("the certificate holds")
    }
}

/// A process that ends with its test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn site(folder: &Folder) {
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821)]);
    dist.finish();
}

fn command(folder: &Folder, listen: &str) -> Command {
    let mut command = program("disan-server");
    command.arg("--dist").arg(folder.join("dist")).arg("--data").arg(folder.join("data"));
    command.args(["--admin-listen", "127.0.0.1:0", "--listen", listen]);
    command
}

/// Fails when a file below the folder holds anything that tells who was there.
fn holds_nobody(folder: &Path) {
    for (name, bytes) in files(folder) {
        for trace in ["198.51.100", "Verraeterisch7", "client: ", "geheim"] {
            assert!(!bytes.windows(trace.len()).any(|w| w == trace.as_bytes()), "{name} holds {trace}");
        }
    }
}

#[test]
fn behind_nginx_readers_get_their_pages_and_leave_no_trace() {
    let folder = Folder::new("nginx");
    site(&folder);
    let server = Server::start(command(&folder, "127.0.0.1:0").args(["--trusted-proxy", "127.0.0.1"]));
    let nginx = Nginx::start(&folder, &server.public.to_string());
    let path = format!("/{}", code(4821));

    let plain = get(nginx.plain, &path, &[("Host", "disan.example")]);
    assert_eq!((plain.status, plain.header("location")), (301, Some(format!("https://disan.example{path}").as_str())));
    let phone = ("User-Agent", AGENT);
    for (lang, forged) in [("vi", "198.51.100.1"), ("en", "198.51.100.2"), ("vi", "198.51.100.3, 10.0.0.1")] {
        let headers = [phone, ("Accept-Language", lang), ("X-Forwarded-For", forged), ("Cookie", "a=geheim")];
        let answer = nginx.get(&path, &headers);
        assert_eq!((answer.status, answer.text()), (200, page("con-son", lang)));
        assert_eq!(answer.header("cache-control"), Some("private, no-store, no-transform"));
        assert_eq!(answer.header("vary"), Some("Accept-Language, User-Agent"));
    }
    assert_eq!(nginx.get(&path, &[phone, ("Sec-Purpose", "prefetch")]).status, 503);
    assert_eq!(nginx.get("/vi/", &[phone]).text(), page("home", "vi"));
    for path in [
        "/metrics",
        "/readyz",
        "/thong-ke",
        "/en/statistics",
        "/thong-ke/bao-cao.csv",
        "/thong-ke/may-cua-doi",
        "/vao",
        "/vao/moi?ma=0",
        "/tai-khoan",
        "/nguoi-dung",
        "/en/users/changes",
        "/hoat-dong",
        "/en/activities",
        "//vao",
        "/vi/../vao",
        "/%76ao",
    ] {
        // Whatever host it asks for, and however the path is written.
        for forged in [("X-Forwarded-Host", "127.0.0.1:8081"), ("Authorization", "Bearer disan_0")] {
            assert_eq!(nginx.get(path, &[phone, forged]).status, 404, "the team's side is not public: {path}");
        }
    }
    server.stop();
    // One client, whatever it claimed to be: nginx passes on the address it sees.
    let mut store = SqliteStore::open_reader(&folder.join("data/counts.sqlite")).unwrap();
    let counted: Vec<(String, i64)> =
        store.classes(0..=99_999).unwrap().into_iter().map(|c| (c.class, c.sum.n)).collect();
    assert_eq!(counted, [("person".to_owned(), 1), ("repeat".to_owned(), 2)]);
    // With nobody behind it nginx has something to complain of, and does not say whose request it was.
    assert_eq!(nginx.get(&path, &[phone, ("X-Forwarded-For", "198.51.100.9")]).status, 502);
    drop(nginx);
    holds_nobody(&folder.join("nginx"));
    holds_nobody(&folder.join("data"));
    let errors = fs::read_to_string(folder.join("nginx/error.log")).unwrap_or_default();
    assert!(!errors.contains("127.0.0.1"), "{errors}");
}

#[test]
fn nginx_finds_the_server_on_a_socket_too() {
    let folder = Folder::new("nginx-socket");
    site(&folder);
    let place = std::env::temp_dir().join(format!("disan-nginx-{}", std::process::id()));
    fs::create_dir_all(&place).unwrap();
    let socket = format!("unix:{}/public.sock", place.display());
    let mut child = Ended(command(&folder, &socket).stdout(Stdio::piped()).spawn().unwrap());
    eventually("the socket", || place.join("public.sock").exists().then_some(()));
    let nginx = Nginx::start(&folder, &socket);
    let answer = nginx.get(&format!("/{}", code(4821)), &[("User-Agent", AGENT)]);
    assert_eq!((answer.status, answer.text()), (200, page("con-son", "vi")));
    run("kill", &["-TERM", &child.0.id().to_string()]);
    assert!(child.0.wait().unwrap().success());
    let mut store = SqliteStore::open_reader(&folder.join("data/counts.sqlite")).unwrap();
    let counted = store.classes(0..=99_999).unwrap();
    assert_eq!((counted[0].class.as_str(), counted[0].sum.first), ("person", 1), "the proxy on the socket is believed");
    fs::remove_dir_all(place).unwrap();
}

#[test]
fn behind_caddy_readers_get_their_pages_and_leave_no_trace() {
    let folder = Folder::new("caddy");
    site(&folder);
    let server = Server::start(command(&folder, "127.0.0.1:0").args(["--trusted-proxy", "127.0.0.1"]));
    let caddy = Caddy::start(&folder, server.public);
    let path = format!("/{}", code(4821));

    let plain = get(caddy.plain, &path, &[("Host", "disan.example")]);
    let to = plain.header("location").unwrap();
    assert!(plain.status == 308 && to.starts_with("https://disan.example") && to.ends_with(&path), "{to}");
    let phone = ("User-Agent", AGENT);
    for (from, lang, forged) in
        [("127.0.0.2", "vi", "198.51.100.1"), ("127.0.0.2", "en", "198.51.100.2"), ("127.0.0.3", "vi", "127.0.0.2")]
    {
        let headers = [phone, ("Accept-Language", lang), ("X-Forwarded-For", forged), ("Cookie", "a=geheim")];
        let answer = caddy.get(from, &path, &headers);
        assert_eq!((answer.status, answer.text()), (200, page("con-son", lang)));
        assert_eq!(answer.header("cache-control"), Some("private, no-store, no-transform"));
        assert_eq!(answer.header("vary"), Some("Accept-Language, User-Agent"));
    }
    assert_eq!(caddy.get("127.0.0.2", &path, &[phone, ("Sec-Purpose", "prefetch")]).status, 503);
    assert_eq!(caddy.get("127.0.0.2", "/vi/", &[phone]).text(), page("home", "vi"));
    for path in ["/metrics", "/readyz", "/en/statistics"] {
        assert_eq!(caddy.get("127.0.0.2", path, &[phone]).status, 404, "{path}: the team's side is not public");
    }
    server.stop();
    // Two clients, whatever they claimed to be: Caddy passes on the addresses it sees, and is believed.
    let mut store = SqliteStore::open_reader(&folder.join("data/counts.sqlite")).unwrap();
    let counted: Vec<(String, i64)> =
        store.classes(0..=99_999).unwrap().into_iter().map(|c| (c.class, c.sum.n)).collect();
    assert_eq!(counted, [("person".to_owned(), 2), ("repeat".to_owned(), 1)]);
    // With nobody behind it Caddy has something to complain of, and does not say whose request it was.
    assert_eq!(caddy.get("127.0.0.2", &path, &[phone, ("X-Forwarded-For", "198.51.100.9")]).status, 502);
    drop(caddy);
    holds_nobody(&folder.join("caddy"));
    holds_nobody(&folder.join("caddy-home"));
    holds_nobody(&folder.join("data"));
    let complaint = fs::read_to_string(folder.join("caddy/said")).unwrap();
    assert!(complaint.contains("connection refused") && !complaint.contains("127.0.0.2"), "{complaint}");
}

#[test]
fn the_other_examples_are_what_their_programs_take() {
    let folder = Folder::new("examples");
    site(&folder);
    let caddyfile = folder.join("Caddyfile");
    fs::write(&caddyfile, example("Caddyfile")).unwrap();
    let read = Command::new("caddy")
        .args(["validate", "--adapter", "caddyfile", "--config"])
        .arg(&caddyfile)
        .env("HOME", folder.path())
        .output()
        .expect("tests/run installs caddy");
    assert!(read.status.success() && !said(&read).contains("\"warn\""), "{}", said(&read));

    // systemd looks for the program that a unit starts.
    let server = program("disan-server").get_program().to_string_lossy().into_owned();
    let unit = example("disan.service").replace("/usr/local/bin/disan-server", &server);
    fs::write(folder.join("disan.service"), &unit).unwrap();
    let read = Command::new("systemd-analyze").arg("verify").arg(folder.join("disan.service")).output().unwrap();
    assert!(read.status.success() && said(&read).trim().is_empty(), "{}", said(&read));
    for line in ["LimitCORE=0", "MemorySwapMax=0", "User=disan"] {
        assert!(unit.lines().any(|one| one == line), "{line}");
    }

    let settings = example("server.toml")
        .replace("127.0.0.1:8080", "127.0.0.1:0")
        .replace("127.0.0.1:8081", "127.0.0.1:0")
        .replace("\n# connections", "\nconnections")
        .replace("\n# utc_offset", "\nutc_offset");
    fs::write(folder.join("server.toml"), settings).unwrap();
    Server::start(program("disan-server").arg("--config").arg(folder.join("server.toml"))).stop();
}
