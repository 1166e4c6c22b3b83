//! From signed acts to redeemed parts on the real database.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use connectors::treasury::camt054::{self, Direction, Entry, Return, Statement};
use jiff::civil::date;
use uuid::Uuid;

use super::{Order, Ordered, import_statement, order};
use crate::{
    acts::fixture::{Desk, Owed, SEPTEMBER},
    invoices,
    platform::{
        Progress, Report,
        testkit::{self, fixture::PROGRAMME},
    },
};

const IBAN: &str = "KZ86125KZT5004100100";

/// Two signed acts: 900 of two children, and 50 of one; a third child owes nothing.
async fn signed() -> (Desk, [Uuid; 2]) {
    let mut desk = Desk::new().await;
    let v = desk.vouchers.clone();
    let owed = [Owed::month(v[0], 600), Owed::month(v[1], 300), Owed::month(v[2], 0)];
    let one = desk.draft(&desk.schools[0].clone(), SEPTEMBER, &owed).await;
    let two = desk.draft(&desk.schools[1].clone(), SEPTEMBER, &[Owed::month(v[3], 50)]).await;
    desk.sign_all(SEPTEMBER).await;
    (desk, [one, two])
}

fn act_number(desk: &Desk, school: usize) -> String {
    format!("ACT-{}-2026-09", desk.schools[school].bin)
}

fn invoice(desk: &Desk, school: usize, total: i64) -> String {
    let bin = &desk.schools[school].bin;
    format!("{},ESF-{bin}-20260820-{:08},2026-08-20,{total},{bin}\n", act_number(desk, school), school + 1)
}

const HEADER: &str = "act,registration_number,invoice_date,total_tiyn,performer_bin\n";

async fn invoices(desk: &Desk, rows: &str) -> Report {
    let file = format!("{HEADER}{rows}");
    invoices::import(&desk.country.app, &desk.country.actor, ("i.csv", file.as_bytes()), false, &Progress::silent())
        .await
        .unwrap()
}

async fn ordered() -> (Desk, [Uuid; 2], Ordered) {
    let (desk, acts) = signed().await;
    let rows = invoice(&desk, 0, 900) + &invoice(&desk, 1, 50);
    assert_eq!(invoices(&desk, &rows).await.exit(), 0);
    let done = run(&desk).await;
    (desk, acts, done)
}

async fn run(desk: &Desk) -> Ordered {
    let asked = Order { month: SEPTEMBER, programme: Some(PROGRAMME.to_owned()) };
    order(&desk.country.app, &desk.country.actor, asked).await.unwrap()
}

fn codes(report: &Report) -> Vec<(u64, &str)> {
    report.errors.iter().map(|error| (error.row, error.code.as_str())).collect()
}

fn entry(row: u64, number: &str, amount_tiyn: i64) -> Entry {
    Entry {
        row,
        end_to_end_id: number.to_owned(),
        iban: IBAN.to_owned(),
        amount_tiyn,
        booked_on: date(2026, 8, 21),
        direction: Direction::Debit,
        reference: String::new(),
        returned: None,
    }
}

fn statement(entries: Vec<Entry>) -> Vec<u8> {
    let statement =
        Statement { id: "N-1".to_owned(), account: "KZ75125KZT1001300335".to_owned(), entries, refused: Vec::new() };
    camt054::write("M-1", &"2026-08-21T18:00:00+05:00[+05:00]".parse().unwrap(), &[statement]).unwrap()
}

async fn told(desk: &Desk, bytes: &[u8]) -> Report {
    import_statement(&desk.country.app, &desk.country.actor, ("s.xml", bytes), false, &Progress::silent())
        .await
        .unwrap()
}

fn numbers(desk: &Desk) -> Vec<String> {
    desk.country.rows("SELECT number FROM payment_orders ORDER BY amount DESC")
}

fn assert_valid(bytes: &[u8]) {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/xsd/pain.001.001.09.xsd");
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--nonet", "--schema"]).arg(schema).arg("-").stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn a_month_is_invoiced_ordered_and_redeemed_to_the_tiyn() {
    let (desk, acts, done) = ordered().await;
    assert_eq!((done.orders, done.total, done.registers.len()), (2, 950, 1));
    assert_valid(&done.registers[0].file);
    assert_eq!(desk.stripes(), "0|0|950|0");
    let numbers = numbers(&desk);
    assert!(numbers.iter().all(|number| number.len() <= 35), "{numbers:?}");
    assert_eq!(codes(&told(&desk, &statement(vec![entry(1, &numbers[0], 900), entry(2, &numbers[1], 50)])).await), []);
    assert_eq!(acts.map(|act| desk.state(act)), ["paid", "paid"]);
    assert_eq!(desk.stripes(), "0|0|0|950");
    // P6 and P10: what was signed, what was ordered and what the bank says are one sum, portion by portion.
    let sums = desk.country.rows(
        "SELECT (SELECT sum(due) FROM act_lines), (SELECT sum(amount) FROM payment_orders), (SELECT sum(amount) FROM statement_lines),
            (SELECT sum(amount) FROM movements WHERE kind = 6), (SELECT sum(amount) FROM movements WHERE kind = 7)",
    );
    assert_eq!(sums, ["950|950|950|950|950"]);
    let differ = "SELECT count(*) FROM act_lines l WHERE l.due <> (SELECT coalesce(sum(amount), 0) FROM movements m
        WHERE m.kind = 7 AND m.subject = l.voucher_id AND m.part_month = l.line_month AND m.portion = l.portion)";
    assert_eq!(desk.country.number(differ), 0);
}

