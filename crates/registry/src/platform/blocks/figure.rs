//! A chart with everything that has to stand by it: what it says as a table and a file, as of when, what it leaves out.

use std::fmt::Display;

use askama::Template;

use crate::platform::{
    govuk::{self, Content, HtmlSafe},
    http::Page,
};

/// A chart, its table, its file, its date and its limits.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/figure.html")]
pub struct Figure {
    page: Page,
    caption: String,
    wide: String,
    narrow: String,
    table: Content,
    csv: String,
    as_of: String,
    limits: String,
}

impl Figure {
    /// A figure with a caption, empty yet.
    pub fn new(page: &Page, caption: impl Display) -> Self {
        Self {
            page: page.clone(),
            caption: caption.to_string(),
            wide: String::new(),
            narrow: String::new(),
            table: Content::default(),
            csv: String::new(),
            as_of: String::new(),
            limits: String::new(),
        }
    }

    /// The chart as two SVG of our own making (presentation attributes and classes only): for wide windows and for phones.
    #[must_use]
    pub fn drawn(mut self, wide: String, narrow: String) -> Self {
        (self.wide, self.narrow) = (wide, narrow);
        self
    }

    /// The same as a table.
    #[must_use]
    pub fn table(mut self, table: impl HtmlSafe) -> Self {
        self.table = Content::html(table);
        self
    }

    /// The same as a file.
    #[must_use]
    pub fn csv(mut self, href: impl Display) -> Self {
        self.csv = href.to_string();
        self
    }

    /// As of when: `page.instant(…)`.
    #[must_use]
    pub fn as_of(mut self, instant: impl Display) -> Self {
        self.as_of = instant.to_string();
        self
    }

    /// What it leaves out, in a sentence.
    #[must_use]
    pub fn limits(mut self, text: impl Display) -> Self {
        self.limits = text.to_string();
        self
    }
}
