//! Who asks: what the session layer knows of a signed-in person, and how a handler gets it.

use std::fmt;

use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::Timestamp;
use uuid::Uuid;

use super::session::SignedIn;
use crate::platform::{Actor, Error, Refusal, Result};

/// A signed-in person in one capacity. The session layer puts it into the request's extensions; a handler takes `Caller` (signed in, else
/// `session.none`, or `session.capacity` when a person of several has not chosen one) or `Option<Caller>`.
#[derive(Clone)]
pub struct Caller {
    /// The session.
    pub session: Uuid,
    /// Role, organisation, person, this request's id and how far it sees.
    pub actor: Actor,
    /// The person's name, as the certificate says it. Shown to that person alone.
    pub name: String,
    /// The organisation's name; empty for a private person.
    pub organisation_name: String,
    /// In how many capacities this person may act.
    pub capacities: usize,
    /// Until when what moves money is allowed without signing again.
    pub stepped_up_until: Option<Timestamp>,
}

// The name is personal data.
impl fmt::Debug for Caller {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Caller").field("session", &self.session).field("actor", &self.actor).finish_non_exhaustive()
    }
}

impl Caller {
    /// Asks for a signature within the last five minutes, before what moves money.
    ///
    /// # Errors
    /// `access.step_up`.
    pub fn require_step_up(&self, now: Timestamp) -> Result<()> {
        if self.stepped_up_until.is_some_and(|until| now < until) {
            return Ok(());
        }
        Err(Refusal::new("access.step_up", "").into())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let known = parts.extensions.get::<Self>().cloned();
        known.ok_or_else(|| match parts.extensions.get::<SignedIn>() {
            Some(_) => Refusal::new("session.capacity", "choose for whom you act").into(),
            None => Refusal::new("session.none", "sign in first").into(),
        })
    }
}

impl<S: Send + Sync> axum::extract::OptionalFromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}
