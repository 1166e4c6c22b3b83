//! All SQL of the slice `funding`.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{
    fact,
    platform::{Fact as _, Result, Tx},
};

fact! {
    /// What a state performer's month costs (tiyn), and the budget line that pays what its parts do not hold.
    pub(crate) struct Estimate in "estimates" {
        region: i16 = "int2",
        performer_id: Uuid = "uuid",
        month: Date = "date",
        amount: i64 = "int8",
        line_id: Uuid = "uuid",
        document_number: String = "text",
        document_date: Date = "date",
    }
}

fact! {
    /// Places that the capital component is paid for; none: the obligation has ended.
    pub(crate) struct Obligation in "capital_obligations" {
        region: i16 = "int2",
        performer_id: Uuid = "uuid",
        id: Uuid = "uuid",
        number: String = "text",
        kind: String = "text",
        places: i32 = "int4",
        accepted_on: Date = "date",
        document: String = "text",
        first_month: Date = "date",
        last_month: Date = "date",
    }
}

/// A performer that money beside its parts may be entered for.
#[derive(Clone, Debug)]
pub(super) struct Payee {
    pub(super) id: Uuid,
    pub(super) bin: String,
    /// `state`, `private`.
    pub(super) kind: String,
    /// The BIN of the issuer of its latest state order.
    pub(super) issuer_bin: Option<String>,
}

/// Performers of a region and programme by BIN.
pub(super) async fn list_payees(tx: &Tx<'_>, region: i16, programme: &str, bins: &[&str]) -> Result<Vec<Payee>> {
    let rows = tx
        .query(
            "SELECT p.id, p.bin, p.kind, i.bin
            FROM performers p
            LEFT JOIN LATERAL (
                SELECT o.issuer_id FROM state_orders o
                WHERE o.region = p.region AND o.performer_id = p.id
                ORDER BY o.signed_on DESC, o.id DESC LIMIT 1
            ) o ON true
            LEFT JOIN issuers i ON i.region = p.region AND i.id = o.issuer_id
            WHERE p.region = $1 AND p.programme = $2 AND p.bin = ANY ($3)",
            &[&region, &programme, &bins],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Payee { id: row.try_get(0)?, bin: row.try_get(1)?, kind: row.try_get(2)?, issuer_bin: row.try_get(3)? })
    };
    rows.iter().map(read).collect()
}

/// The latest estimate of each month of performers, with when it was recorded.
pub(crate) async fn list_estimates(
    tx: &Tx<'_>,
    region: i16,
    performers: &[Uuid],
    months: (Date, Date),
) -> Result<Vec<(Estimate, Timestamp)>> {
    let sql = format!(
        "SELECT DISTINCT ON (performer_id, month) * FROM ({}) e
        WHERE region = $1 AND performer_id = ANY ($2) AND month BETWEEN $3 AND $4
        ORDER BY performer_id, month, recorded_at DESC",
        Estimate::SELECT
    );
    let rows = tx.query(&sql, &[&region, &performers, &months.0, &months.1]).await?;
    rows.iter().map(|row| Ok(Estimate::read(row).map(|read| (read.fact, read.recorded_at))?)).collect()
}

/// The latest row of each obligation of performers, with when it was recorded.
pub(crate) async fn list_obligations(
    tx: &Tx<'_>,
    region: i16,
    performers: &[Uuid],
) -> Result<Vec<(Obligation, Timestamp)>> {
    let sql = format!(
        "SELECT DISTINCT ON (performer_id, id) * FROM ({}) o
        WHERE region = $1 AND performer_id = ANY ($2)
        ORDER BY performer_id, id, recorded_at DESC",
        Obligation::SELECT
    );
    let rows = tx.query(&sql, &[&region, &performers]).await?;
    rows.iter().map(|row| Ok(Obligation::read(row).map(|read| (read.fact, read.recorded_at))?)).collect()
}

/// What is held of a performer's month: on its parts, and beside them on a line (tiyn).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) parts: i64,
    pub(super) beside: i64,
}

