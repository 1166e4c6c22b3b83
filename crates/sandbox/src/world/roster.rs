//! `OneRoster` 1.2 CSV (binding 1.2.1) with the metadata columns of spec 7.2.
//!
//! September's file is `bulk`; October's is `delta`: it names only what changed, and is complete in itself (every
//! enrolment's user, class and organisation is in the same file).

use super::{
    calendar::Month,
    digits,
    pages::{Pages, Roster},
    plant::{Fault, Place, Planted, RosterFault},
    pupil::Pupil,
    region::Region,
    school::{Group, School},
};

pub(super) const ORGS: &str = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n";
pub(super) const SESSIONS: &str =
    "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n";
pub(super) const COURSES: &str = "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes\n";
pub(super) const CLASSES: &str = "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,\
    location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods,metadata.kz.weekdays,metadata.kz.vacations,\
    metadata.kz.capacity,metadata.kz.objectId\n";
pub(super) const USERS: &str = "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,\
    middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,\
    preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns\n";
pub(super) const ROLES: &str = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,\
    orgSourcedId,userProfileSourcedId\n";
pub(super) const ENROLLMENTS: &str = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,\
    role,primary,beginDate,endDate,metadata.kz.contractNumber,metadata.kz.contractSignedOn,metadata.kz.contractFrom,\
    metadata.kz.contractTo,metadata.kz.priceTiyn,metadata.kz.programme,metadata.kz.endReason\n";
pub(super) const DEMOGRAPHICS: &str = "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,\
    asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,\
    hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus\n";

/// The last day of every contract: the end of the school year.
const CONTRACT_TO: &[u8] = b"2027-05-31";

/// `dateLastModified` of a month's rows.
fn stamp(month: Month) -> &'static str {
    match month {
        Month::September => "2026-09-30T13:00:00.000Z",
        Month::October => "2026-10-30T13:00:00.000Z",
    }
}

/// The manifest of a month's file.
pub(super) fn manifest(month: Month) -> String {
    let mode = match month {
        Month::September => "bulk",
        Month::October => "delta",
    };
    let mut text = String::from("propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n");
    for file in ["academicSessions", "classes", "courses", "demographics", "enrollments", "orgs", "roles", "users"] {
        text.push_str("file.");
        text.push_str(file);
        text.push(',');
        text.push_str(mode);
        text.push('\n');
    }
    for file in ["categories", "classResources", "courseResources", "lineItems", "resources", "results", "userProfiles"]
    {
        text.push_str("file.");
        text.push_str(file);
        text.push_str(",absent\n");
    }
    text.push_str("source.systemName,Qazyna sandbox\nsource.systemCode,qazyna-sandbox\n");
    text
}

/// The school year and its autumn term.
pub(super) fn sessions(month: Month) -> String {
    let at = stamp(month);
    format!("{SESSIONS}Y-2026,active,{at},2026-2027,schoolYear,2026-09-01,2027-05-31,,2027\n")
}

/// One course: general schooling, grades 1–11.
pub(super) fn courses(month: Month) -> String {
    let at = stamp(month);
    format!("{COURSES}school,active,{at},Y-2026,OrtaBilim,school,,,,\n")
}

/// Appends the region's education department as the parent organisation of its schools.
pub(super) fn department(pages: &mut Pages, region: &Region) {
    for (month, roster) in Month::BOTH.into_iter().zip(&mut pages.rosters) {
        let name = super::region::issuer_name(region);
        row!(roster.orgs; department_id(region), "active", stamp(month), name, "district", region.issuer, "");
    }
}

fn department_id(region: &Region) -> String {
    format!("D-{}", region.code)
}

