//! The verifier: recomputes a published log from its entries and compares everything that was ever signed (P11).

use std::collections::{BTreeMap, BTreeSet};

use super::checkpoint::{Checkpoint, SignedCheckpoint};
use super::files::{self, Fetch};
use super::keys::Verifier;
use super::receipt::Receipt;
use super::tiles::{self, Fetched, Levels, WIDTH};
use super::tree::{self, Frontier, Hash};
use super::writer::{CHECKPOINT, kept_path};
use super::{Finding, LogError};

/// What to verify a log against, besides itself.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The log's public key, from a place that the registry does not control.
    pub log_key: &'a Verifier,
    /// Public keys of witnesses: where a remembered note carries their names, their cosignatures must be right.
    pub witnesses: &'a [Verifier],
    /// Signed notes kept outside the registry (name for findings, text): printed heads, a witness's memory, older copies.
    pub remembered: &'a [(String, String)],
    /// Receipts of rows (name for findings, receipt).
    pub receipts: &'a [(String, Receipt)],
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Discrepancies; none on a sound log.
    pub findings: Vec<Finding>,
    /// The size that the newest head signs; 0 when there is no valid head.
    pub size: u64,
    /// The root that the newest head signs.
    pub root: Hash,
    /// How many signed heads, kept, remembered and in receipts, were compared with the recomputed tree.
    pub checkpoints_checked: u64,
    /// How many entries were read and hashed.
    pub entries: u64,
}

/// Verifies a published log: the head's signature, every kept head in its signed chain, the tree recomputed from the entry
/// bundles against every tile and head, remembered heads and receipts.
///
/// # Errors
/// Only when the storage fails; everything wrong with the log is a finding.
pub fn verify(from: &impl Fetch, options: &Options<'_>) -> Result<Report, LogError> {
    let mut findings = Vec::new();
    let mut heads = remembered(options, &mut findings);
    let Some(head) = kept(&mut findings, read_head(from, CHECKPOINT, options.log_key))? else {
        let root = tree::empty_root();
        return Ok(Report { findings, size: 0, root, checkpoints_checked: 0, entries: 0 });
    };
    let mut published = BTreeSet::from([head.size]);
    walk_chain(from, options.log_key, &head, &mut findings, |kept| {
        published.insert(kept.size);
        heads.push((kept_path(kept.size), kept));
    })?;
    let mut recount = Recount::new(heads.iter().map(|(_, head)| head.size).collect());
    recount.read_entries(from, head.size)?;
    recount.compare_partial(from, &published)?;
    findings.extend(recount.findings(&head));
    let mut checked = 1;
    for (source_name, old) in heads {
        checked = u64::saturating_add(checked, 1);
        if old.size > head.size {
            findings.push(Finding::RolledBack { published: head.size, remembered: old.size });
        } else if recount.roots.get(&old.size).is_some_and(|root| *root != old.root) {
            findings.push(Finding::Forked { size: old.size, source_name });
        }
    }
    let entries = recount.tree.size();
    Ok(Report { findings, size: head.size, root: head.root, checkpoints_checked: checked, entries })
}

/// Turns a finding into one on the list; other errors end the verification.
fn kept<T>(findings: &mut Vec<Finding>, result: Result<T, LogError>) -> Result<Option<T>, LogError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(LogError::Found { finding }) => {
            findings.push(finding);
            Ok(None)
        }
        Err(fault @ LogError::Io { .. }) => Err(fault),
    }
}

fn read_head(from: &impl Fetch, path: &str, key: &Verifier) -> Result<Checkpoint, LogError> {
    let note = SignedCheckpoint::parse(path, &files::text(from, path, "signed checkpoint")?)?;
    note.require_log(path, key)?;
    Ok(note.checkpoint)
}

/// The heads that outsiders remember and those of receipts.
fn remembered(options: &Options<'_>, findings: &mut Vec<Finding>) -> Vec<(String, Checkpoint)> {
    let read = |(name, text): &(String, String)| {
        let note = SignedCheckpoint::parse(name, text)?;
        note.require_log(name, options.log_key)?;
        for witness in options.witnesses.iter().filter(|witness| note.names(witness)) {
            note.require_witness(name, witness)?;
        }
        Ok((name.clone(), note.checkpoint))
    };
    let receipt = |(name, receipt): &(String, Receipt)| {
        receipt.verify(name, options.log_key).map(|(_, note)| (name.clone(), note.checkpoint))
    };
    let notes = options.remembered.iter().map(read).chain(options.receipts.iter().map(receipt));
    notes.filter_map(|read| read.map_err(|finding| findings.push(finding)).ok()).collect()
}

/// Visits the kept heads from the newest back to the first, each named and signed by its successor.
fn walk_chain(
    from: &impl Fetch,
    key: &Verifier,
    head: &Checkpoint,
    findings: &mut Vec<Finding>,
    mut visit: impl FnMut(Checkpoint),
) -> Result<(), LogError> {
    let (mut wanted, mut below) = (Some(head.size), None);
    while let Some(size) = wanted {
        let path = kept_path(size);
        let Some(kept) = kept(findings, read_head(from, &path, key))? else { return Ok(()) };
        if kept.size != size || below.is_some_and(|below| size >= below) || (below.is_none() && kept != *head) {
            findings.push(Finding::Malformed { path, what: "kept checkpoint of its size" });
            return Ok(());
        }
        (wanted, below) = (kept.previous, Some(size));
        visit(kept);
    }
    Ok(())
}

