//! Reads a roster: `OneRoster` 1.2 CSV with the metadata columns of spec 7.2; references checked, nothing looked up.

use std::{
    collections::{HashMap, HashSet},
    io::{Cursor, Read as _},
    sync::LazyLock,
};

use documents::{
    archive::{Archive, Limits},
    table::{Column, Header, Row, Table, UnknownColumns},
};
use jiff::civil::Date;
use law::{Iin, month::parse_date};

use crate::platform::{Refusal, Report, Result, inbox::FileReport};

/// The types of organisations of `OneRoster` 1.2; the first is the one that gives the service.
static ORG_TYPES: LazyLock<Vec<&str>> =
    LazyLock::new(|| "school district department local state national".split(' ').collect());

/// A class as a roster reports it.
#[derive(Clone, Debug)]
pub(super) struct ClassRow {
    pub(super) row: u64,
    pub(super) bin: String,
    pub(super) code: String,
    pub(super) title: String,
    pub(super) weekdays: Option<i16>,
    pub(super) vacations: Option<String>,
    pub(super) capacity: Option<i32>,
    pub(super) object: String,
    /// The parents' monthly fee (tiyn) from the 1st of a month on.
    pub(super) fee: Option<(Date, i64)>,
    pub(super) told_on: Date,
}

/// A pupil's enrolment with its contract.
#[derive(Clone, Debug)]
pub(super) struct EnrolmentRow {
    pub(super) row: u64,
    pub(super) bin: String,
    pub(super) class: String,
    pub(super) iin: Iin,
    pub(super) programme: String,
    pub(super) number: String,
    pub(super) signed_on: Date,
    pub(super) contract_from: Date,
    pub(super) contract_to: Date,
    pub(super) from: Date,
    pub(super) to: Option<Date>,
    pub(super) price: i64,
    pub(super) end_reason: Option<String>,
    pub(super) withdrawn: bool,
    /// The parents' monthly fee (tiyn) from the 1st of a month on.
    pub(super) fee: Option<(Date, i64)>,
    /// The legal date of `dateLastModified`.
    pub(super) told_on: Date,
}

/// A roster with the report so far.
#[derive(Debug, Default)]
pub(super) struct Roster {
    pub(super) classes: Vec<ClassRow>,
    pub(super) enrolments: Vec<EnrolmentRow>,
    pub(super) report: Report,
}

pub(super) const CLASSES: &str = "classes.csv";
pub(super) const ENROLLMENTS: &str = "enrollments.csv";

/// Files of the binding whose rows are only checked.
const CHECKED: [(&str, &[&str]); 4] = [
    ("academicSessions.csv", &["sourcedId", "status", "dateLastModified", "title", "type", "startDate", "endDate"]),
    ("courses.csv", &["sourcedId", "status", "dateLastModified", "title", "orgSourcedId"]),
    ("roles.csv", &["sourcedId", "status", "dateLastModified", "userSourcedId", "role", "orgSourcedId"]),
    ("demographics.csv", &["sourcedId", "status", "dateLastModified"]),
];

const RACE: [&str; 7] = [
    "americanIndianOrAlaskaNative",
    "asian",
    "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander",
    "white",
    "demographicRaceTwoOrMoreRaces",
    "hispanicOrLatinoEthnicity",
];

type Wrong = (&'static str, String);
/// The cells of a row under the columns asked for.
struct Cells<'a> {
    header: &'a Header,
    row: &'a Row,
}

impl<'a> Cells<'a> {
    fn at(&self, column: usize) -> &'a str {
        self.header.cell(self.row, column)
    }

    /// The cell, unless it is empty.
    fn some(&self, column: usize) -> Option<&'a str> {
        Some(self.at(column)).filter(|cell| !cell.is_empty())
    }
}

/// The zip with one file unpacked at a time.
type Zip<'a> = Archive<Cursor<&'a [u8]>>;

fn invalid<T>(detail: impl Into<String>) -> Result<T, Wrong> {
    Err(("row.invalid", detail.into()))
}

/// Reads the zip. Refusals of rows stand in the report; what makes the file useless as a whole is an error.
///
/// # Errors
/// `file.*` of the archive and its tables; `row.invalid` for a manifest of another version or a file that it promises and lacks.
pub(super) fn read(bytes: &[u8]) -> Result<Roster> {
    let mut zip = Archive::open(Cursor::new(bytes), limits())?;
    let mut roster = Roster::default();
    let promised = manifest(&mut zip)?;
    let mut bins = HashMap::new();
    each(
        &mut zip,
        &mut roster,
        "orgs.csv",
        &["sourcedId", "status", "dateLastModified", "name", "type", "identifier"],
        |cells| {
            status(cells)?;
            one_of("type", cells.at(4), &ORG_TYPES)?;
            if ORG_TYPES.first() == Some(&cells.at(4)) && law::Bin::parse(cells.at(5)).is_err() {
                return invalid("the identifier of a school is its BIN");
            }
            bins.insert(cells.at(0).to_owned(), cells.at(5).to_owned());
            Ok(())
        },
    )?;
    let iins = users(&mut zip, &mut roster)?;
    for (name, columns) in CHECKED {
        if promised.contains(name) {
            checked(&mut zip, &mut roster, (name, columns), &iins, &bins)?;
        }
    }
    let classes = classes(&mut zip, &mut roster, &bins)?;
    enrolments(&mut zip, &mut roster, (&iins, &bins, &classes))?;
    Ok(roster)
}

