//! What every store must do, whichever engine it is: one suite for all.

use disan_server::store::{
    Account, Activity, ApiToken, Batch, Campaign, Change, ClassCount, Contact, Dim, DimCount, EntryUnit, Gap,
    GapReason, Indicator, Invitation, Office, Opened, Registered, RoleAt, Session, Store, StoreError, Sum, Target,
    UnitHalf,
};

fn batch(segment: &str, from: u64, to: u64) -> Batch {
    let mut batch = Batch::default();
    let sum = Sum { n: 2, first: 1 };
    batch.scan_day.insert((7, "main".into(), 20_000, "person"), sum);
    batch.scan_day.insert((7, "gate".into(), 20_001, "bot"), Sum { n: 1, first: 0 });
    batch.entry_half.insert((7, 48_600, "person", "lang", "vi".into()), sum);
    batch.unit_half.insert(("ward".into(), 48_600, "person", "lang", "vi".into()), sum);
    batch.orphan_day.insert((20_000, 3), (5, format!("{from}67")));
    batch.answer_day.insert((20_000, "late".into()), 4);
    batch.gaps.push(Gap { from_ts: 100, to_ts: 200, reason: GapReason::Unclean });
    batch.watermarks.insert(segment.into(), (from, to));
    batch
}

/// Checks the whole contract on fresh stores.
pub fn keeps<S: Store>(mut fresh: impl FnMut() -> S) {
    sums_add_up(fresh());
    a_batch_counts_once(fresh());
    units_are_replaced_entry_by_entry(fresh());
    rows_come_by_span(fresh());
    texts_are_compared_by_their_bytes(fresh());
    a_view_stands_still(fresh());
    many_rows_at_once_are_each_counted(fresh());
}

fn sums_add_up(mut store: impl Store) {
    store.fold(&batch("a", 0, 64)).unwrap();
    store.fold(&batch("a", 64, 128)).unwrap();
    store.fold(&batch("b", 0, 96)).unwrap();
    let people = ClassCount { class: "person".into(), sum: Sum { n: 6, first: 3 } };
    let bots = ClassCount { class: "bot".into(), sum: Sum { n: 3, first: 0 } };
    assert_eq!(store.classes(0..=30_000).unwrap(), [bots, people]);
    let vi = DimCount { class: "person".into(), value: "vi".into(), sum: Sum { n: 6, first: 3 } };
    assert_eq!(store.dimension(0..=99_999, Dim::Lang).unwrap(), std::slice::from_ref(&vi));
    assert_eq!(store.entry_dimension(7, 0..=99_999, Dim::Lang).unwrap(), [vi]);
    assert_eq!(store.entry_dimension(8, 0..=99_999, Dim::Lang).unwrap(), []);
    assert_eq!(store.units(48_600..=48_600, Dim::Lang).unwrap()[0].sum.n, 6);
    assert_eq!(store.answers(20_000..=20_000).unwrap()[0].n, 12);
    assert_eq!(store.gaps(0, 1_000).unwrap().len(), 1);
    let orphans = store.orphans(20_000..=20_000).unwrap();
    assert_eq!((orphans[0].n, orphans[0].sample.as_str()), (15, "067"), "the first number stays the sample");
    assert_eq!(store.watermarks().unwrap(), [("a".to_owned(), 128), ("b".to_owned(), 96)].into());
}

fn a_batch_counts_once(mut store: impl Store) {
    store.fold(&batch("a", 0, 64)).unwrap();
    let error = store.fold(&batch("a", 0, 64)).unwrap_err();
    assert!(matches!(error, StoreError::Watermark(segment, 0) if segment == "a"));
    assert_eq!(store.classes(0..=30_000).unwrap()[1].sum.n, 2, "nothing of a refused batch is kept");
    assert_eq!(store.watermarks().unwrap()["a"], 64);
}

