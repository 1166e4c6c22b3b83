//! Files and messages from outside: kept before they are acted on, and never acted on twice (spec 2.7 `file.repeated`).

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Actor, Error, Progress, Result, Tx, access};
use crate::{app::App, fact};

/// How often an import that lost a race against another process begins again.
const TRIES: usize = 5;

/// What came of a file: printed as JSON and kept with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The files read (several in a zip).
    pub files: Vec<FileReport>,
    /// Rows refused, and refusals of whole files (row 0).
    pub errors: Vec<RowError>,
}

const REPEATED: &str = "file.repeated";

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
    /// Refused rows of which something was taken all the same: a wrong mark does not take its row with it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub in_part: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl FileReport {
    /// Rows of which all or something was taken.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.accepted.saturating_add(self.in_part)
    }
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

/// A file at the door: for which import, who brings it, and whether it shall only be checked.
#[derive(Clone, Copy)]
pub(crate) struct Delivery<'a> {
    pub(crate) app: &'a App,
    pub(crate) actor: &'a Actor,
    /// The action of the access matrix, also the message's kind in the inbox: `import.budget`.
    pub(crate) kind: &'static str,
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
    /// Check everything, change nothing; the file is not even kept.
    pub(crate) dry_run: bool,
    pub(crate) progress: &'a Progress,
}

impl Delivery<'_> {
    /// Keeps the file, then acts on it unless that was done before; `effect` ends with [`Delivery::settle`]. A process that loses a race
    /// begins again and then sees what the other one did. A refusal of the file as a whole (`file.…`, `row.…`) becomes a report.
    ///
    /// # Errors
    /// `access.denied`; faults.
    pub(crate) async fn act(&self, effect: impl AsyncFn(&Kept) -> Result<Report>) -> Result<Report> {
        access::require(self.app, self.actor, self.kind).await?;
        let mut tries = TRIES;
        loop {
            let kept = self.keep().await?;
            if let Some(first) = kept.already {
                return Ok(first.repeated(self.name));
            }
            tries = tries.saturating_sub(1);
            match effect(&kept).await {
                Err(Error::Refused(refusal))
                    if refusal.code.starts_with("file.") || refusal.code.starts_with("row.") =>
                {
                    return Ok(Report::refused(self.name, &refusal));
                }
                Err(error) if error.is_conflict() && tries > 0 => {}
                done => return done,
            }
        }
    }

    async fn keep(&self) -> Result<Kept> {
        if self.dry_run {
            let tx = self.app.begin(self.actor, "inbox.kept", 0).await?;
            let sha256 = Sha256::digest(self.bytes).to_vec();
            let already = find_outcome(&tx, self.kind, &sha256).await?;
            return Ok(Kept { kind: self.kind, sha256, already });
        }
        let tx = self.app.begin(self.actor, "inbox.kept", 0).await?;
        let sha256 = store(&tx, self.kind, (self.name, self.bytes)).await?;
        let already = find_outcome(&tx, self.kind, &sha256).await?;
        tx.commit().await?;
        Ok(Kept { kind: self.kind, sha256, already })
    }

    /// Ends the last transaction: records the report and commits; on a dry run rolls everything back. A report that accepts nothing is
    /// not recorded, so that the file may come again once what it lacked is there.
    ///
    /// # Errors
    /// Faults; a conflict when another process acted on the same file meanwhile.
    pub(crate) async fn settle(&self, mut tx: Tx<'_>, kept: &Kept, report: &Report) -> Result<()> {
        if self.dry_run || report.exit() == 2 {
            return Ok(());
        }
        settle(&mut tx, kept, report).await?;
        tx.commit().await
    }
}

async fn find_outcome(tx: &Tx<'_>, kind: &str, sha256: &[u8]) -> Result<Option<Report>> {
    let sql = "SELECT report FROM inbox_outcomes WHERE region = $1 AND kind = $2 AND sha256 = $3";
    Ok(tx
        .find(sql, &[&tx.actor().home(), &kind, &sha256])
        .await?
        .map(|row| serde_json::from_value(row.get(0)))
        .transpose()?)
}

