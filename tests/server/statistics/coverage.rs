//! What the pages say about days nobody counted, about scans that are missing, and about what is wrong right now.

use disan_server::catalog::Catalog;
use disan_server::clock::day_number;
use disan_server::store::{Batch, Gap, GapReason, Opened, SqliteStore, Store};
use disan_server::trouble::Trouble;
use jiff::civil::date;

use super::sample::{Scan, admin, catalog, entry_id, open, put, store, unix};
use super::visit::Pages;

fn sample() -> Pages {
    let catalog = catalog();
    let store = store(&catalog);
    Pages::serve(admin(catalog, store, false))
}

/// The pages of a period: statistics, report and table in Vietnamese, then in English.
fn pages_of(pages: &Pages, period: &str) -> [String; 6] {
    let paths = [
        "/thong-ke",
        "/thong-ke/bao-cao",
        "/thong-ke/bao-cao.csv",
        "/en/statistics",
        "/en/statistics/report",
        "/en/statistics/report.csv",
    ];
    paths.map(|path| pages.text(&format!("{path}?{period}")))
}

/// Whether each page holds the words of its language.
fn say(pages: &[String; 6], vi: &str, en: &str) -> bool {
    pages.iter().enumerate().all(|(i, page)| page.contains(if i < 3 { vi } else { en }))
}

fn none_says(pages: &[String; 6], words: &[&str]) {
    for (page, word) in pages.iter().flat_map(|page| words.iter().map(move |word| (page, word))) {
        assert!(!page.contains(word), "{word}: {page}");
    }
}

/// What only a period that was counted may say.
const COMPLETE: &[&str] =
    &["Đủ: không có lượt nào mất", "Complete: no scan was lost", "bảng nào cũng có", "each sign was scanned"];

#[test]
fn a_period_before_counting_began_has_no_figures() {
    let pages = pages_of(&sample(), "ky=2025-06&lich=nd09");
    none_says(&pages, COMPLETE);
    assert!(say(&pages, "máy chủ chưa đếm trong kỳ này", "the server was not counting in this period"), "{}", pages[1]);
    assert!(say(&pages, "bắt đầu đếm từ 20/12/2025", "counting since 20 December 2025"), "{}", pages[3]);
    assert!(say(&pages, "Chưa biết: kỳ này chưa được đếm", "Not known: this period was not counted"), "{}", pages[4]);
    assert!(say(&pages, "Chưa bắt đầu đếm", "Counting had not begun"));
    assert!(pages[0].contains("<h2>Lượt mở mã</h2>\n<p class=\"figure\">chưa đếm</p>"), "{}", pages[0]);
    assert!(pages[2].contains("Lượt mở mã trong kỳ;\r\n"), "{}", pages[2]);
    // No row of a sign: nobody can know whether it was silent.
    none_says(&pages, &["Chưa có lượt nào từ ngày", "No scan since"]);
}

#[test]
fn a_period_counted_in_part_says_from_which_day() {
    // 15 December to 14 January; counting began on 20 December.
    let pages = pages_of(&sample(), "ky=2026-01&lich=nd09");
    none_says(&pages, &COMPLETE[..2]);
    assert!(say(&pages, "máy chủ chỉ đếm từ 20/12/2025", "only been counting since 20 December 2025"), "{}", pages[1]);
    assert!(say(&pages, "Chưa bắt đầu đếm", "Counting had not begun"));
    assert!(!pages[2].contains("Lượt mở mã trong kỳ;\r\n"), "{}", pages[2]);
}

#[test]
fn a_period_ahead_claims_nothing() {
    let pages = pages_of(&sample(), "ky=2027-03&lich=nd09");
    none_says(&pages, COMPLETE);
    assert!(say(&pages, "kỳ này chưa bắt đầu", "this period has not begun"), "{}", pages[1]);
}

#[test]
fn a_server_that_runs_without_a_scan_knows_its_signs_to_be_silent() {
    let mut store = SqliteStore::in_memory().unwrap();
    let mut batch = Batch::default();
    open(&mut batch, "a", date(2026, 1, 5));
    store.fold(&batch).unwrap();
    let pages = pages_of(&Pages::serve(admin(catalog(), store, false)), "ky=2026-03&lich=nd09");
    assert!(say(&pages, "Đủ: không có lượt nào mất", "Complete: no scan was lost"), "{}", pages[1]);
    assert!(
        say(
            &pages,
            "Chưa có lượt nào từ ngày bắt đầu đếm 05/01/2026",
            "No scan since counting began on 5 January 2026"
        ),
        "{}",
        pages[4]
    );
}

