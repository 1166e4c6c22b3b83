//! Budgets published after the bookings and new rates, on the real database.

use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{
    Booking, Committed, Effect, Repriced,
    book_tests::{assert_whole, book, booking, codes, end},
    commit_awaiting, reprice,
};
use crate::{
    cabinets::work,
    platform::{
        Progress,
        testkit::fixture::{Child, Country, MONTHLY, PROGRAMME, REGION, School, SchoolLike},
    },
};

const SEPTEMBER: (Date, Date) = (date(2026, 9, 1), date(2026, 9, 30));
const AUTUMN: (Date, Date) = (date(2026, 9, 1), date(2026, 10, 31));

async fn commit(country: &Country) -> Committed {
    commit_awaiting(&country.app, &country.actor, &Progress::silent()).await.unwrap()
}

async fn bring(country: &Country) -> Repriced {
    reprice(&country.app, &country.actor, &Progress::silent()).await.unwrap()
}

/// A country with a rate and a school, but no budget.
async fn unfunded() -> (Country, School) {
    let country = Country::new().await;
    country.rate(SEPTEMBER.0, MONTHLY).await;
    let school = country.school(1, &SchoolLike::default()).await;
    (country, school)
}

fn all(country: &Country, school: &School, holders: &[(Child, Uuid)], days: (Date, Date)) -> Vec<Booking> {
    holders.iter().map(|(child, _)| booking(country, school, child, days)).collect()
}

fn held(country: &Country, voucher: Uuid) -> i64 {
    country.number(&format!(
        "SELECT coalesce(sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount END), 0) FROM movements WHERE kind IN (3, 4) AND subject = '{voucher}'"
    ))
}

#[tokio::test]
async fn a_budget_published_later_in_two_steps_reaches_parts_in_the_order_of_their_booking() {
    let (country, school) = unfunded().await;
    let holders = country.holders(5).await;
    for one in all(&country, &school, &holders, SEPTEMBER) {
        country.app.clock.set(country.app.clock.now() + jiff::SignedDuration::from_secs(1));
        assert_eq!(codes(&book(&country, &[one]).await), ["booked"]);
    }
    assert_eq!(commit(&country).await, Committed::default());
    country.line(SEPTEMBER.0, 2 * MONTHLY + 5).await;
    let first = commit(&country).await;
    assert_eq!((first.committed, first.amount, first.unfunded), (2, 2 * MONTHLY, 3));
    assert!(
        first
            .listed
            .iter()
            .all(|one| one.code == "budget.exhausted" && one.part.ends_with("/2026-09") && one.amount == MONTHLY)
    );
    let funded: Vec<i64> = holders.iter().map(|(_, voucher)| held(&country, *voucher)).collect();
    assert_eq!(funded, [MONTHLY, MONTHLY, 0, 0, 0]);
    let entries = country.number("SELECT count(*) FROM journal_entries");
    assert_eq!(
        (commit(&country).await.committed, country.number("SELECT count(*) FROM journal_entries")),
        (0, entries)
    );
    // More money for the same month, on another line.
    country.line_of_kbk(SEPTEMBER.0, 3 * MONTHLY, "464004").await;
    let second = commit(&country).await;
    assert_eq!((second.committed, second.unfunded), (3, 0));
    assert_eq!(commit(&country).await, Committed::default());
    assert!(holders.iter().all(|(_, voucher)| held(&country, *voucher) == MONTHLY));
    assert!(country.number("SELECT sum(epoch) FROM performer_locks") > 0);
    assert_whole(&country);
}

#[tokio::test]
async fn an_import_that_leaves_parts_without_money_ends_with_one_and_lists_them_and_the_same_file_ends_with_two() {
    let (country, school) = unfunded().await;
    let holders = country.holders(2).await;
    for one in all(&country, &school, &holders, SEPTEMBER) {
        assert_eq!(codes(&book(&country, &[one]).await), ["booked"]);
    }
    let give = async |name: &str, amount: i64| {
        let text = format!(
            "issuer_bin,issuer_name,programme,region,year,month,source,kbk,amount_tiyn\n{},Akimat,{PROGRAMME},{REGION},2026,2026-09,local,464003,{amount}\n",
            country.issuer_bin
        );
        let file = (name, text.as_bytes());
        work::import(&country.app, (work::Kind::Budget, false), &country.actor, file, &Progress::silent())
            .await
            .unwrap()
    };
    let short = give("short.csv", MONTHLY).await;
    assert_eq!((short.report.exit(), short.exit()), (0, 1), "{short:?}");
    let committed = short.committed.unwrap();
    assert_eq!((committed.committed, committed.unfunded, committed.listed.len()), (1, 1, 1));
    let again = give("short.csv", MONTHLY).await;
    assert_eq!((again.report.exit(), again.exit()), (2, 2), "nothing new came of it");
    assert_eq!(give("enough.csv", 2 * MONTHLY).await.exit(), 0);
}

