//! Posts movements: the rows of the ledger and the state of their lines, in the caller's transaction.

use std::collections::BTreeMap;

use jiff::civil::Date;
use ledger::posting::Effect;
use uuid::Uuid;

use super::{
    store::{self, Movement},
    stripe::{STRIPES, Stripe, spread},
};
use crate::platform::{Refusal, Result, Tx};

/// Records movements of one region and changes their budget lines. Callers order movements by (month, subject, id).
///
/// # Errors
/// `budget.exhausted` when a line has not enough free money; the transaction must then be dropped.
pub async fn post(tx: &mut Tx<'_>, region: i16, movements: &[Movement]) -> Result<()> {
    if movements.is_empty() {
        return Ok(());
    }
    tx.record(movements).await?;
    let mut changes = BTreeMap::<(Date, Uuid), Effect>::new();
    for movement in movements {
        let change = changes.entry((movement.month, movement.line_id)).or_default();
        *change = change
            .plus(movement.kind.effect(movement.amount, movement.rest))
            .ok_or_else(|| anyhow::anyhow!("a sum of movements is beyond the range of money"))?;
    }
    // A line whose free money does not fall needs one stripe only, so that write-offs and payments of many performers pass side by side.
    let (easy, hard): (Vec<_>, Vec<_>) = changes
        .into_iter()
        .partition(|(_, change)| change.allotted == 0 && change.free().is_some_and(|free| free >= 0));
    let mut save = Vec::new();
    if !hard.is_empty() {
        let ids: Vec<Uuid> = hard.iter().map(|((_, id), _)| *id).collect();
        let stripes = store::lock_stripes(tx, region, &ids).await?;
        for ((_, id), change) in hard {
            let line: Vec<Stripe> = stripes.iter().filter(|stripe| stripe.line_id == id).cloned().collect();
            let spread = spread(&line, change).map_err(|_| Refusal::new("budget.exhausted", id.to_string()))?;
            save.extend(spread);
        }
    }
    let stripe = i16::from(tx.entry().as_bytes().last().copied().unwrap_or_default()).rem_euclid(STRIPES);
    save.extend(easy.into_iter().map(|((month, line_id), state)| Stripe { month, line_id, stripe, state }));
    store::save_stripes(tx, region, &save).await
}

/// Opens the stripes of new lines, empty; an allotment is then posted like any movement.
///
/// # Errors
/// Faults of the database.
pub async fn open_lines(tx: &Tx<'_>, region: i16, lines: &[(Date, Uuid)]) -> Result<()> {
    store::insert_stripes(tx, region, lines).await
}
