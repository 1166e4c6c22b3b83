//! The sequencer: gives committed entries their index in the log (spec 2.3). The signer, another process under another user, publishes
//! what has an index and signs heads over it.

use std::time::Duration;

use uuid::Uuid;

use super::{Actor, Result};
use crate::app::App;

/// How many entries get an index in one transaction.
const BATCH: i64 = 4096;

/// One sequencer at a time: the number of its advisory lock.
const LOCK: i64 = 0x5145_4151;

/// Gives indexes to what is committed and has none, in one transaction; tells how many. Other sequencers wait.
///
/// # Errors
/// Faults of the database.
pub async fn step(app: &App) -> Result<usize> {
    let tx = app.begin(&Actor::console(Uuid::nil()), "journal.sequenced", 0).await?;
    tx.query("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    let rows = tx
        .query(
            "SELECT q.region, q.id, e.entry
            FROM journal_queue q
            JOIN journal_entries e ON e.region = q.region AND e.id = q.id
            ORDER BY e.recorded_at, q.id
            LIMIT $1",
            &[&BATCH],
        )
        .await?;
    if rows.is_empty() {
        tx.commit().await?;
        return Ok(0);
    }
    let next: i64 = tx
        .find("SELECT coalesce(max(index) + 1, 0) FROM journal_leaves", &[])
        .await?
        .map_or(Ok(0), |row| row.try_get(0))?;
    let regions = rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<i16>, _>>()?;
    let ids = rows.iter().map(|row| row.try_get(1)).collect::<Result<Vec<Uuid>, _>>()?;
    let entries = rows.iter().map(|row| row.try_get(2)).collect::<Result<Vec<Vec<u8>>, _>>()?;
    tx.execute(
        "INSERT INTO journal_leaves (index, region, entry_id, entry)
        SELECT $1 + u.n - 1, u.region, u.id, u.entry
        FROM unnest($2::int2[], $3::uuid[], $4::bytea[]) WITH ORDINALITY AS u (region, id, entry, n)",
        &[&next, &regions, &ids, &entries],
    )
    .await?;
    tx.execute(
        "DELETE FROM journal_queue q USING unnest($1::int2[], $2::uuid[]) AS u (region, id) WHERE q.region = u.region AND q.id = u.id",
        &[&regions, &ids],
    )
    .await?;
    tx.commit().await?;
    Ok(rows.len())
}

/// Gives indexes to everything that is committed.
///
/// # Errors
/// Faults of the database.
pub async fn drain(app: &App) -> Result<usize> {
    let mut all = 0_usize;
    loop {
        match step(app).await? {
            0 => return Ok(all),
            more => all = all.saturating_add(more),
        }
    }
}

/// Sequences for ever: after each commit of this process, and every second for the commits of others.
///
/// # Errors
/// Faults of the database; the caller decides whether to try again.
pub async fn run(app: &App) -> Result<()> {
    loop {
        drain(app).await?;
        // A missed wake-up costs a second, never an entry.
        tokio::time::timeout(Duration::from_secs(1), app.journal_woken.notified()).await.ok();
    }
}
