//! What the operator reads: registers, orders, statements and every line that does not agree. One statement a list, paged by key.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    cabinets::lists::Place,
    platform::{Result, Tx},
};

/// Lines of a page.
pub(super) const PAGE: i64 = 50;

/// What waits on the operator's desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Desk {
    /// Acts with an invoice and without an order, and their sum (tiyn).
    pub(super) to_order: (i64, i64),
    /// Orders sent and not confirmed, and their sum.
    pub(super) sent: (i64, i64),
    /// Orders of which nobody knows the outcome, and their sum.
    pub(super) in_doubt: (i64, i64),
    /// Orders confirmed by a statement, and their sum.
    pub(super) confirmed: (i64, i64),
    /// Lines of statements that are work items, and their sum.
    pub(super) differences: (i64, i64),
    /// When the oldest order without an answer was formed.
    pub(super) oldest: Option<Timestamp>,
}

/// An act whose payment is held while the account of its payee is not active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeldRow {
    pub(super) act: String,
    pub(super) performer_bin: String,
    pub(super) names: (String, String),
    /// Tiyn.
    pub(super) total: i64,
    /// Whether the account is closed, not blocked.
    pub(super) is_closed: bool,
}

/// The acts that wait for a block to be lifted, the oldest first.
pub(super) async fn held(tx: &Tx<'_>) -> Result<Vec<HeldRow>> {
    let rows = tx
        .query(
            "SELECT a.number, p.bin, p.name_kk, p.name_ru, a.total, e.event = 'close'
            FROM (
                SELECT DISTINCT ON (bin) bin, event FROM performer_account_events WHERE region = 0 ORDER BY bin, recorded_at DESC
            ) e
            JOIN performers p ON p.bin = e.bin
            JOIN acts a ON a.region = p.region AND a.state = 'invoiced' AND a.total > 0 AND p.id = coalesce((
                SELECT s.successor_id FROM successions s
                WHERE s.region = a.region AND s.predecessor_id = a.performer_id
                ORDER BY s.recorded_at DESC LIMIT 1
            ), a.performer_id)
            WHERE e.event IN ('block', 'close')
            ORDER BY a.month, a.number
            LIMIT $1",
            &[&PAGE],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(HeldRow {
            act: row.try_get(0)?,
            performer_bin: row.try_get(1)?,
            names: (row.try_get(2)?, row.try_get(3)?),
            total: row.try_get(4)?,
            is_closed: row.try_get(5)?,
        })
    };
    rows.iter().map(read).collect()
}

