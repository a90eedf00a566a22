//! The real server: a code is opened, and the number stands on the page and in the report.

use crate::dist::{Dist, code};
use crate::driver::{Folder, Server, eventually, get, program, request};

const ZALO: (&str, &str) = (
    "User-Agent",
    "Mozilla/5.0 (Linux; Android 11; RMX1973 Build/RKQ1.201217.002;) AppleWebKit/537.36 (KHTML, like Gecko) \
     Version/4.0 Chrome/142.0.7444.171 Safari/537.36 Zalo android/25112868 ZaloTheme/dark ZaloLanguage/vi",
);

#[test]
fn an_opened_code_stands_on_the_page_and_in_the_report() {
    let folder = Folder::new("statistics");
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821), ("cong-sau", 4822)]);
    dist.finish();
    let mut command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    let server = Server::start(command.arg("--data").arg(folder.join("data")));

    let path = format!("/{}", code(4821));
    assert_eq!(get(server.public, &path, &[ZALO, ("Accept-Language", "vi")]).status, 200);
    assert_eq!(request(server.public, "HEAD", &path, &[ZALO]).status, 200);
    assert_eq!(get(server.public, &path, &[("User-Agent", "curl/8.5.0")]).status, 200);
    let page = eventually("one scan on the page", || {
        let page = get(server.admin, "/thong-ke?ky=hom-nay", &[]).text();
        page.contains("<h2>Lượt mở mã</h2>\n<p class=\"figure\">1</p>").then_some(page)
    });
    assert!(page.contains("Zalo") && page.contains("1/2"), "{page}");
    let english = get(server.admin, "/en/statistics?ky=hom-nay", &[]).text();
    assert!(english.contains("<h2>Scans</h2>\n<p class=\"figure\">1</p>"), "{english}");
    let table = get(server.admin, "/thong-ke/bao-cao.csv?ky=hom-nay", &[]).text();
    assert!(table.contains("Lượt mở mã trong kỳ (ước);1\r\n"), "{table}");
    assert_eq!(get(server.admin, "/thong-ke", &[("Host", "evil.example")]).status, 421);
    server.stop();
}

#[test]
fn what_goes_wrong_while_the_server_runs_stands_on_its_pages() {
    let folder = Folder::new("troubles");
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821)]);
    dist.finish();
    std::fs::create_dir_all(folder.join("data/journal")).unwrap();
    let segment = format!("20261101T000000Z-{}.journal", "ab".repeat(16));
    std::fs::write(folder.join("data/journal").join(&segment), b"rubbish").unwrap();
    let mut command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    let server = Server::start(command.arg("--data").arg(folder.join("data")));
    let says = |what: &str| {
        eventually(what, || {
            let page = get(server.admin, "/thong-ke/bao-cao?ky=hom-nay", &[]).text();
            (page.contains(what) && !page.contains("Đủ: không có lượt nào mất")).then_some(())
        });
    };
    says(&format!("Không đọc được tệp nhật ký {segment}"));

    let counts = rusqlite::Connection::open(folder.join("data/counts.sqlite")).unwrap();
    counts
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON scan_day BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        .unwrap();
    assert_eq!(get(server.public, &format!("/{}", code(4821)), &[ZALO]).status, 200);
    says("không cộng được số liệu (disk is full)");
    counts.execute_batch("DROP TRIGGER full").unwrap();
    eventually("the scan that waited in the journal", || {
        let page = get(server.admin, "/thong-ke?ky=hom-nay", &[]).text();
        (page.contains("<p class=\"figure\">1</p>") && !page.contains("không cộng được số liệu")).then_some(())
    });
    server.stop();
}
