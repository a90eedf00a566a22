//! The whole way once: a folder of markdown becomes a page, a sign and a counted scan.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::driver::{Answer, Folder, Server, browse, eventually, files, get, program, root, run, said};

/// A phone in Zalo's browser, set to Vietnamese.
const VIETNAMESE_PHONE: [(&str, &str); 2] = [
    (
        "User-Agent",
        "Mozilla/5.0 (Linux; Android 11; RMX1973 Build/RKQ1.201217.002;) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.7444.171 Safari/537.36 Zalo android/25112868 ZaloTheme/dark ZaloLanguage/vi",
    ),
    ("Accept-Language", "vi-VN,vi;q=0.9,en-US;q=0.8,en;q=0.7"),
];

/// An iPhone set to English.
const ENGLISH_PHONE: [(&str, &str); 2] = [
    (
        "User-Agent",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    ),
    ("Accept-Language", "en-GB,en;q=0.9"),
];

/// A phone of a Korean visitor, whose language the project does not have.
const KOREAN_PHONE: [(&str, &str); 2] = [
    (
        "User-Agent",
        "Mozilla/5.0 (Linux; Android 15; SM-S928N) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    ),
    ("Accept-Language", "ko-KR,ko;q=0.9"),
];

fn build(content: &Path, out: &Path) -> String {
    let output = program("disan").arg("build").arg(content).arg("--out").arg(out).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

fn serve(out: &Path, data: &Path) -> Server {
    Server::start(
        program("disan-server")
            .args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"])
            .arg(out)
            .arg("--data")
            .arg(data),
    )
}

/// What the symbols of a sheet say, as an independent reader sees them on an independent raster of the PDF.
fn decode(pdf: &Path, folder: &Folder) -> Vec<String> {
    let raster = folder.join("sheet");
    run("pdftoppm", &["-r", "150", "-png", pdf.to_str().unwrap(), raster.to_str().unwrap()]);
    let mut pages: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|item| item.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "png"))
        .collect();
    pages.sort();
    let decoded = pages
        .iter()
        .flat_map(|page| {
            run("zbarimg", &["--quiet", "--raw", page.to_str().unwrap()]).lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    pages.iter().for_each(|page| fs::remove_file(page).unwrap());
    decoded
}

/// The report of today, as a table: person scans by entry.
fn counted(server: &Server) -> String {
    let report = get(server.admin, "/thong-ke/bao-cao.csv?ky=hom-nay", &[]);
    assert_eq!(report.status, 200, "{}", report.text());
    report.text()
}

/// The scans of an entry: number, title, codes, scans of this period.
fn persons(report: &str, title: &str) -> Option<u64> {
    let cells = |line: &str| line.split(';').map(|cell| cell.trim_matches('"').to_owned()).collect::<Vec<_>>();
    let row = report.lines().map(cells).find(|cells| cells.len() == 8 && cells[1] == title)?;
    row[3].parse().ok()
}

fn visit(server: &Server, path: &str, phone: &[(&str, &str)]) -> Answer {
    let mut headers = phone.to_vec();
    headers.push(("Host", "disan.example"));
    get(server.public, path, &headers)
}

#[test]
fn a_description_becomes_a_sign_and_a_scan_becomes_a_number() {
    let folder = Folder::new("journey");
    let (out, data) = (folder.join("dist"), folder.join("data"));
    let told = build(&root().join("content"), &out);
    assert!(told.contains("trang") && told.contains("bảng mã"), "{told}");

    let symbols = decode(&out.join("print/a4/con-son.pdf"), &folder);
    assert_eq!(symbols.len(), 2, "a poster for each of the two places: {symbols:?}");
    let path = symbols[0].strip_prefix("https://disan.example").expect("the host of the project");
    assert!(path[1..].bytes().all(|b| b.is_ascii_digit()), "{path}");

    let server = serve(&out, &data);
    for (phone, lang, title) in [
        (VIETNAMESE_PHONE, "vi", "Chùa Côn Sơn"),
        (ENGLISH_PHONE, "en", "Con Son Pagoda"),
        (KOREAN_PHONE, "en", "Con Son Pagoda"),
    ] {
        let page = visit(&server, path, &phone);
        assert_eq!((page.status, page.header("content-language")), (200, Some(lang)));
        assert!(page.text().contains(title), "{lang}");
        let kind = if lang == "vi" { "di-tich" } else { "relics" };
        let canonical = fs::read(out.join(format!("site/{lang}/{kind}/con-son/index.html"))).unwrap();
        assert!(page.body == canonical, "a scan is answered with the page's own bytes");
    }
    let report = eventually("three scans", || {
        let report = counted(&server);
        (persons(&report, "Chùa Côn Sơn") == Some(3)).then_some(report)
    });
    server.stop();

    let server = serve(&out, &data);
    assert_eq!(persons(&counted(&server), "Chùa Côn Sơn"), Some(3), "after a restart:\n{report}");
    server.stop();
}

#[test]
fn a_reader_with_a_small_phone_gets_the_page_whole() {
    let folder = Folder::new("browser");
    let (out, data) = (folder.join("dist"), folder.join("data"));
    build(&root().join("content"), &out);
    let server = serve(&out, &data);
    let number = number_of("con-son", "main");
    let scanned = format!("http://{}/{number}", server.public);
    for (options, title) in
        [(&["--lang", "vi-VN"][..], "Chùa Côn Sơn"), (&["--lang", "en-US", "--dark"], "Con Son Pagoda")]
    {
        let seen = browse(&scanned, &[&["--width", "360"], options].concat());
        assert_eq!((seen["status"].as_u64(), seen["heading"].as_str()), (Some(200), Some(title)));
        assert_eq!(seen["width"], 360, "nothing is wider than the phone");
        assert!(seen["fontSize"].as_f64() >= Some(16.0), "{}", seen["fontSize"]);
        assert_eq!(seen["complaints"], serde_json::json!([]), "the browser complains of nothing");
        let requests: Vec<&str> = seen["requests"].as_array().unwrap().iter().map(|r| r.as_str().unwrap()).collect();
        assert_eq!(requests.iter().filter(|r| **r == scanned).count(), 1, "one visit is one request: {requests:?}");
        let home = format!("http://{}/", server.public);
        assert!(requests.iter().all(|r| r.starts_with(&home)), "nothing from elsewhere: {requests:?}");
        let cover = &seen["images"][0];
        assert!(cover["width"].as_u64() > Some(0) && !cover["alt"].as_str().unwrap().is_empty(), "{cover}");
        let address = seen["address"].as_str().unwrap();
        assert!(address.ends_with("/con-son/"), "a reload is no scan: {address}");
    }
    let plain = browse(&scanned, &["--width", "360", "--no-scripts"]);
    assert_eq!((plain["status"].as_u64(), plain["heading"].as_str()), (Some(200), Some("Chùa Côn Sơn")));
    assert!(plain["text"].as_str().unwrap().contains("Nguồn gốc ra đời"));
    server.stop();
}

/// The number of a sign of the sample, from its ledger.
fn number_of(slug: &str, placement: &str) -> String {
    let ledger = fs::read_to_string(root().join("content/codes.csv")).unwrap();
    let row = ledger.lines().find(|row| row.contains(&format!(",{slug},{placement},"))).expect("a row of the ledger");
    row.split(',').nth(1).unwrap().to_owned()
}

#[test]
fn every_sign_of_the_sample_leads_to_its_own_page() {
    let folder = Folder::new("signs");
    let out = folder.join("dist");
    build(&root().join("content"), &out);
    let symbols = decode(&out.join("print/a4/all.pdf"), &folder);
    let server = serve(&out, &folder.join("data"));
    for symbol in &symbols {
        let path = symbol.strip_prefix("https://disan.example").unwrap();
        let page = visit(&server, path, &VIETNAMESE_PHONE);
        assert_eq!(page.status, 200, "{symbol}");
        let number = &path[1..];
        let row = fs::read_to_string(root().join("content/codes.csv")).unwrap();
        let row = row.lines().find(|line| line.contains(&format!(",{number},"))).expect("a row of the ledger");
        let slug = row.split(',').nth(2).unwrap();
        assert!(page.text().contains(&format!("/{slug}/")), "{symbol} leads to {slug}");
    }
    let mut once = symbols.clone();
    once.sort();
    once.dedup();
    assert_eq!((once.len(), symbols.len()), (24, 24), "twenty-four places, each with its own code");
}

#[test]
fn the_same_input_gives_the_same_bytes_anywhere() {
    let folder = Folder::new("twice");
    let (here, there) = (folder.join("here"), folder.join("đâu đó/nơi khác"));
    crate::driver::copy(&root().join("content"), &here.join("content"));
    crate::driver::copy(&root().join("content"), &there);
    let day = "1795305600"; // 22 November 2026
    let build = |command: &mut Command| {
        let output = command.env("SOURCE_DATE_EPOCH", day).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    };
    build(program("disan").arg("build").current_dir(&here).env("RAYON_NUM_THREADS", "1").env("TZ", "America/Lima"));
    build(
        program("disan")
            .arg("build")
            .arg(&there)
            .arg("--out")
            .arg(folder.join("out"))
            .env("LC_ALL", "en_US.UTF-8")
            .env("TZ", "Asia/Tokyo"),
    );
    let (first, second) = (files(&here.join("dist")), files(&folder.join("out")));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(bytes == &second[path], "{path} differs");
    }
}
