//! SQL of how vouchers end: one voucher by its number, what ended it, the vouchers of the dead, and a successor's place.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use super::{super::load::part_months, Voucher, VoucherEnd};
use crate::platform::{Fact as _, Result, Tx};

/// A voucher as an end or a move sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherHeld {
    /// Its region.
    pub region: i16,
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// The programme.
    pub programme: String,
    /// The child: bucket and person.
    pub child: (i16, Uuid),
    /// The year in which its months begin.
    pub year: i16,
    /// Its first month.
    pub first_month: Date,
    /// The months that are parts, a bit each from the first.
    pub parts: i16,
}

impl VoucherHeld {
    /// The months that are parts, as first days.
    #[must_use]
    pub fn months(&self) -> Vec<Date> {
        part_months(self.first_month, self.parts)
    }
}

/// A move of which the persons register told, with a voucher of the child that lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The new region.
    pub region: i16,
    /// KATO of the settlement that was left.
    pub from_kato: String,
    /// KATO of the new settlement.
    pub to_kato: String,
    /// When the register told.
    pub told_on: Date,
    /// The region of the voucher.
    pub of_region: i16,
    /// The voucher's number.
    pub voucher: String,
    /// Its programme.
    pub programme: String,
}

fn held(row: &Row) -> Result<VoucherHeld> {
    Ok(VoucherHeld {
        region: row.try_get(0)?,
        id: row.try_get(1)?,
        number: row.try_get(2)?,
        programme: row.try_get(3)?,
        child: (row.try_get(4)?, row.try_get(5)?),
        year: row.try_get(6)?,
        first_month: row.try_get(7)?,
        parts: row.try_get(8)?,
    })
}

/// The voucher of a number, which names its region in the second place.
pub(in crate::vouchers) async fn find_voucher(tx: &Tx<'_>, number: &str) -> Result<Option<VoucherHeld>> {
    let Some(region) = number.split('-').nth(1).and_then(|region| region.parse::<i16>().ok()) else { return Ok(None) };
    let row = tx
        .find(
            "SELECT region, id, number, programme, bucket, person_id, year, first_month, parts
            FROM vouchers
            WHERE region = $1 AND number = $2",
            &[&region, &number],
        )
        .await?;
    row.as_ref().map(held).transpose()
}

/// The voucher of an id.
pub(in crate::vouchers) async fn get_voucher(tx: &Tx<'_>, region: i16, id: Uuid) -> Result<Option<VoucherHeld>> {
    let row = tx
        .find(
            "SELECT region, id, number, programme, bucket, person_id, year, first_month, parts
            FROM vouchers
            WHERE region = $1 AND id = $2",
            &[&region, &id],
        )
        .await?;
    row.as_ref().map(held).transpose()
}

/// What ended a voucher, in the order of recording.
pub(in crate::vouchers) async fn list_ends(tx: &Tx<'_>, region: i16, voucher: Uuid) -> Result<Vec<VoucherEnd>> {
    let sql = format!("{} WHERE region = $1 AND voucher_id = $2 ORDER BY recorded_at", VoucherEnd::SELECT);
    let rows = tx.query(&sql, &[&region, &voucher]).await?;
    rows.iter().map(|row| Ok(VoucherEnd::read(row)?.fact)).collect()
}

