//! Buttons and links that look like them.

use std::fmt::Display;

use askama::Template;

use super::{Attributes, Content};
use crate::platform::http::given::Given;

/// A button of a form, or a link that looks like one.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/button.html")]
pub struct Button {
    pub(super) text: Content,
    pub(super) href: String,
    pub(super) classes: String,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) value: String,
    pub(super) id: String,
    pub(super) disabled: bool,
    pub(super) start: bool,
    pub(super) prevent_double_click: Option<bool>,
    pub(super) attributes: Attributes,
}

impl Button {
    /// Sends the form it stands in.
    pub fn new(text: impl Display) -> Self {
        Self {
            text: Content::text(text),
            href: String::new(),
            classes: String::new(),
            kind: "submit".to_owned(),
            name: String::new(),
            value: String::new(),
            id: String::new(),
            disabled: false,
            start: false,
            prevent_double_click: None,
            attributes: Attributes::default(),
        }
    }

    /// A link that looks like a button: for the one next step of a page.
    pub fn link(text: impl Display, href: impl Display) -> Self {
        Self { href: href.to_string(), ..Self::new(text) }
    }

    /// What it is about, for those who listen: where several buttons of a page say the same.
    #[must_use]
    pub fn about(mut self, what: impl Display) -> Self {
        let (text, what) = (self.text, Content::text(what));
        self.text = Content::Html(format!("{text}<span class=\"govuk-visually-hidden\">: {what}</span>"));
        self
    }

    /// Grey: not the main action.
    #[must_use]
    pub fn secondary(self) -> Self {
        self.classes("govuk-button--secondary")
    }

    /// Red: what cannot be undone.
    #[must_use]
    pub fn warning(self) -> Self {
        self.classes("govuk-button--warning")
    }

    /// With an arrow: begins a service.
    #[must_use]
    pub fn start(mut self) -> Self {
        self.start = true;
        self
    }

    /// What is sent when it is this button that is pressed.
    #[must_use]
    pub fn sends(mut self, name: impl Display, value: impl Display) -> Self {
        self.name = name.to_string();
        self.value = value.to_string();
        self
    }

    /// It cannot be pressed. Say beside it why and until when.
    #[must_use]
    pub fn disabled(mut self, disabled: impl Given<bool>) -> Self {
        self.disabled = disabled.given();
        self
    }

    /// A second press within a second is ignored.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.prevent_double_click = Some(true);
        self
    }

    /// Its id.
    #[must_use]
    pub fn id(mut self, id: impl Display) -> Self {
        self.id = id.to_string();
        self
    }

    /// More classes.
    #[must_use]
    pub fn classes(mut self, classes: impl Display) -> Self {
        self.classes = classes.to_string();
        self
    }

    /// Another attribute.
    #[must_use]
    pub fn attribute(mut self, name: impl Display, value: impl Display) -> Self {
        self.attributes.push(name, value);
        self
    }
}
