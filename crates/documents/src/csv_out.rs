//! Streaming CSV of exports: UTF-8, comma, header, LF, quotes only where needed, text safe against formulas.

use std::cmp::Ordering;
use std::io::Write;

use anyhow::ensure;

use crate::refusal::Result;
use crate::safe_cell::Cell;

/// Writes one export. Rows must be as wide as the header.
pub struct CsvOut<W: Write> {
    writer: csv::Writer<W>,
    width: usize,
    sorted_by: usize,
    last_key: Vec<Key>,
}

/// An owned cell to compare the next row with.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Empty,
    Integer(i64),
    Text(String),
}

impl<W: Write> CsvOut<W> {
    /// Writes the header.
    pub fn new(writer: W, header: &[&str]) -> Result<Self> {
        let mut writer = csv::WriterBuilder::new().from_writer(writer);
        writer.write_record(header).map_err(anyhow::Error::from)?;
        Ok(Self { writer, width: header.len(), sorted_by: 0, last_key: Vec::new() })
    }

    /// From now on a row whose first `columns` cells come before those of the row above is a fault: an export
    /// that promises an order never breaks it unnoticed. Text is compared by bytes, numbers by value.
    pub fn sorted_by(mut self, columns: usize) -> Self {
        self.sorted_by = columns;
        self
    }

    /// Writes one row.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.check(cells)?;
        let texts = cells.iter().map(Cell::to_safe_text);
        for text in texts {
            self.writer.write_field(text.as_bytes()).map_err(anyhow::Error::from)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(anyhow::Error::from)?;
        Ok(())
    }

    /// Flushes and gives the writer back.
    pub fn finish(self) -> Result<W> {
        Ok(self.writer.into_inner().map_err(|error| anyhow::Error::from(error.into_error()))?)
    }

    fn check(&mut self, cells: &[Cell<'_>]) -> anyhow::Result<()> {
        ensure!(cells.len() == self.width, "a row of {} cells under a header of {}", cells.len(), self.width);
        let key: Vec<Key> = cells.iter().take(self.sorted_by).map(Key::from).collect();
        ensure!(self.last_key.cmp(&key) != Ordering::Greater, "rows out of order: {:?} then {key:?}", self.last_key);
        self.last_key = key;
        Ok(())
    }
}

impl From<&Cell<'_>> for Key {
    fn from(cell: &Cell<'_>) -> Self {
        match cell {
            Cell::Empty => Self::Empty,
            Cell::Integer(number) => Self::Integer(*number),
            Cell::Text(text) => Self::Text((*text).to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_put_only_where_needed_and_lines_end_with_lf() {
        let mut out = CsvOut::new(Vec::new(), &["name", "tiyn"]).unwrap();
        out.row(&[Cell::Text("Сад «Күн», №5"), Cell::Integer(-12)]).unwrap();
        out.row(&[Cell::Text("=1+1"), Cell::Empty]).unwrap();
        assert_eq!(String::from_utf8(out.finish().unwrap()).unwrap(), "name,tiyn\n\"Сад «Күн», №5\",-12\n'=1+1,\n");
    }

    #[test]
    fn a_row_out_of_order_or_of_another_width_is_a_fault() {
        let mut out = CsvOut::new(Vec::new(), &["n", "name"]).unwrap().sorted_by(1);
        out.row(&[Cell::Integer(9), Cell::Text("b")]).unwrap();
        out.row(&[Cell::Integer(10), Cell::Text("a")]).unwrap();
        assert!(out.row(&[Cell::Integer(9), Cell::Empty]).is_err());
        assert!(out.row(&[Cell::Integer(11)]).is_err());
    }
}
