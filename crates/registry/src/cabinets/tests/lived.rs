//! Months of two schools through the use cases themselves: enrolled by rosters, attended, closed, signed, invoiced, ordered and paid.

use std::path::Path;

use connectors::treasury::camt054::{self, Direction, Entry, Statement};
use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use ledger::log::{
    checkpoint::SignedCheckpoint,
    keys::{KeyKind, Signer},
    writer::LogWriter,
};

use crate::{
    acts::{Close, Closed, close, fixture::Desk},
    app::App,
    attendance::import_timesheet,
    contracts::{
        fixture::{Line, line, roster},
        import_roster,
    },
    invoices, payments,
    platform::{
        Progress, Report, sequencer,
        testkit::fixture::{PROGRAMME, School},
    },
    vouchers::terms::study_days,
};

pub(crate) const MONTH: Date = date(2026, 9, 1);
/// The last day of the child that moves from the first school to the second; the others are at the first (even) and the second (odd).
const LAST: Date = date(2026, 9, 14);
const MOVED_AT: &str = "2026-09-15T05:00:00.000Z";

/// The two schools with 13 children.
pub(crate) struct World {
    pub(crate) desk: Desk,
    /// Children who are nowhere after September.
    pub(crate) gone: Vec<usize>,
}

/// Publishes everything that is committed in the log of a data folder.
pub(crate) async fn publish(app: &App, data: &Path) -> SignedCheckpoint {
    sequencer::drain(app).await.unwrap();
    let mut client = app.db.get().await.unwrap();
    let tx = client.transaction().await.unwrap();
    tx.batch_execute("SET LOCAL qazyna.regions = 'national'").await.unwrap();
    let key = Signer::from_seed("qazyna/test", KeyKind::Log, &[7; 32]).unwrap();
    let mut writer = LogWriter::open(&data.join("log"), key).unwrap();
    let size = i64::try_from(writer.size()).unwrap();
    let rows = tx.query("SELECT entry FROM journal_leaves WHERE index >= $1 ORDER BY index", &[&size]).await.unwrap();
    let entries: Vec<[u8; 32]> = rows.iter().map(|row| row.get::<_, Vec<u8>>(0).try_into().unwrap()).collect();
    writer.append(writer.size(), &entries).unwrap();
    writer.sign().unwrap()
}

impl World {
    /// September, paid.
    pub(crate) async fn new() -> Self {
        let mut world = Self::enrolled().await;
        world.keep(MONTH).await;
        world.pay(MONTH).await;
        world
    }

    /// The children enrolled, nothing attended.
    pub(crate) async fn enrolled() -> Self {
        Self::enrolled_in(Desk::new().await).await
    }

    /// The same in a country of its own.
    pub(crate) async fn enrolled_in(desk: Desk) -> Self {
        let world = Self { desk, gone: Vec::new() };
        world.now("2026-09-01T06:00:00Z");
        let numbers: Vec<String> = (0..=world.desk.children.len()).map(|n| format!("A-{n}")).collect();
        let schools = &world.desk.schools;
        let each = world.desk.children.iter().zip(&numbers).enumerate();
        let lines: Vec<Line<'_>> = each.map(|(n, (child, number))| line(&schools[n % 2], &child.iin, number)).collect();
        world.roster(&lines).await;
        world.now("2026-09-15T06:00:00Z");
        let iin = &world.desk.children[0].iin;
        let leaves = Line { to: "2026-09-14", reason: "transfer", at: MOVED_AT, ..line(&schools[0], iin, "A-0") };
        let comes = Line { from: "2026-09-15", at: MOVED_AT, ..line(&schools[1], iin, &numbers[13]) };
        world.roster(&[leaves, comes]).await;
        world
    }

    pub(crate) fn now(&self, at: &str) {
        self.desk.country.app.clock.set(at.parse().unwrap());
    }

