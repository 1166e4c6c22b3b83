//! A filter that lives in the address: a page with a filter can be sent to somebody, and "back" works.

use std::fmt::Display;

use askama::Template;

use crate::platform::{
    govuk::{self, Attributes, HtmlSafe},
    http::Page,
};

/// A form that only reads: its fields become the query of the page.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/filter.html")]
pub struct Filter {
    page: Page,
    path: String,
    components: Vec<String>,
    kept: Vec<Attributes>,
    applied: Vec<(String, String)>,
    open: bool,
}

impl Filter {
    /// A filter of the page at a path, such as `/org/children`.
    pub fn new(page: &Page, path: impl Display) -> Self {
        let path = page.href(path);
        Self { page: page.clone(), path, components: Vec::new(), kept: Vec::new(), applied: Vec::new(), open: false }
    }

    /// Adds a field: an input, a select, radios or checkboxes, named as in the query.
    #[must_use]
    pub fn field(mut self, component: impl HtmlSafe) -> Self {
        self.components.push(component.to_string());
        self
    }

    /// Keeps something of the query that is no filter, such as the order.
    #[must_use]
    pub fn keep(mut self, name: impl Display, value: impl Display) -> Self {
        let mut kept = Attributes::default();
        kept.push("name", name);
        kept.push("value", value);
        self.kept.push(kept);
        self
    }

    /// What is applied now, with the path that leaves it out: shown above the fields, each with a link to take it away.
    #[must_use]
    pub fn applied(mut self, text: impl Display, path_without: impl Display) -> Self {
        self.applied.push((text.to_string(), self.page.href(path_without)));
        self
    }

    /// The fields are seen at once; otherwise one line opens them.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }
}
