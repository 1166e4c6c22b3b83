//! A list on its way into a file: CSV for people and machines, or a workbook.

use axum::response::Response;
use documents::{
    csv_out::CsvOut,
    safe_cell::Cell,
    xlsx_out::{About, write_described},
};

use crate::platform::{Result, error::refuse, paper::attached};

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
    /// Nothing is known.
    Empty,
}

impl Datum {
    /// A text of anything that can be printed.
    pub(crate) fn text(text: impl std::fmt::Display) -> Self {
        Self::Text(text.to_string())
    }
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
        value.map_or(Self::Empty, Into::into)
    }
}

/// A list on its way into a file.
#[derive(Clone, Debug)]
pub(crate) struct List {
    /// What the file is called, without its ending: Latin letters, digits and hyphens.
    pub(crate) name: String,
    /// The titles: names of the data, or words of the reader.
    pub(crate) header: Vec<String>,
    /// The rows, each as wide as the titles.
    pub(crate) rows: Vec<Vec<Datum>>,
}

impl List {
    /// A list of rows under titles.
    pub(crate) fn new<T: Into<String>>(
        name: impl Into<String>,
        header: impl IntoIterator<Item = T>,
        rows: Vec<Vec<Datum>>,
    ) -> Self {
        Self { name: name.into(), header: header.into_iter().map(Into::into).collect(), rows }
    }

    /// What the file is called.
    pub(crate) fn file_name(&self, form: Form) -> String {
        format!("{}.{}", self.name, form.ending())
    }

    /// The bytes of the file; `about` is what a workbook says of itself.
    pub(crate) fn bytes(&self, form: Form, about: &About) -> Result<Vec<u8>> {
        let header: Vec<&str> = self.header.iter().map(String::as_str).collect();
        let cells = self.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>());
        match form {
            Form::Csv => {
                let mut out = CsvOut::new(b"\xef\xbb\xbf".to_vec(), &header)?;
                for row in cells {
                    out.row(&row)?;
                }
                Ok(out.finish()?)
            }
            Form::Xlsx => {
                let mut out = Vec::new();
                write_described(&mut out, (&self.name, &header), cells, Some(about))?;
                Ok(out)
            }
        }
    }

    /// The file as an answer.
    pub(crate) fn answer(&self, form: Form, about: &About) -> Result<Response> {
        Ok(attached(&self.file_name(form), form.media_type(), self.bytes(form, about)?))
    }
}

fn cell(value: &Datum) -> Cell<'_> {
    match value {
        Datum::Empty => Cell::Empty,
        Datum::Text(text) if text.is_empty() => Cell::Empty,
        Datum::Text(text) => Cell::Text(text),
        Datum::Number(number) => Cell::Integer(*number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_the_same_in_both_forms() {
        let rows = vec![vec![Datum::from("=1+1"), Datum::from(7)], vec![Datum::from(""), Datum::from(-3)]];
        let list = List::new("acts", ["act", "total_tiyn"], rows);
        let about = About { sheet: "about".to_owned(), lines: vec![("filter".to_owned(), "group=1".to_owned())] };
        let csv = String::from_utf8(list.bytes(Form::Csv, &about).unwrap()).unwrap();
        assert_eq!(csv, "\u{feff}act,total_tiyn\n'=1+1,7\n,-3\n");
        let book = list.bytes(Form::Xlsx, &about).unwrap();
        let table = documents::table::Table::open(std::io::Cursor::new(book), documents::archive::Limits::default());
        let read: Vec<String> = table.unwrap().map(|row| row.unwrap().cells.join("|")).collect();
        assert_eq!(read[..3], ["act|total_tiyn", "'=1+1|7", "|-3"]);
    }
}
