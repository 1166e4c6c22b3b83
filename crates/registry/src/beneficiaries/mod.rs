//! Beneficiaries: persons known from the state persons register, found by the keyed hash of the IIN (spec 1.4).

mod import;
mod index;
pub mod store;

pub use import::import;
pub use index::guardian_differences;
