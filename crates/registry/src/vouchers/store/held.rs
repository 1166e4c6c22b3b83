//! SQL of what vouchers hold: parts, portions with their ends, sums of movements.

use std::collections::HashMap;

use jiff::civil::Date;
use ledger::posting::Kind;
use uuid::Uuid;

use super::super::voucher::{Effect, Sums};
use crate::platform::{Result, Tx};

/// A voucher as a booking needs it.
#[derive(Clone, Debug)]
pub(in crate::vouchers) struct VoucherRow {
    pub(in crate::vouchers) child: Uuid,
    pub(in crate::vouchers) id: Uuid,
    pub(in crate::vouchers) number: String,
    pub(in crate::vouchers) year: i16,
    pub(in crate::vouchers) first_month: Date,
    /// A bit a month; none: split at the booking.
    pub(in crate::vouchers) parts: i16,
    pub(in crate::vouchers) issuer_bin: String,
}

/// Vouchers of children in a region.
pub(in crate::vouchers) async fn list_vouchers(
    tx: &Tx<'_>,
    region: i16,
    programme: &str,
    children: &[(i16, Uuid)],
) -> Result<Vec<VoucherRow>> {
    let buckets: Vec<i16> = children.iter().map(|child| child.0).collect();
    let ids: Vec<Uuid> = children.iter().map(|child| child.1).collect();
    let rows = tx
        .query(
            "SELECT v.person_id, v.id, v.number, v.year, v.first_month, v.parts, i.bin
            FROM unnest($3::int2[], $4::uuid[]) AS u (bucket, person_id)
            JOIN person_vouchers o ON o.bucket = u.bucket AND o.person_id = u.person_id AND o.programme = $2
            JOIN vouchers v ON v.region = o.region AND v.id = o.voucher_id
            JOIN issuers i ON i.region = v.region AND i.id = v.issuer_id
            WHERE o.region = $1
            ORDER BY v.person_id, v.first_month, o.serial DESC",
            &[&region, &programme, &buckets, &ids],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(VoucherRow {
                child: row.try_get(0)?,
                id: row.try_get(1)?,
                number: row.try_get(2)?,
                year: row.try_get(3)?,
                first_month: row.try_get(4)?,
                parts: row.try_get(5)?,
                issuer_bin: row.try_get(6)?,
            })
        })
        .collect()
}

