//! An export against the journal: what agrees passes, what was changed on either side is named.

#[cfg(test)]
mod export {
    use std::collections::BTreeMap;
    use std::path::Path;

    use ledger::log::Finding;
    use ledger::log::entry::{BODY_VERSION, Body, RowHash, TableRoot, entry_hash, row_hash};
    use ledger::log::export::{ExportCheck, JournalLine, LISTED};
    use ledger::log::files::Dir;
    use ledger::log::hex::Hex32;
    use ledger::log::keys::{KeyKind, Signer};
    use ledger::log::tiles::TileReader;
    use ledger::log::writer::LogWriter;
    use proptest::prelude::*;
    use tempfile::TempDir;

    const ROWS: u64 = 6;

    fn row(table: &str, entry: u64, row: u64) -> RowHash {
        row_hash(table, &[Some(&entry.to_string()), Some(&row.to_string())])
    }

    /// Entry `index`: six marks, of which the last is outside the export, and one act.
    fn line(index: u64) -> JournalLine {
        let marks: Vec<_> = (0..ROWS).map(|n| row("marks", index, n)).collect();
        let acts = [row("acts", index, 0)];
        let body = Body {
            v: BODY_VERSION,
            entry: format!("entry-{index}"),
            kind: "k".to_owned(),
            region: "00".to_owned(),
            actor: "a".to_owned(),
            effective_on: None,
            recorded_at: 0,
            tables: vec![TableRoot::over("acts", &acts), TableRoot::over("marks", &marks)],
        };
        let (outside, inside) = marks.split_last().unwrap();
        let hex = |rows: &[RowHash]| rows.iter().map(|row| Hex32(row.0)).collect::<Vec<_>>();
        JournalLine {
            index,
            entry_id: body.entry.clone(),
            salt: Hex32([3; 32]),
            body: String::from_utf8(body.encode().unwrap()).unwrap(),
            tables: BTreeMap::from([("marks".to_owned(), hex(inside)), ("acts".to_owned(), hex(&acts))]),
            outside: BTreeMap::from([("marks".to_owned(), hex(&[*outside]))]),
        }
    }

    fn publish(dir: &Path, size: u64) -> Dir {
        let key = Signer::from_seed("log.example", KeyKind::Log, &[1; 32]).unwrap();
        let mut log = LogWriter::open(dir, key).unwrap();
        let entries: Vec<_> = (0..size).map(|index| entry_hash(&[3; 32], line(index).body.as_bytes())).collect();
        log.append(0, &entries).unwrap();
        log.sign().unwrap();
        Dir(dir.to_owned())
    }

    fn exported(indexes: &[u64]) -> Vec<(&'static str, RowHash)> {
        let rows = |index: &u64| {
            let marks = (0..ROWS - 1).map(|n| ("marks", row("marks", *index, n)));
            marks.chain([("acts", row("acts", *index, 0))]).collect::<Vec<_>>()
        };
        indexes.iter().flat_map(rows).collect()
    }

    fn read(dir: &Dir, size: u64, lines: &[JournalLine]) -> (ExportCheck, Vec<Finding>) {
        let text: String = lines.iter().map(|line| serde_json::to_string(line).unwrap() + "\n").collect();
        ExportCheck::read(text.as_bytes(), &mut TileReader::new(dir, size)).unwrap()
    }

