//! Parties: issuers, performers with their standing, objects and groups (spec 1.2, 5.1).

pub mod store;
