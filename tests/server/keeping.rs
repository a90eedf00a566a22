//! Keeping the data folder: backups, moves, older copies, damaged counts, and disks that take nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use crate::dist::code;
use crate::driver::{Folder, Server, copy, eventually, files, get, program, said};
use crate::scans::{IPHONE, Load, command, rebuild, serve, site, store, total};

fn ask(words: &[&str], places: &[(&str, &Path)]) -> (bool, String) {
    let mut command = program("disan-server");
    command.args(words);
    for (name, place) in places {
        command.arg(name).arg(place);
    }
    let output = command.output().unwrap();
    (output.status.success(), said(&output))
}

fn visit(server: &Server) {
    assert_eq!(get(server.public, &format!("/{}", code(4821)), &[("User-Agent", IPHONE)]).status, 200);
}

/// A folder whose server has counted some scans and was stopped.
fn lived(name: &str, visits: i64) -> Folder {
    let folder = Folder::new(name);
    site(&folder);
    let server = serve(&folder);
    (0..visits).for_each(|_| visit(&server));
    server.stop();
    assert_eq!(total(&mut store(&folder)), visits);
    folder
}

#[test]
fn a_backup_made_under_load_restores_what_was_answered_before_it() {
    let folder = Folder::new("backup");
    site(&folder);
    let server = serve(&folder);
    visit(&server);
    server.stop();
    let server = serve(&folder);
    let load = Load::start(server.public, 4);
    eventually("some scans", || (load.answered() > 300).then_some(()));
    let before = load.answered();
    let (done, told) = ask(&["backup"], &[("--data", &folder.join("data")), ("--to", &folder.join("copy"))]);
    assert!(done && told.contains("Hãy giữ bản này ở máy khác"), "{told}");
    let after = load.sent();
    server.stop();
    let (_, answered) = load.end();
    assert_eq!(total(&mut store(&folder)), answered + 1);

    let elsewhere = Folder::new("backup-elsewhere");
    site(&elsewhere);
    let restore = |from: &Path| ask(&["restore"], &[("--from", from), ("--data", &elsewhere.join("data"))]);
    let (done, told) = restore(&folder.join("copy"));
    assert!(done, "{told}");
    serve(&elsewhere).stop();
    let restored = total(&mut store(&elsewhere));
    assert!(before < restored && restored <= after + 1, "{before} answered, {restored} restored, {after} sent");
    assert!(rebuild(&elsewhere).contains("; 0 dòng"));

    let (done, told) = restore(&folder.join("copy"));
    assert!(!done && told.contains("đã có và không trống; chưa thay đổi gì"), "{told}");
    let (done, told) = restore(&folder.join("dist"));
    assert!(!done && told.contains("đã có và không trống") | told.contains("không phải bản sao lưu"), "{told}");
}

#[test]
fn a_damaged_backup_is_refused_and_named() {
    let folder = lived("damaged-backup", 3);
    let (done, told) =
        ask(&["backup", "--lang", "en"], &[("--data", &folder.join("data")), ("--to", &folder.join("copy"))]);
    assert!(done && told.contains("3 files. Keep it on another machine."), "{told}");
    let (done, told) =
        ask(&["backup", "--lang", "en"], &[("--data", &folder.join("data")), ("--to", &folder.join("copy"))]);
    assert!(!done && told.contains("not empty; nothing was changed"), "{told}");
    let (done, told) =
        ask(&["backup", "--lang", "en"], &[("--data", &folder.join("dist")), ("--to", &folder.join("new"))]);
    assert!(!done && told.contains("There is no scan journal in"), "{told}");

    let restore =
        || ask(&["restore", "--lang", "en"], &[("--from", &folder.join("copy")), ("--data", &folder.join("new"))]);
    let list = fs::read_to_string(folder.join("copy/backup.txt")).unwrap();
    let named: Vec<PathBuf> =
        list.lines().skip(1).filter_map(|line| Some(folder.join("copy").join(line.splitn(3, ' ').nth(2)?))).collect();
    assert_eq!(named.len(), 3, "{list}");
    for file in named {
        let whole = fs::read(&file).unwrap();
        let mut damaged = whole.clone();
        damaged[whole.len() / 2] ^= 1;
        fs::write(&file, damaged).unwrap();
        let (done, told) = restore();
        assert!(!done && told.contains(&*file.to_string_lossy()) && told.contains("Nothing was restored"), "{told}");
        fs::write(&file, whole).unwrap();
    }
    for changed in [list.replace("end 3", "end 2"), list.replace("counts.sqlite", "../counts.sqlite")] {
        fs::write(folder.join("copy/backup.txt"), changed).unwrap();
        let (done, told) = restore();
        assert!(!done && told.contains("backup.txt is not as it was written"), "{told}");
    }
    fs::remove_file(folder.join("copy/backup.txt")).unwrap();
    let (done, told) = restore();
    assert!(!done && told.contains("is no backup"), "{told}");
    assert!(!folder.join("new").exists());
}

