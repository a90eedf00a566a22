//! Place and time on pages: festivals, addresses then and now, what is near, trails, events, and faulty signs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::driver::{Folder, copy, files, root};
use disan::microsite::{self, Options};
use disan::write::Stage;
use disan::{load, model, parse};
use jiff::civil::{Date, date};

/// The day the pages of these tests are built.
const TODAY: Date = date(2026, 11, 22);

/// Pages by path: `vi/di-tich/dinh-giua/index.html`.
struct Site(BTreeMap<String, Vec<u8>>);

impl Site {
    /// The pages of the places made up for these tests.
    fn places(name: &str) -> Site {
        Site::build(name, &root().join("tests/fixtures/places"), TODAY)
    }

    fn build(name: &str, from: &Path, today: Date) -> Site {
        let folder = Folder::new(name);
        let out = folder.join("dist");
        fs::create_dir_all(&out).unwrap();
        let content = load::load(from).unwrap();
        let (parsed, faults) = parse::parse(&content);
        assert!(faults.is_empty(), "{faults:?}");
        let project = model::build(parsed, &content).0.unwrap();
        let stage = Stage::open(&out).unwrap();
        let options = Options { today, compress: false, static_host: false, pictures: false, cache: None };
        microsite::render(&project, &content, &options, &stage).unwrap();
        stage.commit(&["site"], "catalog.json", |_| Vec::new()).unwrap();
        Site(files(&out.join("site")))
    }

    fn page(&self, path: &str) -> &str {
        let bytes = self.0.get(&format!("{path}/index.html")).unwrap_or_else(|| panic!("{path} is not there"));
        std::str::from_utf8(bytes).unwrap()
    }
}

/// A section of a page by its class.
fn section<'a>(html: &'a str, class: &str) -> &'a str {
    between(html, &format!("<section class=\"{class}\">"), "</section>")
}

/// What stands between two marks, the first time; nothing where they are not there.
fn between<'a>(html: &'a str, open: &str, close: &str) -> &'a str {
    html.split_once(open).and_then(|(_, rest)| rest.split_once(close)).map_or("", |(inner, _)| inner)
}

/// The text of a piece of HTML.
fn text(html: &str) -> String {
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.collect::<String>().replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The values of an attribute, in the order of the page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let open = format!(" {attribute}=\"");
    html.split(&open).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value).collect()
}

/// A `mailto:` address as the mail program shows it.
fn mail(address: &str) -> (String, String, String) {
    let mut bytes = Vec::new();
    let address = address.replace("&amp;", "&");
    let mut rest = address.strip_prefix("mailto:").unwrap().bytes();
    while let Some(byte) = rest.next() {
        assert!(byte.is_ascii_graphic(), "{address}");
        let hex = |byte: Option<u8>| (byte.unwrap() as char).to_digit(16).unwrap() as u8;
        bytes.push(if byte == b'%' { hex(rest.next()) * 16 + hex(rest.next()) } else { byte });
    }
    let whole = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
    let (to, rest) = whole.split_once("?subject=").unwrap();
    let (subject, body) = rest.split_once("&body=").unwrap();
    (to.to_owned(), subject.to_owned(), body.to_owned())
}

#[test]
fn a_festival_is_told_for_five_times_in_both_calendars() {
    let site = Site::places("places-festival");
    let festivals = section(site.page("vi/di-tich/dinh-giua"), "festivals");
    assert_eq!(
        text(festivals),
        "Lễ hội \
         Hội đình Ngày 16 đến ngày 20 tháng 8 âm lịch (chính hội ngày 20 tháng 8) \
         Dương lịch 16–20/9/2027 chính hội 20/9 04–08/10/2028 chính hội 08/10 23–27/9/2029 chính hội 27/9 \
         13–17/9/2030 chính hội 17/9 02–06/10/2031 chính hội 06/10 \
         Hội xuân Tháng Giêng âm lịch Tháng ấy theo dương lịch 06/02 – 07/3/2027 26/01 – 24/02/2028 \
         13/02 – 14/3/2029 02/02 – 03/3/2030 23/01 – 20/02/2031"
    );
    let days = values(festivals, "datetime");
    assert_eq!(days[..3], ["2027-09-16", "2027-09-20", "2027-09-20"]);
    assert_eq!(days.len(), 5 * 3 + 5 * 2);
    let english = text(section(site.page("en/relics/dinh-giua"), "festivals"));
    assert!(
        english.contains("Solar calendar 16–20 September 2027 main day: 20 September 4–8 October 2028"),
        "{english}"
    );
    assert!(english.contains("That month in the solar calendar 6 February – 7 March 2027"), "{english}");
}

