//! Attendance (spec 2.5, 7.2): posted lists as they came, folded into months when they arrive.
//!
//! A list is kept as a rectangle of children and days; the folded month of a contract depends only on the set of lists in the order of
//! (`recorded_at`, id). Whoever posts holds the performer's lock, so the order of the lock is the order of recording.

mod check;
mod errors_back;
mod keep;
mod marks;
mod planes;
mod reading;
mod rebuild;
mod sheet;
pub mod store;
mod timesheet;

pub use errors_back::with_errors;
pub use keep::keep;
pub use marks::{Mark, Said, marks};
pub use planes::Planes;
pub use rebuild::{differences, known_at, rebuild};
pub use timesheet::import_timesheet;

#[cfg(test)]
mod tests;
