//! All SQL of the slice `parties`.

pub(super) mod known;
pub mod successions;

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    fact,
    platform::{Result, Tx},
};

fact! {
    /// An education department or the Financial Centre: who owes.
    pub struct Issuer in "issuers" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        bin: String = "text",
        name: String = "text",
    }
}

fact! {
    /// A kindergarten, school, college or circle admitted in a region.
    pub struct Performer in "performers" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        bin: String = "text",
        name_kk: String = "text",
        name_ru: String = "text",
        kind: String = "text",
        programme: String = "text",
        locality: String = "text",
        kato: String = "text",
        iban: String = "text",
        bik: String = "text",
        licence_number: String = "text",
        licence_on: Date = "date",
        admitted_on: Date = "date",
    }
}

fact! {
    /// A performer's standing from a date; the latest in force counts.
    pub struct StandingRow in "standings" {
        region: i16 = "int2",
        performer_id: Uuid = "uuid",
        effective_on: Date = "date",
        standing: String = "text",
        reason: String = "text",
    }
}

fact! {
    /// An admitted building where the service is given.
    pub struct Object in "objects" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        code: String = "text",
        rka: String = "text",
        kato: String = "text",
        address: String = "text",
        capacity: i32 = "int4",
    }
}

fact! {
    /// A class or group of a performer, under the name its learning system gives.
    pub struct Group in "groups" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        code: String = "text",
    }
}

fact! {
    /// What a group is from a date: calendar, capacity, ages (weekdays: bit 0 = Monday).
    pub struct GroupRevision in "group_revisions" {
        region: i16 = "int2",
        group_id: Uuid = "uuid",
        object_id: Uuid = "uuid",
        title: String = "text",
        group_kind: String = "text",
        hours: i16 = "int2",
        capacity: i32 = "int4",
        age_from: i16 = "int2",
        age_to: i16 = "int2",
        weekdays: i16 = "int2",
        vacations: String = "text",
        effective_on: Date = "date",
    }
}

fact! {
    /// A state-order contract between issuer and performer (spec 2.4).
    pub struct StateOrder in "state_orders" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        issuer_id: Uuid = "uuid",
        programme: String = "text",
        number: String = "text",
        signed_on: Date = "date",
    }
}

fact! {
    /// Places and money of a state order in a month (tiyn).
    pub struct StateOrderMonth in "state_order_months" {
        region: i16 = "int2",
        month: Date = "date",
        state_order_id: Uuid = "uuid",
        places: i32 = "int4",
        amount: i64 = "int8",
    }
}

fact! {
    /// The price of a place for a month that a state order names (tiyn).
    pub struct StateOrderPrice in "state_order_prices" {
        region: i16 = "int2",
        month: Date = "date",
        state_order_id: Uuid = "uuid",
        price: i64 = "int8",
    }
}

