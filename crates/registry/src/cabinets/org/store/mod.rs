//! All SQL of the performer's pages. Every statement names the performer's own regions and ids, and runs as the role that sees nothing else.

pub(super) mod acts;
pub(super) mod attendance;
pub(super) mod children;
pub(super) mod groups;
pub(super) mod lines;

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use super::Own;
use crate::platform::{Result, Tx};

/// A performer of the organisation: one in each region and programme it is admitted to.
#[derive(Clone, Debug)]
pub(super) struct Performer {
    pub(super) id: Uuid,
    pub(super) programme: String,
    /// `good`, `suspended` or `terminated`, with its reason and the day from which it holds.
    pub(super) standing: Option<(String, String, Date)>,
    /// Places and money (tiyn) of its state orders in the month asked for.
    pub(super) ordered: Option<(i64, i64)>,
}

/// The organisation's performers with their standing on a day and their state order of a month.
pub(super) async fn list_performers(tx: &Tx<'_>, own: &Own, month: Date) -> Result<Vec<Performer>> {
    let rows = tx
        .query(
            "SELECT
                p.id,
                p.programme,
                s.standing,
                s.reason,
                s.effective_on,
                o.places,
                o.amount
            FROM performers p
            LEFT JOIN LATERAL (
                SELECT s.standing, s.reason, s.effective_on FROM standings s
                WHERE s.region = p.region AND s.performer_id = p.id AND s.effective_on <= $3
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON true
            LEFT JOIN LATERAL (
                SELECT sum(m.places)::int8 AS places, sum(m.amount)::int8 AS amount
                FROM state_orders o
                JOIN state_order_months m ON m.region = o.region AND m.state_order_id = o.id AND m.month = $4
                WHERE o.region = p.region AND o.performer_id = p.id
            ) o ON true
            WHERE p.region = ANY ($1) AND p.id = ANY ($2)
            ORDER BY p.programme, p.region
            LIMIT 100",
            &[&own.regions, &own.performers, &tx.today(), &month],
        )
        .await?;
    let read = |row: &Row| {
        let standing: Option<String> = row.try_get(2)?;
        let since = row.try_get::<_, Option<String>>(3)?.zip(row.try_get::<_, Option<Date>>(4)?);
        Ok(Performer {
            id: row.try_get(0)?,
            programme: row.try_get(1)?,
            standing: standing.zip(since).map(|(standing, (reason, day))| (standing, reason, day)),
            ordered: row.try_get::<_, Option<i64>>(5)?.zip(row.try_get(6)?),
        })
    };
    rows.iter().map(read).collect()
}

/// The months up to a day in which the organisation has children or acts, the newest first.
pub(super) async fn list_months(tx: &Tx<'_>, own: &Own, until: Date) -> Result<Vec<Date>> {
    let rows = tx
        .query(
            "SELECT month FROM (
                SELECT t.month FROM portions t
                WHERE t.region = ANY ($1) AND t.performer_id = ANY ($2) AND t.month <= $3
                UNION
                SELECT a.month FROM acts a
                WHERE a.region = ANY ($1) AND a.performer_id = ANY ($2) AND a.month <= $3
            ) m
            ORDER BY month DESC
            LIMIT 24",
            &[&own.regions, &own.performers, &until],
        )
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Whether an act was made from what is known now: its performer's epoch has not moved since. Asked as the region's reader, because the
/// epoch is nobody's own.
pub(super) async fn is_current(tx: &Tx<'_>, (region, month, act): (i16, Date, Uuid), performer: Uuid) -> Result<bool> {
    let row = tx
        .find(
            "SELECT l.epoch = a.epoch
            FROM acts a
            JOIN performer_locks l ON l.region = a.region AND l.performer_id = a.performer_id
            WHERE a.region = $1 AND a.month = $2 AND a.id = $3 AND a.performer_id = $4",
            &[&region, &month, &act, &performer],
        )
        .await?;
    row.map_or(Ok(false), |row| Ok(row.try_get(0)?))
}

/// A performer's BIN and its names in Kazakh and Russian.
pub(super) async fn find_performer(tx: &Tx<'_>, id: Uuid) -> Result<Option<(String, String, String)>> {
    let row = tx.find("SELECT bin, name_kk, name_ru FROM performers WHERE id = $1", &[&id]).await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).transpose()
}
