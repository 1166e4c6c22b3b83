//! SQL of the reconciliation statement: the movements of a performer by day and document, in the scope of whoever asks.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use super::Sides;
use crate::platform::{Result, Tx};

/// Both parties as the registry names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parties {
    pub(super) performer_kk: String,
    pub(super) performer_ru: String,
    pub(super) issuer: String,
}

/// What a document moved on a day (tiyn).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) on: Date,
    /// The number of the kind of movement.
    pub(super) kind: i16,
    /// The number of the act.
    pub(super) act: String,
    /// The number of the payment order; empty for what is no payment.
    pub(super) order: String,
    pub(super) amount: i64,
}

/// Where the movements of a performer lie: regions, months of lines, vouchers.
pub(super) type Places = (Vec<i16>, Vec<Date>, Vec<Uuid>);

/// The names of the parties, when there is an act between them.
pub(super) async fn find_parties(tx: &Tx<'_>, sides: &Sides) -> Result<Option<Parties>> {
    let row = tx
        .find(
            "SELECT p.name_kk, p.name_ru, i.name
            FROM performers p
            JOIN acts a ON a.region = p.region AND a.performer_id = p.id
            JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id
            WHERE p.bin = $1 AND i.bin = $2
            ORDER BY a.month DESC
            LIMIT 1",
            &[&sides.performer, &sides.issuer],
        )
        .await?;
    row.map(|row| Ok(Parties { performer_kk: row.try_get(0)?, performer_ru: row.try_get(1)?, issuer: row.try_get(2)? }))
        .transpose()
}

/// The issuers that a performer has acts with: BIN and name.
pub(super) async fn list_issuers(tx: &Tx<'_>, performer: &str) -> Result<Vec<(String, String)>> {
    let rows = tx
        .query(
            "SELECT DISTINCT i.bin, i.name
            FROM performers p
            JOIN acts a ON a.region = p.region AND a.performer_id = p.id
            JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id
            WHERE p.bin = $1
            ORDER BY i.bin
            LIMIT 100",
            &[&performer],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Where to look: the key of movements is region, month of the line and voucher, or the performer where a line lies beside the parts.
pub(super) async fn find_places(tx: &Tx<'_>, performer: &str) -> Result<Places> {
    let row = tx
        .find(
            "SELECT
                coalesce(array_agg(DISTINCT l.region), '{}'),
                coalesce(array_agg(DISTINCT l.month), '{}'),
                coalesce(array_agg(DISTINCT l.voucher_id), '{}')
            FROM performers p
            JOIN acts a ON a.region = p.region AND a.performer_id = p.id
            JOIN act_lines l ON l.region = a.region AND l.month = a.month AND l.act_id = a.id AND l.version = a.version
            WHERE p.bin = $1",
            &[&performer],
        )
        .await?;
    let Some(row) = row else { return Ok(Places::default()) };
    Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))
}

/// What moved between the two up to a day: write-offs, adjustments, set-offs, payments and their returns.
pub(super) async fn list_moved(
    tx: &Tx<'_>,
    sides: &Sides,
    (regions, months, vouchers): &Places,
    to: Date,
) -> Result<Vec<Moved>> {
    let rows = tx
        .query(
            "SELECT
                m.effective_on,
                m.kind,
                coalesce(a.number, b.number, '') AS act,
                coalesce(o.number, '') AS payment,
                sum(m.amount)::int8 AS amount
            FROM (
                SELECT m.region, m.effective_on, m.kind, m.document_kind, m.document, sum(m.amount) AS amount
                FROM movements m
                JOIN performers p ON p.region = m.region AND p.id = m.performer_id
                WHERE m.region = ANY ($3) AND m.month = ANY ($4) AND m.subject = ANY ($5) AND p.bin = $1
                    AND m.kind IN (5, 7, 9, 10, 11, 12, 13, 16, 17, 18, 19, 21, 23) AND m.effective_on <= $6
                GROUP BY m.region, m.effective_on, m.kind, m.document_kind, m.document
            ) m
            LEFT JOIN acts a ON m.document_kind = 'act' AND a.region = m.region AND a.month = ANY ($4) AND a.id = m.document
            LEFT JOIN statement_lines s ON m.document_kind = 'statement' AND s.region = m.region AND s.month = ANY ($4) AND s.id = m.document
            LEFT JOIN payment_orders o ON o.region = s.region AND o.month = s.month AND o.id = s.order_id
            LEFT JOIN acts b ON b.region = o.region AND b.month = o.month AND b.id = o.act_id
            JOIN issuers i ON i.region = m.region AND i.id = coalesce(a.issuer_id, b.issuer_id)
            WHERE i.bin = $2
            GROUP BY 1, 2, 3, 4
            ORDER BY 1, 3, 2, 4",
            &[&sides.performer, &sides.issuer, regions, months, vouchers, &to],
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Moved> {
    Ok(Moved {
        on: row.try_get(0)?,
        kind: row.try_get(1)?,
        act: row.try_get(2)?,
        order: row.try_get(3)?,
        amount: row.try_get(4)?,
    })
}