#[test]
fn a_data_folder_that_was_moved_goes_on_counting_and_an_older_store_catches_up() {
    let folder = lived("moved", 4);
    let elsewhere = Folder::new("moved-elsewhere");
    site(&elsewhere);
    copy(&folder.join("data"), &elsewhere.join("data"));
    let server = serve(&elsewhere);
    visit(&server);
    server.stop();
    assert_eq!(total(&mut store(&elsewhere)), 5);

    // The store of before beside the journal of today.
    fs::copy(folder.join("data/counts.sqlite"), elsewhere.join("data/counts.sqlite")).unwrap();
    assert_eq!(total(&mut store(&elsewhere)), 4);
    serve(&elsewhere).stop();
    assert_eq!(total(&mut store(&elsewhere)), 5);
    assert!(rebuild(&elsewhere).contains("; 0 dòng"));

    // The store of today beside the journal of before: told, and never forgotten by a rebuild.
    for name in files(&folder.join("data/journal")).keys() {
        let _ = fs::remove_file(elsewhere.join("data/journal").join(name));
    }
    fs::remove_file(elsewhere.join("data/journal").join(files(&elsewhere.join("data/journal")).keys().next().unwrap()))
        .unwrap();
    let server = serve(&elsewhere);
    let page = get(server.admin, "/en/statistics", &[]);
    assert!(page.text().contains("journal files that are counted are no longer in the folder"), "{}", page.text());
    server.stop();
    let (done, told) = ask(&["rebuild"], &[("--data", &elsewhere.join("data"))]);
    assert!(!done && told.contains("tệp nhật ký đã được tính nay không còn"), "{told}");
    assert_eq!(total(&mut store(&elsewhere)), 5);
}

/// The team's link for the owner's unit, as its page gives it.
fn link(server: &Server) -> Option<String> {
    let page = get(server.admin, "/thong-ke/may-cua-doi", &[]).text().replace("&#x2F;", "/");
    Some(page.split("?ve=").nth(1)?.split('"').next()?.to_owned())
}

fn holds(server: &Server, pass: &str) -> bool {
    get(server.public, &format!("/_disan/to?ve={pass}"), &[("User-Agent", IPHONE)]).status == 200
}

#[test]
fn the_office_outlives_counts_that_are_lost_rebuilt_or_restored_and_is_never_begun_anew() {
    let folder = Folder::new("office");
    site(&folder);
    let server = serve(&folder);
    let pass = link(&server).unwrap();
    visit(&server);
    let (done, told) = ask(&["backup"], &[("--data", &folder.join("data")), ("--to", &folder.join("copy"))]);
    assert!(done, "{told}");
    server.stop();
    for place in ["data", "copy"] {
        let mode = fs::metadata(folder.join(place).join("office.sqlite")).unwrap().permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o077, 0, "{place}: it holds a secret");
    }
    rebuild(&folder);
    fs::remove_file(folder.join("data/counts.sqlite")).unwrap();
    let server = serve(&folder);
    assert!(holds(&server, &pass));
    server.stop();
    assert_eq!(total(&mut store(&folder)), 1);

    // Damaged, it is left as it is, and said; readers and counts go on.
    let file = folder.join("data/office.sqlite");
    let rubbish = "this is no database ".repeat(500);
    fs::write(&file, &rubbish).unwrap();
    let server = serve(&folder);
    visit(&server);
    assert!(!holds(&server, &pass) && link(&server).is_none());
    let page = get(server.admin, "/en/statistics", &[]).text();
    assert!(page.contains("office.sqlite") && page.contains("restore office.sqlite from a backup"), "{page}");
    let page = get(server.admin, "/en/statistics/devices", &[]).text();
    assert!(page.contains("No link can be made now"), "{page}");
    server.stop();
    assert_eq!(fs::read_to_string(&file).unwrap(), rubbish);
    assert_eq!(total(&mut store(&folder)), 2);

    fs::remove_dir_all(folder.join("data")).unwrap();
    let (done, told) = ask(&["restore"], &[("--from", &folder.join("copy")), ("--data", &folder.join("data"))]);
    assert!(done, "{told}");
    // A journal that ends as a crash leaves it, and damage in the office that does not show by itself.
    let name = files(&folder.join("data/journal")).into_keys().next().unwrap();
    let segment = folder.join("data/journal").join(name);
    let length = fs::metadata(&segment).unwrap().len();
    fs::File::options().write(true).open(&segment).unwrap().set_len(length - 32).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let index = bytes.len() - 4_096;
    bytes[index..index + 4].fill(0xaa);
    fs::write(&file, bytes).unwrap();
    let server = serve(&folder);
    eventually("a page that tells of the office", || {
        get(server.admin, "/en/statistics", &[]).text().contains("office.sqlite").then_some(())
    });
    server.stop();
}

