//! SQL of an act's way after both signatures, for the slices that follow: invoices and payments.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// An act on its way to payment, with its payee.
#[derive(Clone, Debug)]
pub(crate) struct Staged {
    pub(crate) region: i16,
    pub(crate) month: Date,
    pub(crate) id: Uuid,
    pub(crate) number: String,
    pub(crate) programme: String,
    pub(crate) state: String,
    /// What was signed (tiyn).
    pub(crate) total: i64,
    pub(crate) performer_id: Uuid,
    pub(crate) performer_bin: String,
    pub(crate) performer_name: String,
    pub(crate) performer_kind: String,
    pub(crate) iban: String,
    pub(crate) bik: String,
}

const COLUMNS: &str = "SELECT
        a.region,
        a.month,
        a.id,
        a.number,
        a.programme,
        a.state,
        v.total,
        a.performer_id,
        p.bin,
        p.name_ru,
        p.kind,
        p.iban,
        p.bik
    FROM acts a
    JOIN act_versions v ON v.region = a.region AND v.month = a.month AND v.act_id = a.id AND v.version = a.version
    JOIN performers p ON p.region = a.region AND p.id = a.performer_id";

fn read(row: &Row) -> Result<Staged, tokio_postgres::Error> {
    Ok(Staged {
        region: row.try_get(0)?,
        month: row.try_get(1)?,
        id: row.try_get(2)?,
        number: row.try_get(3)?,
        programme: row.try_get(4)?,
        state: row.try_get(5)?,
        total: row.try_get(6)?,
        performer_id: row.try_get(7)?,
        performer_bin: row.try_get(8)?,
        performer_name: row.try_get(9)?,
        performer_kind: row.try_get(10)?,
        iban: row.try_get(11)?,
        bik: row.try_get(12)?,
    })
}

/// Acts by their numbers.
pub(crate) async fn list_by_numbers(tx: &Tx<'_>, numbers: &[&str]) -> Result<Vec<Staged>> {
    let sql = format!("{COLUMNS} WHERE a.number = ANY ($1) ORDER BY a.region, a.performer_id, a.id");
    let rows = tx.query(&sql, &[&numbers]).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The acts of a month (and programme) that can be paid: invoiced, or signed by both with nothing to pay. Where another took over from the
/// performer, the payee is that one: its BIN, name, kind and account; whose act it is stays the same.
pub(crate) async fn list_payable(tx: &Tx<'_>, month: Date, programme: Option<&str>) -> Result<Vec<Staged>> {
    let own = "p.id = a.performer_id";
    let payee = "p.id = coalesce((
            SELECT s.successor_id FROM successions s
            WHERE s.region = a.region AND s.predecessor_id = a.performer_id
            ORDER BY s.recorded_at DESC LIMIT 1
        ), a.performer_id)";
    let sql = format!(
        "{}
        WHERE a.month = $1 AND ($2::text IS NULL OR a.programme = $2)
            AND (a.state = 'invoiced' OR a.state = 'issuer_signed' AND v.total = 0)
        ORDER BY a.region, a.programme, a.performer_id, a.id",
        COLUMNS.replace(own, payee)
    );
    let rows = tx.query(&sql, &[&month, &programme]).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Whether a performer has signed an act of a month or later.
pub(crate) async fn has_signed(tx: &Tx<'_>, region: i16, performer: Uuid, month: Date) -> Result<bool> {
    let sql = "SELECT EXISTS (
        SELECT 1 FROM acts
        WHERE region = $1 AND performer_id = $2 AND month >= $3 AND state NOT IN ('draft', 'returned')
    )";
    let row = tx.find(sql, &[&region, &performer, &month]).await?;
    Ok(row.map_or(Ok(false), |row| row.try_get(0))?)
}

/// Moves acts of one region and month on, each from the state it must be in; tells how many were.
pub(crate) async fn move_on(
    tx: &Tx<'_>,
    (region, month): (i16, Date),
    ids: &[Uuid],
    from: &str,
    to: &str,
) -> Result<u64> {
    tx.execute(
        "UPDATE acts SET state = $5 WHERE region = $1 AND month = $2 AND id = ANY ($3) AND state = $4",
        &[&region, &month, &ids, &from, &to],
    )
    .await
}
