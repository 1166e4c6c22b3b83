//! What the signer reads of the journal and the one table that it writes.

use jiff::Timestamp;
use tokio_postgres::Client;

/// Leaves from an index on, in order: index and entry.
pub(super) async fn list_leaves(client: &Client, from: i64, limit: i64) -> anyhow::Result<Vec<(i64, Vec<u8>)>> {
    let rows = client
        .query("SELECT index, entry FROM journal_leaves WHERE index >= $1 ORDER BY index LIMIT $2", &[&from, &limit])
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// The entry at an index.
pub(super) async fn find_leaf(client: &Client, index: i64) -> anyhow::Result<Option<Vec<u8>>> {
    let row = client.query_opt("SELECT entry FROM journal_leaves WHERE index = $1", &[&index]).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// Keeps a signed head; the same head twice is once.
pub(super) async fn insert_checkpoint(client: &Client, size: i64, note: &str, at: Timestamp) -> anyhow::Result<()> {
    client
        .execute(
            "INSERT INTO journal_checkpoints (size, note, signed_at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING",
            &[&size, &note, &at],
        )
        .await?;
    Ok(())
}
