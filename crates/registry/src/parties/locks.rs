//! The performers' locks: whoever changes contracts, attendance or acts of a performer holds its row until the commit.

use uuid::Uuid;

use super::store;
use crate::platform::{Result, Tx};

/// Locks performers of a region in the order of their ids and takes the time of the transaction anew, so that those who hold a lock
/// one after the other are also recorded one after the other. Answers each performer with its epoch. To be called before anything is
/// recorded.
///
/// # Errors
/// Faults of the database.
pub async fn lock_performers(tx: &mut Tx<'_>, region: i16, performers: &[Uuid]) -> Result<Vec<(Uuid, i64)>> {
    let locked = store::lock_performers(tx, region, performers).await?;
    tx.renew()?;
    Ok(locked)
}

/// Counts the epochs of locked performers up: what was signed before was seen before.
///
/// # Errors
/// Faults of the database.
pub async fn count_up(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<()> {
    store::count_up(tx, region, performers).await
}

/// Waits until nobody holds the lock of a performer of the region: what was under way is then visible to the next statement.
///
/// # Errors
/// Faults of the database.
pub async fn await_performers(tx: &Tx<'_>, region: i16) -> Result<()> {
    store::lock_all(tx, region).await
}
