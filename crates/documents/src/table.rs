//! One table out of CSV or XLSX: rows of text with the numbers a spreadsheet shows, columns found by name.

use std::fmt;
use std::io::{Read, Seek, SeekFrom};

use crate::archive::Limits;
use crate::csv_in::Records;
use crate::kind::{Kind, sniff};
use crate::refusal::{FileRefusal, Result};
use crate::text::{Decoder, Encoding, detect};
use crate::xlsx_in::read_sheet;

/// The column that an error copy adds; it is never data.
pub const ERROR_COLUMN: &str = "qazyna_error";

/// A row that is not blank: its number as a spreadsheet shows it (from 1) and its cells.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    pub number: u64,
    pub cells: Vec<String>,
}

// A cell may be an IIN or a name.
impl fmt::Debug for Row {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Row {} of {} cells", self.number, self.cells.len())
    }
}

impl Row {
    /// The cell without white space around it (no-break spaces too); `""` where the row ends earlier.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// What the file was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv { encoding: Encoding, separator: char },
    Xlsx,
}

/// The rows of a table, blank ones left out. CSV streams; of a workbook the first visible sheet is held.
pub struct Table<R: Read> {
    format: Format,
    rows: Rows<R>,
}

enum Rows<R: Read> {
    Csv(Records<Decoder<R>>),
    Xlsx(std::vec::IntoIter<Row>),
}

impl<R: Read + Seek> Table<R> {
    /// Tells CSV from XLSX by content; anything else is `file.type`.
    pub fn open(mut reader: R, limits: Limits) -> Result<Self> {
        match sniff(&mut reader, limits)? {
            Kind::Xlsx => Self::xlsx(reader, limits),
            Kind::Csv => {
                let encoding = detect(&mut reader)?;
                reader.seek(SeekFrom::Start(0))?;
                Self::csv(reader, encoding)
            }
            found @ (Kind::Zip | Kind::Xml | Kind::Other) => {
                Err(FileRefusal::Type { expected: "a table (CSV or XLSX)", found: found.name() }.into())
            }
        }
    }

    fn xlsx(reader: R, limits: Limits) -> Result<Self> {
        let sheet = read_sheet(reader, limits)?;
        let mut rows = Vec::new();
        for (number, values) in sheet.rows {
            let width = values.last_key_value().map_or(0, |(column, _)| column.saturating_add(1));
            let cell = |column| values.get(&column).map(crate::xlsx_in::Value::to_text).unwrap_or_default();
            rows.push(Row { number: u64::from(number), cells: (0..width).map(cell).collect() });
        }
        Ok(Self { format: Format::Xlsx, rows: Rows::Xlsx(rows.into_iter()) })
    }
}

impl<R: Read> Table<R> {
    /// A CSV whose encoding is known already, as of an entry inside an archive (which cannot be rewound).
    pub fn csv(reader: R, encoding: Encoding) -> Result<Self> {
        let records = Records::new(Decoder::new(reader, encoding))?;
        let format = Format::Csv { encoding, separator: records.separator() };
        Ok(Self { format, rows: Rows::Csv(records) })
    }

    /// What the file was: told to the sender.
    pub fn format(&self) -> Format {
        self.format
    }

    fn next_row(&mut self) -> Result<Option<Row>> {
        match &mut self.rows {
            Rows::Xlsx(rows) => Ok(rows.find(|row| !row.cells.iter().all(String::is_empty))),
            Rows::Csv(records) => {
                while let Some(record) = records.next_record()? {
                    if !record.is_blank() {
                        return Ok(Some(Row { number: record.number, cells: record.fields }));
                    }
                }
                Ok(None)
            }
        }
    }
}

impl<R: Read> Iterator for Table<R> {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

/// A column the caller knows, with its names in Kazakh, Russian and English; the first one names it in refusals.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    pub names: &'a [&'a str],
    pub required: bool,
}

/// What to do with columns that the format does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownColumns {
    Allowed,
    Refused,
}

/// Where each known column stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    places: Vec<Option<usize>>,
}

impl Header {
    /// Finds the columns by name, whatever their order, case and spacing. Refuses a missing required column, two columns of
    /// one meaning and, by choice, unknown ones. A column without a name and [`ERROR_COLUMN`] are passed over.
    pub fn find(row: &Row, columns: &[Column<'_>], unknown: UnknownColumns) -> std::result::Result<Self, FileRefusal> {
        let mut places: Vec<Option<usize>> = vec![None; columns.len()];
        let mut seen = std::collections::HashSet::new();
        for (place, title) in row.cells.iter().enumerate() {
            let folded = fold(title);
            if folded.is_empty() || folded == ERROR_COLUMN {
                continue;
            }
            let known = columns.iter().position(|column| column.names.iter().any(|name| fold(name) == folded));
            let repeated = match known.and_then(|index| places.get_mut(index)) {
                Some(slot) => slot.replace(place).is_some(),
                None if unknown == UnknownColumns::Refused => {
                    return Err(FileRefusal::UnknownColumn { name: title.clone() });
                }
                None => false,
            };
            if repeated || !seen.insert(folded) {
                return Err(FileRefusal::DuplicateColumn { name: title.trim().to_owned() });
            }
        }
        for (column, place) in columns.iter().zip(&places) {
            if column.required && place.is_none() {
                let name = column.names.first().copied().unwrap_or_default().to_owned();
                return Err(FileRefusal::MissingColumn { name });
            }
        }
        Ok(Self { places })
    }

    /// The cell under the caller's column `index`, trimmed; `""` when the file lacks the column or the row ends earlier.
    pub fn cell<'r>(&self, row: &'r Row, index: usize) -> &'r str {
        self.places.get(index).copied().flatten().map_or("", |place| row.cell(place))
    }

    /// Whether the file has the caller's column `index`.
    pub fn has(&self, index: usize) -> bool {
        self.places.get(index).copied().flatten().is_some()
    }
}

