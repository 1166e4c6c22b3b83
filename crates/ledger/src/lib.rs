//! The double-entry ledger and its provable journal.
//!
//! It knows no vouchers. [`log`] needs no database, so that an outsider can check the journal with published files alone.
#![deny(clippy::arithmetic_side_effects)]

pub mod log;
pub mod posting;
