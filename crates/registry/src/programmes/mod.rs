//! Programmes: the terms in force and the per-capita rates (spec 1.3).

mod import_rates;
pub mod store;

pub use import_rates::import_rates;
