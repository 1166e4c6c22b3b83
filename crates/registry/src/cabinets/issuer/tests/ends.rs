//! Ends of vouchers: shown beforehand, carried out by those who may.

use super::*;

fn ending<'a>(voucher: &'a str, reason: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("voucher", voucher),
        ("reason", reason),
        ("document", "No 4 of 09.11.2026"),
        ("last-day", "15"),
        ("last-month", "11"),
        ("last-year", "2026"),
    ]
}

#[tokio::test]
async fn an_annulment_is_shown_beforehand_and_carried_out_by_another_person() {
    let office = Office::new().await;
    let number = format!("SCH-{REGION}-2026-00000005-0");
    let made = office.post("/en/issuer/ends", &ending(&number, "refusal"), office.clerk("aa")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let page = office.page(&made.location).await;
    assert!(page.contains(&number) && page.contains("The voucher is annulled"), "{page}");
    assert!(!page.contains("Carry it out"), "{page}");
    let approve = format!("{}/approve", made.location);
    assert_eq!(office.post(&approve, &[], office.clerk("aa")).await.code, "act.four_eyes");
    assert_eq!(office.post(&approve, &[], office.stranger()).await.code, "proposal.unknown");
    let mut not_now = office.clerk("bb");
    not_now.stepped_up_until = None;
    assert_eq!(office.post(&approve, &[], not_now).await.code, "access.step_up");
    assert_eq!(office.desk.country.number("SELECT count(*) FROM voucher_ends"), 0);
    assert_eq!(office.post(&approve, &[], office.clerk("bb")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        office.desk.country.rows("SELECT reason, effect, last_on, document FROM voucher_ends"),
        ["refusal|annul|2026-11-15|No 4 of 09.11.2026"]
    );
    assert!(office.page("/en/issuer/ends").await.contains("Carried out"));
    // What is wrong is said beside the form, in words.
    for (voucher, reason) in [(number.as_str(), "expulsion"), ("SCH-75-2026-99999999-0", "refusal")] {
        let wrong = office.post("/en/issuer/ends", &ending(voucher, reason), office.clerk("aa")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{voucher} {reason}");
    }
}
