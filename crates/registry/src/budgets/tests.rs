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
        [
            "persons",
            "person_keys",
            "person_states",
            "performers",
            "objects",
            "groups",
            "group_revisions",
            "state_orders",
            "state_order_months",
        ]
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
const RATES: &str = "programme,region,locality,performer_kind,group_kind,hours,valid_from,valid_to,monthly_tiyn,act_number,act_date,note\n";
const PERSONS: &str = "iin,last_name,first_name,middle_name,birth_date,sex,guardian_iins,kato,status,status_on\n";

fn budget_row(country: &Country, month: &str, amount: i64) -> String {
    format!("{},Education department,school,75,2026,{month},local,464003011,{amount}\n", country.issuer_bin)
}

fn born(n: u32) -> String {
    iin(jiff::civil::date(2017, 3, 7), n)
}

fn person(n: u32, name: &str) -> String {
    let sex = if n.is_multiple_of(2) { "male" } else { "female" };
    format!("{},Серікұлы,{name},,2017-03-07,{sex},,750000000,alive,\n", born(n))
}

#[tokio::test]
async fn a_world_is_read_with_exactly_the_refusals_that_were_planted() {
    let world = tempfile::tempdir().unwrap();
    World::generate(Size::Performers(3), 7).unwrap().write(world.path()).unwrap();
    let country = Country::new().await;
    let read = |name: &str| std::fs::read(world.path().join(name)).unwrap();
    for (door, name) in [
        (Door::Budget, "budget.csv"),
        (Door::Rates, "rates.csv"),
        (Door::Performers, "performers.zip"),
        (Door::Rates, "2026-10/rates.csv"),
    ] {
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
    assert_eq!(
        country.number("SELECT sum(allotted) FROM budget_stripes"),
        country.number("SELECT sum(amount) FROM movements")
    );
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing_and_says_so_while_the_same_rows_in_another_file_are_accepted() {
    let country = Country::new().await;
    let school = country.school(1, &SchoolLike::default()).await;
    let performers = zip(&[
        (
            "performers.csv",
            "bin,name_kk,name_ru,kind,programme,region,locality,kato,iban,bik,licence_number,licence_on,admitted_on\n",
        ),
        ("objects.csv", "object,bin,rka,kato,address,capacity\n"),
        (
            "groups.csv",
            &format!(
                "group,bin,object,title,group_kind,hours,capacity,age_from,age_to,weekdays,vacations\n2A,{},OBJ,2 A,school,0,25,7,9,1 2 3,\n",
                school.bin
            ),
        ),
        ("state_orders.csv", "number,bin,issuer_bin,programme,signed_on,month,places,amount_tiyn\n"),
    ]);
    let files: [(Door, Vec<u8>); 4] = [
        (Door::Budget, (BUDGET.to_owned() + &budget_row(&country, "2026-09", 500)).into_bytes()),
        (
            Door::Rates,
            (RATES.to_owned() + "school,75,urban,private,basic,6,2026-09-01,,7118519,1,2026-08-01,\n").into_bytes(),
        ),
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

#[tokio::test]
async fn one_bad_row_refuses_a_whole_budget_or_rates_file() {
    let country = Country::new().await;
    let before = country.everything();
    let good = budget_row(&country, "2026-09", 500);
    let bad = [
        good.replacen(&country.issuer_bin, "990340001239", 1),
        good.replacen("school", "scool", 1),
        good.replacen("2026-09", "2026-9", 1),
        good.replacen(",500", ",1e3", 1),
        good.replacen("local", "loan", 1),
        good.clone(),
    ];
    let report = country.give(Door::Budget, BUDGET.to_owned() + &good + &bad.concat()).await;
    let expected = ["bin.checksum", "programme.unknown", "row.invalid", "row.invalid", "row.invalid", "row.duplicate"];
    assert_eq!(codes(&report), (3..).zip(expected).collect::<Vec<_>>(), "{report:?}");
    assert_eq!((report.exit(), report.files[0].accepted), (2, 0));
    let rates = RATES.to_owned() + "school,75,urban,private,basic,6,2026-09-01,2026-08-01,7118519,1,2026-08-01,\n";
    assert_eq!(codes(&country.give(Door::Rates, rates).await), [(2, "row.invalid")]);
    // The two files are kept, nothing came of them.
    assert_eq!(country.everything(), before + 2);
}

#[tokio::test]
async fn a_budget_says_what_a_line_has_so_more_is_allotted_less_is_cut_and_never_below_what_is_promised() {
    let country = Country::new().await;
    let state = || country.rows("SELECT kind, amount FROM movements ORDER BY id").join(" ");
    let allotted = || country.number("SELECT sum(allotted) FROM budget_stripes");
    for (amount, movements) in [(500, "1|500"), (800, "1|500 1|300"), (200, "1|500 1|300 2|600")] {
        let report = country.give(Door::Budget, BUDGET.to_owned() + &budget_row(&country, "2026-09", amount)).await;
        assert_eq!((report.exit(), allotted(), state().as_str()), (0, amount, movements));
    }
    country.database.as_superuser("UPDATE budget_stripes SET committed = allotted WHERE stripe < 8").unwrap();
    let report = country.give(Door::Budget, BUDGET.to_owned() + &budget_row(&country, "2026-09", 50)).await;
    assert_eq!((report.exit(), codes(&report), allotted()), (2, vec![(2, "budget.cut_below_committed")], 200));
}

#[tokio::test]
async fn a_table_is_the_same_in_every_encoding_separator_language_and_in_xlsx() {
    let country = Country::new().await;
    let cells = |text: &str| -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    let row = |month: &str| budget_row(&country, month, 500).replace("Education department", "Управление образования");
    let russian = "БИН заказчика,заказчик,программа,РЕГИОН,год,месяц,источник,КБК,сумма\n";
    let text = |month: &str| (russian.to_owned() + &row(month)).replace(',', ";");
    let in_code = |encoding: Encoding, month: &str| [encoding.bom(), &encoding.encode(&text(month))].concat();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (line, values) in (0..).zip(cells(&(BUDGET.to_owned() + &row("2026-09")))) {
        for (column, value) in (0..).zip(values) {
            sheet.write_string(line, column, value).unwrap();
        }
    }
    let files = [
        in_code(Encoding::Utf8, "2026-10"),
        in_code(Encoding::Utf8Bom, "2026-10"),
        in_code(Encoding::Utf16Le, "2026-11"),
        in_code(Encoding::Utf16Be, "2026-11"),
        in_code(Encoding::Windows1251, "2026-12"),
        workbook.save_to_buffer().unwrap(),
    ];
    for file in files {
        let report = country.give(Door::Budget, file).await;
        assert_eq!((report.exit(), accepted(&report)), (0, vec![1]), "{report:?}");
    }
    assert_eq!(country.number("SELECT count(*) FROM movements"), 4);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_refused_as_a_whole_by_name() {
    let country = Country::new().await;
    let archive = zip(&[("performers.csv", "bin\n")]);
    let bomb = zip(&[("performers.csv", &"0".repeat(20 * 1024 * 1024))]);
    let cases: [(Door, &[u8], &str); 7] = [
        (Door::Performers, &archive[..archive.len() - 9], "file.truncated"),
        (Door::Performers, &bomb, "file.bomb"),
        (Door::Performers, b"bin\n", "file.type"),
        (Door::Performers, &archive, "file.missing_entry"),
        (Door::Persons, &archive, "file.type"),
        (Door::Persons, b"iin,\xFF\xFE\x00", "file.type"),
        (Door::Persons, b"iin,last_name\n\"never closed", "file.missing_column"),
    ];
    for (door, bytes, code) in cases {
        let report = country.give(door, bytes).await;
        assert_eq!((report.exit(), codes(&report)), (2, vec![(0, code)]), "{report:?}");
    }
    let cut = PERSONS.to_owned() + &person(0, "Алихан") + "\"open";
    assert_eq!(codes(&country.give(Door::Persons, cut).await), [(0, "file.truncated")]);
    assert_eq!(country.number("SELECT count(*) FROM persons"), 0);
}

#[tokio::test]
async fn two_processes_that_read_the_same_file_at_once_have_one_effect() {
    let country = Country::new().await;
    let file: String = PERSONS.to_owned() + &(0..300).map(|n| person(n, "Алихан")).collect::<String>();
    let both = tokio::join!(
        give(&country.app, Door::Persons, file.as_bytes(), false),
        give(&country.app, Door::Persons, file.as_bytes(), false)
    );
    let exits = BTreeSet::from([both.0.unwrap().exit(), both.1.unwrap().exit()]);
    assert_eq!(exits, BTreeSet::from([0, 2]));
    assert_eq!(country.number("SELECT count(*) FROM person_states"), 300);
    assert_eq!(country.number("SELECT count(*) FROM inbox_outcomes"), 1);
}

#[tokio::test]
async fn a_person_who_changes_gets_a_new_state_and_keeps_its_key() {
    let country = Country::new().await;
    country.give(Door::Persons, PERSONS.to_owned() + &person(0, "Алихан") + &person(1, "Дана")).await;
    let changed = person(0, "Алихан").replace("alive,", "deceased,2026-08-10") + &person(1, "Дана");
    assert_eq!(country.give(Door::Persons, PERSONS.to_owned() + &changed).await.exit(), 0);
    assert_eq!(country.rows("SELECT status, effective_on FROM person_states ORDER BY recorded_at, status").len(), 3);
    assert_eq!(
        country.number("SELECT count(*) FROM person_states WHERE status = 'deceased' AND effective_on = '2026-08-10'"),
        1
    );
    assert_eq!(country.number("SELECT count(*) FROM person_keys"), 2);
}

/// Writes of the log, kept.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_iin_and_no_name_is_in_the_log_the_reports_or_the_tables() {
    const CANARY: &str = "Канарейкин";
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let watched = tracing::subscriber::set_default(subscriber);
    let country = Country::new().await;
    let rows = person(0, CANARY)
        + &person(0, CANARY)
        + &person(2, CANARY).replace("2017-03-07", CANARY)
        + &format!("{CANARY},{},,,,,,,,\n", born(4));
    let report = country.give(Door::Persons, PERSONS.to_owned() + &rows).await;
    let headless =
        give(&country.app, Door::Persons, (person(6, CANARY) + &person(8, CANARY)).as_bytes(), false).await.unwrap();
    drop(watched);
    let tables =
        country.rows("SELECT p::text || s::text || k::text FROM persons p, person_states s, person_keys k").join("\n")
            + &country.rows("SELECT report::text FROM inbox_outcomes").join("\n");
    let told = format!("{report:?} {headless:?} {tables} {}", String::from_utf8_lossy(&log.0.lock().unwrap()));
    assert!(!tables.is_empty() && report.errors.len() == 3);
    for secret in [CANARY.to_owned(), born(0), born(2), born(4), born(6)] {
        assert!(!told.contains(&secret), "a secret is told");
    }
}

const PERFORMERS: &str =
    "bin,name_kk,name_ru,kind,programme,region,locality,kato,iban,bik,licence_number,licence_on,admitted_on\n";
const OBJECTS: &str = "object,bin,rka,kato,address,capacity\n";
const GROUPS: &str = "group,bin,object,title,group_kind,hours,capacity,age_from,age_to,weekdays,vacations\n";
const ORDERS: &str = "number,bin,issuer_bin,programme,signed_on,month,places,amount_tiyn\n";

#[tokio::test]
async fn performers_are_admitted_through_their_gates_and_what_hangs_on_a_refused_one_is_refused() {
    let country = Country::new().await;
    let bins: Vec<String> = (1..2000).filter_map(|n| with_check_digit(&format!("1502400{n:04}"))).take(4).collect();
    let performer = |bin: &str, licence: &str| {
        format!(
            "{bin},Мектеп,Школа,private,school,{REGION},urban,751110000,KZ86125KZT5004100100,KKMFKZ2A,L-1,{licence},2026-08-01\n"
        )
    };
    let [good, late, unlicensed, unknown] = [&bins[0], &bins[1], &bins[2], &bins[3]];
    let iban = performer(unknown, "2020-01-10").replace("KZ86", "KZ87");
    let performers = PERFORMERS.to_owned()
        + &performer(good, "2020-01-10")
        + &performer(late, "2026-01-01")
        + &performer(unlicensed, "2026-08-02")
        + &iban;
    let object = |bin: &str, address: &str| format!("OBJ,{bin},0201200312345678,751110000,{address},100\n");
    let objects = OBJECTS.to_owned() + &object(good, "Abai 1") + &object(late, "") + &object(unlicensed, "Abai 2");
    let group = |bin: &str, code: &str, object: &str, days: &str| {
        format!("{code},{bin},{object},1 A,school,0,25,6,9,{days},\n")
    };
    let groups = GROUPS.to_owned()
        + &group(good, "1A", "OBJ", "1 2 3 4 5")
        + &group(good, "1B", "OTHER", "1 2")
        + &group(good, "1C", "OBJ", "0")
        + &group(good, "1A", "OBJ", "1");
    let order =
        |bin: &str, number: &str| format!("{number},{bin},{},school,2026-08-10,2026-09,10,1000\n", country.issuer_bin);
    let orders = ORDERS.to_owned()
        + &order(good, "1")
        + &order(late, "2")
        + &order(unknown, "3")
        + &order(good, "4").replace(&country.issuer_bin, good);
    let file = |groups: &str| {
        zip(&[
            ("performers.csv", performers.as_str()),
            ("objects.csv", &objects),
            ("groups.csv", groups),
            ("state_orders.csv", &orders),
        ])
    };
    let report = country.give(Door::Performers, file(&groups)).await;
    let told: Vec<(&str, u64, &str)> =
        report.errors.iter().map(|error| (error.file.as_str(), error.row, error.code.as_str())).collect();
    let expected = [
        ("performers.csv", 4, "admission.licence"),
        ("performers.csv", 5, "iban.checksum"),
        ("objects.csv", 3, "admission.address"),
        ("objects.csv", 4, "performer.not_admitted"),
        ("groups.csv", 3, "row.invalid"),
        ("groups.csv", 4, "row.invalid"),
        ("groups.csv", 5, "row.duplicate"),
        ("state_orders.csv", 3, "performer.no_state_order"),
        ("state_orders.csv", 4, "performer.not_admitted"),
        ("state_orders.csv", 5, "row.invalid"),
    ];
    assert_eq!((told, report.exit(), accepted(&report)), (expected.to_vec(), 1, vec![2, 1, 1, 1]));
    let epoch = || country.number("SELECT sum(epoch) FROM performer_locks");
    assert_eq!((epoch(), country.number("SELECT count(*) FROM performer_locks")), (0, 2));
    let changed = country.give(Door::Performers, file(&(GROUPS.to_owned() + &group(good, "1A", "OBJ", "1 2 3")))).await;
    assert_eq!(accepted(&changed), [2, 1, 1, 1]);
    assert_eq!((country.number("SELECT count(*) FROM group_revisions"), epoch()), (2, 1));
}
