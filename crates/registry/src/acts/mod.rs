//! Acts of services rendered (spec 2.5, 6.1): close, sign, write off, adjust.

#[cfg(test)]
pub(crate) mod fixture;
mod sign;
pub mod store;
#[cfg(test)]
mod tests;
mod write_off;

pub use sign::{Refused, Side, Sign, Signed, accept_signature, sign};
