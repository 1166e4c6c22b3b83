//! Order volumes on the issuer's pages, and an issue to a list within one.

use super::*;

fn volume<'a>(contingent: &'a str, sum: &'a str, forecast: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("region", "75"),
        ("programme", "extra"),
        ("year", "2026"),
        ("contingent", contingent),
        ("normative", "592 200,00"),
        ("volume", sum),
        ("act_number", "7-п"),
        ("act_date-day", "1"),
        ("act_date-month", "08"),
        ("act_date-year", "2026"),
        ("forecast", forecast),
    ]
}

/// Enters a volume, confirms it and does the job.
async fn publish(office: &Office, contingent: &str, sum: &str, forecast: &str) {
    let fields = volume(contingent, sum, forecast);
    let made = office.post("/en/issuer/volumes/new", &fields, office.clerk("aa")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let confirmed = office.post(&format!("{}/confirm", made.location), &[], office.clerk("aa")).await;
    assert!(confirmed.location.starts_with("/en/jobs/"), "{} {}", confirmed.code, confirmed.location);
    office.work().await;
}

#[tokio::test]
async fn a_volume_is_entered_checked_and_published_and_a_correction_cites_its_forecast() {
    let office = Office::new().await;
    assert!(office.page("/en/issuer/volumes").await.contains("No order volume of 2026 is published yet"));
    for (contingent, sum, words) in [
        ("2,5", "1 480 500,01", "The volume is not contingent times normative"),
        ("two", "1 480 500,00", "Enter the contingent in digits"),
        ("2,5", "", "Enter a sum in digits"),
    ] {
        let fields = volume(contingent, sum, "");
        let wrong = office.post("/en/issuer/volumes/new", &fields, office.clerk("aa")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains(words), "{}", wrong.text());
    }
    assert_eq!(office.desk.country.number("SELECT count(*) FROM proposals"), 0);
    let fields = volume("2,5", "1 480 500,00", "");
    let made = office.post("/en/issuer/volumes/new", &fields, office.clerk("aa")).await;
    let check = office.page(&made.location).await;
    assert!(check.contains("Vouchers at most 2") && check.contains("No. 7-п of 01.08.2026"), "{check}");
    let confirm = format!("{}/confirm", made.location);
    let mut not_now = office.clerk("aa");
    not_now.stepped_up_until = None;
    assert_eq!(office.post(&confirm, &[], not_now).await.code, "access.step_up");
    assert_eq!(office.get(&made.location, office.stranger()).await.status, StatusCode::NOT_FOUND);
    office.post(&confirm, &[], office.clerk("aa")).await;
    office.work().await;
    assert_eq!(office.desk.country.rows("SELECT state, result -> 'errors' FROM jobs"), ["done|[]"]);
    let uncited = office.post("/en/issuer/volumes/new", &volume("3", "1 776 600", ""), office.clerk("aa")).await;
    assert!(uncited.text().contains("The correction of the volume cites no forecast"), "{}", uncited.text());
    publish(&office, "3", "1 776 600", "forecast 5 of 01.10.2026").await;
    let listed = office.page("/en/issuer/volumes").await;
    assert!(listed.contains("Vouchers issued: 0 of 3. Left: 3."), "{listed}");
    assert!(listed.contains("forecast 5 of 01.10.2026") && listed.contains("First version"), "{listed}");
}

#[tokio::test]
async fn vouchers_are_issued_to_a_list_within_the_volume_when_another_person_approves() {
    let office = Office::new().await;
    let children = office.desk.country.children(date(2015, 3, 7), 3).await;
    let iins = children.iter().map(|child| child.iin.as_str()).collect::<Vec<_>>().join("\r\n");
    let fields = [("region", "75"), ("programme", "extra"), ("year", "2026"), ("children", iins.as_str())];
    let without = office.post("/en/issuer/issue", &fields[..3], office.clerk("aa")).await;
    assert!(without.text().contains("enter the IINs of the children"), "{}", without.text());
    let needless = [("region", "75"), ("programme", PROGRAMME), ("year", "2026"), ("children", "123")];
    let needless = office.post("/en/issuer/issue", &needless, office.clerk("aa")).await;
    assert!(needless.text().contains("This programme needs no list"), "{}", needless.text());
    let none = office.post("/en/issuer/issue", &fields, office.clerk("aa")).await;
    assert!(office.page(&none.location).await.contains("volume.none"));
    publish(&office, "2", "1 184 400", "").await;
    let stale = office.post(&format!("{}/approve", none.location), &[], office.clerk("bb")).await;
    assert_eq!(stale.code, "proposal.stale");
    let made = office.post("/en/issuer/issue", &fields, office.clerk("aa")).await;
    let own = office.page(&made.location).await;
    assert!(own.contains("Would get a voucher 2") && own.contains("Vouchers that the volume leaves 0"), "{own}");
    assert!(own.contains("volume.exhausted") && !own.contains(&children[0].iin), "{own}");
    let approve = format!("{}/approve", made.location);
    assert_eq!(office.post(&approve, &[], office.clerk("aa")).await.code, "act.four_eyes");
    assert_eq!(office.post(&approve, &[], office.clerk("bb")).await.status, StatusCode::SEE_OTHER);
    office.work().await;
    let issued = "SELECT count(*) FROM vouchers WHERE programme = 'extra'";
    assert_eq!(office.desk.country.number(issued), 2);
    let protocol = office.page(&made.location).await;
    assert!(protocol.contains("Issued 2") && protocol.contains("Refused 1"), "{protocol}");
    let job = office.desk.country.rows("SELECT id FROM jobs WHERE kind = 'issue'").remove(0);
    let about = office.page(&format!("/en/jobs/{job}")).await;
    assert!(about.contains("volume.exhausted") && about.contains("errors.csv"), "{about}");
    let copy = office.get(&format!("/en/jobs/{job}/files/errors.csv"), office.clerk("aa")).await;
    assert!(String::from_utf8(copy.bytes).unwrap().contains("volume.exhausted"));
    assert!(office.page("/en/issuer/volumes").await.contains("Vouchers issued: 2 of 2. Left: 0."));
    let lower = office.post("/en/issuer/volumes/new", &volume("1", "592 200", "fewer"), office.clerk("aa")).await;
    assert!(lower.text().contains("The volume is below the vouchers that are issued"), "{}", lower.text());
}