/// What is held of the months of performers (3 = book, 4 = release, 5 = write-off; 14 = reserve, 15 = unreserve).
pub(super) async fn list_held(
    tx: &Tx<'_>,
    region: i16,
    performers: &[Uuid],
    months: &[Date],
) -> Result<HashMap<(Uuid, Date), Held>> {
    let rows = tx
        .query(
            "SELECT h.performer_id, h.month, sum(h.parts)::int8, sum(h.beside)::int8
            FROM (
                SELECT t.performer_id, t.month,
                    CASE m.kind WHEN 3 THEN m.amount WHEN 4 THEN -m.amount ELSE -m.amount - m.rest END AS parts, 0 AS beside
                FROM portions t
                JOIN movements m ON m.region = t.region AND m.month = t.month AND m.subject = t.voucher_id AND m.part_month = t.month
                    AND m.portion = t.portion AND m.kind IN (3, 4, 5)
                WHERE t.region = $1 AND t.month = ANY ($3) AND t.performer_id = ANY ($2)
                UNION ALL
                SELECT m.subject, m.month, 0, CASE m.kind WHEN 14 THEN m.amount ELSE -m.amount END
                FROM movements m
                WHERE m.region = $1 AND m.month = ANY ($3) AND m.subject = ANY ($2) AND m.kind IN (14, 15)
            ) h
            GROUP BY h.performer_id, h.month",
            &[&region, &performers, &months],
        )
        .await?;
    let read = |row: &Row| -> Result<_> {
        Ok(((row.try_get(0)?, row.try_get(1)?), Held { parts: row.try_get(2)?, beside: row.try_get(3)? }))
    };
    rows.iter().map(read).collect()
}

/// Months of performers that the issuer has signed.
pub(super) async fn list_signed(
    tx: &Tx<'_>,
    region: i16,
    performers: &[Uuid],
    months: &[Date],
) -> Result<Vec<(Uuid, Date)>> {
    let rows = tx
        .query(
            "SELECT performer_id, month FROM acts
            WHERE region = $1 AND month = ANY ($3) AND performer_id = ANY ($2) AND state NOT IN ('draft', 'performer_signed', 'returned')",
            &[&region, &performers, &months],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// What lists are sorted by: region, performer's BIN, month or number of the obligation.
pub(crate) type Key = (i16, String, String);

/// An estimate as pages and the API show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EstimateRow {
    pub(crate) region: i16,
    pub(crate) performer_bin: String,
    pub(crate) name_kk: String,
    pub(crate) name_ru: String,
    pub(crate) programme: String,
    pub(crate) month: Date,
    pub(crate) amount: i64,
    pub(crate) document_number: String,
    pub(crate) document_date: Date,
    pub(crate) recorded_at: Timestamp,
}

/// The estimates in force of a financial year; of the performers of one issuer, or of all in the transaction's scope.
pub(crate) async fn list_year(
    tx: &Tx<'_>,
    (from, to): (Date, Date),
    issuer_bin: Option<&str>,
    after: Option<&Key>,
    limit: i64,
) -> Result<Vec<EstimateRow>> {
    let (region, bin, month) = after.cloned().map_or((None, None, None), |key| (Some(key.0), Some(key.1), Some(key.2)));
    let rows = tx
        .query(
            "SELECT e.region, p.bin, p.name_kk, p.name_ru, p.programme, e.month, e.amount, e.document_number, e.document_date, e.recorded_at
            FROM estimates e
            JOIN performers p ON p.region = e.region AND p.id = e.performer_id
            LEFT JOIN LATERAL (
                SELECT i.bin FROM state_orders o JOIN issuers i ON i.region = o.region AND i.id = o.issuer_id
                WHERE o.region = e.region AND o.performer_id = e.performer_id
                ORDER BY o.signed_on DESC, o.id DESC LIMIT 1
            ) i ON true
            WHERE e.month BETWEEN $1 AND $2 AND ($3::text IS NULL OR i.bin = $3)
                AND NOT EXISTS (
                    SELECT 1 FROM estimates n
                    WHERE n.region = e.region AND n.performer_id = e.performer_id AND n.month = e.month AND n.recorded_at > e.recorded_at
                )
                AND ($4::int2 IS NULL OR (e.region, p.bin, to_char(e.month, 'YYYY-MM')) > ($4, $5::text, $6::text))
            ORDER BY e.region, p.bin, to_char(e.month, 'YYYY-MM')
            LIMIT $7",
            &[&from, &to, &issuer_bin, &region, &bin, &month, &limit],
        )
        .await?;
    let read = |row: &Row| {
        Ok(EstimateRow {
            region: row.try_get(0)?,
            performer_bin: row.try_get(1)?,
            name_kk: row.try_get(2)?,
            name_ru: row.try_get(3)?,
            programme: row.try_get(4)?,
            month: row.try_get(5)?,
            amount: row.try_get(6)?,
            document_number: row.try_get(7)?,
            document_date: row.try_get(8)?,
            recorded_at: row.try_get(9)?,
        })
    };
    rows.iter().map(read).collect()
}

/// An obligation as pages and the API show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ObligationRow {
    pub(crate) region: i16,
    pub(crate) performer_bin: String,
    pub(crate) name_kk: String,
    pub(crate) name_ru: String,
    pub(crate) programme: String,
    pub(crate) number: String,
    pub(crate) kind: String,
    pub(crate) places: i32,
    pub(crate) accepted_on: Date,
    pub(crate) document: String,
    pub(crate) first_month: Date,
    pub(crate) last_month: Date,
    pub(crate) recorded_at: Timestamp,
}

