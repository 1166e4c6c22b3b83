//! What an import of performers asks of what is known, as whole facts.

use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::{Group, GroupRevision, Issuer, Object, Performer, StateOrder, StateOrderMonth, StateOrderPrice};
use crate::platform::{Fact, Result, Tx};

/// Facts of a table by a condition on its columns.
async fn list<T: Fact>(tx: &Tx<'_>, condition: &str, parameters: &[&(dyn ToSql + Sync)]) -> Result<Vec<T>> {
    let rows = tx.query(&format!("{} WHERE {condition}", T::SELECT), parameters).await?;
    Ok(rows.iter().map(|row| Ok(T::read(row)?.fact)).collect::<Result<_, tokio_postgres::Error>>()?)
}

pub(in crate::parties) async fn list_by_bin(tx: &Tx<'_>, bins: &[&str]) -> Result<Vec<Performer>> {
    list(tx, "bin = ANY ($1)", &[&bins]).await
}

pub(in crate::parties) async fn list_objects(tx: &Tx<'_>, performers: &[Uuid]) -> Result<Vec<Object>> {
    list(tx, "performer_id = ANY ($1)", &[&performers]).await
}

pub(in crate::parties) async fn list_groups(tx: &Tx<'_>, performers: &[Uuid]) -> Result<Vec<Group>> {
    list(tx, "performer_id = ANY ($1)", &[&performers]).await
}

/// The latest revision of each group.
pub(in crate::parties) async fn list_revisions(tx: &Tx<'_>, groups: &[Uuid]) -> Result<Vec<GroupRevision>> {
    let latest = "group_id = ANY ($1) AND NOT EXISTS (
        SELECT 1 FROM group_revisions l
        WHERE l.region = group_revisions.region AND l.group_id = group_revisions.group_id AND l.recorded_at > group_revisions.recorded_at
    )";
    list(tx, latest, &[&groups]).await
}

pub(in crate::parties) async fn list_issuers(tx: &Tx<'_>, bins: &[&str]) -> Result<Vec<Issuer>> {
    list(tx, "bin = ANY ($1)", &[&bins]).await
}

pub(in crate::parties) async fn list_state_orders(tx: &Tx<'_>, numbers: &[&str]) -> Result<Vec<StateOrder>> {
    list(tx, "number = ANY ($1)", &[&numbers]).await
}

/// The state orders of a performer.
pub(in crate::parties) async fn list_orders_of(tx: &Tx<'_>, region: i16, performer: Uuid) -> Result<Vec<StateOrder>> {
    list(tx, "region = $1 AND performer_id = $2 ORDER BY number", &[&region, &performer]).await
}

pub(in crate::parties) async fn list_state_order_months(
    tx: &Tx<'_>,
    state_orders: &[Uuid],
) -> Result<Vec<StateOrderMonth>> {
    list(tx, "state_order_id = ANY ($1)", &[&state_orders]).await
}

pub(in crate::parties) async fn list_state_order_prices(
    tx: &Tx<'_>,
    state_orders: &[Uuid],
) -> Result<Vec<StateOrderPrice>> {
    list(tx, "state_order_id = ANY ($1)", &[&state_orders]).await
}

/// Gives new performers their lock.
pub(in crate::parties) async fn insert_locks(tx: &Tx<'_>, performers: &[Performer]) -> Result<()> {
    let regions: Vec<i16> = performers.iter().map(|performer| performer.region).collect();
    let ids: Vec<Uuid> = performers.iter().map(|performer| performer.id).collect();
    let sql = "INSERT INTO performer_locks (region, performer_id) SELECT u.region, u.id FROM unnest($1::int2[], $2::uuid[]) AS u (region, id)";
    tx.execute(sql, &[&regions, &ids]).await?;
    Ok(())
}
