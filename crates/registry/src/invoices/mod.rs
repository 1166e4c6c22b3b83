//! Electronic invoices attached to acts by their numbers (spec 6.2).

mod import;
pub mod store;

pub use import::import;
