//! journal.jsonl: the entries behind the exported movements, with the hashes of all their rows (docs/journal.md, 7).

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::{BufWriter, Write as _},
};

use ledger::log::{
    entry::{Body, RowHash},
    export::JournalLine,
    hex::Hex32,
};
use uuid::Uuid;

use super::{Work, Written};
use crate::{
    budgets::Movement,
    cabinets::{facts, sorter::Sorter, store::journal},
    platform::{Fact as _, Result},
};

/// How many bodies are read at once.
const BODIES: usize = 512;

/// Of how many entries the other rows are read by one statement a table.
const ENTRIES: usize = 4096;

/// A record is index (8 bytes), table (1), row hash (32), and 0 for an exported row or 1 for every row.
const EXPORTED: u8 = 0;
const ANY: u8 = 1;

/// The rows of entries, by index.
pub(super) struct Rows {
    indexes: HashMap<Uuid, i64>,
    /// Entries with exported rows, and how many of them. Every exported row is a movement.
    exported: BTreeMap<Uuid, u64>,
    sorter: Sorter,
}

/// The hashes of one entry, by table: in the export's files and not.
#[derive(Default)]
struct Entry {
    index: i64,
    tables: BTreeMap<String, Vec<Hex32>>,
    outside: BTreeMap<String, Vec<Hex32>>,
}

/// The file being written.
struct Lines<'a, 'b> {
    work: &'a Work<'b>,
    out: BufWriter<File>,
    waiting: Vec<Entry>,
    entries: u64,
    outside: u64,
}

impl Rows {
    pub(super) async fn new(work: &Work<'_>) -> Result<Self> {
        let rows = work.tx.query(journal::LEAVES, &[]).await?;
        let indexes = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_>>()?;
        Ok(Self { indexes, exported: BTreeMap::new(), sorter: Sorter::new(&work.folder) })
    }

    /// A row is in a CSV file.
    pub(super) fn exported(&mut self, entry: Uuid, table: &str, hash: RowHash) -> Result<()> {
        let count = self.exported.entry(entry).or_default();
        *count = count.saturating_add(1);
        self.push(entry, table, hash, EXPORTED)
    }

    /// Reads the rows of exported entries that are not exported: of each entry the tables that its body names, and the exported table
    /// only where the entry has more of it.
    async fn read_others(&mut self, work: &Work<'_>) -> Result<()> {
        let exported: Vec<(Uuid, u64)> = std::mem::take(&mut self.exported).into_iter().collect();
        let mut done = 0_usize;
        for chunk in exported.chunks(ENTRIES) {
            work.progress.at("journal.jsonl", done, exported.len());
            done = done.saturating_add(chunk.len());
            for (table, entries) in self.tables_of(work, chunk).await? {
                facts::scan_entries(&work.tx, &table, &entries, |row| self.push(row.entry, row.table, row.hash, ANY))
                    .await?;
            }
        }
        Ok(())
    }

    /// The tables to read with their entries, ascending.
    async fn tables_of(&self, work: &Work<'_>, chunk: &[(Uuid, u64)]) -> Result<BTreeMap<String, Vec<Uuid>>> {
        let indexes: Vec<i64> = chunk.iter().filter_map(|(entry, _)| self.indexes.get(entry).copied()).collect();
        let counts: HashMap<Uuid, u64> = chunk.iter().copied().collect();
        let mut tables = BTreeMap::<String, Vec<Uuid>>::new();
        for row in work.tx.query(journal::BODIES, &[&indexes]).await? {
            let (entry, body): (Uuid, Vec<u8>) = (row.try_get(1)?, row.try_get(3)?);
            let body = Body::parse(&body).map_err(anyhow::Error::from)?;
            for told in body.tables {
                let whole = told.table == Movement::TABLE && counts.get(&entry) == Some(&told.rows);
                if !whole {
                    tables.entry(told.table).or_default().push(entry);
                }
            }
        }
        tables.values_mut().for_each(|entries| entries.sort_unstable());
        Ok(tables)
    }

