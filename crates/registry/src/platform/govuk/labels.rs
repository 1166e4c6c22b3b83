//! What names a field and tells about it: label, legend, hint, error. Fields print theirs; a page has them for markup of its own.

use std::fmt::Display;

use askama::Template;

use super::{Attributes, Content, HtmlSafe, Problem};

/// The name of a field.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"{% if !content.is_empty() %}{% if heading %}<h1 class="govuk-label-wrapper">{% endif %}<label class="govuk-label{% if !classes.is_empty() %} {{ classes }}{% endif %}"{{ attributes }}{% if !field.is_empty() %} for="{{ field }}"{% endif %}>{{ content }}</label>{% if heading %}</h1>{% endif %}{% endif %}"#,
    ext = "html"
)]
pub struct Label {
    pub(super) field: String,
    pub(super) content: Content,
    pub(super) classes: String,
    pub(super) heading: bool,
    pub(super) attributes: Attributes,
}

impl Label {
    /// Names the field of that id.
    pub fn new(field: impl Display, text: impl Display) -> Self {
        Self {
            field: field.to_string(),
            content: Content::text(text),
            classes: String::new(),
            heading: false,
            attributes: Attributes::default(),
        }
    }

    /// For those who listen alone: what stands around says the same.
    #[must_use]
    pub fn unseen(mut self) -> Self {
        self.classes = "govuk-visually-hidden".to_owned();
        self
    }
}

/// What helps to fill a field in; `aria-describedby` of the field names its id.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<div{% if !id.is_empty() %} id="{{ id }}"{% endif %} class="govuk-hint{% if !classes.is_empty() %} {{ classes }}{% endif %}"{{ attributes }}>{{ content }}</div>"#,
    ext = "html"
)]
pub struct Hint {
    pub(super) id: String,
    pub(super) content: Content,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl Hint {
    /// A hint with an id.
    pub fn new(id: impl Display, text: impl Display) -> Self {
        Self {
            id: id.to_string(),
            content: Content::text(text),
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }

    /// The id that a field or group of fields is described by.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// What is wrong with a field; `aria-describedby` of the field names its id.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<p{% if !id.is_empty() %} id="{{ id }}"{% endif %} class="govuk-error-message{% if !classes.is_empty() %} {{ classes }}{% endif %}"{{ attributes }}>{% if !prefix.is_empty() %}<span class="govuk-visually-hidden">{{ prefix }}:</span> {% endif %}{{ content }}</p>"#,
    ext = "html"
)]
pub struct ErrorMessage {
    pub(super) id: String,
    pub(super) prefix: String,
    pub(super) content: Content,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl ErrorMessage {
    /// What is wrong, with an id.
    pub fn new(id: impl Display, problem: &Problem) -> Self {
        Self {
            id: id.to_string(),
            prefix: problem.prefix.clone(),
            content: Content::text(&problem.text),
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }
}

/// The name of a group of fields.
#[derive(Clone, Debug, Default, Template)]
#[template(
    source = r#"{% if !content.is_empty() %}<legend class="govuk-fieldset__legend{% if !classes.is_empty() %} {{ classes }}{% endif %}">{% if heading %}<h1 class="govuk-fieldset__heading">{{ content }}</h1>{% else %}{{ content }}{% endif %}</legend>{% endif %}"#,
    ext = "html"
)]
pub struct Legend {
    pub(super) content: Content,
    pub(super) classes: String,
    pub(super) heading: bool,
}

impl Legend {
    /// A small one.
    pub fn small(text: impl Display) -> Self {
        let classes = "govuk-fieldset__legend--s".to_owned();
        Self { content: Content::text(text), classes, heading: false }
    }
}

/// Fields that belong together, under one name.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<fieldset class="govuk-fieldset{% if !classes.is_empty() %} {{ classes }}{% endif %}"{% if !role.is_empty() %} role="{{ role }}"{% endif %}{% if !described_by.is_empty() %} aria-describedby="{{ described_by }}"{% endif %}{{ attributes }}>
{{ legend }}
{{ content }}
</fieldset>"#,
    ext = "html"
)]
pub struct Fieldset {
    pub(super) legend: Legend,
    pub(super) content: Content,
    pub(super) described_by: String,
    pub(super) role: String,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl Fieldset {
    /// Fields under a legend.
    pub fn new(legend: impl Display, fields: impl HtmlSafe) -> Self {
        let classes = "govuk-fieldset__legend--m".to_owned();
        Self {
            legend: Legend { content: Content::text(legend), classes, heading: false },
            content: Content::html(fields),
            described_by: String::new(),
            role: String::new(),
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }
}
