//! An end by an issuer's people in two steps (spec 8.4): a dry run shows what would go back, then it is done. What annuls for ever is
//! approved by another person than the one who prepared it; a release or a pause, which a new booking undoes, by anyone who may.

use uuid::Uuid;

use super::end::{Act, Ended, Ending, begin, busy, once, try_end};
use crate::{
    app::App,
    platform::{
        Actor, Result, Scope, access,
        error::refuse,
        proposals::{self, Decision, Eyes, Proposal},
    },
    vouchers::Effect,
};

/// The kind of these proposals.
pub const KIND: &str = "end";
/// How often it is begun anew when somebody booked the voucher meanwhile.
const TRIES: usize = 5;

/// Puts an end before those who may carry it out, with what the dry run finds; answers the proposal.
///
/// # Errors
/// As [`end`](super::end()); `end.nothing` also when the same was told before.
pub async fn propose_end(app: &App, actor: &Actor, what: &Ending) -> Result<Uuid> {
    let found = try_end(app, actor, what).await?;
    if found.already {
        return refuse("end.nothing", "the same was told before");
    }
    let region = what.voucher.split('-').nth(1).and_then(|region| region.parse().ok()).unwrap_or_default();
    let mut tx = app.begin(actor, "proposals.made", region).await?;
    let values = (serde_json::to_value(what)?, serde_json::to_value(&found)?);
    let id = proposals::record(&mut tx, region, KIND, values).await?;
    tx.commit().await?;
    Ok(id)
}

/// Who has to approve what a proposal found.
#[must_use]
pub fn eyes(proposal: &Proposal) -> Eyes {
    let effect = proposal.found.get("effect").and_then(serde_json::Value::as_str).and_then(Effect::of);
    match effect {
        Some(Effect::Release | Effect::Pause) => Eyes::Two,
        Some(Effect::Annul) | None => Eyes::Four,
    }
}

/// Carries a proposal out: the end and the decision in one transaction.
///
/// # Errors
/// As [`end`](super::end()); `proposal.unknown`, `proposal.decided`, `act.four_eyes` for whoever prepared an annulment, `proposal.stale`
/// when it would do something else now.
pub async fn approve_end(app: &App, actor: &Actor, id: Uuid) -> Result<Ended> {
    let proposal = open(app, actor, id).await?;
    let what: Ending = serde_json::from_value(proposal.input.clone())?;
    let act = Act::End(&what);
    for _ in 0..TRIES {
        let mut tx = begin(app, actor, &act).await?;
        let Some(ended) = once(&mut tx, actor, &act).await? else { continue };
        let found = serde_json::to_value(&ended)?;
        proposals::decide(&mut tx, &proposal, eyes(&proposal), (Decision::Approved, None), Some(&found)).await?;
        tx.commit().await?;
        return Ok(ended);
    }
    Err(busy())
}

/// Takes a proposal back, or sends it away.
///
/// # Errors
/// `access.denied`, `proposal.unknown`, `proposal.decided`; faults.
pub async fn withdraw_end(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    let proposal = open(app, actor, id).await?;
    let mut tx = app.begin(actor, "proposals.decided", proposal.region).await?;
    proposals::decide(&mut tx, &proposal, Eyes::Two, (Decision::Withdrawn, None), None).await?;
    tx.commit().await
}

/// A proposal of the actor's organisation and regions.
async fn open(app: &App, actor: &Actor, id: Uuid) -> Result<Proposal> {
    access::require(app, actor, KIND).await?;
    let tx = app.begin(&actor.with_scope(Scope::National), "proposals.read", 0).await?;
    let proposal = proposals::get(&tx, KIND, id).await?;
    tx.commit().await?;
    if actor.reaches(proposal.region) { Ok(proposal) } else { refuse("proposal.unknown", id.to_string()) }
}
