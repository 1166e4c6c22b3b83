//! Budgets (spec 2.2): lines of (issuer, programme, region, financial year, service month, source, KBK), their stripes and every movement.
//!
//! `allotted ≥ committed + due + ordered + paid` holds on every stripe, and so on every line, at every commit (P7).

pub(crate) mod api;
mod import;
mod post;
pub mod store;
mod stripe;

pub use import::import;
pub use post::{open_lines, post};
pub use store::{BudgetLine, Line, Movement};

#[cfg(test)]
mod tests;
