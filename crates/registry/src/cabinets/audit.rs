//! The audit (spec 2.3, 9): every fact compared with the journal, the journal with the published log, everything derived made again,
//! the invariants counted. It reads one snapshot, changes nothing of it, and leaves a note that it was done.

mod checks;
mod entries;
mod log;

use jiff::Timestamp;
use ledger::log::files::{Dir, Fetch as _};
use serde::Serialize;

use super::{facts, sorter::Sorter, store};
use crate::{
    app::App,
    platform::{Actor, Progress, Result, Scope, Tx, access},
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

impl Audited {
    /// How much is not as it must be.
    #[must_use]
    pub fn wrong(&self) -> u64 {
        self.more.saturating_add(u64::try_from(self.findings.len()).unwrap_or(u64::MAX))
    }
}

/// Audits the database in the scope of the actor. That it was done, on which head and with how many findings is remembered where the whole nation
/// was audited: the status pages show it.
///
/// # Errors
/// `access.denied`; faults of the database and of the published log's folder. Everything wrong with the data is a finding.
pub async fn audit(app: &App, actor: &Actor, progress: &Progress) -> Result<Audited> {
    access::require(app, actor, "audit").await?;
    // The head is read before the snapshot: what is published while the audit runs is no roll-back.
    let newest = Dir(app.data.join("log")).get("checkpoint")?;
    let begun_at = app.clock.now();
    let tx = app.begin(actor, "audit", 0).await?;
    // Whole tables are joined, in the order written: before their first ANALYZE the planner would loop over them row by row or
    // multiply dictionaries of one region with each other.
    let reading = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off; SET LOCAL join_collapse_limit = 1";
    tx.client()?.batch_execute(reading).await?;
    let mut audited = Audited::default();
    journal(&tx, progress, &mut audited).await?;
    log::check(&tx, newest, &mut audited).await?;
    checks::check(&tx, progress, &mut audited).await?;
    let head = store::audits::head(&tx).await?;
    tx.commit().await?;
    if actor.scope == Scope::National {
        remember(app, actor, Remembered { begun_at, head, audited: &audited }).await?;
    }
    Ok(audited)
}

/// An audit that is over.
struct Remembered<'a> {
    begun_at: Timestamp,
    head: i64,
    audited: &'a Audited,
}

async fn remember(app: &App, actor: &Actor, done: Remembered<'_>) -> Result<()> {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let tx = app.begin(actor, "audit", 0).await?;
    let run = store::audits::AuditRow {
        head: done.head,
        entries: count(done.audited.entries),
        facts: count(done.audited.rows),
        findings: count(done.audited.wrong()),
        begun_at: done.begun_at,
        ended_at: app.clock.now(),
    };
    store::audits::insert(&tx, &run).await?;
    tx.commit().await
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
