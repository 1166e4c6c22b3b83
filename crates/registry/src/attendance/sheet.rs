//! Timesheets as tables: wide ones block by block, long ones mark by mark (docs/formats.md).

use documents::{
    FileRefusal,
    table::{Column, Header, Row, UnknownColumns},
};
use law::{
    Bin, Iin, Month,
    month::{day_of, parse_date},
};

use super::marks::{Mark, Said};

/// Why a row is not taken: the code of spec 2.7 and what is wrong in plain words, without names or IINs.
pub(super) type Wrong = (&'static str, String);

/// The group and month that rows are about, as the file names them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Block {
    /// Empty in a long sheet without the column.
    pub(super) bin: String,
    pub(super) group: String,
    pub(super) month: Month,
}

/// A row of a timesheet: a child with its days (wide) or one day (long).
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// As a spreadsheet counts.
    pub(super) row: u64,
    pub(super) block: Block,
    pub(super) iin: Iin,
    /// What is said of the days 1 to 31.
    pub(super) days: [Said; 31],
    /// Days whose cell cannot be read, with what stands there (at most a few characters).
    pub(super) unread: Vec<(u32, String)>,
}

impl Line {
    /// The days of which the row says something.
    pub(super) fn said(&self) -> impl Iterator<Item = (u32, Said)> + '_ {
        (1..).zip(self.days).filter(|(_, said)| *said != Said::default())
    }
}

/// Reads rows one after the other; the first row tells the shape.
pub(super) struct Reader(Shape);

enum Shape {
    Unknown,
    /// The rows above a header, as far as they have come.
    Head(Vec<String>),
    /// Rows of children; the block is wrong as a whole when its head was.
    Wide(Header, Result<Block, Wrong>),
    Long(Header),
}

const DAYS: [&str; 31] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20",
    "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31",
];
const BIN: &[&str] = &["bin", "БИН", "БСН"];
const GROUP: &[&str] = &["group", "группа", "топ"];
const MONTH: &[&str] = &["month", "месяц", "ай"];
const IIN: &[&str] = &["iin", "ИИН", "ЖСН"];
const NAME: &[&str] = &["name", "ФИО", "аты-жөні", "ТАӘ"];
const LONG: [Column<'_>; 6] = [
    Column { names: IIN, required: true },
    Column { names: GROUP, required: true },
    Column { names: &["date", "дата", "күні"], required: true },
    Column { names: &["mark", "отметка", "белгі"], required: true },
    Column { names: &["method", "способ", "тәсіл"], required: false },
    Column { names: BIN, required: false },
];

fn is_label(cell: &str, names: &[&str]) -> bool {
    let cell = cell.trim_end_matches(':').to_lowercase();
    names.iter().any(|name| name.to_lowercase() == cell)
}

