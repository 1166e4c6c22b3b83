//! Vouchers, parts and portions (spec 2.1): issue, book, release; a state is derived, never stored.

pub(crate) mod api;
pub mod book;
pub mod booking;
mod bounded;
pub mod commit_awaiting;
pub mod end;
pub mod grants;
pub mod issue;
mod load;
pub mod nominal;
mod plan;
pub mod propose;
pub mod release;
pub mod reprice;
mod shares;
pub mod store;
pub mod succeed;
pub mod terms;
pub mod transfer;
pub mod volumes;
pub mod voucher;
pub mod world;

pub use book::{Batch, book_many};
pub use booking::{Booked, Booking, Child};
pub use commit_awaiting::{Committed, commit_awaiting};
pub use end::{Held, Judged, Wanted};
pub use issue::{Issue, Issued, issue, issue_to};
pub use propose::{Forecast, approve, forecast, propose, withdraw};
pub use release::{End, Freed, release_many, serving_from};
pub use reprice::{Amended, Repriced, is_priced_by_contract, reprice, reprice_amended};
pub use shares::Unfunded;
pub use store::VoucherHeld;
pub use succeed::{RunningOut, running_out, succeed};
pub use transfer::{Preview, Wish, preview};
pub use voucher::Effect;
pub use world::Ordered;

#[cfg(test)]
mod book_tests;
#[cfg(test)]
mod bounded_tests;
#[cfg(test)]
mod repricing_tests;
#[cfg(test)]
mod terms_tests;
