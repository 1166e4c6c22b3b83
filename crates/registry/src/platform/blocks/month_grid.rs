//! The timesheet of a group: children down, days across; a cell says by letter, shape and colour what the day was.

use std::fmt::Display;

use askama::Template;
use jiff::civil::Date;

use crate::platform::http::Page;

/// What a day was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// The child was there.
    Present,
    /// Absent and ill, with a certificate.
    Ill,
    /// Absent for a reason that counts.
    Excused,
    /// Absent.
    Absent,
    /// No service that day.
    NoService,
    /// Sources contradict each other.
    Conflict,
    /// Nothing is known.
    Unknown,
}

impl MarkKind {
    /// All kinds, in the order of the legend.
    pub const ALL: [Self; 7] =
        [Self::Present, Self::Ill, Self::Excused, Self::Absent, Self::NoService, Self::Conflict, Self::Unknown];

    /// The class, which is also the end of its keys.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Ill => "ill",
            Self::Excused => "excused",
            Self::Absent => "absent",
            Self::NoService => "no-service",
            Self::Conflict => "conflict",
            Self::Unknown => "unknown",
        }
    }
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Mark {
    kind: MarkKind,
    path: String,
}

impl Mark {
    /// What the day was.
    #[must_use]
    pub fn new(kind: MarkKind) -> Self {
        Self { kind, path: String::new() }
    }

    /// Where its history is: who said so, when, with what evidence.
    #[must_use]
    pub fn path(mut self, path: impl Display) -> Self {
        self.path = path.to_string();
        self
    }
}

/// A child's month.
#[derive(Clone, Debug)]
pub struct GridRow {
    name: String,
    path: String,
    marks: Vec<Mark>,
    totals: Vec<String>,
}

impl GridRow {
    /// The child, where its month is told, a mark for each day of the grid.
    pub fn new(name: impl Display, path: impl Display, marks: Vec<Mark>) -> Self {
        Self { name: name.to_string(), path: path.to_string(), marks, totals: Vec::new() }
    }

    /// What stands at its end, one for each heading of the grid's totals.
    #[must_use]
    pub fn total(mut self, text: impl Display) -> Self {
        self.totals.push(text.to_string());
        self
    }
}

/// A group's month. On a phone the children are links to their own months.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/month_grid.html")]
pub struct MonthGrid {
    page: Page,
    caption: String,
    days: Vec<(Date, bool)>,
    totals: Vec<String>,
    rows: Vec<GridRow>,
}

impl MonthGrid {
    /// The days, each with whether it is a day off.
    pub fn new(page: &Page, caption: impl Display, days: Vec<(Date, bool)>) -> Self {
        Self { page: page.clone(), caption: caption.to_string(), days, totals: Vec::new(), rows: Vec::new() }
    }

    /// A heading of the totals, such as days present, days payable, the sum.
    #[must_use]
    pub fn total(mut self, name: impl Display) -> Self {
        self.totals.push(name.to_string());
        self
    }

    /// Adds a child.
    #[must_use]
    pub fn row(mut self, row: GridRow) -> Self {
        self.rows.push(row);
        self
    }

    /// Adds children.
    #[must_use]
    pub fn rows(self, rows: impl IntoIterator<Item = GridRow>) -> Self {
        rows.into_iter().fold(self, Self::row)
    }

    /// The day a cell belongs to, spoken.
    fn spoken(&self, at: &usize) -> String {
        self.days.get(*at).map(|(day, _)| self.page.date(day)).unwrap_or_default()
    }

    fn is_off(&self, at: &usize) -> bool {
        self.days.get(*at).is_some_and(|(_, off)| *off)
    }

    /// The kinds that occur, for the legend.
    fn kinds(&self) -> Vec<MarkKind> {
        let occurs = |kind: &MarkKind| self.rows.iter().flat_map(|row| &row.marks).any(|mark| mark.kind == *kind);
        MarkKind::ALL.into_iter().filter(occurs).collect()
    }
}
