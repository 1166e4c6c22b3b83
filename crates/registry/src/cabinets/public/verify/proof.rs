//! Proofs over the published files of the log: what an outsider's verifier does, done on the page. It reads no database.

use std::path::Path;

use jiff::Timestamp;
use ledger::log::{
    Finding, LogError,
    checkpoint::{Checkpoint, SignedCheckpoint},
    files::{Dir, Fetch as _},
    keys::Verifier,
    receipt::Receipt,
    tiles::TileReader,
    tree::{self, Hash},
};

use crate::platform::Result;

/// What became of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is no receipt.
    Unreadable,
    /// The registry has not published a log yet.
    NoLog,
    /// It proves nothing: the code of what is wrong.
    Broken(&'static str),
    /// It is right.
    Proven(Box<Proven>),
}

/// What a receipt proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proven {
    pub(super) table: String,
    pub(super) kind: String,
    pub(super) recorded_at: Timestamp,
    pub(super) index: i64,
    pub(super) head_size: i64,
    pub(super) log_size: i64,
    pub(super) origin: String,
    /// Whether the log of today begins with the log of the receipt.
    pub(super) continued: bool,
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The log's public key and its newest head.
fn head(log: &Dir) -> Result<Option<(Verifier, Checkpoint)>> {
    let (Some(key), Some(note)) = (log.get("key.pub")?, log.get("checkpoint")?) else { return Ok(None) };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).map_err(anyhow::Error::from);
    let key = Verifier::parse(text(key)?.trim()).map_err(fault)?;
    let note = SignedCheckpoint::parse("checkpoint", &text(note)?).map_err(fault)?;
    note.require_log("checkpoint", &key).map_err(fault)?;
    Ok(Some((key, note.checkpoint)))
}

fn fault(finding: Finding) -> anyhow::Error {
    anyhow::anyhow!("the published log cannot be read: {finding}")
}

fn broken(error: LogError) -> anyhow::Error {
    anyhow::Error::from(error).context("reading the published log")
}

/// Verifies a receipt with the log's key, and that the log of today continues the receipt's.
pub(super) fn receipt(folder: &Path, text: &str) -> Result<Verdict> {
    let Ok(receipt) = serde_json::from_str::<Receipt>(text) else { return Ok(Verdict::Unreadable) };
    let log = Dir(folder.to_owned());
    let Some((key, newest)) = head(&log)? else { return Ok(Verdict::NoLog) };
    let (body, note) = match receipt.verify("receipt", &key) {
        Ok(found) => found,
        Err(finding) => return Ok(Verdict::Broken(finding.code())),
    };
    let old = &note.checkpoint;
    let continued = old.size <= newest.size && consistent(&log, (old.size, &old.root), &newest)?.holds;
    Ok(Verdict::Proven(Box::new(Proven {
        table: receipt.table,
        kind: body.kind,
        recorded_at: Timestamp::from_microsecond(body.recorded_at).unwrap_or(Timestamp::UNIX_EPOCH),
        index: whole(receipt.index),
        head_size: whole(old.size),
        log_size: whole(newest.size),
        origin: newest.origin,
        continued,
    })))
}

/// A proof and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proof {
    pub(super) path: Vec<Hash>,
    pub(super) holds: bool,
}

fn consistent(log: &Dir, old: (u64, &Hash), new: &Checkpoint) -> Result<Proof> {
    let mut reader = TileReader::new(log, new.size);
    let path =
        tree::prove_consistency(old.0, new.size, &mut |level, index| reader.node(level, index)).map_err(broken)?;
    let holds = tree::verify_consistency(old, (new.size, &new.root), &path);
    Ok(Proof { path, holds })
}

/// That the log of one signed head begins with the log of another.
pub(super) fn consistency(folder: &Path, old: &str, new: &str) -> Result<Proof> {
    let read = |note: &str| SignedCheckpoint::parse("checkpoint", note).map(|note| note.checkpoint).map_err(fault);
    let (old, new) = (read(old)?, read(new)?);
    consistent(&Dir(folder.to_owned()), (old.size, &old.root), &new)
}

/// An entry with its proof under the newest head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Included {
    pub(super) entry: Hash,
    pub(super) leaf: Hash,
    pub(super) proof: Proof,
    pub(super) size: u64,
    pub(super) root: Hash,
}

/// The entry at an index under the newest published head; nothing beyond it.
pub(super) fn inclusion(folder: &Path, index: u64) -> Result<Option<Included>> {
    let log = Dir(folder.to_owned());
    let Some((_, newest)) = head(&log)? else { return Ok(None) };
    if index >= newest.size {
        return Ok(None);
    }
    let mut reader = TileReader::new(&log, newest.size);
    let entry = reader.entry(index).map_err(broken)?;
    let leaf = tree::leaf_hash(&entry);
    let path = tree::prove_inclusion(index, newest.size, &mut |level, at| reader.node(level, at)).map_err(broken)?;
    let holds = tree::verify_inclusion(&leaf, index, newest.size, &path, &newest.root);
    Ok(Some(Included { entry, leaf, proof: Proof { path, holds }, size: newest.size, root: newest.root }))
}
