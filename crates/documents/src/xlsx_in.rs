//! The first visible sheet of a workbook: values only, under the archive's limits.
//!
//! Formulas give the value stored with them; nothing is computed, no link is followed. Cells are read as they stream by,
//! so a sheet that claims to be huge costs nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{Read, Seek, SeekFrom};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::archive::{Archive, Limits};
use crate::refusal::{FileError, FileRefusal, Result};

/// No table of ours is wider; the timesheet has 33 columns.
const COLUMNS_MAX: u32 = 1024;

/// A value of a sheet.
#[derive(Clone, PartialEq)]
pub enum Value {
    Text(String),
    Number(f64),
    Flag(bool),
    /// A cell with a date or time format.
    Date(ExcelDateTime),
}

// A cell may be an IIN or a name.
impl fmt::Debug for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Text(_) => "Text(…)",
            Self::Number(_) => "Number(…)",
            Self::Flag(_) => "Flag(…)",
            Self::Date(_) => "Date(…)",
        })
    }
}

/// A sheet: rows by number from 1, cells by column from 0.
pub struct Sheet {
    pub name: String,
    pub rows: BTreeMap<u32, BTreeMap<u32, Value>>,
}

impl Value {
    /// The value as the table's caller sees it: numbers without a trailing `.0`, dates as `yyyy-mm-dd`, dates with a time of
    /// day as `yyyy-mm-ddThh:mm:ss`. A date typed as text stays what was typed, so that the caller can refuse it.
    pub fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
            Self::Date(date) if date.is_duration() => date.as_f64().to_string(),
            Self::Date(date) => {
                let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
                let time = if (hour, minute, second) == (0, 0, 0) {
                    String::new()
                } else {
                    format!("T{hour:02}:{minute:02}:{second:02}")
                };
                format!("{year:04}-{month:02}-{day:02}{time}")
            }
        }
    }
}

/// Reads the first visible sheet. All text together may not pass `limits.total_bytes`: one shared text can be put in
/// every cell.
pub fn read_sheet<R: Read + Seek>(mut reader: R, limits: Limits) -> Result<Sheet> {
    check_archive(&mut reader, limits)?;
    let mut workbook = Xlsx::new(reader).map_err(broken)?;
    let visible =
        |sheet: &&calamine::Sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet;
    let name =
        workbook.sheets_metadata().iter().find(visible).map(|sheet| sheet.name.clone()).ok_or(FileRefusal::Empty)?;
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(broken)?;
    let mut rows: BTreeMap<u32, BTreeMap<u32, Value>> = BTreeMap::new();
    let mut bytes = 0_u64;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let Some(value) = value_of(cell.get_value()) else { continue };
        if column >= COLUMNS_MAX {
            return Err(FileRefusal::Bomb {
                detail: format!("row {} is wider than {COLUMNS_MAX} cells", u64::from(row) + 1),
            }
            .into());
        }
        // A cell costs about 64 bytes of memory besides its text.
        let length = if let Value::Text(text) = &value { text.len() } else { 0 };
        bytes = bytes.saturating_add(u64::try_from(length).unwrap_or(u64::MAX)).saturating_add(64);
        if bytes > limits.total_bytes.saturating_mul(4) {
            return Err(FileRefusal::Bomb { detail: "the sheet's cells hold too much text".to_owned() }.into());
        }
        rows.entry(row.saturating_add(1)).or_default().insert(column, value);
    }
    Ok(Sheet { name, rows })
}

/// Unpacks everything once under the limits before the workbook's own reader may.
fn check_archive(reader: &mut (impl Read + Seek), limits: Limits) -> Result<()> {
    let mut archive = Archive::open(&mut *reader, limits)?;
    let names: Vec<String> = archive.entries().iter().map(|entry| entry.name.clone()).collect();
    for name in names {
        std::io::copy(&mut archive.entry(&name)?, &mut std::io::sink())?;
    }
    reader.seek(SeekFrom::Start(0))?;
    Ok(())
}

fn value_of(data: &DataRef<'_>) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::Int(number) => Value::Text(number.to_string()),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Bool(flag) => Value::Flag(*flag),
        DataRef::DateTime(date) => Value::Date(*date),
        DataRef::Error(error) => Value::Text(error.to_string()),
    })
}

fn broken(error: XlsxError) -> FileError {
    FileRefusal::Damaged { detail: format!("the workbook cannot be read: {error}") }.into()
}
