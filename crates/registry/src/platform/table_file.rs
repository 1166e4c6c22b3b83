//! One table of a file from outside: columns by name in three languages, cells with their types, refusals by row.
//!
//! What a cell holds is never repeated in a refusal, because any cell may hold an IIN or a name put into the wrong column.

use std::io::{Cursor, Read};

use documents::{
    FileError, FileRefusal,
    archive::{Archive, Limits},
    kind::{Kind, sniff},
    table::{Column, Header, Row, Table, UnknownColumns},
};
use jiff::civil::Date;
use law::{Bin, Iban, Iin, Pack};

use super::{Error, Refusal};

/// How long a text of a table may be, in characters.
const TEXT_CHARS_MAX: usize = 500;

impl From<FileRefusal> for Refusal {
    fn from(refusal: FileRefusal) -> Self {
        let detail = match &refusal {
            // A file without a header has a person's cells where the titles should be.
            FileRefusal::DuplicateColumn { .. } => "a column is there twice".to_owned(),
            FileRefusal::UnknownColumn { .. } => "a column is unknown".to_owned(),
            FileRefusal::Encoding { .. }
            | FileRefusal::Truncated { .. }
            | FileRefusal::Bomb { .. }
            | FileRefusal::Type { .. }
            | FileRefusal::Damaged { .. }
            | FileRefusal::UnsafeName { .. }
            | FileRefusal::DuplicateName { .. }
            | FileRefusal::Encrypted { .. }
            | FileRefusal::MissingEntry { .. }
            | FileRefusal::Empty
            | FileRefusal::MissingColumn { .. } => refusal.to_string(),
        };
        Self::new(refusal.code(), detail)
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Refused(refusal) => Self::Refused(refusal.into()),
            FileError::Fault(fault) => Self::Fault(fault),
        }
    }
}

/// A required column under its names (English first, then Kazakh and Russian).
pub(crate) const fn column(names: &'static [&'static str]) -> Column<'static> {
    Column { names, required: true }
}

/// A column that a file may leave out.
pub(crate) const fn optional(names: &'static [&'static str]) -> Column<'static> {
    Column { names, required: false }
}

/// A table whose header has been read; CSV streams.
pub(crate) struct TableFile<R: Read> {
    columns: &'static [Column<'static>],
    header: Header,
    table: Table<R>,
}

impl<'a> TableFile<Cursor<&'a [u8]>> {
    /// Opens a CSV or XLSX by content and finds the columns in its first row.
    ///
    /// # Errors
    /// `file.type`, `file.encoding`, `file.truncated`, `file.bomb`, `file.empty`, `file.missing_column` and the like.
    pub(crate) fn open(bytes: &'a [u8], columns: &'static [Column<'static>]) -> Result<Self, Error> {
        let mut table = Table::open(Cursor::new(bytes), Limits::default())?;
        let first = table.next().ok_or(FileRefusal::Empty).map_err(Refusal::from)??;
        let header = Header::find(&first, columns, UnknownColumns::Allowed).map_err(Refusal::from)?;
        Ok(Self { columns, header, table })
    }
}

impl<R: Read> TableFile<R> {
    /// The next row that is not blank.
    ///
    /// # Errors
    /// What makes the rest of the file unreadable (`file.truncated`, `file.encoding`).
    pub(crate) fn next_row(&mut self) -> Result<Option<Line>, Error> {
        Ok(self.table.next().transpose()?.map(Line))
    }

