//! What the grant register takes and refuses.

use jiff::civil::date;

use super::import;
use crate::platform::{
    Progress, Report,
    testkit::fixture::{Country, iin},
};

const HEADER: &str = "iin,grant_number,college_bin,qualification,study_form,from,to,programme\n";

async fn read(country: &Country, rows: &str, dry_run: bool) -> Report {
    let text = format!("{HEADER}{rows}");
    import(&country.app, &country.actor, ("grants.csv", text.as_bytes()), dry_run, &Progress::silent()).await.unwrap()
}

#[tokio::test]
async fn rows_are_taken_or_refused_one_by_one_and_a_revision_follows_what_it_changes() {
    let country = Country::new().await;
    let students = country.children(date(2009, 3, 7), 2).await;
    let (one, other, bin) = (&students[0].iin, &students[1].iin, &country.issuer_bin);
    let unknown = iin(date(2008, 1, 1), 0);
    let rows = format!(
        "{one},G-1,{bin},4S07320101,full-time,2026-09-01,2029-06-30,\n\
         {one},G-1,{bin},4S07320101,full-time,2026-09-01,2029-06-30,tvet\n\
         123,G-2,{bin},4S07320101,full-time,2026-09-01,2029-06-30,\n\
         {unknown},G-3,{bin},4S07320101,full-time,2026-09-01,2029-06-30,\n\
         {other},G-4,1234,4S07320101,full-time,2026-09-01,2029-06-30,\n\
         {other},G-5,{bin},4S07320101,full-time,2029-09-01,2026-06-30,\n\
         {other},G-6,{bin},4S07320101,full-time,2026-09-01,2029-06-30,school\n\
         {other},G-7,{bin},4S07320101,full-time,2026-09-01,2029-06-30,nothing\n\
         {other},G-8,{bin},,full-time,2026-09-01,2029-06-30,\n"
    );
    let refused = [
        "3 row.duplicate",
        "4 iin.format",
        "5 person.unknown",
        "6 bin.format",
        "7 row.invalid",
        "8 row.invalid",
        "9 programme.unknown",
        "10 row.invalid",
    ];
    for (dry_run, kept) in [(true, 0), (false, 1)] {
        let report = read(&country, &rows, dry_run).await;
        let codes: Vec<String> = report.errors.iter().map(|error| format!("{} {}", error.row, error.code)).collect();
        assert_eq!((codes.as_slice(), report.files[0].accepted), (refused.map(str::to_owned).as_slice(), 1));
        assert_eq!(country.number("SELECT count(*) FROM grants"), kept);
    }
    assert!(read(&country, &rows, false).await.is_repeated());
    let same = format!("{one},G-1,{bin},4S07320101,full-time,2026-09-01,2029-06-30,tvet\n");
    assert_eq!(read(&country, &same, false).await.exit(), 0);
    assert_eq!(country.number("SELECT count(*) FROM grants"), 1, "what is known is no revision");
    let moved = format!("{one},G-1,{bin},4S07320102,part-time,2026-09-01,2028-06-30,\n");
    assert_eq!(read(&country, &moved, false).await.exit(), 0);
    assert_eq!(
        country.rows("SELECT qualification, study_form, valid_to FROM grants ORDER BY recorded_at"),
        ["4S07320101|full-time|2029-06-30", "4S07320102|part-time|2028-06-30"]
    );
}
