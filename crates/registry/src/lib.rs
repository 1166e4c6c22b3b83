//! The registry: slices in the order of a voucher's life, on a platform of transactions, facts and the journal.

pub mod api;
pub mod app;
pub mod http;
pub mod platform;

pub mod accounts;
pub mod acts;
pub mod attendance;
pub mod beneficiaries;
pub mod budgets;
pub mod cabinets;
pub mod contracts;
pub mod funding;
pub mod invoices;
pub mod parties;
pub mod payments;
pub mod programmes;
pub mod reorganisations;
pub mod vouchers;
