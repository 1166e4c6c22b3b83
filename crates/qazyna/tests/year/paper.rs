//! The files of the simulated year, as registers, issuers and an LMS write them (docs/formats.md).

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use law::{
    Pack,
    terms::{Issue, NominalSource, PartsEnd},
};
use serde_json::Value;

use super::country::{Child, Country, FIRST, LAST, Place, Programme, issuer};

/// Terms as they are, for the days of the year: what a pilot's end would forbid goes on.
pub(crate) fn rules(pack: &Pack) -> Vec<u8> {
    let mut text = String::new();
    let mut seen = std::collections::BTreeSet::new();
    for terms in &pack.terms {
        let latest = pack.latest_terms(&terms.programme).unwrap();
        if !seen.insert(terms.programme.clone()) {
            continue;
        }
        let mut terms = latest.clone();
        terms.valid_from = date(2026, 8, 1);
        terms.period_from = Some(date(2026, 8, 1));
        terms.period_to = Some(LAST);
        text.push_str("[[terms]]\n");
        let Value::Object(fields) = serde_json::to_value(&terms).unwrap() else { unreachable!() };
        for (key, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
            writeln!(text, "{key} = {}", toml(&value)).unwrap();
        }
        text.push('\n');
    }
    text.into_bytes()
}

fn toml(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let one = |(key, value): (&String, &Value)| format!("{key} = {}", toml(value));
            format!("{{ {} }}", fields.iter().map(one).collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

fn months() -> Vec<Date> {
    (0..12).map(|n: i32| FIRST.checked_add(n.months()).unwrap()).collect()
}

/// Budget lines of the programmes and regions for the months that fit.
pub(crate) fn budget(country: &Country, fits: impl Fn(&Programme, i16, Date) -> bool) -> Vec<u8> {
    let mut text = "issuer_bin,issuer_name,programme,region,year,month,source,kbk,amount_tiyn\n".to_owned();
    for programme in &country.programmes {
        for region in &programme.regions {
            for month in months().into_iter().filter(|month| fits(programme, *region, *month)) {
                writeln!(
                    text,
                    "{},Управление образования,{},{region},{},{},local,464011,60000000000",
                    issuer(*region),
                    programme.code(),
                    month.year(),
                    month.strftime("%Y-%m")
                )
                .unwrap();
            }
        }
    }
    text.into_bytes()
}

/// Rates in thousandths of the first ones, from a day on.
pub(crate) fn rates(country: &Country, from: Date, permille: i64, act: &str) -> Vec<u8> {
    let mut text = "programme,region,locality,performer_kind,group_kind,hours,valid_from,valid_to,monthly_tiyn,act_number,act_date,note,issuer_bin\n".to_owned();
    for (of, programme) in country.programmes.iter().enumerate() {
        let owner = match programme.terms.nominal {
            NominalSource::PerCapitaRate | NominalSource::RateAtBooking => None,
            NominalSource::IssuerRate => Some(issuer),
            NominalSource::ContractPrice | NominalSource::PerChildOrder => continue,
        };
        for region in &programme.regions {
            let monthly =
                (5_213_347 + i64::try_from(of).unwrap() * 612_113 + i64::from(*region) * 1_009) * permille / 1000;
            let owner = owner.map(|owner| owner(*region)).unwrap_or_default();
            writeln!(
                text,
                "{},{region},urban,private,usual,4,{from},,{monthly},{act},{from},,{owner}",
                programme.code()
            )
            .unwrap();
        }
    }
    text.into_bytes()
}

/// Order volumes of a year.
pub(crate) fn volumes(country: &Country, year: i16) -> Vec<u8> {
    let mut text = "issuer_bin,issuer_name,programme,region,year,contingent,normative_tiyn,volume_tiyn,act_number,act_date,forecast\n".to_owned();
    for programme in country.programmes.iter().filter(|programme| programme.terms.issue != Issue::Automatic) {
        if year > FIRST.year() && !programme.by_calendar() && programme.terms.parts_end == PartsEnd::Contract {
            continue;
        }
        for region in &programme.regions {
            writeln!(
                text,
                "{},Управление образования,{},{region},{year},5000,100,500000,V-{year},{year}-01-01,",
                issuer(*region),
                programme.code()
            )
            .unwrap();
        }
    }
    text.into_bytes()
}

fn zipped(files: &[(&str, String)], stamp: i8) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let at = zip::DateTime::from_date_and_time(2026, 10, u8::try_from(stamp).unwrap(), 0, 0, 0).unwrap();
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default().last_modified_time(at)).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Everybody who serves, with objects, groups and state orders of the year.
pub(crate) fn performers(country: &Country) -> Vec<u8> {
    let mut who =
        "bin,name_kk,name_ru,kind,programme,region,locality,kato,iban,bik,licence_number,licence_on,admitted_on\n"
            .to_owned();
    let mut objects = "object,bin,rka,kato,address,capacity\n".to_owned();
    let mut groups = "group,bin,object,title,group_kind,hours,capacity,age_from,age_to,weekdays,vacations\n".to_owned();
    let mut orders = "number,bin,issuer_bin,programme,signed_on,month,places,amount_tiyn,price_tiyn\n".to_owned();
    for performer in &country.performers {
        let programme = &country.programmes[performer.of];
        let (bin, region, code) = (&performer.bin, performer.region, programme.code());
        writeln!(who, "{bin},Ұйым {bin},Организация {bin},private,{code},{region},urban,{region}1110000,{},HSBKKZKX,L-{bin},2020-01-10,2026-08-01", performer.iban).unwrap();
        writeln!(objects, "OBJ-{bin},{bin},0201200312345678,{region}1110000,Абая 1,900").unwrap();
        let (low, high) = programme.ages;
        for group in &performer.groups {
            writeln!(
                groups,
                "{},{bin},OBJ-{bin},{},usual,4,300,{},{},{},{}",
                group.code,
                group.code,
                low.saturating_sub(1),
                high + 2,
                group.weekdays,
                group.vacations()
            )
            .unwrap();
        }
        let price = match programme.terms.nominal {
            NominalSource::ContractPrice | NominalSource::PerChildOrder => performer.price.to_string(),
            NominalSource::PerCapitaRate | NominalSource::RateAtBooking | NominalSource::IssuerRate => String::new(),
        };
        for month in months().into_iter().filter(|month| programme.serves(*month)) {
            writeln!(
                orders,
                "ГОЗ-{bin},{bin},{},{code},2026-08-10,{},500,900000000000,{price}",
                issuer(region),
                month.strftime("%Y-%m")
            )
            .unwrap();
        }
    }
    let files =
        [("performers.csv", who), ("objects.csv", objects), ("groups.csv", groups), ("state_orders.csv", orders)];
    zipped(&files, 1)
}

const FAMILIES: [(&str, &str); 4] =
    [("Әбілов", "Әбілова"), ("Қасымов", "Қасымова"), ("Ким", "Ким"), ("Нұрғалиев", "Нұрғалиева")];
const NAMES: [(&str, &str); 4] = [("Ерлан", "Айша"), ("Нұрлан", "Әлия"), ("Данияр", "Гүлнар"), ("Мирас", "Дана")];

/// What the persons register says of children; with the day of death of those who died.
pub(crate) fn persons(children: &[&Child]) -> Vec<u8> {
    let mut text =
        "iin,last_name,first_name,middle_name,birth_date,sex,guardian_iins,kato,status,status_on\n".to_owned();
    for child in children {
        let n = usize::from(child.iin.as_bytes()[10]);
        let ((he, she), (boy, girl)) = (FAMILIES[n % 4], NAMES[n / 4 % 4]);
        let (last, first, sex) = if child.male { (he, boy, "male") } else { (she, girl, "female") };
        let (status, on) = child.died.map_or(("alive", String::new()), |day| ("deceased", day.to_string()));
        let Child { iin, born, parent, region, .. } = child;
        writeln!(text, "{iin},{last},{first},,{born},{sex},{parent},{region}1110000,{status},{on}").unwrap();
    }
    text.into_bytes()
}

/// The grant register's rows of places.
pub(crate) fn grants(country: &Country, places: &[usize]) -> Vec<u8> {
    let mut text = "iin,grant_number,college_bin,qualification,study_form,from,to,programme\n".to_owned();
    for place in places.iter().map(|at| &country.places[*at]) {
        let performer = &country.performers[place.performer];
        let (iin, code) = (&country.children[place.child].iin, country.programmes[performer.of].code());
        writeln!(text, "{iin},G-{iin},{},4S06130103,очная,2026-09-01,{LAST},{code}", performer.bin).unwrap();
    }
    text.into_bytes()
}

/// A list of children to whom vouchers are to be issued.
pub(crate) fn list(children: &[&Child]) -> Vec<u8> {
    let rows: String = children.iter().map(|child| format!("{}\n", child.iin)).collect();
    format!("iin\n{rows}").into_bytes()
}

/// A row of a roster: whose, and what is put in the place of the true cells.
pub(crate) struct Row<'a> {
    pub(crate) place: &'a Place,
    pub(crate) iin: String,
    pub(crate) bin: String,
}

