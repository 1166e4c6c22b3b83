//! `qazyna verify`: checks a published log without any database.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use ledger::log::{
    Finding,
    files::Dir,
    receipt::Receipt,
    verify::{Options, verify},
};
use registry::platform::{Result, fact::hex};
use serde_json::{Value, json};

use super::witness::verifier;
use crate::output;

pub(crate) struct Question {
    pub(crate) log: String,
    pub(crate) key: Option<String>,
    pub(crate) remembered: Vec<PathBuf>,
    pub(crate) export: Option<PathBuf>,
    pub(crate) receipts: Vec<PathBuf>,
}

/// Prints `{size, root, entries, checkpoints, findings:[{code, detail}]}`; exit 0 clean, 1 findings.
pub(crate) fn run(question: Question) -> Result<u8> {
    let dir = PathBuf::from(&question.log);
    let key = verifier(&dir, question.key.as_deref())?;
    let remembered = question.remembered.iter().map(|path| notes(path)).collect::<Result<Vec<_>>>()?.concat();
    let receipts = question.receipts.iter().map(|path| receipt(path)).collect::<Result<Vec<_>>>()?;
    let options = Options { log_key: &key, witnesses: &[], remembered: &remembered, receipts: &receipts };
    let report = verify(&Dir(dir), &options).map_err(|error| anyhow::Error::from(error).context("reading the log"))?;
    output::line(&json!({
        "size": report.size,
        "root": hex(&report.root),
        "entries": report.entries,
        "checkpoints": report.checkpoints_checked,
        "findings": report.findings.iter().map(shown).collect::<Vec<_>>(),
    }))?;
    Ok(u8::from(!report.findings.is_empty()))
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
