//! A journal entry: rows, their tables' roots, the canonical body and its salted hash (spec 2.3).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Finding;
use super::hex::Hex32;
use super::tree::{self, Hash};

/// The version of the body's layout.
pub const BODY_VERSION: u32 = 1;

/// The hash of one row: a leaf of its table's tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowHash(pub Hash);

/// The canonical bytes of a row: the table's name and every field in the order of the columns, each as
/// `<length in bytes, decimal>:<bytes>,` and an absent field (NULL) as `-,`. No two different rows share their bytes.
pub fn row_bytes(table: &str, fields: &[Option<&str>]) -> Vec<u8> {
    let mut text = netstring(table);
    fields.iter().for_each(|field| text.push_str(&field.map_or_else(|| "-,".to_owned(), netstring)));
    text.into_bytes()
}

/// SHA-256(0x00 ‖ [`row_bytes`]).
pub fn row_hash(table: &str, fields: &[Option<&str>]) -> RowHash {
    RowHash(tree::leaf_hash(&row_bytes(table, fields)))
}

/// Hashes rows as [`row_hash`] does, field by field and row after row, without a text of its own for each field.
#[derive(Debug, Default)]
pub struct RowHasher {
    row: Vec<u8>,
    field: String,
}

impl RowHasher {
    /// Begins a row of a table.
    pub fn begin(&mut self, table: &str) {
        self.row.clear();
        self.text(table);
    }

    /// The next field is absent (NULL).
    pub fn absent(&mut self) {
        self.row.extend_from_slice(b"-,");
    }

    /// The next field.
    pub fn text(&mut self, text: &str) {
        put_length(&mut self.row, text.len());
        self.row.extend_from_slice(text.as_bytes());
        self.row.push(b',');
    }

    /// The next field as it prints.
    pub fn display(&mut self, value: impl std::fmt::Display) {
        use std::fmt::Write as _;
        self.field.clear();
        // Writing to a String cannot fail.
        write!(self.field, "{value}").ok();
        put_length(&mut self.row, self.field.len());
        self.row.extend_from_slice(self.field.as_bytes());
        self.row.push(b',');
    }

    /// The next field as lower-case hexadecimal.
    pub fn hex(&mut self, bytes: &[u8]) {
        put_length(&mut self.row, bytes.len().saturating_mul(2));
        let digit =
            |half: u8| if half < 10 { b'0'.saturating_add(half) } else { b'a'.saturating_add(half.saturating_sub(10)) };
        self.row.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
        self.row.push(b',');
    }

    /// The hash of the row.
    pub fn finish(&self) -> RowHash {
        RowHash(tree::leaf_hash(&self.row))
    }
}

fn put_length(row: &mut Vec<u8>, length: usize) {
    let start = row.len();
    let mut left = length;
    loop {
        row.push(b'0'.saturating_add(u8::try_from(left % 10).unwrap_or(0)));
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if let Some(digits) = row.get_mut(start..) {
        digits.reverse();
    }
    row.push(b':');
}

fn netstring(text: &str) -> String {
    format!("{}:{text},", text.len())
}

/// The rows of one table in an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRoot {
    /// The table's name.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// The RFC 6962 root over the row hashes in ascending order.
    pub root: Hex32,
}

impl TableRoot {
    /// The root over rows in any order of reading.
    pub fn over(table: &str, rows: &[RowHash]) -> Self {
        let rows = sorted(rows);
        let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        Self { table: table.to_owned(), rows: count, root: Hex32(tree::root_of(rows.iter().map(|row| row.0))) }
    }
}

/// Row hashes in the order of the tree's leaves.
pub(crate) fn sorted(rows: &[RowHash]) -> Vec<RowHash> {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    rows
}

/// What an entry says. The bytes of [`Body::encode`] are what is hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// [`BODY_VERSION`].
    pub v: u32,
    /// The entry's id, a UUID as text.
    pub entry: String,
    /// What happened, in the words of the caller (`vouchers.issued`).
    pub kind: String,
    /// The region whose rows these are, two digits.
    pub region: String,
    /// The id of the actor's record.
    pub actor: String,
    /// The legal date, `YYYY-MM-DD` in Asia/Almaty, when the entry has one.
    pub effective_on: Option<String>,
    /// When it was recorded: microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    /// One line for each table, names ascending, no name twice.
    pub tables: Vec<TableRoot>,
}

impl Body {
    /// The canonical bytes: compact JSON, the fields in the order of this struct, tables by name.
    ///
    /// # Errors
    /// `receipt.body` when a table occurs twice or the version is not ours.
    pub fn encode(&self) -> Result<Vec<u8>, Finding> {
        let mut body = self.clone();
        body.tables.sort_by(|a, b| a.table.cmp(&b.table));
        let twice = body.tables.iter().zip(body.tables.iter().skip(1)).any(|(a, b)| a.table == b.table);
        if twice || body.v != BODY_VERSION {
            return Err(Finding::ReceiptBody);
        }
        serde_json::to_vec(&body).map_err(|_| Finding::ReceiptBody)
    }

    /// Reads a body back.
    ///
    /// # Errors
    /// `receipt.body` unless the bytes are exactly what [`Body::encode`] writes.
    pub fn parse(bytes: &[u8]) -> Result<Self, Finding> {
        let body: Self = serde_json::from_slice(bytes).map_err(|_| Finding::ReceiptBody)?;
        if body.encode()? == bytes { Ok(body) } else { Err(Finding::ReceiptBody) }
    }
}

/// The entry: SHA-256(salt ‖ body). The salt hides a body that could be guessed and is erased together with it.
pub fn entry_hash(salt: &[u8; 32], body: &[u8]) -> Hash {
    Sha256::new().chain_update(salt).chain_update(body).finalize().into()
}