/// Appends a school: its organisation, classes and the enrolments that each month's file reports.
pub(super) fn write(pages: &mut Pages, region: &Region, school: &School, pupils: &[Pupil]) {
    let Pages { rosters, planted, .. } = pages;
    for (month, roster) in Month::BOTH.into_iter().zip(rosters) {
        let at = stamp(month);
        row!(roster.orgs; school.bin_text, "active", at, school.name_ru, "school", school.bin, department_id(region));
        for group in &school.groups {
            let grade = group.grade.to_string();
            let object = if group.elsewhere() { format!("OBJ-{}-9", school.bin_text) } else { group.object.clone() };
            row!(roster.classes; group.id, "active", at, group.title, grade, "school", group.id, "homeroom", object,
                school.bin, "Y-2026", "", "", "", group.weekdays, group.vacations, group.capacity.to_string(), object);
        }
        for pupil in pupils.iter().filter(|pupil| pupil.reported(month)) {
            if let Some(group) = school.groups.get(pupil.group) {
                enrolment(roster, month, school, (group, pupil));
                if let Some(fault @ Fault::Roster(_)) = pupil.fault {
                    let iin = pupil.home.child.iin;
                    planted.push(Planted { fault, place: Place::Enrollments, row: roster.rows, iin, bin: school.bin });
                }
            }
        }
    }
}

fn enrolment(roster: &mut Roster, month: Month, school: &School, (group, pupil): (&Group, &Pupil)) {
    let at = stamp(month);
    let child = &pupil.home.child;
    let id = contract_id(school.number, pupil.contract);
    let user = user_id(id);
    let sex = if child.male { "male" } else { "female" };
    roster.users.extend_from_slice(&user);
    for cell in [",active,", at, ",true,"] {
        roster.users.extend_from_slice(cell.as_bytes());
    }
    roster.users.extend_from_slice(&user);
    roster.users.extend_from_slice(b",{kz:iin:");
    roster.users.extend_from_slice(&child.iin);
    roster.users.extend_from_slice(b"},");
    row!(roster.users; child.first, child.last(), child.middle, "", "", "", "", "", "", "", "", "", "", "", "",
        school.bin, "");
    row!(roster.roles; user, "active", at, user, "primary", "student", "", "", school.bin, "");
    row!(roster.demographics; user, "active", at, child.born, sex, "", "", "", "", "", "", "", "KZ", "", "", "");
    let begin = pupil.from.iso();
    let end = pupil.end.filter(|end| end.told == month);
    let last = end.map(|end| end.last.iso());
    let ordinary: [&[u8]; 3] = match (pupil.from.month, pupil.from.day) {
        (Month::September, 1) => [b"2026-08-24", &begin, CONTRACT_TO],
        _ => [&begin, &begin, CONTRACT_TO],
    };
    let [signed, from, to]: [&[u8]; 3] = match pupil.fault {
        Some(Fault::Roster(RosterFault::OutsidePeriod)) => [b"2024-08-24", b"2024-09-02", b"2025-05-30"],
        Some(Fault::Roster(RosterFault::ContractDate)) => [b"2026-08-24", b"2026-09-31", CONTRACT_TO],
        Some(_) | None => ordinary,
    };
    let last = last.as_ref().map_or(&b""[..], |last| &last[..]);
    let reason = end.map_or("", |end| end.reason);
    row!(roster.enrollments; id, "active", at, group.id, school.bin, user, "student", "true", begin, last, id, signed,
        from, to, group.price, "school", reason);
    roster.rows += 1;
}

/// `SC-PPPPP-NNNN`: the number of a service contract, also its enrolment's `sourcedId`.
pub(super) fn contract_id(school: u32, contract: u32) -> [u8; 13] {
    let mut text = *b"SC-00000-0000";
    if let Some(place) = text.get_mut(3..8) {
        digits::put(place, u64::from(school) + 1);
    }
    if let Some(place) = text.get_mut(9..13) {
        digits::put(place, u64::from(contract));
    }
    text
}

/// The LMS's own id of a pupil: never the IIN.
fn user_id(mut contract: [u8; 13]) -> [u8; 13] {
    for (place, letter) in contract.iter_mut().zip(*b"LU") {
        *place = letter;
    }
    contract
}