#[tokio::test]
async fn a_part_that_was_left_before_its_budget_came_takes_its_days_share_and_the_next_school_the_rest() {
    let (country, school) = unfunded().await;
    let second = country.school(2, &SchoolLike::default()).await;
    let holders = country.holders(1).await;
    let first = booking(&country, &school, &holders[0].0, SEPTEMBER);
    book(&country, std::slice::from_ref(&first)).await;
    end(&country, &first, (date(2026, 9, 11), Effect::Release)).await;
    let moved = booking(&country, &second, &holders[0].0, (date(2026, 9, 12), SEPTEMBER.1));
    assert_eq!(codes(&book(&country, &[moved]).await), ["booked"]);
    country.line(SEPTEMBER.0, 10 * MONTHLY).await;
    assert_eq!(commit(&country).await.committed, 2);
    let kept = (MONTHLY * 9 * 2 + 22) / 44;
    assert_eq!(
        country.rows("SELECT portion, amount FROM movements WHERE kind = 3 ORDER BY portion"),
        [format!("1|{kept}"), format!("2|{}", MONTHLY - kept)]
    );
    assert_whole(&country);
}

#[tokio::test]
async fn bookings_beside_a_publication_leave_no_part_without_the_money_that_is_there() {
    let (country, school) = unfunded().await;
    let other = country.school(2, &SchoolLike::default()).await;
    let holders = country.holders(120).await;
    book(&country, &all(&country, &school, &holders[..40], SEPTEMBER)).await;
    let late = (all(&country, &school, &holders[40..80], SEPTEMBER), all(&country, &other, &holders[80..], SEPTEMBER));
    let publish = async {
        country.line(SEPTEMBER.0, 200 * MONTHLY).await;
        commit(&country).await
    };
    let (one, two, _) = tokio::join!(book(&country, &late.0), book(&country, &late.1), publish);
    assert!(codes(&one).into_iter().chain(codes(&two)).all(|code| code == "booked"));
    assert_eq!(country.number("SELECT sum(committed) FROM budget_stripes"), 120 * MONTHLY);
    assert_eq!(country.number("SELECT count(*) FROM movements WHERE kind = 3"), 120);
    assert_whole(&country);
}

#[tokio::test]
async fn a_new_rate_changes_what_is_committed_by_the_shares_of_portions_and_twice_is_once() {
    let (country, school, other) = Country::usual().await;
    let holders = country.holders(2).await;
    let bookings = all(&country, &school, &holders, AUTUMN);
    book(&country, &bookings).await;
    end(&country, &bookings[1], (date(2026, 9, 11), Effect::Release)).await;
    let moved = booking(&country, &other, &holders[1].0, (date(2026, 9, 12), SEPTEMBER.1));
    assert_eq!(codes(&book(&country, &[moved]).await), ["booked"]);
    for monthly in [MONTHLY + 100_001, MONTHLY - 70_003] {
        country.app.clock.set(country.app.clock.now() + jiff::SignedDuration::from_secs(60));
        country.rate(date(2026, 9, 1), monthly).await;
        let repriced = bring(&country).await;
        // September of both, October of both: the second child's is free, and keeps its nominal for whoever books it next.
        assert_eq!((repriced.repriced, repriced.unfunded), (4, 0));
        assert_eq!(bring(&country).await, Repriced::default());
        assert_eq!(held(&country, holders[0].1), 2 * monthly);
        assert_eq!(held(&country, holders[1].1), monthly);
        let share = (monthly * 9 * 2 + 22) / 44;
        let of_first = format!(
            "SELECT sum(CASE kind WHEN 3 THEN amount ELSE -amount END) FROM movements WHERE kind IN (3, 4) AND subject = '{}' AND portion = 1 AND month = '2026-09-01'",
            holders[1].1
        );
        assert_eq!(country.number(&of_first), share);
        assert_whole(&country);
    }
}

#[tokio::test]
async fn an_increase_that_the_line_cannot_pay_keeps_the_nominal_and_is_listed_until_it_can() {
    let (country, school) = unfunded().await;
    country.line(SEPTEMBER.0, 3 * MONTHLY + 250).await;
    let holders = country.holders(3).await;
    book(&country, &all(&country, &school, &holders, SEPTEMBER)).await;
    country.app.clock.set(country.app.clock.now() + jiff::SignedDuration::from_secs(60));
    country.rate(SEPTEMBER.0, MONTHLY + 100).await;
    let first = bring(&country).await;
    assert_eq!((first.repriced, first.change, first.unfunded), (2, 200, 1));
    assert_eq!((first.listed[0].code, first.listed[0].amount), ("budget.exhausted", 100));
    assert_eq!(bring(&country).await.unfunded, 1);
    assert_eq!(country.number("SELECT count(*) FROM repricings"), 2);
    assert_whole(&country);
}
