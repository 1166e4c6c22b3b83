//! What is derived, made again, and the invariants.

use jiff::civil::Date;

use super::Audited;
use crate::{
    attendance, beneficiaries,
    cabinets::store::{audit, derived},
    platform::{Progress, Result, Tx},
};

/// A statement that gives key and detail of each row that is wrong.
struct Check {
    finding: &'static str,
    table: &'static str,
    sql: &'static str,
}

const CHECKS: &[Check] = &[
    Check { finding: "derived.stripes", table: "budget_stripes", sql: derived::STRIPES },
    Check { finding: "derived.live_days", table: "live_days", sql: derived::LIVE_DAYS },
    Check { finding: "derived.acts", table: "acts", sql: derived::ACTS },
    Check { finding: "derived.payment_states", table: "payment_states", sql: derived::PAYMENT_STATES },
    Check { finding: "derived.person_vouchers", table: "person_vouchers", sql: derived::PERSON_VOUCHERS },
    Check { finding: "derived.voucher_numbers", table: "voucher_numbers", sql: derived::VOUCHER_NUMBERS },
    Check { finding: "derived.locks", table: "performer_locks", sql: derived::LOCKS },
    Check { finding: "derived.timesheets", table: "timesheets", sql: derived::TIMESHEETS },
    Check { finding: "portion.overlap", table: "portions", sql: derived::OVERLAPS },
    Check { finding: "row.changed", table: "movements", sql: audit::MOVEMENTS },
    Check { finding: "act.posted", table: "movements", sql: audit::POSTED },
    Check { finding: "portion.balance", table: "movements", sql: audit::PORTIONS },
    Check { finding: "part.exceeded", table: "parts", sql: audit::NOMINALS },
    Check { finding: "budget.overcommitted", table: "budget_stripes", sql: audit::LINES },
    Check { finding: "order.amount", table: "payment_orders", sql: audit::ORDERS },
    Check { finding: "step.order", table: "act_signatures", sql: audit::STEPS },
    Check { finding: "person.key_missing", table: "person_keys", sql: audit::KEYS },
    Check { finding: "erasure.unfinished", table: "person_keys", sql: audit::UNFINISHED },
    Check { finding: "row.orphan", table: "", sql: audit::ORPHANS },
];

/// Runs them all.
pub(super) async fn check(tx: &Tx<'_>, progress: &Progress, audited: &mut Audited) -> Result<()> {
    for (done, check) in CHECKS.iter().enumerate() {
        progress.at(check.finding, done, CHECKS.len());
        for row in tx.query(check.sql, &[]).await? {
            let (key, detail): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            audited.found(check.finding, check.table, key, detail);
        }
    }
    progress.at("derived.guardians", 0, 0);
    for child in beneficiaries::guardian_differences(tx).await? {
        audited.found(
            "derived.guardians",
            "guardians",
            child.to_string(),
            "a guardian does not lead to the child".to_owned(),
        );
    }
    for row in tx.query(derived::ATTENDED, &[]).await? {
        let (region, month): (i16, Date) = (row.try_get(0)?, row.try_get(1)?);
        progress.at("derived.attendance_months", 0, 0);
        for contract in attendance::differences(tx, region, month).await? {
            audited.found(
                "derived.attendance_months",
                "attendance_months",
                contract.to_string(),
                format!("{month}: the lists give another month"),
            );
        }
    }
    Ok(())
}
