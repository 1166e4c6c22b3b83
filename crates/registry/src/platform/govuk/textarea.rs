//! Several lines of text.

use std::fmt::Display;

use askama::Template;

use super::field::{Field, field_methods};

/// Several lines of text.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/textarea.html")]
pub struct Textarea {
    pub(super) field: Field,
    pub(super) value: String,
    pub(super) rows: u32,
    pub(super) spellcheck: Option<bool>,
    pub(super) disabled: bool,
}

impl Textarea {
    /// A field of five lines.
    pub fn new(id: impl Display, label: impl Display) -> Self {
        Self { field: Field::new(id, label), value: String::new(), rows: 5, spellcheck: None, disabled: false }
    }

    field_methods!();

    /// What is in it.
    #[must_use]
    pub fn value(mut self, value: impl Display) -> Self {
        self.value = value.to_string();
        self
    }

    /// How many lines are seen.
    #[must_use]
    pub fn rows(mut self, rows: u32) -> Self {
        self.rows = rows;
        self
    }

    /// Whether the browser checks its spelling.
    #[must_use]
    pub fn spellcheck(mut self, checks: bool) -> Self {
        self.spellcheck = Some(checks);
        self
    }

    /// It cannot be changed. Say beside it why.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }
}
