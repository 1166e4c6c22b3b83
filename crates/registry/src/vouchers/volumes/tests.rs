//! How order volumes are published, on a real database.

use super::{import, import::contingent, list};
use crate::platform::{
    Actor, Progress, Report, Role, Scope,
    testkit::fixture::{Country, REGION},
};

const HEADER: &str =
    "issuer_bin,issuer_name,programme,region,year,contingent,normative_tiyn,volume_tiyn,act_number,act_date,forecast\n";

async fn read_as(country: &Country, actor: &Actor, rows: &str, dry_run: bool) -> Report {
    let text = format!("{HEADER}{rows}");
    import(&country.app, actor, ("volumes.csv", text.as_bytes()), dry_run, &Progress::silent()).await.unwrap()
}

async fn read(country: &Country, rows: &str) -> Vec<String> {
    let report = read_as(country, &country.actor, rows, false).await;
    report.errors.iter().map(|error| format!("{} {}", error.row, error.code)).collect()
}

fn row(country: &Country, contingent: &str, volume: i64, forecast: &str) -> String {
    format!(
        "{},Akimat,extra,{REGION},2026,{contingent},59220000,{volume},7,2026-08-01,{forecast}\n",
        country.issuer_bin
    )
}

#[tokio::test]
async fn a_volume_is_published_in_versions_that_cite_their_forecast() {
    let country = Country::new().await;
    let first = row(&country, "120.45", 7_133_049_000, "");
    let dry = read_as(&country, &country.actor, &first, true).await;
    assert_eq!((dry.errors.len(), country.number("SELECT count(*) FROM order_volumes")), (0, 0));
    assert_eq!(read(&country, &first).await, Vec::<String>::new());
    assert_eq!(read(&country, &first).await, ["0 file.repeated"]);
    let same = row(&country, "\"120,4500\"", 7_133_049_000, "");
    assert_eq!(read(&country, &same).await, Vec::<String>::new());
    assert_eq!(country.number("SELECT count(*) FROM order_volumes"), 1, "what is published is no version");
    for (contingent, volume, forecast, refused) in [
        ("120.45", 7_133_049_001, "", "2 volume.sum"),
        ("130", 7_698_600_000, "", "2 volume.forecast"),
        ("1.23456", 1, "", "2 row.invalid"),
        ("many", 1, "", "2 row.invalid"),
        ("-1", 1, "", "2 row.invalid"),
    ] {
        assert_eq!(read(&country, &row(&country, contingent, volume, forecast)).await, [refused], "{contingent}");
    }
    assert_eq!(read(&country, &row(&country, "130", 7_698_600_000, "forecast 5 of 01.10")).await, Vec::<String>::new());
    assert_eq!(
        country.rows("SELECT version, contingent, volume, forecast, act_number FROM order_volumes ORDER BY version"),
        ["1|1204500|7133049000||7", "2|1300000|7698600000|forecast 5 of 01.10|7"]
    );
    let tx = country.app.begin(&country.actor, "volumes.read", 0).await.unwrap();
    let listed = list(&tx, (2026, Some(&country.issuer_bin)), None, 10).await.unwrap();
    let shown: Vec<_> = listed.iter().map(|row| (row.version, row.places(), row.issued)).collect();
    assert_eq!(shown, [(1, 120, None), (2, 130, Some(0))]);
    let key = (REGION, "extra".to_owned(), country.issuer_bin.clone(), 1);
    assert_eq!(list(&tx, (2026, None), Some(&key), 10).await.unwrap(), listed[1..]);
    assert_eq!(list(&tx, (2027, None), None, 10).await.unwrap(), []);
}

#[tokio::test]
async fn an_issuer_publishes_its_own_volume_in_its_own_region_and_one_bad_row_refuses_the_file() {
    let country = Country::new().await;
    let scope = Scope::Regions(vec![REGION]);
    let own = Actor { role: Role::Issuer, organisation: country.issuer_bin.clone(), scope, ..country.actor.clone() };
    let good = row(&country, "1", 59_220_000, "");
    let elsewhere = good.replace(&format!(",{REGION},"), ",10,");
    let foreign = good.replace(&country.issuer_bin, "990440000385");
    for bad in [elsewhere, foreign] {
        let report = read_as(&country, &own, &format!("{good}{bad}"), false).await;
        let codes: Vec<_> = report.errors.iter().map(|error| (error.row, error.code.as_str())).collect();
        assert_eq!((codes, report.exit()), (vec![(3, "access.denied")], 2));
    }
    let report = read_as(&country, &own, &format!("{good}{good}"), false).await;
    assert_eq!(report.errors[0].code, "row.duplicate");
    assert_eq!(country.number("SELECT count(*) FROM order_volumes"), 0);
    assert_eq!(read_as(&country, &own, &good, false).await.exit(), 0);
    let second = Actor { organisation: "990440000385".to_owned(), ..own };
    let theirs = good.replace(&country.issuer_bin, "990440000385");
    assert_eq!(read_as(&country, &second, &theirs, false).await.exit(), 0, "volumes are of issuers, not of regions");
    assert_eq!(country.number("SELECT count(*) FROM order_volumes WHERE version = 1"), 2);
}

#[test]
fn a_contingent_is_read_as_people_write_it() {
    for (written, read) in [
        ("120.45", Some(1_204_500)),
        ("1 204,5", Some(12_045_000)),
        ("3", Some(30_000)),
        ("0.0001", Some(1)),
        ("", None),
        (".5", None),
        ("5.", None),
        ("1.23456", None),
        ("1e3", None),
        ("-1", None),
    ] {
        assert_eq!(contingent(written), read, "{written}");
    }
}