    async fn roster(&self, lines: &[Line<'_>]) {
        let (app, actor) = (&self.desk.country.app, &self.desk.country.actor);
        let bytes = roster(lines);
        let report = import_roster(app, actor, ("oneroster.zip", &bytes), false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors, []);
    }

    /// Attendance of a month, its close and both signatures on the 2nd of the next.
    pub(crate) async fn keep(&mut self, month: Date) -> Closed {
        let next = month.checked_add(1.month()).unwrap();
        self.now(&format!("{}T05:00:00Z", next.checked_sub(1.day()).unwrap()));
        // Absence is told first and corrected after: both revisions stand.
        for letter in ["U", "P"] {
            for n in 0..2 {
                self.attend(n, month, letter).await;
            }
        }
        self.now(&format!("{}-02T05:00:00Z", next.strftime("%Y-%m")));
        let closed = self.close(month).await;
        self.desk.sign_all(month).await;
        closed
    }

    pub(crate) async fn close(&self, month: Date) -> Closed {
        let what = Close { month, programme: None, region: None };
        let country = &self.desk.country;
        let closed = close(&country.app, &country.actor, &what, &Progress::silent()).await.unwrap();
        assert_eq!((closed.performers, closed.closed, closed.exceptions), (2, 2, 0));
        closed
    }

    /// The days of a month that a child is at a school, as bits; every study day of it is told with one letter.
    fn enrolled_on(&self, child: usize, school: usize, month: Date) -> u32 {
        let study = study_days(law::Pack::kz(), month, 31, "").unwrap();
        let before = (1 << LAST.day()) - 1;
        match (child, school, month == MONTH) {
            (child, _, false) if self.gone.contains(&child) => 0,
            (0, 0, true) => study & before,
            (0, 1, true) => study & !before,
            (0, 1, false) => study,
            (0, _, _) => 0,
            (child, school, _) if child % 2 == school => study,
            _ => 0,
        }
    }

    pub(crate) async fn attend(&self, n: usize, month: Date, letter: &str) {
        let School { bin, group_code, .. } = &self.desk.schools[n];
        let days: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
        let mut text =
            format!("BIN;{bin}\ngroup;{group_code}\nmonth;{}\niin;name;{}\n", month.strftime("%Y-%m"), days.join(";"));
        for (child, person) in self.desk.children.iter().enumerate() {
            let days = self.enrolled_on(child, n, month);
            let cells: Vec<&str> = (0..31).map(|day| if days >> day & 1 == 1 { letter } else { "" }).collect();
            if days != 0 {
                text += &format!("{};x;{}\n", person.iin, cells.join(";"));
            }
        }
        let (app, actor) = (&self.desk.country.app, &self.desk.country.actor);
        let file = ("t.csv", text.as_bytes());
        let report = import_timesheet(app, actor, file, false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors, []);
    }

    /// Invoice, order and statement of a month, act by act.
    pub(crate) async fn pay(&self, month: Date) {
        let (app, actor) = (&self.desk.country.app, &self.desk.country.actor);
        let today = app.clock.today();
        let acts = self.desk.country.rows(&format!(
            "SELECT a.number || ',ESF-' || p.bin || '-{0}-' || lpad((row_number() OVER (ORDER BY p.bin))::text, 8, '0') || ',{today},' || a.total || ',' || p.bin
            FROM acts a JOIN performers p ON p.id = a.performer_id WHERE a.month = '{month}'",
            today.strftime("%Y%m%d")
        ));
        for act in acts {
            let file = format!("act,registration_number,invoice_date,total_tiyn,performer_bin\n{act}\n");
            let file = ("i.csv", file.as_bytes());
            taken(&invoices::import(app, actor, file, false, &Progress::silent()).await.unwrap());
        }
        let asked = payments::Order { month, programme: Some(PROGRAMME.to_owned()) };
        payments::order(app, actor, asked).await.unwrap();
        let orders = self
            .desk
            .country
            .rows(&format!("SELECT number, iban, amount FROM payment_orders WHERE month = '{month}' ORDER BY number"));
        for (n, order) in orders.iter().enumerate() {
            let cells: Vec<&str> = order.split('|').collect();
            let entry = Entry {
                row: 1,
                end_to_end_id: cells[0].to_owned(),
                iban: cells[1].to_owned(),
                amount_tiyn: cells[2].parse().unwrap(),
                booked_on: today,
                direction: Direction::Debit,
                reference: String::new(),
                returned: None,
            };
            let statement = Statement {
                id: format!("N-{month}-{n}"),
                account: "KZ75125KZT1001300335".to_owned(),
                entries: vec![entry],
                refused: Vec::new(),
            };
            let at = format!("{today}T18:00:00+05:00[+05:00]").parse().unwrap();
            let bytes = camt054::write(&format!("M-{month}-{n}"), &at, &[statement]).unwrap();
            let file = ("s.xml", bytes.as_slice());
            taken(&payments::import_statement(app, actor, file, false, &Progress::silent()).await.unwrap());
        }
    }
}

fn taken(report: &Report) {
    assert_eq!((report.exit(), report.errors.as_slice()), (0, &[][..]));
}
