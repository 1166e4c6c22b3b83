//! The sheet as it came with what was refused written beside each row (spec 7.2).

use std::io::Cursor;

use documents::{archive::Limits, table::Table};

use super::sheet::Reader;
use crate::platform::{Report, Result, errors_back};

/// A copy with a last column `qazyna_error`; of a zip, a zip of copies of the files that had refused rows.
///
/// # Errors
/// The refusal of a file that cannot be read at all.
pub fn with_errors(name: &str, bytes: &[u8], report: &Report) -> Result<Vec<u8>> {
    errors_back::with_errors((name, bytes), report, header_row)
}

/// The row of the first header: 1 of a long sheet, below BIN, group and month of a wide one.
fn header_row(bytes: &[u8]) -> Result<u64> {
    let mut reader = Reader::new();
    for row in Table::open(Cursor::new(bytes), Limits::default())? {
        let row = row?;
        let read = reader.read(&row);
        if reader.has_header() || read.is_err() {
            return Ok(row.number);
        }
    }
    Ok(1)
}
