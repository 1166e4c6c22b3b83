//! Children booked at schools, as the facts that a roster's import would record.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be built fails its test")]

use jiff::civil::Date;
use ledger::posting::Kind;
use uuid::Uuid;

use super::fixture::{Child, Country, MONTHLY, PROGRAMME, REGION, School};
use crate::{
    budgets::{self, Movement},
    contracts::store::{Contract, ContractRevision},
    vouchers::store::{Part, Portion},
};

/// A portion to book: whose voucher, where, in which month, from and to which day.
#[derive(Clone, Copy, Debug)]
pub struct Stay<'a> {
    /// The child.
    pub child: &'a Child,
    /// Its voucher.
    pub voucher: Uuid,
    /// Where.
    pub school: &'a School,
    /// The first day of the month.
    pub month: Date,
    /// First and last day.
    pub days: (i16, i16),
    /// The portion's number; the part is made with the first.
    pub portion: i16,
    /// What is committed for it (tiyn).
    pub amount: i64,
}

impl Country {
    /// Books portions, with a contract of their own each; answers the contracts.
    pub async fn enrol(&self, stays: &[Stay<'_>]) -> Vec<Uuid> {
        let mut contracts = Vec::new();
        let mut tx = self.app.begin(&self.actor, "fixture", REGION).await.unwrap();
        for _ in stays {
            contracts.push(self.app.clock.id());
        }
        let each = || stays.iter().zip(&contracts);
        tx.record(&each().map(|(stay, id)| contract(stay, *id)).collect::<Vec<_>>()).await.unwrap();
        tx.record(&each().map(|(stay, id)| revision(stay, *id)).collect::<Vec<_>>()).await.unwrap();
        let mut parts = Vec::new();
        for stay in stays.iter().filter(|stay| stay.portion == 1) {
            let line = self.line_of(stay.month);
            parts.push(Part {
                region: REGION,
                month: stay.month,
                voucher_id: stay.voucher,
                nominal: MONTHLY,
                line_id: line,
                rate_id: Uuid::nil(),
            });
        }
        tx.record(&parts).await.unwrap();
        tx.record(&each().map(|(stay, id)| portion(stay, *id)).collect::<Vec<_>>()).await.unwrap();
        let mut movements = Vec::new();
        for stay in stays.iter().filter(|stay| stay.amount > 0) {
            let Some(line) = self.line_of(stay.month) else { continue };
            movements.push(self.movement(stay, line));
        }
        movements.sort_by_key(|movement| (movement.month, movement.subject, movement.id));
        budgets::post(&mut tx, REGION, &movements).await.unwrap();
        tx.commit().await.unwrap();
        contracts
    }

    fn line_of(&self, month: Date) -> Option<Uuid> {
        self.rows(&format!("SELECT id FROM budget_lines WHERE month = '{month}'")).first()?.parse().ok()
    }

    fn movement(&self, stay: &Stay<'_>, line: Uuid) -> Movement {
        Movement {
            region: REGION,
            month: stay.month,
            subject: stay.voucher,
            id: self.app.clock.id(),
            kind: Kind::Book,
            line_id: line,
            performer_id: Some(stay.school.performer),
            part_month: stay.month,
            portion: stay.portion,
            amount: stay.amount,
            rest: 0,
            document_kind: "booking".to_owned(),
            document: stay.voucher,
            effective_on: stay.month,
            line_name: self
                .rows(&format!(
                    "SELECT i.bin || '/' || l.programme || '/' || lpad(l.region::text, 2, '0') || '/' || to_char(l.month, 'YYYY-MM') || '/' || l.source || '/' || l.kbk FROM budget_lines l JOIN issuers i ON i.id = l.issuer_id WHERE l.id = '{line}'"
                ))
                .remove(0),
            voucher_number: self.rows(&format!("SELECT number FROM vouchers WHERE id = '{}'", stay.voucher)).remove(0),
            performer_bin: stay.school.bin.clone(),
        }
    }
}

fn contract(stay: &Stay<'_>, id: Uuid) -> Contract {
    Contract {
        region: REGION,
        id,
        performer_id: stay.school.performer,
        bucket: stay.child.bucket,
        person_id: stay.child.id,
        voucher_id: stay.voucher,
        number: format!("{PROGRAMME}-{id}"),
    }
}

fn revision(stay: &Stay<'_>, id: Uuid) -> ContractRevision {
    let day = |day: i16| Date::new(stay.month.year(), stay.month.month(), i8::try_from(day).unwrap()).unwrap();
    ContractRevision {
        region: REGION,
        contract_id: id,
        group_id: stay.school.group,
        signed_on: stay.month,
        contract_from: stay.month,
        contract_to: Date::constant(2027, 5, 31),
        enrolled_from: day(stay.days.0),
        enrolled_to: None,
        price: MONTHLY,
        end_reason: None,
        withdrawn: false,
        effective_on: stay.month,
    }
}

fn portion(stay: &Stay<'_>, contract_id: Uuid) -> Portion {
    Portion {
        region: REGION,
        month: stay.month,
        voucher_id: stay.voucher,
        portion: stay.portion,
        performer_id: stay.school.performer,
        contract_id,
        group_id: stay.school.group,
        from_day: stay.days.0,
        to_day: stay.days.1,
        effective_on: stay.month,
    }
}
