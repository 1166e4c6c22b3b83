//! Lists as they come: recorded, and folded into the months of their contracts in the same transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use law::month::day_of;
use uuid::Uuid;

use super::{
    marks::marks,
    planes::Planes,
    store::{self, AttendanceBatch},
};
use crate::platform::{Result, Tx};

/// Records lists of one region and month and folds them into what is `known` of their contracts (a contract that is not there has no
/// marks yet). The caller holds the locks of the performers and counts them up. Answers the months as they are now.
///
/// # Errors
/// Faults of the database.
pub async fn keep(
    tx: &mut Tx<'_>,
    (region, month): (i16, Date),
    lists: &[AttendanceBatch],
    known: &HashMap<Uuid, Planes>,
) -> Result<BTreeMap<Uuid, Planes>> {
    let mut months = BTreeMap::<Uuid, Planes>::new();
    for (contract, date, said) in lists.iter().flat_map(marks) {
        let before = || known.get(&contract).copied().unwrap_or_default();
        months.entry(contract).or_insert_with(before).say(day_of(date), said);
    }
    tx.record(lists).await?;
    let performers: BTreeSet<Uuid> = lists.iter().map(|list| list.performer_id).collect();
    store::parents::save_told(tx, (region, month), &Vec::from_iter(performers)).await?;
    let saved = Vec::from_iter(months);
    store::save_months(tx, region, month, &saved).await?;
    Ok(BTreeMap::from_iter(saved))
}
