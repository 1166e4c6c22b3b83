//! `qazyna verify`: checks a published log without any database.

use std::{
    fs,
    io::BufReader,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use ledger::log::{
    Finding,
    entry::row_hash,
    export::ExportCheck,
    files::Dir,
    receipt::Receipt,
    tiles::TileReader,
    verify::{Options, verify},
};
use registry::platform::{Result, fact::hex};
use serde_json::{Value, json};

use super::witness::verifier;
use crate::output;

/// The table whose rows an export carries whole; the others are covered by the roots of their entries.
const MOVEMENTS: &str = "movements";

pub(crate) struct Question {
    pub(crate) log: String,
    pub(crate) key: Option<String>,
    pub(crate) remembered: Vec<PathBuf>,
    pub(crate) export: Option<PathBuf>,
    pub(crate) receipts: Vec<PathBuf>,
}

/// Prints `{size, root, entries, checkpoints, findings:[{code, detail}]}`, with an export also
/// `export: {entries, rows, rows_outside}`; exit 0 clean, 1 findings.
pub(crate) fn run(question: Question) -> Result<u8> {
    let dir = PathBuf::from(&question.log);
    let key = verifier(&dir, question.key.as_deref())?;
    let remembered = question.remembered.iter().map(|path| notes(path)).collect::<Result<Vec<_>>>()?.concat();
    let receipts = question.receipts.iter().map(|path| receipt(path)).collect::<Result<Vec<_>>>()?;
    let options = Options { log_key: &key, witnesses: &[], remembered: &remembered, receipts: &receipts };
    let log = Dir(dir);
    let mut report = verify(&log, &options).map_err(|error| anyhow::Error::from(error).context("reading the log"))?;
    let mut shown_export = Value::Null;
    if let Some(folder) = &question.export {
        let (export, findings) = verify_export(folder, &log, report.size)?;
        shown_export = export;
        report.findings.extend(findings);
    }
    let mut answer = json!({
        "size": report.size,
        "root": hex(&report.root),
        "entries": report.entries,
        "checkpoints": report.checkpoints_checked,
        "findings": report.findings.iter().map(shown).collect::<Vec<_>>(),
    });
    if let (Some(answer), false) = (answer.as_object_mut(), shown_export.is_null()) {
        answer.insert("export".to_owned(), shown_export);
    }
    output::line(&answer)?;
    Ok(u8::from(!report.findings.is_empty()))
}

/// Compares an export with its journal.jsonl and that with the log.
fn verify_export(folder: &Path, log: &Dir, size: u64) -> Result<(Value, Vec<Finding>)> {
    let journal = folder.join("journal.jsonl");
    let journal = fs::File::open(&journal).with_context(|| format!("reading {}", journal.display()))?;
    let reading = |error| anyhow::Error::from(error).context("reading the export");
    let (mut check, mut findings) =
        ExportCheck::read(BufReader::new(journal), &mut TileReader::new(log, size)).map_err(reading)?;
    let mut rows = 0_u64;
    let movements = csv::Reader::from_path(folder.join("movements.csv")).context("reading movements.csv")?;
    let mut row = Vec::<String>::new();
    for record in movements.into_records() {
        let record = record.context("reading movements.csv")?;
        // The two legs of a write-off are one row of the journal.
        let second = record.get(0).and_then(|id| id.strip_suffix("-2")).map(|id| format!("{id}-1"));
        if second.is_none() || row.first() != second.as_ref() {
            findings.extend(take(&mut check, &mut row, &mut rows));
        }
        row.extend(record.iter().map(str::to_owned));
    }
    findings.extend(take(&mut check, &mut row, &mut rows));
    let shown = json!({ "entries": check.entries, "rows": rows, "rows_outside": check.rows_outside });
    findings.extend(check.finish());
    Ok((shown, findings))
}

/// Gives a whole row to the check and begins the next.
fn take(check: &mut ExportCheck, row: &mut Vec<String>, rows: &mut u64) -> Vec<Finding> {
    if row.is_empty() {
        return Vec::new();
    }
    *rows = rows.saturating_add(1);
    let fields: Vec<Option<&str>> = row.iter().map(|field| Some(field.as_str())).collect();
    let hash = row_hash(MOVEMENTS, &fields);
    row.clear();
    check.rows([(MOVEMENTS, hash)])
}

fn shown(finding: &Finding) -> Value {
    json!({ "code": finding.code(), "detail": finding.to_string() })
}

/// The signed heads of a file: one note, or a witness's memory of several.
fn notes(path: &Path) -> Result<Vec<(String, String)>> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| format!("reading {name}"))?;
    match serde_json::from_str::<std::collections::BTreeMap<String, String>>(&text) {
        Ok(memory) => Ok(memory.into_values().map(|note| (name.clone(), note)).collect()),
        Err(_) => Ok(vec![(name, text)]),
    }
}

fn receipt(path: &Path) -> Result<(String, Receipt)> {
    let name = path.display().to_string();
    let bytes = fs::read(path).with_context(|| format!("reading {name}"))?;
    Ok((name, serde_json::from_slice(&bytes)?))
}
