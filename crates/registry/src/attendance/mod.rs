//! Attendance (spec 2.5, 7.2): posted lists as they came, folded into months when they arrive; and the parent's word on a month (1.3, 6.5):
//! confirmed, confirmed by silence, or disputed and answered.
//!
//! A list is kept as a rectangle of children and days; the folded month of a contract depends only on the set of lists in the order of
//! (`recorded_at`, id). Whoever posts holds the performer's lock, so the order of the lock is the order of recording.

mod answer;
pub(crate) mod api;
mod check;
mod confirm;
pub mod confirmation;
pub mod dispute;
mod errors_back;
mod keep;
mod marks;
mod month_word;
mod own;
mod planes;
mod raise;
mod reading;
mod rebuild;
mod sheet;
mod silence;
pub mod store;
mod timesheet;

pub use answer::{Answer, answer, unanswered};
pub use confirm::{Confirm, Confirmed, confirm};
pub use errors_back::with_errors;
pub use keep::keep;
pub use marks::{Mark, Said, marks};
pub use month_word::{MonthWord, of_contracts, of_dispute, of_own, silent};
pub use planes::Planes;
pub use raise::{Raise, Raised, WORDS_MAX, lock, raise};
pub use rebuild::{differences, known_at, rebuild};
pub use silence::{Silenced, confirm_by_silence};
pub use timesheet::import_timesheet;

#[cfg(test)]
mod parents_tests;
#[cfg(test)]
mod tests;
