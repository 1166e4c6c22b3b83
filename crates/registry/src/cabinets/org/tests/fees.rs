//! Parents' fees and the share by QR on the performer's pages.

use std::collections::HashMap;

use super::office::{Office, SEPTEMBER};
use crate::{
    cabinets::work,
    contracts::fees,
    platform::{Progress, jobs},
    programmes,
};

async fn with_terms(change: impl FnOnce(&mut law::Terms)) -> Office {
    let office = Office::enrolled().await;
    let mut terms = law::Pack::kz().latest_terms("school").unwrap().clone();
    terms.valid_from = SEPTEMBER;
    change(&mut terms);
    let rows = toml::to_string(&HashMap::from([("terms", [terms])])).unwrap();
    let (app, actor) = (&office.country.app, &office.country.actor);
    let report =
        programmes::enter(app, actor, ("rules.toml", rows.as_bytes()), false, &Progress::silent()).await.unwrap();
    assert_eq!(report.errors, []);
    office.app.refresh_rules().await.unwrap();
    office
}

#[tokio::test]
async fn parents_are_charged_by_formula_and_what_they_pay_is_set_against_the_oldest_month() {
    let office = with_terms(|terms| terms.parental_fee = law::terms::ParentalFee::Charged).await;
    office.today("2026-10-02T05:00:00Z");
    let (bin, group) = (&office.schools[0].bin, &office.schools[0].group_code);
    let file = format!(
        "performer_bin,programme,contract_number,group,from,monthly_tiyn\n{bin},school,,{group},2026-09,2200000\n"
    );
    let (app, actor) = (&office.country.app, &office.country.actor);
    let report = fees::import(app, actor, ("fees.csv", file.as_bytes()), false, &Progress::silent()).await.unwrap();
    assert_eq!(report.errors, []);
    office.mark_all().await;
    office.close().await;
    let page = office.get("/ru/org/fees?month=2026-09").await;
    assert!(
        page.status == 200 && page.has("ничего не начислено"),
        "an act that nobody has signed charges nothing: {page:?}"
    );
    drop(office.country.rows("UPDATE acts SET state = 'issuer_signed'"));
    let page = office.get("/ru/org/fees?month=2026-09").await;
    assert!(page.has("22\u{a0}000,00 × 22 / 22 дн.") && page.has("44\u{a0}000,00\u{a0}₸"), "{page:?}");
    // A payment is a row of the file, brought as any other.
    let number =
        office.country.rows(&format!("SELECT number FROM contracts WHERE id = '{}'", office.contracts[0])).remove(0);
    let fields = [
        ("do", "payment"),
        ("programme", "school"),
        ("contract", number.as_str()),
        ("paid_on", "2026-10-01"),
        ("paid", "5 000"),
        ("reference", "R-1"),
    ];
    let sent = office.post_plain("/ru/org/fees", &fields).await;
    assert!(sent.status == 303 && sent.header("location").unwrap().starts_with("/ru/org/import/"), "{sent:?}");
    assert!(jobs::step(&office.app, &work::kinds()).await.unwrap());
    assert_eq!(office.country.rows("SELECT amount, reference FROM fee_payments"), ["500000|R-1"]);
    office.today("2026-12-02T05:00:00Z");
    let page = office.get("/ru/org/fees?month=2026-09").await;
    assert!(page.has("39\u{a0}000,00\u{a0}₸") && page.has("17\u{a0}000,00"), "{page:?}");
    let csv = office.get("/ru/org/fees/file?month=2026-09&form=csv").await;
    assert!(csv.body.contains(&format!("2026-09,{bin},{number},")), "{csv:?}");
    assert!(csv.body.contains(",2200000,22,22,2200000,2200000,500000,1700000,0,0,1700000,0,0"), "{csv:?}");
    let xml = office.get("/ru/org/fees/paper?month=2026-09&form=xml").await;
    assert!(xml.body.contains("due=\"4400000\"") && xml.body.contains("owed=\"3900000\" paid=\"500000\""), "{xml:?}");
    assert_eq!(office.get("/ru/org/fees/paper?month=2026-09&form=pdf").await.status, 200);
    let wrong = office.post_plain("/ru/org/fees", &[("do", "fee"), ("programme", "school"), ("sum", "many")]).await;
    assert!(wrong.status == 422 && wrong.has("Напишите сумму"), "{wrong:?}");
}

#[tokio::test]
async fn a_month_below_its_share_shows_who_pulls_it_down_and_takes_a_documented_failure() {
    let office = with_terms(|terms| terms.qr_share_bp = 5_000).await;
    office.today("2026-10-02T05:00:00Z");
    office
        .mark("iin,group,date,mark,method\n", &[(0, 1, "П", "qr"), (1, 1, "П", "manual"), (1, 2, "П", "manual")])
        .await;
    let page = office.get("/ru/org/qr?month=2026-09").await;
    assert!(page.has("2,27") && page.has("акт нельзя подписать") && page.has("19.10.2026"), "{page:?}");
    assert!(page.has("2-е: 0 из 2") && page.has("15-е: 0 из 2; …"), "{page:?}");
    let fields = [
        ("programme", "school"),
        ("group", office.schools[0].group_code.as_str()),
        ("from", "2026-09-02"),
        ("to", "2026-09-03"),
        ("document", "Акт № 7"),
        ("cause", "Сломан считыватель"),
    ];
    let sent = office.post_plain("/ru/org/qr", &fields).await;
    assert_eq!(sent.status, 303, "{sent:?}");
    let page = office.get("/ru/org/qr?month=2026-09").await;
    assert!(page.has("Акт № 7") && page.has("Ждёт эмитента"), "{page:?}");
    let wrong = office.post_plain("/ru/org/qr", &[("programme", "school"), ("from", "никогда")]).await;
    assert!(wrong.status == 422 && wrong.has("Укажите первый и последний день"), "{wrong:?}");
    let none = Office::enrolled().await;
    none.today("2026-10-02T05:00:00Z");
    assert!(none.get("/ru/org/qr").await.has("не требуется доля"));
}