fn units_are_replaced_entry_by_entry(mut store: impl Store) {
    let row = |entry, from_day, unit: &str| EntryUnit { entry, from_day, unit: unit.into() };
    store.put_entry_units(&[row(1, 0, "a"), row(1, 9, "b"), row(2, 0, "a")]).unwrap();
    store.put_entry_units(&[row(1, 0, "c")]).unwrap();
    assert_eq!(store.entry_units().unwrap(), [row(1, 0, "c"), row(2, 0, "a")]);

    store.fold(&batch("a", 0, 64)).unwrap();
    let counted = UnitHalf::from([(("c".into(), 48_600, "person", "lang", "vi".into()), Sum { n: 9, first: 2 })]);
    store.replace_units(&[row(2, 0, "b")], &counted).unwrap();
    assert_eq!(store.entry_units().unwrap(), [row(1, 0, "c"), row(2, 0, "b")]);
    let units = store.units(0..=99_999, Dim::Lang).unwrap();
    assert_eq!((units.len(), units[0].unit.as_str(), units[0].sum.n), (1, "c", 9));
    assert!(store.has_scans(7, 20_001..=i64::MAX).unwrap());
    assert!(!store.has_scans(7, 20_002..=i64::MAX).unwrap() && !store.has_scans(8, 0..=i64::MAX).unwrap());
}

fn rows_come_by_span(mut store: impl Store) {
    assert_eq!(store.extent().unwrap(), None);
    assert_eq!(store.began(true).unwrap(), None);
    for (segment, at, trial) in [("x", 500, true), ("y", 900, false), ("z", 700, false)] {
        let mut batch = Batch::default();
        batch.watermarks.insert(segment.into(), (0, 64));
        batch.opened.insert(segment.into(), Opened { at, trial, covers: None });
        store.fold(&batch).unwrap();
    }
    assert_eq!((store.began(true).unwrap(), store.began(false).unwrap()), (Some(500), Some(700)));
    store.fold(&batch("a", 0, 64)).unwrap();
    assert_eq!(store.extent().unwrap(), Some((20_000, 20_001)));
    assert_eq!(store.days(20_001..=20_001).unwrap().len(), 1);
    assert_eq!(store.entries(20_000..=20_001).unwrap().len(), 2);
    assert_eq!(store.entry_days(20_000..=20_000).unwrap()[0].day, 20_000);
    let placements = store.placements(0..=30_000).unwrap();
    let found: Vec<_> = placements.iter().map(|p| (p.placement.as_str(), p.last_day)).collect();
    assert_eq!(found, [("gate", 20_001), ("main", 20_000)]);
    assert_eq!(store.units(0..=1, Dim::Lang).unwrap(), []);
    assert_eq!(store.gaps(201, 300).unwrap(), []);

    // A log of another server covers its day, and is no beginning of ours.
    let mut batch = Batch::default();
    batch.watermarks.insert("log".into(), (0, 64));
    batch.opened.insert("log".into(), Opened { at: 100, trial: false, covers: Some((100, 200)) });
    store.fold(&batch).unwrap();
    assert_eq!(store.covered(200, 900).unwrap(), [(100, 200)]);
    assert_eq!((store.covered(0, 99).unwrap(), store.covered(201, 900).unwrap()), (vec![], vec![]));
    assert_eq!(store.began(false).unwrap(), Some(700));
}

/// What every office must do.
pub fn office_keeps(mut office: impl Office) {
    assert_eq!(office.secret("staff").unwrap(), None);
    assert_eq!(office.keep_secret("staff", "a").unwrap(), "a");
    assert_eq!(office.keep_secret("staff", "b").unwrap(), "a", "the first stays");
    office.replace_secret("staff", "c").unwrap();
    office.replace_secret("other", "d").unwrap();
    assert_eq!(office.secret("staff").unwrap().as_deref(), Some("c"));
    assert_eq!(office.secret("other").unwrap().as_deref(), Some("d"));
    people_are_known_by_name(&mut office);
    a_link_works_for_one_caller_until_it_ends(&mut office);
    activities_keep_every_version_and_only_approved_ones_are_summed(&mut office);
    records_are_put_in_the_place_of_those_before(&mut office);
    Box::new(office).close().unwrap();
}

