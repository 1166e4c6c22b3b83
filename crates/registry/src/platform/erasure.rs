//! Erasing personal data (spec 2.3, 9): the order is journalled first, then the erasure role destroys what it names. Facts and proofs stay:
//! of a person the key goes, so that every cipher is unreadable; of a journal entry the body with its salt goes, not the entry.

use anyhow::Context as _;
use ledger::log::entry::{Body, TableRoot};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tokio_postgres::{NoTls, Row};
use uuid::Uuid;

use super::{Actor, Refusal, Result, Tx, access};
use crate::app::App;

crate::fact! {
    /// The order to destroy the key of a person.
    pub struct KeyErasure in "key_erasures" {
        bucket: i16 = "int2",
        person_id: Uuid = "uuid",
        ground: String = "text",
    }
}

crate::fact! {
    /// The order to destroy the body of a journal entry; `rows_digest` is [`digest`] of what the body says of its rows.
    pub struct BodyErasure in "body_erasures" {
        region: i16 = "int2",
        erased_id: Uuid = "uuid",
        rows_digest: Vec<u8> = "bytea",
        ground: String = "text",
    }
}

/// The tables whose entries may lose their bodies: facts about persons, and the reports of the files that told them. What proves money,
/// attendance or an erasure keeps its body.
const ERASABLE: [&str; 6] =
    ["inbox_outcomes", "mandate_programmes", "mandates", "person_states", "persons", "readings"];

/// The buckets of persons and the codes of regions: keys are found by id alone, in every part of a table that is spread by them.
const EVERYWHERE: std::ops::Range<i16> = 0..256;

/// What to erase.
#[derive(Clone, Debug, Default)]
pub struct Erase {
    /// Persons by id.
    pub persons: Vec<Uuid>,
    /// Journal entries by id.
    pub entries: Vec<Uuid>,
    /// Why: the act of law or the court's document; names no person.
    pub ground: String,
}

/// What an erasure did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Erased {
    /// Persons newly ordered to be erased.
    pub persons: usize,
    /// Entries newly ordered to lose their bodies.
    pub entries: usize,
    /// Keys destroyed, those of orders that were broken off before included.
    pub keys_destroyed: u64,
    /// Bodies destroyed, likewise.
    pub bodies_destroyed: u64,
}

/// Whether an entry with rows of this table may lose its body.
#[must_use]
pub fn is_erasable(table: &str) -> bool {
    ERASABLE.contains(&table)
}

/// A digest of the tables, counts and roots of a body: tells whether its rows are still the same, and nothing else.
///
/// # Errors
/// Never for roots, which always can be written as JSON.
pub fn digest(tables: &[TableRoot]) -> Result<Vec<u8>> {
    Ok(Sha256::digest(serde_json::to_vec(tables)?).to_vec())
}

/// Journals the order and carries it out, with every order that was broken off before. Running it again changes nothing. `eraser` connects
/// as the erasure role, which may delete what a journalled order names and nothing else.
///
/// # Errors
/// `access.denied`; `person.unknown`; `erasure.kept` for an entry that is not there or proves more than data of persons; `input.invalid`
/// without a ground; faults.
pub async fn erase(app: &App, actor: &Actor, eraser: &tokio_postgres::Config, what: &Erase) -> Result<Erased> {
    access::require(app, actor, "erase").await?;
    let ordered = !what.persons.is_empty() || !what.entries.is_empty();
    if ordered && what.ground.trim().is_empty() {
        return Err(Refusal::new("input.invalid", "an erasure needs its ground").into());
    }
    let mut tx = app.begin(actor, "data.erased", 0).await?;
    let keys = keys(&tx, what).await?;
    let bodies = bodies(&tx, what).await?;
    tx.record(&keys).await?;
    tx.record(&bodies).await?;
    tx.commit().await?;
    fail::fail_point!("erasure-ordered", |_| Err(anyhow::anyhow!("fail point erasure-ordered").into()));
    let (keys_destroyed, bodies_destroyed) = carry_out(eraser).await?;
    Ok(Erased { persons: keys.len(), entries: bodies.len(), keys_destroyed, bodies_destroyed })
}

