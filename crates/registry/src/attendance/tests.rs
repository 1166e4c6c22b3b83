//! Timesheets against the real database.

use std::collections::HashMap;
use std::io::{Cursor, Write as _};

use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    Mark, Planes, Said, differences, import_timesheet, marks, planes::fold, store::AttendanceBatch, with_errors,
};
use crate::platform::{
    Actor, Progress, Report, Role,
    testkit::{
        enrolled::Stay,
        fixture::{Child, Country, MONTHLY, REGION, School},
    },
};

const SEPTEMBER: Date = date(2026, 9, 1);

struct Class {
    country: Country,
    school: School,
    children: Vec<Child>,
    contracts: Vec<Uuid>,
}

/// Children enrolled for the whole of September 2026, seen from mid-October.
async fn class(count: u32) -> Class {
    let (country, school, _) = Country::usual().await;
    country.app.clock.set("2026-10-15T05:00:00Z".parse().unwrap());
    let holders = country.holders(count).await;
    let stays: Vec<Stay<'_>> = holders
        .iter()
        .map(|(child, voucher)| Stay {
            child,
            voucher: *voucher,
            school: &school,
            month: SEPTEMBER,
            days: (1, 30),
            portion: 1,
            amount: MONTHLY,
        })
        .collect();
    let contracts = country.enrol(&stays).await;
    let children = holders.into_iter().map(|(child, _)| child).collect();
    Class { country, school, children, contracts }
}

impl Class {
    fn head(&self) -> String {
        let days: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
        format!(
            "BIN;{}\ngroup;{}\nmonth;2026-09\niin;name;{}\n",
            self.school.bin,
            self.school.group_code,
            days.join(";")
        )
    }

    /// A row with a letter on days of September 2026.
    fn row(&self, child: usize, letters: &[(usize, &str)]) -> String {
        let mut cells = vec![""; 31];
        for (day, letter) in letters {
            cells[day - 1] = letter;
        }
        format!("{};Оқушы;{}\n", self.children[child].iin, cells.join(";"))
    }

    async fn import(&self, name: &str, bytes: &[u8]) -> Report {
        import_timesheet(&self.country.app, &self.country.actor, (name, bytes), false, &Progress::silent())
            .await
            .unwrap()
    }

    fn planes(&self, child: usize) -> Planes {
        let rows = self.country.rows(&format!(
            "SELECT p0, p1, p2, qr FROM attendance_months WHERE contract_id = '{}'",
            self.contracts[child]
        ));
        let numbers: Vec<u32> =
            rows.first().map_or(vec![0; 4], |row| row.split('|').map(|n| n.parse().unwrap()).collect());
        Planes { p0: numbers[0], p1: numbers[1], p2: numbers[2], qr: numbers[3] }
    }

    async fn is_whole(&self) -> bool {
        let tx = self.country.app.begin(&self.country.actor, "test", 0).await.unwrap();
        differences(&tx, REGION, SEPTEMBER).await.unwrap().is_empty()
    }
}

fn codes(report: &Report) -> Vec<(u64, &str)> {
    report.errors.iter().map(|error| (error.row, error.code.as_str())).collect()
}

