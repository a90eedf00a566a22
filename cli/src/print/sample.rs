//! A small project made by hand, for the tests of signs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use disan_server::catalog::{Code, Lang, Level, Localized, Unit, Units};
use jiff::civil::date;

use super::Options;
use crate::ledger::{Ledger, Row};
use crate::model::{
    Contact, Entry, Facts, GuideFacts, KindFacts, Palette, Placement, Project, Rank, RankLevel, RelicFacts, Settings,
    Status, Words,
};

/// A text in Vietnamese and English.
pub fn both<T: From<&'static str>>(vi: &'static str, en: &'static str) -> Localized<T> {
    [(Lang::vi(), vi.into()), (Lang::en(), en.into())].into_iter().collect()
}

/// The options every test starts from: the gate on, a fixed day.
pub fn options(project: &Project) -> Options {
    Options::new(project, date(2026, 11, 22))
}

/// The words of an entry: title, summary, and a body of `length` words.
pub fn words(path: &str, title: &str, summary: &str, length: usize) -> Words {
    let source = format!("# {title}\n\n{summary}\n\n{}\n", "lời ".repeat(length));
    let start = title.len() + 4;
    Words {
        path: path.to_owned(),
        title: title.into(),
        summary: summary.into(),
        summary_markdown: start..start + summary.len(),
        lead: start + summary.len()..source.len(),
        source: source.into(),
        sections: Vec::new(),
        references: Default::default(),
        status: Status::Reviewed,
    }
}

/// The sign of an entry itself.
pub fn main_sign(code: u32) -> Placement {
    Placement { key: "main".into(), name: Localized::default(), code: Code::from_stem(code).ok(), host: None }
}

/// A relic of special national rank.
pub fn relic(slug: &str, vi: (&str, &str), en: (&str, &str), placements: Vec<Placement>) -> Entry {
    let rank = Rank {
        level: RankLevel::SpecialNational,
        year: Some(2012),
        date: None,
        decision: None,
        authority: Localized::default(),
        listed_name: Localized::default(),
    };
    let folder = format!("di-tich/{slug}");
    Entry {
        slug: slug.to_owned(),
        facts_path: format!("{folder}/relic.toml"),
        facts: Facts::default(),
        kind: KindFacts::Relic(RelicFacts { ranks: vec![rank], ..RelicFacts::default() }),
        words: [
            (Lang::vi(), words(&format!("{folder}/vi.md"), vi.0, vi.1, 380)),
            (Lang::en(), words(&format!("{folder}/en.md"), en.0, en.1, 180)),
        ]
        .into_iter()
        .collect(),
        folder,
        recordings: Localized::default(),
        placements,
    }
}

/// The temple of Kiếp Bạc with a sign of its own and one at the great gate.
pub fn kiep_bac() -> Entry {
    let gate = Placement {
        key: "cong-lon".into(),
        name: both("Gần cổng lớn, phía sông", "Near the great gate, river side"),
        code: Code::from_stem(3107).ok(),
        host: None,
    };
    relic(
        "kiep-bac",
        (
            "Đền Kiếp Bạc",
            "Bạn đang ở đền Kiếp Bạc, bên Lục Đầu Giang, nơi sáu dòng sông gặp nhau và là nơi Hưng Đạo Đại vương Trần \
             Quốc Tuấn lập phủ đệ, đóng đại bản doanh Vạn Kiếp. Sau khi ông mất năm 1300, nhân dân dựng đền thờ; nay là \
             di tích quốc gia đặc biệt và một thành phần của di sản thế giới.",
        ),
        (
            "Kiep Bac Temple",
            "You are at Kiep Bac Temple by Luc Dau Giang, where six rivers meet and where General Tran Hung Dao kept his \
             residence and his Van Kiep base. People built the temple to honour him after his death in 1300; today it is a \
             Special National Relic Site and a component of a World Heritage property.",
        ),
        vec![main_sign(4821), gate],
    )
}

