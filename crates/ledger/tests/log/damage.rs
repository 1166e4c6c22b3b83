//! Planted damage: each act of it is found (P11).

use std::fs;

use ledger::log::Finding;
use ledger::log::checkpoint::SignedCheckpoint;
use ledger::log::keys::{KeyKind, Signer};
use ledger::log::tiles::{bundle_path, tile_path};
use ledger::log::tree::{leaf_hash, root_of};
use ledger::log::writer::LogWriter;
use proptest::prelude::*;
use tempfile::TempDir;

use super::kit::{check, codes, entries, files, key, log_of, note};

#[test]
fn every_flipped_byte_is_found() {
    let dir = log_of(&[3, 255, 260, 262]);
    let report = check(dir.path(), &[]);
    assert_eq!(report.findings, []);
    let mut planted = 0;
    for path in files(dir.path()) {
        let good = fs::read(&path).unwrap();
        let step = if good.len() > 600 { 97 } else { 3 };
        for at in (0..good.len()).step_by(step) {
            let mut bad = good.clone();
            bad[at] ^= 1 << (at % 8);
            fs::write(&path, &bad).unwrap();
            assert_ne!(check(dir.path(), &[]).findings, [], "{} byte {at}", path.display());
            planted += 1;
        }
        fs::write(&path, &good).unwrap();
    }
    assert!(planted > 500, "{planted}");
    assert_eq!(check(dir.path(), &[]).findings, []);
}

#[test]
fn every_truncated_lengthened_or_deleted_file_is_found() {
    let dir = log_of(&[3, 255, 260, 262]);
    for path in files(dir.path()) {
        let good = fs::read(&path).unwrap();
        let lengths = [0, 1, 31, 32, 34, good.len() / 2, good.len() - 1].into_iter().filter(|to| *to < good.len());
        for to in lengths {
            fs::write(&path, &good[..to]).unwrap();
            assert_ne!(check(dir.path(), &[]).findings, [], "{} cut to {to}", path.display());
        }
        for more in [&b"\n"[..], &[0; 32], &[0; 34]] {
            fs::write(&path, [&good, more].concat()).unwrap();
            assert_ne!(check(dir.path(), &[]).findings, [], "{} with {}", path.display(), more.len());
        }
        fs::remove_file(&path).unwrap();
        assert_ne!(check(dir.path(), &[]).findings, [], "{} deleted", path.display());
        fs::write(&path, &good).unwrap();
    }
    assert_eq!(check(dir.path(), &[]).findings, []);
}

#[test]
fn a_changed_entry_is_named_and_told_from_a_changed_tile() {
    let dir = log_of(&[600]);
    let bundle = dir.path().join(bundle_path(1, 256));
    let good = fs::read(&bundle).unwrap();
    let mut bad = good.clone();
    bad[34 * 44 + 2] ^= 1;
    fs::write(&bundle, &bad).unwrap();
    assert!(check(dir.path(), &[]).findings.contains(&Finding::EntryChanged { index: 300 }));
    let (head, tail) = good.split_at(34 * 10);
    fs::write(&bundle, [&tail[..34], head, &tail[34..]].concat()).unwrap();
    assert!(check(dir.path(), &[]).findings.contains(&Finding::EntryChanged { index: 256 }), "reordered");
    fs::write(&bundle, &good).unwrap();
    let tile = dir.path().join(tile_path(0, 1, 256));
    let mut bytes = fs::read(&tile).unwrap();
    bytes[5] ^= 1;
    fs::write(&tile, &bytes).unwrap();
    assert_eq!(check(dir.path(), &[]).findings, [Finding::TileChanged { path: "tile/0/001".to_owned() }]);
    bytes[5] ^= 1;
    fs::write(&tile, &bytes).unwrap();
    let tile = dir.path().join("tile/1/000.p/2");
    fs::remove_file(&tile).unwrap();
    assert_eq!(check(dir.path(), &[]).findings, [Finding::TileMissing { path: "tile/1/000.p/2".to_owned() }]);
}

#[test]
fn a_missing_bundle_is_one_finding_and_ends_the_count_before_it() {
    for (path, entries) in [("tile/entries/002.p/88", 512), ("tile/entries/001", 256)] {
        let dir = log_of(&[300, 600]);
        fs::remove_file(dir.path().join(path)).unwrap();
        let report = check(dir.path(), &[]);
        assert_eq!(report.findings, [Finding::EntryMissing { path: path.to_owned() }]);
        assert_eq!((report.entries, report.size), (entries, 600));
    }
}

