//! Lives the year on a registry: each event by the use case that every door calls, with the clock set to its day.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::{Timestamp, civil::Date};
use registry::{
    acts::{self, Close, Side, Sign},
    app::App,
    attendance::{self, Answer, Confirm, Mark, MonthWord, Raise, of_own},
    cabinets::{Export, export, work},
    contracts::{self, Consent, Ending, Moving, Renew},
    payments::{self, Order},
    platform::{Actor, Error, Progress, Result, Role, Scope, fact::hex, testkit::TestDatabase},
    vouchers::{self, Issue},
};
use sandbox::bank::{self, Fault};
use uuid::Uuid;

use super::event::{Bank, Event, Kind, Seat, What};

/// What the registry answered: refused rows (0 for the whole) with their codes, and contracts that it ended by itself.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) refused: Vec<(u64, String)>,
    pub(crate) ended: Vec<(String, Date)>,
}

/// A registry of its own with everybody's keys.
pub(crate) struct Run {
    pub(crate) app: App,
    /// Kept as long as the application.
    pub(crate) _database: TestDatabase,
    pub(crate) folder: PathBuf,
    /// Keys of performers and of issuers by BIN.
    pub(crate) performer_keys: BTreeMap<String, Vec<u8>>,
    pub(crate) issuer_keys: BTreeMap<String, Vec<u8>>,
    /// Payment files by register that the bank has not told of wholly.
    pub(crate) waiting: BTreeMap<String, Vec<u8>>,
    pub(crate) settled: BTreeSet<String>,
    /// What the bank told of an event, to be told again.
    pub(crate) statements: BTreeMap<u32, Vec<Vec<u8>>>,
}

fn quiet() -> Progress {
    Progress::silent()
}

/// A refusal becomes a code of the whole; a fault is a violation.
fn refused<T>(outcome: Result<T>) -> Vec<(u64, String)> {
    match outcome {
        Ok(_) => Vec::new(),
        Err(Error::Refused(refusal)) => vec![(0, refusal.code.to_owned())],
        Err(Error::Fault(fault)) => panic!("a fault: {fault:?}"),
    }
}

impl Run {
    fn console(&self) -> Actor {
        Actor::console(self.app.clock.id())
    }

    pub(crate) fn at(&self, at: Timestamp) {
        self.app.clock.set(at);
    }

    /// Does what happens; given again it must change nothing.
    pub(crate) async fn act(&mut self, event: &Event) -> Outcome {
        let mut outcome = Outcome::default();
        outcome.refused = match &event.what {
            What::File(kind, bytes) => self.file(*kind, bytes).await,
            What::Issue(programme, year, list) => self.issue(programme, *year, list.as_deref()).await,
            What::Consent { contract, iin, paper } => self.consent(contract, iin, *paper).await,
            What::Confirm(seat) => self.confirm(seat).await,
            What::Dispute(seat, day) => self.dispute(seat, *day).await,
            What::Answer(seat, day, mark) => self.answer(seat, *day, *mark).await,
            What::Silence(month) => {
                let (found, ended) = self.silence(*month).await;
                outcome.ended = ended;
                found
            }
            What::End { iin, programme, reason, last } => {
                let what = self.ending(iin, programme, reason, *last).await;
                refused(contracts::end(&self.app, &self.console(), &what).await)
            }
            What::Reinstate { iin, programme, from } => {
                let what = self.ending(iin, programme, "reinstatement", *from).await;
                refused(contracts::reinstate(&self.app, &self.console(), &what).await)
            }
            What::Move { iin, programme, region, on } => {
                let voucher = self.voucher(iin, programme).await;
                let what = Moving { voucher, region: *region, on: *on, document: "м-1".to_owned() };
                refused(contracts::transfer_region(&self.app, &self.console(), &what).await)
            }
            What::Renew(year) => {
                let what = Renew { year: *year, programme: None, region: None };
                let renewed = contracts::renew(&self.app, &self.console(), &what, &quiet()).await;
                let listed = renewed.as_ref().map(|renewed| renewed.listed.clone()).unwrap_or_default();
                let codes = listed.into_iter().zip(1..).map(|(one, row)| (row, one.code.to_owned()));
                refused(renewed).into_iter().chain(codes).collect()
            }
            What::Close(month) => {
                let what = Close { month: *month, programme: None, region: None };
                refused(acts::close(&self.app, &self.console(), &what, &quiet()).await)
            }
            What::PerformersSign(month, late) => self.sign(Side::Performer, *month, late).await,
            What::IssuersSign(month) => self.sign(Side::Issuer, *month, &[]).await,
            What::Pay(month) => self.pay(*month).await,
            What::Statement(bank) => self.statement(event.id, *bank).await,
            What::Recompute(_) => Vec::new(),
        };
        outcome
    }

