//! Several views of one thing; without scripts one below the other.

use std::fmt::Display;

use askama::Template;

use super::{Attributes, Content, HtmlSafe};

/// A tab.
#[derive(Clone, Debug)]
pub(super) struct Tab {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) content: Content,
    pub(super) attributes: Attributes,
    pub(super) panel_attributes: Attributes,
}

/// Several views of one thing.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/tabs.html")]
pub struct Tabs {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) classes: String,
    pub(super) tabs: Vec<Tab>,
    pub(super) attributes: Attributes,
}

impl Tabs {
    /// No tab yet; the title is read where there are no scripts.
    pub fn new(title: impl Display) -> Self {
        Self {
            id: String::new(),
            title: title.to_string(),
            classes: String::new(),
            tabs: Vec::new(),
            attributes: Attributes::default(),
        }
    }

    /// Adds a tab with what it shows.
    #[must_use]
    pub fn tab(mut self, id: impl Display, label: impl Display, markup: impl HtmlSafe) -> Self {
        self.tabs.push(Tab {
            id: id.to_string(),
            label: label.to_string(),
            content: Content::html(markup),
            attributes: Attributes::default(),
            panel_attributes: Attributes::default(),
        });
        self
    }
}
