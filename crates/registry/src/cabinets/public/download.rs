//! Tables as files: CSV for machines (comma, UTF-8, sums in tiyn) and XLSX for people.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use documents::{
    csv_out::CsvOut,
    safe_cell::Cell,
    xlsx_out::{About, write_described},
};

use crate::platform::Result;

/// A cell of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A text; made safe for spreadsheets.
    Text(String),
    /// A whole number: a count or tiyn.
    Number(i64),
    /// Not known or not told.
    None,
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl Value {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Text(text) => Cell::Text(text),
            Self::Number(number) => Cell::Integer(*number),
            Self::None => Cell::Empty,
        }
    }
}

/// A table to be downloaded: name of the file without its ending, columns, rows.
#[derive(Clone, Debug)]
pub(super) struct Download {
    pub(super) name: String,
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Value>>,
}

impl Download {
    /// As CSV.
    pub(super) fn csv(&self) -> Result<Response> {
        let mut out = CsvOut::new(Vec::new(), &self.columns).map_err(fault)?;
        for row in &self.rows {
            out.row(&row.iter().map(Value::cell).collect::<Vec<_>>()).map_err(fault)?;
        }
        Ok(self.file("csv", "text/csv; charset=utf-8; header=present", out.finish().map_err(fault)?))
    }

    /// As XLSX; `columns` are their names in the reader's language, `about` is what the file says of itself.
    pub(super) fn xlsx(&self, columns: &[String], about: &About) -> Result<Response> {
        let header: Vec<&str> = columns.iter().map(String::as_str).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(Value::cell).collect::<Vec<_>>());
        let mut bytes = Vec::new();
        write_described(&mut bytes, (&self.name, &header), rows, Some(about)).map_err(fault)?;
        Ok(self.file("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
    }

    fn file(&self, ending: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
        let disposition = format!("attachment; filename=\"{}.{ending}\"", self.name);
        ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
    }
}

fn fault(error: documents::FileError) -> anyhow::Error {
    anyhow::anyhow!("a file cannot be written: {error}")
}
