//! All SQL of the slice `beneficiaries`.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    fact,
    platform::{Result, Tx},
};

fact! {
    /// A person, found by the keyed hash of the IIN; the IIN itself only encrypted.
    pub struct Person in "persons" {
        bucket: i16 = "int2",
        id: Uuid = "uuid",
        region: i16 = "int2",
        iin_hmac: Vec<u8> = "bytea",
        iin_cipher: Vec<u8> = "bytea",
        birth_date: Date = "date",
        sex: String = "text",
    }
}

fact! {
    /// What the persons register says of a person from a date. `name_cipher`: last, first and middle name, separated by tabs.
    /// `guardians`: 16 bytes of keyed digest over everything the register said (so that an unchanged row is recognised without
    /// decrypting anything), then the cipher of the guardians' IINs, separated by spaces.
    pub struct PersonState in "person_states" {
        bucket: i16 = "int2",
        person_id: Uuid = "uuid",
        region: i16 = "int2",
        name_cipher: Vec<u8> = "bytea",
        guardians: Vec<u8> = "bytea",
        kato: String = "text",
        status: String = "text",
        effective_on: Date = "date",
    }
}

fact! {
    /// What the persons register told of somebody who lived elsewhere before; `region` is the new one.
    pub struct Relocation in "relocations" {
        region: i16 = "int2",
        bucket: i16 = "int2",
        person_id: Uuid = "uuid",
        from_kato: String = "text",
        to_kato: String = "text",
        effective_on: Date = "date",
    }
}

/// A person who is known already.
pub(super) struct Held {
    pub(super) bucket: i16,
    pub(super) iin_hmac: Vec<u8>,
    pub(super) id: Uuid,
    /// Empty when the person's data were erased.
    pub(super) wrapped_key: Option<Vec<u8>>,
    /// The digest of the latest state.
    pub(super) digest: Option<Vec<u8>>,
    /// Where the latest state says that they live.
    pub(super) kato: Option<String>,
}

/// The persons among the keyed hashes who are known.
pub(super) async fn list_held(tx: &Tx<'_>, buckets: &[i16], hmacs: &[Vec<u8>]) -> Result<Vec<Held>> {
    let rows = tx
        .query(
            "SELECT
                p.bucket,
                p.iin_hmac,
                p.id,
                k.wrapped,
                l.digest,
                l.kato
            FROM unnest($1::int2[], $2::bytea[]) AS u (bucket, iin_hmac)
            JOIN persons p ON p.bucket = u.bucket AND p.iin_hmac = u.iin_hmac
            LEFT JOIN person_keys k ON k.bucket = p.bucket AND k.person_id = p.id
            LEFT JOIN LATERAL (
                SELECT substring(s.guardians FOR 16) AS digest, s.kato
                FROM person_states s
                WHERE s.bucket = p.bucket AND s.person_id = p.id
                ORDER BY s.recorded_at DESC
                LIMIT 1
            ) l ON true",
            &[&buckets, &hmacs],
        )
        .await?;
    let held = rows.iter().map(|row| {
        Ok(Held {
            bucket: row.try_get(0)?,
            iin_hmac: row.try_get(1)?,
            id: row.try_get(2)?,
            wrapped_key: row.try_get(3)?,
            digest: row.try_get(4)?,
            kato: row.try_get(5)?,
        })
    });
    Ok(held.collect::<Result<_, tokio_postgres::Error>>()?)
}

/// Keeps the wrapped keys of new persons. They are no facts: an erasure destroys them.
pub(super) async fn insert_keys(tx: &Tx<'_>, keys: &[(i16, Uuid, Vec<u8>)]) -> Result<()> {
    let buckets: Vec<i16> = keys.iter().map(|key| key.0).collect();
    let persons: Vec<Uuid> = keys.iter().map(|key| key.1).collect();
    let wrapped: Vec<&[u8]> = keys.iter().map(|key| key.2.as_slice()).collect();
    tx.execute(
        "INSERT INTO person_keys (bucket, person_id, key_version, wrapped)
        SELECT u.bucket, u.person_id, 1, u.wrapped
        FROM unnest($1::int2[], $2::uuid[], $3::bytea[]) AS u (bucket, person_id, wrapped)",
        &[&buckets, &persons, &wrapped],
    )
    .await?;
    Ok(())
}

