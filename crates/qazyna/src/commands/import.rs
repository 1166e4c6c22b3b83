//! `qazyna import`: one file of one kind into the registry.

use std::{
    fs::{self, File},
    io::{BufReader, BufWriter},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use documents::errors_back;
use registry::{
    app::App,
    attendance, beneficiaries, budgets, contracts, invoices, parties, payments,
    platform::{Actor, Progress, Report, Result, identity},
    programmes, vouchers,
};
use serde::Serialize;

use crate::{
    cli::{Kind, Place},
    output,
    session::Session,
};

/// What the command line says.
pub(crate) struct Question {
    pub(crate) place: Place,
    pub(crate) kind: Kind,
    pub(crate) file: PathBuf,
    pub(crate) dry_run: bool,
    pub(crate) report: Option<PathBuf>,
    pub(crate) errors: Option<PathBuf>,
}

/// Reads a file and prints its report; exit 0 all rows accepted, 1 some refused, 2 nothing done (spec 7.2).
pub(crate) async fn run(question: Question) -> Result<u8> {
    let Question { place, kind, file, dry_run, report: report_to, errors } = question;
    let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let session = Session::open(&place).await?;
    let progress = output::progress(&name);
    let answer = import(&session.app, (kind, dry_run), &session.console(), (&name, &bytes), &progress).await;
    if dry_run {
        session.stop();
    } else {
        session.close().await?;
    }
    let imported = answer?;
    let report = &imported.report;
    if let Some(path) = report_to {
        fs::write(&path, serde_json::to_vec(&imported)?).with_context(|| format!("writing {}", path.display()))?;
    }
    if let Some(path) = errors {
        write_errors(&file, &path, report)?;
    }
    output::line(&imported)?;
    Ok(report.exit())
}

/// A file's report, and what it did to parts that were booked before.
#[derive(Debug, Serialize)]
pub(crate) struct Imported {
    #[serde(flatten)]
    pub(crate) report: Report,
    /// After a budget: the parts that had awaited one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) committed: Option<vouchers::Committed>,
    /// After rates: the parts with a new nominal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) repriced: Option<vouchers::Repriced>,
}

/// Every kind of file and its use case. A budget and rates then reach the parts that are booked already, also when the file was read before:
/// a run that broke off between the two is ended by the next.
pub(crate) async fn import(
    app: &App,
    (kind, dry_run): (Kind, bool),
    actor: &Actor,
    file: (&str, &[u8]),
    progress: &Progress,
) -> Result<Imported> {
    let report = read(app, (kind, dry_run), actor, file, progress).await?;
    let mut imported = Imported { report, committed: None, repriced: None };
    let taken = imported.report.exit() != 2 || imported.report.is_repeated();
    if dry_run || !taken {
        return Ok(imported);
    }
    if matches!(kind, Kind::Budget) {
        imported.committed = Some(vouchers::commit_awaiting(app, actor, progress).await?);
    }
    if matches!(kind, Kind::Rates) {
        imported.repriced = Some(vouchers::reprice(app, actor, progress).await?);
    }
    Ok(imported)
}

async fn read(
    app: &App,
    (kind, dry_run): (Kind, bool),
    actor: &Actor,
    file: (&str, &[u8]),
    progress: &Progress,
) -> Result<Report> {
    match kind {
        Kind::Budget => budgets::import(app, actor, file, dry_run, progress).await,
        Kind::Rates => programmes::import_rates(app, actor, file, dry_run, progress).await,
        Kind::Performers => parties::import(app, actor, file, dry_run, progress).await,
        Kind::Persons => beneficiaries::import(app, actor, file, dry_run, progress).await,
        Kind::Oneroster => contracts::import_roster(app, actor, file, dry_run, progress).await,
        Kind::Timesheet => attendance::import_timesheet(app, actor, file, dry_run, progress).await,
        Kind::Invoices => invoices::import(app, actor, file, dry_run, progress).await,
        Kind::Mandates => identity::import_mandates(app, actor, file, dry_run, progress).await,
        Kind::Statement => payments::import_statement(app, actor, file, dry_run, progress).await,
    }
}

/// The row of a table's titles; a wide timesheet has three rows before it.
fn header_row(bytes: &Path) -> Result<u64> {
    let mut table =
        documents::table::Table::open(BufReader::new(File::open(bytes)?), documents::archive::Limits::default())?;
    let first = table.next().transpose()?;
    let wide = first.is_some_and(|row| {
        ["bin", "бин", "бсн"].contains(&row.cell(0).to_lowercase().as_str()) && row.cells.len() <= 2
    });
    Ok(if wide { 4 } else { 1 })
}

/// The file again with a last column `qazyna_error`; of an archive, each line of the report in the order of its files.
fn write_errors(original: &Path, copy: &Path, report: &Report) -> Result<()> {
    let errors: Vec<errors_back::RowError> = report
        .errors
        .iter()
        .map(|error| errors_back::RowError {
            row: error.row.max(1),
            code: error.code.clone(),
            text: error.detail.clone(),
        })
        .collect();
    let to = BufWriter::new(File::create(copy).with_context(|| format!("writing {}", copy.display()))?);
    Ok(errors_back::write_copy(BufReader::new(File::open(original)?), to, header_row(original)?, &errors)?)
}
