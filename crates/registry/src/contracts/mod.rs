//! State-order and service contracts (spec 2.4): what is reported becomes revisions, and bookings.

mod end;
#[cfg(test)]
pub(crate) mod fixture;
mod groups;
mod oneroster;
pub mod roster;
pub mod state_orders;
pub mod store;

pub use end::end_many;
pub use roster::import_roster;
pub use state_orders::state_orders;

#[cfg(test)]
mod roster_tests;
