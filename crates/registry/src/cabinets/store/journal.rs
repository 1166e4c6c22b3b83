//! The journal itself.

/// Entries that have an index.
pub(in crate::cabinets) const LEAVES: &str = "SELECT entry_id, index FROM journal_leaves";

/// Entries with their bodies: $1 ids.
pub(in crate::cabinets) const BODIES: &str = "SELECT l.index, b.id, b.salt, b.body FROM journal_leaves l JOIN journal_bodies b ON b.region = l.region AND b.id = l.entry_id WHERE l.index = ANY ($1::int8[]) ORDER BY l.index";

/// An entry that has an index, with its body: $1 its id.
pub(in crate::cabinets) const ONE: &str = "SELECT l.index, b.salt, b.body FROM journal_leaves l JOIN journal_bodies b ON b.region = l.region AND b.id = l.entry_id WHERE l.entry_id = $1";

/// The newest signed head, if it covers index $1.
pub(in crate::cabinets) const HEAD: &str = "SELECT c.note FROM journal_checkpoints c WHERE c.size > $1 AND c.size = (SELECT max(d.size) FROM journal_checkpoints d)";
