//! The four imports that everything else stands on, on the real database.

use std::{
    collections::BTreeSet,
    io::{Cursor, Write as _},
    sync::{Arc, Mutex},
};

use documents::text::Encoding;
use sandbox::world::{Size, World};
use serde_json::Value;

use crate::{
    app::App,
    beneficiaries, budgets, parties,
    platform::{
        Actor, Progress, Report, Result,
        clock::Clock,
        cluster::Role,
        testkit::fixture::{Country, REGION, SchoolLike, iin, with_check_digit},
    },
    programmes,
};

/// Which import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    Budget,
    Rates,
    Performers,
    Persons,
}

async fn give(app: &App, door: Door, bytes: &[u8], dry_run: bool) -> Result<Report> {
    let (actor, progress) = (Actor::console(app.clock.id()), Progress::silent());
    match door {
        Door::Budget => budgets::import(app, &actor, ("file", bytes), dry_run, &progress).await,
        Door::Rates => programmes::import_rates(app, &actor, ("file", bytes), dry_run, &progress).await,
        Door::Performers => parties::import(app, &actor, ("file", bytes), dry_run, &progress).await,
        Door::Persons => beneficiaries::import(app, &actor, ("file", bytes), dry_run, &progress).await,
    }
}

impl Country {
    async fn give(&self, door: Door, bytes: impl AsRef<[u8]>) -> Report {
        give(&self.app, door, bytes.as_ref(), false).await.unwrap()
    }

    /// Every row of the registry that an import may write.
    fn everything(&self) -> i64 {
        ["persons", "person_keys", "person_states", "performers", "objects", "groups", "group_revisions", "state_orders", "state_order_months"]
            .into_iter()
            .chain(["issuers", "budget_lines", "movements", "rates", "inbox", "inbox_outcomes", "journal_entries"])
            .map(|table| self.number(&format!("SELECT count(*) FROM {table}")))
            .sum()
    }
}

/// Row, code of each refusal.
fn codes(report: &Report) -> Vec<(u64, &str)> {
    report.errors.iter().map(|error| (error.row, error.code.as_str())).collect()
}

