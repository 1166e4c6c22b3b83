//! SQL of parts that a publication or a new rate changes: lists for whole regions, read once.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use ledger::posting::Kind;
use uuid::Uuid;

use crate::{
    platform::{Result, Tx},
    programmes::store::Successor,
};

/// A portion of a part that was booked before its budget and holds no money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::vouchers) struct Awaiting {
    pub(in crate::vouchers) month: Date,
    pub(in crate::vouchers) voucher_id: Uuid,
    pub(in crate::vouchers) portion: i16,
}

/// Portions that await money in some months, in booking order.
pub(in crate::vouchers) async fn list_awaiting(
    tx: &Tx<'_>,
    region: i16,
    programme: &str,
    months: &[Date],
) -> Result<Vec<Awaiting>> {
    let rows = tx
        .query(
            "SELECT t.month, t.voucher_id, t.portion
            FROM parts p
            JOIN portions t ON t.region = p.region AND t.month = p.month AND t.voucher_id = p.voucher_id
            JOIN vouchers v ON v.region = p.region AND v.id = p.voucher_id
            WHERE p.region = $1 AND p.month = ANY ($2) AND p.line_id IS NULL AND v.programme = $3
                AND NOT EXISTS (
                    SELECT 1 FROM movements m
                    WHERE m.region = p.region AND m.month = p.month AND m.subject = p.voucher_id AND m.part_month = p.month
                        AND m.portion = t.portion AND m.kind = $4
                )
            ORDER BY t.recorded_at, t.voucher_id, t.month, t.portion",
            &[&region, &months, &programme, &Kind::Book.code()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(Awaiting { month: row.try_get(0)?, voucher_id: row.try_get(1)?, portion: row.try_get(2)? }))
        .collect()
}

/// The children of vouchers: bucket and person.
pub(in crate::vouchers) async fn list_children(
    tx: &Tx<'_>,
    region: i16,
    vouchers: &[Uuid],
) -> Result<HashMap<Uuid, (i16, Uuid)>> {
    let sql = "SELECT id, bucket, person_id FROM vouchers WHERE region = $1 AND id = ANY ($2)";
    let rows = tx.query(sql, &[&region, &vouchers]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, (row.try_get(1)?, row.try_get(2)?)))).collect()
}

/// Months that have booked parts, by region and programme.
pub(in crate::vouchers) async fn list_booked_months(tx: &Tx<'_>) -> Result<BTreeMap<(i16, String), Vec<Date>>> {
    let rows = tx
        .query(
            "SELECT DISTINCT p.region, v.programme, p.month
            FROM parts p
            JOIN vouchers v ON v.region = p.region AND v.id = p.voucher_id
            ORDER BY 1, 2, 3",
            &[],
        )
        .await?;
    let mut months = BTreeMap::<_, Vec<Date>>::new();
    for row in rows {
        months.entry((row.try_get(0)?, row.try_get(1)?)).or_default().push(row.try_get(2)?);
    }
    Ok(months)
}

/// Parts whose rate has a successor with another sum: month, voucher, rate, tiyn; performer by performer.
pub(in crate::vouchers) async fn list_repriceable(
    tx: &Tx<'_>,
    region: i16,
    rates: &[Successor],
) -> Result<Vec<(Date, Uuid, Uuid, i64)>> {
    let months: Vec<Date> = rates.iter().map(|rate| rate.month).collect();
    let olds: Vec<Uuid> = rates.iter().map(|rate| rate.of).collect();
    let news: Vec<Uuid> = rates.iter().map(|rate| rate.id).collect();
    let sums: Vec<i64> = rates.iter().map(|rate| rate.monthly).collect();
    let rows = tx
        .query(
            "SELECT p.month, p.voucher_id, u.new_id, u.monthly
            FROM parts p
            LEFT JOIN LATERAL (
                SELECT nominal, rate_id FROM repricings r
                WHERE r.region = p.region AND r.month = p.month AND r.voucher_id = p.voucher_id
                ORDER BY r.recorded_at DESC LIMIT 1
            ) r ON true
            JOIN unnest($2::date[], $3::uuid[], $4::uuid[], $5::int8[]) AS u (month, old_id, new_id, monthly)
                ON u.month = p.month AND u.old_id = coalesce(r.rate_id, p.rate_id)
            JOIN portions t ON t.region = p.region AND t.month = p.month AND t.voucher_id = p.voucher_id AND t.portion = 1
            WHERE p.region = $1 AND p.month = ANY ($2) AND coalesce(r.nominal, p.nominal) <> u.monthly
            ORDER BY t.performer_id, p.month, p.voucher_id",
            &[&region, &months, &olds, &news, &sums],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?))).collect()
}

/// The parts of vouchers (with the contract that serves them) whose nominal is the price of that contract: month, voucher, contract, nominal.
pub(in crate::vouchers) async fn list_priced_by(
    tx: &Tx<'_>,
    region: i16,
    served: &[(Uuid, Uuid)],
) -> Result<Vec<(Date, Uuid, Uuid, i64)>> {
    let (vouchers, contracts): (Vec<Uuid>, Vec<Uuid>) = served.iter().copied().unzip();
    let rows = tx
        .query(
            "SELECT p.month, p.voucher_id, s.contract_id, coalesce(n.nominal, p.nominal)
            FROM unnest($2::uuid[], $3::uuid[]) AS s (voucher_id, contract_id)
            JOIN vouchers v ON v.region = $1 AND v.id = s.voucher_id
            JOIN parts p ON p.region = $1 AND p.voucher_id = s.voucher_id
                AND p.month >= v.first_month AND p.month < v.first_month + interval '12 months'
            LEFT JOIN LATERAL (
                SELECT nominal, rate_id FROM repricings r
                WHERE r.region = p.region AND r.month = p.month AND r.voucher_id = p.voucher_id
                ORDER BY r.recorded_at DESC LIMIT 1
            ) n ON true
            WHERE coalesce(n.rate_id, p.rate_id) = s.contract_id
            ORDER BY s.contract_id, p.month, p.voucher_id",
            &[&region, &vouchers, &contracts],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?))).collect()
}
