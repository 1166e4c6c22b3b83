//! Beneficiaries: persons known from the state persons register, found by the keyed hash of the IIN (spec 1.4).

mod import;
pub mod store;

pub use import::import;
