//! What the latest versions of acts left out, by code and performer.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// What is asked for: month, code and act; nothing means all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) month: Option<Date>,
    pub(crate) code: Option<String>,
    pub(crate) performer: Option<String>,
}

/// Lines kept out, by code: how many, of how many performers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfCode {
    pub(crate) code: String,
    pub(crate) lines: i64,
    pub(crate) performers: i64,
}

/// $1 BIN, $2 month, $3 code, $4 performer.
const FOUND: &str = "FROM issuers i
        JOIN acts a ON a.region = i.region AND a.issuer_id = i.id
        JOIN performers p ON p.region = a.region AND p.id = a.performer_id
        JOIN exceptions e ON e.region = a.region AND e.month = a.month AND e.performer_id = a.performer_id AND e.version = a.version
        LEFT JOIN vouchers v ON v.region = e.region AND v.id = e.voucher_id
        WHERE i.bin = $1
            AND ($2::date IS NULL OR a.month = $2)
            AND ($3::text IS NULL OR e.code = $3)
            AND ($4::text IS NULL OR p.bin = $4 OR strpos(lower(p.name_kk), lower($4)) > 0 OR strpos(lower(p.name_ru), lower($4)) > 0)";

/// Counts by code, the most frequent first; the code asked for is passed over, so that the others stay in sight.
pub(crate) async fn count_codes(tx: &Tx<'_>, bin: &str, asked: &Asked) -> Result<Vec<OfCode>> {
    let sql = format!(
        "SELECT e.code, count(*), count(DISTINCT a.performer_id) {FOUND} GROUP BY e.code ORDER BY count(*) DESC, e.code LIMIT 200"
    );
    let rows = tx.query(&sql, &[&bin, &asked.month, &None::<String>, &asked.performer]).await?;
    rows.iter()
        .map(|row| Ok(OfCode { code: row.try_get(0)?, lines: row.try_get(1)?, performers: row.try_get(2)? }))
        .collect()
}

/// A line kept out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptOut {
    pub(crate) act: Uuid,
    pub(crate) act_number: String,
    pub(crate) month: Date,
    pub(crate) bin: String,
    pub(crate) name_kk: String,
    pub(crate) name_ru: String,
    pub(crate) code: String,
    pub(crate) voucher: String,
    pub(crate) portion: i16,
    /// The key that the next page begins after.
    pub(crate) key: String,
}

/// A page of lines by month (the newest first), performer, code and voucher, after a key.
pub(crate) async fn list(
    tx: &Tx<'_>,
    bin: &str,
    asked: &Asked,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<KeptOut>> {
    const KEY: &str = "((999999 - to_char(a.month, 'YYYYMM')::int)::text || p.bin || e.code || coalesce(v.number, '') || e.voucher_id::text || e.portion::text)";
    let sql = format!(
        "SELECT a.id, a.number, a.month, p.bin, p.name_kk, p.name_ru, e.code, coalesce(v.number, '') AS voucher, e.portion, {KEY} AS key
        {FOUND} AND ($5::text IS NULL OR {KEY} COLLATE \"C\" > $5)
        ORDER BY {KEY} COLLATE \"C\"
        LIMIT $6"
    );
    let rows = tx.query(&sql, &[&bin, &asked.month, &asked.code, &asked.performer, &after, &limit]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<KeptOut> {
    Ok(KeptOut {
        act: row.try_get(0)?,
        act_number: row.try_get(1)?,
        month: row.try_get(2)?,
        bin: row.try_get(3)?,
        name_kk: row.try_get(4)?,
        name_ru: row.try_get(5)?,
        code: row.try_get(6)?,
        voucher: row.try_get(7)?,
        portion: row.try_get(8)?,
        key: row.try_get(9)?,
    })
}
