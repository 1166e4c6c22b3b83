//! A list on its page: the filter, the rows, the files of exactly what the filter shows.

use std::fmt::Display;

use askama::Template;

use super::Question;
use crate::platform::{
    blocks::Filter,
    govuk::{self, HtmlSafe, Pagination, Table},
    http::Page,
};

/// The parts of a list's page below its heading.
#[derive(Clone, Debug, Template)]
#[template(path = "cabinets/lists/listing.html")]
pub(crate) struct Listing {
    page: Page,
    filter: Filter,
    about: String,
    total: i64,
    table: Table,
    pages: Pagination,
    empty: String,
    files: Vec<(String, &'static str)>,
}

impl HtmlSafe for Listing {}

impl Listing {
    /// A page of rows of which the filter matches `total`; `empty` is said when there is none.
    pub(crate) fn new<Q: Question>(
        (page, query): (&Page, &Q),
        filter: Filter,
        (total, table): (i64, Table),
        pages: Pagination,
        empty: impl Display,
    ) -> Self {
        Self {
            page: page.clone(),
            filter,
            about: String::new(),
            total,
            table,
            pages,
            empty: empty.to_string(),
            files: query.files(page),
        }
    }

    /// A sentence above the rows.
    pub(crate) fn about(mut self, text: impl Display) -> Self {
        self.about = text.to_string();
        self
    }
}
