//! What happened to something, newest first.

use std::fmt::Display;

use askama::Template;
use jiff::Timestamp;

use crate::platform::{govuk::Content, govuk::HtmlSafe, http::Page};

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Event {
    at: Timestamp,
    title: String,
    by: String,
    about: Content,
}

impl Event {
    /// When and what.
    pub fn new(at: Timestamp, title: impl Display) -> Self {
        Self { at, title: title.to_string(), by: String::new(), about: Content::default() }
    }

    /// By whom: an organisation or office, never a private person's name on a page that others read.
    #[must_use]
    pub fn by(mut self, whom: impl Display) -> Self {
        self.by = whom.to_string();
        self
    }

    /// More about it.
    #[must_use]
    pub fn about(mut self, text: impl Display) -> Self {
        self.about = Content::text(text);
        self
    }

    /// More about it, as components.
    #[must_use]
    pub fn about_html(mut self, markup: impl HtmlSafe) -> Self {
        self.about = Content::html(markup);
        self
    }
}

/// What happened, in the order given.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/timeline.html")]
pub struct Timeline {
    page: Page,
    events: Vec<Event>,
}

impl Timeline {
    /// The events, newest first.
    #[must_use]
    pub fn new(page: &Page, events: Vec<Event>) -> Self {
        Self { page: page.clone(), events }
    }
}
