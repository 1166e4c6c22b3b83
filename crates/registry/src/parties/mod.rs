//! Parties: issuers, performers with their standing, objects and groups (spec 1.2, 5.1).

mod group_calendar;
mod locks;
pub mod store;

pub use group_calendar::GroupCalendar;
pub use locks::{count_up, lock_performers};
