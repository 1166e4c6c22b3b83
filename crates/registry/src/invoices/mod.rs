//! Electronic invoices attached to acts by their numbers (spec 6.2).

pub mod store;
