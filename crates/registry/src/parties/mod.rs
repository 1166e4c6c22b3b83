//! Parties: issuers, performers with their standing, objects, groups and state-order contracts (spec 1.2, 2.4, 5.1).

mod admit;
mod adopt;
mod group_calendar;
mod import;
mod issuers;
mod locks;
mod rows;
pub mod store;

pub use adopt::{Handover, adopt_groups, adopt_orders};
pub use group_calendar::GroupCalendar;
pub use import::import;
pub use issuers::{find_issuers, issuers};
pub use locks::{await_performers, count_up, lock_performers};
pub use store::{StateOrder, StateOrderMonth, StateOrderPrice};
