//! The audits that were done.

use jiff::Timestamp;

use crate::platform::{Result, Tx};

/// An audit of the whole nation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cabinets) struct AuditRow {
    /// Entries under the newest signed head that it read.
    pub(in crate::cabinets) head: i64,
    pub(in crate::cabinets) entries: i64,
    /// Rows of facts.
    pub(in crate::cabinets) facts: i64,
    pub(in crate::cabinets) findings: i64,
    pub(in crate::cabinets) begun_at: Timestamp,
    pub(in crate::cabinets) ended_at: Timestamp,
}

/// Entries under the newest signed head; 0 before the first.
pub(in crate::cabinets) async fn head(tx: &Tx<'_>) -> Result<i64> {
    let row = tx.find("SELECT coalesce(max(size), 0) FROM journal_checkpoints", &[]).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
}

/// Remembers an audit.
pub(in crate::cabinets) async fn insert(tx: &Tx<'_>, run: &AuditRow) -> Result<()> {
    tx.execute(
        "INSERT INTO audits (id, head, entries, facts, findings, begun_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&tx.app().clock.id(), &run.head, &run.entries, &run.facts, &run.findings, &run.begun_at, &run.ended_at],
    )
    .await?;
    Ok(())
}

/// The newest audit.
pub(in crate::cabinets) async fn newest(tx: &Tx<'_>) -> Result<Option<AuditRow>> {
    let sql =
        "SELECT head, entries, facts, findings, begun_at, ended_at FROM audits ORDER BY ended_at DESC, id DESC LIMIT 1";
    let Some(row) = tx.find(sql, &[]).await? else { return Ok(None) };
    Ok(Some(AuditRow {
        head: row.try_get(0)?,
        entries: row.try_get(1)?,
        facts: row.try_get(2)?,
        findings: row.try_get(3)?,
        begun_at: row.try_get(4)?,
        ended_at: row.try_get(5)?,
    }))
}
