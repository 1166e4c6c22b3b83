//! Statements against the ledger, over a lived autumn, random histories and periods.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use ledger::posting::Kind;
use proptest::prelude::*;

use super::{Account, Balance, Row, Statement, What, statement, store::Moved};
use crate::{
    accounts::{Owner, State},
    cabinets::tests::lived::World,
    contracts::{Ending, end},
    platform::{error::Error, testkit::fixture::Country},
};

const OCTOBER: Date = date(2026, 10, 1);

/// The balances of a condition on movements by another way than the statement: sums by kind, as a line of the budget keeps them.
fn told(country: &Country, condition: &str, to: Date) -> Balance {
    let sums = country.rows(&format!(
        "SELECT
            coalesce(sum(CASE WHEN m.kind = 3 THEN amount WHEN m.kind = 4 THEN -amount WHEN m.kind = 5 THEN -amount - rest ELSE 0 END), 0),
            coalesce(sum(CASE WHEN m.kind IN (5, 8, 9, 10) THEN amount WHEN m.kind IN (6, 11, 13) THEN -amount ELSE 0 END), 0),
            coalesce(sum(CASE WHEN m.kind = 6 THEN amount WHEN m.kind IN (7, 8) THEN -amount ELSE 0 END), 0),
            coalesce(sum(CASE WHEN m.kind = 7 THEN amount WHEN m.kind = 9 THEN -amount ELSE 0 END), 0),
            coalesce(sum(CASE WHEN m.kind = 12 THEN amount WHEN m.kind = 13 THEN -amount ELSE 0 END), 0)
        FROM movements m WHERE m.effective_on <= '{to}' AND {condition}"
    ));
    let sums: Vec<i64> = sums[0].split('|').map(|sum| sum.parse().unwrap()).collect();
    Balance { committed: sums[0], due: sums[1], ordered: sums[2], paid: sums[3], receivable: sums[4] }
}

async fn of(country: &Country, owner: &Owner, period: (Date, Date)) -> Statement {
    let tx = country.app.begin(&country.actor, "test", 0).await.unwrap();
    let found = statement(&tx, owner, period).await.unwrap();
    tx.commit().await.unwrap();
    found
}

/// Every statement of every account for periods that begin and end anywhere.
async fn assert_of_the_ledger(world: &World) {
    let country = &world.desk.country;
    let owners = world.desk.children.iter().map(|child| {
        let of_child = "m.subject IN (SELECT voucher_id FROM person_vouchers WHERE person_id = '$')";
        (Owner::Person(child.bucket, child.id), of_child.replace('$', &child.id.to_string()))
    });
    let performers = world
        .desk
        .schools
        .iter()
        .map(|school| (Owner::Performer(school.bin.clone()), format!("m.performer_id = '{}'", school.performer)));
    let mut rows = 0;
    for (owner, condition) in owners.chain(performers) {
        for (from, days) in
            [(date(2026, 8, 1), 200), (date(2026, 9, 10), 25), (date(2026, 10, 2), 1), (date(2026, 10, 3), 60)]
        {
            let to = from.checked_add(i64::from(days).days()).unwrap();
            let found = of(country, &owner, (from, to)).await;
            let before = from.checked_sub(1.day()).unwrap();
            assert_eq!(
                found.closing().columns(&owner),
                told(country, &condition, to).columns(&owner),
                "{owner} {from} {to}"
            );
            assert_eq!(
                found.opening.columns(&owner),
                told(country, &condition, before).columns(&owner),
                "{owner} {from}"
            );
            rows += found.rows.len();
        }
    }
    assert!(rows > 200, "{rows}");
    // What all children hold is what the lines of the budget hold.
    let far = date(2027, 12, 31);
    let mut all = Balance::default();
    for child in &world.desk.children {
        all = all.plus(of(country, &Owner::Person(child.bucket, child.id), (far, far)).await.closing());
    }
    let kept = country.rows("SELECT sum(committed), sum(due), sum(ordered), sum(paid) FROM budget_stripes").remove(0);
    assert_eq!(kept, format!("{}|{}|{}|{}", all.committed, all.due, all.ordered, all.paid - all.receivable));
}

