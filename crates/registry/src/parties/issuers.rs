//! Issuers become known by their budgets.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::store::{Issuer, known};
use crate::platform::{Result, Tx};

/// The ids of issuers by (region, BIN); who is not known is absent.
///
/// # Errors
/// Faults.
pub async fn find_issuers(tx: &Tx<'_>, bins: &[&str]) -> Result<BTreeMap<(i16, String), Uuid>> {
    let found = known::list_issuers(tx, bins).await?;
    Ok(found.into_iter().map(|issuer| ((issuer.region, issuer.bin), issuer.id)).collect())
}

/// The ids of issuers by (region, BIN); those not known yet are recorded under the names given.
///
/// # Errors
/// Faults; a conflict when another transaction records the same issuer.
pub async fn issuers(
    tx: &mut Tx<'_>,
    wanted: &BTreeMap<(i16, String), String>,
) -> Result<BTreeMap<(i16, String), Uuid>> {
    let bins: Vec<&str> = wanted.keys().map(|(_, bin)| bin.as_str()).collect();
    let found = known::list_issuers(tx, &bins).await?;
    let mut ids: BTreeMap<_, _> = found.into_iter().map(|issuer| ((issuer.region, issuer.bin), issuer.id)).collect();
    let mut new = Vec::new();
    for ((region, bin), name) in wanted {
        ids.entry((*region, bin.clone())).or_insert_with(|| {
            let id = tx.app().clock.id();
            new.push(Issuer { region: *region, id, bin: bin.clone(), name: name.clone() });
            id
        });
    }
    tx.record(&new).await?;
    Ok(ids)
}
