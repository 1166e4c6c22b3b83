//! Acts of services rendered (spec 2.5, 6.1): close, sign, write off, adjust.
//!
//! A close computes every portion of a performer's month as known now and keeps what it found as a version of the draft act. The rules
//! are `law`'s; lines are made by the pure functions of `line` and `draft`, the rows are read and written by whole chunks.

mod accept;
mod act;
pub(crate) mod api;
mod beside;
mod chunk;
mod close;
mod document;
mod draft;
mod explained;
#[cfg(test)]
pub(crate) mod fixture;
mod judge;
mod line;
#[cfg(test)]
mod months_tests;
pub(crate) mod paper;
pub mod qr;
mod sign;
#[cfg(test)]
mod sign_tests;
pub mod store;
#[cfg(test)]
mod tests;
mod write_off;
mod xml;

pub use accept::{Brought, accept_signature, accept_signatures};
pub use act::State;
pub use close::{Close, Closed, close};
pub use document::{Document, DocumentLine};
pub(crate) use explained::{Counted, Explained, Rule};
pub use sign::{Made, Refused, Side, Sign, Signed, Signing, sign};