/// Vouchers that live on beyond the death of their child, with its day, by region and voucher.
pub(in crate::vouchers) async fn list_dead(tx: &Tx<'_>) -> Result<Vec<(VoucherHeld, Date)>> {
    let rows = tx
        .query(
            "SELECT v.region, v.id, v.number, v.programme, v.bucket, v.person_id, v.year, v.first_month, v.parts, s.effective_on
            FROM (SELECT DISTINCT bucket, person_id FROM person_states WHERE status = 'deceased') d
            JOIN LATERAL (
                SELECT status, effective_on FROM person_states s
                WHERE s.bucket = d.bucket AND s.person_id = d.person_id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON s.status = 'deceased'
            JOIN person_vouchers o ON o.bucket = d.bucket AND o.person_id = d.person_id
            JOIN vouchers v ON v.region = o.region AND v.id = o.voucher_id
            WHERE v.first_month + interval '12 months' > s.effective_on + 1
                AND NOT EXISTS (
                    SELECT 1 FROM voucher_ends e
                    WHERE e.region = v.region AND e.voucher_id = v.id AND e.effect = 'annul' AND e.last_on <= s.effective_on
                )
            ORDER BY v.region, v.id",
            &[],
        )
        .await?;
    rows.iter().map(|row| Ok((held(row)?, row.try_get(9)?))).collect()
}

/// Takes the next place among the child's vouchers of the programme and year. A conflict when another took it meanwhile.
pub(in crate::vouchers) async fn give_successor(tx: &Tx<'_>, voucher: &Voucher) -> Result<()> {
    let last = tx
        .find(
            "SELECT coalesce(max(serial), 0)::int2 FROM person_vouchers
            WHERE bucket = $1 AND person_id = $2 AND programme = $3 AND year = $4",
            &[&voucher.bucket, &voucher.person_id, &voucher.programme, &voucher.year],
        )
        .await?;
    let last: i16 = last.map_or(Ok(0), |row| row.try_get(0))?;
    let serial = last.saturating_add(1);
    tx.execute(
        "INSERT INTO person_vouchers (bucket, person_id, programme, year, serial, region, voucher_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &voucher.bucket,
            &voucher.person_id,
            &voucher.programme,
            &voucher.year,
            &serial,
            &voucher.region,
            &voucher.id,
        ],
    )
    .await?;
    Ok(())
}

/// The number of the voucher that continues another.
pub(in crate::vouchers) async fn find_successor(tx: &Tx<'_>, voucher: &VoucherHeld) -> Result<Option<String>> {
    let row = tx
        .find(
            "SELECT v.number
            FROM person_vouchers o
            JOIN vouchers v ON v.region = o.region AND v.id = o.voucher_id
            WHERE o.bucket = $1 AND o.person_id = $2 AND o.programme = $3 AND v.succeeds = $4
            ORDER BY o.serial DESC LIMIT 1",
            &[&voucher.child.0, &voucher.child.1, &voucher.programme, &voucher.id],
        )
        .await?;
    row.map(|row| Ok(row.try_get(0)?)).transpose()
}

/// The latest moves of persons with a voucher that is not annulled and has months left, the newest first.
pub(in crate::vouchers) async fn list_told(tx: &Tx<'_>, regions: Option<&[i16]>, limit: i64) -> Result<Vec<Told>> {
    let rows = tx
        .query(
            "SELECT r.region, r.from_kato, r.to_kato, r.effective_on, v.region, v.number, v.programme
            FROM relocations r
            JOIN person_vouchers o ON o.bucket = r.bucket AND o.person_id = r.person_id
            JOIN vouchers v ON v.region = o.region AND v.id = o.voucher_id
            WHERE ($1::int2[] IS NULL OR r.region = ANY ($1))
                AND v.issued_on <= r.effective_on
                AND v.first_month + interval '12 months' > r.effective_on
                AND NOT EXISTS (
                    SELECT 1 FROM relocations n
                    WHERE n.bucket = r.bucket AND n.person_id = r.person_id AND n.recorded_at > r.recorded_at
                )
                AND NOT EXISTS (
                    SELECT 1 FROM voucher_ends e
                    WHERE e.region = v.region AND e.voucher_id = v.id AND e.effect = 'annul'
                )
            ORDER BY r.recorded_at DESC, v.number
            LIMIT $2",
            &[&regions, &limit],
        )
        .await?;
    let told = |row: &Row| {
        Ok(Told {
            region: row.try_get(0)?,
            from_kato: row.try_get(1)?,
            to_kato: row.try_get(2)?,
            told_on: row.try_get(3)?,
            of_region: row.try_get(4)?,
            voucher: row.try_get(5)?,
            programme: row.try_get(6)?,
        })
    };
    rows.iter().map(told).collect()
}
