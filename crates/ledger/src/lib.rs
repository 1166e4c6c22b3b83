//! The ledger: accounts and postings, and the log that proves them. It knows no vouchers and no database.

pub mod posting;