fn people_are_known_by_name(office: &mut impl Office) {
    let account = |name: &str| Account {
        name: name.into(),
        shown: "Nguyễn Văn Ấn".into(),
        password: String::new(),
        created: 7,
        disabled: 0,
    };
    assert!(office.add_account(&account("an")).unwrap());
    assert!(!office.add_account(&Account { shown: "Somebody else".into(), ..account("an") }).unwrap());
    assert!(office.add_account(&account("binh")).unwrap());
    assert_eq!(office.account("an").unwrap(), Some(account("an")), "a name that is taken keeps its person");
    assert_eq!(office.account("nobody").unwrap(), None);
    let role = |unit: &str, role: &str| RoleAt { account: "an".into(), unit: unit.into(), role: role.into() };
    for (unit, id) in [("xa", "editor"), ("tinh", "viewer"), ("xa", "admin"), ("thon", "viewer"), ("thon", "")] {
        office.put_role(&role(unit, id)).unwrap();
    }
    assert_eq!(office.roles_of("an").unwrap(), [role("tinh", "viewer"), role("xa", "admin")]);
    assert_eq!(office.roles().unwrap().len(), 2);

    let session = |token: &str, until| Session { token: token.into(), account: "an".into(), since: 100, until };
    office.add_session(&session("old", 99)).unwrap();
    office.add_session(&session("new", 200)).unwrap();
    assert_eq!(office.session("old").unwrap(), None, "what is over is forgotten");
    assert_eq!(office.session("new").unwrap(), Some(session("new", 200)));
    office.set_password("an", "kept").unwrap();
    assert_eq!(office.account("an").unwrap().unwrap().password, "kept");
    assert_eq!(office.session("new").unwrap(), None, "a new password ends the sessions of the old one");
    office.add_session(&session("again", 200)).unwrap();
    assert!(office.set_disabled("an", 150).unwrap() && !office.set_disabled("nobody", 150).unwrap());
    assert_eq!((office.session("again").unwrap(), office.account("an").unwrap().unwrap().disabled), (None, 150));

    let token = |token: &str| ApiToken {
        token: token.into(),
        account: "an".into(),
        label: "máy".into(),
        role: "viewer".into(),
        created: 1,
        until: 2,
    };
    office.add_api_token(&token("t1")).unwrap();
    office.add_api_token(&token("t2")).unwrap();
    assert!(!office.end_api_token("t1", "binh").unwrap() && office.end_api_token("t1", "an").unwrap());
    assert_eq!(office.api_tokens("an").unwrap(), [token("t2")]);
    assert_eq!((office.api_token("t1").unwrap(), office.api_token("t2").unwrap()), (None, Some(token("t2"))));

    let change = |id: &str, at| Change {
        unit: "xa".into(),
        id: id.into(),
        at,
        account: "an".into(),
        action: "role".into(),
        subject: "binh".into(),
        detail: "viewer".into(),
    };
    for (id, at) in [("1", 10), ("2", 20), ("3", 20), ("4", 30)] {
        office.note(&change(id, at)).unwrap();
    }
    assert_eq!(office.changes(10, 20).unwrap(), [change("3", 20), change("2", 20), change("1", 10)]);
}

fn a_link_works_for_one_caller_until_it_ends(office: &mut impl Office) {
    let invitation =
        |token: &str, account: &str| Invitation { token: token.into(), account: account.into(), until: 100 };
    office.put_invitation(&invitation("one", "an")).unwrap();
    office.put_invitation(&invitation("other", "binh")).unwrap();
    office.put_invitation(&invitation("two", "an")).unwrap();
    assert_eq!(office.invitation("one").unwrap(), None, "a new link ends those of before to the same person");
    assert_eq!(office.invitation("two").unwrap(), Some(invitation("two", "an")));
    assert!(!office.take_invitation("two", 100).unwrap(), "too late");
    assert!(office.take_invitation("two", 99).unwrap() && !office.take_invitation("two", 99).unwrap());
    office.set_disabled("binh", 1).unwrap();
    assert_eq!(office.invitation("other").unwrap(), None, "no link opens an account that is closed");
}

