//! What a close reads of earlier months: what was recorded since they were written off, and what they were written off for.

use std::collections::HashMap;

use jiff::{ToSpan as _, civil::Date};
use uuid::Uuid;

use crate::{
    acts::act::State,
    platform::{Result, Tx},
};

/// Portions of earlier months, written off by these performers' acts, of which anything was recorded since.
pub(in crate::acts) async fn list_changed(
    tx: &Tx<'_>,
    region: i16,
    (month, activation, charges_fee): (Date, bool, bool),
    performers: &[Uuid],
) -> Result<Vec<(Date, Uuid, i16)>> {
    let year_before = month.checked_sub(12.months())?;
    let written_off: Vec<&str> =
        State::ALL.into_iter().filter(|state| state.is_written_off()).map(State::code).collect();
    let rows = tx
        .query(
            "SELECT t.month, t.voucher_id, t.portion
            FROM acts a
            JOIN act_versions w ON w.region = a.region AND w.month = a.month AND w.act_id = a.id AND w.version = a.version
            JOIN portions t ON t.region = a.region AND t.month = a.month AND t.performer_id = a.performer_id
            LEFT JOIN attendance_months m ON m.region = t.region AND m.month = t.month AND m.contract_id = t.contract_id
            WHERE a.region = $1 AND a.performer_id = ANY ($2) AND a.month >= $3 AND a.month < $4 AND a.state = ANY ($5)
                -- What a month lost to the share by QR is not given back by what becomes known of its days.
                AND w.unpaid IS NULL
                AND (
                    t.recorded_at > w.known_at
                    OR m.folded_at > w.known_at
                    OR EXISTS (
                        SELECT 1 FROM portion_ends e
                        WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id
                            AND e.portion = t.portion AND e.recorded_at > w.known_at
                    )
                    OR EXISTS (
                        SELECT 1 FROM repricings r
                        WHERE r.region = t.region AND r.month = t.month AND r.voucher_id = t.voucher_id
                            AND r.recorded_at > w.known_at
                    )
                    OR EXISTS (
                        SELECT 1 FROM group_revisions g
                        WHERE g.region = t.region AND g.group_id = t.group_id AND g.recorded_at > w.known_at
                    )
                    -- Leave counts up to a limit a year: what is known anew of an earlier month of the child moves it here.
                    OR (m.p2 & ~m.p1 & ~m.p0) <> 0 AND EXISTS (
                        SELECT 1 FROM vouchers v
                        JOIN contracts c ON c.bucket = v.bucket AND c.person_id = v.person_id
                        JOIN attendance_months y ON y.region = c.region AND y.contract_id = c.id
                        WHERE v.region = t.region AND v.id = t.voucher_id
                            AND y.month >= date_trunc('year', t.month)::date AND y.month < t.month AND y.folded_at > w.known_at
                    )
                    OR $7 AND EXISTS (
                        SELECT 1 FROM parental_fees f
                        WHERE f.region = t.region AND f.performer_id = t.performer_id AND f.valid_from <= t.month AND f.recorded_at > w.known_at
                            AND (f.contract_id = t.contract_id OR f.group_id = t.group_id)
                    )
                    OR $6 AND EXISTS (
                        SELECT 1 FROM contract_confirmations k
                        WHERE k.region = t.region AND k.contract_id = t.contract_id AND k.recorded_at > w.known_at
                    )
                )
            ORDER BY t.month, t.voucher_id, t.portion",
            &[&region, &performers, &year_before, &month, &written_off, &activation, &charges_fee],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// Σ dues of signed lines (months and their adjustments) of some vouchers' portions in a month.
pub(in crate::acts) async fn list_written(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    vouchers: &[Uuid],
) -> Result<HashMap<(Date, Uuid, i16), i64>> {
    if vouchers.is_empty() {
        return Ok(HashMap::new());
    }
    let written_off: Vec<&str> =
        State::ALL.into_iter().filter(|state| state.is_written_off()).map(State::code).collect();
    let rows = tx
        .query(
            "SELECT l.voucher_id, l.portion, sum(l.due)::int8
            FROM acts a
            JOIN act_lines l ON l.region = a.region AND l.month = a.month AND l.act_id = a.id AND l.version = a.version
            WHERE a.region = $1 AND a.month >= $2 AND a.state = ANY ($4)
                AND a.performer_id IN (
                    SELECT t.performer_id FROM portions t WHERE t.region = $1 AND t.month = $2 AND t.voucher_id = ANY ($3)
                )
                AND l.line_month = $2 AND l.voucher_id = ANY ($3)
            GROUP BY l.voucher_id, l.portion",
            &[&region, &month, &vouchers, &written_off],
        )
        .await?;
    rows.iter().map(|row| Ok(((month, row.try_get(0)?, row.try_get(1)?), row.try_get(2)?))).collect()
}

/// Σ fees due of signed lines of performers' portions of a month.
pub(in crate::acts) async fn list_fees_written(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    performers: &[Uuid],
) -> Result<HashMap<(Date, Uuid, i16), i64>> {
    let written_off: Vec<&str> =
        State::ALL.into_iter().filter(|state| state.is_written_off()).map(State::code).collect();
    let rows = tx
        .query(
            "SELECT l.voucher_id, l.portion, sum(f.fee_due)::int8
            FROM acts a
            JOIN act_fees f ON f.region = a.region AND f.month = a.month AND f.act_id = a.id AND f.version = a.version
            JOIN act_lines l ON l.region = f.region AND l.month = f.month AND l.act_id = f.act_id AND l.version = f.version AND l.n = f.n
            WHERE a.region = $1 AND a.month >= $2 AND a.state = ANY ($4) AND a.performer_id = ANY ($3) AND f.line_month = $2
            GROUP BY l.voucher_id, l.portion",
            &[&region, &month, &performers, &written_off],
        )
        .await?;
    rows.iter().map(|row| Ok(((month, row.try_get(0)?, row.try_get(1)?), row.try_get(2)?))).collect()
}
