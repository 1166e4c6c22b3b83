//! Sessions: found by the hash of their token at every request, over after 30 minutes without one and 12 hours at the latest.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    Capacity, IDLE, LIFE, capacities,
    nonce::sha256,
    store::{self, Listed},
};
use crate::{
    app::App,
    platform::{Actor, Refusal, Result, Role, Tx, fact::hex, housekeeping},
};

/// How often the use of a session is noted.
const TOUCHED: SignedDuration = SignedDuration::from_secs(60);

/// A live session.
#[derive(Clone)]
pub struct Known {
    /// The session.
    pub id: Uuid,
    /// The keyed hash of the person's IIN.
    pub person_hmac: Vec<u8>,
    /// The person's name, as the certificate says it.
    pub name: String,
    /// In which the person may act.
    pub capacities: Arc<[Capacity]>,
    /// The chosen one; none when there are several and none was chosen.
    pub chosen: Option<Capacity>,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// Until when what moves money is open.
    pub stepped_up_until: Option<Timestamp>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Known({})", self.id)
    }
}

impl Known {
    /// The person in the chosen capacity, for one request.
    #[must_use]
    pub fn actor(&self, capacity: &Capacity, request: Uuid) -> Actor {
        Actor {
            role: capacity.role,
            organisation: capacity.bin.clone(),
            person: hex(&self.person_hmac),
            request,
            scope: capacity.scope.clone(),
        }
    }
}

pub(super) async fn open<'a>(app: &'a App, kind: &'static str) -> Result<Tx<'a>> {
    app.begin(&Actor::public(app.clock.id()), kind, 0).await
}

/// The live session of a token, with the capacities that hold now. A session whose time is over, or whose capacity has ended, is ended.
///
/// # Errors
/// Faults.
pub async fn resume(app: &App, token: &str) -> Result<Option<Known>> {
    let hash = sha256(token.as_bytes());
    let tx = open(app, "identity.session").await?;
    let Some(session) = store::find_session(&tx, &hash).await? else {
        tx.commit().await?;
        return Ok(None);
    };
    let now = tx.at();
    let expires_at = session.created_at.checked_add(LIFE)?;
    let idle = now.duration_since(session.used_at);
    if idle >= IDLE || now >= expires_at {
        store::end_session(&tx, &hash, "time").await?;
        tx.commit().await?;
        return Ok(None);
    }
    if idle >= TOUCHED {
        store::touch_session(&tx, &hash).await?;
    }
    tx.commit().await?;
    let capacities = capacities::of(app, &session.person_hmac).await?;
    let chosen = session.role.as_deref().and_then(Role::of).zip(session.bin.clone());
    let held = chosen.as_ref().map(|(role, bin)| find(&capacities, *role, bin).cloned());
    if capacities.is_empty() || matches!(held, Some(None)) {
        tracing::info!(session = %session.id, "a session ended with its capacity");
        ended(app, token, "capacity").await?;
        return Ok(None);
    }
    Ok(Some(Known {
        id: session.id,
        person_hmac: session.person_hmac,
        name: app.secrets.unseal(&session.name_cipher)?,
        capacities,
        chosen: held.flatten(),
        expires_at,
        stepped_up_until: session.stepped_up_until,
    }))
}

pub(super) fn find<'a>(capacities: &'a [Capacity], role: Role, bin: &str) -> Option<&'a Capacity> {
    capacities.iter().find(|capacity| capacity.role == role && capacity.bin == bin)
}

/// Chooses one of the person's capacities for the session.
///
/// # Errors
/// `access.denied` for a capacity that the person does not have; faults.
pub async fn choose(app: &App, token: &str, known: &Known, (role, bin): (&str, &str)) -> Result<Capacity> {
    let capacity = Role::of(role).and_then(|role| find(&known.capacities, role, bin));
    let capacity = capacity.ok_or_else(|| Refusal::new("access.denied", "this capacity is not yours"))?;
    let tx = open(app, "identity.session").await?;
    store::choose(&tx, &sha256(token.as_bytes()), capacity.role.code(), &capacity.bin).await?;
    tx.commit().await?;
    tracing::info!(session = %known.id, role = capacity.role.code(), "a capacity was chosen");
    Ok(capacity.clone())
}

/// Ends the session of a token; one that is over already stays so.
///
/// # Errors
/// Faults.
pub async fn end(app: &App, token: &str) -> Result<()> {
    ended(app, token, "signed_out").await
}

async fn ended(app: &App, token: &str, why: &str) -> Result<()> {
    let tx = open(app, "identity.session").await?;
    store::end_session(&tx, &sha256(token.as_bytes()), why).await?;
    tx.commit().await
}

/// The sessions of the person, the newest first: those that live and those that ended lately, with why.
///
/// # Errors
/// Faults.
pub async fn list(app: &App, known: &Known) -> Result<Vec<Listed>> {
    let tx = open(app, "identity.session").await?;
    store::end_idle(&tx, &known.person_hmac).await?;
    let sessions = store::list_sessions(&tx, &known.person_hmac).await?;
    tx.commit().await?;
    Ok(sessions)
}

/// Ends one of the person's own sessions, wherever it lives; one that is over already stays so.
///
/// # Errors
/// `session.unknown` for a session that is not the person's; faults.
pub async fn end_own(app: &App, known: &Known, id: Uuid) -> Result<()> {
    let tx = open(app, "identity.session").await?;
    let ended = store::end_own(&tx, &known.person_hmac, id).await?;
    let is_own = ended || store::list_sessions(&tx, &known.person_hmac).await?.iter().any(|session| session.id == id);
    tx.commit().await?;
    if is_own { Ok(()) } else { Err(Refusal::new("session.unknown", id.to_string()).into()) }
}

/// Erases nonces whose time is over and sessions that were used before then last; answers how many of each.
///
/// # Errors
/// Faults.
pub(in crate::platform) async fn erase(app: &App, used_before: Timestamp) -> Result<(u64, u64)> {
    let nonces = housekeeping::erase(app, store::ERASE_NONCES, &app.clock.now()).await?;
    Ok((nonces, housekeeping::erase(app, store::ERASE_SESSIONS, &used_before).await?))
}
