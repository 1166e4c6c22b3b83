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
    beneficiaries, budgets, parties,
    platform::{Actor, Progress, Report, Result},
    programmes,
};

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
    let report = answer?;
    if let Some(path) = report_to {
        fs::write(&path, serde_json::to_vec(&report)?).with_context(|| format!("writing {}", path.display()))?;
    }
    if let Some(path) = errors {
        write_errors(&file, &path, &report)?;
    }
    output::line(&report)?;
    Ok(report.exit())
}

/// Every kind of file and its use case.
async fn import(
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
        Kind::Oneroster | Kind::Timesheet | Kind::Invoices | Kind::Statement => {
            Err(anyhow::anyhow!("{kind:?} is not there yet").into())
        }
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
