//! The queue of acts: counts by tab and a page by key, both under one filter; what of a batch still waits.

use jiff::{Timestamp, civil::Date};
use tokio_postgres::{Row, types::ToSql};
use uuid::Uuid;

use crate::{
    cabinets::issuer::filter::{Cursor, Filter, Sort, Tab},
    platform::{Result, Tx},
};

/// An act in the queue.
#[derive(Clone, Debug)]
pub(crate) struct Queued {
    pub(crate) id: Uuid,
    pub(crate) month: Date,
    pub(crate) number: String,
    pub(crate) programme: String,
    pub(crate) state: String,
    pub(crate) version: i16,
    pub(crate) total: i64,
    pub(crate) lines: i32,
    pub(crate) bin: String,
    pub(crate) name_kk: String,
    pub(crate) name_ru: String,
    pub(crate) exceptions: i64,
    /// Since when the act stands where it stands.
    pub(crate) since: Timestamp,
    pub(crate) tab: String,
    /// The value of the order's key.
    pub(crate) key: String,
}

/// $1 BIN, $2 month, $3 programme, $4 performer, $5 only with exceptions, $6 and $7 sums.
const OWN: &str = "WITH own AS (
        SELECT
            a.id,
            a.month,
            a.number,
            a.programme,
            a.state,
            a.version,
            a.total,
            v.lines,
            p.bin,
            p.name_kk,
            p.name_ru,
            (
                SELECT count(*) FROM exceptions e
                WHERE e.region = a.region AND e.month = a.month AND e.performer_id = a.performer_id AND e.version = a.version
            ) AS exceptions,
            coalesce(t.recorded_at, s.recorded_at, v.recorded_at) AS since,
            CASE
                WHEN a.state IN ('draft', 'returned') AND k.epoch <> a.epoch THEN 'draft'
                WHEN a.state IN ('draft', 'returned') THEN 'performer'
                WHEN a.state = 'performer_signed' THEN 'waiting'
                WHEN a.state = 'issuer_signed' THEN 'signed'
                WHEN a.state = 'invoiced' THEN 'invoiced'
                WHEN a.state = 'paid' THEN 'paid'
                ELSE 'ordered'
            END AS tab
        FROM issuers i
        JOIN acts a ON a.region = i.region AND a.issuer_id = i.id
        JOIN act_versions v ON v.region = a.region AND v.month = a.month AND v.act_id = a.id AND v.version = a.version
        JOIN performers p ON p.region = a.region AND p.id = a.performer_id
        JOIN performer_locks k ON k.region = a.region AND k.performer_id = a.performer_id
        LEFT JOIN act_signatures s ON s.region = a.region AND s.month = a.month AND s.act_id = a.id AND s.side = 'performer'
        LEFT JOIN act_signatures t ON t.region = a.region AND t.month = a.month AND t.act_id = a.id AND t.side = 'issuer'
        WHERE i.bin = $1
            AND ($2::date IS NULL OR a.month = $2)
            AND ($3::text IS NULL OR a.programme = $3)
            AND ($4::text IS NULL OR p.bin = $4 OR strpos(lower(p.name_kk), lower($4)) > 0 OR strpos(lower(p.name_ru), lower($4)) > 0)
            AND ($6::int8 IS NULL OR a.total >= $6)
            AND ($7::int8 IS NULL OR a.total <= $7)
    ), found AS (SELECT * FROM own WHERE NOT $5 OR exceptions > 0)";

/// The parameters of [`OWN`].
fn parameters<'a>(bin: &'a &'a str, filter: &'a Filter) -> Vec<&'a (dyn ToSql + Sync)> {
    vec![
        bin,
        &filter.month,
        &filter.programme,
        &filter.performer,
        &filter.exceptions,
        &filter.total_from,
        &filter.total_to,
    ]
}

/// Acts, their sum and acts with exceptions of a tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) acts: i64,
    pub(crate) total: i64,
    pub(crate) with_exceptions: i64,
}

