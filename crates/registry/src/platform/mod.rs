//! What every slice stands on: the transaction with its actor and scope, facts and their journal, ids and clock, errors, secrets.

pub mod access;
pub mod actor;
pub mod blocks;
pub mod clock;
pub mod cluster;
pub mod erasure;
pub mod error;
pub(crate) mod errors_back;
pub mod fact;
pub mod govuk;
pub mod housekeeping;
pub mod http;
pub mod identity;
pub mod inbox;
pub mod jobs;
pub mod migrate;
pub(crate) mod paper;
pub mod progress;
pub mod proposals;
pub mod secrets;
pub mod sequencer;
pub(crate) mod table_file;
#[cfg(any(test, feature = "testkit"))]
pub mod testkit;
pub mod trust;
pub mod tx;

pub use actor::{Actor, Role, Scope};
pub use error::{Error, Refusal, Result};
pub use fact::{Fact, Recorded};
pub use inbox::Report;
pub use progress::Progress;
pub use tx::Tx;

#[cfg(test)]
mod tests;