impl<'a> Row<'a> {
    pub(crate) fn of(country: &Country, place: &'a Place) -> Self {
        let iin = country.children[place.child].iin.clone();
        Self { place, iin, bin: country.performers[place.performer].bin.clone() }
    }
}

/// The package of some enrolments, told on a day; classes of performers alone change calendars.
pub(crate) fn roster(country: &Country, rows: &[Row<'_>], classes_of: &[usize], told: Date) -> Vec<u8> {
    let at = format!("{told}T05:00:00.000Z");
    let mut orgs = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n".to_owned();
    let mut classes = "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods,metadata.kz.weekdays,metadata.kz.vacations,metadata.kz.capacity,metadata.kz.objectId\n".to_owned();
    let mut users = "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,password\n".to_owned();
    let mut lines = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate,metadata.kz.contractNumber,metadata.kz.contractSignedOn,metadata.kz.contractFrom,metadata.kz.contractTo,metadata.kz.priceTiyn,metadata.kz.programme,metadata.kz.endReason\n".to_owned();
    let mut told_of = std::collections::BTreeSet::new();
    let every = rows.iter().map(|row| (row.place.performer, row.bin.as_str()));
    let alone = classes_of.iter().map(|at| (*at, country.performers[*at].bin.as_str()));
    for (performer, bin) in every.chain(alone) {
        if !told_of.insert(bin.to_owned()) {
            continue;
        }
        writeln!(orgs, "O-{bin},active,{at},Организация,school,{bin},").unwrap();
        for group in &country.performers[performer].groups {
            writeln!(
                classes,
                "{},active,{at},{},1,,,homeroom,,O-{bin},,,,,{},{},300,OBJ-{}",
                group.code,
                group.code,
                group.weekdays,
                group.vacations(),
                country.performers[performer].bin
            )
            .unwrap();
        }
    }
    for Row { place, iin, bin } in rows {
        let performer = &country.performers[place.performer];
        let (number, group, from, to) = (place.contract(), &performer.groups[place.group].code, place.from, place.to);
        let status = if place.withdrawn { "tobedeleted" } else { "active" };
        let (last, reason) = place.last.map_or((String::new(), ""), |(last, reason)| (last.to_string(), reason));
        let programme = country.programmes[performer.of].code();
        writeln!(users, "U-{number},active,{at},true,u{number},{{kz:iin:{iin}}},Айша,Ким,,,").unwrap();
        writeln!(lines, "E-{number},{status},{at},{group},O-{bin},U-{number},student,true,{from},{last},{number},{from},{from},{to},{},{programme},{reason}", performer.price).unwrap();
    }
    let manifest = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.orgs,bulk\nfile.classes,bulk\nfile.users,bulk\nfile.enrollments,bulk\n";
    let files = [
        ("manifest.csv", manifest.to_owned()),
        ("orgs.csv", orgs),
        ("classes.csv", classes),
        ("users.csv", users),
        ("enrollments.csv", lines),
    ];
    zipped(&files, told.day())
}

/// The same content in other bytes, as a system sends it that lost the answer.
pub(crate) fn rewrapped(bytes: &[u8]) -> Vec<u8> {
    if !bytes.starts_with(b"PK") {
        let mut text = bytes.to_vec();
        text.push(b'\n');
        return text;
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
        files.push((entry.name().to_owned(), text));
    }
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    zipped(&files, 28)
}

/// A mark as a row of a long sheet.
#[derive(Clone, Debug)]
pub(crate) struct MarkRow {
    pub(crate) place: usize,
    pub(crate) iin: String,
    pub(crate) group: String,
    pub(crate) day: Date,
    pub(crate) mark: char,
    pub(crate) by_qr: bool,
}

/// A long sheet.
pub(crate) fn marks(rows: &[MarkRow]) -> Vec<u8> {
    let mut text = "iin,group,date,mark,method\n".to_owned();
    for MarkRow { iin, group, day, mark, by_qr, .. } in rows {
        writeln!(text, "{iin},{group},{day},{mark},{}", if *by_qr { "qr" } else { "manual" }).unwrap();
    }
    text.into_bytes()
}
