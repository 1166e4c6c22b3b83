//! The audit export (spec 2.6): what an outside auditor needs to recompute everything, as CSV with the journal beside it.

mod file;
mod journal;
mod marks;
mod movements;
mod tables;
mod terms;

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

use super::store::{money, month};
use crate::{
    app::App,
    platform::{Actor, Progress, Result, Tx, access, sequencer},
};

/// What to export.
#[derive(Clone, Debug)]
pub struct Export {
    /// The first day of the month; each month that its acts correct comes with it.
    pub month: Date,
    /// One programme, or all.
    pub programme: Option<String>,
    /// One region, or all.
    pub region: Option<i16>,
    /// The folder to write into; files of the same names are replaced, each whole.
    pub out: PathBuf,
}

/// What was exported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The months covered, `YYYY-MM`.
    pub months: Vec<String>,
    /// Files with their rows (entries of journal.jsonl).
    pub files: Vec<Written>,
    /// Rows of the entries named that lie outside the export.
    pub rows_outside: u64,
}

/// A file and how many rows it holds without its header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// The file's name.
    pub name: String,
    /// Its rows.
    pub rows: u64,
}

/// What every part of an export works with: one snapshot of the database, one folder.
struct Work<'a> {
    tx: Tx<'a>,
    region: Option<i16>,
    programme: Option<String>,
    months: Vec<Date>,
    lines: Vec<Uuid>,
    folder: PathBuf,
    progress: &'a Progress,
}

/// Writes the export. Entries that have no index yet get one first, so that every exported movement can be verified.
///
/// # Errors
/// `access.denied`; faults of the database and of the folder. Nothing appears in the folder before everything is written.
pub async fn export(app: &App, actor: &Actor, asked: Export, progress: &Progress) -> Result<Exported> {
    access::require(app, actor, "export").await?;
    sequencer::drain(app).await?;
    let folder = asked.out.join(format!(".export-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let written = write(app, actor, &asked, (&folder, progress)).await;
    let published = written.and_then(|exported| publish(&folder, &asked.out, &exported.files).map(|()| exported));
    fs::remove_dir_all(&folder)?;
    published
}

async fn write(app: &App, actor: &Actor, asked: &Export, (folder, progress): (&Path, &Progress)) -> Result<Exported> {
    let tx = app.begin(actor, "export", asked.region.unwrap_or(0)).await?;
    // Whole tables are joined, in the order written: before their first ANALYZE the planner would loop over them row by row or
    // multiply dictionaries of one region with each other.
    let reading = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off; SET LOCAL join_collapse_limit = 1";
    tx.client()?.batch_execute(reading).await?;
    let mut work = Work {
        tx,
        region: asked.region,
        programme: asked.programme.clone(),
        months: Vec::new(),
        lines: Vec::new(),
        folder: folder.to_owned(),
        progress,
    };
    work.months = months(&work, asked.month.first_of_month()).await?;
    work.lines = lines(&work).await?;
    let mut exported = Exported {
        months: work.months.iter().map(|month| month.strftime("%Y-%m").to_string()).collect(),
        ..Exported::default()
    };
    for table in tables::TABLES {
        exported.files.push(tables::write(&work, table).await?);
    }
    exported.files.push(tables::budget(&work).await?);
    exported.files.push(marks::write(&work).await?);
    let mut journal = journal::Rows::new(&work).await?;
    exported.files.push(movements::write(&work, &mut journal).await?);
    let (file, outside) = journal.write(&work).await?;
    exported.files.push(file);
    exported.rows_outside = outside;
    exported.files.push(terms::write(&work).await?);
    exported.files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(exported)
}

async fn months(work: &Work<'_>, month: Date) -> Result<Vec<Date>> {
    let rows = work.tx.query(month::MONTHS, &[&work.region, &work.programme, &month]).await?;
    let mut months = rows.iter().map(|row| Ok(row.try_get(0)?)).collect::<Result<Vec<Date>>>()?;
    months.push(month);
    months.sort_unstable();
    months.dedup();
    Ok(months)
}

async fn lines(work: &Work<'_>) -> Result<Vec<Uuid>> {
    let rows = work.tx.query(money::LINES, &[&work.region, &work.programme, &work.months]).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Moves the finished files into place; those of an earlier export that are not among them go.
fn publish(folder: &Path, out: &Path, files: &[Written]) -> Result<()> {
    for file in files {
        fs::rename(folder.join(&file.name), out.join(&file.name))?;
    }
    fs::File::open(out)?.sync_all()?;
    Ok(())
}
