//! All SQL of sign-in.

use jiff::{Timestamp, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{
    fact,
    platform::{Result, Tx},
};

fact! {
    /// A person's right to act in a role for an organisation; the latest row of (person, BIN, role) counts.
    /// `regions`: codes by commas, empty for the nation.
    pub struct Mandate in "mandates" {
        bucket: i16 = "int2",
        person_hmac: Vec<u8> = "bytea",
        bin: String = "text",
        role: String = "text",
        regions: String = "text",
        valid_from: Date = "date",
        valid_to: Option<Date> = "date",
    }
}

fact! {
    /// The programmes of a mandate recorded with it: codes by commas. A mandate without is for all programmes.
    pub struct MandateProgrammes in "mandate_programmes" {
        bucket: i16 = "int2",
        person_hmac: Vec<u8> = "bytea",
        bin: String = "text",
        role: String = "text",
        programmes: String = "text",
    }
}

fact! {
    /// Who read the card of a person, for what.
    pub struct Reading in "readings" {
        bucket: i16 = "int2",
        person_id: Uuid = "uuid",
        reader_hmac: Vec<u8> = "bytea",
        organisation: String = "text",
        role: String = "text",
        purpose: String = "text",
        request: Uuid = "uuid",
    }
}

/// A mandate with its programmes: codes by commas, empty for all.
#[derive(Clone, PartialEq)]
pub(super) struct Held {
    pub(super) mandate: Mandate,
    pub(super) programmes: String,
}

/// The latest mandates of persons, by (bucket, hash).
pub(super) async fn list_mandates(tx: &Tx<'_>, hashes: &[(i16, Vec<u8>)]) -> Result<Vec<Held>> {
    let buckets: Vec<i16> = hashes.iter().map(|hash| hash.0).collect();
    let hmacs: Vec<&[u8]> = hashes.iter().map(|hash| hash.1.as_slice()).collect();
    let rows = tx
        .query(
            "SELECT DISTINCT ON (m.bucket, m.person_hmac, m.bin, m.role)
                m.bucket, m.person_hmac, m.bin, m.role, m.regions, m.valid_from, m.valid_to, coalesce(p.programmes, '')
            FROM unnest($1::int2[], $2::bytea[]) AS u (bucket, person_hmac)
            JOIN mandates m ON m.bucket = u.bucket AND m.person_hmac = u.person_hmac
            LEFT JOIN mandate_programmes p ON p.bucket = m.bucket AND p.person_hmac = m.person_hmac AND p.bin = m.bin
                AND p.role = m.role AND p.recorded_at = m.recorded_at
            ORDER BY m.bucket, m.person_hmac, m.bin, m.role, m.recorded_at DESC",
            &[&buckets, &hmacs],
        )
        .await?;
    let read = |row: &Row| -> Result<Held, tokio_postgres::Error> {
        let mandate = Mandate {
            bucket: row.try_get(0)?,
            person_hmac: row.try_get(1)?,
            bin: row.try_get(2)?,
            role: row.try_get(3)?,
            regions: row.try_get(4)?,
            valid_from: row.try_get(5)?,
            valid_to: row.try_get(6)?,
        };
        Ok(Held { mandate, programmes: row.try_get(7)? })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Issuers of BINs: BIN, region, name.
pub(super) async fn list_issuers(tx: &Tx<'_>, bins: &[&str]) -> Result<Vec<(String, i16, String)>> {
    let sql = "SELECT bin, region, name FROM issuers WHERE bin = ANY ($1) ORDER BY bin, region";
    let rows = tx.query(sql, &[&bins]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// A performer of a BIN: one in each region and programme.
pub(super) struct Party {
    pub(super) bin: String,
    pub(super) region: i16,
    pub(super) id: Uuid,
    pub(super) names: [String; 2],
}

/// Performers of BINs.
pub(super) async fn list_performers(tx: &Tx<'_>, bins: &[&str]) -> Result<Vec<Party>> {
    let sql =
        "SELECT bin, region, id, name_kk, name_ru FROM performers WHERE bin = ANY ($1) ORDER BY bin, region, programme";
    let rows = tx.query(sql, &[&bins]).await?;
    let read = |row: &Row| {
        Ok(Party {
            bin: row.try_get(0)?,
            region: row.try_get(1)?,
            id: row.try_get(2)?,
            names: [row.try_get(3)?, row.try_get(4)?],
        })
    };
    rows.iter().map(read).collect()
}

/// A person of the register by the keyed hash, and whether a voucher is theirs.
pub(super) async fn find_person(tx: &Tx<'_>, bucket: i16, hmac: &[u8]) -> Result<Option<(Uuid, bool)>> {
    let sql = "SELECT p.id, EXISTS (SELECT 1 FROM person_vouchers v WHERE v.bucket = p.bucket AND v.person_id = p.id)
        FROM persons p WHERE p.bucket = $1 AND p.iin_hmac = $2";
    let row = tx.find(sql, &[&bucket, &hmac]).await?;
    Ok(row.map(|row| Ok::<_, tokio_postgres::Error>((row.try_get(0)?, row.try_get(1)?))).transpose()?)
}

/// A child that may be a guardian's: what the persons register says of it last.
pub(super) struct Candidate {
    pub(super) bucket: i16,
    pub(super) id: Uuid,
    pub(super) birth_date: Date,
    pub(super) guardians: Vec<u8>,
    pub(super) wrapped_key: Vec<u8>,
}

/// Children whom the index leads to from a guardian, erased ones left out.
pub(super) async fn list_candidates(tx: &Tx<'_>, bucket: i16, hmac: &[u8]) -> Result<Vec<Candidate>> {
    let rows = tx
        .query(
            "SELECT p.bucket, p.id, p.birth_date, s.guardians, k.wrapped
            FROM guardians g
            JOIN persons p ON p.bucket = g.child_bucket AND p.id = g.child_id
            JOIN person_keys k ON k.bucket = p.bucket AND k.person_id = p.id
            CROSS JOIN LATERAL (
                SELECT s.guardians FROM person_states s
                WHERE s.bucket = p.bucket AND s.person_id = p.id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s
            WHERE g.bucket = $1 AND g.guardian_hmac = $2
            ORDER BY p.birth_date, p.id
            LIMIT 100",
            &[&bucket, &hmac],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Candidate {
            bucket: row.try_get(0)?,
            id: row.try_get(1)?,
            birth_date: row.try_get(2)?,
            guardians: row.try_get(3)?,
            wrapped_key: row.try_get(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Keeps a nonce.
pub(super) async fn insert_nonce(
    tx: &Tx<'_>,
    nonce: &[u8],
    bound: (&[u8], &str, &str),
    expires_at: Timestamp,
) -> Result<()> {
    let (binding, origin, purpose) = bound;
    tx.execute(
        "INSERT INTO nonces (nonce_sha256, binding_sha256, origin, purpose, expires_at) VALUES ($1, $2, $3, $4, $5)",
        &[&nonce, &binding, &origin, &purpose, &expires_at],
    )
    .await?;
    Ok(())
}

/// Spends a nonce: whether it was there, bound so, in time and not used.
pub(super) async fn spend_nonce(tx: &Tx<'_>, nonce: &[u8], bound: (&[u8], &str, &str)) -> Result<bool> {
    let (binding, origin, purpose) = bound;
    let spent = tx
        .execute(
            "UPDATE nonces SET used_at = $5
            WHERE nonce_sha256 = $1 AND binding_sha256 = $2 AND origin = $3 AND purpose = $4 AND used_at IS NULL AND expires_at > $5",
            &[&nonce, &binding, &origin, &purpose, &tx.at()],
        )
        .await?;
    Ok(spent == 1)
}

/// Erases nonces that could be signed until before $1; see [`crate::platform::housekeeping::erase`].
pub(super) const ERASE_NONCES: &str =
    "DELETE FROM nonces WHERE nonce_sha256 IN (SELECT n.nonce_sha256 FROM nonces n WHERE n.expires_at < $1 LIMIT $2)";

/// Erases sessions that were used before $1 last.
pub(super) const ERASE_SESSIONS: &str =
    "DELETE FROM sessions WHERE token_sha256 IN (SELECT s.token_sha256 FROM sessions s WHERE s.used_at < $1 LIMIT $2)";

/// A session as it is kept.
pub(super) struct Session {
    pub(super) id: Uuid,
    pub(super) person_hmac: Vec<u8>,
    pub(super) name_cipher: Vec<u8>,
    pub(super) role: Option<String>,
    pub(super) bin: Option<String>,
    pub(super) created_at: Timestamp,
    pub(super) used_at: Timestamp,
    pub(super) stepped_up_until: Option<Timestamp>,
}

/// A session as its person sees it in the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The session.
    pub id: Uuid,
    /// The role that was chosen, if one was.
    pub role: Option<String>,
    /// For which BIN; empty for a private person.
    pub bin: Option<String>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was used last, to the minute.
    pub used_at: Timestamp,
    /// When it ended; none while it lives.
    pub ended_at: Option<Timestamp>,
    /// Why: `signed_out`, `too_many`, `capacity`, `time`; empty while it lives.
    pub ended_why: String,
}

/// Keeps a new session and ends the oldest of a person who has too many; answers how many those were.
pub(super) async fn insert_session(tx: &Tx<'_>, token: &[u8], session: &Session) -> Result<u64> {
    end_idle(tx, &session.person_hmac).await?;
    tx.execute(
        "INSERT INTO sessions (token_sha256, id, person_hmac, name_cipher, role, bin, created_at, used_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        &[
            &token,
            &session.id,
            &session.person_hmac,
            &session.name_cipher,
            &session.role,
            &session.bin,
            &session.created_at,
        ],
    )
    .await?;
    tx.execute(
        "UPDATE sessions SET ended_at = $2, ended_why = 'too_many'
        WHERE ended_at IS NULL AND person_hmac = $1 AND token_sha256 NOT IN (
            SELECT token_sha256 FROM sessions WHERE person_hmac = $1 AND ended_at IS NULL ORDER BY created_at DESC LIMIT $3
        )",
        &[&session.person_hmac, &tx.at(), &super::SESSIONS_MAX],
    )
    .await
}

/// Ends the sessions of a person whose time is over, though nobody has asked since.
pub(super) async fn end_idle(tx: &Tx<'_>, person_hmac: &[u8]) -> Result<()> {
    let (idle, old) = (tx.at().checked_sub(super::IDLE)?, tx.at().checked_sub(super::LIFE)?);
    tx.execute(
        "UPDATE sessions SET ended_at = $2, ended_why = 'time'
        WHERE ended_at IS NULL AND person_hmac = $1 AND (used_at <= $3 OR created_at <= $4)",
        &[&person_hmac, &tx.at(), &idle, &old],
    )
    .await?;
    Ok(())
}

/// The sessions of a person that are remembered, the newest first.
pub(super) async fn list_sessions(tx: &Tx<'_>, person_hmac: &[u8]) -> Result<Vec<Listed>> {
    let sql = "SELECT id, role, bin, created_at, used_at, ended_at, ended_why
        FROM sessions WHERE person_hmac = $1 ORDER BY created_at DESC LIMIT 100";
    let read = |row: &Row| {
        Ok(Listed {
            id: row.try_get(0)?,
            role: row.try_get(1)?,
            bin: row.try_get(2)?,
            created_at: row.try_get(3)?,
            used_at: row.try_get(4)?,
            ended_at: row.try_get(5)?,
            ended_why: row.try_get(6)?,
        })
    };
    tx.query(sql, &[&person_hmac]).await?.iter().map(read).collect()
}

/// Ends a session of a person by its id; whether it was live.
pub(super) async fn end_own(tx: &Tx<'_>, person_hmac: &[u8], id: Uuid) -> Result<bool> {
    let sql = "UPDATE sessions SET ended_at = $3, ended_why = 'signed_out' WHERE person_hmac = $1 AND id = $2 AND ended_at IS NULL";
    Ok(tx.execute(sql, &[&person_hmac, &id, &tx.at()]).await? == 1)
}

/// The session of a token, unless it has ended.
pub(super) async fn find_session(tx: &Tx<'_>, token: &[u8]) -> Result<Option<Session>> {
    let sql = "SELECT id, person_hmac, name_cipher, role, bin, created_at, used_at, stepped_up_until
        FROM sessions WHERE token_sha256 = $1 AND ended_at IS NULL";
    let read = |row: Row| {
        Ok::<_, tokio_postgres::Error>(Session {
            id: row.try_get(0)?,
            person_hmac: row.try_get(1)?,
            name_cipher: row.try_get(2)?,
            role: row.try_get(3)?,
            bin: row.try_get(4)?,
            created_at: row.try_get(5)?,
            used_at: row.try_get(6)?,
            stepped_up_until: row.try_get(7)?,
        })
    };
    Ok(tx.find(sql, &[&token]).await?.map(read).transpose()?)
}

/// Notes that a session was used.
pub(super) async fn touch_session(tx: &Tx<'_>, token: &[u8]) -> Result<()> {
    tx.execute("UPDATE sessions SET used_at = $2 WHERE token_sha256 = $1", &[&token, &tx.at()]).await?;
    Ok(())
}

/// Ends a session, for a reason that the table knows.
pub(super) async fn end_session(tx: &Tx<'_>, token: &[u8], why: &str) -> Result<()> {
    let sql = "UPDATE sessions SET ended_at = $2, ended_why = $3 WHERE token_sha256 = $1 AND ended_at IS NULL";
    tx.execute(sql, &[&token, &tx.at(), &why]).await?;
    Ok(())
}

/// Chooses the capacity; a step-up given in another one is over.
pub(super) async fn choose(tx: &Tx<'_>, token: &[u8], role: &str, bin: &str) -> Result<()> {
    let sql = "UPDATE sessions SET role = $2, bin = $3, stepped_up_until = NULL WHERE token_sha256 = $1";
    tx.execute(sql, &[&token, &role, &bin]).await?;
    Ok(())
}

/// Opens what moves money until then.
pub(super) async fn step_up(tx: &Tx<'_>, token: &[u8], until: Timestamp) -> Result<()> {
    tx.execute("UPDATE sessions SET stepped_up_until = $2 WHERE token_sha256 = $1", &[&token, &until]).await?;
    Ok(())
}

/// Readings of a person's card, the newest first.
pub(super) async fn list_readings(
    tx: &Tx<'_>,
    bucket: i16,
    person: Uuid,
    limit: i64,
) -> Result<Vec<(Timestamp, Reading)>> {
    let rows = tx
        .query(
            "SELECT bucket, person_id, reader_hmac, organisation, role, purpose, request, recorded_at
            FROM readings WHERE bucket = $1 AND person_id = $2
            ORDER BY recorded_at DESC LIMIT $3",
            &[&bucket, &person, &limit],
        )
        .await?;
    let read = |row: &Row| {
        let reading = Reading {
            bucket: row.try_get(0)?,
            person_id: row.try_get(1)?,
            reader_hmac: row.try_get(2)?,
            organisation: row.try_get(3)?,
            role: row.try_get(4)?,
            purpose: row.try_get(5)?,
            request: row.try_get(6)?,
        };
        Ok((row.try_get(7)?, reading))
    };
    rows.iter().map(read).collect()
}
