//! A kindergarten of a lived autumn becomes another in mid-month: days, money, acts and payments, to the tiyn.

use jiff::civil::{Date, date};

use super::lived::World;
use crate::{
    accounts::{Owner, State},
    acts::{Close, close},
    attendance::import_timesheet,
    cabinets::{accounts, audit},
    platform::{
        Progress,
        testkit::fixture::{MONTHLY, SchoolLike},
    },
    reorganisations::{Kind, Reorganising, reorganise},
    vouchers::terms::study_days,
};

const OCTOBER: Date = date(2026, 10, 1);
/// The first day of the successor.
const ON: Date = date(2026, 10, 15);

/// A timesheet of October with a mark of presence on every study day from the first to the last.
async fn attend(world: &World, (bin, group): (&str, &str), iins: &[&str], days: (i8, i8)) {
    let study = study_days(law::Pack::kz(), OCTOBER, 31, "").unwrap();
    let header: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
    let mark = |day: i8| if (days.0..=days.1).contains(&day) && study >> (day - 1) & 1 == 1 { "P" } else { "" };
    let marks: Vec<&str> = (1..=31).map(mark).collect();
    let mut text = format!("BIN;{bin}\ngroup;{group}\nmonth;2026-10\niin;name;{}\n", header.join(";"));
    for iin in iins {
        text += &format!("{iin};x;{}\n", marks.join(";"));
    }
    let (app, actor) = (&world.desk.country.app, &world.desk.country.actor);
    let file = ("t.csv", text.as_bytes());
    let report = import_timesheet(app, actor, file, false, &Progress::silent()).await.unwrap();
    assert_eq!(report.errors, [], "{bin}");
}

#[tokio::test]
async fn a_month_is_shared_by_days_and_everything_after_is_the_successors() {
    let world = World::new().await;
    let (first, second) = (world.desk.schools[0].clone(), world.desk.schools[1].clone());
    let third = world.desk.country.school(3, &SchoolLike::default()).await;
    let country = &world.desk.country;
    let committed = country.rows("SELECT month, sum(committed) FROM budget_stripes GROUP BY month ORDER BY month");
    world.now("2026-10-14T06:00:00Z");
    let what = Reorganising {
        predecessor: first.bin.clone(),
        successor: third.bin.clone(),
        kind: Kind::NewBin,
        on: ON,
        document: "Order No 3 of 2026-10-12".to_owned(),
    };
    let done = reorganise(&country.app, &country.actor, &what, false).await.unwrap();
    // The child that moved away in September stays away: six go over, with eight months each.
    assert_eq!((done.performers, done.state_orders, done.contracts, done.portions), (1, 1, 6, 48));
    assert_eq!(
        country.rows("SELECT month, sum(committed) FROM budget_stripes GROUP BY month ORDER BY month"),
        committed,
        "not a tiyn is lost"
    );
    let audited = async |world: &World| {
        let country = &world.desk.country;
        assert_eq!(audit(&country.app, &country.actor, &Progress::silent()).await.unwrap().findings, []);
    };
    audited(&world).await;
    let live = format!(
        "SELECT p.performer_id = '{}', min(p.from_day), max(coalesce(e.last_day, p.to_day)), count(*) FROM portions p
        LEFT JOIN portion_ends e ON (e.month, e.voucher_id, e.portion) = (p.month, p.voucher_id, p.portion)
        WHERE p.month = '2026-10-01' AND p.performer_id IN ('{}', '{}') AND coalesce(e.last_day, p.to_day) >= p.from_day GROUP BY 1 ORDER BY 1",
        third.performer, first.performer, third.performer
    );
    assert_eq!(country.rows(&live), ["f|1|14|6", "t|15|31|6"]);
    // October is kept by three performers, each for its days.
    let iins = |rest: usize| -> Vec<&str> {
        let all = world.desk.children.iter().enumerate();
        all.filter(|(n, _)| *n == 0 && rest == 1 || *n != 0 && n % 2 == rest)
            .map(|(_, child)| child.iin.as_str())
            .collect()
    };
    let (even, odd) = (iins(0), iins(1));
    world.now("2026-10-31T05:00:00Z");
    attend(&world, (&first.bin, &first.group_code), &even, (1, 14)).await;
    attend(&world, (&third.bin, &first.group_code), &even, (15, 31)).await;
    attend(&world, (&second.bin, &second.group_code), &odd, (1, 31)).await;
    world.now("2026-11-02T05:00:00Z");
    let asked = Close { month: OCTOBER, programme: None, region: None };
    let closed = close(&country.app, &country.actor, &asked, &Progress::silent()).await.unwrap();
    assert_eq!((closed.performers, closed.closed, closed.exceptions), (3, 3, 0));
    let dues = country.rows(
        "SELECT count(DISTINCT a.performer_id), sum(l.due) FROM act_lines l
        JOIN acts a ON (a.region, a.month, a.id, a.version) = (l.region, l.month, l.act_id, l.version)
        WHERE a.month = '2026-10-01' GROUP BY l.voucher_id ORDER BY 1",
    );
    let of = |performers: u8| dues.iter().filter(|row| **row == format!("{performers}|{MONTHLY}")).count();
    assert_eq!((of(1), of(2), dues.len()), (7, 6, 13), "{dues:?}");
    audited(&world).await;
    let tx = country.app.begin(&country.actor, "test", 0).await.unwrap();
    let account = accounts::find(&tx, &Owner::Performer(first.bin.clone())).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(account.state, State::Closed { reason: "reorganised".to_owned(), on: ON });
}