    /// The cells of a row.
    pub(crate) fn cells<'r>(&'r self, line: &'r Line) -> Cells<'r> {
        Cells { columns: self.columns, header: &self.header, row: &line.0 }
    }
}

/// A row's number and what was read of it.
pub(crate) type ReadRow<T> = (u64, Result<T, Refusal>);

/// Reads a whole table, row by row, into values; rows that are refused stand beside those that are not.
///
/// # Errors
/// Refusals of the file as a whole.
pub(crate) fn read_all<T>(
    bytes: &[u8],
    columns: &'static [Column<'static>],
    read: impl Fn(&Cells<'_>) -> Result<T, Refusal>,
) -> Result<Vec<ReadRow<T>>, Error> {
    let mut file = TableFile::open(bytes, columns)?;
    let mut rows = Vec::new();
    while let Some(line) = file.next_row()? {
        rows.push((line.0.number, read(&file.cells(&line))));
    }
    Ok(rows)
}

/// The files of a zip that are wanted, unpacked under limits; a file of the same name in any folder counts.
///
/// # Errors
/// `file.type` when it is no zip, `file.bomb`, `file.truncated`, `file.missing_entry`, …
pub(crate) fn unpack(bytes: &[u8], wanted: &[&str]) -> Result<Vec<Vec<u8>>, Error> {
    Kind::Zip.require(sniff(&mut Cursor::new(bytes), Limits::default())?)?;
    let mut archive = Archive::open(Cursor::new(bytes), Limits::default())?;
    let mut bodies = Vec::with_capacity(wanted.len());
    for name in wanted {
        let of_name = |entry: &&documents::archive::Entry| entry.name.rsplit('/').next() == Some(*name);
        let path = archive.entries().iter().find(of_name).map(|entry| entry.name.clone());
        let mut body = Vec::new();
        archive.entry(path.as_deref().unwrap_or(name))?.read_to_end(&mut body).map_err(FileError::from)?;
        bodies.push(body);
    }
    Ok(bodies)
}

/// A row that was read.
pub(crate) struct Line(Row);

impl Line {
    /// The row's number as a spreadsheet shows it.
    pub(crate) fn number(&self) -> u64 {
        self.0.number
    }
}

/// The cells of one row, by the first name of their column.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a> {
    columns: &'static [Column<'static>],
    header: &'a Header,
    row: &'a Row,
}

fn of_law(refusal: law::Refusal, name: &str) -> Refusal {
    Refusal::new(refusal.code(), name)
}

impl<'a> Cells<'a> {
    /// `row.invalid` about a column.
    pub(crate) fn invalid(&self, name: &'static str, what: &str) -> Refusal {
        Refusal::new("row.invalid", format!("{name}: {what}"))
    }

