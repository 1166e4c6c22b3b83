//! Months with money beside the parts, from the files of the issuer to the bank's statement: the capital component and the estimates of
//! state performers, and what the outside auditor makes of their export.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use jiff::civil::{Date, date};
use tower::ServiceExt as _;
use uuid::Uuid;

use super::{
    export::recompute,
    lived::{MONTH, World},
    papers::read,
};
use crate::{
    acts::fixture::Desk,
    cabinets::{Export, audit, export},
    funding,
    platform::{
        Actor, Progress, Role, Scope,
        http::Caller,
        paper::Form,
        testkit::fixture::{MONTHLY, PROGRAMME, REGION},
    },
    vouchers::reprice,
};

const OCTOBER: Date = date(2026, 10, 1);
const NOVEMBER: Date = date(2026, 11, 1);

/// 96 and 47 MRP of 2026 in a year of nine months, for days of the 22 of September.
fn capital(multiple: i64, days: i64) -> i64 {
    (2 * multiple * 432_500 * days + 9 * 22) / (2 * 9 * 22)
}

impl World {
    async fn capital(&self, rows: &[(usize, &str, &str, u32)]) {
        let mut text = String::from(
            "performer_bin,programme,region,number,kind,places,accepted_on,document,first_month,last_month\n",
        );
        for (school, number, kind, places) in rows {
            let bin = &self.desk.schools[*school].bin;
            text += &format!("{bin},{PROGRAMME},{REGION},{number},{kind},{places},2024-08-20,p. 5,2024-09,2032-08\n");
        }
        let (app, actor) = (&self.desk.country.app, &self.desk.country.actor);
        let file = ("c.csv", text.as_bytes());
        let report = funding::import_capital(app, actor, file, false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors, []);
    }

    async fn estimates(&self, rows: &[(usize, &str, i64)]) {
        let mut text = String::from("performer_bin,programme,region,month,amount_tiyn,document_number,document_date\n");
        for (school, month, amount) in rows {
            let bin = &self.desk.schools[*school].bin;
            text += &format!("{bin},{PROGRAMME},{REGION},{month},{amount},17,2026-08-15\n");
        }
        let (app, actor) = (&self.desk.country.app, &self.desk.country.actor);
        let file = ("e.csv", text.as_bytes());
        let report = funding::import_estimates(app, actor, file, false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors, []);
    }

    /// Lines beside the parts in the acts of a month: month of the line, obligation, pupils, due.
    fn beside(&self, month: Date) -> Vec<String> {
        self.desk.country.rows(&format!(
            "SELECT to_char(l.line_month, 'MM'), coalesce(o.number, '-'), l.enrolled_days, l.due FROM acts a
            JOIN performers p ON p.id = a.performer_id
            JOIN act_lines l ON l.act_id = a.id AND l.version = a.version AND l.voucher_id = a.performer_id
            LEFT JOIN (SELECT DISTINCT id, number FROM capital_obligations) o ON o.id = l.contract_id
            WHERE a.month = '{month}' ORDER BY p.bin, l.n"
        ))
    }

    /// What a page says to the first school, or to the issuer.
    async fn told(&self, role: Role, path: &str) -> String {
        let country = &self.desk.country;
        let school = &self.desk.schools[0];
        let own = Scope::Own { parties: vec![(REGION, school.performer)], persons: Vec::new() };
        let (organisation, scope) = if role == Role::Issuer {
            (country.issuer_bin.clone(), Scope::Regions(vec![REGION]))
        } else {
            (school.bin.clone(), own)
        };
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        request.extensions_mut().insert(Caller {
            session: Uuid::nil(),
            actor: Actor { role, organisation, scope, ..country.actor.clone() },
            name: "АХМЕТОВ ЕРЛАН".to_owned(),
            organisation_name: String::new(),
            capacities: 1,
            stepped_up_until: None,
        });
        let answer = crate::http::router(Arc::new(country.another_app().await)).oneshot(request).await.unwrap();
        let status = answer.status();
        let text = String::from_utf8(to_bytes(answer.into_body(), 1 << 21).await.unwrap().to_vec()).unwrap();
        assert_eq!(status, StatusCode::OK, "{path}: {text}");
        assert!(!text.contains('⟦'), "a message is missing: {text}");
        text.replace('\u{a0}', " ")
    }

    fn totals(&self, month: Date) -> Vec<i64> {
        let sql = format!(
            "SELECT a.total FROM acts a JOIN performers p ON p.id = a.performer_id WHERE a.month = '{month}' ORDER BY p.bin"
        );
        self.desk.country.rows(&sql).iter().map(|total| total.parse().unwrap()).collect()
    }

