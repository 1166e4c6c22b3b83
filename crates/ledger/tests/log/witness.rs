//! A witness and its memory.

use std::fs;

use ledger::log::Finding;
use ledger::log::checkpoint::SignedCheckpoint;
use ledger::log::files::Dir;
use ledger::log::keys::{KeyKind, Signer};
use ledger::log::witness::Witness;
use ledger::log::writer::LogWriter;
use tempfile::TempDir;

use super::kit::{ORIGIN, check, code, codes, entries, grow, key, log_of, witness_key};

#[test]
fn a_witness_cosigns_only_what_continues_its_memory() {
    let (dir, memory) = (log_of(&[10]), TempDir::new().unwrap());
    let witness = Witness::new(witness_key(), memory.path().join("witness.json"));
    let (at, key) = (Dir(dir.path().to_owned()), key());
    let first = witness.cosign(&at, key.verifier(), 1_793_000_000).unwrap();
    assert_eq!(first.require_witness("note", witness_key().verifier()), Ok(1_793_000_000));
    grow(dir.path(), &[300, 301]);
    let second = witness.cosign(&at, key.verifier(), 1_793_000_060).unwrap();
    assert_eq!(witness.cosign(&at, key.verifier(), 1_793_000_060).unwrap(), second);
    assert_eq!(witness.remembered(ORIGIN).unwrap(), Some(second.clone()));
    assert_eq!(witness.remembered("other").unwrap(), None);
    let kept = [first.to_string(), second.to_string()];
    assert_eq!(check(dir.path(), &kept).findings, []);
    let wrong = second.to_string().replace("witness.example", "witness.examples");
    assert_eq!(check(dir.path(), &[wrong]).findings, [], "an unknown witness is nothing");
    let lines: Vec<_> = second.to_string().lines().map(str::to_owned).collect();
    let moved = first.to_string().lines().last().unwrap().to_owned();
    let mixed = [&lines[..lines.len() - 1], &[moved, String::new()]].concat().join("\n");
    assert_eq!(codes(&check(dir.path(), &[mixed])), ["checkpoint.cosignature"].into());

    fs::copy(dir.path().join("checkpoints/300"), dir.path().join("checkpoint")).unwrap();
    assert_eq!(code(witness.cosign(&at, key.verifier(), 1)), "log.rolled_back");
    for (size, changed) in [(301, 3), (400, 3), (400, 300)] {
        let forged = TempDir::new().unwrap();
        let mut log = LogWriter::open(forged.path(), key.clone()).unwrap();
        let mut other = entries(0, size);
        other[changed] = [0; 32];
        log.append(0, &other).unwrap();
        log.sign().unwrap();
        let forged = Dir(forged.path().to_owned());
        assert_eq!(code(witness.cosign(&forged, key.verifier(), 1)), "log.forked");
    }
    let foreign = Signer::from_seed(ORIGIN, KeyKind::Log, &[1; 32]).unwrap();
    assert_eq!(code(witness.cosign(&at, foreign.verifier(), 1)), "checkpoint.signature");
    fs::write(memory.path().join("witness.json"), "{").unwrap();
    assert_eq!(code(witness.cosign(&at, key.verifier(), 1)), "checkpoint.malformed");
}

#[test]
fn a_witness_refuses_a_head_that_its_tiles_do_not_give() {
    let (dir, memory) = (log_of(&[10]), TempDir::new().unwrap());
    let witness = Witness::new(witness_key(), memory.path().join("witness.json"));
    let head = SignedCheckpoint::sign(10, [3; 32], None, &key()).unwrap();
    fs::write(dir.path().join("checkpoint"), head.to_string()).unwrap();
    let at = Dir(dir.path().to_owned());
    assert_eq!(code(witness.cosign(&at, key().verifier(), 1)), "checkpoint.root");
    fs::remove_dir_all(dir.path().join("tile")).unwrap();
    assert_eq!(code(witness.cosign(&at, key().verifier(), 1)), "log.tile_missing");
    fs::remove_file(dir.path().join("checkpoint")).unwrap();
    assert_eq!(code(witness.cosign(&at, key().verifier(), 1)), "checkpoint.missing");
    assert_eq!(check(dir.path(), &[]).findings, [Finding::CheckpointMissing { path: "checkpoint".to_owned() }]);
}
