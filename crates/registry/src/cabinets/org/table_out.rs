//! What a list shows, as a file: CSV (UTF-8 with its mark, so that spreadsheets read it) or XLSX with typed cells.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use documents::{
    csv_out::CsvOut,
    safe_cell,
    xlsx_out::{About, write_described},
};

use crate::platform::{Result, error::refuse};

/// The most rows that a page's file has; more is the work of a job.
pub(super) const ROWS_MAX: usize = 5000;

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// A text, made harmless where it would begin a formula.
    Text(String),
    /// A number: days, or tiyn where the head says so.
    Number(i64),
    /// Nothing is known.
    Empty,
}

impl Cell {
    /// A text of anything that can be printed.
    pub(super) fn text(text: impl std::fmt::Display) -> Self {
        Self::Text(text.to_string())
    }

    fn safe(&self) -> safe_cell::Cell<'_> {
        match self {
            Self::Text(text) => safe_cell::Cell::Text(text),
            Self::Number(number) => safe_cell::Cell::Integer(*number),
            Self::Empty => safe_cell::Cell::Empty,
        }
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

/// A table to write.
pub(super) struct Sheet {
    /// The file's name without its ending: Latin letters, digits and hyphens.
    pub(super) name: String,
    /// The head of the columns, in the reader's language.
    pub(super) header: Vec<String>,
    /// The rows, each as wide as the head.
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// The file as an answer; `kind` is the ending of the address, `about` what a workbook says of itself.
    ///
    /// # Errors
    /// `page.unknown` for an ending that is none of ours; faults.
    pub(super) fn answer(&self, about: &About, kind: &str) -> Result<Response> {
        let (bytes, media_type) = match kind {
            "csv" => (self.csv()?, "text/csv; charset=utf-8"),
            "xlsx" => (self.xlsx(about)?, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            _ => return refuse("page.unknown", "a list is a CSV or an XLSX file"),
        };
        attachment(&format!("{}.{kind}", self.name), media_type, bytes)
    }

    fn csv(&self) -> Result<Vec<u8>> {
        let header: Vec<&str> = self.header.iter().map(String::as_str).collect();
        let mut out = CsvOut::new("\u{feff}".as_bytes().to_vec(), &header).map_err(anyhow::Error::from)?;
        for row in &self.rows {
            let cells: Vec<safe_cell::Cell<'_>> = row.iter().map(Cell::safe).collect();
            out.row(&cells).map_err(anyhow::Error::from)?;
        }
        Ok(out.finish().map_err(anyhow::Error::from)?)
    }

    fn xlsx(&self, about: &About) -> Result<Vec<u8>> {
        let header: Vec<&str> = self.header.iter().map(String::as_str).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(Cell::safe).collect::<Vec<_>>());
        let mut bytes = Vec::new();
        write_described(&mut bytes, ("qazyna", &header), rows, Some(about)).map_err(anyhow::Error::from)?;
        Ok(bytes)
    }
}

/// Bytes to be saved under a name.
pub(super) fn attachment(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let disposition =
        HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).map_err(anyhow::Error::from)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use documents::{archive::Limits, table::Table};

    use super::*;

    #[test]
    fn both_files_hold_what_the_list_shows() {
        let sheet = Sheet {
            name: "acts".to_owned(),
            header: vec!["Акт".to_owned(), "тиын".to_owned()],
            rows: vec![vec![Cell::text("=1+1"), Cell::Number(-5)], vec![Cell::text("Күн"), Cell::Empty]],
        };
        let about = About {
            sheet: "Сведения".to_owned(), lines: vec![("Фильтр".to_owned(), "group=1".to_owned())]
        };
        let csv = String::from_utf8(sheet.csv().unwrap()).unwrap();
        assert_eq!(csv, "\u{feff}Акт,тиын\n'=1+1,-5\nКүн,\n");
        let table = Table::open(std::io::Cursor::new(sheet.xlsx(&about).unwrap()), Limits::default()).unwrap();
        let rows: Vec<_> = table.map(|row| row.unwrap().cells.join("|")).collect();
        assert_eq!(rows[..2], ["Акт|тиын", "'=1+1|-5"]);
        assert_eq!(sheet.answer(&about, "pdf").unwrap_err().code(), Some("page.unknown"));
        let answer = sheet.answer(&about, "csv").unwrap();
        assert_eq!(answer.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"acts.csv\"");
    }
}
