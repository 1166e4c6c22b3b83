//! Packages of rosters for tests, as an LMS writes them.

use std::io::{Cursor, Write as _};

use crate::platform::testkit::fixture::School;

const NAMES: [&str; 4] = ["Айша", "Нурлан", "Светлана", "Алия"];
const AT: &str = "2026-09-01T05:00:00.000Z";

/// A line of enrollments.csv: school, pupil's IIN, contract number and the cells that tests change.
pub(crate) struct Line<'a> {
    pub(crate) school: &'a School,
    pub(crate) iin: &'a str,
    pub(crate) number: &'a str,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) reason: &'a str,
    pub(crate) status: &'a str,
    pub(crate) at: &'a str,
    pub(crate) programme: &'a str,
    /// Of a month, in tiyn.
    pub(crate) price: &'a str,
}

/// An enrolment from September to the contract's end.
pub(crate) fn line<'a>(school: &'a School, iin: &'a str, number: &'a str) -> Line<'a> {
    let (from, to, reason, status, at) = ("2026-09-01", "", "", "active", AT);
    Line { school, iin, number, from, to, reason, status, at, programme: "school", price: "6580000" }
}

/// The files of a package: names and texts.
pub(crate) type Files = Vec<(&'static str, String)>;

/// The package of some lines.
pub(crate) fn roster(lines: &[Line<'_>]) -> Vec<u8> {
    zipped(&files(lines), |text| text.as_bytes().to_vec())
}

/// Files in a zip, their texts as bytes of some encoding.
pub(crate) fn zipped(files: &Files, encode: impl Fn(&str) -> Vec<u8>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&encode(text)).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The five files of a package.
pub(crate) fn files(lines: &[Line<'_>]) -> Files {
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
    for (n, Line { school, iin, number, from, to, reason, status, at, programme, price }) in lines.iter().enumerate() {
        if seen.insert(&school.bin) {
            orgs += &format!("O-{0},active,{AT},Школа,school,{0},\n", school.bin);
            classes += &format!(
                "{1},active,{AT},1 А,1,,,homeroom,,O-{0},,,,,1 2 3 4 5,,500,OBJ\n",
                school.bin, school.group_code
            );
        }
        users += &format!("U-{n},active,{AT},true,u{n},{{kz:iin:{iin}}},{},Ким,,,\n", NAMES[n % NAMES.len()]);
        rows += &format!(
            "E-{n},{status},{at},{},O-{},U-{n},student,true,{from},{to},{number},2026-08-24,2026-09-01,2027-05-31,{price},{programme},{reason}\n",
            school.group_code, school.bin
        );
    }
    let manifest = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.orgs,bulk\nfile.classes,bulk\nfile.users,bulk\nfile.enrollments,bulk\n";
    vec![
        ("manifest.csv", manifest.to_owned()),
        ("orgs.csv", orgs),
        ("classes.csv", classes),
        ("users.csv", users),
        ("enrollments.csv", rows),
    ]
}
