//! Programmes: the terms in force, entered rows of the rules, and the per-capita rates (spec 1.3).

mod enter;
#[cfg(test)]
mod enter_tests;
mod import_rates;
mod rules;
mod seed;
pub mod store;

pub use enter::enter;
pub use import_rates::import_rates;
pub use rules::Rules;
pub use seed::seed;
