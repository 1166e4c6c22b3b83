//! All SQL of the slice `contracts`.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

pub use crate::parties::{StateOrder, StateOrderMonth, StateOrderPrice};
use crate::{
    fact,
    platform::{Fact, Recorded, Result, Tx},
    vouchers::{Amended, Ordered},
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

fact! {
    /// A side's consent to a contract, once. `person_hmac` is whose it is (empty for the performer's side), `revision_at` the revision seen.
    pub struct Confirmation in "contract_confirmations" {
        region: i16 = "int2",
        contract_id: Uuid = "uuid",
        side: String = "text",
        channel: String = "text",
        person_hmac: Vec<u8> = "bytea",
        document: String = "text",
        confirmed_on: Date = "date",
        revision_at: Timestamp = "timestamptz",
    }
}

fact! {
    /// A voucher that a contract serves after the one it began with.
    pub struct ContractVoucher in "contract_vouchers" {
        region: i16 = "int2",
        contract_id: Uuid = "uuid",
        voucher_id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
    }
}

/// Performers' state orders of a programme: by performer and month, summed over orders.
pub(super) async fn list_state_orders(
    tx: &Tx<'_>,
    region: i16,
    programme: &str,
    performers: &[Uuid],
) -> Result<HashMap<Uuid, HashMap<Date, Ordered>>> {
    let rows = tx
        .query(
            "SELECT o.performer_id, m.month, sum(m.places)::int4, sum(m.amount)::int8,
                coalesce(array_agg(p.price ORDER BY p.price, o.id) FILTER (WHERE p.price IS NOT NULL), '{}'),
                coalesce(array_agg(o.id ORDER BY p.price, o.id) FILTER (WHERE p.price IS NOT NULL), '{}')
            FROM state_orders o
            JOIN state_order_months m ON m.region = o.region AND m.state_order_id = o.id
            LEFT JOIN state_order_prices p ON p.region = m.region AND p.month = m.month AND p.state_order_id = m.state_order_id
            WHERE o.region = $1 AND o.programme = $2 AND o.performer_id = ANY ($3)
            GROUP BY o.performer_id, m.month",
            &[&region, &programme, &performers],
        )
        .await?;
    let mut orders = HashMap::<Uuid, HashMap<Date, Ordered>>::new();
    for row in rows {
        let (prices, of): (Vec<i64>, Vec<Uuid>) = (row.try_get(4)?, row.try_get(5)?);
        let mut prices: Vec<(i64, Uuid)> = prices.into_iter().zip(of).collect();
        prices.dedup_by_key(|price| price.0);
        let ordered = Ordered { places: row.try_get(2)?, amount: row.try_get(3)?, prices };
        orders.entry(row.try_get(0)?).or_default().insert(row.try_get(1)?, ordered);
    }
    Ok(orders)
}

/// A contract with its latest revision.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) contract: Contract,
    pub(crate) revision: ContractRevision,
    /// Vouchers after the contract's own.
    pub(crate) served: Vec<Uuid>,
}

impl Known {
    /// Whether the contract serves a voucher that is not the one it began with.
    pub(crate) fn serves(&self, voucher: Uuid) -> bool {
        self.served.contains(&voucher)
    }
}

macro_rules! known_by {
    ($column:literal) => {
        concat!(
            "SELECT
                c.region, c.id, c.performer_id, c.bucket, c.person_id, c.voucher_id, c.number,
                r.contract_id, r.group_id, r.signed_on, r.contract_from, r.contract_to, r.enrolled_from, r.enrolled_to, r.price,
                r.end_reason, r.withdrawn, r.effective_on, r.recorded_at, r.entry_id,
                ARRAY(SELECT s.voucher_id FROM contract_vouchers s WHERE s.region = c.region AND s.contract_id = c.id) AS served
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
pub(crate) async fn list_contracts(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<Vec<Known>> {
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
            Ok(Known { contract, revision, served: row.try_get("served")? })
        })
        .collect()
}

/// Both sides' consents to contracts.
pub(crate) async fn list_confirmations(tx: &Tx<'_>, region: i16, contracts: &[Uuid]) -> Result<Vec<Confirmation>> {
    let sql = format!("{} WHERE region = $1 AND contract_id = ANY ($2)", Confirmation::SELECT);
    let rows = tx.query(&sql, &[&region, &contracts]).await?;
    Ok(rows.iter().map(|row| Ok(Confirmation::read(row)?.fact)).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// A contract whose consent is asked for.
#[derive(Clone, Debug)]
pub(super) struct ToConfirm {
    pub(super) region: i16,
    pub(super) performer_id: Uuid,
    pub(super) bucket: i16,
    pub(super) person_id: Uuid,
    pub(super) programme: String,
    /// The contract's first day.
    pub(super) begins: Date,
    pub(super) withdrawn: bool,
    pub(super) revision_at: Timestamp,
    pub(super) confirmed: bool,
}

/// A contract by its id, where it lies in the scope of whoever asks.
pub(super) async fn find_to_confirm(tx: &Tx<'_>, id: Uuid) -> Result<Option<ToConfirm>> {
    let row = tx
        .find(
            "SELECT c.region, c.performer_id, c.bucket, c.person_id, p.programme, r.contract_from, r.withdrawn, r.recorded_at,
                EXISTS (SELECT 1 FROM contract_confirmations k WHERE k.region = c.region AND k.contract_id = c.id AND k.side = 'parent')
            FROM contracts c
            JOIN performers p ON p.region = c.region AND p.id = c.performer_id
            CROSS JOIN LATERAL (
                SELECT contract_from, withdrawn, recorded_at FROM contract_revisions r
                WHERE r.region = c.region AND r.contract_id = c.id
                ORDER BY r.recorded_at DESC LIMIT 1
            ) r
            WHERE c.id = $1",
            &[&id],
        )
        .await?;
    row.map(|row| {
        Ok(ToConfirm {
            region: row.try_get(0)?,
            performer_id: row.try_get(1)?,
            bucket: row.try_get(2)?,
            person_id: row.try_get(3)?,
            programme: row.try_get(4)?,
            begins: row.try_get(5)?,
            withdrawn: row.try_get(6)?,
            revision_at: row.try_get(7)?,
            confirmed: row.try_get(8)?,
        })
    })
    .transpose()
}

/// Those of some contracts whose revisions name several prices, with the vouchers that they serve and the prices as they were told.
pub(super) async fn list_amended(tx: &Tx<'_>, region: i16, contracts: &[Uuid]) -> Result<Vec<Amended>> {
    let rows = tx
        .query(
            "SELECT r.contract_id, array_agg(r.effective_on ORDER BY r.recorded_at), array_agg(r.price ORDER BY r.recorded_at),
                ARRAY(
                    SELECT c.voucher_id FROM contracts c WHERE c.region = $1 AND c.id = r.contract_id
                    UNION SELECT s.voucher_id FROM contract_vouchers s WHERE s.region = $1 AND s.contract_id = r.contract_id
                )
            FROM contract_revisions r
            WHERE r.region = $1 AND r.contract_id = ANY ($2)
            GROUP BY r.contract_id HAVING count(DISTINCT r.price) > 1
            ORDER BY r.contract_id",
            &[&region, &contracts],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (from, price): (Vec<Date>, Vec<i64>) = (row.try_get(1)?, row.try_get(2)?);
            Ok(Amended {
                contract: row.try_get(0)?,
                vouchers: row.try_get(3)?,
                prices: from.into_iter().zip(price).collect(),
            })
        })
        .collect()
}
