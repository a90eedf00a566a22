//! Whole content folders through the loader, the parser and the model.

use std::path::{Path, PathBuf};

use disan::model::{KindFacts, Project, ReferenceTarget, Role};
use disan::{load, model, parse};
use disan_server::catalog::{Kind, Lang};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(name)
}

fn project(root: &Path) -> Project {
    let content = load::load(root).unwrap();
    let (parsed, faults) = parse::parse(&content);
    assert_eq!(faults, []);
    let (project, faults) = model::build(parsed, &content);
    assert_eq!(faults, []);
    project.unwrap()
}

#[test]
fn the_small_project_is_understood_whole() {
    let project = project(&fixture("small"));
    let slugs: Vec<(&str, Kind)> = project.entries.iter().map(|e| (e.slug.as_str(), e.kind())).collect();
    let expected = [
        ("chua-con-son", Kind::Relic),
        ("den-suot", Kind::Relic),
        ("hai-di-tich", Kind::Trail),
        ("thang-thanh-nien", Kind::Event),
        ("trung-tam", Kind::Service),
        ("vneid", Kind::Guide),
    ];
    assert_eq!(slugs, expected);
    assert_eq!(project.settings.title.get(&Lang::en()).unwrap(), "Test Heritage");
    assert_eq!(project.units.iter().count(), 4);
    assert_eq!(project.hotlines[0].number, "113");
}

#[test]
fn facts_are_read_and_handed_down() {
    let project = project(&fixture("small"));
    let con_son = project.entry("chua-con-son").unwrap();
    let place = con_son.facts.coordinates.unwrap();
    assert!((place.latitude - 21.15111).abs() < 1e-4 && (place.longitude - 106.39306).abs() < 1e-4);
    assert_eq!(con_son.facts.unit.len(), 2);
    assert_eq!(con_son.facts.team.as_deref(), Some("doan-phuong"));
    assert_eq!(con_son.facts.cover.as_ref().unwrap().path, "di-tich/chua-con-son/cổng.png");
    assert_eq!(con_son.facts.contact.phone.as_deref(), Some("09xx xxx xxx"));
    let KindFacts::Relic(relic) = &con_son.kind else { panic!() };
    assert_eq!(relic.ranks.iter().map(|r| r.level.id()).collect::<Vec<_>>(), ["special-national", "national"]);
    assert_eq!((relic.festivals[0].month_only, relic.festivals[1].main.unwrap().day), (Some(1), 20));

    let suot = project.entry("den-suot").unwrap();
    assert_eq!(suot.facts.unit[0].id, "phuong-tran-hung-dao");
    let keys: Vec<&str> = suot.placements.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(keys, ["cong-truoc", "hau-cung"]);
    assert_eq!(suot.facts.pictures[0].path, "di-tich/chua-con-son/giếng-ngọc.jpg");
    let main: Vec<&str> = con_son.placements.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(main, ["main"]);
}

#[test]
fn words_are_cut_into_title_summary_lead_and_sections() {
    let project = project(&fixture("small"));
    let words = project.entry("chua-con-son").unwrap().words.get(&Lang::vi()).unwrap();
    assert_eq!(&*words.title, "Chùa Côn Sơn");
    assert!(words.summary.starts_with("Bạn đang ở chùa Côn Sơn") && words.summary.ends_with("ở đây."));
    assert_eq!(words.part(&words.lead), "Chùa ở giữa rừng thông.");
    let roles: Vec<Option<Role>> = words.sections.iter().map(|s| s.role).collect();
    assert_eq!(roles, [Some(Role::Origin), Some(Role::Development), Some(Role::See), Some(Role::Practical)]);
    assert_eq!(words.part(&words.section(Role::See).unwrap().body), "- Tháp Đăng Minh\n- Giếng Ngọc");
    let references: Vec<(ReferenceTarget, &str)> = words.references.iter().map(|r| (r.target, &*r.address)).collect();
    let expected = [(ReferenceTarget::Picture, "giếng-ngọc.jpg"), (ReferenceTarget::Link, "den-suot#nguon-goc-ra-doi")];
    assert_eq!(references, expected);
    assert!(words.references.iter().all(|r| r.target == ReferenceTarget::Link || !r.alt.is_empty()));
}
