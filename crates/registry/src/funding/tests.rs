//! Entering estimates and obligations on the real database: what is held, what is refused, and races at the edge of a line.

use jiff::civil::{Date, date};

use super::{import_capital, import_estimates};
use crate::{
    app::App,
    platform::{
        Actor, Progress, Report, Role, Scope,
        testkit::{
            enrolled::Stay,
            fixture::{Country, MONTHLY, PROGRAMME, REGION, School, SchoolLike},
        },
    },
};

const SEPTEMBER: Date = date(2026, 9, 1);
const ESTIMATES: &str = "performer_bin,programme,region,month,amount_tiyn,document_number,document_date\n";
const CAPITAL: &str = "performer_bin,programme,region,number,kind,places,accepted_on,document,first_month,last_month\n";

/// Two state schools whose months are paid by an estimate; three children at the first, 10 billion a month.
struct World {
    country: Country,
    schools: [School; 2],
}

impl World {
    async fn new() -> Self {
        let (country, first, second) = Country::usual_of("state").await;
        country.fund_by_estimate(PROGRAMME, date(2026, 8, 20)).await;
        let holders = country.holders(3).await;
        let stay = |at: usize| Stay {
            child: &holders[at].0,
            voucher: holders[at].1,
            school: &first,
            month: SEPTEMBER,
            days: (1, 30),
            portion: 1,
            amount: MONTHLY,
        };
        country.enrol(&[stay(0), stay(1), stay(2)]).await;
        Self { country, schools: [first, second] }
    }

    fn estimate(&self, school: usize, amount: i64) -> String {
        format!("{},school,{REGION},2026-09,{amount},17,2026-08-15\n", self.schools[school].bin)
    }

    async fn enter(&self, rows: &str) -> Report {
        entered(&self.country.app, &self.country.actor, rows).await
    }

    /// What is held beside the parts, by performer.
    fn reserved(&self) -> Vec<String> {
        self.country.rows(
            "SELECT p.bin || ' ' || sum(CASE m.kind WHEN 14 THEN m.amount ELSE -m.amount END) FROM movements m
            JOIN performers p ON p.id = m.subject WHERE m.kind IN (14, 15) GROUP BY p.bin ORDER BY p.bin",
        )
    }

    fn committed(&self) -> i64 {
        self.country.number(&format!("SELECT sum(committed) FROM budget_stripes WHERE month = '{SEPTEMBER}'"))
    }
}

async fn entered(app: &App, actor: &Actor, rows: &str) -> Report {
    let text = format!("{ESTIMATES}{rows}");
    import_estimates(app, actor, ("e.csv", text.as_bytes()), false, &Progress::silent()).await.unwrap()
}

fn codes(report: &Report) -> Vec<(u64, &str)> {
    report.errors.iter().map(|error| (error.row, error.code.as_str())).collect()
}

#[tokio::test]
async fn an_estimate_holds_what_its_parts_do_not_and_its_next_revision_the_difference() {
    let world = World::new().await;
    let parts = 3 * MONTHLY;
    assert_eq!(codes(&world.enter(&world.estimate(0, parts + 700)).await), []);
    assert_eq!((world.reserved(), world.committed()), (vec![format!("{} 700", world.schools[0].bin)], parts + 700));
    // Said again in another file it changes nothing; a smaller one lets go, one within the parts everything.
    assert_eq!(codes(&world.enter(&format!("{}\n", world.estimate(0, parts + 700))).await), []);
    assert_eq!(world.country.number("SELECT count(*) FROM estimates"), 1);
    assert_eq!(codes(&world.enter(&world.estimate(0, parts + 200)).await), []);
    assert_eq!(world.committed(), parts + 200);
    assert_eq!(codes(&world.enter(&world.estimate(0, parts - 5)).await), []);
    assert_eq!((world.country.number("SELECT count(*) FROM estimates"), world.committed()), (3, parts));
    // A school without children: all of it lies beside.
    assert_eq!(codes(&world.enter(&world.estimate(1, 900)).await), []);
    assert_eq!(world.committed(), parts + 900);
    let file = format!("{ESTIMATES}{}", world.estimate(1, 900));
    let (app, actor, file) = (&world.country.app, &world.country.actor, ("again.csv", file.as_bytes()));
    let again = import_estimates(app, actor, file, false, &Progress::silent()).await.unwrap();
    assert_eq!(codes(&again), [(0, "file.repeated")]);
    let stale = "SELECT count(*) FROM performer_locks WHERE epoch > 0";
    assert_eq!(world.country.number(stale), 2);
}

