//! Files and messages from outside: kept before they are acted on, and never acted on twice (spec 2.7 `file.repeated`).

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Actor, Result, Tx};
use crate::{app::App, fact};

/// What came of a file: printed as JSON and kept with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The files read (several in a zip).
    pub files: Vec<FileReport>,
    /// Rows refused, and refusals of whole files (row 0).
    pub errors: Vec<RowError>,
}

/// How many rows of a file were taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    /// The file's name, within a zip its path.
    pub name: String,
    /// Rows of data.
    pub rows: usize,
    /// Rows taken.
    pub accepted: usize,
    /// Rows refused.
    pub refused: usize,
}

/// A row that was refused. Never holds an IIN or a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowError {
    /// The file's name.
    pub file: String,
    /// The row as the user sees it, from 1; 0 is the file as a whole.
    pub row: u64,
    /// The code of spec 2.7.
    pub code: String,
    /// What is wrong in plain words, in English; texts by language come from the code.
    pub detail: String,
}

fact! {
    /// The report of a kept file.
    pub struct Outcome in "inbox_outcomes" {
        region: i16 = "int2",
        sha256: Vec<u8> = "bytea",
        kind: String = "text",
        report: serde_json::Value = "jsonb",
    }
}

/// A kept file.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Which import it is for.
    pub kind: &'static str,
    /// SHA-256 of its bytes: its identity.
    pub sha256: Vec<u8>,
    /// The report of the first time, when it was acted on before.
    pub already: Option<Report>,
}

/// Keeps the bytes of a file under its hash, in a transaction of its own, and tells whether it was acted on before.
///
/// # Errors
/// Faults of the database.
pub async fn keep(app: &App, actor: &Actor, kind: &'static str, file: (&str, &[u8])) -> Result<Kept> {
    let (name, bytes) = file;
    let sha256 = Sha256::digest(bytes).to_vec();
    let tx = app.begin(actor, "inbox.kept", 0).await?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO inbox (region, sha256, kind, name, size, body, received_at) VALUES (0, $1, $2, $3, $4, $5, $6)
        ON CONFLICT (region, kind, sha256) DO NOTHING",
        &[&sha256, &kind, &name, &size, &bytes, &tx.at()],
    )
    .await?;
    let found = tx
        .find("SELECT report FROM inbox_outcomes WHERE region = 0 AND kind = $1 AND sha256 = $2", &[&kind, &sha256])
        .await?;
    let already = found.map(|row| serde_json::from_value(row.get(0))).transpose()?;
    tx.commit().await?;
    Ok(Kept { kind, sha256, already })
}

/// Records what came of a kept file in the transaction of its effect (of its last chunk, where there are several).
///
/// # Errors
/// Faults of the database; a unique violation when another process acted on the same file meanwhile.
pub async fn settle(tx: &mut Tx<'_>, kept: &Kept, report: &Report) -> Result<()> {
    let report = serde_json::to_value(report)?;
    tx.record(&[Outcome { region: 0, sha256: kept.sha256.clone(), kind: kept.kind.to_owned(), report }]).await
}

impl Report {
    /// Adds a refused row.
    pub fn refuse(&mut self, file: &str, row: u64, code: &str, detail: impl Into<String>) {
        self.errors.push(RowError { file: file.to_owned(), row, code: code.to_owned(), detail: detail.into() });
    }

    /// A report that refuses a file as a whole.
    #[must_use]
    pub fn refused(name: &str, refusal: &super::Refusal) -> Self {
        let mut report =
            Self { files: vec![FileReport { name: name.to_owned(), ..FileReport::default() }], errors: Vec::new() };
        report.refuse(name, 0, refusal.code, refusal.detail.clone());
        report
    }

    /// The exit status of an import: 0 all rows, 1 some refused, 2 the file as a whole (spec 7.2).
    #[must_use]
    pub fn exit(&self) -> u8 {
        if self.errors.is_empty() {
            0
        } else if self.files.iter().all(|file| file.accepted == 0) {
            2
        } else {
            1
        }
    }
}
