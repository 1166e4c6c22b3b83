//! What a component holds: a text that is escaped, or markup of another component; and attributes.

use std::fmt::{self, Display, Write as _};

use super::HtmlSafe;

/// Text or markup, printed as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Escaped when printed.
    Text(String),
    /// Printed as it is.
    Html(String),
}

impl Content {
    /// A text.
    pub fn text(text: impl Display) -> Self {
        Self::Text(text.to_string())
    }

    /// Markup: another component, or a template of one's own.
    pub fn html(markup: impl HtmlSafe) -> Self {
        Self::Html(markup.to_string())
    }

    /// Whether there is nothing to print.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Html(text) => text.is_empty(),
        }
    }
}

impl Default for Content {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Display for Content {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => escape(text, out),
            Self::Html(markup) => out.write_str(markup),
        }
    }
}

impl HtmlSafe for Content {}

fn escape(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for c in text.chars() {
        match c {
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '&' => out.write_str("&amp;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&#39;")?,
            other => out.write_char(other)?,
        }
    }
    Ok(())
}

/// Attributes of an element, printed with a space before each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, Content)>);

impl Attributes {
    /// Adds one. Never `style` or `on…`: the pages' content security policy forbids both.
    pub fn push(&mut self, name: impl Display, value: impl Display) {
        self.0.push((name.to_string(), Content::text(value)));
    }
}

impl Display for Attributes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(name, value)| write!(out, " {name}=\"{value}\""))
    }
}

impl HtmlSafe for Attributes {}
