//! The sandbox's world, read back from its files by code that shares nothing with the generator.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests stop at what they do not expect")]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fs,
    io::{Cursor, Read},
    path::{Path, PathBuf},
};

use calamine::{Reader, Xlsx};
use jiff::civil::{Date, Weekday};
use sandbox::world::{Size, World};
use serde_json::Value;

const MONTHS: [&str; 2] = ["2026-09", "2026-10"];

fn written(performers: u32, seed: u64) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    World::generate(Size::Performers(performers), seed).unwrap().write(dir.path()).unwrap();
    dir
}

/// SHA-256 of every file but `ca/`, where keys of ECDSA are drawn by the system's generator.
fn hashes(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(dir).unwrap().to_owned();
            if name.starts_with("ca") {
            } else if path.is_dir() {
                folders.push(path);
            } else {
                let hash = ring::digest::digest(&ring::digest::SHA256, &fs::read(&path).unwrap());
                found.insert(name, hash.as_ref().to_vec());
            }
        }
    }
    found
}

/// A table of rows by column name.
fn table(bytes: &[u8]) -> Vec<HashMap<String, String>> {
    csv::Reader::from_reader(bytes).deserialize().map(Result::unwrap).collect()
}

fn unzipped(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        files.push((entry.name().to_owned(), bytes));
    }
    files
}

fn entry(zip: &Path, name: &str) -> Vec<HashMap<String, String>> {
    table(&unzipped(zip).into_iter().find(|(found, _)| found == name).unwrap().1)
}

/// The rows of a timesheet, whatever its shape.
fn sheet(name: &str, bytes: Vec<u8>) -> Vec<Vec<String>> {
    if name.ends_with(".xlsx") {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        return range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    }
    let text = String::from_utf8(bytes).unwrap();
    let text = text.trim_start_matches('\u{feff}');
    let separator = if text.starts_with("BIN;") { ';' } else { ',' };
    text.lines().map(|line| line.split(separator).map(str::to_owned).collect()).collect()
}

/// The check digit by long division of the definition, not by the generator's tables.
fn check_holds(digits: &str) -> bool {
    let numbers: Vec<u32> = digits.chars().map(|digit| digit.to_digit(10).unwrap()).collect();
    let sum = |shift: usize| (0..11).map(|at| numbers[at] * u32::try_from((at + shift) % 11 + 1).unwrap()).sum::<u32>();
    let check = if sum(0) % 11 == 10 { sum(2) % 11 } else { sum(0) % 11 };
    numbers.len() == 12 && check == numbers[11]
}

fn iban_holds(iban: &str) -> bool {
    let moved = format!("{}{}", &iban[4..], &iban[..4]);
    let digits: String = moved.chars().map(|letter| letter.to_digit(36).unwrap().to_string()).collect();
    iban.len() == 20 && digits.bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97) == 1
}

/// True when a group has lessons on the day; of the two months only Monday 26 October is a day off.
fn lessons(group: &HashMap<String, String>, day: Date) -> bool {
    let weekday = day.weekday().to_monday_one_offset().to_string();
    let iso = day.to_string();
    let vacation = group["vacations"]
        .split(';')
        .filter_map(|range| range.split_once('/'))
        .any(|(from, to)| (from..=to).contains(&iso.as_str()));
    group["weekdays"].split(' ').any(|works| works == weekday) && !vacation && iso != "2026-10-26"
}

/// The planted mistakes as (code, file, row).
fn planted(dir: &Path) -> Vec<Value> {
    let world: Value = serde_json::from_slice(&fs::read(dir.join("world.json")).unwrap()).unwrap();
    world["planted"].as_array().unwrap().clone()
}

