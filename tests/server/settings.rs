//! Settings: from options, variables and a file; what is wrong with them is said before anything is opened.

use std::fs;
use std::process::Command;

use crate::dist::{Dist, code};
use crate::driver::{Folder, Server, get, program, said};

fn site(folder: &Folder) {
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821)]);
    dist.finish();
}

/// What the program says of a mistake, and that it says so by its exit code.
fn refused(command: &mut Command, lang: &str) -> String {
    let output = command.env("LANG", lang).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    said(&output).trim_end().to_owned()
}

#[test]
fn a_setting_is_found_wherever_it_stands_and_the_nearest_counts() {
    let folder = Folder::new("settings");
    site(&folder);
    let file = folder.join("server.toml");
    fs::write(
        &file,
        "dist = \"dist\"\ndata = \"data\"\nlisten = \"127.0.0.1:1\"\nadmin_listen = \"127.0.0.1:2\"\n\
         trusted_proxies = [\"127.0.0.1\"]\nconnections = 100\nutc_offset = \"+07:00\"\n",
    )
    .unwrap();
    let mut command = program("disan-server");
    command.env("DISAN_CONFIG", &file).env("DISAN_LISTEN", "127.0.0.1:3").env("DISAN_ADMIN_LISTEN", "127.0.0.1:0");
    command.args(["--listen", "127.0.0.1:0"]).current_dir("/");
    let server = Server::start(&mut command);
    assert_ne!((server.public.port(), server.admin.port()), (1, 2));
    assert_eq!(get(server.public, &format!("/{}", code(4821)), &[]).status, 200);
    assert!(folder.join("data/journal").is_dir(), "paths are relative to the file's folder");
    server.stop();
}

