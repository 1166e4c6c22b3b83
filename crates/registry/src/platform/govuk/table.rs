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

    /// A column whose name is only for those who listen: of boxes or links.
    pub fn unseen(name: impl Display) -> Self {
        let name = Content::text(name);
        Self {
            content: Content::Html(format!("<span class=\"govuk-visually-hidden\">{name}</span>")),
            ..Self::default()
        }
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

    /// A box to choose the row by, for lists with work on many rows; `about` says which row it is.
    pub fn checkbox(name: impl Display, value: impl Display, about: impl Display) -> Self {
        let (name, value, about) = (Content::text(name), Content::text(value), Content::text(about));
        let markup = format!(
            "<span class=\"govuk-checkboxes govuk-checkboxes--small\"><span class=\"govuk-checkboxes__item\">\
            <input class=\"govuk-checkboxes__input\" type=\"checkbox\" id=\"{name}-{value}\" name=\"{name}\" value=\"{value}\">\
            <label class=\"govuk-label govuk-checkboxes__label\" for=\"{name}-{value}\"><span class=\"govuk-visually-hidden\">{about}</span></label>\
            </span></span>"
        );
        Self { content: Content::Html(markup), ..Self::default() }
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
    pub(super) stacked: bool,
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
            stacked: false,
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
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

    /// The first cell of a row is no heading of it: a box to choose it by.
    #[must_use]
    pub fn no_row_heading(mut self) -> Self {
        self.first_is_header = false;
        self
    }

    /// On a phone each row becomes a block of its own, every value with the name of its column: for few columns that must all be seen.
    #[must_use]
    pub fn stacked(mut self) -> Self {
        (self.stacked, self.scrolls) = (true, false);
        self.with_class("qz-stack")
    }

    fn with_class(mut self, class: &str) -> Self {
        self.classes = format!("{} {class}", self.classes).trim().to_owned();
        self
    }

    /// The name of a cell's column, for rows that are stacked.
    fn label(&self, at: &usize) -> Option<&Content> {
        self.columns.get(*at).filter(|_| self.stacked).map(|column| &column.content)
    }

    /// The caption is for those who listen: the heading above says the same.
    #[must_use]
    pub fn caption_hidden(mut self) -> Self {
        self.caption_classes = "govuk-visually-hidden".to_owned();
        self
    }

    /// Smaller letters: for many columns of sums.
    #[must_use]
    pub fn dense(self) -> Self {
        self.with_class("qz-table--dense")
    }

    /// The cells of the body are numbers where their column is.
    fn is_number(&self, at: &usize, cell: &Cell) -> bool {
        cell.number || self.columns.get(*at).is_some_and(|column| column.number)
    }
}
