//! The index from guardians to children, made again from the persons register and compared.

use uuid::Uuid;

use super::store;
use crate::platform::{Result, Tx};

/// Persons of one statement.
const CHUNK: i64 = 5_000;

/// Children whose latest state names a guardian from whom the index does not lead to them.
///
/// # Errors
/// Faults.
pub async fn guardian_differences(tx: &Tx<'_>) -> Result<Vec<Uuid>> {
    let (mut after, mut wrong) = ((i16::MIN, Uuid::nil()), Vec::new());
    loop {
        let told = store::list_guardians_told(tx, after, CHUNK).await?;
        let Some(last) = told.last() else { return Ok(wrong) };
        after = (last.bucket, last.person_id);
        let mut rows = Vec::new();
        for state in &told {
            let key = tx.app().secrets.person_key(&state.wrapped_key)?;
            let iins = tx.app().secrets.decrypt(&key, state.guardians.get(16..).unwrap_or_default())?;
            for iin in iins.split_whitespace() {
                let (bucket, hmac) = tx.app().secrets.lookup(iin);
                rows.push((bucket, hmac, state.bucket, state.person_id));
            }
        }
        wrong.extend(store::list_unindexed(tx, &rows).await?);
    }
}