    /// The audit finds nothing and the export is what the published rules give; answers the rows of `act_lines.csv` of a kind.
    async fn proven(&self, month: Date, kind: &str) -> Vec<String> {
        let (app, actor) = (&self.desk.country.app, &self.desk.country.actor);
        assert_eq!(audit(app, actor, &Progress::silent()).await.unwrap().findings, []);
        let folder = tempfile::tempdir().unwrap();
        let asked = Export { month, programme: None, region: None, out: folder.path().to_owned() };
        export(app, actor, asked, &Progress::silent()).await.unwrap();
        assert_eq!(recompute(folder.path()), (true, String::new()));
        // Whoever moves a tiyn of such a line is found.
        let path = folder.path().join("act_lines.csv");
        let text = std::fs::read_to_string(&path).unwrap();
        let rows: Vec<String> =
            text.lines().filter(|row| row.contains(&format!(",{kind},"))).map(str::to_owned).collect();
        for row in &rows {
            let cells: Vec<&str> = row.split(',').collect();
            let due: i64 = cells[17].parse().unwrap();
            let more = (due + 1).to_string();
            let mut moved = cells.clone();
            moved[17] = &more;
            std::fs::write(&path, text.replace(row.as_str(), &moved.join(","))).unwrap();
            assert!(!recompute(folder.path()).0, "{row}");
        }
        rows
    }
}

impl World {
    /// The act of the first school's September on the pages of both sides, its line `n` with its explanation, and over the API.
    async fn shown(&self, words: &[&str], n: u32) {
        let act = self.act_of(0, MONTH);
        let pages = [
            self.told(Role::Performer, &format!("/en/org/acts/{act}")).await,
            self.told(Role::Performer, &format!("/en/org/acts/{act}/lines/{n}")).await,
            self.told(Role::Issuer, &format!("/en/issuer/acts/{act}")).await,
        ];
        for page in &pages {
            assert!(page.contains(words[0]), "{page}");
        }
        assert!(pages.iter().any(|page| page.contains(words[1])), "{}", pages[2]);
        self.told(Role::Performer, &format!("/kk/org/acts/{act}/lines/{n}")).await;
        let lines = self.told(Role::Performer, &format!("/api/v1/acts/{act}/lines?limit=100")).await;
        assert!(lines.contains(&format!("\"n\":{n},")) && lines.contains("\"voucher_number\":\"\""), "{lines}");
    }
}

#[tokio::test]
async fn the_capital_component_of_a_month_is_paid_within_the_places_and_corrected_when_they_change() {
    let mut world = World::enrolled().await;
    world.capital(&[(0, "K-1", "new", 3), (0, "K-2", "reconstruction", 2)]).await;
    world.keep(MONTH).await;
    // Seven children at the first school. The first leaves on the 14th: the fourth takes that place from the 15th on, and until then one of K-2,
    // which the sixth has after it.
    let first = capital(96, 10) + 2 * capital(96, 22) + capital(96, 12);
    let second = capital(47, 10) + capital(47, 22) + capital(47, 12);
    assert_eq!(world.beside(MONTH), [format!("09|K-1|4|{first}"), format!("09|K-2|3|{second}")]);
    let parts = 6 * MONTHLY + (2 * MONTHLY * 10 + 22) / 44;
    assert_eq!(world.totals(MONTH)[0], parts + first + second);
    world.pay(MONTH).await;
    world.shown(&["Capital component, obligation K-1", "3 pupils within the places"], 8).await;
    if let Some((text, _)) = read(&world.paper(world.act_of(0, MONTH)).await.bytes(Form::Pdf).unwrap()) {
        for said in ["Капитальная составляющая", "K-1", "3.9: капитальная составляющая", "n = 4"]
        {
            assert!(text.contains(said), "{said}: {text}");
        }
    }
    assert_eq!(world.proven(MONTH, "capital").await.len(), 2);
    let due =
        "SELECT sum(CASE kind WHEN 16 THEN amount WHEN 21 THEN -amount END) FROM movements WHERE kind IN (16, 21)";
    assert_eq!(world.desk.country.number(due), 0);

    // In October K-1 turns out to have had two places, and K-2 ends: September is corrected by what is known now.
    world.capital(&[(0, "K-1", "new", 2), (0, "K-2", "reconstruction", 0)]).await;
    world.keep(OCTOBER).await;
    let known = capital(96, 10) + capital(96, 22) + capital(96, 12);
    let beside = world.beside(OCTOBER);
    assert_eq!(beside[1..], [format!("09|K-1|3|{}", known - first), format!("09|K-2|0|{}", -second)]);
    assert!(beside[0].starts_with("10|K-1|2|"), "{beside:?}");
    world.pay(OCTOBER).await;
    assert_eq!(world.proven(OCTOBER, "capital").await.len(), 5);
    // Closed again nothing is new.
    let versions = world.desk.country.number("SELECT count(*) FROM act_versions");
    world.now("2026-12-01T05:00:00Z");
    let lines = world.desk.country.number("SELECT count(*) FROM act_lines");
    assert_eq!((versions, lines), (4, 14 + 2 + 13 + 3));
}

