//! Which files are made, of what, and how large.

use super::*;

#[test]
fn lists_are_made_for_each_unit_and_say_where_signs_hang() {
    let project = project(vec![kiep_bac(), guide()]);
    let out = Out::new("lists");
    let options = Options { formats: vec![SignFormat::Install, SignFormat::Patrol], ..options(&project) };
    assert_eq!(build(&project, &options, &out).unwrap(), Printed { sheets: 2, symbols: 0 });
    for format in ["install", "patrol"] {
        assert!(out.staged(&format!("print/{format}/units/phuong.pdf")).starts_with(b"%PDF"));
        assert!(out.staged(&format!("print/{format}/all.pdf")).starts_with(b"%PDF"));
    }
    let list = sheets(&project, &options, SignFormat::Install)[0].to_string();
    for text in [
        "Phường Trần Hưng Đạo",
        "48 217",
        "31 073",
        "70 030",
        "Gần cổng lớn, phía sông",
        "120 cm",
        "Ngày lắp",
        "Người lắp ký",
    ] {
        assert!(list.contains(text), "{text} in {list}");
    }
    let ticks = list.lines().filter(|line| line.ends_with("5.00 × 0.25, 100 %")).count();
    assert_eq!(ticks, 3 * 4 * 2, "four boxes a sign, each with an upper and a lower edge");
}

#[test]
fn files_are_by_entry_by_unit_and_all_or_as_chosen() {
    let project = project(vec![kiep_bac(), tue_tinh(), guide()]);
    let made = |change: &dyn Fn(&mut Options)| -> Vec<String> {
        let mut options = Options { gate: false, by_unit: true, ..options(&project) };
        change(&mut options);
        let speaker = Speaker::new(&project, &options);
        let signs = sign::signs(&project, &options, &speaker).unwrap();
        let format = Format::of(options.formats[0]);
        let paths = batch::batches(&signs, &options, &format, &speaker).into_iter();
        paths.map(|batch| format!("{} {}", batch.path, batch.signs.len())).collect()
    };
    assert_eq!(
        made(&|_| {}),
        [
            "print/a4/an-toan 1",
            "print/a4/kiep-bac 2",
            "print/a4/tue-tinh 1",
            "print/a4/units/phuong 4",
            "print/a4/all 4"
        ]
    );
    assert_eq!(made(&|o| o.formats = vec![SignFormat::Label]), ["print/label/units/phuong 4", "print/label/all 4"]);
    let by_entry = |o: &mut Options| {
        o.by_unit = false;
        o.selection.entries = ["kiep-bac".to_owned()].into();
    };
    assert_eq!(made(&by_entry), ["print/a4/kiep-bac 2"]);
    let by_code = |o: &mut Options| {
        o.by_unit = false;
        o.selection.code = Code::from_stem(3107).ok();
    };
    assert_eq!(made(&by_code), ["print/a4/31073 1"]);
}

#[test]
fn an_entry_without_a_code_has_no_sign() {
    let mut entry = guide();
    entry.placements[0].code = None;
    let project = project(vec![entry, kiep_bac()]);
    let out = Out::new("without-code");
    assert_eq!(build(&project, &options(&project), &out).unwrap(), Printed { sheets: 2, symbols: 2 });
    assert!(!out.0.join(".staging/print/a4/an-toan.pdf").exists());
}

#[test]
fn every_placement_gets_its_poster_and_the_collection_has_all() {
    let project = project(vec![kiep_bac(), tue_tinh(), guide()]);
    let out = Out::new("all");
    let printed = build(&project, &options(&project), &out).unwrap();
    assert_eq!(printed, Printed { sheets: 4, symbols: 4 });
    for (file, pages) in [("kiep-bac", 2), ("tue-tinh", 1), ("an-toan", 1), ("all", 4)] {
        let bytes = out.staged(&format!("print/a4/{file}.pdf"));
        assert_eq!(lopdf::Document::load_mem(&bytes).unwrap().get_pages().len(), pages, "{file}");
    }
}

#[test]
fn two_runs_give_the_same_bytes_on_one_thread_or_many() {
    let project = project(vec![kiep_bac(), tue_tinh(), guide()]);
    let run = |threads: usize, name: &str| {
        let out = Out::new(name);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let options = Options { gate: false, ..options(&project) };
        pool.install(|| build(&project, &options, &out)).unwrap();
        ["kiep-bac", "tue-tinh", "an-toan", "all"].map(|file| out.staged(&format!("print/a4/{file}.pdf")))
    };
    let first = run(1, "one");
    assert!(first == run(1, "again") && first == run(4, "many"));
}

#[test]
fn another_poster_costs_at_most_four_kilobytes() {
    let summary = kiep_bac();
    let vi = summary.words.get(&Lang::vi()).unwrap().summary.to_string();
    let en = summary.words.get(&Lang::en()).unwrap().summary.to_string();
    let size = |count: u32| {
        let entries = (0..count).map(|i| {
            let titles = (format!("Đền thứ {i} bên sông"), format!("Temple number {i} by the river"));
            relic(&format!("den-{i:03}"), (&titles.0, &vi), (&titles.1, &en), vec![main_sign(4000 + i)])
        });
        let project = project(entries.collect());
        let out = Out::new(&format!("size-{count}"));
        build(&project, &Options { gate: false, ..options(&project) }, &out).unwrap();
        out.staged("print/a4/all.pdf").len()
    };
    let (few, many) = (size(10), size(30));
    assert!((many - few) / 20 <= 4_000, "{} bytes a poster", (many - few) / 20);
}

#[test]
fn a_file_that_passed_is_scanned_again_only_when_it_changed() {
    let mut project = project(vec![guide()]);
    let (out, cache) = (Out::new("memory"), Out::new("memory-cache"));
    let options = Options { cache: Some(cache.0.clone()), ..options(&project) };
    let kept = || std::fs::read_to_string(cache.0.join("scanned-signs.json")).unwrap();
    build(&project, &options, &out).unwrap();
    let first = kept();
    build(&project, &options, &out).unwrap();
    assert_eq!(kept(), first, "nothing new was met");
    project.settings.host = "ditich.example".into();
    project.ledger.rows[0].host = "ditich.example".into();
    build(&project, &options, &out).unwrap();
    assert!(kept().len() > first.len(), "the new address was scanned");
}
