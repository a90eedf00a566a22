//! What cannot be printed is told with its place and the way to mend it.

use super::*;

/// The faults of a build that must fail, as texts in both languages.
fn faults(project: &Project) -> Vec<[String; 4]> {
    let out = Out::new("faults");
    match build(project, &options(project), &out) {
        Err(Error::Faults(faults)) => faults.iter().map(texts).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_character_the_font_lacks_is_named_with_its_place() {
    let mut entry = kiep_bac();
    let title = "Đền Kiếp Bạc 劫泊";
    entry.words.insert(Lang::vi(), super::super::sample::words("di-tich/kiep-bac/vi.md", title, "Bên sông.", 10));
    let project = project(vec![entry]);
    let out = Out::new("glyph");
    let Err(Error::Faults(found)) = build(&project, &options(&project), &out) else { panic!("printed") };
    assert_eq!(found.len(), 2, "{found:?}");
    let place = found[0].place.clone().unwrap();
    assert_eq!(place.path, "di-tich/kiep-bac/vi.md");
    let span = place.span.unwrap();
    assert_eq!(&project.entries[0].words.get(&Lang::vi()).unwrap().source[span.start..span.end], "劫");
    assert_eq!(
        texts(&found[0]),
        [
            "bảng của `kiep-bac` cần chữ “劫” (U+52AB) mà phông chữ in không có, ở: Đền Kiếp Bạc 劫泊",
            "hãy ghi vào `[print.fonts]` trong disan.toml một tệp phông có chữ ấy, ví dụ more = [\"fonts/NotoSansCJK.ttf\"]; hoặc viết chữ ấy bằng chữ quốc ngữ",
            "the sign of `kiep-bac` needs “劫” (U+52AB), which the printing font lacks, in: Đền Kiếp Bạc 劫泊",
            "name a font file that has it under `[print.fonts]` in disan.toml, for example more = [\"fonts/NotoSansCJK.ttf\"]; or write it in Latin letters",
        ]
    );
}

#[test]
fn what_does_not_fit_is_an_error_and_never_cut_off() {
    let long = "Một đoạn mở đầu quá dài. ".repeat(60);
    let entry = relic("dai", ("Đền Dài", long.trim()), ("Long Temple", "Short."), vec![main_sign(4821)]);
    let found = faults(&project(vec![entry]));
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0][0],
        format!("bảng khổ A4 của `dai` không đủ chỗ cho: {}…", "Một đoạn mở đầu quá dài. ".repeat(3).trim_end())
    );
    assert_eq!(
        found[0][1],
        "hãy rút ngắn: tên nên dưới 100 chữ cái, đoạn mở đầu dưới 320 chữ cái, không để một từ quá dài; hoặc chọn khổ giấy lớn hơn"
    );
    assert!(found[0][2].starts_with("the A4 sign of `dai` has no room for: Một đoạn"));
    assert_eq!(
        found[0][3],
        "make it shorter: a title of at most 100 letters, a first paragraph of at most 320, no endless word; or choose a larger paper"
    );
}

#[test]
fn a_code_that_is_not_in_the_ledger_is_not_printed() {
    let mut project = project(vec![guide()]);
    project.ledger.rows.clear();
    assert_eq!(
        faults(&project),
        [[
            "mã 70030 in trên bảng `main` của `an-toan` chưa có trong sổ mã codes.csv, nên có thể bị cấp lần nữa cho nơi khác (https://disan.example/70030)",
            "hãy bỏ mã này khỏi tệp dữ kiện rồi chạy disan codes allot, hoặc lấy lại codes.csv từ bản sao trước",
            "code 70030, printed on the sign `main` of `an-toan`, is not in the ledger codes.csv, so it could be issued again for another place (https://disan.example/70030)",
            "take this code out of the facts file and run disan codes allot, or bring codes.csv back from an earlier copy",
        ]]
    );
}

#[test]
fn an_endless_host_is_refused() {
    let mut project = project(vec![guide()]);
    project.settings.host = format!("{}.vn", "a".repeat(3_000));
    let found = faults(&project);
    assert!(found[0][0].starts_with("địa chỉ của `an-toan` quá dài cho một mã QR: https://aaa"), "{found:?}");
    assert_eq!(found[0][1], "hãy dùng một tên miền ngắn hơn ở `host` trong disan.toml");
    assert!(found[0][2].starts_with("the address of `an-toan` is too long for a QR code: https://aaa"));
    assert_eq!(found[0][3], "use a shorter domain as `host` in disan.toml");
}

