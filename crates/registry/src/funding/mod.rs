//! What a performer has beside its parts: the month estimates of state performers (spec 3.8) and the obligations of the capital component
//! (spec 3.9). An act owes them; here they are entered.

pub(crate) mod api;
mod capital;
mod entry;
mod estimates;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use capital::import as import_capital;
pub use estimates::import as import_estimates;
pub(crate) use store::Obligation;
