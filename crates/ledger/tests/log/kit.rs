//! Logs of given sizes, and what a verifier says of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ledger::log::files::Dir;
use ledger::log::keys::{KeyKind, Signer};
use ledger::log::tree::{Hash, leaf_hash};
use ledger::log::verify::{Options, Report, verify};
use ledger::log::writer::LogWriter;
use ledger::log::{Finding, LogError};
use tempfile::TempDir;

pub(super) const ORIGIN: &str = "qazyna.example/journal";

pub(super) fn key() -> Signer {
    Signer::from_seed(ORIGIN, KeyKind::Log, &[7; 32]).unwrap()
}

pub(super) fn witness_key() -> Signer {
    Signer::from_seed("witness.example", KeyKind::Witness, &[9; 32]).unwrap()
}

pub(super) fn entry(index: u64, salt: u8) -> Hash {
    leaf_hash(&[&index.to_be_bytes()[..], &[salt]].concat())
}

pub(super) fn entries(from: u64, to: u64) -> Vec<Hash> {
    (from..to).map(|index| entry(index, 0)).collect()
}

/// Appends up to each size in turn and signs there.
pub(super) fn grow(dir: &Path, sizes: &[u64]) {
    for size in sizes {
        let mut log = LogWriter::open(dir, key()).unwrap();
        log.append(log.size(), &entries(log.size(), *size)).unwrap();
        log.sign().unwrap();
    }
}

pub(super) fn log_of(sizes: &[u64]) -> TempDir {
    let dir = TempDir::new().unwrap();
    grow(dir.path(), sizes);
    dir
}

pub(super) fn note(dir: &Path) -> String {
    fs::read_to_string(dir.join("checkpoint")).unwrap()
}

pub(super) fn check(dir: &Path, remembered: &[String]) -> Report {
    let remembered: Vec<_> = remembered.iter().map(|note| ("remembered".to_owned(), note.clone())).collect();
    let (key, witness) = (key(), [witness_key().verifier().clone()]);
    let options = Options { log_key: key.verifier(), witnesses: &witness, remembered: &remembered, receipts: &[] };
    verify(&Dir(dir.to_owned()), &options).unwrap()
}

pub(super) fn codes(report: &Report) -> BTreeSet<&'static str> {
    report.findings.iter().map(Finding::code).collect()
}

pub(super) fn code<T: std::fmt::Debug>(result: Result<T, LogError>) -> &'static str {
    match result.unwrap_err() {
        LogError::Found { finding } => finding.code(),
        LogError::Io { path, source } => panic!("{path}: {source}"),
    }
}

pub(super) fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in fs::read_dir(dir).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.retain(|path| path.file_name().unwrap() != ".lock");
    found.sort();
    found
}