/// Which files the manifest promises.
fn manifest(zip: &mut Zip<'_>) -> Result<HashSet<String>> {
    let mut report = Roster::default();
    let mut properties = HashMap::new();
    each(zip, &mut report, "manifest.csv", &["propertyName", "value"], |cells| {
        properties.insert(cells.at(0).to_owned(), cells.at(1).to_owned());
        Ok(())
    })?;
    if properties.get("oneroster.version").map(String::as_str) != Some("1.2") {
        return Err(Refusal::new("row.invalid", "manifest.csv: oneroster.version is not 1.2").into());
    }
    let names: HashSet<String> = zip.entries().iter().map(|entry| entry.name.clone()).collect();
    let mut promised = HashSet::new();
    for (property, value) in properties {
        let Some(file) = property.strip_prefix("file.").map(|file| format!("{file}.csv")) else { continue };
        match value.as_str() {
            "bulk" | "delta" if names.contains(&file) => {
                promised.insert(file);
            }
            "bulk" | "delta" => {
                return Err(
                    Refusal::new("row.invalid", format!("manifest.csv promises {file}, which is missing")).into()
                );
            }
            "absent" => {}
            _ => {
                return Err(
                    Refusal::new("row.invalid", format!("manifest.csv: {property} is bulk, delta or absent")).into()
                );
            }
        }
    }
    Ok(promised)
}

/// Calls `take` with each row of a file; a refused row stands in the report and stops no other. A column after `?` may be absent.
fn each(
    zip: &mut Zip<'_>,
    roster: &mut Roster,
    name: &str,
    columns: &[&str],
    mut take: impl FnMut(&Cells<'_>) -> Result<(), Wrong>,
) -> Result<()> {
    let mut bytes = Vec::new();
    zip.entry(name).and_then(|mut entry| Ok(entry.read_to_end(&mut bytes)?))?;
    let mut file = FileReport { name: name.to_owned(), ..FileReport::default() };
    let mut header: Option<Header> = None;
    let names: Vec<[&str; 1]> = columns.iter().map(|column| [column.trim_start_matches('?')]).collect();
    for row in Table::open(Cursor::new(bytes.as_slice()), limits())? {
        let row = row?;
        let Some(header) = &header else {
            let asked: Vec<Column<'_>> = names
                .iter()
                .zip(columns)
                .map(|(names, column)| Column { names, required: !column.starts_with('?') })
                .collect();
            header = Some(
                Header::find(&row, &asked, UnknownColumns::Allowed)
                    .map_err(|refusal| Refusal::new(refusal.code(), format!("{name}: {refusal}")))?,
            );
            continue;
        };
        file.rows = file.rows.saturating_add(1);
        match take(&Cells { header, row: &row }) {
            Ok(()) => file.accepted = file.accepted.saturating_add(1),
            Err((code, detail)) => {
                file.refused = file.refused.saturating_add(1);
                roster.report.refuse(name, row.number, code, detail);
            }
        }
    }
    roster.report.files.push(file);
    Ok(())
}

fn limits() -> Limits {
    Limits { total_bytes: 4 * 1024 * 1024 * 1024, ..Limits::default() }
}

fn one_of(what: &str, value: &str, words: &[&str]) -> Result<(), Wrong> {
    if words.contains(&value) { Ok(()) } else { invalid(format!("{what} is one of {}", words.join(", "))) }
}

/// `sourcedId` is there, `status` is one of the binding's words, `dateLastModified` an instant.
fn status(cells: &Cells<'_>) -> Result<Date, Wrong> {
    if cells.at(0).is_empty() {
        return invalid("sourcedId is empty");
    }
    if !cells.at(1).is_empty() {
        one_of("status", cells.at(1), &["active", "tobedeleted"])?;
    }
    let at = cells.at(2).parse::<jiff::Timestamp>();
    at.map(crate::platform::clock::Clock::legal_date).or_else(|_| invalid("dateLastModified is an instant in UTC"))
}

fn known<'a>(map: &'a HashMap<String, String>, what: &str, id: &str) -> Result<&'a String, Wrong> {
    map.get(id).map_or_else(|| invalid(format!("{what} names nobody in this file")), Ok)
}

