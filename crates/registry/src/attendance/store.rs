//! All SQL of the slice `attendance`.

pub mod parents;

use std::collections::{HashMap, HashSet};

use jiff::{Timestamp, civil::Date};
use tokio_postgres::{Row, RowStream};
use uuid::Uuid;

use super::planes::Planes;
use crate::{
    fact,
    platform::{Fact as _, Result, Tx},
};

fact! {
    /// A list of marks as it was posted; see the migration for the bytes.
    pub struct AttendanceBatch in "attendance_batches" {
        region: i16 = "int2",
        month: Date = "date",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        group_id: Uuid = "uuid",
        first_day: i16 = "int2",
        days: i16 = "int2",
        contracts: Vec<u8> = "bytea",
        marks: Vec<u8> = "bytea",
        source: Vec<u8> = "bytea",
    }
}

/// A group as a timesheet names it, with its calendar as known now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) region: i16,
    pub(super) id: Uuid,
    pub(super) performer_id: Uuid,
    pub(super) bin: String,
    pub(super) programme: String,
    pub(super) code: String,
    pub(super) title: String,
    pub(super) weekdays: i16,
    pub(super) vacations: String,
}

/// The days of a child at a performer: a portion with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) performer_id: Uuid,
    pub(super) person: Vec<u8>,
    pub(super) group_id: Uuid,
    pub(super) contract_id: Uuid,
    pub(super) from_day: i16,
    pub(super) to_day: i16,
    /// The last day as known now; before `from_day` when nothing is left.
    pub(super) last_day: i16,
    pub(super) planes: Planes,
}

/// Where the act of a performer's month stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// No act, or a draft: marks are taken.
    Open,
    /// Between the two signatures.
    Closed,
    /// The issuer has signed, then: only late certificates.
    Signed(Timestamp),
}

/// Groups of the performers named, and of any performer by the groups' own names.
pub(super) async fn list_groups(tx: &Tx<'_>, bins: &[&str], codes: &[&str]) -> Result<Vec<Group>> {
    let rows = tx
        .query(
            "SELECT g.region, g.id, g.performer_id, p.bin, g.code, r.title, r.weekdays, r.vacations, p.programme
            FROM groups g
            JOIN performers p ON p.region = g.region AND p.id = g.performer_id
            JOIN LATERAL (
                SELECT title, weekdays, vacations FROM group_revisions r
                WHERE r.region = g.region AND r.group_id = g.id
                ORDER BY r.recorded_at DESC LIMIT 1
            ) r ON true
            WHERE p.bin = ANY ($1) OR g.code = ANY ($2)
            ORDER BY p.bin, g.code, g.region, g.id",
            &[&bins, &codes],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Group {
                region: row.try_get(0)?,
                id: row.try_get(1)?,
                performer_id: row.try_get(2)?,
                bin: row.try_get(3)?,
                code: row.try_get(4)?,
                title: row.try_get(5)?,
                weekdays: row.try_get(6)?,
                vacations: row.try_get(7)?,
                programme: row.try_get(8)?,
            })
        })
        .collect()
}

/// The portions of performers in a month with whom they are for.
pub(super) async fn list_places(tx: &Tx<'_>, region: i16, month: Date, performers: &[Uuid]) -> Result<Vec<Place>> {
    let rows = tx
        .query(
            "SELECT
                t.performer_id, n.iin_hmac, t.group_id, t.contract_id, t.from_day, t.to_day,
                coalesce(e.last_day, t.to_day) AS last_day,
                coalesce(a.p0, 0), coalesce(a.p1, 0), coalesce(a.p2, 0), coalesce(a.qr, 0)
            FROM portions t
            JOIN vouchers v ON v.region = t.region AND v.id = t.voucher_id
            JOIN persons n ON n.bucket = v.bucket AND n.id = v.person_id
            LEFT JOIN LATERAL (
                SELECT last_day FROM portion_ends e
                WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
                ORDER BY e.recorded_at DESC LIMIT 1
            ) e ON true
            LEFT JOIN attendance_months a ON a.region = t.region AND a.month = t.month AND a.contract_id = t.contract_id
            WHERE t.region = $1 AND t.month = $2 AND t.performer_id = ANY ($3)",
            &[&region, &month, &performers],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Place {
                performer_id: row.try_get(0)?,
                person: row.try_get(1)?,
                group_id: row.try_get(2)?,
                contract_id: row.try_get(3)?,
                from_day: row.try_get(4)?,
                to_day: row.try_get(5)?,
                last_day: row.try_get(6)?,
                planes: planes(row, 7)?,
            })
        })
        .collect()
}

