//! Vouchers, parts and portions (spec 2.1): issue, book, release; a state is derived, never stored.

pub mod store;