fn date(what: &str, text: &str) -> Result<Date, Wrong> {
    parse_date(text).map_or_else(|| invalid(format!("{what} is not a date YYYY-MM-DD")), Ok)
}

/// IINs by the LMS's ids; an IIN that breaks its rule is refused where it stands, and again with every enrolment that needs it.
fn users(zip: &mut Zip<'_>, roster: &mut Roster) -> Result<HashMap<String, String>> {
    let columns = [
        "sourcedId",
        "status",
        "dateLastModified",
        "enabledUser",
        "username",
        "userIds",
        "givenName",
        "familyName",
        "?password",
    ];
    let mut iins = HashMap::new();
    each(zip, roster, "users.csv", &columns, |cells| {
        status(cells)?;
        one_of("enabledUser", cells.at(3), &["true", "false"])?;
        if cells.some(8).is_some() {
            return invalid("passwords are never taken");
        }
        let iin = cells
            .at(5)
            .split_once("{kz:iin:")
            .and_then(|(_, rest)| rest.split_once('}'))
            .map(|(iin, _)| iin.to_owned());
        if let Some(iin) = iin {
            let checked = Iin::parse(&iin);
            iins.insert(cells.at(0).to_owned(), iin);
            checked.map_err(|refusal| (refusal.code(), "the IIN in userIds breaks its rule".to_owned()))?;
        } else {
            iins.insert(cells.at(0).to_owned(), String::new());
        }
        Ok(())
    })?;
    Ok(iins)
}

fn checked(
    zip: &mut Zip<'_>,
    roster: &mut Roster,
    (name, columns): (&str, &[&str]),
    users: &HashMap<String, String>,
    orgs: &HashMap<String, String>,
) -> Result<()> {
    let optional: Vec<String> = RACE.iter().map(|column| format!("?{column}")).collect();
    let mut all = columns.to_vec();
    if name == "demographics.csv" {
        all.extend(optional.iter().map(String::as_str));
    }
    each(zip, roster, name, &all, |cells| {
        status(cells)?;
        match name {
            "roles.csv" => {
                known(users, "userSourcedId", cells.at(3))?;
                known(orgs, "orgSourcedId", cells.at(5)).map(|_| ())
            }
            "courses.csv" => cells.some(4).map_or(Ok(()), |org| known(orgs, "orgSourcedId", org).map(|_| ())),
            "demographics.csv" if (3..all.len()).any(|column| cells.some(column).is_some()) => {
                invalid("fields of race are never taken")
            }
            "demographics.csv" => known(users, "sourcedId", cells.at(0)).map(|_| ()),
            _ => Ok(()),
        }
    })
}

/// Classes; answers the BIN and code of each by its `sourcedId`.
fn classes(zip: &mut Zip<'_>, roster: &mut Roster, orgs: &HashMap<String, String>) -> Result<HashMap<String, String>> {
    let columns = [
        "sourcedId",
        "status",
        "dateLastModified",
        "title",
        "schoolSourcedId",
        "?metadata.kz.weekdays",
        "?metadata.kz.vacations",
        "?metadata.kz.capacity",
        "metadata.kz.objectId",
        "?classType",
        "?metadata.kz.parentalFeeTiyn",
        "?metadata.kz.parentalFeeFrom",
    ];
    let (mut found, mut schools) = (Vec::new(), HashMap::new());
    each(zip, roster, CLASSES, &columns, |cells| {
        let told_on = status(cells)?;
        if let Some(kind) = cells.some(9) {
            one_of("classType", kind, &["homeroom", "scheduled"])?;
        }
        let bin = known(orgs, "schoolSourcedId", cells.at(4))?;
        schools.insert(cells.at(0).to_owned(), bin.clone());
        found.push(ClassRow {
            row: cells.row.number,
            bin: bin.clone(),
            code: cells.at(0).to_owned(),
            title: cells.at(3).to_owned(),
            weekdays: cells.some(5).map(weekdays).transpose()?,
            vacations: cells.some(6).map(vacations).transpose()?,
            capacity: cells
                .some(7)
                .map(|text| text.parse().or_else(|_| invalid("capacity is not a number")))
                .transpose()?,
            object: cells.at(8).to_owned(),
            fee: fee(cells, (10, 11), told_on)?,
            told_on,
        });
        Ok(())
    })?;
    roster.classes = found;
    Ok(schools)
}

