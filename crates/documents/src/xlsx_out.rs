//! A simple table as a workbook: header, typed cells, one sheet, rows written as they come.

use std::io::Write;

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::refusal::Result;
use crate::safe_cell::{Cell, safe_text};

/// Integers above this lose digits as a spreadsheet's number and are written as text.
const EXACT_MAX: u64 = 999_999_999_999_999;

/// Writes one sheet. Text is stored as a string (never a formula) and made safe all the same, because the file may be saved as CSV later.
pub fn write_table<'a, C: AsRef<[Cell<'a>]>>(
    writer: impl Write + Send,
    sheet: &str,
    header: &[&str],
    rows: impl IntoIterator<Item = C>,
) -> Result<()> {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet_with_constant_memory().map_err(anyhow::Error::from)?;
    fill(worksheet, sheet, header, rows)?;
    workbook.save_to_writer(writer).map_err(anyhow::Error::from)?;
    Ok(())
}

fn fill<'a, C: AsRef<[Cell<'a>]>>(
    worksheet: &mut Worksheet,
    sheet: &str,
    header: &[&str],
    rows: impl IntoIterator<Item = C>,
) -> anyhow::Result<()> {
    worksheet.set_name(sheet)?;
    let bold = Format::new().set_bold();
    for (column, title) in (0_u16..).zip(header) {
        worksheet.write_string_with_format(0, column, *title, &bold)?;
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells.as_ref()) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    worksheet.write_string(row, column, safe_text(text).as_ref())?;
                }
                Cell::Integer(number) if number.unsigned_abs() > EXACT_MAX => {
                    worksheet.write_string(row, column, number.to_string())?;
                }
                Cell::Integer(number) => {
                    // There is no lossless conversion in the standard library; the text's parse is exact up to the bound above.
                    worksheet.write_number(row, column, number.to_string().parse::<f64>()?)?;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Limits;
    use crate::table::Table;

    #[test]
    fn the_table_written_is_read_back_with_formulas_made_harmless() {
        let mut bytes = Vec::new();
        let rows = [[Cell::Text("=1+1"), Cell::Integer(-7)], [Cell::Text("Күн"), Cell::Integer(i64::MAX)]];
        write_table(&mut bytes, "acts", &["name", "tiyn"], rows).unwrap();
        let table = Table::open(std::io::Cursor::new(bytes), Limits::default()).unwrap();
        let read: Vec<_> = table.map(|row| row.unwrap().cells.join("|")).collect();
        assert_eq!(read, ["name|tiyn", "'=1+1|-7", "Күн|9223372036854775807"]);
    }
}
