//! The Merkle tree of RFC 6962: roots, inclusion and consistency proofs (the algorithms of RFC 9162, 2.1).

use sha2::{Digest, Sha256};

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// SHA-256(0x00 ‖ data): the hash of a leaf.
pub fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

/// SHA-256(0x01 ‖ left ‖ right): the hash of an inner node.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of the tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// An append-only tree that keeps only its peaks: the roots of its complete subtrees, the largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The peaks of the tree over the first `size` leaves of a source.
    ///
    /// # Errors
    /// Those of the source.
    pub fn load<E>(size: u64, node: &mut impl Nodes<E>) -> Result<Self, E> {
        Ok(Self { size, peaks: peaks(0, size, node)? })
    }

    /// How many leaves were pushed.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let merged = usize::try_from(self.size.trailing_ones()).unwrap_or(0);
        let keep = self.peaks.len().saturating_sub(merged);
        let right = self.peaks.drain(keep..).rev().fold(leaf, |right, left| node_hash(&left, &right));
        self.peaks.push(right);
        self.size = self.size.saturating_add(1);
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        fold_peaks(self.peaks.iter().copied())
    }
}

/// The root over leaf hashes in the given order.
pub fn root_of(leaves: impl IntoIterator<Item = Hash>) -> Hash {
    let mut tree = Frontier::default();
    leaves.into_iter().for_each(|leaf| tree.push(leaf));
    tree.root()
}

/// A source of complete subtrees: `node(level, index)` is the root over leaves `index·2^level .. (index+1)·2^level`.
pub trait Nodes<E>: FnMut(u32, u64) -> Result<Hash, E> {}
impl<E, F: FnMut(u32, u64) -> Result<Hash, E>> Nodes<E> for F {}

/// Complete subtrees of leaves that are at hand.
pub fn nodes_of(leaves: &[Hash]) -> impl Nodes<std::convert::Infallible> {
    |level, index| {
        let first = usize::try_from(index << level).unwrap_or(usize::MAX);
        Ok(root_of(leaves.iter().skip(first).take(1 << level).copied()))
    }
}

/// The path from leaf `index` to the root over `size` leaves; empty when there is no such leaf.
pub fn prove_inclusion<E>(index: u64, size: u64, node: &mut impl Nodes<E>) -> Result<Vec<Hash>, E> {
    let (mut start, mut end, mut path) = (0, size, Vec::new());
    while index < size && end.saturating_sub(start) > 1 {
        let middle = split(start, end);
        if index < middle {
            path.push(range_root(middle, end, node)?);
            end = middle;
        } else {
            path.push(range_root(start, middle, node)?);
            start = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the tree of `new` leaves begins with the tree of `old` leaves; empty when `old` is 0 or not below `new`.
pub fn prove_consistency<E>(old: u64, new: u64, node: &mut impl Nodes<E>) -> Result<Vec<Hash>, E> {
    let (mut start, mut end, mut path) = (0, new, Vec::new());
    if old == 0 || old >= new {
        return Ok(path);
    }
    while old != end {
        let middle = split(start, end);
        if old <= middle {
            path.push(range_root(middle, end, node)?);
            end = middle;
        } else {
            path.push(range_root(start, middle, node)?);
            start = middle;
        }
    }
    if start != 0 {
        path.push(range_root(start, end, node)?);
    }
    path.reverse();
    Ok(path)
}

/// Does `path` lead from `leaf` at `index` to `root` over `size` leaves?
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    let Some(mut last) = size.checked_sub(1).filter(|last| index <= *last) else { return false };
    let (mut at, mut hash) = (index, *leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            let skipped = if at & 1 == 0 { at.trailing_zeros() } else { 0 };
            (at, last) = (shifted(at, skipped), shifted(last, skipped));
        } else {
            hash = node_hash(&hash, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

/// Does `proof` show that the tree `new` = (size, root) begins with the tree `old` = (size, root)?
/// A smaller `new` never does; equal sizes need equal roots; every tree begins with the empty one.
pub fn verify_consistency(old: (u64, &Hash), new: (u64, &Hash), proof: &[Hash]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size == 0 {
        return proof.is_empty() && *old_root == empty_root();
    }
    if old_size == new_size {
        return proof.is_empty() && old_root == new_root;
    }
    let (Some(old_last), Some(new_last)) = (old_size.checked_sub(1), new_size.checked_sub(1)) else { return false };
    if old_last > new_last {
        return false;
    }
    let skipped = old_last.trailing_ones();
    let (mut at, mut last) = (shifted(old_last, skipped), shifted(new_last, skipped));
    // The old tree is a complete subtree of the new one exactly when its size is a power of two: the proof leaves it out.
    let (first, rest) = match proof.split_first() {
        _ if old_size.is_power_of_two() => (*old_root, proof),
        Some((first, rest)) => (*first, rest),
        None => return false,
    };
    let (mut old_hash, mut new_hash) = (first, first);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            let skipped = if at & 1 == 0 { at.trailing_zeros() } else { 0 };
            (at, last) = (shifted(at, skipped), shifted(last, skipped));
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}

/// Shifts right by any count; the zeros of 0 count 64, which a plain shift refuses.
fn shifted(value: u64, by: u32) -> u64 {
    value.checked_shr(by).unwrap_or(0)
}

/// Where RFC 6962 splits `start..end` (at least two leaves): the largest power of two below the length, from `start`.
fn split(start: u64, end: u64) -> u64 {
    let last = end.saturating_sub(start).saturating_sub(1);
    start.saturating_add(last.checked_ilog2().map_or(0, |level| 1 << level))
}

/// The root over `start..end`, where `start` is a multiple of a power of two that is not below the length.
fn range_root<E>(start: u64, end: u64, node: &mut impl Nodes<E>) -> Result<Hash, E> {
    Ok(fold_peaks(peaks(start, end, node)?.into_iter()))
}

fn peaks<E>(start: u64, end: u64, node: &mut impl Nodes<E>) -> Result<Vec<Hash>, E> {
    let (mut at, mut peaks) = (start, Vec::new());
    while let Some(level) = end.saturating_sub(at).checked_ilog2() {
        peaks.push(node(level, at >> level)?);
        at = at.saturating_add(1 << level);
    }
    Ok(peaks)
}

fn fold_peaks(peaks: impl DoubleEndedIterator<Item = Hash>) -> Hash {
    peaks.rev().reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
}
