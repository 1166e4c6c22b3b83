//! The journal itself.

/// Entries that have an index.
pub(in crate::cabinets) const LEAVES: &str = "SELECT entry_id, index FROM journal_leaves";

/// Entries with their bodies: $1 ids.
pub(in crate::cabinets) const BODIES: &str = "SELECT l.index, b.id, b.salt, b.body FROM journal_leaves l JOIN journal_bodies b ON b.region = l.region AND b.id = l.entry_id WHERE l.index = ANY ($1::int8[]) ORDER BY l.index";

/// An entry that has an index, with its body: $1 its id, $2 every region.
pub(in crate::cabinets) const ONE: &str = "SELECT l.index, b.salt, b.body FROM journal_leaves l JOIN journal_bodies b ON b.region = l.region AND b.id = l.entry_id WHERE l.region = ANY ($2::int2[]) AND l.entry_id = $1";

/// The newest signed head, if it covers index $1.
pub(in crate::cabinets) const HEAD: &str = "SELECT c.note FROM journal_checkpoints c WHERE c.size > $1 AND c.size = (SELECT max(d.size) FROM journal_checkpoints d)";

/// Every entry in the order of the ids with its body, its leaf and whether it still waits for an index.
pub(in crate::cabinets) const ENTRIES: &str = "
    SELECT e.region, e.id, e.kind, e.entry, e.recorded_at, b.salt, b.body, l.index, l.entry AS leaf, q.id IS NOT NULL AS queued
    FROM journal_entries e
    LEFT JOIN journal_bodies b ON b.region = e.region AND b.id = e.id
    LEFT JOIN journal_leaves l ON l.region = e.region AND l.entry_id = e.id
    LEFT JOIN journal_queue q ON q.region = e.region AND q.id = e.id
    ORDER BY e.id, e.region";

/// Every leaf in the order of the log, with when its entry was recorded.
pub(in crate::cabinets) const LOG: &str = "
    SELECT l.index, l.entry, e.recorded_at
    FROM journal_leaves l
    LEFT JOIN journal_entries e ON e.region = l.region AND e.id = l.entry_id
    ORDER BY l.index";

/// Every signed head that the database keeps.
pub(in crate::cabinets) const HEADS: &str = "SELECT size, note FROM journal_checkpoints ORDER BY size";

/// Bodies, leaves and queue rows of entries that are not there.
pub(in crate::cabinets) const LOOSE: &str = "
    SELECT t.name, t.id::text
    FROM (
        SELECT 'journal_bodies' AS name, region, id FROM journal_bodies
        UNION ALL SELECT 'journal_leaves', region, entry_id FROM journal_leaves
        UNION ALL SELECT 'journal_queue', region, id FROM journal_queue
    ) t
    LEFT JOIN journal_entries e ON e.region = t.region AND e.id = t.id
    WHERE e.id IS NULL
    ORDER BY 1, 2";

/// $1 is an act that the reader sees: its lines have no programme of their own, and are seen by whoever sees the act.
pub(in crate::cabinets) const SEEN_ACT: &str = "EXISTS (SELECT 1 FROM acts WHERE id = $1)";
