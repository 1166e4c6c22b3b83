//! Rosters on the real database.

use std::io::{Cursor, Write as _};

use crate::{
    contracts::import_roster,
    platform::{
        Progress, Report,
        testkit::fixture::{Country, School, SchoolLike},
    },
};

const AT: &str = "2026-09-01T05:00:00.000Z";

/// A line of enrollments.csv: school, pupil's IIN, contract number and the cells that tests change.
struct Line<'a> {
    school: &'a School,
    iin: &'a str,
    number: &'a str,
    from: &'a str,
    to: &'a str,
    reason: &'a str,
    status: &'a str,
    at: &'a str,
}

fn line<'a>(school: &'a School, iin: &'a str, number: &'a str) -> Line<'a> {
    Line { school, iin, number, from: "2026-09-01", to: "", reason: "", status: "active", at: AT }
}

fn roster(lines: &[Line<'_>]) -> Vec<u8> {
    let mut orgs = String::from("sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n");
    let mut classes = String::from(
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods,metadata.kz.weekdays,metadata.kz.vacations,metadata.kz.capacity,metadata.kz.objectId\n",
    );
    let mut users = String::from(
        "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,password\n",
    );
    let mut rows = String::from(
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate,metadata.kz.contractNumber,metadata.kz.contractSignedOn,metadata.kz.contractFrom,metadata.kz.contractTo,metadata.kz.priceTiyn,metadata.kz.programme,metadata.kz.endReason\n",
    );
    let mut seen = std::collections::HashSet::new();
    for (n, Line { school, iin, number, from, to, reason, status, at }) in lines.iter().enumerate() {
        if seen.insert(&school.bin) {
            orgs += &format!("O-{0},active,{AT},Школа,school,{0},\n", school.bin);
            classes += &format!(
                "{1},active,{AT},1 А,1,,,homeroom,,O-{0},,,,,1 2 3 4 5,,500,OBJ\n",
                school.bin, school.group_code
            );
        }
        users += &format!("U-{n},active,{AT},true,u{n},{{kz:iin:{iin}}},Айша,Ким,,,\n");
        rows += &format!(
            "E-{n},{status},{at},{},O-{},U-{n},student,true,{from},{to},{number},2026-08-24,2026-09-01,2027-05-31,6580000,school,{reason}\n",
            school.group_code, school.bin
        );
    }
    let manifest = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.orgs,bulk\nfile.classes,bulk\nfile.users,bulk\nfile.enrollments,bulk\n";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("manifest.csv", manifest),
        ("orgs.csv", &orgs),
        ("classes.csv", &classes),
        ("users.csv", &users),
        ("enrollments.csv", &rows),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

async fn import(country: &Country, lines: &[Line<'_>]) -> Report {
    import_roster(&country.app, &country.actor, ("oneroster.zip", &roster(lines)), false, &Progress::silent())
        .await
        .unwrap()
}

fn errors(report: &Report) -> Vec<(u64, &str)> {
    report.errors.iter().map(|error| (error.row, error.code.as_str())).collect()
}

#[tokio::test]
async fn a_roster_books_what_it_can_refuses_the_rest_by_row_and_is_taken_once() {
    let (country, school, _) = Country::usual().await;
    let holders = country.holders(3).await;
    let lines = [
        line(&school, &holders[0].0.iin, "A-1"),
        line(&school, &holders[1].0.iin, "A-2"),
        line(&school, &holders[0].0.iin, "A-3"),
        line(&school, "160307500000", "A-4"),
    ];
    let report = import(&country, &lines).await;
    assert_eq!(report.errors.len(), 3, "{:?}", report.errors);
    assert_eq!(errors(&report).iter().filter(|error| error.1 == "booking.elsewhere").count(), 1);
    assert_eq!(country.number("SELECT count(*) FROM contracts"), 2);
    assert_eq!(country.number("SELECT count(*) FROM contract_revisions"), 2);
    assert_eq!(country.number("SELECT count(*) FROM portions"), 18);
    let again = import(&country, &lines).await;
    assert_eq!(errors(&again).last(), Some(&(0, "file.repeated")));
    assert_eq!(country.number("SELECT count(*) FROM portions"), 18);
    // The same rows in another file say nothing new.
    let more = import(&country, &lines[..2]).await;
    assert!(more.errors.is_empty(), "{:?}", more.errors);
    assert_eq!(country.number("SELECT count(*) FROM contract_revisions"), 2);
}

#[tokio::test]
async fn a_transfer_told_in_one_file_ends_one_contract_and_books_the_other() {
    let (country, first, _) = Country::usual().await;
    let second = country.school(8, &SchoolLike::default()).await;
    let holders = country.holders(1).await;
    let iin = &holders[0].0.iin;
    assert!(import(&country, &[line(&first, iin, "A-1")]).await.errors.is_empty());
    let later = "2026-09-14T05:00:00.000Z";
    let moved = [
        Line { from: "2026-09-14", at: later, ..line(&second, iin, "B-1") },
        Line { to: "2026-09-11", reason: "transfer", at: later, ..line(&first, iin, "A-1") },
    ];
    let report = import(&country, &moved).await;
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    assert_eq!(
        country.rows("SELECT portion, from_day, to_day FROM portions WHERE month = '2026-09-01' ORDER BY 1"),
        ["1|1|30", "2|14|30"]
    );
    let stale = Line { to: "2026-12-01", reason: "transfer", ..line(&first, iin, "A-1") };
    assert_eq!(errors(&import(&country, &[stale]).await), [(2, "contract.stale_revision")]);
    let error = Line { from: "2026-09-14", status: "tobedeleted", at: later, ..line(&second, iin, "B-1") };
    assert!(import(&country, &[error]).await.errors.is_empty());
    assert_eq!(country.number("SELECT sum(bit_count(days::bit(32))) FROM live_days"), 11);
    assert_eq!(country.number("SELECT count(DISTINCT person_id) FROM contracts"), 1);
}

#[tokio::test]
async fn a_dry_run_tells_the_same_and_leaves_nothing() {
    let (country, school, _) = Country::usual().await;
    let holders = country.holders(1).await;
    let bytes = roster(&[line(&school, &holders[0].0.iin, "A-1"), line(&school, &holders[0].0.iin, "A-2")]);
    let dry = import_roster(&country.app, &country.actor, ("oneroster.zip", &bytes), true, &Progress::silent())
        .await
        .unwrap();
    assert_eq!(
        country.number(
            "SELECT (SELECT count(*) FROM contracts) + (SELECT count(*) FROM live_days) + (SELECT count(*) FROM inbox)"
        ),
        0
    );
    let real = import_roster(&country.app, &country.actor, ("oneroster.zip", &bytes), false, &Progress::silent())
        .await
        .unwrap();
    assert_eq!(dry, real);
    let cut = import_roster(
        &country.app,
        &country.actor,
        ("oneroster.zip", &bytes[..bytes.len() / 2]),
        false,
        &Progress::silent(),
    )
    .await
    .unwrap();
    assert_eq!(errors(&cut), [(0, "file.truncated")]);
}
