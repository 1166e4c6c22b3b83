//! PDF/A-3a from plain data: a paper in Kazakh and Russian side by side, tagged with its languages, with the data it was made from inside
//! (ISO 19005-3). The same data are the same bytes.
//!
//! A paper is a list of blocks. Texts stand in two columns, Kazakh on the left; tables go on over pages with their head repeated; every page
//! says at its foot what it belongs to and which of how many it is. Characters that the font lacks are shown as `?`: a name in a foreign
//! script must not keep a whole act from being printed.

mod draw;
mod font;
mod layout;
#[cfg(test)]
mod tests;

/// A text in the two languages of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Both {
    /// In Kazakh.
    pub kk: String,
    /// In Russian.
    pub ru: String,
}

impl Both {
    /// A text of two.
    pub fn new(kk: impl Into<String>, ru: impl Into<String>) -> Self {
        Self { kk: kk.into(), ru: ru.into() }
    }

    /// What is the same in both languages: a name, a number.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { kk: text.clone(), ru: text }
    }
}

/// An instant in UTC, as a calendar shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

/// A file inside the paper: the data it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name with its ending.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What it is.
    pub about: String,
    /// Its bytes, which come out as they went in.
    pub bytes: Vec<u8>,
}

/// Where the texts of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Middle,
    /// At the right: numbers.
    Right,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands above it; empty in both languages for none.
    pub head: Both,
    /// Its part of the width, against the sum of all columns.
    pub share: u16,
    /// Where its texts stand.
    pub align: Align,
}

impl Column {
    /// A column of texts.
    pub fn text(head: Both, share: u16) -> Self {
        Self { head, share, align: Align::Left }
    }

    /// A column of numbers.
    pub fn number(head: Both, share: u16) -> Self {
        Self { head, share, align: Align::Right }
    }

    /// A column of marks.
    pub fn mark(head: Both, share: u16) -> Self {
        Self { head, share, align: Align::Middle }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// What is the same in both languages.
    Same(String),
    /// Kazakh above Russian.
    Both(Both),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Same(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Same(text.to_owned())
    }
}

impl From<Both> for Cell {
    fn from(text: Both) -> Self {
        Self::Both(text)
    }
}

/// A table. Rows may be shorter than the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// Rows of sums below, bold.
    pub sums: Vec<Vec<Cell>>,
    /// Size of its texts in twentieths of a point; 0 for that of the paper.
    pub size: u16,
}

/// A piece of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// What the paper is, in the middle.
    Title(Both),
    /// What comes next.
    Heading(Both),
    /// A text in two columns.
    Text(Both),
    /// A text at the right margin, small: the number of a form and its source.
    Corner(Both),
    /// What and value, the name of each in both languages.
    Facts(Vec<(Both, Cell)>),
    /// A table.
    Table(Table),
    /// What follows begins on a new page.
    NewPage,
}

/// A paper to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What tells this paper from every other: its number and version.
    pub id: String,
    /// Its title for lists and windows.
    pub title: Both,
    /// Whether its pages lie on their long side.
    pub is_landscape: bool,
    /// When what it says was made; never the time of writing, so that it can be written again.
    pub made_at: Moment,
    /// What stands at the foot of each page.
    pub foot: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// What it was made from.
    pub attachments: Vec<Attachment>,
}

impl Paper {
    /// The bytes of the paper. Memory grows with its length: a table of 5 000 rows of three cells takes about 50 MiB while it is written.
    ///
    /// # Errors
    /// A fault when the standard forbids something in it, for example a date that is none.
    pub fn write(&self) -> anyhow::Result<Vec<u8>> {
        draw::write(self, layout::lay(self)?)
    }
}
