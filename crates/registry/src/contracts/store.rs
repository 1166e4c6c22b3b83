//! All SQL of the slice `contracts`.

use std::collections::HashMap;

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

pub use crate::parties::{StateOrder, StateOrderMonth};
use crate::{
    fact,
    platform::{Fact, Recorded, Result, Tx},
};

fact! {
    /// A service contract between a beneficiary and a performer.
    pub struct Contract in "contracts" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        bucket: i16 = "int2",
        person_id: Uuid = "uuid",
        voucher_id: Uuid = "uuid",
        number: String = "text",
    }
}

fact! {
    /// What a contract and its enrolment say as known from `recorded_at`.
    pub struct ContractRevision in "contract_revisions" {
        region: i16 = "int2",
        contract_id: Uuid = "uuid",
        group_id: Uuid = "uuid",
        signed_on: Date = "date",
        contract_from: Date = "date",
        contract_to: Date = "date",
        enrolled_from: Date = "date",
        enrolled_to: Option<Date> = "date",
        price: i64 = "int8",
        end_reason: Option<String> = "text",
        withdrawn: bool = "bool",
        effective_on: Date = "date",
    }
}

/// Places and money (tiyn) of performers' state orders of a programme: by performer and month, summed over orders.
pub(super) async fn list_state_orders(
    tx: &Tx<'_>,
    region: i16,
    programme: &str,
    performers: &[Uuid],
) -> Result<HashMap<Uuid, HashMap<Date, (i32, i64)>>> {
    let rows = tx
        .query(
            "SELECT o.performer_id, m.month, sum(m.places)::int4, sum(m.amount)::int8
            FROM state_orders o
            JOIN state_order_months m ON m.region = o.region AND m.state_order_id = o.id
            WHERE o.region = $1 AND o.programme = $2 AND o.performer_id = ANY ($3)
            GROUP BY o.performer_id, m.month",
            &[&region, &programme, &performers],
        )
        .await?;
    let mut orders = HashMap::<Uuid, HashMap<Date, (i32, i64)>>::new();
    for row in rows {
        orders.entry(row.try_get(0)?).or_default().insert(row.try_get(1)?, (row.try_get(2)?, row.try_get(3)?));
    }
    Ok(orders)
}

/// A contract with its latest revision.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) contract: Contract,
    pub(super) revision: ContractRevision,
}

macro_rules! known_by {
    ($column:literal) => {
        concat!(
            "SELECT
                c.region, c.id, c.performer_id, c.bucket, c.person_id, c.voucher_id, c.number,
                r.contract_id, r.group_id, r.signed_on, r.contract_from, r.contract_to, r.enrolled_from, r.enrolled_to, r.price,
                r.end_reason, r.withdrawn, r.effective_on, r.recorded_at, r.entry_id
            FROM contracts c
            CROSS JOIN LATERAL (
                SELECT * FROM contract_revisions r
                WHERE r.region = c.region AND r.contract_id = c.id
                ORDER BY r.recorded_at DESC LIMIT 1
            ) r
            WHERE c.region = $1 AND c.",
            $column,
            " = ANY ($2)"
        )
    };
}

/// The contracts of performers.
pub(super) async fn list_contracts(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<Vec<Known>> {
    known(&tx.query(known_by!("performer_id"), &[&region, &performers]).await?)
}

/// Contracts by id.
pub(super) async fn list_by_id(tx: &Tx<'_>, region: i16, ids: &[Uuid]) -> Result<Vec<Known>> {
    known(&tx.query(known_by!("id"), &[&region, &ids]).await?)
}

fn known(rows: &[Row]) -> Result<Vec<Known>> {
    rows.iter()
        .map(|row| {
            let Recorded { fact: contract, .. } = Contract::read(row)?;
            let Recorded { fact: revision, .. } = ContractRevision::read(row)?;
            Ok(Known { contract, revision })
        })
        .collect()
}
