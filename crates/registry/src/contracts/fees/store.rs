//! All SQL of parental fees.

use std::collections::HashMap;

use jiff::civil::Date;
use uuid::Uuid;

use super::{Ceilings, Fees};
use crate::{
    fact,
    platform::{Fact, Result, Tx},
};

fact! {
    /// The monthly fee of a contract or of a group (the other id is nil) from the 1st of a month (tiyn); `above` is the ceiling that it was
    /// refused for: such a row is no fee.
    pub struct ParentalFee in "parental_fees" {
        region: i16 = "int2",
        performer_id: Uuid = "uuid",
        contract_id: Uuid = "uuid",
        group_id: Uuid = "uuid",
        valid_from: Date = "date",
        monthly: i64 = "int8",
        above: Option<i64> = "int8",
    }
}

fact! {
    /// The most that parents may be asked for a month (tiyn); an empty locality and 0 hours hold for all.
    pub struct FeeCeiling in "fee_ceilings" {
        region: i16 = "int2",
        issuer_id: Uuid = "uuid",
        programme: String = "text",
        locality: String = "text",
        hours: i16 = "int2",
        valid_from: Date = "date",
        monthly: i64 = "int8",
        act_number: String = "text",
        act_date: Date = "date",
    }
}

fact! {
    /// What parents have paid under a contract (tiyn); below zero: given back. `reference` is the performer's own, once.
    pub struct FeePayment in "fee_payments" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        contract_id: Uuid = "uuid",
        paid_on: Date = "date",
        amount: i64 = "int8",
        reference: String = "text",
    }
}

/// The fees of performers in the order in which they were recorded.
pub(in crate::contracts) async fn list_fees(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<Vec<ParentalFee>> {
    let sql = format!(
        "{} WHERE region = $1 AND performer_id = ANY ($2) ORDER BY recorded_at, contract_id, group_id, valid_from",
        ParentalFee::SELECT
    );
    let rows = tx.query(&sql, &[&region, &performers]).await?;
    Ok(rows.iter().map(|row| Ok(ParentalFee::read(row)?.fact)).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// The fees in force of performers.
///
/// # Errors
/// Faults.
pub(crate) async fn fees(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<Fees> {
    Ok(Fees::new(list_fees(tx, region, performers).await?))
}

/// The ceilings of a region and programme.
///
/// # Errors
/// Faults.
pub(crate) async fn ceilings(tx: &Tx<'_>, region: i16, programme: &str) -> Result<Ceilings> {
    let sql = format!("{} WHERE region = $1 AND programme = $2 ORDER BY recorded_at", FeeCeiling::SELECT);
    let rows = tx.query(&sql, &[&region, &programme]).await?;
    Ok(Ceilings::new(
        rows.iter().map(|row| Ok(FeeCeiling::read(row)?.fact)).collect::<Result<Vec<_>, tokio_postgres::Error>>()?,
    ))
}

/// The latest ceiling of each key of a region and programme.
pub(super) async fn list_ceilings(tx: &Tx<'_>, region: i16, programme: &str) -> Result<Vec<FeeCeiling>> {
    let sql = format!(
        "SELECT DISTINCT ON (locality, hours, valid_from) * FROM ({}) c WHERE region = $1 AND programme = $2
        ORDER BY locality, hours, valid_from, recorded_at DESC",
        FeeCeiling::SELECT
    );
    let rows = tx.query(&sql, &[&region, &programme]).await?;
    Ok(rows.iter().map(|row| Ok(FeeCeiling::read(row)?.fact)).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// Where performers work: urban or rural.
pub(super) async fn localities(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    let sql = "SELECT id, locality FROM performers WHERE region = $1 AND id = ANY ($2)";
    let rows = tx.query(sql, &[&region, &performers]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Payments of performers by their references.
pub(super) async fn list_payments(
    tx: &Tx<'_>,
    region: i16,
    performers: &[Uuid],
    references: &[&str],
) -> Result<HashMap<(Uuid, String), FeePayment>> {
    let sql = format!("{} WHERE region = $1 AND performer_id = ANY ($2) AND reference = ANY ($3)", FeePayment::SELECT);
    let rows = tx.query(&sql, &[&region, &performers, &references]).await?;
    rows.iter()
        .map(|row| {
            let payment = FeePayment::read(row)?.fact;
            Ok(((payment.performer_id, payment.reference.clone()), payment))
        })
        .collect()
}

/// What parents have paid by contracts of performers (tiyn).
pub(super) async fn list_paid(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let sql = "SELECT contract_id, sum(amount)::int8 FROM fee_payments WHERE region = $1 AND performer_id = ANY ($2) GROUP BY contract_id";
    let rows = tx.query(sql, &[&region, &performers]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}
