//! Addresses of the statistics, there and back.

use jiff::civil::date;

use super::*;

fn ask(query: &str) -> Result<Ask, AskError> {
    let pairs = query.split('&').filter_map(|p| p.split_once('='));
    Ask::parse(&pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).collect(), |_| Choice::Today)
}

#[test]
fn an_address_is_read_and_written_back() {
    for query in [
        "ky=hom-nay",
        "ky=2026-03&lich=nd09",
        "ky=2026-12&lich=calendar",
        "ky=2026-q1&lich=nd09",
        "ky=2026-h2&lich=calendar",
        "ky=2026-9t&lich=nd09",
        "ky=2026&lich=nd09",
        "tu=2026-02-27&den=2026-03-01",
        "ky=2026-03&lich=nd09&don-vi=phuong-tran-hung-dao",
        "ky=hom-nay&lam-moi=khong",
    ] {
        assert_eq!(ask(query).unwrap().to_query(), query);
    }
    assert_eq!(ask("").unwrap().choice, Choice::Today);
    assert_eq!(ask("ky=&tu=&den=&don-vi=").unwrap(), ask("").unwrap());
    assert_eq!(ask("ky=2026-3").unwrap(), ask("ky=2026-03&lich=nd09").unwrap());
}

#[test]
fn an_address_without_a_period_means_one_by_its_own_way_of_cutting_months() {
    let month = |reckoning| {
        let parameters = [(RECKONING.to_owned(), reckoning)].map(|(k, v): (String, &str)| (k, v.to_owned()));
        let otherwise = |reckoning| Choice::Period(Period::month_of(reckoning, date(2026, 11, 22)));
        Ask::parse(&parameters.into(), otherwise).unwrap().to_query()
    };
    // On 22 November the month of Decree 09/2019 is December's already.
    assert_eq!((month("nd09"), month("calendar")), ("ky=2026-12&lich=nd09".into(), "ky=2026-11&lich=calendar".into()));
}

#[test]
fn days_of_one_s_own_choice_win_over_a_named_period() {
    let asked = ask("ky=2026-03&tu=2026-01-05&den=2026-01-06").unwrap();
    let days = Days { first: date(2026, 1, 5), last: date(2026, 1, 6) };
    assert_eq!(asked.period(date(2026, 5, 1)).days(), days);
}

#[test]
fn weeks_and_an_office_s_own_cut_have_names() {
    for (query, first, last) in [
        ("ky=2026-w48", date(2026, 11, 23), date(2026, 11, 29)),
        ("ky=2026-w01", date(2025, 12, 29), date(2026, 1, 4)),
        ("ky=2026-w48-5", date(2026, 11, 27), date(2026, 12, 3)),
        ("ky=2026-q1&lich=cut-25", date(2025, 12, 26), date(2026, 3, 25)),
    ] {
        let asked = ask(query).unwrap();
        assert_eq!(asked.period(date(2026, 5, 1)).days(), Days { first, last }, "{query}");
        assert_eq!(asked.to_query(), query);
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    for (query, fault) in [
        ("ky=2026-13", AskError::Period("2026-13".into())),
        ("ky=2026-00", AskError::Period("2026-00".into())),
        ("ky=2026-q5", AskError::Period("2026-q5".into())),
        ("ky=2026-+1", AskError::Period("2026-+1".into())),
        ("ky=2026-", AskError::Period("2026-".into())),
        ("ky=2026-ế", AskError::Period("2026-ế".into())),
        ("ky=2026-w54", AskError::Period("2026-w54".into())),
        ("ky=2026-w53-8", AskError::Period("2026-w53-8".into())),
        ("ky=2025-w53", AskError::Period("2025-w53".into())),
        ("ky=1999-01", AskError::Period("1999-01".into())),
        ("ky=99999", AskError::Period("99999".into())),
        ("ky=2026-03&lich=am", AskError::Reckoning("am".into())),
        ("tu=2026-02-30&den=2026-03-01", AskError::Day("2026-02-30".into())),
        ("tu=1/3/2026&den=2026-03-01", AskError::Day("1/3/2026".into())),
        ("dang=pdf", AskError::Form("pdf".into())),
        ("the-thuc=doan", AskError::Layout("doan".into())),
        ("tu=2026-03-01", AskError::OneEnd),
        ("tu=2026-03-02&den=2026-03-01", AskError::Backwards),
        ("tu=2001-03-02&den=2026-03-01", AskError::TooLong),
    ] {
        assert_eq!(ask(query), Err(fault), "{query}");
    }
}

#[test]
fn a_unit_cannot_break_out_of_the_address() {
    let asked = Ask { unit: Some("a&b=\"<c>".into()), ..ask("ky=2026&lich=nd09").unwrap() };
    assert_eq!(asked.to_query(), "ky=2026&lich=nd09&don-vi=a%26b%3D%22%3Cc%3E");
}
