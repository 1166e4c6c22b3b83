//! The registry: slices in the order of a voucher's life, on a platform of transactions, facts and the journal.

pub mod app;
pub mod platform;

pub mod programmes;
pub mod parties;
pub mod beneficiaries;
pub mod budgets;
pub mod vouchers;
pub mod contracts;
pub mod attendance;
pub mod acts;
pub mod invoices;
pub mod payments;
