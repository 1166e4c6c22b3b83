//! Where the money is, from the sums of budget lines; and acts and payments of performers, a region at a time.

use jiff::civil::Date;
use ledger::posting::Effect;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// The financial years that have a budget, the latest first.
pub(in crate::cabinets::public) async fn years(tx: &Tx<'_>) -> Result<Vec<i16>> {
    let rows = tx.query("SELECT DISTINCT year FROM budget_lines ORDER BY year DESC LIMIT 50", &[]).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// The money of a programme, region and month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cabinets::public) struct MoneyRow {
    pub(in crate::cabinets::public) programme: String,
    pub(in crate::cabinets::public) region: i16,
    pub(in crate::cabinets::public) month: Date,
    pub(in crate::cabinets::public) money: Effect,
}

/// The year's money by programme, region and month: at most a few thousand rows, however many children there are.
pub(in crate::cabinets::public) async fn of_year(
    tx: &Tx<'_>,
    year: i16,
    programme: Option<&str>,
    region: Option<i16>,
) -> Result<Vec<MoneyRow>> {
    let rows = tx
        .query(
            "SELECT l.programme, l.region, l.month, sum(s.allotted)::int8, sum(s.committed)::int8, sum(s.due)::int8,
                sum(s.ordered)::int8, sum(s.paid)::int8
            FROM budget_lines l
            JOIN budget_stripes s ON s.region = l.region AND s.month = l.month AND s.line_id = l.id
            WHERE l.year = $1::int4 AND ($2::text IS NULL OR l.programme = $2) AND ($3::int2 IS NULL OR l.region = $3)
                AND l.month >= make_date($1, 1, 1) AND l.month <= make_date($1, 12, 1)
                AND s.month >= make_date($1, 1, 1) AND s.month <= make_date($1, 12, 1)
            GROUP BY l.programme, l.region, l.month
            ORDER BY l.programme, l.region, l.month
            LIMIT 10000",
            &[&i32::from(year), &programme, &region],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(MoneyRow {
            programme: row.try_get(0)?,
            region: row.try_get(1)?,
            month: row.try_get(2)?,
            money: Effect {
                allotted: row.try_get(3)?,
                committed: row.try_get(4)?,
                due: row.try_get(5)?,
                ordered: row.try_get(6)?,
                paid: row.try_get(7)?,
            },
        })
    };
    rows.iter().map(read).collect()
}

/// What a performer's acts come to in a year.
#[derive(Clone, Debug)]
pub(in crate::cabinets::public) struct PerformerRow {
    pub(in crate::cabinets::public) id: Uuid,
    pub(in crate::cabinets::public) bin: String,
    pub(in crate::cabinets::public) name_kk: String,
    pub(in crate::cabinets::public) name_ru: String,
    /// Acts signed by both sides (tiyn).
    pub(in crate::cabinets::public) acted: i64,
    /// Confirmed by a bank statement (tiyn).
    pub(in crate::cabinets::public) paid: i64,
    /// The same of all performers together.
    pub(in crate::cabinets::public) all_acted: i64,
    pub(in crate::cabinets::public) all_paid: i64,
}

/// Which performers: of a region and programme, in the months of a year.
#[derive(Clone, Copy, Debug)]
pub(in crate::cabinets::public) struct Of<'a> {
    pub(in crate::cabinets::public) region: i16,
    pub(in crate::cabinets::public) programme: &'a str,
    pub(in crate::cabinets::public) year: i16,
}

