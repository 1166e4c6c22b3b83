//! Timesheets: one file per performer and month, a block per group; and the late certificates of September.

use anyhow::Result;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::{
    calendar::{Mark, Marks, Month},
    pages::{Pages, Sheet},
    people::Person,
    plant::{Place, Planted},
    pupil::{Day, Pupil},
    school::{Group, School},
};

/// In which shape a performer's system exports.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `;`, Kazakh and Russian letters.
    Cyrillic,
    /// `;`, UTF-8 with a byte order mark.
    Marked,
    /// `,`, Latin letters.
    Latin,
    /// A workbook.
    Xlsx,
}

impl Shape {
    /// The shape of performer `number`; one in ten writes workbooks, in the nation one in two hundred.
    pub(super) fn of(number: u32, nation: bool) -> Self {
        match number % if nation { 200 } else { 10 } {
            1 => Self::Xlsx,
            2 | 12 | 22 => Self::Latin,
            5 | 15 | 25 => Self::Marked,
            _ => Self::Cyrillic,
        }
    }

    fn letter(self, mark: Mark) -> &'static str {
        let latin = self == Self::Latin;
        match mark {
            Mark::None => "",
            Mark::Scanned if latin => "P*",
            Mark::Scanned => "П*",
            Mark::Present if latin => "P",
            Mark::Present => "П",
            Mark::Ill if latin => "S",
            Mark::Ill => "Б",
            Mark::Absent if latin => "U",
            Mark::Absent => "Н",
            Mark::Leave if latin => "L",
            Mark::Leave => "О",
            Mark::Closed if latin => "C",
            Mark::Closed => "К",
            Mark::Unknown => "?",
        }
    }
}

/// Appends the timesheet of a month: the three rows, the header and the pupils of each group in turn.
pub(super) fn timesheet(
    pages: &mut Pages,
    shape: Shape,
    month: Month,
    (school, pupils): (&School, &[Pupil]),
) -> Result<()> {
    let mut sheet = match shape {
        Shape::Cyrillic | Shape::Marked | Shape::Latin => Table::Text(Text::new(shape)),
        Shape::Xlsx => Table::Book(Box::new(Book::new(month)?)),
    };
    let name = format!("{}.{}", school.bin_text, if shape == Shape::Xlsx { "xlsx" } else { "csv" });
    let mut row = 0;
    for (index, group) in school.groups.iter().enumerate() {
        let mut listed = pupils.iter().filter(|pupil| pupil.group == index && pupil.listed(month) != 0).peekable();
        if listed.peek().is_none() {
            continue;
        }
        sheet.head(month, school, group)?;
        row += 4;
        for pupil in listed {
            sheet.pupil(shape, &pupil.home.child, pupil.marks_of(month))?;
            row += 1;
            if let Some(fault) = pupil.fault.filter(|fault| fault.in_sheet(month)) {
                let place = Place::Sheet(name.clone());
                pages.planted.push(Planted { fault, place, row, iin: pupil.home.child.iin, bin: school.bin });
            }
        }
    }
    let sheet = Sheet { name, bytes: sheet.finish()? };
    let [september, october] = &mut pages.sheets;
    match month {
        Month::September => september.push(sheet),
        Month::October => october.push(sheet),
    }
    Ok(())
}

/// A timesheet being written.
enum Table {
    Text(Text),
    Book(Box<Book>),
}

impl Table {
    fn head(&mut self, month: Month, school: &School, group: &Group) -> Result<()> {
        match self {
            Self::Text(text) => text.head(month, school, group),
            Self::Book(book) => return book.head(month, school, group),
        }
        Ok(())
    }

