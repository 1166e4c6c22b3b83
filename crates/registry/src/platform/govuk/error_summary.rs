//! Everything that is wrong with a form, above it.

use askama::Template;

use super::{Content, Errors};
use crate::platform::http::Page;

/// Everything that is wrong, each with a link to its field.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/error_summary.html")]
pub struct ErrorSummary {
    pub(super) title: Content,
    pub(super) description: Content,
    pub(super) found: Vec<(String, Content)>,
}

impl ErrorSummary {
    /// The summary of a form's errors; nothing is printed while there are none.
    #[must_use]
    pub fn new(page: &Page, errors: &Errors) -> Self {
        let link = |field: &str| if field.is_empty() { String::new() } else { format!("#{field}") };
        Self {
            title: Content::text(page.t("error-summary-title")),
            description: Content::default(),
            found: errors.all().map(|(field, text)| (link(field), Content::text(text))).collect(),
        }
    }
}
