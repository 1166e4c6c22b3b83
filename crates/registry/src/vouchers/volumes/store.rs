//! All SQL of order volumes.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use super::volume::{Published, Said, next, places};
use crate::{
    fact,
    platform::{Refusal, Result, Tx},
};

fact! {
    /// A published version of an order volume: contingent in ten-thousandths, normative and volume in tiyn.
    pub(crate) struct OrderVolume in "order_volumes" {
        region: i16 = "int2",
        issuer_id: Uuid = "uuid",
        programme: String = "text",
        year: i16 = "int2",
        version: i16 = "int2",
        contingent: i64 = "int8",
        normative: i64 = "int8",
        volume: i64 = "int8",
        forecast: String = "text",
        act_number: String = "text",
        act_date: Date = "date",
    }
}

/// Whoever issues or publishes a volume of a region, programme and year does it behind this lock: the row of the numbers given.
pub(in crate::vouchers) async fn lock(tx: &Tx<'_>, region: i16, programme: &str, year: i16) -> Result<()> {
    tx.execute(
        "INSERT INTO voucher_numbers (region, programme, year, last) VALUES ($1, $2, $3, 0)
        ON CONFLICT (region, programme, year) DO NOTHING",
        &[&region, &programme, &year],
    )
    .await?;
    let sql = "SELECT last FROM voucher_numbers WHERE region = $1 AND programme = $2 AND year = $3 FOR UPDATE";
    tx.find(sql, &[&region, &programme, &year]).await?;
    Ok(())
}

/// The latest version of each issuer of a region for a programme and year, in the order of BINs: issuer, BIN, version.
pub(in crate::vouchers) async fn latest(
    tx: &Tx<'_>,
    region: i16,
    programme: &str,
    year: i16,
) -> Result<Vec<(Uuid, String, Published)>> {
    let rows = tx
        .query(
            "SELECT DISTINCT ON (i.bin) o.version, o.contingent, o.normative, o.volume, o.forecast, o.act_number, o.act_date, o.issuer_id, i.bin
            FROM order_volumes o
            JOIN issuers i ON i.region = o.region AND i.id = o.issuer_id
            WHERE o.region = $1 AND o.programme = $2 AND o.year = $3
            ORDER BY i.bin, o.version DESC",
            &[&region, &programme, &year],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(7)?, row.try_get(8)?, published(row)?))).collect()
}

fn published(row: &Row) -> Result<Published> {
    Ok(Published {
        version: row.try_get(0)?,
        said: Said {
            contingent: row.try_get(1)?,
            normative: row.try_get(2)?,
            volume: row.try_get(3)?,
            forecast: row.try_get(4)?,
            act_number: row.try_get(5)?,
            act_date: row.try_get(6)?,
        },
    })
}

/// Why a version would be refused if it were published at this moment; nothing when it may be or is published already.
pub(crate) async fn refusal(
    tx: &Tx<'_>,
    (region, programme, year): (i16, &str, i16),
    (bin, said): (&str, &Said),
) -> Result<Option<Refusal>> {
    let latest = latest(tx, region, programme, year).await?;
    let before = latest.iter().find(|(_, issuer, _)| issuer == bin);
    let issued = count_live(tx, region, programme, year).await?;
    let issued = before.and_then(|(id, ..)| issued.get(id)).copied().unwrap_or_default();
    Ok(next(before.map(|(.., published)| published), said, issued).err())
}

/// Vouchers of a region, programme and year that are not annulled, by issuer.
pub(in crate::vouchers) async fn count_live(
    tx: &Tx<'_>,
    region: i16,
    programme: &str,
    year: i16,
) -> Result<HashMap<Uuid, i64>> {
    let rows = tx
        .query(
            "SELECT v.issuer_id, count(*)
            FROM vouchers v
            WHERE v.region = $1 AND v.programme = $2 AND v.year = $3 AND NOT EXISTS (
                SELECT 1 FROM portion_ends e WHERE e.region = v.region AND e.voucher_id = v.id AND e.effect = 'annul'
            ) AND NOT EXISTS (
                SELECT 1 FROM voucher_ends e WHERE e.region = v.region AND e.voucher_id = v.id AND e.effect = 'annul'
            )
            GROUP BY v.issuer_id",
            &[&region, &programme, &year],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// The key that volumes are listed by: region, programme, BIN of the issuer, version.
pub(crate) type Key = (i16, String, String, i16);

/// A version as pages and the API show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VolumeRow {
    pub(crate) region: i16,
    pub(crate) programme: String,
    pub(crate) year: i16,
    pub(crate) issuer_bin: String,
    pub(crate) version: i16,
    pub(crate) said: Said,
    pub(crate) recorded_at: Timestamp,
    /// Live vouchers of the issuer, programme, region and year now; nothing beside a version that a later one replaces.
    pub(crate) issued: Option<i64>,
}

impl VolumeRow {
    /// How many vouchers it allows.
    pub(crate) fn places(&self) -> i64 {
        places(self.said.contingent)
    }
}

/// The versions of a year by region, programme, issuer and version; of one issuer, or of all in the transaction's scope.
pub(crate) async fn list(
    tx: &Tx<'_>,
    (year, bin): (i16, Option<&str>),
    after: Option<&Key>,
    limit: i64,
) -> Result<Vec<VolumeRow>> {
    let key = after.cloned();
    let (region, programme) = (key.as_ref().map(|key| key.0), key.as_ref().map(|key| key.1.as_str()));
    let (issuer, version) = (key.as_ref().map(|key| key.2.as_str()), key.as_ref().map(|key| key.3));
    let rows = tx
        .query(
            "SELECT o.version, o.contingent, o.normative, o.volume, o.forecast, o.act_number, o.act_date, o.region, o.programme, i.bin, o.recorded_at,
                CASE WHEN NOT EXISTS (
                    SELECT 1 FROM order_volumes n
                    WHERE n.region = o.region AND n.issuer_id = o.issuer_id AND n.programme = o.programme AND n.year = o.year AND n.version > o.version
                ) THEN (
                    SELECT count(*)
                    FROM vouchers v
                    WHERE v.region = o.region AND v.issuer_id = o.issuer_id AND v.programme = o.programme AND v.year = o.year AND NOT EXISTS (
                        SELECT 1 FROM portion_ends e WHERE e.region = v.region AND e.voucher_id = v.id AND e.effect = 'annul'
                    ) AND NOT EXISTS (
                        SELECT 1 FROM voucher_ends e WHERE e.region = v.region AND e.voucher_id = v.id AND e.effect = 'annul'
                    )
                ) END
            FROM order_volumes o
            JOIN issuers i ON i.region = o.region AND i.id = o.issuer_id
            WHERE o.year = $1 AND ($2::text IS NULL OR i.bin = $2)
                AND ($3::int2 IS NULL OR (o.region, o.programme, i.bin, o.version) > ($3, $4::text, $5::text, $6::int2))
            ORDER BY o.region, o.programme, i.bin, o.version
            LIMIT $7",
            &[&year, &bin, &region, &programme, &issuer, &version, &limit],
        )
        .await?;
    let read = |row: &Row| {
        let Published { version, said } = published(row)?;
        Ok(VolumeRow {
            region: row.try_get(7)?,
            programme: row.try_get(8)?,
            year,
            issuer_bin: row.try_get(9)?,
            version,
            said,
            recorded_at: row.try_get(10)?,
            issued: row.try_get(11)?,
        })
    };
    rows.iter().map(read).collect()
}
