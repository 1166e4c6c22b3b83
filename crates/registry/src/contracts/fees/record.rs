//! Takes fees that were told, by a file or by a roster: against the terms, the ceiling and what is known already.

use std::collections::HashMap;

use jiff::civil::Date;
use law::{Pack, terms};
use uuid::Uuid;

use super::{
    Fees,
    store::{self, ParentalFee},
};
use crate::{
    parties::store::list_groups,
    platform::{Refusal, Result, Tx},
};

/// A fee as it was told: of a contract in a group, or of the group itself (the contract is nil). `row` is its place in the file.
#[derive(Clone, Copy, Debug)]
pub(in crate::contracts) struct Told {
    pub(in crate::contracts) row: u64,
    pub(in crate::contracts) performer: Uuid,
    pub(in crate::contracts) contract: Uuid,
    pub(in crate::contracts) group: Uuid,
    pub(in crate::contracts) from: Date,
    pub(in crate::contracts) monthly: i64,
}

/// Records the fees of performers of one region and programme; answers those that are refused: `fee.not_charged`, `fee.above_ceiling`. A fee
/// above the ceiling is recorded as refused, so that the issuer sees who asked for it.
///
/// # Errors
/// Faults.
pub(in crate::contracts) async fn record(
    tx: &mut Tx<'_>,
    (region, programme): (i16, &str),
    told: &[Told],
) -> Result<Vec<(u64, Refusal)>> {
    if told.is_empty() {
        return Ok(Vec::new());
    }
    if !asks(tx.pack(), programme) {
        let refusal = Refusal::new("fee.not_charged", programme);
        return Ok(told.iter().map(|one| (one.row, refusal.clone())).collect());
    }
    let mut performers: Vec<Uuid> = told.iter().map(|one| one.performer).collect();
    performers.sort_unstable();
    performers.dedup();
    let known = store::list_fees(tx, region, &performers).await?;
    let mut fees = Fees::new(known.iter().cloned());
    let ceilings = store::ceilings(tx, region, programme).await?;
    let localities = store::localities(tx, region, &performers).await?;
    let hours: HashMap<Uuid, i16> = list_groups(tx, region, &performers)
        .await?
        .into_iter()
        .filter_map(|group| Some((group.id, group.revision?.hours)))
        .collect();
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    for one in told {
        let place = localities.get(&one.performer).map_or("", String::as_str);
        let hours = hours.get(&one.group).copied().unwrap_or_default();
        let above = ceilings.of((region, programme), (place, hours), one.from).filter(|most| one.monthly > *most);
        let row = row(region, one, above);
        if let Some(most) = above {
            let words = format!("{} tiyn a month, at most {most} from {}", one.monthly, one.from);
            refused.push((one.row, Refusal::new("fee.above_ceiling", words)));
            if !known.contains(&row) && !rows.contains(&row) {
                rows.push(row);
            }
        } else if fees.said(if one.contract.is_nil() { one.group } else { one.contract }, one.from) != Some(one.monthly)
        {
            fees.add(&row);
            rows.push(row);
        }
    }
    rows.sort_by_key(|row| (row.contract_id, row.group_id, row.valid_from));
    // The journal holds one row a key and instant: of two words in one file on one month the last was taken.
    rows.reverse();
    rows.dedup_by_key(|row| (row.contract_id, row.group_id, row.valid_from));
    rows.reverse();
    tx.record(&rows).await?;
    Ok(refused)
}

fn row(region: i16, told: &Told, above: Option<i64>) -> ParentalFee {
    ParentalFee {
        region,
        performer_id: told.performer,
        contract_id: told.contract,
        group_id: if told.contract.is_nil() { told.group } else { Uuid::nil() },
        valid_from: told.from,
        monthly: told.monthly,
        above,
    }
}

/// Whether the terms of a programme know a fee of parents.
pub(super) fn asks(pack: &Pack, programme: &str) -> bool {
    match pack.latest_terms(programme).map(|terms| terms.parental_fee) {
        Some(terms::ParentalFee::Ceiling | terms::ParentalFee::Charged) => true,
        Some(terms::ParentalFee::None) | None => false,
    }
}