    fn pupil(&mut self, shape: Shape, child: &Person, marks: &Marks) -> Result<()> {
        match self {
            Self::Text(text) => text.pupil(shape, child, marks),
            Self::Book(book) => return book.pupil(shape, child, marks),
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>> {
        match self {
            Self::Text(text) => Ok(text.bytes),
            Self::Book(mut book) => Ok(book.workbook.save_to_buffer()?),
        }
    }
}

/// A timesheet as delimited text.
struct Text {
    bytes: Vec<u8>,
    separator: u8,
}

impl Text {
    fn new(shape: Shape) -> Self {
        let separator = if shape == Shape::Latin { b',' } else { b';' };
        let mut bytes = Vec::with_capacity(64 * 1_024);
        if shape == Shape::Marked {
            bytes.extend_from_slice(b"\xEF\xBB\xBF");
        }
        Self { bytes, separator }
    }

    fn head(&mut self, month: Month, school: &School, group: &Group) {
        for (word, value) in [("BIN", school.bin_text.as_str()), ("group", &group.id), ("month", month.text())] {
            self.bytes.extend_from_slice(word.as_bytes());
            self.bytes.push(self.separator);
            self.bytes.extend_from_slice(value.as_bytes());
            self.bytes.push(b'\n');
        }
        self.bytes.extend_from_slice(b"iin");
        self.bytes.push(self.separator);
        self.bytes.extend_from_slice(b"name");
        for day in 1..=31_u8 {
            self.bytes.push(self.separator);
            if day > 9 {
                self.bytes.push(b'0' + day / 10);
            }
            self.bytes.push(b'0' + day % 10);
        }
        self.bytes.push(b'\n');
    }

    fn pupil(&mut self, shape: Shape, child: &Person, marks: &Marks) {
        self.bytes.extend_from_slice(&child.iin);
        self.bytes.push(self.separator);
        for (index, part) in [child.last(), child.first, child.middle].into_iter().enumerate() {
            if index > 0 {
                self.bytes.push(b' ');
            }
            self.bytes.extend_from_slice(part.as_bytes());
        }
        for mark in marks {
            self.bytes.push(self.separator);
            self.bytes.extend_from_slice(shape.letter(*mark).as_bytes());
        }
        self.bytes.push(b'\n');
    }
}

/// A timesheet as a workbook of one worksheet.
struct Book {
    workbook: Workbook,
    row: u32,
}

impl Book {
    fn new(month: Month) -> Result<Self> {
        let mut workbook = Workbook::new();
        // The creation time would otherwise be the clock's, and the same seed must give the same bytes.
        let at = ExcelDateTime::parse_from_str(&format!("{}-30", month.text()))?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&at));
        workbook.add_worksheet().set_name(month.text())?;
        Ok(Self { workbook, row: 0 })
    }

    fn head(&mut self, month: Month, school: &School, group: &Group) -> Result<()> {
        for (word, value) in [("BIN", school.bin_text.as_str()), ("group", &group.id), ("month", month.text())] {
            self.cells([word, value].into_iter())?;
        }
        let days: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
        self.cells(["iin", "name"].into_iter().chain(days.iter().map(String::as_str)))
    }

    fn pupil(&mut self, shape: Shape, child: &Person, marks: &Marks) -> Result<()> {
        let iin = String::from_utf8_lossy(&child.iin).into_owned();
        let name = format!("{} {} {}", child.last(), child.first, child.middle);
        let letters = marks.iter().map(|mark| shape.letter(*mark));
        self.cells([iin.as_str(), name.as_str()].into_iter().chain(letters))
    }

    fn cells<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Result<()> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, cell) in (0_u16..).zip(cells) {
            if !cell.is_empty() {
                sheet.write_string(self.row, column, cell)?;
            }
        }
        self.row += 1;
        Ok(())
    }
}

/// What a performer sends in October about September, in the long form: certificates that turn an absence into illness.
/// `None` when there is nothing.
pub(super) fn late(school: &School, pupils: &[Pupil]) -> Option<Sheet> {
    let mut bytes = b"iin,group,date,mark,method\n".to_vec();
    let empty = bytes.len();
    for pupil in pupils.iter().filter(|pupil| pupil.late_certificate) {
        let Some(group) = school.groups.get(pupil.group) else { continue };
        for (day, mark) in (1_u8..).zip(pupil.marks_of(Month::September)) {
            if *mark == Mark::Absent {
                let date = Day { month: Month::September, day }.iso();
                row!(bytes; pupil.home.child.iin, group.id, date, "S", "manual");
            }
        }
    }
    (bytes.len() > empty).then(|| Sheet { name: format!("{}.csv", school.bin_text), bytes })
}
