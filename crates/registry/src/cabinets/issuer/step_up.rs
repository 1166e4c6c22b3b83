//! Before what moves money: whether the reader has just signed, and the way to do it and come back.

use jiff::Timestamp;

use crate::platform::http::{Caller, Reader};

/// Whether the reader has to confirm who they are, and where.
#[derive(Clone, Debug)]
pub(crate) struct StepUp {
    /// Confirmed within the last minutes.
    pub(crate) done: bool,
    /// Where to confirm; it leads back to the page.
    pub(crate) href: String,
}

impl StepUp {
    /// Seen by a reader of a page, now.
    pub(crate) fn seen(reader: &Reader, caller: &Caller, now: Timestamp, page: &str) -> Self {
        let back = reader.href(page);
        Self { done: caller.require_step_up(now).is_ok(), href: reader.href(format_args!("/auth/step-up?next={back}")) }
    }
}