    pub(crate) async fn file(&self, kind: Kind, bytes: &[u8]) -> Vec<(u64, String)> {
        let kind = match kind {
            Kind::Rules => work::Kind::Rules,
            Kind::Budget => work::Kind::Budget,
            Kind::Volumes => work::Kind::Volumes,
            Kind::Rates => work::Kind::Rates,
            Kind::Performers => work::Kind::Performers,
            Kind::Persons => work::Kind::Persons,
            Kind::Grants => work::Kind::Grants,
            Kind::Roster => work::Kind::Oneroster,
            Kind::Timesheet => work::Kind::Timesheet,
        };
        self.import(kind, bytes).await
    }

    async fn import(&self, kind: work::Kind, bytes: &[u8]) -> Vec<(u64, String)> {
        let done = work::import(&self.app, (kind, false), &self.console(), ("f", bytes), &quiet()).await;
        let mut found: Vec<(u64, String)> = match &done {
            Ok(imported) => {
                assert_eq!(imported.committed.as_ref().map_or(0, |done| done.unfunded), 0, "{imported:?}");
                assert_eq!(imported.repriced.as_ref().map_or(0, |done| done.unfunded), 0, "{imported:?}");
                imported.report.errors.iter().map(|error| (error.row, error.code.clone())).collect()
            }
            Err(_) => Vec::new(),
        };
        found.extend(refused(done));
        found
    }

    async fn issue(&self, programme: &str, year: i16, list: Option<&[u8]>) -> Vec<(u64, String)> {
        let what = Issue { programme: programme.to_owned(), year, region: None };
        let issued = match list {
            None => vouchers::issue(&self.app, &self.console(), &what, &quiet()).await,
            Some(list) => vouchers::issue_to(&self.app, &self.console(), &what, ("list.csv", list), &quiet()).await,
        };
        let codes: Vec<(u64, String)> = match &issued {
            // Of the whole register the dead are told each time.
            Ok(issued) if list.is_some() => issued.errors.iter().map(|error| (error.row, error.code.clone())).collect(),
            Ok(_) | Err(_) => Vec::new(),
        };
        refused(issued).into_iter().chain(codes).collect()
    }

