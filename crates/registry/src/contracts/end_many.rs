//! Ends service contracts by a decision of the registry (spec 2.1): the contract's last day and reason become a revision, its portions end.

use std::collections::HashMap;

use uuid::Uuid;

use super::store::{self, ContractRevision, Known};
use crate::{
    platform::{Result, Tx},
    vouchers::{self, End},
};

/// Ends contracts of one region and programme, whose performers the caller has locked. One that ended before is left as it is.
///
/// # Errors
/// Faults of the database.
pub async fn end_many(tx: &mut Tx<'_>, (region, programme): (i16, &str), ends: &[End]) -> Result<()> {
    let mut performers: Vec<Uuid> = ends.iter().map(|end| end.performer_id).collect();
    performers.sort_unstable();
    performers.dedup();
    let known: HashMap<Uuid, Known> = store::list_contracts(tx, region, &performers)
        .await?
        .into_iter()
        .map(|known| (known.contract.id, known))
        .collect();
    let (mut revisions, mut open) = (Vec::new(), Vec::new());
    for end in ends {
        let Some(before) = known.get(&end.contract_id).map(|known| &known.revision) else { continue };
        if before.withdrawn || before.enrolled_to.is_some_and(|to| to <= end.last) {
            continue;
        }
        revisions.push(ContractRevision {
            enrolled_to: Some(end.last),
            end_reason: Some(end.reason.clone()),
            effective_on: before.effective_on.max(tx.today()),
            ..before.clone()
        });
        open.push(end.clone());
    }
    revisions.sort_by_key(|revision| revision.contract_id);
    tx.record(&revisions).await?;
    vouchers::release_many(tx, (region, programme), &open).await
}
