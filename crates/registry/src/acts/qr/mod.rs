//! The share of student-days by QR and its cure (spec 3.7, 1.3): which groups and days pull a month down, technical failures that are
//! documented within the cure term and that the issuer lets out of the base, and what is left without pay when the term is over.

pub(crate) mod api;
mod cure;
mod decide;
mod document;
mod share;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use cure::until;
pub(super) use cure::{Cure, cure};
pub use decide::{Decide, decide};
pub use document::{Failure, document};
pub use share::{DayShare, GroupShare, Share, share};