/// Adds to the index that leads from a guardian to children: bucket and hash of the guardian, bucket and id of the child. Sorted by the
/// caller, so that transactions take keys in one order.
pub(super) async fn insert_guardians(tx: &Tx<'_>, rows: &[(i16, Vec<u8>, i16, Uuid)]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let buckets: Vec<i16> = rows.iter().map(|row| row.0).collect();
    let hmacs: Vec<&[u8]> = rows.iter().map(|row| row.1.as_slice()).collect();
    let child_buckets: Vec<i16> = rows.iter().map(|row| row.2).collect();
    let children: Vec<Uuid> = rows.iter().map(|row| row.3).collect();
    tx.execute(
        "INSERT INTO guardians (bucket, guardian_hmac, child_bucket, child_id)
        SELECT u.bucket, u.guardian_hmac, u.child_bucket, u.child_id
        FROM unnest($1::int2[], $2::bytea[], $3::int2[], $4::uuid[]) AS u (bucket, guardian_hmac, child_bucket, child_id)
        ON CONFLICT (bucket, guardian_hmac, child_bucket, child_id) DO NOTHING",
        &[&buckets, &hmacs, &child_buckets, &children],
    )
    .await?;
    Ok(())
}

/// What the persons register says last of a person's guardians.
pub(super) struct GuardiansTold {
    pub(super) bucket: i16,
    pub(super) person_id: Uuid,
    pub(super) guardians: Vec<u8>,
    pub(super) wrapped_key: Vec<u8>,
}

