//! An export against the journal: `journal.jsonl` against the log, exported rows against `journal.jsonl` (spec 2.6).

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::{Deserialize, Serialize};

use super::entry::{self, Body, RowHash, TableRoot};
use super::files::Fetch;
use super::hex::{self, Hex32};
use super::tiles::TileReader;
use super::{Finding, LogError};

/// Rows of one table that are listed one by one in findings; the rest is counted.
pub const LISTED: u64 = 50;

/// A line of `journal.jsonl`: one entry and the hashes of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalLine {
    /// The entry's index in the log. Lines ascend by it.
    pub index: u64,
    /// The id in the body.
    pub entry_id: String,
    /// The salt.
    pub salt: Hex32,
    /// The body's exact bytes, as text.
    pub body: String,
    /// Row hashes by table: rows that the export holds.
    pub tables: BTreeMap<String, Vec<Hex32>>,
    /// Row hashes by table: rows of the same entry that lie outside the export's month, programme or region, or in tables
    /// that are not exported.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outside: BTreeMap<String, Vec<Hex32>>,
}

/// A row that the journal says the export holds.
struct Journalled {
    row: RowHash,
    index: u64,
    found: bool,
}

/// The journal part of an export, read and proven, waiting for the exported rows.
#[derive(Default)]
pub struct ExportCheck {
    tables: BTreeMap<String, Vec<Journalled>>,
    unknown: BTreeMap<String, u64>,
    /// How many entries the export names.
    pub entries: u64,
    /// How many rows of those entries lie outside the export.
    pub rows_outside: u64,
}

impl ExportCheck {
    /// Reads `journal.jsonl` and proves each line: row hashes → roots in the body → entry → the log at that index.
    /// Rows of a line that fails are not taken as journalled.
    ///
    /// # Errors
    /// Only when reading fails; everything else is a finding.
    pub fn read(journal: impl BufRead, log: &mut TileReader<'_, impl Fetch>) -> Result<(Self, Vec<Finding>), LogError> {
        let (mut check, mut findings, mut next) = (Self::default(), Vec::new(), 0);
        for (number, text) in (1..).zip(journal.lines()) {
            let text = text.map_err(LogError::io("journal.jsonl"))?;
            match prove(number, &text, next, log) {
                Ok(line) => {
                    next = line.index.saturating_add(1);
                    check.take(line);
                }
                Err(LogError::Found { finding }) => findings.push(finding),
                Err(fault @ LogError::Io { .. }) => return Err(fault),
            }
        }
        check.tables.values_mut().for_each(|rows| rows.sort_unstable_by_key(|known| (known.row, known.index)));
        Ok((check, findings))
    }

    /// Compares exported rows with the journal, each journalled row covering one exported row. Can be called for one file
    /// after another; the order of rows is immaterial.
    pub fn rows<T: AsRef<str>>(&mut self, rows: impl IntoIterator<Item = (T, RowHash)>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (table, row) in rows {
            let table = table.as_ref();
            if !self.cover(table, row) {
                let count = self.unknown.entry(table.to_owned()).or_default();
                *count = count.saturating_add(1);
                if *count <= LISTED {
                    findings.push(Finding::ExportRowUnknown { table: table.to_owned(), row: hex::encode(&row.0) });
                }
            }
        }
        findings
    }

    /// Ends the check: journalled rows that no exported row was, and counts of what was not listed.
    pub fn finish(self) -> Vec<Finding> {
        let more = |table: &str, count: u64, of| {
            let count = count.saturating_sub(LISTED);
            (count > 0).then(|| Finding::ExportMore { table: table.to_owned(), count, of })
        };
        let mut findings: Vec<_> =
            self.unknown.iter().filter_map(|(table, count)| more(table, *count, "export.row_unknown")).collect();
        for (table, rows) in self.tables {
            let mut count = 0;
            for known in rows.iter().filter(|known| !known.found) {
                count = u64::saturating_add(count, 1);
                if count <= LISTED {
                    let row = hex::encode(&known.row.0);
                    findings.push(Finding::ExportRowMissing { table: table.clone(), index: known.index, row });
                }
            }
            findings.extend(more(&table, count, "export.row_missing"));
        }
        findings
    }

    fn take(&mut self, line: JournalLine) {
        self.entries = self.entries.saturating_add(1);
        let outside: usize = line.outside.values().map(Vec::len).sum();
        self.rows_outside = self.rows_outside.saturating_add(u64::try_from(outside).unwrap_or(u64::MAX));
        for (table, rows) in line.tables {
            let known = rows.into_iter().map(|row| Journalled { row: RowHash(row.0), index: line.index, found: false });
            self.tables.entry(table).or_default().extend(known);
        }
    }

    /// Marks the first uncovered row with this hash.
    fn cover(&mut self, table: &str, row: RowHash) -> bool {
        let rows = self.tables.get_mut(table).map_or(&mut [][..], Vec::as_mut_slice);
        let first = rows.partition_point(|known| known.row < row);
        let same = rows.iter_mut().skip(first).take_while(|known| known.row == row);
        same.into_iter().find(|known| !known.found).map(|known| known.found = true).is_some()
    }
}

fn prove(number: u64, text: &str, next: u64, log: &mut TileReader<'_, impl Fetch>) -> Result<JournalLine, LogError> {
    let refused = |why: String| Finding::ExportLine { line: number, why };
    let line: JournalLine = serde_json::from_str(text).map_err(|e| refused(e.to_string()))?;
    if line.index < next {
        return Err(refused("the indexes do not ascend".to_owned()).into());
    }
    let body = Body::parse(line.body.as_bytes()).map_err(|_| refused("the body is not canonical".to_owned()))?;
    if body.entry != line.entry_id {
        return Err(refused("entry_id is not that of the body".to_owned()).into());
    }
    let changed = || Finding::ExportEntry { line: number, index: line.index };
    if line.index >= log.size() || log.entry(line.index)? != entry::entry_hash(&line.salt.0, line.body.as_bytes()) {
        return Err(changed().into());
    }
    let mut given: Vec<TableRoot> = roots(&line).into_values().collect();
    if given == body.tables {
        return Ok(line);
    }
    let stated = body.tables.iter().filter(|table| !given.contains(table)).map(|table| table.table.clone()).next();
    let stated = stated.or_else(|| given.pop().map(|table| table.table)).unwrap_or_default();
    Err(Finding::ExportRoot { line: number, table: stated }.into())
}

/// The roots over the rows of a line, inside and outside the export together.
fn roots(line: &JournalLine) -> BTreeMap<&str, TableRoot> {
    let mut rows: BTreeMap<&str, Vec<RowHash>> = BTreeMap::new();
    for (table, hashes) in line.tables.iter().chain(&line.outside) {
        rows.entry(table).or_default().extend(hashes.iter().map(|hash| RowHash(hash.0)));
    }
    rows.into_iter().map(|(table, rows)| (table, TableRoot::over(table, &rows))).collect()
}