/// What a page says of counts that were begun anew.
fn renewed(folder: &Folder, server: &Server) {
    let aside = eventually("a new store", || {
        files(&folder.join("data"))
            .into_keys()
            .find(|name| name.starts_with("counts.damaged-") && name.ends_with(".sqlite"))
    });
    eventually("a page that tells of it", || {
        let page = get(server.admin, "/en/statistics", &[]);
        (page.status == 200 && page.text().contains(&aside)).then_some(())
    });
}

#[test]
fn counts_that_are_no_database_are_counted_anew() {
    let folder = lived("rubbish", 3);
    fs::write(folder.join("data/counts.sqlite"), "this is no database ".repeat(500)).unwrap();
    let server = serve(&folder);
    visit(&server);
    renewed(&folder, &server);
    server.stop();
    assert_eq!(total(&mut store(&folder)), 4);
    fs::write(folder.join("data/counts.sqlite"), "this is no database ".repeat(500)).unwrap();
    rebuild(&folder);
    assert_eq!(total(&mut store(&folder)), 4);
}

#[test]
fn damage_that_does_not_show_is_found_after_a_crash_and_the_counts_are_counted_anew() {
    let folder = lived("hidden", 3);
    let file = folder.join("data/counts.sqlite");
    // A page in the middle that nothing needs at once, and a journal that ends as a crash leaves it.
    let mut bytes = fs::read(&file).unwrap();
    let page = bytes.chunks(4_096).rposition(|page| page.windows(6).any(|word| word == b"person")).unwrap();
    bytes[page * 4_096..page * 4_096 + 12].fill(0xaa);
    fs::write(&file, bytes).unwrap();
    let name = files(&folder.join("data/journal")).into_keys().next_back().unwrap();
    let segment = folder.join("data/journal").join(name);
    let length = fs::metadata(&segment).unwrap().len();
    fs::File::options().write(true).open(&segment).unwrap().set_len(length - 32).unwrap();
    let server = serve(&folder);
    renewed(&folder, &server);
    server.stop();
    assert_eq!(total(&mut store(&folder)), 3);
}

/// A place with a small disk of its own, seen only by those who enter it.
struct SmallDisk {
    holder: Child,
    data: PathBuf,
}

impl SmallDisk {
    fn at(data: &Path, size: &str) -> SmallDisk {
        fs::create_dir_all(data).unwrap();
        let ready = data.with_extension("ready");
        let script = format!(
            "mount -t tmpfs -o size={size} none '{}' && touch '{}' && exec sleep 600",
            data.display(),
            ready.display()
        );
        let holder = Command::new("unshare").args(["-rm", "sh", "-c", &script]).spawn().unwrap();
        let disk = SmallDisk { holder, data: data.to_owned() };
        eventually("a small disk", || ready.exists().then_some(()));
        disk
    }

