//! September of two schools: booked, attended, closed, signed, ordered and paid, each step an entry of its own.

use std::path::Path;

use jiff::civil::{Date, date};
use ledger::{
    log::{
        checkpoint::SignedCheckpoint,
        keys::{KeyKind, Signer},
        writer::LogWriter,
    },
    posting::Kind,
};
use uuid::Uuid;

use crate::{
    acts::store::{ActLine, ActSignature, ActVersion},
    app::App,
    attendance::{self, store::AttendanceBatch},
    budgets::{self, Movement},
    contracts::store::ContractRevision,
    invoices::store::ActInvoice,
    payments::store::{ActRegister, PaymentOrder, StatementLine},
    platform::{
        Tx, sequencer,
        testkit::{
            enrolled::Stay,
            fixture::{Child, Country, MONTHLY, PROGRAMME, REGION, School},
        },
    },
};

pub(crate) const MONTH: Date = date(2026, 9, 1);
/// Children at each school; one more moves from the first to the second on the 15th.
const CHILDREN: u32 = 6;
/// Study days of September 2026, Monday to Friday, and those through the 14th.
const STUDY: (i16, i16) = (22, 10);

/// A portion with what its act line says.
pub(crate) struct Place {
    pub(crate) voucher: Uuid,
    pub(crate) number: String,
    pub(crate) contract: Uuid,
    pub(crate) portion: i16,
    pub(crate) enrolled: i16,
    pub(crate) due: i64,
}

/// The month.
pub(crate) struct World {
    pub(crate) country: Country,
    pub(crate) schools: [(School, Vec<Place>); 2],
    pub(crate) line: (Uuid, String),
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

fn half_up(amount: i64, days: i16, of: i16) -> i64 {
    (2 * amount * i64::from(days) + i64::from(of)) / (2 * i64::from(of))
}

impl World {
    pub(crate) async fn new() -> Self {
        let (country, first, second) = Country::usual().await;
        let holders = country.holders(2 * CHILDREN + 1).await;
        let row = country.rows(&format!(
            "SELECT l.id, i.bin || '/{PROGRAMME}/{REGION}/2026-09/local/464003' FROM budget_lines l JOIN issuers i ON i.id = l.issuer_id WHERE l.month = '{MONTH}'"
        ));
        let (line, name) = row[0].split_once('|').unwrap();
        let line = (line.parse().unwrap(), name.to_owned());
        let mut world = Self { country, schools: [(first, Vec::new()), (second, Vec::new())], line };
        world.book(&holders).await;
        world.attend().await;
        for n in 0..2 {
            world.act(n).await;
        }
        world
    }

