//! State-order and service contracts (spec 2.4): what is reported becomes revisions, and bookings.

pub mod store;
