//! The public log: signed heads and where an entry stands. Bodies and salts are not read here.

use jiff::Timestamp;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// A signed head.
#[derive(Clone, Debug)]
pub(in crate::cabinets::public) struct HeadRow {
    pub(in crate::cabinets::public) size: i64,
    pub(in crate::cabinets::public) note: String,
    pub(in crate::cabinets::public) signed_at: Timestamp,
}

fn read(row: &tokio_postgres::Row) -> Result<HeadRow> {
    Ok(HeadRow { size: row.try_get(0)?, note: row.try_get(1)?, signed_at: row.try_get(2)? })
}

/// Heads of fewer than `below` entries, the largest first.
pub(in crate::cabinets::public) async fn heads(tx: &Tx<'_>, below: i64, limit: i64) -> Result<Vec<HeadRow>> {
    let sql = "SELECT size, note, signed_at FROM journal_checkpoints WHERE size < $1 ORDER BY size DESC LIMIT $2";
    tx.query(sql, &[&below, &limit]).await?.iter().map(read).collect()
}

/// The head of exactly so many entries.
pub(in crate::cabinets::public) async fn head(tx: &Tx<'_>, size: i64) -> Result<Option<HeadRow>> {
    let sql = "SELECT size, note, signed_at FROM journal_checkpoints WHERE size = $1";
    tx.find(sql, &[&size]).await?.as_ref().map(read).transpose()
}

/// The newest head.
pub(in crate::cabinets::public) async fn newest(tx: &Tx<'_>) -> Result<Option<HeadRow>> {
    Ok(heads(tx, i64::MAX, 1).await?.pop())
}

/// The place of an entry in the log.
pub(in crate::cabinets::public) async fn index(tx: &Tx<'_>, entry: Uuid) -> Result<Option<i64>> {
    let sql = "SELECT index FROM journal_leaves WHERE entry_id = $1 AND region = ANY ($2)";
    let mut regions = super::regions();
    regions.push(0);
    tx.find(sql, &[&entry, &regions]).await?.map(|row| Ok(row.try_get(0)?)).transpose()
}

/// How many entries wait for their place.
pub(in crate::cabinets::public) async fn waiting(tx: &Tx<'_>) -> Result<i64> {
    let row = tx.find("SELECT count(*) FROM (SELECT 1 FROM journal_queue LIMIT 10000) q", &[]).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
}

/// The version of the database's tables.
pub(in crate::cabinets::public) async fn entries(tx: &Tx<'_>) -> Result<i64> {
    let row = tx.find("SELECT coalesce(max(index) + 1, 0) FROM journal_leaves", &[]).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
}
