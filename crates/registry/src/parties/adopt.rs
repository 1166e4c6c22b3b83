//! What a performer that takes over is given of its predecessor: objects and groups under the same names, and the months of the state
//! orders that are left (spec 2.1). What was there stays as it is.

use std::collections::HashMap;

use jiff::civil::Date;
use uuid::Uuid;

use super::store::{self, Group, GroupRevision, Object, StateOrder, StateOrderMonth, StateOrderPrice, known};
use crate::platform::{Result, Tx};

/// Who takes over from whom, from which day, in a region.
#[derive(Clone, Debug)]
pub struct Handover {
    /// The region of both.
    pub region: i16,
    /// Whose places, contracts and dues go over.
    pub predecessor: Uuid,
    /// To whom.
    pub successor: Uuid,
    /// The BIN of the successor: the numbers of its state orders end with it.
    pub successor_bin: String,
    /// The first day of the successor (Asia/Almaty).
    pub on: Date,
}

/// Gives the successor the predecessor's objects and groups, each that it has not itself under the same name. Answers which group goes on
/// as which.
///
/// # Errors
/// Faults of the database.
pub async fn adopt_groups(tx: &mut Tx<'_>, over: &Handover) -> Result<HashMap<Uuid, Uuid>> {
    let both = [over.predecessor, over.successor];
    let as_object = adopt_objects(tx, over, &both).await?;
    let rows = store::list_groups(tx, over.region, &both).await?;
    let mut as_group = HashMap::new();
    let (mut groups, mut revisions) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.performer_id == over.predecessor) {
        let held = rows.iter().find(|own| own.performer_id == over.successor && own.code == row.code);
        let id = held.map_or_else(|| tx.app().clock.id(), |own| own.id);
        as_group.insert(row.id, id);
        let (None, Some(before)) = (held, &row.revision) else { continue };
        groups.push(Group { region: over.region, id, performer_id: over.successor, code: row.code.clone() });
        let object_id = as_object.get(&before.object_id).copied().unwrap_or(before.object_id);
        revisions.push(GroupRevision { group_id: id, object_id, effective_on: over.on, ..before.clone() });
    }
    groups.sort_by_key(|group| group.id);
    revisions.sort_by_key(|revision| revision.group_id);
    tx.record(&groups).await?;
    tx.record(&revisions).await?;
    Ok(as_group)
}

async fn adopt_objects(tx: &mut Tx<'_>, over: &Handover, both: &[Uuid]) -> Result<HashMap<Uuid, Uuid>> {
    let (mine, theirs): (Vec<Object>, Vec<Object>) =
        known::list_objects(tx, both).await?.into_iter().partition(|object| object.performer_id == over.successor);
    let (mut as_object, mut objects) = (HashMap::new(), Vec::new());
    for object in theirs {
        let held = mine.iter().find(|own| own.code == object.code).map(|own| own.id);
        let id = held.unwrap_or_else(|| tx.app().clock.id());
        as_object.insert(object.id, id);
        if held.is_none() {
            objects.push(Object { id, performer_id: over.successor, ..object });
        }
    }
    objects.sort_by_key(|object| object.id);
    tx.record(&objects).await?;
    Ok(as_object)
}

/// Gives the successor the months of the predecessor's state orders from that of the first day on, with their places, money and prices.
/// Answers how many orders went over.
///
/// # Errors
/// Faults of the database.
pub async fn adopt_orders(tx: &mut Tx<'_>, over: &Handover) -> Result<usize> {
    let orders = known::list_orders_of(tx, over.region, over.predecessor).await?;
    let ids: Vec<Uuid> = orders.iter().map(|order| order.id).collect();
    let left = over.on.first_of_month();
    let mut months = known::list_state_order_months(tx, &ids).await?;
    months.retain(|row| row.region == over.region && row.month >= left);
    let going: HashMap<Uuid, Uuid> = orders
        .iter()
        .filter(|order| months.iter().any(|month| month.state_order_id == order.id))
        .map(|order| (order.id, tx.app().clock.id()))
        .collect();
    let mut prices = known::list_state_order_prices(tx, &ids).await?;
    prices.retain(|row| row.region == over.region && row.month >= left);
    let order = |order: StateOrder| {
        let number = format!("{}/{}", order.number, over.successor_bin);
        Some(StateOrder { id: *going.get(&order.id)?, performer_id: over.successor, number, ..order })
    };
    let month =
        |row: StateOrderMonth| Some(StateOrderMonth { state_order_id: *going.get(&row.state_order_id)?, ..row });
    let price =
        |row: StateOrderPrice| Some(StateOrderPrice { state_order_id: *going.get(&row.state_order_id)?, ..row });
    let mut orders: Vec<StateOrder> = orders.into_iter().filter_map(order).collect();
    let mut months: Vec<StateOrderMonth> = months.into_iter().filter_map(month).collect();
    let mut prices: Vec<StateOrderPrice> = prices.into_iter().filter_map(price).collect();
    orders.sort_by_key(|order| order.id);
    months.sort_by_key(|row| (row.month, row.state_order_id));
    prices.sort_by_key(|row| (row.month, row.state_order_id, row.price));
    tx.record(&orders).await?;
    tx.record(&months).await?;
    tx.record(&prices).await?;
    Ok(orders.len())
}