/// The new orders for persons, in the order of keys.
async fn keys(tx: &Tx<'_>, what: &Erase) -> Result<Vec<KeyErasure>> {
    let buckets: Vec<i16> = EVERYWHERE.collect();
    let rows = tx
        .query(
            "SELECT p.bucket, p.id, e.person_id IS NOT NULL
            FROM persons p
            LEFT JOIN key_erasures e ON e.bucket = p.bucket AND e.person_id = p.id
            WHERE p.bucket = ANY ($1) AND p.id = ANY ($2)
            ORDER BY p.bucket, p.id",
            &[&buckets, &what.persons],
        )
        .await?;
    let found = rows.iter().map(|row| Ok(row.try_get(1)?)).collect::<Result<Vec<Uuid>>>()?;
    if let Some(unknown) = what.persons.iter().find(|id| !found.contains(id)) {
        return Err(Refusal::new("person.unknown", format!("no person has the id {unknown}")).into());
    }
    let mut new = Vec::new();
    for row in rows {
        if !row.try_get::<_, bool>(2)? {
            let ground = what.ground.clone();
            new.push(KeyErasure { bucket: row.try_get(0)?, person_id: row.try_get(1)?, ground });
        }
    }
    Ok(new)
}

/// The new orders for entries, in the order of keys.
async fn bodies(tx: &Tx<'_>, what: &Erase) -> Result<Vec<BodyErasure>> {
    let regions: Vec<i16> = EVERYWHERE.collect();
    let rows = tx
        .query(
            "SELECT e.region, e.id, b.body, o.erased_id IS NOT NULL
            FROM journal_entries e
            LEFT JOIN journal_bodies b ON b.region = e.region AND b.id = e.id
            LEFT JOIN body_erasures o ON o.region = e.region AND o.erased_id = e.id
            WHERE e.region = ANY ($1) AND e.id = ANY ($2)
            ORDER BY e.region, e.id",
            &[&regions, &what.entries],
        )
        .await?;
    let found = rows.iter().map(|row| Ok(row.try_get(1)?)).collect::<Result<Vec<Uuid>>>()?;
    if let Some(unknown) = what.entries.iter().find(|id| !found.contains(id)) {
        return Err(Refusal::new("erasure.kept", format!("the journal has no entry {unknown}")).into());
    }
    let new = rows.iter().filter_map(|row| order(row, &what.ground).transpose());
    new.collect()
}

/// The order for one entry; none where there is one already.
fn order(row: &Row, ground: &str) -> Result<Option<BodyErasure>> {
    let (id, body): (Uuid, Option<Vec<u8>>) = (row.try_get(1)?, row.try_get(2)?);
    if row.try_get::<_, bool>(3)? {
        return Ok(None);
    }
    let body = body.and_then(|body| Body::parse(&body).ok()).with_context(|| format!("entry {id} has no body"))?;
    if let Some(kept) = body.tables.iter().find(|table| !is_erasable(&table.table)) {
        return Err(Refusal::new("erasure.kept", format!("entry {id} proves rows of {}", kept.table)).into());
    }
    let rows_digest = digest(&body.tables)?;
    Ok(Some(BodyErasure { region: row.try_get(0)?, erased_id: id, rows_digest, ground: ground.to_owned() }))
}

/// Destroys what the journalled orders name, as the erasure role; tells how many keys and bodies.
async fn carry_out(eraser: &tokio_postgres::Config) -> Result<(u64, u64)> {
    let (mut client, connection) = eraser.connect(NoTls).await.context("connecting as the erasure role")?;
    // The task ends with the client.
    drop(tokio::spawn(connection));
    let tx = client.transaction().await?;
    // The index leads from guardians to children: the rows of a child may lie in every bucket.
    tx.execute(
        "DELETE FROM guardians g USING key_erasures e
        WHERE g.bucket = ANY ($1) AND g.child_bucket = e.bucket AND g.child_id = e.person_id",
        &[&Vec::from_iter(EVERYWHERE)],
    )
    .await?;
    let keys = tx
        .execute(
            "DELETE FROM person_keys k USING key_erasures e WHERE k.bucket = e.bucket AND k.person_id = e.person_id",
            &[],
        )
        .await?;
    let bodies = tx
        .execute(
            "DELETE FROM journal_bodies b USING body_erasures e WHERE b.region = e.region AND b.id = e.erased_id",
            &[],
        )
        .await?;
    tx.commit().await?;
    Ok((keys, bodies))
}

/// Every order for an entry: its id and the digest of its rows.
///
/// # Errors
/// Faults of the database.
pub async fn list_bodies(tx: &Tx<'_>) -> Result<Vec<(Uuid, Vec<u8>)>> {
    let rows = tx
        .query(
            "SELECT erased_id, rows_digest FROM body_erasures WHERE region = ANY ($1)",
            &[&Vec::from_iter(EVERYWHERE)],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}
