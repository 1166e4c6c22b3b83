//! Signatures made elsewhere, each over a version of an act: checked, recorded, and for the issuer posted, one act a transaction.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    judge::Judge,
    sign::{Batch, Holder, Side},
    store::sign as store,
};
use crate::{
    app::App,
    platform::{Actor, Error, Progress, Refusal, Result, Scope, access, error::refuse},
};

/// A detached signature that somebody brings.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The act.
    pub act: Uuid,
    /// The version that was signed.
    pub version: i16,
    /// The CMS.
    pub cms: Vec<u8>,
}

/// Accepts a detached signature over a version of an act that was made elsewhere.
///
/// # Errors
/// `act.unknown`, `act.stale`, `act.already_signed`, `act.four_eyes`, `signature.…`, `budget.exhausted`, `access.denied`; faults.
pub async fn accept_signature(app: &App, side: Side, act: Uuid, version: i16, cms: Vec<u8>) -> Result<()> {
    accept(app, side, &Arc::new(Judge::open(app)?), Brought { act, version, cms }).await
}

/// Accepts many; what is refused stands beside the act it was brought for and keeps no other back. Brought again by the same person, a
/// signature that stands already is taken for done.
///
/// # Errors
/// Faults.
pub async fn accept_signatures(
    app: &App,
    side: Side,
    brought: Vec<Brought>,
    progress: &Progress,
) -> Result<Vec<(Uuid, Result<(), Refusal>)>> {
    let judge = Arc::new(Judge::open(app)?);
    let of = brought.len();
    let mut outcomes = Vec::with_capacity(of);
    for (one, done) in brought.into_iter().zip(1..) {
        let act = one.act;
        match accept(app, side, &judge, one).await {
            Ok(()) => outcomes.push((act, Ok(()))),
            Err(Error::Refused(refusal)) => outcomes.push((act, Err(refusal))),
            Err(fault @ Error::Fault(_)) => return Err(fault),
        }
        progress.at("sign", done, of);
    }
    Ok(outcomes)
}

/// Accepts a signature from somebody who has signed in: the act has to be of the organisation that they act for, in that role. What is not theirs is
/// as unknown as what is nowhere. The judge is opened once for many.
///
/// # Errors
/// `access.denied` for another role's side; else as [`accept_signature`].
pub(super) async fn accept_for(
    app: &App,
    actor: &Actor,
    judge: &Arc<Judge>,
    side: Side,
    brought: Brought,
) -> Result<()> {
    access::require(app, actor, side.action()).await?;
    let act = brought.act;
    let tx = app.begin(actor, "acts.read", 0).await?;
    let seen = super::store::api::find(&tx, act).await?;
    tx.commit().await?;
    let party = seen.map(|seen| match side {
        Side::Performer => seen.performer_bin,
        Side::Issuer => seen.issuer_bin,
    });
    if party.as_deref() != Some(actor.organisation.as_str()) {
        return refuse("act.unknown", act.to_string());
    }
    accept(app, side, judge, brought).await
}

async fn accept(app: &App, side: Side, judge: &Arc<Judge>, brought: Brought) -> Result<()> {
    let Brought { act, version, cms } = brought;
    let nation = Actor::console(app.clock.id());
    let tx = app.begin(&nation, "acts.read", 0).await?;
    let place = store::find_place(&tx, act).await?;
    let Some((region, month)) = place else { return refuse("act.unknown", act.to_string()) };
    let found = store::list_acts(&tx, region, month, &[act]).await?;
    tx.commit().await?;
    let Some(found) = found.into_iter().next() else { return refuse("act.unknown", act.to_string()) };
    if found.version != version {
        return refuse("act.stale", format!("version {version} was signed, {} is the current one", found.version));
    }
    let at = app.clock.now();
    let checking = Arc::clone(judge);
    let outcome = tokio::task::spawn_blocking(move || checking.check(side, found, cms, at)).await;
    let signature = outcome.map_err(anyhow::Error::from)??;
    let holder = Holder::new(app, signature.bin.as_deref(), signature.iin.as_deref())?;
    access::require(app, &holder.actor(app, side, Scope::National), side.action()).await?;
    let batch = Batch { app, side, month, judge: Arc::clone(judge), holder };
    let checked = signature.held(&batch.holder);
    let outcome = batch.accept(region, vec![checked]).await?;
    match outcome.refused.into_iter().next() {
        Some(refused) => refuse(refused.code, refused.detail),
        None => Ok(()),
    }
}
