//! Takeovers after random histories, and against bookings and blocks at the same time: nobody loses a day, and nothing is left behind.

use jiff::civil::{Date, date};

use super::{Kind, Reorganising, reorganise};
use crate::{
    accounts::{self, Change, Changing, Hold, Owner},
    contracts::{
        end,
        end_races_tests::Dice,
        end_tests::{assert_whole, codes, ending, import, number},
        fixture::{Line, line},
    },
    platform::testkit::fixture::{Child, Country, School},
};

fn taking_over(from: &School, to: &School, on: Date) -> Reorganising {
    let (predecessor, successor) = (from.bin.clone(), to.bin.clone());
    Reorganising { predecessor, successor, kind: Kind::Merger, on, document: "No 3".to_owned() }
}

/// Days of portions of a performer on a day or later.
fn left(country: &Country, school: &School, on: Date) -> i64 {
    country.number(&format!(
        "SELECT count(*) FROM portions p LEFT JOIN LATERAL (
            SELECT last_day FROM portion_ends e WHERE (e.month, e.voucher_id, e.portion) = (p.month, p.voucher_id, p.portion)
            ORDER BY recorded_at DESC LIMIT 1) e ON true
        WHERE p.performer_id = '{}' AND coalesce(e.last_day, p.to_day) >= p.from_day
            AND p.month + coalesce(e.last_day, p.to_day) - 1 >= '{on}'",
        school.performer
    ))
}

/// Who is somewhere on which days.
fn days(country: &Country) -> Vec<String> {
    country.rows("SELECT person_id, month, days FROM live_days WHERE days <> 0 ORDER BY 1, 2")
}

#[tokio::test]
async fn after_any_history_every_child_keeps_its_days_and_the_money_follows() {
    for seed in 1..=4 {
        let (country, first, second) = Country::usual().await;
        let children: Vec<Child> = country.holders(6).await.into_iter().map(|(child, _)| child).collect();
        let mut dice = Dice(seed);
        for (n, child) in (0_u32..).zip(&children) {
            let (from, contract) = (dice.day(date(2026, 9, 1), 60).to_string(), format!("A-{n}"));
            let to = dice.day(date(2026, 11, 1), 60).to_string();
            let ends = dice.roll(2) == 0;
            let row = Line {
                from: &from,
                to: if ends { &to } else { "" },
                reason: if ends { "parent_ended" } else { "" },
                ..line(if n < 5 { &first } else { &second }, &child.iin, &contract)
            };
            assert_eq!(codes(&import(&country, &[row]).await), [""; 0]);
            if dice.roll(3) == 0 {
                let what = ending(&number(n), "parent_ended", dice.day(date(2026, 10, 1), 40));
                // What was over before is not ended again.
                let ended = end(&country.app, &country.actor, &what).await;
                assert!(ended.is_ok() || ended.unwrap_err().code() == Some("end.nothing"));
            }
        }
        let (before, on) = (days(&country), dice.day(date(2026, 9, 2), 80));
        let done = reorganise(&country.app, &country.actor, &taking_over(&first, &second, on), false).await.unwrap();
        assert_eq!(days(&country), before, "seed {seed} on {on}");
        assert_eq!(left(&country, &first, on), 0, "seed {seed} on {on}: {done:?}");
        assert_whole(&country);
        let above = "SELECT count(*) FROM parts p WHERE p.nominal < (
            SELECT coalesce(sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount END), 0) FROM movements m
            WHERE m.subject = p.voucher_id AND m.part_month = p.month AND kind IN (3, 4))";
        assert_eq!(country.number(above), 0, "seed {seed}");
    }
}

#[tokio::test]
async fn a_takeover_and_a_booking_at_once_leave_nobody_behind() {
    let mut refused = 0;
    for n in 0..6_u64 {
        let (country, first, second) = Country::usual().await;
        let children: Vec<Child> = country.holders(3).await.into_iter().map(|(child, _)| child).collect();
        assert_eq!(codes(&import(&country, &[line(&first, &children[0].iin, "A-0")]).await), [""; 0]);
        let on = date(2026, 10, 14);
        let what = taking_over(&first, &second, on);
        let other = country.another_app().await;
        let rows = [line(&first, &children[1].iin, "A-1"), line(&first, &children[2].iin, "A-2")];
        let late = async {
            tokio::time::sleep(std::time::Duration::from_millis(n * 6)).await;
            reorganise(&other, &country.actor, &what, false).await
        };
        let (report, done) = tokio::join!(import(&country, &rows), late);
        let codes = codes(&report);
        assert!(codes.is_empty() || codes.iter().all(|code| *code == "account.closed"), "{codes:?}");
        refused += codes.len();
        assert_eq!(done.unwrap().contracts, 3 - codes.len());
        assert_eq!(left(&country, &first, on), 0);
        assert_whole(&country);
    }
    assert!(refused <= 12);
}

#[tokio::test]
async fn a_block_and_a_booking_at_once_are_one_after_the_other() {
    for n in 0..6_u64 {
        let (country, first, _) = Country::usual().await;
        let (child, _) = country.holders(1).await.remove(0);
        let owner = Owner::Performer(first.bin.clone());
        let what =
            Changing { owner, change: Change::Block(Hold::All), reason: "court".to_owned(), document: "1".to_owned() };
        let late = async {
            tokio::time::sleep(std::time::Duration::from_millis(n * 5)).await;
            accounts::change(&country.app, &country.actor, &what).await.unwrap()
        };
        let row = [line(&first, &child.iin, "A-0")];
        let (report, blocked) = tokio::join!(import(&country, &row), late);
        assert_eq!(blocked.state, "blocked");
        let codes = codes(&report);
        assert!(codes.is_empty() || codes == ["account.blocked"], "{codes:?}");
        let after = "SELECT count(*) FROM portions p, performer_account_events e WHERE p.recorded_at > e.recorded_at";
        assert_eq!(country.number(after), 0, "nothing is booked behind a block");
        assert_whole(&country);
    }
}
