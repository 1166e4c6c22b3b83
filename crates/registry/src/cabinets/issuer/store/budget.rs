//! The budget by lines and months.

use jiff::{Timestamp, civil::Date};
use ledger::posting::Effect;
use tokio_postgres::Row;

use crate::platform::{Result, Tx};

/// A line of the budget in a month with its money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LineMonth {
    pub(crate) region: i16,
    pub(crate) programme: String,
    pub(crate) source: String,
    pub(crate) kbk: String,
    pub(crate) month: Date,
    pub(crate) money: Effect,
}

/// What tells a line of a year from others: where a page of lines begins after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    region: i16,
    programme: String,
    source: String,
    kbk: String,
}

impl Key {
    /// Reads `after`; what is no line is the beginning.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '~');
        let region = parts.next()?.parse().ok()?;
        let mut part = || parts.next().map(str::to_owned);
        Some(Self { region, programme: part()?, source: part()?, kbk: part()? })
    }

    /// The value of `after` for a line.
    pub(crate) fn text(line: &LineMonth) -> String {
        format!("{}~{}~{}~{}", line.region, line.programme, line.source, line.kbk)
    }
}

/// The first months of a year's lines after one, line by line (republican money before local), each in the order of months.
pub(crate) async fn list_lines(
    tx: &Tx<'_>,
    (bin, year): (&str, i16),
    after: Option<&Key>,
    limit: i64,
) -> Result<Vec<LineMonth>> {
    let region = after.map(|key| key.region);
    let text = |of: fn(&Key) -> &str| after.map_or("", of);
    let (programme, source, kbk) = (text(|key| &key.programme), text(|key| &key.source), text(|key| &key.kbk));
    let rows = tx
        .query(
            "SELECT
                l.region,
                l.programme,
                l.source,
                l.kbk,
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
                AND ($3::int2 IS NULL OR (l.region, l.programme, l.source = 'local', l.kbk) > ($3, $4, $5 = 'local', $6))
            GROUP BY l.region, l.programme, l.source, l.kbk, l.month
            ORDER BY l.region, l.programme, l.source = 'local', l.kbk, l.month
            LIMIT $7",
            &[&bin, &year, &region, &programme, &source, &kbk, &limit],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The money of all lines of a year.
pub(crate) async fn sum_year(tx: &Tx<'_>, bin: &str, year: i16) -> Result<Effect> {
    let row = tx
        .find(
            "SELECT
                coalesce(sum(s.allotted), 0)::int8,
                coalesce(sum(s.committed), 0)::int8,
                coalesce(sum(s.due), 0)::int8,
                coalesce(sum(s.ordered), 0)::int8,
                coalesce(sum(s.paid), 0)::int8
            FROM issuers i
            JOIN budget_lines l ON l.region = i.region AND l.issuer_id = i.id AND l.year = $2
            JOIN budget_stripes s ON s.region = l.region AND s.month = l.month AND s.line_id = l.id
            WHERE i.bin = $1",
            &[&bin, &year],
        )
        .await?;
    let Some(row) = row else { return Ok(Effect::default()) };
    Ok(Effect {
        allotted: row.try_get(0)?,
        committed: row.try_get(1)?,
        due: row.try_get(2)?,
        ordered: row.try_get(3)?,
        paid: row.try_get(4)?,
    })
}

fn read(row: &Row) -> Result<LineMonth> {
    Ok(LineMonth {
        region: row.try_get(0)?,
        programme: row.try_get(1)?,
        source: row.try_get(2)?,
        kbk: row.try_get(3)?,
        month: row.try_get(4)?,
        money: Effect {
            allotted: row.try_get(5)?,
            committed: row.try_get(6)?,
            due: row.try_get(7)?,
            ordered: row.try_get(8)?,
            paid: row.try_get(9)?,
        },
    })
}

/// The years that have lines, the newest first.
pub(crate) async fn list_years(tx: &Tx<'_>, bin: &str) -> Result<Vec<i16>> {
    let rows = tx
        .query(
            "SELECT DISTINCT l.year
            FROM issuers i
            JOIN budget_lines l ON l.region = i.region AND l.issuer_id = i.id
            WHERE i.bin = $1
            ORDER BY l.year DESC
            LIMIT 20",
            &[&bin],
        )
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// An issuer as the registry knows it: region and name.
pub(crate) async fn list_issuers(tx: &Tx<'_>, bin: &str) -> Result<Vec<(i16, String)>> {
    let sql = "SELECT i.region, i.name FROM issuers i WHERE i.bin = $1 AND i.region > 0 ORDER BY i.region LIMIT 100";
    let rows = tx.query(sql, &[&bin]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// The newest allotments and cuts of a year: when, line, month, signed sum (tiyn).
pub(crate) async fn list_changes(tx: &Tx<'_>, bin: &str, year: i16, limit: i64) -> Result<Vec<(Timestamp, LineMonth)>> {
    let rows = tx
        .query(
            "SELECT
                l.region,
                l.programme,
                l.source,
                l.kbk,
                l.month,
                (CASE m.kind WHEN 1 THEN m.amount ELSE -m.amount END)::int8 AS changed,
                m.recorded_at
            FROM issuers i
            JOIN budget_lines l ON l.region = i.region AND l.issuer_id = i.id AND l.year = $2
            JOIN movements m ON m.region = l.region AND m.month = l.month AND m.subject = l.id AND m.line_id = l.id AND m.kind IN (1, 2)
            WHERE i.bin = $1
            ORDER BY m.recorded_at DESC, l.month, l.kbk
            LIMIT $3",
            &[&bin, &year, &limit],
        )
        .await?;
    let read = |row: &Row| {
        let line = LineMonth {
            region: row.try_get(0)?,
            programme: row.try_get(1)?,
            source: row.try_get(2)?,
            kbk: row.try_get(3)?,
            month: row.try_get(4)?,
            money: Effect { allotted: row.try_get(5)?, ..Effect::default() },
        };
        Ok((row.try_get("recorded_at")?, line))
    };
    rows.iter().map(read).collect()
}