#[test]
fn the_day_of_the_build_decides_which_times_are_told() {
    let at = |name: &str, today: Date| {
        let site = Site::build(name, &root().join("tests/fixtures/places"), today);
        values(section(site.page("vi/di-tich/dinh-giua"), "festivals"), "datetime")[1].to_owned()
    };
    assert_eq!(at("places-today-in", date(2026, 9, 30)), "2026-09-30");
    assert_eq!(at("places-today-after", date(2026, 10, 1)), "2027-09-20");
}

#[test]
fn an_old_address_is_the_one_given_or_the_unit_that_was_never_a_guess() {
    let site = Site::places("places-address");
    let facts = |path: &str| text(section(site.page(path), "facts"));
    // Its unit went whole into another.
    let whole = facts("vi/di-tich/dinh-giua");
    assert!(whole.contains("Địa chỉ Xã Bến Thử, tỉnh Mới Trước 01/7/2025: xã Bến Cũ, huyện Bến, tỉnh Cũ"), "{whole}");
    // Its unit was split, and its facts say where it went.
    let split = facts("en/relics/den-bac");
    assert!(
        split.contains("Nui Thu Commune, Moi Province Before 1 July 2025: Chia Commune, Ben District, Cu Province"),
        "{split}"
    );
    // Its facts give the old address itself.
    let given = facts("vi/di-tich/nghe-khong-biet");
    assert!(given.contains("Trước 01/7/2025: xã Nào Đó, huyện Bến, tỉnh Cũ"), "{given}");
    // Only the present unit is named: it was made of several.
    let unknown = facts("vi/di-tich/chua-dong");
    assert!(unknown.contains("Xã Bến Thử, tỉnh Mới") && !unknown.contains("Trước"), "{unknown}");
}

#[test]
fn ranks_say_decision_day_and_authority() {
    let site = Site::places("places-ranks");
    let facts = text(section(site.page("vi/di-tich/dinh-giua"), "facts"));
    let rank = "Di tích quốc gia, Quyết định 12/QĐ-BVHTTDL ngày 25/12/2017, Bộ Văn hóa, Thể thao và Du lịch";
    assert!(facts.contains(rank), "{facts}");
}

#[test]
fn coordinates_give_maps_and_what_is_near() {
    let site = Site::places("places-near");
    let html = site.page("vi/di-tich/dinh-giua");
    let near = between(html, "<ol class=\"around\">", "</ol>");
    assert_eq!(
        text(near),
        "Miếu Sát Vách ngay bên cạnh Chùa Đông 1,6 km về phía đông Đền Bắc 2,4 km về phía bắc \
         Lăng Tây Nam 11 km về phía tây nam Tháp Xa 25 km về phía đông bắc"
    );
    assert_eq!(values(near, "href")[0], "/vi/di-tich/mieu-sat-vach/");
    let sketch = between(html, "<svg class=\"sketch\"", "</svg>");
    assert!(
        sketch.contains(" role=\"img\" aria-labelledby=\"sketch-around\"><title id=\"sketch-around\">"),
        "{sketch}"
    );
    for number in 1..=5 {
        assert!(sketch.contains(&format!(">{number}</text>")), "{number} is not on the sketch");
    }
    let maps = values(between(html, "<p class=\"maps\">", "</p>"), "href");
    assert_eq!(
        maps,
        [
            "geo:21.00000,106.40000?q=21.00000,106.40000",
            "https://www.openstreetmap.org/?mlat=21.00000&amp;mlon=106.40000#map=16/21.00000/106.40000"
        ]
    );
    // A service has a place too, and sees the relics around it.
    let service = text(section(site.page("en/services/nha-van-hoa"), "whereabouts"));
    assert!(
        service.contains("20.99800, 106.40200") && service.contains("Next-door Shrine 310 m to the north-west"),
        "{service}"
    );
    // Nothing within thirty kilometres: the maps stay, the sketch goes.
    let alone = site.page("vi/di-tich/dong-rat-xa");
    assert!(alone.contains("href=\"geo:22.50000,104.00000") && !alone.contains("<svg class=\"sketch\""));
}

