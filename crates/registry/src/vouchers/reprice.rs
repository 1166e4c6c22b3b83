//! Gives booked parts the nominal in force on the first of their month, of a new rate or of an amended contract (spec 2.1, 3): before the
//! write-off the commitment follows at once, after it the next close makes the adjustment.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use law::{Pack, terms::NominalSource};
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

/// A part and the rate or contract that now rules it.
#[derive(Clone, Copy, Debug)]
struct New {
    key: PartKey,
    nominal: i64,
    source: Uuid,
}

/// Parts that change, with the word for the document that changes them.
type Work<'a> = (&'static str, &'a [New]);

/// What came of some parts.
#[derive(Default)]
struct Outcome {
    repriced: usize,
    change: i64,
    /// By the rate or contract.
    unfunded: Vec<(Uuid, Unfunded)>,
}

/// Brings every booked part to its rate: of the key of the rate that it has (programme, region, locality, kinds, hours) the latest recorded
/// one in force on the first of its month. An increase that its line cannot pay is listed (`budget.exhausted`) and tried again by the next
/// call. Chunks commit on their own, so that a run that breaks off is ended by the next.
///
/// # Errors
/// `access.denied`; faults.
pub async fn reprice(app: &App, actor: &Actor, progress: &Progress) -> Result<Repriced> {
    access::require(app, actor, "import.rates").await?;
    let mut done = Outcome::default();
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
            reprice_chunk(app, actor, whose, ("rate", chunk), &mut done).await?;
            progress.at("parts", at.saturating_mul(CHUNK).saturating_add(chunk.len()), parts.len());
        }
    }
    let Outcome { repriced, change, unfunded } = done;
    let listed = unfunded.iter().take(Unfunded::LISTED).map(|(_, part)| part.clone()).collect();
    Ok(Repriced { repriced, change, unfunded: unfunded.len(), listed })
}

/// Whether the nominals of a programme are the prices of its contracts.
#[must_use]
pub fn is_priced_by_contract(pack: &Pack, programme: &str) -> bool {
    pack.terms.iter().any(|terms| terms.programme == programme && terms.nominal == NominalSource::ContractPrice)
}

/// A contract whose price was amended.
#[derive(Clone, Debug)]
pub struct Amended {
    /// The contract.
    pub contract: Uuid,
    /// The vouchers that it serves.
    pub vouchers: Vec<Uuid>,
    /// From when which price counts (tiyn a month), in the order in which they were told.
    pub prices: Vec<(Date, i64)>,
}

impl Amended {
    /// The price in force on a day: of those that count by then the one told last, else the first.
    fn price_on(&self, day: Date) -> Option<i64> {
        let told = self.prices.iter().rev().find(|(from, _)| *from <= day);
        told.or(self.prices.first()).map(|(_, price)| *price).filter(|price| *price > 0)
    }
}

/// Brings the parts of amended contracts to the price that is in force on the first of their month. Answers with the parts whose line has no
/// money for it, by contract: they keep theirs until the same is told again.
///
/// # Errors
/// Faults.
pub async fn reprice_amended(
    app: &App,
    actor: &Actor,
    whose: (i16, &str),
    amended: &[Amended],
) -> Result<Vec<(Uuid, Unfunded)>> {
    let by_contract: HashMap<Uuid, &Amended> = amended.iter().map(|one| (one.contract, one)).collect();
    let of = |one: &Amended| one.vouchers.iter().map(|voucher| (*voucher, one.contract)).collect::<Vec<_>>();
    let served: Vec<(Uuid, Uuid)> = amended.iter().flat_map(of).collect();
    if served.is_empty() {
        return Ok(Vec::new());
    }
    let tx = app.begin(actor, "parts.repricing", whose.0).await?;
    let parts = store::list_priced_by(&tx, whose.0, &served).await?;
    tx.commit().await?;
    let new = |(month, voucher, source, nominal): (Date, Uuid, Uuid, i64)| {
        let price = by_contract.get(&source)?.price_on(month).filter(|price| *price != nominal)?;
        Some(New { key: (month, voucher), nominal: price, source })
    };
    let work: Vec<New> = parts.into_iter().filter_map(new).collect();
    let mut done = Outcome::default();
    for chunk in work.chunks(CHUNK) {
        reprice_chunk(app, actor, whose, ("contract", chunk), &mut done).await?;
    }
    Ok(done.unfunded)
}

/// Parts whose rate has a successor with another sum, performer by performer.
async fn list_parts_to_reprice(tx: &Tx<'_>, region: i16, rates: &[Successor]) -> Result<Vec<New>> {
    let rows = store::list_repriceable(tx, region, rates).await?;
    Ok(rows
        .into_iter()
        .map(|(month, voucher, source, nominal)| New { key: (month, voucher), nominal, source })
        .collect())
}

async fn reprice_chunk(
    app: &App,
    actor: &Actor,
    whose: (i16, &str),
    (document, chunk): Work<'_>,
    done: &mut Outcome,
) -> Result<()> {
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
        match movements_of(&tx, &mut shares, (document, new))? {
            Ok(changes) => {
                rows.push(repricing(&tx, whose.0, new));
                done.repriced = done.repriced.saturating_add(1);
                done.change = done.change.saturating_add(changes.1);
                movements.extend(changes.0);
                let portions = shares.portions.get(&new.key).into_iter().flatten();
                performers.extend(portions.map(|(row, _)| row.performer_id));
            }
            Err(lacks) => done.unfunded.push((new.source, Unfunded::of(&part, lacks))),
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
fn movements_of(
    tx: &Tx<'_>,
    shares: &mut Shares,
    (document, new): (&str, New),
) -> Result<Result<(Vec<Movement>, i64), i64>> {
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
    let of = |(row, change): &(_, i64)| shares.movement(tx, (row, *change), line.clone(), (document, new.source));
    Ok(Ok((changes.iter().map(of).collect(), sum)))
}

fn repricing(tx: &Tx<'_>, region: i16, new: New) -> Repricing {
    let (month, voucher_id): (Date, Uuid) = new.key;
    Repricing { region, month, voucher_id, nominal: new.nominal, rate_id: new.source, effective_on: tx.today() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_price_of_a_month_is_the_one_told_last_of_those_that_count_on_its_first() {
        let amended =
            |prices: &[(Date, i64)]| Amended { contract: Uuid::nil(), vouchers: Vec::new(), prices: prices.to_vec() };
        let on = |prices: &[(Date, i64)], day| amended(prices).price_on(day);
        let told = [(date(2026, 9, 3), 7), (date(2026, 10, 10), 8), (date(2026, 10, 12), 9)];
        assert_eq!([9, 10, 11].map(|month| on(&told, date(2026, month, 1))), [Some(7), Some(7), Some(9)]);
        assert_eq!(on(&[(date(2026, 11, 1), 5), (date(2026, 11, 1), 6)], date(2026, 11, 1)), Some(6));
        assert_eq!(on(&[(date(2026, 9, 1), 7), (date(2026, 10, 1), 0)], date(2026, 12, 1)), None);
        assert_eq!(on(&[], date(2026, 12, 1)), None);
    }
}
