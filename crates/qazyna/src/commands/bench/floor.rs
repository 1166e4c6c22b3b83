//! The floor: plain PostgreSQL writing the same result rows, one `INSERT … SELECT` a table, from rows computed before into tables like
//! the real ones: the same columns, keys, checks and indexes, no row-level security, no journal, no application.

use std::time::{Duration, Instant};

use anyhow::Result;
use serde::Serialize;
use tokio_postgres::Client;

/// The result tables of close and posting: which rows of the run, and their keys' columns.
const RESULTS: [(&str, &str, &str); 6] = [
    ("act_versions", "true", "1, 2, 3, 4"),
    ("act_lines", "true", "1, 2, 3, 4, 5"),
    ("exceptions", "true", "1, 2, 3, 4, 5, 6, 7"),
    ("acts", "true", "1, 2, 3"),
    ("movements", "document_kind = 'act'", "1, 2, 3, 4"),
    ("act_signatures", "side = 'issuer'", "1, 2, 3, 5"),
];

/// What a stretch of work cost.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Cost {
    pub(super) micros: u64,
    pub(super) wal_bytes: u64,
    pub(super) rows: u64,
}

impl Cost {
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            micros: self.micros.saturating_add(other.micros),
            wal_bytes: self.wal_bytes.saturating_add(other.wal_bytes),
            rows: self.rows.saturating_add(other.rows),
        }
    }
}

/// A stretch of work that is being measured.
pub(super) struct Watch {
    started: Instant,
    wal: u64,
}

impl Watch {
    pub(super) async fn start(owner: &Client) -> Result<Self> {
        let wal = wal(owner).await?;
        Ok(Self { started: Instant::now(), wal })
    }

    pub(super) async fn stop(self, owner: &Client, rows: u64) -> Result<Cost> {
        let took = self.started.elapsed();
        Ok(Cost { micros: micros(took), wal_bytes: wal(owner).await?.saturating_sub(self.wal), rows })
    }
}

pub(super) fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

async fn wal(owner: &Client) -> Result<u64> {
    let row = owner.query_one("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::int8", &[]).await?;
    Ok(u64::try_from(row.try_get::<_, i64>(0)?)?)
}

/// How many rows of the run each result table has.
pub(super) async fn results(owner: &Client) -> Result<Vec<(&'static str, u64)>> {
    let mut counts = Vec::new();
    for (table, rows, _) in RESULTS {
        let row = owner.query_one(&format!("SELECT count(*) FROM {table} WHERE {rows}"), &[]).await?;
        counts.push((table, u64::try_from(row.try_get::<_, i64>(0)?)?));
    }
    Ok(counts)
}

/// Writes the result rows of a run again; the rows are computed, copied and in order before the watch starts.
pub(super) async fn run(owner: &Client) -> Result<Cost> {
    owner.batch_execute("CREATE SCHEMA floor").await?;
    for (table, rows, key) in RESULTS {
        let prepare = format!(
            "CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL);
            CREATE UNLOGGED TABLE floor.{table}_rows AS SELECT * FROM public.{table} WHERE {rows} ORDER BY {key};
            VACUUM ANALYZE floor.{table}_rows"
        );
        for statement in prepare.split(';') {
            owner.batch_execute(statement).await?;
        }
    }
    let mut cost = Cost::default();
    for (table, _, _) in RESULTS {
        let watch = Watch::start(owner).await?;
        let sql = format!("INSERT INTO floor.{table} SELECT * FROM floor.{table}_rows");
        let rows = owner.execute(&sql, &[]).await?;
        cost = cost.plus(watch.stop(owner, rows).await?);
    }
    owner.batch_execute("DROP SCHEMA floor CASCADE").await?;
    Ok(cost)
}