/// A fee of parents with its first month: the one named, else that of a day.
fn fee(cells: &Cells<'_>, (sum, from): (usize, usize), day: Date) -> Result<Option<(Date, i64)>, Wrong> {
    let Some(text) = cells.some(sum) else { return Ok(None) };
    let monthly = text.parse().ok().filter(|monthly| (0..=super::fees::FEE_MAX).contains(monthly));
    let monthly = monthly.map_or_else(|| invalid("parentalFeeTiyn is a whole number of tiyn"), Ok)?;
    let first = cells.some(from).map_or(Ok(day), |month| date("parentalFeeFrom", &format!("{month}-01")))?;
    Ok(Some((first.first_of_month(), monthly)))
}

/// `1 2 3 4 5` as bits, bit 0 = Monday.
fn weekdays(text: &str) -> Result<i16, Wrong> {
    let day = |word: &str| {
        word.parse::<u32>()
            .ok()
            .filter(|day| (1..=7).contains(day))
            .and_then(|day| 1_i16.checked_shl(day.saturating_sub(1)))
    };
    let days = text.split_whitespace().map(day).try_fold(0_i16, |days, day| day.map(|day| days | day));
    days.filter(|days| *days != 0).map_or_else(|| invalid("weekdays are numbers 1 to 7 with spaces"), Ok)
}

/// `2026-11-01/2026-11-08;…`, as it is kept.
fn vacations(text: &str) -> Result<String, Wrong> {
    match crate::parties::GroupCalendar::parse(1, text) {
        Some(_) => Ok(text.to_owned()),
        None => invalid("vacations are spans like 2026-11-01/2026-11-08 with semicolons"),
    }
}

const ENROLMENT_COLUMNS: [&str; 19] = [
    "sourcedId",
    "status",
    "dateLastModified",
    "classSourcedId",
    "schoolSourcedId",
    "userSourcedId",
    "role",
    "primary",
    "beginDate",
    "endDate",
    "metadata.kz.contractNumber",
    "metadata.kz.contractSignedOn",
    "metadata.kz.contractFrom",
    "metadata.kz.contractTo",
    "metadata.kz.priceTiyn",
    "metadata.kz.programme",
    "metadata.kz.endReason",
    "?metadata.kz.parentalFeeTiyn",
    "?metadata.kz.parentalFeeFrom",
];

type Maps<'a> = (&'a HashMap<String, String>, &'a HashMap<String, String>, &'a HashMap<String, String>);

fn enrolments(zip: &mut Zip<'_>, roster: &mut Roster, maps: Maps<'_>) -> Result<()> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    each(zip, roster, ENROLLMENTS, &ENROLMENT_COLUMNS, |cells| {
        let told_on = status(cells)?;
        one_of("role", cells.at(6), &["administrator", "proctor", "student", "teacher"])?;
        if cells.at(6) != "student" {
            return Ok(());
        }
        let row = enrolment(cells, told_on, maps)?;
        if !seen.insert((row.bin.clone(), row.number.clone())) {
            return Err(("row.duplicate", "the contract is in an earlier row".to_owned()));
        }
        found.push(row);
        Ok(())
    })?;
    roster.enrolments = found;
    Ok(())
}

fn enrolment(cells: &Cells<'_>, told_on: Date, (users, orgs, classes): Maps<'_>) -> Result<EnrolmentRow, Wrong> {
    let bin = known(orgs, "schoolSourcedId", cells.at(4))?;
    if known(classes, "classSourcedId", cells.at(3))? != bin {
        return invalid("the class is another school's");
    }
    let iin = known(users, "userSourcedId", cells.at(5))?;
    let iin = Iin::parse(iin).map_err(|refusal| (refusal.code(), "the pupil's IIN breaks its rule".to_owned()))?;
    let number = cells.some(10).map_or_else(|| invalid("contractNumber is empty"), Ok)?;
    let to = cells.some(9).map(|text| date("endDate", text)).transpose()?;
    let end_reason = cells.some(16).map(str::to_owned);
    let from = date("beginDate", cells.at(8))?;
    if to.is_some_and(|to| to < from) {
        return invalid("endDate is before beginDate");
    }
    if to.is_none() && end_reason.is_some() {
        return invalid("an endReason without an endDate");
    }
    Ok(EnrolmentRow {
        row: cells.row.number,
        bin: bin.clone(),
        class: cells.at(3).to_owned(),
        iin,
        programme: cells.at(15).to_owned(),
        number: number.to_owned(),
        signed_on: date("contractSignedOn", cells.at(11))?,
        contract_from: date("contractFrom", cells.at(12))?,
        contract_to: date("contractTo", cells.at(13))?,
        from,
        to,
        price: cells
            .at(14)
            .parse()
            .ok()
            .filter(|price| *price >= 0)
            .map_or_else(|| invalid("priceTiyn is a whole number of tiyn"), Ok)?,
        end_reason,
        fee: fee(cells, (17, 18), date("contractFrom", cells.at(12))?)?,
        withdrawn: cells.at(1) == "tobedeleted",
        told_on,
    })
}