/// The performers of a region by what they acted, the most first; a page begins after a sum and performer.
pub(in crate::cabinets::public) async fn performers(
    tx: &Tx<'_>,
    of: Of<'_>,
    after: Option<(i64, Uuid)>,
    limit: i64,
) -> Result<Vec<PerformerRow>> {
    let rows = tx
        .query(
            "SELECT p.id, p.bin, p.name_kk, p.name_ru, t.acted, t.paid, t.all_acted, t.all_paid
            FROM (SELECT t.*, (sum(t.acted) OVER ())::int8 AS all_acted, (sum(t.paid) OVER ())::int8 AS all_paid FROM (
                SELECT a.region, a.performer_id,
                    coalesce(sum(a.total) FILTER (WHERE a.state IN ('issuer_signed', 'invoiced', 'in_register', 'ordered', 'paid')), 0)::int8 AS acted,
                    coalesce(sum(o.amount) FILTER (WHERE s.state = 'confirmed'), 0)::int8 AS paid
                FROM acts a
                LEFT JOIN payment_orders o ON o.region = a.region AND o.month = a.month AND o.act_id = a.id
                LEFT JOIN payment_states s ON s.region = o.region AND s.month = o.month AND s.order_id = o.id
                WHERE a.region = $1 AND a.programme = $2 AND a.month >= make_date($3, 1, 1) AND a.month <= make_date($3, 12, 1)
                GROUP BY a.region, a.performer_id
            ) t) t
            JOIN performers p ON p.region = t.region AND p.id = t.performer_id
            WHERE t.acted > 0 AND ($4::int8 IS NULL OR (t.acted, p.id) < ($4, $5))
            ORDER BY t.acted DESC, p.id DESC
            LIMIT $6",
            &[&of.region, &of.programme, &i32::from(of.year), &after.map(|edge| edge.0), &after.map(|edge| edge.1), &limit],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(PerformerRow {
            id: row.try_get(0)?,
            bin: row.try_get(1)?,
            name_kk: row.try_get(2)?,
            name_ru: row.try_get(3)?,
            acted: row.try_get(4)?,
            paid: row.try_get(5)?,
            all_acted: row.try_get(6)?,
            all_paid: row.try_get(7)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The act of a month, as everybody may see it.
#[derive(Clone, Debug)]
pub(in crate::cabinets::public) struct ActRow {
    pub(in crate::cabinets::public) month: Date,
    pub(in crate::cabinets::public) state: String,
    /// Tiyn; nothing before both sides have signed.
    pub(in crate::cabinets::public) total: Option<i64>,
    pub(in crate::cabinets::public) paid: i64,
}

/// The acts of a performer, the latest month first.
pub(in crate::cabinets::public) async fn acts(tx: &Tx<'_>, region: i16, performer: Uuid) -> Result<Vec<ActRow>> {
    let rows = tx
        .query(
            "SELECT a.month, a.state,
                CASE WHEN a.state IN ('issuer_signed', 'invoiced', 'in_register', 'ordered', 'paid') THEN a.total END,
                coalesce(CASE WHEN s.state = 'confirmed' THEN o.amount END, 0)
            FROM acts a
            LEFT JOIN payment_orders o ON o.region = a.region AND o.month = a.month AND o.act_id = a.id
            LEFT JOIN payment_states s ON s.region = o.region AND s.month = o.month AND s.order_id = o.id
            WHERE a.region = $1 AND a.performer_id = $2
            ORDER BY a.month DESC, a.programme
            LIMIT 60",
            &[&region, &performer],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(ActRow { month: row.try_get(0)?, state: row.try_get(1)?, total: row.try_get(2)?, paid: row.try_get(3)? })
    };
    rows.iter().map(read).collect()
}

/// Vouchers issued for a year, by region and programme: the last numbers given out.
pub(in crate::cabinets::public) async fn vouchers(tx: &Tx<'_>, year: i16) -> Result<Vec<(i16, String, i64)>> {
    let rows = tx
        .query(
            "SELECT region, programme, last::int8 FROM voucher_numbers WHERE year = $1 AND last > 0 ORDER BY region, programme LIMIT 1000",
            &[&year],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// How many performers are admitted.
pub(in crate::cabinets::public) async fn performer_count(tx: &Tx<'_>) -> Result<i64> {
    let row = tx.find("SELECT count(*) FROM performers", &[]).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
}

/// How long acts wait for their money: region, programme, month, acts signed, acts paid.
pub(in crate::cabinets::public) async fn terms_kept(
    tx: &Tx<'_>,
    year: i16,
) -> Result<Vec<(i16, String, Date, i64, i64)>> {
    let rows = tx
        .query(
            "SELECT region, programme, month,
                count(*) FILTER (WHERE state IN ('issuer_signed', 'invoiced', 'in_register', 'ordered', 'paid')),
                count(*) FILTER (WHERE state = 'paid')
            FROM acts
            WHERE month >= make_date($1, 1, 1) AND month <= make_date($1, 12, 1)
            GROUP BY region, programme, month
            ORDER BY region, programme, month
            LIMIT 10000",
            &[&i32::from(year)],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?))
    };
    rows.iter().map(read).collect()
}
