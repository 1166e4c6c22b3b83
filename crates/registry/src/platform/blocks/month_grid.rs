//! The timesheet of a group: children down, days across; a cell says by letter, shape and colour what the day was.

use std::{collections::HashMap, fmt::Display};

use askama::Template;
use jiff::civil::Date;

use super::DayKind;
use crate::platform::{govuk::Tag, http::Page};

/// A day of a child.
#[derive(Clone, Copy, Debug)]
pub struct GridCell {
    kind: DayKind,
    /// Whose letter is shown: a conflict shows that of the mark that counts for nothing.
    letter: DayKind,
    starred: bool,
}

impl GridCell {
    /// What the day was.
    #[must_use]
    pub fn new(kind: DayKind) -> Self {
        Self { kind, letter: kind, starred: false }
    }

    /// A mark that counts for nothing.
    #[must_use]
    pub fn struck(mark: DayKind) -> Self {
        Self { kind: DayKind::Conflict, letter: mark, starred: false }
    }

    /// With a star: taken by QR.
    #[must_use]
    pub fn starred(mut self, starred: bool) -> Self {
        self.starred = starred;
        self
    }
}

/// A child's month.
#[derive(Clone, Debug)]
pub struct GridRow {
    name: String,
    href: String,
    days: Vec<GridCell>,
    totals: Vec<Option<String>>,
    about: String,
    tags: Vec<Tag>,
}

impl GridRow {
    /// The child, where its month is told (its days are `#d1`, `#d2`, …), a cell for each day of the grid.
    pub fn new(name: impl Display, href: impl Display, cells: Vec<GridCell>) -> Self {
        Self {
            name: name.to_string(),
            href: href.to_string(),
            days: cells,
            totals: Vec::new(),
            about: String::new(),
            tags: Vec::new(),
        }
    }

    /// What stands at its end, one for each heading of the grid's totals; nothing is not known yet.
    #[must_use]
    pub fn total(mut self, number: Option<u32>) -> Self {
        self.totals.push(number.map(|number| number.to_string()));
        self
    }

    /// Its line on a phone, where the grid has no room.
    #[must_use]
    pub fn about(mut self, text: impl Display) -> Self {
        self.about = text.to_string();
        self
    }

    /// What somebody has to look at, on a phone.
    #[must_use]
    pub fn tag(mut self, tag: Option<Tag>) -> Self {
        self.tags.extend(tag);
        self
    }
}

/// A group's month. On a phone the children are links to their own months.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/month_grid.html")]
pub struct MonthGrid {
    page: Page,
    caption: String,
    days: Vec<(Date, DayKind)>,
    totals: Vec<String>,
    rows: Vec<GridRow>,
    /// The words and letters of the kinds, read once for all cells.
    words: HashMap<&'static str, (String, String)>,
}

impl MonthGrid {
    /// The days, each with what it is for the group: [`DayKind::Ahead`] where it meets, else why it does not.
    pub fn new(page: &Page, caption: impl Display, days: Vec<(Date, DayKind)>) -> Self {
        let rest = [DayKind::Ahead, DayKind::Weekend, DayKind::Holiday, DayKind::Vacation, DayKind::Outside];
        let kinds = DayKind::LETTERS.into_iter().chain(rest);
        let words = kinds.map(|kind| (kind.word(), (kind.letter(page.reader()), kind.said(page.reader())))).collect();
        Self { page: page.clone(), caption: caption.to_string(), days, totals: Vec::new(), rows: Vec::new(), words }
    }

    /// A heading of the totals, such as days present or days payable.
    #[must_use]
    pub fn total(mut self, name: impl Display) -> Self {
        self.totals.push(name.to_string());
        self
    }

    /// Adds children.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = GridRow>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// Cells with the number and the kind of their day.
    fn cells<'a>(&'a self, row: &'a GridRow) -> impl Iterator<Item = (i8, &'static str, &'a GridCell)> {
        row.days.iter().zip(&self.days).map(|(cell, (day, kind))| (day.day(), kind.word(), cell))
    }

    fn letter(&self, cell: &GridCell) -> &str {
        self.words.get(cell.letter.word()).map_or("", |(letter, _)| letter)
    }

    fn said(&self, cell: &GridCell) -> &str {
        self.words.get(cell.kind.word()).map_or("", |(_, said)| said)
    }

    /// What a day is for the group, for those who listen; nothing where it meets.
    fn head(&self, kind: &DayKind) -> String {
        if *kind == DayKind::Ahead { String::new() } else { format!(", {}", kind.said(self.page.reader())) }
    }
}
