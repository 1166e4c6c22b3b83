//! What the auditor's sample reads: signed lines drawn by a seed, with everything they rest on as it was known then.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// From what a sample is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draw {
    pub(super) month: Date,
    pub(super) programme: Option<String>,
    pub(super) region: Option<i16>,
    pub(super) seed: String,
    pub(super) lines: i64,
}

/// A signed line with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineRow {
    pub(super) region: i16,
    pub(super) act: String,
    pub(super) act_id: Uuid,
    pub(super) performer_id: Uuid,
    pub(super) performer_bin: String,
    pub(super) programme: String,
    pub(super) is_adjustment: bool,
    pub(super) line_month: Date,
    pub(super) voucher: String,
    pub(super) contract_id: Uuid,
    pub(super) known_at: Timestamp,
    pub(super) nominal: i64,
    pub(super) told: Told,
    pub(super) due: i64,
    pub(super) from_day: i16,
    /// The last day as it was known then.
    pub(super) last_day: i16,
    /// The group's calendar as it was known then.
    pub(super) weekdays: i16,
    pub(super) vacations: String,
}

/// What a line says and a recomputation must give again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) study_days: i16,
    pub(super) enrolled_days: i16,
    pub(super) present: i16,
    pub(super) excused: i16,
    pub(super) leave: i16,
    pub(super) leave_days_used: i16,
    pub(super) closed: i16,
    pub(super) unexcused: i16,
    pub(super) payable_days: i16,
    pub(super) computed: i64,
}

// Drawn by the hash of the seed and of what the audit export calls the line, so that anybody draws the same from act_lines.csv.
const SAMPLE: &str = "SELECT
        l.region, l.act, l.performer_id, p.bin, l.programme, l.kind = 1, l.line_month, l.voucher, l.contract_id, l.known_at,
        l.nominal, l.study_days, l.enrolled_days, l.present, l.excused, l.leave, l.leave_days_used, l.closed, l.unexcused,
        l.payable_days, l.computed, l.due, t.from_day, coalesce(e.last_day, t.to_day), g.weekdays, g.vacations,
        l.act_id
    FROM (
        SELECT a.number AS act, a.performer_id, a.programme, v.number AS voucher, l.*
        FROM acts a
        JOIN act_lines l ON l.region = a.region AND l.month = a.month AND l.act_id = a.id AND l.version = a.version
        JOIN vouchers v ON v.region = l.region AND v.id = l.voucher_id
        WHERE a.month = $1 AND l.month = $1 AND ($2::text IS NULL OR a.programme = $2) AND ($3::int2 IS NULL OR a.region = $3)
            AND a.state NOT IN ('draft', 'performer_signed', 'returned') AND l.kind IN (0, 1)
        ORDER BY sha256(convert_to(concat_ws('/', $4::text, a.number, v.number, to_char(l.line_month, 'YYYY-MM'), l.kind), 'UTF8')), l.n
        LIMIT $5
    ) l
    JOIN performers p ON p.region = l.region AND p.id = l.performer_id
    JOIN portions t ON t.region = l.region AND t.month = l.line_month AND t.voucher_id = l.voucher_id AND t.portion = l.portion
    LEFT JOIN LATERAL (
        SELECT last_day FROM portion_ends e
        WHERE e.region = l.region AND e.month = l.line_month AND e.voucher_id = l.voucher_id AND e.portion = l.portion
            AND e.recorded_at <= l.known_at
        ORDER BY e.recorded_at DESC LIMIT 1
    ) e ON true
    JOIN LATERAL (
        SELECT weekdays, vacations FROM group_revisions g
        WHERE g.region = l.region AND g.group_id = t.group_id AND g.recorded_at <= l.known_at
        ORDER BY g.recorded_at DESC LIMIT 1
    ) g ON true
    ORDER BY sha256(convert_to(concat_ws('/', $4::text, l.act, l.voucher, to_char(l.line_month, 'YYYY-MM'), l.kind), 'UTF8')), l.n";

/// Draws signed lines: the first of all by SHA-256 of `seed/act/voucher/month/kind`.
pub(super) async fn sample(tx: &Tx<'_>, draw: &Draw) -> Result<Vec<LineRow>> {
    let rows = tx.query(SAMPLE, &[&draw.month, &draw.programme, &draw.region, &draw.seed, &draw.lines]).await?;
    rows.iter().map(line).collect()
}

fn line(row: &tokio_postgres::Row) -> Result<LineRow> {
    Ok(LineRow {
        region: row.try_get(0)?,
        act: row.try_get(1)?,
        act_id: row.try_get(26)?,
        performer_id: row.try_get(2)?,
        performer_bin: row.try_get(3)?,
        programme: row.try_get(4)?,
        is_adjustment: row.try_get(5)?,
        line_month: row.try_get(6)?,
        voucher: row.try_get(7)?,
        contract_id: row.try_get(8)?,
        known_at: row.try_get(9)?,
        nominal: row.try_get(10)?,
        told: Told {
            study_days: row.try_get(11)?,
            enrolled_days: row.try_get(12)?,
            present: row.try_get(13)?,
            excused: row.try_get(14)?,
            leave: row.try_get(15)?,
            leave_days_used: row.try_get(16)?,
            closed: row.try_get(17)?,
            unexcused: row.try_get(18)?,
            payable_days: row.try_get(19)?,
            computed: row.try_get(20)?,
        },
        due: row.try_get(21)?,
        from_day: row.try_get(22)?,
        last_day: row.try_get(23)?,
        weekdays: row.try_get(24)?,
        vacations: row.try_get(25)?,
    })
}

/// How many signed lines there are to draw from, and Σ of their dues (tiyn).
pub(super) async fn population(tx: &Tx<'_>, draw: &Draw) -> Result<(i64, i64)> {
    let row = tx
        .find(
            "SELECT count(*), coalesce(sum(l.due), 0)::int8
            FROM acts a
            JOIN act_lines l ON l.region = a.region AND l.month = a.month AND l.act_id = a.id AND l.version = a.version
            WHERE a.month = $1 AND l.month = $1 AND ($2::text IS NULL OR a.programme = $2) AND ($3::int2 IS NULL OR a.region = $3)
                AND a.state NOT IN ('draft', 'performer_signed', 'returned') AND l.kind IN (0, 1)",
            &[&draw.month, &draw.programme, &draw.region],
        )
        .await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.try_get(0)?, row.try_get(1)?)))
}