#[tokio::test]
async fn ordering_twice_gives_the_same_file_and_later_acts_a_file_of_their_own() {
    let (desk, _) = signed().await;
    assert_eq!(run(&desk).await.registers, [], "nothing was invoiced yet");
    invoices(&desk, &invoice(&desk, 0, 900)).await;
    let first = run(&desk).await;
    assert_eq!(run(&desk).await, first);
    invoices(&desk, &invoice(&desk, 1, 50)).await;
    let (one, two) = tokio::join!(run(&desk), run(&desk));
    assert_eq!(one.registers.len().max(two.registers.len()), 2);
    let last = run(&desk).await;
    assert_eq!((last.registers.len(), last.total), (2, 950));
    assert_eq!(last.registers[0], first.registers[0]);
    assert_eq!(desk.country.number("SELECT count(*) FROM payment_orders"), 2);
}

#[tokio::test]
async fn an_act_that_owes_nothing_is_paid_without_an_order() {
    let mut desk = Desk::new().await;
    let voucher = desk.vouchers[0];
    let act = desk.draft(&desk.schools[0].clone(), SEPTEMBER, &[Owed::month(voucher, 0)]).await;
    desk.sign_all(SEPTEMBER).await;
    assert_eq!(run(&desk).await.orders, 0);
    assert_eq!((desk.state(act).as_str(), desk.stripes().as_str()), ("paid", "0|0|0|0"));
}

#[tokio::test]
async fn an_invoice_that_does_not_agree_is_refused_by_its_row_and_stops_no_other() {
    let (desk, acts) = signed().await;
    let right = invoice(&desk, 0, 900);
    let bin = desk.schools[0].bin.clone();
    let rows = [
        right.replace(",900,", ",899,"),
        right.replace("ACT-", "ACT-X"),
        right.replace("ESF-", "EFS-"),
        right.replace("20260820", "20260231"),
        right.replace("2026-08-20", "2027-08-20"),
        right.replace(&format!(",{bin}\n"), &format!(",{}\n", desk.schools[1].bin)),
        right.replace(",900,", ",9.00,"),
        right.clone(),
        right.clone(),
    ];
    let report = invoices(&desk, &rows.concat()).await;
    let expected: Vec<(u64, &str)> = (2..=8).map(|row| (row, "row.invalid")).chain([(10, "row.duplicate")]).collect();
    assert_eq!((codes(&report), report.exit()), (expected, 1));
    assert_eq!(acts.map(|act| desk.state(act)), ["invoiced", "issuer_signed"]);
    // The same again in another file changes nothing; another number for the act, or the number for another act, is refused.
    assert_eq!(codes(&invoices(&desk, &format!("{right}\n")).await), []);
    let other = right.replace("-00000001", "-00000009");
    let stolen = invoice(&desk, 1, 50).replace("-00000002", "-00000001");
    assert_eq!(codes(&invoices(&desk, &other).await), [(2, "row.invalid")]);
    assert_eq!(invoices(&desk, &stolen).await.exit(), 0, "the numbers differ by the seller's BIN");
    assert_eq!(desk.country.number("SELECT count(*) FROM act_invoices"), 2);
}

#[tokio::test]
async fn a_statement_that_differs_by_a_tiyn_an_account_or_a_number_redeems_nothing_and_is_kept() {
    let (desk, acts, _) = ordered().await;
    let n = numbers(&desk);
    let elsewhere = Entry { iban: "KZ75125KZT1001300335".to_owned(), ..entry(2, &n[1], 50) };
    let credit = Entry { direction: Direction::Credit, ..entry(4, &n[0], 900) };
    let returned =
        Entry { returned: Some(Return { code: "AC04".to_owned(), text: String::new() }), ..entry(5, &n[0], 900) };
    let report =
        told(&desk, &statement(vec![entry(1, &n[0], 899), elsewhere, entry(3, "NOT-ORDERED", 7), credit, returned]))
            .await;
    let expected = [
        (1, "statement.amount"),
        (2, "statement.unknown_order"),
        (3, "statement.unknown_order"),
        (4, "statement.credit"),
        (5, "statement.credit"),
    ];
    assert_eq!((codes(&report), report.exit()), (expected.to_vec(), 2));
    assert_eq!(acts.map(|act| desk.state(act)), ["ordered", "ordered"]);
    assert_eq!(desk.stripes(), "0|0|950|0");
    let kept = desk
        .country
        .rows("SELECT region || ' ' || row || ' ' || amount || ' ' || outcome FROM statement_lines ORDER BY row");
    assert_eq!(
        kept,
        [
            "75 1 899 statement.amount",
            "75 2 50 statement.unknown_order",
            "0 3 7 statement.unknown_order",
            "75 4 900 statement.credit",
            "75 5 900 statement.credit"
        ]
    );
}

