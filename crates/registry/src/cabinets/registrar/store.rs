//! What the registrar reads: the journal, and messages that were refused.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    cabinets::lists::Place,
    platform::{Report, Result, Tx},
};

/// Lines of a page.
pub(super) const PAGE: i64 = 50;

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EntryRow {
    pub(super) region: i16,
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) recorded_at: Timestamp,
    /// Its place in the log; none while it waits for one.
    pub(super) index: Option<i64>,
}

/// Which entries: empty fields ask for all. Times are of Almaty.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) kind: Option<String>,
    pub(super) region: Option<i16>,
    /// Recorded before the end of this day.
    pub(super) until: Option<Date>,
    /// One entry by its id, or by its place in the log.
    pub(super) id: Option<Uuid>,
    pub(super) index: Option<i64>,
    /// The place of the last entry of the page before.
    pub(super) after: Option<i64>,
}

/// Entries that have a place in the log, the newest first: the key of places alone leads through any number of them.
pub(super) async fn entries(tx: &Tx<'_>, filter: &Filter, limit: i64) -> Result<Vec<EntryRow>> {
    let rows = tx
        .query(
            "SELECT e.region, e.id, e.kind, e.recorded_at, l.index
            FROM journal_leaves l
            JOIN journal_entries e ON e.region = l.region AND e.id = l.entry_id
            WHERE ($1::text IS NULL OR e.kind = $1) AND ($2::int2 IS NULL OR e.region = $2)
                AND ($3::date IS NULL OR e.recorded_at < ($3 + 1)::timestamp AT TIME ZONE 'Asia/Almaty')
                AND ($4::uuid IS NULL OR l.entry_id = $4) AND ($5::int8 IS NULL OR l.index = $5)
                AND ($6::int8 IS NULL OR l.index < $6)
            ORDER BY l.index DESC LIMIT $7",
            &[&filter.kind, &filter.region, &filter.until, &filter.id, &filter.index, &filter.after, &limit],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(EntryRow {
            region: row.try_get(0)?,
            id: row.try_get(1)?,
            kind: row.try_get(2)?,
            recorded_at: row.try_get(3)?,
            index: row.try_get(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The kinds of the newest entries: what a registrar looks for is among them, and a journal of years is not read for it.
pub(super) async fn kinds(tx: &Tx<'_>) -> Result<Vec<String>> {
    let rows = tx
        .query(
            "SELECT DISTINCT e.kind
            FROM (SELECT region, entry_id FROM journal_leaves ORDER BY index DESC LIMIT 2000) l
            JOIN journal_entries e ON e.region = l.region AND e.id = l.entry_id
            ORDER BY e.kind",
            &[],
        )
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// An entry as it is kept.
pub(super) struct Kept {
    pub(super) row: EntryRow,
    /// The hash that the log holds.
    pub(super) entry: Vec<u8>,
    /// Salt and body; none where they were erased.
    pub(super) sealed: Option<(Vec<u8>, Vec<u8>)>,
}

/// One entry by its id.
pub(super) async fn find_entry(tx: &Tx<'_>, id: Uuid) -> Result<Option<Kept>> {
    let row = tx
        .find(
            "SELECT e.region, e.id, e.kind, e.recorded_at, l.index, e.entry, b.salt, b.body
            FROM journal_entries e
            LEFT JOIN journal_leaves l ON l.region = e.region AND l.entry_id = e.id
            LEFT JOIN journal_bodies b ON b.region = e.region AND b.id = e.id
            WHERE e.id = $1",
            &[&id],
        )
        .await?;
    row.map(|row| {
        let entry = EntryRow {
            region: row.try_get(0)?,
            id: row.try_get(1)?,
            kind: row.try_get(2)?,
            recorded_at: row.try_get(3)?,
            index: row.try_get(4)?,
        };
        let sealed = row.try_get::<_, Option<Vec<u8>>>(6)?.zip(row.try_get(7)?);
        Ok(Kept { row: entry, entry: row.try_get(5)?, sealed })
    })
    .transpose()
}

/// A kept message and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MessageRow {
    /// SHA-256 of its bytes in hexadecimal.
    pub(super) sha256: String,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) size: i64,
    pub(super) received_at: Timestamp,
    /// None: nothing of it was taken, so it may come again.
    pub(super) report: Option<Report>,
}

/// $1 kind, $2 a part of the name. Lists of an issue are no messages: they are told in its protocol.
const REFUSED: &str = "FROM inbox i
        LEFT JOIN inbox_outcomes o ON o.region = i.region AND o.kind = i.kind AND o.sha256 = i.sha256
        WHERE i.kind <> 'issue' AND (o.report IS NULL OR jsonb_array_length(o.report -> 'errors') > 0)
            AND ($1::text IS NULL OR i.kind IN ($1, 'import.' || $1))
            AND ($2::text IS NULL OR strpos(lower(i.name), lower($2)) > 0)";

/// Messages with rows refused, or of which nothing was taken, the newest first.
pub(super) async fn refused(
    tx: &Tx<'_>,
    (kind, name): (Option<&str>, Option<&str>),
    after: Option<&Place>,
    limit: i64,
) -> Result<Vec<MessageRow>> {
    let (at, key) = (after.map(|place| place.at), after.map(|place| place.key.as_str()));
    let sql = format!(
        "SELECT encode(i.sha256, 'hex'), i.kind, i.name, i.size, i.received_at, o.report
        {REFUSED} AND ($3::timestamptz IS NULL OR (i.received_at, encode(i.sha256, 'hex')) < ($3, $4))
        ORDER BY i.received_at DESC, encode(i.sha256, 'hex') DESC LIMIT $5"
    );
    tx.query(&sql, &[&kind, &name, &at, &key, &limit]).await?.iter().map(message).collect()
}

/// How many there are.
pub(super) async fn count_refused(tx: &Tx<'_>, (kind, name): (Option<&str>, Option<&str>)) -> Result<i64> {
    let row = tx.find(&format!("SELECT count(*) {REFUSED}"), &[&kind, &name]).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
}

/// One message by the hash of its bytes.
pub(super) async fn find_message(tx: &Tx<'_>, kind: &str, sha256: &str) -> Result<Option<MessageRow>> {
    let row = tx
        .find(
            "SELECT encode(i.sha256, 'hex'), i.kind, i.name, i.size, i.received_at, o.report
            FROM inbox i
            LEFT JOIN inbox_outcomes o ON o.region = i.region AND o.kind = i.kind AND o.sha256 = i.sha256
            WHERE i.kind = $1 AND encode(i.sha256, 'hex') = $2",
            &[&kind, &sha256],
        )
        .await?;
    row.as_ref().map(message).transpose()
}

fn message(row: &tokio_postgres::Row) -> Result<MessageRow> {
    let report: Option<serde_json::Value> = row.try_get(5)?;
    Ok(MessageRow {
        sha256: row.try_get(0)?,
        kind: row.try_get(1)?,
        name: row.try_get(2)?,
        size: row.try_get(3)?,
        received_at: row.try_get(4)?,
        report: report.map(serde_json::from_value).transpose()?,
    })
}

/// Entries with an index, entries waiting, the newest signed head with its time.
pub(super) async fn journal(tx: &Tx<'_>) -> Result<(i64, i64, Option<(i64, Timestamp)>)> {
    let counts = tx
        .find(
            "SELECT (SELECT coalesce(max(index) + 1, 0) FROM journal_leaves), (SELECT count(*) FROM journal_queue)",
            &[],
        )
        .await?;
    let head = tx.find("SELECT size, signed_at FROM journal_checkpoints ORDER BY size DESC LIMIT 1", &[]).await?;
    let (entries, waiting) =
        counts.map_or(Ok((0, 0)), |row| Ok::<_, tokio_postgres::Error>((row.try_get(0)?, row.try_get(1)?)))?;
    let head = head.map(|row| Ok::<_, tokio_postgres::Error>((row.try_get(0)?, row.try_get(1)?))).transpose()?;
    Ok((entries, waiting, head))
}
