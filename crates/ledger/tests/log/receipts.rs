//! Receipts, a second implementation, and logs that lie elsewhere.

use std::fs;
use std::path::Path;
use std::process::Command;

use ledger::log::Finding;
use ledger::log::entry::{BODY_VERSION, Body, RowHash, TableRoot, entry_hash, row_hash};
use ledger::log::files::{Dir, Fetch};
use ledger::log::hex::Hex32;
use ledger::log::receipt::{Receipt, Source};
use ledger::log::tiles::bundle_path;
use ledger::log::verify::{Options, verify};
use ledger::log::writer::LogWriter;
use tempfile::TempDir;

use super::kit::{check, code, grow, key, log_of};

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