#[tokio::test]
async fn the_balances_of_every_statement_are_those_of_the_ledger() {
    let mut world = World::new().await;
    let country = &world.desk.country;
    assert_of_the_ledger(&world).await;
    // Ends learned late: one takes back money that was paid, one returns months, one comes before its first day.
    for (n, reason, last) in
        [(2, "expulsion", date(2026, 9, 14)), (3, "refusal", date(2026, 9, 30)), (4, "expulsion", date(2026, 9, 22))]
    {
        let voucher =
            country.rows(&format!("SELECT number FROM vouchers WHERE id = '{}'", world.desk.vouchers[n])).remove(0);
        let what = Ending { voucher, reason: reason.to_owned(), last, document: "No 7".to_owned() };
        end(&country.app, &country.actor, &what).await.unwrap();
    }
    world.gone = vec![2, 3, 4];
    world.keep(OCTOBER).await;
    assert_of_the_ledger(&world).await;
    world.pay(OCTOBER).await;
    assert_of_the_ledger(&world).await;
    let country = &world.desk.country;
    let child = &world.desk.children[2];
    let found = of(country, &Owner::Person(child.bucket, child.id), (date(2026, 8, 1), date(2026, 12, 31))).await;
    let words: Vec<&str> = found.rows.iter().map(|row| row.what.word()).collect();
    assert!(words.contains(&"issued") && words.contains(&"annulled") && words.contains(&"redeem"), "{words:?}");
    // What was paid too much is owed by the school until its act takes as much less.
    let of_kind = |kind| found.rows.iter().filter(move |row| row.what == What::Moved(kind)).map(|row| row.change);
    let owed: Vec<Balance> = of_kind(Kind::Receivable).collect();
    assert!(owed.len() == 1 && owed[0].receivable > 0 && owed[0].due == 0, "{owed:?}");
    assert!(of_kind(Kind::SetOff).all(|change| change.receivable < 0 && change.due == change.receivable));
    assert_eq!(found.closing().committed, 0);
    let nobody = Owner::Person(0, uuid::Uuid::from_u128(7));
    let tx = country.app.begin(&country.actor, "test", 0).await.unwrap();
    let refused = statement(&tx, &nobody, (OCTOBER, OCTOBER)).await.err();
    assert_eq!(refused.as_ref().and_then(Error::code), Some("account.unknown"));
}

#[tokio::test]
async fn a_statement_has_the_same_sums_in_each_form() {
    let world = World::new().await;
    let owner = Owner::Performer(world.desk.schools[0].bin.clone());
    let found = of(&world.desk.country, &owner, (date(2026, 1, 1), date(2026, 12, 31))).await;
    let paid = found.closing().paid;
    assert!(paid > 0 && found.closing().due == 0);
    let csv = String::from_utf8(found.csv().unwrap()).unwrap();
    assert!(csv.contains("date,operation,voucher,month,document,due,ordered,paid,receivable"), "{csv}");
    assert!(csv.trim_end().ends_with(&format!("2026-12-31,closing,,,,0,0,{paid},0")), "{csv}");
    let made = found.made().unwrap();
    let xml = String::from_utf8(made.xml.clone()).unwrap();
    assert!(xml.contains(&format!("<closing due=\"0\" ordered=\"0\" paid=\"{paid}\" receivable=\"0\">")), "{xml}");
    assert!(xml.contains(&owner.number()));
    let pdf = made.clone().bytes(crate::platform::paper::Form::Pdf).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert!(made.bytes(crate::platform::paper::Form::Xlsx).unwrap().starts_with(b"PK"));
}

#[tokio::test]
async fn a_death_that_the_register_tells_closes_the_account_as_long_as_it_is_told() {
    let country = Country::new().await;
    let child = country.children(date(2016, 3, 7), 1).await.remove(0);
    let owner = Owner::Person(child.bucket, child.id);
    let state = async || of(&country, &owner, (OCTOBER, OCTOBER)).await.account.state;
    assert_eq!(state().await, State::Active);
    country.tell(&child, "deceased").await;
    assert!(matches!(state().await, State::Closed { reason, .. } if reason == "death"));
    country.tell(&child, "alive").await;
    assert_eq!(state().await, State::Active);
}

fn account() -> Account {
    Account {
        owner: Owner::Performer("990340001231".to_owned()),
        names: Default::default(),
        opened_on: OCTOBER,
        opened_at: jiff::Timestamp::UNIX_EPOCH,
        state: State::Active,
        events: Vec::new(),
    }
}

fn movement() -> impl Strategy<Value = (i8, Kind, i64, i64)> {
    (1_i8..29, proptest::sample::select(Kind::ALL.to_vec()), 0_i64..1_000_000_000_000, 0_i64..1_000_000)
}

proptest! {
    #[test]
    fn periods_join_without_a_gap_whatever_has_moved(moved in proptest::collection::vec(movement(), 0..60), cut in 2_i8..28) {
        let mut rows: Vec<Row> = moved.iter().map(|(day, kind, amount, rest)| Row::from(Moved {
            on: date(2026, 10, *day), kind: *kind, voucher: String::new(), month: None, document: String::new(), amount: *amount, rest: *rest,
        })).collect();
        rows.sort_by_key(|row| row.on);
        let day = |n| date(2026, 10, n);
        let up_to = |last: i8| rows.iter().filter(|row| row.on <= day(last)).cloned().collect::<Vec<_>>();
        let whole = Statement::of(account(), (day(1), day(31)), up_to(31));
        let first = Statement::of(account(), (day(1), day(cut)), up_to(cut));
        let second = Statement::of(account(), (day(cut + 1), day(31)), up_to(31));
        prop_assert_eq!(first.closing(), second.opening);
        prop_assert_eq!(whole.closing(), second.closing());
        prop_assert_eq!(first.rows.len() + second.rows.len(), whole.rows.len());
        // What leaves a performer's due is ordered or set off; nothing is lost between the columns.
        let sum = |kinds: &[Kind]| moved.iter().filter(|one| kinds.contains(&one.1)).map(|one| one.2).sum::<i64>();
        let closing = whole.closing();
        prop_assert_eq!(closing.due + closing.ordered + closing.paid, sum(&[Kind::WriteOff, Kind::AdjustUp, Kind::PerformerDue]) - sum(&[Kind::AdjustDown, Kind::SetOff, Kind::PerformerDown, Kind::PerformerSetOff]));
    }
}
