//! Tiles of height 8 and entry bundles (C2SP tlog-tiles): paths, bytes, reading.

use std::collections::HashMap;

use super::files::Fetch;
use super::tree::{self, Hash};
use super::{Finding, LogError};

/// Hashes in a full tile, entries in a full bundle.
pub const WIDTH: u64 = 256;
const CACHED: usize = 64;

/// `tile/<level>/<index>`, with `.p/<width>` when the tile is not full.
pub fn tile_path(level: u32, index: u64, width: u64) -> String {
    format!("tile/{level}/{}{}", number(index), partial(width))
}

/// `tile/entries/<index>`, with `.p/<width>` when the bundle is not full.
pub fn bundle_path(index: u64, width: u64) -> String {
    format!("tile/entries/{}{}", number(index), partial(width))
}

fn partial(width: u64) -> String {
    if width < WIDTH { format!(".p/{width}") } else { String::new() }
}

/// Groups of three digits, all but the last with an `x`: 1234067 is `x001/x234/067`.
fn number(index: u64) -> String {
    let last = format!("{:03}", index % 1000);
    let groups = std::iter::successors(Some(index / 1000), |rest| Some(rest / 1000)).take_while(|rest| *rest > 0);
    groups.fold(last, |path, rest| format!("x{:03}/{path}", rest % 1000))
}

/// The bytes of a tile.
pub fn tile_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.concat()
}

/// The bytes of a bundle: each entry after its length as a big-endian `u16`, which is always 32.
pub fn bundle_bytes(entries: &[Hash]) -> Vec<u8> {
    entries.iter().flat_map(|entry| [0, 32].into_iter().chain(*entry)).collect()
}

/// Reads the hashes of a tile; `None` when the length is no multiple of 32.
pub fn parse_tile(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    rest.is_empty().then(|| hashes.to_vec())
}

/// Reads the entries of a bundle; `None` when one is not 32 bytes long or bytes are left over.
pub fn parse_bundle(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (records, rest) = bytes.as_chunks::<34>();
    let entry = |record: &[u8; 34]| record.strip_prefix(&[0, 32]).and_then(|entry| entry.try_into().ok());
    if rest.is_empty() { records.iter().map(entry).collect() } else { None }
}

/// The part of a log's level that a head of `size` entries shows: how many nodes of `level` are complete, and in tiles.
pub(crate) fn nodes_at(level: u32, size: u64) -> u64 {
    size.checked_shr(level.saturating_mul(8)).unwrap_or(0)
}

/// The first position of the tile or bundle that holds `position`.
pub(crate) fn tile_start(position: u64) -> u64 {
    position.saturating_sub(position % WIDTH)
}

/// Reads a tile or bundle of `width` as it was published: the partial file, or once that is gone the beginning of the full one.
pub(crate) fn fetch_width(
    from: &impl Fetch,
    path: &dyn Fn(u64) -> String,
    width: u64,
    parse: fn(&[u8]) -> Option<Vec<Hash>>,
) -> Result<Fetched, LogError> {
    for published in [width, WIDTH] {
        let path = path(published);
        if let Some(bytes) = from.get(&path).map_err(LogError::io(path.as_str()))? {
            let read = parse(&bytes).filter(|found| u64::try_from(found.len()) == Ok(published));
            let wanted = usize::try_from(width).unwrap_or(usize::MAX);
            return Ok(
                read.map_or(Fetched::Unreadable, |found| Fetched::Hashes(found.into_iter().take(wanted).collect()))
            );
        }
    }
    Ok(Fetched::Absent)
}

/// What there is at a path.
pub(crate) enum Fetched {
    /// No such file.
    Absent,
    /// A file that is no tile or bundle of the width.
    Unreadable,
    /// As many hashes or entries as asked for.
    Hashes(Vec<Hash>),
}

/// The tiles and entries under one head, with a small cache.
pub struct TileReader<'a, F> {
    from: &'a F,
    size: u64,
    cache: HashMap<String, Vec<Hash>>,
}

impl<'a, F: Fetch> TileReader<'a, F> {
    /// Reads what a head of `size` entries covers.
    pub fn new(from: &'a F, size: u64) -> Self {
        Self { from, size, cache: HashMap::new() }
    }