#[test]
fn days_taken_over_from_another_servers_log_are_no_gap() {
    let mut store = SqliteStore::in_memory().unwrap();
    let mut batch = Batch::default();
    open(&mut batch, "a", date(2026, 2, 5));
    // The server was off from the 20th to the 25th of February.
    let stopped = |from, to| Gap { from_ts: from, to_ts: to, reason: GapReason::Stopped };
    batch.gaps.push(stopped(unix(date(2026, 2, 20), 0, 0), unix(date(2026, 2, 25), 0, 0)));
    store.fold(&batch).unwrap();
    let mut batch = Batch::default();
    for (i, day) in (20..25).enumerate() {
        let from = unix(date(2026, 2, day), 0, 0);
        batch.watermarks.insert(format!("log{i}"), (0, 64));
        batch.opened.insert(format!("log{i}"), Opened { at: from, trial: false, covers: Some((from, from + 86_400)) });
    }
    store.fold(&batch).unwrap();
    let pages = pages_of(&Pages::serve(admin(catalog(), store, false)), "ky=2026-03&lich=nd09");
    none_says(&pages, &["Máy chủ được tắt", "The server was shut down"]);
    assert!(say(&pages, "Đủ: không có lượt nào mất", "Complete: no scan was lost"), "{}", pages[1]);
}

/// A store in which everything that can be missing is missing.
fn everything_missing(catalog: &Catalog) -> SqliteStore {
    let mut store = store(catalog);
    let mut batch = Batch::default();
    for (i, reason) in GapReason::ALL.into_iter().filter(|reason| *reason != GapReason::Before).enumerate() {
        let from = unix(date(2026, 3, 3), i as i64 * 2, 0);
        batch.gaps.push(Gap { from_ts: from, to_ts: from + 600, reason });
    }
    for answer in ["late", "lost-disk", "lost-queue"] {
        batch.answer_day.insert((day_number(date(2026, 3, 3)), answer.into()), 5);
    }
    store.fold(&batch).unwrap();
    store
}

#[test]
fn every_reason_for_missing_scans_reaches_every_page() {
    let catalog = catalog();
    let store = everything_missing(&catalog);
    let mut admin = admin(catalog, store, false);
    admin.troubles = Box::new(Trouble::examples);
    let pages = pages_of(&Pages::serve(admin), "ky=2026-03&lich=nd09");
    none_says(&pages, &COMPLETE[..2]);
    for (vi, en) in [
        ("Chưa đủ: có lượt bị mất", "Incomplete: scans were lost"),
        ("Máy chủ được tắt", "The server was shut down"),
        ("Máy chủ ngừng đột ngột", "The server stopped suddenly"),
        ("Nhật ký hỏng một phần", "A part of the journal is damaged"),
        ("Đĩa không ghi được", "The disk could not write"),
        ("Quá nhiều lượt cùng lúc", "Too many scans at once"),
        ("đĩa không ghi được nhật ký (ENOSPC)", "cannot write the journal now (ENOSPC)"),
        ("không cộng được số liệu (SQLITE_FULL)", "cannot be counted now (SQLITE_FULL)"),
        ("Không đọc được tệp nhật ký 20261121T000000Z-aa.journal", "20261121T000000Z-aa.journal cannot be read"),
        ("hỏng một phần: 12 lượt sau chỗ hỏng", "damaged in part: 12 scans after the damage"),
        ("kết thúc giữa chừng", "ends in the middle"),
        ("tính cho đơn vị cũ", "stand for the former units"),
    ] {
        assert!(say(&pages, vi, en), "{vi}\n{}\n{}", pages[1], pages[4]);
    }
    for page in &pages {
        assert!(!page.contains("stats.trouble"), "{page}");
    }
}

#[test]
fn the_team_s_own_scans_have_a_row_even_where_there_are_none() {
    let scan = |class| Scan {
        entry: entry_id(0),
        placement: "main".into(),
        day: date(2026, 3, 1),
        hour: 9,
        class,
        lang: "vi",
        device: "phone",
        app: "none",
        first: true,
    };
    let pages = |scans: &[Scan]| {
        let mut store = SqliteStore::in_memory().unwrap();
        put(&mut store, scans, |_, _| String::new());
        pages_of(&Pages::serve(admin(catalog(), store, false)), "ky=2026-03&lich=nd09")
    };
    for (scans, n) in [([scan("person"), scan("bot")], "0"), ([scan("person"), scan("staff")], "1")] {
        let pages = pages(&scans);
        for (table, name) in [(&pages[2], "Máy của đội"), (&pages[5], "The team's devices")] {
            let row = table.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{table}"));
            assert_eq!(row.rsplit([';', ',']).next(), Some(n), "{row}");
        }
        for (page, name) in [(&pages[0], "Máy của đội"), (&pages[3], "The team")] {
            let rows = page.split("<tr>").filter(|row| row.contains("<small>") && row.contains(name));
            assert!(rows.clone().any(|row| row.contains(&format!("<td class=\"n\">{n}</td>"))), "{page}");
        }
    }
}