fn texts_are_compared_by_their_bytes(mut store: impl Store) {
    let mut batch = Batch::default();
    for unit in ["a", "B", "â", "z", "đ", ""] {
        batch.unit_half.insert((unit.into(), 1, "person", "total", String::new()), Sum { n: 1, first: 0 });
    }
    store.fold(&batch).unwrap();
    let units: Vec<String> = store.units(1..=1, Dim::Total).unwrap().into_iter().map(|u| u.unit).collect();
    assert_eq!(units, ["", "B", "a", "z", "â", "đ"]);
}

fn a_view_stands_still(mut store: impl Store) {
    store.fold(&batch("a", 0, 64)).unwrap();
    let mut seen = Vec::new();
    store
        .snapshot(&mut |view| {
            seen.push(view.classes(0..=30_000)?.len());
            seen.push(view.days(0..=30_000)?.len());
            Ok(())
        })
        .unwrap();
    assert_eq!(seen, [2, 2]);
    // What goes wrong inside is told, and the next view is a new one.
    let wrong = store.snapshot(&mut |_| Err(StoreError::Watermark("x".into(), 7)));
    assert!(matches!(wrong, Err(StoreError::Watermark(..))));
    store.snapshot(&mut |view| view.classes(0..=1).map(drop)).unwrap();
    store.fold(&batch("a", 64, 128)).unwrap();
}

fn many_rows_at_once_are_each_counted(mut store: impl Store) {
    let mut batch = Batch::default();
    for entry in 0..1_234 {
        batch.scan_day.insert((entry, "main".into(), entry % 7, "person"), Sum { n: entry, first: 1 });
    }
    batch.watermarks.insert("a".into(), (0, 64));
    store.fold(&batch).unwrap();
    batch.watermarks.insert("a".into(), (64, 128));
    store.fold(&batch).unwrap();
    let rows = store.entries(0..=7).unwrap();
    assert_eq!(rows.len(), 1_234);
    assert!(rows.iter().all(|row| row.sum == Sum { n: 2 * row.entry, first: 2 }));
    assert_eq!(store.dump().unwrap().len(), 1_234 + 1);
}

fn activities_keep_every_version_and_only_approved_ones_are_summed(office: &mut impl Office) {
    let activity = |id: &str, unit: &str, version, state: &str, turns| Activity {
        unit: unit.into(),
        id: id.into(),
        version,
        state: state.into(),
        day: 20_000,
        kind: "guide".into(),
        skill: "dvc".into(),
        turns,
        about: if turns > 100 { "tren".into() } else { String::new() },
        author: "an".into(),
        changed: version,
        ..Activity::default()
    };
    for one in [
        activity("1", "xa", 1, "draft", 5),
        activity("2", "xa", 1, "approved", 7),
        activity("3", "thon", 1, "approved", 800),
    ] {
        assert!(office.put_activity(&one, 0, "", "{}").unwrap());
        assert!(!office.put_activity(&one, 0, "", "{}").unwrap(), "it is there already");
    }
    assert!(office.put_activity(&activity("1", "xa", 2, "submitted", 6), 1, "", "{\"a\":1}").unwrap());
    assert!(!office.put_activity(&activity("1", "xa", 2, "draft", 9), 1, "", "{}").unwrap(), "somebody was faster");
    assert!(office.put_activity(&activity("1", "xa", 3, "returned", 6), 2, "sai ngày", "{}").unwrap());
    assert!(office.put_activity(&activity("1", "xa", 4, "approved", 8), 3, "", "{}").unwrap());
    assert_eq!(office.activity("1").unwrap(), Some(activity("1", "xa", 4, "approved", 8)));
    assert_eq!(office.activity("9").unwrap(), None);
    let versions = office.versions("xa", "1").unwrap();
    let states: Vec<_> = versions.iter().map(|v| (v.version, v.state.as_str(), v.remark.as_str())).collect();
    assert_eq!(states, [(4, "approved", ""), (3, "returned", "sai ngày"), (2, "submitted", ""), (1, "draft", "")]);
    assert!(office.put_activity(&activity("4", "xa", 1, "submitted", 50), 0, "", "{}").unwrap());
    let sums = office.activity_sums(19_999..=20_000).unwrap();
    let told: Vec<_> = sums.iter().map(|s| (s.unit.as_str(), s.skill.as_str(), s.n, s.turns, s.inexact)).collect();
    assert_eq!(told, [("thon", "dvc", 1, 800, 1), ("xa", "dvc", 2, 15, 0)]);
    assert_eq!(office.activity_sums(20_001..=20_002).unwrap(), []);
    let states = office.activity_states(20_000..=20_000).unwrap();
    let row = |unit: &str, state: &str, n| (unit.to_owned(), state.to_owned(), n);
    assert_eq!(states, [row("thon", "approved", 1), row("xa", "approved", 2), row("xa", "submitted", 1)]);
    let ids: Vec<String> = office.activities(20_000..=20_000).unwrap().into_iter().map(|a| a.id).collect();
    assert_eq!(ids, ["4", "3", "2", "1"]);
}

