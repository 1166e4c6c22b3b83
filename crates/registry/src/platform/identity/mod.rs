//! Who people are and for whom they act (spec 1.2, 7.5): a nonce signed with an authentication certificate opens a session; mandates and
//! the persons register say in which capacities; every request asks again whether they still hold.

pub mod api;
pub mod capacities;
pub mod keys;
mod limits;
mod mandates;
mod nonce;
mod own;
pub mod pages;
pub mod readings;
mod sessions;
mod sign_in;
pub mod store;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    app::App,
    platform::{Actor, Result, Role, access, http::session::SignedIn},
};

pub use capacities::Capacity;
pub use limits::Limits;
pub use mandates::import as import_mandates;
pub use nonce::{Nonce, Purpose, ask as ask_nonce};
pub(super) use sessions::erase;
pub use sessions::{Known, choose, end, end_own, list, resume};
pub use sign_in::{Opened, Signed, sign_in, step_up};

/// How long a nonce may be signed.
pub const NONCE_LIFE: SignedDuration = SignedDuration::from_mins(2);
/// How long a session lives without a request.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// How long a session lives at all.
pub const LIFE: SignedDuration = SignedDuration::from_hours(12);
/// How long a signed step-up opens what moves money.
pub const STEP_UP: SignedDuration = SignedDuration::from_mins(5);
/// How many sessions a person may have; one more ends the oldest.
pub const SESSIONS_MAX: i64 = 5;
/// How long what a person may act as is remembered: a mandate that has ended closes its sessions within this time.
const REMEMBERED: SignedDuration = SignedDuration::from_secs(30);
/// How many persons are remembered; then all are forgotten.
const REMEMBERED_MAX: usize = 20_000;

type Remembered = HashMap<Vec<u8>, (Timestamp, Arc<[Capacity]>)>;

/// What sign-in keeps in memory: attempts by client, capacities for half a minute.
#[derive(Debug, Default)]
pub struct Desk {
    /// Attempts by client.
    pub limits: Limits,
    remembered: Mutex<Remembered>,
}

impl Desk {
    fn remembered(&self) -> std::sync::MutexGuard<'_, Remembered> {
        self.remembered.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Forgets what persons may act as, so that the next request asks the database.
    pub fn forget(&self) {
        self.remembered().clear();
    }
}

/// Asks the matrix whether whoever asks may have a session: in the chosen capacity, else as somebody unknown.
///
/// # Errors
/// `access.denied`; faults.
pub async fn may_enter(app: &App, signed_in: Option<&SignedIn>) -> Result<()> {
    let chosen = signed_in.and_then(|signed_in| signed_in.known.chosen.as_ref());
    let role = chosen.map_or(Role::Public, |capacity| capacity.role);
    access::require(app, &Actor { role, ..Actor::public(app.clock.id()) }, "session").await
}