#[tokio::test]
async fn the_act_of_a_state_performer_is_its_estimate_whatever_came_of_the_month() {
    let desk = Desk::of("state").await;
    desk.country.fund_by_estimate(PROGRAMME, date(2026, 8, 20)).await;
    let mut world = World::enrolled_in(desk).await;
    const ABOVE: i64 = 50_000_003;
    const BELOW: i64 = 20_000_001;
    world.estimates(&[(0, "2026-09", ABOVE), (1, "2026-09", BELOW)]).await;
    world.keep(MONTH).await;
    assert_eq!(world.totals(MONTH), [ABOVE, BELOW]);
    let share = (2 * MONTHLY * 10 + 22) / 44;
    assert_eq!(world.beside(MONTH), [format!("09|-|0|{}", ABOVE - 6 * MONTHLY - share), "09|-|0|0".to_owned()]);
    world.pay(MONTH).await;
    world.shown(&["Estimate above the parts", "The estimate of the month is 500 000,03"], 8).await;
    if let Some((text, _)) = read(&world.paper(world.act_of(0, MONTH)).await.bytes(Form::Pdf).unwrap()) {
        for said in
            ["Образовательные услуги по смете", "3.8: смета месяца", "500 000,03 – Σ = 75 290,94", "max 65 800,00"]
        {
            assert!(text.contains(said), "{said}: {text}");
        }
    }
    assert_eq!(world.proven(MONTH, "estimate").await.len(), 14 + 2);
    let line = |month: Date| {
        let of = "SELECT sum(committed), sum(due), sum(ordered), sum(paid) FROM budget_stripes";
        world.desk.country.rows(&format!("{of} WHERE month = '{month}'")).concat()
    };
    assert_eq!(line(MONTH), format!("0|0|0|{}", ABOVE + BELOW));

    // The estimates of September are corrected, one up and one down: October's acts carry the difference beside the parts.
    world.estimates(&[(0, "2026-09", ABOVE - 700), (1, "2026-09", BELOW + 900)]).await;
    world.estimates(&[(0, "2026-10", ABOVE), (1, "2026-10", BELOW)]).await;
    world.keep(OCTOBER).await;
    assert_eq!(world.totals(OCTOBER), [ABOVE - 700, BELOW + 900]);
    let beside = world.beside(OCTOBER);
    assert_eq!((beside[1].as_str(), beside[3].as_str()), ("09|-|0|-700", "09|-|0|900"));
    world.pay(OCTOBER).await;
    assert_eq!(world.proven(OCTOBER, "estimate").await.len(), 16 + 13 + 4);
    nominals_fall(&mut world, [ABOVE, BELOW]).await;
}

/// Nominals fall below what the parts of the first school were given: the difference goes from the parts to beside them, and all acts stay
/// what their estimates are.
async fn nominals_fall(world: &mut World, estimates: [i64; 2]) {
    let country = &world.desk.country;
    country.rate_of_kind(PROGRAMME, "state", MONTH, MONTHLY - 70_003).await;
    reprice(&country.app, &country.actor, &Progress::silent()).await.unwrap();
    world.estimates(&[(0, "2026-11", estimates[0]), (1, "2026-11", estimates[1])]).await;
    world.keep(NOVEMBER).await;
    assert_eq!(world.totals(NOVEMBER), estimates);
    let moved = "SELECT sum(due) FILTER (WHERE voucher_id = a.performer_id), sum(due) FILTER (WHERE voucher_id <> a.performer_id)
        FROM act_lines l JOIN acts a ON a.id = l.act_id AND a.version = l.version WHERE l.month = '2026-11-01' AND line_month < l.month";
    let share = |nominal: i64| (2 * nominal * 10 + 22) / 44;
    let lowered = 2 * 6 * 70_003 + share(MONTHLY) - share(MONTHLY - 70_003);
    assert_eq!(world.desk.country.rows(moved), [format!("{lowered}|-{lowered}")]);
    world.pay(NOVEMBER).await;
    world.proven(NOVEMBER, "estimate").await;
    // Whoever changes an estimate behind the registry's back is found, also by the acts that no longer are it.
    let changed = "UPDATE estimates SET amount = amount + 1 WHERE month = '2026-11-01'";
    world.desk.country.database.as_superuser(changed).unwrap();
    let (app, actor) = (&world.desk.country.app, &world.desk.country.actor);
    let found = audit(app, actor, &Progress::silent()).await.unwrap().findings;
    let mut codes: Vec<&str> = found.iter().map(|one| one.code).collect();
    codes.dedup();
    assert_eq!(codes, ["row.changed", "act.posted"]);
}