#[test]
fn without_coordinates_nothing_is_drawn_or_guessed() {
    let site = Site::places("places-without");
    let mut pages = vec![site.page("vi/di-tich/nghe-khong-biet").to_owned()];
    // No relic that ships has coordinates.
    let shipped = Site::build("places-shipped", &root().join("content"), TODAY);
    pages.extend(["con-son", "kiep-bac"].map(|slug| shipped.page(&format!("vi/di-tich/{slug}")).to_owned()));
    pages.push(shipped.page("vi/tuyen/con-son-thanh-mai").to_owned());
    for html in pages {
        for mark in ["whereabouts\"", "geo:", "openstreetmap", "sketch\"", "class=\"around\""] {
            assert!(!html.contains(mark), "{mark} in {html}");
        }
    }
}

#[test]
fn a_trail_says_how_far_and_how_long_and_what_nobody_measured() {
    let site = Site::places("places-trail");
    let known = section(site.page("vi/tuyen/vong-ngan"), "stops");
    let said = text(known);
    assert!(said.starts_with("Các chặng 3 chặng · dài khoảng 4,8 km · dừng khoảng 2 giờ 15 phút"), "{said}");
    for part in ["Khoảng 1,8 km từ chặng trước", "Dừng khoảng 30 phút. Đi theo đê.", "Dừng khoảng 1 giờ"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    let links = values(between(known, "<ol data-stops>", "</ol>"), "href");
    assert_eq!(links, ["/vi/di-tich/dinh-giua/", "/vi/di-tich/chua-dong/", "/vi/di-tich/den-bac/"]);
    let part = section(site.page("en/trails/vong-dai"), "stops");
    let said = text(part);
    assert!(
        said.contains(
            "4 stops · at least 2.5 km long (2 of 3 legs not measured) · at least 20 min at the stops (3 of 4 not stated)"
        ),
        "{said}"
    );
    assert!(said.contains("11 km from the stop before, as the crow flies") && said.contains("Stop 3"), "{said}");
    // The third stop has no coordinates: the line ends before it and does not start again.
    let line = between(part, "stroke-linecap=\"round\" d=\"", "\"");
    assert_eq!((line.matches('M').count(), line.matches('L').count()), (2, 1), "{line}");
}

#[test]
fn each_stop_leads_on_along_each_of_its_trails() {
    let site = Site::places("places-legs");
    let legs = |path: &str| {
        let html = site.page(path);
        html.split("<section class=\"leg\">")
            .skip(1)
            .map(|leg| leg.split("</section>").next().unwrap())
            .collect::<Vec<_>>()
    };
    let shared = legs("vi/di-tich/dinh-giua");
    assert_eq!(shared.len(), 2);
    assert!(text(shared[0]).starts_with("Trên tuyến: Vòng dài Chặng 2 trên 4"), "{}", text(shared[0]));
    assert_eq!(
        values(shared[0], "href"),
        ["/vi/tuyen/vong-dai/", "/vi/di-tich/lang-tay-nam/", "/vi/di-tich/nghe-khong-biet/"]
    );
    assert_eq!((values(shared[0], "rel")), ["prev", "next"]);
    // The first stop of a trail has none before it.
    assert_eq!(values(shared[1], "href"), ["/vi/tuyen/vong-ngan/", "/vi/di-tich/chua-dong/"]);
    assert_eq!(values(shared[1], "rel"), ["next"]);
    let last = legs("en/relics/den-bac");
    assert_eq!((last.len(), values(last[0], "rel")), (1, vec!["prev"]));
    assert!(legs("vi/di-tich/mieu-sat-vach").is_empty());
}

#[test]
fn a_trail_of_thirty_stops_is_drawn_and_listed() {
    let folder = Folder::new("places-thirty-content");
    copy(&root().join("tests/fixtures/places"), folder.path());
    let mut stops = String::new();
    for i in 0..30 {
        let slug = format!("diem-{i:02}");
        let entry = folder.join("di-tich").join(&slug);
        fs::create_dir_all(&entry).unwrap();
        let (north, east) = (21.0 + 0.004 * f64::from(i % 6), 106.4 + 0.003 * f64::from(i / 6));
        fs::write(entry.join("relic.toml"), format!("coordinates = \"{north:.5}, {east:.5}\"\n")).unwrap();
        for lang in ["vi", "en"] {
            fs::write(entry.join(format!("{lang}.md")), format!("# Điểm {i}\n\nMột điểm.\n")).unwrap();
        }
        stops.push_str(&format!("[[stop]]\nentry = \"{slug}\"\ndistance_km = 0.4\nminutes = 10\n\n"));
    }
    fs::write(folder.join("tuyen/vong-dai/trail.toml"), stops).unwrap();
    let site = Site::build("places-thirty", folder.path(), TODAY);
    let stops = section(site.page("vi/tuyen/vong-dai"), "stops");
    assert!(text(stops).contains("30 chặng · dài khoảng 12 km · dừng khoảng 5 giờ"), "{}", text(stops));
    assert_eq!(values(between(stops, "<ol data-stops>", "</ol>"), "href").len(), 30);
    assert_eq!(between(stops, "<g class=\"dots\"", "</g>").matches("<circle").count(), 30);
    assert!(text(site.page("vi/di-tich/diem-29")).contains("Chặng 30 trên 30"));
}

#[test]
fn an_event_says_days_units_and_what_is_counted() {
    let site = Site::places("places-event");
    let html = site.page("vi/su-kien/ngay-hoi");
    let glance = between(html, "<dl class=\"glance\">", "</dl>");
    assert_eq!(
        text(glance),
        "Thời gian Thứ Bảy, 10/10/2026 Đã kết thúc. Nơi tổ chức Sân đình Giữa \
         Đơn vị tham gia Xã Núi Thử Đoàn xã Bến Thử Huyện Bến \
         Chỉ tiêu 1.500 lượt người được hướng dẫn Một người đến hai lần là hai lượt; không ghi tên ai."
    );
    // A unit has a page where it has entries; a team leads to its place; what is no more leads nowhere.
    assert_eq!(values(glance, "href"), ["/vi/dia-phuong/xa-nui-thu/", "/vi/dia-phuong/xa-ben-thu/"]);
    let coming = between(site.page("en/events/mua-xuan"), "<dl class=\"glance\">", "</dl>");
    assert_eq!(text(coming), "When From Monday 1 March 2027 to Wednesday 31 March 2027");
    assert_eq!(values(coming, "datetime"), ["2027-03-01", "2027-03-31"]);
}

#[test]
fn a_faulty_sign_is_told_of_with_its_number() {
    let site = Site::places("places-faulty");
    let link = |path: &str| {
        let html = site.page(path);
        values(html, "href").into_iter().filter(|href| href.contains("?subject=")).map(mail).next()
    };
    let (to, subject, body) = link("vi/di-tich/dinh-giua").unwrap();
    assert_eq!((to.as_str(), subject.as_str()), ("dinh.giua@noi-chon.vn", "Bảng mờ, hỏng: Đình Giữa"));
    // Which of the three signs it was only the reader knows.
    assert_eq!(
        body,
        "Bảng nào hỏng? Xin giữ lại một dòng:\n33 727 – Bảng chính\n28 599 – Cổng trước\n18 581 – Hậu cung\n\n\
         Trang: https://noi-chon.vn/vi/di-tich/dinh-giua/\n\nBảng bị (mờ, rách, mất, quét không ra …): "
    );
    let (_, subject, body) = link("en/relics/dinh-giua").unwrap();
    assert!(subject == "A sign is faded or broken: Giua Communal House" && body.contains("18 581 – Rear sanctum"));
    // Nobody reads mail there: there is a number to call.
    let html = site.page("vi/di-tich/chua-dong");
    assert!(text(html).contains("Bảng mờ, hỏng? Gọi 0220 3999 999"), "{}", text(html));
    assert!(html.contains("<a href=\"tel:+842203999999\">Gọi 0220 3999 999</a>"));
}
