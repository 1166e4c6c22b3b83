//! Sums by months as people bring them from a spreadsheet: a row of twelve, a column of twelve, or months beside their sums; pure.

use std::collections::BTreeMap;

use crate::platform::http::format;

/// What cannot be read; rows and columns as the spreadsheet counts them, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// Nothing was pasted.
    Empty,
    /// Neither twelve sums nor months with sums.
    Shape {
        /// Rows found.
        rows: usize,
        /// Columns of the longest row.
        columns: usize,
    },
    /// No sum.
    Sum {
        /// The row.
        row: usize,
        /// The column.
        column: usize,
    },
    /// No month of the year.
    Month {
        /// The row.
        row: usize,
    },
    /// The month is there twice.
    Twice {
        /// The row.
        row: usize,
    },
}

/// Sums in tiyn by month number; a month that is left empty is not there.
pub(crate) type Months = BTreeMap<i8, i64>;

/// The first three letters of the months' names.
const NAMES: [[&str; 12]; 3] = [
    ["қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "там", "қыр", "қаз", "қар", "жел"],
    ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
];

/// Reads what was pasted for a year.
///
/// # Errors
/// The first thing that cannot be read.
pub(crate) fn read(pasted: &str, year: i16) -> Result<Months, Unread> {
    let rows: Vec<(usize, Vec<&str>)> =
        (1..).zip(pasted.lines().map(cells)).filter(|(_, row)| !row.is_empty()).collect();
    let columns = rows.iter().map(|(_, row)| row.len()).max().unwrap_or_default();
    match (rows.as_slice(), columns) {
        ([], _) => Err(Unread::Empty),
        ([(row, sums)], 12) => in_order(sums.iter().zip(1..).map(|(sum, column)| (*row, column, *sum))),
        ([(_, heads), (row, sums)], 12) if heads.len() == 12 => pairs(
            heads.iter().zip(sums.iter().zip(1..)).map(|(month, (sum, column))| (*row, column, *month, *sum)),
            year,
        ),
        (all, 1) if all.len() == 12 => in_order(all.iter().map(|(row, cells)| (*row, 1, first(cells)))),
        (all, 2) => {
            // A heading is no month above no sum: a sum beside a month of another year is not passed over.
            let is_head =
                |row: &[&str]| month(first(row), year).is_none() && row.get(1).is_some_and(|cell| sum(cell).is_none());
            let with_head = all.first().is_some_and(|(_, row)| is_head(row));
            let body = all.iter().skip(usize::from(with_head));
            pairs(body.map(|(row, cells)| (*row, 2, first(cells), cells.get(1).copied().unwrap_or_default())), year)
        }
        (all, columns) => Err(Unread::Shape { rows: all.len(), columns }),
    }
}

fn first<'a>(cells: &[&'a str]) -> &'a str {
    cells.first().copied().unwrap_or_default()
}

/// The cells of a row: separated by tabs, else by semicolons; what is empty at the end is none.
fn cells(line: &str) -> Vec<&str> {
    let separator = if line.contains('\t') { '\t' } else { ';' };
    let mut cells: Vec<&str> = line.split(separator).map(str::trim).collect();
    // A last empty cell of twelve is an empty month; of fewer it is the end of the row.
    while cells.len() != 12 && cells.last().is_some_and(|cell| cell.is_empty()) {
        cells.pop();
    }
    if cells.iter().all(|cell| cell.is_empty()) { Vec::new() } else { cells }
}

fn in_order<'a>(sums: impl Iterator<Item = (usize, usize, &'a str)>) -> Result<Months, Unread> {
    let mut months = Months::new();
    for ((row, column, written), month) in sums.zip(1..) {
        if let Some(sum) = sum(written).ok_or(Unread::Sum { row, column })? {
            months.insert(month, sum);
        }
    }
    if months.is_empty() { Err(Unread::Empty) } else { Ok(months) }
}

