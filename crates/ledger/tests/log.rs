//! A published log: clean runs never alarm, every planted damage is found (P11).

#[cfg(test)]
mod log {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use ledger::log::checkpoint::SignedCheckpoint;
    use ledger::log::entry::{BODY_VERSION, Body, RowHash, TableRoot, entry_hash, row_hash};
    use ledger::log::files::{Dir, Fetch};
    use ledger::log::hex::Hex32;
    use ledger::log::keys::{KeyKind, Signer};
    use ledger::log::receipt::{Receipt, Source};
    use ledger::log::tiles::{TileReader, bundle_path, tile_path};
    use ledger::log::tree::{Hash, leaf_hash, root_of};
    use ledger::log::verify::{Options, Report, verify};
    use ledger::log::witness::Witness;
    use ledger::log::writer::LogWriter;
    use ledger::log::{Finding, LogError};
    use proptest::prelude::*;
    use tempfile::TempDir;

    const ORIGIN: &str = "qazyna.example/journal";

    fn key() -> Signer {
        Signer::from_seed(ORIGIN, KeyKind::Log, &[7; 32]).unwrap()
    }

    fn witness_key() -> Signer {
        Signer::from_seed("witness.example", KeyKind::Witness, &[9; 32]).unwrap()
    }

    fn entry(index: u64, salt: u8) -> Hash {
        leaf_hash(&[&index.to_be_bytes()[..], &[salt]].concat())
    }

    fn entries(from: u64, to: u64) -> Vec<Hash> {
        (from..to).map(|index| entry(index, 0)).collect()
    }

    /// Appends up to each size in turn and signs there.
    fn grow(dir: &Path, sizes: &[u64]) {
        for size in sizes {
            let mut log = LogWriter::open(dir, key()).unwrap();
            log.append(log.size(), &entries(log.size(), *size)).unwrap();
            log.sign().unwrap();
        }
    }

    fn log_of(sizes: &[u64]) -> TempDir {
        let dir = TempDir::new().unwrap();
        grow(dir.path(), sizes);
        dir
    }

    fn note(dir: &Path) -> String {
        fs::read_to_string(dir.join("checkpoint")).unwrap()
    }

    fn check(dir: &Path, remembered: &[String]) -> Report {
        let remembered: Vec<_> = remembered.iter().map(|note| ("remembered".to_owned(), note.clone())).collect();
        let (key, witness) = (key(), [witness_key().verifier().clone()]);
        let options = Options { log_key: key.verifier(), witnesses: &witness, remembered: &remembered, receipts: &[] };
        verify(&Dir(dir.to_owned()), &options).unwrap()
    }

