//! SQL of what the API shows of payment orders and registers, in the scope of whoever asks.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    acts,
    platform::{Result, Tx},
};

/// The key that orders are sorted by.
pub(in crate::payments) type Key = (i16, Date, Uuid);

/// A payment order. Money is tiyn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct OrderRow {
    /// Its id.
    pub(crate) id: Uuid,
    /// Its number, also the payment's `EndToEndId`.
    pub(crate) number: String,
    /// The region.
    #[schema(minimum = 1, maximum = 99)]
    pub(crate) region: i16,
    /// The month's first day.
    #[schema(format = Date, example = "2026-09-01")]
    pub(crate) month: Date,
    /// The register that it stands in.
    pub(crate) register_id: Uuid,
    /// The act that it pays.
    pub(crate) act_id: Uuid,
    /// The payee's BIN.
    #[schema(pattern = "^[0-9]{12}$", example = "990340001231")]
    pub(crate) performer_bin: String,
    /// The amount.
    #[schema(minimum = 1)]
    pub(crate) amount: i64,
    /// Where it stands.
    #[schema(pattern = "^(draft|signed|sent|confirmed|rejected|in_doubt)$", example = "confirmed")]
    pub(crate) state: String,
}

pub(in crate::payments) async fn list(
    tx: &Tx<'_>,
    month: Option<Date>,
    after: Option<Key>,
    rows: i64,
) -> Result<Vec<OrderRow>> {
    let key = after.map_or((None, None, None), |(region, month, id)| (Some(region), Some(month), Some(id)));
    let found = tx
        .query(
            "SELECT o.region, o.month, o.id, o.number, o.register_id, o.act_id, p.bin, o.amount, t.state
            FROM payment_orders o
            JOIN performers p ON p.region = o.region AND p.id = o.performer_id
            JOIN payment_states t ON t.region = o.region AND t.month = o.month AND t.order_id = o.id
            WHERE ($1::date IS NULL OR o.month = $1) AND ($2::int2 IS NULL OR (o.region, o.month, o.id) > ($2, $3::date, $4::uuid))
            ORDER BY o.region, o.month, o.id
            LIMIT $5",
            &[&month, &key.0, &key.1, &key.2, &rows],
        )
        .await?;
    let order = |row: &Row| {
        Ok(OrderRow {
            region: row.try_get(0)?,
            month: row.try_get(1)?,
            id: row.try_get(2)?,
            number: row.try_get(3)?,
            register_id: row.try_get(4)?,
            act_id: row.try_get(5)?,
            performer_bin: row.try_get(6)?,
            amount: row.try_get(7)?,
            state: row.try_get(8)?,
        })
    };
    found.iter().map(order).collect()
}

/// The number and the file of a register.
pub(in crate::payments) async fn find_file(tx: &Tx<'_>, id: Uuid) -> Result<Option<(String, Vec<u8>)>> {
    let row = tx.find("SELECT number, file FROM act_registers WHERE id = $1", &[&id]).await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// A register of acts as it was formed. Money is tiyn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Register {
    pub(crate) id: Uuid,
    pub(crate) number: String,
    pub(crate) programme: String,
    pub(crate) region: i16,
    pub(crate) month: Date,
    pub(crate) acts: i32,
    pub(crate) total: i64,
    pub(crate) recorded_at: Timestamp,
}

/// An act of a register with its order. Money is tiyn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) act: String,
    pub(crate) bin: String,
    pub(crate) name_kk: String,
    pub(crate) name_ru: String,
    pub(crate) iban: String,
    pub(crate) bik: String,
    pub(crate) order: String,
    pub(crate) amount: i64,
}

/// A register with its acts in the order of their orders.
pub(in crate::payments) async fn find_register(tx: &Tx<'_>, id: Uuid) -> Result<Option<(Register, Vec<Listed>)>> {
    let sql = "SELECT id, number, programme, region, month, acts, total, recorded_at FROM act_registers WHERE id = $1";
    let Some(row) = tx.find(sql, &[&id]).await? else { return Ok(None) };
    let register = Register {
        id: row.try_get(0)?,
        number: row.try_get(1)?,
        programme: row.try_get(2)?,
        region: row.try_get(3)?,
        month: row.try_get(4)?,
        acts: row.try_get(5)?,
        total: row.try_get(6)?,
        recorded_at: row.try_get(7)?,
    };
    let rows = tx
        .query(
            "SELECT o.act_id, p.bin, p.name_kk, p.name_ru, o.iban, o.bik, o.number, o.amount
            FROM payment_orders o
            JOIN performers p ON p.region = o.region AND p.id = o.performer_id
            WHERE o.region = $1 AND o.month = $2 AND o.register_id = $3
            ORDER BY o.number",
            &[&register.region, &register.month, &register.id],
        )
        .await?;
    let acts = rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<Uuid>, _>>()?;
    let numbers = acts::store::api::list_numbers(tx, (register.region, register.month), &acts).await?;
    let read = |row: &Row| {
        Ok(Listed {
            act: numbers.get(&row.try_get::<_, Uuid>(0)?).cloned().unwrap_or_default(),
            bin: row.try_get(1)?,
            name_kk: row.try_get(2)?,
            name_ru: row.try_get(3)?,
            iban: row.try_get(4)?,
            bik: row.try_get(5)?,
            order: row.try_get(6)?,
            amount: row.try_get(7)?,
        })
    };
    Ok(Some((register, rows.iter().map(read).collect::<Result<_>>()?)))
}