    /// One value of a query with the sight of the nation.
    pub(crate) async fn find<T: for<'a> tokio_postgres::types::FromSql<'a>>(
        &self,
        sql: &str,
        parameters: &[&(dyn tokio_postgres::types::ToSql + Sync)],
    ) -> Vec<T> {
        let tx = self.app.begin(&self.console(), "audit", 0).await.unwrap();
        let rows = tx.query(sql, parameters).await.unwrap();
        tx.commit().await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    async fn voucher(&self, iin: &str, programme: &str) -> String {
        let (bucket, hmac) = self.app.secrets.lookup(iin);
        let sql = "SELECT v.number FROM vouchers v JOIN persons p ON p.bucket = v.bucket AND p.id = v.person_id
            WHERE p.bucket = $1 AND p.iin_hmac = $2 AND v.programme = $3
            ORDER BY v.first_month DESC, v.recorded_at DESC LIMIT 1";
        self.find(sql, &[&bucket, &hmac, &programme]).await.pop().unwrap_or_default()
    }

    async fn ending(&self, iin: &str, programme: &str, reason: &str, last: Date) -> Ending {
        let voucher = self.voucher(iin, programme).await;
        Ending { voucher, reason: reason.to_owned(), last, document: "приказ 1".to_owned() }
    }

    async fn contract(&self, number: &str) -> (Uuid, i16, Uuid, Uuid) {
        let tx = self.app.begin(&self.console(), "audit", 0).await.unwrap();
        let sql = "SELECT id, region, performer_id, person_id FROM contracts WHERE number = $1";
        let row = tx.find(sql, &[&number]).await.unwrap().unwrap_or_else(|| panic!("no contract {number}"));
        tx.commit().await.unwrap();
        (row.get(0), row.get(1), row.get(2), row.get(3))
    }

    async fn parent(&self, iin: &str, parent: &str) -> (Actor, Uuid) {
        let (bucket, hmac) = self.app.secrets.lookup(iin);
        let sql = "SELECT id FROM persons WHERE bucket = $1 AND iin_hmac = $2";
        let person: Uuid = self.find(sql, &[&bucket, &hmac]).await.remove(0);
        let actor = Actor {
            role: Role::Beneficiary,
            organisation: String::new(),
            person: hex(&self.app.secrets.lookup(parent).1),
            request: self.app.clock.id(),
            scope: Scope::Own { parties: Vec::new(), persons: vec![(bucket, person)] },
        };
        (actor, person)
    }

    async fn consent(&self, number: &str, parent: &str, paper: Option<Date>) -> Vec<(u64, String)> {
        let (contract, region, _, person) = self.contract(number).await;
        let done = match paper {
            Some(signed_on) => {
                let clerk = Actor {
                    role: Role::Issuer,
                    organisation: super::country::issuer(region),
                    person: "clerk".to_owned(),
                    request: self.app.clock.id(),
                    scope: Scope::Regions(vec![region]),
                };
                let iin = law::Iin::parse(parent).unwrap();
                let consent = Consent::Paper { iin, signed_on, document: "заявление".to_owned() };
                contracts::confirm(&self.app, &clerk, contract, consent).await
            }
            None => {
                let person_of = "SELECT bucket FROM persons WHERE id = $1";
                let bucket: i16 = self.find(person_of, &[&person]).await.remove(0);
                let actor = Actor {
                    role: Role::Beneficiary,
                    organisation: String::new(),
                    person: hex(&self.app.secrets.lookup(parent).1),
                    request: self.app.clock.id(),
                    scope: Scope::Own { parties: Vec::new(), persons: vec![(bucket, person)] },
                };
                contracts::confirm(&self.app, &actor, contract, Consent::Portal { person }).await
            }
        };
        refused(done)
    }

    async fn word(&self, seat: &Seat) -> (Actor, Uuid, Option<MonthWord>) {
        let (actor, _) = self.parent(&seat.iin, &seat.parent).await;
        let (contract, ..) = self.contract(&seat.contract).await;
        let all = of_own(&self.app, &actor, seat.month).await.unwrap();
        (actor, contract, all.into_iter().find(|word| word.seat.contract_id == contract))
    }

    async fn confirm(&self, seat: &Seat) -> Vec<(u64, String)> {
        let (actor, contract, word) = self.word(seat).await;
        let Some(word) = word else { return vec![(0, "confirmation.not_asked".to_owned())] };
        let order = Confirm { month: seat.month, contract, seen: word.seat.planes };
        refused(attendance::confirm(&self.app, &actor, order).await)
    }

    async fn dispute(&self, seat: &Seat, day: u32) -> Vec<(u64, String)> {
        let (actor, contract, _) = self.word(seat).await;
        let order = Raise {
            month: seat.month,
            contract,
            day,
            reason: "was_present".to_owned(),
            words: "Бала болды".to_owned(),
            file: Vec::new(),
        };
        refused(attendance::raise(&self.app, &actor, order).await)
    }

    async fn answer(&self, seat: &Seat, day: u32, mark: Option<char>) -> Vec<(u64, String)> {
        let (_, _, word) = self.word(seat).await;
        let (_, region, performer, _) = self.contract(&seat.contract).await;
        let day = i16::try_from(day).unwrap();
        let disputes = word.map(|word| word.disputes).unwrap_or_default();
        let Some(dispute) = disputes.iter().rfind(|dispute| dispute.day == day) else {
            return vec![(0, "dispute.unknown".to_owned())];
        };
        let actor = Actor {
            role: Role::Performer,
            organisation: String::new(),
            person: "director".to_owned(),
            request: self.app.clock.id(),
            scope: Scope::Own { parties: vec![(region, performer)], persons: Vec::new() },
        };
        let said = match mark {
            Some(mark) => Answer::Correct(Mark::parse(&mark.to_string()).unwrap()),
            None => Answer::Refuse("Бала болмады".to_owned()),
        };
        refused(attendance::answer(&self.app, &actor, dispute.id, said).await)
    }

    async fn silence(&self, month: Date) -> (Vec<(u64, String)>, Vec<(String, Date)>) {
        let told = attendance::confirm_by_silence(&self.app, &self.console(), month, &quiet()).await;
        let annulled = told.as_ref().map(|told| told.annulled.clone()).unwrap_or_default();
        let mut ended = Vec::new();
        for voucher in annulled {
            let sql = "SELECT DISTINCT c.number FROM portions t
                JOIN contracts c ON c.region = t.region AND c.id = t.contract_id WHERE t.voucher_id = $1";
            for number in self.find::<String>(sql, &[&voucher]).await {
                ended.push((number, month.last_of_month()));
            }
        }
        (refused(told), ended)
    }

    async fn sign(&self, side: Side, month: Date, late: &[String]) -> Vec<(u64, String)> {
        let keys = if side == Side::Performer { &self.performer_keys } else { &self.issuer_keys };
        let mut found = Vec::new();
        for (bin, key_pem) in keys.iter().filter(|(bin, _)| !late.contains(bin)) {
            let order = Sign { side, month, key_pem: key_pem.clone() };
            match acts::sign(&self.app, order, &quiet()).await {
                Ok(signed) => found.extend(signed.refused.into_iter().map(|one| (1, one.code.to_owned()))),
                // A region without acts has an issuer without performers.
                Err(Error::Refused(refusal)) => found.push((0, format!("{} {bin}", refusal.code))),
                Err(Error::Fault(fault)) => panic!("a fault: {fault:?}"),
            }
        }
        found
    }

    /// Writes an export of a month.
    pub(crate) async fn export(&self, month: Date, name: &str) -> PathBuf {
        let out = self.folder.join(name);
        let what = Export { month, programme: None, region: None, out: out.clone() };
        export(&self.app, &self.console(), what, &quiet()).await.unwrap();
        out
    }

    async fn pay(&mut self, month: Date) -> Vec<(u64, String)> {
        let out = self.export(month, "for-invoices").await;
        let invoices = sandbox::invoices::write(&std::fs::read(out.join("acts.csv")).unwrap()).unwrap();
        let mut found = Vec::new();
        if invoices.iter().filter(|byte| **byte == b'\n').count() > 1 {
            found = self.import(work::Kind::Invoices, &invoices).await;
        }
        match payments::order(&self.app, &self.console(), Order { month, programme: None }).await {
            Ok(ordered) => {
                for register in ordered.registers.into_iter().filter(|register| register.orders > 0) {
                    if !self.settled.contains(&register.register) {
                        self.waiting.insert(register.register, register.file);
                    }
                }
            }
            Err(error) => found.extend(refused::<()>(Err(error))),
        }
        found
    }

    async fn statement(&mut self, event: u32, bank: Bank) -> Vec<(u64, String)> {
        let fault = match bank {
            Bank::Whole => None,
            Bank::Lost => Some(Fault::Missing),
            Bank::Short => Some(Fault::Short),
            Bank::Extra => Some(Fault::Extra),
            Bank::Returned => Some(Fault::Returned),
        };
        if !self.statements.contains_key(&event) {
            let at = self.app.clock.now().to_zoned(jiff::tz::Offset::constant(5).to_time_zone());
            let told = self.waiting.values().filter_map(|orders| {
                let only = String::from_utf8_lossy(orders).matches("<EndToEndId>").count() == 1;
                // Of a file with one order a lost answer is no answer at all.
                (bank != Bank::Lost || !only).then(|| bank::statement(orders, fault, &at).unwrap())
            });
            self.statements.insert(event, told.collect());
            if bank == Bank::Whole {
                self.settled.extend(std::mem::take(&mut self.waiting).into_keys());
            }
        }
        let mut found = Vec::new();
        for bytes in self.statements[&event].clone() {
            let refused = self.import(work::Kind::Statement, &bytes).await;
            // What the bank told before and tells again moves no money.
            found.extend(refused.into_iter().filter(|(_, code)| code != "row.duplicate"));
        }
        found
    }
}
