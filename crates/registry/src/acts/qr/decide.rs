//! The issuer accepts a failure, or does not.

use uuid::Uuid;

use super::store::{self, QrDecision};
use crate::{
    app::App,
    parties,
    platform::{Actor, Result, Scope, access, error::refuse},
};

/// A decision.
#[derive(Clone, Debug)]
pub struct Decide {
    /// The failure.
    pub failure: Uuid,
    /// Whether its days leave the base.
    pub accepted: bool,
    /// Why; a refusal has a reason.
    pub reason: String,
}

/// Records the decision, once; the same again changes nothing. The month's act is to be closed anew.
///
/// # Errors
/// `access.denied`; `input.invalid` for a refusal without a reason or a reason above 500 characters; `qr.failure_unknown`;
/// `qr.failure_decided` when it was decided otherwise; `month.closed` when the act is signed; faults.
pub async fn decide(app: &App, actor: &Actor, what: Decide) -> Result<()> {
    access::require(app, actor, "decide.qr").await?;
    let reason = what.reason.trim();
    if reason.chars().count() > 500 || !what.accepted && reason.is_empty() {
        return refuse("input.invalid", "a refusal says why, in 500 characters at most");
    }
    let tx = app.begin(actor, "qr.read", 0).await?;
    let Some(found) = store::find(&tx, what.failure).await? else { return refuse("qr.failure_unknown", "") };
    let (region, performer) = (found.failure.region, found.failure.performer_id);
    if !store::is_issuer(&tx, (region, performer), &actor.organisation).await? {
        return refuse("qr.failure_unknown", "");
    }
    tx.commit().await?;
    let mut tx = app.begin(&actor.with_scope(Scope::Regions(vec![region])), "qr.decided", region).await?;
    parties::lock_performers(&mut tx, region, &[performer]).await?;
    // Read again under the lock: two clerks decide once.
    let now = store::find(&tx, what.failure).await?;
    if let Some(known) = now.as_ref().and_then(|known| known.accepted) {
        return if known == what.accepted { Ok(()) } else { refuse("qr.failure_decided", "") };
    }
    if store::is_signed(&tx, (region, found.failure.month), performer).await? {
        return refuse("month.closed", "the act is signed");
    }
    tx.record(&[QrDecision {
        region,
        month: found.failure.month,
        failure_id: what.failure,
        accepted: what.accepted,
        reason: reason.to_owned(),
    }])
    .await?;
    parties::count_up(&tx, region, &[performer]).await?;
    tx.commit().await
}