    fn push(&mut self, entry: Uuid, table: &str, hash: RowHash, kind: u8) -> Result<()> {
        let Some(index) = self.indexes.get(&entry) else { return Ok(()) };
        let table = facts::TABLES.iter().position(|known| *known == table).and_then(|n| u8::try_from(n).ok());
        let table = table.ok_or_else(|| anyhow::anyhow!("a table of facts is not known"))?;
        let mut record = index.to_be_bytes().to_vec();
        record.push(table);
        record.extend(hash.0);
        record.push(kind);
        self.sorter.push(record)
    }

    /// Writes the entries that have an exported row; tells how many of their rows lie outside.
    pub(super) async fn write(mut self, work: &Work<'_>) -> Result<(Written, u64)> {
        self.read_others(work).await?;
        let out = BufWriter::new(File::create(work.folder.join("journal.jsonl"))?);
        let mut lines = Lines { work, out, waiting: Vec::new(), entries: 0, outside: 0 };
        let mut sorted = self.sorter.finish()?;
        let (mut entry, mut before, mut covered) = (Entry::default(), None, 0_usize);
        while let Some(record) = sorted.next()? {
            let (index, table, hash, kind) = parse(&record)?;
            if entry.index != index {
                lines.take(std::mem::take(&mut entry)).await?;
                entry.index = index;
            }
            let this = Some((index, table, hash));
            if this != before {
                (before, covered) = (this, 0);
            }
            // The exported rows of a hash stand before all its rows, and take as many of these away.
            let (rows, count) = match (kind, covered) {
                (EXPORTED, _) => (Some(&mut entry.tables), covered.saturating_add(1)),
                (_, 0) => (Some(&mut entry.outside), 0),
                (_, _) => (None, covered.saturating_sub(1)),
            };
            covered = count;
            if let Some(rows) = rows {
                rows.entry(table.to_owned()).or_default().push(Hex32(hash));
            }
        }
        lines.take(entry).await?;
        lines.finish().await
    }
}

fn parse(record: &[u8]) -> Result<(i64, &'static str, [u8; 32], u8)> {
    let read = || {
        let (index, rest) = record.split_first_chunk::<8>()?;
        let (table, rest) = rest.split_first()?;
        let (hash, rest) = rest.split_first_chunk::<32>()?;
        let table = facts::TABLES.get(usize::from(*table))?;
        Some((i64::from_be_bytes(*index), *table, *hash, *rest.first()?))
    };
    Ok(read().ok_or_else(|| anyhow::anyhow!("a row's hash was cut while it was sorted"))?)
}

impl Lines<'_, '_> {
    async fn take(&mut self, entry: Entry) -> Result<()> {
        if entry.tables.is_empty() {
            return Ok(());
        }
        self.waiting.push(entry);
        if self.waiting.len() >= BODIES { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<()> {
        let indexes: Vec<i64> = self.waiting.iter().map(|entry| entry.index).collect();
        let rows = self.work.tx.query(journal::BODIES, &[&indexes]).await?;
        let mut bodies = HashMap::new();
        for row in rows {
            let (id, salt, body): (Uuid, Vec<u8>, Vec<u8>) = (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
            bodies.insert(row.try_get::<_, i64>(0)?, (id, salt, body));
        }
        for entry in self.waiting.drain(..) {
            // An erased body proves nothing any more; its rows are then unknown to whoever verifies.
            let Some((id, salt, body)) = bodies.remove(&entry.index) else { continue };
            let count: usize = entry.outside.values().map(Vec::len).sum();
            self.outside = self.outside.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
            self.entries = self.entries.saturating_add(1);
            let salt =
                <[u8; 32]>::try_from(salt).map_err(|_| anyhow::anyhow!("the salt of entry {id} is not 32 bytes"))?;
            let line = JournalLine {
                index: u64::try_from(entry.index).unwrap_or_default(),
                entry_id: id.to_string(),
                salt: Hex32(salt),
                body: String::from_utf8(body).map_err(anyhow::Error::from)?,
                tables: entry.tables,
                outside: entry.outside,
            };
            serde_json::to_writer(&mut self.out, &line)?;
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<(Written, u64)> {
        self.flush().await?;
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        Ok((Written { name: "journal.jsonl".to_owned(), rows: self.entries }, self.outside))
    }
}