    /// How many entries the head covers.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the complete subtree `index` of `level`, from the tiles.
    ///
    /// # Errors
    /// `log.tile_missing`, `log.tile_changed`.
    pub fn node(&mut self, level: u32, index: u64) -> Result<Hash, LogError> {
        let (tile_level, height) = (level / 8, level % 8);
        let first = index << height;
        let path = move |width| tile_path(tile_level, first / WIDTH, width);
        let width = nodes_at(tile_level, self.size).saturating_sub(tile_start(first)).min(WIDTH);
        let missing = |path| Finding::TileMissing { path };
        let hashes = self.read(&path, width, parse_tile, missing)?;
        let skipped = usize::try_from(first % WIDTH).unwrap_or(usize::MAX);
        Ok(tree::root_of(hashes.iter().skip(skipped).take(1 << height).copied()))
    }

    /// The entry at an index.
    ///
    /// # Errors
    /// `log.entry_missing`, also beyond the head.
    pub fn entry(&mut self, index: u64) -> Result<Hash, LogError> {
        let path = move |width| bundle_path(index / WIDTH, width);
        let width = self.size.saturating_sub(tile_start(index)).min(WIDTH);
        let missing = |path| Finding::EntryMissing { path };
        let entries = self.read(&path, width, parse_bundle, missing)?;
        let at = usize::try_from(index % WIDTH).unwrap_or(usize::MAX);
        Ok(entries.get(at).copied().ok_or_else(|| missing(path(width)))?)
    }

    fn read(
        &mut self,
        path: &dyn Fn(u64) -> String,
        width: u64,
        parse: fn(&[u8]) -> Option<Vec<Hash>>,
        missing: impl Fn(String) -> Finding,
    ) -> Result<&[Hash], LogError> {
        let name = path(width);
        if !self.cache.contains_key(&name) {
            let hashes = match fetch_width(self.from, path, width, parse)? {
                Fetched::Hashes(hashes) => hashes,
                Fetched::Absent => return Err(missing(name).into()),
                Fetched::Unreadable => return Err(Finding::TileChanged { path: name }.into()),
            };
            if self.cache.len() >= CACHED {
                self.cache.clear();
            }
            self.cache.insert(name.clone(), hashes);
        }
        Ok(self.cache.get(&name).map_or(&[], Vec::as_slice))
    }
}

/// The nodes of every level that do not fill a tile yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Levels {
    /// Tails by level: fewer than 256 hashes each.
    pub(crate) tails: Vec<Vec<Hash>>,
    sizes: Vec<u64>,
}

/// A tile that has just become full.
pub(crate) struct FullTile {
    pub(crate) level: u32,
    pub(crate) index: u64,
    pub(crate) hashes: Vec<Hash>,
}

impl Levels {
    /// The tails of a published head.
    pub(crate) fn load(reader: &mut TileReader<'_, impl Fetch>) -> Result<Self, LogError> {
        let (mut levels, size) = (Self::default(), reader.size);
        for level in (0..8).take_while(|level| nodes_at(*level, size) > 0) {
            let count = nodes_at(level, size);
            let first = tile_start(count);
            let tail = (first..count).map(|at| reader.node(level.saturating_mul(8), at)).collect::<Result<_, _>>()?;
            levels.tails.push(tail);
            levels.sizes.push(count);
        }
        Ok(levels)
    }

    /// Adds a leaf; the answer is the tiles it fills, from the lowest level up.
    pub(crate) fn push(&mut self, leaf: Hash) -> Vec<FullTile> {
        let (mut full, mut carried) = (Vec::new(), leaf);
        for level in 0.. {
            let at = usize::try_from(level).unwrap_or(usize::MAX);
            if self.tails.len() == at {
                self.tails.push(Vec::new());
                self.sizes.push(0);
            }
            let (Some(tail), Some(size)) = (self.tails.get_mut(at), self.sizes.get_mut(at)) else { break };
            tail.push(carried);
            *size = size.saturating_add(1);
            if u64::try_from(tail.len()) != Ok(WIDTH) {
                break;
            }
            let hashes = std::mem::take(tail);
            carried = tree::root_of(hashes.iter().copied());
            full.push(FullTile { level, index: size.saturating_sub(1) / WIDTH, hashes });
        }
        full
    }

    /// The tiles that are not full: level, index and hashes.
    pub(crate) fn partial(&self) -> impl Iterator<Item = (u32, u64, &[Hash])> {
        let levels = (0u32..).zip(self.tails.iter().zip(&self.sizes));
        levels
            .filter(|(_, (tail, _))| !tail.is_empty())
            .map(|(level, (tail, size))| (level, size / WIDTH, tail.as_slice()))
    }
}
