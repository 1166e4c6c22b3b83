//! `qazyna import`: one file of one kind into the registry.

use std::{fs, path::PathBuf};

use anyhow::Context as _;
use registry::{cabinets::work, platform::Result};

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

/// Reads a file and prints its report; exit 0 all rows accepted, 1 some refused or parts left without
/// money, 2 nothing done (spec 7.2).
pub(crate) async fn run(question: Question) -> Result<u8> {
    let Question { place, kind, file, dry_run, report: report_to, errors } = question;
    let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let session = Session::open(&place).await?;
    let progress = output::progress(&name);
    let kind = kind.of_registry();
    let answer = work::import(&session.app, (kind, dry_run), &session.console(), (&name, &bytes), &progress).await;
    if dry_run {
        session.stop();
    } else {
        session.close().await?;
    }
    let imported = answer?;
    if let Some(path) = report_to {
        fs::write(&path, serde_json::to_vec(&imported)?).with_context(|| format!("writing {}", path.display()))?;
    }
    if let Some(path) = errors {
        // The import is done by now: a copy that cannot be written is only told.
        let copy = work::errors_copy(kind, (&name, &bytes), &imported.report);
        if let Err(error) = copy.and_then(|copy| Ok(fs::write(&path, copy)?)) {
            tracing::error!(%error, file = %path.display(), "the import is done; its errors could not be written");
        }
    }
    output::line(&imported)?;
    Ok(imported.exit())
}
