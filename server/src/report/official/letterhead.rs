//! The head and the foot of an official report, by layout and language.

use crate::catalog::{Lang, Locale};
use crate::report::Layout;
use crate::stats::{self, Question, wording};

use super::brief::Brief;
use super::paper::{HeadLine, HeadRole, Letterhead, Recipients, Signing};

/// The head. `issuer` is the unit's own name, for a brief that names none.
pub(super) fn letterhead(locale: &Locale, question: &Question<'_>, brief: &Brief, issuer: &str) -> Letterhead {
    let line = |role, text: String| HeadLine { text, role };
    let caps = |text: &str| text.to_uppercase();
    let superior = brief.superior.as_deref().map(|text| line(HeadRole::Superior, caps(text)));
    let issuer = line(HeadRole::Issuer, caps(brief.issuer.as_deref().unwrap_or(issuer)));
    let number = number(locale, brief).map(|text| line(HeadRole::Number, text));
    let stars = (brief.layout == Layout::YouthUnion).then(|| line(HeadRole::Stars, "***".to_owned()));
    let left = superior.into_iter().chain([issuer]).chain(stars).chain(number).collect();
    let text = |key: &'static str| locale.text(key).to_owned();
    let mut right = match brief.layout {
        Layout::State => vec![
            line(HeadRole::Nation, text("report.official.nation")),
            line(HeadRole::Motto, text("report.official.motto")),
        ],
        Layout::YouthUnion => vec![line(HeadRole::Union, text("report.official.union"))],
    };
    right.push(line(HeadRole::Place, place_and_date(locale, question, brief)));
    Letterhead { left, right }
}

/// `Số: 05/BC-UBND` for the state, `Số: 12-BC/ĐTN` for the Youth Union: the hyphen stands before the type there. A team is
/// no legal person; without a short name of its body its report has no number.
fn number(locale: &Locale, brief: &Brief) -> Option<String> {
    let fallback = (brief.layout == Layout::YouthUnion).then_some("ĐTN");
    let body = brief.symbol.as_deref().or(fallback)?;
    // Room for a clerk's pen.
    let number = brief.number.as_deref().map_or_else(|| "\u{a0}".repeat(6), padded);
    let sign = match brief.layout {
        Layout::State => format!("{number}/BC-{body}"),
        Layout::YouthUnion => format!("{number}-BC/{body}"),
    };
    Some(locale.fill("report.official.number", &[("sign", &sign)]))
}

/// Numbers below 10 have a nought before them.
fn padded(number: &str) -> String {
    match number.trim() {
        one if one.len() == 1 && one.bytes().all(|b| b.is_ascii_digit()) => format!("0{one}"),
        other => other.to_owned(),
    }
}

fn place_and_date(locale: &Locale, question: &Question<'_>, brief: &Brief) -> String {
    let date = locale.long_date(question.today());
    match brief.place.as_deref() {
        Some(place) => format!("{place}, {date}"),
        None => wording::capitalized(&date),
    }
}

/// Who gets it: those the brief names, else the body above; a copy is kept.
pub(super) fn recipients(locale: &Locale, brief: &Brief) -> Recipients {
    let kept = match brief.layout {
        Layout::State => "report.official.kept_state",
        Layout::YouthUnion => "report.official.kept_union",
    };
    let mut names: Vec<String> = brief.recipients.clone();
    if names.is_empty() {
        names.extend(brief.superior.clone());
    }
    names.push(locale.text(kept).to_owned());
    let last = names.len() - 1;
    let mark = |i: usize| if i == last { "." } else { ";" };
    let trimmed = |text: &str| text.trim_end_matches(['.', ';', ' ']).trim_start_matches(['-', ' ']).to_owned();
    let items = names.iter().enumerate().map(|(i, name)| format!("- {}{}", trimmed(name), mark(i))).collect();
    Recipients { title: locale.text("report.official.recipients").to_owned(), items }
}

/// Who signs. The program draws neither seal nor signature.
pub(super) fn signing(locale: &Locale, brief: &Brief) -> Signing {
    let own = || match brief.layout {
        Layout::State => vec!["report.official.leader"],
        Layout::YouthUnion => vec!["report.official.for_committee", "report.official.secretary"],
    };
    let lines = match brief.signed_as.is_empty() {
        true => own().into_iter().map(|key| locale.text(key).to_owned()).collect(),
        false => brief.signed_as.iter().map(|line| line.to_uppercase()).collect(),
    };
    Signing {
        lines,
        hint: locale.text("report.sign.hint").to_owned(),
        name: brief.signed_by.clone().unwrap_or_default(),
    }
}

/// What the report is about: `Kết quả hoạt động Tổ công nghệ số cộng đồng quý I năm 2026`.
pub(super) fn subject(locale: &Locale, question: &Question<'_>, brief: &Brief) -> String {
    let period = match &brief.campaign {
        Some(name) => name.clone(),
        None => period_name(locale, question.period),
    };
    let team = brief.team.as_deref().unwrap_or(locale.text("report.official.team"));
    let key = match brief.layout {
        Layout::State => "report.official.subject_state",
        Layout::YouthUnion => "report.official.subject_union",
    };
    match &brief.subject {
        Some(subject) => format!("{} {period}", subject.trim()),
        None => locale.fill(key, &[("team", team), ("period", &period)]),
    }
}

/// The name of a period within a sentence: quý I năm 2026.
pub(in crate::report) fn period_name(locale: &Locale, period: stats::Period) -> String {
    let name = wording::long_name(locale, period);
    // English months are names and stay great.
    let keeps =
        locale.lang() != &Lang::vi() && matches!(period, stats::Period::Regular { span: stats::Span::Month(_), .. });
    if keeps { name } else { wording::uncapitalized(&name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(layout: Layout, number: Option<&str>, symbol: Option<&str>) -> Option<String> {
        let own = |text: &str| text.to_owned();
        let brief = Brief { layout, number: number.map(own), symbol: symbol.map(own), ..Brief::default() };
        super::number(&Locale::embedded(&Lang::vi()), &brief)
    }

    #[test]
    fn the_hyphen_stands_where_each_layout_wants_it() {
        let sign = |text: &str| Some(text.to_owned());
        assert_eq!(numbered(Layout::State, Some("5"), Some("UBND")), sign("Số: 05/BC-UBND"));
        assert_eq!(numbered(Layout::YouthUnion, Some("12"), None), sign("Số: 12-BC/ĐTN"));
        assert_eq!(numbered(Layout::State, Some("5"), None), None);
        let room = numbered(Layout::YouthUnion, None, None).unwrap();
        assert!(room.starts_with("Số: \u{a0}\u{a0}") && room.ends_with("-BC/ĐTN"), "{room}");
    }

    #[test]
    fn recipients_end_as_the_rules_want() {
        let brief = Brief { recipients: vec!["- UBND phường;".into(), "Thành đoàn".into()], ..Brief::default() };
        let items = recipients(&Locale::embedded(&Lang::vi()), &brief).items;
        assert_eq!(items, ["- UBND phường;", "- Thành đoàn;", "- Lưu: VT."]);
    }
}