    /// `command`, run inside.
    fn inside(&self, command: &Command) -> Command {
        let mut inside = Command::new("nsenter");
        inside.args(["-t", &self.holder.id().to_string(), "-U", "-m", "--preserve-credentials", "--"]);
        inside.arg(command.get_program()).args(command.get_args());
        inside
    }

    fn shell(&self, script: &str) -> bool {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        self.inside(&command).status().unwrap().success()
    }

    /// Copies the data folder to where everybody sees it.
    fn bring_out(&self, to: &Path) {
        assert!(self.shell(&format!("cp -r '{}' '{}'", self.data.display(), to.display())));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

/// A server whose data folder is on the small disk.
fn on_small(folder: &Folder) -> Command {
    let mut command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    command.arg("--data").arg(folder.join("small/data"));
    command
}

#[test]
fn a_full_disk_stops_no_reader_and_what_waited_is_counted_once_there_is_room() {
    let folder = Folder::new("full");
    site(&folder);
    let disk = SmallDisk::at(&folder.join("small"), "3m");
    let inner = on_small(&folder);
    let server = Server::start(&mut disk.inside(&inner));
    let load = Load::start(server.public, 4);
    eventually("the first scans", || (load.answered() > 200).then_some(()));
    assert!(
        !disk.shell(&format!("cat /dev/zero > '{}'", folder.join("small/filler").display())),
        "there was room for all"
    );
    let filled = load.answered();
    let troubled = || get(server.admin, "/en/statistics", &[]).text().contains("No space left on device");
    let begun = std::time::Instant::now();
    // What the file was filled with ahead still takes some thousands.
    while !troubled() {
        assert!(begun.elapsed().as_secs() < 60, "the disk never refused");
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    let refused = load.answered();
    assert!(refused > filled, "readers wait");
    assert!(disk.shell(&format!("rm '{}'", folder.join("small/filler").display())));
    eventually("a disk that takes everything again", || (!troubled()).then_some(()));
    server.stop();
    let (_, answered) = load.end();
    disk.bring_out(&folder.join("out"));
    fs::rename(folder.join("out/data"), folder.join("data")).unwrap();
    assert_eq!(total(&mut store(&folder)), answered);
    assert!(rebuild(&folder).contains("; 0 dòng"));
}

#[test]
fn on_a_disk_that_became_read_only_readers_get_their_pages_and_counting_goes_on_when_it_can() {
    let folder = Folder::new("read-only");
    site(&folder);
    let disk = SmallDisk::at(&folder.join("small"), "8m");
    let inner = on_small(&folder);
    let server = Server::start(&mut disk.inside(&inner));
    visit(&server);
    server.stop();
    let remount = |how: &str| disk.shell(&format!("mount -o remount,{how} '{}'", folder.join("small").display()));
    assert!(remount("ro"));
    let server = Server::start(&mut disk.inside(&inner));
    (0..3).for_each(|_| visit(&server));
    let page = get(server.admin, "/en/statistics", &[]);
    assert!(page.text().contains("Read-only file system") || page.status == 503, "{}", page.text());
    assert!(remount("rw"));
    eventually("a disk that takes everything again", || {
        let page = get(server.admin, "/en/statistics", &[]);
        (page.status == 200 && !page.text().contains("Read-only")).then_some(())
    });
    visit(&server);
    eventually("the three that waited and the one after them", || {
        let page = get(server.admin, "/metrics", &[]).text();
        let counted = page.lines().find_map(|line| line.strip_prefix("disan_records_counted_total "));
        (counted?.parse::<u64>().ok()? >= 4).then_some(())
    });
    server.stop();
    disk.bring_out(&folder.join("out"));
    fs::rename(folder.join("out/data"), folder.join("data")).unwrap();
    assert_eq!(total(&mut store(&folder)), 5);
}

#[test]
fn a_second_server_on_the_same_folder_is_refused_in_words() {
    let folder = Folder::new("second");
    site(&folder);
    let server = serve(&folder);
    let output = command(&folder).output().unwrap();
    assert!(!output.status.success());
    assert!(said(&output).contains("đang được một máy chủ disan khác dùng"), "{}", said(&output));
    let (done, told) = ask(&["rebuild"], &[("--data", &folder.join("data"))]);
    assert!(!done && told.contains("đang được một máy chủ disan khác dùng"), "{told}");
    visit(&server);
    server.stop();
}