#[test]
fn a_roll_back_to_an_older_head_is_found_by_whoever_remembers() {
    let dir = log_of(&[10, 20, 300]);
    let newest = note(dir.path());
    for size in [10, 20] {
        fs::copy(dir.path().join(format!("checkpoints/{size}")), dir.path().join("checkpoint")).unwrap();
        let report = check(dir.path(), std::slice::from_ref(&newest));
        assert_eq!(report.findings, [Finding::RolledBack { published: size, remembered: 300 }]);
    }
}

#[test]
fn another_valid_tree_under_the_right_key_is_a_fork() {
    let (dir, forged) = (log_of(&[10, 20]), TempDir::new().unwrap());
    let mut log = LogWriter::open(forged.path(), key()).unwrap();
    let mut other = entries(0, 20);
    other.swap(4, 5);
    log.append(0, &other).unwrap();
    log.sign().unwrap();
    assert_eq!(check(forged.path(), &[]).findings, [], "alone it looks sound");
    let report = check(forged.path(), &[note(dir.path())]);
    assert_eq!(codes(&report), ["log.forked"].into());
    let report = check(forged.path(), &[fs::read_to_string(dir.path().join("checkpoints/10")).unwrap()]);
    assert_eq!(report.findings, [Finding::Forked { size: 10, source_name: "remembered".to_owned() }]);
    // A forger who keeps the old heads contradicts them.
    fs::copy(dir.path().join("checkpoints/10"), forged.path().join("checkpoints/10")).unwrap();
    let head = SignedCheckpoint::sign(20, log.root(), Some(10), &key()).unwrap().to_string();
    fs::write(forged.path().join("checkpoint"), &head).unwrap();
    fs::write(forged.path().join("checkpoints/20"), &head).unwrap();
    let report = check(forged.path(), &[]);
    assert!(report.findings.contains(&Finding::Forked { size: 10, source_name: "checkpoints/10".to_owned() }));
}

#[test]
fn a_head_signed_over_another_root_and_a_broken_chain_are_found() {
    let dir = log_of(&[10, 20]);
    let write = |note: SignedCheckpoint| {
        fs::write(dir.path().join("checkpoint"), note.to_string()).unwrap();
        fs::write(dir.path().join("checkpoints/20"), note.to_string()).unwrap();
    };
    write(SignedCheckpoint::sign(20, [1; 32], Some(10), &key()).unwrap());
    assert!(codes(&check(dir.path(), &[])).contains("checkpoint.root"));
    let root = root_of(entries(0, 20).iter().map(|entry| leaf_hash(entry)));
    for previous in [20, 21] {
        write(SignedCheckpoint::sign(20, root, Some(previous), &key()).unwrap());
        assert_ne!(check(dir.path(), &[]).findings, [], "a chain that does not descend");
    }
    write(SignedCheckpoint::sign(20, root, Some(10), &key()).unwrap());
    assert_eq!(check(dir.path(), &[]).findings, []);
    fs::copy(dir.path().join("checkpoints/20"), dir.path().join("checkpoints/10")).unwrap();
    assert_eq!(codes(&check(dir.path(), &[])), ["checkpoint.malformed"].into());
    let foreign = Signer::from_seed("other.example", KeyKind::Log, &[7; 32]).unwrap();
    let foreign = SignedCheckpoint::sign(20, root, None, &foreign).unwrap().to_string();
    assert_eq!(codes(&check(dir.path(), &[foreign])), ["checkpoint.signature", "checkpoint.malformed"].into());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]
    #[test]
    fn any_planted_damage_is_found(kind in 0..5u8, pick in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let dir = log_of(&[7, 258, 515]);
        let newest = note(dir.path());
        let all = files(dir.path());
        let path = pick.get(&all);
        let mut bytes = fs::read(path).unwrap();
        let place = at.index(bytes.len());
        match kind {
            0 => bytes[place] ^= 1 << bit,
            1 => bytes.truncate(place),
            2 => bytes = fs::read(at.get(&all)).unwrap(),
            3 => bytes.insert(place, b'0' + bit),
            _ => {
                let (a, b) = (place / 34 * 34, place / 68 * 34);
                if bytes.len() >= a.max(b) + 34 { (0..34).for_each(|i| bytes.swap(a + i, b + i)) }
            }
        }
        let changed = bytes != fs::read(path).unwrap();
        fs::write(path, &bytes).unwrap();
        prop_assert_eq!(!check(dir.path(), &[newest]).findings.is_empty(), changed, "{} {}", path.display(), place);
    }

    #[test]
    fn heads_of_any_sizes_stay_sound(mut sizes in prop::collection::vec(0..1500u64, 1..6)) {
        sizes.sort_unstable();
        let dir = log_of(&sizes);
        prop_assert_eq!(check(dir.path(), &[note(dir.path())]).findings, []);
    }
}
