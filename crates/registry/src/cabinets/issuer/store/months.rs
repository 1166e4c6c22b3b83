//! How far the months are: performers with children, drafts, signatures.

use jiff::civil::Date;

use crate::platform::{Result, Tx};

/// A month of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MonthOf {
    pub(crate) month: Date,
    pub(crate) programme: String,
    /// Performers with children in the month.
    pub(crate) performers: i64,
    /// Of them those whose act nobody has signed.
    pub(crate) drafts: i64,
    /// Those whose data have changed since the act was made.
    pub(crate) stale: i64,
    /// Those whose act the performer or both have signed.
    pub(crate) signed: i64,
    /// Lines kept out of the acts.
    pub(crate) exceptions: i64,
    /// Σ totals of the acts (tiyn).
    pub(crate) total: i64,
}

impl MonthOf {
    /// Performers without an act.
    pub(crate) fn missing(&self) -> i64 {
        self.performers.saturating_sub(self.drafts).saturating_sub(self.signed).max(0)
    }

    /// Whether a close would do anything.
    pub(crate) fn is_open(&self) -> bool {
        self.missing() > 0 || self.drafts > 0
    }
}

/// The months that have begun until `until`, the newest first.
pub(crate) async fn list(tx: &Tx<'_>, bin: &str, until: Date) -> Result<Vec<MonthOf>> {
    let rows = tx
        .query(
            "WITH held AS (
                SELECT DISTINCT t.region, t.month, t.performer_id, o.issuer_id, o.programme
                FROM issuers i
                JOIN state_orders o ON o.region = i.region AND o.issuer_id = i.id
                JOIN portions t ON t.region = o.region AND t.performer_id = o.performer_id
                WHERE i.bin = $1 AND t.month <= $2
            )
            SELECT
                h.month,
                h.programme,
                count(*) AS performers,
                count(*) FILTER (WHERE a.state IN ('draft', 'returned')) AS drafts,
                count(*) FILTER (WHERE a.state IN ('draft', 'returned') AND k.epoch <> a.epoch) AS stale,
                count(*) FILTER (WHERE a.state NOT IN ('draft', 'returned')) AS signed,
                coalesce(sum((
                    SELECT count(*) FROM exceptions e
                    WHERE e.region = a.region AND e.month = a.month AND e.performer_id = a.performer_id AND e.version = a.version
                )), 0)::int8 AS exceptions,
                coalesce(sum(a.total), 0)::int8 AS total
            FROM held h
            JOIN performer_locks k ON k.region = h.region AND k.performer_id = h.performer_id
            LEFT JOIN acts a ON a.region = h.region AND a.month = h.month AND a.performer_id = h.performer_id AND a.programme = h.programme
            GROUP BY h.month, h.programme
            ORDER BY h.month DESC, h.programme
            LIMIT 60",
            &[&bin, &until],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(MonthOf {
            month: row.try_get(0)?,
            programme: row.try_get(1)?,
            performers: row.try_get(2)?,
            drafts: row.try_get(3)?,
            stale: row.try_get(4)?,
            signed: row.try_get(5)?,
            exceptions: row.try_get(6)?,
            total: row.try_get(7)?,
        })
    };
    rows.iter().map(read).collect()
}
