//! SQL of vouchers that run out with the year.

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    platform::{Result, Tx},
    vouchers::{Child, succeed::RunningOut},
};

/// Vouchers with a portion that lives on the last day of a December.
pub(in crate::vouchers) async fn list_running_out(
    tx: &Tx<'_>,
    (region, programme): (i16, &str),
    december: Date,
    performers: Option<&[Uuid]>,
) -> Result<Vec<RunningOut>> {
    let rows = tx
        .query(
            "SELECT v.id, v.issuer_id, t.performer_id, t.contract_id, v.bucket, v.person_id, p.birth_date, s.status = 'deceased',
                EXISTS (SELECT 1 FROM vouchers n WHERE n.region = v.region AND n.succeeds = v.id)
            FROM portions t
            JOIN vouchers v ON v.region = t.region AND v.id = t.voucher_id
            JOIN persons p ON p.bucket = v.bucket AND p.id = v.person_id
            CROSS JOIN LATERAL (
                SELECT status FROM person_states s
                WHERE s.bucket = v.bucket AND s.person_id = v.person_id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s
            LEFT JOIN LATERAL (
                SELECT last_day FROM portion_ends e
                WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
                ORDER BY e.recorded_at DESC LIMIT 1
            ) e ON true
            WHERE t.region = $1 AND t.month = $2 AND v.programme = $3 AND coalesce(e.last_day, t.to_day) = 31
                AND ($4::uuid[] IS NULL OR t.performer_id = ANY ($4))
            ORDER BY t.performer_id, t.contract_id",
            &[&region, &december, &programme, &performers],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let child = Child {
                bucket: row.try_get(4)?,
                id: row.try_get(5)?,
                birth_date: row.try_get(6)?,
                deceased: row.try_get(7)?,
            };
            Ok(RunningOut {
                voucher_id: row.try_get(0)?,
                issuer_id: row.try_get(1)?,
                performer_id: row.try_get(2)?,
                contract_id: row.try_get(3)?,
                child,
                succeeded: row.try_get(8)?,
            })
        })
        .collect()
}