/// Since when vouchers are annulled: the day after the last one that stays served.
pub(in crate::vouchers) async fn annulments(
    tx: &Tx<'_>,
    region: i16,
    vouchers: &[Uuid],
) -> Result<HashMap<Uuid, Date>> {
    let rows = tx
        .query(
            "SELECT voucher_id, min(day) FROM (
                SELECT voucher_id, month + last_day AS day FROM portion_ends
                WHERE region = $1 AND voucher_id = ANY ($2) AND effect = 'annul'
                UNION ALL
                SELECT voucher_id, last_on + 1 FROM voucher_ends
                WHERE region = $1 AND voucher_id = ANY ($2) AND effect = 'annul'
            ) e
            GROUP BY voucher_id",
            &[&region, &vouchers],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// A part with what counts now.
#[derive(Clone, Debug)]
pub(in crate::vouchers) struct PartRow {
    pub(in crate::vouchers) voucher_id: Uuid,
    pub(in crate::vouchers) month: Date,
    pub(in crate::vouchers) nominal: i64,
    pub(in crate::vouchers) rate_id: Uuid,
    /// Its own line, or the one that a later publication gave it.
    pub(in crate::vouchers) line_id: Option<Uuid>,
    pub(in crate::vouchers) voucher_number: String,
}

/// Parts of vouchers in months, in booking order.
pub(in crate::vouchers) async fn list_parts(
    tx: &Tx<'_>,
    region: i16,
    vouchers: &[Uuid],
    months: &[Date],
) -> Result<Vec<PartRow>> {
    let rows = tx
        .query(
            "SELECT
                p.voucher_id,
                p.month,
                coalesce(r.nominal, p.nominal),
                coalesce(r.rate_id, p.rate_id),
                coalesce(p.line_id, b.line_id),
                v.number
            FROM parts p
            JOIN vouchers v ON v.region = p.region AND v.id = p.voucher_id
            LEFT JOIN LATERAL (
                SELECT nominal, rate_id FROM repricings r
                WHERE r.region = p.region AND r.month = p.month AND r.voucher_id = p.voucher_id
                ORDER BY r.recorded_at DESC LIMIT 1
            ) r ON true
            LEFT JOIN LATERAL (
                SELECT line_id FROM movements m
                WHERE p.line_id IS NULL AND m.region = p.region AND m.month = p.month AND m.subject = p.voucher_id
                    AND m.part_month = p.month AND m.kind = $4
                LIMIT 1
            ) b ON true
            WHERE p.region = $1 AND p.month = ANY ($3) AND p.voucher_id = ANY ($2)
            ORDER BY p.recorded_at, v.number, p.month",
            &[&region, &vouchers, &months, &Kind::Book.code()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(PartRow {
                voucher_id: row.try_get(0)?,
                month: row.try_get(1)?,
                nominal: row.try_get(2)?,
                rate_id: row.try_get(3)?,
                line_id: row.try_get(4)?,
                voucher_number: row.try_get(5)?,
            })
        })
        .collect()
}

/// A portion with its end.
#[derive(Clone, Debug)]
pub(in crate::vouchers) struct PortionRow {
    pub(in crate::vouchers) voucher_id: Uuid,
    pub(in crate::vouchers) month: Date,
    pub(in crate::vouchers) portion: i16,
    pub(in crate::vouchers) performer_id: Uuid,
    pub(in crate::vouchers) contract_id: Uuid,
    pub(in crate::vouchers) group_id: Uuid,
    pub(in crate::vouchers) from_day: i16,
    /// The last day that counts; before `from_day` when none is left.
    pub(in crate::vouchers) last_day: i16,
    /// The effect of its end.
    pub(in crate::vouchers) effect: Option<Effect>,
}

macro_rules! portions_by {
    ($column:literal) => {
        concat!(
            "SELECT
                p.voucher_id,
                p.month,
                p.portion,
                p.performer_id,
                p.contract_id,
                p.group_id,
                p.from_day,
                coalesce(e.last_day, p.to_day),
                e.effect
            FROM portions p
            LEFT JOIN LATERAL (
                SELECT last_day, effect FROM portion_ends e
                WHERE e.region = p.region AND e.month = p.month AND e.voucher_id = p.voucher_id AND e.portion = p.portion
                ORDER BY e.recorded_at DESC LIMIT 1
            ) e ON true
            WHERE p.region = $1 AND p.month = ANY ($2) AND p.",
            $column,
            " = ANY ($3)
            ORDER BY p.month, p.voucher_id, p.from_day, p.portion"
        )
    };
}

/// Whose portions are listed.
#[derive(Clone, Copy, Debug)]
pub(in crate::vouchers) enum Of<'a> {
    Vouchers(&'a [Uuid]),
    Performers(&'a [Uuid]),
}

/// Portions in months, by month, voucher and first day.
pub(in crate::vouchers) async fn list_portions(
    tx: &Tx<'_>,
    region: i16,
    months: &[Date],
    of: Of<'_>,
) -> Result<Vec<PortionRow>> {
    let (sql, ids) = match of {
        Of::Vouchers(ids) => (portions_by!("voucher_id"), ids),
        Of::Performers(ids) => (portions_by!("performer_id"), ids),
    };
    let rows = tx.query(sql, &[&region, &months, &ids]).await?;
    rows.iter()
        .map(|row| {
            let effect: Option<String> = row.try_get(8)?;
            Ok(PortionRow {
                voucher_id: row.try_get(0)?,
                month: row.try_get(1)?,
                portion: row.try_get(2)?,
                performer_id: row.try_get(3)?,
                contract_id: row.try_get(4)?,
                group_id: row.try_get(5)?,
                from_day: row.try_get(6)?,
                last_day: row.try_get(7)?,
                effect: effect.as_deref().and_then(Effect::of),
            })
        })
        .collect()
}

/// The sums of movements of vouchers, by voucher, month of the part and portion.
pub(in crate::vouchers) async fn movement_sums(
    tx: &Tx<'_>,
    region: i16,
    vouchers: &[Uuid],
    months: &[Date],
) -> Result<HashMap<(Uuid, Date, i16), Sums>> {
    let rows = tx
        .query(
            "SELECT subject, part_month, portion, kind, sum(amount)::int8, sum(rest)::int8
            FROM movements
            WHERE region = $1 AND subject = ANY ($2) AND part_month = ANY ($3) AND month >= (SELECT min(m) FROM unnest($3::date[]) AS m)
            GROUP BY subject, part_month, portion, kind",
            &[&region, &vouchers, &months],
        )
        .await?;
    let mut sums = HashMap::<(Uuid, Date, i16), Sums>::new();
    for row in rows {
        let code: i16 = row.try_get(3)?;
        let kind = Kind::of(code).ok_or_else(|| anyhow::anyhow!("no movement has the kind {code}"))?;
        let of = sums.entry((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)).or_default();
        *of = of.with(kind, row.try_get(4)?, row.try_get(5)?);
    }
    Ok(sums)
}

/// What the portions of performers hold of the money of their state orders: performer, month, tiyn.
pub(in crate::vouchers) async fn money_held(
    tx: &Tx<'_>,
    region: i16,
    performers: &[Uuid],
    months: &[Date],
) -> Result<Vec<(Uuid, Date, i64)>> {
    let rows = tx
        .query(
            "SELECT
                p.performer_id,
                p.month,
                sum(CASE m.kind WHEN $4 THEN m.amount WHEN $5 THEN -m.amount ELSE -m.rest END)::int8
            FROM portions p
            JOIN movements m ON m.region = p.region AND m.month = p.month AND m.subject = p.voucher_id AND m.portion = p.portion AND m.part_month = p.month
            WHERE p.region = $1 AND p.month = ANY ($3) AND p.performer_id = ANY ($2) AND m.kind IN ($4, $5, $6)
            GROUP BY p.performer_id, p.month",
            &[&region, &performers, &months, &Kind::Book.code(), &Kind::Release.code(), &Kind::WriteOff.code()],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}
