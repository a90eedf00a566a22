//! `disan units import` on real files: what a list adds, what it is refused for, and what stays as it was.

use std::fs;

use crate::driver::{Folder, copy, program, root, run, said};

/// A list as the statistics office has it, cut to what matters here.
const LIST: &str = "Mã tỉnh;Tỉnh, thành phố;Mã xã;Tên xã\n\
    31;Thành phố Hải Phòng;10888;Xã Cẩm Giang\n\
    31;Thành phố Hải Phòng;10903;Xã Cẩm Giàng\n\
    8;Tỉnh Tuyên Quang;2215;Phường Minh Xuân\n";

/// A project with nothing but its own unit.
fn project(name: &str) -> Folder {
    let folder = Folder::new(name);
    copy(&root().join("tests/fixtures/small"), &folder.join("content"));
    fs::write(folder.join("list.csv"), LIST).unwrap();
    folder
}

fn import(folder: &Folder, file: &str, more: &[&str]) -> (String, bool) {
    let mut command = program("disan");
    command.args(["units", "import"]).arg(folder.join(file)).arg(folder.join("content")).args(more);
    let output = command.output().unwrap();
    (said(&output), output.status.success())
}

#[test]
fn a_list_is_added_once_and_what_was_there_stays() {
    let folder = project("units-list");
    let file = folder.join("content/units.toml");
    let before = fs::read_to_string(&file).unwrap();
    let (said, done) = import(&folder, "list.csv", &["--from", "2025-07-01", "--province", "31"]);
    assert!(done && said.contains("Đã thêm 2 đơn vị") && said.contains("1 đơn vị đã có sẵn"), "{said}");
    assert!(said.contains("Danh mục không còn: Phường Trần Hưng Đạo."), "{said}");
    let after = fs::read_to_string(&file).unwrap();
    assert!(after.starts_with(&before));
    for line in [
        "id = \"xa-cam-giang-10888\"",
        "id = \"xa-cam-giang-10903\"",
        "name.en = \"Cam Giang Commune\"",
        "parent = \"hai-phong\"",
    ] {
        assert!(after.contains(line), "{line} in {after}");
    }
    assert!(!after.contains("Minh Xuân"));
    let checked = program("disan").arg("check").arg(folder.join("content")).output().unwrap();
    assert!(checked.status.success(), "{}", crate::driver::said(&checked));
    let (said, done) = import(&folder, "list.csv", &["--from", "2025-07-01"]);
    assert!(done && said.contains("Đã thêm 2 đơn vị") && said.contains("3 đơn vị đã có sẵn"), "{said}");
    let whole = fs::read_to_string(&file).unwrap();
    assert!(whole.contains("code = \"02215\"") && whole.contains("code = \"08\""), "{whole}");
    let (said, done) = import(&folder, "list.csv", &["--from", "2025-07-01"]);
    assert!(done && said.contains("Đã thêm 0 đơn vị"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), whole);
}

/// The smallest workbook there is: cells with their texts in them, a code that has become a number.
const WORKBOOK: &str = r#"
import sys, zipfile
cell = lambda at, text: f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'
rows = [cell("A1", "Mã") + cell("B1", "Tên"), '<c r="A2"><v>8</v></c>' + cell("B2", "Tỉnh Tuyên Quang")]
rows = "".join(f'<row r="{i + 1}">{row}</row>' for i, row in enumerate(rows))
main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
package = "http://schemas.openxmlformats.org/package/2006"
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as book:
    book.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
    book.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
    book.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>')
    book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
    book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>')
"#;

#[test]
fn a_workbook_is_read_and_its_lost_zeros_put_back() {
    let folder = project("units-workbook");
    run("python3", &["-c", WORKBOOK, folder.join("list.xlsx").to_str().unwrap()]);
    let (said, done) = import(&folder, "list.xlsx", &["--from", "2025-07-01", "--lang", "en"]);
    assert!(done && said.contains("at the end of units.toml: 1"), "{said}");
    assert!(fs::read_to_string(folder.join("content/units.toml")).unwrap().contains("code = \"08\""));
}

#[test]
fn what_cannot_be_taken_over_is_named_and_nothing_is_written() {
    let folder = project("units-refused");
    let file = folder.join("content/units.toml");
    let before = fs::read_to_string(&file).unwrap();
    let write = |name: &str, text: &[u8]| fs::write(folder.join(name), text).unwrap();
    write("old.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    write("tcvn.csv", b"M\xb7;T\xaan\n");
    write("bare.csv", "a;b\n1;2\n".as_bytes());
    write("rows.csv", "Mã;Tên;Mã tỉnh\nx;Xã A;31\n10903;Cẩm Giàng;31\n".as_bytes());
    write("orphan.csv", "Mã;Tên;Mã tỉnh\n10903;Xã Cẩm Giàng;99\n".as_bytes());
    let from = ["--from", "2025-07-01"];
    let faults: [(&str, &[&str], &str); 7] = [
        ("none.csv", &from, "Không đọc được tệp"),
        ("old.xls", &from, "là tệp Excel kiểu cũ (.xls)"),
        ("tcvn.csv", &from, "không phải bảng tính XLSX hay CSV"),
        ("bare.csv", &from, "Không thấy hàng tên cột"),
        ("list.csv", &[], "--from 2025-07-01"),
        (
            "rows.csv",
            &from,
            "Hàng 2: mã “x” không đúng. Mã tỉnh có 2 chữ số, mã huyện có 3, mã xã có 5.\nHàng 3: không biết “Cẩm Giàng” là xã, phường hay tỉnh.",
        ),
        ("orphan.csv", &from, "Hàng 2: Xã Cẩm Giàng thuộc đơn vị mã 99"),
    ];
    for (name, more, told) in faults {
        let (said, done) = import(&folder, name, more);
        assert!(!done && said.contains(told) && said.contains("Chưa thêm đơn vị nào."), "{name}: {said}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}