/// The cluster with the longest name in the sample content.
pub fn tue_tinh() -> Entry {
    relic(
        "tue-tinh",
        (
            "Quần thể di tích lịch sử – văn hóa Đền Xưa, Chùa Giám và Đền Bia thờ Đại danh y Thiền sư Tuệ Tĩnh",
            "Ba nơi này cùng nhớ Tuệ Tĩnh, thầy thuốc thế kỷ XIV được gọi là ông tổ của thuốc Nam. Chùa Giám còn tòa Cửu \
             phẩm liên hoa chín tầng bằng gỗ, quay được.",
        ),
        (
            "The Cluster of Historical and Cultural Relics of Xua Temple, Giam Pagoda and Bia Temple of the Physician Tue Tinh",
            "Three places keep the memory of Tue Tinh, the physician of the 14th century called the founder of Vietnamese \
             medicine. Giam Pagoda still has its nine-tier lotus tower of wood, which turns.",
        ),
        vec![Placement { name: both("Chùa Giám", "Giam Pagoda"), key: "chua-giam".into(), ..main_sign(5190) }],
    )
}

/// A guide, in Vietnamese alone.
pub fn guide() -> Entry {
    let summary =
        "Dừng lại khi bị hối thúc, đe dọa hoặc báo trúng thưởng. Năm bước ngắn để bạn và người nhà tự bảo vệ.";
    Entry {
        slug: "an-toan".into(),
        folder: "huong-dan/an-toan".into(),
        facts_path: "huong-dan/an-toan/guide.toml".into(),
        facts: Facts::default(),
        kind: KindFacts::Guide(GuideFacts::default()),
        words: [(Lang::vi(), words("huong-dan/an-toan/vi.md", "Tự bảo vệ trên không gian mạng", summary, 90))]
            .into_iter()
            .collect(),
        recordings: Localized::default(),
        placements: vec![main_sign(7003)],
    }
}

/// A project of these entries on a placeholder host, its ledger in step.
pub fn project(mut entries: Vec<Entry>) -> Project {
    entries.sort_by(|a, b| a.slug.cmp(&b.slug));
    let settings = Settings {
        title: both("Di sản quanh ta", "Heritage Around Us"),
        tagline: Localized::default(),
        host: "disan.example".into(),
        hosts: Vec::new(),
        domain_expires: None,
        languages: vec![Lang::vi(), Lang::en()],
        international: Lang::en(),
        fallback: Localized::default(),
        code_digits: 5,
        project: 1,
        owner: "phuong".into(),
        notice: both(
            "Nội dung mẫu, chưa được cơ quan văn hóa thẩm định.",
            "Sample content, not yet appraised by the culture office.",
        ),
        contact: Contact {
            phone: Some("0220 3 000 000".into()),
            personal_phone: Some("0912 345 678".into()),
            ..Contact::default()
        }
        .into(),
        kinds: BTreeMap::new(),
        tags: Vec::new(),
        templates: None,
        palette: Palette::default(),
        print: Default::default(),
        budget: Default::default(),
        security: None,
    };
    let unit = Unit {
        id: "phuong".into(),
        code: None,
        level: Level::Commune,
        kind: "phuong".into(),
        name: both("Phường Trần Hưng Đạo", "Tran Hung Dao Ward"),
        parent: None,
        valid_from: None,
        valid_to: None,
        succession: Vec::new(),
    };
    let ledger = ledger(&entries);
    let (root, units) = (PathBuf::from("content"), Units::new(vec![unit]));
    let headings = crate::model::Headings::embedded();
    Project { root, settings, units, unit_contacts: BTreeMap::new(), hotlines: Vec::new(), entries, ledger, headings }
}

/// A row for every code of the entries.
pub fn ledger(entries: &[Entry]) -> Ledger {
    let mut rows: Vec<Row> = Vec::new();
    for entry in entries {
        for placement in &entry.placements {
            if let Some(code) = placement.code {
                rows.push(Row {
                    host: placement.host.clone().unwrap_or_else(|| "disan.example".into()),
                    code,
                    entry: entry.slug.clone(),
                    placement: placement.key.clone(),
                    issued: date(2026, 11, 1),
                    printed: None,
                    retired: None,
                });
            }
        }
    }
    rows.sort_by(|a, b| (&a.host, a.code).cmp(&(&b.host, b.code)));
    Ledger { rows, ..Ledger::default() }
}