pub(super) async fn desk(tx: &Tx<'_>) -> Result<Desk> {
    let row = tx
        .find(
            "SELECT
                (SELECT count(*) FROM acts WHERE state = 'invoiced' AND total > 0),
                (SELECT coalesce(sum(total), 0)::int8 FROM acts WHERE state = 'invoiced'),
                (SELECT count(*) FROM statement_lines WHERE outcome <> 'redeemed'),
                (SELECT coalesce(sum(amount), 0)::int8 FROM statement_lines WHERE outcome <> 'redeemed')",
            &[],
        )
        .await?;
    let mut desk = Desk::default();
    if let Some(row) = row {
        desk.to_order = (row.try_get(0)?, row.try_get(1)?);
        desk.differences = (row.try_get(2)?, row.try_get(3)?);
    }
    let orders = tx
        .query(
            "SELECT s.state, count(*), sum(o.amount)::int8, min(o.recorded_at)
            FROM payment_orders o
            JOIN payment_states s ON s.region = o.region AND s.month = o.month AND s.order_id = o.id
            GROUP BY s.state",
            &[],
        )
        .await?;
    for row in &orders {
        let (state, count, sum): (&str, i64, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        match state {
            "confirmed" => desk.confirmed = (count, sum),
            "in_doubt" => desk.in_doubt = (count, sum),
            _ => {
                desk.sent = (count, sum);
                desk.oldest = row.try_get(3)?;
            }
        }
    }
    Ok(desk)
}

/// Months that have acts to order, with how many and their sum (tiyn).
pub(super) async fn to_order(tx: &Tx<'_>) -> Result<Vec<(Date, i64, i64)>> {
    let rows = tx
        .query(
            "SELECT month, count(*), sum(total)::int8 FROM acts WHERE state = 'invoiced' AND total > 0
            GROUP BY month ORDER BY month LIMIT 60",
            &[],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// A register of acts with how far its orders are paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RegisterRow {
    pub(super) id: Uuid,
    pub(super) region: i16,
    pub(super) month: Date,
    pub(super) number: String,
    pub(super) programme: String,
    pub(super) acts: i32,
    pub(super) total: i64,
    pub(super) orders: i64,
    /// Σ of confirmed orders (tiyn).
    pub(super) paid: i64,
    pub(super) recorded_at: Timestamp,
}

/// Which registers or orders: empty fields ask for all.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) month: Option<Date>,
    pub(super) region: Option<i16>,
    pub(super) state: Option<String>,
    /// A number of an order, a BIN, or a part of the payee's name.
    pub(super) text: Option<String>,
    pub(super) register: Option<Uuid>,
    /// The last row of the page before.
    pub(super) after: Option<Uuid>,
}

const REGISTERS: &str = "SELECT
        r.id, r.region, r.month, r.number, r.programme, r.acts, r.total,
        coalesce(o.orders, 0), coalesce(o.paid, 0), r.recorded_at
    FROM act_registers r
    LEFT JOIN LATERAL (
        SELECT count(*) AS orders, (sum(p.amount) FILTER (WHERE s.state = 'confirmed'))::int8 AS paid
        FROM payment_orders p
        JOIN payment_states s ON s.region = p.region AND s.month = p.month AND s.order_id = p.id
        WHERE p.region = r.region AND p.month = r.month AND p.register_id = r.id
    ) o ON true";

fn register(row: &tokio_postgres::Row) -> Result<RegisterRow> {
    Ok(RegisterRow {
        id: row.try_get(0)?,
        region: row.try_get(1)?,
        month: row.try_get(2)?,
        number: row.try_get(3)?,
        programme: row.try_get(4)?,
        acts: row.try_get(5)?,
        total: row.try_get(6)?,
        orders: row.try_get(7)?,
        paid: row.try_get(8)?,
        recorded_at: row.try_get(9)?,
    })
}

/// Registers, the newest first: their ids are in the order of time.
pub(super) async fn registers(tx: &Tx<'_>, filter: &Filter, limit: i64) -> Result<Vec<RegisterRow>> {
    let sql = format!(
        "{REGISTERS}
        WHERE ($1::date IS NULL OR r.month = $1) AND ($2::int2 IS NULL OR r.region = $2) AND ($3::uuid IS NULL OR r.id < $3)
        ORDER BY r.id DESC LIMIT $4"
    );
    tx.query(&sql, &[&filter.month, &filter.region, &filter.after, &limit]).await?.iter().map(register).collect()
}

/// How many registers the filter finds.
pub(super) async fn count_registers(tx: &Tx<'_>, filter: &Filter) -> Result<i64> {
    let sql = "SELECT count(*) FROM act_registers r WHERE ($1::date IS NULL OR r.month = $1) AND ($2::int2 IS NULL OR r.region = $2)";
    let row = tx.find(sql, &[&filter.month, &filter.region]).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
}

/// Months that have registers, the newest first.
pub(super) async fn months(tx: &Tx<'_>) -> Result<Vec<Date>> {
    let rows = tx.query("SELECT DISTINCT month FROM act_registers ORDER BY month DESC LIMIT 60", &[]).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// One register.
pub(super) async fn find_register(tx: &Tx<'_>, id: Uuid) -> Result<Option<RegisterRow>> {
    tx.find(&format!("{REGISTERS} WHERE r.id = $1"), &[&id]).await?.as_ref().map(register).transpose()
}

/// The payment file of a register: its number and bytes.
pub(super) async fn find_file(tx: &Tx<'_>, id: Uuid) -> Result<Option<(String, Vec<u8>)>> {
    let row = tx.find("SELECT number, file FROM act_registers WHERE id = $1", &[&id]).await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// An order with its payee and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OrderRow {
    pub(super) id: Uuid,
    pub(super) region: i16,
    pub(super) month: Date,
    pub(super) number: String,
    pub(super) performer_bin: String,
    pub(super) performer_kk: String,
    pub(super) performer_ru: String,
    pub(super) iban: String,
    pub(super) amount: i64,
    pub(super) state: String,
    pub(super) act: String,
    pub(super) recorded_at: Timestamp,
    /// What statements said of it and was not redeemed, if anything.
    pub(super) difference: Option<String>,
}

/// $1 register, $2 month, $3 region, $4 state, $5 number, BIN or a part of the name. The payee is looked up only where it is asked for: the sum
/// of all orders is made without.
const FOUND: &str = "FROM payment_orders o
        JOIN payment_states s ON s.region = o.region AND s.month = o.month AND s.order_id = o.id
        WHERE ($1::uuid IS NULL OR o.register_id = $1)
            AND ($2::date IS NULL OR o.month = $2)
            AND ($3::int2 IS NULL OR o.region = $3)
            AND ($4::text IS NULL OR s.state = $4)
            AND ($5::text IS NULL OR o.number = $5 OR EXISTS (
                SELECT 1 FROM performers p WHERE p.region = o.region AND p.id = o.performer_id
                    AND (p.bin = $5 OR strpos(lower(p.name_kk), lower($5)) > 0 OR strpos(lower(p.name_ru), lower($5)) > 0)
            ))";

/// Orders by the filter, the newest first: their ids are in the order of time. What is told of them is read for those of the page alone.
pub(super) async fn orders(tx: &Tx<'_>, filter: &Filter, limit: i64) -> Result<Vec<OrderRow>> {
    let sql = format!(
        "SELECT
            o.id, o.region, o.month, o.number, p.bin, p.name_kk, p.name_ru, o.iban, o.amount, o.state, a.number, o.recorded_at,
            (SELECT l.outcome FROM statement_lines l
             WHERE l.region = o.region AND l.month = o.month AND l.order_id = o.id AND l.outcome <> 'redeemed'
             ORDER BY l.recorded_at DESC LIMIT 1)
        FROM (SELECT o.*, s.state {FOUND} AND ($6::uuid IS NULL OR o.id < $6) ORDER BY o.id DESC LIMIT $7) o
        JOIN performers p ON p.region = o.region AND p.id = o.performer_id
        JOIN acts a ON a.region = o.region AND a.month = o.month AND a.id = o.act_id
        ORDER BY o.id DESC"
    );
    let rows = tx
        .query(
            &sql,
            &[&filter.register, &filter.month, &filter.region, &filter.state, &filter.text, &filter.after, &limit],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(OrderRow {
            id: row.try_get(0)?,
            region: row.try_get(1)?,
            month: row.try_get(2)?,
            number: row.try_get(3)?,
            performer_bin: row.try_get(4)?,
            performer_kk: row.try_get(5)?,
            performer_ru: row.try_get(6)?,
            iban: row.try_get(7)?,
            amount: row.try_get(8)?,
            state: row.try_get(9)?,
            act: row.try_get(10)?,
            recorded_at: row.try_get(11)?,
            difference: row.try_get(12)?,
        })
    };
    rows.iter().map(read).collect()
}

/// How many orders the filter finds, and Σ of them (tiyn).
pub(super) async fn count_orders(tx: &Tx<'_>, filter: &Filter) -> Result<(i64, i64)> {
    let sql = format!("SELECT count(*), coalesce(sum(o.amount), 0)::int8 {FOUND}");
    let row = tx.find(&sql, &[&filter.register, &filter.month, &filter.region, &filter.state, &filter.text]).await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.try_get(0)?, row.try_get(1)?)))
}