#[test]
fn each_refusal_of_the_gate_names_the_sheet_and_the_way_to_mend_it() {
    use gate::Problem;
    let project = project(vec![kiep_bac()]);
    let options = options(&project);
    let speaker = Speaker::new(&project, &options);
    let signs = sign::signs(&project, &options, &speaker).unwrap();
    let sign = "sign `cong-lon` of `kiep-bac` (code 31073)";
    let bang = "bảng `cong-lon` của `kiep-bac` (mã 31073)";
    let own = [
        "nếu bạn không sửa gì ở khuôn bảng thì đây là lỗi của chương trình, xin báo lại",
        "if you have not changed the sign’s design this is a fault of the program, please report it",
    ];
    let found = "https://disan.example/48217".to_owned();
    let cases = [
        (
            Problem::Missing,
            [
                format!("{bang}: không thấy mã QR trong print/a4/all.pdf"),
                "đây là lỗi của chương trình, không phải của bài viết; xin đừng in tệp này và báo cho người phát triển disan"
                    .into(),
                format!("{sign}: no QR code was found in print/a4/all.pdf"),
                "this is a fault of the program, not of your text; please do not print this file, and tell the developers of disan"
                    .into(),
            ],
        ),
        (
            Problem::Inverted,
            [
                format!("{bang} trong print/a4/all.pdf: mã QR bị đảo màu, ô sáng trên nền tối, nhiều điện thoại không đọc được"),
                format!("hãy in mã màu đen trên nền trắng; {}", own[0]),
                format!("{sign} in print/a4/all.pdf: the QR code is inverted, light on dark, which many phones cannot read"),
                format!("print the code in black on white; {}", own[1]),
            ],
        ),
        (
            Problem::Payload { found },
            [
                format!(
                    "{bang} trong print/a4/all.pdf: mã QR dẫn tới https://disan.example/48217, đúng ra phải là https://disan.example/31073"
                ),
                format!("xin đừng in tệp này; {}", own[0]),
                format!(
                    "{sign} in print/a4/all.pdf: the QR code leads to https://disan.example/48217, it must lead to https://disan.example/31073"
                ),
                format!("please do not print this file; {}", own[1]),
            ],
        ),
        (
            Problem::Small { module: 0.762, least: 0.8 },
            [
                format!("{bang} trong print/a4/all.pdf: mỗi ô của mã QR chỉ rộng 76/100 mm, cần ít nhất 80/100 mm"),
                "hãy chọn khổ giấy lớn hơn, hoặc dùng một tên miền ngắn hơn ở `host` trong disan.toml".into(),
                format!("{sign} in print/a4/all.pdf: a module of the QR code is only 76/100 mm wide, it needs at least 80/100 mm"),
                "choose a larger paper, or use a shorter domain as `host` in disan.toml".into(),
            ],
        ),
        (
            Problem::QuietZone,
            [
                format!("{bang} trong print/a4/all.pdf: có nét in trong khoảng trắng quanh mã QR"),
                format!("quanh mã phải trắng ít nhất bốn ô; {}", own[0]),
                format!("{sign} in print/a4/all.pdf: something is printed in the white space around the QR code"),
                format!("at least four modules around it must be white; {}", own[1]),
            ],
        ),
        (
            Problem::Contrast { contrast: 0.43 },
            [
                format!("{bang} trong print/a4/all.pdf: mã QR quá nhạt, độ tương phản 43 %, cần ít nhất 70 %"),
                format!("hãy in mã màu đen trên nền trắng; {}", own[0]),
                format!("{sign} in print/a4/all.pdf: the QR code is too pale, its contrast is 43 %, it needs at least 70 %"),
                format!("print the code in black on white; {}", own[1]),
            ],
        ),
        (
            Problem::Covered { modules: 12 },
            [
                format!("{bang} trong print/a4/all.pdf: 12 ô của mã QR bị che hoặc vẽ đè"),
                format!("không đặt hình hay chữ lên mã; {}", own[0]),
                format!("{sign} in print/a4/all.pdf: 12 modules of the QR code are covered or painted over"),
                format!("put no picture or text on the code; {}", own[1]),
            ],
        ),
        (
            Problem::Trial { trial: "blur-50" },
            [
                format!("{bang} trong print/a4/all.pdf: sau phép thử “blur-50” không máy quét thử nào đọc được mã QR"),
                "hãy chọn khổ giấy lớn hơn hoặc một tên miền ngắn hơn ở `host` trong disan.toml; nếu vẫn vậy thì đây là lỗi của chương trình, xin báo lại".into(),
                format!("{sign} in print/a4/all.pdf: after the trial “blur-50” no test scanner reads the QR code"),
                "choose a larger paper or a shorter domain as `host` in disan.toml; if that does not help this is a fault of the program, please report it".into(),
            ],
        ),
        (
            Problem::Unreadable,
            [
                format!("{bang} trong print/a4/all.pdf: máy quét thử không đọc được mã QR"),
                format!("xin đừng in tệp này; {}", own[0]),
                format!("{sign} in print/a4/all.pdf: the test scanners cannot read the QR code"),
                format!("please do not print this file; {}", own[1]),
            ],
        ),
    ];
    for (problem, expected) in cases {
        let diagnostic = refusal::refuse(&signs[1], "print/a4/all.pdf", &problem);
        assert_eq!(texts(&diagnostic), expected);
        assert_eq!(diagnostic.place.unwrap().path, "di-tich/kiep-bac/relic.toml");
    }
}
