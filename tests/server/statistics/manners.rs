//! What the admin listener takes and refuses, and how its pages behave.

use disan_server::store::SqliteStore;
use jiff::civil::date;

use super::sample::{Scan, admin, both, catalog, entry_id, put, store};
use super::visit::Pages;

fn sample(trial: bool) -> Pages {
    let catalog = catalog();
    let store = store(&catalog);
    Pages::serve(admin(catalog, store, trial))
}

#[test]
fn only_the_server_s_own_name_is_answered() {
    let pages = sample(false);
    let ask = |host: &str| pages.send(&format!("GET /thong-ke HTTP/1.1\r\n{host}Connection: close\r\n\r\n"));
    for host in ["Host: localhost:8081\r\n", "Host: 127.0.0.1\r\n", "Host: [::1]:8081\r\n"] {
        assert_eq!(ask(host).status, 200, "{host}");
    }
    for host in ["Host: evil.example\r\n", "Host: <b>x</b>\r\n", "", "Host: localhost\r\nHost: evil.example\r\n"] {
        let answer = ask(host);
        assert!(matches!(answer.status, 400 | 421), "{host}: {}", answer.status);
        assert!(!answer.text().contains("<b>x</b>") && !answer.text().contains("Kiếp Bạc"), "{host}");
    }
    let absolute = "GET http://evil.example/thong-ke HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert_eq!(pages.send(absolute).status, 421);
}

#[test]
fn pages_are_never_kept_framed_or_scripted() {
    let pages = sample(false);
    for path in ["/thong-ke", "/en/statistics", "/thong-ke/bao-cao", "/thong-ke/bao-cao.csv", "/khong-co", "/"] {
        let answer = pages.get(path);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("x-frame-options"), Some("DENY"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("unsafe") && !policy.contains("script-src"), "{path}");
        assert!(!answer.text().contains("<script") && !answer.text().contains(" style="), "{path}");
    }
}

