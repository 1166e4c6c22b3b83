//! Commits the parts that were booked before their month had a budget (spec 2.2, 2.4), in the order in which they were booked.

use std::collections::BTreeSet;

use serde::Serialize;
use uuid::Uuid;

use super::{
    shares::{CHUNK, Shares, Unfunded},
    store::{self, Awaiting},
};
use crate::{
    app::App,
    budgets, parties,
    platform::{Actor, Progress, Result, access},
};

/// What the publication of a budget did for parts that awaited it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Committed {
    /// Portions that have their money now.
    pub committed: usize,
    /// What they took (tiyn).
    pub amount: i64,
    /// Portions for which no line has enough.
    pub unfunded: usize,
    /// The first thousand of these, in booking order.
    pub listed: Vec<Unfunded>,
}

/// Commits the portions of published months that hold no money yet, in booking order: each takes its part's line, else the first line with
/// enough. A portion without money is listed (`budget.exhausted`) and waits for the next publication; a smaller one booked later may still
/// be funded. Chunks commit on their own, so that a run that breaks off is ended by the next.
///
/// # Errors
/// `access.denied`; faults.
pub async fn commit_awaiting(app: &App, actor: &Actor, progress: &Progress) -> Result<Committed> {
    access::require(app, actor, "import.budget").await?;
    let tx = app.begin(actor, "parts.committing", 0).await?;
    let published = budgets::store::list_published(&tx).await?;
    tx.commit().await?;
    let mut done = Committed::default();
    for (region, programme, months) in published {
        // Bookings under way that saw no line hold their performers' locks: once these were free, their parts are seen.
        let tx = app.begin(actor, "parts.committing", region).await?;
        parties::await_performers(&tx, region).await?;
        let awaiting = store::list_awaiting(&tx, region, &programme, &months).await?;
        tx.commit().await?;
        for (at, chunk) in awaiting.chunks(CHUNK).enumerate() {
            commit_chunk(app, actor, (region, &programme), chunk, &mut done).await?;
            progress.at("parts", at.saturating_mul(CHUNK).saturating_add(chunk.len()), awaiting.len());
        }
    }
    Ok(done)
}

async fn commit_chunk(
    app: &App,
    actor: &Actor,
    (region, programme): (i16, &str),
    chunk: &[Awaiting],
    done: &mut Committed,
) -> Result<()> {
    let mut tx = app.begin(actor, "parts.committed", region).await?;
    let keys: Vec<_> = chunk.iter().map(|one| (one.month, one.voucher_id)).collect();
    let mut shares = Shares::lock(&mut tx, (region, programme), &keys).await?;
    let (mut movements, mut performers) = (Vec::new(), BTreeSet::<Uuid>::new());
    for one in chunk {
        let key = (one.month, one.voucher_id);
        let Some(part) = shares.parts.get(&key) else { continue };
        let targets = shares.targets(key, part.nominal)?;
        let Some((row, needs)) = targets
            .iter()
            .find(|(row, _, _)| row.portion == one.portion)
            .map(|(row, sums, target)| ((*row).clone(), target.saturating_sub(sums.held)))
            .filter(|(_, needs)| *needs > 0)
        else {
            continue;
        };
        let unfunded = Unfunded::of(part, needs);
        let Some(line) = shares.take(key, needs) else {
            done.unfunded = done.unfunded.saturating_add(1);
            if done.listed.len() < Unfunded::LISTED {
                done.listed.push(unfunded);
            }
            continue;
        };
        done.committed = done.committed.saturating_add(1);
        done.amount = done.amount.saturating_add(needs);
        performers.insert(row.performer_id);
        movements.push(shares.movement(&tx, (&row, needs), line, ("booking", row.contract_id)));
    }
    movements.sort_by_key(|movement| (movement.month, movement.subject, movement.id));
    budgets::post(&mut tx, region, &movements).await?;
    parties::count_up(&tx, region, &Vec::from_iter(performers)).await?;
    tx.commit().await
}