    fn codes(findings: &[Finding]) -> Vec<&'static str> {
        findings.iter().map(Finding::code).collect()
    }

    #[test]
    fn an_export_that_agrees_has_no_findings_in_any_order_of_rows() {
        let dir = TempDir::new().unwrap();
        let log = publish(dir.path(), 300);
        let (mut check, findings) = read(&log, 300, &[line(0), line(7), line(256), line(299)]);
        assert_eq!(findings, []);
        assert_eq!((check.entries, check.rows_outside), (4, 4));
        let mut rows = exported(&[0, 7, 256, 299]);
        rows.reverse();
        let (first, second) = rows.split_at(9);
        assert_eq!(check.rows(first.iter().copied()), []);
        assert_eq!(check.rows(second.iter().copied()), []);
        assert_eq!(check.finish(), []);
    }

    #[test]
    fn a_changed_row_is_unknown_and_its_original_missing() {
        let dir = TempDir::new().unwrap();
        let log = publish(dir.path(), 3);
        let (mut check, _) = read(&log, 3, &[line(1), line(2)]);
        let mut rows = exported(&[1, 2]);
        rows[2].1 = row("marks", 1, 99);
        let unknown = check.rows(rows);
        assert_eq!(codes(&unknown), ["export.row_unknown"]);
        let Finding::ExportRowMissing { table, index, .. } = &check.finish()[0] else { panic!("not missing") };
        assert_eq!((table.as_str(), *index), ("marks", 1));
    }

    #[test]
    fn a_row_in_the_wrong_table_or_twice_is_unknown() {
        let dir = TempDir::new().unwrap();
        let log = publish(dir.path(), 3);
        let (mut check, _) = read(&log, 3, &[line(1)]);
        let rows = exported(&[1]);
        assert_eq!(check.rows(rows.clone()), []);
        assert_eq!(codes(&check.rows([rows[0]])), ["export.row_unknown"]);
        assert_eq!(codes(&check.rows([("acts", rows[0].1), ("none", rows[0].1)])), ["export.row_unknown"; 2]);
        assert_eq!(check.finish(), []);
    }

    #[test]
    fn only_the_first_findings_are_listed_and_the_rest_counted() {
        let dir = TempDir::new().unwrap();
        let log = publish(dir.path(), 20);
        let lines: Vec<_> = (0..20).map(line).collect();
        let (mut check, _) = read(&log, 20, &lines);
        let unknown = check.rows((0..LISTED + 3).map(|n| ("marks", row("marks", 777, n))));
        assert_eq!(unknown.len(), 50);
        let rest = check.finish();
        let missing = 20 * (ROWS - 1) - LISTED;
        let more = |table: &str, count, of| Finding::ExportMore { table: table.to_owned(), count, of };
        assert_eq!(rest[0], more("marks", 3, "export.row_unknown"));
        assert_eq!(rest[rest.len() - 1], more("marks", missing, "export.row_missing"));
        assert_eq!(rest.len(), 1 + 20 + 50 + 1);
        assert_eq!(rest[0].code(), "export.row_unknown");
    }

    #[test]
    fn every_change_of_a_journal_line_is_named_and_its_rows_do_not_count() {
        let dir = TempDir::new().unwrap();
        let log = publish(dir.path(), 3);
        let refusal = |change: &dyn Fn(&mut JournalLine)| {
            let mut bad = line(1);
            change(&mut bad);
            let (mut check, findings) = read(&log, 3, &[bad]);
            assert_eq!(check.rows(exported(&[1])).len(), 6);
            assert_eq!(findings.len(), 1);
            findings[0].code()
        };
        assert_eq!(refusal(&|l| l.index = 2), "export.entry");
        assert_eq!(refusal(&|l| l.index = 3), "export.entry");
        assert_eq!(refusal(&|l| l.salt.0[0] ^= 1), "export.entry");
        assert_eq!(refusal(&|l| l.entry_id.push('0')), "export.line");
        assert_eq!(refusal(&|l| l.body.push(' ')), "export.line");
        assert_eq!(refusal(&|l| l.body = l.body.replace("\"00\"", "\"01\"")), "export.entry");
        assert_eq!(refusal(&|l| l.tables.get_mut("marks").unwrap()[0].0[0] ^= 1), "export.root");
        assert_eq!(refusal(&|l| l.outside.get_mut("marks").unwrap()[0].0[0] ^= 1), "export.root");
        assert_eq!(refusal(&|l| l.outside.clear()), "export.root");
        assert_eq!(refusal(&|l| drop(l.tables.remove("acts"))), "export.root");
        assert_eq!(refusal(&|l| drop(l.tables.insert("zzz".to_owned(), Vec::new()))), "export.root");
    }

    #[test]
    fn lines_ascend_and_are_json() {
        let dir = TempDir::new().unwrap();
        let log = publish(dir.path(), 3);
        for lines in [[line(1), line(1)], [line(2), line(1)]] {
            let (check, findings) = read(&log, 3, &lines);
            assert_eq!((codes(&findings), check.entries), (vec!["export.line"], 1));
            assert!(findings[0].to_string().starts_with("journal.jsonl line 2: "));
        }
        let (check, findings) = ExportCheck::read(&b"{}\n\n"[..], &mut TileReader::new(&log, 3)).unwrap();
        assert_eq!((codes(&findings), check.entries), (vec!["export.line"; 2], 0));
        assert!(ExportCheck::read(&b"\xff\n"[..], &mut TileReader::new(&log, 3)).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn dropped_and_added_rows_are_counted_exactly(drop in prop::collection::btree_set(0..24usize, 0..8), add in 0..8u64) {
            let dir = TempDir::new().unwrap();
            let log = publish(dir.path(), 4);
            let (mut check, findings) = read(&log, 4, &[line(0), line(1), line(2), line(3)]);
            prop_assert_eq!(findings, []);
            let rows = exported(&[0, 1, 2, 3]);
            let kept = rows.iter().enumerate().filter(|(at, _)| !drop.contains(at)).map(|(_, row)| *row);
            let added = (0..add).map(|n| ("acts", row("acts", 9, n)));
            let unknown = check.rows(kept.chain(added));
            prop_assert_eq!(u64::try_from(unknown.len()).unwrap(), add);
            prop_assert_eq!(check.finish().len(), drop.len());
        }
    }
}