#[tokio::test]
async fn every_refusal_of_an_estimate_has_its_code_and_refuses_the_file() {
    let world = World::new().await;
    let private = world.country.school(3, &SchoolLike::default()).await.bin;
    let bare = world.country.school(4, &SchoolLike { kind: "state", ..SchoolLike::default() }).await;
    let no_order = format!(
        "DELETE FROM state_order_months WHERE state_order_id = '{0}'; DELETE FROM state_orders WHERE id = '{0}'",
        bare.state_order
    );
    world.country.database.as_superuser(&no_order).unwrap();
    let good = world.estimate(0, 1_000);
    let own = &world.schools[1].bin;
    for (row, code) in [
        (format!("{own},school,{REGION},2026-09,0,17,2026-08-15"), "row.invalid"),
        (format!("{own},school,{REGION},2026-09,5,,2026-08-15"), "row.invalid"),
        (format!("{own},nothing,{REGION},2026-09,5,17,2026-08-15"), "programme.unknown"),
        (format!("123,school,{REGION},2026-09,5,17,2026-08-15"), "bin.format"),
        (good.trim().to_owned(), "row.duplicate"),
        (format!("{own},extra,{REGION},2026-09,5,17,2026-08-15"), "performer.unknown"),
        (format!("{},school,{REGION},2026-09,5,17,2026-08-15", bare.bin), "performer.no_state_order"),
        (format!("{private},school,{REGION},2026-09,5,17,2026-08-15"), "estimate.not_funded"),
        (format!("{own},school,{REGION},2026-07,5,17,2026-06-15"), "estimate.not_funded"),
        (format!("{own},school,{REGION},2026-09,10000000000000,17,2026-08-15"), "budget.exhausted"),
        (format!("{own},school,{REGION},2027-05,5,17,2026-08-15"), "budget.exhausted"),
    ] {
        assert_eq!(codes(&world.enter(&format!("{good}{row}\n")).await), [(3, code)], "{row}");
    }
    assert_eq!(world.country.number("SELECT count(*) FROM estimates"), 0);
    let clerk = |organisation: &str, region| Actor {
        role: Role::Issuer,
        organisation: organisation.to_owned(),
        scope: Scope::Regions(vec![region]),
        ..world.country.actor.clone()
    };
    let app = &world.country.app;
    for actor in [clerk("990340001231", REGION), clerk(&world.country.issuer_bin, 10)] {
        assert_eq!(codes(&entered(app, &actor, &good).await), [(2, "access.denied")]);
    }
    assert_eq!(codes(&entered(app, &clerk(&world.country.issuer_bin, REGION), &good).await), []);
}

#[tokio::test]
async fn an_obligation_is_refused_once_the_component_is_closed_and_is_revised_by_its_number() {
    let world = World::new().await;
    let bin = &world.schools[0].bin;
    let enter = async |rows: &str| {
        let text = format!("{CAPITAL}{rows}");
        let file = ("c.csv", text.as_bytes());
        let (app, actor) = (&world.country.app, &world.country.actor);
        import_capital(app, actor, file, false, &Progress::silent()).await.unwrap()
    };
    let row = |number: &str, kind: &str, accepted: &str, months: &str| {
        format!("{bin},school,{REGION},{number},{kind},300,{accepted},protocol 5,{months}\n")
    };
    let good = row("K-1", "new", "2025-12-31", "2026-01,2033-12");
    for (rows, code) in [
        (row("K-2", "new", "2026-01-01", "2026-01,2033-12"), "capital.closed"),
        (row("K-2", "rented", "2025-01-01", "2026-01,2033-12"), "row.invalid"),
        (row("K-2", "new", "2025-01-01", "2026-01,2034-01"), "row.invalid"),
        (row("K-2", "new", "2025-01-01", "2026-01,2025-12"), "row.invalid"),
        (good.clone(), "row.duplicate"),
        (good.replace("school", "extra"), "row.invalid"),
        (good.replace(bin, &world.country.issuer_bin), "performer.unknown"),
    ] {
        assert_eq!(codes(&enter(&format!("{good}{rows}")).await), [(3, code)], "{rows}");
    }
    assert_eq!(world.country.number("SELECT count(*) FROM capital_obligations"), 0);
    assert_eq!(codes(&enter(&good).await), []);
    assert_eq!(codes(&enter(&good.replace("300", "0")).await), []);
    assert_eq!(codes(&enter(&format!("{}\n", good.replace("300", "0"))).await), []);
    let kept = "SELECT count(*), count(DISTINCT id), min(places) FROM capital_obligations";
    assert_eq!(world.country.rows(kept), ["2|1|0"]);
}

#[tokio::test]
async fn two_estimates_at_the_edge_of_a_line_never_hold_more_than_it_has() {
    let world = World::new().await;
    let another = world.country.another_app().await;
    let (app, actor) = (&world.country.app, &world.country.actor);
    let free = 1_000_000_000_000 - world.committed();
    for round in 1..=4 {
        // Each fits alone: together they are a tiyn too much, and the second round on revise what is held.
        let (one, two) =
            (world.estimate(0, 3 * MONTHLY + free / 2 + round), world.estimate(1, free - free / 2 + round));
        let (first, second) = tokio::join!(entered(app, actor, &one), entered(&another, actor, &two));
        let refused = [&first, &second].into_iter().filter(|report| !report.errors.is_empty()).count();
        assert_eq!(refused, 1, "{:?} {:?}", codes(&first), codes(&second));
        let held = world
            .country
            .number(&format!("SELECT sum(allotted) - sum(committed) FROM budget_stripes WHERE month = '{SEPTEMBER}'"));
        assert!(held >= 0);
    }
}
