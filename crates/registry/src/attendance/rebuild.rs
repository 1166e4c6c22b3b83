//! The folded months made again from the lists, for the audit.

use std::collections::HashMap;
use std::pin::pin;

use futures_util::TryStreamExt as _;
use jiff::civil::Date;
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
