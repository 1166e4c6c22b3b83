//! Texts that stand out: details, inset, warning, panel.

use std::fmt::Display;

use askama::Template;

use super::{Attributes, Content, HtmlSafe};

/// More for those who want it, closed at first.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/details.html")]
pub struct Details {
    pub(super) id: String,
    pub(super) summary: Content,
    pub(super) content: Content,
    pub(super) classes: String,
    pub(super) open: bool,
    pub(super) attributes: Attributes,
}

impl Details {
    /// A line that opens a text.
    pub fn new(summary: impl Display, text: impl Display) -> Self {
        Self {
            id: String::new(),
            summary: Content::text(summary),
            content: Content::text(text),
            classes: String::new(),
            open: false,
            attributes: Attributes::default(),
        }
    }

    /// A line that opens other components.
    pub fn html(summary: impl Display, markup: impl HtmlSafe) -> Self {
        Self { content: Content::html(markup), ..Self::new(summary, "") }
    }

    /// Open from the beginning.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }
}

/// A text beside the rest: a quotation, a condition.
#[derive(Clone, Debug, Template)]
#[template(
    source = "<div{% if !id.is_empty() %} id=\"{{ id }}\"{% endif %} class=\"govuk-inset-text{% if !classes.is_empty() %} {{ classes }}{% endif %}\"{{ attributes }}>{{ content }}</div>",
    ext = "html"
)]
pub struct InsetText {
    pub(super) id: String,
    pub(super) classes: String,
    pub(super) content: Content,
    pub(super) attributes: Attributes,
}

impl InsetText {
    /// A text.
    pub fn new(text: impl Display) -> Self {
        Self {
            id: String::new(),
            classes: String::new(),
            content: Content::text(text),
            attributes: Attributes::default(),
        }
    }

    /// Other components.
    pub fn html(markup: impl HtmlSafe) -> Self {
        Self { content: Content::html(markup), ..Self::new("") }
    }
}

/// What has consequences: a deadline, a loss.
#[derive(Clone, Debug, Template)]
#[template(
    source = "<div class=\"govuk-warning-text{% if !classes.is_empty() %} {{ classes }}{% endif %}\"{{ attributes }}><span class=\"govuk-warning-text__icon\" aria-hidden=\"true\">!</span><strong class=\"govuk-warning-text__text\"><span class=\"govuk-visually-hidden\">{{ prefix }}</span> {{ content }}</strong></div>",
    ext = "html"
)]
pub struct WarningText {
    pub(super) prefix: String,
    pub(super) classes: String,
    pub(super) content: Content,
    pub(super) attributes: Attributes,
}

impl WarningText {
    /// A warning; the word before it is for those who listen: `page.t("warning-prefix")`.
    pub fn new(prefix: impl Display, text: impl Display) -> Self {
        Self {
            prefix: prefix.to_string(),
            classes: String::new(),
            content: Content::text(text),
            attributes: Attributes::default(),
        }
    }
}

/// What was done, large: the last page of a task.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/panel.html")]
pub struct Panel {
    pub(super) title: Content,
    pub(super) content: Content,
    pub(super) level: u8,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl Panel {
    /// A heading (`h1`) and a line below it, such as a number to keep.
    pub fn new(title: impl Display, text: impl Display) -> Self {
        Self {
            title: Content::text(title),
            content: Content::text(text),
            level: 1,
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }

    /// The level of its heading, where it does not head the page.
    #[must_use]
    pub fn level(mut self, level: u8) -> Self {
        self.level = level;
        self
    }
}
