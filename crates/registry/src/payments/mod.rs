//! Registers of acts, payment orders and statements (spec 6.3).

pub(crate) mod api;
mod import_statement;
mod order;
pub(crate) mod paper;
mod payer;
pub mod store;
#[cfg(test)]
mod tests;

pub use import_statement::import_statement;
pub use order::{HeldAct, Order, Ordered, Register, order};
pub use payer::{Payer, not_entered};
pub(crate) use payer::{kbe, payer};