#[tokio::test]
async fn a_wide_sheet_is_kept_and_folded_and_what_is_wrong_stands_alone() {
    let class = class(6).await;
    let mut text = class.head();
    text += &class.row(0, &[(1, "П*"), (2, "Б"), (3, "н"), (4, "L"), (7, "К")]);
    text += &class.row(1, &[(1, "P"), (5, "P")]); // a Saturday
    text += &class.row(2, &[(1, "Ж")]);
    text += &class.row(3, &[(31, "P")]);
    text += "000000000000;x;P\n";
    text += &class.row(4, &[(1, "P")]);
    text += &class.row(4, &[(1, "U")]);
    let report = class.import("09.csv", text.as_bytes()).await;
    assert_eq!(
        codes(&report),
        [
            (6, "mark.outside_enrolment"),
            (7, "mark.unknown"),
            (8, "row.invalid"),
            (9, "iin.century"),
            (11, "row.duplicate")
        ]
    );
    assert!(report.errors[0].detail.contains("day 5"));
    assert_eq!((report.files[0].rows, report.files[0].accepted, report.files[0].refused), (7, 2, 5));
    assert_eq!(report.files[0].in_part, 1, "the day beside the Saturday");
    assert_eq!(report.exit(), 1);
    let planes = class.planes(0);
    assert_eq!((planes.days(Mark::Present), planes.qr), (1, 1));
    assert_eq!((planes.days(Mark::Excused), planes.days(Mark::Unexcused)), (2, 4));
    assert_eq!((planes.days(Mark::Leave), planes.days(Mark::Closed)), (8, 64));
    let beside_a_wrong_cell = class.planes(1);
    assert_eq!((beside_a_wrong_cell.days(Mark::Present), beside_a_wrong_cell.qr), (1, 0));
    assert_eq!(class.country.number("SELECT epoch FROM performer_locks WHERE epoch > 0"), 1);
    assert!(class.is_whole().await);

    let back = String::from_utf8(with_errors("09.csv", text.as_bytes(), &report).unwrap()).unwrap();
    let lines: Vec<&str> = back.lines().collect();
    assert!(lines[3].ends_with(";qazyna_error") && lines[6].contains("mark.unknown"), "{back}");
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing_and_shows_its_first_report() {
    let class = class(1).await;
    let text = class.head() + &class.row(0, &[(1, "P"), (2, "X")]) + &class.row(0, &[(3, "P")]);
    let first = class.import("a.csv", text.as_bytes()).await;
    let again = class.import("b.csv", text.as_bytes()).await;
    assert_eq!(again.files, first.files);
    assert_eq!(codes(&again), [(5, "mark.unknown"), (0, "file.repeated")]);
    assert_eq!(class.country.number("SELECT count(*) FROM attendance_batches"), 1);
}

#[tokio::test]
async fn what_is_right_in_the_only_row_counts_as_done() {
    let class = class(1).await;
    let report = class.import("a.csv", (class.head() + &class.row(0, &[(1, "P"), (2, "X")])).as_bytes()).await;
    assert_eq!((report.files[0].accepted, report.files[0].taken(), report.exit()), (0, 1, 1));
    let nothing = class.import("b.csv", (class.head() + &class.row(0, &[(2, "X")])).as_bytes()).await;
    assert_eq!((nothing.files[0].taken(), nothing.exit()), (0, 2));
    assert_eq!(class.planes(0).said(), 1);
}

#[tokio::test]
async fn a_group_is_named_by_its_code_or_by_a_title_that_is_one_groups_alone() {
    let class = class(1).await;
    let (iin, bin, code) = (&class.children[0].iin, &class.school.bin, &class.school.group_code);
    let sheet = |bin: &str, group: &str, day| {
        format!("bin,iin,group,date,mark,method\n{bin},{iin},{group},2026-09-{day:02},P,\n").into_bytes()
    };
    assert_eq!(codes(&class.import("title.csv", &sheet(bin, "1 A", 1)).await), []);
    assert_eq!(codes(&class.import("part.csv", &sheet(bin, "1", 2)).await), [(2, "group.unknown")]);
    assert_eq!(codes(&class.import("nobody.csv", &sheet("", "1 A", 2)).await), [(2, "group.unknown")]);
    let school = Actor { role: Role::Performer, organisation: bin.clone(), ..class.country.actor.clone() };
    let own = sheet("", "1 A", 3);
    let own = import_timesheet(&class.country.app, &school, ("own.csv", &own), false, &Progress::silent()).await;
    assert_eq!(codes(&own.unwrap()), []);
    assert_eq!(class.planes(0).days(Mark::Present), 0b101);
    let twin = format!(
        "INSERT INTO groups SELECT region, '{twin}', performer_id, 'twin', recorded_at, entry_id FROM groups WHERE id = '{id}';
        INSERT INTO group_revisions
        SELECT region, '{twin}', object_id, title, group_kind, hours, capacity, age_from, age_to, weekdays, vacations, effective_on, recorded_at, entry_id
        FROM group_revisions WHERE group_id = '{id}'",
        twin = Uuid::max(),
        id = class.school.group
    );
    class.country.database.as_superuser(&twin).unwrap();
    assert_eq!(codes(&class.import("two.csv", &sheet(bin, "1 A", 4)).await), [(2, "group.several")]);
    assert_eq!(codes(&class.import("code.csv", &sheet(bin, code, 4)).await), []);
}

#[tokio::test]
async fn a_dry_run_tells_the_same_and_leaves_nothing() {
    let class = class(1).await;
    let text = class.head() + &class.row(0, &[(1, "P")]) + &class.row(0, &[(1, "S")]);
    let file = ("a.csv", text.as_bytes());
    let dry =
        import_timesheet(&class.country.app, &class.country.actor, file, true, &Progress::silent()).await.unwrap();
    for table in ["attendance_batches", "attendance_months", "inbox", "inbox_outcomes"] {
        assert_eq!(class.country.number(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    assert_eq!(class.import("a.csv", text.as_bytes()).await, dry);
}

#[tokio::test]
async fn long_rows_are_taken_mark_by_mark_and_later_words_replace_earlier_ones() {
    let class = class(2).await;
    let (one, two, group) = (&class.children[0].iin, &class.children[1].iin, &class.school.group_code);
    let long = |rows: &str| format!("iin,group,date,mark,method\n{rows}");
    let first = long(&format!(
        "{one},{group},2026-09-01,P,qr\n{one},{group},2026-09-02,U,manual\n{two},{group},1 September,P,\n{two},{group},2026-09-05,P,\n{two},{group},2026-12-01,P,\n{two},nowhere,2026-09-01,P,\n{two},{group},2026-09-01,P,fax\n{two},{group},2026-09-03,P,online\n"
    ));
    let report = class.import("a.csv", first.as_bytes()).await;
    let expected = [
        (4, "row.invalid"),
        (5, "mark.outside_enrolment"),
        (6, "mark.future"),
        (7, "group.unknown"),
        (8, "row.invalid"),
    ];
    assert_eq!(codes(&report), expected);
    class
        .import("b.csv", long(&format!("{one},{group},2026-09-01,-,\n{one},{group},2026-09-02,S,\n")).as_bytes())
        .await;
    let planes = class.planes(0);
    assert_eq!((planes.said(), planes.days(Mark::Excused), planes.qr), (2, 2, 0));
    assert_eq!(class.planes(1).days(Mark::Present), 4);
    assert!(class.is_whole().await);
}

#[tokio::test]
async fn encodings_of_offices_are_understood() {
    let class = class(2).await;
    let text = class.head() + &class.row(0, &[(1, "П"), (2, "Б"), (3, "Н")]);
    let cp1251: Vec<u8> = documents::text::Encoding::Windows1251.encode(&text.replace("Оқушы", "Ученик"));
    assert_eq!(codes(&class.import("a.csv", &cp1251).await), []);
    assert_eq!(class.planes(0).said(), 7);
    let marked = "\u{feff}".to_owned() + &class.head() + &class.row(1, &[(1, "П")]);
    assert_eq!(codes(&class.import("b.csv", marked.as_bytes()).await), []);
    assert_eq!(class.planes(1).said(), 1);
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_zip_is_taken_file_by_file_and_a_broken_one_not_at_all() {
    let class = class(1).await;
    let good = class.head() + &class.row(0, &[(1, "P")]);
    let bytes =
        zipped(&[("a.csv", good.as_bytes()), ("b.pdf", b"%PDF-1.7"), ("c.csv", &class.head().as_bytes()[..20])]);
    let cut = class.import("cut.zip", &bytes[..bytes.len() - 10]).await;
    assert_eq!((codes(&cut), cut.exit()), (vec![(0, "file.truncated")], 2));
    let bomb = zipped(&[("bomb.csv", &vec![b'0'; 300 << 20])]);
    assert_eq!(codes(&class.import("bomb.zip", &bomb).await), [(0, "file.bomb")]);
    assert_eq!(codes(&class.import("scan.pdf", b"%PDF-1.7").await), [(0, "file.type")]);
    assert_eq!(class.country.number("SELECT count(*) FROM attendance_batches"), 0);
    let report = class.import("all.zip", &bytes).await;
    assert_eq!(codes(&report), [(0, "file.type"), (0, "file.truncated")]);
    assert_eq!((report.files.len(), class.planes(0).said()), (3, 1));
}

#[tokio::test]
async fn strangers_and_children_of_other_groups_are_told_apart() {
    let class = class(1).await;
    let known = class.country.children(date(2015, 1, 2), 1).await.remove(0).iin;
    let stranger = crate::platform::testkit::fixture::iin(date(2014, 1, 2), 0);
    let text = class.head() + &format!("{known};x;P\n{stranger};x;P\n");
    let report = class.import("a.csv", text.as_bytes()).await;
    assert_eq!(codes(&report), [(5, "mark.outside_enrolment"), (6, "person.unknown")]);
    assert!(!serde_json::to_string(&report).unwrap().contains(&known));
}

#[tokio::test]
async fn after_a_signature_only_late_certificates_are_taken() {
    let class = class(1).await;
    let act = class.country.app.clock.id();
    let set = |state: &str| {
        class.country.database.as_superuser(&format!("UPDATE acts SET state = '{state}'")).unwrap();
    };
    let text = |letter: &str| class.head() + &class.row(0, &[(1, "P"), (2, letter)]);
    assert_eq!(codes(&class.import("a", text("U").as_bytes()).await), []);
    class
        .country
        .database
        .as_superuser(&format!(
            "INSERT INTO acts VALUES ({REGION}, '2026-09-01', '{act}', 'A', 'school', '{}', '{}', 'draft', 1, 1, 0)",
            class.school.performer, class.country.issuer
        ))
        .unwrap();
    assert_eq!(codes(&class.import("b", text("L").as_bytes()).await), []);
    set("performer_signed");
    assert_eq!(codes(&class.import("c", text("S").as_bytes()).await), [(5, "month.closed")]);
    set("issuer_signed");
    class
        .country
        .database
        .as_superuser(&format!(
            "INSERT INTO act_signatures VALUES ({REGION}, '2026-09-01', '{act}', 1, 'issuer', '', '', '', '', '{{}}', '2026-10-05T05:00:00Z', '{act}')"
        ))
        .unwrap();
    assert_eq!(codes(&class.import("d", text("C").as_bytes()).await), [(5, "month.closed")]);
    // 2026-10-05 and ten working days are 2026-10-19.
    class.country.app.clock.set("2026-10-19T18:59:59Z".parse().unwrap());
    let late = class.head() + &class.row(0, &[(2, "S"), (1, "P")]) + "\n";
    assert_eq!(codes(&class.import("e", late.as_bytes()).await), []);
    assert_eq!(class.planes(0).days(Mark::Excused), 2);
    class.country.app.clock.set("2026-10-19T19:00:00Z".parse().unwrap());
    let later = class.head() + &class.row(0, &[(2, "S"), (1, "S")]);
    assert_eq!(codes(&class.import("f", later.as_bytes()).await), [(5, "month.closed")]);
}

#[tokio::test]
async fn lists_posted_side_by_side_fold_as_they_are_recorded() {
    let class = class(1).await;
    let letters = ["P", "S", "U", "L", "C", "P*"];
    let texts: Vec<String> =
        letters.iter().map(|letter| class.head() + &class.row(0, &[(1, letter), (2, letter)])).collect();
    let imports = texts.iter().map(|text| class.import("a.csv", text.as_bytes()));
    for report in futures_util::future::join_all(imports).await {
        assert_eq!(codes(&report), []);
    }
    assert_eq!(class.country.number("SELECT count(*) FROM attendance_batches"), 6);
    assert!(class.is_whole().await);
}

fn batch(first_day: i16, contracts: &[u8], rows: &[Vec<u8>]) -> AttendanceBatch {
    AttendanceBatch {
        region: REGION,
        month: SEPTEMBER,
        id: Uuid::nil(),
        performer_id: Uuid::nil(),
        group_id: Uuid::nil(),
        first_day,
        days: i16::try_from(rows[0].len()).unwrap(),
        contracts: contracts.iter().flat_map(|n| Uuid::from_u128((*n).into()).into_bytes()).collect(),
        marks: rows.concat(),
        source: Vec::new(),
    }
}

fn bytes() -> impl Strategy<Value = u8> {
    prop_oneof![Just(0), (prop_oneof![1_u8..=5, Just(7)], 0_u8..=4).prop_map(|(mark, method)| mark | method << 4)]
}

proptest! {
    /// However a list is cut into lists of fewer children or days, in whatever order these are posted, the months are the same,
    /// and they are what a table of single days says.
    #[test]
    fn splits_and_orders_of_one_list_fold_alike(
        lists in prop::collection::vec(prop::collection::vec(prop::collection::vec(bytes(), 30), 3), 1..4),
        (cut, turn) in (1_usize..30, any::<bool>()),
    ) {
        let (mut whole, mut split, mut naive) = (HashMap::new(), HashMap::new(), HashMap::<(u8, usize), u8>::new());
        for rows in &lists {
            fold(&mut whole, &batch(1, &[1, 2, 3], rows));
            let mut pieces = Vec::new();
            for (contract, row) in (1_u8..).zip(rows) {
                pieces.push(batch(1, &[contract], &[row[..cut].to_vec()]));
                pieces.push(batch(i16::try_from(cut).unwrap() + 1, &[contract], &[row[cut..].to_vec()]));
                for (day, byte) in row.iter().enumerate().filter(|(_, byte)| **byte != 0) {
                    naive.insert((contract, day), *byte);
                }
            }
            if turn {
                pieces.reverse();
            }
            pieces.iter().for_each(|piece| fold(&mut split, piece));
        }
        prop_assert_eq!(&whole, &split);
        for ((contract, day), byte) in naive {
            let planes = whole[&Uuid::from_u128(contract.into())];
            let said = Said::from(byte);
            for mark in [Mark::Present, Mark::Excused, Mark::Unexcused, Mark::Leave, Mark::Closed] {
                prop_assert_eq!(planes.days(mark) >> day & 1 == 1, said.mark() == Some(mark));
            }
            prop_assert_eq!(planes.qr >> day & 1 == 1, said.is_qr() && said.mark() != Some(Mark::Withdrawn));
        }
    }

    #[test]
    fn a_list_says_what_was_put_into_it(row in prop::collection::vec(bytes(), 1..31)) {
        let list = batch(1, &[9], std::slice::from_ref(&row));
        let told: Vec<(i8, u8)> = marks(&list).map(|(_, date, said)| (date.day(), said.byte())).collect();
        let put: Vec<(i8, u8)> = (1..).zip(row).filter(|(_, byte)| *byte != 0).collect();
        prop_assert_eq!(told, put);
    }
}
