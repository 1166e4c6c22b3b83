//! The grant register of the National Testing Centre (S1): who studies for a grant, where, what and until when.

mod import;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use import::import;