fn accepted(report: &Report) -> Vec<usize> {
    report.files.iter().map(|file| file.accepted).collect()
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const BUDGET: &str = "issuer_bin,issuer_name,programme,region,year,month,source,kbk,amount_tiyn\n";
const RATES: &str =
    "programme,region,locality,performer_kind,group_kind,hours,valid_from,valid_to,monthly_tiyn,act_number,act_date,note\n";
const PERSONS: &str = "iin,last_name,first_name,middle_name,birth_date,sex,guardian_iins,kato,status,status_on\n";

fn budget_row(country: &Country, month: &str, amount: i64) -> String {
    format!("{},Education department,school,75,2026,{month},local,464003011,{amount}\n", country.issuer_bin)
}

fn born(n: u32) -> String {
    iin(jiff::civil::date(2017, 3, 7), n)
}

fn person(n: u32, name: &str) -> String {
    let sex = if n % 2 == 0 { "male" } else { "female" };
    format!("{},Серікұлы,{name},,2017-03-07,{sex},,750000000,alive,\n", born(n))
}

#[tokio::test]
async fn a_world_is_read_with_exactly_the_refusals_that_were_planted() {
    let world = tempfile::tempdir().unwrap();
    World::generate(Size::Performers(3), 7).unwrap().write(world.path()).unwrap();
    let country = Country::new().await;
    let read = |name: &str| std::fs::read(world.path().join(name)).unwrap();
    for (door, name) in [(Door::Budget, "budget.csv"), (Door::Rates, "rates.csv"), (Door::Performers, "performers.zip"), (Door::Rates, "2026-10/rates.csv")] {
        let report = country.give(door, read(name)).await;
        assert_eq!((report.exit(), report.errors), (0, Vec::new()), "{name}");
    }
    let report = country.give(Door::Persons, read("persons.csv")).await;
    let told: Value = serde_json::from_slice(&read("world.json")).unwrap();
    let planted: BTreeSet<(u64, &str)> = told["planted"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|mistake| mistake["file"] == "persons.csv")
        .map(|mistake| (mistake["row"].as_u64().unwrap(), mistake["code"].as_str().unwrap()))
        .collect();
    assert!(!planted.is_empty());
    assert_eq!(codes(&report).into_iter().collect::<BTreeSet<_>>(), planted);
    let rows = read("persons.csv").iter().filter(|byte| **byte == b'\n').count() - 1;
    assert_eq!((report.files[0].rows, report.files[0].accepted), (rows, rows - planted.len()));
    assert_eq!(country.number("SELECT count(*) FROM persons"), i64::try_from(report.files[0].accepted).unwrap());
    assert_eq!(country.number("SELECT count(*) FROM performers"), 3);
    assert_eq!(country.number("SELECT count(*) FROM performer_locks"), 3);
    assert_eq!(country.number("SELECT sum(allotted) FROM budget_stripes"), country.number("SELECT sum(amount) FROM movements"));
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing_and_says_so_while_the_same_rows_in_another_file_are_accepted() {
    let country = Country::new().await;
    let school = country.school(1, &SchoolLike::default()).await;
    let performers = zip(&[
        ("performers.csv", "bin,name_kk,name_ru,kind,programme,region,locality,kato,iban,bik,licence_number,licence_on,admitted_on\n"),
        ("objects.csv", "object,bin,rka,kato,address,capacity\n"),
        ("groups.csv", &format!("group,bin,object,title,group_kind,hours,capacity,age_from,age_to,weekdays,vacations\n2A,{},OBJ,2 A,school,0,25,7,9,1 2 3,\n", school.bin)),
        ("state_orders.csv", "number,bin,issuer_bin,programme,signed_on,month,places,amount_tiyn\n"),
    ]);
    let files: [(Door, Vec<u8>); 4] = [
        (Door::Budget, (BUDGET.to_owned() + &budget_row(&country, "2026-09", 500)).into_bytes()),
        (Door::Rates, (RATES.to_owned() + "school,75,urban,private,basic,6,2026-09-01,,7118519,1,2026-08-01,\n").into_bytes()),
        (Door::Persons, (PERSONS.to_owned() + &person(0, "Алихан")).into_bytes()),
        (Door::Performers, performers),
    ];
    for (door, file) in files {
        let first = country.give(door, &file).await;
        assert_eq!(first.exit(), 0, "{first:?}");
        let before = country.everything();
        let again = country.give(door, &file).await;
        assert_eq!((again.exit(), codes(&again)), (2, vec![(0, "file.repeated")]));
        assert_eq!((again.files, country.everything()), (first.files.clone(), before), "{door:?}");
        if door == Door::Performers {
            continue;
        }
        // A blank line makes another file of the same rows: kept with its outcome, nothing else.
        let other = country.give(door, [file.as_slice(), b"\n"].concat()).await;
        assert_eq!((other.exit(), other.files), (0, first.files), "{door:?}");
        assert_eq!(country.everything(), before + 3, "{door:?}");
    }
}

#[tokio::test]
async fn a_dry_run_answers_the_same_and_writes_nothing() {
    let country = Country::new().await;
    let file = PERSONS.to_owned() + &person(0, "Алихан") + "910101300123,A,B,,1991-01-01,male,,750000000,alive,\n";
    let before = country.everything();
    let dry = give(&country.app, Door::Persons, file.as_bytes(), true).await.unwrap();
    assert_eq!(country.everything(), before);
    assert_eq!(dry, country.give(Door::Persons, &file).await);
}

#[tokio::test]
async fn persons_are_refused_row_by_row_each_by_its_code() {
    let country = Country::new().await;
    let good = person(0, "Алихан");
    let spoilt = |from: &str, to: &str| {
        let row = person(2, "Дана");
        assert!(row.contains(from));
        row.replacen(from, to, 1)
    };
    let digit = if born(2).ends_with('9') { "0" } else { "9" };
    let file = [
        PERSONS.to_owned(),
        good.clone(),
        spoilt(&born(2), &format!("{}{digit}", &born(2)[..11])),
        spoilt(&born(2), "17030750001"),
        spoilt(&born(2), "170307900012"),
        spoilt(&born(2), "170231500012"),
        good,
        spoilt("2017-03-07", "2017-02-30"),
        spoilt("2017-03-07", "2017-03-08"),
        spoilt(",male,", ",female,"),
        spoilt("750000000", "990000000"),
        spoilt("alive", "unknown"),
        spoilt(",,750", ",123,750"),
        person(4, ""),
    ];
    let file: Vec<String> = file.into_iter().collect();
    let report = country.give(Door::Persons, file.concat()).await;
    let expected = [
        (3, "iin.checksum"),
        (4, "iin.format"),
        (5, "iin.century"),
        (6, "iin.birth_date"),
        (7, "row.duplicate"),
        (8, "row.invalid"),
        (9, "row.invalid"),
        (10, "row.invalid"),
        (11, "row.invalid"),
        (12, "row.invalid"),
        (13, "iin.format"),
        (14, "row.invalid"),
    ];
    assert_eq!((report.exit(), codes(&report)), (1, expected.to_vec()), "{report:?}");
    assert_eq!(country.number("SELECT count(*) FROM persons"), 1);
}
