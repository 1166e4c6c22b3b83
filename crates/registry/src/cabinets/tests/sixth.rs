//! A programme made of rows alone: seven parts, consent of both sides, the three-day rule, a share by QR and an estimate. Its month goes
//! from the roster to the act, and a program that knows only the published rules recomputes its export.

use jiff::civil::{Date, date};

use super::{export::recompute, terms::SEPTEMBER};
use crate::{
    acts::{Close, close},
    attendance::import_timesheet,
    cabinets::{Export, audit, export},
    contracts::{
        self, Consent,
        fixture::{Line, line, roster},
        import_roster,
    },
    funding,
    platform::{
        Actor, Progress, Role, Scope,
        testkit::fixture::{Child, Country, MONTHLY, REGION, School, SchoolLike},
    },
    programmes,
    vouchers::{self, Issue, terms::study_days},
};

const CAMP: &[u8] = include_bytes!("../../../../../testdata/rules/camp.toml");
/// Above the two nominals of the state camp.
const ESTIMATE: i64 = 2 * MONTHLY + 1_840_001;

/// Two camps with two children each: those of the state are paid by an estimate.
struct Camps {
    country: Country,
    camps: [School; 2],
    children: Vec<Child>,
}

impl Camps {
    async fn new() -> Self {
        let country = Country::new().await;
        let (app, actor) = (&country.app, &country.actor);
        let entered = programmes::enter(app, actor, ("camp.toml", CAMP), false, &Progress::silent()).await.unwrap();
        assert_eq!(entered.exit(), 0, "{:?}", entered.errors);
        for month in 9..=12 {
            country.line_in("camp", (date(2026, month, 1), "464009"), 1_000_000_000_000).await;
        }
        for kind in ["state", "private"] {
            country.rate_of_kind("camp", kind, SEPTEMBER, MONTHLY).await;
        }
        let like = |kind| SchoolLike { programme: "camp", kind, ..SchoolLike::default() };
        let camps = [country.school(1, &like("state")).await, country.school(2, &like("private")).await];
        let children = country.children(date(2016, 3, 7), 4).await;
        Self { country, camps, children }
    }

    fn now(&self, at: &str) {
        self.country.app.clock.set(at.parse().unwrap());
    }

    fn camp_of(&self, child: usize) -> &School {
        &self.camps[child / 2]
    }

    /// Both sides consent: the roster tells the camp's signature, the parent signs on the portal.
    async fn enrol(&self) {
        let (app, actor) = (&self.country.app, &self.country.actor);
        let numbers = ["A-0", "A-1", "A-2", "A-3"];
        let lines: Vec<Line<'_>> = numbers
            .iter()
            .enumerate()
            .map(|(n, number)| Line { programme: "camp", ..line(self.camp_of(n), &self.children[n].iin, number) })
            .collect();
        let bytes = roster(&lines);
        let report = import_roster(app, actor, ("oneroster.zip", &bytes), false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors, []);
        for (child, number) in self.children.iter().zip(numbers) {
            let guardian = Actor {
                role: Role::Beneficiary,
                organisation: String::new(),
                person: "0a0b".to_owned(),
                request: app.clock.id(),
                scope: Scope::Own { parties: Vec::new(), persons: vec![(child.bucket, child.id)] },
            };
            let id = self.country.rows(&format!("SELECT id FROM contracts WHERE number = '{number}'")).concat();
            let consent = Consent::Portal { person: child.id };
            assert!(contracts::confirm(app, &guardian, id.parse().unwrap(), consent).await.unwrap());
        }
    }

    /// September's marks: the first child of the state camp is there by QR and the second never, of the private one the first misses its
    /// first five days.
    async fn attend(&self) {
        self.now("2026-10-01T05:00:00Z");
        let study = study_days(self.country.app.pack(), SEPTEMBER, 31, "").unwrap();
        let days: Vec<i8> = (1..=30).filter(|day| study >> (day - 1) & 1 == 1).collect();
        for (n, child) in self.children.iter().enumerate() {
            let School { bin, group_code, .. } = self.camp_of(n);
            let absent = [0, days.len(), 5, 0][n];
            let cell = |day: i8| match days.iter().position(|known| *known == day) {
                Some(at) if at < absent => "U",
                Some(_) => "P*",
                None => "",
            };
            let cells: Vec<&str> = (1..=31).map(cell).collect();
            let header: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
            let text = format!(
                "BIN;{bin}\ngroup;{group_code}\nmonth;2026-09\niin;name;{}\n{};x;{}\n",
                header.join(";"),
                child.iin,
                cells.join(";")
            );
            let (app, actor, file) = (&self.country.app, &self.country.actor, ("t.csv", text.as_bytes()));
            let report = import_timesheet(app, actor, file, false, &Progress::silent()).await.unwrap();
            assert_eq!(report.errors, []);
        }
    }

    async fn estimate(&self) {
        let text = format!(
            "performer_bin,programme,region,month,amount_tiyn,document_number,document_date\n{},camp,{REGION},2026-09,{ESTIMATE},17,2026-08-15\n",
            self.camps[0].bin
        );
        let (app, actor, file) = (&self.country.app, &self.country.actor, ("e.csv", text.as_bytes()));
        let report = funding::import_estimates(app, actor, file, false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors, []);
    }

    fn totals(&self, month: Date) -> Vec<String> {
        self.country.rows(&format!(
            "SELECT p.kind, a.total FROM acts a JOIN performers p ON p.id = a.performer_id WHERE a.month = '{month}' ORDER BY p.kind DESC"
        ))
    }
}

#[tokio::test]
async fn a_programme_of_rows_alone_lives_its_month_by_days_and_by_an_estimate() {
    let camps = Camps::new().await;
    let (app, actor) = (&camps.country.app, &camps.country.actor);
    let what = Issue { programme: "camp".to_owned(), year: 2026, region: Some(REGION) };
    let issued = vouchers::issue(app, actor, &what, &Progress::silent()).await.unwrap();
    assert_eq!(issued.issued, 4);
    assert_eq!(camps.country.rows("SELECT DISTINCT bit_count(parts::int::bit(32)) FROM vouchers"), ["7"]);
    camps.enrol().await;
    camps.estimate().await;
    camps.attend().await;
    camps.now("2026-10-02T05:00:00Z");
    let asked = Close { month: SEPTEMBER, programme: Some("camp".to_owned()), region: None };
    let closed = close(app, actor, &asked, &Progress::silent()).await.unwrap();
    assert_eq!((closed.performers, closed.exceptions), (2, 0));
    // 22 study days: five absences, of which three are allowed.
    let by_days = MONTHLY + (MONTHLY * 20 * 2 + 22) / 44;
    assert_eq!(camps.totals(SEPTEMBER), [format!("state|{ESTIMATE}"), format!("private|{by_days}")]);
    assert_eq!(audit(app, actor, &Progress::silent()).await.unwrap().findings, []);
    let folder = tempfile::tempdir().unwrap();
    let wanted = Export { month: SEPTEMBER, programme: None, region: None, out: folder.path().to_owned() };
    export(app, actor, wanted, &Progress::silent()).await.unwrap();
    assert_eq!(recompute(folder.path()), (true, String::new()));
    // The outside program looks at this programme, too: a tiyn moved is found.
    let path = folder.path().join("act_lines.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(&by_days.saturating_sub(MONTHLY).to_string()), "{text}");
    std::fs::write(&path, text.replace(&(by_days - MONTHLY).to_string(), &(by_days - MONTHLY + 1).to_string()))
        .unwrap();
    assert!(!recompute(folder.path()).0);
}
