//! Objects and groups with their places.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{
    cabinets::org::Own,
    platform::{Result, Tx},
};

/// A group with the building it meets in and how many children it has on a day.
#[derive(Clone, Debug)]
pub(in crate::cabinets::org) struct GroupRow {
    pub(in crate::cabinets::org) programme: String,
    pub(in crate::cabinets::org) object: Uuid,
    pub(in crate::cabinets::org) address: String,
    pub(in crate::cabinets::org) object_code: String,
    pub(in crate::cabinets::org) object_capacity: i32,
    /// None: the building has no group yet.
    pub(in crate::cabinets::org) group: Option<Group>,
}

/// What is known of a group.
#[derive(Clone, Debug)]
pub(in crate::cabinets::org) struct Group {
    pub(in crate::cabinets::org) id: Uuid,
    pub(in crate::cabinets::org) code: String,
    pub(in crate::cabinets::org) title: String,
    pub(in crate::cabinets::org) capacity: i32,
    pub(in crate::cabinets::org) ages: (i16, i16),
    /// Bit 0 = Monday.
    pub(in crate::cabinets::org) weekdays: i16,
    /// Children on the day.
    pub(in crate::cabinets::org) children: i64,
}

/// Every building of the organisation with its groups, and the children that are there on a day.
pub(in crate::cabinets::org) async fn list_groups(tx: &Tx<'_>, own: &Own, day: Date) -> Result<Vec<GroupRow>> {
    let of_month = i16::from(day.day());
    let rows = tx
        .query(
            "SELECT
                p.programme,
                o.id AS object,
                o.address,
                o.code AS object_code,
                o.capacity AS object_capacity,
                g.id AS group_id,
                g.code,
                g.title,
                g.capacity,
                g.age_from,
                g.age_to,
                g.weekdays,
                coalesce(n.children, 0) AS children
            FROM objects o
            JOIN performers p ON p.region = o.region AND p.id = o.performer_id
            LEFT JOIN (
                SELECT DISTINCT ON (g.region, g.id)
                    g.region, g.id, g.code, r.object_id, r.title, r.capacity, r.age_from, r.age_to, r.weekdays
                FROM groups g
                JOIN group_revisions r ON r.region = g.region AND r.group_id = g.id
                WHERE g.region = ANY ($1) AND g.performer_id = ANY ($2)
                ORDER BY g.region, g.id, r.recorded_at DESC
            ) g ON g.region = o.region AND g.object_id = o.id
            LEFT JOIN (
                SELECT t.region, t.group_id, count(DISTINCT t.voucher_id) AS children
                FROM portions t
                LEFT JOIN LATERAL (
                    SELECT e.last_day FROM portion_ends e
                    WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
                    ORDER BY e.recorded_at DESC LIMIT 1
                ) e ON true
                WHERE t.region = ANY ($1) AND t.performer_id = ANY ($2) AND t.month = $3
                    AND $4 BETWEEN t.from_day AND coalesce(e.last_day, t.to_day)
                GROUP BY t.region, t.group_id
            ) n ON n.region = g.region AND n.group_id = g.id
            WHERE o.region = ANY ($1) AND o.performer_id = ANY ($2)
            ORDER BY p.programme, o.address, o.id, g.title, g.code
            LIMIT 2000",
            &[&own.regions, &own.performers, &day.first_of_month(), &of_month],
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<GroupRow> {
    let id: Option<Uuid> = row.try_get("group_id")?;
    let group = id.map(|id| -> Result<Group> {
        Ok(Group {
            id,
            code: row.try_get("code")?,
            title: row.try_get("title")?,
            capacity: row.try_get("capacity")?,
            ages: (row.try_get("age_from")?, row.try_get("age_to")?),
            weekdays: row.try_get("weekdays")?,
            children: row.try_get("children")?,
        })
    });
    Ok(GroupRow {
        programme: row.try_get("programme")?,
        object: row.try_get("object")?,
        address: row.try_get("address")?,
        object_code: row.try_get("object_code")?,
        object_capacity: row.try_get("object_capacity")?,
        group: group.transpose()?,
    })
}
