//! The sandbox: a country to play with, and the doubles of the systems around the registry.

pub mod bank;
pub mod ca;
pub mod invoices;
pub mod ncanode;
pub mod world;
