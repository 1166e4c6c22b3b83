//! Issues within the order volume and to the grant register, on a real database.

use jiff::civil::date;
use law::{Pack, VoucherNumber};

use super::{
    grants,
    issue::{Issue, Issued, issue, issue_to},
    volumes,
};
use crate::platform::{
    Actor, Progress, Role,
    testkit::fixture::{Child, Country, REGION, iin},
};

const LISTED: &str = "extra";

fn what(programme: &str) -> Issue {
    Issue { programme: programme.to_owned(), year: 2026, region: Some(REGION) }
}

/// Publishes a volume of so many children; the forecast makes it a correction.
async fn publish(country: &Country, programme: &str, children: i64, forecast: &str) {
    let text = format!(
        "issuer_bin,issuer_name,programme,region,year,contingent,normative_tiyn,volume_tiyn,act_number,act_date,forecast\n{},Akimat,{programme},{REGION},2026,{children}.9,100,{},7,2026-08-01,{forecast}\n",
        country.issuer_bin,
        children * 100 + 90
    );
    let file = ("volumes.csv", text.as_bytes());
    let report = volumes::import(&country.app, &country.actor, file, false, &Progress::silent()).await.unwrap();
    assert_eq!(report.errors, [], "{text}");
}

fn list(iins: &[&str]) -> Vec<u8> {
    let rows: Vec<String> = iins.iter().map(|iin| format!("x;{iin}\n")).collect();
    format!("note;ИИН\n{}", rows.concat()).into_bytes()
}

fn iins(children: &[Child]) -> Vec<&str> {
    children.iter().map(|child| child.iin.as_str()).collect()
}

async fn give(country: &Country, programme: &str, children: &[&str]) -> Issued {
    let bytes = list(children);
    let list = ("children.csv", bytes.as_slice());
    issue_to(&country.app, &country.actor, &what(programme), list, &Progress::silent()).await.unwrap()
}

fn codes(issued: &Issued) -> Vec<(u64, &str)> {
    issued.errors.iter().map(|error| (error.row, error.code.as_str())).collect()
}

#[tokio::test]
async fn a_list_is_served_in_its_order_while_the_volume_lasts_and_again_alike() {
    let country = Country::new().await;
    let children = country.children(date(2015, 3, 7), 5).await;
    country.tell(&children[4], "deceased").await;
    publish(&country, LISTED, 2, "").await;
    let unknown = iin(date(2014, 1, 1), 0);
    let asked = [
        children[2].iin.as_str(),
        "123",
        &unknown,
        children[4].iin.as_str(),
        children[0].iin.as_str(),
        children[2].iin.as_str(),
        children[1].iin.as_str(),
        children[3].iin.as_str(),
    ];
    let first = give(&country, LISTED, &asked).await;
    let refused = [
        (3, "iin.format"),
        (4, "person.unknown"),
        (5, "person.deceased"),
        (7, "row.duplicate"),
        (8, "volume.exhausted"),
        (9, "volume.exhausted"),
    ];
    assert_eq!((first.regions, first.issued, first.held, codes(&first)), (1, 2, 0, refused.to_vec()));
    assert_eq!((first.refused["volume.exhausted"], first.refused.values().sum::<i64>()), (2, 6));
    assert!(!serde_json::to_string(&first).unwrap().contains(&children[1].iin), "no report holds an IIN");
    let again = give(&country, LISTED, &asked).await;
    assert_eq!((again.issued, again.held, codes(&again)), (0, 2, refused.to_vec()));
    let holders = country.rows("SELECT person_id FROM vouchers ORDER BY person_id");
    let mut expected = [children[2].id.to_string(), children[0].id.to_string()];
    expected.sort();
    assert_eq!(holders, expected);
    let parts = country.rows("SELECT DISTINCT first_month, parts, year FROM vouchers");
    assert_eq!(parts, ["2026-09-01|0|2026"], "the split is made at booking");
    let number = country.rows("SELECT number FROM vouchers ORDER BY number LIMIT 1").remove(0);
    let prefix = Pack::kz().latest_terms(LISTED).unwrap().voucher_prefix.as_str();
    assert_eq!(VoucherNumber::parse(&number).unwrap().prefix(), prefix);
}