/// A statement: a file with its lines counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StatementRow {
    /// SHA-256 of the file in hexadecimal.
    pub(super) statement: String,
    pub(super) name: String,
    pub(super) received_at: Timestamp,
    pub(super) lines: i64,
    pub(super) amount: i64,
    pub(super) redeemed: i64,
    pub(super) redeemed_amount: i64,
}

/// Every statement of such a name once, with when its first line was read: by hops over the index of lines from one statement to the next, so that
/// a list of some hundred statements does not read the lines of them all. $1 a part of the file's name.
const NAMED: &str = "WITH RECURSIVE hops AS (
        SELECT (SELECT l.statement FROM statement_lines l ORDER BY l.statement LIMIT 1) AS statement
        UNION ALL
        SELECT (SELECT l.statement FROM statement_lines l WHERE l.statement > hops.statement ORDER BY l.statement LIMIT 1)
        FROM hops WHERE hops.statement IS NOT NULL
    ), named AS (
        SELECT
            hops.statement,
            coalesce(i.name, '') AS name,
            (SELECT min(l.recorded_at) FROM statement_lines l WHERE l.statement = hops.statement) AS first
        FROM hops
        LEFT JOIN inbox i ON i.kind = 'import.statement' AND encode(i.sha256, 'hex') = hops.statement
        WHERE hops.statement IS NOT NULL AND ($1::text IS NULL OR strpos(lower(coalesce(i.name, '')), lower($1)) > 0)
    )";

