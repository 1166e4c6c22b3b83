//! The audit (spec 2.3, 9): every fact compared with the journal, the journal with the published log, everything derived made again,
//! the invariants counted. It changes nothing and reads one snapshot.

mod checks;
mod entries;
mod log;

use ledger::log::files::{Dir, Fetch as _};
use serde::Serialize;

use super::{facts, sorter::Sorter};
use crate::{
    app::App,
    platform::{Actor, Progress, Result, Tx, access},
};

/// How many findings of one code are listed; the rest is counted.
const LISTED: usize = 1000;

/// What an audit found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Audited {
    /// Journal entries read.
    pub entries: u64,
    /// Rows of facts hashed.
    pub rows: u64,
    /// Everything that is not as it must be; none on a clean database.
    pub findings: Vec<Found>,
    /// Findings beyond the thousand that are listed of each code.
    pub more: u64,
}

/// A finding; its codes stand in docs/journal.md.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Found {
    /// The stable code.
    pub code: &'static str,
    /// The table.
    pub table: String,
    /// Which row, entry or index.
    pub key: String,
    /// What is wrong, in English; names no person.
    pub detail: String,
}

impl Audited {
    fn found(&mut self, code: &'static str, table: &str, key: impl Into<String>, detail: impl Into<String>) {
        if self.findings.iter().filter(|found| found.code == code).count() < LISTED {
            self.findings.push(Found { code, table: table.to_owned(), key: key.into(), detail: detail.into() });
        } else {
            self.more = self.more.saturating_add(1);
        }
    }
}

/// Audits the database in the scope of the actor.
///
/// # Errors
/// `access.denied`; faults of the database and of the published log's folder. Everything wrong with the data is a finding.
pub async fn audit(app: &App, actor: &Actor, progress: &Progress) -> Result<Audited> {
    access::require(app, actor, "audit").await?;
    // The head is read before the snapshot: what is published while the audit runs is no roll-back.
    let newest = Dir(app.data.join("log")).get("checkpoint")?;
    let tx = app.begin(actor, "audit", 0).await?;
    // Whole tables are joined, in the order written: before their first ANALYZE the planner would loop over them row by row or
    // multiply dictionaries of one region with each other.
    let reading = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off; SET LOCAL join_collapse_limit = 1";
    tx.client()?.batch_execute(reading).await?;
    let mut audited = Audited::default();
    journal(&tx, progress, &mut audited).await?;
    log::check(&tx, newest, &mut audited).await?;
    checks::check(&tx, progress, &mut audited).await?;
    tx.commit().await?;
    Ok(audited)
}

async fn journal(tx: &Tx<'_>, progress: &Progress, audited: &mut Audited) -> Result<()> {
    let folder = run_folder(tx)?;
    let mut sorter = Sorter::new(&folder);
    audited.rows = facts::scan(tx, progress, |row| sorter.push(entries::record(&row))).await?;
    let mut sorted = sorter.finish()?;
    entries::check(tx, &mut sorted, audited).await
}

/// Where runs lie while they are sorted: beside the registry's files, not in a memory-backed folder.
fn run_folder(tx: &Tx<'_>) -> Result<std::path::PathBuf> {
    let folder = tx.app().data.join("tmp");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
