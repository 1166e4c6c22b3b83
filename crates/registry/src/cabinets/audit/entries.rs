//! Entries against the rows of facts that name them.

use std::{
    collections::{BTreeMap, HashMap},
    pin::pin,
};

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use ledger::log::entry::{Body, RowHash, TableRoot, entry_hash};
use tokio_postgres::Row;
use uuid::Uuid;

use super::Audited;
use crate::{
    cabinets::{
        facts::{self, Seen},
        sorter::Sorted,
        store::journal,
    },
    platform::{Result, Tx, erasure, fact::instant},
};

/// An entry with what lies beside it.
struct Entry {
    region: i16,
    id: Uuid,
    kind: String,
    entry: Vec<u8>,
    recorded_at: Timestamp,
    salt: Option<Vec<u8>>,
    body: Option<Vec<u8>>,
    index: Option<i64>,
    leaf: Option<Vec<u8>>,
    queued: bool,
}

/// A row of a fact as it is sorted: entry, table, hash, instant.
pub(super) fn record(row: &Seen) -> Vec<u8> {
    let table = facts::TABLES.iter().position(|table| *table == row.table).and_then(|n| u8::try_from(n).ok());
    let mut record = row.entry.as_bytes().to_vec();
    record.push(table.unwrap_or(u8::MAX));
    record.extend(row.hash.0);
    record.extend(row.recorded_at.as_microsecond().to_be_bytes());
    record
}

