//! The first screen: what waits, and the money of the year.

use jiff::{Timestamp, civil::Date};
use ledger::posting::Effect;

use crate::platform::{Result, Tx};

/// What waits for the issuer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Acts signed by their performers alone.
    pub(crate) acts: i64,
    /// Their sum (tiyn).
    pub(crate) total: i64,
    /// When the oldest of them was signed.
    pub(crate) oldest: Option<Timestamp>,
    /// Lines kept out of acts that nobody or only the performer has signed.
    pub(crate) exceptions: i64,
    /// Parts booked in months without a published budget.
    pub(crate) awaiting_parts: i64,
    /// Their nominals (tiyn).
    pub(crate) awaiting_sum: i64,
}

/// What waits, in one statement a kind.
pub(crate) async fn find_waiting(tx: &Tx<'_>, bin: &str) -> Result<Waiting> {
    let mut waiting = Waiting::default();
    let acts = tx
        .query(
            "SELECT
            s.recorded_at,
            count(*) OVER () AS acts,
            sum(a.total) OVER ()::int8 AS total
        FROM issuers i
        JOIN acts a ON a.region = i.region AND a.issuer_id = i.id AND a.state = 'performer_signed'
        JOIN act_signatures s ON s.region = a.region AND s.month = a.month AND s.act_id = a.id AND s.side = 'performer'
        WHERE i.bin = $1
        ORDER BY s.recorded_at
        LIMIT 1",
            &[&bin],
        )
        .await?;
    if let Some(row) = acts.first() {
        waiting.oldest = Some(row.try_get(0)?);
        (waiting.acts, waiting.total) = (row.try_get("acts")?, row.try_get("total")?);
    }
    let exceptions = tx
        .find(
        "SELECT count(*)
        FROM issuers i
        JOIN acts a ON a.region = i.region AND a.issuer_id = i.id AND a.state IN ('draft', 'performer_signed', 'returned')
        JOIN exceptions e ON e.region = a.region AND e.month = a.month AND e.performer_id = a.performer_id AND e.version = a.version
        WHERE i.bin = $1",
        &[&bin],
    ).await?;
    if let Some(row) = exceptions {
        waiting.exceptions = row.try_get(0)?;
    }
    let parts = tx
        .find(
        "SELECT count(*), coalesce(sum(p.nominal), 0)::int8
        FROM issuers i
        JOIN vouchers v ON v.region = i.region AND v.issuer_id = i.id
        JOIN parts p ON p.region = v.region AND p.voucher_id = v.id AND p.line_id IS NULL
        WHERE i.bin = $1
            AND NOT EXISTS (
                SELECT 1 FROM movements m
                WHERE m.region = p.region AND m.month = p.month AND m.subject = p.voucher_id AND m.part_month = p.month AND m.kind = 3
            )",
        &[&bin],
    ).await?;
    if let Some(row) = parts {
        (waiting.awaiting_parts, waiting.awaiting_sum) = (row.try_get(0)?, row.try_get(1)?);
    }
    Ok(waiting)
}

/// The money of each service month of a year, by all lines together.
pub(crate) async fn list_year(tx: &Tx<'_>, bin: &str, year: i16) -> Result<Vec<(Date, Effect)>> {
    let rows = tx
        .query(
            "SELECT
                l.month,
                sum(s.allotted)::int8,
                sum(s.committed)::int8,
                sum(s.due)::int8,
                sum(s.ordered)::int8,
                sum(s.paid)::int8
            FROM issuers i
            JOIN budget_lines l ON l.region = i.region AND l.issuer_id = i.id AND l.year = $2
            JOIN budget_stripes s ON s.region = l.region AND s.month = l.month AND s.line_id = l.id
            WHERE i.bin = $1
            GROUP BY l.month
            ORDER BY l.month
            LIMIT 12",
            &[&bin, &year],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        let money = Effect {
            allotted: row.try_get(1)?,
            committed: row.try_get(2)?,
            due: row.try_get(3)?,
            ordered: row.try_get(4)?,
            paid: row.try_get(5)?,
        };
        Ok((row.try_get(0)?, money))
    };
    rows.iter().map(read).collect()
}
