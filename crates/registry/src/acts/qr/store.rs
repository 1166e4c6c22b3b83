//! All SQL of technical failures.

use jiff::{Timestamp, civil::Date};
use law::DayMask;
use tokio_postgres::Row;
use uuid::Uuid;

use super::cure::days;
use crate::{
    fact,
    platform::{Fact, Result, Tx},
};

fact! {
    /// A technical failure of attendance by QR as a performer documents it: of a group, or of all (nil), on days of a month.
    pub(crate) struct QrFailure in "qr_failures" {
        region: i16 = "int2",
        month: Date = "date",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        group_id: Uuid = "uuid",
        from_day: i16 = "int2",
        to_day: i16 = "int2",
        document: String = "text",
        cause: String = "text",
    }
}

fact! {
    /// The issuer's word on a failure, once.
    pub(crate) struct QrDecision in "qr_failure_decisions" {
        region: i16 = "int2",
        month: Date = "date",
        failure_id: Uuid = "uuid",
        accepted: bool = "bool",
        reason: String = "text",
    }
}

/// A failure with what was decided.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) failure: QrFailure,
    pub(crate) recorded_at: Timestamp,
    pub(crate) performer_bin: String,
    pub(crate) performer_kk: String,
    pub(crate) performer_ru: String,
    pub(crate) programme: String,
    /// The group's code; empty: all groups.
    pub(crate) group: String,
    /// None: it waits for the issuer.
    pub(crate) accepted: Option<bool>,
    pub(crate) reason: String,
}

impl Known {
    /// What it is of: the group, or the performer when it is of all groups.
    pub(super) fn of(&self) -> Uuid {
        if self.failure.group_id.is_nil() { self.failure.performer_id } else { self.failure.group_id }
    }

    pub(super) fn days(&self) -> DayMask {
        days(self.failure.month, (self.failure.from_day, self.failure.to_day))
    }
}

const KNOWN: &str = "SELECT
        f.region, f.month, f.id, f.performer_id, f.group_id, f.from_day, f.to_day, f.document, f.cause, f.recorded_at, f.entry_id,
        p.bin, p.name_kk, p.name_ru, p.programme, coalesce(g.code, '') AS group_code, d.accepted, coalesce(d.reason, '') AS reason
    FROM qr_failures f
    JOIN performers p ON p.region = f.region AND p.id = f.performer_id
    LEFT JOIN groups g ON g.region = f.region AND g.id = f.group_id
    LEFT JOIN qr_failure_decisions d ON d.region = f.region AND d.month = f.month AND d.failure_id = f.id";

fn known(row: &Row) -> Result<Known> {
    Ok(Known {
        failure: QrFailure::read(row)?.fact,
        recorded_at: row.try_get("recorded_at")?,
        performer_bin: row.try_get("bin")?,
        performer_kk: row.try_get("name_kk")?,
        performer_ru: row.try_get("name_ru")?,
        programme: row.try_get("programme")?,
        group: row.try_get("group_code")?,
        accepted: row.try_get("accepted")?,
        reason: row.try_get("reason")?,
    })
}

/// Failures of performers in a month, in the order in which they came.
pub(in crate::acts) async fn list(
    tx: &Tx<'_>,
    (region, month): (i16, Date),
    performers: &[Uuid],
) -> Result<Vec<Known>> {
    let sql = format!(
        "{KNOWN} WHERE f.region = $1 AND f.month = $2 AND f.performer_id = ANY ($3) ORDER BY f.recorded_at, f.id"
    );
    tx.query(&sql, &[&region, &month, &performers]).await?.iter().map(known).collect()
}

/// Failures in the reader's sight of an issuer's performers, those that wait first, at most so many.
pub(crate) async fn list_of_issuer(tx: &Tx<'_>, issuer_bin: &str, limit: i64) -> Result<Vec<Known>> {
    let sql = format!(
        "{KNOWN} WHERE EXISTS (
            SELECT 1 FROM state_orders o JOIN issuers i ON i.region = o.region AND i.id = o.issuer_id
            WHERE o.region = f.region AND o.performer_id = f.performer_id AND i.bin = $1
        ) ORDER BY d.accepted IS NULL DESC, f.recorded_at DESC, f.id LIMIT $2"
    );
    tx.query(&sql, &[&issuer_bin, &limit]).await?.iter().map(known).collect()
}

/// How many failures of an issuer's performers wait for its word.
pub(crate) async fn count_waiting(tx: &Tx<'_>, issuer_bin: &str) -> Result<i64> {
    let row = tx
        .find(
            "SELECT count(*) FROM qr_failures f
            LEFT JOIN qr_failure_decisions d ON d.region = f.region AND d.month = f.month AND d.failure_id = f.id
            WHERE d.failure_id IS NULL AND EXISTS (
                SELECT 1 FROM state_orders o JOIN issuers i ON i.region = o.region AND i.id = o.issuer_id
                WHERE o.region = f.region AND o.performer_id = f.performer_id AND i.bin = $1
            )",
            &[&issuer_bin],
        )
        .await?;
    row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
}

/// One failure, where it lies in the reader's sight.
pub(super) async fn find(tx: &Tx<'_>, id: Uuid) -> Result<Option<Known>> {
    let sql = format!("{KNOWN} WHERE f.id = $1");
    tx.find(&sql, &[&id]).await?.as_ref().map(known).transpose()
}

/// Whether an issuer's BIN has ordered of a performer.
pub(super) async fn is_issuer(tx: &Tx<'_>, (region, performer): (i16, Uuid), bin: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM state_orders o JOIN issuers i ON i.region = o.region AND i.id = o.issuer_id
        WHERE o.region = $1 AND o.performer_id = $2 AND i.bin = $3 LIMIT 1";
    Ok(tx.find(sql, &[&region, &performer, &bin]).await?.is_some())
}

/// A performer's programme.
pub(super) async fn find_programme(tx: &Tx<'_>, (region, performer): (i16, Uuid)) -> Result<Option<String>> {
    let row = tx.find("SELECT programme FROM performers WHERE region = $1 AND id = $2", &[&region, &performer]).await?;
    row.map(|row| Ok(row.try_get(0)?)).transpose()
}

/// Whether the performer's act of the month is past its signature.
pub(super) async fn is_signed(tx: &Tx<'_>, (region, month): (i16, Date), performer: Uuid) -> Result<bool> {
    let sql = "SELECT 1 FROM acts WHERE region = $1 AND month = $2 AND performer_id = $3 AND state NOT IN ('draft', 'returned')";
    Ok(tx.find(sql, &[&region, &month, &performer]).await?.is_some())
}

/// Codes of groups of a performer with their titles.
pub(crate) async fn list_titles(tx: &Tx<'_>, region: i16, performer: Uuid) -> Result<Vec<(Uuid, String, String)>> {
    let rows = tx
        .query(
            "SELECT g.id, g.code, coalesce((
                SELECT r.title FROM group_revisions r WHERE r.region = g.region AND r.group_id = g.id ORDER BY r.recorded_at DESC LIMIT 1
            ), g.code)
            FROM groups g WHERE g.region = $1 AND g.performer_id = $2 ORDER BY g.code",
            &[&region, &performer],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}