/// A sorted row: entry, table, hash, microseconds.
type Sighted = (Uuid, &'static str, RowHash, i64);

fn sighted(record: &[u8]) -> Result<Sighted> {
    let read = || {
        let (entry, rest) = record.split_first_chunk::<16>()?;
        let (table, rest) = rest.split_first()?;
        let (hash, rest) = rest.split_first_chunk::<32>()?;
        let at = rest.first_chunk::<8>()?;
        Some((
            Uuid::from_bytes(*entry),
            *facts::TABLES.get(usize::from(*table))?,
            RowHash(*hash),
            i64::from_be_bytes(*at),
        ))
    };
    Ok(read().ok_or_else(|| anyhow::anyhow!("a row's hash was cut while it was sorted"))?)
}

fn read(row: &Row) -> Result<Entry> {
    Ok(Entry {
        region: row.try_get(0)?,
        id: row.try_get(1)?,
        kind: row.try_get(2)?,
        entry: row.try_get(3)?,
        recorded_at: row.try_get(4)?,
        salt: row.try_get(5)?,
        body: row.try_get(6)?,
        index: row.try_get(7)?,
        leaf: row.try_get(8)?,
        queued: row.try_get(9)?,
    })
}

/// Walks entries and rows side by side, both ascending by the entry's id; one entry's rows are in memory at a time.
pub(super) async fn check(tx: &Tx<'_>, rows: &mut Sorted, audited: &mut Audited) -> Result<()> {
    let erased: HashMap<Uuid, Vec<u8>> = erasure::list_bodies(tx).await?.into_iter().collect();
    let client = tx.client()?;
    let statement = client.prepare_cached(journal::ENTRIES).await?;
    let nothing: [&(dyn tokio_postgres::types::ToSql + Sync); 0] = [];
    let mut entries = pin!(client.query_raw(&statement, nothing).await?);
    let mut ahead = rows.next()?;
    while let Some(row) = entries.try_next().await? {
        let entry = read(&row)?;
        audited.entries = audited.entries.saturating_add(1);
        let mut mine = BTreeMap::<&'static str, Vec<RowHash>>::new();
        while let Some(record) = &ahead {
            let (id, table, hash, at) = sighted(record)?;
            if id > entry.id {
                break;
            }
            if id < entry.id {
                audited.found("row.without_entry", table, id.to_string(), "its entry is not in the journal");
            } else {
                mine.entry(table).or_default().push(hash);
                if at != entry.recorded_at.as_microsecond() {
                    audited.found(
                        "row.recorded_at",
                        table,
                        id.to_string(),
                        "a row says another instant than its entry",
                    );
                }
            }
            ahead = rows.next()?;
        }
        check_entry(&entry, audited);
        match (erased.get(&entry.id), &entry.body) {
            (Some(digest), None) => check_erased(&entry, digest, &mine, audited)?,
            (Some(_), Some(_)) => audited.found(
                "erasure.unfinished",
                "journal_bodies",
                entry.id.to_string(),
                "the erasure is journalled, the body is still there",
            ),
            (None, None) => {
                audited.found("entry.body_missing", "journal_bodies", entry.id.to_string(), "the body is gone")
            }
            (None, Some(_)) => {}
        }
        check_rows(&entry, mine, audited);
    }
    while let Some(record) = ahead {
        let (id, table, _, _) = sighted(&record)?;
        audited.found("row.without_entry", table, id.to_string(), "its entry is not in the journal");
        ahead = rows.next()?;
    }
    for row in tx.query(journal::LOOSE, &[]).await? {
        let (table, id): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        audited.found("entry.missing", &table, id, "the journal has no such entry");
    }
    Ok(())
}

/// The entry is the hash of its body, and each is sequenced once or waits for it.
fn check_entry(entry: &Entry, audited: &mut Audited) {
    let key = entry.id.to_string();
    if let (Some(salt), Some(body)) = (&entry.salt, &entry.body) {
        let salt = <[u8; 32]>::try_from(salt.as_slice());
        if salt.is_ok_and(|salt| entry_hash(&salt, body).as_slice() == entry.entry) {
            check_body(entry, body, audited);
        } else {
            audited.found("entry.changed", "journal_bodies", key.clone(), "salt and body do not give the entry");
        }
    }
    match (entry.index, entry.queued) {
        (Some(_), false) => {}
        (Some(_), true) => {
            audited.found("entry.sequenced_twice", "journal_queue", key.clone(), "has an index and waits for one")
        }
        (None, true) => {}
        (None, false) => {
            audited.found("entry.unsequenced", "journal_leaves", key.clone(), "has no index and waits for none")
        }
    }
    if entry.leaf.as_ref().is_some_and(|leaf| *leaf != entry.entry) {
        audited.found("leaf.changed", "journal_leaves", key, "the leaf is not the entry");
    }
}

/// A body that was erased by a journalled order, which is itself a fact with an entry: the rows must still be those that the order tells,
/// and of tables whose entries may lose their bodies, so that no erasure erases its own proof.
fn check_erased(
    entry: &Entry,
    digest: &[u8],
    rows: &BTreeMap<&'static str, Vec<RowHash>>,
    audited: &mut Audited,
) -> Result<()> {
    let key = entry.id.to_string();
    if rows.keys().any(|table| !erasure::is_erasable(table)) {
        audited.found(
            "entry.body_missing",
            "journal_bodies",
            key,
            "the body is gone, and its rows are none of persons",
        );
        return Ok(());
    }
    let tables: Vec<TableRoot> = rows.iter().map(|(table, rows)| TableRoot::over(table, rows)).collect();
    if erasure::digest(&tables)? != digest {
        let table = rows.keys().next().copied().unwrap_or("journal_entries");
        audited.found("row.changed", table, key, "the rows are not those that the erased body told");
    }
    Ok(())
}

/// The body says what its row says.
fn check_body(entry: &Entry, body: &[u8], audited: &mut Audited) {
    let key = entry.id.to_string();
    let Ok(body) = Body::parse(body) else {
        audited.found("entry.changed", "journal_bodies", key, "the body is not canonical");
        return;
    };
    if body.recorded_at != entry.recorded_at.as_microsecond() {
        let told = Timestamp::from_microsecond(body.recorded_at).map(instant).unwrap_or_default();
        audited.found("entry.recorded_at", "journal_entries", key.clone(), format!("the body says {told}"));
    }
    if body.entry != key || body.kind != entry.kind || body.region != format!("{:02}", entry.region) {
        audited.found("entry.changed", "journal_entries", key, "id, kind or region are not those of the body");
    }
}

/// The roots of the body against those over the rows that are there.
fn check_rows(entry: &Entry, mut rows: BTreeMap<&'static str, Vec<RowHash>>, audited: &mut Audited) {
    let Some(body) = entry.body.as_ref().and_then(|body| Body::parse(body).ok()) else { return };
    let key = entry.id.to_string();
    for told in &body.tables {
        let table = facts::TABLES.iter().find(|known| **known == told.table).copied().unwrap_or_default();
        let mine = rows.remove(table).unwrap_or_default();
        let found = TableRoot::over(&told.table, &mine);
        if found == *told {
            continue;
        }
        let code = match found.rows.cmp(&told.rows) {
            std::cmp::Ordering::Less => "row.missing",
            std::cmp::Ordering::Equal => "row.changed",
            std::cmp::Ordering::Greater => "row.added",
        };
        audited.found(
            code,
            &told.table,
            key.clone(),
            format!("{} rows are there, the entry has {}", found.rows, told.rows),
        );
    }
    for (table, mine) in rows {
        audited.found("row.added", table, key.clone(), format!("{} rows are there, the entry has none", mine.len()));
    }
}
