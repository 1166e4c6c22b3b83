//! One of a list that is too long for radios.

use std::fmt::Display;

use askama::Template;

use super::field::{Field, field_methods};

/// An entry of a list: what is sent and what is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent; nothing sends the text.
    pub value: Option<String>,
    /// What is read.
    pub text: String,
    /// Whether it cannot be chosen.
    pub disabled: bool,
    /// Whether it is chosen, whatever the list's value is.
    pub selected: Option<bool>,
}

impl<A: Display, B: Display> From<(A, B)> for Choice {
    fn from((value, text): (A, B)) -> Self {
        Self { value: Some(value.to_string()), text: text.to_string(), disabled: false, selected: None }
    }
}

impl<A: Display, B: Display> From<&(A, B)> for Choice {
    fn from((value, text): &(A, B)) -> Self {
        Self::from((value, text))
    }
}

/// One of a list.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/select.html")]
pub struct Select {
    pub(super) field: Field,
    pub(super) value: String,
    pub(super) choices: Vec<Choice>,
    pub(super) disabled: bool,
}

impl Select {
    /// An empty list.
    pub fn new(id: impl Display, label: impl Display) -> Self {
        Self { field: Field::new(id, label), value: String::new(), choices: Vec::new(), disabled: false }
    }

    field_methods!();

    /// Adds entries: pairs of what is sent and what is read.
    #[must_use]
    pub fn choices<C: Into<Choice>>(mut self, choices: impl IntoIterator<Item = C>) -> Self {
        self.choices.extend(choices.into_iter().map(Into::into));
        self
    }

    /// What is chosen.
    #[must_use]
    pub fn value(mut self, value: impl Display) -> Self {
        self.value = value.to_string();
        self
    }

    /// It cannot be changed. Say beside it why.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    fn is_selected(&self, choice: &Choice) -> bool {
        let sent = choice.value.as_ref().unwrap_or(&choice.text);
        choice.selected.unwrap_or(!self.value.is_empty() && *sent == self.value)
    }
}
