//! What the month of the country and its late performers are read from.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// A month of a programme in a region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RegionMonth {
    pub(super) region: i16,
    pub(super) programme: String,
    /// Performers with children in the month, or with an act of it.
    pub(super) performers: i64,
    /// Of them those whose act nobody has signed.
    pub(super) drafts: i64,
    /// Those whose act the performer or both have signed.
    pub(super) signed: i64,
    /// Those with days that nobody marked.
    pub(super) late: i64,
    /// Lines kept out of the acts.
    pub(super) exceptions: i64,
    /// Σ totals of the acts (tiyn).
    pub(super) total: i64,
}

impl RegionMonth {
    /// Performers without an act.
    pub(super) fn missing(&self) -> i64 {
        self.performers.saturating_sub(self.drafts).saturating_sub(self.signed).max(0)
    }

    pub(super) fn plus(mut self, other: &Self) -> Self {
        self.performers = self.performers.saturating_add(other.performers);
        self.drafts = self.drafts.saturating_add(other.drafts);
        self.signed = self.signed.saturating_add(other.signed);
        self.late = self.late.saturating_add(other.late);
        self.exceptions = self.exceptions.saturating_add(other.exceptions);
        self.total = self.total.saturating_add(other.total);
        self
    }
}

/// The months that have acts or budgets, the newest first, none of them to come.
pub(super) async fn list_months(tx: &Tx<'_>, until: Date) -> Result<Vec<Date>> {
    let rows = tx
        .query("SELECT DISTINCT month FROM budget_lines WHERE month <= $1 ORDER BY month DESC LIMIT 24", &[&until])
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// How far a month is, by region and programme. A performer is looked up once by its index, not its children one by one.
pub(super) async fn list_regions(tx: &Tx<'_>, month: Date, programme: Option<&str>) -> Result<Vec<RegionMonth>> {
    let rows = tx
        .query(
            "WITH held AS (
                SELECT p.region, p.programme, p.id FROM performers p
                WHERE ($2::text IS NULL OR p.programme = $2)
                    AND EXISTS (SELECT 1 FROM portions t WHERE t.region = p.region AND t.month = $1 AND t.performer_id = p.id)
            ), kept AS (
                SELECT e.region, e.performer_id, e.version, count(*) AS lines, bool_or(e.code = 'timesheet.incomplete') AS late
                FROM exceptions e WHERE e.month = $1
                GROUP BY e.region, e.performer_id, e.version
            )
            SELECT
                p.region, p.programme, count(*),
                count(*) FILTER (WHERE a.state IN ('draft', 'returned')),
                count(*) FILTER (WHERE a.state NOT IN ('draft', 'returned')),
                count(*) FILTER (WHERE k.late),
                coalesce(sum(k.lines), 0)::int8,
                coalesce(sum(a.total), 0)::int8
            FROM performers p
            LEFT JOIN held h ON h.region = p.region AND h.id = p.id
            LEFT JOIN acts a ON a.region = p.region AND a.month = $1 AND a.performer_id = p.id AND a.programme = p.programme
            LEFT JOIN kept k ON k.region = a.region AND k.performer_id = a.performer_id AND k.version = a.version
            WHERE ($2::text IS NULL OR p.programme = $2) AND (h.id IS NOT NULL OR a.id IS NOT NULL)
            GROUP BY p.region, p.programme
            ORDER BY p.region, p.programme",
            &[&month, &programme],
        )
        .await?;
    let read = |row: &Row| {
        Ok(RegionMonth {
            region: row.try_get(0)?,
            programme: row.try_get(1)?,
            performers: row.try_get(2)?,
            drafts: row.try_get(3)?,
            signed: row.try_get(4)?,
            late: row.try_get(5)?,
            exceptions: row.try_get(6)?,
            total: row.try_get(7)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Which late performers: of one issuer or of all.
#[derive(Clone, Debug)]
pub(super) struct Asked<'a> {
    pub(super) month: Date,
    pub(super) issuer: Option<&'a str>,
    pub(super) region: Option<i16>,
    pub(super) programme: Option<&'a str>,
}

/// A performer whose timesheet leaves days open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LateRow {
    pub(super) region: i16,
    pub(super) programme: String,
    pub(super) bin: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) act: Uuid,
    /// Children with open days.
    pub(super) children: i64,
    /// Children that are in the act nevertheless.
    pub(super) lines: i32,
    /// The key that the next page begins after.
    pub(super) key: String,
}

/// $1 month, $2 issuer's BIN, $3 region, $4 programme.
const LATE: &str = "FROM acts a
        JOIN exceptions e
            ON e.region = a.region AND e.month = a.month AND e.performer_id = a.performer_id AND e.version = a.version
            AND e.code = 'timesheet.incomplete'
        JOIN performers p ON p.region = a.region AND p.id = a.performer_id
        JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id
        WHERE a.month = $1
            AND ($2::text IS NULL OR i.bin = $2)
            AND ($3::int2 IS NULL OR a.region = $3)
            AND ($4::text IS NULL OR a.programme = $4)";

/// How many performers are late.
pub(super) async fn count_late(tx: &Tx<'_>, asked: &Asked<'_>) -> Result<i64> {
    let sql = format!("SELECT count(DISTINCT a.id) {LATE}");
    let row = tx.find(&sql, &[&asked.month, &asked.issuer, &asked.region, &asked.programme]).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or_default())
}

/// Late performers by region, programme and BIN, after a key.
pub(super) async fn list_late(tx: &Tx<'_>, asked: &Asked<'_>, after: Option<&str>, limit: i64) -> Result<Vec<LateRow>> {
    const KEY: &str = "(to_char(a.region, 'FM00') || a.programme || p.bin || a.id::text)";
    let sql = format!(
        "SELECT f.region, f.programme, f.bin, f.name_kk, f.name_ru, f.id, f.children, w.lines, f.key
        FROM (
            SELECT a.region, a.month, a.programme, p.bin, p.name_kk, p.name_ru, a.id, a.version, count(DISTINCT e.voucher_id) AS children, {KEY} AS key
            {LATE} AND ($5::text IS NULL OR {KEY} COLLATE \"C\" > $5)
            GROUP BY a.region, a.month, a.programme, p.bin, p.name_kk, p.name_ru, a.id, a.version
            ORDER BY {KEY} COLLATE \"C\"
            LIMIT $6
        ) f
        JOIN act_versions w ON w.region = f.region AND w.month = f.month AND w.act_id = f.id AND w.version = f.version
        ORDER BY f.key COLLATE \"C\""
    );
    let rows = tx.query(&sql, &[&asked.month, &asked.issuer, &asked.region, &asked.programme, &after, &limit]).await?;
    let read = |row: &Row| {
        Ok(LateRow {
            region: row.try_get(0)?,
            programme: row.try_get(1)?,
            bin: row.try_get(2)?,
            name_kk: row.try_get(3)?,
            name_ru: row.try_get(4)?,
            act: row.try_get(5)?,
            children: row.try_get(6)?,
            lines: row.try_get(7)?,
            key: row.try_get(8)?,
        })
    };
    rows.iter().map(read).collect()
}
