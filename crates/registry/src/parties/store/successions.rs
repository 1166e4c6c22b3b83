//! SQL of who took over from a performer.

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    fact,
    platform::{Fact as _, Result, Tx},
};

fact! {
    /// Who took over from a performer from a day; the latest row counts.
    pub struct Succession in "successions" {
        region: i16 = "int2",
        predecessor_id: Uuid = "uuid",
        successor_id: Uuid = "uuid",
        kind: String = "text",
        document: String = "text",
        effective_on: Date = "date",
    }
}

/// A performer with the one of another BIN that is admitted beside it in the same region and programme.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) region: i16,
    pub(crate) programme: String,
    pub(crate) predecessor: Uuid,
    /// `None` where the other BIN is not admitted.
    pub(crate) successor: Option<Uuid>,
}

/// The performers of a BIN, each with the other BIN's, by region and id.
pub(crate) async fn list_pairs(tx: &Tx<'_>, predecessor: &str, successor: &str) -> Result<Vec<Pair>> {
    let rows = tx
        .query(
            "SELECT p.region, p.programme, p.id, s.id
            FROM performers p
            LEFT JOIN performers s ON s.region = p.region AND s.programme = p.programme AND s.bin = $2
            WHERE p.bin = $1
            ORDER BY p.region, p.id",
            &[&predecessor, &successor],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(Pair {
            region: row.try_get(0)?,
            programme: row.try_get(1)?,
            predecessor: row.try_get(2)?,
            successor: row.try_get(3)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The latest successions of performers of a region, and of those that they took over from.
pub(crate) async fn list_successions(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<Vec<Succession>> {
    let sql = format!(
        "SELECT DISTINCT ON (latest.predecessor_id) latest.* FROM ({}) AS latest
        WHERE latest.region = $1 AND (latest.predecessor_id = ANY ($2) OR latest.successor_id = ANY ($2))
        ORDER BY latest.predecessor_id, latest.recorded_at DESC",
        Succession::SELECT
    );
    let rows = tx.query(&sql, &[&region, &performers]).await?;
    Ok(rows.iter().map(|row| Ok(Succession::read(row)?.fact)).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// A succession as a list shows it.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub(crate) predecessor_bin: String,
    pub(crate) successor_bin: String,
    pub(crate) succession: Succession,
}

/// What was taken over, the newest first.
pub(crate) async fn list_newest(tx: &Tx<'_>, limit: i64) -> Result<Vec<Taken>> {
    let rows = tx
        .query(
            "SELECT p.bin AS predecessor_bin, n.bin AS successor_bin, s.*
            FROM successions s
            JOIN performers p ON p.region = s.region AND p.id = s.predecessor_id
            JOIN performers n ON n.region = s.region AND n.id = s.successor_id
            ORDER BY s.recorded_at DESC, s.region, s.predecessor_id
            LIMIT $1",
            &[&limit],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(Taken {
            predecessor_bin: row.try_get("predecessor_bin")?,
            successor_bin: row.try_get("successor_bin")?,
            succession: Succession::read(row)?.fact,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, tokio_postgres::Error>>()?)
}