/// A title for comparison: lower case without white space.
fn fold(title: &str) -> String {
    title.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook};
    use std::io::Cursor;

    fn rows(bytes: &[u8]) -> Result<Vec<(u64, String)>> {
        let table = Table::open(Cursor::new(bytes), Limits::default())?;
        table.map(|row| row.map(|row| (row.number, row.cells.join("|")))).collect()
    }

    #[test]
    fn csv_and_xlsx_give_the_same_rows() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().set_hidden(true).write_string(0, 0, "hidden").unwrap();
        let date = CellFormat::new().set_num_format("dd.mm.yyyy");
        let sheet = workbook.add_worksheet();
        sheet.set_active(true);
        sheet.write_string(0, 0, "iin").unwrap().write_string(0, 1, "date").unwrap();
        sheet.write_number(2, 0, 101_500_123_456_f64).unwrap();
        let day = ExcelDateTime::from_ymd(2026, 9, 1).unwrap();
        sheet.write_datetime_with_format(2, 1, &day, &date).unwrap();
        sheet.write_string(3, 1, "1 қыркүйек").unwrap();
        sheet.write_formula(4, 0, Formula::new("=1+1").set_result("2")).unwrap();
        let xlsx = workbook.save_to_buffer().unwrap();
        let csv = "iin,date\r\n\r\n101500123456,2026-09-01\r\n,1 қыркүйек\r\n2\r\n";
        assert_eq!(rows(&xlsx).unwrap(), rows(csv.as_bytes()).unwrap());
    }

    #[test]
    fn dates_of_both_epochs_are_the_day_shown() {
        let day = |serial: f64, is_1904| {
            let kind = calamine::ExcelDateTimeType::DateTime;
            crate::xlsx_in::Value::Date(calamine::ExcelDateTime::new(serial, kind, is_1904)).to_text()
        };
        assert_eq!(day(46266.0, false), "2026-09-01");
        assert_eq!(day(46266.0 - 1462.0, true), "2026-09-01");
        assert_eq!(day(46266.5, false), "2026-09-01T12:00:00");
    }

    const COLUMNS: [Column<'static>; 3] = [
        Column { names: &["iin", "ИИН", "ЖСН"], required: true },
        Column { names: &["name", "ФИО", "Аты-жөні"], required: true },
        Column { names: &["note"], required: false },
    ];

    fn header(cells: &[&str], unknown: UnknownColumns) -> std::result::Result<Header, FileRefusal> {
        let row = Row { number: 1, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() };
        Header::find(&row, &COLUMNS, unknown)
    }

    #[test]
    fn columns_are_found_by_name_in_any_language_order_and_case() {
        let header = header(&["аты-ЖӨНІ", "x", " Ж С\u{a0}Н ", "", "qazyna_error"], UnknownColumns::Allowed).unwrap();
        let row = Row { number: 2, cells: ["Әлия ", "-", " 1"].map(str::to_owned).to_vec() };
        assert_eq!((header.cell(&row, 0), header.cell(&row, 1), header.cell(&row, 2)), ("1", "Әлия", ""));
        assert!(!header.has(2));
    }

    #[test]
    fn missing_repeated_and_unknown_columns_are_refused_by_name() {
        let refused = |cells: &[&str], unknown| header(cells, unknown).unwrap_err().to_string();
        assert_eq!(refused(&["iin"], UnknownColumns::Allowed), "column \"name\" is missing");
        assert_eq!(refused(&["iin", "ФИО", "ИИН"], UnknownColumns::Allowed), "column \"ИИН\" is there twice");
        assert_eq!(refused(&["iin", "x", "name", "X"], UnknownColumns::Allowed), "column \"X\" is there twice");
        assert_eq!(refused(&["iin", "name", "x"], UnknownColumns::Refused), "column \"x\" is unknown");
    }

    #[test]
    fn a_damaged_workbook_is_refused_without_a_panic() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write_string(0, 0, "iin").unwrap().write_number(1, 0, 5).unwrap();
        let whole = workbook.save_to_buffer().unwrap();
        for length in (0..whole.len()).step_by(37).skip(1) {
            assert!(rows(&whole[..length]).is_err(), "{length}");
        }
    }
}