fn planes(row: &Row, at: usize) -> Result<Planes> {
    let mask = |n: usize| -> Result<u32> { Ok(row.try_get::<_, i32>(at.saturating_add(n))?.cast_unsigned()) };
    Ok(Planes { p0: mask(0)?, p1: mask(1)?, p2: mask(2)?, qr: mask(3)? })
}

/// Where the acts of a month stand; performers without an act are left out.
pub(super) async fn list_standings(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    performers: &[Uuid],
) -> Result<HashMap<Uuid, Standing>> {
    let rows = tx
        .query(
            "SELECT a.performer_id, a.state, s.recorded_at
            FROM acts a
            LEFT JOIN act_signatures s ON s.region = a.region AND s.month = a.month AND s.act_id = a.id AND s.side = 'issuer'
            WHERE a.region = $1 AND a.month = $2 AND a.performer_id = ANY ($3) AND a.state NOT IN ('draft', 'returned')",
            &[&region, &month, &performers],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let signed: Option<Timestamp> = row.try_get(2)?;
            Ok((row.try_get(0)?, signed.map_or(Standing::Closed, Standing::Signed)))
        })
        .collect()
}

/// Which of the keyed hashes belong to a person.
pub(super) async fn list_persons(tx: &Tx<'_>, buckets: &[i16], hashes: &[Vec<u8>]) -> Result<Vec<Vec<u8>>> {
    let rows = tx
        .query(
            "SELECT n.iin_hmac FROM unnest($1::int2[], $2::bytea[]) AS u (bucket, hash)
            JOIN persons n ON n.bucket = u.bucket AND n.iin_hmac = u.hash",
            &[&buckets, &hashes],
        )
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// The groups and months of which this very file was posted before.
pub(super) async fn list_posted(tx: &Tx<'_>, months: &[Date], source: &[u8]) -> Result<HashSet<(Uuid, Date)>> {
    let rows = tx
        .query(
            "SELECT DISTINCT group_id, month FROM attendance_batches WHERE month = ANY ($1) AND source = $2",
            &[&months, &source],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Writes folded months, in the order of their contracts.
pub(super) async fn save_months(tx: &Tx<'_>, region: i16, month: Date, months: &[(Uuid, Planes)]) -> Result<()> {
    let column =
        |of: fn(&Planes) -> u32| months.iter().map(|(_, planes)| of(planes).cast_signed()).collect::<Vec<i32>>();
    tx.execute(
        "INSERT INTO attendance_months (region, month, contract_id, p0, p1, p2, qr, folded_at)
        SELECT $1, $2, u.contract_id, u.p0, u.p1, u.p2, u.qr, $8
        FROM unnest($3::uuid[], $4::int4[], $5::int4[], $6::int4[], $7::int4[]) AS u (contract_id, p0, p1, p2, qr)
        ON CONFLICT (region, month, contract_id) DO UPDATE SET
            p0 = EXCLUDED.p0,
            p1 = EXCLUDED.p1,
            p2 = EXCLUDED.p2,
            qr = EXCLUDED.qr,
            folded_at = EXCLUDED.folded_at",
        &[
            &region,
            &month,
            &months.iter().map(|(contract, _)| *contract).collect::<Vec<_>>(),
            &column(|planes| planes.p0),
            &column(|planes| planes.p1),
            &column(|planes| planes.p2),
            &column(|planes| planes.qr),
            &tx.at(),
        ],
    )
    .await?;
    Ok(())
}

/// Every list of a month in the order of folding.
pub(super) async fn stream_batches(tx: &Tx<'_>, region: i16, month: Date) -> Result<RowStream> {
    let sql = format!("{} WHERE region = $1 AND month = $2 ORDER BY recorded_at, id", AttendanceBatch::SELECT);
    let client = tx.client()?;
    let statement = client.prepare_cached(&sql).await?;
    let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 2] = [&region, &month];
    Ok(client.query_raw(&statement, parameters).await?)
}

/// The lists of some performers in the order in which they are folded.
pub(super) async fn list_batches(tx: &Tx<'_>, (region, month): (i16, Date), performers: &[Uuid]) -> Result<Vec<Row>> {
    let sql = format!(
        "{} WHERE region = $1 AND month = $2 AND performer_id = ANY ($3) ORDER BY recorded_at, id",
        AttendanceBatch::SELECT
    );
    tx.query(&sql, &[&region, &month, &performers]).await
}

/// The folded months of a region.
pub(super) async fn list_months(tx: &Tx<'_>, region: i16, month: Date) -> Result<HashMap<Uuid, Planes>> {
    let rows = tx
        .query(
            "SELECT contract_id, p0, p1, p2, qr FROM attendance_months WHERE region = $1 AND month = $2",
            &[&region, &month],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, planes(row, 1)?))).collect()
}
