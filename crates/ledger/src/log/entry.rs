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
