//! The only writer of a published log: appends entries, signs heads. It runs in the signer's process.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::checkpoint::SignedCheckpoint;
use super::files::{self, Dir, Fetch};
use super::keys::Signer;
use super::tiles::{self, Levels, TileReader, WIDTH};
use super::tree::{self, Frontier, Hash};
use super::{Finding, LogError};

/// The path of a log's newest head.
pub const CHECKPOINT: &str = "checkpoint";

/// The path under which a signed head is kept for ever.
pub fn kept_path(size: u64) -> String {
    format!("checkpoints/{size}")
}

/// A log's directory, locked for writing and opened at its last signed head.
///
/// Files are written before the head that covers them, each atomically, and a published file is never replaced by other
/// bytes. What an interrupted run wrote beyond its head is written again by the next run, which gets the same entries.
#[derive(Debug)]
pub struct LogWriter {
    dir: Dir,
    key: Signer,
    signed: Option<u64>,
    tree: Frontier,
    levels: Levels,
    bundle: Vec<Hash>,
    _lock: File,
}

impl LogWriter {
    /// Opens or begins the log in `dir`, waiting for another writer to end.
    ///
    /// # Errors
    /// `checkpoint.signature` when the head is not signed by `key`, `checkpoint.root` or a tile's finding when the tiles are
    /// not what the head signs: a damaged log is not continued.
    pub fn open(dir: &Path, key: Signer) -> Result<Self, LogError> {
        fs::create_dir_all(dir).map_err(LogError::io(dir.display().to_string()))?;
        let lock = files::lock(&dir.join(".lock"))?;
        let dir = Dir(dir.to_owned());
        let (mut tree, mut levels, mut bundle, mut signed) = (Frontier::default(), Levels::default(), Vec::new(), None);
        if dir.get(CHECKPOINT).map_err(LogError::io(CHECKPOINT))?.is_some() {
            let note = SignedCheckpoint::parse(CHECKPOINT, &files::text(&dir, CHECKPOINT, "signed checkpoint")?)?;
            note.require_log(CHECKPOINT, key.verifier())?;
            let size = note.checkpoint.size;
            let mut reader = TileReader::new(&dir, size);
            tree = Frontier::load(size, &mut |level, index| reader.node(level, index))?;
            if tree.root() != note.checkpoint.root {
                return Err(Finding::Root { size }.into());
            }
            levels = Levels::load(&mut reader)?;
            bundle = (tiles::tile_start(size)..size).map(|index| reader.entry(index)).collect::<Result<_, _>>()?;
            signed = Some(size);
        }
        Ok(Self { dir, key, signed, tree, levels, bundle, _lock: lock })
    }

    /// How many entries were appended.
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The size of the last signed head, `None` before the first.
    pub fn signed_size(&self) -> Option<u64> {
        self.signed
    }

    /// The root over the appended entries.
    pub fn root(&self) -> Hash {
        self.tree.root()
    }

    /// Appends entries whose first has index `first` and publishes their bundles and tiles. The head stays as it is.
    ///
    /// # Errors
    /// `log.out_of_step` unless `first` is the size; `log.tile_changed` when other bytes were published there. After an
    /// error the writer is where it was and the call can be repeated.
    pub fn append(&mut self, first: u64, entries: &[Hash]) -> Result<(), LogError> {
        if first != self.size() {
            return Err(Finding::OutOfStep { published: self.size(), wanted: first }.into());
        }
        let (mut tree, mut levels, mut bundle) = (self.tree.clone(), self.levels.clone(), self.bundle.clone());
        for entry in entries {
            let index = tree.size() / WIDTH;
            let leaf = tree::leaf_hash(entry);
            bundle.push(*entry);
            tree.push(leaf);
            if tree.size().is_multiple_of(WIDTH) {
                self.publish(&|width| tiles::bundle_path(index, width), WIDTH, &tiles::bundle_bytes(&bundle))?;
                bundle.clear();
            }
            for full in levels.push(leaf) {
                let path = |width| tiles::tile_path(full.level, full.index, width);
                self.publish(&path, WIDTH, &tiles::tile_bytes(&full.hashes))?;
            }
        }
        if !bundle.is_empty() {
            let (index, width) = (tree.size() / WIDTH, tree.size() % WIDTH);
            self.publish(&|width| tiles::bundle_path(index, width), width, &tiles::bundle_bytes(&bundle))?;
        }
        for (level, index, hashes) in levels.partial() {
            let width = tiles::nodes_at(level, tree.size()) % WIDTH;
            self.publish(&|width| tiles::tile_path(level, index, width), width, &tiles::tile_bytes(hashes))?;
        }
        (self.tree, self.levels, self.bundle) = (tree, levels, bundle);
        Ok(())
    }

    /// Signs the head over everything appended, keeps it under `checkpoints/` and publishes it. The same head is signed once.
    ///
    /// # Errors
    /// The storage's answer.
    pub fn sign(&mut self) -> Result<SignedCheckpoint, LogError> {
        let size = self.size();
        if self.signed == Some(size) {
            return Ok(SignedCheckpoint::parse(CHECKPOINT, &files::text(&self.dir, CHECKPOINT, "signed checkpoint")?)?);
        }
        let note = SignedCheckpoint::sign(size, self.root(), self.signed, &self.key)?;
        let text = note.to_string();
        files::publish(&self.dir, &kept_path(size), text.as_bytes())?;
        files::replace(&self.dir.0.join(CHECKPOINT), text.as_bytes())?;
        self.signed = Some(size);
        Ok(note)
    }

    /// Publishes a file once; a full one makes its partial predecessors superfluous.
    fn publish(&self, path: &dyn Fn(u64) -> String, width: u64, bytes: &[u8]) -> Result<(), LogError> {
        files::publish(&self.dir, &path(width), bytes)?;
        if width < WIDTH {
            return Ok(());
        }
        let partial = format!("{}.p", path(WIDTH));
        match fs::remove_dir_all(self.dir.0.join(&partial)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(LogError::io(partial)(e)),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}
