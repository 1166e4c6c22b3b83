//! The file as it came with what was refused written beside each row (spec 7.2).

use std::io::{Cursor, Read as _, Write as _};

use anyhow::Context as _;
use documents::{
    archive::{Archive, Limits},
    errors_back::{RowError, write_copy},
    kind::{Kind, sniff},
    table::Table,
};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::sheet::Reader;
use crate::platform::{Refusal, Report, Result};

/// A copy with a last column `qazyna_error`; of a zip, a zip of copies of the files that had refused rows.
///
/// # Errors
/// The refusal of a file that cannot be read at all.
pub fn with_errors(name: &str, bytes: &[u8], report: &Report) -> Result<Vec<u8>> {
    if sniff(&mut Cursor::new(bytes), Limits::default()).map_err(file_error)? != Kind::Zip {
        return copy(name, bytes, report);
    }
    let mut archive = Archive::open(Cursor::new(bytes), Limits::default()).map_err(file_error)?;
    let mut copies = ZipWriter::new(Cursor::new(Vec::new()));
    let names: Vec<String> = archive.entries().iter().map(|entry| entry.name.clone()).collect();
    for name in names {
        // A file that was refused as a whole is no table to write beside.
        if !report.errors.iter().any(|error| error.file == name && error.row > 0) {
            continue;
        }
        let mut entry = Vec::new();
        archive.entry(&name).map_err(file_error)?.read_to_end(&mut entry)?;
        copies.start_file(&name, SimpleFileOptions::default()).context("writing the archive of copies")?;
        copies.write_all(&copy(&name, &entry, report)?)?;
    }
    Ok(copies.finish().context("writing the archive of copies")?.into_inner())
}

fn copy(name: &str, bytes: &[u8], report: &Report) -> Result<Vec<u8>> {
    let errors: Vec<RowError> = report
        .errors
        .iter()
        .filter(|error| error.file == name && error.row > 0)
        .map(|error| RowError { row: error.row, code: error.code.clone(), text: error.detail.clone() })
        .collect();
    let mut out = Vec::new();
    write_copy(Cursor::new(bytes), &mut out, header_row(bytes)?, &errors).map_err(file_error)?;
    Ok(out)
}

/// The row of the first header: 1 of a long sheet, below BIN, group and month of a wide one.
fn header_row(bytes: &[u8]) -> Result<u64> {
    let mut reader = Reader::new();
    for row in Table::open(Cursor::new(bytes), Limits::default()).map_err(file_error)? {
        let row = row.map_err(file_error)?;
        let read = reader.read(&row);
        if reader.has_header() || read.is_err() {
            return Ok(row.number);
        }
    }
    Ok(1)
}

/// What a file is refused for, as an answer of ours.
pub(super) fn file_error(error: documents::FileError) -> crate::platform::Error {
    match error {
        documents::FileError::Refused(refusal) => Refusal::new(refusal.code(), refusal.to_string()).into(),
        documents::FileError::Fault(fault) => fault.into(),
    }
}
