//! The page a code on paper opens, through the real server.

use disan_server::catalog::Lang;
use disan_server::report::{Layout, Occasion, frozen, grouped};
use disan_server::store::{Archive, Office, SqliteOffice};

use super::{paper, quarter};
use crate::dist::Dist;
use crate::driver::{Folder, Server, files, get, program};

#[test]
fn a_code_opens_what_was_frozen_and_nothing_else() {
    let folder = Folder::new("verify");
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("den-a", &[("main", 4821)]);
    dist.finish();
    std::fs::create_dir(folder.join("data")).unwrap();
    let paper = paper(&Lang::vi(), Layout::State);
    let days = quarter().days();
    let report = frozen(&paper, &Occasion { unit: "", days, now: 1_773_900_000, watermark: "{}", before: &[] });
    let mut office = SqliteOffice::open(&folder.join("data/office.sqlite")).unwrap();
    office.freeze(&report).unwrap();
    Box::new(office).close().unwrap();
    let mut command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    let server = Server::start(command.arg("--data").arg(folder.join("data")));
    let asked = |path: &str, lang: &str| get(server.public, path, &[("Accept-Language", lang)]);
    // As it stands on paper, in small letters, and without hyphens.
    for code in [report.code.clone(), grouped(&report.code), report.code.to_lowercase()] {
        let page = asked(&format!("/_disan/bc/{code}"), "vi");
        let text = page.text();
        assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")), "{text}");
        for words in [&*grouped(&report.code), "6.200", "Từ 15/12/2025 đến hết 14/3/2026", "không thay chữ ký"]
        {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(
            !text.contains("HYPERLINK") && !text.contains("Nguyễn Văn Mẫu"),
            "the report itself stays in the office"
        );
    }
    let english = asked(&format!("/_disan/bc/{}", report.code), "en-GB").text();
    assert!(english.contains("6,200") && english.contains("Headline figures") && english.contains("Year to date"));
    for wrong in ["0000000000000000", "x", "%3Cscript%3E", "%F0%9F%98%80"] {
        let page = asked(&format!("/_disan/bc/{wrong}"), "vi");
        assert_eq!(page.status, 404, "{wrong}");
        assert!(page.text().contains("Không có báo cáo nào mang mã này") && !page.text().contains("<script"));
    }
    server.stop();
    // Whoever looked left no trace.
    assert!(files(&folder.join("data")).values().all(|bytes| !bytes.windows(5).any(|w| w == b"en-GB")));
}