fn pairs<'a>(pairs: impl Iterator<Item = (usize, usize, &'a str, &'a str)>, year: i16) -> Result<Months, Unread> {
    let mut months = Months::new();
    for (row, column, label, written) in pairs {
        let month = month(label, year).ok_or(Unread::Month { row })?;
        let Some(sum) = sum(written).ok_or(Unread::Sum { row, column })? else { continue };
        if months.insert(month, sum).is_some() {
            return Err(Unread::Twice { row });
        }
    }
    if months.is_empty() { Err(Unread::Empty) } else { Ok(months) }
}

/// A sum, or nothing for an empty cell; `None` for what is neither.
fn sum(written: &str) -> Option<Option<i64>> {
    if written.is_empty() { Some(None) } else { format::parse_money(written).map(Some) }
}

/// The number of a month: `2026-09`, `09.2026`, `9`, a name in three languages with or without the year.
fn month(written: &str, year: i16) -> Option<i8> {
    let lower = written.to_lowercase();
    let year = year.to_string();
    let without = lower.replace(&year, " ");
    let number = without.trim_matches(|c: char| !c.is_alphanumeric());
    if let Ok(number) = number.parse::<i8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let start: String = number.chars().take(3).collect();
    let start = if start == "мая" { "май".to_owned() } else { start };
    let found = NAMES.iter().find_map(|names| names.iter().position(|name| *name == start))?;
    i8::try_from(found.saturating_add(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(pasted: &str) -> Result<Vec<(i8, i64)>, Unread> {
        read(pasted, 2026).map(|months| months.into_iter().collect())
    }

    #[test]
    fn twelve_sums_are_taken_in_a_row_or_in_a_column() {
        let expected: Vec<(i8, i64)> = (1..=12).map(|month| (month, i64::from(month) * 100)).collect();
        let numbers: Vec<String> = (1..=12).map(|month| month.to_string()).collect();
        for pasted in [numbers.join("\t"), numbers.join(";"), numbers.join("\n"), numbers.join("\r\n") + "\r\n\r\n"] {
            assert_eq!(read_of(&pasted), Ok(expected.clone()), "{pasted}");
        }
    }

    #[test]
    fn sums_are_read_however_a_spreadsheet_writes_them() {
        let pasted = "Месяц\tСумма\nсентябрь 2026\t1\u{a0}234\u{a0}567,89\n10.2026\t1 000.5\nқараша\t7\n2026-12\t0\n";
        assert_eq!(read_of(pasted), Ok(vec![(9, 123_456_789), (10, 100_050), (11, 700), (12, 0)]));
        assert_eq!(read_of("мая;5\nSeptember;6"), Ok(vec![(5, 500), (9, 600)]));
        let headed = "янв\tфев\tмар\tапр\tмай\tиюн\tиюл\tавг\tсен\tокт\tноя\tдек\n\t\t\t\t\t\t\t\t10\t20\t30\t";
        assert_eq!(read_of(headed), Ok(vec![(9, 1000), (10, 2000), (11, 3000)]));
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_place() {
        assert_eq!(read_of(" \n\t\n"), Err(Unread::Empty));
        assert_eq!(read_of("1;2;3"), Err(Unread::Shape { rows: 1, columns: 3 }));
        assert_eq!(read_of("09.2026;100\nИтого;100"), Err(Unread::Month { row: 2 }));
        assert_eq!(read_of("9;100\n10;x"), Err(Unread::Sum { row: 2, column: 2 }));
        assert_eq!(read_of("9;100\n09.2026;100"), Err(Unread::Twice { row: 2 }));
        assert_eq!(read_of("9.2025;100\n10;1"), Err(Unread::Month { row: 1 }));
        assert_eq!(read_of("13;100\n1;1"), Err(Unread::Month { row: 1 }));
        assert_eq!(read_of("1;1\n2;-5"), Err(Unread::Sum { row: 2, column: 2 }));
    }
}
