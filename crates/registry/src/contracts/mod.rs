//! State-order and service contracts (spec 2.4): what is reported becomes revisions, and bookings; a parent's consent, and the vouchers that
//! follow one another under a contract.

pub(crate) mod api;
pub mod confirm;
#[cfg(test)]
pub(crate) mod fixture;
mod groups;
mod oneroster;
pub mod renew;
pub mod roster;
pub mod state_orders;
pub mod store;

pub use confirm::{Consent, confirm};
pub use renew::{Renew, Renewed, renew};
pub use roster::import_roster;
pub use state_orders::state_orders;

#[cfg(test)]
mod roster_tests;
