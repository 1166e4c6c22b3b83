//! Money, rates and vouchers of any programme, and terms that are prolonged.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be built fails its test")]

use jiff::civil::{Date, date};
use ledger::posting::Kind;
use uuid::Uuid;

use super::fixture::{Child, Country, REGION};
use crate::{
    budgets::{self, BudgetLine, Movement},
    programmes::store::{RateIssuer, TermsRow},
    vouchers::store::Voucher,
};

impl Country {
    /// A rate that an issuer has set, for private urban performers of kind `school` and 0 hours.
    pub async fn rate_of_issuer(&self, programme: &str, (from, monthly): (Date, i64), issuer_bin: &str) -> Uuid {
        let rate_id = self.rate_of(programme, from, monthly).await;
        let mut tx = self.app.begin(&self.actor, "fixture", REGION).await.unwrap();
        tx.record(&[RateIssuer { region: REGION, rate_id, issuer_bin: issuer_bin.to_owned() }]).await.unwrap();
        tx.commit().await.unwrap();
        rate_id
    }

    /// The terms of a programme from a day on as they are, its pilot prolonged to another.
    pub async fn prolong(&self, programme: &str, valid_from: Date, period_to: Date) {
        let mut terms = self.app.pack().latest_terms(programme).unwrap().clone();
        (terms.valid_from, terms.period_to) = (valid_from, Some(period_to));
        let mut tx = self.app.begin(&self.actor, "fixture", 0).await.unwrap();
        let row = TermsRow {
            programme: programme.to_owned(),
            valid_from,
            terms: serde_json::to_value(&terms).unwrap(),
            act: terms.act.clone(),
        };
        tx.record(&[row]).await.unwrap();
        tx.commit().await.unwrap();
        self.app.refresh_rules().await.unwrap();
    }

    /// The terms of a programme from a day on as they are, but its state performers paid by an estimate.
    pub async fn fund_by_estimate(&self, programme: &str, valid_from: Date) {
        let mut terms = self.app.pack().latest_terms(programme).unwrap().clone();
        (terms.valid_from, terms.estimate_funded_state) = (valid_from, true);
        let mut tx = self.app.begin(&self.actor, "fixture", 0).await.unwrap();
        let row = TermsRow {
            programme: programme.to_owned(),
            valid_from,
            terms: serde_json::to_value(&terms).unwrap(),
            act: terms.act.clone(),
        };
        tx.record(&[row]).await.unwrap();
        tx.commit().await.unwrap();
        self.app.refresh_rules().await.unwrap();
    }

    /// A budget line of a programme, a month and KBK with an allotment (tiyn).
    pub async fn line_in(&self, programme: &str, (month, kbk): (Date, &str), amount: i64) -> Uuid {
        let (line, movement) = (self.app.clock.id(), self.app.clock.id());
        let mut tx = self.app.begin(&self.actor, "fixture", REGION).await.unwrap();
        tx.record(&[BudgetLine {
            region: REGION,
            month,
            id: line,
            issuer_id: self.issuer,
            programme: programme.to_owned(),
            year: month.year(),
            source: "local".to_owned(),
            kbk: kbk.to_owned(),
        }])
        .await
        .unwrap();
        budgets::open_lines(&tx, REGION, &[(month, line)]).await.unwrap();
        let allot = Movement {
            region: REGION,
            month,
            subject: line,
            id: movement,
            kind: Kind::Allot,
            line_id: line,
            performer_id: None,
            part_month: month,
            portion: 0,
            amount,
            rest: 0,
            document_kind: "budget".to_owned(),
            document: line,
            effective_on: date(2026, 8, 20),
            line_name: format!("{}/{programme}/{REGION}/{}/local/{kbk}", self.issuer_bin, month.strftime("%Y-%m")),
            voucher_number: String::new(),
            performer_bin: String::new(),
        };
        budgets::post(&mut tx, REGION, &[allot]).await.unwrap();
        tx.commit().await.unwrap();
        line
    }

    /// A voucher for each child of a programme with the prefix of its numbers: its first month and a bit a part (none: split when booked).
    pub async fn vouchers_of(
        &self,
        children: &[Child],
        (programme, prefix): (&str, &str),
        (first_month, parts): (Date, i16),
    ) -> Vec<Uuid> {
        let mut tx = self.app.begin(&self.actor, "fixture", REGION).await.unwrap();
        let vouchers: Vec<Voucher> = children
            .iter()
            .zip(1..)
            .map(|(child, n): (_, u32)| Voucher {
                region: REGION,
                id: self.app.clock.id(),
                number: format!("{prefix}-{REGION}-2026-{n:08}-0"),
                bucket: child.bucket,
                person_id: child.id,
                programme: programme.to_owned(),
                issuer_id: self.issuer,
                year: 2026,
                first_month,
                parts,
                issued_on: date(2026, 8, 20),
                succeeds: None,
            })
            .collect();
        tx.record(&vouchers).await.unwrap();
        for voucher in &vouchers {
            tx.execute(
                "INSERT INTO person_vouchers (bucket, person_id, programme, year, serial, region, voucher_id) VALUES ($1, $2, $3, $4, 1, $5, $6)",
                &[&voucher.bucket, &voucher.person_id, &voucher.programme, &voucher.year, &REGION, &voucher.id],
            )
            .await
            .unwrap();
        }
        tx.execute(
            "INSERT INTO voucher_numbers (region, programme, year, last) VALUES ($1, $2, 2026, $3)
            ON CONFLICT (region, programme, year) DO UPDATE SET last = excluded.last",
            &[&REGION, &programme, &i32::try_from(vouchers.len()).unwrap()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        vouchers.iter().map(|voucher| voucher.id).collect()
    }
}
