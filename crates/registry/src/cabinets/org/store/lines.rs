//! Lines of an act with whose they are, and what a line rests on.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{
    attendance::Planes,
    cabinets::{act_view::Act, lists::ROWS_MAX, org::Own},
    platform::{Result, Tx},
};

/// Whose a line is.
#[derive(Clone, Debug)]
pub(in crate::cabinets::org) struct Whose {
    pub(in crate::cabinets::org) n: i32,
    /// Bucket and id of the child.
    pub(in crate::cabinets::org) person: (i16, Uuid),
    pub(in crate::cabinets::org) name_cipher: Vec<u8>,
    pub(in crate::cabinets::org) wrapped_key: Option<Vec<u8>>,
    pub(in crate::cabinets::org) group: String,
}

/// The children of some lines of the current version.
pub(in crate::cabinets::org) async fn list_whose(tx: &Tx<'_>, act: &Act, lines: &[i32]) -> Result<Vec<Whose>> {
    let rows = tx
        .query(
            "SELECT
                l.n,
                v.bucket,
                v.person_id,
                s.name_cipher,
                k.wrapped,
                coalesce(nullif(r.title, ''), g.code, '') AS group_name
            FROM act_lines l
            JOIN vouchers v ON v.region = l.region AND v.id = l.voucher_id
            LEFT JOIN person_keys k ON k.bucket = v.bucket AND k.person_id = v.person_id
            LEFT JOIN LATERAL (
                SELECT s.name_cipher FROM person_states s
                WHERE s.bucket = v.bucket AND s.person_id = v.person_id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON true
            LEFT JOIN portions t ON t.region = l.region AND t.month = l.line_month AND t.voucher_id = l.voucher_id AND t.portion = l.portion
            LEFT JOIN groups g ON g.region = t.region AND g.id = t.group_id
            LEFT JOIN LATERAL (
                SELECT r.title FROM group_revisions r
                WHERE r.region = g.region AND r.group_id = g.id
                ORDER BY r.recorded_at DESC LIMIT 1
            ) r ON true
            WHERE l.region = $1 AND l.month = $2 AND l.act_id = $3 AND l.version = $4 AND l.n = ANY ($5)
            ORDER BY l.n
            LIMIT $6",
            &[&act.region, &act.month, &act.id, &act.version, &lines, &ROWS_MAX],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Whose {
            n: row.try_get(0)?,
            person: (row.try_get(1)?, row.try_get(2)?),
            name_cipher: row.try_get::<_, Option<Vec<u8>>>(3)?.unwrap_or_default(),
            wrapped_key: row.try_get(4)?,
            group: row.try_get(5)?,
        })
    };
    rows.iter().map(read).collect()
}

/// What a line rests on, as known now.
#[derive(Clone, Debug)]
pub(in crate::cabinets::org) struct Basis {
    pub(in crate::cabinets::org) contract: Uuid,
    pub(in crate::cabinets::org) from_day: i16,
    pub(in crate::cabinets::org) last_day: i16,
    pub(in crate::cabinets::org) weekdays: i16,
    pub(in crate::cabinets::org) vacations: String,
    pub(in crate::cabinets::org) planes: Planes,
    /// The rate that the nominal comes from.
    pub(in crate::cabinets::org) rate: Option<Rate>,
}

/// A rate with the act that sets it.
#[derive(Clone, Debug)]
pub(in crate::cabinets::org) struct Rate {
    /// Tiyn a month.
    pub(in crate::cabinets::org) monthly: i64,
    pub(in crate::cabinets::org) valid_from: Date,
    pub(in crate::cabinets::org) act_number: String,
    pub(in crate::cabinets::org) act_date: Date,
    pub(in crate::cabinets::org) note: String,
}

/// What the line `n` of the current version rests on.
pub(in crate::cabinets::org) async fn find_basis(tx: &Tx<'_>, own: &Own, act: &Act, n: i32) -> Result<Option<Basis>> {
    let row = tx
        .find(
            "SELECT
                t.contract_id,
                t.from_day,
                coalesce(e.last_day, t.to_day) AS last_day,
                g.weekdays,
                g.vacations,
                coalesce(a.p0, 0) AS p0,
                coalesce(a.p1, 0) AS p1,
                coalesce(a.p2, 0) AS p2,
                coalesce(a.qr, 0) AS qr,
                r.monthly,
                r.valid_from,
                r.act_number,
                r.act_date,
                r.note
            FROM act_lines l
            JOIN portions t ON t.region = l.region AND t.month = l.line_month AND t.voucher_id = l.voucher_id AND t.portion = l.portion
            JOIN parts q ON q.region = t.region AND q.month = t.month AND q.voucher_id = t.voucher_id
            LEFT JOIN LATERAL (
                SELECT e.last_day FROM portion_ends e
                WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
                ORDER BY e.recorded_at DESC LIMIT 1
            ) e ON true
            LEFT JOIN LATERAL (
                SELECT z.rate_id FROM repricings z
                WHERE z.region = t.region AND z.month = t.month AND z.voucher_id = t.voucher_id AND z.recorded_at <= l.known_at
                ORDER BY z.recorded_at DESC LIMIT 1
            ) z ON true
            LEFT JOIN rates r ON r.region = t.region AND r.id = coalesce(z.rate_id, q.rate_id)
            LEFT JOIN attendance_months a ON a.region = t.region AND a.month = t.month AND a.contract_id = t.contract_id
            JOIN LATERAL (
                SELECT g.weekdays, g.vacations FROM group_revisions g
                WHERE g.region = t.region AND g.group_id = t.group_id
                ORDER BY g.recorded_at DESC LIMIT 1
            ) g ON true
            WHERE l.region = $1 AND l.month = $2 AND l.act_id = $3 AND l.version = $4 AND l.n = $5 AND t.performer_id = ANY ($6)",
            &[&act.region, &act.month, &act.id, &act.version, &n, &own.performers],
        )
        .await?;
    row.as_ref().map(read_basis).transpose()
}

fn read_basis(row: &Row) -> Result<Basis> {
    let mask = |name: &str| -> Result<u32> { Ok(row.try_get::<_, i32>(name)?.cast_unsigned()) };
    let monthly: Option<i64> = row.try_get("monthly")?;
    let rate = monthly.map(|monthly| -> Result<Rate> {
        Ok(Rate {
            monthly,
            valid_from: row.try_get("valid_from")?,
            act_number: row.try_get("act_number")?,
            act_date: row.try_get("act_date")?,
            note: row.try_get("note")?,
        })
    });
    Ok(Basis {
        contract: row.try_get("contract_id")?,
        from_day: row.try_get("from_day")?,
        last_day: row.try_get("last_day")?,
        weekdays: row.try_get("weekdays")?,
        vacations: row.try_get("vacations")?,
        planes: Planes { p0: mask("p0")?, p1: mask("p1")?, p2: mask("p2")?, qr: mask("qr")? },
        rate: rate.transpose()?,
    })
}
