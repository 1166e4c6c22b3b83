//! The way through a list that is read in pages by key: backwards and onwards, never by number.

use askama::Template;

use crate::platform::http::Page;

/// A link of the pagination.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) label: String,
}

/// Previous and next; nothing is printed when there is neither.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/pagination.html")]
pub struct Pagination {
    pub(super) landmark: String,
    pub(super) previous: Option<Way>,
    pub(super) next: Option<Way>,
}

impl Pagination {
    /// Links to the page before and the page after, with their queries: `?before=…`, `?after=…`.
    #[must_use]
    pub fn new(page: &Page, previous: Option<String>, next: Option<String>) -> Self {
        let way = |href: Option<String>, key: &'static str| {
            href.map(|href| Way { href, text: page.t(key).into(), label: String::new() })
        };
        Self {
            landmark: page.t("pages-landmark").into(),
            previous: way(previous, "pages-previous"),
            next: way(next, "pages-next"),
        }
    }
}
