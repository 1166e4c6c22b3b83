//! What a verifier or a witness can find, with stable codes.

/// One discrepancy. `code()` is stable, the text is for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The published log is shorter than a checkpoint that somebody remembers.
    #[error("the log has {published} entries, a remembered checkpoint has {remembered}: entries were taken back")]
    RolledBack { published: u64, remembered: u64 },
    /// A checkpoint signs another history than the log shows at the same size.
    #[error("the checkpoint of size {size} ({source_name}) signs another history than the log shows")]
    Forked { size: u64, source_name: String },
    /// Entries were changed, removed or put in another order.
    #[error("entry {index} is not the one that was published")]
    EntryChanged { index: u64 },
    /// A file of entries is gone, short or unreadable.
    #[error("{path}: entries are missing or unreadable")]
    EntryMissing { path: String },
    /// A published tile holds other hashes than the entries give.
    #[error("{path}: the tile holds other bytes than those that belong there")]
    TileChanged { path: String },
    /// A tile is gone.
    #[error("{path}: the tile is missing")]
    TileMissing { path: String },
    /// A writer came with entries that do not follow the last one: it would shorten or rewrite the log, or leave a gap.
    #[error("the log has {published} entries, the next one cannot have index {wanted}")]
    OutOfStep { published: u64, wanted: u64 },
    /// A checkpoint that must be there is gone.
    #[error("{path}: the checkpoint is missing")]
    CheckpointMissing { path: String },
    /// Text that is no signed note, checkpoint or key.
    #[error("{path}: not a well-formed {what}")]
    Malformed { path: String, what: &'static str },
    /// The log's own signature is absent or wrong.
    #[error("{path}: not signed by {name}")]
    Signature { path: String, name: String },
    /// A witness's signature is wrong.
    #[error("{path}: the cosignature of {name} is wrong or absent")]
    Cosignature { path: String, name: String },
    /// The entries and tiles agree with each other but not with the signed root.
    #[error("the checkpoint of size {size} does not sign the tree of the published entries")]
    Root { size: u64 },
    /// The row of a receipt is not among the rows of its body.
    #[error("receipt: the row is not among the {table} rows of the body")]
    ReceiptRow { table: String },
    /// The body of a receipt is not a canonical body.
    #[error("receipt: the body is not canonical")]
    ReceiptBody,
    /// The entry of a receipt is not in the checkpoint's tree.
    #[error("receipt: entry {index} is not in the tree of its checkpoint")]
    ReceiptEntry { index: u64 },
    /// A line of journal.jsonl that cannot be used.
    #[error("journal.jsonl line {line}: {why}")]
    ExportLine { line: u64, why: String },
    /// The hashes of a line do not give the root in its body.
    #[error("journal.jsonl line {line}: the row hashes of {table} do not give the root in the body")]
    ExportRoot { line: u64, table: String },
    /// Body and salt of a line do not give the entry in the log.
    #[error("journal.jsonl line {line}: body and salt do not give entry {index} of the log")]
    ExportEntry { line: u64, index: u64 },
    /// A row of the export that no entry covers.
    #[error("{table}: a row of the export is not in the journal ({row})")]
    ExportRowUnknown { table: String, row: String },
    /// A row of the journal that the export leaves out.
    #[error("{table}: a row of entry {index} is missing from the export ({row})")]
    ExportRowMissing { table: String, index: u64, row: String },
    /// More of the same: only the first are listed one by one.
    #[error("{table}: {count} more rows with {of}")]
    ExportMore { table: String, count: u64, of: &'static str },
}

impl Finding {
    /// The stable code, `noun.reason`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::RolledBack { .. } => "log.rolled_back",
            Self::Forked { .. } => "log.forked",
            Self::EntryChanged { .. } => "log.entry_changed",
            Self::EntryMissing { .. } => "log.entry_missing",
            Self::TileChanged { .. } => "log.tile_changed",
            Self::TileMissing { .. } => "log.tile_missing",
            Self::OutOfStep { .. } => "log.out_of_step",
            Self::CheckpointMissing { .. } => "checkpoint.missing",
            Self::Malformed { .. } => "checkpoint.malformed",
            Self::Signature { .. } => "checkpoint.signature",
            Self::Cosignature { .. } => "checkpoint.cosignature",
            Self::Root { .. } => "checkpoint.root",
            Self::ReceiptRow { .. } => "receipt.row",
            Self::ReceiptBody => "receipt.body",
            Self::ReceiptEntry { .. } => "receipt.entry",
            Self::ExportLine { .. } => "export.line",
            Self::ExportRoot { .. } => "export.root",
            Self::ExportEntry { .. } => "export.entry",
            Self::ExportRowUnknown { .. } => "export.row_unknown",
            Self::ExportRowMissing { .. } => "export.row_missing",
            Self::ExportMore { of, .. } => of,
        }
    }
}
