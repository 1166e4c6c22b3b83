//! State-order and service contracts (spec 2.4): what is reported becomes revisions, and bookings; a parent's consent, and the vouchers that
//! follow one another under a contract.

pub(crate) mod api;
pub mod confirm;
mod dead;
mod end;
pub mod fees;
#[cfg(test)]
pub(crate) mod fixture;
mod groups;
mod moved;
mod oneroster;
pub mod propose;
pub mod renew;
pub mod roster;
pub mod state_orders;
pub mod store;

pub use confirm::{Consent, confirm};
pub use dead::{Bereaved, end_of_dead};
pub(crate) use end::document;
pub use end::{Ended, Ending, end, end_by_law, reinstate, try_end};
pub use moved::{Moving, Relocated, relocated, transfer_region};
pub use propose::{approve_end, propose_end, withdraw_end};
pub use renew::{Renew, Renewed, renew};
pub use roster::import_roster;
pub use state_orders::state_orders;

#[cfg(test)]
pub(crate) mod end_races_tests;
#[cfg(test)]
pub(crate) mod end_tests;
#[cfg(test)]
mod roster_tests;