/// The latest states of persons who are not erased, after a key, in the order of keys.
pub(super) async fn list_guardians_told(
    tx: &Tx<'_>,
    (bucket, person): (i16, Uuid),
    limit: i64,
) -> Result<Vec<GuardiansTold>> {
    let rows = tx
        .query(
            "SELECT k.bucket, k.person_id, s.guardians, k.wrapped
            FROM person_keys k
            CROSS JOIN LATERAL (
                SELECT s.guardians FROM person_states s
                WHERE s.bucket = k.bucket AND s.person_id = k.person_id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s
            WHERE (k.bucket, k.person_id) > ($1, $2)
            ORDER BY k.bucket, k.person_id
            LIMIT $3",
            &[&bucket, &person, &limit],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(GuardiansTold {
            bucket: row.try_get(0)?,
            person_id: row.try_get(1)?,
            guardians: row.try_get(2)?,
            wrapped_key: row.try_get(3)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Children among rows of the index (as [`insert_guardians`] takes them) that it does not hold.
pub(super) async fn list_unindexed(tx: &Tx<'_>, rows: &[(i16, Vec<u8>, i16, Uuid)]) -> Result<Vec<Uuid>> {
    let buckets: Vec<i16> = rows.iter().map(|row| row.0).collect();
    let hmacs: Vec<&[u8]> = rows.iter().map(|row| row.1.as_slice()).collect();
    let child_buckets: Vec<i16> = rows.iter().map(|row| row.2).collect();
    let children: Vec<Uuid> = rows.iter().map(|row| row.3).collect();
    let found = tx
        .query(
            "SELECT DISTINCT u.child_id
            FROM unnest($1::int2[], $2::bytea[], $3::int2[], $4::uuid[]) AS u (bucket, guardian_hmac, child_bucket, child_id)
            LEFT JOIN guardians g ON g.bucket = u.bucket AND g.guardian_hmac = u.guardian_hmac
                AND g.child_bucket = u.child_bucket AND g.child_id = u.child_id
            WHERE g.child_id IS NULL
            ORDER BY u.child_id",
            &[&buckets, &hmacs, &child_buckets, &children],
        )
        .await?;
    found.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// A person found by the keyed hash of the IIN.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) iin_hmac: Vec<u8>,
    pub(crate) bucket: i16,
    pub(crate) id: Uuid,
    pub(crate) birth_date: Date,
    /// The latest state says so.
    pub(crate) deceased: bool,
    /// Where the person lives, by the latest state.
    pub(crate) region: i16,
}

/// Persons by keyed hashes (with their buckets); who is not known is absent.
pub(crate) async fn find_known(tx: &Tx<'_>, hashes: &[(i16, Vec<u8>)]) -> Result<Vec<Known>> {
    let buckets: Vec<i16> = hashes.iter().map(|hash| hash.0).collect();
    let hmacs: Vec<&[u8]> = hashes.iter().map(|hash| hash.1.as_slice()).collect();
    let rows = tx
        .query(
            "SELECT
                p.iin_hmac,
                p.bucket,
                p.id,
                p.birth_date,
                coalesce(s.status = 'deceased', false),
                coalesce(s.region, p.region)
            FROM unnest($1::int2[], $2::bytea[]) AS u (bucket, iin_hmac)
            JOIN persons p ON p.bucket = u.bucket AND p.iin_hmac = u.iin_hmac
            LEFT JOIN LATERAL (
                SELECT s.status, s.region FROM person_states s
                WHERE s.bucket = p.bucket AND s.person_id = p.id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON true",
            &[&buckets, &hmacs],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Known {
                iin_hmac: row.try_get(0)?,
                bucket: row.try_get(1)?,
                id: row.try_get(2)?,
                birth_date: row.try_get(3)?,
                deceased: row.try_get(4)?,
                region: row.try_get(5)?,
            })
        })
        .collect()
}

/// When a person was first recorded.
pub(crate) async fn find_recorded(tx: &Tx<'_>, (bucket, id): (i16, Uuid)) -> Result<Option<Timestamp>> {
    let row = tx.find("SELECT recorded_at FROM persons WHERE bucket = $1 AND id = $2", &[&bucket, &id]).await?;
    row.map(|row| Ok(row.try_get(0)?)).transpose()
}

/// When the register told of a death, and its date, for as long as it tells of it.
pub(crate) async fn find_death(tx: &Tx<'_>, (bucket, id): (i16, Uuid)) -> Result<Option<(Timestamp, Date)>> {
    let row = tx
        .find(
            "SELECT recorded_at, effective_on, status = 'deceased' FROM person_states
            WHERE bucket = $1 AND person_id = $2
            ORDER BY recorded_at DESC LIMIT 1",
            &[&bucket, &id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let is_dead: bool = row.try_get(2)?;
    Ok(if is_dead { Some((row.try_get(0)?, row.try_get(1)?)) } else { None })
}

/// Persons by bucket and id; the hash stays empty.
pub(crate) async fn list_by_id(tx: &Tx<'_>, persons: &[(i16, Uuid)]) -> Result<Vec<Known>> {
    let (buckets, ids): (Vec<i16>, Vec<Uuid>) = persons.iter().copied().unzip();
    let rows = tx
        .query(
            "SELECT p.bucket, p.id, p.birth_date, coalesce(s.status = 'deceased', false), coalesce(s.region, p.region)
            FROM unnest($1::int2[], $2::uuid[]) AS u (bucket, person_id)
            JOIN persons p ON p.bucket = u.bucket AND p.id = u.person_id
            LEFT JOIN LATERAL (
                SELECT s.status, s.region FROM person_states s
                WHERE s.bucket = p.bucket AND s.person_id = p.id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON true",
            &[&buckets, &ids],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(Known {
            iin_hmac: Vec::new(),
            bucket: row.try_get(0)?,
            id: row.try_get(1)?,
            birth_date: row.try_get(2)?,
            deceased: row.try_get(3)?,
            region: row.try_get(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Living persons of a region born between two days, after a key, in the order of keys: bucket and id.
pub(crate) async fn list_living(
    tx: &Tx<'_>,
    region: i16,
    (first, last): (Date, Date),
    (bucket, id): (i16, Uuid),
    limit: i64,
) -> Result<Vec<(i16, Uuid)>> {
    let rows = tx
        .query(
            "SELECT p.bucket, p.id
            FROM persons p
            CROSS JOIN LATERAL (
                SELECT s.region, s.status FROM person_states s
                WHERE s.bucket = p.bucket AND s.person_id = p.id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s
            WHERE (p.bucket, p.id) > ($4, $5) AND p.birth_date BETWEEN $2 AND $3 AND s.region = $1 AND s.status = 'alive'
            ORDER BY p.bucket, p.id
            LIMIT $6",
            &[&region, &first, &last, &bucket, &id, &limit],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Where the latest state of the register says that somebody lives: region and KATO; `None` for the dead and for whom nobody knows.
pub(crate) async fn find_residence(tx: &Tx<'_>, (bucket, id): (i16, Uuid)) -> Result<Option<(i16, String)>> {
    let row = tx
        .find(
            "SELECT region, kato, status = 'alive' FROM person_states
            WHERE bucket = $1 AND person_id = $2
            ORDER BY recorded_at DESC LIMIT 1",
            &[&bucket, &id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let lives: bool = row.try_get(2)?;
    Ok(if lives { Some((row.try_get(0)?, row.try_get(1)?)) } else { None })
}

/// Whether somebody (bucket and keyed hash of the IIN) may sign for a person: oneself, or as a guardian by the persons register.
pub(crate) async fn signs_for(
    tx: &Tx<'_>,
    (bucket, hmac): (i16, Vec<u8>),
    (child_bucket, child): (i16, Uuid),
) -> Result<bool> {
    let row = tx
        .find(
            "SELECT EXISTS (SELECT 1 FROM persons p WHERE p.bucket = $1 AND p.iin_hmac = $2 AND p.bucket = $3 AND p.id = $4)
                OR EXISTS (
                    SELECT 1 FROM guardians g
                    WHERE g.bucket = $1 AND g.guardian_hmac = $2 AND g.child_bucket = $3 AND g.child_id = $4
                )",
            &[&bucket, &hmac, &child_bucket, &child],
        )
        .await?;
    Ok(row.map_or(Ok(false), |row| row.try_get(0))?)
}
