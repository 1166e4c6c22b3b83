//! The file as it came with what was refused written beside each row (spec 7.2).

use std::io::{Cursor, Read as _, Write as _};

use anyhow::Context as _;
use documents::{
    FileError,
    archive::{Archive, Limits},
    errors_back::{RowError, write_copy},
    kind::{Kind, sniff},
};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Report, Result};

/// A copy with a last column `qazyna_error`; of a zip, a zip of copies of the files that had refused rows. `header_row` finds the row of
/// the titles.
///
/// # Errors
/// The refusal of a file that cannot be read at all.
pub(crate) fn with_errors(
    (name, bytes): (&str, &[u8]),
    report: &Report,
    header_row: impl Fn(&[u8]) -> Result<u64>,
) -> Result<Vec<u8>> {
    if sniff(&mut Cursor::new(bytes), Limits::default())? != Kind::Zip {
        return copy(name, bytes, report, header_row(bytes)?);
    }
    let mut archive = Archive::open(Cursor::new(bytes), Limits::default())?;
    let mut copies = ZipWriter::new(Cursor::new(Vec::new()));
    let names: Vec<String> = archive.entries().iter().map(|entry| entry.name.clone()).collect();
    for name in names {
        // A file that was refused as a whole is no table to write beside.
        if !report.errors.iter().any(|error| error.file == name && error.row > 0) {
            continue;
        }
        let mut entry = Vec::new();
        archive.entry(&name)?.read_to_end(&mut entry).map_err(FileError::from)?;
        copies.start_file(&name, SimpleFileOptions::default()).context("writing the archive of copies")?;
        copies.write_all(&copy(&name, &entry, report, header_row(&entry)?)?)?;
    }
    Ok(copies.finish().context("writing the archive of copies")?.into_inner())
}

fn copy(name: &str, bytes: &[u8], report: &Report, header_row: u64) -> Result<Vec<u8>> {
    let errors: Vec<RowError> = report
        .errors
        .iter()
        .filter(|error| error.file == name && error.row > 0)
        .map(|error| RowError { row: error.row, code: error.code.clone(), text: error.detail.clone() })
        .collect();
    let mut out = Vec::new();
    write_copy(Cursor::new(bytes), &mut out, header_row, &errors)?;
    Ok(out)
}