/// Makes missing rows and locks all in the order of their ids.
pub(super) async fn lock_performers(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<Vec<(Uuid, i64)>> {
    tx.execute(
        "INSERT INTO performer_locks (region, performer_id)
        SELECT $1, id FROM unnest($2::uuid[]) AS id ORDER BY id
        ON CONFLICT (region, performer_id) DO NOTHING",
        &[&region, &performers],
    )
    .await?;
    let rows = tx
        .query(
            "SELECT performer_id, epoch FROM performer_locks
            WHERE region = $1 AND performer_id = ANY ($2)
            ORDER BY region, performer_id
            FOR UPDATE",
            &[&region, &performers],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Locks every performer of a region, in the order of their ids.
pub(super) async fn lock_all(tx: &Tx<'_>, region: i16) -> Result<()> {
    let sql = "SELECT performer_id FROM performer_locks WHERE region = $1 ORDER BY region, performer_id FOR UPDATE";
    tx.query(sql, &[&region]).await?;
    Ok(())
}

pub(super) async fn count_up(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<()> {
    tx.execute(
        "UPDATE performer_locks SET epoch = epoch + 1 WHERE region = $1 AND performer_id = ANY ($2)",
        &[&region, &performers],
    )
    .await?;
    Ok(())
}

/// A performer as bookings see it.
#[derive(Clone, Debug)]
pub(crate) struct PerformerRow {
    pub(crate) id: Uuid,
    pub(crate) bin: String,
    pub(crate) kind: String,
    pub(crate) locality: String,
    pub(crate) admitted_on: Date,
    /// `good` where nothing was said.
    pub(crate) standing: String,
}

/// Performers by id with their standing on a day.
pub(crate) async fn list_performers(tx: &Tx<'_>, region: i16, ids: &[Uuid], on: Date) -> Result<Vec<PerformerRow>> {
    let rows = tx
        .query(
            "SELECT
                p.id,
                p.bin,
                p.kind,
                p.locality,
                p.admitted_on,
                coalesce(s.standing, 'good')
            FROM performers p
            LEFT JOIN LATERAL (
                SELECT standing FROM standings s
                WHERE s.region = p.region AND s.performer_id = p.id AND s.effective_on <= $3
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON true
            WHERE p.region = $1 AND p.id = ANY ($2)",
            &[&region, &ids, &on],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(PerformerRow {
                id: row.try_get(0)?,
                bin: row.try_get(1)?,
                kind: row.try_get(2)?,
                locality: row.try_get(3)?,
                admitted_on: row.try_get(4)?,
                standing: row.try_get(5)?,
            })
        })
        .collect()
}

/// Performers of a programme by BIN, wherever the transaction may see them: region, id, BIN.
pub(crate) async fn find_performers(tx: &Tx<'_>, programme: &str, bins: &[String]) -> Result<Vec<(i16, Uuid, String)>> {
    let rows = tx
        .query(
            "SELECT region, id, bin FROM performers WHERE programme = $1 AND bin = ANY ($2) ORDER BY region, bin",
            &[&programme, &bins],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// The performers of a BIN with the instants when they were recorded, in the order in which they are locked: region and id.
pub(crate) async fn list_of_bin(tx: &Tx<'_>, bin: &str) -> Result<Vec<(i16, Uuid, Timestamp)>> {
    let sql = "SELECT region, id, recorded_at FROM performers WHERE bin = $1 ORDER BY region, id";
    let rows = tx.query(sql, &[&bin]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// A group with its latest revision and the places of its object, when that is an admitted object of the same performer.
#[derive(Clone, Debug)]
pub(crate) struct GroupRow {
    pub(crate) id: Uuid,
    pub(crate) performer_id: Uuid,
    pub(crate) code: String,
    pub(crate) revision: Option<GroupRevision>,
    pub(crate) object_capacity: Option<i32>,
}

/// The groups of performers.
pub(crate) async fn list_groups(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<Vec<GroupRow>> {
    let rows = tx
        .query(
            "SELECT
                g.id AS of_group, g.performer_id, g.code, o.capacity AS places,
                r.region, r.group_id, r.object_id, r.title, r.group_kind, r.hours, r.capacity,
                r.age_from, r.age_to, r.weekdays, r.vacations, r.effective_on, r.recorded_at, r.entry_id
            FROM groups g
            LEFT JOIN LATERAL (
                SELECT * FROM group_revisions r
                WHERE r.region = g.region AND r.group_id = g.id
                ORDER BY r.recorded_at DESC LIMIT 1
            ) r ON true
            LEFT JOIN objects o ON o.region = g.region AND o.id = r.object_id AND o.performer_id = g.performer_id
            WHERE g.region = $1 AND g.performer_id = ANY ($2)
            ORDER BY g.performer_id, g.code",
            &[&region, &performers],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let known: Option<Uuid> = row.try_get("group_id")?;
            let revision = known.map(|_| <GroupRevision as crate::platform::Fact>::read(row)).transpose()?;
            Ok(GroupRow {
                id: row.try_get("of_group")?,
                performer_id: row.try_get("performer_id")?,
                code: row.try_get("code")?,
                revision: revision.map(|recorded| recorded.fact),
                object_capacity: row.try_get("places")?,
            })
        })
        .collect()
}

/// The objects of performers: performer, code, id.
pub(crate) async fn list_objects(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<Vec<(Uuid, String, Uuid)>> {
    let rows = tx
        .query(
            "SELECT performer_id, code, id FROM objects WHERE region = $1 AND performer_id = ANY ($2)",
            &[&region, &performers],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// The issuers that the transaction may see, by region and BIN: region and id.
pub(crate) async fn list_issuers(tx: &Tx<'_>) -> Result<Vec<(i16, Uuid)>> {
    let rows = tx.query("SELECT region, id FROM issuers WHERE region > 0 ORDER BY region, bin", &[]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// The issuer of a region: the one with the BIN, or the first when none is named.
pub(crate) async fn find_issuer(tx: &Tx<'_>, region: i16, bin: &str) -> Result<Option<Uuid>> {
    let sql = "SELECT id FROM issuers WHERE region = $1 AND ($2 = '' OR bin = $2) ORDER BY bin LIMIT 1";
    tx.find(sql, &[&region, &bin]).await?.map(|row| Ok(row.try_get(0)?)).transpose()
}

/// The region, performer and programme of a group.
pub(crate) async fn find_group(tx: &Tx<'_>, id: Uuid) -> Result<Option<(i16, Uuid, String)>> {
    let row = tx
        .find(
            "SELECT g.region, g.performer_id, p.programme
            FROM groups g
            JOIN performers p ON p.region = g.region AND p.id = g.performer_id
            WHERE g.id = $1",
            &[&id],
        )
        .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).transpose()
}
