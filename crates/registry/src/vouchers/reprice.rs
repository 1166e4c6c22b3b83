//! Gives booked parts the nominal of the rate in force on the first of their month (spec 2.1, 3): before the write-off the commitment
//! follows at once, after it the next close makes the adjustment.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

use super::{
    shares::{CHUNK, PartKey, Shares, Unfunded},
    store::{self, Repricing},
};
use crate::{
    app::App,
    budgets::{self, Movement},
    parties,
    platform::{Actor, Progress, Result, Tx, access},
    programmes::store::{Successor, successors},
};

/// What new rates did to booked parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Repriced {
    /// Parts with a new nominal.
    pub repriced: usize,
    /// What was committed more, less what was released (tiyn).
    pub change: i64,
    /// Parts that keep their nominal because their line has no money for the new one.
    pub unfunded: usize,
    /// The first thousand of these.
    pub listed: Vec<Unfunded>,
}

/// A part and the rate that now rules it.
#[derive(Clone, Copy, Debug)]
struct New {
    key: PartKey,
    nominal: i64,
    rate_id: Uuid,
}

/// Brings every booked part to its rate: of the key of the rate that it has (programme, region, locality, kinds, hours) the latest recorded
/// one in force on the first of its month. An increase that its line cannot pay is listed (`budget.exhausted`) and tried again by the next
/// call. Chunks commit on their own, so that a run that breaks off is ended by the next.
///
/// # Errors
/// `access.denied`; faults.
pub async fn reprice(app: &App, actor: &Actor, progress: &Progress) -> Result<Repriced> {
    access::require(app, actor, "import.rates").await?;
    let mut done = Repriced::default();
    let tx = app.begin(actor, "parts.repricing", 0).await?;
    let booked = store::list_booked_months(&tx).await?;
    let mut work = Vec::new();
    for ((region, programme), months) in &booked {
        let rates = successors(&tx, *region, programme, months).await?;
        let parts = list_parts_to_reprice(&tx, *region, &rates).await?;
        work.push(((*region, programme.as_str()), parts));
    }
    tx.commit().await?;
    for (whose, parts) in work {
        for (at, chunk) in parts.chunks(CHUNK).enumerate() {
            reprice_chunk(app, actor, whose, chunk, &mut done).await?;
            progress.at("parts", at.saturating_mul(CHUNK).saturating_add(chunk.len()), parts.len());
        }
    }
    Ok(done)
}

/// Parts whose rate has a successor with another sum, performer by performer.
async fn list_parts_to_reprice(tx: &Tx<'_>, region: i16, rates: &[Successor]) -> Result<Vec<New>> {
    let rows = store::list_repriceable(tx, region, rates).await?;
    Ok(rows
        .into_iter()
        .map(|(month, voucher, rate_id, nominal)| New { key: (month, voucher), nominal, rate_id })
        .collect())
}

async fn reprice_chunk(app: &App, actor: &Actor, whose: (i16, &str), chunk: &[New], done: &mut Repriced) -> Result<()> {
    let mut tx = app.begin(actor, "parts.repriced", whose.0).await?;
    let keys: Vec<PartKey> = chunk.iter().map(|new| new.key).collect();
    let mut shares = Shares::lock(&mut tx, whose, &keys).await?;
    let (mut rows, mut movements, mut performers) = (Vec::new(), Vec::new(), BTreeSet::new());
    // What falls gives its money back first, so that what rises finds it.
    let mut order: Vec<New> = chunk.to_vec();
    order.sort_by_key(|new| shares.parts.get(&new.key).is_some_and(|part| part.nominal < new.nominal));
    for new in order {
        let Some(part) = shares.parts.get(&new.key).filter(|part| part.nominal != new.nominal).cloned() else {
            continue;
        };
        match movements_of(&tx, &mut shares, new)? {
            Ok(changes) => {
                rows.push(repricing(&tx, whose.0, new));
                done.repriced = done.repriced.saturating_add(1);
                done.change = done.change.saturating_add(changes.1);
                movements.extend(changes.0);
                let portions = shares.portions.get(&new.key).into_iter().flatten();
                performers.extend(portions.map(|(row, _)| row.performer_id));
            }
            Err(lacks) => {
                done.unfunded = done.unfunded.saturating_add(1);
                if done.listed.len() < Unfunded::LISTED {
                    done.listed.push(Unfunded::of(&part, lacks));
                }
            }
        }
    }
    rows.sort_by_key(|row| (row.month, row.voucher_id));
    movements.sort_by_key(|movement| (movement.month, movement.subject, movement.id));
    tx.record(&rows).await?;
    budgets::post(&mut tx, whose.0, &movements).await?;
    parties::count_up(&tx, whose.0, &Vec::from_iter(performers)).await?;
    tx.commit().await
}

/// The movements of a part's open portions to their shares of the new nominal, with their sum; or what its line lacks (tiyn). A part that
/// awaits its budget moves no money.
fn movements_of(tx: &Tx<'_>, shares: &mut Shares, new: New) -> Result<Result<(Vec<Movement>, i64), i64>> {
    let awaits = shares.parts.get(&new.key).is_none_or(|part| part.line_id.is_none());
    if awaits {
        return Ok(Ok((Vec::new(), 0)));
    }
    let changes: Vec<_> = shares
        .targets(new.key, new.nominal)?
        .into_iter()
        .map(|(row, sums, target)| (row.clone(), target.saturating_sub(sums.held)))
        .filter(|(_, change)| *change != 0)
        .collect();
    let sum = changes.iter().map(|(_, change)| *change).sum::<i64>();
    if changes.is_empty() {
        return Ok(Ok((Vec::new(), 0)));
    }
    let Some(line) = shares.take(new.key, sum) else { return Ok(Err(sum)) };
    let of = |(row, change): &(_, i64)| shares.movement(tx, (row, *change), line.clone(), ("rate", new.rate_id));
    Ok(Ok((changes.iter().map(of).collect(), sum)))
}

fn repricing(tx: &Tx<'_>, region: i16, new: New) -> Repricing {
    let (month, voucher_id): (Date, Uuid) = new.key;
    Repricing { region, month, voucher_id, nominal: new.nominal, rate_id: new.rate_id, effective_on: tx.today() }
}
