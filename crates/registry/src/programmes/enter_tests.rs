//! Rows of the rules rule from the moment they are entered, whole or not at all, and stand in the journal.
use jiff::civil::date;
use law::pack::EndEffect;

use super::enter;
use crate::platform::{Progress, Report, testkit::fixture::Country};

/// A sixth programme: seven parts, activation, the three-day rule, 30 % by QR, an estimate, payment on the 18th.
pub(crate) const CAMP: &str = include_str!("../../../../testdata/rules/camp.toml");

async fn entered(country: &Country, text: &str) -> Report {
    enter(&country.app, &country.actor, ("rules.toml", text.as_bytes()), false, &Progress::silent()).await.unwrap()
}

#[tokio::test]
async fn a_new_programme_is_rows() {
    let country = Country::new().await;
    assert!(country.app.pack().latest_terms("camp").is_none());
    let report = entered(&country, CAMP).await;
    assert_eq!((report.exit(), report.errors.len()), (0, 0));
    let pack = country.app.pack();
    let terms = pack.terms_on("camp", date(2026, 10, 1)).unwrap();
    assert_eq!((terms.part_months.len(), terms.qr_share_bp, terms.activation), (7, 3000, true));
    assert_eq!(pack.label("camp", "active").unwrap().ru, "Действует");
    assert_eq!(pack.end_effect("camp", "move", date(2026, 10, 1)), Some(EndEffect::Annul));
    // The pack's own programmes stand beside it.
    assert_eq!(pack.terms_on("school", date(2026, 10, 1)), law::Pack::kz().terms_on("school", date(2026, 10, 1)));
    assert_eq!(country.number("SELECT count(*) FROM journal_entries WHERE kind = 'rules.entered'"), 1);
}

#[tokio::test]
async fn another_process_sees_the_rows_and_the_same_file_adds_nothing() {
    let country = Country::new().await;
    let other = country.another_app().await;
    entered(&country, CAMP).await;
    assert!(other.pack().latest_terms("camp").is_none());
    assert!(other.refresh_rules().await.unwrap());
    assert_eq!(other.pack().latest_terms("camp"), country.app.pack().latest_terms("camp"));
    assert!(!other.refresh_rules().await.unwrap());
    let again = entered(&country, CAMP).await;
    assert!(again.is_repeated());
    assert_eq!(country.number("SELECT count(*) FROM programme_terms"), 1);
}

#[tokio::test]
async fn a_later_row_of_the_same_day_replaces_the_earlier_and_both_stay() {
    let country = Country::new().await;
    entered(&country, CAMP).await;
    let changed = CAMP.replace("qr_share_bp = 3000", "qr_share_bp = 2500");
    entered(&country, &changed).await;
    assert_eq!(country.app.pack().terms_on("camp", date(2026, 10, 1)).unwrap().qr_share_bp, 2500);
    assert_eq!(country.number("SELECT count(*) FROM programme_terms"), 2);
}

#[tokio::test]
async fn decrees_and_years_change_the_calendar() {
    let country = Country::new().await;
    let may = date(2027, 5, 10);
    assert!(!country.app.pack().calendar.is_working(date(2027, 5, 9)).unwrap());
    let before = country.app.pack().calendar.is_working(may).unwrap();
    let word = if before { "off" } else { "worked" };
    entered(&country, &format!("[[days]]\nday = \"{may}\"\nkind = \"{word}\"\nact = \"decree 1\"\n")).await;
    assert_eq!(country.app.pack().calendar.is_working(may).unwrap(), !before);
    entered(&country, &format!("[[days]]\nday = \"{may}\"\nkind = \"usual\"\nact = \"decree 2\"\n")).await;
    assert_eq!(country.app.pack().calendar.is_working(may).unwrap(), before);
    let year = "[[years]]\nyear = 2028\nact = \"calendar of 2028\"\n[[days]]\nday = \"2028-05-05\"\nkind = \"feast\"\nact = \"Kurban-ait\"\n";
    assert!(country.app.pack().calendar.is_working(date(2028, 5, 5)).is_err());
    entered(&country, year).await;
    assert!(!country.app.pack().calendar.is_working(date(2028, 5, 5)).unwrap());
}

#[tokio::test]
async fn wrong_rows_are_named_and_nothing_is_entered() {
    let country = Country::new().await;
    let with = |from: &str, to: &str| CAMP.replace(from, to);
    let wrong = [
        ("not toml =".to_owned(), ""),
        (with("voucher_prefix = \"CMP\"", "voucher_prefix = \"SCH\""), "voucher_prefix"),
        (with("voucher_prefix = \"CMP\"", "voucher_prefix = \"cm\""), "voucher_prefix"),
        (with("qr_share_bp = 3000", "qr_share_bp = 10001"), "qr_share_bp"),
        (with("part_months = [1, 2, 3, 9, 10, 11, 12]", "part_months = [1, 13]"), "part_months"),
        (with("no_overlap_with = []", "no_overlap_with = [\"circus\"]"), "no_overlap_with"),
        (with("programme = \"camp\"", "programme = \"Camp 1\""), "programme"),
        ("[[days]]\nday = \"2031-01-09\"\nkind = \"off\"\nact = \"x\"\n".to_owned(), "2031"),
        ("[[years]]\nyear = 2030\nact = \"x\"\n".to_owned(), "consecutive"),
        (
            "[[labels]]\nprogramme = \"school\"\nstate = \"lost\"\ntext = { kk = \"а\", ru = \"а\", en = \"a\" }\n"
                .to_owned(),
            "state",
        ),
        ("surprise = 1\n".to_owned(), "surprise"),
    ];
    for (text, named) in wrong {
        let report = entered(&country, &text).await;
        assert_eq!(report.exit(), 2, "{named}");
        assert!(report.errors.iter().all(|error| error.code == "row.invalid"), "{named}: {:?}", report.errors);
        assert!(report.errors.iter().any(|error| error.detail.contains(named)), "{named}: {:?}", report.errors);
    }
    let report = enter(&country.app, &country.actor, ("r.toml", b"\xff"), false, &Progress::silent()).await.unwrap();
    assert_eq!(report.errors.first().map(|error| error.code.as_str()), Some("file.encoding"));
    assert_eq!(country.number("SELECT count(*) FROM journal_entries WHERE kind = 'rules.entered'"), 0);
}

#[tokio::test]
async fn days_are_the_registrars() {
    let country = Country::new().await;
    let operator = crate::platform::Actor { role: crate::platform::Role::Operator, ..country.actor.clone() };
    let day = b"[[days]]\nday = \"2027-05-10\"\nkind = \"off\"\nact = \"decree\"\n";
    let refused = enter(&country.app, &operator, ("d.toml", day), false, &Progress::silent()).await.unwrap_err();
    assert_eq!(refused.code(), Some("access.denied"));
    let allowed =
        enter(&country.app, &operator, ("c.toml", CAMP.as_bytes()), false, &Progress::silent()).await.unwrap();
    assert_eq!(allowed.exit(), 0);
}
