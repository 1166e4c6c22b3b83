//! The folded months made again from the lists, for the audit.

use std::{collections::HashMap, pin::pin};

use futures_util::TryStreamExt as _;
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::{
    planes::{Planes, fold},
    store,
};
use crate::platform::{Fact as _, Result, Tx};

/// The months of contracts of a region as the lists say, one list in memory at a time.
///
/// # Errors
/// Faults of the database.
pub async fn rebuild(tx: &Tx<'_>, region: i16, month: Date) -> Result<HashMap<Uuid, Planes>> {
    let mut months = HashMap::new();
    let mut rows = pin!(store::stream_batches(tx, region, month).await?);
    while let Some(row) = rows.try_next().await? {
        fold(&mut months, &store::AttendanceBatch::read(&row)?.fact);
    }
    Ok(months)
}

/// Contracts whose folded month is not what the lists say; empty on a clean database.
///
/// # Errors
/// Faults of the database.
pub async fn differences(tx: &Tx<'_>, region: i16, month: Date) -> Result<Vec<Uuid>> {
    let told = rebuild(tx, region, month).await?;
    let kept = store::list_months(tx, region, month).await?;
    let mut wrong: Vec<Uuid> =
        told.iter().filter(|(id, planes)| kept.get(id) != Some(planes)).map(|(id, _)| *id).collect();
    wrong.extend(kept.keys().filter(|id| !told.contains_key(*id)));
    wrong.sort_unstable();
    Ok(wrong)
}

/// The months of contracts as they were known at some instant, one for each performer asked for; a contract is of one performer.
///
/// # Errors
/// Faults of the database.
pub async fn known_at(
    tx: &Tx<'_>,
    (region, month): (i16, Date),
    performers: &HashMap<Uuid, Timestamp>,
) -> Result<HashMap<Uuid, Planes>> {
    let ids: Vec<Uuid> = performers.keys().copied().collect();
    let mut months = HashMap::new();
    for row in store::list_batches(tx, (region, month), &ids).await? {
        let batch = store::AttendanceBatch::read(&row)?;
        if performers.get(&batch.fact.performer_id).is_some_and(|at| batch.recorded_at <= *at) {
            fold(&mut months, &batch.fact);
        }
    }
    Ok(months)
}
