//! A line of text.

use std::fmt::Display;

use askama::Template;

use super::{
    Content,
    field::{Field, field_methods},
};

/// One line of text, a number or a sum.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/input.html")]
pub struct Input {
    pub(super) field: Field,
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) autocomplete: String,
    pub(super) inputmode: String,
    pub(super) spellcheck: Option<bool>,
    pub(super) disabled: bool,
    pub(super) prefix: Content,
    pub(super) suffix: Content,
}

impl Input {
    /// A line of text with an id, which is its name too, and a label.
    pub fn new(id: impl Display, label: impl Display) -> Self {
        Self {
            field: Field::new(id, label),
            kind: "text".to_owned(),
            value: String::new(),
            autocomplete: String::new(),
            inputmode: String::new(),
            spellcheck: None,
            disabled: false,
            prefix: Content::default(),
            suffix: Content::default(),
        }
    }

    /// A sum of money: digits from the keyboard, ₸ behind it, read back by `format::parse_money`.
    pub fn money(id: impl Display, label: impl Display) -> Self {
        Self::new(id, label).inputmode("decimal").classes("govuk-input--width-10").suffix("₸").spellcheck(false)
    }

    /// An identifier of digits: BIN, code, number.
    pub fn digits(id: impl Display, label: impl Display) -> Self {
        Self::new(id, label).inputmode("numeric").classes("govuk-input--width-10").spellcheck(false)
    }

    field_methods!();

    /// What is in it.
    #[must_use]
    pub fn value(mut self, value: impl Display) -> Self {
        self.value = value.to_string();
        self
    }

    /// `email`, `tel`, `search`, `password`.
    #[must_use]
    pub fn kind(mut self, kind: impl Display) -> Self {
        self.kind = kind.to_string();
        self
    }

    /// What the browser may fill in, such as `email`.
    #[must_use]
    pub fn autocomplete(mut self, purpose: impl Display) -> Self {
        self.autocomplete = purpose.to_string();
        self
    }

    /// The keyboard of a phone: `numeric`, `decimal`.
    #[must_use]
    pub fn inputmode(mut self, mode: impl Display) -> Self {
        self.inputmode = mode.to_string();
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

    /// A sign before it.
    #[must_use]
    pub fn prefix(mut self, sign: impl Display) -> Self {
        self.prefix = Content::text(sign);
        self
    }

    /// A sign behind it.
    #[must_use]
    pub fn suffix(mut self, sign: impl Display) -> Self {
        self.suffix = Content::text(sign);
        self
    }
}
