//! What parents pay beside the voucher (spec 1.3, 3.4, 6.1): the monthly fee that a performer asks, the ceiling that an issuer sets, and what
//! parents have paid. The fee due for a month is counted at its close and stands with the lines of acts; `owed` sets payments against it.

mod ceiling;
mod ceilings;
mod fee;
mod import;
mod owed;
mod pay;
mod record;
pub mod store;
#[cfg(test)]
mod tests;

pub(crate) use ceiling::Ceilings;
pub use ceilings::import as import_ceilings;
pub(crate) use fee::Fees;
pub(super) use import::FEE_MAX;
pub use import::import;
pub use owed::{Age, Owed, owed};
pub use pay::import as import_payments;
pub(super) use record::{Told, record};