/// The obligations as they stand; of the performers of one issuer, or of all in the transaction's scope.
pub(crate) async fn list_standing(
    tx: &Tx<'_>,
    issuer_bin: Option<&str>,
    after: Option<&Key>,
    limit: i64,
) -> Result<Vec<ObligationRow>> {
    let (region, bin, number) =
        after.cloned().map_or((None, None, None), |key| (Some(key.0), Some(key.1), Some(key.2)));
    let rows = tx
        .query(
            "SELECT o.region, p.bin, p.name_kk, p.name_ru, p.programme, o.number, o.kind, o.places, o.accepted_on, o.document,
                o.first_month, o.last_month, o.recorded_at
            FROM capital_obligations o
            JOIN performers p ON p.region = o.region AND p.id = o.performer_id
            LEFT JOIN LATERAL (
                SELECT i.bin FROM state_orders s JOIN issuers i ON i.region = s.region AND i.id = s.issuer_id
                WHERE s.region = o.region AND s.performer_id = o.performer_id
                ORDER BY s.signed_on DESC, s.id DESC LIMIT 1
            ) i ON true
            WHERE ($1::text IS NULL OR i.bin = $1)
                AND NOT EXISTS (
                    SELECT 1 FROM capital_obligations n
                    WHERE n.region = o.region AND n.performer_id = o.performer_id AND n.id = o.id AND n.recorded_at > o.recorded_at
                )
                AND ($2::int2 IS NULL OR (o.region, p.bin, o.number) > ($2, $3::text, $4::text))
            ORDER BY o.region, p.bin, o.number
            LIMIT $5",
            &[&issuer_bin, &region, &bin, &number, &limit],
        )
        .await?;
    let read = |row: &Row| {
        Ok(ObligationRow {
            region: row.try_get(0)?,
            performer_bin: row.try_get(1)?,
            name_kk: row.try_get(2)?,
            name_ru: row.try_get(3)?,
            programme: row.try_get(4)?,
            number: row.try_get(5)?,
            kind: row.try_get(6)?,
            places: row.try_get(7)?,
            accepted_on: row.try_get(8)?,
            document: row.try_get(9)?,
            first_month: row.try_get(10)?,
            last_month: row.try_get(11)?,
            recorded_at: row.try_get(12)?,
        })
    };
    rows.iter().map(read).collect()
}