/// Stores the bytes of a file under its hash, once, in the actor's own region, with who sent it; gives the hash.
///
/// # Errors
/// Faults of the database.
pub async fn store(tx: &Tx<'_>, kind: &str, (name, bytes): (&str, &[u8])) -> Result<Vec<u8>> {
    let sha256 = Sha256::digest(bytes).to_vec();
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO inbox (region, sha256, kind, name, size, body, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (region, kind, sha256) DO NOTHING",
        &[&tx.actor().home(), &sha256, &kind, &name, &size, &bytes, &tx.at()],
    )
    .await?;
    let sender = &tx.actor().organisation;
    if !sender.is_empty() {
        tx.execute(
            "INSERT INTO inbox_senders (region, kind, sha256, bin, received_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (region, kind, sha256, bin) DO NOTHING",
            &[&tx.actor().home(), &kind, &sha256, sender, &tx.at()],
        )
        .await?;
    }
    Ok(sha256)
}

/// The bytes of a stored file of the actor's own region.
///
/// # Errors
/// A fault when it is not there.
pub async fn read(app: &App, actor: &Actor, kind: &str, sha256: &[u8]) -> Result<Vec<u8>> {
    let tx = app.begin(actor, "inbox.read", 0).await?;
    let bytes = bytes(&tx, kind, sha256).await?;
    tx.commit().await?;
    Ok(bytes)
}

/// The same in a transaction that is open.
///
/// # Errors
/// A fault when it is not there.
pub async fn bytes(tx: &Tx<'_>, kind: &str, sha256: &[u8]) -> Result<Vec<u8>> {
    let sql = "SELECT body FROM inbox WHERE region = $1 AND kind = $2 AND sha256 = $3";
    let row = tx.find(sql, &[&tx.actor().home(), &kind, &sha256]).await?;
    Ok(row.ok_or_else(|| anyhow::anyhow!("a kept file is missing"))?.try_get(0)?)
}

/// Records what came of a kept file in the transaction of its effect (of its last chunk, where there are several).
///
/// # Errors
/// Faults of the database; a unique violation when another process acted on the same file meanwhile.
pub async fn settle(tx: &mut Tx<'_>, kept: &Kept, report: &Report) -> Result<()> {
    let report = serde_json::to_value(report)?;
    let region = tx.actor().home();
    tx.record(&[Outcome { region, sha256: kept.sha256.clone(), kind: kept.kind.to_owned(), report }]).await
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

    /// The report of a file that was acted on before: the first one, and `file.repeated`.
    #[must_use]
    pub fn repeated(mut self, name: &str) -> Self {
        self.refuse(name, 0, REPEATED, "the same file was read before: nothing was done again");
        self
    }

    /// Counts a row that was taken, in the file named.
    pub(crate) fn accept(&mut self, file: &str) {
        self.count(file, |counts| counts.accepted = counts.accepted.saturating_add(1));
    }

    /// Counts and lists a row that was refused.
    pub(crate) fn refuse_row(&mut self, file: &str, row: u64, refusal: &super::Refusal) {
        self.count(file, |counts| counts.refused = counts.refused.saturating_add(1));
        self.refuse(file, row, refusal.code, refusal.detail.clone());
    }

    /// Lists a row that was counted as taken and is refused after all.
    pub(crate) fn refuse_taken(&mut self, file: &str, row: u64, refusal: &super::Refusal) {
        self.refuse(file, row, refusal.code, refusal.detail.clone());
        if let Some(counts) = self.files.iter_mut().find(|counts| counts.name == file) {
            counts.accepted = counts.accepted.saturating_sub(1);
            counts.refused = counts.refused.saturating_add(1);
        }
    }

    fn count(&mut self, file: &str, add: impl FnOnce(&mut FileReport)) {
        if !self.files.iter().any(|counts| counts.name == file) {
            self.files.push(FileReport { name: file.to_owned(), ..FileReport::default() });
        }
        if let Some(counts) = self.files.iter_mut().find(|counts| counts.name == file) {
            counts.rows = counts.rows.saturating_add(1);
            add(counts);
        }
    }

    /// Turns the report into that of a file where one bad row refuses all: nothing is accepted.
    #[must_use]
    pub(crate) fn whole(mut self) -> Self {
        if !self.errors.is_empty() {
            for file in &mut self.files {
                file.accepted = 0;
            }
        }
        self
    }

    /// Whether the file was acted on before.
    #[must_use]
    pub fn is_repeated(&self) -> bool {
        self.errors.iter().any(|error| error.code == REPEATED)
    }

    /// The exit status of an import: 0 all rows, 1 some refused, 2 nothing done: the file as a whole was refused or was read before
    /// (spec 7.2).
    #[must_use]
    pub fn exit(&self) -> u8 {
        if self.is_repeated() {
            2
        } else if self.errors.is_empty() {
            0
        } else if self.files.iter().all(|file| file.taken() == 0) {
            2
        } else {
            1
        }
    }
}
