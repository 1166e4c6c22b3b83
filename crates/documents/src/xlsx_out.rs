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
    write_described(writer, (sheet, header), rows, None)
}

/// What a file says of itself on a second sheet: a name of that sheet, then lines of what and value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The name of the sheet; at most 31 characters.
    pub sheet: String,
    /// What and value.
    pub lines: Vec<(String, String)>,
}

/// As [`write_table`], with what the file says of itself: who takes it away still knows what it holds.
pub fn write_described<'a, C: AsRef<[Cell<'a>]>>(
    writer: impl Write + Send,
    (sheet, header): (&str, &[&str]),
    rows: impl IntoIterator<Item = C>,
    about: Option<&About>,
) -> Result<()> {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet_with_constant_memory().map_err(anyhow::Error::from)?;
    fill(worksheet, sheet, header, rows)?;
    if let Some(About { sheet, lines }) = about {
        let worksheet = workbook.add_worksheet_with_constant_memory().map_err(anyhow::Error::from)?;
        fill(worksheet, sheet, &[], lines.iter().map(|(what, value)| [Cell::Text(what), Cell::Text(value)]))?;
    }
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
    if !header.is_empty() {
        worksheet.set_freeze_panes(1, 0)?;
    }
    let bold = Format::new().set_bold();
    for (column, title) in (0_u16..).zip(header) {
        worksheet.write_string_with_format(0, column, *title, &bold)?;
    }
    let first = u32::from(!header.is_empty());
    for (row, cells) in (first..).zip(rows) {
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

    #[test]
    fn a_workbook_says_of_itself_what_it_holds() {
        use calamine::Reader as _;
        let mut bytes = Vec::new();
        let about = About { sheet: "about".to_owned(), lines: vec![("filter".to_owned(), "=group".to_owned())] };
        write_described(&mut bytes, ("acts", &["tiyn"]), [[Cell::Integer(1)]], Some(&about)).unwrap();
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["acts", "about"]);
        let sheet = book.worksheet_range("about").unwrap();
        let read: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(read, ["filter", "'=group"]);
    }
}