    pub(crate) async fn begin(&self, kind: &'static str) -> Tx<'_> {
        self.country.app.begin(&self.country.actor, kind, REGION).await.unwrap()
    }

    async fn book(&mut self, holders: &[(Child, Uuid)]) {
        let (first, second) = (self.schools[0].0.clone(), self.schools[1].0.clone());
        let moved = half_up(MONTHLY, STUDY.1, STUDY.0);
        let mut stays = Vec::new();
        for (n, (child, voucher)) in holders.iter().enumerate() {
            let stay = |school, days, portion, amount| Stay {
                child,
                voucher: *voucher,
                school,
                month: MONTH,
                days,
                portion,
                amount,
            };
            match n {
                0 => stays.extend([stay(&first, (1, 14), 1, moved), stay(&second, (15, 30), 2, MONTHLY - moved)]),
                n if n % 2 == 0 => stays.push(stay(&first, (1, 30), 1, MONTHLY)),
                _ => stays.push(stay(&second, (1, 30), 1, MONTHLY)),
            }
        }
        let contracts = self.country.enrol(&stays).await;
        let mut placed = [Vec::new(), Vec::new()];
        let tx = self.begin("fixture").await;
        for (n, stay) in stays.iter().enumerate() {
            let days = (1_i32 << stay.days.1) - (1 << (stay.days.0 - 1));
            tx.execute(
                "INSERT INTO live_days (bucket, person_id, programme, month, days) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (bucket, month, person_id, programme) DO UPDATE SET days = live_days.days | EXCLUDED.days",
                &[&stay.child.bucket, &stay.child.id, &PROGRAMME, &MONTH, &days],
            )
            .await
            .unwrap();
            let half = stay.days != (1, 30);
            let number =
                self.country.rows(&format!("SELECT number FROM vouchers WHERE id = '{}'", stay.voucher)).remove(0);
            let enrolled = if !half {
                STUDY.0
            } else if stay.portion == 1 {
                STUDY.1
            } else {
                STUDY.0 - STUDY.1
            };
            let place = Place {
                voucher: stay.voucher,
                number,
                contract: contracts[n],
                portion: stay.portion,
                enrolled,
                due: half_up(MONTHLY, enrolled, STUDY.0),
            };
            placed[usize::from(stay.school.performer == second.performer)].push(place);
        }
        tx.commit().await.unwrap();
        let [at_first, at_second] = placed;
        (self.schools[0].1, self.schools[1].1) = (at_first, at_second);
        self.end_of_the_moved(contracts[0]).await;
    }

    /// The contract that is left on the 14th says so.
    async fn end_of_the_moved(&self, contract_id: Uuid) {
        let mut tx = self.begin("contracts.ended").await;
        let revision = ContractRevision {
            region: REGION,
            contract_id,
            group_id: self.schools[0].0.group,
            signed_on: MONTH,
            contract_from: MONTH,
            contract_to: date(2027, 5, 31),
            enrolled_from: MONTH,
            enrolled_to: Some(date(2026, 9, 14)),
            price: MONTHLY,
            end_reason: Some("transfer".to_owned()),
            withdrawn: false,
            effective_on: date(2026, 9, 14),
        };
        tx.record(&[revision]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn attend(&self) {
        for (school, places) in &self.schools {
            // An empty day is told first and corrected after: both revisions stand.
            for byte in [0x03_u8, 0x01] {
                let mut tx = self.begin("attendance.posted").await;
                let day = |day: i8| date(2026, 9, day).weekday().to_monday_one_offset() <= 5;
                let row: Vec<u8> = (1..=30).map(|n| if day(n) { byte } else { 0 }).collect();
                let batch = AttendanceBatch {
                    region: REGION,
                    month: MONTH,
                    id: self.country.app.clock.id(),
                    performer_id: school.performer,
                    group_id: school.group,
                    first_day: 1,
                    days: 30,
                    contracts: places.iter().flat_map(|place| place.contract.into_bytes()).collect(),
                    marks: places.iter().flat_map(|_| row.clone()).collect(),
                    source: vec![byte; 32],
                };
                tx.record(&[batch]).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
        let tx = self.begin("fold").await;
        for (contract, planes) in attendance::rebuild(&tx, REGION, MONTH).await.unwrap() {
            let bits = [planes.p0, planes.p1, planes.p2, planes.qr].map(u32::cast_signed);
            tx.execute(
                "INSERT INTO attendance_months (region, month, contract_id, p0, p1, p2, qr, folded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                &[&REGION, &MONTH, &contract, &bits[0], &bits[1], &bits[2], &bits[3], &tx.at()],
            )
            .await
            .unwrap();
        }
        tx.execute(
            "INSERT INTO timesheets (region, month, performer_id, last_at)
            SELECT region, month, performer_id, max(recorded_at) FROM attendance_batches GROUP BY region, month, performer_id",
            &[],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    fn movements(&self, n: usize, kind: Kind, document: Uuid) -> Vec<Movement> {
        let (school, places) = &self.schools[n];
        let mut movements: Vec<_> = places
            .iter()
            .map(|place| Movement {
                region: REGION,
                month: MONTH,
                subject: place.voucher,
                id: self.country.app.clock.id(),
                kind,
                line_id: self.line.0,
                performer_id: Some(school.performer),
                part_month: MONTH,
                portion: place.portion,
                amount: place.due,
                rest: 0,
                document_kind: "act".to_owned(),
                document,
                effective_on: date(2026, 10, 5),
                line_name: self.line.1.clone(),
                voucher_number: place.number.clone(),
                performer_bin: school.bin.clone(),
            })
            .collect();
        movements.sort_by_key(|movement| (movement.month, movement.subject, movement.id));
        movements
    }

    /// Draft, two signatures with the write-off, invoice, order, statement: a transaction each.
    async fn act(&self, n: usize) {
        let (school, places) = &self.schools[n];
        let (act_id, total) = (self.country.app.clock.id(), places.iter().map(|place| place.due).sum::<i64>());
        let mut tx = self.begin("acts.closed").await;
        let known_at = tx.at();
        tx.execute(
            "INSERT INTO acts (region, month, id, number, programme, performer_id, issuer_id, state, version, epoch, total) VALUES ($1, $2, $3, $4, $5, $6, $7, 'paid', 1, 0, $8)",
            &[&REGION, &MONTH, &act_id, &format!("A-{}", school.bin), &PROGRAMME, &school.performer, &self.country.issuer, &total],
        )
        .await
        .unwrap();
        let enrolled_days = places.iter().map(|place| i32::from(place.enrolled)).sum();
        let lines = i32::try_from(places.len()).unwrap();
        tx.record(&[ActVersion {
            region: REGION,
            month: MONTH,
            act_id,
            version: 1,
            lines,
            total,
            enrolled_days,
            qr_days: 0,
            known_at,
            prepared_by: "console".to_owned(),
            xml: vec![1],
            unpaid: None,
        }])
        .await
        .unwrap();
        let line = |(n, place): (i32, &Place)| ActLine {
            region: REGION,
            month: MONTH,
            act_id,
            version: 1,
            n,
            kind: 0,
            line_month: MONTH,
            voucher_id: place.voucher,
            portion: place.portion,
            contract_id: place.contract,
            line_id: self.line.0,
            nominal: MONTHLY,
            study_days: STUDY.0,
            enrolled_days: place.enrolled,
            present: place.enrolled,
            excused: 0,
            leave: 0,
            leave_days_used: 0,
            closed: 0,
            unexcused: 0,
            payable_days: place.enrolled,
            computed: place.due,
            due: place.due,
            known_at,
        };
        tx.record(&(1..).zip(places).map(line).collect::<Vec<_>>()).await.unwrap();
        tx.commit().await.unwrap();
        self.sign(n, act_id).await;
        self.pay(n, act_id, total).await;
    }

    async fn sign(&self, n: usize, act_id: Uuid) {
        let (school, _) = &self.schools[n];
        for side in ["performer", "issuer"] {
            let mut tx = self.begin("acts.signed").await;
            let signature = ActSignature {
                region: REGION,
                month: MONTH,
                act_id,
                version: 1,
                side: side.to_owned(),
                signer_hmac: vec![2],
                bin: school.bin.clone(),
                algorithm: "rsa".to_owned(),
                cms: vec![3],
                evidence: serde_json::json!({ "status": "PASSED" }),
            };
            tx.record(&[signature]).await.unwrap();
            if side == "issuer" {
                budgets::post(&mut tx, REGION, &self.movements(n, Kind::WriteOff, act_id)).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
    }

    async fn pay(&self, n: usize, act_id: Uuid, total: i64) {
        let (school, _) = &self.schools[n];
        let id = || self.country.app.clock.id();
        let mut tx = self.begin("invoices.attached").await;
        tx.record(&[ActInvoice {
            region: REGION,
            month: MONTH,
            act_id,
            registration_number: format!("ESF-{n}"),
            invoice_date: date(2026, 10, 6),
            total,
        }])
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let (register_id, order) = (id(), id());
        let (iban, number) = ("KZ86125KZT5004100100".to_owned(), format!("O-{n}"));
        let mut tx = self.begin("payments.ordered").await;
        let register = ActRegister {
            region: REGION,
            month: MONTH,
            id: register_id,
            number: format!("R-{n}"),
            programme: PROGRAMME.to_owned(),
            acts: 1,
            total,
            file: vec![4],
        };
        tx.record(&[register]).await.unwrap();
        tx.record(&[PaymentOrder {
            region: REGION,
            month: MONTH,
            id: order,
            number: number.clone(),
            register_id,
            act_id,
            performer_id: school.performer,
            iban: iban.clone(),
            bik: "KKMFKZ2A".to_owned(),
            amount: total,
        }])
        .await
        .unwrap();
        tx.execute(
            "INSERT INTO payment_states (region, month, order_id, state) VALUES ($1, $2, $3, 'confirmed')",
            &[&REGION, &MONTH, &order],
        )
        .await
        .unwrap();
        budgets::post(&mut tx, REGION, &self.movements(n, Kind::Order, order)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = self.begin("payments.confirmed").await;
        let line = StatementLine {
            region: REGION,
            month: MONTH,
            id: id(),
            statement: "S-1".to_owned(),
            row: 1,
            end_to_end: number,
            iban,
            amount: total,
            booked_on: date(2026, 10, 9),
            order_id: Some(order),
            outcome: "confirmed".to_owned(),
        };
        tx.record(&[line]).await.unwrap();
        budgets::post(&mut tx, REGION, &self.movements(n, Kind::Redeem, order)).await.unwrap();
        tx.commit().await.unwrap();
    }
}
