//! Signing: with the key that a sandbox has of the reader, or elsewhere, step by step, with the signature brought as a file.

use std::fmt::Display;

use askama::Template;

use crate::platform::govuk::{Button, Content, FileUpload};

/// A step of signing elsewhere: what is done, and where what it needs is fetched.
#[derive(Clone, Debug)]
struct Step {
    text: String,
    link: Option<(String, String)>,
}

/// The ways to sign what a page shows.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/sign.html")]
pub struct Sign {
    heading: String,
    hidden: Vec<(&'static str, String)>,
    key: Option<(String, Content, String)>,
    steps: Vec<Step>,
    upload: (String, Content, Content),
}

impl Sign {
    /// The way by a file under its heading: a form that posts the field to the address.
    pub fn elsewhere(heading: impl Display, action: impl Display, field: FileUpload, button: Button) -> Self {
        Self {
            heading: heading.to_string(),
            hidden: Vec::new(),
            key: None,
            steps: Vec::new(),
            upload: (action.to_string(), Content::html(field), Content::html(button.secondary().once())),
        }
    }

    /// What both ways send along: which version was shown.
    #[must_use]
    pub fn hidden(mut self, name: &'static str, value: impl Display) -> Self {
        self.hidden.push((name, value.to_string()));
        self
    }

    /// The way with a sandbox's key: where it is posted, its button, what it means.
    #[must_use]
    pub fn key(mut self, action: impl Display, button: Button, hint: impl Display) -> Self {
        self.key = Some((action.to_string(), Content::html(button.once()), hint.to_string()));
        self
    }

    /// The next step of signing elsewhere.
    #[must_use]
    pub fn step(mut self, text: impl Display) -> Self {
        self.steps.push(Step { text: text.to_string(), link: None });
        self
    }

    /// The same with a link to what is needed.
    #[must_use]
    pub fn step_to(mut self, text: impl Display, href: impl Display, name: impl Display) -> Self {
        self.steps.push(Step { text: text.to_string(), link: Some((href.to_string(), name.to_string())) });
        self
    }
}
