//! SQL of the accountant's files: what the bank has confirmed to a performer, and what both sides have signed.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// The performer as its papers name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Party {
    pub(super) bin: String,
    pub(super) name: String,
    pub(super) kind: String,
}

/// A payment that the bank has confirmed (tiyn).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paid {
    pub(super) order: String,
    pub(super) ordered_on: Date,
    pub(super) booked_on: Date,
    pub(super) amount: i64,
    pub(super) iban: String,
    pub(super) bik: String,
    pub(super) act: String,
    pub(super) month: Date,
    pub(super) programme: String,
}

/// An act with both signatures (tiyn).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) id: Uuid,
    pub(super) number: String,
    pub(super) month: Date,
    pub(super) programme: String,
    pub(super) total: i64,
    /// The day of the issuer's signature.
    pub(super) signed_on: Date,
    pub(super) issuer_bin: String,
    pub(super) issuer_name: String,
    /// The electronic invoice; may be empty.
    pub(super) invoice: String,
}

pub(super) async fn find_party(tx: &Tx<'_>, performer: &str) -> Result<Option<Party>> {
    let sql = "SELECT bin, name_ru, kind FROM performers WHERE bin = $1 ORDER BY region, id LIMIT 1";
    let row = tx.find(sql, &[&performer]).await?;
    row.map(|row| Ok(Party { bin: row.try_get(0)?, name: row.try_get(1)?, kind: row.try_get(2)? })).transpose()
}

pub(super) async fn list_paid(tx: &Tx<'_>, performer: &str, (from, to): (Date, Date)) -> Result<Vec<Paid>> {
    let rows = tx
        .query(
            "SELECT o.number, (o.recorded_at AT TIME ZONE 'Asia/Almaty')::date, s.booked_on, s.amount, o.iban, o.bik, a.number, a.month, a.programme
            FROM performers p
            JOIN payment_orders o ON o.region = p.region AND o.performer_id = p.id
            JOIN acts a ON a.region = o.region AND a.month = o.month AND a.id = o.act_id
            JOIN payment_states t ON t.region = o.region AND t.month = o.month AND t.order_id = o.id
            JOIN statement_lines s ON s.region = o.region AND s.month = o.month AND s.order_id = o.id AND s.amount = o.amount
            WHERE p.bin = $1 AND t.state = 'confirmed' AND s.booked_on BETWEEN $2 AND $3
            ORDER BY s.booked_on, o.number",
            &[&performer, &from, &to],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Paid {
            order: row.try_get(0)?,
            ordered_on: row.try_get(1)?,
            booked_on: row.try_get(2)?,
            amount: row.try_get(3)?,
            iban: row.try_get(4)?,
            bik: row.try_get(5)?,
            act: row.try_get(6)?,
            month: row.try_get(7)?,
            programme: row.try_get(8)?,
        })
    };
    rows.iter().map(read).collect()
}

pub(super) async fn list_signed(tx: &Tx<'_>, performer: &str, (from, to): (Date, Date)) -> Result<Vec<Signed>> {
    let rows = tx
        .query(
            "SELECT * FROM (
                SELECT a.id, a.number, a.month, a.programme, a.total, (s.recorded_at AT TIME ZONE 'Asia/Almaty')::date AS signed_on,
                    i.bin, i.name, coalesce(n.registration_number, '')
                FROM performers p
                JOIN acts a ON a.region = p.region AND a.performer_id = p.id
                JOIN act_signatures s ON s.region = a.region AND s.month = a.month AND s.act_id = a.id AND s.side = 'issuer'
                JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id
                LEFT JOIN act_invoices n ON n.region = a.region AND n.month = a.month AND n.act_id = a.id
                WHERE p.bin = $1
            ) x
            WHERE signed_on BETWEEN $2 AND $3
            ORDER BY signed_on, number",
            &[&performer, &from, &to],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Signed {
            id: row.try_get(0)?,
            number: row.try_get(1)?,
            month: row.try_get(2)?,
            programme: row.try_get(3)?,
            total: row.try_get(4)?,
            signed_on: row.try_get(5)?,
            issuer_bin: row.try_get(6)?,
            issuer_name: row.try_get(7)?,
            invoice: row.try_get(8)?,
        })
    };
    rows.iter().map(read).collect()
}
