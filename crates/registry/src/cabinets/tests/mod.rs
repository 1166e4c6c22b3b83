//! The export and the audit on a small month, from booking to payment, as facts.

mod damage;
mod export;
mod http;
pub(crate) mod world;
