//! The SQL of the overview: sums only, one statement a table.

use std::collections::BTreeMap;

use jiff::civil::Date;
use ledger::posting::Effect;

use super::overview::{Journal, MonthRow};
use crate::platform::{Result, Tx};

type Counts = BTreeMap<Date, Vec<(String, i64)>>;

async fn counted(tx: &Tx<'_>, sql: &str) -> Result<Counts> {
    let mut counts = Counts::new();
    for row in tx.query(sql, &[]).await? {
        counts.entry(row.try_get(0)?).or_default().push((row.try_get(1)?, row.try_get(2)?));
    }
    Ok(counts)
}

pub(super) async fn months(tx: &Tx<'_>) -> Result<Vec<MonthRow>> {
    let money = tx
        .query(
            "SELECT
                month,
                sum(allotted)::bigint,
                sum(committed)::bigint,
                sum(due)::bigint,
                sum(ordered)::bigint,
                sum(paid)::bigint
            FROM budget_stripes
            GROUP BY month
            ORDER BY month
            LIMIT 120",
            &[],
        )
        .await?;
    let parts = counted(tx, "SELECT month, 'parts', count(*) FROM parts GROUP BY month LIMIT 120").await?;
    let acts =
        counted(tx, "SELECT month, state, count(*) FROM acts GROUP BY month, state ORDER BY state LIMIT 960").await?;
    let exceptions = counted(
        tx,
        "SELECT e.month, e.code, count(*)
        FROM exceptions e
        LEFT JOIN acts a ON a.region = e.region AND a.month = e.month AND a.performer_id = e.performer_id
        WHERE a.version IS NULL OR a.version = e.version
        GROUP BY e.month, e.code
        ORDER BY e.code
        LIMIT 1200",
    )
    .await?;
    let mut rows = Vec::with_capacity(money.len());
    for row in &money {
        let month: Date = row.try_get(0)?;
        rows.push(MonthRow {
            month,
            money: Effect {
                allotted: row.try_get(1)?,
                committed: row.try_get(2)?,
                due: row.try_get(3)?,
                ordered: row.try_get(4)?,
                paid: row.try_get(5)?,
            },
            parts: parts.get(&month).and_then(|counts| counts.first()).map_or(0, |(_, count)| *count),
            acts: acts.get(&month).cloned().unwrap_or_default(),
            exceptions: exceptions.get(&month).cloned().unwrap_or_default(),
        });
    }
    Ok(rows)
}

pub(super) async fn journal(tx: &Tx<'_>) -> Result<Journal> {
    let counts =
        tx.find("SELECT (SELECT count(*) FROM journal_leaves), (SELECT count(*) FROM journal_queue)", &[]).await?;
    let head = tx.find("SELECT note FROM journal_checkpoints ORDER BY size DESC LIMIT 1", &[]).await?;
    let Some(counts) = counts else { return Ok(Journal::default()) };
    Ok(Journal {
        entries: counts.try_get(0)?,
        waiting: counts.try_get(1)?,
        head: head.map(|row| row.try_get(0)).transpose()?,
    })
}

pub(super) async fn counts(tx: &Tx<'_>) -> Result<(i64, i64, i64)> {
    let row = tx
        .find(
            "SELECT
                (SELECT count(*) FROM (SELECT DISTINCT bucket, person_id FROM person_vouchers) AS children),
                (SELECT count(*) FROM vouchers),
                (SELECT count(*) FROM performers)",
            &[],
        )
        .await?;
    row.map_or(Ok((0, 0, 0)), |row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)))
}
