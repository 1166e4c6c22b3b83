//! State-order and service contracts (spec 2.4): what is reported becomes revisions, and bookings.

mod oneroster;
pub mod state_orders;
pub mod store;

pub use state_orders::state_orders;
