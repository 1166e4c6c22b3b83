//! The receipt of one row: its path to the body, the body's entry, the entry's path to a signed head (spec 2.3).

use std::convert::Infallible;

use serde::{Deserialize, Serialize};

use super::checkpoint::SignedCheckpoint;
use super::entry::{self, Body, RowHash};
use super::files::Fetch;
use super::hex::Hex32;
use super::keys::Verifier;
use super::tiles::TileReader;
use super::tree::{self, Hash};
use super::{Finding, LogError};

/// What the holder of a row keeps: enough to prove, without the registry, that the journal has it. JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The row's table.
    pub table: String,
    /// The row's fields in the order of the columns; `null` for an absent one.
    pub row: Vec<Option<String>>,
    /// The row's place among the sorted row hashes.
    pub row_index: u64,
    /// From the row to the root of its table.
    pub row_path: Vec<Hex32>,
    /// The body's exact bytes, as text.
    pub body: String,
    /// The salt of the entry.
    pub salt: Hex32,
    /// The entry's index in the log.
    pub index: u64,
    /// From the entry to the root of the checkpoint.
    pub path: Vec<Hex32>,
    /// The signed checkpoint, whole.
    pub checkpoint: String,
}

/// The entry that a receipt is cut from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Its index in the log.
    pub index: u64,
    /// Its canonical body.
    pub body: &'a str,
    /// Its salt.
    pub salt: &'a [u8; 32],
    /// The hashes of all its rows of the receipt's table, in any order.
    pub rows: &'a [RowHash],
}

impl Receipt {
    /// Cuts the receipt of a row under the head `checkpoint` (a signed note) of the log `from`.
    ///
    /// # Errors
    /// `receipt.row` when the row is not among `source.rows`, `receipt.entry` when the head does not cover the entry.
    pub fn cut(
        from: &impl Fetch,
        checkpoint: &SignedCheckpoint,
        source: Source<'_>,
        table: &str,
        row: &[Option<&str>],
    ) -> Result<Self, LogError> {
        let size = checkpoint.checkpoint.size;
        if source.index >= size {
            return Err(Finding::ReceiptEntry { index: source.index }.into());
        }
        let rows = entry::sorted(source.rows);
        let found = rows.binary_search(&entry::row_hash(table, row));
        let at = found.map_err(|_| Finding::ReceiptRow { table: table.to_owned() })?;
        let (row_index, row_path) = row_path(&rows, at);
        let mut reader = TileReader::new(from, size);
        let path = tree::prove_inclusion(source.index, size, &mut |level, index| reader.node(level, index))?;
        Ok(Self {
            table: table.to_owned(),
            row: row.iter().map(|field| field.map(str::to_owned)).collect(),
            row_index,
            row_path: row_path.into_iter().map(Hex32).collect(),
            body: source.body.to_owned(),
            salt: Hex32(*source.salt),
            index: source.index,
            path: path.into_iter().map(Hex32).collect(),
            checkpoint: checkpoint.to_string(),
        })
    }

    /// Checks the whole chain with the log's public key alone. The answer is the body and the head it rests on; whether the
    /// public log still continues that head is for [`super::verify::verify`].
    ///
    /// # Errors
    /// `receipt.row`, `receipt.body`, `receipt.entry`, `checkpoint.malformed`, `checkpoint.signature`.
    pub fn verify(&self, name: &str, log: &Verifier) -> Result<(Body, SignedCheckpoint), Finding> {
        let note = SignedCheckpoint::parse(name, &self.checkpoint)?;
        note.require_log(name, log)?;
        let body = Body::parse(self.body.as_bytes())?;
        let no_row = || Finding::ReceiptRow { table: self.table.clone() };
        let table = body.tables.iter().find(|table| table.table == self.table).ok_or_else(no_row)?;
        let fields: Vec<_> = self.row.iter().map(Option::as_deref).collect();
        let row = entry::row_hash(&self.table, &fields).0;
        if !tree::verify_inclusion(&row, self.row_index, table.rows, &plain(&self.row_path), &table.root.0) {
            return Err(no_row());
        }
        let leaf = tree::leaf_hash(&entry::entry_hash(&self.salt.0, self.body.as_bytes()));
        let head = &note.checkpoint;
        if !tree::verify_inclusion(&leaf, self.index, head.size, &plain(&self.path), &head.root) {
            return Err(Finding::ReceiptEntry { index: self.index });
        }
        Ok((body, note))
    }
}

fn row_path(rows: &[RowHash], at: usize) -> (u64, Vec<Hash>) {
    let leaves: Vec<Hash> = rows.iter().map(|row| row.0).collect();
    let (index, size) = (u64::try_from(at).unwrap_or(u64::MAX), u64::try_from(leaves.len()).unwrap_or(u64::MAX));
    let Ok(path): Result<_, Infallible> = tree::prove_inclusion(index, size, &mut tree::nodes_of(&leaves));
    (index, path)
}

fn plain(path: &[Hex32]) -> Vec<Hash> {
    path.iter().map(|hash| hash.0).collect()
}