fn records_are_put_in_the_place_of_those_before(office: &mut impl Office) {
    let row = |day, what: &str, n| Registered { unit: "xa".into(), day, what: what.into(), n, ..Registered::default() };
    office.put_register("xa", 10, &[row(10, "teams", 3), row(10, "members", 20)]).unwrap();
    office.put_register("xa", 10, &[row(10, "teams", 4)]).unwrap();
    office.put_register("xa", 11, &[row(11, "teams", 5)]).unwrap();
    assert_eq!(office.registers(10).unwrap(), [row(10, "teams", 4)]);
    assert_eq!(office.registers(11).unwrap().len(), 2);

    let contact =
        |name: &str| Contact { unit: "xa".into(), name: name.into(), phone: "0220".into(), ..Contact::default() };
    office.put_contact(&contact("An")).unwrap();
    office.put_contact(&contact("Bình")).unwrap();
    assert_eq!(office.contacts().unwrap(), [contact("Bình")]);
    office.put_contact(&contact("")).unwrap();
    assert_eq!(office.contacts().unwrap(), [], "who takes the consent back is gone");

    let figure = |id: &str, value, day| Indicator {
        unit: "xa".into(),
        id: id.into(),
        name: "Tổ".into(),
        value,
        day,
        ..Indicator::default()
    };
    office.put_indicators(&[figure("1", 265, 10), figure("2", 29, 10), figure("3", 1, 12)]).unwrap();
    office.put_indicators(&[figure("1", 365, 10)]).unwrap();
    assert_eq!(office.indicators(0..=11).unwrap(), [figure("1", 365, 10), figure("2", 29, 10)]);
    office.remove_indicator("xa", "1").unwrap();
    assert_eq!(office.indicators(0..=99).unwrap().len(), 2);

    let target = Target {
        unit: "xa".into(),
        id: "1".into(),
        what: "turns".into(),
        value: 100,
        first_day: 5,
        last_day: 9,
        ..Target::default()
    };
    office.put_target(&target).unwrap();
    office.put_target(&Target { value: 200, ..target.clone() }).unwrap();
    assert_eq!(office.targets(9..=20).unwrap(), [Target { value: 200, ..target }]);
    assert_eq!(office.targets(10..=20).unwrap(), []);
    office.remove_target("xa", "1").unwrap();
    assert_eq!(office.targets(0..=20).unwrap(), []);

    let drive = |id: &str, first_day| Campaign {
        unit: "xa".into(),
        id: id.into(),
        name: "Ra quân".into(),
        first_day,
        last_day: 30,
        ..Campaign::default()
    };
    office.put_campaign(&drive("1", 5)).unwrap();
    office.put_campaign(&drive("2", 6)).unwrap();
    office.put_campaign(&drive("1", 7)).unwrap();
    assert_eq!(office.campaigns(0..=6).unwrap(), [drive("2", 6)]);
    assert_eq!(office.campaigns(0..=9).unwrap(), [drive("1", 7), drive("2", 6)]);
}
