//! Disputes of marks as offices list them: whose, of which day, where they stand. No child is named.

use jiff::{Timestamp, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{
    attendance::dispute::State,
    platform::{Result, Tx},
};

/// What is asked for; nothing means all.
#[derive(Clone, Debug, Default)]
pub(in crate::cabinets) struct Asked {
    /// The issuer whose vouchers they are about, by BIN.
    pub(in crate::cabinets) issuer: Option<String>,
    /// The performers, by regions and ids.
    pub(in crate::cabinets) performers: Option<(Vec<i16>, Vec<Uuid>)>,
    pub(in crate::cabinets) month: Option<Date>,
    /// A state's word.
    pub(in crate::cabinets) state: Option<String>,
    /// BIN, or a piece of a name.
    pub(in crate::cabinets) performer: Option<String>,
}

/// A dispute in a list.
#[derive(Clone, Debug)]
pub(in crate::cabinets) struct DisputeRow {
    pub(in crate::cabinets) id: Uuid,
    pub(in crate::cabinets) month: Date,
    pub(in crate::cabinets) day: i16,
    pub(in crate::cabinets) reason: String,
    pub(in crate::cabinets) answer_by: Date,
    pub(in crate::cabinets) raised_at: Timestamp,
    pub(in crate::cabinets) state: State,
    pub(in crate::cabinets) answered_at: Option<Timestamp>,
    pub(in crate::cabinets) bin: String,
    pub(in crate::cabinets) name_kk: String,
    pub(in crate::cabinets) name_ru: String,
    pub(in crate::cabinets) voucher: String,
    pub(in crate::cabinets) has_file: bool,
}

/// What is asked for: $1 issuer, $2 regions and $3 ids of performers, $4 month, $5 state, $6 performer.
const FOUND: &str = "FROM disputes d
    JOIN vouchers v ON v.region = d.region AND v.id = d.voucher_id
    JOIN issuers i ON i.region = v.region AND i.id = v.issuer_id
    JOIN performers p ON p.region = d.region AND p.id = d.performer_id
    LEFT JOIN dispute_answers w ON w.region = d.region AND w.month = d.month AND w.dispute_id = d.id
    LEFT JOIN dispute_files f ON f.region = d.region AND f.month = d.month AND f.dispute_id = d.id
    WHERE ($1::text IS NULL OR i.bin = $1)
        AND ($2::int2[] IS NULL OR d.region = ANY ($2) AND d.performer_id = ANY ($3::uuid[]))
        AND ($4::date IS NULL OR d.month = $4)
        AND ($5::text IS NULL OR coalesce(w.outcome, 'open') = $5)
        AND ($6::text IS NULL OR p.bin = $6 OR strpos(lower(p.name_kk), lower($6)) > 0 OR strpos(lower(p.name_ru), lower($6)) > 0)";

/// How many there are.
pub(in crate::cabinets) async fn count(tx: &Tx<'_>, asked: &Asked) -> Result<i64> {
    let (regions, performers) = asked.performers.clone().unzip();
    let sql = format!("SELECT count(*) {FOUND}");
    let row =
        tx.find(&sql, &[&asked.issuer, &regions, &performers, &asked.month, &asked.state, &asked.performer]).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get(0))?)
}

/// Disputes, the newest first, before a key.
pub(in crate::cabinets) async fn list(
    tx: &Tx<'_>,
    asked: &Asked,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<DisputeRow>> {
    let (regions, performers) = asked.performers.clone().unzip();
    let sql = format!(
        "SELECT
            d.id, d.month, d.day, d.reason, d.answer_by, d.recorded_at, w.outcome, w.recorded_at, p.bin, p.name_kk, p.name_ru, v.number,
            f.dispute_id IS NOT NULL
        {FOUND} AND ($7::uuid IS NULL OR d.id < $7)
        ORDER BY d.id DESC
        LIMIT $8"
    );
    let rows = tx
        .query(
            &sql,
            &[&asked.issuer, &regions, &performers, &asked.month, &asked.state, &asked.performer, &before, &limit],
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<DisputeRow> {
    Ok(DisputeRow {
        id: row.try_get(0)?,
        month: row.try_get(1)?,
        day: row.try_get(2)?,
        reason: row.try_get(3)?,
        answer_by: row.try_get(4)?,
        raised_at: row.try_get(5)?,
        state: State::of(row.try_get::<_, Option<String>>(6)?.as_deref()),
        answered_at: row.try_get(7)?,
        bin: row.try_get(8)?,
        name_kk: row.try_get(9)?,
        name_ru: row.try_get(10)?,
        voucher: row.try_get(11)?,
        has_file: row.try_get(12)?,
    })
}

/// The child of a contract: bucket and id.
pub(in crate::cabinets) async fn person(tx: &Tx<'_>, region: i16, contract: Uuid) -> Result<Vec<(i16, Uuid)>> {
    let rows = tx
        .query("SELECT c.bucket, c.person_id FROM contracts c WHERE c.region = $1 AND c.id = $2", &[&region, &contract])
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// The performer of a dispute about a voucher of an issuer: region and id.
pub(in crate::cabinets) async fn find_performer(tx: &Tx<'_>, issuer: &str, id: Uuid) -> Result<Option<(i16, Uuid)>> {
    let row = tx
        .find(
            "SELECT d.region, d.performer_id
            FROM issuers i
            JOIN disputes d ON d.region = i.region AND d.id = $2
            JOIN vouchers v ON v.region = d.region AND v.id = d.voucher_id AND v.issuer_id = i.id
            WHERE i.bin = $1",
            &[&issuer, &id],
        )
        .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}
