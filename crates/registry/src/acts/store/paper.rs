//! SQL of an act's paper: the frozen bytes of the current version and the signatures over them.

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// The frozen bytes of an act's current version.
#[derive(Clone, Debug)]
pub(crate) struct Frozen {
    /// Its number.
    pub(crate) number: String,
    /// The version.
    pub(crate) version: i16,
    /// The canonical XML that is signed.
    pub(crate) xml: Vec<u8>,
    /// When the version was made.
    pub(crate) recorded_at: Timestamp,
    /// The performer's BIN and its names in the registry, in Kazakh and Russian.
    pub(crate) performer: (String, String, String),
    /// The issuer's BIN and its name in the registry.
    pub(crate) issuer: (String, String),
    /// The performer's signature first.
    pub(crate) signatures: Vec<Signature>,
}

/// A signature over the version.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    /// `performer` or `issuer`.
    pub(crate) side: String,
    /// The organisation that the certificate names.
    pub(crate) bin: String,
    /// How it was made.
    pub(crate) algorithm: String,
    /// The message with the certificate.
    pub(crate) cms: Vec<u8>,
    /// When it was made, as it says itself; may be empty.
    pub(crate) signed_at: String,
    /// When the registry took it.
    pub(crate) recorded_at: Timestamp,
    /// The entry of the journal that proves it: its public id at `/verify`.
    pub(crate) entry: Uuid,
}

/// An act's paper, if the act lies in the scope.
pub(crate) async fn find_frozen(tx: &Tx<'_>, act: Uuid) -> Result<Option<Frozen>> {
    let row = tx
        .find(
            "SELECT a.number, v.version, v.xml, v.recorded_at, p.bin, p.name_kk, p.name_ru, i.bin, i.name
            FROM acts a
            JOIN act_versions v ON v.region = a.region AND v.month = a.month AND v.act_id = a.id AND v.version = a.version
            JOIN performers p ON p.region = a.region AND p.id = a.performer_id
            JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id
            WHERE a.id = $1",
            &[&act],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let signatures = tx
        .query(
            "SELECT s.side, s.bin, s.algorithm, s.cms, coalesce(s.evidence ->> 'signed_at', ''), s.recorded_at, s.entry_id
            FROM acts a
            JOIN act_signatures s ON s.region = a.region AND s.month = a.month AND s.act_id = a.id AND s.version = a.version
            WHERE a.id = $1
            ORDER BY s.side DESC",
            &[&act],
        )
        .await?;
    Ok(Some(Frozen {
        number: row.try_get(0)?,
        version: row.try_get(1)?,
        xml: row.try_get(2)?,
        recorded_at: row.try_get(3)?,
        performer: (row.try_get(4)?, row.try_get(5)?, row.try_get(6)?),
        issuer: (row.try_get(7)?, row.try_get(8)?),
        signatures: signatures.iter().map(read_signature).collect::<Result<_>>()?,
    }))
}

fn read_signature(row: &Row) -> Result<Signature> {
    Ok(Signature {
        side: row.try_get(0)?,
        bin: row.try_get(1)?,
        algorithm: row.try_get(2)?,
        cms: row.try_get(3)?,
        signed_at: row.try_get(4)?,
        recorded_at: row.try_get(5)?,
        entry: row.try_get(6)?,
    })
}
