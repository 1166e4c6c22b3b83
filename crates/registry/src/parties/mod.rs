//! Parties: issuers, performers with their standing, objects, groups and state-order contracts (spec 1.2, 2.4, 5.1).

mod admit;
mod import;
mod issuers;
mod rows;
pub mod store;

pub use import::import;
pub use issuers::issuers;
pub use store::{StateOrder, StateOrderMonth};
