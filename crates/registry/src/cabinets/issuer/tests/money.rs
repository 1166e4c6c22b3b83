//! The budget, the issue of vouchers, closing a month, performers.

use super::*;

fn entry<'a>(pasted: &'a str, total: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("region", "75"),
        ("programme", PROGRAMME),
        ("source", "local"),
        ("kbk", "464003"),
        ("year", "2026"),
        ("pasted", pasted),
        ("total", total),
    ]
}

#[tokio::test]
async fn a_budget_is_pasted_checked_against_its_total_and_written_once() {
    let office = Office::new().await;
    let pasted = "Месяц\tСумма\nсентябрь\t10 000 000 000,00\nноябрь\t12 000 000 000,50";
    let wrong = office.post("/en/issuer/budget/new", &entry(pasted, "22 000 000 000,51"), office.clerk("aa")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = wrong.text();
    assert!(text.contains("the control total differs by 0,01 ₸") && text.contains("10 000 000 000,00"), "{text}");
    let made = office.post("/en/issuer/budget/new", &entry(pasted, "22 000 000 000,50"), office.clerk("aa")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let check = office.page(&made.location).await;
    assert!(check.contains("+2 000 000 000,50") && check.contains("No change"), "{check}");
    let mut not_now = office.clerk("aa");
    not_now.stepped_up_until = None;
    assert!(office.get(&made.location, not_now.clone()).await.text().contains("Confirm who you are"));
    let confirm = format!("{}/confirm", made.location);
    assert_eq!(office.post(&confirm, &[], not_now).await.code, "access.step_up");
    let confirmed = office.post(&confirm, &[], office.clerk("aa")).await;
    assert!(confirmed.location.starts_with("/en/jobs/"), "{} {}", confirmed.code, confirmed.location);
    assert_eq!(office.post(&confirm, &[], office.clerk("aa")).await.code, "proposal.decided");
    office.work().await;
    let allotted = "SELECT sum(allotted) FROM budget_stripes WHERE month = '2026-11-01'";
    assert_eq!(office.desk.country.rows("SELECT state, result -> 'errors' FROM jobs"), ["done|[]"]);
    assert_eq!(office.desk.country.number(allotted), 1_200_000_000_050);
    let budget = office.page("/en/issuer/budget?year=2026").await;
    assert!(budget.contains("12 000 000 000,50"), "{budget}");
    // The same sums after others are another entry, not a file that came twice.
    let less = office.post("/en/issuer/budget/new", &entry("11;1", "1"), office.clerk("aa")).await.location;
    office.post(&format!("{less}/confirm"), &[], office.clerk("aa")).await;
    let again = office.post("/en/issuer/budget/new", &entry(pasted, "22 000 000 000,50"), office.clerk("aa")).await;
    office.post(&format!("{}/confirm", again.location), &[], office.clerk("aa")).await;
    office.work().await;
    assert_eq!(office.desk.country.number(allotted), 1_200_000_000_050);
}

#[tokio::test]
async fn a_long_budget_is_paged_by_lines_and_its_file_has_all_of_it() {
    let mut office = Office::new().await;
    let fill = |year: i16, lines: u32| {
        let last = 10_000 + lines;
        let sql = format!(
            "INSERT INTO budget_lines
            SELECT l.region, make_date({year}, m, 1), gen_random_uuid(), l.issuer_id, l.programme, {year}, 'local', '9' || k, l.recorded_at, l.entry_id
            FROM (SELECT * FROM budget_lines LIMIT 1) l, generate_series(1, 12) m, generate_series(10001, {last}) k;
            INSERT INTO budget_stripes
            SELECT region, month, id, 0, 100, 0, 0, 0, 0 FROM budget_lines WHERE year = {year}"
        );
        office.desk.country.database.as_superuser(&sql).unwrap();
    };
    fill(2027, 210);
    fill(2028, 45);
    office.desk.country.database.as_superuser("ANALYZE budget_lines; ANALYZE budget_stripes").unwrap();
    let file = "/en/issuer/budget/file?year=2027&form=csv";
    let csv = String::from_utf8(office.get(file, office.clerk("aa")).await.bytes).unwrap();
    assert_eq!(csv.lines().count(), 1 + 210 * 12);
    assert!(csv.contains("910210,2027-12,100,0,0,0,0,100"), "the last of the last");
    let (mut path, mut seen) = ("/en/issuer/budget?year=2028".to_owned(), Vec::new());
    for page in 1..=3 {
        let html = String::from_utf8(office.get(&path, office.clerk("aa")).await.bytes).unwrap();
        let sum = html.contains("540,00");
        assert!(sum, "the sum is the year's: {html}");
        let lines: Vec<String> =
            html.split(" id=\"line-").skip(1).map(|rest| rest.split(['>', '<']).nth(1).unwrap().to_owned()).collect();
        assert_eq!(lines.len(), if page < 3 { 20 } else { 5 }, "{lines:?}");
        seen.extend(lines);
        let next = html.split("href=\"").find(|rest| rest.contains("after=") && rest.contains("rel=\"next\""));
        assert_eq!(next.is_some(), page < 3);
        path = next.map(|next| next.split('"').next().unwrap().replace("&#38;", "&")).unwrap_or_default();
    }
    seen.dedup();
    assert_eq!(seen.len(), 45, "each once");
    // Above what is given at once it is a job.
    office.reopen(|app| app.list_rows_at_once = 2_000).await;
    let answer = office.get(file, office.clerk("aa")).await;
    assert!(answer.location.starts_with("/en/jobs/"), "{} {}", answer.status, answer.location);
    office.work().await;
    let rows = office.desk.country.rows("SELECT result ->> 'rows' FROM jobs WHERE kind = 'export.list'");
    assert_eq!(rows, ["2520"]);
}

#[tokio::test]
async fn a_cut_below_what_is_promised_is_refused_with_words() {
    let office = Office::new().await;
    let made = office.post("/en/issuer/budget/new", &entry("9;20", "20"), office.clerk("aa")).await;
    let check = office.page(&made.location).await;
    assert!(
        check.contains("Below what is promised and paid: 25,00 ₸") || check.contains("Below what is promised"),
        "{check}"
    );
    let refused = office.post(&format!("{}/confirm", made.location), &[], office.clerk("aa")).await;
    assert_eq!(refused.code, "budget.cut_below_committed");
    assert_eq!(office.desk.country.number("SELECT count(*) FROM jobs"), 0);
    assert_eq!(office.get(&made.location, office.stranger()).await.status, StatusCode::NOT_FOUND);
    let gone = office.post(&format!("{}/withdraw", made.location), &[], office.clerk("bb")).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(office.page(&made.location).await.contains("Nothing was written"));
}

#[tokio::test]
async fn what_cannot_be_read_is_shown_beside_its_field_with_what_was_written() {
    let office = Office::new().await;
    for (pasted, total, words) in [
        ("1;2;3", "6", "Rows: 1, columns: 3"),
        ("9;x\n10;1", "1", "Row 1, column 2"),
        ("Итого;1\n9;1", "1", "Row 1: this is no month"),
        ("9;1", "", "Enter the control total"),
        ("", "1", "Enter the sum of at least one month"),
    ] {
        let answer = office.post("/en/issuer/budget/new", &entry(pasted, total), office.clerk("aa")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{pasted}");
        let text = answer.text();
        assert!(text.contains(words), "{pasted}: {text}");
    }
    assert_eq!(office.desk.country.number("SELECT count(*) FROM proposals"), 0);
}

#[tokio::test]
async fn vouchers_are_issued_when_another_person_approves() {
    let office = Office::new().await;
    office.desk.country.children(date(2015, 3, 7), 3).await;
    let fields = [("region", "75"), ("programme", PROGRAMME), ("year", "2026")];
    let made = office.post("/en/issuer/issue", &fields, office.clerk("aa")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let own = office.page(&made.location).await;
    assert!(own.contains("Would get a voucher 3") && own.contains("another person approves it"), "{own}");
    let approve = format!("{}/approve", made.location);
    let refused = office.post(&approve, &[], office.clerk("aa")).await;
    assert_eq!((refused.status, refused.code.as_str()), (StatusCode::CONFLICT, "act.four_eyes"));
    let mut not_now = office.clerk("bb");
    not_now.stepped_up_until = None;
    assert_eq!(office.post(&approve, &[], not_now).await.code, "access.step_up");
    assert_eq!(office.post(&approve, &[], office.stranger()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.post(&approve, &[], office.clerk("bb")).await.status, StatusCode::SEE_OTHER);
    let before = office.desk.country.number("SELECT count(*) FROM vouchers");
    office.work().await;
    assert_eq!(office.desk.country.number("SELECT count(*) FROM vouchers"), before + 3);
    let protocol = office.page(&made.location).await;
    assert!(protocol.contains("Issued 3") && protocol.contains("Another person, marked bb"), "{protocol}");
}

#[tokio::test]
async fn a_close_is_a_job_and_a_month_that_has_not_begun_is_refused() {
    let office = Office::new().await;
    let future =
        office.post("/en/issuer/close", &[("region", "75"), ("month", "2027-03/school")], office.clerk("aa")).await;
    assert_eq!(future.status, StatusCode::UNPROCESSABLE_ENTITY);
    let started =
        office.post("/en/issuer/close", &[("region", "75"), ("month", "2026-10/school")], office.clerk("aa")).await;
    assert!(started.location.starts_with("/en/jobs/"), "{}", started.code);
    let elsewhere =
        office.post("/en/issuer/close", &[("region", "71"), ("month", "2026-10/school")], office.clerk("aa")).await;
    assert_eq!(elsewhere.code, "access.denied");
    office.work().await;
    let closes = office.page("/en/issuer/close").await;
    assert!(closes.contains("October 2026"), "{closes}");
}

#[tokio::test]
async fn performers_are_listed_with_their_standing_and_sums() {
    let office = Office::new().await;
    let performers = office.page("/en/issuer/performers?month=2026-09").await;
    for school in &office.desk.schools {
        assert!(performers.contains(&school.bin), "{performers}");
    }
    assert!(performers.contains("In good standing 2") && performers.contains("0 / 1 000"), "{performers}");
    let none = office.page("/en/issuer/performers?standing=suspended").await;
    assert!(none.contains("No performer fits"), "{none}");
    assert!(office.get("/en/issuer/performers", office.stranger()).await.text().contains("No performer fits"));
}

#[tokio::test]
async fn the_turn_of_the_year_is_a_job_of_the_own_region() {
    let office = Office::new().await;
    let path = "/en/issuer/issue/renew";
    let asked = office.post(path, &[], office.clerk("aa")).await;
    assert!(asked.location.starts_with("/en/jobs/"), "{} {}", asked.code, asked.location);
    office.work().await;
    let jobs = office.desk.country.rows("SELECT kind, state, input ->> 'region', result ->> 'contracts' FROM jobs");
    assert_eq!(jobs, ["renew|done|75|0"]);
}
