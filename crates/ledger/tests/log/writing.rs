//! Clean logs, and a writer that was interrupted, lied to or is not alone.

use std::collections::BTreeSet;
use std::fs;

use ledger::log::files::Dir;
use ledger::log::keys::{KeyKind, Signer};
use ledger::log::tiles::{TileReader, bundle_path, tile_path};
use ledger::log::tree::{leaf_hash, root_of};
use ledger::log::writer::LogWriter;

use super::kit::{ORIGIN, check, code, entries, entry, grow, key, log_of, note};

#[test]
fn a_clean_log_has_no_findings_whatever_the_sizes_of_its_heads() {
    for sizes in [&[0][..], &[1], &[255, 256, 257], &[1, 2, 300, 512, 700], &[0, 3, 3, 255, 1000]] {
        let dir = log_of(sizes);
        let report = check(dir.path(), &[note(dir.path())]);
        let last = *sizes.last().unwrap();
        assert_eq!(report.findings, [], "{sizes:?}");
        assert_eq!((report.size, report.entries), (last, last));
        assert_eq!(report.root, root_of(entries(0, last).iter().map(|entry| leaf_hash(entry))));
        let distinct: BTreeSet<_> = sizes.iter().collect();
        assert_eq!(report.checkpoints_checked, 2 + u64::try_from(distinct.len()).unwrap());
    }
}

#[test]
fn a_log_of_more_than_65536_entries_has_three_levels_and_verifies() {
    let dir = log_of(&[65_530, 65_800]);
    assert_eq!(check(dir.path(), &[]).findings, []);
    assert!(dir.path().join("tile/1/000").is_file() && dir.path().join("tile/2/000.p/1").is_file());
    assert!(dir.path().join("tile/0/257.p/8").is_file() && !dir.path().join("tile/0/255.p").exists());
    let at = Dir(dir.path().to_owned());
    let mut reader = TileReader::new(&at, 65_800);
    for index in [0, 255, 256, 65_535, 65_799] {
        assert_eq!(reader.entry(index).unwrap(), entry(index, 0));
    }
    assert_eq!(code(reader.entry(65_800)), "log.entry_missing");
    grow(dir.path(), &[66_000]);
    assert_eq!(check(dir.path(), &[]).findings, []);
}

#[test]
fn paths_are_those_of_c2sp() {
    assert_eq!(tile_path(0, 1_234_067, 256), "tile/0/x001/x234/067");
    assert_eq!(tile_path(3, 5, 17), "tile/3/005.p/17");
    assert_eq!(bundle_path(1000, 256), "tile/entries/x001/000");
    assert_eq!(bundle_path(999, 1), "tile/entries/999.p/1");
}

#[test]
fn an_interrupted_append_is_repeated_and_other_entries_are_refused() {
    let dir = log_of(&[5]);
    let mut log = LogWriter::open(dir.path(), key()).unwrap();
    log.append(5, &entries(5, 300)).unwrap();
    assert_eq!((log.size(), log.signed_size()), (300, Some(5)));
    drop(log);
    assert_eq!(check(dir.path(), &[]).findings, [], "unsigned files are no finding");
    let mut log = LogWriter::open(dir.path(), key()).unwrap();
    assert_eq!(log.size(), 5);
    let other: Vec<_> = (5..300).map(|index| entry(index, 1)).collect();
    assert_eq!(code(log.append(5, &other)), "log.tile_changed");
    assert_eq!(log.size(), 5);
    log.append(5, &entries(5, 300)).unwrap();
    let root = root_of(entries(0, 300).iter().map(|entry| leaf_hash(entry)));
    assert_eq!(log.root(), root);
    assert_eq!(log.sign().unwrap().checkpoint.root, root);
    assert_eq!(log.sign().unwrap().checkpoint.previous, Some(5));
    assert_eq!(check(dir.path(), &[]).findings, []);
}

#[test]
fn a_writer_neither_shrinks_nor_skips_nor_continues_a_damaged_log() {
    let dir = log_of(&[300]);
    let mut log = LogWriter::open(dir.path(), key()).unwrap();
    assert_eq!(code(log.append(299, &entries(299, 301))), "log.out_of_step");
    assert_eq!(code(log.append(301, &entries(301, 302))), "log.out_of_step");
    drop(log);
    let other = Signer::from_seed(ORIGIN, KeyKind::Log, &[8; 32]).unwrap();
    assert_eq!(code(LogWriter::open(dir.path(), other)), "checkpoint.signature");
    let tile = dir.path().join("tile/0/000");
    let mut bytes = fs::read(&tile).unwrap();
    bytes[40] ^= 1;
    fs::write(&tile, &bytes).unwrap();
    fs::remove_file(dir.path().join("tile/1/000.p/1")).unwrap();
    assert_eq!(code(LogWriter::open(dir.path(), key())), "log.tile_missing");
    fs::write(dir.path().join("tile/1/000.p/1"), [0; 32]).unwrap();
    assert_eq!(code(LogWriter::open(dir.path(), key())), "checkpoint.root");
}

#[test]
fn a_second_writer_waits_for_the_first() {
    let dir = log_of(&[2]);
    let log = LogWriter::open(dir.path(), key()).unwrap();
    let lock = fs::File::open(dir.path().join(".lock")).unwrap();
    assert!(lock.try_lock().is_err());
    drop(log);
    lock.try_lock().unwrap();
}
