//! A list: how many there are, the rows, work on many of them at once, files of exactly what the filter shows, the way to the next page.

use std::fmt::Display;

use askama::Template;

use crate::platform::{
    govuk::{self, Button, Checkboxes, Content, HtmlSafe, Item, Pagination, Table},
    http::Page,
};

/// The form of work on many rows.
#[derive(Clone, Debug)]
struct Bulk {
    action: String,
    query: String,
    buttons: Vec<String>,
}

/// A list.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/list.html")]
pub struct List {
    page: Page,
    total: i64,
    shown: i64,
    table: Content,
    bulk: Option<Bulk>,
    exports: Vec<(String, &'static str)>,
    pages: Option<Pagination>,
    empty: Content,
}

impl List {
    /// A table whose filter matches so many rows, of which the table shows some.
    pub fn new(page: &Page, total: i64, table: Table) -> Self {
        Self {
            page: page.clone(),
            total,
            shown: i64::try_from(table.len()).unwrap_or(i64::MAX),
            table: Content::html(table),
            bulk: None,
            exports: Vec::new(),
            pages: None,
            empty: Content::text(page.t("block-list-empty")),
        }
    }

    /// Rows can be chosen: the first cell of each is `Cell::checkbox("id", id, about)`. The form is posted to the path with `id` once a chosen
    /// row, or `all=yes` for everything that the filter matches, and the filter as `filter`.
    #[must_use]
    pub fn bulk(mut self, path: impl Display, filter: impl Display, buttons: impl IntoIterator<Item = Button>) -> Self {
        self.bulk = Some(Bulk {
            action: self.page.href(path),
            query: filter.to_string(),
            buttons: buttons.into_iter().map(|button| button.to_string()).collect(),
        });
        self
    }

    /// Files of exactly what the filter shows: the path with its query for each format, such as `/org/children.csv?q=…`.
    #[must_use]
    pub fn export(mut self, format: &'static str, path: impl Display) -> Self {
        self.exports.push((self.page.href(path), format));
        self
    }

    /// The pages before and after.
    #[must_use]
    pub fn pages(mut self, pages: Pagination) -> Self {
        self.pages = Some(pages);
        self
    }

    /// What is shown in place of the table while nothing matches: what this is, why it is empty, one action.
    #[must_use]
    pub fn empty(mut self, markup: impl HtmlSafe) -> Self {
        self.empty = Content::html(markup);
        self
    }

    /// The box that marks all rows of the page, by a script; without scripts it is not seen.
    fn all_shown(&self) -> Checkboxes {
        let item = Item::new("", self.page.t("block-list-all-page").with("n", self.shown));
        Checkboxes::alone("list-page").item(item.attribute("data-select-all", "id")).small()
    }

    /// The box that means all rows of the filter, on whatever page they are.
    fn all_matching(&self) -> Checkboxes {
        let item = Item::new("yes", self.page.t("block-list-all-matching").with("n", self.total));
        Checkboxes::alone("all").item(item).small()
    }
}