/// How many acts each tab has under the filter.
pub(crate) async fn count_tabs(tx: &Tx<'_>, bin: &str, filter: &Filter) -> Result<Vec<(Tab, Count)>> {
    let sql = format!(
        "{OWN} SELECT tab, count(*), sum(total)::int8, count(*) FILTER (WHERE exceptions > 0) FROM found GROUP BY tab"
    );
    let rows = tx.query(&sql, &parameters(&bin, filter)).await?;
    let mut counts: Vec<(Tab, Count)> = Tab::ALL.map(|tab| (tab, Count::default())).into();
    for row in &rows {
        let tab: String = row.try_get(0)?;
        let found = Count { acts: row.try_get(1)?, total: row.try_get(2)?, with_exceptions: row.try_get(3)? };
        for (known, count) in &mut counts {
            if known.code() == tab || *known == Tab::All {
                count.acts = count.acts.saturating_add(found.acts);
                count.total = count.total.saturating_add(found.total);
                count.with_exceptions = count.with_exceptions.saturating_add(found.with_exceptions);
            }
        }
    }
    Ok(counts)
}

/// The key of an order, its type, and whether it runs downwards.
fn order(sort: Sort) -> (&'static str, &'static str, bool) {
    match sort {
        Sort::Age => ("(extract(epoch FROM f.since) * 1000000)::int8", "int8", false),
        Sort::Sum => ("f.total", "int8", true),
        Sort::Month => ("to_char(f.month, 'YYYY-MM')", "text", true),
        Sort::Performer => ("lower(f.name_ru)", "text", false),
        Sort::Exceptions => ("f.exceptions", "int8", true),
    }
}

const COLUMNS: &str = "f.id, f.month, f.number, f.programme, f.state, f.version, f.total, f.lines, f.bin, f.name_kk, f.name_ru, f.exceptions, f.since, f.tab";