#[test]
fn each_mistake_is_told_with_its_place_and_its_mending() {
    let folder = Folder::new("mistakes");
    site(&folder);
    let (dist, data) = (folder.join("dist"), folder.join("data"));
    let file = folder.join("server.toml");
    let place = file.display().to_string();
    let start = || {
        let mut command = program("disan-server");
        command.arg("--dist").arg(&dist).arg("--data").arg(&data);
        command
    };
    let in_file = |text: &str| {
        fs::write(&file, text).unwrap();
        let mut command = program("disan-server");
        command.arg("--config").arg(&file);
        command
    };
    let both = |make: &dyn Fn() -> Command, vi: &str, en: &str| {
        let vi = vi.replace("FILE", &place).replace("DATA", &dist.join("site/data").display().to_string());
        let en = en.replace("FILE", &place).replace("DATA", &dist.join("site/data").display().to_string());
        assert_eq!(refused(&mut make(), "vi_VN.UTF-8"), vi);
        assert_eq!(refused(&mut make(), "en_US.UTF-8"), en);
    };
    let with = |arguments: &'static [&'static str]| {
        let mut command = start();
        command.args(arguments);
        command
    };

    both(
        &|| with(&["--listen", "here"]),
        "--listen: không dùng được “here”. Hãy ghi địa chỉ và cổng như 127.0.0.1:8080, hoặc ổ nối trên máy như \
         unix:/run/disan/public.sock.",
        "--listen: “here” cannot be used. Write an address and a port like 127.0.0.1:8080, or a socket on this machine \
         like unix:/run/disan/public.sock.",
    );
    both(
        &|| with(&["--trusted-proxy", "0.0.0.0/0"]),
        "--trusted-proxy: không dùng được “0.0.0.0/0”. Hãy ghi địa chỉ của máy chủ đứng trước như 127.0.0.1, ::1 hay \
         10.0.0.0/8; không được tin cả mạng Internet (/0).",
        "--trusted-proxy: “0.0.0.0/0” cannot be used. Write the address of the proxy in front, like 127.0.0.1, ::1 or \
         10.0.0.0/8; the whole internet (/0) cannot be believed.",
    );
    both(
        &|| {
            let mut command = start();
            command.env("DISAN_UTC_OFFSET", "7");
            command
        },
        "DISAN_UTC_OFFSET: không dùng được “7”. Hãy ghi như +07:00.",
        "DISAN_UTC_OFFSET: “7” cannot be used. Write it like +07:00.",
    );
    both(
        &|| with(&["--database-url", "postgres://u:geheim@db.example/disan?sslmode=require"]),
        "--database-url: không dùng được “…”. Máy chủ nối với PostgreSQL không qua TLS nên không theo được \
         sslmode=require. Hãy đặt cơ sở dữ liệu trên cùng máy hoặc trong mạng riêng (WireGuard, stunnel) rồi bỏ sslmode \
         khỏi địa chỉ.",
        "--database-url: “…” cannot be used. The server speaks to PostgreSQL without TLS and cannot follow \
         sslmode=require. Keep the database on the same machine or behind a private network (WireGuard, stunnel), and \
         leave sslmode out of the address.",
    );
    both(
        &|| in_file("dist = \"dist\"\ndata = \"data\"\nconnections = 3\n"),
        "FILE:3: không dùng được “3”. Hãy ghi một số từ 16 đến 1000000.",
        "FILE:3: “3” cannot be used. Write a number from 16 to 1000000.",
    );
    both(
        &|| in_file("\nlistn = \"127.0.0.1:80\"\n"),
        "FILE:2: không có thiết lập nào tên “listn”. Các thiết lập: dist, data, listen, admin_listen, trusted_proxies, \
         connections, utc_offset, database_url, keep_journals.",
        "FILE:2: there is no setting called “listn”. The settings: dist, data, listen, admin_listen, trusted_proxies, \
         connections, utc_offset, database_url, keep_journals.",
    );
    both(
        &|| in_file("listen = [\"127.0.0.1:80\"]\n"),
        "FILE:1: giá trị của “listen” phải là chữ trong ngoặc kép hoặc một số; chỉ trusted_proxies là một danh sách, như \
         [\"127.0.0.1\"].",
        "FILE:1: the value of “listen” must be a text in quotes or a number; only trusted_proxies is a list, like \
         [\"127.0.0.1\"].",
    );
    both(
        &|| with(&["--listen", "127.0.0.1:9", "--admin-listen", "127.0.0.1:9"]),
        "--admin-listen: trang công khai và trang thống kê không thể cùng ở 127.0.0.1:9. Hãy chọn cổng khác cho một trong \
         hai (`--listen`, `--admin-listen`).",
        "--admin-listen: the public pages and the statistics cannot both be at 127.0.0.1:9. Choose another port for one \
         of them (`--listen`, `--admin-listen`).",
    );
    both(
        &|| {
            let mut command = program("disan-server");
            command.arg("--dist").arg(&dist).arg("--data").arg(dist.join("site/data"));
            command
        },
        "--data: thư mục số liệu DATA nằm trong phần công khai của trang. Hãy chọn thư mục nằm ngoài thư mục `dist`.",
        "--data: the data folder DATA lies in the public part of the site. Choose a folder outside the `dist` folder.",
    );
    both(&|| program("disan-server"), "Còn thiếu: --dist.", "Still missing: --dist.");

    let syntax = refused(&mut in_file("listen = \n"), "vi_VN.UTF-8");
    assert!(syntax.starts_with(&format!("{place}:1: tệp thiết lập viết chưa đúng TOML: ")), "{syntax}");
    let syntax = refused(&mut in_file("listen = \n"), "en_US.UTF-8");
    assert!(syntax.starts_with(&format!("{place}:1: the settings file is not sound TOML: ")), "{syntax}");
    let none = folder.join("none.toml").display().to_string();
    let missing = refused(program("disan-server").args(["--config", &none]), "vi_VN.UTF-8");
    assert!(missing.starts_with(&format!("Không đọc được tệp thiết lập {none}: ")), "{missing}");
    let missing = refused(program("disan-server").args(["--config", &none]), "en_US.UTF-8");
    assert!(missing.starts_with(&format!("Cannot read the settings file {none}: ")), "{missing}");
    assert!(!data.exists(), "nothing was opened");
}