#[test]
fn nothing_can_be_sent() {
    let pages = sample(false);
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let request = format!("{method} /thong-ke HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert_eq!(pages.send(&request).status, 405, "{method}");
    }
    let head = pages.send("HEAD /thong-ke HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!((head.status, head.text().as_str()), (200, ""));
}

#[test]
fn the_start_leads_to_the_statistics_in_the_reader_s_language() {
    let pages = sample(false);
    for (wanted, path) in [("en-GB,en;q=0.9", "/en/statistics"), ("vi", "/thong-ke"), ("ko", "/thong-ke")] {
        let request =
            format!("GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Language: {wanted}\r\nConnection: close\r\n\r\n");
        let answer = pages.send(&request);
        assert_eq!((answer.status, answer.header("location")), (302, Some(path)));
    }
}

#[test]
fn what_cannot_be_read_is_said_with_the_way_out() {
    let pages = sample(false);
    for (path, words) in [
        ("/thong-ke?ky=2026-13", "Kỳ “2026-13” không đọc được. Hãy viết như 2026-03"),
        ("/thong-ke?tu=2026-03-01", "Thiếu một đầu"),
        ("/thong-ke?don-vi=%3Cb%3E", "Không có đơn vị “&lt;b&gt;”"),
        ("/en/statistics?tu=2026-03-09&den=2026-03-01", "Swap the two"),
        ("/en/statistics/report?lich=moon", "lich=nd09 or lich=calendar"),
        ("/thong-ke/bao-cao-nop.docx?the-thuc=x", "the-thuc=state hoặc the-thuc=youth-union"),
        ("/thong-ke/bao-cao?dang=pdf", "dang=html hoặc dang=csv"),
    ] {
        let answer = pages.get(path);
        assert_eq!(answer.status, 400, "{path}");
        assert!(answer.text().contains(words), "{path}: {}", answer.text());
    }
    assert_eq!(pages.get("/khong-co").status, 404);
}

#[test]
fn only_the_live_page_of_today_renews_itself() {
    let pages = sample(false);
    let renews = |path: &str| pages.text(path).contains("http-equiv=\"refresh\"");
    assert!(renews("/thong-ke?ky=hom-nay"));
    assert!(!renews("/thong-ke?ky=hom-nay&lam-moi=khong"));
    assert!(!renews("/thong-ke"));
    assert!(!renews("/thong-ke/bao-cao?ky=hom-nay"));
    assert!(sample(true).text("/thong-ke").contains("http-equiv=\"refresh\""));
}

#[test]
fn the_switch_leads_to_the_same_page() {
    let pages = sample(false);
    let page = pages.text("/thong-ke?tu=2026-03-01&den=2026-03-09&don-vi=chu-van-an");
    let other = "/en/statistics?tu=2026-03-01&amp;den=2026-03-09&amp;don-vi=chu-van-an";
    assert!(page.contains(&format!("href=\"{other}\"")), "{page}");
}

#[test]
fn titles_cannot_break_out() {
    let mut catalog = catalog();
    catalog.entries[0].title = both("<script>alert(1)</script> & \"Đền\"", "<img src=x onerror=alert(1)>");
    catalog.entries[1].title = both("=HYPERLINK(\"http://evil.example\";\"x\")", "@SUM(A1)");
    catalog.owner = both("+84 Đội", "-team");
    catalog.title = both("<b>Dự án</b>", "</style><script>");
    let store = store(&catalog);
    let pages = Pages::serve(admin(catalog, store, false));
    let papers = ["/thong-ke/bao-cao-nop", "/en/statistics/hand-in?the-thuc=youth-union"];
    for path in ["/thong-ke", "/en/statistics", "/thong-ke/bao-cao", "/en/statistics/report"].into_iter().chain(papers)
    {
        let page = pages.text(path);
        for raw in ["<script", "<img", "<b>", "</style><"] {
            assert!(!page.contains(raw), "{path}: {raw}");
        }
    }
    let table = pages.text("/thong-ke/bao-cao.csv?ky=2026-03&lich=nd09");
    assert!(table.contains(";\"'=HYPERLINK(\"\"http://evil.example\"\";\"\"x\"\")\";"), "{table}");
    assert!(table.starts_with("\u{feff}'+84 Đội\r\n"));
    for cell in table.split(['\n', ';']) {
        let first = cell.trim_start_matches(['"', '\u{feff}']).chars().next().unwrap_or(' ');
        let number = cell.trim_start_matches('-').trim_end().trim_end_matches('%').replace(',', ".").parse::<f64>();
        assert!(!['=', '+', '@', '-'].contains(&first) || number.is_ok(), "{cell:?}");
    }
}

#[test]
fn an_empty_store_gives_friendly_pages() {
    for trial in [false, true] {
        let pages = Pages::serve(admin(catalog(), SqliteStore::in_memory().unwrap(), trial));
        for path in ["/thong-ke", "/en/statistics", "/thong-ke/bao-cao", "/en/statistics/report.csv"] {
            assert_eq!(pages.get(path).status, 200, "{path}");
        }
        assert!(pages.text("/thong-ke").contains("Chưa có lượt mở mã nào"));
    }
    let mut bare = catalog();
    bare.entries.clear();
    bare.codes.clear();
    let pages = Pages::serve(admin(bare, SqliteStore::in_memory().unwrap(), true));
    assert!(pages.text("/thong-ke").contains("disan codes allot"));
}

#[test]
fn a_trial_scan_is_shown_as_one_and_stays_out_of_the_report() {
    let mut store = SqliteStore::in_memory().unwrap();
    let scan = Scan {
        entry: entry_id(0),
        placement: "main".into(),
        day: date(2026, 3, 20),
        hour: 10,
        class: "trial",
        lang: "vi",
        device: "phone",
        app: "zalo",
        first: true,
    };
    put(&mut store, &[scan], |_, _| String::new());
    let pages = Pages::serve(admin(catalog(), store, true));
    let page = pages.text("/thong-ke");
    assert!(page.contains("Đang chạy thử") && page.contains("<h2>Lượt thử</h2>\n<p class=\"figure\">1</p>"), "{page}");
    let table = pages.text("/thong-ke/bao-cao.csv?tu=2026-03-20&den=2026-03-20");
    // Trying signs out is no counting: there is no figure, not even 0.
    assert!(table.contains("Lượt mở mã trong kỳ (ước);\r\n"), "{table}");
}

#[test]
fn an_entry_that_has_left_the_content_keeps_its_scans() {
    let mut catalog = catalog();
    let store = store(&catalog);
    catalog.codes.retain(|c| c.entry != Some(0));
    catalog.entries[0].id = None;
    let pages = Pages::serve(admin(catalog, store, false));
    let page = pages.text("/thong-ke?ky=2026-03&lich=nd09");
    assert!(page.contains("Mục đã gỡ (mã số đầu 40007)") && page.contains(">2.990<"), "{page}");
}
