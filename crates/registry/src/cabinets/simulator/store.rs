//! What a simulation starts from: the booked parts of a year by rate and nominal, and the budget beside them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::rule::Booked;
use crate::platform::{Result, Tx};

/// What is simulated: a programme and year in a region, of one issuer or of all.
#[derive(Clone, Debug)]
pub(super) struct Asked<'a> {
    pub(super) issuer: Option<&'a str>,
    pub(super) region: i16,
    pub(super) programme: &'a str,
    pub(super) year: i16,
}

/// Booked children of the year by month, rate and nominal: counted in the database, so that a region's year is a few hundred rows.
pub(super) async fn list_booked(tx: &Tx<'_>, asked: &Asked<'_>) -> Result<Vec<Booked>> {
    let rows = tx
        .query(
            "WITH held AS (
                SELECT p.month, coalesce(n.rate_id, p.rate_id) AS rate_id, coalesce(n.nominal, p.nominal) AS nominal
                FROM parts p
                JOIN vouchers v ON v.region = p.region AND v.id = p.voucher_id AND v.programme = $2
                JOIN issuers i ON i.region = v.region AND i.id = v.issuer_id AND ($5::text IS NULL OR i.bin = $5)
                LEFT JOIN LATERAL (
                    SELECT rate_id, nominal FROM repricings n
                    WHERE n.region = p.region AND n.month = p.month AND n.voucher_id = p.voucher_id
                    ORDER BY n.recorded_at DESC LIMIT 1
                ) n ON true
                WHERE p.region = $1 AND p.month >= $3 AND p.month <= $4
                    AND EXISTS (
                        SELECT 1 FROM portions t
                        LEFT JOIN LATERAL (
                            SELECT last_day FROM portion_ends e
                            WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
                            ORDER BY e.recorded_at DESC LIMIT 1
                        ) e ON true
                        WHERE t.region = p.region AND t.month = p.month AND t.voucher_id = p.voucher_id
                            AND coalesce(e.last_day, t.to_day) >= t.from_day
                    )
            )
            SELECT h.month, r.locality, r.performer_kind, r.group_kind, r.hours, h.nominal, count(*)
            FROM held h
            LEFT JOIN rates r ON r.region = $1 AND r.id = h.rate_id
            GROUP BY h.month, r.locality, r.performer_kind, r.group_kind, r.hours, h.nominal
            ORDER BY h.month, r.locality, r.performer_kind, r.group_kind, r.hours, h.nominal",
            &[&asked.region, &asked.programme, &first(asked)?, &last(asked)?, &asked.issuer],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        let locality: Option<String> = row.try_get(1)?;
        let key = match locality {
            Some(locality) => Some((locality, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?)),
            None => None,
        };
        Ok(Booked { month: row.try_get(0)?, key, nominal: row.try_get(5)?, children: row.try_get(6)? })
    };
    rows.iter().map(read).collect()
}

fn first(asked: &Asked<'_>) -> Result<Date> {
    Ok(Date::new(asked.year, 1, 1)?)
}

fn last(asked: &Asked<'_>) -> Result<Date> {
    Ok(Date::new(asked.year, 12, 1)?)
}

/// What is allotted to the months of the year (tiyn).
pub(super) async fn list_allotted(tx: &Tx<'_>, asked: &Asked<'_>) -> Result<BTreeMap<Date, i64>> {
    let rows = tx
        .query(
            "SELECT l.month, sum(s.allotted)::int8
            FROM budget_lines l
            JOIN issuers i ON i.region = l.region AND i.id = l.issuer_id AND ($4::text IS NULL OR i.bin = $4)
            JOIN budget_stripes s ON s.region = l.region AND s.month = l.month AND s.line_id = l.id
            WHERE l.region = $1 AND l.programme = $2 AND l.year = $3
            GROUP BY l.month",
            &[&asked.region, &asked.programme, &asked.year, &asked.issuer],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Regions and programmes that have budget lines in a year: of one issuer or of all.
pub(super) async fn list_budgets(tx: &Tx<'_>, (issuer, year): (Option<&str>, i16)) -> Result<Vec<(i16, String)>> {
    let rows = tx
        .query(
            "SELECT DISTINCT l.region, l.programme
            FROM budget_lines l
            JOIN issuers i ON i.region = l.region AND i.id = l.issuer_id AND ($1::text IS NULL OR i.bin = $1)
            WHERE l.year = $2 AND l.region <> 0
            ORDER BY l.region, l.programme",
            &[&issuer, &year],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}