    /// The trimmed cell, which may be empty.
    pub(crate) fn raw(&self, name: &'static str) -> &'a str {
        let place = self.columns.iter().position(|column| column.names.first() == Some(&name));
        place.map_or("", |place| self.header.cell(self.row, place))
    }

    /// A text that may be empty: no control characters, at most 500 characters.
    pub(crate) fn any_text(&self, name: &'static str) -> Result<&'a str, Refusal> {
        let text = self.raw(name);
        if text.chars().any(char::is_control) {
            return Err(self.invalid(name, "has control characters"));
        }
        if text.chars().count() > TEXT_CHARS_MAX {
            return Err(self.invalid(name, "is longer than 500 characters"));
        }
        Ok(text)
    }

    /// A text that is there.
    pub(crate) fn text(&self, name: &'static str) -> Result<&'a str, Refusal> {
        match self.any_text(name)? {
            "" => Err(self.invalid(name, "is empty")),
            text => Ok(text),
        }
    }

    /// One of some words.
    pub(crate) fn word(&self, name: &'static str, words: &[&str]) -> Result<String, Refusal> {
        let text = self.raw(name);
        if words.contains(&text) {
            Ok(text.to_owned())
        } else {
            Err(self.invalid(name, &format!("is none of {}", words.join(", "))))
        }
    }

    /// A date `YYYY-MM-DD` (a spreadsheet's own dates come as that).
    pub(crate) fn date(&self, name: &'static str) -> Result<Date, Refusal> {
        date_of(self.raw(name)).ok_or_else(|| self.invalid(name, "is not a date YYYY-MM-DD"))
    }

    /// A date or nothing.
    pub(crate) fn any_date(&self, name: &'static str) -> Result<Option<Date>, Refusal> {
        if self.raw(name).is_empty() { Ok(None) } else { self.date(name).map(Some) }
    }

    /// A month `YYYY-MM` as its first day; a spreadsheet may have made the first day of it.
    pub(crate) fn month(&self, name: &'static str) -> Result<Date, Refusal> {
        let text = self.raw(name);
        let whole = if text.len() == 7 { format!("{text}-01") } else { text.to_owned() };
        date_of(&whole).filter(|date| date.day() == 1).ok_or_else(|| self.invalid(name, "is not a month YYYY-MM"))
    }

    /// A whole number within a range, digits only.
    pub(crate) fn number<T>(&self, name: &'static str, range: std::ops::RangeInclusive<T>) -> Result<T, Refusal>
    where
        T: std::str::FromStr + PartialOrd + std::fmt::Display,
    {
        let text = self.raw(name);
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|number| digits && range.contains(number));
        number.ok_or_else(|| {
            self.invalid(name, &format!("is not a whole number from {} to {}", range.start(), range.end()))
        })
    }

    /// Money in whole tiyn, above zero; at most 10^15, so that sums of thousands of rows stay in range.
    pub(crate) fn tiyn(&self, name: &'static str) -> Result<i64, Refusal> {
        self.number(name, 1..=1_000_000_000_000_000)
    }

    /// A BIN.
    pub(crate) fn bin(&self, name: &'static str) -> Result<String, Refusal> {
        let bin = Bin::parse(self.raw(name)).map_err(|refusal| of_law(refusal, name))?;
        Ok(bin.as_str().to_owned())
    }

    /// An IIN.
    pub(crate) fn iin(&self, name: &'static str) -> Result<Iin, Refusal> {
        self.iin_of(name, self.raw(name))
    }

    /// An IIN that is a part of a cell.
    pub(crate) fn iin_of(&self, name: &'static str, text: &str) -> Result<Iin, Refusal> {
        Iin::parse(text).map_err(|refusal| of_law(refusal, name))
    }

    /// An IBAN; spaces between its groups are passed over.
    pub(crate) fn iban(&self, name: &'static str) -> Result<String, Refusal> {
        let text: String = self.raw(name).chars().filter(|c| *c != ' ').collect();
        let iban = Iban::parse(&text).map_err(|refusal| of_law(refusal, name))?;
        Ok(iban.as_str().to_owned())
    }

    /// A region by its two digits.
    pub(crate) fn region(&self, name: &'static str) -> Result<i16, Refusal> {
        region_of(self.raw(name)).ok_or_else(|| self.invalid(name, "is no region of the country"))
    }

    /// A KATO code and its region.
    pub(crate) fn kato(&self, name: &'static str) -> Result<(String, i16), Refusal> {
        let text = self.raw(name);
        let region = if law::identifiers::is_kato(text) { text.get(..2).and_then(region_of) } else { None };
        region
            .map(|region| (text.to_owned(), region))
            .ok_or_else(|| self.invalid(name, "is no KATO code of nine digits"))
    }

    /// A programme that the pack knows.
    pub(crate) fn programme(&self, name: &'static str, pack: &Pack) -> Result<String, Refusal> {
        let text = self.raw(name);
        match pack.latest_terms(text) {
            Some(_) => Ok(text.to_owned()),
            None => Err(Refusal::new("programme.unknown", name)),
        }
    }
}

/// A region of the pack by its two digits.
pub(crate) fn region_of(text: &str) -> Option<i16> {
    let known = Pack::kz().regions.iter().any(|region| region.code == text);
    if known { text.parse().ok() } else { None }
}

/// Exactly `YYYY-MM-DD`; the library's own parser takes more forms.
pub(crate) fn date_of(text: &str) -> Option<Date> {
    let plain = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column<'static>] = &[column(&["day", "күні", "день"]), column(&["month"]), column(&["n"])];

    fn read(text: &str) -> Vec<Result<(Date, Date, i16), String>> {
        let rows = read_all(text.as_bytes(), COLUMNS, |cells| {
            Ok((cells.date("day")?, cells.month("month")?, cells.number("n", 1..=9)?))
        })
        .unwrap();
        rows.into_iter().map(|(_, row)| row.map_err(|refusal| refusal.to_string())).collect()
    }

    #[test]
    fn a_cell_is_refused_by_the_name_of_its_column_and_never_repeated() {
        let rows = read(
            "күні;MONTH;n\n2026-09-01;2026-09;5\n910101300123;2026-09;5\n2026-02-30;2026-09;5\n2026-09-01;2026-9;5\n2026-09-01;2026-09;10\n2026-09-01;2026-09;+5\n",
        );
        let (date, refused) =
            (jiff::civil::date(2026, 9, 1), |column: &str, what: &str| Err(format!("row.invalid: {column}: {what}")));
        assert_eq!(rows[0], Ok((date, date, 5)));
        assert_eq!(rows[1], refused("day", "is not a date YYYY-MM-DD"));
        assert_eq!(rows[2], refused("day", "is not a date YYYY-MM-DD"));
        assert_eq!(rows[3], refused("month", "is not a month YYYY-MM"));
        assert_eq!(rows[4], refused("n", "is not a whole number from 1 to 9"));
        assert_eq!(rows[5], refused("n", "is not a whole number from 1 to 9"));
    }

    #[test]
    fn a_file_without_a_header_does_not_show_its_people() {
        let Err(error) = TableFile::open("Айгерим,Айгерим,1\n".as_bytes(), COLUMNS) else {
            panic!("it was read")
        };
        assert!(!error.to_string().contains("Айгерим"), "{error}");
    }
}
