//! Reads state-order contracts (spec 2.4): how many places and how much money a performer has in a month.

use std::collections::HashMap;

use jiff::civil::Date;
use uuid::Uuid;

use super::store;
use crate::{
    platform::{Result, Tx},
    vouchers::Ordered,
};

/// What is ordered by performer and month; a performer without a state order of the programme is absent.
///
/// # Errors
/// Faults of the database.
pub async fn state_orders(
    tx: &Tx<'_>,
    region: i16,
    programme: &str,
    performers: &[Uuid],
) -> Result<HashMap<Uuid, HashMap<Date, Ordered>>> {
    store::list_state_orders(tx, region, programme, performers).await
}
