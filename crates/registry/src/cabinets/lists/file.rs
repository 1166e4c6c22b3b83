//! A list on its way into a file: CSV for people and machines, or a workbook.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use documents::{csv_out::CsvOut, safe_cell::Cell, xlsx_out::write_table};

use crate::platform::{Result, error::refuse};

/// A form of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Comma, UTF-8 with a mark for spreadsheets, sums in tiyn.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Form {
    /// The form of an ending.
    pub(crate) fn parse(ending: &str) -> Result<Self> {
        match ending {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            _ => refuse("page.unknown", "a list is a csv or an xlsx"),
        }
    }

    /// Its ending.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A cell of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Datum {
    /// A text.
    Text(String),
    /// A count, or a sum in tiyn.
    Number(i64),
}

impl From<String> for Datum {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Datum {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// Nothing is an empty cell.
impl<T: Into<Self>> From<Option<T>> for Datum {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(|| Self::Text(String::new()), Into::into)
    }
}

/// A list on its way into a file: titles are the names of the data, the same in every language.
#[derive(Clone, Debug)]
pub(crate) struct List {
    /// What the file is called, without its ending.
    pub(crate) name: &'static str,
    /// The titles.
    pub(crate) header: &'static [&'static str],
    /// The rows.
    pub(crate) rows: Vec<Vec<Datum>>,
}

impl List {
    /// The bytes of the file.
    pub(crate) fn bytes(&self, form: Form) -> Result<Vec<u8>> {
        let cells = self.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>());
        match form {
            Form::Csv => {
                let mut out = CsvOut::new(b"\xef\xbb\xbf".to_vec(), self.header)?;
                for row in cells {
                    out.row(&row)?;
                }
                Ok(out.finish()?)
            }
            Form::Xlsx => {
                let mut out = Vec::new();
                write_table(&mut out, self.name, self.header, cells)?;
                Ok(out)
            }
        }
    }

    /// The file as an answer.
    pub(crate) fn answer(&self, form: Form) -> Result<Response> {
        let name = format!("{}.{}", self.name, form.ending());
        Ok(attached(&name, form.media_type(), self.bytes(form)?))
    }
}

fn cell(value: &Datum) -> Cell<'_> {
    match value {
        Datum::Text(text) if text.is_empty() => Cell::Empty,
        Datum::Text(text) => Cell::Text(text),
        Datum::Number(number) => Cell::Integer(*number),
    }
}

/// A file to be saved, of a plain name of our own making.
pub(crate) fn attached(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_the_same_in_both_forms() {
        let rows = vec![vec![Datum::from("=1+1"), Datum::from(7)], vec![Datum::from(""), Datum::from(-3)]];
        let list = List { name: "acts", header: &["act", "total_tiyn"], rows };
        let csv = String::from_utf8(list.bytes(Form::Csv).unwrap()).unwrap();
        assert_eq!(csv, "\u{feff}act,total_tiyn\n'=1+1,7\n,-3\n");
        let book = list.bytes(Form::Xlsx).unwrap();
        let table = documents::table::Table::open(std::io::Cursor::new(book), documents::archive::Limits::default());
        let read: Vec<String> = table.unwrap().map(|row| row.unwrap().cells.join("|")).collect();
        assert_eq!(read, ["act|total_tiyn", "'=1+1|7", "|-3"]);
    }
}
