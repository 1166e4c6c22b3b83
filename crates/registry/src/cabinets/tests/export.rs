//! The export against the program that knows only the published rules.

use std::{fs, io::BufReader, path::Path, process::Command};

use ledger::log::{entry::row_hash, export::ExportCheck, files::Dir, tiles::TileReader};

use super::lived::{MONTH, World, publish};
use crate::{
    cabinets::{Export, Exported, audit, export},
    platform::Progress,
};

async fn exported(world: &World, out: &Path) -> Exported {
    let asked = Export { month: MONTH, programme: None, region: None, out: out.to_owned() };
    export(&world.desk.country.app, &world.desk.country.actor, asked, &Progress::silent()).await.unwrap()
}

/// What the outside auditor prints.
pub(super) fn recompute(folder: &Path) -> (bool, String) {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/recompute.py");
    let answer = Command::new("python3").arg(program).arg(folder).output().unwrap();
    (answer.status.success(), String::from_utf8(answer.stdout).unwrap() + &String::from_utf8(answer.stderr).unwrap())
}

/// Compares movements.csv with journal.jsonl and that with the log; findings and rows outside.
fn verified(folder: &Path, data: &Path, size: u64) -> (Vec<String>, u64) {
    let log = Dir(data.join("log"));
    let journal = BufReader::new(fs::File::open(folder.join("journal.jsonl")).unwrap());
    let (mut check, mut findings) = ExportCheck::read(journal, &mut TileReader::new(&log, size)).unwrap();
    let text = fs::read_to_string(folder.join("movements.csv")).unwrap();
    let mut row: Vec<&str> = Vec::new();
    for line in text.lines().skip(1).chain(["end"]) {
        let cells: Vec<&str> = line.split(',').collect();
        if !cells[0].ends_with("-2") && !row.is_empty() {
            let fields: Vec<_> = row.drain(..).map(Some).collect();
            findings.extend(check.rows([("movements", row_hash("movements", &fields))]));
        }
        row.extend(cells);
    }
    let outside = check.rows_outside;
    findings.extend(check.finish());
    (findings.iter().map(|finding| finding.code().to_owned()).collect(), outside)
}

#[tokio::test]
async fn an_export_is_recomputed_from_its_own_files_and_every_planted_tiyn_is_found() {
    let world = World::new().await;
    let clean = audit(&world.desk.country.app, &world.desk.country.actor, &Progress::silent()).await.unwrap();
    assert_eq!(clean.findings, []);
    let folder = tempfile::tempdir().unwrap();
    let written = exported(&world, folder.path()).await;
    let head = publish(&world.desk.country.app, &world.desk.country.app.data).await;
    assert_eq!(written.months, ["2026-09"]);
    let rows = |name: &str| written.files.iter().find(|file| file.name == name).unwrap().rows;
    assert_eq!(
        ["parts.csv", "portions.csv", "act_lines.csv", "acts.csv", "orders.csv", "marks.csv"].map(rows),
        [13, 14, 14, 2, 2, 13 * 22 * 2]
    );
    assert_eq!(recompute(folder.path()), (true, String::new()));
    let (findings, outside) = verified(folder.path(), &world.desk.country.app.data, head.checkpoint.size);
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(outside, written.rows_outside);
    assert!(
        !fs::read_dir(folder.path()).unwrap().any(|file| file.unwrap().file_name().to_string_lossy().starts_with('.'))
    );

    let parts = fs::read_to_string(folder.path().join("parts.csv")).unwrap();
    assert!(parts.lines().skip(1).all(|line| line.contains(",redeemed,6580000,6580000")), "{parts}");
    for (file, from, to) in [
        ("parts.csv", ",6580000,6580000", ",6579999,6580000"),
        ("budget.csv", ",0,0,0,", ",1,0,0,"),
        ("act_lines.csv", ",2990909,2990909,", ",2990909,2990908,"),
        ("act_lines.csv", ",22,22,22,", ",22,21,22,"),
        ("marks.csv", ",P,", ",U,"),
        ("movements.csv", ",2990909,", ",2990908,"),
        ("groups.csv", "1 2 3 4 5", "1 2 3 4"),
    ] {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let planted = if file == "marks.csv" || file == "groups.csv" {
            text.replace(from, to)
        } else {
            text.replacen(from, to, 1)
        };
        assert_ne!(planted, text, "{file} has no {from}");
        fs::write(&path, planted).unwrap();
        assert!(!recompute(folder.path()).0, "{file}: {from} became {to} unnoticed");
        if file == "movements.csv" {
            let (findings, _) = verified(folder.path(), &world.desk.country.app.data, head.checkpoint.size);
            assert_eq!(findings, ["export.row_unknown", "export.row_missing"]);
        }
        fs::write(&path, text).unwrap();
    }
    assert!(recompute(folder.path()).0);
}