#[tokio::test]
async fn a_statement_told_twice_redeems_once() {
    let (desk, _, _) = ordered().await;
    let n = numbers(&desk);
    let first = statement(vec![entry(1, &n[0], 900), entry(2, &n[0], 900)]);
    assert_eq!(codes(&told(&desk, &first).await), [(2, "row.duplicate")]);
    let again = told(&desk, &first).await;
    assert_eq!((codes(&again).last().copied(), again.exit()), (Some((0, "file.repeated")), 2));
    let other = told(&desk, &statement(vec![entry(1, &n[0], 900), entry(2, &n[1], 50)])).await;
    assert_eq!((codes(&other), other.exit()), (vec![(1, "row.duplicate")], 1));
    assert_eq!(desk.stripes(), "0|0|0|950");
    assert_eq!(desk.country.number("SELECT count(*) FROM statement_lines"), 4);
}

#[tokio::test]
async fn two_statements_at_once_redeem_once() {
    let (desk, _, _) = ordered().await;
    let n = numbers(&desk);
    let both = [entry(1, &n[0], 900), entry(2, &n[1], 50)];
    let (one, two) = (statement(both.to_vec()), statement([both.to_vec(), vec![entry(3, "OTHER", 1)]].concat()));
    let (same_one, same_two) = (one.clone(), one.clone());
    let (a, b, c, d) =
        tokio::join!(told(&desk, &one), told(&desk, &two), told(&desk, &same_one), told(&desk, &same_two));
    assert!([a, b, c, d].iter().all(|report| report.errors.iter().all(|error| error.code != "statement.amount")));
    assert_eq!(desk.stripes(), "0|0|0|950");
    assert_eq!(desk.country.number("SELECT count(*) FROM statement_lines WHERE outcome = 'redeemed'"), 2);
    assert_eq!(desk.country.number("SELECT sum(amount) FROM movements WHERE kind = 7"), 950);
}

#[tokio::test]
async fn a_statement_that_is_cut_or_has_a_dtd_is_refused_whole() {
    let (desk, _, _) = ordered().await;
    let n = numbers(&desk);
    let whole = statement(vec![entry(1, &n[0], 900)]);
    let cut = &whole[..whole.len() - 60];
    let text = String::from_utf8(whole.clone()).unwrap();
    let doctype = text.replacen("<Document", "<!DOCTYPE Document [<!ENTITY x \"y\">]><Document", 1);
    let version = text.replace("camt.054.001.08", "camt.054.001.02");
    for (bytes, code) in
        [(cut, "file.truncated"), (doctype.as_bytes(), "file.doctype"), (version.as_bytes(), "schema.version")]
    {
        let report = told(&desk, bytes).await;
        assert_eq!((codes(&report), report.exit()), (vec![(0, code)], 2));
    }
    assert_eq!(desk.stripes(), "0|0|950|0");
    assert_eq!(codes(&told(&desk, &whole).await), []);
}

#[tokio::test]
async fn orders_and_statements_that_break_off_are_done_once_by_the_next_run() {
    let _alone = testkit::alone().await;
    let (desk, _) = signed().await;
    invoices(&desk, &(invoice(&desk, 0, 900) + &invoice(&desk, 1, 50))).await;
    let (app, actor) = (&desk.country.app, &desk.country.actor);
    fail::cfg("orders-before-commit", "return").unwrap();
    let asked = Order { month: SEPTEMBER, programme: None };
    order(app, actor, asked).await.unwrap_err();
    fail::remove("orders-before-commit");
    assert_eq!(desk.stripes(), "0|950|0|0");
    assert_eq!(run(&desk).await.total, 950);
    let n = numbers(&desk);
    let bytes = statement(vec![entry(1, &n[0], 900), entry(2, &n[1], 50), entry(3, "OTHER", 1)]);
    // The first chunk is committed, the second breaks off: the lines of the first are not recorded again.
    fail::cfg("statement-before-commit", "1*off->return").unwrap();
    import_statement(app, actor, ("s.xml", &bytes), false, &Progress::silent()).await.unwrap_err();
    fail::remove("statement-before-commit");
    assert_eq!(desk.stripes(), "0|0|0|950");
    assert_eq!(codes(&told(&desk, &bytes).await), [(3, "statement.unknown_order")]);
    assert_eq!(desk.stripes(), "0|0|0|950");
    assert_eq!(desk.country.number("SELECT count(*) FROM statement_lines"), 3);
}
