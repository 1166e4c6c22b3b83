//! Estimates and capital obligations on the issuer's pages: pasted, checked, confirmed by another person, and listed.

use super::*;

const HEADER: &str =
    "performer_bin\tprogramme\tregion\tnumber\tkind\tplaces\taccepted_on\tdocument\tfirst_month\tlast_month\r\n";

#[tokio::test]
async fn obligations_are_pasted_checked_and_entered_by_another_person() {
    let office = Office::new().await;
    assert!(office.page("/en/issuer/funding").await.contains("No obligation has been entered."));
    let bin = &office.desk.schools[0].bin;
    let row = |accepted: &str| {
        format!("{HEADER}{bin}\tschool\t75\tK-1\tnew\t300\t{accepted}\tprotocol 5\t2025-09\t2033-08\r\n")
    };
    let paste = async |what: &str, text: &str, person: &str| {
        office.post("/en/issuer/funding/new", &[("what", what), ("pasted", text)], office.clerk(person)).await
    };
    for (what, text, words) in [
        ("", row("2025-05-01"), "Choose what is entered"),
        ("budget", row("2025-05-01"), "Choose what is entered"),
        ("capital", String::new(), "Paste the rows with their header"),
        ("capital", row("2026-05-01"), "New obligations are not accepted from 2026 on."),
        ("capital", row("2025-05-01").replace("300", "many"), "places: is not a whole number"),
    ] {
        let wrong = paste(what, &text, "aa").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text());
        assert!(wrong.text().contains(words), "{}", wrong.text());
    }
    assert_eq!(office.desk.country.number("SELECT count(*) FROM proposals"), 0);
    let made = paste("capital", &row("2025-05-01"), "aa").await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let confirm = format!("{}/confirm", made.location);
    assert_eq!(office.post(&confirm, &[], office.clerk("aa")).await.code, "act.four_eyes");
    let mut not_now = office.clerk("bb");
    not_now.stepped_up_until = None;
    assert_eq!(office.post(&confirm, &[], not_now).await.code, "access.step_up");
    assert_eq!(office.get(&made.location, office.stranger()).await.status, StatusCode::NOT_FOUND);
    let confirmed = office.post(&confirm, &[], office.clerk("bb")).await;
    assert!(confirmed.location.starts_with("/en/jobs/"), "{} {}", confirmed.code, confirmed.location);
    office.work().await;
    assert_eq!(office.desk.country.rows("SELECT state, result -> 'errors' FROM jobs"), ["done|[]"]);
    assert_eq!(office.post(&confirm, &[], office.clerk("cc")).await.code, "proposal.decided");
    let listed = office.page("/en/issuer/funding").await;
    assert!(listed.contains("K-1 New building 300 01.05.2025"), "{listed}");
    assert!(office.page("/kk/issuer/funding").await.contains("Жаңа ғимарат"));
    // The same rows pasted again change nothing; what is taken back is not written.
    let again = paste("capital", &row("2025-05-01").replace("300", "200"), "aa").await;
    let withdrawn = office.post(&format!("{}/withdraw", again.location), &[], office.clerk("aa")).await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER);
    assert_eq!(office.desk.country.rows("SELECT places FROM capital_obligations"), ["300"]);
    // Estimates of private schools are refused in words.
    let estimate = format!(
        "performer_bin,programme,region,month,amount_tiyn,document_number,document_date\n{bin},school,75,2026-12,500,1,2026-11-01\n"
    );
    let refused = paste("estimates", &estimate, "aa").await;
    assert!(
        refused.text().contains("The month of this organisation is not paid by an estimate."),
        "{}",
        refused.text()
    );
}
