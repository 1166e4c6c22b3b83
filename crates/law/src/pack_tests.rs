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
