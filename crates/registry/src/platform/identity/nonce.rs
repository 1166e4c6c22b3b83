//! What is to be signed: 128 random bits with the origin and the purpose in words, bound to the browser or session that asked, used once,
//! for two minutes (spec 7.5).

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::{NONCE_LIFE, store};
use crate::{
    app::App,
    platform::{Actor, Refusal, Result, fact::hex},
};

/// What a nonce is signed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To open a session.
    SignIn,
    /// Before what moves money.
    StepUp,
}

impl Purpose {
    /// As the database and the signed text spell it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::StepUp => "step_up",
        }
    }
}

/// A text to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nonce {
    /// The text; its UTF-8 bytes are signed.
    pub text: String,
    /// Until when.
    pub expires_at: Timestamp,
}

pub(super) fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// Draws a nonce. `origin` is the host that the request names, `binding` the secret that only the asking browser or session has.
///
/// # Errors
/// Faults.
pub async fn ask(app: &App, purpose: Purpose, origin: &str, binding: &str) -> Result<Nonce> {
    let random = app.secrets.salt()?;
    let drawn = hex(random.get(..16).unwrap_or_default());
    let tx = app.begin(&Actor::public(app.clock.id()), "identity.nonce", 0).await?;
    let expires_at = tx.at().checked_add(NONCE_LIFE)?;
    let text =
        format!("Qazyna\npurpose: {}\nhost: {origin}\nnonce: {drawn}\nvalid until: {expires_at}", purpose.code());
    let bound = (sha256(binding.as_bytes()), origin, purpose.code());
    store::insert_nonce(&tx, &sha256(text.as_bytes()), (&bound.0, bound.1, bound.2), expires_at).await?;
    tx.commit().await?;
    Ok(Nonce { text, expires_at })
}

/// Uses a nonce up, before what was signed is looked at: a second attempt needs a new one.
///
/// # Errors
/// `session.nonce` when it is not there, too old, used, of another purpose, origin, browser or session.
pub(super) async fn spend(app: &App, purpose: Purpose, text: &str, (origin, binding): (&str, &str)) -> Result<()> {
    let tx = app.begin(&Actor::public(app.clock.id()), "identity.nonce", 0).await?;
    let binding = sha256(binding.as_bytes());
    let spent = store::spend_nonce(&tx, &sha256(text.as_bytes()), (&binding, origin, purpose.code())).await?;
    tx.commit().await?;
    if spent { Ok(()) } else { Err(Refusal::new("session.nonce", "ask for a new one").into()) }
}
