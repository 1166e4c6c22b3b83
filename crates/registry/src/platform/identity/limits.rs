//! How often a client may try to sign in: failures close the door for a while, longer each time.

use std::{collections::HashMap, net::IpAddr, sync::Mutex};

use jiff::{SignedDuration, Timestamp};

use crate::platform::{Refusal, Result};

/// Failures that a client has free.
const FREE: u32 = 10;
/// The first closure, and the longest.
const FIRST: SignedDuration = SignedDuration::from_secs(30);
const LONGEST: SignedDuration = SignedDuration::from_mins(15);
/// Failures are forgotten after this.
const FORGOTTEN: SignedDuration = SignedDuration::from_mins(30);
/// Nonces a client may ask for in a minute: an office behind one address is many people.
const NONCES: u32 = 120;
/// Clients that are remembered; then all are forgotten.
const CLIENTS_MAX: usize = 100_000;

#[derive(Clone, Copy, Debug)]
struct Tries {
    failures: u32,
    last: Timestamp,
    closed_until: Timestamp,
    nonces: u32,
    minute: Timestamp,
}

/// Attempts by client.
#[derive(Debug, Default)]
pub struct Limits(Mutex<HashMap<IpAddr, Tries>>);

impl Limits {
    fn with<T>(&self, client: IpAddr, now: Timestamp, act: impl FnOnce(&mut Tries) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if all.len() >= CLIENTS_MAX {
            all.clear();
        }
        let fresh = Tries { failures: 0, last: now, closed_until: Timestamp::MIN, nonces: 0, minute: now };
        let tries = all.entry(client).or_insert(fresh);
        if now.duration_since(tries.last) > FORGOTTEN {
            *tries = fresh;
        }
        act(tries)
    }

    /// Lets an attempt in.
    ///
    /// # Errors
    /// `request.rate`, with the seconds to wait.
    pub fn enter(&self, client: IpAddr, now: Timestamp) -> Result<()> {
        let closed_until = self.with(client, now, |tries| tries.closed_until);
        if closed_until <= now {
            return Ok(());
        }
        let wait = closed_until.duration_since(now).as_secs().saturating_add(1);
        Err(Refusal::new("request.rate", format!("wait {wait} s")).into())
    }

    /// Counts a nonce.
    ///
    /// # Errors
    /// `request.rate`.
    pub fn draw(&self, client: IpAddr, now: Timestamp) -> Result<()> {
        self.enter(client, now)?;
        let over = self.with(client, now, |tries| {
            if now.duration_since(tries.minute) >= SignedDuration::from_mins(1) {
                (tries.nonces, tries.minute) = (0, now);
            }
            tries.last = now;
            tries.nonces = tries.nonces.saturating_add(1);
            tries.nonces > NONCES
        });
        if over { Err(Refusal::new("request.rate", "wait 60 s").into()) } else { Ok(()) }
    }

    /// Counts a failure.
    pub fn failed(&self, client: IpAddr, now: Timestamp) {
        self.with(client, now, |tries| {
            tries.failures = tries.failures.saturating_add(1);
            tries.last = now;
            if let Some(over) = tries.failures.checked_sub(FREE) {
                let doubled = 1_i32.checked_shl(over).filter(|factor| *factor > 0 && over < 16).unwrap_or(i32::MAX);
                let closed = FIRST.checked_mul(doubled).map_or(LONGEST, |closed| closed.min(LONGEST));
                tries.closed_until = now.checked_add(closed).unwrap_or(now);
            }
        });
    }

    /// Forgets the failures of a client who has signed in.
    pub fn passed(&self, client: IpAddr, now: Timestamp) {
        self.with(client, now, |tries| tries.failures = 0);
    }
}