fn rows_of(planted: &[Value], file: &str) -> HashSet<u64> {
    planted.iter().filter(|mistake| mistake["file"] == file).map(|mistake| mistake["row"].as_u64().unwrap()).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_gives_others() {
    let first = hashes(written(12, 5).path());
    assert_eq!(first, hashes(written(12, 5).path()));
    let other = hashes(written(12, 6).path());
    assert_eq!(first.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    assert_eq!(first.keys().count(), 12);
    for (name, hash) in &first {
        assert_ne!(Some(hash), other.get(name), "{}", name.display());
    }
}

#[test]
fn twenty_performers_have_five_thousand_children_and_every_kind_of_mistake() {
    for seed in [1, 2, 3] {
        let dir = written(20, seed);
        let enrolled = entry(&dir.path().join("2026-09/oneroster.zip"), "enrollments.csv").len();
        assert!(enrolled > 5_000, "{enrolled}");
        let planted = planted(dir.path());
        let share = planted.len() * 1_000 / enrolled;
        assert!((15..=25).contains(&share), "{share} of a thousand");
        let codes: BTreeSet<&str> = planted.iter().map(|mistake| mistake["code"].as_str().unwrap()).collect();
        assert_eq!(codes.len(), 15, "{codes:?}");
    }
}

#[test]
fn every_number_is_valid_and_unique_but_the_planted_ones() {
    for performers in [3, 20] {
        let dir = written(performers, 11);
        let wrong = rows_of(&planted(dir.path()), "persons.csv");
        let mut seen = HashSet::new();
        let mut guardians = HashSet::new();
        for (row, person) in (2..).zip(table(&fs::read(dir.path().join("persons.csv")).unwrap())) {
            guardians.extend(person["guardian_iins"].split_whitespace().map(str::to_owned));
            if wrong.contains(&row) {
                continue;
            }
            let iin = &person["iin"];
            assert!(check_holds(iin), "row {row}");
            assert!(seen.insert(iin.clone()), "row {row} repeats a number");
            let born: Date = person["birth_date"].parse().unwrap();
            let century = match (born.year() >= 2000, person["sex"].as_str()) {
                (true, "male") => '5',
                (true, _) => '6',
                (false, "male") => '3',
                (false, _) => '4',
            };
            assert_eq!(iin[..7], format!("{}{century}", born.strftime("%y%m%d")));
        }
        assert!(guardians.is_subset(&seen), "every guardian is a person");
        let zip = dir.path().join("performers.zip");
        let mut bins = HashSet::new();
        for performer in entry(&zip, "performers.csv") {
            assert!(check_holds(&performer["bin"]) && bins.insert(performer["bin"].clone()));
            assert!(iban_holds(&performer["iban"]), "{}", performer["iban"]);
            assert_eq!((performer["kato"].len(), &performer["kato"][..2]), (9, performer["region"].as_str()));
        }
        assert!(entry(&zip, "objects.csv").iter().all(|object| object["rka"].len() == 16));
    }
}

#[test]
fn nobody_is_enrolled_twice_and_no_class_is_overfull_but_by_plan() {
    let dir = written(20, 4);
    let wrong = rows_of(&planted(dir.path()), "2026-09/oneroster.zip/enrollments.csv");
    let capacity: HashMap<String, usize> = entry(&dir.path().join("performers.zip"), "groups.csv")
        .into_iter()
        .map(|group| (group["group"].clone(), group["capacity"].parse().unwrap()))
        .collect();
    let people: HashSet<String> = table(&fs::read(dir.path().join("persons.csv")).unwrap())
        .into_iter()
        .map(|person| person["iin"].clone())
        .collect();
    // Last day of each enrolment by child, and all that a group ever had.
    let mut last: HashMap<String, String> = HashMap::new();
    let mut places: HashMap<String, HashSet<String>> = HashMap::new();
    for month in MONTHS {
        let zip = dir.path().join(month).join("oneroster.zip");
        let users: HashMap<String, String> = entry(&zip, "users.csv")
            .into_iter()
            .map(|user| (user["sourcedId"].clone(), user["userIds"].trim_matches(['{', '}']).replace("kz:iin:", "")))
            .collect();
        let mut known: HashMap<String, String> = HashMap::new();
        for (row, enrolment) in (2..).zip(entry(&zip, "enrollments.csv")) {
            if month == "2026-09" && wrong.contains(&row) {
                continue;
            }
            let iin = users[&enrolment["userSourcedId"]].clone();
            assert!(people.contains(&iin), "row {row}");
            let contract = enrolment["sourcedId"].clone();
            let from = enrolment["metadata.kz.contractFrom"].clone();
            let key = format!("{iin} {contract}");
            let others = last.iter().filter(|(other, _)| other.starts_with(&iin) && **other != key);
            for (_, ended) in others {
                assert!(!ended.is_empty() && *ended < from, "row {row} overlaps");
            }
            places.entry(enrolment["classSourcedId"].clone()).or_default().insert(contract.clone());
            known.insert(key, enrolment["endDate"].clone());
            last.extend(known.drain());
        }
    }
    for (group, taken) in places {
        assert!(taken.len() <= capacity[&group], "{group}");
    }
}

#[test]
fn marks_stand_on_every_study_day_of_an_enrolment_and_nowhere_else_but_by_plan() {
    let dir = written(20, 9);
    let planted = planted(dir.path());
    let groups: HashMap<String, HashMap<String, String>> = entry(&dir.path().join("performers.zip"), "groups.csv")
        .into_iter()
        .map(|group| (group["group"].clone(), group))
        .collect();
    let (mut marks, mut by_qr) = (0_u32, 0_u32);
    for month in MONTHS {
        let enrolled = enrolled(dir.path(), month);
        let first: Date = format!("{month}-01").parse().unwrap();
        for (name, bytes) in unzipped(&dir.path().join(month).join("timesheets.zip")) {
            let wrong = rows_of(&planted, &format!("{month}/timesheets.zip/{name}"));
            let mut group = &HashMap::new();
            for (row, cells) in (1..).zip(sheet(&name, bytes)) {
                match cells[0].as_str() {
                    "BIN" => assert!(name.starts_with(&cells[1])),
                    "group" => group = &groups[&cells[1]],
                    "month" => assert_eq!(cells[1], month),
                    "iin" => assert_eq!(cells.len(), 33),
                    iin if !wrong.contains(&row) => {
                        let (from, to) = &enrolled[&(iin.to_owned(), group["group"].clone())];
                        for (day, cell) in (0..i64::from(first.days_in_month())).zip(&cells[2..]) {
                            let date = first.saturating_add(jiff::Span::new().days(day));
                            let iso = date.to_string();
                            let due = lessons(group, date) && *from <= iso && iso <= *to;
                            assert_eq!(!cell.is_empty(), due, "{name} row {row} {date}");
                            marks += u32::from(due);
                            by_qr += u32::from(cell.ends_with('*'));
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(by_qr * 10 >= marks * 6, "{by_qr} of {marks}");
}

/// First and last day of each child in each group as the month's timesheet knew them.
fn enrolled(dir: &Path, month: &str) -> HashMap<(String, String), (String, String)> {
    let mut found = HashMap::new();
    for told in MONTHS.into_iter().filter(|told| *told <= month) {
        let zip = dir.join(told).join("oneroster.zip");
        let users: HashMap<String, String> = entry(&zip, "users.csv")
            .into_iter()
            .map(|user| (user["sourcedId"].clone(), user["userIds"].trim_matches(['{', '}']).replace("kz:iin:", "")))
            .collect();
        for enrolment in entry(&zip, "enrollments.csv") {
            let key = (users[&enrolment["userSourcedId"]].clone(), enrolment["classSourcedId"].clone());
            let end = Some(enrolment["endDate"].clone()).filter(|end| !end.is_empty());
            found.insert(key, (enrolment["beginDate"].clone(), end.unwrap_or_else(|| "2027-05-31".to_owned())));
        }
    }
    found
}

#[test]
fn the_row_named_by_a_planted_mistake_is_the_row_of_that_child() {
    let dir = written(3, 2);
    let persons = fs::read_to_string(dir.path().join("persons.csv")).unwrap();
    for mistake in planted(dir.path()) {
        let (file, row, iin) = (mistake["file"].as_str().unwrap(), mistake["row"].as_u64().unwrap(), &mistake["iin"]);
        let iin = iin.as_str().unwrap();
        let row = usize::try_from(row).unwrap() - 1;
        match file.split_once(".zip/") {
            None => assert!(persons.lines().nth(row).unwrap().starts_with(iin)),
            Some((zip, "enrollments.csv")) => {
                let zip = dir.path().join(format!("{zip}.zip"));
                let user = entry(&zip, "enrollments.csv")[row - 1]["userSourcedId"].clone();
                let users = entry(&zip, "users.csv");
                let user = users.iter().find(|found| found["sourcedId"] == user).unwrap();
                assert_eq!(user["userIds"], format!("{{kz:iin:{iin}}}"));
            }
            Some((zip, name)) => {
                let files = unzipped(&dir.path().join(format!("{zip}.zip")));
                let (name, bytes) = files.into_iter().find(|(found, _)| found == name).unwrap();
                assert_eq!(sheet(&name, bytes)[row][0], iin);
            }
        }
    }
}

#[test]
fn neighbours_with_a_transfer_have_different_calendars() {
    let dir = written(4, 8);
    let groups = entry(&dir.path().join("performers.zip"), "groups.csv");
    let vacations: BTreeMap<&str, &str> =
        groups.iter().map(|group| (group["bin"].as_str(), group["vacations"].as_str())).collect();
    assert_eq!(vacations.values().collect::<BTreeSet<_>>().len(), 2);
    let october = entry(&dir.path().join("2026-10/oneroster.zip"), "enrollments.csv");
    assert_eq!(october.iter().filter(|row| row["metadata.kz.endReason"] == "transfer").count(), 6);
    assert_eq!(Date::constant(2026, 10, 26).weekday(), Weekday::Monday);
}

#[test]
fn memory_does_not_grow_with_the_world() {
    let peak = || {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap().to_owned();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap()
    };
    drop(written(60, 1));
    let before = peak();
    drop(written(300, 1));
    // A zip's directory keeps an entry for each performer; the 80 000 more children keep nothing.
    assert!(peak() - before < 24 * 1_024, "{before} to {} KiB", peak());
}

#[test]
fn a_world_without_performers_or_with_too_many_is_refused() {
    assert!(World::generate(Size::Performers(0), 1).is_err());
    assert!(World::generate(Size::Performers(30_001), 1).is_err());
}
