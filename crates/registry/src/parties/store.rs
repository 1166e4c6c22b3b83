//! All SQL of the slice `parties`.

use jiff::civil::Date;
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

pub(super) async fn count_up(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<()> {
    tx.execute(
        "UPDATE performer_locks SET epoch = epoch + 1 WHERE region = $1 AND performer_id = ANY ($2)",
        &[&region, &performers],
    )
    .await?;
    Ok(())
}
