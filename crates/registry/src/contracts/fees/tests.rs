//! What rosters tell of fees, and what parents have paid.

use super::import_payments;
use crate::{
    contracts::{
        fixture::{files, line, roster, zipped},
        import_roster,
    },
    platform::{Progress, Report, testkit::fixture::Country},
};

fn codes(report: &Report) -> Vec<String> {
    report.errors.iter().map(|error| format!("{} {}", error.row, error.code)).collect()
}

async fn bring(country: &Country, bytes: &[u8]) -> Report {
    import_roster(&country.app, &country.actor, ("oneroster.zip", bytes), false, &Progress::silent()).await.unwrap()
}

/// Adds columns to a file of a package: the header's and each row's cells.
fn with_columns(lines: &[crate::contracts::fixture::Line<'_>], name: &str, header: &str, rows: &[&str]) -> Vec<u8> {
    let mut all = files(lines);
    for (_, text) in all.iter_mut().filter(|(file, _)| *file == name) {
        let told = std::iter::once(&header).chain(rows);
        *text = text.lines().zip(told).map(|(line, cells)| format!("{line},{cells}\n")).collect();
    }
    zipped(&all, |text| text.as_bytes().to_vec())
}

#[tokio::test]
async fn a_roster_tells_fees_of_contracts_and_of_classes() {
    let (country, school, _) = Country::usual().await;
    let holders = country.holders(3).await;
    let lines = [
        line(&school, &holders[0].0.iin, "A-1"),
        line(&school, &holders[1].0.iin, "A-2"),
        line(&school, &holders[2].0.iin, "A-3"),
    ];
    let header = "metadata.kz.parentalFeeTiyn,metadata.kz.parentalFeeFrom";
    let report =
        bring(&country, &with_columns(&lines, "enrollments.csv", header, &["1500000,", "900000,2026-11", "x,"])).await;
    assert_eq!(codes(&report), ["4 row.invalid"]);
    let fees = "SELECT c.number, f.valid_from, f.monthly FROM parental_fees f JOIN contracts c ON c.id = f.contract_id ORDER BY 1, 2, f.recorded_at";
    assert_eq!(country.rows(fees), ["A-1|2026-09-01|1500000", "A-2|2026-11-01|900000"]);
    // The same again changes nothing, also where the enrolment is unchanged; a fee alone may change.
    let report =
        bring(&country, &with_columns(&lines[..2], "enrollments.csv", header, &["1500000,2026-09", "800000,2026-11"]))
            .await;
    assert_eq!(codes(&report), Vec::<String>::new());
    assert_eq!(country.rows(fees).len(), 3);
    let report =
        bring(&country, &with_columns(&lines[..2], "classes.csv", "metadata.kz.parentalFeeTiyn", &["700000"])).await;
    assert_eq!(codes(&report), Vec::<String>::new());
    let of_group = "SELECT g.code, f.valid_from, f.monthly FROM parental_fees f JOIN groups g ON g.id = f.group_id";
    assert_eq!(country.rows(of_group), [format!("{}|2026-09-01|700000", school.group_code)]);
}

#[tokio::test]
async fn payments_are_kept_once_and_never_below_nothing() {
    let (country, school, other) = Country::usual().await;
    let holders = country.holders(1).await;
    let report = bring(&country, &roster(&[line(&school, &holders[0].0.iin, "A-1")])).await;
    assert_eq!(codes(&report), Vec::<String>::new());
    country.app.clock.set("2026-10-10T05:00:00Z".parse().unwrap());
    let bin = &school.bin;
    let rows = format!(
        "{bin},school,A-1,2026-09-10,1000,R-1\n{bin},school,A-1,2026-09-10,1000,R-1\n{bin},school,A-1,2026-09-10,2000,R-1\n\
         {bin},school,A-1,2026-10-01,-400,R-2\n{bin},school,A-1,2026-10-01,-700,R-3\n{bin},school,A-1,2026-10-11,5,R-4\n\
         {bin},school,A-1,2026-10-01,0,R-5\n{bin},school,A-2,2026-10-01,5,R-6\n{},school,A-1,2026-10-01,5,R-7\n{},school,A-1,2026-10-01,5,R-8\n",
        other.bin, country.issuer_bin
    );
    let text = format!("performer_bin,programme,contract_number,paid_on,amount_tiyn,reference\n{rows}");
    let file = ("payments.csv", text.as_bytes());
    for dry_run in [true, false] {
        let report = import_payments(&country.app, &country.actor, file, dry_run, &Progress::silent()).await.unwrap();
        assert_eq!(
            codes(&report),
            [
                "4 row.duplicate",
                "6 row.invalid",
                "7 row.invalid",
                "8 row.invalid",
                "9 contract.unknown",
                "10 contract.unknown",
                "11 performer.unknown",
            ]
        );
    }
    assert_eq!(country.rows("SELECT amount, reference FROM fee_payments ORDER BY reference"), ["1000|R-1", "-400|R-2"]);
    let again = format!(
        "performer_bin,programme,contract_number,paid_on,amount_tiyn,reference\n{bin},school,A-1,2026-09-10,1000,R-1\n{bin},school,A-1,2026-10-02,-600,R-9\n"
    );
    let file = ("payments.csv", again.as_bytes());
    let report = import_payments(&country.app, &country.actor, file, false, &Progress::silent()).await.unwrap();
    assert_eq!(codes(&report), Vec::<String>::new());
    assert_eq!(country.number("SELECT sum(amount) FROM fee_payments"), 0);
}
