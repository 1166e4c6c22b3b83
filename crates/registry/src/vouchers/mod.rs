//! Vouchers, parts and portions (spec 2.1): issue, book, release; a state is derived, never stored.

pub mod book;
pub mod booking;
pub mod issue;
mod load;
pub mod release;
pub mod store;
pub mod terms;
pub mod voucher;

pub use book::{Batch, book_many};
pub use booking::{Booked, Booking, Child};
pub use release::{End, release_many};
pub use issue::{Issue, Issued, issue};
