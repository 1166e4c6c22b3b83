//! A copy of the file that was sent with a last column `qazyna_error`, in the same format and encoding (spec 7.2).
//!
//! A CSV keeps every byte of its own rows. A workbook keeps the values and types of its first visible sheet, not its looks.
//! A copy that comes back corrected and is refused again gets its old error column replaced.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom, Write};

use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook, Worksheet};

use crate::archive::Limits;
use crate::csv_in::{Record, Records};
use crate::kind::{Kind, sniff};
use crate::refusal::{FileRefusal, Result};
use crate::safe_cell::safe_text;
use crate::table::ERROR_COLUMN;
use crate::text::{Decoder, Encoding, detect};
use crate::xlsx_in::{Sheet, Value, read_sheet};

/// One complaint about a row: its number as [`crate::table::Row::number`], the refusal's code and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    pub row: u64,
    pub code: String,
    pub text: String,
}

/// Writes the copy. `header_row` is where the column's title goes (1, or 4 in a wide timesheet).
pub fn write_copy<R: Read + Seek, W: Write + Send>(
    mut original: R,
    copy: W,
    header_row: u64,
    errors: &[RowError],
) -> Result<()> {
    let mut cells: BTreeMap<u64, String> = BTreeMap::from([(header_row, ERROR_COLUMN.to_owned())]);
    for error in errors {
        let line = format!("{}: {}", error.code, error.text);
        cells.entry(error.row).and_modify(|cell| *cell = format!("{cell}; {line}")).or_insert(line);
    }
    match sniff(&mut original, Limits::default())? {
        Kind::Xlsx => Ok(copy_xlsx(&read_sheet(original, Limits::default())?, copy, header_row, &cells)?),
        Kind::Csv => copy_csv(original, copy, header_row, &cells),
        found @ (Kind::Zip | Kind::Xml | Kind::Other) => {
            Err(FileRefusal::Type { expected: "a table (CSV or XLSX)", found: found.name() }.into())
        }
    }
}

fn copy_csv<R: Read + Seek>(
    mut original: R,
    mut copy: impl Write,
    header_row: u64,
    cells: &BTreeMap<u64, String>,
) -> Result<()> {
    let encoding = detect(&mut original)?;
    let width = csv_width(&mut original, encoding, header_row)?;
    original.seek(SeekFrom::Start(0))?;
    let mut records = Records::new(Decoder::new(original, encoding))?;
    let separator = records.separator();
    copy.write_all(encoding.bom())?;
    while let Some(record) = records.next_record()? {
        let line = match cells.get(&record.number) {
            Some(error) => with_error(&record, width, separator, error),
            None => own_part(&record, width).to_owned(),
        };
        copy.write_all(&encoding.encode(&line))?;
        copy.write_all(&encoding.encode(record.end))?;
    }
    copy.flush()?;
    Ok(())
}

/// How many columns stand before the error column: those before an old one, else the widest row.
fn csv_width<R: Read + Seek>(original: &mut R, encoding: Encoding, header_row: u64) -> Result<usize> {
    original.seek(SeekFrom::Start(0))?;
    let mut records = Records::new(Decoder::new(original, encoding))?;
    let mut widest = 0;
    while let Some(record) = records.next_record()? {
        if record.number == header_row
            && let Some(old) = record.fields.iter().position(|field| field.trim() == ERROR_COLUMN)
        {
            return Ok(old);
        }
        widest = widest.max(record.fields.len());
    }
    Ok(widest)
}

/// The record without an old error column; the separator before what is cut away goes with it.
fn own_part(record: &Record, width: usize) -> &str {
    let end = record.starts.get(width).map_or(record.raw.len(), |start| start.saturating_sub(1));
    record.raw.get(..end).unwrap_or_default()
}

fn with_error(record: &Record, width: usize, separator: char, error: &str) -> String {
    let mut line = own_part(record, width).to_owned();
    let missing = width.saturating_sub(record.fields.len()).saturating_add(1);
    line.extend(std::iter::repeat_n(separator, missing));
    line.push_str(&quoted(&safe_text(error), separator));
    line
}

