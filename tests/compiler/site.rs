//! A project's pages with their pictures, packed, behind the real server: what a browser meets. Signs, which take
//! longest, are left to other tests.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::driver::{Folder, Server, node, node_told, program, root};
use disan::catalog::catalog;
use disan::diagnostic::Severity;
use disan::microsite::{self, Options};
use disan::write::Stage;
use disan::{load, model, parse};
use disan_server::catalog::CATALOG_FILE;

/// Where pictures once made are kept for every test: they take longest, and few tests are about them.
pub fn pictures() -> Option<PathBuf> {
    Some(root().join("target/tmp/pictures"))
}

/// Builds the pages of the project at `content` into `out`.
pub fn build(content: &Path, out: &Path, static_host: bool) {
    fs::create_dir_all(out).unwrap();
    let content = load::load(content).unwrap();
    let (parsed, mut faults) = parse::parse(&content);
    let (project, more) = model::build(parsed, &content);
    faults.extend(more);
    assert!(faults.iter().all(|fault| fault.severity == Severity::Warning), "{faults:?}");
    let project = project.unwrap();
    let today = jiff::civil::date(2026, 11, 22);
    let options = Options { today, compress: true, static_host, pictures: true, cache: pictures() };
    let stage = Stage::open(out).unwrap();
    microsite::render(&project, &content, &options, &stage).unwrap();
    stage.commit(&["site"], CATALOG_FILE, |revision| catalog(&project, revision).to_json()).unwrap();
}

/// A built project that is served.
pub struct Served {
    /// The server.
    pub server: Server,
    /// The folder of its pages.
    pub site: PathBuf,
    folder: Folder,
}

impl Served {
    /// Builds and serves the project at `content`.
    pub fn new(name: &str, content: &Path) -> Served {
        let folder = Folder::new(name);
        let out = folder.join("dist");
        build(content, &out, false);
        let mut command = program("disan-server");
        command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(&out);
        let server = Server::start(command.arg("--data").arg(folder.join("data")));
        Served { server, site: out.join("site"), folder }
    }

    /// Where it is: `http://127.0.0.1:…`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.server.public)
    }

    /// What a program under tests/browser prints of the pages.
    pub fn look(&self, program: &str, options: &[&str]) -> Value {
        node(program, &[&[self.origin().as_str(), self.site.to_str().unwrap()], options].concat())
    }

    /// What a reader sees on the way through `steps` (tests/browser/journey.mjs).
    pub fn journey(&self, options: &[&str], steps: &Value) -> Value {
        node_told("journey.mjs", &[&[self.origin().as_str()], options].concat(), &steps.to_string())
    }

    /// Place for a file that goes with the site.
    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}