#[tokio::test]
async fn a_correction_opens_the_rest_and_an_annulled_voucher_makes_room() {
    let country = Country::new().await;
    let children = country.children(date(2015, 3, 7), 5).await;
    publish(&country, LISTED, 2, "").await;
    assert_eq!(give(&country, LISTED, &iins(&children)).await.issued, 2);
    publish(&country, LISTED, 3, "forecast 5 of 01.10.2026").await;
    let more = give(&country, LISTED, &iins(&children)).await;
    assert_eq!((more.issued, more.held, more.refused["volume.exhausted"]), (1, 2, 2));
    country
        .database
        .as_superuser(
            "INSERT INTO portion_ends (region, month, voucher_id, portion, last_day, effect, reason, effective_on, recorded_at, entry_id)
            SELECT region, '2026-10-01', id, 1, 5, 'annul', 'moved', '2026-10-05', now(), gen_random_uuid() FROM vouchers LIMIT 1",
        )
        .unwrap();
    let last = give(&country, LISTED, &iins(&children)).await;
    assert_eq!((last.issued, last.held, last.refused["volume.exhausted"]), (1, 3, 1));
}

#[tokio::test]
async fn of_two_issues_at_once_none_goes_over_the_volume() {
    let country = Country::new().await;
    publish(&country, LISTED, 7, "").await;
    let (one, other) = (country.children(date(2015, 3, 7), 6).await, country.children(date(2014, 3, 7), 6).await);
    let second = country.another_app().await;
    let (first_list, second_list) = (list(&iins(&one)), list(&iins(&other)));
    let (what, watch) = (what(LISTED), Progress::silent());
    let (first, second) = tokio::join!(
        issue_to(&country.app, &country.actor, &what, ("a.csv", &first_list), &watch),
        issue_to(&second, &country.actor, &what, ("b.csv", &second_list), &watch),
    );
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!((first.issued + second.issued, country.number("SELECT count(*) FROM vouchers")), (7, 7));
    let exhausted = |issued: &Issued| issued.refused.get("volume.exhausted").copied().unwrap_or_default();
    assert_eq!(exhausted(&first) + exhausted(&second), 5);
    assert_eq!(country.number("SELECT last FROM voucher_numbers"), 7);
}

#[tokio::test]
async fn a_volume_is_not_lowered_below_what_is_issued_at_the_same_time() {
    let country = Country::new().await;
    publish(&country, LISTED, 5, "").await;
    let children = country.children(date(2015, 3, 7), 5).await;
    let second = country.another_app().await;
    let lower = format!(
        "issuer_bin,issuer_name,programme,region,year,contingent,normative_tiyn,volume_tiyn,act_number,act_date,forecast\n{},Akimat,{LISTED},{REGION},2026,2,100,200,8,2026-08-02,fewer\n",
        country.issuer_bin
    );
    let listed = list(&iins(&children));
    let (what, watch) = (what(LISTED), Progress::silent());
    let (issued, report) = tokio::join!(
        issue_to(&country.app, &country.actor, &what, ("a.csv", &listed), &watch),
        volumes::import(&second, &country.actor, ("lower.csv", lower.as_bytes()), false, &watch),
    );
    let (issued, report) = (issued.unwrap().issued, report.unwrap());
    let refused = report.errors.iter().map(|error| error.code.as_str()).collect::<Vec<_>>();
    assert!(
        (issued, refused.as_slice()) == (5, &["volume.below_issued"]) || (issued, refused.as_slice()) == (2, &[]),
        "{issued} {refused:?}"
    );
}

#[tokio::test]
async fn who_lives_elsewhere_gets_a_voucher_of_that_region_where_it_has_a_volume() {
    let country = Country::new().await;
    let children = country.children(date(2015, 3, 7), 2).await;
    publish(&country, LISTED, 9, "").await;
    let moved = format!("UPDATE person_states SET region = 71 WHERE person_id = '{}'", children[0].id);
    country.database.as_superuser(&moved).unwrap();
    let here = give(&country, LISTED, &iins(&children)).await;
    assert_eq!((here.issued, codes(&here)), (1, vec![(2, "person.elsewhere")]));
    let anywhere = Issue { region: None, ..what(LISTED) };
    let bytes = list(&iins(&children));
    let all = issue_to(&country.app, &country.actor, &anywhere, ("a.csv", &bytes), &Progress::silent()).await.unwrap();
    assert_eq!((all.regions, all.held, codes(&all)), (2, 1, vec![(2, "volume.none")]));
}

