//! All SQL of the slice `payments`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    fact,
    platform::{Fact as _, Result, Tx},
};

pub(super) mod api;

fact! {
    /// A register of acts with the payment file made from it.
    pub struct ActRegister in "act_registers" {
        region: i16 = "int2",
        month: Date = "date",
        id: Uuid = "uuid",
        number: String = "text",
        programme: String = "text",
        acts: i32 = "int4",
        total: i64 = "int8",
        file: Vec<u8> = "bytea",
    }
}

fact! {
    /// A payment order: its number is the `EndToEndId`.
    pub struct PaymentOrder in "payment_orders" {
        region: i16 = "int2",
        month: Date = "date",
        id: Uuid = "uuid",
        number: String = "text",
        register_id: Uuid = "uuid",
        act_id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        iban: String = "text",
        bik: String = "text",
        amount: i64 = "int8",
    }
}

fact! {
    /// A line of a bank statement and what became of it.
    pub struct StatementLine in "statement_lines" {
        region: i16 = "int2",
        month: Date = "date",
        id: Uuid = "uuid",
        statement: String = "text",
        row: i32 = "int4",
        end_to_end: String = "text",
        iban: String = "text",
        amount: i64 = "int8",
        booked_on: Date = "date",
        order_id: Option<Uuid> = "uuid",
        outcome: String = "text",
    }
}

/// The registers of a month (and programme), by region and number.
pub(super) async fn list_registers(tx: &Tx<'_>, month: Date, programme: Option<&str>) -> Result<Vec<ActRegister>> {
    let sql = format!(
        "{} WHERE month = $1 AND ($2::text IS NULL OR programme = $2) ORDER BY region, programme, number",
        ActRegister::SELECT
    );
    let rows = tx.query(&sql, &[&month, &programme]).await?;
    Ok(rows.iter().map(|row| ActRegister::read(row).map(|read| read.fact)).collect::<Result<_, _>>()?)
}

/// How many registers a programme has in a region's month.
pub(super) async fn count_registers(tx: &Tx<'_>, region: i16, month: Date, programme: &str) -> Result<i64> {
    let sql = "SELECT count(*) FROM act_registers WHERE region = $1 AND month = $2 AND programme = $3";
    let row = tx.find(sql, &[&region, &month, &programme]).await?;
    Ok(row.map_or(0, |row| row.get(0)))
}

/// New orders stand as sent: their file was formed and handed out.
pub(super) async fn insert_states(tx: &Tx<'_>, region: i16, month: Date, orders: &[Uuid]) -> Result<()> {
    tx.execute(
        "INSERT INTO payment_states (region, month, order_id, state)
        SELECT $1, $2, id, 'sent' FROM unnest($3::uuid[]) AS id ORDER BY id",
        &[&region, &month, &orders],
    )
    .await?;
    Ok(())
}

/// An order as a statement's line is held against it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) region: i16,
    pub(super) month: Date,
    pub(super) id: Uuid,
    pub(super) number: String,
    pub(super) act_id: Uuid,
    pub(super) performer_id: Uuid,
    pub(super) iban: String,
    pub(super) amount: i64,
    pub(super) state: String,
}

/// Orders by their numbers.
pub(super) async fn list_orders(tx: &Tx<'_>, numbers: &[&str]) -> Result<Vec<Known>> {
    let rows = tx
        .query(
            "SELECT o.region, o.month, o.id, o.number, o.act_id, o.performer_id, o.iban, o.amount, s.state
            FROM payment_orders o
            JOIN payment_states s ON s.region = o.region AND s.month = o.month AND s.order_id = o.id
            WHERE o.number = ANY ($1)
            ORDER BY o.region, o.month, o.performer_id, o.id",
            &[&numbers],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(Known {
            region: row.try_get(0)?,
            month: row.try_get(1)?,
            id: row.try_get(2)?,
            number: row.try_get(3)?,
            act_id: row.try_get(4)?,
            performer_id: row.try_get(5)?,
            iban: row.try_get(6)?,
            amount: row.try_get(7)?,
            state: row.try_get(8)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// Confirms sent orders of one region and month; tells how many were.
pub(super) async fn confirm(tx: &Tx<'_>, region: i16, month: Date, orders: &[Uuid]) -> Result<u64> {
    tx.execute(
        "UPDATE payment_states SET state = 'confirmed'
        WHERE region = $1 AND month = $2 AND order_id = ANY ($3) AND state IN ('sent', 'in_doubt')",
        &[&region, &month, &orders],
    )
    .await
}

/// The lines of a statement (named by the hash of its file) that were recorded: row and outcome.
pub(super) async fn list_recorded(tx: &Tx<'_>, statement: &str) -> Result<Vec<(i32, String)>> {
    let rows = tx.query("SELECT row, outcome FROM statement_lines WHERE statement = $1", &[&statement]).await?;
    Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, tokio_postgres::Error>>()?)
}