fn quoted(text: &str, separator: char) -> Cow<'_, str> {
    if text.contains([separator, '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}

fn copy_xlsx<W: Write + Send>(
    sheet: &Sheet,
    copy: W,
    header_row: u64,
    cells: &BTreeMap<u64, String>,
) -> anyhow::Result<()> {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(&sheet.name)?;
    let is_old = |value: &Value| matches!(value, Value::Text(text) if text.trim() == ERROR_COLUMN);
    let header = u32::try_from(header_row).ok().and_then(|row| sheet.rows.get(&row));
    let old = header.and_then(|values| values.iter().find(|(_, value)| is_old(value)).map(|(column, _)| *column));
    let widest =
        sheet.rows.values().filter_map(|values| values.last_key_value()).map(|(column, _)| column.saturating_add(1));
    let width = old.unwrap_or(widest.max().unwrap_or(0));
    for (row, values) in &sheet.rows {
        for (column, value) in values.range(..width) {
            write_value(worksheet, row.saturating_sub(1), u16::try_from(*column)?, value)?;
        }
    }
    let bold = CellFormat::new().set_bold();
    for (row, text) in cells {
        let row = u32::try_from(row.saturating_sub(1))?;
        worksheet.write_string_with_format(row, u16::try_from(width)?, safe_text(text).as_ref(), &bold)?;
    }
    workbook.save_to_writer(copy)?;
    Ok(())
}

fn write_value(worksheet: &mut Worksheet, row: u32, column: u16, value: &Value) -> anyhow::Result<()> {
    match value {
        Value::Text(text) => worksheet.write_string(row, column, text)?,
        Value::Number(number) => worksheet.write_number(row, column, *number)?,
        Value::Flag(flag) => worksheet.write_boolean(row, column, *flag)?,
        Value::Date(date) if date.is_duration() => worksheet.write_number_with_format(
            row,
            column,
            date.as_f64(),
            &CellFormat::new().set_num_format("[h]:mm:ss"),
        )?,
        Value::Date(date) => {
            let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
            let midnight = (hour, minute, second, milli) == (0, 0, 0, 0);
            let format = CellFormat::new().set_num_format(if midnight { "yyyy-mm-dd" } else { "yyyy-mm-dd hh:mm:ss" });
            let moment =
                ExcelDateTime::from_ymd(year, month, day)?.and_hms_milli(u16::from(hour), minute, second, milli)?;
            worksheet.write_datetime_with_format(row, column, moment, &format)?
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn error(row: u64) -> RowError {
        RowError { row, code: "row.invalid".to_owned(), text: "bad; \"IIN\", қате".to_owned() }
    }

    fn copied(original: &[u8], header_row: u64, errors: &[RowError]) -> Vec<u8> {
        let mut copy = Vec::new();
        write_copy(Cursor::new(original), &mut copy, header_row, errors).unwrap();
        copy
    }

    fn rows(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
        let table = Table::open(Cursor::new(bytes), Limits::default()).unwrap();
        table.map(|row| row.map(|row| (row.number, row.cells)).unwrap()).collect()
    }

    #[test]
    fn a_csv_keeps_its_bytes_encoding_and_ends_of_line() {
        let text = "ИИН;Имя\r\n\r\n1;Мария Ивановна Петрова\r\n2;Смагулова Алия\r\n";
        let original = Encoding::Windows1251.encode(text);
        let copy = copied(&original, 1, &[error(4)]);
        let expected = "ИИН;Имя;qazyna_error\r\n\r\n1;Мария Ивановна Петрова\r\n2;Смагулова Алия;\"row.invalid: bad; \"\"IIN\"\", кате\"\r\n";
        assert_eq!(copy, Encoding::Windows1251.encode(expected));
    }

    #[test]
    fn a_second_copy_replaces_the_first_ones_errors() {
        let original = b"iin,name\n1,a\n2,b\n";
        let first = copied(original, 1, &[error(2), error(3)]);
        assert_eq!(copied(&first, 1, &[error(3)]), copied(original, 1, &[error(3)]));
    }

    #[test]
    fn a_workbook_keeps_its_cells_and_gets_the_column() {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_string(0, 0, "iin").unwrap().write_string(0, 1, "on").unwrap();
        sheet.write_string(1, 0, "001").unwrap();
        let day = ExcelDateTime::from_ymd(2026, 9, 1).unwrap();
        sheet.write_datetime_with_format(1, 1, &day, &CellFormat::new().set_num_format("dd.mm.yyyy")).unwrap();
        let original = workbook.save_to_buffer().unwrap();
        let copy = copied(&original, 1, &[error(2), error(2)]);
        let text = "row.invalid: bad; \"IIN\", қате; row.invalid: bad; \"IIN\", қате";
        let expected = [(1, vec!["iin", "on", "qazyna_error"]), (2, vec!["001", "2026-09-01", text])];
        let expected = expected.map(|(row, cells)| (row, cells.into_iter().map(str::to_owned).collect::<Vec<_>>()));
        assert_eq!(rows(&copy), expected);
        assert_eq!(rows(&copied(&copy, 1, &[error(2), error(2)])), expected);
    }

    proptest! {
        #[test]
        fn every_other_cell_is_kept(
            data in proptest::collection::vec(proptest::collection::vec("[a-z\",\n]{1,5}", 1..5), 1..8),
            bad in proptest::collection::btree_set(2_u64..9, 0..4),
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            writer.write_record(["h1", "h2", "h3", "h4", "h5"]).unwrap();
            data.iter().for_each(|row| writer.write_record(row).unwrap());
            let original = writer.into_inner().unwrap();
            let errors: Vec<_> = bad.iter().map(|row| error(*row)).collect();
            for ((row, mut kept), (_, cells)) in rows(&copied(&original, 1, &errors)).into_iter().zip(rows(&original)) {
                if row == 1 || bad.contains(&row) {
                    prop_assert_eq!(kept.len(), 6);
                    prop_assert!(!kept.pop().unwrap().is_empty());
                    kept.truncate(cells.len());
                }
                prop_assert_eq!(kept, cells);
            }
        }
    }
}
