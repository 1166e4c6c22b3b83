//! A witness: remembers the last head of each log and cosigns only heads that continue it (C2SP tlog-witness rules).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use super::checkpoint::SignedCheckpoint;
use super::files::{self, Fetch};
use super::keys::{Signer, Verifier};
use super::tiles::TileReader;
use super::tree::{self, Frontier};
use super::writer::CHECKPOINT;
use super::{Finding, LogError};

/// A witness with its memory: a JSON file of the last cosigned note of each origin.
#[derive(Debug)]
pub struct Witness {
    key: Signer,
    memory: PathBuf,
}

impl Witness {
    /// A witness that signs with `key` and remembers in the file `memory`.
    pub fn new(key: Signer, memory: PathBuf) -> Self {
        Self { key, memory }
    }

    /// The last cosigned head of a log.
    ///
    /// # Errors
    /// The storage's answer, or `checkpoint.malformed` when the memory is damaged: a witness that forgot must not sign.
    pub fn remembered(&self, origin: &str) -> Result<Option<SignedCheckpoint>, LogError> {
        let name = self.name();
        let notes = self.notes()?;
        Ok(notes.get(origin).map(|note| SignedCheckpoint::parse(&name, note)).transpose()?)
    }

    /// Fetches the log's head, checks that it continues the remembered one, remembers it and answers it with a cosignature
    /// of `seconds` since 1970-01-01 UTC. The first head of a log is taken on trust, if its tiles give its root.
    ///
    /// # Errors
    /// `checkpoint.signature`; `log.rolled_back` for a smaller tree; `log.forked` for another history; the findings of tiles.
    pub fn cosign(&self, from: &impl Fetch, log: &Verifier, seconds: u64) -> Result<SignedCheckpoint, LogError> {
        let _lock = files::lock(&self.memory.with_extension("lock"))?;
        let mut note = SignedCheckpoint::parse(CHECKPOINT, &files::text(from, CHECKPOINT, "signed checkpoint")?)?;
        note.require_log(CHECKPOINT, log)?;
        let old = self.remembered(log.name())?;
        require_continues(from, old.as_ref(), &note)?;
        note.cosign(seconds, &self.key)?;
        let mut notes = self.notes()?;
        notes.insert(log.name().to_owned(), note.to_string());
        let text = serde_json::to_vec_pretty(&notes).map_err(|e| LogError::io(self.name())(e.into()))?;
        files::replace(&self.memory, &text)?;
        Ok(note)
    }

    fn notes(&self) -> Result<BTreeMap<String, String>, LogError> {
        match fs::read(&self.memory) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes)
                .map_err(|_| Finding::Malformed { path: self.name(), what: "witness memory" })?),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(e) => Err(LogError::io(self.name())(e)),
        }
    }

    fn name(&self) -> String {
        self.memory.display().to_string()
    }
}

fn require_continues(
    from: &impl Fetch,
    old: Option<&SignedCheckpoint>,
    new: &SignedCheckpoint,
) -> Result<(), LogError> {
    let head = &new.checkpoint;
    let mut reader = TileReader::new(from, head.size);
    let mut node = |level, index| reader.node(level, index);
    if Frontier::load(head.size, &mut node)?.root() != head.root {
        return Err(Finding::Root { size: head.size }.into());
    }
    let Some(old) = old.map(|note| &note.checkpoint) else { return Ok(()) };
    if head.size < old.size {
        return Err(Finding::RolledBack { published: head.size, remembered: old.size }.into());
    }
    let proof = tree::prove_consistency(old.size, head.size, &mut node)?;
    if tree::verify_consistency((old.size, &old.root), (head.size, &head.root), &proof) {
        Ok(())
    } else {
        Err(Finding::Forked { size: old.size, source_name: "remembered by the witness".to_owned() }.into())
    }
}
