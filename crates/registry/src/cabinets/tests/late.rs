//! A rate that comes after the write-off: the next act carries the difference, the lines and the budget agree, and twice is once.

use jiff::civil::{Date, date};

use super::lived::{MONTH, World};
use crate::{
    cabinets::audit,
    platform::{Progress, testkit::fixture::MONTHLY},
    vouchers::{Repriced, reprice},
};

const OCTOBER: Date = date(2026, 10, 1);
const NOVEMBER: Date = date(2026, 11, 1);

impl World {
    /// A new rate from September on, brought to the parts that are booked.
    async fn rate(&self, monthly: i64) -> Repriced {
        let country = &self.desk.country;
        country.rate(MONTH, monthly).await;
        let repriced = reprice(&country.app, &country.actor, &Progress::silent()).await.unwrap();
        assert_eq!(repriced.unfunded, 0);
        let again = reprice(&country.app, &country.actor, &Progress::silent()).await.unwrap();
        assert_eq!(again, Repriced::default());
        repriced
    }

    /// `committed|due|ordered|paid` of a month's line.
    fn line(&self, month: Date) -> String {
        let sums = format!(
            "SELECT sum(committed), sum(due), sum(ordered), sum(paid) FROM budget_stripes WHERE month = '{month}'"
        );
        self.desk.country.rows(&sums).concat()
    }

    /// Adjustments in the act of a month, the moved child's first: portion and amount.
    fn adjustments(&self, month: Date) -> Vec<String> {
        self.desk.country.rows(&format!(
            "SELECT l.line_month, l.portion, l.due FROM act_lines l JOIN vouchers v ON v.id = l.voucher_id JOIN acts a ON a.id = l.act_id
            WHERE a.version = l.version AND kind = 1 AND l.month = '{month}' ORDER BY v.number, l.line_month, l.portion"
        ))
    }

    /// Movements of a month's line of some kind: how many and how much.
    fn moved(&self, month: Date, kind: i16) -> String {
        let sql = format!("SELECT count(*), sum(amount) FROM movements WHERE month = '{month}' AND kind = {kind}");
        self.desk.country.rows(&sql).concat()
    }

    async fn audited(&self) {
        let country = &self.desk.country;
        assert_eq!(audit(&country.app, &country.actor, &Progress::silent()).await.unwrap().findings, []);
    }
}

/// What the law gives for days of the 22 of September.
fn share(nominal: i64, days: i64) -> i64 {
    (2 * nominal * days + 22) / 44
}

#[tokio::test]
async fn a_rate_after_the_write_off_becomes_lines_of_the_next_act_and_money_of_its_month() {
    const UP: i64 = MONTHLY + 100_001;
    const DOWN: i64 = MONTHLY - 70_003;
    let mut world = World::new().await;
    let paid = share(MONTHLY, 10) + share(MONTHLY, 12) + 12 * MONTHLY;
    assert_eq!(world.line(MONTH), format!("0|0|0|{paid}"));

    // September is written off: its line does not move, the months that are still committed follow at once.
    let repriced = world.rate(UP).await;
    assert_eq!(repriced.repriced, 13 * 9);
    assert_eq!(repriced.change, 13 * 3 * (UP - MONTHLY));
    assert_eq!(world.line(MONTH), format!("0|0|0|{paid}"));
    assert_eq!(world.line(OCTOBER), format!("{}|0|0|0", 13 * UP));
    world.audited().await;

    world.keep(OCTOBER).await;
    let more = |days| share(UP, days) - share(MONTHLY, days);
    let mut expected = vec![format!("2026-09-01|1|{}", more(10)), format!("2026-09-01|2|{}", more(12))];
    expected.extend((1..13).map(|_| format!("2026-09-01|1|{}", UP - MONTHLY)));
    assert_eq!(world.adjustments(OCTOBER), expected);
    let risen = more(10) + more(12) + 12 * (UP - MONTHLY);
    assert_eq!(world.moved(OCTOBER, 10), format!("14|{risen}"));
    assert_eq!(world.line(OCTOBER), format!("0|{}|0|0", 13 * UP + risen));
    world.pay(OCTOBER).await;
    assert_eq!(world.line(OCTOBER), format!("0|0|0|{}", 13 * UP + risen));
    world.audited().await;

    // Down below the first rate: both paid months are corrected by the act of November, which is paid less the difference.
    world.rate(DOWN).await;
    world.keep(NOVEMBER).await;
    let less = |days| share(DOWN, days) - share(UP, days);
    let adjustments = world.adjustments(NOVEMBER);
    assert_eq!(adjustments.len(), 14 + 13);
    assert_eq!(
        adjustments[..3],
        [
            format!("2026-09-01|1|{}", less(10)),
            format!("2026-09-01|2|{}", less(12)),
            format!("2026-10-01|2|{}", DOWN - UP)
        ]
    );
    let fallen = -(less(10) + less(12)) + (12 + 13) * (UP - DOWN);
    assert_eq!((world.moved(NOVEMBER, 12), world.moved(NOVEMBER, 13)), (format!("27|{fallen}"), format!("2|{fallen}")));
    assert_eq!(world.line(NOVEMBER), format!("0|{}|0|0", 13 * DOWN - fallen));
    world.pay(NOVEMBER).await;
    assert_eq!(world.line(NOVEMBER), format!("0|0|0|{}", 13 * DOWN - fallen));
    // All that was paid is the last rate for every day of three months.
    let all = world.desk.country.number("SELECT sum(amount) FROM statement_lines");
    assert_eq!(all, share(DOWN, 10) + share(DOWN, 12) + (12 + 2 * 13) * DOWN);
    world.audited().await;
}

/// A rate that falls behind a month that is paid: its parts owe more than their nominal until the next act, and that is no finding; a due
/// above the nominal that nothing explains is one.
#[tokio::test]
async fn a_nominal_that_falls_behind_a_paid_month_waits_for_the_next_act() {
    let mut world = World::new().await;
    world.rate(MONTHLY / 2).await;
    let country = &world.desk.country;
    assert_eq!(audit(&country.app, &country.actor, &Progress::silent()).await.unwrap().findings, []);
    world.keep(OCTOBER).await;
    let country = &world.desk.country;
    let found = audit(&country.app, &country.actor, &Progress::silent()).await.unwrap().findings;
    assert_eq!(found, []);
    let corrected = country.number("SELECT sum(l.due)::int8 FROM act_lines l JOIN acts a ON a.id = l.act_id AND a.version = l.version WHERE l.kind = 1");
    assert!(corrected <= -13 * (MONTHLY - MONTHLY / 2), "{corrected}");
    // The same with no repricing behind it.
    country.database.as_superuser("UPDATE repricings SET nominal = nominal / 2 WHERE month = '2026-09-01'").unwrap();
    let found = audit(&country.app, &country.actor, &Progress::silent()).await.unwrap().findings;
    assert!(found.iter().any(|found| found.code == "part.exceeded"), "{found:?}");
}