/// The tree recomputed from the entries, and how the tiles differ from it.
struct Recount {
    tree: Frontier,
    levels: Levels,
    bundle: Vec<Hash>,
    wanted: BTreeSet<u64>,
    roots: BTreeMap<u64, Hash>,
    unreadable: Vec<Finding>,
    /// Path of a tile that differs, and the first entry under its first wrong hash.
    differing: BTreeMap<String, u64>,
}

impl Recount {
    fn new(wanted: BTreeSet<u64>) -> Self {
        let roots = BTreeMap::from([(0, tree::empty_root())]);
        Self {
            tree: Frontier::default(),
            levels: Levels::default(),
            bundle: Vec::new(),
            wanted,
            roots,
            unreadable: Vec::new(),
            differing: BTreeMap::new(),
        }
    }

    /// Reads the entries below `size` up to the first bundle that cannot be read, and compares full tiles.
    fn read_entries(&mut self, from: &impl Fetch, size: u64) -> Result<(), LogError> {
        while self.tree.size() < size {
            let (first, index) = (self.tree.size(), self.tree.size() / WIDTH);
            let width = size.saturating_sub(first).min(WIDTH);
            let path = |width| tiles::bundle_path(index, width);
            let Fetched::Hashes(entries) = tiles::fetch_width(from, &path, width, tiles::parse_bundle)? else {
                self.unreadable.push(Finding::EntryMissing { path: path(width) });
                return Ok(());
            };
            for entry in &entries {
                self.push(from, tree::leaf_hash(entry))?;
            }
            self.bundle = if width < WIDTH { entries } else { Vec::new() };
        }
        Ok(())
    }

    fn push(&mut self, from: &impl Fetch, leaf: Hash) -> Result<(), LogError> {
        self.tree.push(leaf);
        if self.wanted.contains(&self.tree.size()) {
            self.roots.insert(self.tree.size(), self.tree.root());
        }
        for full in self.levels.push(leaf) {
            self.compare(from, (full.level, full.index), &full.hashes)?;
        }
        Ok(())
    }

    /// Compares the partial files that the heads of these sizes published and that no full file has replaced yet.
    fn compare_partial(&mut self, from: &impl Fetch, sizes: &BTreeSet<u64>) -> Result<(), LogError> {
        if sizes.last().is_some_and(|newest| self.tree.size() < *newest) {
            // Entries could not be read to the end, which is a finding already; there is nothing to compare with.
            return Ok(());
        }
        let tails: Vec<_> = self.levels.partial().map(|(level, index, tail)| (level, index, tail.to_vec())).collect();
        for (level, index, tail) in tails {
            for width in widths(sizes.iter().map(|size| tiles::nodes_at(level, *size)), index) {
                if let Some(hashes) = tail.get(..usize::try_from(width).unwrap_or(usize::MAX)) {
                    self.compare(from, (level, index), hashes)?;
                }
            }
        }
        let index = self.tree.size() / WIDTH;
        for width in widths(sizes.iter().copied(), index) {
            let path = |width| tiles::bundle_path(index, width);
            match tiles::fetch_width(from, &path, width, tiles::parse_bundle)? {
                Fetched::Hashes(entries) if self.bundle.starts_with(&entries) => {}
                Fetched::Hashes(_) | Fetched::Unreadable => {
                    self.unreadable.push(Finding::TileChanged { path: path(width) });
                }
                Fetched::Absent => self.unreadable.push(Finding::EntryMissing { path: path(width) }),
            }
        }
        Ok(())
    }

    fn compare(&mut self, from: &impl Fetch, (level, index): (u32, u64), hashes: &[Hash]) -> Result<(), LogError> {
        let path = |width| tiles::tile_path(level, index, width);
        let width = u64::try_from(hashes.len()).unwrap_or(WIDTH);
        let wrong = match tiles::fetch_width(from, &path, width, tiles::parse_tile)? {
            Fetched::Hashes(found) => found.iter().zip(hashes).position(|(found, right)| found != right),
            Fetched::Unreadable => Some(0),
            Fetched::Absent => {
                self.unreadable.push(Finding::TileMissing { path: path(width) });
                None
            }
        };
        if let Some(at) = wrong {
            let at = index.saturating_mul(WIDTH).saturating_add(u64::try_from(at).unwrap_or(0));
            self.differing.insert(path(width), at.checked_shl(level.saturating_mul(8)).unwrap_or(u64::MAX));
        }
        Ok(())
    }

    /// When the entries give the signed root, what differs are the tiles; else the entries.
    fn findings(&mut self, head: &Checkpoint) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut self.unreadable);
        let complete = self.tree.size() == head.size;
        if complete && self.tree.root() != head.root {
            let changed: BTreeSet<u64> = self.differing.values().copied().collect();
            if changed.is_empty() {
                findings.push(Finding::Root { size: head.size });
            }
            findings.extend(changed.into_iter().map(|index| Finding::EntryChanged { index }));
        } else {
            findings.extend(self.differing.keys().map(|path| Finding::TileChanged { path: path.clone() }));
        }
        findings
    }
}

/// How much of tile `index` was filled when a level had each of these counts of nodes, where it was begun but not full.
fn widths(counts: impl Iterator<Item = u64>, index: u64) -> BTreeSet<u64> {
    counts.filter(|count| count / WIDTH == index).map(|count| count % WIDTH).filter(|width| *width > 0).collect()
}
