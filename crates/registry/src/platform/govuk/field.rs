//! What fields of a form share: label, hint, what is wrong with them.

use std::fmt::Display;

use super::{Attributes, ErrorMessage, Hint, Label, Legend};
use crate::platform::{
    Error, Refusal,
    http::{Language, Page, Text, page},
};

/// What is wrong with one field, in the reader's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Said before it to those who listen: "Error".
    pub prefix: String,
    /// What is wrong and how to put it right.
    pub text: String,
}

/// Everything that is wrong with a form: the error summary shows it, and each field finds its own.
#[derive(Clone, Debug)]
pub struct Errors {
    language: Language,
    found: Vec<(String, String)>,
}

impl Errors {
    /// None yet, for a page in this language.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self { language, found: Vec::new() }
    }

    /// Something is wrong with the field of that id; an empty id means the form as a whole.
    pub fn add(&mut self, field: impl Display, text: impl Display) {
        self.found.push((field.to_string(), text.to_string()));
    }

    /// As [`Self::add`], by a message.
    pub fn say(&mut self, field: impl Display, key: &'static str) {
        let text: Text = self.language.t(key);
        self.add(field, text);
    }

    /// A refusal of a use case, shown at a field: its published text. A fault is handed back.
    ///
    /// # Errors
    /// The fault, for the edge.
    pub fn refused(&mut self, field: impl Display, error: Error) -> Result<(), Error> {
        match error {
            Error::Refused(refusal) => {
                self.add(field, self.said(&refusal));
                Ok(())
            }
            Error::Fault(_) => Err(error),
        }
    }

    fn said(&self, refusal: &Refusal) -> &'static str {
        page::said(self.language, refusal)
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What is wrong with one field.
    pub fn get(&self, field: impl Display) -> Option<Problem> {
        let field = field.to_string();
        let found = self.found.iter().find(|(of, _)| *of == field);
        found.map(|(_, text)| Problem { prefix: self.language.t("error-prefix").into(), text: text.clone() })
    }

    /// All of it, in order: field and text.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.found.iter().map(|(field, text)| (field.as_str(), text.as_str()))
    }

    /// The page of a form with these errors: its title says so when there are any.
    #[must_use]
    pub fn on(&self, page: Page) -> Page {
        if self.is_empty() { page } else { page.failed() }
    }
}

/// Label, hint and error of a field.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: super::Content,
    pub(super) label_classes: String,
    pub(super) heading: bool,
    pub(super) hint: super::Content,
    pub(super) error: Option<Problem>,
    pub(super) described_by: String,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl Field {
    pub(super) fn new(id: impl Display, label: impl Display) -> Self {
        let id = id.to_string();
        Self { name: id.clone(), id, label: super::Content::text(label), ..Self::default() }
    }

    /// Its label, as fields print it.
    pub(super) fn label(&self) -> Label {
        let (content, classes) = (self.label.clone(), self.label_classes.clone());
        Label { content, classes, heading: self.heading, ..Label::new(&self.id, "") }
    }

    /// Its label, as groups of fields print it.
    pub(super) fn legend(&self) -> Legend {
        Legend { content: self.label.clone(), classes: self.label_classes.clone(), heading: self.heading }
    }

    pub(super) fn hint_shown(&self) -> Option<Hint> {
        let hint = Hint { content: self.hint.clone(), ..Hint::new(format!("{}-hint", self.id), "") };
        (!self.hint.is_empty()).then_some(hint)
    }

    pub(super) fn error_shown(&self) -> Option<ErrorMessage> {
        self.error.as_ref().map(|problem| ErrorMessage::new(format!("{}-error", self.id), problem))
    }

    /// The ids that describe the field, as `aria-describedby` lists them.
    pub(super) fn described(&self) -> String {
        let hint = if self.hint.is_empty() { String::new() } else { format!("{}-hint", self.id) };
        let error = if self.error.is_some() { format!("{}-error", self.id) } else { String::new() };
        let all = [self.described_by.as_str(), &hint, &error];
        all.into_iter().filter(|id| !id.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The builder methods that all fields share.
macro_rules! field_methods {
    () => {
        /// The name it is sent under, when it is not the id.
        #[must_use]
        pub fn name(mut self, name: impl Display) -> Self {
            self.field.name = name.to_string();
            self
        }

        /// What helps to fill it in, below the label.
        #[must_use]
        pub fn hint(mut self, hint: impl Display) -> Self {
            self.field.hint = $crate::platform::govuk::Content::text(hint);
            self
        }

        /// What is wrong with it: `.error(errors.get("iban"))`.
        #[must_use]
        pub fn error(mut self, error: Option<$crate::platform::govuk::Problem>) -> Self {
            self.field.error = error;
            self
        }

        /// The label is the page's heading (`h1`): for pages that ask one thing.
        #[must_use]
        pub fn heading(mut self) -> Self {
            self.field.heading = true;
            self.label_classes("govuk-label--l")
        }

        /// Classes of the label, such as `govuk-label--m`.
        #[must_use]
        pub fn label_classes(mut self, classes: impl Display) -> Self {
            self.field.label_classes = classes.to_string();
            self
        }

        /// Classes of the control, such as `govuk-input--width-10`.
        #[must_use]
        pub fn classes(mut self, classes: impl Display) -> Self {
            self.field.classes = classes.to_string();
            self
        }

        /// Another attribute of the control.
        #[must_use]
        pub fn attribute(mut self, name: impl Display, value: impl Display) -> Self {
            self.field.attributes.push(name, value);
            self
        }
    };
}
pub(super) use field_methods;
