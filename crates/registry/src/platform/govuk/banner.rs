//! News about the page: what was done, what has to be known first.

use std::fmt::Display;

use askama::Template;

use super::{Attributes, Content, HtmlSafe};

/// A banner above the content. One a page.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/banner.html")]
pub struct NotificationBanner {
    pub(super) title: Content,
    pub(super) title_id: String,
    pub(super) level: u8,
    pub(super) content: Content,
    pub(super) success: bool,
    pub(super) role: String,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl NotificationBanner {
    /// What has to be known first: data that is out of date, a suspension.
    pub fn new(title: impl Display, text: impl Display) -> Self {
        Self {
            title: Content::text(title),
            title_id: "govuk-notification-banner-title".to_owned(),
            level: 2,
            content: Content::text(text),
            success: false,
            role: String::new(),
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }

    /// With other components inside.
    pub fn html(title: impl Display, markup: impl HtmlSafe) -> Self {
        Self { content: Content::html(markup), ..Self::new(title, "") }
    }

    /// What was done. The layout shows the one after a redirect by itself (`reader.done`).
    #[must_use]
    pub fn success(mut self) -> Self {
        self.success = true;
        self
    }

    fn spoken_as(&self) -> &str {
        match (self.role.as_str(), self.success) {
            ("", true) => "alert",
            ("", false) => "region",
            (role, _) => role,
        }
    }
}
