use jiff::civil::date;

use super::*;

#[test]
fn the_embedded_pack_is_whole() {
    let pack = Pack::parse(&PackFiles::KZ).unwrap();
    let names: Vec<&str> = pack.terms.iter().map(|row| row.programme.as_str()).collect();
    assert_eq!(names, ["preschool", "school", "tvet", "extra", "preschool_accounts"]);
    assert_eq!((pack.regions.len(), pack.identifier_kinds.len()), (20, 7));
    for row in &pack.terms {
        for state in ["issued", "booked", "written_off", "redeemed", "annulled"] {
            assert!(pack.label(&row.programme, state).is_some(), "{} {state}", row.programme);
        }
        assert_eq!(pack.label(&row.programme, "active").is_some(), row.activation, "{}", row.programme);
        assert_eq!(pack.end_effect(&row.programme, "transfer", row.valid_from), Some(EndEffect::Release));
        let moved = (row.r#move == crate::terms::Move::Annuls).then_some(EndEffect::Annul);
        assert_eq!(pack.end_effect(&row.programme, "move", row.valid_from), moved);
        let text = toml::Table::try_from(row).unwrap();
        for key in row.defaults.iter().chain(&row.defaults_s4) {
            assert!(text.contains_key(key), "{}: {key} is no term", row.programme);
        }
    }
    assert_eq!(pack.label("preschool", "written_off").unwrap().ru, "Активный · услуга принята");
}

#[test]
fn dated_rows_rule_from_their_day() {
    let pack = Pack::kz();
    assert_eq!(pack.terms_on("school", date(2025, 11, 11)), None);
    assert_eq!(pack.terms_on("school", date(2025, 11, 12)).unwrap().voucher_prefix, "SCH");
    assert_eq!(pack.latest_terms("circle"), None);
    assert_eq!(pack.mrp_of(2025), Some(Minor::new(393_200)));
    assert_eq!(pack.mrp_of(2023), None);
    assert_eq!(pack.stipend_on("regular", date(2024, 9, 1)), Some(Minor::new(4_189_600)));
    assert_eq!(pack.stipend_on("regular", date(2024, 8, 31)), None);
    assert!(pack.queue_table_on(date(2024, 2, 29)).is_none());
    assert!(pack.queue_table_on(date(2024, 3, 1)).is_some());
    assert_eq!(pack.end_effect("tvet", "academic_leave", date(2026, 1, 1)), Some(EndEffect::Pause));
    assert_eq!(pack.end_effect("school", "transfer", date(2025, 1, 1)), None);
}

#[test]
fn a_broken_pack_names_its_file() {
    let broken = |change: fn(&mut PackFiles<'static>)| {
        let mut files = PackFiles::KZ;
        change(&mut files);
        Pack::parse(&files).unwrap_err().file
    };
    assert_eq!(broken(|files| files.terms = "rows = []"), "terms.toml");
    assert_eq!(broken(|files| files.terms = "nonsense"), "terms.toml");
    assert_eq!(broken(|files| files.queue = "tables = []"), "queue.toml");
    assert_eq!(broken(|files| files.calendar = ""), "calendar.toml");
    assert!(Pack::parse(&PackFiles { mrp: "x", ..PackFiles::KZ }).unwrap_err().to_string().starts_with("mrp.toml: "));
}

fn day(day: Date, kind: DayKind) -> PackRows {
    PackRows { days: vec![EnteredDay { day, kind, act: "decree 1".to_owned() }], ..PackRows::default() }
}

#[test]
fn the_latest_row_of_a_day_counts_and_no_other_day_changes() {
    let kz = Pack::kz();
    let (worked, off) = (date(2026, 11, 7), date(2026, 11, 9));
    let is_off = |pack: &Pack, day| pack.calendar.working_days(day, day).unwrap() == 0;
    let before = (kz.calendar.off_days(), kz.calendar.worked_days());
    let changed = kz.with(&day(off, DayKind::Off)).unwrap().with(&day(worked, DayKind::Worked)).unwrap();
    assert!(is_off(&changed, off) && !is_off(&changed, worked) && !is_off(kz, off) && is_off(kz, worked));
    assert_eq!(changed.calendar_data.decreed_off.len(), kz.calendar_data.decreed_off.len() + 1);
    for again in [day(off, DayKind::Off), day(worked, DayKind::Worked)] {
        let twice = changed.with(&again).unwrap();
        assert_eq!(twice.calendar_data.decreed_off.len(), changed.calendar_data.decreed_off.len());
        assert_eq!(twice.calendar_data.decreed_worked.len(), changed.calendar_data.decreed_worked.len());
        assert_eq!(twice.calendar_data.feasts.len(), kz.calendar_data.feasts.len());
    }
    let usual = changed.with(&day(off, DayKind::Usual)).unwrap().with(&day(worked, DayKind::Usual)).unwrap();
    assert_eq!((usual.calendar.off_days(), usual.calendar.worked_days()), before);
    let feast = kz.calendar_data.feasts.iter().map(|feast| feast.date).find(|feast| feast.year() == 2026).unwrap();
    let plain = kz.with(&day(feast, DayKind::Usual)).unwrap();
    assert!(is_off(kz, feast) && !is_off(&plain, feast));
    let feasted = kz.with(&day(off, DayKind::Feast)).unwrap().with(&day(off, DayKind::Feast)).unwrap();
    assert_eq!(feasted.calendar_data.feasts.len(), kz.calendar_data.feasts.len() + 1);
}

#[test]
fn entered_rows_replace_those_of_their_key_alone() {
    let kz = Pack::kz();
    let mut term = kz.latest_terms("extra").unwrap().clone();
    term.brand = "another".to_owned();
    let mut later = kz.latest_terms("tvet").unwrap().clone();
    later.valid_from = date(2027, 1, 1);
    let mut reason = kz.end_reasons.iter().find(|row| row.effect == EndEffect::Annul).unwrap().clone();
    reason.effect = EndEffect::Pause;
    let mut label = kz.labels.iter().find(|row| row.state == "booked").unwrap().clone();
    label.text.en = "taken".to_owned();
    let rows = PackRows {
        terms: vec![term.clone(), later.clone()],
        end_reasons: vec![reason.clone()],
        labels: vec![label.clone()],
        ..PackRows::default()
    };
    let pack = kz.with(&rows).unwrap();
    assert_eq!(pack.terms.len(), kz.terms.len() + 1);
    assert_eq!((pack.latest_terms("extra"), pack.latest_terms("tvet")), (Some(&term), Some(&later)));
    assert_eq!(pack.terms.iter().filter(|row| kz.terms.contains(row)).count(), kz.terms.len() - 1);
    assert_eq!(pack.end_reasons.len(), kz.end_reasons.len());
    assert_eq!(pack.end_reasons.iter().filter(|row| !kz.end_reasons.contains(row)).collect::<Vec<_>>(), [&reason]);
    assert_eq!(pack.labels.len(), kz.labels.len());
    assert_eq!(pack.labels.iter().filter(|row| !kz.labels.contains(row)).collect::<Vec<_>>(), [&label]);
}

#[test]
fn the_years_of_a_calendar_follow_one_another() {
    let kz = Pack::kz();
    let year = |year| PackRows { years: vec![EnteredYear { year, act: "a".to_owned() }], ..PackRows::default() };
    let last = *kz.calendar_data.years.last().unwrap();
    assert!(kz.with(&year(last + 2)).is_err());
    let next = kz.with(&year(last + 1)).unwrap();
    assert!(next.calendar.working_days(date(last + 1, 2, 1), date(last + 1, 2, 1)).is_ok());
    assert_eq!(next.with(&year(last + 1)).unwrap().calendar_data.years, next.calendar_data.years);
}
