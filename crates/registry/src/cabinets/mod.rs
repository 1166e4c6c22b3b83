//! Cabinets: what is read over all slices and belongs to none — the audit export (spec 2.6), the audit (spec 2.3), receipts, overviews.
//!
//! It reads everything and changes nothing but the note of the last audit; nobody calls it but the doors.

pub(crate) mod accounts;
pub(crate) mod act_view;
pub(crate) mod api;
mod audit;
pub mod auditor;
mod charges;
mod days;
mod deadline;
pub mod deadlines;
mod export;
mod facts;
pub mod issuer;
pub mod jobs_pages;
mod last_audit;
pub(crate) mod lists;
pub mod months;
pub mod my;
mod names;
mod onec;
pub mod operator;
mod orders;
pub(crate) mod org;
pub mod public;
mod receipt;
pub(crate) mod reconciliation;
pub mod registrar;
pub mod simulator;
mod sorter;
mod store;
#[cfg(test)]
mod tests;
pub mod timeline;
mod titles;
mod transfer;
pub mod work;

pub use audit::{Audited, Found, audit};
pub use export::{Export, Exported, Written, export};
pub use receipt::{Subject, cut_receipt};
