//! Tables: a caption, columns that may be sorted by a link, numbers to the right.

use std::fmt::Display;

use askama::Template;

use super::{Attributes, Content, HtmlSafe};

/// The head of a column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub(super) content: Content,
    pub(super) number: bool,
    pub(super) sort: Option<(String, &'static str)>,
    pub(super) classes: String,
    pub(super) colspan: String,
    pub(super) rowspan: String,
    pub(super) attributes: Attributes,
}

impl Column {
    /// A column of text.
    pub fn new(name: impl Display) -> Self {
        Self { content: Content::text(name), ..Self::default() }
    }

    /// A column of numbers or sums.
    pub fn number(name: impl Display) -> Self {
        Self { number: true, ..Self::new(name) }
    }

    /// Its head is a link that sorts by it: the link turns the order round.
    #[must_use]
    pub fn sorted(mut self, href: impl Display, order: Option<bool>) -> Self {
        let spoken = match order {
            Some(true) => "ascending",
            Some(false) => "descending",
            None => "none",
        };
        self.sort = Some((href.to_string(), spoken));
        self
    }
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub(super) content: Content,
    pub(super) number: bool,
    pub(super) classes: String,
    pub(super) colspan: String,
    pub(super) rowspan: String,
    pub(super) attributes: Attributes,
}

impl Cell {
    /// A text.
    pub fn new(text: impl Display) -> Self {
        Self { content: Content::text(text), ..Self::default() }
    }

    /// A component, such as a tag.
    pub fn html(markup: impl HtmlSafe) -> Self {
        Self { content: Content::html(markup), ..Self::default() }
    }

    /// A link.
    pub fn link(href: impl Display, text: impl Display) -> Self {
        let (href, text) = (Content::text(href), Content::text(text));
        Self {
            content: Content::Html(format!("<a class=\"govuk-link\" href=\"{href}\">{text}</a>")),
            ..Self::default()
        }
    }

    /// A number or sum, to the right.
    pub fn number(text: impl Display) -> Self {
        Self { number: true, ..Self::new(text) }
    }
}

/// A table. It scrolls by itself where the window is narrow, so that the page does not.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/table.html")]
pub struct Table {
    pub(super) caption: String,
    pub(super) caption_classes: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) first_is_header: bool,
    pub(super) scrolls: bool,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl Table {
    /// An empty table; the caption says what it shows.
    pub fn new(caption: impl Display) -> Self {
        Self {
            caption: caption.to_string(),
            caption_classes: "govuk-table__caption--m".to_owned(),
            columns: Vec::new(),
            rows: Vec::new(),
            first_is_header: true,
            scrolls: true,
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }

    /// Adds a column of text.
    #[must_use]
    pub fn text(self, name: impl Display) -> Self {
        self.column(Column::new(name))
    }

    /// Adds a column of numbers.
    #[must_use]
    pub fn number(self, name: impl Display) -> Self {
        self.column(Column::number(name))
    }

    /// Adds a column.
    #[must_use]
    pub fn column(mut self, column: Column) -> Self {
        self.columns.push(column);
        self
    }

    /// Adds a row.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// Adds rows.
    #[must_use]
    pub fn rows<R: IntoIterator<Item = Cell>>(self, rows: impl IntoIterator<Item = R>) -> Self {
        rows.into_iter().fold(self, Self::row)
    }

    /// The caption is for those who listen: the heading above says the same.
    #[must_use]
    pub fn caption_hidden(mut self) -> Self {
        self.caption_classes = "govuk-visually-hidden".to_owned();
        self
    }

    /// Smaller letters: for many columns of sums.
    #[must_use]
    pub fn dense(mut self) -> Self {
        self.classes = "qz-table--dense".to_owned();
        self
    }

    /// The cells of the body are numbers where their column is.
    fn is_number(&self, at: &usize, cell: &Cell) -> bool {
        cell.number || self.columns.get(*at).is_some_and(|column| column.number)
    }
}
