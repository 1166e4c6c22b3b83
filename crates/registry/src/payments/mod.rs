//! Registers of acts, payment orders and statements (spec 6.3).

pub mod store;