/// Statements read, the newest first; `name` is a part of the file's name.
pub(super) async fn statements(
    tx: &Tx<'_>,
    name: Option<&str>,
    after: Option<&Place>,
    limit: i64,
) -> Result<Vec<StatementRow>> {
    let (at, key) = (after.map(|place| place.at), after.map(|place| place.key.as_str()));
    let sql = format!(
        "{NAMED}, page AS (
            SELECT statement, name, first FROM named
            WHERE $2::timestamptz IS NULL OR (first, statement) < ($2, $3)
            ORDER BY first DESC, statement DESC LIMIT $4
        )
        SELECT p.statement, p.name, p.first, l.lines, l.amount, l.redeemed, l.redeemed_amount
        FROM page p
        CROSS JOIN LATERAL (
            SELECT
                count(*) AS lines,
                sum(amount)::int8 AS amount,
                count(*) FILTER (WHERE outcome = 'redeemed') AS redeemed,
                coalesce(sum(amount) FILTER (WHERE outcome = 'redeemed'), 0)::int8 AS redeemed_amount
            FROM statement_lines l
            WHERE l.statement = p.statement
        ) l
        ORDER BY p.first DESC, p.statement DESC"
    );
    let rows = tx.query(&sql, &[&name, &at, &key, &limit]).await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(StatementRow {
            statement: row.try_get(0)?,
            name: row.try_get(1)?,
            received_at: row.try_get(2)?,
            lines: row.try_get(3)?,
            amount: row.try_get(4)?,
            redeemed: row.try_get(5)?,
            redeemed_amount: row.try_get(6)?,
        })
    };
    rows.iter().map(read).collect()
}

/// How many statements there are of such a name.
pub(super) async fn count_statements(tx: &Tx<'_>, name: Option<&str>) -> Result<i64> {
    let sql = format!("{NAMED} SELECT count(*) FROM named");
    let row = tx.find(&sql, &[&name]).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
}

/// A line of a statement that redeemed nothing: a work item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DifferenceRow {
    pub(super) id: Uuid,
    /// What the statement's file was called.
    pub(super) name: String,
    pub(super) row: i32,
    pub(super) end_to_end: String,
    pub(super) iban: String,
    pub(super) amount: i64,
    pub(super) booked_on: Date,
    pub(super) outcome: String,
    /// What was ordered under that number: amount and IBAN.
    pub(super) ordered: Option<(i64, String)>,
    pub(super) recorded_at: Timestamp,
}

/// Differences of a statement and a code, the newest first.
pub(super) async fn differences(
    tx: &Tx<'_>,
    (statement, code): (Option<&str>, Option<&str>),
    after: Option<&Place>,
    limit: i64,
) -> Result<Vec<DifferenceRow>> {
    let (at, id) = (after.map(|place| place.at), after.and_then(|place| place.key.parse::<Uuid>().ok()));
    let rows = tx
        .query(
            "SELECT
                l.id, coalesce(i.name, ''), l.row, l.end_to_end, l.iban, l.amount, l.booked_on, l.outcome, o.amount, o.iban,
                l.recorded_at
            FROM statement_lines l
            LEFT JOIN payment_orders o ON o.region = l.region AND o.month = l.month AND o.id = l.order_id
            LEFT JOIN inbox i ON i.kind = 'import.statement' AND encode(i.sha256, 'hex') = l.statement
            WHERE l.outcome <> 'redeemed'
                AND ($1::text IS NULL OR l.statement = $1)
                AND ($2::text IS NULL OR l.outcome = $2)
                AND ($3::timestamptz IS NULL OR $4::uuid IS NULL OR (l.recorded_at, l.id) < ($3, $4))
            ORDER BY l.recorded_at DESC, l.id DESC LIMIT $5",
            &[&statement, &code, &at, &id, &limit],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(DifferenceRow {
            id: row.try_get(0)?,
            name: row.try_get(1)?,
            row: row.try_get(2)?,
            end_to_end: row.try_get(3)?,
            iban: row.try_get(4)?,
            amount: row.try_get(5)?,
            booked_on: row.try_get(6)?,
            outcome: row.try_get(7)?,
            ordered: row.try_get::<_, Option<i64>>(8)?.zip(row.try_get(9)?),
            recorded_at: row.try_get(10)?,
        })
    };
    rows.iter().map(read).collect()
}

/// How many differences of a statement there are and Σ of what the bank says (tiyn), by outcome.
pub(super) async fn count_differences(tx: &Tx<'_>, statement: Option<&str>) -> Result<Vec<(String, i64, i64)>> {
    let sql = "SELECT outcome, count(*), coalesce(sum(amount), 0)::int8 FROM statement_lines
        WHERE outcome <> 'redeemed' AND ($1::text IS NULL OR statement = $1)
        GROUP BY outcome ORDER BY count(*) DESC, outcome LIMIT 100";
    let rows = tx.query(sql, &[&statement]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}