/// A page of a tab, in the order asked, after or before a key.
pub(crate) async fn list_page(
    tx: &Tx<'_>,
    bin: &str,
    filter: &Filter,
    cursor: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<Queued>> {
    let (key, kind, down) = order(filter.sort);
    let backwards = cursor.is_some_and(|cursor| cursor.backwards);
    // The id goes the way of the key, so that one comparison of pairs decides.
    let (than, way) = if down == backwards { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "{OWN} SELECT {COLUMNS}, ({key})::text AS key
        FROM found f
        WHERE ($8 = 'all' OR f.tab = $8) AND ($9::text IS NULL OR ({key}, f.id) {than} ($9::text::{kind}, $10::uuid))
        ORDER BY {key} {way}, f.id {way}
        LIMIT $11"
    );
    let tab = filter.tab.code();
    let (value, id) = (cursor.map(|cursor| cursor.key.as_str()), cursor.map(|cursor| cursor.id));
    let mut all = parameters(&bin, filter);
    all.extend::<[&(dyn ToSql + Sync); 4]>([&tab, &value, &id, &limit]);
    let mut rows = tx.query(&sql, &all).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    if backwards {
        rows.reverse();
    }
    Ok(rows)
}

fn read(row: &Row) -> Result<Queued> {
    Ok(Queued {
        id: row.try_get("id")?,
        month: row.try_get("month")?,
        number: row.try_get("number")?,
        programme: row.try_get("programme")?,
        state: row.try_get("state")?,
        version: row.try_get("version")?,
        total: row.try_get("total")?,
        lines: row.try_get("lines")?,
        bin: row.try_get("bin")?,
        name_kk: row.try_get("name_kk")?,
        name_ru: row.try_get("name_ru")?,
        exceptions: row.try_get("exceptions")?,
        since: row.try_get("since")?,
        tab: row.try_get("tab")?,
        key: row.try_get("key")?,
    })
}

/// The versions that wait for the issuer's signature under a filter: act and version, the oldest first.
pub(crate) async fn list_waiting(tx: &Tx<'_>, bin: &str, filter: &Filter, limit: i64) -> Result<Vec<(Uuid, i16)>> {
    let sql = format!(
        "{OWN} SELECT f.id, f.version FROM found f WHERE f.state = 'performer_signed' ORDER BY f.since, f.id LIMIT $8"
    );
    let mut all = parameters(&bin, filter);
    all.push(&limit);
    tx.query(&sql, &all).await?.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// An act of a batch as it stands now.
#[derive(Clone, Debug)]
pub(crate) struct InBatch {
    pub(crate) id: Uuid,
    pub(crate) number: String,
    pub(crate) month: Date,
    pub(crate) state: String,
    /// The current version, and the one that was chosen.
    pub(crate) version: i16,
    pub(crate) chosen: i16,
    pub(crate) total: i64,
    pub(crate) lines: i32,
    pub(crate) bin: String,
    pub(crate) name_kk: String,
    pub(crate) name_ru: String,
    pub(crate) exceptions: i64,
}

impl InBatch {
    /// Whether the version chosen waits for the issuer's signature.
    pub(crate) fn waits(&self) -> bool {
        self.state == "performer_signed" && self.version == self.chosen
    }
}

/// The acts of a batch as they stand now, those with exceptions first, then by sum; acts of others are left out.
pub(crate) async fn list_batch(tx: &Tx<'_>, bin: &str, acts: &[(Uuid, i16)]) -> Result<Vec<InBatch>> {
    let (ids, versions): (Vec<Uuid>, Vec<i16>) = acts.iter().copied().unzip();
    let rows = tx
        .query(
            "SELECT
                a.id,
                a.number,
                a.month,
                a.state,
                a.version,
                c.version AS chosen,
                a.total,
                v.lines,
                p.bin,
                p.name_kk,
                p.name_ru,
                (
                    SELECT count(*) FROM exceptions e
                    WHERE e.region = a.region AND e.month = a.month AND e.performer_id = a.performer_id AND e.version = a.version
                ) AS exceptions
            FROM unnest($2::uuid[], $3::int2[]) AS c (id, version)
            JOIN acts a ON a.id = c.id
            JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id AND i.bin = $1
            JOIN act_versions v ON v.region = a.region AND v.month = a.month AND v.act_id = a.id AND v.version = a.version
            JOIN performers p ON p.region = a.region AND p.id = a.performer_id
            ORDER BY exceptions DESC, a.total DESC, a.id",
            &[&bin, &ids, &versions],
        )
        .await?;
    let read = |row: &Row| {
        Ok(InBatch {
            id: row.try_get("id")?,
            number: row.try_get("number")?,
            month: row.try_get("month")?,
            state: row.try_get("state")?,
            version: row.try_get("version")?,
            chosen: row.try_get("chosen")?,
            total: row.try_get("total")?,
            lines: row.try_get("lines")?,
            bin: row.try_get("bin")?,
            name_kk: row.try_get("name_kk")?,
            name_ru: row.try_get("name_ru")?,
            exceptions: row.try_get("exceptions")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The frozen bytes of versions: act, number, version, document.
pub(crate) async fn list_documents(
    tx: &Tx<'_>,
    bin: &str,
    acts: &[(Uuid, i16)],
) -> Result<Vec<(Uuid, String, i16, Vec<u8>)>> {
    let (ids, versions): (Vec<Uuid>, Vec<i16>) = acts.iter().copied().unzip();
    let rows = tx
        .query(
            "SELECT a.id, a.number, v.version, v.xml
            FROM unnest($2::uuid[], $3::int2[]) AS c (id, version)
            JOIN acts a ON a.id = c.id
            JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id AND i.bin = $1
            JOIN act_versions v ON v.region = a.region AND v.month = a.month AND v.act_id = a.id AND v.version = c.version
            ORDER BY a.number, v.version",
            &[&bin, &ids, &versions],
        )
        .await?;
    let read = |row: &Row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?));
    rows.iter().map(read).collect()
}

/// The months that the issuer has acts of, the newest first.
pub(crate) async fn list_months(tx: &Tx<'_>, bin: &str) -> Result<Vec<Date>> {
    let rows = tx
        .query(
            "SELECT DISTINCT a.month
            FROM issuers i
            JOIN acts a ON a.region = i.region AND a.issuer_id = i.id
            WHERE i.bin = $1
            ORDER BY a.month DESC
            LIMIT 36",
            &[&bin],
        )
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}