    fn codes(report: &Report) -> BTreeSet<&'static str> {
        report.findings.iter().map(Finding::code).collect()
    }

    fn code<T: std::fmt::Debug>(result: Result<T, LogError>) -> &'static str {
        match result.unwrap_err() {
            LogError::Found { finding } => finding.code(),
            LogError::Io { path, source } => panic!("{path}: {source}"),
        }
    }

    fn files(dir: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for item in fs::read_dir(dir).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
        }
        found.retain(|path| path.file_name().unwrap() != ".lock");
        found.sort();
        found
    }

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

    fn rows(count: u64) -> Vec<RowHash> {
        (0..count).map(|row| row_hash("marks", &[Some(&row.to_string()), None, Some("P")])).collect()
    }

    /// A log whose entry 4 holds `count` rows of marks, and the receipt of row `row`.
    fn receipt(dir: &Path, count: u64, row: u64) -> Receipt {
        let tables = vec![TableRoot::over("marks", &rows(count)), TableRoot::over("acts", &[])];
        let body = Body {
            v: BODY_VERSION,
            entry: "0193".to_owned(),
            kind: "month.closed".to_owned(),
            region: "71".to_owned(),
            actor: "a".to_owned(),
            effective_on: Some("2026-09-30".to_owned()),
            recorded_at: 1_793_000_000_000_000,
            tables,
        };
        let body = String::from_utf8(body.encode().unwrap()).unwrap();
        grow(dir, &[4]);
        let mut log = LogWriter::open(dir, key()).unwrap();
        log.append(4, &[entry_hash(&[5; 32], body.as_bytes()), [8; 32], [9; 32]]).unwrap();
        let note = log.sign().unwrap();
        let source = Source { index: 4, body: &body, salt: &[5; 32], rows: &rows(count) };
        let fields = [Some(row.to_string()), None, Some("P".to_owned())];
        let fields: Vec<_> = fields.iter().map(Option::as_deref).collect();
        let at = Dir(dir.to_owned());
        let beyond = Source { index: 7, ..source };
        assert_eq!(code(Receipt::cut(&at, &note, beyond, "marks", &fields)), "receipt.entry");
        assert_eq!(code(Receipt::cut(&at, &note, source, "acts", &fields)), "receipt.row");
        Receipt::cut(&at, &note, source, "marks", &fields).unwrap()
    }

    #[test]
    fn a_receipt_proves_its_row_and_nothing_else() {
        let dir = TempDir::new().unwrap();
        let good = receipt(dir.path(), 37, 11);
        let key = key();
        let (body, note) = good.verify("receipt", key.verifier()).unwrap();
        assert_eq!((body.kind.as_str(), note.checkpoint.size), ("month.closed", 7));
        let text = serde_json::to_string(&good).unwrap();
        assert_eq!(serde_json::from_str::<Receipt>(&text).unwrap(), good);
        let refusal = |change: &dyn Fn(&mut Receipt)| {
            let mut bad = good.clone();
            change(&mut bad);
            assert_ne!(bad, good);
            bad.verify("receipt", key.verifier()).unwrap_err().code()
        };
        assert_eq!(refusal(&|r| r.row[2] = Some("S".to_owned())), "receipt.row");
        assert_eq!(refusal(&|r| r.row[1] = Some(String::new())), "receipt.row");
        assert_eq!(refusal(&|r| r.row_index ^= 1), "receipt.row");
        assert_eq!(refusal(&|r| r.row_path[0].0[3] ^= 1), "receipt.row");
        assert_eq!(refusal(&|r| r.table = "acts".to_owned()), "receipt.row");
        assert_eq!(refusal(&|r| r.table = "none".to_owned()), "receipt.row");
        assert_eq!(refusal(&|r| r.body = r.body.replace("2026-09-30", "2026-08-30")), "receipt.entry");
        assert_eq!(refusal(&|r| r.body = r.body.replace(',', ", ")), "receipt.body");
        assert_eq!(refusal(&|r| r.salt.0[0] ^= 1), "receipt.entry");
        assert_eq!(refusal(&|r| r.index = 5), "receipt.entry");
        assert_eq!(refusal(&|r| r.path[1].0[3] ^= 1), "receipt.entry");
        assert_eq!(refusal(&|r| r.checkpoint = r.checkpoint.replace("\n7\n", "\n8\n")), "checkpoint.signature");
        assert_eq!(refusal(&|r| r.checkpoint.push('\n')), "checkpoint.malformed");
        let receipts = [("mine".to_owned(), good.clone())];
        let options = Options { log_key: key.verifier(), witnesses: &[], remembered: &[], receipts: &receipts };
        let report = verify(&Dir(dir.path().to_owned()), &options).unwrap();
        assert_eq!((report.findings.as_slice(), report.checkpoints_checked), (&[][..], 4));
        let elsewhere = log_of(&[9]);
        let report = verify(&Dir(elsewhere.path().to_owned()), &options).unwrap();
        assert_eq!(report.findings, [Finding::Forked { size: 7, source_name: "mine".to_owned() }]);
    }

    #[test]
    fn a_second_implementation_in_python_agrees() {
        if Command::new("python3").arg("--version").output().is_err() {
            eprintln!("not run: python3 is not installed");
            return;
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/verify_log.py");
        for (count, row) in [(1, 0), (2, 1), (37, 11), (300, 299)] {
            let (dir, apart) = (TempDir::new().unwrap(), TempDir::new().unwrap());
            let receipt = receipt(dir.path(), count, row);
            grow(dir.path(), &[600]);
            let file = apart.path().join("receipt.json");
            let run = || {
                let run = Command::new("python3").arg(&script).arg(dir.path()).arg(&file).output().unwrap();
                (run.status.success(), String::from_utf8(run.stdout).unwrap())
            };
            fs::write(&file, serde_json::to_string(&receipt).unwrap()).unwrap();
            let root = ledger::log::hex::encode(&check(dir.path(), &[]).root);
            assert_eq!(run(), (true, format!("{{\"size\": 600, \"root\": \"{root}\", \"receipts\": 1}}\n")));
            let mut bad = receipt.clone();
            bad.row[0] = Some("no".to_owned());
            fs::write(&file, serde_json::to_string(&bad).unwrap()).unwrap();
            assert!(!run().0);
            fs::write(&file, serde_json::to_string(&receipt).unwrap()).unwrap();
            let bundle = dir.path().join(bundle_path(1, 256));
            let mut bytes = fs::read(&bundle).unwrap();
            bytes[700] ^= 1;
            fs::write(&bundle, bytes).unwrap();
            assert!(!run().0);
        }
    }

    #[test]
    fn files_are_fetched_from_anywhere() {
        struct Nowhere;
        impl Fetch for Nowhere {
            fn get(&self, _: &str) -> std::io::Result<Option<Vec<u8>>> {
                Err(std::io::Error::other("unplugged"))
            }
        }
        let key = key();
        let options = Options { log_key: key.verifier(), witnesses: &[], remembered: &[], receipts: &[] };
        let fault = verify(&Nowhere, &options).unwrap_err();
        assert_eq!(fault.to_string(), "checkpoint: unplugged");
        assert_eq!(Hex32([1; 32]), Hex32([1; 32]));
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
}
