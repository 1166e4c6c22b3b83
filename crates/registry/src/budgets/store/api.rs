//! SQL of what the API shows of budget lines, in the scope of whoever asks.

use jiff::civil::Date;
use serde::Serialize;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// The key that budget lines are sorted by.
pub(in crate::budgets) type Key = (i16, Date, Uuid);

/// A line of a budget. Money is tiyn; free is what is allotted less the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct BudgetLineRow {
    /// Its id.
    pub(crate) id: Uuid,
    /// The region.
    #[schema(minimum = 1, maximum = 99)]
    pub(crate) region: i16,
    /// The month's first day.
    #[schema(format = Date, example = "2026-09-01")]
    pub(crate) month: Date,
    /// The issuer's BIN.
    #[schema(pattern = "^[0-9]{12}$", example = "990340001231")]
    pub(crate) issuer_bin: String,
    /// The programme.
    pub(crate) programme: String,
    /// The financial year.
    pub(crate) year: i16,
    /// Where the money comes from.
    #[schema(pattern = "^(republican|local)$", example = "local")]
    pub(crate) source: String,
    /// The code of the budget classification.
    #[schema(pattern = "^[0-9]+$", example = "464003")]
    pub(crate) kbk: String,
    /// Published.
    pub(crate) allotted: i64,
    /// Promised to bookings.
    pub(crate) committed: i64,
    /// Owed by signed acts.
    pub(crate) due: i64,
    /// Ordered to be paid.
    pub(crate) ordered: i64,
    /// Paid.
    pub(crate) paid: i64,
}

fn line(row: &Row) -> Result<BudgetLineRow> {
    Ok(BudgetLineRow {
        region: row.try_get(0)?,
        month: row.try_get(1)?,
        id: row.try_get(2)?,
        issuer_bin: row.try_get(3)?,
        programme: row.try_get(4)?,
        year: row.try_get(5)?,
        source: row.try_get(6)?,
        kbk: row.try_get(7)?,
        allotted: row.try_get(8)?,
        committed: row.try_get(9)?,
        due: row.try_get(10)?,
        ordered: row.try_get(11)?,
        paid: row.try_get(12)?,
    })
}

pub(in crate::budgets) async fn list(
    tx: &Tx<'_>,
    year: i16,
    after: Option<Key>,
    rows: i64,
) -> Result<Vec<BudgetLineRow>> {
    let key = after.map_or((None, None, None), |(region, month, id)| (Some(region), Some(month), Some(id)));
    let found = tx
        .query(
            "SELECT l.region, l.month, l.id, i.bin, l.programme, l.year, l.source, l.kbk, s.allotted, s.committed, s.due, s.ordered, s.paid
            FROM budget_lines l
            JOIN issuers i ON i.region = l.region AND i.id = l.issuer_id
            JOIN LATERAL (
                SELECT coalesce(sum(b.allotted), 0)::int8 AS allotted, coalesce(sum(b.committed), 0)::int8 AS committed, coalesce(sum(b.due), 0)::int8 AS due,
                    coalesce(sum(b.ordered), 0)::int8 AS ordered, coalesce(sum(b.paid), 0)::int8 AS paid
                FROM budget_stripes b WHERE b.region = l.region AND b.month = l.month AND b.line_id = l.id
            ) s ON true
            WHERE l.year = $1 AND ($2::int2 IS NULL OR (l.region, l.month, l.id) > ($2, $3::date, $4::uuid))
            ORDER BY l.region, l.month, l.id
            LIMIT $5",
            &[&year, &key.0, &key.1, &key.2, &rows],
        )
        .await?;
    found.iter().map(line).collect()
}