#[tokio::test]
async fn nobody_issues_from_the_volume_of_another_issuer() {
    let country = Country::new().await;
    let children = country.children(date(2015, 3, 7), 1).await;
    publish(&country, LISTED, 9, "").await;
    let stranger = Actor { role: Role::Issuer, organisation: "150140000123".to_owned(), ..country.actor.clone() };
    let bytes = list(&iins(&children));
    let refused =
        issue_to(&country.app, &stranger, &what(LISTED), ("a.csv", &bytes), &Progress::silent()).await.unwrap();
    assert_eq!((refused.issued, codes(&refused)), (0, vec![(2, "volume.none")]));
}

#[tokio::test]
async fn a_wrong_list_a_list_too_many_and_a_year_outside_the_pilot_are_refused_whole() {
    let country = Country::new().await;
    let watch = Progress::silent();
    let late = Issue { year: 2028, ..what(LISTED) };
    for (asked, bytes, code) in [
        (what(LISTED), "name\nx\n", "file.missing_column"),
        (what(LISTED), "", "file.empty"),
        (what("school"), "iin\n", "input.invalid"),
        (what("tvet"), "iin\n", "input.invalid"),
        (late, "iin\n", "voucher.no_months"),
    ] {
        let refused = issue_to(&country.app, &country.actor, &asked, ("a.csv", bytes.as_bytes()), &watch).await;
        assert_eq!(refused.unwrap_err().code(), Some(code), "{asked:?}");
    }
    assert_eq!(country.number("SELECT count(*) FROM vouchers"), 0);
}

/// A row a student: IIN, number, from, to.
async fn register(country: &Country, rows: &[(&str, &str, &str, &str)]) -> Vec<String> {
    let header = "iin,grant_number,college_bin,qualification,study_form,from,to\n".to_owned();
    let rows = rows.iter().map(|(iin, number, from, to)| {
        format!("{iin},{number},{},4S07320101,full-time,{from},{to}\n", country.issuer_bin)
    });
    let text: String = std::iter::once(header).chain(rows).collect();
    let file = ("grants.csv", text.as_bytes());
    let report = grants::import(&country.app, &country.actor, file, false, &Progress::silent()).await.unwrap();
    report.errors.iter().map(|error| format!("{} {}", error.row, error.code)).collect()
}

#[tokio::test]
async fn every_living_student_of_the_register_gets_a_voucher_while_the_volume_lasts() {
    let country = Country::new().await;
    let students = country.children(date(2009, 3, 7), 6).await;
    country.tell(&students[4], "deceased").await;
    let whole = |n: usize| (students[n].iin.as_str(), "2026-09-01", "2029-06-30");
    let rows: Vec<(&str, String, &str, &str)> =
        (0..5).map(|n| (whole(n).0, format!("G-{n}"), whole(n).1, whole(n).2)).collect();
    let mut rows: Vec<(&str, &str, &str, &str)> =
        rows.iter().map(|(iin, number, from, to)| (*iin, number.as_str(), *from, *to)).collect();
    rows.push((&students[5].iin, "G-5", "2022-09-01", "2026-06-30"));
    assert_eq!(register(&country, &rows).await, Vec::<String>::new());
    let none = issue(&country.app, &country.actor, &what("tvet"), &Progress::silent()).await.unwrap();
    assert_eq!((none.issued, none.refused["volume.none"], none.refused["person.deceased"]), (0, 4, 1));
    publish(&country, "tvet", 3, "").await;
    let first = issue(&country.app, &country.actor, &what("tvet"), &Progress::silent()).await.unwrap();
    assert_eq!((first.issued, first.held, first.refused["volume.exhausted"]), (3, 0, 1));
    let again = issue(&country.app, &country.actor, &what("tvet"), &Progress::silent()).await.unwrap();
    assert_eq!((again.issued, again.held, again.refused["volume.exhausted"]), (0, 3, 1));
    assert_eq!(country.rows("SELECT DISTINCT first_month, parts FROM vouchers"), ["2026-09-01|1023"]);
    publish(&country, "tvet", 9, "forecast").await;
    // A revision that ends a grant before the study year takes its student out.
    let left = country.rows(
        "SELECT p.id FROM persons p WHERE NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.person_id = p.id) ORDER BY p.id",
    );
    let student = students[..4].iter().position(|student| left.contains(&student.id.to_string())).unwrap();
    let number = format!("G-{student}");
    assert_eq!(
        register(&country, &[(&students[student].iin, &number, "2025-09-01", "2026-08-31")]).await,
        Vec::<String>::new()
    );
    let last = issue(&country.app, &country.actor, &what("tvet"), &Progress::silent()).await.unwrap();
    assert_eq!((last.issued, last.held), (0, 3));
}
