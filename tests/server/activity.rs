//! What teams write down: an entry from the form to its approval, files, and the exact figures of the mission.

use std::process::Command;

use disan_server::store::{Activities, SqliteOffice};

use crate::driver::{Answer, Folder, Server, get, program, root, send_body};
use crate::person::Person;
use crate::staff::site;

fn serve(name: &str) -> (Folder, Server, Person) {
    let folder = Folder::new(name);
    site(&folder);
    let mut command: Command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    let server = Server::start(command.arg("--data").arg(folder.join("data")));
    let admin = Person::first(server.admin, &folder.join("data"));
    (folder, server, admin)
}

/// Sends a file as a browser does.
fn send_file(person: &Person, path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
    let secret = person.secret();
    let mut body = Vec::new();
    for (name, value) in [&[("bi_mat", secret.as_str())], fields].concat() {
        body.extend(
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes(),
        );
    }
    if let Some((name, bytes)) = file {
        let head = format!("--xyz\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--xyz--\r\n");
    let origin = format!("http://{}", person.at);
    let headers = [
        ("Content-Type", "multipart/form-data; boundary=xyz"),
        ("Origin", origin.as_str()),
        ("Cookie", person.cookie.as_str()),
    ];
    send_body(person.at, "POST", path, &headers, &body)
}

fn unescaped(text: &str) -> String {
    let plain = [("&#x2F;", "/"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&lt;", "<"), ("&gt;", ">")];
    plain.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)).replace("&amp;", "&")
}

/// What a page holds for the button that takes a file.
fn held(page: &Answer) -> String {
    let text = page.text();
    unescaped(
        text.split("name=\"du_lieu\"").nth(1).unwrap().split('>').nth(1).unwrap().split("</textarea").next().unwrap(),
    )
}

const ENTRY: [(&str, &str); 5] =
    [("don_vi", "a"), ("ngay", "2026-03-05"), ("loai", "guide"), ("noi", "market"), ("so_luot", "gần 70")];

fn version(page: &Answer) -> String {
    page.text().split("name=\"phien_ban\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn an_entry_goes_from_a_draft_to_its_approval_and_every_step_is_kept() {
    let (_folder, server, admin) = serve("entry");
    let [viewer, editor, approver] =
        ["viewer", "editor", "approver"].map(|role| admin.invite(&format!("{role}-a"), "a", role));
    let stranger = admin.invite("admin-b", "b", "admin");

    // A draft may say how many later; what is wrong in it is said at once, with everything that was written.
    let wrong = editor.post("/hoat-dong/moi", &[&ENTRY[..4], &[("so_luot", "nhiều"), ("viec", "nhap")]].concat());
    let text = wrong.text();
    assert!(
        wrong.status == 422 && text.contains("“nhiều” không phải là số") && text.contains("value=\"nhiều\""),
        "{text}"
    );
    let kept = editor.post("/hoat-dong/moi", &[&ENTRY[..4], &[("viec", "nhap")]].concat());
    let place = kept.header("location").unwrap().to_owned();
    let (path, told) = place.split_once('?').unwrap();
    assert_eq!((kept.status, told), (303, "da=draft"));
    assert!(editor.get(&place).text().contains("Đã lưu nháp"));
    let nothing = editor.post(path, &[&ENTRY[1..4], &[("phien_ban", "1"), ("viec", "gui")]].concat());
    assert!(nothing.status == 422 && nothing.text().contains("Chưa có con số nào"), "{}", nothing.text());
    let sent = editor.post(path, &[&ENTRY[1..], &[("phien_ban", "1"), ("viec", "gui")]].concat());
    assert_eq!(sent.header("location"), Some(format!("{path}?da=submitted").as_str()));
    // The same form sent twice, as by a second press or from another window, changes nothing.
    let again = editor.post(path, &[&ENTRY[1..], &[("phien_ban", "1"), ("viec", "gui")]].concat());
    assert!(again.status == 409 && again.text().contains("Có người vừa sửa"), "{}", again.text());

    // Whoever may only read or write approves nothing; whoever is of another unit sees nothing of it.
    for (person, fields, status) in [
        (&viewer, vec![("viec", "gui")], 403),
        (&viewer, vec![("viec", "duyet")], 403),
        (&editor, vec![("viec", "duyet"), ("phien_ban", "2")], 403),
        (&stranger, vec![("viec", "duyet"), ("phien_ban", "2")], 404),
        (&stranger, vec![("viec", "gui"), ("phien_ban", "2")], 404),
        (&approver, vec![("viec", "tra-lai"), ("phien_ban", "2")], 422),
    ] {
        assert_eq!(person.post(path, &fields).status, status, "{fields:?}");
    }
    assert_eq!(stranger.get(path).status, 404);
    assert_eq!(stranger.post("/hoat-dong/moi", &ENTRY).status, 403);
    assert!(!stranger.get("/hoat-dong?tu=2026-01-01").text().contains("Hướng dẫn tại chỗ"));
    assert!(!viewer.get(path).text().contains("<form class=\"entry"));

    let back = approver.post(path, &[("viec", "tra-lai"), ("phien_ban", "2"), ("ly_do", "Thiếu số buổi")]);
    assert_eq!(back.status, 303);
    let page = editor.get(path);
    assert!(page.text().contains("Bị trả lại: Thiếu số buổi"), "{}", page.text());
    let newest = version(&page);
    let mended = [&ENTRY[1..], &[("so_buoi", "2"), ("phien_ban", newest.as_str()), ("viec", "gui")]].concat();
    assert_eq!(editor.post(path, &mended).status, 303);
    let page = approver.get(path);
    assert_eq!(approver.post(path, &[("viec", "duyet"), ("phien_ban", &version(&page))]).status, 303);
    assert_eq!(approver.post(path, &[("viec", "duyet"), ("phien_ban", "5")]).status, 409, "approved already");
    let page = viewer.get(path);
    let text = unescaped(&page.text());
    for told in ["Đã duyệt", "gần 70", "Số buổi: – → 2", "“Thiếu số buổi”", "Số lượt: – → gần 70", "approver-a"]
    {
        assert!(text.contains(told), "{told}: {text}");
    }
    let list = viewer.get("/hoat-dong?tu=2026-01-01&trang_thai=approved").text();
    assert!(list.contains("1 hoạt động, 70 lượt.") && list.contains("gần 70"), "{list}");
    let english = viewer.get(&path.replace("/hoat-dong/muc/", "/en/activities/item/")).text();
    assert!(english.contains("nearly 70") && english.contains("Guidance on the spot"), "{english}");
    // A change of what was approved must be approved anew.
    let changed = [&ENTRY[1..4], &[("so_luot", "80"), ("phien_ban", "5"), ("viec", "gui")]].concat();
    assert_eq!(editor.post(path, &[&changed[..], &[("viec", "nhap")]].concat()).status, 303);
    assert!(editor.get(path).text().contains("Chờ duyệt"));

    // A target sees approved entries alone.
    let target = [
        ("don_vi", "a"),
        ("chi_tieu_gi", "turns"),
        ("muc", "100 lượt"),
        ("tu_ngay", "2026-01-01"),
        ("den_ngay", "2026-12-31"),
    ];
    assert_eq!(editor.post("/ke-hoach", &target).status, 303);
    assert!(viewer.get("/ke-hoach").text().contains("0 lượt / 100 lượt (0%)"));
    assert_eq!(approver.post(path, &[("viec", "duyet"), ("phien_ban", "6")]).status, 303);
    assert!(viewer.get("/ke-hoach").text().contains("80 lượt / 100 lượt (80%)"), "{}", viewer.get("/ke-hoach").text());
    server.stop();
}

#[test]
fn a_file_is_shown_before_it_is_taken_and_taken_twice_it_adds_nothing() {
    let (folder, server, admin) = serve("file");
    let editor = admin.invite("nhap-lieu", "a", "editor");
    let file = std::fs::read(root().join("tests/fixtures/mission/activities.csv")).unwrap();
    let preview = send_file(&editor, "/hoat-dong/nhap", &[("don_vi", "a"), ("viec", "xem")], Some(("a.csv", &file)));
    let text = unescaped(&preview.text());
    for told in [
        "16 dòng mới, 0 dòng sửa, 0 dòng đã có, 4 dòng không nhận.",
        "Số buổi: tổng ghi trong tệp là 13 nhưng các dòng cộng lại là 14",
        "Số hộ kinh doanh: tổng ghi trong tệp là 400 nhưng các dòng cộng lại là 421",
        "Ghi chú: Có dãy số giống số căn cước",
        "“31/02/2026” không phải là ngày",
        "“Nấu cơm” không có trong danh mục",
        "“nhiều” không phải là số",
        "“An toàn” không có trong danh mục",
        "trên 800",
        "gần 120",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(!text.contains("column Số hộ:") && !text.contains("tổng ghi trong tệp là 113"), "{text}");
    let rest = held(&preview);
    let take = |text: &str, don_vi: &str| {
        send_file(&editor, "/hoat-dong/nhap", &[("don_vi", don_vi), ("viec", "nhan"), ("du_lieu", text)], None)
    };
    assert!(take(&rest, "a").text().contains("Đã nhận 16 hoạt động mới, sửa 0; không nhận 4 dòng."));
    assert!(take(&rest, "a").text().contains("Đã nhận 0 hoạt động mới, sửa 0; không nhận 4 dòng."), "twice");
    // Somebody else's unit is none of the file's, whatever its cells say.
    assert!(
        take(&rest, "b").text().contains("Chưa có đơn vị") || take(&rest, "b").text().contains("không nhận 20 dòng")
    );
    let foreign = "Ngày;Loại hoạt động;Số lượt;Đơn vị\n05/3/2026;guide;5;b\n05/3/2026;guide;6;Tổ phuong\n05/3/2026;guide;7;to A\n";
    let seen = send_file(&editor, "/hoat-dong/nhap", &[("viec", "xem")], Some(("b.csv", foreign.as_bytes())));
    assert!(seen.text().contains("1 dòng mới, 0 dòng sửa, 0 dòng đã có, 2 dòng không nhận."), "{}", seen.text());
    // A row with an id of its own changes what it made, until that is approved.
    let changed = String::from_utf8(file).unwrap().replace(";57;", ";58;");
    let page =
        send_file(&editor, "/hoat-dong/nhap", &[("don_vi", "a"), ("viec", "xem")], Some(("a.csv", changed.as_bytes())));
    assert!(page.text().contains("0 dòng mới, 1 dòng sửa, 15 dòng đã có, 4 dòng không nhận."), "{}", page.text());
    assert!(take(&held(&page), "a").text().contains("Đã nhận 0 hoạt động mới, sửa 1; không nhận 4 dòng."));

    // The spreadsheet to fill in is one that can be read again, and so is any that LibreOffice might write.
    for (path, name) in [("/hoat-dong/mau.xlsx", "m.xlsx"), ("/en/activities/sample.csv", "m.csv")] {
        let sample = editor.get(path);
        assert_eq!(sample.status, 200);
        let seen = send_file(&editor, "/hoat-dong/nhap", &[("viec", "xem")], Some((name, &sample.body)));
        assert!(seen.status == 200 && seen.text().contains("0 dòng mới"), "{path}: {}", seen.text());
    }
    for (bytes, told) in [
        (&b"PK\x03\x04rubbish"[..], "tệp bị hỏng"),
        (b"\xd0\xcf\x11\xe0", "không phải CSV hay Excel .xlsx"),
        (b"Ng\xe0y;Lo\xe1", "không ở dạng UTF-8"),
        (b"a;b\n1;2", "Không thấy dòng tiêu đề nào"),
        ("Ngày;Số lượt\n1;2".as_bytes(), "Thiếu cột “Loại hoạt động”"),
        (b"", "Không thấy dòng tiêu đề nào"),
    ] {
        let page = send_file(&editor, "/hoat-dong/nhap", &[("viec", "xem")], Some(("x", bytes)));
        assert!(page.status == 422 && page.text().contains(told), "{told}: {}", page.text());
    }
    let large = vec![b'x'; 5 << 20];
    let refused = send_file(&editor, "/hoat-dong/nhap", &[("viec", "xem")], Some(("x", &large)));
    assert_eq!(refused.status, 413);
    server.stop();

    // Handed in, not approved: nothing counts in a report yet.
    let mut office = SqliteOffice::open(&folder.join("data/office.sqlite")).unwrap();
    assert_eq!(office.activity_sums(0..=99_999).unwrap(), []);
    let all = office.activities(0..=99_999).unwrap();
    assert_eq!(all.len(), 16);
    let of = |kind: &str| all.iter().filter(|a| a.kind == kind).map(|a| a.turns).sum::<i64>();
    assert_eq!(
        (of("install"), of("cashless"), of("ecommerce"), of("open_account"), of("2g_to_4g")),
        (1_500, 1_838, 400, 58, 23)
    );
    let of_place = |place: &str| all.iter().filter(|a| a.place == place).count();
    assert_eq!((of_place("office"), of_place("one_stop"), of_place("home"), of_place("market")), (2, 2, 3, 4));
    let partner = |name: &str| all.iter().filter(|a| a.partners.split(", ").any(|one| one == name)).count();
    assert_eq!((partner("VNPT"), partner("Công an xã"), partner("Tỉnh đoàn")), (3, 2, 1));
    let programme = all.iter().filter(|a| a.programme == "de_an_06").map(|a| a.turns).sum::<i64>();
    assert_eq!((programme, all.iter().filter(|a| a.about == "tren").map(|a| a.turns).sum::<i64>()), (171, 800));
}

#[test]
fn the_figures_of_the_mission_are_kept_exactly_and_what_does_not_add_up_is_said() {
    let (_folder, server, admin) = serve("mission");
    let editor = admin.invite("nhap-lieu", "a", "editor");
    let file = std::fs::read(root().join("tests/fixtures/mission/figures.csv")).unwrap();
    let preview = send_file(&editor, "/chi-tieu", &[("don_vi", "a"), ("viec", "tep")], Some(("f.csv", &file)));
    let text = unescaped(&preview.text());
    assert!(text.contains("“hơn 1,76 thuê bao”: số đếm không thể lẻ"), "{text}");
    assert!(text.contains("“1.234” đếm gì?"), "{text}");
    let rest = held(&preview);
    for _ in 0..2 {
        let taken = send_file(&editor, "/chi-tieu", &[("don_vi", "a"), ("viec", "nhan"), ("du_lieu", &rest)], None);
        assert!(taken.text().contains("Đã nhận 40 chỉ số; 2 dòng không nhận."), "{}", taken.text());
    }
    let page = unescaped(&editor.get("/chi-tieu").text());
    for figure in [
        "12/12 huyện (100%)",
        "1.340 tổ",
        "gần 7.000 người",
        "hơn 251.500 tài khoản",
        "415.511 tài khoản",
        "84%",
        "trên 4.000 lượt",
        "khoảng 60%",
        "4,36%",
        "1.831.160 thuê bao",
        "63/63 tỉnh (100%)",
        "52/63 tỉnh (82,5%)",
        "hơn 74.422 tổ",
        "255.545/348.362 người (73,4%)",
        "29/29 xã (100%)",
    ] {
        assert!(page.contains(figure), "{figure}: {page}");
    }
    // The one total that does not add up is said with both numbers, and kept as it was typed.
    assert_eq!(page.matches("class=\"warn\"").count(), 1, "{page}");
    assert!(page.contains("tổng ghi là 265 nhưng các phần cộng lại là 365") && page.contains(">265 tổ<"), "{page}");
    assert!(unescaped(&editor.get("/en/figures").text()).contains("nearly 7,000 người"));

    // Registers: ratios are computed, never typed.
    let write = |unit: &str, fields: &[(&str, &str)]| {
        admin.post("/to-doi", &[&[("don_vi", unit), ("ngay", "2026-03-05")], fields].concat()).status
    };
    assert_eq!(write("a", &[("teams", "1.871"), ("members", "10.257"), ("trained", "10.257")]), 303);
    let page = editor.get("/to-doi").text();
    assert!(
        page.contains("Bình quân 5,48 thành viên mỗi tổ.")
            && unescaped(&page).contains("10.257/10.257 thành viên (100%)"),
        "{page}"
    );
    assert_eq!(write("b", &[("teams", "74.422"), ("members", "348.362"), ("trained", "255.545")]), 303);
    let page = unescaped(&admin.get("/to-doi").text());
    assert!(page.contains("Bình quân 4,68 thành viên mỗi tổ.") && page.contains("(73,4%)"), "{page}");
    assert!(page.contains("76.293 tổ, 358.619 thành viên"), "{page}");
    assert!(!editor.get("/to-doi").text().contains("74.422"), "of another unit");
    assert_eq!(
        write("a", &[("teams", "1"), ("members", "9"), ("leader", "1"), ("member", "7"), ("ambassador", "1")]),
        303
    );
    let page = editor.get("/to-doi").text();
    assert!(page.contains("Tổng số thành viên ghi là 9") && page.contains("cộng lại là 8"), "{page}");
    assert_eq!(write("a", &[("members", "gần 7.000")]), 303);
    assert!(editor.get("/to-doi").text().contains("gần 7.000"));
    assert_eq!(write("a", &[("members", "5"), ("trained", "6")]), 422);
    assert_eq!(write("nirgends", &[("members", "5")]), 403);

    // One named contact, by consent, gone when it is taken back.
    let contact =
        [("don_vi", "a"), ("viec", "lien-he"), ("nguoi_lien_he", "Nguyễn Thị Ấn"), ("so_dien_thoai", "0220 3 852 852")];
    let refused = editor.post("/to-doi", &contact);
    assert!(refused.status == 422 && refused.text().contains("ngày người đó đồng ý"), "{}", refused.text());
    assert_eq!(editor.post("/to-doi", &[&contact[..], &[("ngay_dong_y", "2026-03-01")]].concat()).status, 303);
    assert!(editor.get("/to-doi").text().contains("Nguyễn Thị Ấn, 0220 3 852 852 (đồng ý ngày 01/3/2026)"));
    assert_eq!(editor.post("/to-doi", &[("don_vi", "a"), ("viec", "lien-he-bo")]).status, 303);
    assert!(!editor.get("/to-doi").text().contains("Nguyễn Thị Ấn"));
    assert!(!admin.get("/nguoi-dung/nhat-ky").text().contains("Nguyễn Thị Ấn"), "the log names nobody");

    // A drive and what was done in it.
    let drive = [
        ("don_vi", "a"),
        ("ten_dot", "Ra quân tháng Thanh niên"),
        ("tu_ngay", "2026-03-01"),
        ("den_ngay", "2026-03-31"),
        ("muc_luot", "200"),
    ];
    assert_eq!(editor.post("/dot-ra-quan", &drive).status, 303);
    let form = editor.get("/hoat-dong/moi").text();
    let id = form
        .split("Ra quân tháng Thanh niên")
        .next()
        .unwrap()
        .rsplit("value=\"")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let entry = admin.post("/hoat-dong/moi", &[&ENTRY[..], &[("dot", &id), ("viec", "gui")]].concat());
    let path = entry.header("location").unwrap().split('?').next().unwrap().to_owned();
    assert_eq!(admin.post(&path, &[("viec", "duyet"), ("phien_ban", "1")]).status, 303);
    let page = editor.get("/dot-ra-quan").text();
    assert!(page.contains("1 hoạt động đã duyệt, 70 lượt, 0 hộ.") && page.contains("Đạt 35% của 200 lượt."), "{page}");
    server.stop();
}

#[test]
fn markup_in_what_teams_write_is_shown_as_it_was_written() {
    let (_folder, server, admin) = serve("written");
    let markup = "\"><script>alert(1)</script>{{ form }}";
    let entry = admin
        .post("/hoat-dong/moi", &[&ENTRY[..], &[("ghi_chu", markup), ("doi_tac", markup), ("viec", "gui")]].concat());
    let path = entry.header("location").unwrap().split('?').next().unwrap().to_owned();
    admin.post(&path, &[("viec", "tra-lai"), ("phien_ban", "1"), ("ly_do", markup)]);
    admin.post(
        "/dot-ra-quan",
        &[("don_vi", "a"), ("ten_dot", markup), ("tu_ngay", "2026-03-01"), ("den_ngay", "2026-03-02")],
    );
    admin.post(
        "/ke-hoach",
        &[
            ("don_vi", "a"),
            ("chi_tieu", markup),
            ("muc", "5 lượt"),
            ("tu_ngay", "2026-03-01"),
            ("den_ngay", "2026-03-02"),
        ],
    );
    let figure = [
        ("don_vi", "a"),
        ("chi_tieu", markup),
        ("gia_tri", "5"),
        ("don_vi_tinh", markup),
        ("so_lieu_ngay", "2026-03-01"),
        ("nguon", markup),
    ];
    assert_eq!(admin.post("/chi-tieu", &figure).status, 303);
    let file = format!(
        "Ngày;Loại hoạt động;Số lượt;Ghi chú;Mã dòng;{}\n{};guide;5;x;y\n",
        markup.replace('"', ""),
        markup.replace('"', "")
    );
    let mut pages = vec![send_file(
        &admin,
        "/hoat-dong/nhap",
        &[("don_vi", "a"), ("viec", "xem")],
        Some((markup, file.as_bytes())),
    )];
    pages.push(
        admin.post("/hoat-dong/moi", &[("don_vi", "a"), ("ngay", markup), ("loai", markup), ("so_luot", markup)]),
    );
    pages.push(admin.post("/to-doi", &[("don_vi", "a"), ("ngay", markup), ("members", markup)]));
    pages.extend(
        [&path, "/hoat-dong", "/hoat-dong/moi", "/dot-ra-quan", "/ke-hoach", "/chi-tieu", "/nguoi-dung/nhat-ky"]
            .map(|p| admin.get(p)),
    );
    for page in pages {
        let text = page.text();
        assert!(!text.contains("<script") && [200, 422].contains(&page.status), "{text}");
    }
    assert_eq!(get(server.admin, &path, &[]).status, 303);
}