fn is_digits(cell: &str) -> bool {
    cell.len() == 12 && cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// The value of a head row: after its label, or alone.
fn value(row: &Row, names: &[&str]) -> String {
    let mut cells = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    match cells.next() {
        Some(first) if is_label(first, names) => cells.next().unwrap_or_default().to_owned(),
        Some(first) => first.to_owned(),
        None => String::new(),
    }
}

impl Reader {
    pub(super) fn new() -> Self {
        Self(Shape::Unknown)
    }

    /// Whether the header of the columns was seen.
    pub(super) fn has_header(&self) -> bool {
        matches!(self.0, Shape::Wide(..) | Shape::Long(_))
    }

    /// Takes a row: nothing for a head or header, else the line or why it is refused.
    ///
    /// # Errors
    /// When the file as a whole cannot be a timesheet.
    pub(super) fn read(&mut self, row: &Row) -> Result<Option<Result<Line, Wrong>>, FileRefusal> {
        let first = row.cell(0);
        let alone = row.cells.iter().skip(1).all(|cell| cell.trim().is_empty());
        match &mut self.0 {
            Shape::Unknown if is_label(first, BIN) && !has_long_header(row) || is_digits(first) && alone => {
                self.0 = Shape::Head(vec![value(row, BIN)]);
            }
            Shape::Unknown => self.0 = Shape::Long(Header::find(row, &LONG, UnknownColumns::Allowed)?),
            Shape::Wide(..) if is_label(first, BIN) => self.0 = Shape::Head(vec![value(row, BIN)]),
            Shape::Head(values) if values.len() < 3 => {
                let names = if values.len() == 1 { GROUP } else { MONTH };
                values.push(value(row, names));
            }
            Shape::Head(values) => {
                let block = block(values);
                self.0 = Shape::Wide(wide_header(row)?, block);
            }
            Shape::Wide(header, block) => return Ok(Some(wide(row, header, block))),
            Shape::Long(header) => return Ok(Some(long(row, header))),
        }
        Ok(None)
    }
}

/// A long sheet may begin with its column `bin`.
fn has_long_header(row: &Row) -> bool {
    row.cells.iter().any(|cell| is_label(cell.trim(), IIN))
}

fn wide_header(row: &Row) -> Result<Header, FileRefusal> {
    let mut columns = vec![Column { names: IIN, required: true }, Column { names: NAME, required: false }];
    columns.extend(DAYS.as_chunks::<1>().0.iter().map(|names| Column { names, required: false }));
    Header::find(row, &columns, UnknownColumns::Allowed)
}

fn block(values: &[String]) -> Result<Block, Wrong> {
    let [bin, group, month] = values else {
        return Err(("row.invalid", "BIN, group and month stand above the header".to_owned()));
    };
    Bin::parse(bin).map_err(|refusal| (refusal.code(), "the BIN above the header".to_owned()))?;
    if group.is_empty() {
        return Err(("row.invalid", "no group stands above the header".to_owned()));
    }
    // A workbook shows a month typed as a date by its first day.
    let month = Month::parse(month).or_else(|| parse_date(month).filter(|date| date.day() == 1).map(Month::of));
    let month = month.ok_or_else(|| ("row.invalid", "the month above the header is written YYYY-MM".to_owned()))?;
    Ok(Block { bin: bin.clone(), group: group.clone(), month })
}

fn iin(text: &str) -> Result<Iin, Wrong> {
    Iin::parse(text).map_err(|refusal| (refusal.code(), "the IIN of the row".to_owned()))
}

/// A cell of a wide sheet: a letter, `*` after it when taken by QR.
fn cell(text: &str, day: &str) -> Result<Said, Wrong> {
    let (letter, method) = text.strip_suffix('*').map_or((text, "manual"), |letter| (letter.trim_end(), "qr"));
    let mark = Mark::parse(letter).ok_or_else(|| ("mark.unknown", format!("day {day}")))?;
    Said::new(mark, method).ok_or_else(|| ("row.invalid", format!("day {day}")))
}

fn wide(row: &Row, header: &Header, block: &Result<Block, Wrong>) -> Result<Line, Wrong> {
    let block = block.clone()?;
    let iin = iin(header.cell(row, 0))?;
    let mut days = [Said::default(); 31];
    let mut unread = Vec::new();
    for ((place, day), column) in days.iter_mut().zip(1..).zip(2..) {
        let text = header.cell(row, column);
        match cell(text, "") {
            _ if text.is_empty() => {}
            Ok(said) => *place = said,
            // A cell may hold anything, a name too: only so much of it is repeated as a letter has.
            Err(_) => unread.push((day, text.chars().take(2).collect())),
        }
    }
    let last = block.month.days();
    let line = Line { row: row.number, block, iin, days, unread };
    let beyond = line.said().map(|(day, _)| day).find(|day| *day > last);
    match beyond {
        Some(day) => Err(("row.invalid", format!("the month has no day {day}"))),
        None => Ok(line),
    }
}

fn long(row: &Row, header: &Header) -> Result<Line, Wrong> {
    let invalid = |words: &str| ("row.invalid", words.to_owned());
    let iin = iin(header.cell(row, 0))?;
    let date = parse_date(header.cell(row, 2)).ok_or_else(|| invalid("the date is written YYYY-MM-DD"))?;
    let bin = header.cell(row, 5);
    if !bin.is_empty() {
        Bin::parse(bin).map_err(|refusal| (refusal.code(), "the BIN of the row".to_owned()))?;
    }
    let group = header.cell(row, 1);
    if group.is_empty() {
        return Err(invalid("the row names no group"));
    }
    let text = header.cell(row, 3);
    if text.is_empty() {
        return Err(invalid("the row has no mark"));
    }
    let mut said = cell(text, &date.day().to_string())?;
    let method = header.cell(row, 4);
    if !method.is_empty() {
        let mark = said.mark().ok_or_else(|| invalid("the row has no mark"))?;
        said =
            Said::new(mark, method).ok_or_else(|| invalid("the method is none of qr, face, card, manual, online"))?;
    }
    let mut days = [Said::default(); 31];
    for (place, day) in days.iter_mut().zip(1..) {
        if day == day_of(date) {
            *place = said;
        }
    }
    let block = Block { bin: bin.to_owned(), group: group.to_owned(), month: Month::of(date) };
    Ok(Line { row: row.number, block, iin, days, unread: Vec::new() })
}
