//! Personal accounts of beneficiaries and performers (лицевой счёт, spec 2.1, 5.4): opened by the first row of their owner, then blocked,
//! lifted, closed and opened again by the registrar with a reason and a document.
//!
//! A block of a performer's payments leaves its acts out of the registers of acts until it is lifted; service and write-offs go on. A whole
//! block refuses new bookings too. The account of a beneficiary is blocked as a whole and refuses bookings.

pub mod account;
pub(crate) mod api;
mod change;
pub mod store;
#[cfg(test)]
mod tests;

pub use account::{Change, Hold, Owner, State};
pub use change::{Changed, Changing, change, close_reorganised};
