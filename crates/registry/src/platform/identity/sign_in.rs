//! Signing in and stepping up: a signed nonce, judged as a signature from outside is.

use std::sync::Arc;

use eds::{Code, Status};
use jiff::Timestamp;

use super::{
    Capacity, Known, STEP_UP, capacities,
    nonce::{self, Purpose, sha256},
    sessions, store,
};
use crate::{
    app::App,
    platform::{Refusal, Result, fact::hex, trust},
};

/// More bytes than a signature over a nonce ever has.
pub(super) const CMS_BYTES_MAX: usize = 64 * 1024;

/// A signed nonce with what it is bound to.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    /// The nonce's text.
    pub nonce: &'a str,
    /// The CMS over it, DER or PEM, detached or attached.
    pub cms: &'a [u8],
    /// The host that the request names.
    pub origin: &'a str,
    /// The secret of the browser or session that asked for the nonce.
    pub binding: &'a str,
}

/// A session that was opened.
#[derive(Clone)]
pub struct Opened {
    /// Its token: told once, kept only as a hash.
    pub token: String,
    /// The capacities to choose from.
    pub capacities: Arc<[Capacity]>,
    /// The chosen one, when there was only one.
    pub chosen: Option<Capacity>,
    /// How many of the person's oldest sessions this one ended: there were too many.
    pub ended: u64,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Opened(…)")
    }
}

/// Who signed: nothing of it is kept but the hash and the sealed name.
struct Holder {
    iin: String,
    name: String,
}

/// Opens a session for whoever signed the nonce. Its token is new: one that the browser had before is ended.
///
/// # Errors
/// `session.nonce`, `session.signature`, `session.certificate`, `session.indeterminate`, `session.no_role`; faults.
pub async fn sign_in(app: &App, signed: &Signed<'_>, before: Option<&str>) -> Result<Opened> {
    nonce::spend(app, Purpose::SignIn, signed.nonce, (signed.origin, signed.binding)).await?;
    let holder = judge(app, signed, app.clock.now())?;
    let (_, person_hmac) = app.secrets.lookup(&holder.iin);
    let capacities = capacities::of(app, &person_hmac).await?;
    if capacities.is_empty() {
        return Err(Refusal::new("session.no_role", "").into());
    }
    if let Some(before) = before {
        sessions::end(app, before).await?;
    }
    let token = hex(&app.secrets.salt()?);
    let chosen = if let [only] = &*capacities { Some(only.clone()) } else { None };
    let tx = sessions::open(app, "identity.session").await?;
    let session = store::Session {
        id: app.clock.id(),
        person_hmac,
        name_cipher: app.secrets.seal_text(&holder.name)?,
        role: chosen.as_ref().map(|capacity| capacity.role.code().to_owned()),
        bin: chosen.as_ref().map(|capacity| capacity.bin.clone()),
        created_at: tx.at(),
        used_at: tx.at(),
        stepped_up_until: None,
    };
    let ended = store::insert_session(&tx, &sha256(token.as_bytes()), &session).await?;
    tx.commit().await?;
    tracing::info!(session = %session.id, capacities = capacities.len(), ended, "a session was opened");
    Ok(Opened { token, capacities, chosen, ended })
}

/// Opens what moves money for five minutes: the person of the session has signed a nonce once more.
///
/// # Errors
/// As [`sign_in`]; `session.certificate` when somebody else signed.
pub async fn step_up(app: &App, token: &str, known: &Known, signed: &Signed<'_>) -> Result<Timestamp> {
    nonce::spend(app, Purpose::StepUp, signed.nonce, (signed.origin, signed.binding)).await?;
    let holder = judge(app, signed, app.clock.now())?;
    if app.secrets.lookup(&holder.iin).1 != known.person_hmac {
        return Err(Refusal::new("session.certificate", "the certificate is another person's").into());
    }
    let tx = sessions::open(app, "identity.session").await?;
    let until = tx.at().checked_add(STEP_UP)?;
    store::step_up(&tx, &sha256(token.as_bytes()), until).await?;
    tx.commit().await?;
    tracing::info!(session = %known.id, "a session was stepped up");
    Ok(until)
}

/// Whether the signature over the nonce is right, and whose.
fn judge(app: &App, signed: &Signed<'_>, at: Timestamp) -> Result<Holder> {
    let trust = trust::load(&app.trust)?;
    let outcome = eds::cms::verify_login(signed.cms, Some(signed.nonce.as_bytes()), &trust, at);
    match outcome.status {
        Status::Passed => {}
        Status::Failed(code @ Code::CertificateKeyUsage) => {
            return Err(Refusal::new("session.certificate", code.as_str()).into());
        }
        Status::Failed(code) => return Err(Refusal::new("session.signature", code.as_str()).into()),
        Status::Indeterminate(code) => return Err(Refusal::new("session.indeterminate", code.as_str()).into()),
    }
    let [signer] = outcome.signers.as_slice() else {
        return Err(Refusal::new("session.signature", "one person signs in at a time").into());
    };
    let iin = signer.iin.as_deref().and_then(|iin| law::Iin::parse(iin).ok());
    let iin = iin.ok_or_else(|| Refusal::new("session.certificate", "the certificate names no IIN"))?;
    Ok(Holder { iin: iin.as_str().to_owned(), name: signer.name.clone().unwrap_or_default() })
}
