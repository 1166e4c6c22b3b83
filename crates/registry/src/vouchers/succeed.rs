//! Vouchers whose parts end with the financial year (spec 2.1): who is served on its last day gets a successor for the year that begins.

use std::collections::HashSet;

use jiff::civil::Date;
use uuid::Uuid;

use super::{
    Child,
    issue::number,
    store::{self, Voucher},
    terms,
};
use crate::platform::{Result, Tx};

/// A voucher of which somebody serves the last day of its year.
#[derive(Clone, Debug)]
pub struct RunningOut {
    /// The voucher.
    pub voucher_id: Uuid,
    /// Who issued it.
    pub issuer_id: Uuid,
    /// Who serves it.
    pub performer_id: Uuid,
    /// Under which contract.
    pub contract_id: Uuid,
    /// Whom.
    pub child: Child,
    /// Whether it has a successor.
    pub succeeded: bool,
}

/// The vouchers of a region and programme that run out with the year before `year`; of some performers, or of all.
///
/// # Errors
/// Faults of the database.
pub async fn running_out(
    tx: &Tx<'_>,
    (region, programme): (i16, &str),
    year: i16,
    performers: Option<&[Uuid]>,
) -> Result<Vec<RunningOut>> {
    let december = Date::new(year.saturating_sub(1), 12, 1)?;
    store::list_running_out(tx, (region, programme), december, performers).await
}

/// Issues the successors of vouchers that have none: one a child, for the year, whose parts come with the booking. A child who holds a
/// voucher of the year already gets no other. Answers how many; the caller holds the performers' locks.
///
/// # Errors
/// `programme.unknown`; faults of the database.
pub async fn succeed(
    tx: &mut Tx<'_>,
    (region, programme): (i16, &str),
    year: i16,
    of: &[&RunningOut],
) -> Result<usize> {
    let first_month = Date::new(year, 1, 1)?;
    let prefix = terms::terms(tx.pack(), programme, first_month)?.voucher_prefix.clone();
    let mut open: Vec<&RunningOut> = of.iter().copied().filter(|one| !one.succeeded && !one.child.deceased).collect();
    open.sort_by_key(|one| (one.child.bucket, one.child.id));
    open.dedup_by_key(|one| one.child.id);
    let mut vouchers: Vec<Voucher> = open
        .iter()
        .map(|one| Voucher {
            region,
            id: tx.app().clock.id(),
            number: String::new(),
            bucket: one.child.bucket,
            person_id: one.child.id,
            programme: programme.to_owned(),
            issuer_id: one.issuer_id,
            year,
            first_month,
            parts: 0,
            issued_on: tx.today(),
            succeeds: Some(one.voucher_id),
        })
        .collect();
    let given: HashSet<Uuid> = store::give(tx, &vouchers).await?.into_iter().collect();
    vouchers.retain(|voucher| given.contains(&voucher.id));
    if vouchers.is_empty() {
        return Ok(0);
    }
    let count = i32::try_from(vouchers.len()).map_err(anyhow::Error::from)?;
    let first = store::take_numbers(tx, region, programme, (year, count)).await?;
    for (voucher, sequence) in vouchers.iter_mut().zip(first..) {
        voucher.number = number(&prefix, (region, year), sequence)?;
    }
    tx.record(&vouchers).await?;
    Ok(vouchers.len())
}
