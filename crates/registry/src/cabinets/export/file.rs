//! One CSV file of an export.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
};

use anyhow::Context as _;
use documents::{csv_out::CsvOut, safe_cell::Cell};

use super::Written;
use crate::platform::Result;

/// A file being written, row by row.
pub(super) struct CsvFile {
    out: CsvOut<BufWriter<File>>,
    written: Written,
}

impl CsvFile {
    /// Begins a file with its header.
    pub(super) fn create(folder: &Path, name: &str, header: &[&str]) -> Result<Self> {
        let file = File::create(folder.join(name)).with_context(|| format!("writing {name}"))?;
        let out =
            CsvOut::new(BufWriter::with_capacity(1 << 18, file), header).map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(Self { out, written: Written { name: name.to_owned(), rows: 0 } })
    }

    /// Writes a row; `None` is an empty cell.
    pub(super) fn row<'a>(&mut self, cells: impl IntoIterator<Item = Option<&'a str>>) -> Result<()> {
        let cells: Vec<Cell<'_>> = cells.into_iter().map(cell).collect();
        self.out.row(&cells).map_err(|error| anyhow::anyhow!("{error}"))?;
        self.written.rows = self.written.rows.saturating_add(1);
        Ok(())
    }

    /// Ends the file: everything is on disk.
    pub(super) fn finish(self) -> Result<Written> {
        let mut out = self.out.finish().map_err(|error| anyhow::anyhow!("{error}"))?;
        out.flush()?;
        out.get_ref().sync_all()?;
        Ok(self.written)
    }
}

/// A number below zero stays a number; other text that begins a formula is made safe.
fn cell(text: Option<&str>) -> Cell<'_> {
    match text {
        None | Some("") => Cell::Empty,
        Some(text) if text.starts_with('-') => text.parse().map_or(Cell::Text(text), Cell::Integer),
        Some(text) => Cell::Text(text),
    }
}
